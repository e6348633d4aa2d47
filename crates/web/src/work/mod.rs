//! Time, over the API.

pub mod api;
