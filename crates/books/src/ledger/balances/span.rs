//! A stretch of days as the stored balances answer it: whole months, and the days at either end that fill none.

use kernel::{Day, Month};

/// Days from a first to a last, both within; without a first, from the beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// First and last whole month, yyyymm; the months' stored balances are summed.
    pub(super) months: (i64, i64),
    /// Stretches of days, yyyymmdd, whose postings are summed one by one; each lies in one month.
    pub(super) days: Vec<(i64, i64)>,
}

pub(super) const NO_MONTHS: (i64, i64) = (1, 0);
/// Later than every month that is kept.
const END_OF_TIME: i64 = 999_999;

impl Span {
    /// Everything up to a day, and on it.
    pub fn until(day: Day) -> Span {
        if day == day.month().last_day() {
            return Span { months: (0, day.month().number()), days: Vec::new() };
        }
        let before = day.month().number() - 1;
        Span { months: (0, before), days: vec![(day.month().first_day().number(), day.number())] }
    }

    /// Everything before a day.
    pub fn before(day: Day) -> Span {
        let month = day.month();
        if day == month.first_day() {
            return Span { months: (0, month.number() - 1), days: Vec::new() };
        }
        Span { months: (0, month.number() - 1), days: vec![(month.first_day().number(), day.number() - 1)] }
    }

    /// From a day on, or from the beginning; up to a day, or without end.
    pub fn period(from: Option<Day>, to: Option<Day>) -> Span {
        match (from, to) {
            (None, None) => Span { months: (0, END_OF_TIME), days: Vec::new() },
            (None, Some(to)) => Span::until(to),
            (Some(from), Some(to)) => Span::between(from, to),
            (Some(from), None) => {
                let first = Span::between(from, from.month().last_day());
                Span { months: (from.month().number() + i64::from(!first.days.is_empty()), END_OF_TIME), ..first }
            }
        }
    }

    /// From a day to a day, both within; nothing when the last is before the first.
    pub fn between(from: Day, to: Day) -> Span {
        if to < from {
            return Span { months: NO_MONTHS, days: Vec::new() };
        }
        let (first, last) = (from.month(), to.month());
        let begins_whole = from == first.first_day();
        let ends_whole = to == last.last_day();
        if first == last {
            return match begins_whole && ends_whole {
                true => Span { months: (first.number(), first.number()), days: Vec::new() },
                false => Span { months: NO_MONTHS, days: vec![(from.number(), to.number())] },
            };
        }
        let mut days = Vec::new();
        if !begins_whole {
            days.push((from.number(), first.last_day().number()));
        }
        if !ends_whole {
            days.push((last.first_day().number(), to.number()));
        }
        // Months are compared as numbers: one more or less than a month that is there lies between the same months.
        let months = (first.number() + i64::from(!begins_whole), last.number() - i64::from(!ends_whole));
        Span { months, days }
    }
}

/// The first day of the fiscal year that a day is in; `first_month` is 1 to 12.
pub fn fiscal_year_start(day: Day, first_month: i64) -> Day {
    let (year, month, _) = day.parts();
    let year = if month >= first_month { year } else { year - 1 };
    // A year before the first one kept begins with the calendar.
    Month::from_number(year * 100 + first_month).map_or_else(|_| day.year().first_day(), |month| month.first_day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    /// Every day of a stretch is counted once: by its whole month or by itself.
    #[test]
    fn a_span_counts_each_day_once() {
        let counted = |span: &Span, day: Day| {
            let by_month = (span.months.0..=span.months.1).contains(&day.month().number());
            let by_day = span.days.iter().filter(|(from, to)| (*from..=*to).contains(&day.number())).count();
            usize::from(by_month) + by_day
        };
        let first = day("2025-11-20");
        let all: Vec<Day> = (0..130).map(|number| first.plus_days(number).expect("a day")).collect();
        for from in all.iter().step_by(3) {
            for to in all.iter().step_by(7) {
                let spans =
                    [Span::between(*from, *to), Span::until(*to), Span::before(*from), Span::period(Some(*from), None)];
                for (place, span) in spans.iter().enumerate() {
                    for day in &all {
                        let within = match place {
                            0 => from <= day && day <= to,
                            1 => day <= to,
                            2 => day < from,
                            _ => from <= day,
                        };
                        assert_eq!(counted(span, *day), usize::from(within), "{span:?} {from} {to} {day}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_fiscal_year_begins_in_its_month() {
        let rows = [
            ("2026-03-02", 1, "2026-01-01"),
            ("2026-03-02", 4, "2025-04-01"),
            ("2026-04-01", 4, "2026-04-01"),
            ("2026-12-31", 12, "2026-12-01"),
        ];
        for (on, month, expected) in rows {
            assert_eq!(fiscal_year_start(day(on), month), day(expected), "{on} {month}");
        }
    }
}
