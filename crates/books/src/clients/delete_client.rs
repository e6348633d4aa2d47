//! Deletes a client that left no trace in the books, into the trash, and brings it back from there.

use kernel::{ClientId, Failure, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::{Change, Client, Sight, store};
use crate::groups::{self, Group, Kind, Membership};
use crate::{Act, Change as AnyChange, Decision, Permission, Result, Scene, accept};

/// Puts a client into the trash. It leaves its client groups, so that a group whose last client is in the trash is
/// empty; it keeps its customer group, which every client has.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeleteClient {
    pub id: ClientId,
    /// The version that the one who deletes has seen; `None` takes any.
    pub version: Option<i64>,
}

/// What the rule needs.
pub struct Facts {
    pub client: Option<Client>,
    pub version: i64,
    /// Lines in the books that name the client.
    pub postings: i64,
    /// Invoices and credit notes, drafts too.
    pub invoices: i64,
    /// Live memberships in segments.
    pub memberships: Vec<Membership>,
}

impl Act for DeleteClient {
    const NAME: &'static str = "delete_client";
    const NEEDS: Permission = Permission::DeleteClients;
    type Facts = Facts;
    type Outcome = ClientId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let client = store::find_in_sight(scene, self.id, Sight::of(scene.rights))?;
        Ok(Facts {
            version: client.as_ref().map_or(0, |client| client.version) + store::group_changes(scene, self.id)?,
            client,
            postings: store::postings_of(scene, self.id)?,
            invoices: store::invoices_of(scene, self.id)?,
            memberships: store::segments_of(scene, self.id)?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<ClientId> {
        let client = facts.client.ok_or_else(|| Failure::missing("client", self.id))?;
        if self.version.is_some_and(|seen| seen != facts.version) {
            return Err(changed_meanwhile(&client, self.version.unwrap_or_default(), facts.version).into());
        }
        if facts.postings > 0 {
            return Err(has_entries(&client, facts.postings).into());
        }
        if facts.invoices > 0 {
            return Err(has_invoices(&client, facts.invoices).into());
        }
        // From here the client will go into the trash.
        let text = format!("Client “{}” deleted", client.details.name);
        let left = facts.memberships.into_iter().map(|membership| groups::ended_today(membership, stamp).into());
        let mut changes: Vec<AnyChange> = left.collect();
        changes.push(Change::Deleted(Box::new(client)).into());
        Ok(accept(self.id, changes).says(text).about(self.id).undoable())
    }
}

/// Brings a client back from the trash, without the client groups that it left when it was deleted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RestoreFromTrash {
    pub id: ClientId,
}

/// What came back, and what did not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Restored {
    pub id: ClientId,
    /// Names of the client groups that it was in before it was deleted and is no longer.
    pub left_groups: Vec<String>,
}

impl std::fmt::Display for Restored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.id.fmt(f)
    }
}

impl Restored {
    /// The sentence that says what did not come back; empty when everything did.
    pub fn without(&self) -> String {
        match self.left_groups.as_slice() {
            [] => String::new(),
            groups => format!("It came back without its client groups: {}.", groups.join(", ")),
        }
    }
}

/// What the rule needs.
pub struct TrashFacts {
    pub client: Option<Client>,
    pub left_groups: Vec<String>,
    /// Who has got its number since.
    pub number_holder: Option<store::NumberHolder>,
    /// Its customer group, where no membership says so any more.
    pub to_enter: Option<Group>,
}

impl Act for RestoreFromTrash {
    const NAME: &'static str = "restore_from_trash";
    const NEEDS: Permission = Permission::DeleteClients;
    type Facts = TrashFacts;
    type Outcome = Restored;

    fn load(&self, scene: &Scene<'_>) -> Result<TrashFacts> {
        let client = store::find_in_trash(scene, self.id, Sight::of(scene.rights))?;
        let stands = !store::memberships_of_kind(scene, self.id, Kind::Posting)?.is_empty();
        let (number_holder, to_enter) = match &client {
            Some(client) => (
                store::number_holder(scene, client.number.as_str())?,
                if stands { None } else { groups::store::find(scene, client.posting_group)? },
            ),
            None => (None, None),
        };
        Ok(TrashFacts { client, left_groups: store::groups_left_for_trash(scene, self.id)?, number_holder, to_enter })
    }

    fn decide(self, facts: TrashFacts, stamp: &Stamp) -> Decision<Restored> {
        let client = facts.client.ok_or_else(|| Failure::missing("client", self.id))?;
        if let Some(holder) = facts.number_holder {
            return Err(holder.refusal().into());
        }
        // From here the client will be back.
        let text = format!("Client “{}” brought back from the trash", client.details.name);
        let restored = Restored { id: self.id, left_groups: facts.left_groups };
        let mut changes: Vec<AnyChange> = vec![Change::BroughtBack(Box::new(client)).into()];
        // Undoing a registration takes the membership back too; a client at work has one.
        if let Some(group) = facts.to_enter {
            let membership = groups::membership_from_today(&group, self.id, &mut stamp.ids(), stamp);
            changes.push(groups::Change::MembershipStarted(membership).into());
        }
        Ok(accept(restored, changes).says(text).about(self.id))
    }
}

fn changed_meanwhile(client: &Client, yours: i64, current: i64) -> Refusal {
    Refusal::stale(
        "CHANGED_MEANWHILE",
        format!("“{}” was changed meanwhile.", client.details.name),
        "Nothing was deleted. Look at the client as it is now, then delete it again.",
    )
    .detail("your_version", yours)
    .detail("current_version", current)
    .action("Show the client", format!("/clients/{}", client.id))
}

fn has_entries(client: &Client, postings: i64) -> Refusal {
    let lines = if postings == 1 { "1 line".to_owned() } else { format!("{postings} lines") };
    Refusal::rule(
        "CLIENT_HAS_ENTRIES",
        format!("“{}” cannot be deleted: {lines} in the books name it.", client.details.name),
        "What is booked stays with its client. Archive the client instead: it leaves the lists and keeps its papers.",
    )
    .detail("postings", postings)
    .post_action("Archive instead", format!("/clients/{}/archive", client.id))
    .action("Show its ledger", format!("/clients/{}/ledger", client.id))
}

fn has_invoices(client: &Client, invoices: i64) -> Refusal {
    let name_it = if invoices == 1 { "1 draft names it".to_owned() } else { format!("{invoices} drafts name it") };
    Refusal::rule(
        "CLIENT_HAS_INVOICES",
        format!("“{}” cannot be deleted: {name_it}.", client.details.name),
        "An invoice needs its client. Delete the drafts first, or archive the client instead.",
    )
    .detail("invoices", invoices)
    .post_action("Archive instead", format!("/clients/{}/archive", client.id))
    .action("Show its invoices", format!("/invoices?client={}", client.id))
}
