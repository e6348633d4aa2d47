//! The API's sets of client groups.

use axum::extract::Path;
use books::groups::{CreateGroupSet, DeleteGroupSet, GroupSetLine, ListGroupSets, ReadGroupSet, RenameGroupSet};
use kernel::{Failure, GroupSetId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::edge::{ApiResult, Call, Resource, parse_field};

/// A set of client groups: a client is in at most one of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupSetShape {
    pub id: String,
    pub name: String,
    /// Client groups that stand in it, archived ones too.
    pub groups_count: i64,
    pub version: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct GroupSetList {
    pub items: Vec<GroupSetShape>,
    /// Always null: every set is listed.
    pub next: Option<String>,
}

/// A name for a set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupSetName {
    pub name: String,
}

/// What happens to the groups of a set that goes.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GroupSetEnd {
    /// Its groups stay, with their clients and in no set. Without it a set with groups is not deleted.
    pub free_groups: Option<bool>,
    /// Only says what would change.
    pub dry_run: Option<bool>,
}

pub async fn list(call: Call) -> ApiResult {
    let shown =
        |lines: Vec<GroupSetLine>| GroupSetList { items: lines.iter().map(Resource::shape).collect(), next: None };
    call.show(ListGroupSets, shown).await
}

pub async fn create(call: Call) -> ApiResult {
    let new: GroupSetName = call.body()?;
    let command = CreateGroupSet { name: parse_field("name", &new.name)? };
    call.create(command, "/client-group-sets", |id| ReadGroupSet { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadGroupSet { id: group_set(&id)? }).await
}

pub async fn rename(Path(id): Path<String>, call: Call) -> ApiResult {
    let (id, wanted) = (group_set(&id)?, call.body::<GroupSetName>()?);
    let name = parse_field("name", &wanted.name)?;
    call.change(RenameGroupSet { id, version: call.expected_version()?, name }, ReadGroupSet { id }).await
}

pub async fn delete(Path(id): Path<String>, call: Call) -> ApiResult {
    let free_groups = call.query::<GroupSetEnd>()?.free_groups.unwrap_or(false);
    call.remove(DeleteGroupSet { id: group_set(&id)?, version: call.expected_version()?, free_groups }).await
}

/// An id that cannot be one names nothing.
pub(super) fn group_set(id: &str) -> books::Result<GroupSetId> {
    id.parse().map_err(|_| Failure::missing("set of client groups", id))
}

impl Resource for GroupSetLine {
    type Shape = GroupSetShape;

    fn version(&self) -> i64 {
        self.set.version
    }

    fn shape(&self) -> GroupSetShape {
        GroupSetShape {
            id: self.set.id.to_string(),
            name: self.set.name.to_string(),
            groups_count: self.groups,
            version: self.set.version,
        }
    }
}
