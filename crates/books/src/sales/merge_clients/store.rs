//! Papers of a client that is merged.

use db::{View, params};
use kernel::ClientId;

use crate::Result;

/// Booked invoices and credit notes of the client.
pub(super) fn booked_of(view: &View<'_>, client: ClientId) -> Result<i64> {
    Ok(view.number("SELECT COUNT(*) FROM invoices WHERE client = $1 AND booked_at IS NOT NULL", &params![client])?)
}
