//! Months and years as whole things, known by their first day.
use std::fmt;
use std::str::FromStr;

use crate::day::{YEARS, read_digits};
use crate::{Day, DayError};

/// A calendar month, kept as its first day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Day);

impl Month {
    pub const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

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
        let day = number.checked_mul(100).and_then(|number| number.checked_add(1)).ok_or(DayError::OutOfRange)?;
        Day::from_number(day).map(Month)
    }

    /// For the eye: `March 2026`.
    pub fn for_people(&self) -> String {
        let (year, number, _) = self.0.parts();
        format!("{} {year}", Month::name(number))
    }

    /// The name of the month with this number, 1 to 12; nothing for other numbers.
    pub fn name(number: i64) -> &'static str {
        let place = usize::try_from(number - 1).ok();
        place.and_then(|place| Month::NAMES.get(place)).copied().unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_that_is_kept_goes_round() -> Result<(), DayError> {
        let last = Month::parse("2200-12")?;
        let mut month = Month::parse("1900-01")?;
        assert_eq!(month.previous(), Err(DayError::OutOfRange));
        let mut passed = 1;
        while month != last {
            assert_eq!(Month::from_number(month.number()), Ok(month));
            assert_eq!(Month::parse(&month.to_string()), Ok(month));
            let next = month.next()?;
            assert_eq!(next.previous(), Ok(month));
            assert_eq!(month.last_day().plus_days(1), Ok(next.first_day()));
            (month, passed) = (next, passed + 1);
        }
        assert_eq!(passed, 301 * 12);
        assert_eq!(last.next(), Err(DayError::OutOfRange));
        Ok(())
    }

    #[test]
    fn the_last_day_knows_leap_years() -> Result<(), DayError> {
        for (month, last) in [("2024-02", "2024-02-29"), ("2025-02", "2025-02-28"), ("2100-02", "2100-02-28")] {
            assert_eq!(Month::parse(month)?.last_day().to_string(), last);
        }
        Ok(())
    }

    #[test]
    fn only_iso_months_are_read() {
        for text in ["", "2026-1", "202601", "2026/01", "2026-01-01", "26-0001", "2026-+1"] {
            assert_eq!(Month::parse(text), Err(DayError::Form), "{text}");
        }
        assert_eq!(Month::parse("2026-13"), Err(DayError::NotInCalendar));
        assert_eq!(Month::from_number(202_600), Err(DayError::NotInCalendar));
        assert_eq!(Month::from_number(i64::MAX), Err(DayError::OutOfRange));
        assert_eq!(Month::from_number(i64::MIN), Err(DayError::OutOfRange));
    }

    #[test]
    fn a_year_runs_from_new_year_to_new_year_s_eve() -> Result<(), DayError> {
        let year = Year::parse("2026")?;
        assert_eq!(year.first_day().to_string(), "2026-01-01");
        assert_eq!(year.last_day().to_string(), "2026-12-31");
        assert_eq!(year.next()?.to_string(), "2027");
        assert_eq!(year.previous()?.number(), 2025);
        assert_eq!(Day::parse("2026-07-15")?.year(), year);
        assert_eq!(Day::parse("2026-07-15")?.month().year(), year);
        assert_eq!(Year::parse("26"), Err(DayError::Form));
        assert_eq!(Year::parse("2201"), Err(DayError::OutOfRange));
        assert_eq!(Year::from_number(i64::MIN), Err(DayError::OutOfRange));
        Ok(())
    }

    #[test]
    fn months_travel_as_iso_texts() -> serde_json::Result<()> {
        let month: Month = serde_json::from_str("\"2026-01\"")?;
        assert_eq!(serde_json::to_string(&month)?, "\"2026-01\"");
        Ok(())
    }
}
