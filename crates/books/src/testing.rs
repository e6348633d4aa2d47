//! A house for tests: real databases, a clock set by hand, and an audit of every law when it closes.

mod mould;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use db::Place;
use kernel::{CompanyId, Day, Door, Failure, IdMaker, Instant, MemberId, Name, PersonId, RoleId};

use crate::company::{AddMember, ListMembers, ListRoles, Member};
use crate::hallway::{Hallway, NewPerson};
use crate::{Act, Ask, Caller, Desk, Outside, Result, Who};
use mould::{Cast, Database};

/// A clock that stands still until it is moved, and chance that repeats itself.
pub struct TestOutside {
    now: AtomicI64,
    drawn: AtomicU64,
}

impl TestOutside {
    /// The first morning, with so much chance used up.
    fn at_dawn(drawn: u64) -> TestOutside {
        TestOutside { now: AtomicI64::new(MORNING), drawn: AtomicU64::new(drawn) }
    }
}

impl Outside for TestOutside {
    fn now(&self) -> Instant {
        Instant(self.now.load(Ordering::SeqCst))
    }

    fn entropy(&self) -> [u8; 32] {
        let mut state = self.drawn.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66;
        let mut bytes = [0; 32];
        for chunk in bytes.chunks_mut(8) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            chunk.copy_from_slice(&state.to_le_bytes());
        }
        bytes
    }
}

/// Noon of 2 March 2026, UTC.
const MORNING: i64 = 1_772_452_800_000;

/// An open company. Dropping it verifies every law.
pub struct TestHouse {
    pub desk: Arc<Desk>,
    pub company: CompanyId,
    pub owner: PersonId,
    pub outside: Arc<TestOutside>,
    pub directory: tempfile::TempDir,
    pub engine: &'static str,
    // Behind the desk, whose connections end before it goes.
    _database: Option<Database>,
}

/// Runs the test on SQLite, and on PostgreSQL where `COTERIE_TEST_POSTGRES` names a server (./test always does).
pub fn on_both(test: impl Fn(&TestHouse)) {
    test(&TestHouse::sqlite());
    if let Some(url) = postgres_url() {
        test(&TestHouse::postgres(&url));
    }
}

#[expect(clippy::disallowed_methods, reason = "tests have no configuration but the environment")]
pub(crate) fn postgres_url() -> Option<String> {
    std::env::var("COTERIE_TEST_POSTGRES").ok()
}

impl TestHouse {
    /// A Spanish company on SQLite; its owner can log in as `owner@example.org` with `correct horse battery`.
    pub fn sqlite() -> TestHouse {
        TestHouse::cast("sqlite", None)
    }

    /// The same on PostgreSQL, in a database of its own.
    pub fn postgres(url: &str) -> TestHouse {
        TestHouse::cast("postgres", Some(url))
    }

    fn cast(engine: &'static str, server: Option<&str>) -> TestHouse {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let Cast { outside, desk, company, owner, database } = mould::cast(directory.path(), server);
        TestHouse { desk, company, owner, outside, directory, engine, _database: database }
    }

    fn caller(&self, who: Who) -> Caller {
        let request = IdMaker::new(self.outside.now(), self.outside.entropy()).next();
        Caller { company: self.company, who, door: Door::Api, request }
    }

    pub fn operator(&self) -> Caller {
        self.caller(Who::Operator)
    }

    pub fn owner(&self) -> Caller {
        self.caller(Who::Person(self.owner))
    }

    /// Anyone by person.
    pub fn person(&self, person: PersonId) -> Caller {
        self.caller(Who::Person(person))
    }

    /// A new member with the built-in role of this code (`administrator`, `accountant`, `staff`, `author`, `reader`),
    /// who can log in with `correct horse battery`.
    #[track_caller]
    pub fn hire(&self, role: &str) -> Caller {
        let roles = self.ask(ListRoles);
        let found = roles.iter().find(|view| view.role.builtin.as_deref() == Some(role)).expect("a built-in role");
        self.hire_as(found.role.id)
    }

    /// A new member with this role.
    #[track_caller]
    pub fn hire_as(&self, role: RoleId) -> Caller {
        static HIRED: AtomicU64 = AtomicU64::new(1);
        let number = HIRED.fetch_add(1, Ordering::SeqCst);
        let email: kernel::Email = format!("member-{number}@example.org").parse().expect("an address");
        let name = Name::parse(&format!("Member {number}")).expect("a name");
        let hallway = self.desk.hallway();
        let password = Some("correct horse battery".to_owned());
        let new = NewPerson { email: email.clone(), name: name.clone(), password };
        let person = hallway.add_person(new).expect("a person");
        self.perform(AddMember { person, name, email, role });
        hallway.seat(person, self.company).expect("a seat");
        self.person(person)
    }

