//! The table of closed months.

use db::View;
use kernel::Month;

use super::ClosedMonths;
use crate::Result;

/// Every month that takes no more entries.
pub(crate) fn closed_months(view: &View<'_>) -> Result<ClosedMonths> {
    let months = view.rows("SELECT month FROM closed_periods", &[], |row| {
        Month::from_number(row.get(0)?).map_err(|error| db::DbError::Other(error.to_string()))
    })?;
    Ok(ClosedMonths(months.into_iter().collect()))
}
