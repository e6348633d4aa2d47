//! Clients: list, profile, settings; the same over the API.

mod address;
pub mod api;
pub mod bulk;
mod chips;
mod columns;
pub mod list;
pub mod new;
mod patch;
pub mod profile;
pub mod settings;
mod shapes;
mod views;
