//! Journal entries: made whole and balanced or not at all, never changed, only reversed.

mod list_entries;
mod post_entry;
mod read_entry;
mod reverse_entry;
pub(crate) mod store;

use kernel::{AccountId, ClientId, Currency, Day, EntryId, IdMaker, InvoiceId, Money, PostingId, Refusal, VatCodeId};
use serde::{Deserialize, Serialize};

use super::open_items::Opens;

pub use list_entries::{CursorError, EntryCursor, EntryRow, Journal, ListEntries};
pub use post_entry::PostEntry;
pub(in crate::ledger) use post_entry::account_archived;
pub use read_entry::{EntryView, LineView, ReadEntry};
pub use reverse_entry::ReverseEntry;
pub(in crate::ledger) use reverse_entry::{is_brought_settled, taken_back};

/// The largest amount of one line, in minor units: with two decimals ten million millions. Thousands of such lines still
/// fit into a balance.
pub const LARGEST_AMOUNT: i64 = 1_000_000_000_000_000;

/// A balanced entry. Only [`Entry::balanced`] makes one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub id: EntryId,
    pub heading: Heading,
    /// At least two; they sum to zero.
    pub lines: Vec<(PostingId, Line)>,
    /// Nobody outside this file can fill it.
    balanced: Balanced,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Balanced;

/// What stands above the lines of an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// The journal's own number, from `ledger::next_entry_number`.
    pub number: i64,
    pub day: Day,
    pub text: String,
    pub source: Source,
    /// The number of the paper behind it.
    pub document: Option<String>,
    pub reverses: Option<EntryId>,
}

/// A debit or credit line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub account: AccountId,
    /// Needed on a receivables control account.
    pub client: Option<ClientId>,
    /// Minor units of the company's currency; debit is positive.
    pub amount: i64,
    pub vat_code: Option<VatCodeId>,
    pub text: Option<String>,
    /// The same amount in the currency that was spoken of, where that is not the company's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign: Option<Foreign>,
    /// Set on a receivables control account: the line is an open item until it is settled.
    #[serde(default)]
    pub opens: Option<Opens>,
}

/// An amount in another currency than the company's, on the side of the line that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foreign {
    pub currency: Currency,
    /// Minor units of that currency; debit is positive.
    pub amount: i64,
}

/// Where an entry comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Manual,
    Reversal,
    Invoice,
    CreditNote,
    Payment,
    /// Open items moved from one control account to another.
    Transfer,
    /// Open items of one currency that were posted at different rates settle one another.
    Exchange,
    /// Open items moved to the client that theirs was merged into.
    Merge,
    Import,
}

impl Source {
    pub const ALL: &'static [Source] = &[
        Source::Manual,
        Source::Reversal,
        Source::Invoice,
        Source::CreditNote,
        Source::Payment,
        Source::Transfer,
        Source::Exchange,
        Source::Merge,
        Source::Import,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Source::Manual => "manual",
            Source::Reversal => "reversal",
            Source::Invoice => "invoice",
            Source::CreditNote => "credit_note",
            Source::Payment => "payment",
            Source::Transfer => "transfer",
            Source::Exchange => "exchange",
            Source::Merge => "merge",
            Source::Import => "import",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Source::Manual => "Journal",
            Source::Reversal => "Reversal",
            Source::Invoice => "Invoice",
            Source::CreditNote => "Credit note",
            Source::Payment => "Payment",
            Source::Transfer => "Transfer",
            Source::Exchange => "Exchange difference",
            Source::Merge => "Merge",
            Source::Import => "Import",
        }
    }

    pub fn parse(code: &str) -> Option<Source> {
        Source::ALL.iter().copied().find(|source| source.code() == code)
    }
}

impl Line {
    /// A line without client, VAT code and text of its own.
    pub fn on(account: AccountId, amount: i64) -> Line {
        Line { account, client: None, amount, vat_code: None, text: None, foreign: None, opens: None }
    }

