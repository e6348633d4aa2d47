//! Sets of client groups, such as regions: a client is in at most one group of a set.

mod create_group_set;
mod delete_group_set;
mod list_group_sets;
mod refusals;
mod rename_group_set;
pub(super) mod store;

use kernel::{GroupSetId, Name, Refusal};
use serde::{Deserialize, Serialize};

pub use create_group_set::CreateGroupSet;
pub use delete_group_set::DeleteGroupSet;
pub use list_group_sets::{GroupSetLine, ListGroupSets, ReadGroupSet};
pub(crate) use refusals::{overlap_on_merging, refuse_two_of_one_set, taken_in_set};
pub(super) use refusals::{refuse_overlap, unknown_set};
pub use rename_group_set::RenameGroupSet;

/// A set of client groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupSet {
    pub id: GroupSetId,
    pub name: Name,
    pub version: i64,
}

/// Where a group is to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetChoice {
    In(GroupSetId),
    /// In no set.
    Free,
}

impl SetChoice {
    pub fn set(self) -> Option<GroupSetId> {
        match self {
            SetChoice::In(set) => Some(set),
            SetChoice::Free => None,
        }
    }
}

/// Refuses a name that `holder`, the set found under the same key, already has. `own` is the set being named.
fn refuse_taken(name: &Name, holder: Option<&GroupSet>, own: Option<GroupSetId>) -> Result<(), Refusal> {
    let Some(holder) = holder.filter(|holder| Some(holder.id) != own) else { return Ok(()) };
    let refusal = if holder.name == *name {
        Refusal::rule(
            "NAME_TAKEN",
            format!("The set “{}” already exists.", holder.name),
            "Two sets of one name cannot be told apart. Choose another name, or use the set that exists.",
        )
    } else {
        Refusal::rule(
            "NAME_TAKEN_NORMALISED",
            format!("The set “{}” already exists; only capitals, blanks or accents differ.", holder.name),
            "Two such names would be mixed up. Choose another name, or use the set that exists.",
        )
    };
    let refusal = Refusal { field: Some("name".into()), ..refusal };
    Err(refusal.detail("existing", holder.id).detail("existing_name", &holder.name))
}

/// Somebody changed the set since the one at the desk looked at it.
fn refuse_stale(set: &GroupSet, expected: Option<i64>) -> Result<(), Refusal> {
    match expected {
        Some(version) if version != set.version => Err(Refusal::stale(
            "CHANGED_MEANWHILE",
            format!("The set “{}” was changed meanwhile.", set.name),
            "Somebody else saved it after you opened it. Look at it as it is now, then make your change again.",
        )
        .detail("your_version", version)
        .detail("current_version", set.version)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
