//! Deletes a client that left no trace in the books and on no paper, into the trash.
//!
//! It stands in this room because a draft needs its client, although nothing of it is booked.

mod store;

use kernel::{ClientId, Failure, GroupId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use crate::clients::{self, Client, Sight};
use crate::groups::{self, Group, Membership};
use crate::undo::{Inverse, Undoing};
use crate::{Act, Change as AnyChange, Decision, Permission, Result, Scene, accept};

/// Puts a client into the trash. It leaves its client groups, so that a group whose last client is in the trash is
/// empty, and its billing groups, unless it is the one who usually pays for them; it keeps its customer group, which every client has. Whoever
/// was ever in a corporate group stays: what its years brought about leans on it.
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
    /// Live memberships that it leaves.
    pub memberships: Vec<(Membership, Group)>,
    /// Billing groups for which it usually pays.
    pub pays_for: Vec<Group>,
    /// Another client, which it goes on for.
    pub goes_on_for: Option<String>,
    /// A corporate group that it stands in, in whichever year.
    pub stands_in: Option<(GroupId, String)>,
}

impl Act for DeleteClient {
    const NAME: &'static str = "delete_client";
    const NEEDS: Permission = Permission::DeleteClients;
    type Facts = Facts;
    type Outcome = ClientId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let client = clients::store::find_in_sight(scene, self.id, Sight::of(scene.rights))?;
        Ok(Facts {
            version: client.as_ref().map_or(0, |client| client.version)
                + clients::store::group_changes(scene, self.id)?,
            client,
            postings: clients::store::postings_of(scene, self.id)?,
            invoices: store::invoices_of(scene, self.id)?,
            memberships: clients::store::left_for_trash(scene, self.id)?,
            pays_for: groups::store::paid_by(scene, self.id)?,
            goes_on_for: clients::store::merged_into(scene, self.id)?,
            stands_in: groups::corporate::store::any_of(scene, self.id)?,
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
        if let Some(other) = &facts.goes_on_for {
            return Err(goes_on_for(&client, other).into());
        }
        if let Some(group) = facts.pays_for.first() {
            return Err(pays_for(&client, group, facts.pays_for.len()).into());
        }
        if let Some(group) = &facts.stands_in {
            return Err(clients::in_corporate_group(client.id, client.details.name.as_str(), group).into());
        }
        // From here the client will go into the trash.
        let text = format!("Client “{}” deleted", client.details.name);
        let left = facts.memberships.into_iter().map(|(membership, _)| groups::ended_today(membership, stamp).into());
        let mut changes: Vec<AnyChange> = left.collect();
        changes.push(clients::Change::Deleted(Box::new(client)).into());
        Ok(accept(self.id, changes).says(text).about(self.id).undoable())
    }
}

/// A client who stands on a paper is not taken away by undoing the registration either.
pub(crate) fn keep_invoiced(changes: Vec<AnyChange>, undoing: &Undoing<'_>) -> Result<Inverse> {
    for change in &changes {
        if let AnyChange::Clients(clients::Change::Deleted(client)) = change
            && store::invoices_of(undoing.scene, client.id)? > 0
        {
            return Ok(Inverse::blocked(format!("“{}” has been invoiced since.", client.details.name)));
        }
    }
    Ok(Inverse::Changes(changes))
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

fn goes_on_for(client: &Client, other: &str) -> Refusal {
    Refusal::rule(
        "CLIENT_HAS_MERGED",
        format!("“{}” cannot be deleted: “{other}” was merged into it.", client.details.name),
        "What belonged to that client goes on here. Undo the merge first, or archive the client instead.",
    )
    .post_action("Archive instead", format!("/clients/{}/archive", client.id))
}

fn pays_for(client: &Client, group: &Group, groups: usize) -> Refusal {
    let others = match groups {
        1 => String::new(),
        2 => " and of 1 more".to_owned(),
        groups => format!(" and of {} more", groups - 1),
    };
    Refusal::rule(
        "CLIENT_IS_PRIMARY_CONTACT",
        format!(
            "“{}” cannot be deleted: it is the primary contact of the billing group “{}”{others}.",
            client.details.name, group.name
        ),
        "Somebody usually pays for a billing group. Name another member as primary contact there, or delete the group \
         when nobody else is in it.",
    )
    .detail("billing_groups", groups)
    .action(format!("Edit “{}”", group.name), format!("/billing-groups/{}/edit", group.id))
}

fn has_invoices(client: &Client, invoices: i64) -> Refusal {
    let name_it =
        if invoices == 1 { "1 document names it".to_owned() } else { format!("{invoices} documents name it") };
    Refusal::rule(
        "CLIENT_HAS_INVOICES",
        format!("“{}” cannot be deleted: {name_it}.", client.details.name),
        "An invoice needs its client, through whom it was booked, and for whom its lines are. Delete the drafts first, or archive the client instead.",
    )
    .detail("invoices", invoices)
    .post_action("Archive instead", format!("/clients/{}/archive", client.id))
    .action("Show its invoices", format!("/invoices?client={}", client.id))
}
