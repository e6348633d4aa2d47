//! Books of a thousand transactions come in, and every balance agrees to the cent with what made them.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

use super::*;
use crate::clients::{Filter, ListClients, Sort};
use crate::exchange::FileRow;
use crate::ledger::{By, Control, ListAccounts, ReadBalances};
use crate::sales::invoices::{ListInvoices, ReadInvoice};
use crate::testing::{TestHouse, code, on_both};

/// The generator, which is the oracle too: `tests/data/gen_ledger.py`, or the folder that `COTERIE_BENCH` names.
#[expect(clippy::disallowed_methods, reason = "tests have no configuration but the environment")]
fn generator() -> PathBuf {
    match std::env::var("COTERIE_BENCH") {
        Ok(folder) => Path::new(&folder).join("gen_ledger.py"),
        Err(_) => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/gen_ledger.py"),
    }
}

/// A thousand transactions, generated once for all tests.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    FOLDER
        .get_or_init(|| {
            let folder = tempfile::tempdir().expect("a folder");
            let made = Command::new("python3")
                .arg(generator())
                .args(["ledger", "--tx", "1000", "--formats", "csv,invoices", "--out"])
                .arg(folder.path())
                .output()
                .expect("python3");
            assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
            folder
        })
        .path()
}

fn sheet(file: &str) -> Sheet {
    let text = std::fs::read_to_string(folder().join(file)).expect("a file");
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let rows = lines.zip(2..).map(|(cells, line)| FileRow { line, cells }).collect();
    Sheet { file: file.to_owned(), header, rows }
}

pub(crate) fn files() -> BookFiles {
    BookFiles {
        chart: sheet("chart.csv"),
        groups: sheet("groups.csv"),
        clients: sheet("clients.csv"),
        postings: sheet("postings.csv"),
        invoices: sheet("invoices.csv"),
    }
}

fn expected() -> Value {
    let text = std::fs::read_to_string(folder().join("expected.json")).expect("the oracle");
    serde_json::from_str(&text).expect("JSON")
}

pub(crate) fn take_in(house: &TestHouse, books: &Books) -> Taken {
    take_in_books(&house.desk, &house.operator(), books, |_| ()).expect("taken in")
}

fn balances(house: &TestHouse, by: By) -> HashMap<String, i64> {
    let last = "2025-12-31".parse().ok();
    let rows = house.ask(ReadBalances { on: last, from: None, to: None, by }).rows;
    rows.into_iter().map(|row| (row.number.clone(), row.sums.balance())).collect()
}

/// A1-15, A1-16 by import: leaf balances, balances of every account group, balances of customers, and the invoices: to the cent.
#[test]
fn books_agree_to_the_cent_with_their_oracle() {
    on_both(|house| {
        let books = Books::read(&files()).expect("read");
        let taken = take_in(house, &books);
        let oracle = expected();
        let count = |key: &str| oracle[key].as_i64().expect("a number");
        assert!(taken.created >= count("transactions") + 100, "{taken:?}");
        let leaves = balances(house, By::Account);
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        for (path, cents) in oracle["leaf_balance_cents"].as_object().expect("leaves") {
            let leaf = path.rsplit(':').next().expect("a leaf");
            let number = leaf.split('-').next().expect("a number");
            assert_eq!(leaves.get(number).copied().unwrap_or(0), cents.as_i64().expect("cents"), "{path}");
            for (at, _) in path.match_indices(':') {
                *sums.entry(path[..at].to_owned()).or_default() += leaves.get(number).copied().unwrap_or(0);
            }
        }
        for (path, cents) in oracle["group_balance_cents"].as_object().expect("groups") {
            assert_eq!(sums.get(path).copied(), cents.as_i64(), "{path}");
        }
        let clients = balances(house, By::Client);
        for (number, customer) in oracle["customers"].as_object().expect("customers") {
            let cents = customer["balance_cents"].as_i64().expect("cents");
            assert_eq!(clients.get(number).copied().unwrap_or(0), cents, "{number}");
        }
        let invoices = house.ask(ListInvoices { limit: 1, ..ListInvoices::default() });
        assert_eq!(invoices.totals.documents, count("sales_invoices"));
        let first = house.ask(ReadInvoice { id: invoices.rows[0].id });
        assert!(first.invoice.is_booked() && first.invoice.number.is_some_and(|number| number.starts_with('S')));
    });
}

