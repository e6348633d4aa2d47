//! Payments: the list, one of them, and the form that records one for the items of a client.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::ledger::ReverseEntry;
use books::sales::payments::{
    AllocatedTo, Allocation, ListPayments, OpenItem, OpenItems, PaymentRow, PaymentView, PaymentsPage, ReadOpenItems,
    ReadPayment, RecordPayment,
};
use kernel::{ClientId, Currency, Day, Failure, InvoiceId, Money, PaymentId, Refusal};

use super::draft_page::{ChosenFor, choose};
use crate::company::moments::short_day;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section};
use crate::ledger::pages::show::{ROWS, asked, people, typed_amount, with_cursor};

#[derive(Template)]
#[template(path = "sales/payments.html")]
struct ListPage {
    frame: Frame,
    form: Form,
    page: PaymentsPage,
    next: Option<String>,
    may_post: bool,
}

impl ListPage {
    fn day(&self, day: &Day) -> String {
        short_day(*day)
    }

    fn amount(&self, minor: &i64) -> String {
        people(*minor, self.page.currency)
    }

    /// What was paid in another currency than the books', with that.
    fn foreign(&self, row: &PaymentRow) -> Option<String> {
        let paid = row.payment.paid(self.page.currency);
        row.payment.foreign.map(|_| format!("{} {}", kernel::format_for_people(paid), paid.currency))
    }

    /// What is not used yet, in the currency that was paid.
    fn unused(&self, row: &PaymentRow) -> String {
        people(row.unused, row.payment.paid(self.page.currency).currency)
    }

    fn is_filtered(&self) -> bool {
        ["q", "client", "from", "to"].iter().any(|name| !self.form.text(name).is_empty())
    }
}

pub async fn list(visit: Visit) -> PageResult {
    let form = asked(&visit.uri);
    let place = |text: &str| {
        let (day, id) = text.split_once('.')?;
        Some((day.parse::<Day>().ok()?, id.parse::<PaymentId>().ok()?))
    };
    let question = ListPayments {
        // A filter that cannot be read narrows nothing: an address that was cut short still shows payments.
        client: form.text("client").parse().ok(),
        from: form.text("from").parse().ok(),
        to: form.text("to").parse().ok(),
        q: form.text("q").to_owned(),
        after: place(form.text("cursor")),
        limit: ROWS,
    };
    let page = visit.ask(question).await?;
    let cursor = page.next.map(|(day, id)| format!("{day}.{id}"));
    let next = cursor.map(|cursor| with_cursor("/payments", &form, &["q", "client", "from", "to"], &cursor));
    let frame = visit
        .frame(Section::Invoices, "invoices.payments", "Payments")
        .crumb("Invoices", "/invoices")
        .crumb("Payments", "");
    visit.show(&ListPage { frame, form, page, next, may_post: visit.may(Permission::PostEntries) })
}

#[derive(Template)]
#[template(path = "sales/payment.html")]
struct PaymentPage {
    frame: Frame,
    view: PaymentView,
    refusal: Option<Refusal>,
    may_post: bool,
}

impl PaymentPage {
    fn day(&self, day: &Day) -> String {
        short_day(*day)
    }

    /// Minor units of the currency that was paid.
    fn amount(&self, minor: &i64) -> String {
        people(*minor, self.currency())
    }

    fn currency(&self) -> Currency {
        self.view.row.payment.paid(self.view.currency).currency
    }

    fn paid(&self) -> String {
        kernel::format_for_people(self.view.row.payment.paid(self.view.currency))
    }

    /// What the bank account got, where another currency was paid.
    fn received(&self) -> Option<String> {
        let payment = &self.view.row.payment;
        payment.foreign.map(|_| format!("{} {}", people(payment.amount, self.view.currency), self.view.currency))
    }
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = visit.id("payment", &id)?;
    show_with(&visit, id, None).await
}

