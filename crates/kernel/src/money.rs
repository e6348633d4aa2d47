//! Money: an integer of minor units with its currency; every sum is checked and every rounding is named.
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Currency;
use crate::decimal::{DecimalError, format_scaled, parse_scaled, write_scaled};

/// Why a sum of money cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error(
        "{left} and {right} cannot be added. They are two currencies. Convert one of them first."
    )]
    CurrencyMismatch { left: Currency, right: Currency },
    #[error("The amount is too large to be kept. Check it for digits too many.")]
    Overflow,
    #[error(
        "There is nothing to divide the amount by. All weights are zero. Give at least one share a weight."
    )]
    NoWeights,
    #[error("This is not a currency. A currency is three capital letters. Write for example EUR.")]
    CurrencyForm,
    #[error(transparent)]
    Amount(#[from] DecimalError),
}

/// What happens to the part that a minor unit cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// 0.5 becomes 1, −0.5 becomes −1.
    HalfAwayFromZero,
    /// Towards zero: the part is dropped.
    Down,
}

impl Rounding {
    /// Divides and rounds; `divisor` is positive.
    pub(crate) fn divide(self, value: i128, divisor: i128) -> Result<i64, MoneyError> {
        let whole = value / divisor;
        let rest = (value % divisor).unsigned_abs();
        let away = match self {
            Rounding::HalfAwayFromZero => rest >= divisor.unsigned_abs() - rest,
            Rounding::Down => false,
        };
        let rounded = if away { whole + value.signum() } else { whole };
        i64::try_from(rounded).map_err(|_| MoneyError::Overflow)
    }
}

/// An amount in minor units (cents) of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    pub const fn new(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }

    pub const fn zero(currency: Currency) -> Money {
        Money::new(0, currency)
    }

    /// Reads `-1210.00`: no plus, no thousands, at most the currency's decimals.
    pub fn parse(text: &str, currency: Currency) -> Result<Money, MoneyError> {
        Ok(Money::new(
            parse_scaled(text, currency.decimals())?,
            currency,
        ))
    }

    pub fn checked_add(self, other: Money) -> Result<Money, MoneyError> {
        self.same_currency(other)?;
        let minor = self
            .minor
            .checked_add(other.minor)
            .ok_or(MoneyError::Overflow)?;
        Ok(Money::new(minor, self.currency))
    }

    pub fn checked_sub(self, other: Money) -> Result<Money, MoneyError> {
        self.same_currency(other)?;
        let minor = self
            .minor
            .checked_sub(other.minor)
            .ok_or(MoneyError::Overflow)?;
        Ok(Money::new(minor, self.currency))
    }

    pub fn checked_neg(self) -> Result<Money, MoneyError> {
        let minor = self.minor.checked_neg().ok_or(MoneyError::Overflow)?;
        Ok(Money::new(minor, self.currency))
    }

    pub const fn is_zero(&self) -> bool {
        self.minor == 0
    }

    pub const fn is_negative(&self) -> bool {
        self.minor < 0
    }

    /// The sum; of nothing it is zero in `currency`. Only the sum must fit, not each step on the way.
    pub fn sum(
        amounts: impl IntoIterator<Item = Money>,
        currency: Currency,
    ) -> Result<Money, MoneyError> {
        let mut total: i128 = 0;
        for amount in amounts {
            Money::zero(currency).same_currency(amount)?;
            total = total
                .checked_add(i128::from(amount.minor))
                .ok_or(MoneyError::Overflow)?;
        }
        let minor = i64::try_from(total).map_err(|_| MoneyError::Overflow)?;
        Ok(Money::new(minor, currency))
    }

    /// Shares in proportion to `weights`, which add up to the whole exactly. What whole units leave over goes to the
    /// largest remainders, the earlier one first. Zero is split among any weights, even none.
    pub fn split(&self, weights: &[u64]) -> Result<Vec<Money>, MoneyError> {
        let all: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
        if self.is_zero() {
            return Ok(vec![*self; weights.len()]);
        }
        if all == 0 {
            return Err(MoneyError::NoWeights);
        }
        let whole = u128::from(self.minor.unsigned_abs());
        let mut shares: Vec<u128> = weights
            .iter()
            .map(|weight| whole * u128::from(*weight) / all)
            .collect();
        let left = whole - shares.iter().sum::<u128>();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by_key(|&at| std::cmp::Reverse(whole * u128::from(weights[at]) % all));
        for (_, at) in (0..left).zip(order) {
            shares[at] += 1;
        }
        shares
            .into_iter()
            .map(|share| self.signed_like(share))
            .collect()
    }

    fn signed_like(&self, magnitude: u128) -> Result<Money, MoneyError> {
        let magnitude = i128::try_from(magnitude).map_err(|_| MoneyError::Overflow)?;
        let signed = if self.is_negative() {
            -magnitude
        } else {
            magnitude
        };
        let minor = i64::try_from(signed).map_err(|_| MoneyError::Overflow)?;
        Ok(Money::new(minor, self.currency))
    }

    fn same_currency(self, other: Money) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            return Ok(());
        }
        Err(MoneyError::CurrencyMismatch {
            left: self.currency,
            right: other.currency,
        })
    }
}

/// The machine form, without the currency: `-1210.00`.
impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = self.currency.decimals();
        write_scaled(formatter, self.minor, decimals, decimals)
    }
}

/// An amount with its currency as the API carries it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AmountAndCurrency {
    pub(crate) amount: String,
    pub(crate) currency: Currency,
}

impl Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        AmountAndCurrency {
            amount: self.to_string(),
            currency: self.currency,
        }
        .serialize(serializer)
    }
}
impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
        let read = AmountAndCurrency::deserialize(deserializer)?;
        Money::parse(&read.amount, read.currency).map_err(serde::de::Error::custom)
    }
}

/// The form for the eye, without the currency: `12,480.50`, and a true minus sign before what is owed.
pub fn format_for_people(money: Money) -> String {
    let decimals = money.currency.decimals();
    let machine = format_scaled(money.minor, decimals, decimals);
    let unsigned = machine.trim_start_matches('-');
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut text = String::with_capacity(machine.len() + 8);
    if money.is_negative() {
        text.push('\u{2212}');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}
