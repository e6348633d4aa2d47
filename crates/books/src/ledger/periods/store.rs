//! The table of closed months.

use db::{Table, View, WriteSet, params};
use kernel::{Month, Stamp};

use super::{ClosedMonths, Period};
use crate::Result;

static CLOSED: Table = Table { name: "closed_periods", columns: &["month", "closed_at", "closed_by"], on_conflict: "" };

/// Every month that takes no more entries.
pub(crate) fn closed_months(view: &View<'_>) -> Result<ClosedMonths> {
    let months = view.rows("SELECT month FROM closed_periods", &[], |row| {
        Month::from_number(row.get(0)?).map_err(|error| db::DbError::Other(error.to_string()))
    })?;
    Ok(ClosedMonths(months.into_iter().collect()))
}

pub(in crate::ledger) fn close(month: Month, set: &mut WriteSet, stamp: &Stamp) {
    set.insert(&CLOSED, params![month, stamp.now, stamp.actor.to_string()]);
}

pub(in crate::ledger) fn reopen(month: Month, set: &mut WriteSet) {
    set.run("DELETE FROM closed_periods WHERE month = $1", params![month]);
}

/// Months with entries, closed ones and `current`, newest first; `closed_by` is the actor's code.
pub(super) fn periods(view: &View<'_>, current: Month) -> Result<Vec<Period>> {
    let sql = "SELECT m.month, CAST(SUM(m.entries) AS BIGINT), MAX(m.closed_by) FROM (
            SELECT day / 100 AS month, COUNT(*) AS entries, NULL AS closed_by FROM entries GROUP BY day / 100
            UNION ALL SELECT month, 0, closed_by FROM closed_periods
            UNION ALL SELECT CAST($1 AS BIGINT), 0, NULL) m
        GROUP BY m.month ORDER BY m.month DESC";
    Ok(view.rows(sql, &params![current], |row| {
        let month = Month::from_number(row.get(0)?).map_err(|error| db::DbError::Other(error.to_string()))?;
        Ok(Period { month, entries: row.get(1)?, closed_by: row.get(2)? })
    })?)
}
