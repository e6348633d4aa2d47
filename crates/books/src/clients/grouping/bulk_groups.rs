//! Puts many clients into groups, takes them out, or replaces their groups: in chunks, as one operation to undo.
//!
//! A chunk is one command and chooses its clients itself, behind the last one of the chunk before; so a repeated
//! request with the same key walks the same way and changes nothing twice.

use std::collections::{HashMap, HashSet};

use kernel::{ClientId, GroupId, IdMaker, OperationId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::assign_client_groups::unknown_group;
use super::store;
use crate::clients::{Filter, Sight, list};
use crate::groups::{self, Group, Kind, Membership};
use crate::{
    Accepted, Act, Ask, Caller, Change, Decision, Desk, IdempotencyKey, Order, Permission, Result, Scene, accept,
};

/// Clients in one chunk, and so in one transaction.
const CHUNK: usize = 500;

/// What to do with the groups of the chosen clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupAction {
    Add,
    Remove,
    /// These segments and no others.
    Replace,
}

/// Which clients.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Selection {
    Clients(Vec<ClientId>),
    /// Everyone who is in the group now.
    InGroup(GroupId),
    /// Everyone whom a list shows, on every page of it.
    Matching(Box<Filter>),
}

/// One chunk of the work: the clients of the selection behind `after`, 500 at most.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BulkGroups {
    pub selection: Selection,
    pub action: GroupAction,
    /// Segments.
    pub groups: Vec<GroupId>,
    pub after: Option<ClientId>,
}

/// What came of it: of one chunk, or of all.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct BulkOutcome {
    /// Clients that changed.
    pub done: i64,
    /// Clients for whom everything already was as asked.
    pub skipped: i64,
    pub failed: Vec<LeftOut>,
    /// The last client of the chunk, when there may be more behind it.
    pub next: Option<ClientId>,
    /// What to undo; none when nothing changed.
    #[serde(skip)]
    pub operation: Option<OperationId>,
}

/// A client that was left out, and why.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LeftOut {
    pub id: ClientId,
    pub code: String,
    pub detail: String,
}

/// Four questions for each chunk.
pub struct Facts {
    found: Vec<Group>,
    chunk: Vec<ClientId>,
    seen: HashSet<ClientId>,
    editable: HashSet<ClientId>,
    memberships: HashMap<ClientId, Vec<(Membership, Group)>>,
}

/// What one client leaves and enters.
struct Moves<'a> {
    out: Vec<&'a Membership>,
    into: Vec<&'a Group>,
}

impl BulkGroups {
    fn chunk(&self, scene: &Scene<'_>) -> Result<Vec<ClientId>> {
        match &self.selection {
            Selection::Clients(clients) => {
                let mut chosen: Vec<ClientId> =
                    clients.iter().copied().filter(|client| Some(*client) > self.after).collect();
                chosen.sort_unstable();
                chosen.dedup();
                chosen.truncate(CHUNK);
                Ok(chosen)
            }
            Selection::InGroup(group) => store::client_ids_in(scene, *group, self.after, CHUNK as i64),
            Selection::Matching(filter) => {
                list::store::matching(scene, &list::store::selected(scene, filter), self.after, CHUNK as i64)
            }
        }
    }

    fn facts(&self, scene: &Scene<'_>) -> Result<Facts> {
        let chunk = self.chunk(scene)?;
        let seen = store::in_sight(scene, &chunk, Sight::of(scene.rights))?;
        let editable = store::editable(scene, &seen)?;
        let mut memberships: HashMap<ClientId, Vec<(Membership, Group)>> = HashMap::new();
        for (membership, group) in groups::store::memberships_of_all(scene, &seen)? {
            if group.kind == Kind::Segment {
                memberships.entry(membership.client).or_default().push((membership, group));
            }
        }
        Ok(Facts {
            found: groups::store::find_all(scene, &self.groups)?,
            chunk,
            seen: seen.into_iter().collect(),
            editable: editable.into_iter().collect(),
            memberships,
        })
    }

