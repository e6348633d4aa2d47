//! Days and moments in the words of a page: `Monday, 2 March 2026`, `2 Mar 2026, 13:05`.

use kernel::{Day, Instant, Month};

pub const MONTHS: [&str; 12] = [
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

fn month(number: i64) -> &'static str {
    usize::try_from(number - 1).ok().and_then(|place| MONTHS.get(place)).copied().unwrap_or_default()
}

/// `2 March 2026`.
pub fn long_day(day: Day) -> String {
    let (year, number, date) = day.parts();
    format!("{date} {} {year}", month(number))
}

/// `March 2026`.
pub fn long_month(of: Month) -> String {
    let (year, number, _) = of.first_day().parts();
    format!("{} {year}", month(number))
}

/// `2 Mar 2026`.
pub fn short_day(day: Day) -> String {
    let (year, number, date) = day.parts();
    format!("{date} {} {year}", &month(number)[..3])
}

/// `2 Mar 2026, 13:05`, on the clock of the office.
pub fn moment(at: Instant, zone: &str) -> String {
    let Ok((day, hour, minute)) = at.clock_in(zone) else { return at.to_string() };
    let (year, number, date) = day.parts();
    format!("{date} {} {year}, {hour:02}:{minute:02}", &month(number)[..3])
}
