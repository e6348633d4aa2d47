//! The counts of Home, in one statement.

use db::{View, params};
use kernel::Day;

use crate::Result;

pub(super) struct Counts {
    pub clients: i64,
    pub prospects: i64,
    pub client_groups: i64,
    pub customer_groups: i64,
    pub members: i64,
    pub drafts: i64,
    pub booked_this_month: i64,
    pub has_address: bool,
}

pub(super) fn counts(view: &View<'_>, today: Day) -> Result<Counts> {
    let first = today.number() / 100 * 100;
    let found = view.first(
        "SELECT (SELECT COUNT(*) FROM clients WHERE archived_at IS NULL AND deleted_at IS NULL),
                (SELECT COUNT(*) FROM clients
                  WHERE archived_at IS NULL AND deleted_at IS NULL AND lifecycle = 'prospect'),
                (SELECT COUNT(*) FROM groups_of_clients WHERE kind = 'segment' AND archived_at IS NULL AND deleted_at IS NULL),
                (SELECT COUNT(*) FROM groups_of_clients WHERE kind = 'posting' AND archived_at IS NULL AND deleted_at IS NULL),
                (SELECT COUNT(*) FROM members WHERE active),
                (SELECT COUNT(*) FROM invoices WHERE booked_at IS NULL),
                (SELECT COUNT(*) FROM invoices WHERE booked_at IS NOT NULL AND day > $1 AND day < $2),
                (SELECT COUNT(*) FROM company WHERE street IS NOT NULL AND city IS NOT NULL)",
        &params![first, first + 100],
        |row| {
            Ok(Counts {
                clients: row.get(0)?,
                prospects: row.get(1)?,
                client_groups: row.get(2)?,
                customer_groups: row.get(3)?,
                members: row.get(4)?,
                drafts: row.get(5)?,
                booked_this_month: row.get(6)?,
                has_address: row.get::<i64>(7)? > 0,
            })
        },
    )?;
    found.ok_or_else(|| kernel::Failure::broken("counting answered no row"))
}
