//! The hallway: who may come in, and where each company's books live. It knows nothing of the business.
//!
//! Nothing here belongs to a company, so nothing here passes the desk: these are the doors before it.

mod common_words;
mod companies;
mod hash_gate;
mod invitations;
mod log_in;
mod password;
mod persons;
mod places;
mod secret;
mod sessions;
mod set_up;
mod store;
mod tokens;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use db::{Connection, Place, Tx, View};
use kernel::{Failure, IdMaker};

pub use companies::Company;
pub use invitations::Invitation;
pub use persons::{NewPerson, Person};
pub use secret::SessionSecret;
pub use sessions::{OpenSession, Session};
pub use tokens::{Token, TokenLine};

use crate::{Outside, Result};
use password::Passwords;
use places::Shelf;

/// The schema of the hallway, in the order in which its steps were added.
pub const HALLWAY_MIGRATIONS: &[db::Migration] =
    &[db::Migration { number: 1, name: "hallway", sql: include_str!("../../../../migrations/hallway_0001.sql") }];

/// Readers kept open when nobody reads.
const IDLE_READERS: usize = 4;

/// The open hallway. Share it in an `Arc`; every verb may be called from any thread and waits for the disk.
pub struct Hallway {
    place: Place,
    shelf: Shelf,
    /// Empty after a fault: the next turn opens a fresh connection.
    writer: Mutex<Option<Connection>>,
    idle: Mutex<Vec<Connection>>,
    passwords: Passwords,
    outside: Arc<dyn Outside>,
}

impl Hallway {
    /// Opens the hallway at `place`, making it when it is not there. `data_dir` is the directory that places of
    /// companies are written down against, so that the whole directory can be moved. Fails as `Busy` when another
    /// program writes the place, and as `Broken` when its schema is newer than this program.
    pub fn open(place: &Place, data_dir: &Path, outside: Arc<dyn Outside>) -> Result<Hallway> {
        let mut writer = Connection::writer(place)?;
        db::migrate(&mut writer, HALLWAY_MIGRATIONS, outside.now())?;
        Ok(Hallway {
            place: place.clone(),
            shelf: Shelf::new(place, data_dir),
            writer: Mutex::new(Some(writer)),
            idle: Mutex::new(Vec::new()),
            passwords: Passwords::new(outside.clone()),
            outside,
        })
    }

    /// Looks on one snapshot. A reader that failed half-way is not used again.
    fn read<T>(&self, look: impl FnOnce(&View<'_>) -> Result<T>) -> Result<T> {
        let taken = locked(&self.idle).pop();
        let mut reader = match taken {
            Some(reader) => reader,
            None => Connection::reader(&self.place)?,
        };
        let answer = reader.read(look);
        if !matches!(answer, Err(Failure::Broken(_))) {
            let mut idle = locked(&self.idle);
            if idle.len() < IDLE_READERS {
                idle.push(reader);
            }
        }
        answer
    }

    /// Changes in one transaction, one caller after the other. The connection is out of its place meanwhile, so a
    /// fault or a panic never leaves a half-used one behind.
    fn write<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let mut kept = locked(&self.writer);
        let mut writer = match kept.take() {
            Some(writer) => writer,
            None => Connection::writer(&self.place)?,
        };
        let answer = writer.write(work);
        if !matches!(answer, Err(Failure::Broken(_))) {
            *kept = Some(writer);
        }
        answer
    }

    /// Fresh ids. Their seed is drawn anew each time: a secret never shares its entropy with an id.
    fn ids(&self) -> IdMaker {
        IdMaker::new(self.outside.now(), self.outside.entropy())
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
