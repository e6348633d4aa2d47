//! Amounts of an invoice: a line is rounded once; VAT is reckoned per code on the sum of its lines.
//!
//! rules/vat.md#rounding

use kernel::{Currency, Money, MoneyError, Quantity, Rate, Rounding, UnitPrice, VatCodeId};

/// Price × quantity − discount, rounded once, half away from zero.
pub fn line_net(price: UnitPrice, quantity: Quantity, discount: Rate) -> Result<Money, MoneyError> {
    price.times_less(quantity, discount, Rounding::HalfAwayFromZero)
}

/// What the lines of one VAT code add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VatTotal {
    pub code: Option<VatCodeId>,
    pub rate: Rate,
    pub net: Money,
    pub vat: Money,
}

/// Net, VAT and gross of a whole document; gross is what has to be paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    pub by_code: Vec<VatTotal>,
    pub net: Money,
    pub vat: Money,
    pub gross: Money,
}

/// Adds the lines up by code, in the order in which the codes first appear. A line without a code bears no VAT.
pub fn totals(
    lines: impl IntoIterator<Item = (Option<VatCodeId>, Rate, Money)>,
    currency: Currency,
) -> Result<Totals, MoneyError> {
    let mut by_code: Vec<VatTotal> = Vec::new();
    for (code, rate, net) in lines {
        match by_code.iter_mut().find(|total| total.code == code && total.rate == rate) {
            Some(total) => total.net = total.net.checked_add(net)?,
            None => by_code.push(VatTotal { code, rate, net, vat: Money::zero(currency) }),
        }
    }
    for total in &mut by_code {
        total.vat = total.rate.of(total.net, Rounding::HalfAwayFromZero)?;
    }
    let net = Money::sum(by_code.iter().map(|total| total.net), currency)?;
    let vat = Money::sum(by_code.iter().map(|total| total.vat), currency)?;
    let gross = net.checked_add(vat)?;
    Ok(Totals { by_code, net, vat, gross })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(text: &str) -> Money {
        Money::parse(text, Currency::EUR).expect("an amount")
    }

    #[test]
    fn a_line_is_rounded_once_and_half_away_from_zero() {
        let rows = [
            ("12.50", "1.5", "0", "18.75"),
            ("0.0125", "2", "0", "0.03"),
            ("-0.0125", "2", "0", "-0.03"),
            ("10.00", "1", "33.33", "6.67"),
            ("9.99", "3", "10", "26.97"),
            // Rounding before the discount would give 0.01 instead of 0.00.
            ("0.005", "1", "10", "0.00"),
            ("100", "1", "100", "0.00"),
            ("1000", "1", "0", "1000.00"),
        ];
        for (price, quantity, discount, net) in rows {
            let price = UnitPrice::parse(price, Currency::EUR).expect("a price");
            let found = line_net(price, quantity.parse().expect("a quantity"), discount.parse().expect("a rate"));
            assert_eq!(found, Ok(eur(net)), "{price} × {quantity} − {discount} %");
        }
    }

    #[test]
    fn vat_is_reckoned_on_the_sum_of_a_code() {
        let code = |last: u8| Some(VatCodeId::from_uuid(kernel::Uuid::from_u128(u128::from(last))));
        // Three times 0.33 at 21 %: line by line it would be 0.07 + 0.07 + 0.07 = 0.21.
        let lines = [(code(1), Rate(2100), eur("0.33")); 3];
        let found = totals(lines, Currency::EUR).expect("sums");
        assert_eq!((found.net, found.vat, found.gross), (eur("0.99"), eur("0.21"), eur("1.20")));
        let lines = [
            (code(1), Rate(2100), eur("1.17")),
            (code(2), Rate(1000), eur("10.05")),
            (code(1), Rate(2100), eur("1.17")),
            (None, Rate::ZERO, eur("5.00")),
        ];
        let found = totals(lines, Currency::EUR).expect("sums");
        // 2.34 × 21 % = 0.4914 → 0.49 (twice 1.17 alone: 0.25 + 0.25); 10.05 × 10 % = 1.005 → 1.01.
        assert_eq!(found.by_code.iter().map(|t| t.vat).collect::<Vec<_>>(), [eur("0.49"), eur("1.01"), eur("0.00")]);
        assert_eq!(found.gross, eur("18.89"));
    }
}
