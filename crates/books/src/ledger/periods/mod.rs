//! Periods: months that take entries, and months that are closed.

mod close_period;
mod list_periods;
pub(crate) mod store;

use std::collections::BTreeSet;

use kernel::{Day, Month, Refusal};

pub use close_period::{ClosePeriod, ReopenPeriod};
pub use list_periods::{ListPeriods, Period};

/// The months that take no more entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClosedMonths(pub BTreeSet<Month>);

impl ClosedMonths {
    pub fn holds(&self, month: Month) -> bool {
        self.0.contains(&month)
    }

    /// Passes when the day's month is open; otherwise refuses and names the next day that is.
    pub fn refuse(&self, day: Day) -> Result<(), Refusal> {
        if self.holds(day.month()) { Err(self.period_closed(day)) } else { Ok(()) }
    }

    /// The day itself where its month is open, else the first day of the next open month.
    pub fn open_day_from(&self, day: Day) -> Option<Day> {
        if !self.holds(day.month()) {
            return Some(day);
        }
        let mut month = day.month();
        loop {
            month = month.next().ok()?;
            if !self.holds(month) {
                return Some(month.first_day());
            }
        }
    }

    /// rules/ledger.md#periods
    fn period_closed(&self, day: Day) -> Refusal {
        let month = day.month();
        let next = self.open_day_from(day);
        let cure = match next {
            Some(day) => format!("Date it {day} or later, or have {month} reopened."),
            None => format!("Have {month} reopened."),
        };
        let refusal = Refusal::rule(
            "PERIOD_CLOSED",
            format!("{month} is closed."),
            format!("A closed month takes no more entries, so that what was reported stays true. {cure}"),
        )
        .detail("month", month)
        .action("Open the periods", "/settings/ledger");
        match next {
            Some(day) => refusal.detail("next_open_day", day),
            None => refusal,
        }
    }
}