    /// A line on a control account.
    pub fn of_client(account: AccountId, client: ClientId, amount: i64) -> Line {
        Line { client: Some(client), ..Line::on(account, amount) }
    }

    /// The line as an open item.
    pub fn opening(self, due: Day, document: Option<InvoiceId>) -> Line {
        Line { opens: Some(Opens { due, document }), ..self }
    }

    /// The line with its amount in another currency, where there is one.
    pub fn worth(self, foreign: Option<Foreign>) -> Line {
        Line { foreign, ..self }
    }

    fn opposite(&self, on: Day) -> Line {
        let opens = self.opens.map(|_| Opens { due: on, document: None });
        let foreign = self.foreign.map(|foreign| Foreign { amount: -foreign.amount, ..foreign });
        Line { amount: -self.amount, foreign, opens, ..self.clone() }
    }
}

impl Entry {
    /// Makes an entry of lines that sum to zero, or says what is wrong with them. `currency` is the company's.
    pub fn balanced(
        heading: Heading,
        lines: Vec<Line>,
        currency: Currency,
        ids: &mut IdMaker,
    ) -> Result<Entry, Refusal> {
        check_lines(&lines, currency)?;
        let lines = lines.into_iter().map(|line| (ids.next(), line)).collect();
        Ok(Entry { id: ids.next(), heading, lines, balanced: Balanced })
    }

    /// The entry that takes this one back: the same lines the other way round.
    pub fn reversed(&self, heading: Heading, ids: &mut IdMaker) -> Entry {
        let lines = self.lines.iter().map(|(_, line)| (ids.next(), line.opposite(heading.day))).collect();
        Entry { id: ids.next(), heading, lines, balanced: Balanced }
    }

    /// The sum of the debit lines, minor units.
    pub fn total(&self) -> i64 {
        self.lines.iter().map(|(_, line)| line.amount.max(0)).sum()
    }
}

/// rules/ledger.md#entries
fn check_lines(lines: &[Line], currency: Currency) -> Result<(), Refusal> {
    if lines.len() < 2 {
        return Err(empty());
    }
    if let Some(place) = lines.iter().position(|line| line.amount == 0) {
        return Err(without_amount(place + 1));
    }
    if let Some(place) = lines.iter().position(|line| line.amount.unsigned_abs() > LARGEST_AMOUNT as u64) {
        return Err(too_large(place + 1));
    }
    match lines.iter().map(|line| i128::from(line.amount)).sum() {
        0 => Ok(()),
        difference => Err(unbalanced(difference, currency)),
    }
}

fn empty() -> Refusal {
    Refusal::rule(
        "ENTRY_EMPTY",
        "The entry has fewer than two lines.",
        "What is debited to one account is credited to another. Add a line with the account on the other side.",
    )
}

fn without_amount(place: usize) -> Refusal {
    Refusal::rule(
        "LINE_WITHOUT_AMOUNT",
        format!("Line {place} has no amount."),
        "A line moves money, so its debit or its credit is more than zero. Fill in one of them, or remove the line.",
    )
    .detail("line", place)
}

fn too_large(place: usize) -> Refusal {
    Refusal::rule(
        "AMOUNT_TOO_LARGE",
        format!("The amount of line {place} is too large."),
        "A line holds up to 10,000,000,000,000.00. Check it for digits too many.",
    )
    .detail("line", place)
}

fn unbalanced(difference: i128, currency: Currency) -> Refusal {
    let side = if difference > 0 { "debit" } else { "credit" };
    let minor = i64::try_from(difference.unsigned_abs()).unwrap_or(i64::MAX);
    let amount = Money::new(minor, currency);
    Refusal::rule(
        "ENTRY_UNBALANCED",
        format!("The entry does not balance: {} {currency} more {side}.", kernel::format_for_people(amount)),
        "Debits and credits of an entry are equal to the cent. Correct an amount, or add the line that is missing.",
    )
    .detail("difference", amount)
    .detail("side", side)
}

#[cfg(test)]
mod tests;
