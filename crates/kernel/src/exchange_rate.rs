//! What one unit of a currency is worth in another.
use std::fmt;
use std::str::FromStr;

use crate::decimal::{DecimalError, parse_scaled, write_scaled};
use crate::{Currency, Money, MoneyError, Rounding};

/// How much of another currency one unit of a currency buys, in hundred-millionths: 92350000 is 0.9235.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExchangeRate(i64);

/// Why a number is not an exchange rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeRateError {
    #[error("A rate is more than 0 and at most 1,000,000. It says how much one unit of the other currency is worth.")]
    OutOfRange,
    #[error(transparent)]
    Number(#[from] DecimalError),
}

const DECIMALS: u32 = 8;
const LARGEST: i64 = 1_000_000 * 10_i64.pow(DECIMALS);

impl ExchangeRate {
    pub fn from_hundred_millionths(value: i64) -> Result<ExchangeRate, ExchangeRateError> {
        if (1..=LARGEST).contains(&value) { Ok(ExchangeRate(value)) } else { Err(ExchangeRateError::OutOfRange) }
    }

    pub const fn hundred_millionths(self) -> i64 {
        self.0
    }

    /// Reads `0.9235`, at most eight decimals.
    pub fn parse(text: &str) -> Result<ExchangeRate, ExchangeRateError> {
        ExchangeRate::from_hundred_millionths(parse_scaled(text, DECIMALS)?)
    }

    /// What `amount` is worth in `into`, rounded once. The rate is of one unit, whatever decimals either currency has.
    pub fn convert(self, amount: Money, into: Currency, rounding: Rounding) -> Result<Money, MoneyError> {
        let product = i128::from(amount.minor) * i128::from(self.0) * 10i128.pow(into.decimals());
        let minor = rounding.divide(product, 10i128.pow(DECIMALS + amount.currency.decimals()))?;
        Ok(Money::new(minor, into))
    }
}

/// Without zeros at its end: `0.9235`.
impl fmt::Display for ExchangeRate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_scaled(formatter, self.0, DECIMALS, 2)
    }
}
impl FromStr for ExchangeRate {
    type Err = ExchangeRateError;
    fn from_str(text: &str) -> Result<ExchangeRate, ExchangeRateError> {
        ExchangeRate::parse(text)
    }
}
travels_as_text!(ExchangeRate);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn currency(code: &str) -> Currency {
        code.parse().expect("a currency")
    }

    #[test]
    fn an_amount_is_converted_unit_by_unit_and_rounded_once() {
        let cases = [
            ("USD", "EUR", "0.9235", 100_000, 92_350),
            ("USD", "EUR", "0.92345", 1, 1),
            ("USD", "EUR", "0.5", 1, 1),
            ("USD", "EUR", "0.49999999", 1, 0),
            ("USD", "EUR", "0.5", -1, -1),
            // The yen has no minor unit: 1,000 JPY.
            ("JPY", "EUR", "0.00612345", 1_000, 612),
            ("EUR", "JPY", "163.3", 100, 163),
        ];
        for (from, into, rate, minor, expected) in cases {
            let (from, into) = (currency(from), currency(into));
            let rate = ExchangeRate::parse(rate).expect("a rate");
            let found = rate.convert(Money::new(minor, from), into, Rounding::HalfAwayFromZero);
            assert_eq!(found, Ok(Money::new(expected, into)), "{minor} {from} at {rate}");
        }
    }

    #[test]
    fn nothing_less_and_nothing_senseless_is_a_rate() {
        for wrong in ["0", "-1", "0.000000001", "1000001", "1,5", "", "1e3"] {
            assert!(ExchangeRate::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(ExchangeRate::parse("1.5").map(|rate| rate.to_string()), Ok("1.50".to_owned()));
        assert_eq!(ExchangeRate::parse("0.00612345").map(|rate| rate.to_string()), Ok("0.00612345".to_owned()));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(value in 1..=LARGEST) {
            let rate = ExchangeRate::from_hundred_millionths(value).expect("in range");
            prop_assert_eq!(rate.to_string().parse(), Ok(rate));
        }

        #[test]
        fn a_conversion_is_off_by_half_a_unit_at_most(value in 1..=LARGEST, minor in -1_000_000_000_i64..1_000_000_000) {
            let rate = ExchangeRate::from_hundred_millionths(value).expect("in range");
            let found = rate.convert(Money::new(minor, currency("USD")), Currency::EUR, Rounding::HalfAwayFromZero).expect("fits");
            let off = i128::from(found.minor) * 100_000_000 - i128::from(minor) * i128::from(value);
            prop_assert!(off.abs() * 2 <= 100_000_000);
        }
    }
}
