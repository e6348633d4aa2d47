//! The facts about a billing group's members that its verbs share.

use std::collections::HashSet;

use kernel::{ClientId, Failure, GroupId, Refusal};

use super::refusals;
use crate::clients::grouping::{editable, may_not_edit};
use crate::clients::{Client, Sight, list, refuse_merged};
use crate::groups::{self, Group, Kind, Membership};
use crate::{Result, Scene};

/// Members that one group may have: each is looked at when the group is saved.
pub(super) const MOST: usize = 500;

/// The group as it stands, with everyone who is in it.
pub struct Standing {
    pub(super) group: Group,
    /// Counts every change of the group and of its members.
    pub(super) version: i64,
    pub(super) memberships: Vec<Membership>,
    pub(super) primary: ClientId,
}

impl Standing {
    /// The group, unless it was deleted or none of its members is in sight.
    pub(super) fn load(scene: &Scene<'_>, id: GroupId) -> Result<Standing> {
        let missing = || Failure::missing("billing group", id);
        let group = groups::store::find_of_kind(scene, id, Kind::Billing)?.ok_or_else(missing)?;
        let memberships = groups::store::memberships_in(scene, id)?;
        if People::load(scene, memberships.iter().map(|membership| membership.client))?.seen.is_empty() {
            return Err(missing());
        }
        Ok(Standing {
            version: group.version + groups::store::member_changes(scene, id)?,
            primary: groups::store::primary_of(scene, id)?
                .ok_or_else(|| Failure::broken("a billing group has no primary contact"))?,
            group,
            memberships,
        })
    }

    /// Somebody saved the group, or its members changed, since the one at the desk looked at it.
    pub(super) fn refuse_stale(&self, expected: Option<i64>) -> Result<()> {
        Ok(groups::refuse_stale(&Group { version: self.version, ..self.group.clone() }, expected)?)
    }

    pub(super) fn has(&self, client: ClientId) -> bool {
        self.memberships.iter().any(|membership| membership.client == client)
    }
}

/// Which of some clients are there and in sight, and which of them the one at the desk may change.
pub struct People {
    pub(super) seen: HashSet<ClientId>,
    merged: Vec<Client>,
    editable: HashSet<ClientId>,
}

impl People {
    /// More than `MOST` are not looked at: nobody may name as many.
    pub(super) fn load(scene: &Scene<'_>, clients: impl IntoIterator<Item = ClientId>) -> Result<People> {
        let ids: Vec<ClientId> = clients.into_iter().take(2 * MOST).collect();
        let found = list::store::clients(scene, &list::store::Selection::of_ids(&ids, Sight::of(scene.rights)))?;
        let seen: Vec<ClientId> = found.iter().map(|client| client.id).collect();
        let merged = found.into_iter().filter(|client| client.merged_into.is_some()).collect();
        Ok(People { merged, editable: editable(scene, &seen)?.into_iter().collect(), seen: seen.into_iter().collect() })
    }

    /// Refuses clients that are not there, or that are another client by now.
    pub(super) fn refuse_unknown(&self, clients: &[ClientId]) -> Result<()> {
        if let Some(merged) = self.merged.iter().find(|client| clients.contains(&client.id)) {
            refuse_merged(merged).map_err(|refusal| Refusal { field: Some("members".into()), ..refusal })?;
        }
        match clients.iter().all(|client| self.seen.contains(client)) {
            true => Ok(()),
            false => Err(refusals::member_unknown().into()),
        }
    }

    /// Whoever changes a billing group may edit each client that it changes for.
    pub(super) fn refuse_not_editable(&self, clients: impl IntoIterator<Item = ClientId>) -> Result<()> {
        match clients.into_iter().all(|client| self.editable.contains(&client)) {
            true => Ok(()),
            false => Err(may_not_edit()),
        }
    }
}

/// The members as they were wished for, each once.
pub(super) fn each_once(wished: &[ClientId]) -> Result<Vec<ClientId>> {
    let mut members: Vec<ClientId> = Vec::new();
    for client in wished {
        if !members.contains(client) {
            members.push(*client);
        }
        if members.len() > MOST {
            return Err(refusals::too_many(MOST).into());
        }
    }
    if members.is_empty() {
        return Err(refusals::member_required().into());
    }
    Ok(members)
}
