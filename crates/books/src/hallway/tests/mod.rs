//! The hallway on both databases, with a clock and a chance that the tests set.

mod companies;
mod log_in;
mod passwords;
mod persons;
mod sessions;
mod set_up;
mod tokens;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use db::{Place, PostgresPlace};
use kernel::{CompanyId, Email, Failure, Instant, Name, PersonId};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::{Hallway, NewPerson, Session, SessionSecret};
use crate::{Outside, Result};

pub(super) const SECOND: i64 = 1000;
pub(super) const MINUTE: i64 = 60 * SECOND;
pub(super) const DAY: i64 = 24 * 60 * MINUTE;

pub(super) const PASSWORD: &str = "teal gravel owl 58";
pub(super) const OTHER_PASSWORD: &str = "quiet lamp under snow";
pub(super) const NETWORK: &str = "192.0.2.7";
pub(super) const AGENT: &str = "Firefox on Debian";

/// A clock set by hand, and chance that never repeats.
pub(super) struct Weather {
    now: AtomicI64,
    drawn: AtomicU64,
}

impl Weather {
    pub(super) fn wait(&self, milliseconds: i64) {
        self.now.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

impl Outside for Weather {
    fn now(&self) -> Instant {
        Instant(self.now.load(Ordering::SeqCst))
    }

    fn entropy(&self) -> [u8; 32] {
        Sha256::digest(self.drawn.fetch_add(1, Ordering::SeqCst).to_le_bytes()).into()
    }
}

/// A hallway of its own for one test, on one of the databases.
pub(super) struct House {
    pub hallway: Hallway,
    pub weather: Arc<Weather>,
    pub place: Place,
    pub dir: TempDir,
}

impl House {
    fn open(place: Place, dir: TempDir) -> House {
        let weather = Arc::new(Weather { now: AtomicI64::new(1_790_000_000_000), drawn: AtomicU64::new(0) });
        let hallway = Hallway::open(&place, dir.path(), weather.clone()).expect("the hallway opens");
        House { hallway, weather, place, dir }
    }

    pub(super) fn person(&self, email: &str) -> PersonId {
        self.hallway.add_person(newcomer(email, Some(PASSWORD))).expect("the person is added")
    }

    pub(super) fn company(&self, called: &str) -> CompanyId {
        self.hallway.add_company(&name(called), None).expect("the company is added").id
    }

    /// A person with a seat in a company.
    pub(super) fn seated(&self, email: &str, company: &str) -> (PersonId, CompanyId) {
        let seated = (self.person(email), self.company(company));
        self.hallway.seat(seated.0, seated.1).expect("the seat is given");
        seated
    }

    pub(super) fn log_in(&self, email: &str) -> (SessionSecret, Session) {
        self.try_log_in(email, PASSWORD).expect("the log-in goes through")
    }

    pub(super) fn try_log_in(&self, email: &str, password: &str) -> Result<(SessionSecret, Session)> {
        self.hallway.log_in(email, password, NETWORK, AGENT)
    }

    pub(super) fn is_open(&self, secret: &SessionSecret) -> bool {
        self.hallway.session(secret.as_str()).expect("the session is looked up").is_some()
    }

    /// How often a password was hashed so far.
    pub(super) fn hashes(&self) -> u64 {
        self.hallway.passwords.gate().traffic().0
    }

    /// Every digest in a table, as stored.
    pub(super) fn digests(&self, table: &str) -> Vec<Vec<u8>> {
        let sql = format!("SELECT secret_digest FROM {table}");
        let all = self.hallway.read(|view| Ok(view.rows(&sql, &[], |row| row.get(0))?));
        all.expect("the digests are read")
    }

    /// Whether these bytes stand anywhere in the files of the data directory.
    pub(super) fn files_hold(&self, secret: &str) -> bool {
        let entries = std::fs::read_dir(self.dir.path()).expect("the directory is listed");
        entries.flatten().filter(|entry| entry.path().is_file()).any(|entry| {
            let bytes = std::fs::read(entry.path()).expect("the file is read");
            bytes.windows(secret.len()).any(|window| window == secret.as_bytes())
        })
    }
}

/// A hallway on each database: always SQLite, and PostgreSQL where a server is named.
pub(super) fn houses() -> Vec<House> {
    let fresh = || tempfile::tempdir().expect("a temporary directory is made");
    let dir = fresh();
    let mut houses = vec![House::open(Place::Sqlite(dir.path().join("hallway.db")), dir)];
    #[expect(clippy::disallowed_methods, reason = "the test script names the server of this run")]
    if let Ok(url) = std::env::var("COTERIE_TEST_POSTGRES") {
        let dir = fresh();
        let schema = format!("hallway_{}", plain(dir.path()));
        houses.push(House::open(Place::Postgres(PostgresPlace { url, schema }), dir));
    }
    houses
}

/// The name of a temporary directory, which is random, as part of the name of a schema.
fn plain(dir: &Path) -> String {
    let name = dir.file_name().and_then(|name| name.to_str()).expect("the directory has a readable name");
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| format!("{byte:x}")).collect()
}

pub(super) fn newcomer(address: &str, password: Option<&str>) -> NewPerson {
    NewPerson { email: email(address), name: name("Ida Berg"), password: password.map(str::to_owned) }
}

pub(super) fn email(text: &str) -> Email {
    Email::parse(text).expect("an e-mail address")
}

pub(super) fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

/// The code of the refusal that came; panics on anything else.
pub(super) fn refused<T>(result: Result<T>) -> &'static str {
    match result {
        Err(Failure::Refused(refusal)) => refusal.code,
        Err(other) => panic!("expected a refusal, {other:?} came"),
        Ok(_) => panic!("expected a refusal, it was accepted"),
    }
}

pub(super) fn is_missing<T>(result: Result<T>) -> bool {
    matches!(result, Err(Failure::Missing(_)))
}
