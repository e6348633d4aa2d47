//! Clients: list, profile, settings; the same over the API.

mod address;
pub mod api;
mod chips;
mod columns;
pub mod list;
pub mod pages;
mod patch;
mod shapes;
mod views;
