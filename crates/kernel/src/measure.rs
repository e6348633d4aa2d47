//! What money is reckoned from: rates, quantities, unit prices and minutes, all whole numbers inside.
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::decimal::{DecimalError, parse_scaled, write_scaled};
use crate::money::AmountAndCurrency;
use crate::{Currency, Money, MoneyError, Rounding};

/// A rate in basis points: 2100 is 21 per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(pub i64);

impl Rate {
    pub const ZERO: Rate = Rate(0);

    /// Reads per cent without the sign: `21`, `5.5`, `10.25`.
    pub fn parse_percent(text: &str) -> Result<Rate, DecimalError> {
        parse_scaled(text, 2).map(Rate)
    }

    pub const fn basis_points(&self) -> i64 {
        self.0
    }

    /// The part of `amount` that this rate takes.
    pub fn of(&self, amount: Money, rounding: Rounding) -> Result<Money, MoneyError> {
        let minor = rounding.divide(i128::from(amount.minor) * i128::from(self.0), 10_000)?;
        Ok(Money::new(minor, amount.currency))
    }
}

/// Per cent without the sign: `21`, `5.5`.
impl fmt::Display for Rate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_scaled(formatter, self.0, 2, 0)
    }
}
impl FromStr for Rate {
    type Err = DecimalError;
    fn from_str(text: &str) -> Result<Rate, DecimalError> {
        Rate::parse_percent(text)
    }
}

/// A quantity in thousandths: 1500 is one and a half.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(pub i64);

impl Quantity {
    pub const ZERO: Quantity = Quantity(0);
    pub const ONE: Quantity = Quantity(1000);

    /// Reads `1` or `1.5`, at most three decimals.
    pub fn parse(text: &str) -> Result<Quantity, DecimalError> {
        parse_scaled(text, 3).map(Quantity)
    }

    pub const fn thousandths(&self) -> i64 {
        self.0
    }

    pub fn checked_add(self, other: Quantity) -> Option<Quantity> {
        self.0.checked_add(other.0).map(Quantity)
    }

    pub fn checked_neg(self) -> Option<Quantity> {
        self.0.checked_neg().map(Quantity)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_scaled(formatter, self.0, 3, 0)
    }
}
impl FromStr for Quantity {
    type Err = DecimalError;
    fn from_str(text: &str) -> Result<Quantity, DecimalError> {
        Quantity::parse(text)
    }
}
travels_as_text!(Rate, Quantity);

/// The price of one unit, in ten-thousandths of the major unit: 125000 is 12.50.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UnitPrice {
    pub ten_thousandths: i64,
    pub currency: Currency,
}

impl UnitPrice {
    pub const fn new(ten_thousandths: i64, currency: Currency) -> UnitPrice {
        UnitPrice {
            ten_thousandths,
            currency,
        }
    }

    /// Reads `12.50`, at most four decimals in every currency.
    pub fn parse(text: &str, currency: Currency) -> Result<UnitPrice, DecimalError> {
        Ok(UnitPrice::new(parse_scaled(text, 4)?, currency))
    }

    /// The amount for `quantity` units, rounded once.
    pub fn times(&self, quantity: Quantity, rounding: Rounding) -> Result<Money, MoneyError> {
        // Price and quantity carry 4 + 3 decimals; the currency keeps some of the seven.
        let product = i128::from(self.ten_thousandths) * i128::from(quantity.0);
        let minor = rounding.divide(product, 10i128.pow(7 - self.currency.decimals()))?;
        Ok(Money::new(minor, self.currency))
    }
}

/// At least the currency's decimals, at most four: `12.50`, `0.0125`.
impl fmt::Display for UnitPrice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_scaled(formatter, self.ten_thousandths, 4, self.currency.decimals())
    }
}
impl Serialize for UnitPrice {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        AmountAndCurrency {
            amount: self.to_string(),
            currency: self.currency,
        }
        .serialize(serializer)
    }
}
impl<'de> Deserialize<'de> for UnitPrice {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<UnitPrice, D::Error> {
        let read = AmountAndCurrency::deserialize(deserializer)?;
        UnitPrice::parse(&read.amount, read.currency).map_err(serde::de::Error::custom)
    }
}

/// A length of work in whole minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minutes(pub i64);

impl Minutes {
    pub const ZERO: Minutes = Minutes(0);

    pub fn checked_add(self, other: Minutes) -> Option<Minutes> {
        self.0.checked_add(other.0).map(Minutes)
    }
}

/// Hours and minutes: `1:05`.
impl fmt::Display for Minutes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let minutes = self.0.unsigned_abs();
        formatter.pad(&format!("{sign}{}:{:02}", minutes / 60, minutes % 60))
    }
}
