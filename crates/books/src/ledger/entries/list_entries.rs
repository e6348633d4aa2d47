//! The journal: entries, newest first.

use kernel::{Currency, Day, EntryId};

use super::{Heading, Source, store};
use crate::{Ask, Page, Permission, Result, Scene, company};

/// Narrows the journal; what is empty narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct ListEntries {
    /// Part of the text, or exactly a document's or an entry's number.
    pub text: String,
    pub source: Option<Source>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub cursor: Option<EntryCursor>,
    pub limit: i64,
}

/// The last entry of a page: its day and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryCursor {
    pub day: Day,
    pub number: i64,
}

/// A line of the journal.
#[derive(Clone, Debug)]
pub struct EntryRow {
    pub id: EntryId,
    pub heading: Heading,
    /// The sum of the debit lines, minor units of the company's currency.
    pub total: i64,
    pub reversed: bool,
}

/// A page of the journal, and the currency of its sums.
#[derive(Clone, Debug)]
pub struct Journal {
    pub entries: Page<EntryRow>,
    pub currency: Currency,
}

impl Ask for ListEntries {
    const NEEDS: Permission = Permission::ViewLedger;
    type Answer = Journal;

    fn answer(self, scene: &Scene<'_>) -> Result<Journal> {
        let mut items = store::journal(scene, &self)?;
        let more = items.len() as i64 > self.limit;
        items.truncate(usize::try_from(self.limit).unwrap_or_default());
        let next = items.last().filter(|_| more).map(|row| row.cursor().to_string());
        Ok(Journal { entries: Page { items, next }, currency: company::read(scene)?.currency })
    }
}

impl EntryRow {
    fn cursor(&self) -> EntryCursor {
        EntryCursor { day: self.heading.day, number: self.heading.number }
    }
}

/// As it stands in an address: `20260302.17`.
impl std::fmt::Display for EntryCursor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}.{}", self.day.number(), self.number)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The place in the list cannot be read. Addresses of pages are made by the page before. Start at the first.")]
pub struct CursorError;

impl std::str::FromStr for EntryCursor {
    type Err = CursorError;

    fn from_str(text: &str) -> std::result::Result<EntryCursor, CursorError> {
        let (day, number) = text.split_once('.').ok_or(CursorError)?;
        let day = day.parse().ok().and_then(|number| Day::from_number(number).ok()).ok_or(CursorError)?;
        Ok(EntryCursor { day, number: number.parse().map_err(|_| CursorError)? })
    }
}
