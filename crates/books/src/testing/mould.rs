//! What a house is cast in: an opened company and its hallway, made the real way once for each build of a test program,
//! and copied from then on. Migrating and opening anew took half of every test's time.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use db::{Connection, Place, PostgresPlace, ScratchServer};
use kernel::{CompanyId, Currency, Door, IdMaker, Name, PersonId};

use super::TestOutside;
use crate::groups::{Founder, OpenCompany};
use crate::hallway::{Hallway, NewPerson};
use crate::{Caller, Desk, Outside, Who};

/// The schema of the books, in a database of their own.
const SCHEMA: &str = "company";
const HALLWAY: &str = "hallway.db";
const COMPANY: &str = "company.db";
/// Written last: a mould without it was left half made.
const MADE: &str = "made";

/// What an opened company is told apart by, and how much chance its making has used up.
struct Opened {
    company: CompanyId,
    owner: PersonId,
    drawn: u64,
}

/// A house before anybody lives in it.
pub(super) struct Cast {
    pub outside: Arc<TestOutside>,
    pub desk: Arc<Desk>,
    pub company: CompanyId,
    pub owner: PersonId,
    pub database: Option<Database>,
}

/// A database of a server. Dropping it takes it away.
pub(super) struct Database {
    server: String,
    name: String,
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Err(error) = ScratchServer::open(&self.server).and_then(|mut server| server.remove(&self.name)) {
            eprintln!("{} is left behind: {error}", self.name);
        }
    }
}

/// A house whose files stand in `data`, and whose books stand there or on the server.
pub(super) fn cast(data: &Path, server: Option<&str>) -> Cast {
    let program = Program::running();
    let folder = program.folder.join(server.map_or("files".to_owned(), |url| format!("{:016x}", hashed(url))));
    let mut books = server.map(|url| ScratchServer::open(url).expect("a server"));
    let template = format!("{}template", program.databases);
    let stands = |books: &mut ScratchServer| books.named(&template).expect("the databases").contains(&template);
    let turn = program.turn();
    if !folder.join(MADE).exists() || !books.as_mut().is_none_or(stands) {
        program.make(&folder, books.as_mut(), &template);
    }
    drop(turn);
    let opened = Opened::read(&folder.join(MADE));
    fs::copy(folder.join(HALLWAY), data.join(HALLWAY)).expect("a hallway");
    let outside = Arc::new(TestOutside::at_dawn(opened.drawn));
    let hallway = open_hallway(data, &outside);
    let database = match (&mut books, server) {
        (Some(books), Some(url)) => {
            static COPIES: AtomicU64 = AtomicU64::new(0);
            let number = COPIES.fetch_add(1, Ordering::SeqCst);
            let name = format!("{}{}_{number}", program.databases, std::process::id());
            books.copy(&template, &name).expect("a copy");
            let place = PostgresPlace { url: books.address_of(&name), schema: SCHEMA.to_owned() };
            hallway.move_company(opened.company, &Place::Postgres(place)).expect("a place");
            Some(Database { server: url.to_owned(), name })
        }
        _ => {
            fs::copy(folder.join(COMPANY), data.join(COMPANY)).expect("books");
            None
        }
    };
    let desk = Arc::new(Desk::open(Arc::new(hallway), outside.clone()));
    Cast { outside, desk, company: opened.company, owner: opened.owner, database }
}

fn open_hallway(data: &Path, outside: &Arc<TestOutside>) -> Hallway {
    Hallway::open(&Place::Sqlite(data.join(HALLWAY)), data, outside.clone()).expect("a hallway")
}

/// The test program that runs: each build of it has moulds of its own, so no test sees what older code has made.
struct Program {
    /// Where all builds of the program have theirs.
    builds: PathBuf,
    folder: PathBuf,
    /// How the names of its databases begin, for all builds and for this one.
    all_databases: String,
    databases: String,
}

impl Program {
    fn running() -> Program {
        let program = std::env::current_exe().expect("a program");
        let kept = fs::metadata(&program).expect("the program's file");
        let written = kept.modified().expect("a time").duration_since(UNIX_EPOCH).expect("after 1970");
        let build = format!("{:016x}", hashed(&format!("{} {}", written.as_nanos(), kept.len())));
        let all_databases = format!("test_house_{:016x}_", hashed(&program.to_string_lossy()));
        let stem = program.file_stem().expect("a name");
        let builds = program.with_file_name("test-houses").join(stem);
        Program { folder: builds.join(&build), databases: format!("{all_databases}{build}_"), builds, all_databases }
    }

