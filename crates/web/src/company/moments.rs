//! Days and moments in the words of a page: `Monday, 2 March 2026`, `2 Mar 2026, 13:05`.

use kernel::{Day, Instant, Month};

pub const MONTHS: [&str; 12] = Month::NAMES;

/// `2 March 2026`.
pub fn long_day(day: Day) -> String {
    let (year, number, date) = day.parts();
    format!("{date} {} {year}", Month::name(number))
}

/// `March 2026`.
pub fn long_month(of: Month) -> String {
    of.for_people()
}

/// `2 Mar 2026`.
pub fn short_day(day: Day) -> String {
    day.for_people()
}

/// `2 Mar 2026, 13:05`, on the clock of the office.
pub fn moment(at: Instant, zone: &str) -> String {
    let Ok((day, hour, minute)) = at.clock_in(zone) else { return at.to_string() };
    format!("{}, {hour:02}:{minute:02}", day.for_people())
}
