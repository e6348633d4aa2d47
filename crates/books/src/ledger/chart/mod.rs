//! The chart of accounts: its verbs, and what its pages ask.

mod add_account;
mod archive_account;
mod change_account;
mod customers;
mod list_accounts;
pub(crate) mod store;
mod uses;

use kernel::Refusal;

pub use add_account::AddAccount;
pub use archive_account::{ArchiveAccount, DeleteAccount, RestoreAccount};
pub use change_account::ChangeAccount;
pub use list_accounts::{AccountView, Chart, ListAccounts, ReadAccount};
pub use uses::Uses;
pub(in crate::ledger) use uses::of as uses_of;

/// Refuses a change of something that was changed since it was read.
pub(in crate::ledger) fn stale(what: &str, read: Option<i64>, now: i64) -> kernel::Result<(), Refusal> {
    match read {
        Some(read) if read != now => Err(Refusal::stale(
            "CHANGED_MEANWHILE",
            format!("The {what} was changed meanwhile."),
            "Somebody saved it after you opened it. Look at it as it is now, and change it again.",
        )
        .detail("version", now)
        .detail("your_version", read)),
        _ => Ok(()),
    }
}
