//! Billing groups: people and entities that are billed together, one of whom usually pays.
//!
//! They stand here and not with the groups, because they need the clients: whether they are there, and who may edit them.
//! A billing group has no account and no address of its own: whoever pays is always a client.

mod change_billing_group;
mod create_billing_group;
mod delete_billing_group;
mod hide_billing_group;
mod list_billing_groups;
mod members;
mod refusals;
mod store;

pub use change_billing_group::ChangeBillingGroup;
pub use create_billing_group::CreateBillingGroup;
pub use delete_billing_group::DeleteBillingGroup;
pub use hide_billing_group::HideBillingGroup;
pub use list_billing_groups::{
    BillingGroup, BillingGroups, BillingMember, ListBillingGroups, ReadBillingGroup, ReadMembersToBe,
};

#[cfg(test)]
mod tests;
