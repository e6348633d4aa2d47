//! A connection to one place, and the turn it can take: reading on a snapshot, or writing.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::Path;

use crate::tx::{Handle, Tx, View};
use crate::{DbError, Engine, Place, Result, postgres_engine, sqlite_engine};

/// An open connection. A writer may write, a reader cannot, whatever SQL it is given.
pub struct Connection {
    handle: Handle,
}

impl Connection {
    /// Opens the place for writing, making it when it is not there. Only one writer may exist for a
    /// place: on PostgreSQL a lock of the session sees to it, on SQLite the lock of the data directory.
    pub fn writer(place: &Place) -> Result<Connection> {
        match place {
            Place::Sqlite(path) => Ok(Connection::sqlite(sqlite_engine::open_writer(path)?)),
            Place::Postgres(place) => {
                postgres_engine::create_schema(place)?;
                let mut client = postgres_engine::open(place)?;
                // A program that has just ended may hold its lock until the server notices: wait as long as SQLite does.
                client.batch_execute("SET lock_timeout TO '5s'")?;
                client.query_one("SELECT pg_advisory_lock(hashtextextended($1, 7))", &[&place.schema]).map_err(
                    |error| match DbError::from(error) {
                        DbError::Locked(_) => {
                            DbError::Locked(format!("another server already writes schema {}", place.schema))
                        }
                        other => other,
                    },
                )?;
                client.batch_execute("SET lock_timeout TO DEFAULT")?;
                Ok(Connection::postgres(client))
            }
        }
    }

    /// Opens the place for reading.
    pub fn reader(place: &Place) -> Result<Connection> {
        match place {
            Place::Sqlite(path) => Ok(Connection::sqlite(sqlite_engine::open_reader(path)?)),
            Place::Postgres(place) => {
                let mut client = postgres_engine::open(place)?;
                client.batch_execute("SET default_transaction_read_only TO on")?;
                Ok(Connection::postgres(client))
            }
        }
    }

    fn sqlite(connection: rusqlite::Connection) -> Connection {
        Connection { handle: Handle::Sqlite(connection) }
    }

    fn postgres(client: postgres::Client) -> Connection {
        Connection { handle: Handle::Postgres { client: RefCell::new(client), prepared: RefCell::new(HashMap::new()) } }
    }

    pub fn engine(&self) -> Engine {
        match self.handle {
            Handle::Sqlite(_) => Engine::Sqlite,
            Handle::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Runs `look` on one snapshot: everything it sees was true at one moment.
    pub fn read<T, E: From<DbError>>(
        &mut self,
        look: impl FnOnce(&View<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let begin = match self.engine() {
            Engine::Sqlite => "BEGIN",
            Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        self.handle.turn(begin)?;
        let answer = look(&View { handle: &self.handle, statements: Cell::new(0) });
        self.handle.turn("ROLLBACK")?;
        answer
    }

    /// Runs `work` in one transaction: all of it is kept when it answers `Ok`, none of it otherwise.
    pub fn write<T, E: From<DbError>>(
        &mut self,
        work: impl FnOnce(&mut Tx<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let begin = match self.engine() {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        };
        self.handle.turn(begin)?;
        let mut tx = Tx { view: View { handle: &self.handle, statements: Cell::new(0) } };
        match work(&mut tx) {
            Ok(answer) => match self.handle.turn("COMMIT") {
                Ok(()) => Ok(answer),
                Err(error) => {
                    // A failed commit leaves the transaction open on SQLite; the cause is what we report.
                    self.handle.abandon();
                    Err(error.into())
                }
            },
            Err(error) => {
                self.handle.abandon();
                Err(error)
            }
        }
    }

    /// Runs statements outside any transaction: migrations and maintenance.
    pub(crate) fn batch(&self, sql: &str) -> Result<()> {
        self.handle.batch(sql)
    }

    /// Writes a complete, consistent copy of a SQLite place to `target`, which must not exist yet.
    pub fn copy_to(&self, target: &Path) -> Result<()> {
        let Handle::Sqlite(connection) = &self.handle else {
            return Err(DbError::Other("PostgreSQL is backed up with pg_dump".into()));
        };
        let Some(target) = target.to_str() else {
            return Err(DbError::Other("a backup path must be readable text".into()));
        };
        // A reader refuses even the copy, which writes elsewhere only.
        let guarded: i64 = connection.query_row("PRAGMA query_only", [], |row| row.get(0))?;
        connection.execute_batch("PRAGMA query_only = 0")?;
        let copied = connection.execute("VACUUM INTO ?1", [target]);
        connection.execute_batch(&format!("PRAGMA query_only = {guarded}"))?;
        copied?;
        Ok(())
    }

    /// Asks SQLite whether its file is sound; PostgreSQL checks its own pages.
    pub fn integrity(&self) -> Result<Vec<String>> {
        let Handle::Sqlite(connection) = &self.handle else { return Ok(Vec::new()) };
        let mut statement = connection.prepare("PRAGMA integrity_check")?;
        let lines: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }
}
