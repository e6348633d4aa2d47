//! Groups of clients: the settings pages and the API.

pub mod client_group_forms;
pub mod client_groups;
pub mod client_groups_api;
mod customer_group_rows;
pub mod customer_groups;
pub mod customer_groups_api;
pub mod group_sets_api;
pub mod members_api;
mod palette;

pub use palette::color_words;
