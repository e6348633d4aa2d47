//! Whole calendar years: from a 1 January to a 31 December. Dates out of form are refused, never rounded or guessed.

use std::fmt;

use kernel::{Day, DayError, Refusal, Year};
use serde::{Deserialize, Serialize};

/// Calendar years that a group stands for at most.
pub const LONGEST: i64 = 50;

/// The years from `first` to `last`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Years {
    pub first: Year,
    pub last: Year,
}

impl Years {
    /// From a 1 January to a 31 December, or the first refusal in order of precedence.
    pub fn between(from: Day, until: Day) -> Result<Years, Refusal> {
        let first = begins(from)?;
        Ok(Years { first, last: ends(first, until)? })
    }

    pub fn from(&self) -> Day {
        self.first.first_day()
    }

    pub fn until(&self) -> Day {
        self.last.last_day()
    }

    pub fn contains(&self, other: Years) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    pub fn has(&self, year: i64) -> bool {
        (self.first.number()..=self.last.number()).contains(&year)
    }

    pub fn iter(&self) -> impl Iterator<Item = i64> + use<> {
        self.first.number()..=self.last.number()
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { self.first.fmt(f) } else { write!(f, "{}–{}", self.first, self.last) }
    }
}

/// The year that begins on the day.
fn begins(from: Day) -> Result<Year, Refusal> {
    if from == from.year().first_day() { Ok(from.year()) } else { Err(from_not_jan_1(from)) }
}

/// The year that ends on the day, for something that begins with `first`.
pub(crate) fn ends(first: Year, until: Day) -> Result<Year, Refusal> {
    let last = until.year();
    if until != last.last_day() {
        return Err(to_not_dec_31(until));
    }
    if last < first {
        return Err(to_before_from(first, until));
    }
    if last.number() - first.number() >= LONGEST {
        return Err(to_too_far(&dotted(until)));
    }
    Ok(last)
}

/// Reads a first day in the form 2026-01-01.
pub fn read_first_day(text: &str) -> Result<Day, Refusal> {
    Day::parse(text).map_err(|error| unreadable("from", text, &error))
}

/// Reads a last day in the form 2026-12-31. A day beyond the calendar of the office is too far, not out of form.
pub fn read_last_day(text: &str) -> Result<Day, Refusal> {
    Day::parse(text).map_err(|error| match error {
        DayError::OutOfRange if text > "2200" => to_too_far(text),
        error => unreadable("to", text, &error),
    })
}

/// For people: `31.12.2026`.
pub(crate) fn dotted(day: Day) -> String {
    let (year, month, day) = day.parts();
    format!("{day:02}.{month:02}.{year:04}")
}

fn unreadable(field: &'static str, text: &str, error: &DayError) -> Refusal {
    let title = if text.is_empty() {
        "A date is missing.".to_owned()
    } else {
        format!("“{text}” cannot be read as a date.")
    };
    Refusal::field("DATE_UNREADABLE", field, title, error.to_string())
}

fn from_not_jan_1(from: Day) -> Refusal {
    let year = from.year();
    Refusal::field(
        "FROM_NOT_JAN_1",
        "from",
        format!("{} is not a 1 January.", dotted(from)),
        format!("Corporate groups count by whole calendar years. Begin on 01.01.{year}, or on 01.01. of another year."),
    )
    .detail("year", year)
}

fn to_not_dec_31(until: Day) -> Refusal {
    let year = until.year();
    Refusal::field(
        "TO_NOT_DEC_31",
        "to",
        format!("{} is not a 31 December.", dotted(until)),
        format!("Corporate groups count by whole calendar years. End on 31.12.{year}, or on 31.12. of another year."),
    )
    .detail("year", year)
}

fn to_before_from(first: Year, until: Day) -> Refusal {
    Refusal::field(
        "TO_BEFORE_FROM",
        "to",
        format!("{} lies before the beginning, {}.", dotted(until), dotted(first.first_day())),
        format!("It lasts one whole year at least. End on 31.12.{first} or later."),
    )
    .detail("earliest", first.last_day())
}

fn to_too_far(until: &str) -> Refusal {
    Refusal::field(
        "TO_TOO_FAR",
        "to",
        format!("{until} is too far away."),
        format!(
            "The last year is chosen, never left open, and {LONGEST} calendar years are the most. Choose an earlier \
             year; it can be extended later."
        ),
    )
    .detail("longest", LONGEST)
}