    fn refuse(&self, found: &[Group]) -> Result<()> {
        if self.groups.is_empty() && self.action != GroupAction::Replace {
            return Err(Refusal::field(
                "GROUP_REQUIRED",
                "client_groups",
                "No group is chosen.",
                "Nothing would change. Choose one group or more.",
            )
            .into());
        }
        for wanted in &self.groups {
            let group = found.iter().find(|group| group.id == *wanted && group.kind == Kind::Segment);
            let group = group.ok_or_else(unknown_group)?;
            if group.archived && self.action != GroupAction::Remove {
                return Err(archived(group).into());
            }
        }
        Ok(())
    }

    /// What one client leaves and enters; nothing when everything is as asked.
    fn moves<'a>(&self, client: ClientId, facts: &'a Facts) -> Moves<'a> {
        let own = facts.memberships.get(&client).map(Vec::as_slice).unwrap_or_default();
        let leaves = |(membership, group): &&(Membership, Group)| match self.action {
            GroupAction::Add => false,
            GroupAction::Remove => self.groups.contains(&membership.group),
            GroupAction::Replace => !group.archived && !self.groups.contains(&membership.group),
        };
        let is_in = |group: &Group| own.iter().any(|(membership, _)| membership.group == group.id);
        let enters = |group: &&Group| self.action != GroupAction::Remove && !is_in(group);
        Moves {
            out: own.iter().filter(leaves).map(|(membership, _)| membership).collect(),
            into: facts.found.iter().filter(enters).collect(),
        }
    }

    /// Who changes how, who stays as they are, who is left out.
    fn plan<'a>(&self, facts: &'a Facts) -> (BulkOutcome, Vec<(ClientId, Moves<'a>)>) {
        let mut outcome = BulkOutcome::default();
        let mut plan = Vec::new();
        for client in &facts.chunk {
            if let Some((code, detail)) = left_out(*client, facts) {
                outcome.failed.push(LeftOut { id: *client, code: code.to_owned(), detail: detail.to_owned() });
                continue;
            }
            let moves = self.moves(*client, facts);
            if moves.out.is_empty() && moves.into.is_empty() {
                outcome.skipped += 1;
            } else {
                outcome.done += 1;
                plan.push((*client, moves));
            }
        }
        outcome.next = facts.chunk.last().copied().filter(|_| facts.chunk.len() == CHUNK);
        (outcome, plan)
    }

    fn text(&self, clients: i64, found: &[Group]) -> String {
        let names = found.iter().map(|group| format!("“{}”", group.name)).collect::<Vec<_>>().join(", ");
        let clients = if clients == 1 { "1 client".to_owned() } else { format!("{clients} clients") };
        match self.action {
            GroupAction::Add => format!("{clients} added to {names}"),
            GroupAction::Remove => format!("{clients} removed from {names}"),
            GroupAction::Replace if found.is_empty() => format!("{clients} removed from every client group"),
            GroupAction::Replace => format!("Client groups of {clients} replaced by {names}"),
        }
    }
}

fn left_out(client: ClientId, facts: &Facts) -> Option<(&'static str, &'static str)> {
    if !facts.seen.contains(&client) {
        return Some(("NOT_FOUND", "There is no such client, or it is not yours to see."));
    }
    if !facts.editable.contains(&client) {
        return Some(("PERM_CLIENT_EDIT", "You may not change this client."));
    }
    None
}

fn archived(group: &Group) -> Refusal {
    Refusal::rule(
        "GROUP_ARCHIVED",
        format!("“{}” is in the archive.", group.name),
        "No client enters an archived group. Restore it first, or choose another.",
    )
    .post_action("Restore it", format!("/settings/client-groups/{}/restore", group.id))
}

