//! Import and export: files of clients come in, are checked, mended and taken in; clients go out as files.

pub mod api;
mod background;
pub mod check;
pub mod columns;
mod export;
pub mod memberships_api;
pub mod memberships_page;
pub mod pages;
pub mod row;
pub mod shapes;

use std::borrow::Borrow;

pub use export::{api_clients_csv, api_clients_xlsx, clients_csv, clients_xlsx};

/// A number as the office writes it; a template hands some over as they are and some by reference.
pub fn number(number: impl Borrow<i64>) -> String {
    crate::layout::count(*number.borrow())
}

/// A number with its noun: `1 row`, `1,204 rows`.
pub fn counted(count: impl Borrow<i64>, noun: &str) -> String {
    let count = *count.borrow();
    if count == 1 { format!("1 {noun}") } else { format!("{} {noun}s", number(count)) }
}
