//! Rights on one client, for what changes the groups it is in.

use kernel::{ClientId, Failure};

use crate::clients::{self, store};
use crate::undo::{Inverse, Undoing};
use crate::{Change, Result, Scene, groups};

/// Passes, or says that this client is not for the one at the desk to change.
pub(crate) fn require_edit(scene: &Scene<'_>, client: ClientId) -> Result<()> {
    if store::may_edit(scene, client)? { Ok(()) } else { Err(may_not_edit()) }
}

pub(crate) fn may_not_edit() -> Failure {
    Failure::forbidden(
        "PERM_CLIENT_EDIT",
        "clients.edit",
        "You may not change this client. Whoever may edit all clients, or may manage members, can give you the right \
         on it.",
    )
}

/// Lets memberships go on only for clients that are there: a client in the trash stands in no client group.
pub(crate) fn join_again(changes: Vec<Change>, undoing: &Undoing<'_>) -> Result<Inverse> {
    for change in &changes {
        if let Change::Groups(groups::Change::MembershipResumed(membership)) = change
            && !undoing.is_back(membership.client)
            && store::find(undoing.scene, membership.client)?.is_none()
        {
            if groups::store::is_smart(undoing.scene, membership.group)? {
                // The filter finds whoever is there by now.
                return Ok(Inverse::nothing());
            }
            return Ok(Inverse::blocked("A client was deleted since."));
        }
    }
    if let Some(reason) = clients::still_apart(&changes, undoing)? {
        return Ok(Inverse::blocked(reason));
    }
    if let Some(blocked) = clients::still_fits(&changes, undoing)? {
        return Ok(blocked);
    }
    Ok(Inverse::Changes(changes))
}
