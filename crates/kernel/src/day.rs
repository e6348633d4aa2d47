//! Days of the civil calendar, and instants, which know a day only through a time zone.
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::{Month, Year};

/// Why something is not a day, a month, a year, a period or an instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    #[error(
        "This is not a date in the form 2026-01-31. Other orders can be misread and are not guessed. Write year, month, day."
    )]
    Form,
    #[error("This day is not in the calendar. The month is shorter or does not exist. Check day and month.")]
    NotInCalendar,
    #[error("The date is outside the years 1900 to 2200. Nothing is kept outside them. Check the year.")]
    OutOfRange,
    #[error("The time zone {0} is not known. It must be a name of the tz database. Write for example Europe/Madrid.")]
    UnknownZone(String),
    #[error("The period ends before it begins. Its last day must not be before its first. Change one of them.")]
    EndsBeforeItBegins,
    #[error("This is not an instant in the form 2026-01-31T12:00:00Z. Write date, time and zone.")]
    InstantForm,
}

/// First and last year that the office keeps.
pub(crate) const YEARS: std::ops::RangeInclusive<i64> = 1900..=2200;

/// A day of the civil calendar, from 1900-01-01 to 2200-12-31.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// None when the calendar has no such day or the year is outside 1900 to 2200.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day).ok().and_then(|date| Day::in_range(date).ok())
    }

    fn in_range(date: Date) -> Result<Day, DayError> {
        if YEARS.contains(&i64::from(date.year())) { Ok(Day(date)) } else { Err(DayError::OutOfRange) }
    }

    /// Reads exactly `2026-01-31`.
    pub fn parse(text: &str) -> Result<Day, DayError> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(DayError::Form);
        }
        let year = read_digits(&bytes[0..4])?;
        let month = read_digits(&bytes[5..7])?;
        let day = read_digits(&bytes[8..10])?;
        Day::from_parts(year, month, day)
    }

    fn from_parts(year: i64, month: i64, day: i64) -> Result<Day, DayError> {
        if !YEARS.contains(&year) {
            return Err(DayError::OutOfRange);
        }
        let year = i16::try_from(year).map_err(|_| DayError::OutOfRange)?;
        let month = i8::try_from(month).map_err(|_| DayError::NotInCalendar)?;
        let day = i8::try_from(day).map_err(|_| DayError::NotInCalendar)?;
        Date::new(year, month, day).map(Day).map_err(|_| DayError::NotInCalendar)
    }

    /// The day as one number, yyyymmdd, which sorts as the days do.
    pub fn number(&self) -> i64 {
        i64::from(self.0.year()) * 10_000 + i64::from(self.0.month()) * 100 + i64::from(self.0.day())
    }

    pub fn from_number(number: i64) -> Result<Day, DayError> {
        if number < 0 {
            return Err(DayError::OutOfRange);
        }
        Day::from_parts(number / 10_000, number / 100 % 100, number % 100)
    }

    /// So many days later; earlier for a negative number. Leaving 1900 to 2200 is an error.
    pub fn plus_days(&self, days: i64) -> Result<Day, DayError> {
        let span = Span::new().try_days(days).map_err(|_| DayError::OutOfRange)?;
        let date = self.0.checked_add(span).map_err(|_| DayError::OutOfRange)?;
        Day::in_range(date)
    }

    /// Days from this one to `other`; negative when `other` is earlier.
    pub fn days_until(&self, other: Day) -> i64 {
        self.0.duration_until(other.0).as_hours() / 24
    }

    pub fn year(&self) -> Year {
        Year::of(*self)
    }

    pub fn month(&self) -> Month {
        Month::of(*self)
    }

    /// Year, month and day as plain numbers.
    pub fn parts(&self) -> (i64, i64, i64) {
        (i64::from(self.0.year()), i64::from(self.0.month()), i64::from(self.0.day()))
    }

    /// For the eye: `2 Mar 2026`.
    pub fn for_people(&self) -> String {
        let (year, number, date) = self.parts();
        let name: String = Month::name(number).chars().take(3).collect();
        format!("{date} {name} {year}")
    }

    pub(crate) fn first_of_month(&self) -> Day {
        Day(self.0.first_of_month())
    }

    pub(crate) fn last_of_month(&self) -> Day {
        Day(self.0.last_of_month())
    }

    pub(crate) fn first_of_year(&self) -> Day {
        Day(self.0.first_of_year())
    }

    pub(crate) fn last_of_year(&self) -> Day {
        Day(self.0.last_of_year())
    }
}

/// Reads ASCII digits and nothing else; `parse` of the standard library would take a plus as well.
pub(crate) fn read_digits(bytes: &[u8]) -> Result<i64, DayError> {
    bytes.iter().try_fold(0i64, |number, byte| {
        if byte.is_ascii_digit() { Ok(number * 10 + i64::from(byte - b'0')) } else { Err(DayError::Form) }
    })
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        formatter.pad(&format!("{year:04}-{month:02}-{day:02}"))
    }
}
impl fmt::Debug for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
impl FromStr for Day {
    type Err = DayError;
    fn from_str(text: &str) -> Result<Day, DayError> {
        Day::parse(text)
    }
}

