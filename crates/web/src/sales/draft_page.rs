//! The pages that write a draft: choosing its client, a new one, an existing one.

use askama::Template;
use axum::extract::{Path, RawQuery};
use books::Permission;
use books::clients::{Client, ClientList, Filter, ListClients, ReadClient, Sort};
use books::sales::invoices::{
    BookInvoice, ChangeDraft, DraftInvoice, InvoiceChoices, InvoiceView, Kind, ReadInvoice, ReadInvoiceChoices,
    ReadTerms, RecipientsOfGroup, TermsOfClient,
};
use kernel::{ClientId, Currency, Failure, InvoiceId, Money};

use super::draft_form::{TypedLine, Wish, draft, filled, patch, stored_lines, typed_lines};
use super::invoice_page::invoice;
use crate::edge::{Form, PageResult, Visit, parse_field};
use crate::layout::{Frame, Refusals, Section};

#[derive(Template)]
#[template(path = "sales/edit.html")]
struct EditPage {
    frame: Frame,
    /// The stored draft; nothing while it is new.
    view: Option<InvoiceView>,
    client: Client,
    kind: Kind,
    form: Form,
    lines: Vec<TypedLine>,
    choices: InvoiceChoices,
    /// What client, group and company say.
    offered: TermsOfClient,
    refusals: Refusals,
    may_book: bool,
    books: Currency,
}

impl EditPage {
    fn action(&self) -> String {
        match &self.view {
            Some(view) => format!("/invoices/{}", view.invoice.id),
            None => "/invoices".to_owned(),
        }
    }

    /// The series that will number the document, and who says so.
    fn numbers(&self) -> String {
        let numbers = self.view.as_ref().map_or(&self.offered.numbers, |view| &view.numbers);
        format!("{}, {}", numbers.name, numbers.origin.label())
    }

    fn back(&self) -> String {
        match &self.view {
            Some(view) => format!("/invoices/{}", view.invoice.id),
            None => "/invoices".to_owned(),
        }
    }

    fn heading(&self) -> String {
        match &self.view {
            Some(view) => format!("{} {}", self.kind.label(), view.invoice.title()),
            None => format!("New {}", self.kind.label().to_lowercase()),
        }
    }

    /// The value that counts where nothing is typed, and where it comes from.
    fn hint(&self, field: &str) -> String {
        let terms = self.view.as_ref().map_or(&self.offered.terms, |view| &view.invoice.terms);
        let zone = |id| self.choices.vat_zones.iter().find(|(other, _)| *other == id).map(|(_, name)| name.clone());
        let (value, origin) = match field {
            "payment_days" => (format!("{} days", terms.payment_days.value), terms.payment_days.origin),
            "language" => (terms.language.value.clone(), terms.language.origin),
            "currency" => (terms.currency.value.to_string(), terms.currency.origin),
            "layout" => (terms.layout.value.clone(), terms.layout.origin),
            "vat_zone" => (zone(terms.vat_zone.value).unwrap_or_default(), terms.vat_zone.origin),
            _ => (format!("{} %", terms.discount.value), terms.discount.origin),
        };
        let said = format!("{value}, {}", origin.label());
        if field == "currency" && terms.currency.value != self.books {
            return format!("{said}. {}", self.exchange(terms.currency.value));
        }
        said
    }

    /// What a document in another currency than the books' is told before anybody tries to book it.
    fn exchange(&self, currency: Currency) -> String {
        let books = self.books;
        let of_view = self.view.as_ref().and_then(|view| view.invoice.books).map(|found| (found.rate, found.rate_day));
        let of_client = self.offered.rate.filter(|rate| rate.currency == currency).map(|rate| (rate.rate, rate.day));
        match of_view.or(of_client) {
            Some((rate, day)) => format!("1 {currency} is {rate} {books}, rate of {}.", day.for_people()),
            None => format!("It is booked in {books}, and no exchange rate is known yet."),
        }
    }

    /// Whether a line can be chosen to be free.
    fn offers_free(&self) -> bool {
        self.choices.has_rebates || self.lines.iter().any(TypedLine::is_free)
    }

    /// For whom lines can be, by billing group, each with id and name. Whoever stands on a line and is in no shown group
    /// any more is kept in the last one.
    fn recipients(&self) -> Vec<(String, Vec<(String, String)>)> {
        let of_group = |group: &RecipientsOfGroup| {
            let members = group.members.iter().map(|(id, name)| (id.to_string(), name.clone()));
            (group.name.clone(), members.collect())
        };
        let mut offered: Vec<(String, Vec<(String, String)>)> = self.offered.recipients.iter().map(of_group).collect();
        let stored = self.view.iter().flat_map(|view| view.invoice.lines.iter().zip(&view.printed.lines));
        let mut kept: Vec<(String, String)> = Vec::new();
        for (line, printed) in stored {
            let Some((id, name)) = line.recipient.zip(printed.recipient.clone()) else { continue };
            let id = id.to_string();
            if offered.iter().all(|(_, members)| members.iter().all(|(other, _)| *other != id))
                && kept.iter().all(|(other, _)| *other != id)
            {
                kept.push((id, name));
            }
        }
        if !kept.is_empty() {
            offered.push(("As it stands".to_owned(), kept));
        }
        offered
    }

