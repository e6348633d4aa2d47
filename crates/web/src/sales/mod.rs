//! Sales: invoices, credit notes, services and products, as pages and over the API.

pub mod aged;
pub mod agreements;
mod draft_form;
pub mod draft_page;
pub mod invoice_page;
pub mod invoice_shapes;
pub mod invoices_api;
pub mod list_page;
mod paper;
pub mod payments_api;
pub mod payments_page;
pub mod products_api;
pub mod products_page;
pub mod statement;

use books::Result;
use kernel::{Currency, Failure, Quantity, Rate, Refusal, UnitPrice};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::edge::{Amount, parse_field};

/// The price of one unit: up to four decimals.
fn unit_price(field: &'static str, price: &Amount) -> Result<UnitPrice> {
    let currency: Currency = parse_field(field, &price.currency)?;
    UnitPrice::parse(&price.amount, currency).map_err(|error| unreadable(field, &error.to_string()))
}

fn price_shape(price: UnitPrice) -> Amount {
    Amount { amount: price.to_string(), currency: price.currency.to_string() }
}

/// The digits before the point in groups of three, for the eye: `1,450.0025`.
fn grouped(decimal: &str) -> String {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("\u{2212}", digits));
    let mut text = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if fraction.is_empty() { text } else { format!("{text}.{fraction}") }
}

fn unreadable(field: &'static str, detail: &str) -> Failure {
    Refusal::field("FIELD_INVALID", field, "A field cannot be read.", detail).into()
}

fn optional<T: std::str::FromStr>(field: &'static str, text: Option<String>) -> Result<Option<T>>
where
    T::Err: std::fmt::Display + 'static,
{
    text.map(|text| parse_field(field, &text)).transpose()
}

/// A quantity or a per cent: `"1.5"`. A number is taken too, by its digits.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Decimal {
    Text(String),
    #[schema(value_type = i64)]
    Number(serde_json::Number),
}

impl Decimal {
    fn digits(&self) -> String {
        match self {
            Decimal::Text(text) => text.clone(),
            Decimal::Number(number) => number.to_string(),
        }
    }

    fn quantity(&self, field: &'static str) -> Result<Quantity> {
        parse_field(field, &self.digits())
    }

    fn rate(&self, field: &'static str) -> Result<Rate> {
        parse_field(field, &self.digits())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn prices_are_grouped_by_three() {
        let rows = [("6.40", "6.40"), ("1450.0025", "1,450.0025"), ("-1234567", "\u{2212}1,234,567"), ("100", "100")];
        for (machine, people) in rows {
            assert_eq!(super::grouped(machine), people);
        }
    }
}
