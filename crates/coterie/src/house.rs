//! Opening the data directory: one process at a time, then hallway and desk.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use books::hallway::{Company, Hallway};
use books::{Caller, Desk, Outside, Who};
use db::{Place, PostgresPlace};
use kernel::{CompanyId, Door, IdMaker};

use crate::cli::Trouble;
use crate::outside::RealWorld;

/// The words that every command takes: where the data are, and how it answers.
#[derive(Clone, Debug, clap::Args)]
pub struct At {
    /// Directory that holds everything: companies, backups, settings
    #[arg(
        long,
        global = true,
        env = "COTERIE_DATA",
        default_value = "./data",
        value_name = "FOLDER",
        help_heading = "Where and how"
    )]
    pub data: PathBuf,
    /// Keep the books in this PostgreSQL database instead of in files
    #[arg(
        long,
        global = true,
        env = "COTERIE_POSTGRES",
        hide_env_values = true,
        value_name = "URL",
        help_heading = "Where and how"
    )]
    pub postgres: Option<String>,
    /// Answer in JSON, for programs
    #[arg(long, global = true, help_heading = "Where and how")]
    pub json: bool,
}

/// An open house. When it is dropped the books are closed, then the lock goes.
pub struct House {
    pub desk: Arc<Desk>,
    lock: File,
}

impl At {
    /// Opens a data directory that is there. A mistyped one is not made: nobody would notice that it is empty.
    pub fn open(&self) -> Result<House, String> {
        let shown = self.data.display();
        let cure = "Name another with --data, or begin one with coterie company new, coterie serve or coterie demo.";
        if self.postgres.is_none() && self.data.is_dir() && !self.data.join("hallway.db").exists() {
            return Err(format!("{shown} holds no Coterie: there is no hallway.db in it. {cure}"));
        }
        if self.postgres.is_none() && !self.data.exists() {
            return Err(format!("There is no folder {shown}. {cure}"));
        }
        self.open_or_make(Arc::new(RealWorld))
    }

    /// Opens the data directory, making it when it is not there. The clock may be another: the demo's story travels
    /// through two years.
    pub fn open_or_make(&self, outside: Arc<dyn Outside>) -> Result<House, String> {
        if self.data.exists() && !self.data.is_dir() {
            return Err(format!("{} is a file. Name a folder with --data.", self.data.display()));
        }
        // Names, addresses and books: nobody else on the machine needs to read them.
        DirBuilder::new().recursive(true).mode(0o700).create(&self.data).map_err(|error| {
            format!("{} cannot be made: {error}. Choose another folder with --data.", self.data.display())
        })?;
        let lock = lock(&self.data)?;
        let place = match &self.postgres {
            None => Place::Sqlite(self.data.join("hallway.db")),
            Some(url) => Place::Postgres(PostgresPlace { url: url.clone(), schema: "hallway".to_owned() }),
        };
        let hallway = Hallway::open(&place, &self.data, outside.clone()).map_err(|failure| failure.to_string())?;
        Ok(House { desk: Arc::new(Desk::open(Arc::new(hallway), outside)), lock })
    }
}

impl House {
    /// The company of this short name; without a name the only one.
    pub fn company(&self, slug: Option<&str>) -> Result<Company, Trouble> {
        let companies = self.desk.hallway().companies()?;
        let slugs = companies.iter().map(|company| company.slug.as_str()).collect::<Vec<_>>().join(", ");
        let mut wanted = companies.into_iter().filter(|company| slug.is_none_or(|slug| slug == company.slug));
        match (wanted.next(), wanted.next(), slug) {
            (Some(only), None, _) => Ok(only),
            (None, _, Some(slug)) => Err(format!("There is no company {slug} here. There is: {slugs}.").into()),
            (None, _, None) => Err("There is no company here yet. Make one: coterie company new, coterie demo, or \
                                    coterie serve and the link that it prints."
                .into()),
            (Some(_), Some(_), _) => {
                Err(format!("Several companies are here. Say which with --company: {slugs}.").into())
            }
        }
    }

    /// Whoever runs the machine, at the desk of a company.
    pub fn operator(&self, company: CompanyId) -> Caller {
        self.caller(company, Who::Operator)
    }

    pub fn caller(&self, company: CompanyId, who: Who) -> Caller {
        let outside = self.desk.outside();
        let request = IdMaker::new(outside.now(), outside.entropy()).next();
        Caller { company, who, door: Door::CommandLine, request }
    }

    /// Tells later visitors of the directory where the running server can be reached.
    pub fn announce(&mut self, address: &str) {
        let written = self
            .lock
            .set_len(0)
            .and_then(|()| self.lock.rewind())
            .and_then(|()| self.lock.write_all(address.as_bytes()));
        if let Err(error) = written {
            tracing::warn!(%error, "the lock file could not be written");
        }
    }
}

/// A job in a thread of its own may hold the desk still; the books are closed under it.
impl Drop for House {
    fn drop(&mut self) {
        self.desk.close();
    }
}

fn lock(data: &Path) -> Result<File, String> {
    let path = data.join("lock");
    let mut file =
        OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(|error| {
            format!(
                "{} cannot be opened: {error}. Check who owns the folder, and that its disk may be written to.",
                path.display()
            )
        })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            let mut address = String::new();
            let _ = file.read_to_string(&mut address);
            let who = if address.is_empty() { "Another Coterie".to_owned() } else { format!("A server at {address}") };
            Err(format!(
                "{who} already works on {}. Two would spoil each other's books. Stop it first, or speak to it with --server and --token.",
                data.display()
            ))
        }
        Err(TryLockError::Error(error)) => Err(format!("{} cannot be locked: {error}.", path.display())),
    }
}
