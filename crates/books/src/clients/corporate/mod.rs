//! Corporate groups and who is in them by calendar years.
//!
//! The verbs stand here and not with the groups, because they need the clients: whether they are there, and of which types.

mod add_members;
mod change_group;
mod change_last_year;
mod create_group;
mod delete_group;
mod extend;
mod facts;
mod free_clients;
mod list_groups;
mod list_members;
mod read_group;
mod refusals;
mod store;
mod void_membership;

pub use add_members::{AddCorporateMembers, Added};
pub use change_group::{ChangeCorporateGroup, NewHead};
pub use change_last_year::{ChangeLastYear, RemoveMembership};
pub use create_group::CreateCorporateGroup;
pub use delete_group::DeleteCorporateGroup;
pub(crate) use extend::{Extending, why_not};
pub(crate) use facts::{Candidate, refuse_joining, still_fits};
pub use free_clients::{FreeClient, ListFreeClients};
pub use list_groups::{CorporateGroupLine, CorporateGroups, ListCorporateGroups, Validity};
pub use list_members::{
    CorporateMember, CorporateMembers, Elsewhere, ListCorporateMembers, ReadCorporateMembership, VoidedBy,
};
pub use read_group::{CorporateGroupView, HeadTerm, ReadCorporateGroup};
pub(crate) use refusals::in_corporate_group;
pub(super) use refusals::type_in_use;
pub use void_membership::VoidMembership;

#[cfg(test)]
mod tests;
