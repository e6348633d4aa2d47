//! The rights that taking a change back needs, beside the permission that its verb needed.

use crate::{Change, Result, Scene, clients};

/// A right on one client can have been withdrawn since.
pub(super) fn require(change: &Change, scene: &Scene<'_>) -> Result<()> {
    match change {
        Change::Groups(change) => match change.client() {
            Some(client) => clients::require_edit(scene, client),
            None => Ok(()),
        },
        Change::Clients(change) => clients::require_edit(scene, change.client()),
        _ => Ok(()),
    }
}
