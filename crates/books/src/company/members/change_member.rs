//! Changes a member's seat: another role, out, or in again. It counts from their next request on.

use kernel::{Failure, MemberId, Refusal, RoleId, Stamp};
use serde::{Deserialize, Serialize};

use super::super::Change;
use super::super::refusals::{refuse_beyond, refuse_stale, role_unknown};
use super::super::roles::{self, Role};
use super::{Member, own_role, refuse_owner_role, store};
use crate::{Act, Decision, Permission, Result, Rights, Scene, accept};

/// Changes what is named; `None` stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeMember {
    pub id: MemberId,
    /// The version that the one at the desk has seen.
    pub version: Option<i64>,
    pub role: Option<RoleId>,
    pub active: Option<bool>,
}

/// Four questions.
pub struct Facts {
    pub member: Member,
    pub role: Role,
    /// The role asked for; none when it does not exist.
    pub new_role: Option<Role>,
    pub own_role: Option<Role>,
    /// Active owners of the company.
    pub owners: i64,
    pub rights: Rights,
}

impl Act for ChangeMember {
    const NAME: &'static str = "change_member";
    const NEEDS: Permission = Permission::ManageMembers;
    type Facts = Facts;
    type Outcome = MemberId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let member = store::find(scene, self.id)?.ok_or_else(|| Failure::missing("member", self.id))?;
        let role = store::role_of(scene, self.id)?.ok_or_else(|| Failure::broken("a member has no role"))?;
        let new_role = roles::store::find(scene, self.role.unwrap_or(role.id))?;
        let (own_role, owners) = (own_role(scene)?, store::active_owners(scene)?);
        Ok(Facts { member, role, new_role, own_role, owners, rights: scene.rights.clone() })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<MemberId> {
        let (before, old_role) = (facts.member, facts.role);
        refuse_beyond(&before.name, old_role.permissions, &facts.rights)?;
        let role = facts.new_role.ok_or_else(role_unknown)?;
        refuse_beyond("The role", role.permissions, &facts.rights)?;
        if old_role.is_owner() || role.is_owner() {
            refuse_owner_role(facts.own_role.as_ref(), &facts.rights)?;
        }
        refuse_stale(&format!("The seat of {} was", before.name), self.version, before.version)?;
        let mut after = Member { role: role.id, active: self.active.unwrap_or(before.active), ..before.clone() };
        if !after.active && facts.rights.member == Some(self.id) {
            return Err(own_seat().into());
        }
        let was_owner = before.active && old_role.is_owner();
        if was_owner && !(after.active && role.is_owner()) && facts.owners < 2 {
            return Err(last_owner(&before).into());
        }
        // From here the seat will be changed, if anything differs.
        if after == before {
            return Ok(accept(self.id, []));
        }
        after.version += 1;
        let text = match (before.active, after.active) {
            (true, false) => format!("Member “{}” deactivated", before.name),
            (false, true) => format!("Member “{}” let in again as {}", before.name, role.name),
            _ => format!("Member “{}” became {}, was {}", before.name, role.name, old_role.name),
        };
        Ok(accept(self.id, [Change::MemberChanged { before, after }.into()]).says(text).about(self.id))
    }
}

fn own_seat() -> Refusal {
    Refusal::rule(
        "MEMBER_SELF",
        "You cannot deactivate yourself.",
        "The door would close behind you, and nobody inside would know whether you meant it. Ask another member who \
         manages members.",
    )
}

fn last_owner(member: &Member) -> Refusal {
    Refusal::rule(
        "LAST_OWNER",
        format!("{} is the only owner.", member.name),
        "A company always has an owner, so that nobody is locked out of it. Make another member an owner first.",
    )
    .action("Show the members", "/settings/members")
}
