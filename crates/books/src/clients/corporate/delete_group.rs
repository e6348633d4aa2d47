//! Deletes a corporate group that was never used.

use std::collections::BTreeMap;

use kernel::{ClientId, GroupId, Stamp};
use serde::{Deserialize, Serialize};

use super::facts::Standing;
use super::refusals;
use crate::groups::corporate::{self, Change, HeadYear, slot};
use crate::groups::{self, Change as GroupChange};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Deletes a group that never had a member.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeleteCorporateGroup {
    pub id: GroupId,
    pub version: Option<i64>,
}

/// The group, its heads, and how many memberships it ever had.
pub struct Facts {
    standing: Standing,
    heads: BTreeMap<i64, ClientId>,
    memberships: i64,
    years_agreed: i64,
}

impl Act for DeleteCorporateGroup {
    const NAME: &'static str = "delete_corporate_group";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts {
            standing: Standing::load(scene, self.id)?,
            heads: corporate::store::heads(scene, self.id)?.into_iter().collect(),
            memberships: corporate::store::memberships_ever(scene, self.id)?,
            years_agreed: corporate::store::years_agreed(scene, self.id)?,
        })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<GroupId> {
        let group = facts.standing.group;
        groups::refuse_stale(&group.group, self.version)?;
        if facts.memberships > 0 || facts.years_agreed > 0 {
            return Err(refusals::group_used(&group, facts.memberships, facts.years_agreed).into());
        }
        // From here the group will be deleted; nobody is at its head any more.
        let text = format!("Corporate group “{}” deleted", group.group.name);
        let head = |(year, client)| HeadYear { slot: slot(group.of_type, year), before: Some(client), after: None };
        let years = facts.heads.into_iter().map(head).collect();
        let changes = [Change::HeadSet { group: self.id, years }, Change::GroupDeleted(group.clone())];
        let changes = changes.map(|change| GroupChange::Corporate(Box::new(change)).into());
        Ok(accept(self.id, changes).says(text).about(self.id).undoable())
    }
}
