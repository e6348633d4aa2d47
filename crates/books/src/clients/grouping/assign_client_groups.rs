//! Assigns client groups to one client: the groups it is to be in, from those it was in when the form was opened.

use kernel::{ClientId, Failure, GroupId, IdMaker, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::rights::may_not_edit;
use crate::clients::{Client, Sight, refuse_merged, store};
use crate::groups::{self, Group, Kind, Membership};
use crate::{Act, Change, Decision, Permission, Result, Scene, accept};

/// Puts the client into exactly these segments.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AssignClientGroups {
    pub client: ClientId,
    pub wish: Wish,
}

/// The segments that a client is to be in. Groups in the archive and smart groups are not touched, whether they are named
/// or not: no selector shows them. To enter one is refused.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Wish {
    pub groups: Vec<GroupId>,
    /// The segments that the one at the desk saw. Without them the last to save wins.
    pub started_from: Option<Vec<GroupId>>,
}

/// What the rule needs of one client's groups; another verb that assigns them on the way can load it too.
pub struct GroupFacts {
    /// The client's live segments.
    memberships: Vec<(Membership, Group)>,
    /// The groups wished for, as far as they exist.
    found: Vec<Group>,
}

/// Three questions, and a fourth for those who may not edit all clients.
pub struct Facts {
    client: Client,
    may_edit: bool,
    groups: GroupFacts,
}

impl Act for AssignClientGroups {
    const NAME: &'static str = "assign_client_groups";
    const NEEDS: Permission = Permission::EditOwnClients;
    type Facts = Facts;
    type Outcome = ClientId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let client = store::find_in_sight(scene, self.client, Sight::of(scene.rights))?
            .ok_or_else(|| Failure::missing("client", self.client))?;
        Ok(Facts {
            client,
            may_edit: store::may_edit(scene, self.client)?,
            groups: self.wish.load(scene, self.client)?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<ClientId> {
        if !facts.may_edit {
            return Err(may_not_edit());
        }
        refuse_merged(&facts.client)?;
        let changes = self.wish.decide(facts.groups, self.client, &mut stamp.ids(), stamp)?;
        let text = format!("Client groups of “{}” changed", facts.client.details.name);
        Ok(accept(self.client, changes).says(text).about(self.client).undoable())
    }
}

impl Wish {
    pub(crate) fn load(&self, scene: &Scene<'_>, client: ClientId) -> Result<GroupFacts> {
        let mut memberships = groups::store::memberships_of(scene, client)?;
        memberships.retain(|(_, group)| group.kind == Kind::Segment);
        Ok(GroupFacts { memberships, found: groups::store::find_all(scene, &self.groups)? })
    }

    /// The changes that fulfil the wish, or the refusal when somebody else changed the groups meanwhile.
    pub(crate) fn decide(
        self,
        facts: GroupFacts,
        client: ClientId,
        ids: &mut IdMaker,
        stamp: &Stamp,
    ) -> Result<Vec<Change>> {
        let (hidden, now): (Vec<_>, Vec<_>) =
            facts.memberships.into_iter().partition(|(_, group)| group.archived || group.smart.is_some());
        self.refuse_meanwhile(&now, &hidden)?;
        let mut entered: Vec<&Group> = Vec::new();
        for wanted in &self.groups {
            let group = facts.found.iter().find(|group| group.id == *wanted && group.kind == Kind::Segment);
            let group = group.ok_or_else(unknown_group)?;
            if now.iter().chain(&hidden).any(|(membership, _)| membership.group == *wanted) {
                continue;
            }
            if group.archived {
                return Err(at_groups(archived(group, "client-groups")).into());
            }
            groups::refuse_by_hand(group).map_err(at_groups)?;
            if !entered.iter().any(|other| other.id == *wanted) {
                entered.push(group);
            }
        }
        groups::refuse_two_of_one_set(entered.iter().copied())?;
        let kept = now.iter().filter(|(membership, _)| self.groups.contains(&membership.group)).chain(&hidden);
        for (_, held) in kept {
            if let Some(wanted) = entered.iter().find(|group| group.set.is_some() && group.set == held.set) {
                return Err(groups::taken_in_set(client, held, wanted).into());
            }
        }
        // From here the groups will be assigned. First out, then in: a slot is free before it is filled.
        let left = now.into_iter().filter(|(membership, _)| !self.groups.contains(&membership.group));
        let mut changes: Vec<Change> =
            left.map(|(membership, _)| groups::ended_today(membership, stamp).into()).collect();
        for group in entered {
            let membership = groups::membership_from_today(group, client, ids, stamp);
            changes.push(groups::Change::MembershipStarted(membership).into());
        }
        Ok(changes)
    }

    /// A second save that would undo the first without having seen it. What both wanted is no quarrel.
    fn refuse_meanwhile(&self, now: &[(Membership, Group)], hidden: &[(Membership, Group)]) -> Result<()> {
        let Some(seen) = &self.started_from else { return Ok(()) };
        let is_in = |id: &GroupId| now.iter().any(|(membership, _)| membership.group == *id);
        let fulfilled = self.groups.iter().all(|id| is_in(id) || hidden.iter().any(|(own, _)| own.group == *id))
            && now.iter().all(|(_, group)| self.groups.contains(&group.id));
        let added: Vec<&Group> = now.iter().map(|(_, group)| group).filter(|group| !seen.contains(&group.id)).collect();
        let is_hidden = |id: &GroupId| hidden.iter().any(|(membership, _)| membership.group == *id);
        let removed: Vec<&GroupId> = seen.iter().filter(|id| !is_in(id) && !is_hidden(id)).collect();
        if fulfilled || (added.is_empty() && removed.is_empty()) {
            return Ok(());
        }
        let listed = |ids: Vec<String>| ids.join(" ");
        Err(Refusal {
            field: Some("client_groups".into()),
            ..Refusal::rule(
                "GROUPS_CHANGED_MEANWHILE",
                "Somebody else changed the client groups meanwhile.",
                "Saving now would take that change back unseen. Look at both, choose the groups again, then save.",
            )
        }
        .detail("added", listed(added.iter().map(|group| group.id.to_string()).collect()))
        .detail("removed", listed(removed.iter().map(ToString::to_string).collect()))
        .detail("added_names", added.iter().map(|group| group.name.as_str()).collect::<Vec<_>>().join(", "))
        .detail("now", listed(now.iter().map(|(_, group)| group.id.to_string()).collect()))
        .into())
    }
}

/// Says that the refusal is about the choice of groups.
pub(in crate::clients) fn at_groups(refusal: Refusal) -> Refusal {
    Refusal { field: Some("client_groups".into()), ..refusal }
}

/// `settings` is where groups of the kind are kept.
pub(in crate::clients) fn archived(group: &Group, settings: &str) -> Refusal {
    Refusal::rule(
        "GROUP_ARCHIVED",
        format!("“{}” is in the archive.", group.name),
        "No client enters an archived group. Restore it first, or choose another.",
    )
    .post_action("Restore it", format!("/settings/{settings}/{}/restore", group.id))
}

pub(super) fn unknown_group() -> Refusal {
    Refusal::field(
        "GROUP_UNKNOWN",
        "client_groups",
        "The group does not exist.",
        "It was deleted meanwhile, or is of another kind. Choose a group from the list.",
    )
}
