//! The client groups, billing groups and types of two clients, united.

use std::collections::HashSet;

use kernel::{ClientId, ClientTypeId, GroupId, IdMaker, Stamp};

use super::summary::{KeptInSet, MergeSummary};
use crate::clients::{self, Client};
use crate::groups::{self, Group, Kind, Membership};
use crate::{Change, Result, Scene};

/// Live memberships and types of both, and for whom the first usually pays.
pub struct Belonging {
    left: Vec<(Membership, Group)>,
    held: Vec<(Membership, Group)>,
    pays_for: HashSet<GroupId>,
    types: Vec<ClientTypeId>,
    gained: Vec<(ClientTypeId, String)>,
}

impl Belonging {
    pub fn load(scene: &Scene<'_>, from: ClientId, into: ClientId) -> Result<Belonging> {
        let by_hand = |client| -> Result<Vec<(Membership, Group)>> {
            let mut all = groups::store::memberships_of(scene, client)?;
            // A smart group finds its clients itself, and whoever is in the archive as far as it looks there.
            all.retain(|(_, group)| matches!(group.kind, Kind::Segment | Kind::Billing) && group.smart.is_none());
            Ok(all)
        };
        let types = clients::store::types_of(scene, into)?;
        let mut gained = Vec::new();
        for of_type in clients::store::types_of(scene, from)?.into_iter().filter(|of_type| !types.contains(of_type)) {
            let found = groups::corporate::store::find_client_type(scene, of_type)?;
            gained.push((of_type, found.map(|found| found.name.to_string()).unwrap_or_default()));
        }
        Ok(Belonging {
            left: by_hand(from)?,
            held: by_hand(into)?,
            pays_for: groups::store::paid_by(scene, from)?.into_iter().map(|group| group.id).collect(),
            types,
            gained,
        })
    }

    /// First in, then the role that leans on it, then out: a billing group is never without the one who pays.
    pub fn united(&self, into: &Client, summary: &mut MergeSummary, ids: &mut IdMaker, stamp: &Stamp) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        if !self.gained.is_empty() {
            summary.types = self.gained.iter().map(|(_, name)| name.clone()).collect();
            let mut after = self.types.clone();
            after.extend(self.gained.iter().map(|(of_type, _)| *of_type));
            changes.extend(clients::set_types(into.id, &self.types, &after, into.version + 1));
        }
        for (membership, group) in &self.left {
            let name = group.name.to_string();
            let is_in = self.held.iter().any(|(own, _)| own.group == group.id);
            let rival = self.held.iter().find(|(_, other)| other.id != group.id && other.slot() == group.slot());
            match rival {
                Some((_, kept)) => summary.kept.push(KeptInSet { kept: kept.name.to_string(), left: name }),
                None if is_in => {}
                None => {
                    let entered = groups::membership_from_today(group, into.id, ids, stamp);
                    changes.push(groups::Change::MembershipStarted(entered).into());
                    let list = if group.kind == Kind::Billing { &mut summary.billing } else { &mut summary.segments };
                    list.push(name);
                }
            }
            if group.kind == Kind::Billing && self.pays_for.contains(&group.id) {
                let (before, after) = (Some(membership.client), Some(into.id));
                changes.push(groups::Change::PrimaryContactNamed { group: group.id, before, after }.into());
                summary.pays_for.push(group.name.to_string());
            }
            changes.push(groups::ended_today(membership.clone(), stamp).into());
        }
        changes
    }
}
