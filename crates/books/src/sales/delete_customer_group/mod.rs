//! Deletes a customer group that no client is in and nothing was posted for.
//!
//! It stands in this room because booked invoices keep the group they were posted for.

mod store;

use kernel::{Failure, GroupId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use crate::groups::{self, Group, Kind};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Deletes a posting group. The last one may go too, while there is no client.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeleteCustomerGroup {
    pub id: GroupId,
    pub version: Option<i64>,
}

/// Three questions.
pub struct Facts {
    group: Group,
    /// Clients in the group, those in the trash too: restored, they need it.
    clients: i64,
    trashed: i64,
    has_entries: bool,
}

impl Act for DeleteCustomerGroup {
    const NAME: &'static str = "delete_customer_group";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Facts;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let group = groups::store::find_of_kind(scene, self.id, Kind::Posting)?
            .ok_or_else(|| Failure::missing("customer group", self.id))?;
        let (clients, trashed) = store::clients_of(scene, self.id)?;
        Ok(Facts { group, clients, trashed, has_entries: store::has_entries(scene, self.id)? })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<GroupId> {
        groups::refuse_stale(&facts.group, self.version)?;
        if facts.clients > 0 {
            return Err(not_empty(&facts).into());
        }
        if facts.has_entries {
            return Err(has_entries(&facts.group).into());
        }
        // From here the group will be deleted.
        let text = format!("Customer group “{}” deleted", facts.group.name);
        Ok(accept(self.id, [groups::Change::Deleted(facts.group).into()]).says(text).about(self.id).undoable())
    }
}

fn not_empty(facts: &Facts) -> Refusal {
    let clients = match facts.clients {
        1 => "1 client is".to_owned(),
        some => format!("{some} clients are"),
    };
    let trashed = match facts.trashed {
        0 => String::new(),
        some => format!(" {some} of them in the trash."),
    };
    let refusal = Refusal::rule(
        "GROUP_NOT_EMPTY",
        format!("“{}” cannot be deleted: {clients} in it.", facts.group.name),
        format!(
            "Every client stands in exactly one customer group, because its account takes the client's invoices. Move \
             them to another group first, or archive this one.{trashed}"
        ),
    )
    .detail("clients", facts.clients)
    .detail("in_trash", facts.trashed)
    .action("Show the clients", format!("/clients?customer_group={}", facts.group.id));
    archive_instead(refusal, &facts.group)
}

fn has_entries(group: &Group) -> Refusal {
    let refusal = Refusal::rule(
        "GROUP_HAS_ENTRIES",
        format!("“{}” cannot be deleted: something was posted for its clients.", group.name),
        "Booked documents keep the group they were posted for. An archived group is out of the way and stays on them.",
    );
    archive_instead(refusal, group)
}

fn archive_instead(refusal: Refusal, group: &Group) -> Refusal {
    if group.archived {
        return refusal;
    }
    refusal.post_action("Archive instead", format!("/settings/customer-groups/{}/archive", group.id))
}

#[cfg(test)]
mod tests;
