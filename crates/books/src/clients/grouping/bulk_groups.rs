//! Puts many clients into groups, takes them out, or replaces their groups: in chunks, as one operation to undo.

use std::collections::{HashMap, HashSet};

use kernel::{ClientId, GroupId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::assign_client_groups::{archived, unknown_group};
use super::store;
use crate::clients::Sight;
use crate::clients::bulk::{Bulk, BulkOutcome, LeftOut, Selection};
use crate::groups::{self, Group, Kind, Membership};
use crate::{Accepted, Act, Ask, Caller, Change, Decision, Desk, Permission, Result, Scene, accept};

/// What to do with the groups of the chosen clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupAction {
    Add,
    /// Adds, and ends what the client has in the same set.
    Move,
    Remove,
    /// These segments and no others.
    Replace,
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

/// Four questions for each chunk, and a fifth when a group stands in a set.
pub struct Facts {
    found: Vec<Group>,
    /// Every group of the sets that the wanted ones stand in.
    rivals: Vec<Group>,
    chunk: Vec<ClientId>,
    seen: HashSet<ClientId>,
    merged: HashSet<ClientId>,
    editable: HashSet<ClientId>,
    /// Each with whether no selector shows its group: the archive's, and smart ones.
    memberships: HashMap<ClientId, Vec<(Membership, bool)>>,
}

/// What one client leaves and enters.
struct Moves<'a> {
    out: Vec<&'a Membership>,
    into: Vec<&'a Group>,
}

impl BulkGroups {
    fn facts(&self, scene: &Scene<'_>) -> Result<Facts> {
        let chunk = self.selection.chunk(scene, self.after)?;
        let found = store::in_sight(scene, &chunk, Sight::of(scene.rights))?;
        let merged = found.iter().filter(|(_, merged)| *merged).map(|(client, _)| *client).collect();
        let seen: Vec<ClientId> = found.into_iter().map(|(client, _)| client).collect();
        let editable = store::editable(scene, &seen)?;
        let mut memberships: HashMap<ClientId, Vec<(Membership, bool)>> = HashMap::new();
        for (membership, archived) in groups::store::segments_of_all(scene, &seen)? {
            memberships.entry(membership.client).or_default().push((membership, archived));
        }
        let found = groups::store::find_all(scene, &self.groups)?;
        let mut rivals = Vec::new();
        if found.iter().any(|group| group.set.is_some()) {
            rivals = groups::store::of_kind(scene, Kind::Segment)?;
            rivals.retain(|other| other.set.is_some() && found.iter().any(|group| group.set == other.set));
        }
        Ok(Facts {
            found,
            rivals,
            chunk,
            seen: seen.into_iter().collect(),
            merged,
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
                return Err(archived(group, "client-groups").into());
            }
            groups::refuse_by_hand(group)?;
        }
        if self.action != GroupAction::Remove {
            groups::refuse_two_of_one_set(found)?;
        }
        Ok(())
    }

    /// What one client leaves and enters; nothing when everything is as asked.
    fn moves<'a>(&self, client: ClientId, facts: &'a Facts) -> Moves<'a> {
        let own = facts.memberships.get(&client).map(Vec::as_slice).unwrap_or_default();
        let gives_way = |membership: &Membership| rival(membership, facts).is_some();
        let leaves = |(membership, hidden): &&(Membership, bool)| match self.action {
            GroupAction::Add => false,
            GroupAction::Move => gives_way(membership),
            GroupAction::Remove => self.groups.contains(&membership.group),
            GroupAction::Replace => gives_way(membership) || !hidden && !self.groups.contains(&membership.group),
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
            if let Some(left) = left_out(client, facts).or_else(|| self.taken(client, facts)) {
                outcome.failed.push(left);
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
        outcome.ends(&facts.chunk);
        (outcome, plan)
    }

    /// A client that is only to be added is left where it is in another group of the set.
    fn taken(&self, client: &ClientId, facts: &Facts) -> Option<LeftOut> {
        let own = facts.memberships.get(client).filter(|_| self.action == GroupAction::Add)?;
        let (held, wanted) = own.iter().find_map(|(membership, _)| rival(membership, facts))?;
        Some(LeftOut::taken_in_set(client, held, wanted))
    }

    fn text(&self, clients: i64, found: &[Group]) -> String {
        let names = found.iter().map(|group| format!("“{}”", group.name)).collect::<Vec<_>>().join(", ");
        let clients = if clients == 1 { "1 client".to_owned() } else { format!("{clients} clients") };
        match self.action {
            GroupAction::Add => format!("{clients} added to {names}"),
            GroupAction::Move => format!("{clients} moved to {names}"),
            GroupAction::Remove => format!("{clients} removed from {names}"),
            GroupAction::Replace if found.is_empty() => format!("{clients} removed from every client group"),
            GroupAction::Replace => format!("Client groups of {clients} replaced by {names}"),
        }
    }
}

/// The group of the membership, and the wanted one that it cannot stand beside.
fn rival<'a>(membership: &Membership, facts: &'a Facts) -> Option<(&'a Group, &'a Group)> {
    let held = facts.rivals.iter().find(|group| group.id == membership.group)?;
    let wanted = facts.found.iter().find(|group| group.set == held.set)?;
    (held.id != wanted.id).then_some((held, wanted))
}

fn left_out(client: &ClientId, facts: &Facts) -> Option<LeftOut> {
    if !facts.seen.contains(client) {
        return Some(LeftOut::unseen(client));
    }
    if !facts.editable.contains(client) {
        return Some(LeftOut::not_editable(client));
    }
    facts.merged.contains(client).then(|| LeftOut::merged(client))
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

impl Bulk for BulkGroups {
    fn behind(self, after: ClientId) -> Self {
        BulkGroups { after: Some(after), ..self }
    }

    fn words(&self, desk: &Desk, caller: &Caller) -> Result<String> {
        desk.ask(caller, Describe(self.clone()))
    }
}

struct Describe(BulkGroups);

impl Ask for Describe {
    const NEEDS: Permission = Permission::EditOwnClients;
    type Answer = String;

    fn answer(self, scene: &Scene<'_>) -> Result<String> {
        Ok(self.0.text(self.0.selection.count(scene)?, &groups::store::find_all(scene, &self.0.groups)?))
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
    /// Those that are in another group of the set, and so stay where they are.
    pub taken: i64,
    /// Those of the changed that leave another group of the set.
    pub moved: i64,
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
            let (outcome, plan) = command.plan(&facts);
            preview.clients += facts.chunk.len() as i64;
            preview.change += outcome.done;
            preview.same += outcome.skipped;
            let taken = outcome.failed.iter().filter(|left| left.is_taken_in_set()).count() as i64;
            preview.taken += taken;
            preview.left_out += outcome.failed.len() as i64 - taken;
            let moves = |(_, moves): &&(ClientId, Moves<'_>)| moves.out.iter().any(|own| rival(own, &facts).is_some());
            preview.moved += plan.iter().filter(moves).count() as i64;
            preview.groups = facts.found.iter().map(|group| group.name.to_string()).collect();
            command.after = outcome.next;
            if command.after.is_none() {
                return Ok(preview);
            }
        }
    }
}
