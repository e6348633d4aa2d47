//! Clients and their groups: who is put into which, one by one and many at once, and what undo makes of it.
//!
//! These verbs stand here and not with the groups, because they need the rights on each client.

mod assign_client_groups;
mod bulk_groups;
mod delete_client_group;
mod groups_of_client;
mod groups_of_selection;
mod members_of_group;
mod merge_client_groups;
mod rights;
mod store;

pub use assign_client_groups::{AssignClientGroups, GroupFacts, Wish};
pub(super) use assign_client_groups::{archived, at_groups};
pub use bulk_groups::{BulkGroups, BulkPreview, GroupAction, PreviewBulkGroups};
pub use delete_client_group::DeleteClientGroup;
pub use groups_of_client::{GroupsOfClient, MembershipLine};
pub use groups_of_selection::{GroupsOfSelection, SelectionGroup, SelectionGroups};
pub use members_of_group::{MemberLine, MembersOfGroup};
pub use merge_client_groups::MergeClientGroups;
pub(crate) use rights::{join_again, may_not_edit, require_edit};
pub(super) use store::{client_ids_in, editable};

#[cfg(test)]
mod merge_tests;
#[cfg(test)]
mod tests;
