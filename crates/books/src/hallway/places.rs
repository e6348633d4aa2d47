//! Places of companies, and how they are written down so that a moved data directory still finds its books.

use std::path::{Path, PathBuf};

use db::{Place, PostgresPlace};
use kernel::{CompanyId, Failure};

use crate::Result;

/// Where the books of new companies are put, and what their places are written down against.
pub(super) struct Shelf {
    hallway: Place,
    data_dir: PathBuf,
}

/// A place as the table of companies keeps it.
#[derive(Debug)]
pub(super) struct Written {
    pub engine: String,
    pub server: String,
    pub place: String,
}

impl Shelf {
    pub(super) fn new(hallway: &Place, data_dir: &Path) -> Shelf {
        Shelf { hallway: hallway.clone(), data_dir: data_dir.to_owned() }
    }

    /// Where a new company goes when nobody says: a file beside the others, or a schema on the hallway's server.
    pub(super) fn place_for(&self, company: CompanyId, slug: &str) -> Place {
        match &self.hallway {
            Place::Sqlite(_) => Place::Sqlite(self.file_for(slug)),
            Place::Postgres(own) => {
                Place::Postgres(PostgresPlace { url: own.url.clone(), schema: company.to_string() })
            }
        }
    }

    fn file_for(&self, slug: &str) -> PathBuf {
        self.data_dir.join("companies").join(format!("{slug}.db"))
    }

    /// Whether a file stands where a company of this slug would put its books: those are somebody's, never ours.
    pub(super) fn is_occupied(&self, slug: &str) -> bool {
        matches!(self.hallway, Place::Sqlite(_)) && self.file_for(slug).exists()
    }

    pub(super) fn write_down(&self, place: &Place) -> Result<Written> {
        match place {
            Place::Sqlite(path) => {
                let seen = path.strip_prefix(&self.data_dir).unwrap_or(path);
                let text = seen.to_str().ok_or_else(|| Failure::broken(format!("{place} is not readable text")))?;
                Ok(Written { engine: "sqlite".into(), server: String::new(), place: text.into() })
            }
            Place::Postgres(at) => {
                // The hallway's own server is left out: its address may change, and carries a password.
                let is_own = matches!(&self.hallway, Place::Postgres(own) if own.url == at.url);
                let server = if is_own { String::new() } else { at.url.clone() };
                Ok(Written { engine: "postgres".into(), server, place: at.schema.clone() })
            }
        }
    }

    pub(super) fn read_back(&self, written: &Written) -> Result<Place> {
        match (written.engine.as_str(), written.server.as_str(), &self.hallway) {
            // A full path stays what it is when it is joined; any other is seen from the data directory.
            ("sqlite", ..) => Ok(Place::Sqlite(self.data_dir.join(&written.place))),
            ("postgres", "", Place::Postgres(own)) => {
                Ok(Place::Postgres(PostgresPlace { url: own.url.clone(), schema: written.place.clone() }))
            }
            ("postgres", "", Place::Sqlite(_)) => {
                Err(Failure::broken(format!("schema {} is on a server that the hallway has left", written.place)))
            }
            ("postgres", ..) => {
                Ok(Place::Postgres(PostgresPlace { url: written.server.clone(), schema: written.place.clone() }))
            }
            (engine, ..) => Err(Failure::broken(format!("{engine} is not an engine that this program knows"))),
        }
    }
}