/// A moment: milliseconds since 1970-01-01 in UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl Instant {
    pub const fn milliseconds(&self) -> i64 {
        self.0
    }

    /// So many milliseconds later, stopping at the ends of what an instant holds.
    pub const fn plus_milliseconds(&self, milliseconds: i64) -> Instant {
        Instant(self.0.saturating_add(milliseconds))
    }

    /// The day that a calendar in `zone` (a name such as `Europe/Madrid`) shows at this moment.
    pub fn day_in(&self, zone: &str) -> Result<Day, DayError> {
        let zone = TimeZone::get(zone).map_err(|_| DayError::UnknownZone(zone.to_string()))?;
        let timestamp = Timestamp::from_millisecond(self.0).map_err(|_| DayError::OutOfRange)?;
        Day::in_range(timestamp.to_zoned(zone).date())
    }

    /// Day, hour and minute that a clock in `zone` shows at this moment.
    pub fn clock_in(&self, zone: &str) -> Result<(Day, i64, i64), DayError> {
        let known = TimeZone::get(zone).map_err(|_| DayError::UnknownZone(zone.to_string()))?;
        let timestamp = Timestamp::from_millisecond(self.0).map_err(|_| DayError::OutOfRange)?;
        let zoned = timestamp.to_zoned(known);
        Ok((Day::in_range(zoned.date())?, zoned.hour().into(), zoned.minute().into()))
    }

    /// Reads RFC 3339 with any offset; what is finer than a millisecond is dropped.
    pub fn parse(text: &str) -> Result<Instant, DayError> {
        let timestamp: Timestamp = text.parse().map_err(|_| DayError::InstantForm)?;
        Ok(Instant(timestamp.as_millisecond()))
    }
}

/// Names of time zones to choose from, by area and place, `UTC` last. Old names that only point elsewhere are left out
/// as far as their form tells.
pub fn time_zones() -> Vec<String> {
    const AREAS: [&str; 9] =
        ["Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific", "Antarctica"];
    let is_place = |name: &str| name.split_once('/').is_some_and(|(area, _)| AREAS.contains(&area));
    let mut names: Vec<String> =
        jiff::tz::db().available().map(|name| name.to_string()).filter(|name| is_place(name)).collect();
    names.sort();
    names.push("UTC".to_owned());
    names
}

