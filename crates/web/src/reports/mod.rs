//! Reports: the page, saved reports, files; the same over the API.

mod address;
pub mod api;
mod builder;
mod chart;
pub mod export;
pub mod page;
pub mod saved;
pub mod shapes;
mod table;
mod words;
