//! Moves a client into another customer group, from today on.

use kernel::{ClientId, Failure, GroupId, IdMaker, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::grouping::may_not_edit;
use super::{Change, Client, Sight, store};
use crate::groups::{self, Group, Kind, Membership};
use crate::{Act, Change as AnyChange, Decision, Permission, Result, Scene, accept};

/// Later invoices are posted to the new group's account. What is booked stays where it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MoveCustomerGroup {
    pub id: ClientId,
    pub customer_group: GroupId,
}

/// What the rule needs.
pub struct Facts {
    client: Option<Client>,
    may_edit: bool,
    standing: Standing,
}

impl Act for MoveCustomerGroup {
    const NAME: &'static str = "move_customer_group";
    const NEEDS: Permission = Permission::EditOwnClients;
    type Facts = Facts;
    type Outcome = ClientId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts {
            client: store::find_in_sight(scene, self.id, Sight::of(scene.rights))?,
            may_edit: store::may_edit(scene, self.id)?,
            standing: Standing::load(scene, self.id)?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<ClientId> {
        let client = facts.client.ok_or_else(|| Failure::missing("client", self.id))?;
        if !facts.may_edit {
            return Err(may_not_edit());
        }
        let version = client.version + 1;
        let Some(group) = facts.standing.target(&client, self.customer_group)? else { return Ok(accept(self.id, [])) };
        // From here the client will be moved.
        let text = format!("Client “{}” moved to customer group “{}”", client.details.name, group.name);
        let changes = facts.standing.moves(&client, group, version, &mut stamp.ids(), stamp);
        Ok(accept(self.id, changes).says(text).about(self.id).undoable())
    }
}

/// Where a client stands, and where it could.
pub(super) struct Standing {
    customer_groups: Vec<Group>,
    /// The live membership in the present customer group.
    membership: Option<Membership>,
    /// Minor units of the company's currency.
    open_balance: i64,
}

impl Standing {
    pub(super) fn load(scene: &Scene<'_>, client: ClientId) -> Result<Standing> {
        Ok(Standing {
            customer_groups: groups::store::of_kind(scene, Kind::Posting)?,
            membership: store::memberships_of_kind(scene, client, Kind::Posting)?.into_iter().next(),
            open_balance: store::open_balance(scene, client)?,
        })
    }

    /// The group to move into; `None` where the client stands already.
    pub(super) fn target(&self, client: &Client, wanted: GroupId) -> Result<Option<&Group>> {
        if wanted == client.posting_group {
            return Ok(None);
        }
        let group = super::register_client::open_customer_group(&self.customer_groups, wanted)?;
        if self.open_balance != 0 {
            return Err(open_items(client).into());
        }
        Ok(Some(group))
    }

    /// `version` is the client's from now on.
    pub(super) fn moves(
        &self,
        client: &Client,
        group: &Group,
        version: i64,
        ids: &mut IdMaker,
        stamp: &Stamp,
    ) -> Vec<AnyChange> {
        let left = self.membership.iter().cloned().map(|membership| groups::ended_today(membership, stamp).into());
        let mut changes: Vec<AnyChange> = left.collect();
        let entered = groups::membership_from_today(group, client.id, ids, stamp);
        changes.push(groups::Change::MembershipStarted(entered).into());
        let (from, to) = (client.posting_group, group.id);
        changes.push(Change::Moved { client: client.id, from, to, version }.into());
        changes
    }
}

fn open_items(client: &Client) -> Refusal {
    Refusal::rule(
        "OPEN_ITEMS",
        format!("“{}” has an open balance on its present control account.", client.details.name),
        "Its open items would lie on one account and its new invoices on another. Settle the balance first; moving \
         with open items comes with the transfer of items between control accounts.",
    )
    .action("Show its ledger", format!("/clients/{}/ledger", client.id))
}
