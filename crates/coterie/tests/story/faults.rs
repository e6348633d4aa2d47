//! Books that were changed behind Coterie's back: `coterie check` finds each change and names the law that it breaks.

use super::play::{Place, Stage, places};

/// What somebody did to the tables, and what is said of it.
struct Fault {
    did: &'static str,
    sql: &'static str,
    says: &'static str,
}

/// `$ID` is a fresh id.
const FAULTS: &[Fault] = &[
    Fault {
        did: "changed the amount of a posting",
        sql: "UPDATE postings SET amount = amount + 1 WHERE line = 1",
        says: "every entry balances: 3 broken (entry 1, entry 2, entry 3)",
    },
    Fault {
        did: "moved a posting to another account",
        sql: "UPDATE postings SET account = (SELECT id FROM accounts WHERE number = '4301') WHERE client IS NOT NULL",
        says: "stored balances are the sums of the postings: 6 broken (account 4300 in 202603, account 4300 in 202604",
    },
    Fault {
        did: "moved a posting to another client",
        sql: "UPDATE postings SET client = (SELECT id FROM clients WHERE number = '1002') WHERE client IS NOT NULL",
        says: "stored balances of each client are the sums of its postings",
    },
    Fault {
        did: "moved a posting to another day",
        sql: "UPDATE postings SET day = day + 1 WHERE line = 1",
        says: "every posting has its entry, with the entry's day",
    },
    Fault {
        did: "took the client off a line of a control account",
        sql: "UPDATE postings SET client = NULL",
        says: "every line on a receivables control account names its client: 3 broken (line 1 of entry 1, ",
    },
    Fault {
        did: "deleted an entry with its postings",
        sql: "DELETE FROM postings WHERE entry IN (SELECT id FROM entries WHERE number = 1);
              DELETE FROM entries WHERE number = 1",
        says: "stored balances are the sums of the postings",
    },
    Fault {
        did: "deleted an entry from the middle of the journal",
        sql: "DELETE FROM postings WHERE entry IN (SELECT id FROM entries WHERE number = 2);
              DELETE FROM entries WHERE number = 2",
        says: "the journal's numbers have no gap: 1 broken (before entry 3)",
    },
    Fault {
        did: "changed a balance",
        sql: "UPDATE balances SET debit = debit + 100 WHERE debit > 0",
        says: "stored balances are the sums of the postings",
    },
    Fault {
        did: "changed a line of the audit",
        sql: "UPDATE audit SET text = 'nothing happened' WHERE seq = 3",
        says: "audit line 3 is not as it was written",
    },
    Fault {
        did: "changed who did it",
        sql: "UPDATE audit SET actor = 'system' WHERE seq = 2",
        says: "audit line 2 is not as it was written",
    },
    Fault {
        did: "deleted a line of the audit",
        sql: "DELETE FROM audit WHERE seq = 2",
        says: "audit line 3 is not as it was written",
    },
    Fault {
        did: "cut the last line off the audit",
        sql: "DELETE FROM audit WHERE seq = (SELECT MAX(seq) FROM audit)",
        says: "was the last one written",
    },
    Fault { did: "emptied the audit", sql: "DELETE FROM audit", says: "the audit ends with line 0, and line " },
    Fault {
        did: "doubled a membership",
        sql: "INSERT INTO memberships (id, group_id, client, from_day, added_at, added_by)
              SELECT $ID, group_id, client, from_day, added_at, added_by FROM memberships
              WHERE client IN (SELECT id FROM clients WHERE number = '1001') LIMIT 1",
        says: "every live membership fills a slot: 1 broken (client 1001 in Domestic)",
    },
    Fault {
        did: "took a client out of its customer group",
        sql: "DELETE FROM slots WHERE slot = 'posting' AND client IN (SELECT id FROM clients WHERE number = '1001')",
        says: "every client outside the trash stands in exactly one customer group: 1 broken (client 1001)",
    },
    Fault {
        did: "ended a membership and kept its slot",
        sql: "UPDATE memberships SET ended_at = added_at WHERE client IN (SELECT id FROM clients WHERE number = '1001')",
        says: "every slot belongs to a live membership of the same client and group",
    },
    Fault {
        did: "changed what a booked invoice comes to",
        sql: "UPDATE invoices SET gross = gross + 1, vat = vat + 1 WHERE number IS NOT NULL",
        says: "the VAT of a booked invoice is reckoned by code on the sum of its lines",
    },
    Fault {
        did: "changed a line of a booked invoice",
        sql: "UPDATE invoice_lines SET net = net + 1",
        says: "the net amount of an invoice is the sum of its lines: 3 broken (invoice 2026-1, ",
    },
    Fault {
        did: "took a number out of a series",
        sql: "UPDATE numbers_taken SET taken = taken + 1",
        says: "every number that a series gave away is on a booked document, and no other",
    },
    Fault {
        did: "cut an invoice off its entry",
        sql: "UPDATE invoices SET entry = NULL WHERE number IS NOT NULL",
        says: "a booked invoice has its entry unless all of it is free, and a draft has none",
    },
];

