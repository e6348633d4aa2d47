//! Customer groups: which control account, VAT zone and terms the invoices of a client get.

mod account;
mod change_customer_groups;
mod create_customer_group;
mod list_customer_groups;
mod preview_account_change;
mod store;

pub use change_customer_groups::{ChangeCustomerGroups, Edit};
pub use create_customer_group::CreateCustomerGroup;
pub use list_customer_groups::{
    AccountChoice, CustomerGroupLine, CustomerGroups, ListCustomerGroups, ReadCustomerGroup, SeriesChoice, ZoneChoice,
};
pub use preview_account_change::{OpenOfClient, OpenOnAccount, PreviewAccountChange};

use kernel::{Currency, GroupId, Number, Rate, Refusal, SeriesId, VatZoneId};
use serde::{Deserialize, Serialize};

use super::PostingGroup;
use crate::Result;
use crate::ledger::{Purpose, Series, VatZone};

#[cfg(test)]
mod tests;

/// What a customer group brings about beside its account. `None` is "not set": the company's value counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// Payment term in days.
    pub payment_days: Option<i64>,
    /// Discount for early payment.
    pub discount: Option<Rate>,
    pub layout: Option<String>,
    pub language: Option<String>,
    pub currency: Option<Currency>,
    /// Minor units of the group's or the company's currency.
    pub credit_limit: Option<i64>,
    /// The series that numbers the invoices of the group's clients.
    pub series: Option<SeriesId>,
}

const LONGEST_TERM_DAYS: i64 = 3650;

impl Terms {
    fn refuse(&self, series: &[Series]) -> Result<()> {
        if self.payment_days.is_some_and(|days| !(0..=LONGEST_TERM_DAYS).contains(&days)) {
            return Err(Refusal::field(
                "PAYMENT_DAYS_OUT_OF_RANGE",
                "payment_days",
                "The payment term is out of range.",
                "It is a number of days from 0 to 3650.",
            )
            .into());
        }
        if self.discount.is_some_and(|rate| !(0..=10_000).contains(&rate.0)) {
            return Err(Refusal::field(
                "DISCOUNT_OUT_OF_RANGE",
                "discount",
                "The discount is out of range.",
                "It is from 0 to 100 per cent.",
            )
            .into());
        }
        if self.credit_limit.is_some_and(|limit| limit < 0) {
            return Err(Refusal::field(
                "CREDIT_LIMIT_NEGATIVE",
                "credit_limit",
                "The credit limit is below zero.",
                "Leave it empty for no limit, or type an amount.",
            )
            .into());
        }
        let is_offered = |id| series.iter().any(|known| known.id == id && known.purpose == Purpose::Invoice);
        if self.series.is_some_and(|id| !is_offered(id)) {
            return Err(Refusal::field(
                "SERIES_UNKNOWN",
                "number_series",
                "There is no such series of invoices.",
                "Choose one from the list, or add one in the settings of the ledger.",
            )
            .into());
        }
        Ok(())
    }
}

/// Refuses a number that another group has.
fn refuse_number(number: &Number, others: &[PostingGroup], own: Option<GroupId>) -> Result<()> {
    let holder = others.iter().find(|other| other.number == number.as_str() && Some(other.group.id) != own);
    let Some(holder) = holder else { return Ok(()) };
    let next = next_number(others);
    Err(Refusal {
        field: Some("number".into()),
        ..Refusal::rule(
            "NUMBER_TAKEN",
            format!("Number {number} belongs to “{}”.", holder.group.name),
            format!("Two customer groups cannot share a number. The next free one is {next}."),
        )
    }
    .detail("existing", holder.group.id)
    .detail("next_number", next)
    .into())
}

/// One more than the highest number that is all digits.
fn next_number(groups: &[PostingGroup]) -> String {
    let numbers = groups.iter().filter_map(|group| group.number.parse::<u32>().ok());
    (u64::from(numbers.max().unwrap_or(0)) + 1).to_string()
}

fn unknown_zone(zone: VatZoneId, zones: &[VatZone]) -> Result<()> {
    if zones.iter().any(|known| known.id == zone) {
        return Ok(());
    }
    Err(Refusal::field("VAT_ZONE_UNKNOWN", "vat_zone", "There is no such VAT zone.", "Choose one from the list.")
        .into())
}
