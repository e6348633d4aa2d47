//! What takes the changes of this room back.

use kernel::ClientId;

use super::merged::merged_since;
use super::{Change, Client, store};
use crate::Result;
use crate::groups::{Group, Membership};
use crate::undo::{Inverse, Undoing};

impl Change {
    /// The client that the change is about.
    pub(crate) fn client(&self) -> ClientId {
        match self {
            Change::Registered(client)
            | Change::Archived(client)
            | Change::Restored(client)
            | Change::Deleted(client)
            | Change::BroughtBack(client)
            | Change::Merged { client, .. }
            | Change::Parted { client, .. } => client.id,
            Change::Changed { after, .. } => after.id,
            Change::Moved { client, .. } | Change::TypesSet { client, .. } | Change::RightSet { client, .. } => *client,
        }
    }
}

pub(crate) fn inverse(change: &Change, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    let now = store::find(undoing.scene, change.client())?;
    let merged = now.as_ref().filter(|now| now.merged_into.is_some() && !undoing.is_back(now.id));
    if let Some(merged) = merged.filter(|_| !matches!(change, Change::Merged { .. })) {
        return Ok(Inverse::blocked(merged_since(merged)));
    }
    match (change, now) {
        (Change::Merged { client, into }, Some(now)) => parting(client, *into, now, undoing),
        (Change::Parted { .. }, _) => Ok(Inverse::blocked("What was parted is merged again by merging.")),
        (Change::Registered(client), Some(now)) => registration(client, now, undoing),
        (Change::Registered(_) | Change::BroughtBack(_), None) => Ok(Inverse::nothing()),
        (Change::Deleted(client), None) => deletion(client, undoing),
        (Change::Deleted(_), Some(_)) => Ok(Inverse::nothing()),
        (Change::BroughtBack(_), Some(now)) => registration(&now.clone(), now, undoing),
        (Change::Changed { before, after }, Some(now)) => change_back(before, after, now, undoing),
        (Change::Archived(_), Some(now)) if now.archived => Ok(Inverse::of(Change::Restored(Box::new(now)))),
        (Change::Restored(_), Some(now)) if !now.archived => Ok(Inverse::of(Change::Archived(Box::new(now)))),
        (Change::Archived(_) | Change::Restored(_), Some(_)) => Ok(Inverse::nothing()),
        (Change::Moved { from, to, .. }, Some(now)) => move_back(*from, *to, &now),
        (Change::TypesSet { before, after, .. }, Some(now)) => {
            super::client_types::types_back(before, after, &now, undoing)
        }
        (Change::RightSet { client, member, before, after }, Some(_)) => {
            if store::right_of(undoing.scene, *client, *member)? != *after {
                return Ok(Inverse::blocked("The right was changed again since."));
            }
            Ok(Inverse::of(Change::RightSet { client: *client, member: *member, before: *after, after: *before }))
        }
        (_, None) => Ok(Inverse::blocked("The client was deleted since.")),
    }
}

/// A client that was merged is one of its own again, as long as the other one goes on.
fn parting(before: &Client, into: ClientId, now: Client, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    if now.merged_into != Some(into) {
        return Ok(Inverse::nothing());
    }
    match store::find(undoing.scene, into)? {
        Some(heir) if heir.merged_into.is_none() => {}
        Some(heir) => return Ok(Inverse::blocked(merged_since(&heir))),
        None => return Ok(Inverse::blocked("The client that it was merged into was deleted since.")),
    }
    undoing.comes_back(now.id);
    Ok(Inverse::of(Change::Parted { client: Box::new(now), archived: before.archived }))
}

/// A client that was registered goes, as long as nothing in the books names it.
fn registration(client: &Client, now: Client, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    if store::postings_of(undoing.scene, client.id)? > 0 {
        return Ok(Inverse::blocked(format!("“{}” stands in the books since.", now.details.name)));
    }
    // A smart group lets go of a client that goes.
    let stays = |(membership, group): &&(Membership, Group)| group.smart.is_none() && !undoing.is_gone(membership.id);
    if let Some((_, group)) = store::left_for_trash(undoing.scene, client.id)?.iter().find(stays) {
        let (kind, name) = (group.kind.label().to_lowercase(), &group.name);
        return Ok(Inverse::blocked(format!("“{}” is in the {kind} “{name}” since.", now.details.name)));
    }
    if let Some((_, group)) = crate::groups::corporate::store::any_of(undoing.scene, client.id)? {
        return Ok(Inverse::blocked(format!("“{}” is in the corporate group “{group}” since.", now.details.name)));
    }
    if let Some(other) = store::merged_into(undoing.scene, client.id)? {
        return Ok(Inverse::blocked(format!("“{other}” was merged into “{}” since.", now.details.name)));
    }
    undoing.goes(client.id);
    Ok(Inverse::of(Change::Deleted(Box::new(now))))
}

/// A client that was deleted comes back, unless its number was given away.
fn deletion(client: &Client, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    if let Some(holder) = store::number_holder(undoing.scene, client.number.as_str())? {
        return Ok(Inverse::blocked(format!("Number {} was given to “{}” since.", client.number, holder.name)));
    }
    undoing.comes_back(client.id);
    Ok(Inverse::of(Change::BroughtBack(Box::new(Client { version: client.version + 1, ..client.clone() }))))
}

fn change_back(before: &Client, after: &Client, now: Client, undoing: &Undoing<'_>) -> Result<Inverse> {
    let same = now.number == after.number && now.details == after.details;
    if !same {
        return Ok(Inverse::blocked(format!("“{}” was changed again since.", now.details.name)));
    }
    let holder = store::number_holder(undoing.scene, before.number.as_str())?;
    if holder.is_some_and(|holder| holder.id != before.id) {
        return Ok(Inverse::blocked(format!("Number {} was given to another client since.", before.number)));
    }
    let back = Client {
        number: before.number.clone(),
        details: before.details.clone(),
        version: now.version + 1,
        ..now.clone()
    };
    Ok(Inverse::of(Change::Changed { before: Box::new(now), after: Box::new(back) }))
}

fn move_back(from: kernel::GroupId, to: kernel::GroupId, now: &Client) -> Result<Inverse> {
    if now.posting_group != to {
        return Ok(Inverse::blocked(format!("“{}” was moved again since.", now.details.name)));
    }
    Ok(Inverse::of(Change::Moved { client: now.id, from: to, to: from, version: now.version + 1 }))
}
