//! The API's payments, and what is open of a client.

use axum::extract::Path;
use axum::response::IntoResponse;
use books::ledger::{MatchItems, ReverseEntry};
use books::sales::payments::{
    AllocatedTo, Allocation, ListPayments, OpenItem, OpenItems, PaymentRow, PaymentView, PaymentsPage, ReadOpenItems,
    ReadPayment, RecordPayment, Settled,
};
use kernel::{ClientId, Currency, Day, Failure, Money, PaymentId, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::optional;
use crate::edge::{Amount, ApiResult, Call, Resource, limit, parse_field};

/// A payment with what it settled.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentShape {
    #[serde(flatten)]
    pub payment: PaymentRowShape,
    pub entry_number: i64,
    pub recorded_by: String,
    /// What it settles now.
    pub settled: Vec<SettledShape>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentRowShape {
    pub id: String,
    pub client: String,
    pub client_name: String,
    pub date: String,
    pub amount: Amount,
    /// The same in the company's currency: what the bank account got.
    pub received: Amount,
    /// The bank account.
    pub account: String,
    pub account_number: String,
    pub text: String,
    pub entry: String,
    /// What it has not settled anything with: the client's credit.
    pub unused: Amount,
    /// The entry that took it back.
    pub reversed_by: Option<String>,
    pub version: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SettledShape {
    pub item: String,
    pub invoice: Option<String>,
    /// The number of the invoice, or what its entry says.
    pub title: String,
    /// Number of the control account.
    pub account_number: String,
    pub amount: Amount,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentPage {
    pub items: Vec<PaymentRowShape>,
    pub next: Option<String>,
    /// On request (`total=true`): how many match.
    pub total: Option<i64>,
    /// On request: their sum, without those that were taken back.
    pub sum: Option<Amount>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentQuery {
    pub client: Option<String>,
    /// First day.
    pub from: Option<String>,
    /// Last day, inclusive.
    pub to: Option<String>,
    /// Searched for in text and client.
    pub q: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
    pub total: Option<bool>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayment {
    pub client: String,
    /// Today where it is left out.
    pub date: Option<String>,
    /// Only what is open in this currency is settled.
    pub amount: Amount,
    /// In the company's currency, where another was paid: what the bank account got. By the rate of the day where it is left
    /// out.
    pub received: Option<Amount>,
    /// The company's bank account where it is left out.
    pub account: Option<String>,
    pub text: Option<String>,
    /// What it is for; the oldest due items where none is named.
    #[serde(default)]
    pub allocations: Vec<NewAllocation>,
}

/// An item or an invoice, and how much of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAllocation {
    pub item: Option<String>,
    pub invoice: Option<String>,
    pub amount: Amount,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBack {
    /// Today where it is left out.
    pub on: Option<String>,
    pub text: Option<String>,
}

/// What is open of a client on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenItemsShape {
    pub items: Vec<OpenItemShape>,
    pub next: Option<String>,
    pub on: String,
    pub balance: Amount,
    pub overdue: Amount,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OpenItemShape {
    pub id: String,
    pub entry: String,
    pub account_number: String,
    pub date: String,
    pub due: String,
    /// Below zero: a credit of the client.
    pub amount: Amount,
    pub open: Amount,
    /// The same in the currency that it is owed in, where that is not the company's.
    pub open_foreign: Option<Amount>,
    pub invoice: Option<String>,
    pub title: String,
    pub days_overdue: i64,
    /// Open items up to this one.
    pub balance: Amount,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OnQuery {
    pub on: Option<String>,
}

pub async fn list(call: Call) -> ApiResult {
    let query: PaymentQuery = call.query()?;
    let counted = query.total.unwrap_or_default();
    let question = ListPayments {
        client: optional("client", query.client)?,
        from: optional("from", query.from)?,
        to: optional("to", query.to)?,
        q: query.q.unwrap_or_default(),
        after: query.cursor.as_deref().map(cursor).transpose()?,
        limit: limit(query.limit)?,
    };
    call.show(question, |page: PaymentsPage| PaymentPage {
        items: page.rows.iter().map(|row| row_shape(row, page.currency)).collect(),
        next: page.next.map(|(day, id)| format!("{day}.{id}")),
        total: counted.then_some(page.count),
        sum: counted.then(|| Money::new(page.sum, page.currency).into()),
    })
    .await
}

pub async fn record(call: Call) -> ApiResult {
    let new: NewPayment = call.body()?;
    call.create(new.command()?, "/payments", |id| ReadPayment { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadPayment { id: payment(&id)? }).await
}

pub async fn reverse(Path(id): Path<String>, call: Call) -> ApiResult {
    let id = payment(&id)?;
    let wish: TakeBack = if call.bytes().is_empty() { TakeBack::default() } else { call.body()? };
    let found = call.app.ask(&call.caller, ReadPayment { id }).await?;
    let on = optional("on", wish.on)?;
    let command = ReverseEntry { entry: found.row.payment.entry, on, text: wish.text.unwrap_or_default() };
    call.change(command, ReadPayment { id }).await
}

pub async fn open_items(Path(id): Path<String>, call: Call) -> ApiResult {
    let query: OnQuery = call.query()?;
    call.show(ReadOpenItems { client: client(&id)?, on: optional("on", query.on)? }, open_shape).await
}

pub async fn match_items(Path(id): Path<String>, call: Call) -> ApiResult {
    let client = client(&id)?;
    call.perform(MatchItems { client }, async |_| {
        let found = call.app.ask(&call.caller, ReadOpenItems { client, on: None }).await?;
        Ok(axum::Json(open_shape(found)).into_response())
    })
    .await
}

impl NewPayment {
    fn command(&self) -> books::Result<RecordPayment> {
        Ok(RecordPayment {
            client: parse_field("client", &self.client)?,
            day: optional("date", self.date.clone())?,
            amount: self.amount.money("amount")?,
            received: self.received.as_ref().map(|received| received.money("received")).transpose()?,
            account: optional("account", self.account.clone())?,
            text: self.text.clone().unwrap_or_default(),
            allocations: self.allocations.iter().map(|one| self.allocation(one)).collect::<books::Result<_>>()?,
        })
    }

    fn allocation(&self, one: &NewAllocation) -> books::Result<Allocation> {
        let to = match (&one.item, &one.invoice) {
            (Some(item), None) => AllocatedTo::Item(parse_field("allocations", item)?),
            (None, Some(invoice)) => AllocatedTo::Invoice(parse_field("allocations", invoice)?),
            _ => return Err(item_or_invoice().into()),
        };
        let amount = one.amount.money("allocations")?;
        if amount.currency.to_string() != self.amount.currency {
            return Err(Refusal::field(
                "CURRENCY_MISMATCH",
                "allocations",
                "An item is paid in another currency than the payment.",
                "A payment has one currency. Give every amount in it.",
            )
            .into());
        }
        Ok(Allocation { to, amount: amount.minor })
    }
}

fn item_or_invoice() -> Refusal {
    Refusal::field(
        "FIELD_INVALID",
        "allocations",
        "An allocation names one thing.",
        "Give either an item or an invoice, and the amount.",
    )
}

impl Resource for PaymentView {
    type Shape = PaymentShape;

    fn version(&self) -> i64 {
        version(&self.row)
    }

    fn shape(&self) -> PaymentShape {
        let settled = |one: &Settled| SettledShape {
            item: one.item.to_string(),
            invoice: one.invoice.map(|id| id.to_string()),
            title: one.title.clone(),
            account_number: one.account_number.clone(),
            amount: Money::new(one.amount, self.row.payment.paid(self.currency).currency).into(),
        };
        PaymentShape {
            payment: row_shape(&self.row, self.currency),
            entry_number: self.entry_number,
            recorded_by: self.recorded_by.clone(),
            settled: self.settled.iter().map(settled).collect(),
        }
    }
}

/// A payment is never changed but by its reversal.
fn version(row: &PaymentRow) -> i64 {
    1 + i64::from(row.reversed_by.is_some())
}

fn row_shape(row: &PaymentRow, currency: Currency) -> PaymentRowShape {
    let payment = &row.payment;
    PaymentRowShape {
        id: payment.id.to_string(),
        client: payment.client.to_string(),
        client_name: row.client_name.clone(),
        date: payment.day.to_string(),
        amount: payment.paid(currency).into(),
        received: Money::new(payment.amount, currency).into(),
        account: payment.account.to_string(),
        account_number: row.account_number.clone(),
        text: payment.text.clone(),
        entry: payment.entry.to_string(),
        unused: Money::new(row.unused, payment.paid(currency).currency).into(),
        reversed_by: row.reversed_by.map(|(entry, _)| entry.to_string()),
        version: version(row),
    }
}

fn open_shape(found: OpenItems) -> OpenItemsShape {
    let money = |minor| Money::new(minor, found.currency).into();
    let item = |item: &OpenItem| OpenItemShape {
        id: item.id.to_string(),
        entry: item.entry.to_string(),
        account_number: item.account_number.clone(),
        date: item.day.to_string(),
        due: item.due.to_string(),
        amount: money(item.amount),
        open: money(item.open),
        open_foreign: item.foreign.map(|foreign| Money::new(foreign.amount, foreign.currency).into()),
        invoice: item.document.map(|id| id.to_string()),
        title: item.title.clone(),
        days_overdue: item.days_overdue.max(0),
        balance: money(item.balance),
    };
    OpenItemsShape {
        items: found.items.iter().map(item).collect(),
        next: None,
        on: found.on.to_string(),
        balance: money(found.balance),
        overdue: money(found.overdue),
    }
}

fn payment(id: &str) -> books::Result<PaymentId> {
    id.parse().map_err(|_| Failure::missing("payment", id))
}

fn client(id: &str) -> books::Result<ClientId> {
    id.parse().map_err(|_| Failure::missing("client", id))
}

fn cursor(text: &str) -> books::Result<(Day, PaymentId)> {
    let (day, id) = text.split_once('.').unwrap_or((text, ""));
    Ok((parse_field("cursor", day)?, parse_field("cursor", id)?))
}
