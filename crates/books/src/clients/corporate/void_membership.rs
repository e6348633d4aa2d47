//! Voids a membership that was entered by mistake: it counts for nothing, and stays to be seen with the reason.

use kernel::{MembershipId, Stamp};
use serde::{Deserialize, Serialize};

use super::change_last_year::Facts;
use super::refusals;
use crate::groups::corporate::Change;
use crate::groups::{self, Change as GroupChange};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Characters of a reason.
const LONGEST_REASON: usize = 500;

/// Voids a membership.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VoidMembership {
    pub id: MembershipId,
    pub version: Option<i64>,
    pub reason: String,
}

impl Act for VoidMembership {
    const NAME: &'static str = "void_membership";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = MembershipId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Facts::load(scene, self.id)
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<MembershipId> {
        let Facts { kept, standing, candidate, settled } = facts;
        let group = &standing.group.group;
        let seen = groups::Group { version: kept.version, ..group.clone() };
        // Said before that it was changed: it is what the other one did.
        if kept.is_voided {
            return Err(refusals::voided().into());
        }
        groups::refuse_stale(&seen, self.version)?;
        if let Some(year) = settled.first() {
            return Err(refusals::member_settled(&candidate.name, group.id, *year).into());
        }
        let reason = kernel::optional_text(&self.reason, LONGEST_REASON)
            .map_err(|_| refusals::reason_too_long(LONGEST_REASON))?
            .ok_or_else(refusals::reason_required)?;
        // From here the membership will count for nothing.
        let text = format!("Membership of “{}” in corporate group “{}” voided: {reason}", candidate.name, group.name);
        let about = group.id;
        let change = GroupChange::Corporate(Box::new(Change::Voided { membership: kept.membership, reason })).into();
        Ok(accept(self.id, [change]).says(text).about(about).undoable())
    }
}
