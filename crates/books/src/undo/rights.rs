//! The rights that taking a change back needs, beside the permission that its verb needed.

use crate::{Change, Result, Scene, clients, groups};

/// A right on one client can have been withdrawn since.
pub(super) fn require(change: &Change, scene: &Scene<'_>) -> Result<()> {
    match change {
        Change::Groups(change) => {
            if let Some(client) = change.client() {
                clients::require_edit(scene, client)?;
            }
            // A billing group is for whoever may edit the one who usually pays.
            match change.group().map(|group| groups::store::primary_of(scene, group)).transpose()?.flatten() {
                Some(client) => clients::require_edit(scene, client),
                None => Ok(()),
            }
        }
        Change::Clients(change) => {
            if let clients::Change::Merged { into, .. } = change {
                clients::require_edit(scene, *into)?;
            }
            clients::require_edit(scene, change.client())
        }
        _ => Ok(()),
    }
}