    /// Through whom the document can be booked; the one that stands there is among them.
    fn agencies(&self) -> Vec<(String, String)> {
        let mut offered: Vec<(String, String)> =
            self.choices.agencies.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
        let stored = self.view.as_ref().and_then(|view| view.agency.as_ref());
        if let Some(agency) = stored.filter(|agency| offered.iter().all(|(id, _)| *id != agency.id.to_string())) {
            offered.push((agency.id.to_string(), agency.name.clone()));
        }
        offered
    }

    fn amount(&self, amount: &Money) -> String {
        kernel::format_for_people(*amount)
    }
}

/// Choosing the client of a new draft, or another one for a stored draft.
#[derive(Template)]
#[template(path = "sales/choose_client.html")]
struct ChoosePage {
    frame: Frame,
    q: String,
    found: Option<ClientList>,
    chosen_for: ChosenFor,
    credit_note: bool,
}

/// What a client is chosen for.
#[derive(Clone, Copy)]
pub(super) enum ChosenFor {
    NewDraft,
    /// The draft that gets another client.
    Draft(InvoiceId),
    Payment,
}

impl ChoosePage {
    fn action(&self) -> String {
        match self.chosen_for {
            ChosenFor::Draft(id) => format!("/invoices/{id}/client"),
            ChosenFor::NewDraft => "/invoices/new".to_owned(),
            ChosenFor::Payment => "/payments/new".to_owned(),
        }
    }

    fn changes_a_draft(&self) -> bool {
        matches!(self.chosen_for, ChosenFor::Draft(_))
    }
}

