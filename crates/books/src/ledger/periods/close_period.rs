//! Closes a month, and opens it again.

use kernel::{Month, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::{ClosedMonths, store};
use crate::ledger::Change;
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Lets a month take no more entries.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ClosePeriod {
    pub month: Month,
}

/// Lets a closed month take entries again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReopenPeriod {
    pub month: Month,
}

impl Act for ClosePeriod {
    const NAME: &'static str = "close_period";
    const NEEDS: Permission = Permission::ClosePeriods;
    type Facts = ClosedMonths;
    type Outcome = Month;

    fn load(&self, scene: &Scene<'_>) -> Result<ClosedMonths> {
        store::closed_months(scene)
    }

    fn decide(self, closed: ClosedMonths, stamp: &Stamp) -> Decision<Month> {
        let month = self.month;
        if closed.holds(month) {
            return Err(is_closed(month).into());
        }
        if month > stamp.today.month() {
            return Err(not_begun(month).into());
        }
        // From here the month will be closed.
        Ok(accept(month, [Change::PeriodClosed(month).into()]).says(format!("Period {} closed", month.for_people())))
    }
}

impl Act for ReopenPeriod {
    const NAME: &'static str = "reopen_period";
    const NEEDS: Permission = Permission::ClosePeriods;
    type Facts = ClosedMonths;
    type Outcome = Month;

    fn load(&self, scene: &Scene<'_>) -> Result<ClosedMonths> {
        store::closed_months(scene)
    }

    fn decide(self, closed: ClosedMonths, _: &Stamp) -> Decision<Month> {
        let month = self.month;
        if !closed.holds(month) {
            return Err(is_open(month).into());
        }
        // From here the month will be opened.
        Ok(accept(month, [Change::PeriodReopened(month).into()])
            .says(format!("Period {} reopened", month.for_people())))
    }
}

fn is_closed(month: Month) -> Refusal {
    Refusal::rule(
        "PERIOD_IS_CLOSED",
        format!("{month} is closed already."),
        "Somebody closed it before. Nothing is left to do.",
    )
}

fn not_begun(month: Month) -> Refusal {
    Refusal::rule(
        "PERIOD_NOT_BEGUN",
        format!("{month} has not begun."),
        "A month is closed when its entries are complete. Close it when it is over.",
    )
}

fn is_open(month: Month) -> Refusal {
    Refusal::rule("PERIOD_IS_OPEN", format!("{month} is open."), "It takes entries already. Nothing is left to do.")
}
