//! Deletes a role of the company's own that nobody holds.

use kernel::{Failure, Refusal, RoleId, Stamp};
use serde::{Deserialize, Serialize};

use super::super::Change;
use super::super::refusals::{refuse_beyond, refuse_stale};
use super::{RoleView, refuse_built_in, store};
use crate::{Act, Decision, Permission, Result, Rights, Scene, accept};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeleteRole {
    pub id: RoleId,
    /// The version that the one at the desk has seen.
    pub version: Option<i64>,
}

impl Act for DeleteRole {
    const NAME: &'static str = "delete_role";
    const NEEDS: Permission = Permission::ManageMembers;
    type Facts = (RoleView, Rights);
    type Outcome = RoleId;

    fn load(&self, scene: &Scene<'_>) -> Result<(RoleView, Rights)> {
        let found = store::views(scene)?.into_iter().find(|view| view.role.id == self.id);
        Ok((found.ok_or_else(|| Failure::missing("role", self.id))?, scene.rights.clone()))
    }

    fn decide(self, (RoleView { role, members }, rights): (RoleView, Rights), _: &Stamp) -> Decision<RoleId> {
        refuse_beyond("The role", role.permissions, &rights)?;
        refuse_built_in(&role)?;
        refuse_stale("The role was", self.version, role.version)?;
        if members > 0 {
            return Err(in_use(&role.name, members).into());
        }
        // From here the role will be deleted.
        let text = format!("Role “{}” deleted", role.name);
        Ok(accept(self.id, [Change::RoleDeleted(role).into()]).says(text).about(self.id))
    }
}

fn in_use(name: &str, members: i64) -> Refusal {
    let held = if members == 1 { "1 member holds it".to_owned() } else { format!("{members} members hold it") };
    Refusal::rule(
        "ROLE_IN_USE",
        format!("“{name}” cannot be deleted: {held}."),
        "A role can be deleted once nobody holds it, deactivated members included. Give them another role first.",
    )
    .detail("members", members)
    .action("Show the members", "/settings/members")
}