    /// The member behind a caller.
    #[track_caller]
    pub fn member_of(&self, caller: &Caller) -> MemberId {
        let members = self.ask(ListMembers);
        let is_it = |member: &Member| caller.who == Who::Person(member.person);
        members.iter().find(|view| is_it(&view.member)).expect("a member").member.id
    }

    /// The code with which a command of this caller is refused; acceptance fails the test.
    #[track_caller]
    pub fn refusal_for<A: Act>(&self, caller: &Caller, act: A) -> String {
        code(self.desk.perform(caller, act).err().expect("refused"))
    }

    /// Performs a command as the owner; a failure fails the test.
    #[track_caller]
    pub fn perform<A: Act>(&self, act: A) -> A::Outcome {
        self.desk.perform(&self.owner(), act).expect("accepted")
    }

    /// The code with which a command of the owner is refused; acceptance fails the test.
    #[track_caller]
    pub fn refusal<A: Act>(&self, act: A) -> String {
        code(self.desk.perform(&self.owner(), act).err().expect("refused"))
    }

    /// Asks as the owner.
    #[track_caller]
    pub fn ask<Q: Ask>(&self, question: Q) -> Q::Answer {
        self.desk.ask(&self.owner(), question).expect("an answer")
    }

    fn place(&self) -> Place {
        self.desk.hallway().company(self.company).expect("a hallway").expect("the company").place
    }

    /// Changes the tables behind the rules' back, for states that no verb makes and for laws that the database keeps.
    pub fn try_run(&self, sql: &str) -> db::Result<u64> {
        let place = self.place();
        match &place {
            Place::Sqlite(_) => db::Connection::writer(&place)?.write(|tx| tx.execute(sql, &[])),
            // The desk's writer holds the lock of a writer: a reader's connection may write when its turn says so.
            Place::Postgres(_) => db::Connection::reader(&place)?.write(|tx| {
                tx.execute("SET TRANSACTION READ WRITE", &[])?;
                tx.execute(sql, &[])
            }),
        }
    }

    /// The same; a failure fails the test.
    #[track_caller]
    pub fn run(&self, sql: &str) {
        self.try_run(sql).expect("the statement runs");
    }

    /// The one number that a statement answers.
    #[track_caller]
    pub fn number(&self, sql: &str) -> i64 {
        let mut connection = db::Connection::reader(&self.place()).expect("a connection");
        connection.read(|view| view.number(sql, &[])).expect("a number")
    }

    /// Moves the clock to noon UTC of a day.
    pub fn set_today(&self, day: &str) {
        let day: Day = day.parse().expect("a day");
        let first = "2026-03-02".parse::<Day>().expect("a day");
        self.outside.now.store(MORNING + first.days_until(day) * 86_400_000, Ordering::SeqCst);
    }

    /// Sentences about laws that do not hold.
    pub fn verify(&self) -> Result<Vec<String>> {
        Ok(self.desk.verify(self.company)?.iter().map(ToString::to_string).collect())
    }
}

/// A server before its first start: nobody is known, and a key for the first person is printed.
pub struct EmptyHouse {
    pub desk: Arc<Desk>,
    pub key: String,
    pub directory: tempfile::TempDir,
}

impl EmptyHouse {
    #[expect(clippy::new_without_default, reason = "it makes files")]
    pub fn new() -> EmptyHouse {
        let outside = Arc::new(TestOutside::at_dawn(1));
        let directory = tempfile::tempdir().expect("a temporary directory");
        let place = Place::Sqlite(directory.path().join("hallway.db"));
        let hallway = Hallway::open(&place, directory.path(), outside.clone()).expect("a hallway");
        let key = hallway.setup_key().expect("an answer").expect("a key");
        EmptyHouse { desk: Arc::new(Desk::open(Arc::new(hallway), outside)), key, directory }
    }
}

/// The code of a refusal, or the name of another outcome.
pub fn code(failure: Failure) -> String {
    match failure {
        Failure::Refused(refusal) => refusal.code.to_owned(),
        Failure::Forbidden(forbidden) => forbidden.code.to_owned(),
        Failure::Missing(missing) => format!("missing {}", missing.what),
        Failure::Busy => "busy".to_owned(),
        Failure::Broken(broken) => format!("broken: {}", broken.cause),
    }
}

impl Drop for TestHouse {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let broken = self.verify().expect("a verdict");
        assert!(broken.is_empty(), "closing the company on {}: {broken:#?}", self.engine);
    }
}