impl Act for BulkGroups {
    const NAME: &'static str = "bulk_groups";
    const NEEDS: Permission = Permission::EditOwnClients;
    type Facts = Facts;
    type Outcome = BulkOutcome;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        self.facts(scene)
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<BulkOutcome> {
        self.refuse(&facts.found)?;
        let (outcome, plan) = self.plan(&facts);
        // First everyone out, then everyone in: rows that go in travel together.
        let out = plan.iter().flat_map(|(_, moves)| &moves.out);
        let mut changes: Vec<Change> =
            out.map(|membership| groups::ended_today((*membership).clone(), stamp).into()).collect();
        let mut ids = stamp.ids();
        for (client, group) in plan.iter().flat_map(|(client, moves)| moves.into.iter().map(move |to| (client, to))) {
            let membership = groups::membership_from_today(group, *client, &mut ids, stamp);
            changes.push(groups::Change::MembershipStarted(membership).into());
        }
        let text = self.text(outcome.done, &facts.found);
        Ok(Accepted { undoable: true, ..accept(outcome, changes).says(text) })
    }
}

/// Does the whole work, chunk by chunk, as one operation.
pub fn bulk_groups(
    desk: &Desk,
    caller: &Caller,
    mut command: BulkGroups,
    key: Option<&IdempotencyKey>,
) -> Result<BulkOutcome> {
    let preview = desk.ask(caller, Describe(command.clone()))?;
    let outside = desk.outside();
    let mut operation: OperationId = IdMaker::new(outside.now(), outside.entropy()).next();
    let mut total = BulkOutcome::default();
    for number in 1.. {
        let key = key.map(|key| IdempotencyKey { key: format!("{}#{number}", key.key), ..key.clone() });
        let order = Order::new(caller.clone(), command.clone()).keyed(key).part_of(operation, &preview);
        let receipt = desk.carry_out(order)?;
        if let Some(earlier) = receipt.operation {
            operation = earlier;
            total.operation = Some(earlier);
        }
        total.done += receipt.outcome.done;
        total.skipped += receipt.outcome.skipped;
        total.failed.extend(receipt.outcome.failed);
        command.after = receipt.outcome.next;
        if command.after.is_none() {
            break;
        }
    }
    Ok(total)
}

/// What the work will be called in the list of operations.
struct Describe(BulkGroups);

impl Ask for Describe {
    const NEEDS: Permission = Permission::EditOwnClients;
    type Answer = String;

    fn answer(self, scene: &Scene<'_>) -> Result<String> {
        let clients = match &self.0.selection {
            Selection::Clients(clients) => clients.iter().collect::<HashSet<_>>().len() as i64,
            Selection::InGroup(group) => groups::store::clients_in(scene, *group)?,
            Selection::Matching(filter) => list::store::count(scene, &list::store::selected(scene, filter), i64::MAX)?,
        };
        Ok(self.0.text(clients, &groups::store::find_all(scene, &self.0.groups)?))
    }
}

/// What a bulk change would do, without doing it.
#[derive(Clone, Debug)]
pub struct PreviewBulkGroups(pub BulkGroups);

/// n clients, x change, y already have it.
#[derive(Clone, Debug, Default)]
pub struct BulkPreview {
    pub clients: i64,
    pub change: i64,
    pub same: i64,
    pub left_out: i64,
    pub groups: Vec<String>,
}

impl Ask for PreviewBulkGroups {
    const NEEDS: Permission = Permission::EditOwnClients;
    type Answer = BulkPreview;

    fn answer(self, scene: &Scene<'_>) -> Result<BulkPreview> {
        let mut command = self.0;
        let mut preview = BulkPreview::default();
        loop {
            let facts = command.facts(scene)?;
            command.refuse(&facts.found)?;
            let (outcome, _) = command.plan(&facts);
            preview.clients += facts.chunk.len() as i64;
            preview.change += outcome.done;
            preview.same += outcome.skipped;
            preview.left_out += outcome.failed.len() as i64;
            preview.groups = facts.found.iter().map(|group| group.name.to_string()).collect();
            command.after = outcome.next;
            if command.after.is_none() {
                return Ok(preview);
            }
        }
    }
}
