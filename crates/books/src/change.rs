//! What happened, as values: `decide` returns changes, `apply` writes them, the audit keeps them, undo inverts them.

use db::WriteSet;
use kernel::Stamp;
use serde::{Deserialize, Serialize};

use crate::{clients, company, exchange, groups, ledger, reports, sales, undo, work};

/// One change of one room. Past participles: `Registered`, `MembershipStarted`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    Company(company::Change),
    Ledger(ledger::Change),
    Groups(groups::Change),
    Clients(clients::Change),
    Work(work::Change),
    Sales(sales::Change),
    Reports(reports::Change),
    Exchange(exchange::Change),
    Undo(undo::Change),
}

impl Change {
    /// Tells the write set; only the room that owns a table writes it.
    pub fn write(&self, set: &mut WriteSet, stamp: &Stamp) {
        match self {
            Change::Company(change) => company::write(change, set, stamp),
            Change::Ledger(change) => ledger::write(change, set, stamp),
            Change::Groups(change) => groups::write(change, set, stamp),
            Change::Clients(change) => clients::write(change, set, stamp),
            Change::Work(change) => work::write(change, set, stamp),
            Change::Sales(change) => sales::write(change, set, stamp),
            Change::Reports(change) => reports::write(change, set, stamp),
            Change::Exchange(change) => exchange::write(change, set, stamp),
            Change::Undo(change) => undo::write(change, set, stamp),
        }
    }
}

macro_rules! rooms {
    ($($room:ident => $variant:ident),*) => {$(
        impl From<$room::Change> for Change {
            fn from(change: $room::Change) -> Self { Change::$variant(change) }
        }
    )*};
}
rooms!(company => Company, ledger => Ledger, groups => Groups, clients => Clients, work => Work, sales => Sales,
       reports => Reports, exchange => Exchange, undo => Undo);
