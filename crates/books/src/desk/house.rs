//! Open companies: where each one's books are, and the readers that look into them.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use db::{Connection, Place, SchemaState, View};
use kernel::{CompanyId, Failure, Missing};

use super::Outside;
use crate::hallway::Hallway;
use crate::{MIGRATIONS, Result, check};

/// Readers kept open for one company when nobody reads.
const IDLE_READERS: usize = 4;

/// One company's books, ready to be read.
pub(crate) struct House {
    place: Place,
    idle: Mutex<Vec<Connection>>,
}

impl House {
    /// Looks on one snapshot. A reader that failed half-way is not used again.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&View<'_>) -> Result<T>) -> Result<T> {
        let taken = self.readers().pop();
        let mut reader = match taken {
            Some(reader) => reader,
            None => Connection::reader(&self.place)?,
        };
        let answer = reader.read(look);
        if !matches!(answer, Err(Failure::Broken(_))) {
            let mut idle = self.readers();
            if idle.len() < IDLE_READERS {
                idle.push(reader);
            }
        }
        answer
    }

    fn readers(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn writer(&self) -> Result<Connection> {
        Ok(Connection::writer(&self.place)?)
    }

    pub(crate) fn verify(&self) -> Result<Vec<check::Broken>> {
        let mut reader = Connection::reader(&self.place)?;
        let mut found: Vec<_> = reader.integrity()?.into_iter().map(check::Broken::whole).collect();
        found.extend(reader.read(check::verify)?);
        Ok(found)
    }

    pub(crate) fn copy(&self, target: &Path) -> Result<()> {
        Ok(Connection::reader(&self.place)?.copy_to(target)?)
    }
}

/// Companies that are open now.
pub(crate) struct Houses {
    hallway: Arc<Hallway>,
    outside: Arc<dyn Outside>,
    open: Mutex<HashMap<CompanyId, Arc<House>>>,
}

impl Houses {
    pub(crate) fn new(hallway: Arc<Hallway>, outside: Arc<dyn Outside>) -> Houses {
        Houses { hallway, outside, open: Mutex::new(HashMap::new()) }
    }

    pub(crate) fn open(&self, company: CompanyId) -> Result<Arc<House>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(house) = open.get(&company) {
            return Ok(house.clone());
        }
        let place = self.place(company)?;
        let reader = self.bring_up_to_date(&place)?;
        // The one who looked at the schema is the first to read: opening a file reads the schema again.
        let house = Arc::new(House { place, idle: Mutex::new(reader.into_iter().collect()) });
        open.insert(company, house.clone());
        Ok(house)
    }

    /// Lets go of every file that nobody reads just now.
    pub(crate) fn close(&self) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub(crate) fn prepare(&self, company: CompanyId) -> Result<()> {
        let place = self.place(company)?;
        let mut connection = Connection::writer(&place)?;
        Ok(db::migrate(&mut connection, MIGRATIONS, self.outside.now())?)
    }

    fn place(&self, company: CompanyId) -> Result<Place> {
        let found = self.hallway.company(company)?;
        found
            .map(|company| company.place)
            .ok_or_else(|| Failure::Missing(Missing { what: "company", id: company.to_string() }))
    }

    /// A file of an older version is copied aside, then brought up to date; on PostgreSQL that is a command. Answers the
    /// reader that found everything as it should be.
    fn bring_up_to_date(&self, place: &Place) -> Result<Option<Connection>> {
        let mut connection = Connection::reader(place)?;
        let state = db::schema_state(&mut connection, MIGRATIONS)?;
        match (state, place) {
            (SchemaState::Current, _) => Ok(Some(connection)),
            (SchemaState::Empty, _) => Err(Failure::broken(format!("{place} holds no books"))),
            (SchemaState::Behind(step), Place::Sqlite(path)) => {
                let aside = path.with_extension(format!("before-step-{}.db", step + 1));
                if !aside.exists() {
                    connection.copy_to(&aside)?;
                }
                drop(connection);
                db::migrate(&mut Connection::writer(place)?, MIGRATIONS, self.outside.now())?;
                Ok(None)
            }
            (SchemaState::Behind(_), Place::Postgres(_)) => {
                Err(Failure::broken(format!("{place} is of an older version: back it up, then run `coterie migrate`")))
            }
        }
    }
}
