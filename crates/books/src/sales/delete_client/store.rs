//! What holds on to a client.

use db::{View, params};
use kernel::ClientId;

use crate::Result;

/// Invoices and credit notes of the client, booked through it or with a line for it, drafts too.
pub(super) fn invoices_of(view: &View<'_>, id: ClientId) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM invoices WHERE client = $1 OR agency = $1
            OR id IN (SELECT invoice FROM invoice_lines WHERE recipient = $1)";
    Ok(view.number(sql, &params![id])?)
}
