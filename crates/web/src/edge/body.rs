//! Parsing at the edge: texts of a form or a body become the kernel's types, or a refusal that names the field.

use kernel::{Currency, Failure, Money, NameError, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Money as the API writes it: a decimal string, never a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// Such as `1210.00`.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Amount { amount: money.to_string(), currency: money.currency.to_string() }
    }
}

impl Amount {
    pub fn money(&self, field: &'static str) -> Result<Money, Failure> {
        let currency: Currency = parse_field(field, &self.currency)?;
        Money::parse(&self.amount, currency).map_err(|error| invalid(field, &error.to_string()))
    }
}

/// Tells a field that is null from one that is not there: PATCH clears the one and leaves the other.
pub fn named<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

/// The rows of a page of a list: 1 to 200, 50 where nothing is said.
pub fn limit(asked: Option<i64>) -> Result<i64, Failure> {
    match asked.unwrap_or(50) {
        rows @ 1..=200 => Ok(rows),
        _ => Err(invalid("limit", "A page of a list has 1 to 200 rows.")),
    }
}

/// Parses a text that must be there; the parser's own sentence becomes the refusal.
pub fn parse_field<T: std::str::FromStr>(field: &'static str, text: &str) -> Result<T, Failure>
where
    T::Err: std::fmt::Display + 'static,
{
    text.parse().map_err(|error: T::Err| {
        let name_error = (&error as &dyn std::any::Any).downcast_ref::<NameError>();
        match name_error {
            Some(NameError::Required) => {
                Refusal::field("NAME_REQUIRED", field, "A name is missing.", error.to_string()).into()
            }
            Some(NameError::TooLong(_)) => {
                Refusal::field("NAME_TOO_LONG", field, "The name is too long.", error.to_string()).into()
            }
            _ => invalid(field, &error.to_string()),
        }
    })
}

fn invalid(field: &'static str, detail: &str) -> Failure {
    Refusal::field("FIELD_INVALID", field, "A field cannot be read.", detail).into()
}
