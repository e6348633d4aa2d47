//! db: one narrow door to two databases. `View` looks, `Tx` writes; neither knows the business.
//!
//! SQL comes in the subset that SQLite and PostgreSQL share: `$1` parameters, BIGINT, TEXT, BOOLEAN,
//! and the token `@ID@` in table definitions for a 16-byte identifier.

mod connection;
mod error;
mod migrate;
mod place;
mod postgres_engine;
mod row;
#[cfg(feature = "testing")]
mod scratch;
mod sqlite_engine;
mod tx;
mod value;

pub use connection::Connection;
pub use error::{DbError, Result};
pub use migrate::{Migration, SchemaState, migrate, schema_state};
pub use place::{Place, PostgresPlace};
pub use row::{Column, Row};
#[cfg(feature = "testing")]
pub use scratch::ScratchServer;
pub use tx::{Table, Tx, View, WriteSet};
pub use value::{IntoValue, Value};

/// Which engine a connection speaks to. Only migrations, backups and `check` may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    Sqlite,
    Postgres,
}
