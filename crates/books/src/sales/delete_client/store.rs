//! What holds on to a client.

use db::{View, params};
use kernel::ClientId;

use crate::Result;

/// Invoices and credit notes of the client or booked through it, drafts too.
pub(super) fn invoices_of(view: &View<'_>, id: ClientId) -> Result<i64> {
    Ok(view.number("SELECT COUNT(*) FROM invoices WHERE client = $1 OR agency = $1", &params![id])?)
}
