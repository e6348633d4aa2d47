//! L5: going around the rules. As the application's own role, by SQL alone, nothing unbalanced gets into the books and
//! nothing posted gets out of them, on both databases.

use db::{Connection, DbError, Place, PostgresPlace, Value, params};
use kernel::{AccountId, EntryId, IdMaker, Instant, PostingId};

use crate::MIGRATIONS;
use crate::testing::postgres_url;

/// Two accounts, and one posted entry of 100 on 2026-02-01.
struct Bare {
    connection: Connection,
    ids: IdMaker,
    bank: AccountId,
    rent: AccountId,
    entry: EntryId,
    _directory: tempfile::TempDir,
}

fn bare(place: &Place, directory: tempfile::TempDir) -> Bare {
    let mut connection = Connection::writer(place).expect("a place");
    db::migrate(&mut connection, MIGRATIONS, Instant(1)).expect("a schema");
    let mut ids = IdMaker::new(Instant(1_772_452_800_000), [9; 32]);
    let (bank, rent) = (ids.next::<AccountId>(), ids.next::<AccountId>());
    let entry = ids.next::<EntryId>();
    let mut bare = Bare { connection, ids, bank, rent, entry, _directory: directory };
    for (id, number, kind) in [(bank, "5720", "asset"), (rent, "6210", "outgoing")] {
        bare.run(&[(
            "INSERT INTO accounts (id, number, name, type, category, control, version)
             VALUES ($1, $2, $2, $3, 'x', 'none', 1)",
            params![id, number, kind].to_vec(),
        )])
        .expect("an account");
    }
    let lines = [bare.line(entry, 1, bank, 100, 20_260_201), bare.line(entry, 2, rent, -100, 20_260_201)];
    let heading = bare.heading(entry, 1, 20_260_201);
    bare.run(&[lines[0].clone(), lines[1].clone(), heading]).expect("a balanced entry");
    bare
}

