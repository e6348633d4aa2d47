//! The ledger: journal, chart of accounts, balances, VAT, periods and number series; the same over the API.

pub mod api;
pub mod pages;
pub mod words;
