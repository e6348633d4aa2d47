//! Migrations: one numbered, forward-only set of texts for both engines.
//!
//! A text is portable SQL with three tokens, `@ID@` (a 16-byte identifier), `@BYTES@` and `@PACKED@` (a table kept in
//! its key), and blocks between `--[sqlite` or `--[postgres` and `--]` that only that engine reads.

use kernel::Instant;

use crate::{Connection, DbError, Engine, Result, params};

/// One step of the schema: its number (from 1, without gaps), a name, and its text.
#[derive(Debug)]
pub struct Migration {
    pub number: i64,
    pub name: &'static str,
    pub sql: &'static str,
}

/// Where a place stands beside the set that the program knows.
#[derive(Debug, PartialEq, Eq)]
pub enum SchemaState {
    Empty,
    Behind(i64),
    Current,
}

const LEDGER_OF_STEPS: &str = "CREATE TABLE IF NOT EXISTS schema_steps (number BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)";

/// Compares the place with the set; a schema newer than the set is an error that names both.
pub fn schema_state(connection: &mut Connection, set: &[Migration]) -> Result<SchemaState> {
    let known = set.last().map_or(0, |step| step.number);
    let there = match connection.engine() {
        Engine::Sqlite => "SELECT COUNT(*) FROM sqlite_master WHERE name = 'schema_steps'",
        Engine::Postgres => {
            "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'schema_steps'"
        }
    };
    let found = connection.read(|view| {
        if view.number(there, &[])? == 0 {
            return Ok(None);
        }
        view.number("SELECT COALESCE(MAX(number), 0) FROM schema_steps", &[]).map(Some)
    });
    match found? {
        None | Some(0) => Ok(SchemaState::Empty),
        Some(found) if found > known => Err(DbError::NewerSchema { found, known }),
        Some(found) if found < known => Ok(SchemaState::Behind(found)),
        Some(_) => Ok(SchemaState::Current),
    }
}

/// Brings the place to the newest step, each step in a transaction of its own.
pub fn migrate(connection: &mut Connection, set: &[Migration], now: Instant) -> Result<()> {
    let done = match schema_state(connection, set)? {
        SchemaState::Current => return Ok(()),
        SchemaState::Behind(number) => number,
        SchemaState::Empty => 0,
    };
    connection.batch(LEDGER_OF_STEPS)?;
    let engine = connection.engine();
    for step in set.iter().filter(|step| step.number > done) {
        let text = dialect(step.sql, engine);
        connection.write(|tx| {
            tx.handle.batch(&text)?;
            tx.execute(
                "INSERT INTO schema_steps (number, name, applied_at) VALUES ($1, $2, $3)",
                &params![step.number, step.name, now],
            )?;
            Ok::<_, DbError>(())
        })?;
    }
    Ok(())
}

fn dialect(text: &str, engine: Engine) -> String {
    let (mine, id, bytes, packed) = match engine {
        Engine::Sqlite => ("--[sqlite", "BLOB", "BLOB", " WITHOUT ROWID"),
        Engine::Postgres => ("--[postgres", "UUID", "BYTEA", ""),
    };
    let mut kept = String::with_capacity(text.len());
    let mut reading = true;
    for line in text.lines() {
        match line.trim() {
            mark if mark.starts_with("--[") => reading = mark == mine,
            "--]" => reading = true,
            _ if reading => {
                kept.push_str(line);
                kept.push('\n');
            }
            _ => {}
        }
    }
    kept.replace("@ID@", id).replace("@BYTES@", bytes).replace(" @PACKED@", packed)
}