    /// One process at a time makes moulds; a lock ends with its process.
    fn turn(&self) -> File {
        fs::create_dir_all(&self.builds).expect("a folder");
        let file = File::create(self.builds.join("turn")).expect("a file");
        file.lock().expect("a turn");
        file
    }

    fn make(&self, folder: &Path, books: Option<&mut ScratchServer>, template: &str) {
        self.forget_older_builds();
        if folder.exists() {
            fs::remove_dir_all(folder).expect("half a mould is removed");
        }
        fs::create_dir_all(folder).expect("a folder");
        let data = tempfile::tempdir().expect("a temporary directory");
        let place = match books {
            None => Place::Sqlite(data.path().join(COMPANY)),
            Some(books) => {
                self.forget_older_databases(books);
                books.remove(template).expect("half a mould is removed");
                books.make(template).expect("a database");
                Place::Postgres(PostgresPlace { url: books.address_of(template), schema: SCHEMA.to_owned() })
            }
        };
        let opened = open_company(data.path(), &place);
        keep(&Place::Sqlite(data.path().join(HALLWAY)), &folder.join(HALLWAY));
        if let Place::Sqlite(_) = place {
            keep(&place, &folder.join(COMPANY));
        }
        opened.write(&folder.join(MADE));
    }

    fn forget_older_builds(&self) {
        for entry in fs::read_dir(&self.builds).expect("the builds").flatten() {
            if entry.path().is_dir() && entry.path() != self.folder {
                fs::remove_dir_all(entry.path()).expect("an older build's moulds are removed");
            }
        }
    }

    fn forget_older_databases(&self, server: &mut ScratchServer) {
        for name in server.named(&self.all_databases).expect("the databases") {
            if name.starts_with(&self.databases) {
                continue;
            }
            if let Err(error) = server.remove_unused(&name) {
                eprintln!("{name} of an older build stays: {error}");
            }
        }
    }
}

/// A company of Spain, opened by the same verbs as any.
fn open_company(data: &Path, place: &Place) -> Opened {
    let outside = Arc::new(TestOutside::at_dawn(1));
    let hallway = Arc::new(open_hallway(data, &outside));
    let owner = hallway
        .add_person(NewPerson {
            email: "owner@example.org".parse().expect("an address"),
            name: Name::parse("Olive Owner").expect("a name"),
            password: Some("correct horse battery".to_owned()),
        })
        .expect("a person");
    let name = Name::parse("Test & Sons").expect("a name");
    let company = hallway.add_company(&name, Some(place.clone())).expect("a company").id;
    let desk = Desk::open(hallway, outside.clone());
    desk.prepare(company).expect("a schema");
    desk.hallway().seat(owner, company).expect("a seat");
    let open = OpenCompany {
        id: company,
        name,
        country: "ES".parse().ok(),
        currency: Currency::EUR,
        language: "en".to_owned(),
        time_zone: "Europe/Madrid".to_owned(),
        fiscal_month: 1,
        chart: "es-pgc".to_owned(),
        founder: Founder { person: owner, name: "Olive Owner".to_owned(), email: "owner@example.org".to_owned() },
        customer_groups: None,
    };
    let request = IdMaker::new(outside.now(), outside.entropy()).next();
    let operator = Caller { company, who: Who::Operator, door: Door::Api, request };
    desk.perform(&operator, open).expect("an open company");
    Opened { company, owner, drawn: outside.drawn.load(Ordering::SeqCst) }
}

/// A whole copy of a file, whatever stands beside it in a log; opened once, it is what a server leaves behind.
fn keep(place: &Place, target: &Path) {
    Connection::reader(place).expect("a reader").copy_to(target).expect("a copy");
    Connection::writer(&Place::Sqlite(target.to_owned())).expect("a writer");
}

impl Opened {
    fn write(&self, path: &Path) {
        let Opened { company, owner, drawn } = self;
        fs::write(path, format!("{company} {owner} {drawn}")).expect("a note");
    }

    fn read(path: &Path) -> Opened {
        let text = fs::read_to_string(path).expect("a note");
        let mut words = text.split(' ');
        let mut next = || words.next().expect("a word");
        Opened {
            company: next().parse().expect("a company"),
            owner: next().parse().expect("a person"),
            drawn: next().parse().expect("a number"),
        }
    }
}

/// A short name for a long text. It need not be safe, only the same in every process of one build.
fn hashed(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}
