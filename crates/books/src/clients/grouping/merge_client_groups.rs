//! Merges one client group into another: its clients enter the other, and it goes to the archive, empty.

use std::collections::{HashMap, HashSet};

use kernel::{ClientId, Failure, GroupId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::assign_client_groups::archived;
use super::store;
use crate::clients::bulk::{Bulk, BulkOutcome, CHUNK};
use crate::groups::{self, Group, Kind, Membership};
use crate::{Accepted, Act, Ask, Caller, Change, Decision, Desk, Permission, Result, Scene, accept};

/// One chunk of the work: 500 clients at most. The last one archives the group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MergeClientGroups {
    pub from: GroupId,
    /// The version of `from` that the one at the desk has seen.
    pub version: Option<i64>,
    pub into: GroupId,
    /// Nothing is written between the chunks, so that each begins behind this client and not with whoever is left.
    pub rehearsed: bool,
    pub after: Option<ClientId>,
}

/// Three questions for each chunk, and one about the set before the first and where a client stands in the way.
pub struct Facts {
    from: Group,
    into: Option<Group>,
    chunk: Vec<ClientId>,
    memberships: HashMap<ClientId, Vec<Membership>>,
    /// Refuses the merge: clients would be in two groups of a set.
    overlap: Option<Failure>,
}

impl Act for MergeClientGroups {
    const NAME: &'static str = "merge_client_groups";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = BulkOutcome;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        // Everyone in the group is moved, so nobody merges who may not change them all.
        scene.rights.require(Permission::EditClients)?;
        let from = groups::store::find_of_kind(scene, self.from, Kind::Segment)?
            .ok_or_else(|| Failure::missing("client group", self.from))?;
        let into = groups::store::find_of_kind(scene, self.into, Kind::Segment)?;
        let behind = self.after.filter(|_| self.rehearsed);
        let chunk = store::client_ids_in(scene, self.from, behind, CHUNK as i64)?;
        let mut memberships: HashMap<ClientId, Vec<Membership>> = HashMap::new();
        for (membership, _) in groups::store::segments_of_all(scene, &chunk)? {
            memberships.entry(membership.client).or_default().push(membership);
        }
        // Between two chunks somebody may enter another group of the set.
        let gives_way = |into: &Group| {
            let rival = |own: &Membership| ![from.id, into.id].contains(&own.group) && own.slots.contains(&into.slot());
            memberships.values().flatten().any(rival)
        };
        let overlap = match &into {
            Some(into) if self.after.is_none() || gives_way(into) => groups::overlap_on_merging(scene, &from, into)?,
            _ => None,
        };
        Ok(Facts { from, into, chunk, memberships, overlap })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<BulkOutcome> {
        let Facts { from, into, chunk, memberships, overlap } = facts;
        groups::refuse_stale(&from, self.version.filter(|_| self.after.is_none()))?;
        if self.into == self.from {
            return Err(same_group(&from).into());
        }
        groups::refuse_by_hand(&from)?;
        let into = into.ok_or_else(unknown_target)?;
        groups::refuse_by_hand(&into).map_err(|refusal| Refusal { field: Some("into".into()), ..refusal })?;
        if into.archived {
            return Err(Refusal { field: Some("into".into()), ..archived(&into, "client-groups") }.into());
        }
        if let Some(refusal) = overlap {
            return Err(refusal);
        }
        // From here the clients will move. First everyone out, then everyone in: a slot is free before it is filled.
        let mut outcome = BulkOutcome::default();
        outcome.ends(&chunk);
        let own = |client: &ClientId| memberships.get(client).map(Vec::as_slice).unwrap_or_default();
        let held: HashSet<ClientId> = chunk
            .iter()
            .filter(|client| own(client).iter().any(|membership| membership.group == into.id))
            .copied()
            .collect();
        let left = chunk.iter().flat_map(own).filter(|membership| membership.group == from.id);
        let mut changes: Vec<Change> =
            left.map(|membership| groups::ended_today(membership.clone(), stamp).into()).collect();
        let mut ids = stamp.ids();
        for client in &chunk {
            if held.contains(client) {
                outcome.skipped += 1;
                continue;
            }
            outcome.done += 1;
            let membership = groups::membership_from_today(&into, *client, &mut ids, stamp);
            changes.push(groups::Change::MembershipStarted(membership).into());
        }
        let text = format!("Client group “{}” merged into “{}”", from.name, into.name);
        if outcome.next.is_none() && !from.archived {
            changes.push(groups::Change::Archived(from).into());
        }
        Ok(Accepted { undoable: true, ..accept(outcome, changes).says(text).about(self.from) })
    }
}

fn same_group(group: &Group) -> Refusal {
    Refusal::field(
        "MERGE_INTO_ITSELF",
        "into",
        format!("“{}” cannot be merged into itself.", group.name),
        "A merge moves the clients of one group into another. Choose another group.",
    )
}

fn unknown_target() -> Refusal {
    Refusal::field(
        "GROUP_UNKNOWN",
        "into",
        "The group to merge into does not exist.",
        "It was deleted meanwhile, or is of another kind. Choose a group from the list.",
    )
}

impl Bulk for MergeClientGroups {
    fn behind(self, after: ClientId) -> Self {
        MergeClientGroups { after: Some(after), ..self }
    }

    fn words(&self, desk: &Desk, caller: &Caller) -> Result<String> {
        desk.ask(caller, Describe(self.clone()))
    }
}

struct Describe(MergeClientGroups);

impl Ask for Describe {
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Answer = String;

    fn answer(self, scene: &Scene<'_>) -> Result<String> {
        let name = |id| -> Result<String> {
            Ok(groups::store::find(scene, id)?.map(|group| group.name.to_string()).unwrap_or_default())
        };
        Ok(format!("Client group “{}” merged into “{}”", name(self.0.from)?, name(self.0.into)?))
    }
}
