//! Changes a role of the company's own: its name, what it allows. Its members feel it with their next request.

use kernel::{Failure, Name, RoleId, Stamp};
use serde::{Deserialize, Serialize};

use super::super::Change;
use super::super::refusals::{refuse_beyond, refuse_stale};
use super::{Role, refuse_built_in, refuse_taken, store};
use crate::{Act, Decision, Permission, PermissionSet, Result, Rights, Scene, accept};

/// Changes what is named; `None` stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeRole {
    pub id: RoleId,
    /// The version that the one at the desk has seen.
    pub version: Option<i64>,
    pub name: Option<Name>,
    pub permissions: Option<PermissionSet>,
}

/// Two questions.
pub struct Facts {
    pub role: Role,
    /// The role whose name counts as the same as the new one.
    pub holder: Option<Role>,
    pub rights: Rights,
}

impl Act for ChangeRole {
    const NAME: &'static str = "change_role";
    const NEEDS: Permission = Permission::ManageMembers;
    type Facts = Facts;
    type Outcome = RoleId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let role = store::find(scene, self.id)?.ok_or_else(|| Failure::missing("role", self.id))?;
        let holder = match &self.name {
            Some(name) => store::by_key(scene, &name.key())?,
            None => None,
        };
        Ok(Facts { role, holder, rights: scene.rights.clone() })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<RoleId> {
        let before = facts.role;
        refuse_beyond("The role", before.permissions, &facts.rights)?;
        refuse_built_in(&before)?;
        refuse_stale("The role was", self.version, before.version)?;
        if let Some(name) = &self.name {
            refuse_taken(name, facts.holder.as_ref(), Some(self.id))?;
        }
        let permissions = self.permissions.unwrap_or(before.permissions);
        refuse_beyond("The role", permissions, &facts.rights)?;
        // From here the role will be changed, if anything differs.
        let name = self.name.map_or_else(|| before.name.clone(), |name| name.to_string());
        let mut after = Role { name, permissions, ..before.clone() };
        if after == before {
            return Ok(accept(self.id, []));
        }
        after.version += 1;
        let text = if after.name == before.name {
            format!("Role “{}” changed", before.name)
        } else {
            format!("Role “{}” renamed to “{}”", before.name, after.name)
        };
        Ok(accept(self.id, [Change::RoleChanged { before, after }.into()]).says(text).about(self.id))
    }
}
