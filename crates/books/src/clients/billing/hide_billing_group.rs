//! Hides a billing group, or shows it again: hidden from lists to choose from, while proposals that use it keep it.

use kernel::{GroupId, Stamp};
use serde::{Deserialize, Serialize};

use super::members::{People, Standing};
use crate::{Act, Decision, Permission, Result, Scene, groups};

/// Hides a billing group, or shows it again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HideBillingGroup {
    pub id: GroupId,
    pub version: Option<i64>,
    /// False shows it again.
    pub hidden: bool,
}

/// The group, and the right on whoever pays for it.
pub struct Facts {
    standing: Standing,
    people: People,
}

impl Act for HideBillingGroup {
    const NAME: &'static str = "hide_billing_group";
    const NEEDS: Permission = Permission::EditOwnClients;
    type Facts = Facts;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let standing = Standing::load(scene, self.id)?;
        Ok(Facts { people: People::load(scene, [standing.primary])?, standing })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<GroupId> {
        facts.standing.refuse_stale(self.version)?;
        facts.people.refuse_not_editable([facts.standing.primary])?;
        Ok(groups::set_aside(facts.standing.group, self.hidden))
    }
}
