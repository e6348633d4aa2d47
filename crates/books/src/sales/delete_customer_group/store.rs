//! What holds on to a customer group.

use db::{View, params};
use kernel::GroupId;

use crate::Result;

/// Clients in the group, and how many of them are in the trash.
pub(super) fn clients_of(view: &View<'_>, group: GroupId) -> Result<(i64, i64)> {
    let sql = "SELECT COUNT(*), COUNT(*) FILTER (WHERE deleted_at IS NOT NULL) FROM clients WHERE posting_group = $1";
    let found = view.first(sql, &params![group], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.unwrap_or_default())
}

/// Whether an invoice was booked for the group, or an entry made by hand for a client on a day it was in it.
pub(super) fn has_entries(view: &View<'_>, group: GroupId) -> Result<bool> {
    let booked = "SELECT COUNT(*) FROM (
        SELECT 1 FROM invoices WHERE posting_group = $1 AND booked_at IS NOT NULL LIMIT 1) x";
    if view.number(booked, &params![group])? > 0 {
        return Ok(true);
    }
    let by_hand = "SELECT COUNT(*) FROM (
        SELECT 1 FROM memberships m JOIN postings p ON p.client = m.client
        JOIN accounts a ON a.id = p.account AND a.control = 'receivable'
        WHERE m.group_id = $1 AND p.day >= m.from_day AND (m.until_day IS NULL OR p.day <= m.until_day) LIMIT 1) x";
    Ok(view.number(by_hand, &params![group])? > 0)
}
