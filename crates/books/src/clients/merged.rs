//! What a client that was merged into another does not get any more.

use kernel::Refusal;

use super::{Client, store};
use crate::undo::Undoing;
use crate::{Change, Result, groups};

/// Refuses to give anything new to a client that was merged into another.
pub(crate) fn refuse_merged(client: &Client) -> std::result::Result<(), Refusal> {
    let Some(into) = client.merged_into else { return Ok(()) };
    Err(Refusal::rule(
        "CLIENT_MERGED",
        format!("“{}” was merged into another client.", client.details.name),
        "Its papers stay with it; everything new belongs to the client that goes on. Use that one, or undo the merge.",
    )
    .detail("merged_into", into)
    .action("Show the client that goes on", format!("/clients/{into}")))
}

/// Why nobody can be put back into a group, or to the head of one: they were merged into another client since.
pub(crate) fn still_apart(changes: &[Change], undoing: &Undoing<'_>) -> Result<Option<String>> {
    for change in changes {
        let Change::Groups(groups::Change::MembershipResumed(membership)) = change else { continue };
        let found = store::find(undoing.scene, membership.client)?.filter(|client| client.merged_into.is_some());
        if let Some(client) = found.filter(|client| !undoing.is_back(client.id)) {
            return Ok(Some(merged_since(&client)));
        }
    }
    Ok(None)
}

pub(super) fn merged_since(client: &Client) -> String {
    format!("“{}” was merged into another client since.", client.details.name)
}
