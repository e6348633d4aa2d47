//! `/roles`: sets of permissions with a name.

use axum::extract::Path;
use axum::response::IntoResponse;
use books::company::{ChangeRole, CreateRole, DeleteRole, ListRoles, ReadRole, RoleView};
use books::{Permission, PermissionSet};
use kernel::{Refusal, RoleId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Paging;
use crate::edge::{ApiResult, Call, Resource, parse_field};

/// A role as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoleShape {
    pub id: String,
    pub name: String,
    /// `owner`, `administrator`, `accountant`, `staff`, `author`, `reader`; null for the company's own.
    pub builtin: Option<String>,
    /// Codes such as `clients.view`.
    pub permissions: Vec<String>,
    /// How many hold it.
    pub members: i64,
    pub version: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RolePage {
    pub items: Vec<RoleShape>,
    pub next: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    pub name: String,
    /// Codes such as `clients.view`.
    pub permissions: Vec<String>,
}

/// Changes of a role. Only what is named changes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RolePatch {
    pub name: Option<String>,
    /// All of them, as they shall be.
    pub permissions: Option<Vec<String>>,
}

pub async fn list(call: Call) -> ApiResult {
    let paging: Paging = call.query()?;
    let (items, next) = paging.of(call.app.ask(&call.caller, ListRoles).await?, |view| view.role.id.to_string())?;
    Ok(axum::Json(RolePage { items: items.iter().map(Resource::shape).collect(), next }).into_response())
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadRole { id: parse_field("id", &id)? }).await
}

pub async fn create(call: Call) -> ApiResult {
    let new: NewRole = call.body()?;
    let command = CreateRole { name: parse_field("name", &new.name)?, permissions: permissions(&new.permissions)? };
    call.create(command, "/roles", |id| ReadRole { id: *id }).await
}

pub async fn change(Path(id): Path<String>, call: Call) -> ApiResult {
    let id: RoleId = parse_field("id", &id)?;
    let patch: RolePatch = call.body()?;
    let command = ChangeRole {
        id,
        version: call.expected_version()?,
        name: patch.name.map(|name| parse_field("name", &name)).transpose()?,
        permissions: patch.permissions.as_deref().map(permissions).transpose()?,
    };
    call.change(command, ReadRole { id }).await
}

pub async fn delete(Path(id): Path<String>, call: Call) -> ApiResult {
    call.remove(DeleteRole { id: parse_field("id", &id)?, version: call.expected_version()? }).await
}

fn permissions(codes: &[String]) -> Result<PermissionSet, Refusal> {
    codes.iter().map(|code| Permission::parse(code).ok_or_else(|| unknown(code))).collect()
}

fn unknown(code: &str) -> Refusal {
    let codes: Vec<_> = Permission::ALL.iter().map(|permission| permission.code()).collect();
    Refusal::field(
        "PERMISSION_UNKNOWN",
        "permissions",
        format!("There is no permission “{code}”."),
        format!("Known are {}.", codes.join(", ")),
    )
}

impl Resource for RoleView {
    type Shape = RoleShape;

    fn version(&self) -> i64 {
        self.role.version
    }

    fn shape(&self) -> RoleShape {
        RoleShape {
            id: self.role.id.to_string(),
            name: self.role.name.clone(),
            builtin: self.role.builtin.clone(),
            permissions: self.role.permissions.iter().map(|permission| permission.code().to_owned()).collect(),
            members: self.members,
            version: self.role.version,
        }
    }
}
