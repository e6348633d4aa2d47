//! Whole units of a value, and what is overdrawn: sums without a database.

use kernel::Currency;
use proptest::prelude::*;

use super::*;

fn eur(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

/// V3: 44,000 are 88 spots of 500; 44,250 are 88 as well, and 250 stay a value.
#[test]
fn v3_units_are_whole_and_the_rest_stays_a_value() {
    let rows = [
        ("44000.00", "500", 88, "0.00"),
        ("44250.00", "500", 88, "250.00"),
        ("499.99", "500", 0, "499.99"),
        ("0.00", "500", 0, "0.00"),
        ("-11000.00", "500", 0, "-11000.00"),
        ("1.00", "0.3333", 3, "0.00"),
        ("10.00", "0", 0, "10.00"),
    ];
    for (value, price, units, rest) in rows {
        let price = UnitPrice::parse(price, Currency::EUR).expect("a price");
        assert_eq!(units_left(eur(value), price), Ok((units, eur(rest))), "{value} / {price}");
    }
    let yen = Currency::parse("JPY").expect("yen");
    assert_eq!(units_left(Money::new(1_000, yen), UnitPrice::new(3_000_000, yen)), Ok((3, Money::new(100, yen))));
}

#[test]
fn v3_more_given_than_earned_is_overdrawn_and_nothing_is_left() {
    let budget = |earned, granted| Budget { volume: 0, earned, granted };
    let found = [(4_400_000, 3_000_000), (1_900_000, 3_000_000), (0, 0)].map(|(earned, granted)| {
        let budget = budget(earned, granted);
        (budget.left(), budget.overdrawn())
    });
    assert_eq!(found, [(1_400_000, 0), (0, -1_100_000), (0, 0)]);
}

proptest! {
    #[test]
    fn what_units_cost_and_the_rest_are_the_value(value in 0i64..10_000_000_000, price in 1i64..10_000_000_000) {
        let (value, price) = (Money::new(value, Currency::EUR), UnitPrice::new(price, Currency::EUR));
        let (units, rest) = units_left(value, price)?;
        let worth = price.times(Quantity(units * 1_000), Rounding::HalfAwayFromZero)?;
        prop_assert_eq!(worth.checked_add(rest)?, value);
        prop_assert!(rest.minor >= 0);
        let one_more = price.times(Quantity((units + 1) * 1_000), Rounding::HalfAwayFromZero)?;
        // Half a cent less than the value may be rounded up to it.
        prop_assert!(one_more.minor >= value.minor);
    }
}