#[test]
fn check_finds_what_was_changed_behind_its_back_and_names_it() {
    for place in places() {
        let mut stage = Stage::new(&place);
        stage.found_an_office();
        for command in [
            "coterie client add --name 'Bramblewick Trust' --customer-group Domestic",
            "coterie client add --name 'Café Oriel' --customer-group Domestic",
            "coterie invoice draft 1001 --line 'Filing;1;100.00' --date 2026-03-31 --book",
            "coterie invoice draft 1001 --line 'Advice;2;50.00' --date 2026-04-30 --book",
            "coterie invoice draft 1001 --line 'Payroll;3;20.00' --date 2026-05-31 --book",
            "coterie check",
        ] {
            let seen = stage.run(command);
            assert_eq!(seen.exit, 0, "{command}: {:?}", seen.told());
        }
        for (number, fault) in FAULTS.iter().enumerate() {
            let said = after(&stage, &place, number, fault.sql);
            assert!(said.contains(fault.says), "{place}, somebody {}: {said}", fault.did);
            assert!(said.contains("restore a backup"), "{said}");
            assert!(said.ends_with("? 1"), "{said}");
        }

        // The control: a copy to which nothing was done.
        let said = after(&stage, &place, FAULTS.len(), "SELECT 1");
        assert_eq!(said, "Ashdown & Vale: every law holds", "{place}");
    }
}

/// Does it to a copy of the books, past every guard of the schema; what `coterie check` says of them comes back.
fn after(stage: &Stage, place: &Place, number: usize, sql: &str) -> String {
    let copy = format!("copy-{number}");
    let made = stage.run(&format!("cp -a data {copy}"));
    assert_eq!(made.exit, 0, "{:?}", made.told());
    let folder = stage.folder().join(&copy);
    let told = match stage.database() {
        None => {
            let file = folder.join("companies/ashdown-vale.db");
            let books = rusqlite::Connection::open(file).expect("books");
            let guards: String = books
                .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'")
                .and_then(|mut names| {
                    names.query_map([], |row| Ok(format!("DROP TRIGGER {};", row.get::<_, String>(0)?)))?.collect()
                })
                .expect("guards");
            let sql = sql.replace("$ID", "randomblob(16)");
            books.execute_batch(&format!("PRAGMA foreign_keys = OFF; {guards} {sql}")).expect("done");
            drop(books);
            stage.run(&format!("coterie check --data {copy}")).told()
        }
        Some(database) => {
            let other = database.copied(&folder);
            let mut books = postgres::Client::connect(&other.url, postgres::NoTls).expect("books");
            let row =
                books.query_one("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'com_%'", &[]).expect("books");
            let sql = sql.replace("$ID", "gen_random_uuid()");
            let past =
                format!("SET search_path TO {}; SET session_replication_role TO replica; {sql}", row.get::<_, &str>(0));
            books.batch_execute(&past).expect("done");
            drop(books);
            stage.run(&format!("coterie check --data {copy} --postgres '{}'", other.url)).told()
        }
    };
    assert_eq!(stage.database().is_some(), *place != Place::Files);
    told.join("\n")
}
