//! What the ledger's bodies and query strings have in common.

use kernel::{Currency, Failure, Money, Refusal};
use serde::{Deserialize, Deserializer, Serialize};

use crate::edge::{Amount, parse_field};

/// Rows of a list where the call does not say.
const USUAL: i64 = 50;
const MOST: i64 = 200;

/// A field that may be missing.
pub fn optional<T: std::str::FromStr>(field: &'static str, text: Option<&str>) -> books::Result<Option<T>>
where
    T::Err: std::fmt::Display + 'static,
{
    text.map(|text| parse_field(field, text)).transpose()
}

/// Tells a field that is `null` (clear it) from one that is not named (leave it).
pub fn named<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// The number of rows that the call wants, 1 to 200.
pub fn limit(wanted: Option<i64>) -> books::Result<i64> {
    match wanted {
        None => Ok(USUAL),
        Some(rows) if (1..=MOST).contains(&rows) => Ok(rows),
        Some(_) => Err(Refusal::field(
            "LIMIT_OUT_OF_RANGE",
            "limit",
            "The limit cannot be taken.",
            format!("A page has 1 to {MOST} rows. Read on with the cursor."),
        )
        .into()),
    }
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
