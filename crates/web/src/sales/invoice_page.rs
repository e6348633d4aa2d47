//! One invoice: the paper on the left; what became of it, how it is posted and whose it is on the right.

use askama::Template;
use axum::extract::Path;
use axum::response::{Html, IntoResponse};
use books::Permission;
use books::sales::invoices::{
    AccountName, BookInvoice, CreditInvoice, DeleteDraft, InvoiceView, Kind, Origin, ReadInvoice, ReadPrinted,
};
use kernel::{ClientId, Currency, Day, Failure, InvoiceId, Money, Refusal};

use super::list_page::status_class;
use super::paper::{self, Paper};
use crate::company::moments::short_day;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{AccountKind, Frame, Section};

#[derive(Template)]
#[template(path = "sales/invoice.html")]
struct InvoicePage {
    frame: Frame,
    view: InvoiceView,
    paper: Paper,
    /// What was just refused, or what keeps the draft from being booked.
    refusal: Option<Refusal>,
    may_draft: bool,
    may_book: bool,
    may_post: bool,
}

impl InvoicePage {
    fn is_draft(&self) -> bool {
        !self.view.invoice.is_booked()
    }

    fn is_invoice(&self) -> bool {
        self.view.invoice.kind == Kind::Invoice
    }

    /// What the document does to the agreement.
    fn free_words(&self) -> &'static str {
        match (self.is_draft(), self.is_invoice()) {
            (true, true) => "Booking uses them up from",
            (false, true) => "Used from",
            (true, false) => "Booking gives them back to",
            (false, false) => "Given back to",
        }
    }

    fn status(&self) -> &'static str {
        status_class(self.view.state)
    }

    fn day(&self, day: &Day) -> String {
        short_day(*day)
    }

    fn amount(&self, amount: &Money) -> String {
        kernel::format_for_people(*amount)
    }

    /// Minor units of the books, nothing for zero.
    fn minor(&self, minor: &i64) -> String {
        if *minor == 0 { String::new() } else { self.amount(&Money::new(*minor, self.books())) }
    }

    fn books(&self) -> Currency {
        self.view.invoice.gross_in_books().currency
    }

    /// What a unit of the document's currency is worth in the books, where that is another one.
    fn rate(&self) -> Option<String> {
        let books = self.view.invoice.books?;
        let (currency, day) = (self.view.invoice.currency(), short_day(books.rate_day));
        Some(format!("1 {currency} is {} {}, rate of {day}", books.rate, books.gross.currency))
    }

    fn open(&self) -> String {
        let open = self.amount(&Money::new(self.view.open, self.view.invoice.currency()));
        match self.view.invoice.books {
            Some(_) => format!("{open} {}", self.view.invoice.currency()),
            None => open,
        }
    }

    fn over(&self, minor: &i64) -> String {
        let over = self.amount(&Money::new(*minor, self.books()));
        format!("Booking goes {over} {} over the credit limit.", self.books())
    }

    fn paid(&self, minor: &i64) -> String {
        self.amount(&Money::new(*minor, self.view.invoice.currency()))
    }

    fn debits(&self) -> String {
        self.minor(&self.view.posted.iter().map(|line| line.debit).sum())
    }

    fn credits(&self) -> String {
        self.minor(&self.view.posted.iter().map(|line| line.credit).sum())
    }

    fn kind_class(&self, account: &AccountName) -> &'static str {
        match account.kind {
            books::ledger::AccountKind::Incoming => AccountKind::Incoming.code(),
            books::ledger::AccountKind::Outgoing => AccountKind::Outgoing.code(),
            books::ledger::AccountKind::Asset => AccountKind::Asset.code(),
            books::ledger::AccountKind::Liability | books::ledger::AccountKind::Equity => AccountKind::Liability.code(),
        }
    }

    /// The number of the account that the document stands on.
    fn control_account(&self) -> &str {
        self.view.posted.first().map_or("", |line| line.account.number.as_str())
    }

    /// For whom the lines are and what they come to, in the order of the lines: id, name, initials and net of each.
    fn shares(&self) -> Vec<(ClientId, String, String, String)> {
        let invoice = &self.view.invoice;
        let payer = &self.view.client;
        let mut shares: Vec<(ClientId, String, Money)> = Vec::new();
        for (line, printed) in invoice.lines.iter().zip(&self.view.printed.lines) {
            let id = line.recipient.unwrap_or(payer.id);
            let name = printed.recipient.clone().unwrap_or_else(|| payer.details.name.to_string());
            match shares.iter_mut().find(|(other, ..)| *other == id) {
                // The sum of all of them was found to fit.
                Some((.., net)) => net.minor = net.minor.saturating_add(line.net.minor),
                None => shares.push((id, name, line.net)),
            }
        }
        let written = |(id, name, net): (ClientId, String, Money)| {
            (id, name.clone(), crate::layout::initials(&name), self.amount(&net))
        };
        shares.into_iter().map(written).collect()
    }

    /// Where the values on a draft come from, in words.
    fn origins(&self) -> Vec<(&'static str, String, String)> {
        let (terms, printed) = (&self.view.invoice.terms, &self.view.printed);
        let sent_by = printed.sent_to.as_ref().map(|to| format!("from the corporate group “{}”", to.group_name));
        let sent_by = sent_by.unwrap_or_else(|| Origin::Client.label().to_owned());
        let days = terms.payment_days.value;
        let of_terms = [
            ("Payment term", format!("{days} days"), terms.payment_days.origin.label()),
            ("Discount", format!("{} %", terms.discount.value), terms.discount.origin.label()),
            ("Currency", terms.currency.value.to_string(), terms.currency.origin.label()),
            ("Language", terms.language.value.clone(), terms.language.origin.label()),
            ("Layout", terms.layout.value.clone(), terms.layout.origin.label()),
            ("Number series", self.view.numbers.name.clone(), self.view.numbers.origin.label()),
            ("VAT zone", self.view.vat_zone.clone(), terms.vat_zone.origin.label()),
        ];
        let of_terms = of_terms.into_iter().map(|(label, value, origin)| (label, value, origin.to_owned()));
        std::iter::once(("Sent to", printed.bill_to.name.clone(), sent_by)).chain(of_terms).collect()
    }
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = invoice(&visit, &id)?;
    show_with(&visit, id, None).await
}

