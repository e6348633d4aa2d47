//! Agreements of corporate groups and their settlements, as pages and over the API.

pub mod api;
