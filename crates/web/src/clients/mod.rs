//! Clients: list, profile, settings; the same over the API.

pub mod api;
pub mod pages;
mod patch;
mod shapes;