/// The page again, with what was refused on top.
async fn show_with(visit: &Visit, id: InvoiceId, failure: Option<Failure>) -> PageResult {
    let view = visit.ask(ReadInvoice { id }).await?;
    let title = format!("{} {}", view.invoice.kind.label(), view.invoice.title());
    let frame = visit
        .frame(Section::Invoices, "invoices.all", &title)
        .crumb("Invoices", "/invoices")
        .crumb(view.invoice.title(), "");
    let refused = failure.as_ref().and_then(Failure::refusal).cloned();
    let page = InvoicePage {
        frame,
        paper: Paper(view.printed.clone()),
        refusal: refused.or_else(|| view.objection.clone()),
        may_draft: visit.may(Permission::DraftInvoices),
        may_book: visit.may(Permission::BookInvoices),
        may_post: visit.may(Permission::PostEntries),
        view,
    };
    match failure {
        None => visit.show(&page),
        Some(failure @ Failure::Refused(_)) => visit.show_refused(&failure, &page),
        Some(other) => Err(visit.failure(other)),
    }
}

pub async fn book(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id = invoice(&visit, &id)?;
    let version = form.optional("version").map_err(|failure| visit.failure(failure))?;
    match visit.act(BookInvoice { id, version }).await {
        Ok(receipt) => {
            let view = visit.ask(ReadInvoice { id: receipt.outcome }).await?;
            let text = format!("{} {} booked", view.invoice.kind.label(), view.invoice.title());
            visit.done(&format!("/invoices/{id}"), &text, receipt.operation)
        }
        Err(failure) => show_with(&visit, id, Some(failure)).await,
    }
}

pub async fn credit(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = invoice(&visit, &id)?;
    match visit.act(CreditInvoice { id, day: None, lines: Vec::new(), note: String::new() }).await {
        Ok(receipt) => {
            let text = "Credit note drafted: remove what is not taken back, then book it";
            visit.done(&format!("/invoices/{}/edit", receipt.outcome), text, receipt.operation)
        }
        Err(failure) => show_with(&visit, id, Some(failure)).await,
    }
}

pub async fn delete(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id = invoice(&visit, &id)?;
    let version = form.optional("version").map_err(|failure| visit.failure(failure))?;
    match visit.act(DeleteDraft { id, version }).await {
        Ok(receipt) => visit.done("/invoices", "Draft deleted", receipt.operation),
        Err(failure) => show_with(&visit, id, Some(failure)).await,
    }
}

/// The paper alone, the same bytes each time for a booked document.
pub async fn print(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = invoice(&visit, &id)?;
    let printed = visit.ask(ReadPrinted { id }).await?;
    Ok(Html(paper::page(&printed).map_err(|failure| visit.failure(failure))?).into_response())
}

pub(super) fn invoice(visit: &Visit, id: &str) -> Result<InvoiceId, crate::edge::PageFailure> {
    id.parse().map_err(|_| visit.failure(Failure::missing("invoice", id)))
}
