//! The ledger as a journal of plain text, as hledger reads it.

use std::collections::HashMap;
use std::fmt;

use kernel::{Currency, Day, Money};

/// Everything that the journal says. `Display` writes it.
#[derive(Clone, Debug)]
pub struct Journal {
    pub currency: Currency,
    pub accounts: Vec<JournalAccount>,
    pub lines: Vec<JournalLine>,
}

#[derive(Clone, Debug)]
pub struct JournalAccount {
    pub kind: String,
    pub number: String,
    pub name: String,
}

#[derive(Clone, Debug)]
pub struct JournalLine {
    /// Number of the entry.
    pub entry: i64,
    pub day: Day,
    pub document: String,
    pub text: String,
    /// Number of the account.
    pub account: String,
    pub client: Option<String>,
    /// Minor units; debit is positive.
    pub amount: i64,
}

impl JournalAccount {
    /// `Assets:4300 Domestic`.
    fn path(&self) -> String {
        format!("{}:{}", self.root().0, clean(&format!("{} {}", self.number, self.name)).replace(':', "."))
    }

    /// The root, and the type by which hledger knows it.
    fn root(&self) -> (&'static str, char) {
        match self.kind.as_str() {
            "asset" => ("Assets", 'A'),
            "liability" => ("Liabilities", 'L'),
            "equity" => ("Equity", 'E'),
            "incoming" => ("Income", 'R'),
            _ => ("Expenses", 'X'),
        }
    }
}

/// One line without what the format reads as its own: comments, and two blanks, which end an account's name.
fn clean(text: &str) -> String {
    let plain: String =
        text.chars().map(|letter| if letter == ';' || letter.is_control() { ' ' } else { letter }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text behind the date must not be read as a status, a code or a second part.
fn description(text: &str) -> String {
    clean(text).replace('|', "/").trim_start_matches(['*', '!', '(']).trim_start().to_owned()
}

impl fmt::Display for Journal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths: HashMap<&str, String> =
            self.accounts.iter().map(|account| (account.number.as_str(), account.path())).collect();
        writeln!(out, "commodity {}", Money::new(100_000, self.currency).in_journal())?;
        for account in &self.accounts {
            writeln!(out, "account {}  ; type: {}", account.path(), account.root().1)?;
        }
        let mut last = None;
        for line in &self.lines {
            if last != Some(line.entry) {
                let document = clean(&line.document).replace(['(', ')'], " ");
                writeln!(out, "\n{} * ({document}) {}  ; entry: {}", line.day, description(&line.text), line.entry)?;
                last = Some(line.entry);
            }
            let path = paths.get(line.account.as_str()).map_or(line.account.as_str(), String::as_str);
            write!(out, "    {path}  {}", Money::new(line.amount, self.currency).in_journal())?;
            match &line.client {
                Some(client) => writeln!(out, "  ; client: {}", clean(client).replace(',', " "))?,
                None => writeln!(out)?,
            }
        }
        Ok(())
    }
}

trait InJournal {
    fn in_journal(&self) -> String;
}

impl InJournal for Money {
    /// `EUR -1210.00`: a point, no marks between thousands.
    fn in_journal(&self) -> String {
        format!("{} {self}", self.currency)
    }
}
