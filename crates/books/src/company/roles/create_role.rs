//! Creates a role of the company's own.

use kernel::{Name, RoleId, Stamp};
use serde::{Deserialize, Serialize};

use super::super::Change;
use super::super::refusals::refuse_beyond;
use super::{Role, refuse_taken, store};
use crate::{Act, Decision, Permission, PermissionSet, Result, Rights, Scene, accept};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreateRole {
    pub name: Name,
    pub permissions: PermissionSet,
}

/// One question.
pub struct Facts {
    /// The role whose name counts as the same.
    pub holder: Option<Role>,
    pub rights: Rights,
}

impl Act for CreateRole {
    const NAME: &'static str = "create_role";
    const NEEDS: Permission = Permission::ManageMembers;
    type Facts = Facts;
    type Outcome = RoleId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts { holder: store::by_key(scene, &self.name.key())?, rights: scene.rights.clone() })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<RoleId> {
        refuse_beyond("The role", self.permissions, &facts.rights)?;
        refuse_taken(&self.name, facts.holder.as_ref(), None)?;
        // From here the role will be created.
        let id = stamp.ids().next();
        let role = Role { id, name: self.name.to_string(), builtin: None, permissions: self.permissions, version: 1 };
        let text = format!("Role “{}” created", role.name);
        Ok(accept(id, [Change::RoleAdded(role).into()]).says(text).about(id))
    }
}
