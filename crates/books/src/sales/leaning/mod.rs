//! What undo leaves as it is, because something that was booked since leans on it.

mod store;
#[cfg(test)]
mod tests;

use crate::undo::{Inverse, Undoing};
use crate::{Change, Result, clients};

/// A client is parted again only as long as the other one corrects none of its invoices; and is put back into its former
/// customer group only as long as nothing was booked in the present one.
pub(crate) fn keep_booked(changes: Vec<Change>, undoing: &Undoing<'_>) -> Result<Inverse> {
    for change in &changes {
        let Change::Clients(change) = change else { continue };
        match change {
            clients::Change::Parted { client, .. } => {
                if let Some(number) = store::corrected_elsewhere(undoing.scene, client.id)? {
                    return Ok(Inverse::blocked(format!(
                        "{number} is corrected by a credit note of the other client."
                    )));
                }
            }
            clients::Change::Moved { client, from, .. } => {
                if let Some(number) = store::booked_in(undoing.scene, *client, *from)? {
                    return Ok(Inverse::blocked(format!("{number} was booked in the present customer group.")));
                }
            }
            _ => {}
        }
    }
    Ok(Inverse::Changes(changes))
}
