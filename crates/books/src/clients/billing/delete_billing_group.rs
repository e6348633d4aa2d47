//! Deletes a billing group: its members leave it, its name is free. What was invoiced while it stood keeps it.

use kernel::{GroupId, Stamp};
use serde::{Deserialize, Serialize};

use super::members::{People, Standing};
use crate::{Act, Change, Decision, Permission, Result, Scene, accept, groups};

/// Deletes a billing group that nothing open refers to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeleteBillingGroup {
    pub id: GroupId,
    pub version: Option<i64>,
}

/// The group, and the rights on everyone who leaves it.
pub struct Facts {
    standing: Standing,
    people: People,
}

impl Act for DeleteBillingGroup {
    const NAME: &'static str = "delete_billing_group";
    const NEEDS: Permission = Permission::EditOwnClients;
    type Facts = Facts;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let standing = Standing::load(scene, self.id)?;
        let people = People::load(scene, standing.memberships.iter().map(|membership| membership.client))?;
        Ok(Facts { standing, people })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<GroupId> {
        let Facts { standing, people } = facts;
        standing.refuse_stale(self.version)?;
        people.refuse_not_editable(standing.memberships.iter().map(|membership| membership.client))?;
        // From here the group will be deleted: who pays loses the role before leaving.
        let text = format!("Billing group “{}” deleted", standing.group.name);
        let (group, before) = (self.id, Some(standing.primary));
        let mut changes: Vec<Change> = vec![groups::Change::PrimaryContactNamed { group, before, after: None }.into()];
        let left = standing.memberships.into_iter().map(|membership| groups::ended_today(membership, stamp).into());
        changes.extend(left);
        changes.push(groups::Change::Deleted(standing.group).into());
        Ok(accept(self.id, changes).says(text).about(self.id).undoable())
    }
}