/// The second run changes nothing, and one that was cut off goes on where it stood.
#[test]
fn books_come_in_once_however_often_they_are_taken_in() {
    on_both(|house| {
        let books = Books::read(&files()).expect("read");
        let half = Books { entries: books.entries[..437].to_vec(), ..books.clone() };
        let first = take_in(house, &half);
        let rest = take_in(house, &books);
        assert_eq!(rest.created, 1_000 - 437);
        let again = take_in(house, &books);
        assert_eq!((again.created, again.unchanged), (0, first.created + first.unchanged + rest.created));
        let filter = Filter::default();
        let page = ListClients { filter, sort: Sort::default(), cursor: None, limit: 200, counted: false };
        assert_eq!(house.ask(page).rows.len(), 100);
        let control = house.ask(ListAccounts::default()).accounts;
        assert!(
            control.iter().any(|view| view.account.number == "4311" && view.account.control == Control::Receivable)
        );
    });
}

/// A1-28 by import: files that do not agree are refused with file and line, a posting on a control account without its
/// client among them, and nothing of them is kept.
#[test]
fn books_that_do_not_agree_are_refused() {
    let refused = |spoil: &dyn Fn(&mut BookFiles)| {
        let mut files = files();
        spoil(&mut files);
        Books::read(&files).err().map(code).unwrap_or_default()
    };
    assert_eq!(refused(&|files| files.chart.header[2] = "number".to_owned()), "BOOKS_COLUMN_MISSING");
    assert_eq!(refused(&|files| files.postings.rows[7].cells[7] = "12.50".to_owned()), "BOOKS_UNREADABLE");
    assert_eq!(refused(&|files| files.invoices.rows[0].cells[0] = "S99-1".to_owned()), "BOOKS_INVOICE_WITHOUT_ENTRY");
    let house = TestHouse::sqlite();
    let refused = |spoil: &dyn Fn(&mut Books)| {
        let mut books = Books::read(&files()).expect("read");
        spoil(&mut books);
        code(take_in_books(&house.desk, &house.operator(), &books, |_| ()).expect_err("refused"))
    };
    assert_eq!(refused(&|books| books.accounts[0].number = "4300".to_owned()), "ACCOUNT_DIFFERS");
    assert_eq!(refused(&|books| books.groups[0].account = "5720".to_owned()), "ACCOUNT_NOT_DEBTOR_CONTROL");
    assert_eq!(refused(&|books| books.clients[0].group = "G77".to_owned()), "GROUP_UNKNOWN");
    assert_eq!(refused(&|books| books.entries[0].lines[0].1 += 1), "ENTRY_UNBALANCED");
    let nobody = |books: &mut Books| {
        let sale = books.entries.iter_mut().find(|entry| entry.invoice.is_empty() && entry.client.is_some());
        sale.expect("an entry of a client").client = None;
    };
    assert_eq!(refused(&nobody), "CONTROL_ACCOUNT_NEEDS_PARTY");
    assert_eq!(refused(&|books| books.entries[0].lines[0].0 = "0".to_owned()), "ACCOUNT_UNKNOWN");
    let invoice = |books: &mut Books| {
        books
            .entries
            .iter_mut()
            .find(|entry| !entry.invoice.is_empty())
            .map(|entry| {
                entry.invoice[0].net += 1;
            })
            .unwrap_or_default()
    };
    assert_eq!(refused(&invoice), "BOOKS_INVOICE_DIFFERS");
    assert_eq!(refused(&|books| books.clients[0].number = "7".repeat(41)), "NUMBER_INVALID");
    let number = house.ask(crate::groups::ListCustomerGroups::default()).items[0].posting.number.clone();
    assert_eq!(refused(&|books| books.groups[0].number = number.clone()), "GROUP_DIFFERS");
}
