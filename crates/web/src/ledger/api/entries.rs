//! `/entries`: the journal.

use axum::extract::Path;
use books::ledger::{EntryRow, EntryView, Line, LineView, ListEntries, PostEntry, ReadEntry, ReverseEntry, Source};
use kernel::{Currency, Day, Money, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fields::{List, amount, optional, unknown_code};
use crate::edge::{Amount, ApiResult, Call, Resource, limit, parse_field};

/// A posted entry. It never changes; `reversed_by` says when it was taken back.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryShape {
    pub id: String,
    pub number: i64,
    #[schema(format = Date)]
    pub date: String,
    pub text: String,
    /// `manual`, `reversal`, `invoice`, `credit_note`, `payment` or `import`.
    pub source: String,
    pub document: Option<String>,
    /// Id of the entry that this one takes back.
    pub reverses: Option<String>,
    pub reversed_by: Option<String>,
    pub posted_by: String,
    /// The sum of the debits.
    pub total: Amount,
    pub lines: Vec<LineShape>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LineShape {
    pub account: String,
    pub account_number: String,
    pub account_name: String,
    pub client: Option<String>,
    pub client_name: Option<String>,
    /// Null on a credit line.
    pub debit: Option<Amount>,
    /// Null on a debit line.
    pub credit: Option<Amount>,
    pub vat_code: Option<String>,
    pub text: Option<String>,
}

/// A line of the journal.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryRowShape {
    pub id: String,
    pub number: i64,
    pub date: String,
    pub text: String,
    pub source: String,
    pub document: Option<String>,
    pub total: Amount,
    pub reversed: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEntry {
    #[schema(format = Date)]
    pub date: String,
    #[serde(default)]
    pub text: String,
    pub document: Option<String>,
    pub lines: Vec<NewLine>,
}

/// A line has a debit or a credit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    /// Id of the account.
    pub account: String,
    /// Id of the client; needed on a receivables control account.
    pub client: Option<String>,
    pub debit: Option<Amount>,
    pub credit: Option<Amount>,
    /// Id of a VAT code.
    pub vat_code: Option<String>,
    pub text: Option<String>,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Reversal {
    /// The day of the reversal; today, or the entry's own day where that is later.
    pub on: Option<String>,
    pub text: Option<String>,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EntryQuery {
    /// Part of the text, or exactly a document's or an entry's number.
    pub q: Option<String>,
    pub source: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub limit: Option<i64>,
    pub cursor: Option<String>,
}

pub async fn list(call: Call) -> ApiResult {
    let query: EntryQuery = call.query()?;
    let source = query.source.as_deref().map(source).transpose()?;
    let ask = ListEntries {
        text: query.q.unwrap_or_default(),
        source,
        from: optional::<Day>("from", query.from.as_deref())?,
        to: optional::<Day>("to", query.to.as_deref())?,
        cursor: optional("cursor", query.cursor.as_deref())?,
        limit: limit(query.limit)?,
    };
    call.show(ask, |journal| {
        let currency = journal.currency;
        let items = journal.entries.items.into_iter().map(|row| row_shape(row, currency)).collect();
        List { items, next: journal.entries.next }
    })
    .await
}

fn row_shape(row: EntryRow, currency: Currency) -> EntryRowShape {
    EntryRowShape {
        id: row.id.to_string(),
        number: row.heading.number,
        date: row.heading.day.to_string(),
        text: row.heading.text,
        source: row.heading.source.code().to_owned(),
        document: row.heading.document,
        total: amount(row.total, currency),
        reversed: row.reversed,
    }
}

fn source(code: &str) -> books::Result<Source> {
    Source::parse(code).ok_or_else(|| {
        unknown_code("source", code, "manual, reversal, invoice, credit_note, payment, transfer, merge and import")
    })
}

pub async fn post(call: Call) -> ApiResult {
    let new: NewEntry = call.body()?;
    let mut currency = None;
    let lines = new.lines.iter().zip(1..).map(|(line, place)| line.read(place, &mut currency));
    let lines = lines.collect::<books::Result<Vec<Line>>>()?;
    let act =
        PostEntry { day: parse_field("date", &new.date)?, text: new.text, document: new.document, currency, lines };
    call.create(act, "/entries", |id| ReadEntry { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadEntry { id: parse_field("id", &id)? }).await
}

pub async fn reverse(Path(id): Path<String>, call: Call) -> ApiResult {
    let body: Reversal = if call.bytes().is_empty() { Reversal::default() } else { call.body()? };
    let act = ReverseEntry {
        entry: parse_field("id", &id)?,
        on: optional("on", body.on.as_deref())?,
        text: body.text.unwrap_or_default(),
    };
    call.create(act, "/entries", |id| ReadEntry { id: *id }).await
}

impl NewLine {
    /// `currency` becomes the one that the amounts are in; two of them are refused.
    fn read(&self, place: usize, currency: &mut Option<Currency>) -> books::Result<Line> {
        let signed = match (&self.debit, &self.credit) {
            (Some(debit), None) => positive(debit, place)?,
            (None, Some(credit)) => {
                let credit = positive(credit, place)?;
                Money::new(-credit.minor, credit.currency)
            }
            _ => return Err(one_side(place).into()),
        };
        if currency.is_some_and(|other| other != signed.currency) {
            return Err(two_currencies(place).into());
        }
        *currency = Some(signed.currency);
        Ok(Line {
            account: parse_field("lines", &self.account)?,
            client: optional("lines", self.client.as_deref())?,
            amount: signed.minor,
            vat_code: optional("lines", self.vat_code.as_deref())?,
            text: self.text.clone().filter(|text| !text.trim().is_empty()),
            foreign: None,
            opens: None,
        })
    }
}

fn positive(amount: &Amount, place: usize) -> books::Result<Money> {
    let money = amount.money("lines")?;
    if money.minor < 0 {
        return Err(Refusal::field(
            "AMOUNT_NEGATIVE",
            "lines",
            format!("The amount of line {place} is negative."),
            "Debit and credit say the side. Give the amount without a sign, on the other side.",
        )
        .into());
    }
    Ok(money)
}

fn one_side(place: usize) -> Refusal {
    Refusal::field(
        "LINE_SIDES",
        "lines",
        format!("Line {place} needs a debit or a credit, and not both."),
        "Each line stands on one side. Split it in two where both are meant.",
    )
}

fn two_currencies(place: usize) -> Refusal {
    Refusal::field(
        "CURRENCY_MISMATCH",
        "lines",
        format!("Line {place} is in another currency than the lines before it."),
        "An entry balances in one currency, the company's. Give all amounts in it.",
    )
}

impl Resource for EntryView {
    type Shape = EntryShape;

    /// Posted once; reversed at most once.
    fn version(&self) -> i64 {
        1 + i64::from(self.reversed_by.is_some())
    }

    fn shape(&self) -> EntryShape {
        let heading = &self.heading;
        EntryShape {
            id: self.id.to_string(),
            number: heading.number,
            date: heading.day.to_string(),
            text: heading.text.clone(),
            source: heading.source.code().to_owned(),
            document: heading.document.clone(),
            reverses: heading.reverses.map(|id| id.to_string()),
            reversed_by: self.reversed_by.map(|(id, _)| id.to_string()),
            posted_by: self.posted_by.clone(),
            total: amount(self.total(), self.currency),
            lines: self.lines.iter().map(|line| line_shape(line, self.currency)).collect(),
        }
    }
}

fn line_shape(line: &LineView, currency: Currency) -> LineShape {
    LineShape {
        account: line.account.to_string(),
        account_number: line.account_number.clone(),
        account_name: line.account_name.clone(),
        client: line.client.as_ref().map(|client| client.id.to_string()),
        client_name: line.client.as_ref().map(|client| client.name.clone()),
        debit: (line.amount > 0).then(|| amount(line.amount, currency)),
        credit: (line.amount < 0).then(|| amount(-line.amount, currency)),
        vat_code: line.vat_code.clone(),
        text: line.text.clone(),
    }
}
