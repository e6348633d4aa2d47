//! A line as a ledger of one account or one client shows it, with the balance after it.

use kernel::{AccountId, Day, EntryId};

use crate::ledger::{AccountKind, CursorError, Party};

/// One posting with the balance that it leaves.
#[derive(Clone, Debug)]
pub struct LedgerLine {
    pub entry: EntryId,
    pub number: i64,
    pub line: i64,
    pub day: Day,
    pub account: AccountId,
    pub account_number: String,
    pub account_name: String,
    pub account_kind: AccountKind,
    pub client: Option<Party>,
    /// The line's own text, or else the entry's.
    pub text: String,
    pub document: Option<String>,
    /// Minor units, debit positive.
    pub amount: i64,
    /// After this line.
    pub balance: i64,
}

/// The last line of a page: its day, its entry's number and its place in the entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineCursor {
    pub day: Day,
    pub number: i64,
    pub line: i64,
}

impl LedgerLine {
    pub(super) fn cursor(&self) -> LineCursor {
        LineCursor { day: self.day, number: self.number, line: self.line }
    }
}

/// Puts the balance after each line, beginning with the balance before the first.
pub(super) fn run_balance(lines: &mut [LedgerLine], opening: i64) {
    let mut balance = opening;
    for line in lines {
        balance += line.amount;
        line.balance = balance;
    }
}

/// As it stands in an address: `20260302.17.2`.
impl std::fmt::Display for LineCursor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}.{}.{}", self.day.number(), self.number, self.line)
    }
}

impl std::str::FromStr for LineCursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<LineCursor, CursorError> {
        let mut numbers = text.split('.').map(|part| part.parse::<i64>().map_err(|_| CursorError));
        let mut next = || numbers.next().unwrap_or(Err(CursorError));
        let (day, number, line) = (next()?, next()?, next()?);
        Ok(LineCursor { day: Day::from_number(day).map_err(|_| CursorError)?, number, line })
    }
}
