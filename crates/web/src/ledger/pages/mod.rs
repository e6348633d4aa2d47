//! The pages of the ledger.

pub mod account;
pub mod account_form;
pub mod accounts;
pub mod entry;
pub mod journal;
pub mod ledger_settings;
pub mod new_entry;
pub mod product_group;
pub mod rates;
pub(crate) mod show;
pub mod tax;
pub mod trial_balance;
pub mod vat_code;
