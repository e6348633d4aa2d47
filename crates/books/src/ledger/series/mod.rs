//! Number series: where the numbers of invoices and credit notes come from. None is left out, none is given twice.

mod add_series;
mod change_series;
mod pattern;
mod refusals;
pub(crate) mod store;

use kernel::{Day, SeriesId};
use serde::{Deserialize, Serialize};

pub use add_series::AddSeries;
pub use change_series::{ChangeSeries, ListSeries, ReadSeries, SeriesView};
pub use pattern::Pattern;

use super::Change;

/// A series of numbers for one kind of document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    pub id: SeriesId,
    pub purpose: Purpose,
    /// In the order in which they were added: 1 is the company's own.
    pub place: i64,
    pub name: String,
    pub pattern: Pattern,
    /// The first number, and the first of each year where the series begins anew.
    pub first: i64,
    /// Begins anew with each year of the document's date.
    pub yearly: bool,
    pub version: i64,
}

/// What a series numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    Invoice,
    CreditNote,
}

impl Purpose {
    pub const ALL: &'static [Purpose] = &[Purpose::Invoice, Purpose::CreditNote];

    pub fn code(self) -> &'static str {
        match self {
            Purpose::Invoice => "invoice",
            Purpose::CreditNote => "credit_note",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Purpose::Invoice => "Invoices",
            Purpose::CreditNote => "Credit notes",
        }
    }

    pub fn parse(code: &str) -> Option<Purpose> {
        Purpose::ALL.iter().copied().find(|purpose| purpose.code() == code)
    }

    /// The series that a company begins with: `2026-1`, `C2026-1`.
    pub fn first_series(self, id: SeriesId) -> Series {
        let text = match self {
            Purpose::Invoice => "{yyyy}-{n}",
            Purpose::CreditNote => "C{yyyy}-{n}",
        };
        let pattern = Pattern::stored(text);
        Series {
            id,
            purpose: self,
            place: 1,
            name: self.label().to_owned(),
            pattern,
            first: 1,
            yearly: true,
            version: 1,
        }
    }
}

impl Series {
    /// The year by which numbers are counted for a document of this day; 0 where the series never begins anew.
    pub fn year_of(&self, day: Day) -> i64 {
        if self.yearly { day.year().number() } else { 0 }
    }
}

/// The number that the next document of a series gets. Whoever uses it also tells that it was taken, in the same
/// command: the desk makes both one transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct NextNumber {
    pub series: Series,
    pub day: Day,
    /// Numbers given away so far in the series, or in its year.
    pub taken: i64,
}

impl NextNumber {
    /// As it stands on the paper.
    pub fn text(&self) -> String {
        self.series.pattern.fill(self.series.first + self.taken, self.day)
    }

    /// The change that gives the number away.
    pub fn take(&self) -> Change {
        let year = self.series.year_of(self.day);
        Change::NumberTaken { series: self.series.id, year, number: self.text() }
    }

    /// The one after it, for a command that numbers several documents of the same day.
    #[must_use]
    pub fn following(self) -> NextNumber {
        NextNumber { taken: self.taken + 1, ..self }
    }
}
