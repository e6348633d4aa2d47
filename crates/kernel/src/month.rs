//! Months and years as whole things, known by their first day.
use std::fmt;
use std::str::FromStr;

use crate::day::{YEARS, read_digits};
use crate::{Day, DayError};

/// A calendar month, kept as its first day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Day);

impl Month {
    pub fn of(day: Day) -> Month {
        Month(day.first_of_month())
    }

    /// Reads exactly `2026-01`.
    pub fn parse(text: &str) -> Result<Month, DayError> {
        let bytes = text.as_bytes();
        if bytes.len() != 7 || bytes[4] != b'-' {
            return Err(DayError::Form);
        }
        Month::from_number(read_digits(&bytes[0..4])? * 100 + read_digits(&bytes[5..7])?)
    }

    /// The month as one number, yyyymm, which sorts as the months do.
    pub fn number(&self) -> i64 {
        self.0.number() / 100
    }

    pub fn from_number(number: i64) -> Result<Month, DayError> {
        let day = number
            .checked_mul(100)
            .and_then(|number| number.checked_add(1))
            .ok_or(DayError::OutOfRange)?;
        Day::from_number(day).map(Month)
    }

    pub fn first_day(&self) -> Day {
        self.0
    }

    pub fn last_day(&self) -> Day {
        self.0.last_of_month()
    }

    /// The month after; an error after the last month that is kept.
    pub fn next(&self) -> Result<Month, DayError> {
        self.last_day().plus_days(1).map(Month)
    }

    /// The month before; an error before the first month that is kept.
    pub fn previous(&self) -> Result<Month, DayError> {
        self.0.plus_days(-1).map(Month::of)
    }

    pub fn year(&self) -> Year {
        Year::of(self.0)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, _) = self.0.parts();
        formatter.pad(&format!("{year:04}-{month:02}"))
    }
}
impl fmt::Debug for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
impl FromStr for Month {
    type Err = DayError;
    fn from_str(text: &str) -> Result<Month, DayError> {
        Month::parse(text)
    }
}

/// A calendar year, kept as its first day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(Day);

impl Year {
    pub fn of(day: Day) -> Year {
        Year(day.first_of_year())
    }

    /// Reads exactly four digits.
    pub fn parse(text: &str) -> Result<Year, DayError> {
        if text.len() != 4 {
            return Err(DayError::Form);
        }
        Year::from_number(read_digits(text.as_bytes())?)
    }

    pub fn number(&self) -> i64 {
        self.0.parts().0
    }

    pub fn from_number(number: i64) -> Result<Year, DayError> {
        if !YEARS.contains(&number) {
            return Err(DayError::OutOfRange);
        }
        Day::from_number(number * 10_000 + 101).map(Year)
    }

    pub fn first_day(&self) -> Day {
        self.0
    }

    pub fn last_day(&self) -> Day {
        self.0.last_of_year()
    }

    /// The year after; an error after the last year that is kept.
    pub fn next(&self) -> Result<Year, DayError> {
        Year::from_number(self.number() + 1)
    }

    /// The year before; an error before the first year that is kept.
    pub fn previous(&self) -> Result<Year, DayError> {
        Year::from_number(self.number() - 1)
    }
}

impl fmt::Display for Year {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&format!("{:04}", self.number()))
    }
}
impl fmt::Debug for Year {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
impl FromStr for Year {
    type Err = DayError;
    fn from_str(text: &str) -> Result<Year, DayError> {
        Year::parse(text)
    }
}
travels_as_text!(Month, Year);
