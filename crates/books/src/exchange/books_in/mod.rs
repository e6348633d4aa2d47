//! Whole books of another program come in: chart, customer groups, clients, entries, and the invoices behind them.
//!
//! Every step looks at what is there already and takes in the rest, so that it can be cut off anywhere and said twice:
//! accounts and clients are known by their numbers, entries by their documents. rules/exchange.md#books

mod chart;
mod clients;
mod entries;
mod invoice;
mod matches;
mod read;
mod run;
mod sheet;
mod store;

use kernel::{Day, Name};
use serde::{Deserialize, Serialize};

pub use chart::TakeInChart;
pub use clients::TakeInClients;
pub use entries::TakeInEntries;
pub use matches::TakeInMatches;
pub use run::{BooksStep, take_in_books};
pub use sheet::Sheet;
pub(in crate::exchange) use sheet::SheetRow;

use crate::clients::Details;
use crate::ledger::AccountKind;

/// The files of the books, as they were read.
#[derive(Clone, Debug)]
pub struct BookFiles {
    /// path, parent, code, is_group
    pub chart: Sheet,
    /// group, name, control_account
    pub groups: Sheet,
    /// code, name, email, tax_id, group, street, zip, city, country, since, credit_limit_cents, payment_days
    pub clients: Sheet,
    /// tx, date, kind, doc, client, group, account, amount_cents
    pub postings: Sheet,
    /// doc, date, client, line, income_account, description, qty, unit_price_cents, vat_pct, net_cents, vat_cents
    pub invoices: Sheet,
}

/// The books as values, every cell read.
#[derive(Clone, Debug)]
pub struct Books {
    pub accounts: Vec<NewAccount>,
    pub groups: Vec<NewGroup>,
    pub clients: Vec<NewClient>,
    pub entries: Vec<NewEntry>,
}

/// An account of the chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewAccount {
    pub number: String,
    pub name: Name,
    pub kind: AccountKind,
    /// The last account group that it stands in.
    pub category: String,
    /// Takes the receivables of clients.
    pub receivable: bool,
}

/// A customer group with the number of its control account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewGroup {
    pub number: String,
    pub name: Name,
    pub account: String,
}

/// A client in the customer group of this number since a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewClient {
    pub number: String,
    pub details: Details,
    pub group: String,
    pub since: Day,
}

/// An entry with its lines, and the invoice that it came of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewEntry {
    pub day: Day,
    pub document: String,
    /// What kind of paper it is, in words.
    pub text: String,
    pub client: Option<String>,
    /// Number of the account, and minor units; debit is positive.
    pub lines: Vec<(String, i64)>,
    pub invoice: Vec<NewInvoiceLine>,
}

/// A line of an invoice as the other program booked it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewInvoiceLine {
    pub account: String,
    pub text: String,
    pub quantity: i64,
    /// Minor units.
    pub unit_price: i64,
    /// Whole per cent.
    pub vat_percent: i64,
    /// Minor units.
    pub net: i64,
    /// Minor units.
    pub vat: i64,
}

/// What a step took in, and what was there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub created: i64,
    pub unchanged: i64,
}

#[cfg(test)]
pub(super) mod tests;
