//! Figures, periods and bases in the words of a page.

use books::reports::{DateBasis, Definition, During, Figure, Party, hundredths_of_hours};
use kernel::{Currency, Day, Money};

use crate::company::moments::short_day;
use crate::layout::count;

/// Hundredths as a decimal text for machines: `-1.05`.
pub fn decimal(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let number = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", number / 100, number % 100)
}

/// Hundredths for the eye: `6,204.00`.
pub fn decimal_for_people(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "−" } else { "" };
    let number = hundredths.unsigned_abs();
    let whole = i64::try_from(number / 100).unwrap_or(i64::MAX);
    format!("{sign}{}.{:02}", count(whole), number % 100)
}

/// A figure as a cell shows it; the head of its column says the currency.
pub fn figure(figure: Figure, currency: Currency) -> String {
    match figure {
        Figure::Count(number) => count(number),
        Figure::Minutes(minutes) => decimal_for_people(hundredths_of_hours(minutes)),
        Figure::Money(minor) => kernel::format_for_people(Money::new(minor, currency)),
        Figure::Percent(percent) => format!("{percent} %"),
        Figure::Nothing => "–".to_owned(),
    }
}

/// A figure inside a sentence: `10 h`, `1,210.00 EUR`.
pub fn in_a_sentence(what: Figure, currency: Currency) -> String {
    match what {
        Figure::Minutes(minutes) => {
            let hours = decimal_for_people(hundredths_of_hours(minutes));
            format!("{} h", hours.strip_suffix(".00").unwrap_or(&hours))
        }
        Figure::Money(_) => format!("{} {currency}", figure(what, currency)),
        Figure::Count(1) => "1 client".to_owned(),
        Figure::Count(number) => format!("{} clients", count(number)),
        other => figure(other, currency),
    }
}

/// On which day groups count.
pub fn basis(basis: DateBasis) -> String {
    match basis {
        DateBasis::AsPosted => "groups as posted".to_owned(),
        DateBasis::Today => "groups as of today".to_owned(),
        DateBasis::AsOf(day) => format!("groups as of {}", short_day(day)),
    }
}

/// On which day groups count, and whose they are where that is not the one who pays.
pub fn counted(definition: &Definition) -> String {
    let basis = basis(definition.basis());
    match definition.party {
        Party::Payer => basis,
        Party::Recipient => format!("by recipient · {basis}"),
    }
}

/// `1 Jan 2026 – 31 Oct 2026`.
pub fn days(days: Option<(Day, Day)>) -> String {
    match days {
        None => "All time".to_owned(),
        Some((from, to)) => format!("{} – {}", short_day(from), short_day(to)),
    }
}

/// A period as its chip says it.
pub fn during(during: During) -> String {
    match during {
        During::Days(from, to) => days(Some((from, to))),
        relative => relative.label(),
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `2026-03` as `Mar 2026`.
pub fn month(code: &str) -> String {
    let named = code.split_once('-').and_then(|(year, month)| {
        let place: usize = month.parse().ok()?;
        Some(format!("{} {year}", MONTHS.get(place.checked_sub(1)?)?))
    });
    named.unwrap_or_else(|| code.to_owned())
}
