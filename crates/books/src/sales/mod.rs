//! Sales: services and products, invoices and credit notes: from a draft with effective values to a booked paper.
//!
//! It never knows how a page looks, and it never writes the ledger's tables: it hands the ledger an entry.

pub mod agreements;
mod inverse;
pub mod invoices;
pub mod payments;
pub mod products;

mod delete_client;
mod delete_customer_group;
mod leaning;
mod merge_clients;

use db::WriteSet;
use kernel::{Refusal, Stamp};
use serde::{Deserialize, Serialize};

pub use delete_client::DeleteClient;
pub(crate) use delete_client::keep_invoiced;
pub use delete_customer_group::DeleteCustomerGroup;
pub(crate) use leaning::keep_booked;
pub use merge_clients::{CorporateYears, KeptInSet, MergeClients, MergeSummary, Merged, OpenMoved};

pub(crate) use inverse::inverse;

/// What can happen in this room.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    Product(Box<products::Change>),
    Invoice(invoices::Change),
    Payment(payments::Change),
    Agreement(Box<agreements::Change>),
}

impl From<products::Change> for crate::Change {
    fn from(change: products::Change) -> Self {
        Change::Product(Box::new(change)).into()
    }
}

impl From<invoices::Change> for crate::Change {
    fn from(change: invoices::Change) -> Self {
        Change::Invoice(change).into()
    }
}

impl From<payments::Change> for crate::Change {
    fn from(change: payments::Change) -> Self {
        Change::Payment(change).into()
    }
}

impl From<agreements::Change> for crate::Change {
    fn from(change: agreements::Change) -> Self {
        Change::Agreement(Box::new(change)).into()
    }
}

pub(crate) fn write(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    match change {
        Change::Product(change) => products::store::write(change, set, stamp),
        Change::Invoice(change) => invoices::store::write(change, set, stamp),
        Change::Payment(change) => payments::store::write(change, set),
        Change::Agreement(change) => agreements::store::write(change, set, stamp),
    }
}

/// Refuses when the version that the caller read is no longer the stored one.
fn unchanged(what: &str, read: Option<i64>, stored: i64) -> std::result::Result<(), Refusal> {
    match read {
        Some(read) if read != stored => Err(Refusal::stale(
            "CHANGED_MEANWHILE",
            format!("The {what} was changed meanwhile."),
            "Somebody saved it after you opened it. Open it again and repeat your change.",
        )
        .detail("your_version", read)
        .detail("current_version", stored)),
        _ => Ok(()),
    }
}
