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
        UnitPrice { ten_thousandths, currency }
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

    /// The amount for `quantity` units after `discount` is taken off, rounded once.
    pub fn times_less(&self, quantity: Quantity, discount: Rate, rounding: Rounding) -> Result<Money, MoneyError> {
        let product = i128::from(self.ten_thousandths) * i128::from(quantity.0);
        let left = i128::from(10_000 - discount.0.clamp(0, 10_000));
        // Price, quantity and the rest of the discount carry 4 + 3 + 4 decimals.
        let minor = rounding.divide(
            product.checked_mul(left).ok_or(MoneyError::Overflow)?,
            10i128.pow(11 - self.currency.decimals()),
        )?;
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
        AmountAndCurrency { amount: self.to_string(), currency: self.currency }.serialize(serializer)
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn euro(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    #[test]
    fn a_rate_takes_its_part_and_rounds_as_told() {
        let vat = Rate(2100);
        assert_eq!(vat.of(euro(100_000), Rounding::HalfAwayFromZero), Ok(euro(21_000)));
        assert_eq!(vat.of(euro(50), Rounding::HalfAwayFromZero), Ok(euro(11)));
        assert_eq!(vat.of(euro(-50), Rounding::HalfAwayFromZero), Ok(euro(-11)));
        assert_eq!(vat.of(euro(50), Rounding::Down), Ok(euro(10)));
        assert_eq!(Rate::ZERO.of(euro(i64::MAX), Rounding::Down), Ok(euro(0)));
        assert_eq!(Rate(20_000).of(euro(i64::MAX), Rounding::Down), Err(MoneyError::Overflow));
    }

    #[test]
    fn per_cent_is_read_and_written_without_the_sign() {
        for (text, points) in [("21", 2100), ("5.5", 550), ("10.25", 1025), ("0", 0), ("100", 10_000)] {
            assert_eq!(Rate::parse_percent(text), Ok(Rate(points)));
            assert_eq!(Rate(points).to_string(), text);
        }
        assert_eq!(Rate::parse_percent("21%"), Err(DecimalError::Form));
        assert_eq!(Rate::parse_percent("1.234"), Err(DecimalError::TooManyDecimals { allowed: 2 }));
    }

    #[test]
    fn a_price_times_a_quantity_is_rounded_once() -> Result<(), MoneyError> {
        let yen = Currency::parse("JPY")?;
        let dinar = Currency::parse("KWD")?;
        let cases = [
            ("12.50", Currency::EUR, "1.5", "18.75"),
            ("0.0125", Currency::EUR, "3", "0.04"),
            ("0.3333", Currency::EUR, "3", "1.00"),
            ("-10.00", Currency::EUR, "0.0005", ""),
            ("-10.00", Currency::EUR, "0.333", "-3.33"),
            ("99.5", yen, "1", "100"),
            ("1.2345", dinar, "1", "1.235"),
        ];
        for (price, currency, quantity, amount) in cases {
            let price = UnitPrice::parse(price, currency)?;
            match Quantity::parse(quantity) {
                Ok(quantity) => {
                    let product = price.times(quantity, Rounding::HalfAwayFromZero)?;
                    assert_eq!(product.to_string(), amount);
                }
                Err(error) => assert_eq!((error, amount), (DecimalError::TooManyDecimals { allowed: 3 }, "")),
            }
        }
        let dear = UnitPrice::new(i64::MIN, Currency::EUR);
        assert_eq!(dear.times(Quantity(i64::MIN), Rounding::Down), Err(MoneyError::Overflow));
        Ok(())
    }

    #[test]
    fn prices_show_at_least_the_currency_s_decimals() -> Result<(), MoneyError> {
        let yen = Currency::parse("JPY")?;
        assert_eq!(UnitPrice::new(125_000, Currency::EUR).to_string(), "12.50");
        assert_eq!(UnitPrice::new(125_010, Currency::EUR).to_string(), "12.501");
        assert_eq!(UnitPrice::new(12_500_000, yen).to_string(), "1250");
        assert_eq!(UnitPrice::parse("1.23456", Currency::EUR), Err(DecimalError::TooManyDecimals { allowed: 4 }));
        Ok(())
    }

    #[test]
    fn measures_travel_as_texts_and_minutes_as_a_number() -> serde_json::Result<()> {
        assert_eq!(serde_json::to_string(&Rate(550))?, "\"5.5\"");
        assert_eq!(serde_json::from_str::<Quantity>("\"1.5\"")?, Quantity(1500));
        assert!(serde_json::from_str::<Quantity>("1.5").is_err());
        assert!(serde_json::from_str::<Rate>("21").is_err());
        let price = UnitPrice::new(125, Currency::EUR);
        assert_eq!(serde_json::to_string(&price)?, r#"{"amount":"0.0125","currency":"EUR"}"#);
        assert_eq!(serde_json::from_str::<UnitPrice>(r#"{"amount":"0.0125","currency":"EUR"}"#)?, price);
        assert_eq!(serde_json::to_string(&Minutes(65))?, "65");
        Ok(())
    }

    #[test]
    fn minutes_show_hours() {
        for (minutes, shown) in [(0, "0:00"), (65, "1:05"), (-90, "-1:30"), (6000, "100:00")] {
            assert_eq!(Minutes(minutes).to_string(), shown);
        }
        assert_eq!(Minutes(i64::MAX).checked_add(Minutes(1)), None);
        assert_eq!(Quantity(i64::MIN).checked_neg(), None);
    }

    proptest! {
        #[test]
        fn measures_read_back(value in any::<i64>(), code in "EUR|JPY|KWD") {
            let currency = Currency::parse(&code)?;
            prop_assert_eq!(Rate::parse_percent(&Rate(value).to_string()), Ok(Rate(value)));
            prop_assert_eq!(Quantity::parse(&Quantity(value).to_string()), Ok(Quantity(value)));
            let price = UnitPrice::new(value, currency);
            prop_assert_eq!(UnitPrice::parse(&price.to_string(), currency), Ok(price));
        }

        #[test]
        fn rounding_is_off_by_less_than_a_unit(minor in any::<i64>(), points in -10_000i64..=10_000) {
            let exact = i128::from(minor) * i128::from(points);
            for rounding in [Rounding::HalfAwayFromZero, Rounding::Down] {
                let part = Rate(points).of(euro(minor), rounding)?;
                let off = (i128::from(part.minor) * 10_000 - exact).abs();
                prop_assert!(off < 10_000 && (rounding == Rounding::Down || off <= 5_000));
            }
        }
    }
}