type Statement = (&'static str, Vec<Value>);

impl Bare {
    /// The statements in one transaction.
    fn run(&mut self, statements: &[Statement]) -> Result<(), DbError> {
        self.connection.write(|tx| {
            for (sql, params) in statements {
                tx.execute(sql, params)?;
            }
            Ok(())
        })
    }

    fn line(&mut self, entry: EntryId, line: i64, account: AccountId, amount: i64, day: i64) -> Statement {
        let id = self.ids.next::<PostingId>();
        (
            "INSERT INTO postings (id, entry, line, day, account, amount) VALUES ($1, $2, $3, $4, $5, $6)",
            params![id, entry, line, day, account, amount].to_vec(),
        )
    }

    fn heading(&mut self, entry: EntryId, number: i64, day: i64) -> Statement {
        (
            "INSERT INTO entries (id, number, day, text, source, booked_at, booked_by)
             VALUES ($1, $2, $3, '', 'manual', 1, 'system')",
            params![entry, number, day].to_vec(),
        )
    }
}

fn on_both(test: impl Fn(&mut Bare)) {
    let directory = tempfile::tempdir().expect("a directory");
    test(&mut bare(&Place::Sqlite(directory.path().join("bare.db")), directory));
    if let Some(url) = postgres_url() {
        static SCHEMAS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
        let number = SCHEMAS.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let schema = format!("guards{}_{number}", std::process::id());
        let directory = tempfile::tempdir().expect("a directory");
        test(&mut bare(&Place::Postgres(PostgresPlace { url, schema }), directory));
    }
}

/// L5: an entry whose lines do not sum to zero is refused, whole, and so are lines without an entry.
#[test]
fn the_database_takes_nothing_unbalanced() {
    on_both(|bare| {
        let (bank, rent, day) = (bare.bank, bare.rent, 20_260_202);
        let unbalanced = bare.ids.next::<EntryId>();
        let attempt = [
            bare.line(unbalanced, 1, bank, 100, day),
            bare.line(unbalanced, 2, rent, -99, day),
            bare.heading(unbalanced, 2, day),
        ];
        assert!(bare.run(&attempt).is_err(), "unbalanced");
        let alone = bare.ids.next::<EntryId>();
        let attempt = [bare.line(alone, 1, bank, 100, day), bare.heading(alone, 2, day)];
        assert!(bare.run(&attempt).is_err(), "one line");
        let empty = bare.ids.next::<EntryId>();
        let attempt = [bare.heading(empty, 2, day)];
        assert!(bare.run(&attempt).is_err(), "no line");
        let orphan = bare.ids.next::<EntryId>();
        let attempt = [bare.line(orphan, 1, bank, 100, day), bare.line(orphan, 2, rent, -100, day)];
        assert!(bare.run(&attempt).is_err(), "lines without an entry");
        let elsewhere = bare.ids.next::<EntryId>();
        let attempt = [
            bare.line(elsewhere, 1, bank, 100, 20_260_101),
            bare.line(elsewhere, 2, rent, -100, day),
            bare.heading(elsewhere, 2, day),
        ];
        assert!(bare.run(&attempt).is_err(), "lines of another day");
    });
}

/// L5: a line joins no posted entry, also not as a balanced pair, and nothing posted is changed, deleted or replaced.
#[test]
fn the_database_gives_nothing_posted_away() {
    on_both(|bare| {
        let (entry, bank, rent) = (bare.entry, bare.bank, bare.rent);
        let pair = [bare.line(entry, 3, bank, 5, 20_260_201), bare.line(entry, 4, rent, -5, 20_260_201)];
        assert!(bare.run(&pair).is_err(), "a pair joins");
        let statements: [Statement; 7] = [
            ("DELETE FROM postings WHERE amount = $1", params![100].to_vec()),
            ("UPDATE postings SET amount = $1", params![7].to_vec()),
            ("UPDATE postings SET client = $1", params![Value::Id(bank.uuid())].to_vec()),
            ("DELETE FROM entries WHERE number = $1", params![1].to_vec()),
            ("UPDATE entries SET day = $1", params![20_260_301].to_vec()),
            ("UPDATE entries SET text = $1", params!["other"].to_vec()),
            ("DELETE FROM accounts WHERE id = $1", params![bank].to_vec()),
        ];
        for statement in statements {
            assert!(bare.run(std::slice::from_ref(&statement)).is_err(), "{}", statement.0);
        }
        if matches!(bare.connection.engine(), db::Engine::Sqlite) {
            let replaced = (
                "INSERT OR REPLACE INTO entries (id, number, day, text, source, booked_at, booked_by)
                 VALUES ($1, 1, 20260201, 'other', 'manual', 1, 'system')",
                params![entry].to_vec(),
            );
            assert!(bare.run(&[replaced]).is_err(), "replaced");
        }
        let kept = bare.connection.read(|view| {
            let sql = "SELECT COUNT(*) FROM postings p JOIN entries e ON e.id = p.entry WHERE e.text = '' AND e.day = 20260201";
            view.number(sql, &[])
        });
        assert_eq!(kept.expect("a count"), 2);
    });
}

/// L5: a closed month takes no entry, and a control account no line without a client.
#[test]
fn the_database_guards_closed_months_and_control_accounts() {
    on_both(|bare| {
        let (bank, rent, day) = (bare.bank, bare.rent, 20_260_202);
        let close = ("INSERT INTO closed_periods (month, closed_at, closed_by) VALUES (202602, 1, 'x')", Vec::new());
        bare.run(&[close]).expect("closed");
        let late = bare.ids.next::<EntryId>();
        let attempt =
            [bare.line(late, 1, bank, 100, day), bare.line(late, 2, rent, -100, day), bare.heading(late, 2, day)];
        assert!(bare.run(&attempt).is_err(), "a closed month");
        let control = bare.ids.next::<AccountId>();
        let account = (
            "INSERT INTO accounts (id, number, name, type, category, control, version)
             VALUES ($1, '4300', 'Debtors', 'asset', 'receivables', 'receivable', 1)",
            params![control].to_vec(),
        );
        bare.run(&[account]).expect("an account");
        let open = 20_260_301;
        let without = bare.ids.next::<EntryId>();
        let attempt = [
            bare.line(without, 1, control, 100, open),
            bare.line(without, 2, rent, -100, open),
            bare.heading(without, 2, open),
        ];
        assert!(bare.run(&attempt).is_err(), "a control line without a client");
    });
}
