//! Adds a member: gives a person a seat in the company, with a role.

use kernel::{Email, MemberId, Name, PersonId, Refusal, RoleId, Stamp};
use serde::{Deserialize, Serialize};

use super::super::Change;
use super::super::refusals::{refuse_beyond, role_unknown};
use super::super::roles::{self, Role};
use super::{Member, own_role, refuse_owner_role, store};
use crate::{Act, Decision, Permission, Result, Rights, Scene, accept};

/// The person is known in the hallway already; the seat there follows when they accept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddMember {
    pub person: PersonId,
    pub name: Name,
    pub email: Email,
    pub role: RoleId,
}

/// Three questions.
pub struct Facts {
    pub role: Option<Role>,
    pub own_role: Option<Role>,
    /// The seat that the person has already, or somebody with the same address.
    pub holder: Option<Member>,
    pub rights: Rights,
}

impl Act for AddMember {
    const NAME: &'static str = "add_member";
    const NEEDS: Permission = Permission::ManageMembers;
    type Facts = Facts;
    type Outcome = MemberId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts {
            role: roles::store::find(scene, self.role)?,
            own_role: own_role(scene)?,
            holder: store::by_person_or_email(scene, self.person, &self.email)?,
            rights: scene.rights.clone(),
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<MemberId> {
        let role = facts.role.ok_or_else(role_unknown)?;
        refuse_beyond("The role", role.permissions, &facts.rights)?;
        if role.is_owner() {
            refuse_owner_role(facts.own_role.as_ref(), &facts.rights)?;
        }
        if let Some(holder) = &facts.holder {
            return Err(is_member(holder).into());
        }
        // From here the member will be added.
        let id = stamp.ids().next();
        let member = Member {
            id,
            person: self.person,
            name: self.name.to_string(),
            email: self.email.to_string(),
            role: role.id,
            active: true,
            version: 1,
        };
        let text = format!("Member “{}” added as {}", member.name, role.name);
        Ok(accept(id, [Change::MemberAdded(member).into()]).says(text).about(id))
    }
}

fn is_member(holder: &Member) -> Refusal {
    let detail = if holder.active {
        "Everybody has one seat in a company. Change the role of the seat that they have."
    } else {
        "Their seat is deactivated. Let them in again instead."
    };
    let title = format!("{} is a member already.", holder.name);
    let refusal = Refusal::rule("MEMBER_EXISTS", title, detail).detail("existing", holder.id);
    let refusal = refusal.action(format!("Open {}", holder.name), format!("/settings/members/{}", holder.id));
    Refusal { field: Some("email".into()), ..refusal }
}