fn asked(query: Option<String>) -> Form {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(&query.unwrap_or_default()).unwrap_or_default();
    Form::of(&pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// How many clients a search shows: more are found by more words.
const FOUND: i64 = 50;

pub(super) async fn choose(visit: &Visit, form: &Form, chosen_for: ChosenFor) -> PageResult {
    let q = form.text("q").trim().to_owned();
    let filter = Filter::from_pairs([("q", q.as_str())]).map_err(|failure| visit.failure(failure))?;
    let sort = Sort::parse("").map_err(|failure| visit.failure(failure))?;
    let found = visit.ask(ListClients { filter, sort, cursor: None, limit: FOUND, counted: false }).await?;
    let frame = match chosen_for {
        ChosenFor::Payment => visit
            .frame(Section::Invoices, "invoices.payments", "Choose a client")
            .crumb("Invoices", "/invoices")
            .crumb("Payments", "/payments"),
        _ => visit.frame(Section::Invoices, "", "Choose a client").crumb("Invoices", "/invoices"),
    };
    let frame = frame.crumb("Choose a client", "");
    let credit_note = form.text("kind") == Kind::CreditNote.code();
    visit.show(&ChoosePage { frame, q, found: Some(found), chosen_for, credit_note })
}

pub async fn new(visit: Visit, RawQuery(query): RawQuery) -> PageResult {
    let form = asked(query);
    if form.text("client").is_empty() {
        return choose(&visit, &form, ChosenFor::NewDraft).await;
    }
    let client = client(&visit, form.text("client")).await?;
    let mut fresh = Form::of(&[("date", &visit.sidebar().today.to_string())]);
    fresh.set("kind", form.text("kind"));
    show_new(&visit, client, fresh, vec![TypedLine::default()], None).await
}

pub async fn create(visit: Visit, form: Form) -> PageResult {
    let client = client(&visit, form.text("client")).await?;
    let wish = Wish::of(&form);
    if let Some(lines) = wish.on(typed_lines(&form)) {
        return show_new(&visit, client, form, lines, None).await;
    }
    let drafted = match draft(&form, &client, visit.sidebar().currency) {
        Ok(draft) => visit.act(DraftInvoice { draft }).await,
        Err(failure) => Err(failure),
    };
    match drafted {
        Ok(receipt) if wish == Wish::SaveAndBook => book(&visit, receipt.outcome).await,
        Ok(receipt) => visit.done(&format!("/invoices/{}", receipt.outcome), "Draft saved", receipt.operation),
        Err(failure) => {
            let lines = typed_lines(&form);
            show_new(&visit, client, form, lines, Some(failure)).await
        }
    }
}

pub async fn edit(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = invoice(&visit, &id)?;
    let view = visit.ask(ReadInvoice { id }).await?;
    if view.invoice.is_booked() {
        return visit.done(&format!("/invoices/{id}"), "It is booked and stays as it is", None);
    }
    let (form, mut lines) = (filled(&view.invoice), stored_lines(&view.invoice));
    lines.push(TypedLine::default());
    show_edit(&visit, view, form, lines, None).await
}

pub async fn change(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id = invoice(&visit, &id)?;
    let view = visit.ask(ReadInvoice { id }).await?;
    let wish = Wish::of(&form);
    if let Some(lines) = wish.on(typed_lines(&form)) {
        return show_edit(&visit, view, form, lines, None).await;
    }
    let changed = match command(&form, &view) {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match changed {
        Ok(_) if wish == Wish::SaveAndBook => book(&visit, id).await,
        Ok(receipt) => visit.done(&format!("/invoices/{id}"), "Draft saved", receipt.operation),
        Err(failure) => {
            let lines = typed_lines(&form);
            show_edit(&visit, view, form, lines, Some(failure)).await
        }
    }
}

fn command(form: &Form, view: &InvoiceView) -> books::Result<ChangeDraft> {
    Ok(ChangeDraft { id: view.invoice.id, version: form.optional("version")?, patch: patch(form, &view.invoice)? })
}

/// Books what was just saved; a refusal shows the saved draft with it.
async fn book(visit: &Visit, id: InvoiceId) -> PageResult {
    match visit.act(BookInvoice { id, version: None }).await {
        Ok(receipt) => visit.done(&format!("/invoices/{id}"), "Booked", receipt.operation),
        // The draft's own page says what keeps it from being booked.
        Err(Failure::Refused(refusal)) => {
            visit.done(&format!("/invoices/{id}"), &format!("Saved, not booked: {}", refusal.title), None)
        }
        Err(other) => Err(visit.failure(other)),
    }
}

pub async fn choose_other(visit: Visit, Path(id): Path<String>, RawQuery(query): RawQuery) -> PageResult {
    let id = invoice(&visit, &id)?;
    choose(&visit, &asked(query), ChosenFor::Draft(id)).await
}

pub async fn change_client(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id = invoice(&visit, &id)?;
    let client: ClientId = form.required("client").map_err(|failure| visit.failure(failure))?;
    let patch = books::sales::invoices::DraftPatch { client: Some(client), ..Default::default() };
    match visit.act(ChangeDraft { id, version: None, patch }).await {
        Ok(receipt) => visit.done(&format!("/invoices/{id}/edit"), "Client changed", receipt.operation),
        Err(failure) => Err(visit.failure(failure)),
    }
}

async fn client(visit: &Visit, id: &str) -> Result<Client, crate::edge::PageFailure> {
    let id: ClientId = parse_field("client", id).map_err(|_| visit.failure(Failure::missing("client", id)))?;
    Ok(visit.ask(ReadClient { id }).await?.client)
}

async fn show_new(
    visit: &Visit,
    client: Client,
    form: Form,
    lines: Vec<TypedLine>,
    failure: Option<Failure>,
) -> PageResult {
    let kind = form.text("kind").parse().unwrap_or(Kind::Invoice);
    show(visit, None, client, kind, form, lines, failure).await
}

async fn show_edit(
    visit: &Visit,
    view: InvoiceView,
    form: Form,
    lines: Vec<TypedLine>,
    failure: Option<Failure>,
) -> PageResult {
    let (client, kind) = (view.client.clone(), view.invoice.kind);
    show(visit, Some(view), client, kind, form, lines, failure).await
}

async fn show(
    visit: &Visit,
    view: Option<InvoiceView>,
    client: Client,
    kind: Kind,
    form: Form,
    lines: Vec<TypedLine>,
    failure: Option<Failure>,
) -> PageResult {
    let choices = visit.ask(ReadInvoiceChoices).await?;
    let title = view.as_ref().map_or_else(|| "New invoice".to_owned(), |view| view.invoice.title());
    let mut frame = visit.frame(Section::Invoices, "", &title).crumb("Invoices", "/invoices");
    if let Some(view) = &view {
        frame = frame.crumb(view.invoice.title(), &format!("/invoices/{}", view.invoice.id));
    }
    let frame = frame.crumb(if view.is_some() { "Edit" } else { "New" }, "");
    let refusals = failure.as_ref().and_then(Failure::refusal).map(Refusals::of).unwrap_or_default();
    let may_book = visit.may(Permission::BookInvoices);
    let day = form.text("date").parse().unwrap_or(visit.sidebar().today);
    let offered = visit.ask(ReadTerms { client: client.id, day }).await?;
    let books = visit.sidebar().currency;
    let page = EditPage { frame, view, client, kind, form, lines, choices, offered, refusals, may_book, books };
    match failure {
        None => visit.show(&page),
        Some(failure @ Failure::Refused(_)) => visit.show_refused(&failure, &page),
        Some(other) => Err(visit.failure(other)),
    }
}
