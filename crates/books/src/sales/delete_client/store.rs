//! What holds on to a client.

use db::{View, params};
use kernel::ClientId;

use crate::Result;

/// Invoices and credit notes of the client, drafts too.
pub(super) fn invoices_of(view: &View<'_>, id: ClientId) -> Result<i64> {
    Ok(view.number("SELECT COUNT(*) FROM invoices WHERE client = $1", &params![id])?)
}
