//! Clients: list, profile, settings; the same over the API.

mod address;
pub mod api;
pub mod billing_group_form;
mod billing_group_found;
pub mod billing_groups;
pub mod billing_groups_api;
pub mod bulk;
mod chips;
mod columns;
mod conflict;
pub mod corporate;
pub mod corporate_api;
pub mod groups_on;
pub mod ledger;
pub mod list;
pub mod merge;
pub mod move_group;
pub mod new;
pub mod palette;
mod patch;
pub mod profile;
pub mod settings;
mod shapes;
pub mod views;
