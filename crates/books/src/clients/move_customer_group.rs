//! Moves a client into another customer group, from a day on, with its open items or without them.

use kernel::{AccountId, ClientId, Day, Failure, GroupId, IdMaker, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::grouping::may_not_edit;
use super::{Change, Client, Sight, refuse_merged, store};
use crate::groups::{self, Group, Kind, Membership, OpenItems, PostingGroup};
use crate::ledger::open_items::Transfer;
use crate::{Act, Change as AnyChange, Decision, Permission, Result, Scene, accept, company};

/// Invoices dated from `valid_from` on are posted to the new group's account. What is booked stays where it is, unless its
/// open items are transferred.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MoveCustomerGroup {
    pub id: ClientId,
    pub customer_group: GroupId,
    /// Today where it is not given; never later.
    pub valid_from: Option<Day>,
    /// They stay unless something else is said.
    pub open_items: Option<OpenItems>,
    /// The day of the transfer; today where it is not given.
    pub on: Option<Day>,
}

impl MoveCustomerGroup {
    /// From today on; open items stay.
    pub fn today(id: ClientId, customer_group: GroupId) -> MoveCustomerGroup {
        MoveCustomerGroup { id, customer_group, valid_from: None, open_items: None, on: None }
    }
}

/// What the rule needs.
pub struct Facts {
    client: Option<Client>,
    may_edit: bool,
    /// What is posted needs the right to post.
    may_post: bool,
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
            may_post: scene.rights.has(Permission::PostEntries),
            standing: Standing::load(scene, self.id)?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<ClientId> {
        let client = facts.client.ok_or_else(|| Failure::missing("client", self.id))?;
        if !facts.may_edit {
            return Err(may_not_edit());
        }
        refuse_merged(&client)?;
        let standing = &facts.standing;
        let Some(group) = standing.target(&client, self.customer_group)? else { return Ok(accept(self.id, [])) };
        let from = self.valid_from.unwrap_or(stamp.today);
        standing.check_day(from, stamp.today)?;
        let transfers = self.open_items == Some(OpenItems::Transfer);
        if transfers && !facts.may_post {
            return Err(Permission::PostEntries.missing());
        }
        let name = &client.details.name;
        let mut ids = stamp.ids();
        let posted = if transfers {
            let text = format!("Open items of “{name}” to “{}”", group.group.name);
            standing.open.decide(group.account, self.on.unwrap_or(stamp.today), (text, 0), &mut ids)?
        } else {
            Vec::new()
        };
        // From here the client will be moved.
        let version = client.version + 1;
        let items = match self.open_items {
            _ if standing.open.items.is_empty() => "",
            Some(OpenItems::Transfer) => ", open items transferred",
            _ => ", open items stay",
        };
        let day = if from == stamp.today { String::new() } else { format!(" from {} on", from.for_people()) };
        let text = format!("Client “{name}” moved to customer group “{}”{day}{items}", group.group.name);
        let mut changes = standing.moves(&client, &group.group, (from, version), &mut ids);
        // What is posted is taken back by a reversal, not by undo.
        let is_undoable = posted.is_empty();
        changes.extend(posted.into_iter().map(Into::into));
        let mut accepted = accept(self.id, changes).says(text).about(self.id);
        accepted.undoable = is_undoable;
        Ok(accepted)
    }
}

/// Where a client stands, and where it could.
pub(super) struct Standing {
    customer_groups: Vec<PostingGroup>,
    /// The live membership in the present customer group.
    membership: Option<Membership>,
    /// Whether the company lets clients with open items move.
    moves_with_open_items: bool,
    open: Transfer,
}

impl Standing {
    pub(super) fn load(scene: &Scene<'_>, client: ClientId) -> Result<Standing> {
        Ok(Standing {
            customer_groups: groups::store::posting_groups(scene)?,
            membership: store::memberships_of_kind(scene, client, Kind::Posting)?.into_iter().next(),
            moves_with_open_items: company::read(scene)?.moves_with_open_items,
            open: Transfer::of_client(scene, client)?,
        })
    }

    /// The group to move into; `None` where the client stands already.
    pub(super) fn target(&self, client: &Client, wanted: GroupId) -> Result<Option<&PostingGroup>> {
        if wanted == client.posting_group {
            return Ok(None);
        }
        let groups = self.customer_groups.iter().map(|posting| &posting.group);
        let wanted = super::register_client::open_customer_group(groups, wanted)?.id;
        if !self.moves_with_open_items && !self.open.items.is_empty() {
            return Err(open_items(client).into());
        }
        Ok(self.customer_groups.iter().find(|posting| posting.group.id == wanted))
    }

    /// The same, for a form that does not ask what becomes of open items.
    pub(super) fn plain_target(&self, client: &Client, wanted: GroupId) -> Result<Option<&PostingGroup>> {
        let target = self.target(client, wanted)?;
        let elsewhere = |account: AccountId| self.open.items.iter().any(|open| open.item.account != account);
        match target {
            Some(group) if elsewhere(group.account) => Err(choose_first(client, wanted).into()),
            target => Ok(target),
        }
    }

    fn check_day(&self, from: Day, today: Day) -> std::result::Result<(), Refusal> {
        if from > today {
            return Err(ahead(from));
        }
        match self.membership.as_ref().filter(|membership| from < membership.from) {
            Some(membership) => Err(before_membership(membership.from)),
            None => Ok(()),
        }
    }

    /// From a day on; `version` is the client's from now on.
    pub(super) fn moves(
        &self,
        client: &Client,
        group: &Group,
        (from, version): (Day, i64),
        ids: &mut IdMaker,
    ) -> Vec<AnyChange> {
        let left = self.membership.iter().cloned().map(|membership| groups::ended_before(membership, from).into());
        let mut changes: Vec<AnyChange> = left.collect();
        let entered = groups::membership_from(group, client.id, from, ids);
        changes.push(groups::Change::MembershipStarted(entered).into());
        let (from, to) = (client.posting_group, group.id);
        changes.push(Change::Moved { client: client.id, from, to, version }.into());
        changes
    }
}

fn open_items(client: &Client) -> Refusal {
    Refusal::rule(
        "OPEN_ITEMS",
        format!("“{}” has open items.", client.details.name),
        "In this office a client with open items stays in its customer group. Settle the items first, or allow such moves \
         in the settings of the office.",
    )
    .action("Show its open items", format!("/clients/{}/statement", client.id))
    .action("Settings of the office", "/settings/office")
}

fn choose_first(client: &Client, group: GroupId) -> Refusal {
    let rule = Refusal::rule(
        "OPEN_ITEMS_CHOICE",
        format!("“{}” has open items on its present control account.", client.details.name),
        "They can stay there, or move to the account of the new group. Move the client on the page that asks which.",
    );
    Refusal { field: Some("customer_group".into()), ..rule }
        .action("Move the client", format!("/clients/{}/move?customer_group={group}", client.id))
}

fn ahead(from: Day) -> Refusal {
    Refusal::field(
        "MOVE_AHEAD",
        "valid_from",
        format!("The move begins on {from}, which is not there yet."),
        "The client stands in the new group from the moment it is moved. Choose today or an earlier day, and move it then.",
    )
}

fn before_membership(since: Day) -> Refusal {
    Refusal::field(
        "MOVE_BEFORE_MEMBERSHIP",
        "valid_from",
        format!("The client is in its present group since {since}."),
        format!("An earlier day belongs to the group before. Choose {since} or a later day."),
    )
    .detail("earliest", since)
}
