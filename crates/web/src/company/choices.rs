//! What the forms of a new company and of the office offer: countries, currencies, months, time zones, charts.

use books::Result;
use kernel::Country;

use super::moments::MONTHS;

/// Currencies that are offered first; every other is typed by its code in the settings.
const CURRENCIES: [&str; 34] = [
    "EUR", "GBP", "USD", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "HKD", "HUF", "IDR",
    "ILS", "INR", "ISK", "JPY", "KRW", "MXN", "MYR", "NOK", "NZD", "PEN", "PHP", "PLN", "RON", "SEK", "SGD", "THB",
    "TRY", "ZAR",
];

/// A value and its words.
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

pub fn choice(value: impl Into<String>, label: impl Into<String>) -> Choice {
    Choice { value: value.into(), label: label.into() }
}

pub fn countries() -> Vec<Choice> {
    Country::by_name().into_iter().map(|country| choice(country.code(), country.name())).collect()
}

pub fn currencies() -> Vec<Choice> {
    CURRENCIES.iter().map(|code| choice(*code, *code)).collect()
}

pub fn months() -> Vec<Choice> {
    MONTHS.iter().enumerate().map(|(place, name)| choice((place + 1).to_string(), *name)).collect()
}

pub fn time_zones() -> Vec<Choice> {
    kernel::time_zones().into_iter().map(|zone| choice(zone.clone(), zone.replace('_', " "))).collect()
}

pub fn charts() -> Result<Vec<Choice>> {
    Ok(books::company::charts::all()?.into_iter().map(|chart| choice(chart.id, chart.name)).collect())
}
