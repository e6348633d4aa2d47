//! The API's ledger. Field names are a promise to those who call.

pub mod accounts;
pub mod balances;
pub mod entries;
pub mod fields;
pub mod periods;
pub mod rates;
pub mod tax;
