//! Roles: sets of permissions with a name. Six are built in; a company adds its own.

mod change_role;
mod create_role;
mod delete_role;
pub(super) mod store;

pub use change_role::ChangeRole;
pub use create_role::CreateRole;
pub use delete_role::DeleteRole;

use kernel::{Failure, Name, Refusal, RoleId};
use serde::{Deserialize, Serialize};

use crate::{Ask, Permission, PermissionSet, Result, Scene};

/// A set of permissions with a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Role {
    pub id: RoleId,
    pub name: String,
    /// `owner`, `administrator` … for the built-in ones.
    pub builtin: Option<String>,
    pub permissions: PermissionSet,
    pub version: i64,
}

impl Role {
    /// The role that only owners give and take.
    pub fn is_owner(&self) -> bool {
        self.builtin.as_deref() == Some("owner")
    }
}

/// A role and how many hold it.
#[derive(Clone, Debug)]
pub struct RoleView {
    pub role: Role,
    /// Members with it, deactivated ones too.
    pub members: i64,
}

/// Every role: the built-in ones first, in their order, then the company's own by age.
#[derive(Clone, Copy, Debug)]
pub struct ListRoles;

impl Ask for ListRoles {
    const NEEDS: Permission = Permission::Enter;
    type Answer = Vec<RoleView>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<RoleView>> {
        store::views(scene)
    }
}

/// Reads one role.
#[derive(Clone, Copy, Debug)]
pub struct ReadRole {
    pub id: RoleId,
}

impl Ask for ReadRole {
    const NEEDS: Permission = Permission::Enter;
    type Answer = RoleView;

    fn answer(self, scene: &Scene<'_>) -> Result<RoleView> {
        let found = store::views(scene)?.into_iter().find(|view| view.role.id == self.id);
        found.ok_or_else(|| Failure::missing("role", self.id))
    }
}

/// Refuses a name that another role has already, whatever its capitals.
fn refuse_taken(name: &Name, holder: Option<&Role>, own: Option<RoleId>) -> Result<()> {
    let Some(holder) = holder.filter(|holder| Some(holder.id) != own) else { return Ok(()) };
    let refusal = if holder.name == name.as_str() {
        Refusal::rule(
            "NAME_TAKEN",
            format!("“{}” already exists.", holder.name),
            "Two roles of one name cannot be told apart. Choose another name, or use the role that exists.",
        )
    } else {
        Refusal::rule(
            "NAME_TAKEN_NORMALISED",
            format!("“{}” already exists; only capitals, blanks or accents differ.", holder.name),
            "Two roles of nearly one name cannot be told apart. Choose another name, or use the role that exists.",
        )
    };
    Err(Refusal { field: Some("name".into()), ..refusal.detail("existing", holder.id) }.into())
}

fn refuse_built_in(role: &Role) -> Result<()> {
    if role.builtin.is_none() {
        return Ok(());
    }
    Err(Refusal::rule(
        "ROLE_BUILT_IN",
        format!("“{}” is a built-in role.", role.name),
        "Built-in roles stay as they are, so that their names mean the same in every office. Create a role of your own.",
    )
    .action("New role", "/settings/roles/new")
    .into())
}
