//! Payments of clients: money on a bank account that settles open items, each on the account on which it stands.

mod list_payments;
mod read_aged;
mod read_open_items;
mod record_payment;
mod refusals;
pub(crate) mod store;

use kernel::{AccountId, ClientId, Currency, Day, EntryId, InvoiceId, Money, PaymentId, PostingId};
use serde::{Deserialize, Serialize};

use crate::ledger::Foreign;

pub use list_payments::{ListPayments, PaymentRow, PaymentView, PaymentsPage, ReadPayment, Settled};
pub use read_aged::{AGES, Aged, AgedRow, Ages, ReadAged};
pub use read_open_items::{BankAccount, OpenItem, OpenItems, ReadOpenItems};
pub use record_payment::RecordPayment;

#[cfg(test)]
mod foreign;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod through_change;

/// What a client paid. It is never changed: a wrong payment is taken back by the reversal of its entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub id: PaymentId,
    pub client: ClientId,
    pub day: Day,
    /// Minor units of the company's currency: what the bank account got.
    pub amount: i64,
    /// What was paid, where that was in another currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign: Option<Foreign>,
    /// Where the money is.
    pub account: AccountId,
    pub text: String,
    pub entry: EntryId,
}

impl Payment {
    /// What was paid; `books` is the company's currency.
    pub fn paid(&self, books: Currency) -> Money {
        match self.foreign {
            Some(foreign) => Money::new(foreign.amount, foreign.currency),
            None => Money::new(self.amount, books),
        }
    }
}

/// So much of a payment is for this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    pub to: AllocatedTo,
    /// Minor units of the payment's currency.
    pub amount: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AllocatedTo {
    Item(PostingId),
    Invoice(InvoiceId),
}

/// What can happen to payments.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    Recorded(Payment),
}
