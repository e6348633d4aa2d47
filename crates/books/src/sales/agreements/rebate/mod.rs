//! Rebates in kind: what the orders of a corporate agency earned in free units, what was given of it, and what is left.
//!
//! Everything here is a value by the list, never money in the books. rules/agreements.md#rebates

pub(crate) mod store;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod units_tests;

use kernel::{AgreementId, ClientId, Day, InvoiceId, Money, MoneyError, Quantity, Rounding, UnitPrice, Year};

use super::{Agreement, Kind};
use crate::{Result, Scene};

/// Values in minor units of the company's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Net of the orders that count.
    pub volume: i64,
    /// What the scale gives on it.
    pub earned: i64,
    /// The list value of the free units that booked documents gave, less what credit notes took back.
    pub granted: i64,
}

impl Budget {
    /// What may still be given; nothing once more was given than is earned by now.
    pub fn left(&self) -> i64 {
        self.earned.saturating_sub(self.granted).max(0)
    }

    /// By how much more was given than is earned by now, below zero; otherwise 0.
    pub fn overdrawn(&self) -> i64 {
        self.earned.saturating_sub(self.granted).min(0)
    }
}

/// What an agreement on a rebate comes to, and where it was used.
#[derive(Clone, Debug)]
pub struct Rebate {
    pub budget: Budget,
    /// The newest first; drafts last, which use nothing yet.
    pub lines: Vec<FreeLine>,
}

/// A free line of a document.
#[derive(Clone, Debug)]
pub struct FreeLine {
    pub invoice: InvoiceId,
    /// The number, or the provisional one in brackets.
    pub title: String,
    pub is_booked: bool,
    pub client: ClientId,
    pub client_name: String,
    pub day: Day,
    pub text: String,
    /// Below zero on a credit note, as the value is.
    pub quantity: Quantity,
    pub list_value: i64,
}

/// An agreement that can give free units to an order, and what is left of it.
#[derive(Clone, Debug)]
pub struct Giving {
    pub id: AgreementId,
    pub title: String,
    pub budget: Budget,
}

/// The agreements for the year of the corporate agencies in which the client is a member then.
pub(in crate::sales) fn givings(scene: &Scene<'_>, through: ClientId, year: Year) -> Result<Vec<Giving>> {
    let found = store::of_member(scene, through, year)?;
    let giving = |agreement: Agreement| {
        Ok(Giving { id: agreement.id, title: agreement.title(), budget: budget(scene, &agreement)? })
    };
    found.into_iter().map(giving).collect()
}

/// Budget and free lines of an agreement on a rebate; nothing for a discount.
pub(super) fn of(scene: &Scene<'_>, agreement: &Agreement) -> Result<Option<Rebate>> {
    if agreement.kind != Kind::Rebate {
        return Ok(None);
    }
    Ok(Some(Rebate { budget: budget(scene, agreement)?, lines: store::lines(scene, agreement.id)? }))
}

pub(super) fn budget(scene: &Scene<'_>, agreement: &Agreement) -> Result<Budget> {
    let volume = store::volume(scene, agreement)?;
    let earned = agreement.scale.gives(&agreement.tiers, volume).map_err(kernel::Failure::broken)?;
    Ok(Budget { volume, earned, granted: store::granted(scene, agreement.id)? })
}

/// The whole units that a value pays for at the list price, and the rest, which stays a value: a unit is never cut.
pub fn units_left(value: Money, list_price: UnitPrice) -> std::result::Result<(i64, Money), MoneyError> {
    if value.minor <= 0 || list_price.ten_thousandths <= 0 {
        return Ok((0, value));
    }
    // A price has four decimals, the currency some of them.
    let exact = i128::from(value.minor) * 10i128.pow(4u32.saturating_sub(value.currency.decimals()));
    let units = i64::try_from(exact / i128::from(list_price.ten_thousandths)).map_err(|_| MoneyError::Overflow)?;
    let quantity = Quantity(units.checked_mul(1_000).ok_or(MoneyError::Overflow)?);
    let worth = list_price.times(quantity, Rounding::HalfAwayFromZero)?;
    Ok((units, value.checked_sub(worth)?))
}
