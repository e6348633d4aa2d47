//! books: what the house does. Rooms stand in the order in which they may lean on each other:
//! company → ledger → groups → clients → work → sales → reports → exchange.
//!
//! A verb is one file: command, facts, `load`, `decide`, outcome. Everything that changes a company passes the
//! desk: permission → load → decide → apply → audit line, in one transaction. There is no other way in.

mod act;
mod ask;
mod audit;
mod change;
pub mod check;
mod desk;
pub mod hallway;
mod permission;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod undo;

pub mod company;
pub mod ledger;

pub mod groups;

pub mod clients;

pub mod work;

pub mod sales;

pub mod reports;

pub mod exchange;

pub use act::{Accepted, Act, Decision, accept};
pub use ask::{Ask, Page, Scene};
pub use audit::{Actor, AuditLine, NameThings, ReadAudit, SearchAudit, ThingName, last_written};
pub use change::Change;
pub use desk::{Caller, Desk, IdempotencyKey, Order, Outside, Receipt, Who};
pub use permission::{Permission, PermissionSet, Rights};

/// SHA-256, for digests of bodies and secrets.
pub fn digest(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).to_vec()
}

pub type Result<T> = std::result::Result<T, kernel::Failure>;

/// The schema of a company's books, in the order in which its steps were added.
pub const MIGRATIONS: &[db::Migration] = &[
    db::Migration { number: 1, name: "house", sql: include_str!("../../../migrations/0001_house.sql") },
    db::Migration { number: 2, name: "guards", sql: include_str!("../../../migrations/0002_guards.sql") },
    db::Migration { number: 3, name: "audit_head", sql: include_str!("../../../migrations/0003_audit_head.sql") },
    db::Migration { number: 4, name: "settling", sql: include_str!("../../../migrations/0004_settling.sql") },
    db::Migration {
        number: 5,
        name: "kinds_of_groups",
        sql: include_str!("../../../migrations/0005_kinds_of_groups.sql"),
    },
    db::Migration { number: 6, name: "agreements", sql: include_str!("../../../migrations/0006_agreements.sql") },
    db::Migration {
        number: 7,
        name: "central_address_and_rebates",
        sql: include_str!("../../../migrations/0007_central_address_and_rebates.sql"),
    },
    db::Migration {
        number: 8,
        name: "merged_clients",
        sql: include_str!("../../../migrations/0008_merged_clients.sql"),
    },
    db::Migration { number: 9, name: "exchange", sql: include_str!("../../../migrations/0009_exchange.sql") },
    db::Migration { number: 10, name: "recipients", sql: include_str!("../../../migrations/0010_recipients.sql") },
];