async fn show_with(visit: &Visit, id: PaymentId, failure: Option<Failure>) -> PageResult {
    let view = visit.ask(ReadPayment { id }).await?;
    let frame = visit
        .frame(Section::Invoices, "invoices.payments", "Payment")
        .crumb("Invoices", "/invoices")
        .crumb("Payments", "/payments")
        .crumb("Payment", "");
    let refusal = failure.as_ref().and_then(Failure::refusal).cloned();
    let page = PaymentPage { frame, view, refusal, may_post: visit.may(Permission::PostEntries) };
    match failure {
        None => visit.show(&page),
        Some(failure @ Failure::Refused(_)) => visit.show_refused(&failure, &page),
        Some(other) => Err(visit.failure(other)),
    }
}

pub async fn reverse(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: PaymentId = visit.id("payment", &id)?;
    let entry = visit.ask(ReadPayment { id }).await?.row.payment.entry;
    let on = match form.optional("on") {
        Ok(on) => on,
        Err(failure) => return show_with(&visit, id, Some(failure)).await,
    };
    match visit.act(ReverseEntry { entry, on, text: String::new() }).await {
        Ok(receipt) => visit.done(&format!("/payments/{id}"), "Payment reversed", receipt.operation),
        Err(failure) => show_with(&visit, id, Some(failure)).await,
    }
}

#[derive(Template)]
#[template(path = "sales/payment_form.html")]
struct FormPage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    client: ClientId,
    name: String,
    rows: Vec<Row>,
    banks: Vec<Choice>,
    balance: String,
    books: Currency,
    /// What is being paid.
    currency: Currency,
    /// What else can be paid, with the address of that form.
    others: Vec<(Currency, String)>,
}

impl FormPage {
    fn is_foreign(&self) -> bool {
        self.currency != self.books
    }
}

/// An open item, and what was typed for it.
struct Row {
    id: String,
    title: String,
    href: String,
    account: String,
    due: String,
    late: bool,
    open: String,
    pay: String,
}

struct Choice {
    value: String,
    label: String,
}

/// The form of a client's payment; without one, the question whose it is.
pub async fn new(visit: Visit) -> PageResult {
    let asked = asked(&visit.uri);
    let Ok(client) = asked.text("client").parse::<ClientId>() else {
        return choose(&visit, &asked, ChosenFor::Payment).await;
    };
    let found = visit.ask(ReadOpenItems { client, on: None }).await?;
    let mut form = Form::default();
    form.set("client", &client.to_string());
    form.set("day", &visit.sidebar().today.to_string());
    let invoice: Option<InvoiceId> = asked.text("invoice").parse().ok();
    let meant = |item: &&OpenItem| item.document.is_some() && item.document == invoice && item.open > 0;
    let of_items = found.items.iter().filter(meant).map(|item| owed(item, found.currency).currency).next();
    let own = found
        .client
        .details
        .currency
        .filter(|own| found.items.iter().any(|item| owed(item, found.currency).currency == *own));
    let currency = asked.text("currency").parse().ok().or(of_items).or(own).unwrap_or(found.currency);
    form.set("currency", &currency.to_string());
    let meant = |item: &&OpenItem| meant(item) && owed(item, found.currency).currency == currency;
    let open: i64 = found.items.iter().filter(meant).map(|item| owed(item, found.currency).minor).sum();
    let mut pairs: Vec<(String, String)> =
        form.pairs().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    if open > 0 {
        pairs.push(("amount".to_owned(), plain(open, currency)));
        for item in found.items.iter().filter(meant) {
            pairs.push(("item".to_owned(), item.id.to_string()));
            pairs.push(("pay".to_owned(), plain(owed(item, found.currency).minor, currency)));
        }
    }
    show_form(&visit, found, Form::of_pairs(pairs), None).await
}

pub async fn record(visit: Visit, form: Form) -> PageResult {
    let client: ClientId = visit.id("client", form.text("client"))?;
    let command = match command(client, &form, visit.sidebar().currency) {
        Ok(command) => command,
        Err(failure) => return again(&visit, client, form, failure).await,
    };
    match visit.act(command).await {
        Ok(receipt) => visit.done(&format!("/payments/{}", receipt.outcome), "Payment recorded", receipt.operation),
        Err(failure) => again(&visit, client, form, failure).await,
    }
}

async fn again(visit: &Visit, client: ClientId, form: Form, failure: Failure) -> PageResult {
    let found = visit.ask(ReadOpenItems { client, on: None }).await?;
    show_form(visit, found, form, Some(failure)).await
}

