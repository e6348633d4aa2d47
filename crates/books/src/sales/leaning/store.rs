//! Booked papers that lean on a change.

use db::{View, params};
use kernel::{ClientId, GroupId};

use crate::Result;

/// The number of an invoice of the client that a booked credit note of another client corrects.
pub(super) fn corrected_elsewhere(view: &View<'_>, client: ClientId) -> Result<Option<String>> {
    let sql = "SELECT i.number FROM invoices c JOIN invoices i ON i.id = c.credits
        WHERE i.client = $1 AND c.client <> $1 AND c.booked_at IS NOT NULL ORDER BY i.number LIMIT 1";
    Ok(view.first(sql, &params![client], |row| row.get(0))?)
}

/// The number of a document that was booked for the client in a customer group, since it entered that group last.
pub(super) fn booked_in(view: &View<'_>, client: ClientId, group: GroupId) -> Result<Option<String>> {
    let sql = "SELECT i.number FROM invoices i WHERE i.client = $1 AND i.posting_group = $2 AND i.booked_at IS NOT NULL
          AND i.booked_at >= (SELECT MAX(m.added_at) FROM memberships m
                WHERE m.client = $1 AND m.group_id = $2 AND m.ended_at IS NULL)
        ORDER BY i.day, i.number LIMIT 1";
    Ok(view.first(sql, &params![client, group], |row| row.get(0))?)
}
