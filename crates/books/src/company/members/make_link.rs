//! Notes that a one-time link was made for a member: whoever holds it comes in as them.

use kernel::{Failure, MemberId, PersonId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::super::Change;
use super::super::refusals::refuse_beyond;
use super::super::roles::Role;
use super::{Member, own_role, refuse_owner_role, store};
use crate::{Act, Decision, Permission, Result, Rights, Scene, accept};

/// The link itself is made in the hallway, after this was allowed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakeLink {
    pub member: MemberId,
}

/// Three questions.
pub struct Facts {
    pub member: Member,
    pub role: Role,
    pub own_role: Option<Role>,
    pub rights: Rights,
}

impl Act for MakeLink {
    const NAME: &'static str = "make_link";
    const NEEDS: Permission = Permission::ManageMembers;
    type Facts = Facts;
    type Outcome = PersonId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let member = store::find(scene, self.member)?.ok_or_else(|| Failure::missing("member", self.member))?;
        let role = store::role_of(scene, self.member)?.ok_or_else(|| Failure::broken("a member has no role"))?;
        Ok(Facts { member, role, own_role: own_role(scene)?, rights: scene.rights.clone() })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<PersonId> {
        refuse_beyond(&facts.member.name, facts.role.permissions, &facts.rights)?;
        if facts.role.is_owner() {
            refuse_owner_role(facts.own_role.as_ref(), &facts.rights)?;
        }
        if !facts.member.active {
            return Err(deactivated(&facts.member).into());
        }
        // From here the link may be made.
        let text = format!("A one-time link was made for member “{}”", facts.member.name);
        let change = Change::LinkMade { member: self.member };
        Ok(accept(facts.member.person, [change.into()]).says(text).about(self.member))
    }
}

fn deactivated(member: &Member) -> Refusal {
    Refusal::rule(
        "MEMBER_INACTIVE",
        format!("{} is deactivated.", member.name),
        "A link would lead to a closed door. Let them in again first.",
    )
}
