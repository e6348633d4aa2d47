//! What the ledger's bodies and query strings have in common.

use kernel::{Currency, Failure, Money, Refusal};
use serde::Serialize;

use crate::edge::{Amount, parse_field};

/// A field that may be missing.
pub fn optional<T: std::str::FromStr>(field: &'static str, text: Option<&str>) -> books::Result<Option<T>>
where
    T::Err: std::fmt::Display + 'static,
{
    text.map(|text| parse_field(field, text)).transpose()
}

pub fn amount(minor: i64, currency: Currency) -> Amount {
    Money::new(minor, currency).into()
}

/// A page of a list.
#[derive(Debug, Serialize)]
pub struct List<T> {
    pub items: Vec<T>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

/// Refuses a code that is none of a closed set.
pub fn unknown_code(field: &'static str, code: &str, known: &str) -> Failure {
    Refusal::field(
        "FIELD_INVALID",
        field,
        format!("“{}” is not known.", kernel::visible(code)),
        format!("Known are {known}."),
    )
    .into()
}