/// What is open of an item in the currency that it is owed in.
fn owed(item: &OpenItem, books: Currency) -> Money {
    item.foreign.map_or(Money::new(item.open, books), |foreign| Money::new(foreign.amount, foreign.currency))
}

fn command(client: ClientId, form: &Form, books: Currency) -> books::Result<RecordPayment> {
    let currency = form.optional("currency")?.unwrap_or(books);
    let mut allocations = Vec::new();
    for (item, pay) in form.all("item").zip(form.all("pay")).filter(|(_, pay)| !pay.trim().is_empty()) {
        let to: AllocatedTo = crate::edge::parse_field("allocations", item)?;
        allocations.push(Allocation { to, amount: typed_amount(pay, currency, "allocations")? });
    }
    Ok(RecordPayment {
        client,
        day: Some(form.required("day")?),
        amount: Money::new(typed_amount(form.text("amount"), currency, "amount")?, currency),
        received: match form.text("received").trim() {
            "" => None,
            typed => Some(Money::new(typed_amount(typed, books, "received")?, books)),
        },
        account: form.optional("account")?,
        text: form.text("text").to_owned(),
        allocations,
    })
}

async fn show_form(visit: &Visit, found: OpenItems, form: Form, failure: Option<Failure>) -> PageResult {
    visit.require(Permission::PostEntries)?;
    let books = found.currency;
    let currency = form.text("currency").parse().unwrap_or(books);
    let typed: Vec<(&str, &str)> = form.all("item").zip(form.all("pay")).collect();
    let row = |item: &OpenItem| {
        let id = item.id.to_string();
        Row {
            pay: typed.iter().find(|(of, _)| *of == id).map_or(String::new(), |(_, pay)| (*pay).to_owned()),
            title: item.title.clone(),
            href: match item.document {
                Some(invoice) => format!("/invoices/{invoice}"),
                None => format!("/ledger/entries/{}", item.entry),
            },
            account: item.account_number.clone(),
            due: short_day(item.due),
            late: item.days_overdue > 0,
            open: people(owed(item, books).minor, currency),
            id,
        }
    };
    let is_paid = |item: &&OpenItem| item.open > 0 && owed(item, books).currency == currency;
    let rows: Vec<Row> = found.items.iter().filter(is_paid).map(row).collect();
    let mut others: Vec<Currency> = vec![books];
    others.extend(found.client.details.currency);
    others.extend(found.items.iter().map(|item| owed(item, books).currency));
    others.sort_by_key(|other| (*other != books, other.to_string()));
    others.dedup();
    others.retain(|other| *other != currency);
    let address = |other: Currency| (other, format!("/payments/new?client={}&currency={other}", found.client.id));
    let others = others.into_iter().map(address).collect();
    let bank = |bank: books::sales::payments::BankAccount| Choice {
        value: bank.id.to_string(),
        label: format!("{} {}", bank.number, bank.name),
    };
    let fits = |bank: &books::sales::payments::BankAccount| bank.currency.is_none_or(|kept_in| kept_in == currency);
    let kept_in = |bank: &books::sales::payments::BankAccount| bank.currency != Some(currency);
    let mut banks: Vec<_> = found.banks.into_iter().filter(fits).collect();
    banks.sort_by_key(kept_in);
    let page = |frame: Frame, refusals: Refusals| FormPage {
        frame,
        client: found.client.id,
        name: found.client.details.name.to_string(),
        balance: people(found.balance, books),
        banks: banks.into_iter().map(bank).collect(),
        others,
        books,
        form,
        refusals,
        rows,
        currency,
    };
    visit.show_form(failure, page, form_frame(visit))
}

fn form_frame(visit: &Visit) -> Frame {
    visit
        .frame(Section::Invoices, "invoices.payments", "Register payment")
        .crumb("Invoices", "/invoices")
        .crumb("Payments", "/payments")
        .crumb("Register payment", "")
}

/// An amount as a field takes it: `1210.50`.
fn plain(minor: i64, currency: Currency) -> String {
    Money::new(minor, currency).to_string().split_whitespace().next().unwrap_or_default().to_owned()
}
