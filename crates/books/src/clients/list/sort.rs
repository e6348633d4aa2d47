//! The order of a list, and the cursor that says where a page of it begins.

use kernel::{ClientId, Refusal};
use serde::{Deserialize, Serialize};

use crate::Result;

/// What the list is ordered by; ties are broken by the id, so that the order is total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortBy {
    #[default]
    Name,
    Number,
    OpenBalance,
    Created,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    pub by: SortBy,
    pub descending: bool,
}

impl SortBy {
    pub const ALL: [SortBy; 4] = [SortBy::Name, SortBy::Number, SortBy::OpenBalance, SortBy::Created];

    pub fn code(self) -> &'static str {
        match self {
            SortBy::Name => "name",
            SortBy::Number => "number",
            SortBy::OpenBalance => "open_balance",
            SortBy::Created => "created",
        }
    }
}

impl Sort {
    /// Reads `name` or `-name`; the empty text is the default order.
    pub fn parse(text: &str) -> Result<Sort> {
        let (descending, code) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        if text.is_empty() {
            return Ok(Sort::default());
        }
        let by = SortBy::ALL.into_iter().find(|by| by.code() == code).ok_or_else(|| unknown(text))?;
        Ok(Sort { by, descending })
    }

    pub fn code(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.by.code())
    }
}

fn unknown(text: &str) -> Refusal {
    Refusal::field(
        "SORT_UNKNOWN",
        "sort",
        format!("The list cannot be sorted by “{text}”."),
        "Sort by name, number, open_balance or created; a minus before it turns the order round.",
    )
}

/// Where a page begins: beside the client it names, before or after. Stable when clients come and go meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    #[serde(rename = "s")]
    pub(super) sort: Sort,
    #[serde(rename = "k")]
    pub(super) key: Key,
    #[serde(rename = "i")]
    pub(super) id: ClientId,
    /// The page before the client, not the one after it.
    #[serde(rename = "b")]
    pub(super) backward: bool,
    /// The rows before the page, as counted when the list was opened.
    #[serde(rename = "n")]
    pub(super) skipped: i64,
}

/// The value that the client named by a cursor is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Key {
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "a")]
    Amount(i64),
    /// The id itself is the order.
    #[serde(rename = "o")]
    Own,
}

impl Cursor {
    /// Opaque text for addresses.
    pub fn encode(&self) -> String {
        let json = serde_json::to_vec(self).unwrap_or_default();
        json.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads what `encode` wrote, for a list in the order `sort`.
    pub fn parse(text: &str, sort: Sort) -> Result<Cursor> {
        let digits: Option<Vec<u8>> = (text.len().is_multiple_of(2) && text.is_ascii())
            .then(|| (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect())
            .flatten();
        let cursor: Option<Cursor> = digits.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        cursor.filter(|cursor| cursor.sort == sort).ok_or_else(|| unreadable().into())
    }
}

fn unreadable() -> Refusal {
    Refusal::field(
        "CURSOR_UNREADABLE",
        "cursor",
        "The cursor does not belong to this list.",
        "It was made for another order, or was cut off. Begin at the first page.",
    )
}
