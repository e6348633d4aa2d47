//! The API's invoices and credit notes: draft, change, delete, book, credit, print.

use axum::extract::Path;
use axum::response::IntoResponse;
use books::company::ReadSidebar;
use books::sales::invoices::{
    BookInvoice, ChangeDraft, CreditInvoice, CreditLine, DeleteDraft, DraftInvoice, InvoicesPage, ListInvoices,
    ReadInvoice,
};
use kernel::{Day, Failure, InvoiceId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::invoice_shapes::row_shape;
pub use super::invoice_shapes::{InvoicePatch, InvoiceRowShape, InvoiceShape, NewInvoice};
use super::{Decimal, optional};
use crate::edge::{Amount, ApiResult, Call, limit, parse_field};

#[derive(Debug, Serialize, ToSchema)]
pub struct InvoicePage {
    pub items: Vec<InvoiceRowShape>,
    pub next: Option<String>,
    /// On request (`total=true`): how many match.
    pub total: Option<i64>,
    /// On request: sums of everything that matches, without drafts; credit notes count below zero.
    pub totals: Option<TotalsShape>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TotalsShape {
    pub drafts: i64,
    pub net: Amount,
    pub gross: Amount,
    pub open: Amount,
    pub overdue: Amount,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvoiceQuery {
    /// `draft`, `booked`, `part_paid`, `overdue` or `settled`.
    pub state: Option<String>,
    /// `invoice` or `credit_note`.
    pub kind: Option<String>,
    pub client: Option<String>,
    /// First day.
    pub from: Option<String>,
    /// Last day, inclusive.
    pub to: Option<String>,
    /// Searched for in number, reference and client.
    pub q: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
    pub total: Option<bool>,
}

/// What a credit note takes back: the whole invoice where no line is named.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCredit {
    /// Today where it is left out.
    pub date: Option<String>,
    pub note: Option<String>,
    #[serde(default)]
    pub lines: Vec<NewCreditLine>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCreditLine {
    /// Place on the invoice, counted from 1.
    pub line: usize,
    /// The whole line where it is left out.
    pub quantity: Option<Decimal>,
}

pub async fn list(call: Call) -> ApiResult {
    let query: InvoiceQuery = call.query()?;
    let counted = query.total.unwrap_or_default();
    let question = ListInvoices {
        state: optional("state", query.state)?,
        kind: optional("kind", query.kind)?,
        client: optional("client", query.client)?,
        from: optional("from", query.from)?,
        to: optional("to", query.to)?,
        q: query.q.unwrap_or_default(),
        after: query.cursor.as_deref().map(cursor).transpose()?,
        before: None,
        limit: limit(query.limit)?,
    };
    call.show(question, |page: InvoicesPage| InvoicePage {
        items: page.rows.iter().map(row_shape).collect(),
        next: page.next.map(|(day, id)| format!("{day}.{id}")),
        total: counted.then_some(page.totals.documents),
        totals: counted.then(|| TotalsShape {
            drafts: page.totals.drafts,
            net: page.totals.net.into(),
            gross: page.totals.gross.into(),
            open: page.totals.open.into(),
            overdue: page.totals.overdue.into(),
        }),
    })
    .await
}

pub async fn draft(call: Call) -> ApiResult {
    let new: NewInvoice = call.body()?;
    let today = call.app.ask(&call.caller, ReadSidebar).await?.today;
    let command = DraftInvoice { draft: new.draft(today)? };
    call.create(command, "/invoices", |id| ReadInvoice { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadInvoice { id: invoice(&id)? }).await
}

pub async fn change(Path(id): Path<String>, call: Call) -> ApiResult {
    let id = invoice(&id)?;
    let patch: InvoicePatch = call.body()?;
    let command = ChangeDraft { id, version: call.expected_version()?, patch: patch.patch()? };
    call.change(command, ReadInvoice { id }).await
}

pub async fn delete(Path(id): Path<String>, call: Call) -> ApiResult {
    call.remove(DeleteDraft { id: invoice(&id)?, version: call.expected_version()? }).await
}

pub async fn book(Path(id): Path<String>, call: Call) -> ApiResult {
    let id = invoice(&id)?;
    call.change(BookInvoice { id, version: call.expected_version()? }, ReadInvoice { id }).await
}

pub async fn credit(Path(id): Path<String>, call: Call) -> ApiResult {
    let new: NewCredit = if call.bytes().is_empty() { NewCredit::default() } else { call.body()? };
    let line = |line: NewCreditLine| {
        let quantity = line.quantity.map(|quantity| quantity.quantity("quantity")).transpose()?;
        Ok(CreditLine { line: line.line, quantity })
    };
    let command = CreditInvoice {
        id: invoice(&id)?,
        day: optional("date", new.date)?,
        lines: new.lines.into_iter().map(line).collect::<books::Result<_>>()?,
        note: new.note.unwrap_or_default(),
    };
    call.create(command, "/invoices", |id| ReadInvoice { id: *id }).await
}

/// The printed page as HTML, the same bytes each time for a booked document.
pub async fn print(Path(id): Path<String>, call: Call) -> ApiResult {
    let printed = call.app.ask(&call.caller, books::sales::invoices::ReadPrinted { id: invoice(&id)? }).await?;
    Ok(axum::response::Html(super::paper::page(&printed)?).into_response())
}

fn invoice(id: &str) -> books::Result<InvoiceId> {
    id.parse().map_err(|_| Failure::missing("invoice", id))
}

fn cursor(text: &str) -> books::Result<(Day, InvoiceId)> {
    let (day, id) = text.split_once('.').unwrap_or((text, ""));
    Ok((parse_field("cursor", day)?, parse_field("cursor", id)?))
}
