//! Where a set of tables lives: a file, or a schema of a PostgreSQL database.

use std::fmt;
use std::path::PathBuf;

/// Where one company's books (or the hallway) are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Sqlite(PathBuf),
    Postgres(PostgresPlace),
}

/// A schema inside a PostgreSQL database; `schema` is made by us from `a–z`, digits and `_` only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostgresPlace {
    pub url: String,
    pub schema: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Sqlite(path) => write!(f, "{}", path.display()),
            // The address carries a password; a log line must not.
            Place::Postgres(place) => write!(f, "PostgreSQL schema {}", place.schema),
        }
    }
}
