//! Money: an integer of minor units with its currency; every sum is checked and every rounding is named.
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Currency;
use crate::decimal::{DecimalError, format_scaled, parse_scaled, write_scaled};

/// Why a sum of money cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("{left} and {right} cannot be added. They are two currencies. Convert one of them first.")]
    CurrencyMismatch { left: Currency, right: Currency },
    #[error("The amount is too large to be kept. Check it for digits too many.")]
    Overflow,
    #[error("There is nothing to divide the amount by. All weights are zero. Give at least one share a weight.")]
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
    /// The part of `value` that `part` is of `whole`; `whole` is not zero.
    pub fn share(self, value: i64, part: i64, whole: i64) -> Result<i64, MoneyError> {
        let product = i128::from(value) * i128::from(part) * i128::from(whole.signum());
        self.divide(product, i128::from(whole).abs())
    }

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
        Ok(Money::new(parse_scaled(text, currency.decimals())?, currency))
    }

    pub fn checked_add(self, other: Money) -> Result<Money, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Money::new(minor, self.currency))
    }

    pub fn checked_sub(self, other: Money) -> Result<Money, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_sub(other.minor).ok_or(MoneyError::Overflow)?;
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
    pub fn sum(amounts: impl IntoIterator<Item = Money>, currency: Currency) -> Result<Money, MoneyError> {
        let mut total: i128 = 0;
        for amount in amounts {
            Money::zero(currency).same_currency(amount)?;
            total = total.checked_add(i128::from(amount.minor)).ok_or(MoneyError::Overflow)?;
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
        let mut shares: Vec<u128> = weights.iter().map(|weight| whole * u128::from(*weight) / all).collect();
        let left = whole - shares.iter().sum::<u128>();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by_key(|&at| std::cmp::Reverse(whole * u128::from(weights[at]) % all));
        for (_, at) in (0..left).zip(order) {
            shares[at] += 1;
        }
        shares.into_iter().map(|share| self.signed_like(share)).collect()
    }

    fn signed_like(&self, magnitude: u128) -> Result<Money, MoneyError> {
        let magnitude = i128::try_from(magnitude).map_err(|_| MoneyError::Overflow)?;
        let signed = if self.is_negative() { -magnitude } else { magnitude };
        let minor = i64::try_from(signed).map_err(|_| MoneyError::Overflow)?;
        Ok(Money::new(minor, self.currency))
    }

    fn same_currency(self, other: Money) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            return Ok(());
        }
        Err(MoneyError::CurrencyMismatch { left: self.currency, right: other.currency })
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
        AmountAndCurrency { amount: self.to_string(), currency: self.currency }.serialize(serializer)
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const JPY: &str = "JPY";

    fn euro(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    fn minors(shares: &[Money]) -> Vec<i64> {
        shares.iter().map(|share| share.minor).collect()
    }

    #[test]
    fn amounts_of_two_currencies_are_not_added() {
        let pound = Money::new(1, Currency::GBP);
        let mismatch = MoneyError::CurrencyMismatch { left: Currency::EUR, right: Currency::GBP };
        assert_eq!(euro(1).checked_add(pound), Err(mismatch.clone()));
        assert_eq!(euro(1).checked_sub(pound), Err(mismatch.clone()));
        assert_eq!(Money::sum([euro(1), pound], Currency::EUR), Err(mismatch));
    }

    #[test]
    fn too_much_is_an_error_and_not_a_wrap() {
        assert_eq!(euro(i64::MAX).checked_add(euro(1)), Err(MoneyError::Overflow));
        assert_eq!(euro(i64::MIN).checked_sub(euro(1)), Err(MoneyError::Overflow));
        assert_eq!(euro(i64::MIN).checked_neg(), Err(MoneyError::Overflow));
        assert_eq!(Money::sum([euro(i64::MAX), euro(1)], Currency::EUR), Err(MoneyError::Overflow));
        assert_eq!(Money::sum([euro(i64::MAX), euro(1), euro(-1)], Currency::EUR), Ok(euro(i64::MAX)));
        assert_eq!(Money::sum([], Currency::EUR), Ok(euro(0)));
    }

    #[test]
    fn what_splitting_leaves_goes_by_largest_remainder_then_by_order() -> Result<(), MoneyError> {
        let cases: [(i64, &[u64], &[i64]); 8] = [
            (100, &[1, 1, 1], &[34, 33, 33]),
            (-100, &[1, 1, 1], &[-34, -33, -33]),
            (200, &[1, 1, 1], &[67, 67, 66]),
            (10, &[1, 2], &[3, 7]),
            (1, &[0, 1, 1], &[0, 1, 0]),
            (5, &[0, 7, 0], &[0, 5, 0]),
            (0, &[0, 0], &[0, 0]),
            (0, &[], &[]),
        ];
        for (whole, weights, shares) in cases {
            assert_eq!(minors(&euro(whole).split(weights)?), shares, "{whole} by {weights:?}");
        }
        assert_eq!(euro(1).split(&[]), Err(MoneyError::NoWeights));
        assert_eq!(euro(1).split(&[0, 0]), Err(MoneyError::NoWeights));
        assert_eq!(minors(&euro(i64::MIN).split(&[u64::MAX])?), [i64::MIN]);
        Ok(())
    }

    #[test]
    fn halves_round_away_from_zero_when_asked() {
        let cases = [(5, 1, 0), (-5, -1, 0), (4, 0, 0), (-4, 0, 0), (15, 2, 1), (-15, -2, -1), (25, 3, 2), (20, 2, 2)];
        for (value, half, down) in cases {
            assert_eq!(Rounding::HalfAwayFromZero.divide(value, 10), Ok(half), "{value}");
            assert_eq!(Rounding::Down.divide(value, 10), Ok(down), "{value}");
        }
        assert_eq!(Rounding::Down.divide(i128::MAX, 1), Err(MoneyError::Overflow));
        assert_eq!(Rounding::HalfAwayFromZero.divide(1, 3), Ok(0));
        assert_eq!(Rounding::HalfAwayFromZero.divide(2, 3), Ok(1));
    }

    #[test]
    fn people_read_thousands_and_a_true_minus() -> Result<(), MoneyError> {
        let cases = [
            (1_248_050, "12,480.50"),
            (-121_000, "\u{2212}1,210.00"),
            (0, "0.00"),
            (-5, "\u{2212}0.05"),
            (99_999, "999.99"),
            (100_000, "1,000.00"),
            (100_000_000, "1,000,000.00"),
            (i64::MIN, "\u{2212}92,233,720,368,547,758.08"),
        ];
        for (minor, shown) in cases {
            assert_eq!(format_for_people(euro(minor)), shown);
        }
        assert_eq!(format_for_people(Money::new(-1_234_567, Currency::parse(JPY)?)), "\u{2212}1,234,567");
        Ok(())
    }

    #[test]
    fn money_travels_as_a_decimal_string_and_never_as_a_number() -> serde_json::Result<()> {
        let text = r#"{"amount":"1210.00","currency":"EUR"}"#;
        let money: Money = serde_json::from_str(text)?;
        assert_eq!(money, euro(121_000));
        assert_eq!(serde_json::to_string(&money)?, text);
        let refused = [
            r#"{"amount":1210.00,"currency":"EUR"}"#,
            r#"{"amount":1210,"currency":"EUR"}"#,
            r#"{"amount":"1,210.00","currency":"EUR"}"#,
            r#"{"amount":"1210.001","currency":"EUR"}"#,
            r#"{"amount":"1210.00","currency":"eur"}"#,
            r#"{"amount":"1210.00"}"#,
            r#"{"amount":"1210.00","currency":"EUR","note":""}"#,
            r#""1210.00 EUR""#,
            "null",
        ];
        for text in refused {
            assert!(serde_json::from_str::<Money>(text).is_err(), "{text}");
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn shares_add_up_to_the_whole(whole in any::<i64>(), weights in prop::collection::vec(any::<u64>(), 1..12)) {
            prop_assume!(weights.iter().any(|weight| *weight > 0));
            let shares = euro(whole).split(&weights)?;
            prop_assert_eq!(Money::sum(shares.iter().copied(), Currency::EUR), Ok(euro(whole)));
            let all: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
            for (share, weight) in shares.iter().zip(&weights) {
                let floor = u128::from(whole.unsigned_abs()) * u128::from(*weight) / all;
                let magnitude = u128::from(share.minor.unsigned_abs());
                prop_assert!(magnitude == floor || magnitude == floor + 1);
                prop_assert!(*weight > 0 || share.is_zero());
                prop_assert!(share.is_zero() || share.is_negative() == (whole < 0));
            }
        }

        #[test]
        fn the_machine_form_reads_back(minor in any::<i64>(), code in "EUR|JPY|KWD|CLF") {
            let currency = Currency::parse(&code)?;
            let money = Money::new(minor, currency);
            prop_assert_eq!(Money::parse(&money.to_string(), currency), Ok(money));
        }

        #[test]
        fn adding_and_taking_away_undo_each_other(one in any::<i64>(), other in any::<i64>()) {
            if let Ok(sum) = euro(one).checked_add(euro(other)) {
                prop_assert_eq!(sum.checked_sub(euro(other)), Ok(euro(one)));
            }
        }
    }
}
