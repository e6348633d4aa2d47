//! SQLite: opening a file so that what is acknowledged survives a power cut.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags};

use crate::{DbError, Result, Value};

/// 3.51.3 mends a race that could corrupt a write-ahead log; older libraries are refused.
const OLDEST_LIBRARY: i32 = 3_051_003;
/// Statements kept prepared for each connection: the house has fewer than this many texts in daily use.
const PREPARED: usize = 256;

pub(crate) fn open_writer(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = open(path, flags)?;
    // FULL: with NORMAL a power cut loses acknowledged commits. Only group commit may pay for the difference.
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")?;
    // Room for the pages of one long import, and a log that is carried over less often than SQLite would: bulk work
    // touches the same pages of its indexes again and again.
    connection.execute_batch("PRAGMA cache_size = -64000; PRAGMA wal_autocheckpoint = 16000;")?;
    // Without this SQLite plans a statement anew whenever a value is bound that a partial index might care about: a
    // booking spent more time in planning than in writing.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    let synchronous: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    let journal: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if synchronous != 2 || journal != "wal" {
        return Err(DbError::Other(format!(
            "{} cannot be opened safely: synchronous is {synchronous}, journal is {journal}. Put the data on a local disk",
            path.display()
        )));
    }
    Ok(connection)
}

pub(crate) fn open_reader(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = open(path, flags)?;
    // Readers never checkpoint: only the writer may touch the log.
    connection.execute_batch("PRAGMA query_only = 1; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16000;")?;
    Ok(connection)
}

fn open(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let library = rusqlite::version_number();
    if library < OLDEST_LIBRARY {
        return Err(DbError::Other(format!("SQLite {library} is too old: at least {OLDEST_LIBRARY} is needed")));
    }
    let connection = Connection::open_with_flags(path, flags)
        .map_err(|error| DbError::Other(format!("{} cannot be opened: {error}", path.display())))?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 268435456;")?;
    Ok(connection)
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Bool(truth) => ValueRef::Integer(i64::from(*truth)),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Id(id) => ValueRef::Blob(id.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// `$1` becomes `?1`: SQLite would take `$1` for a name and number it by first use.
pub(crate) fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}
