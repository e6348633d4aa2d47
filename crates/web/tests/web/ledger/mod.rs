//! The ledger over the API and on its pages.

mod api;
mod pages;
mod rights;
