//! Balances: sums of debits and credits by account, client or customer group, on a day or over a period.

mod account_ledger;
mod client_ledger;
mod lines;
mod read_balances;
mod reconcile;
mod span;
pub(in crate::ledger) mod store;
mod trial_balance;

pub use account_ledger::{AccountLedger, ReadAccountLedger};
pub use client_ledger::{ClientLedger, ReadClientLedger};
pub use lines::{LedgerLine, LineCursor};
pub use read_balances::{BalanceRow, Balances, By, ReadBalances};
pub use reconcile::{ControlRow, Reconcile, Reconciliation};
pub use span::{Span, fiscal_year_start};
pub use trial_balance::{ReadTrialBalance, Totals, TrialBalance, TrialRow};

/// Debits and credits, minor units of the company's currency, both as positive numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub debit: i64,
    pub credit: i64,
}

impl Sums {
    /// Debits less credits.
    pub fn balance(self) -> i64 {
        self.debit - self.credit
    }
}