/// RFC 3339 in UTC, always with milliseconds, so that the texts sort as the moments do.
impl fmt::Display for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_millisecond(self.0) {
            Ok(timestamp) => formatter.pad(&format!("{timestamp:.3}")),
            Err(_) => formatter.pad(&format!("{} ms after 1970", self.0)),
        }
    }
}
impl fmt::Debug for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
impl FromStr for Instant {
    type Err = DayError;
    fn from_str(text: &str) -> Result<Instant, DayError> {
        Instant::parse(text)
    }
}
travels_as_text!(Day, Instant);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_iso_dates_of_the_calendar_are_read() {
        let cases = [
            ("2024-02-29", Ok(20_240_229)),
            ("1900-01-01", Ok(19_000_101)),
            ("2200-12-31", Ok(22_001_231)),
            ("2025-02-29", Err(DayError::NotInCalendar)),
            ("1900-02-29", Err(DayError::NotInCalendar)),
            ("2026-13-01", Err(DayError::NotInCalendar)),
            ("2026-00-10", Err(DayError::NotInCalendar)),
            ("2026-04-31", Err(DayError::NotInCalendar)),
            ("2026-04-00", Err(DayError::NotInCalendar)),
            ("1899-12-31", Err(DayError::OutOfRange)),
            ("2201-01-01", Err(DayError::OutOfRange)),
            ("0000-01-01", Err(DayError::OutOfRange)),
        ];
        for (text, outcome) in cases {
            assert_eq!(Day::parse(text).map(|day| day.number()), outcome, "{text}");
        }
        let malformed = [
            "",
            "2026-1-31",
            "26-01-31",
            "01.01.2025",
            "01/01/2025",
            "2026/01/31",
            "20260131",
            " 2026-01-31",
            "2026-01-31 ",
            "2026-01-31T00:00",
            "+026-01-31",
            "2026-+1-31",
            "2026-01--1",
            "２026-01-1",
            "٢٠٢٦-01",
            "today",
        ];
        for text in malformed {
            assert_eq!(Day::parse(text), Err(DayError::Form), "{text:?}");
        }
    }

    #[test]
    fn every_day_that_is_kept_goes_round() -> Result<(), DayError> {
        let first = Day::parse("1900-01-01")?;
        let last = Day::parse("2200-12-31")?;
        let (mut day, mut passed) = (first, 0);
        loop {
            assert_eq!(Day::from_number(day.number()), Ok(day));
            assert_eq!(Day::parse(&day.to_string()), Ok(day));
            assert_eq!(first.days_until(day), passed);
            assert_eq!(first.plus_days(passed), Ok(day));
            assert!(day.month().first_day() <= day && day <= day.month().last_day());
            if day == last {
                break;
            }
            let next = day.plus_days(1)?;
            assert!(day < next && day.number() < next.number() && day.to_string() < next.to_string());
            (day, passed) = (next, passed + 1);
        }
        // 301 years with 73 leap days among them.
        assert_eq!(passed + 1, 301 * 365 + 73);
        assert_eq!(last.plus_days(1), Err(DayError::OutOfRange));
        assert_eq!(first.plus_days(-1), Err(DayError::OutOfRange));
        assert_eq!(first.plus_days(i64::MAX), Err(DayError::OutOfRange));
        assert_eq!(last.plus_days(i64::MIN), Err(DayError::OutOfRange));
        assert_eq!(last.days_until(first), -passed);
        Ok(())
    }

    #[test]
    fn parts_that_are_no_day_make_none() {
        assert_eq!(Day::new(2026, 1, 31).map(|day| day.to_string()), Some("2026-01-31".to_string()));
        assert_eq!(Day::new(2026, 2, 30), None);
        assert_eq!(Day::new(1899, 12, 31), None);
        assert_eq!(Day::new(2026, -1, 1), None);
    }

    #[test]
    fn the_day_of_a_moment_depends_on_the_zone() -> Result<(), DayError> {
        // Just after midnight in Madrid, still the old year in London and New York.
        let moment = Instant::parse("2025-12-31T23:30:00Z")?;
        assert_eq!(moment.day_in("Europe/Madrid")?.to_string(), "2026-01-01");
        assert_eq!(moment.day_in("Europe/London")?.to_string(), "2025-12-31");
        assert_eq!(moment.day_in("America/New_York")?.to_string(), "2025-12-31");
        assert_eq!(moment.day_in("UTC")?.to_string(), "2025-12-31");
        assert_eq!(moment.day_in("Mars/Olympus"), Err(DayError::UnknownZone("Mars/Olympus".to_string())));
        assert_eq!(moment.day_in("../../etc/passwd"), Err(DayError::UnknownZone("../../etc/passwd".to_string())));
        assert_eq!(Instant(i64::MAX).day_in("UTC"), Err(DayError::OutOfRange));
        Ok(())
    }

    #[test]
    fn every_time_zone_offered_is_one() {
        let zones = time_zones();
        assert!(zones.len() > 300 && zones.contains(&"Europe/Madrid".to_string()), "{zones:?}");
        assert_eq!(zones.last().map(String::as_str), Some("UTC"));
        for zone in &zones {
            assert!(Instant(0).day_in(zone).is_ok(), "{zone}");
        }
    }

    #[test]
    fn instants_are_rfc_3339_in_utc() {
        assert_eq!(Instant(0).to_string(), "1970-01-01T00:00:00.000Z");
        assert_eq!(Instant(1_769_860_800_120).to_string(), "2026-01-31T12:00:00.120Z");
        assert_eq!(Instant::parse("2026-01-31T13:00:00.12+01:00"), Ok(Instant(1_769_860_800_120)));
        assert_eq!(Instant::parse("2026-01-31"), Err(DayError::InstantForm));
        assert_eq!(Instant::parse("2026-01-31T12:00:00"), Err(DayError::InstantForm));
        assert_eq!(Instant(i64::MAX).plus_milliseconds(1), Instant(i64::MAX));
        assert!(!Instant(i64::MIN).to_string().is_empty());
    }

    #[test]
    fn days_travel_as_iso_texts() -> serde_json::Result<()> {
        let day: Day = serde_json::from_str("\"2026-01-31\"")?;
        assert_eq!(serde_json::to_string(&day)?, "\"2026-01-31\"");
        assert!(serde_json::from_str::<Day>("20260131").is_err());
        assert_eq!(serde_json::to_string(&Instant(0))?, "\"1970-01-01T00:00:00.000Z\"");
        Ok(())
    }

    proptest! {
        #[test]
        fn no_number_brings_it_down(number in any::<i64>(), near in 18_990_000i64..22_020_000) {
            for number in [number, near] {
                if let Ok(day) = Day::from_number(number) {
                    prop_assert_eq!(day.number(), number);
                }
            }
        }

        #[test]
        fn no_text_brings_it_down(text in any::<String>(), like in "[0-9-]{8,11}") {
            for text in [text, like] {
                if let Ok(day) = Day::parse(&text) {
                    prop_assert_eq!(day.to_string(), text);
                }
            }
        }

        #[test]
        fn instants_read_back(milliseconds in -2_208_988_800_000i64..7_289_654_399_999) {
            prop_assert_eq!(Instant::parse(&Instant(milliseconds).to_string()), Ok(Instant(milliseconds)));
        }
    }
}
