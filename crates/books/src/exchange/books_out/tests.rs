//! The books go out whole, and hledger reads the same balances out of the journal.

use std::collections::HashMap;
use std::process::Command;

use crate::exchange::books_in::tests::{files, take_in};
use crate::exchange::{Books, ExportBooks, OutCell};
use crate::ledger::{By, ReadBalances};
use crate::testing::on_both;

/// Balances by number of the account, as hledger reckons them from the file.
fn reckoned(file: &std::path::Path) -> HashMap<String, String> {
    let asked = ["balance", "--flat", "--no-total", "--empty", "--output-format", "csv", "--strict"];
    let answer = Command::new("hledger").arg("-f").arg(file).args(asked).output().expect("hledger");
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    let text = String::from_utf8(answer.stdout).expect("text");
    let rows = text.lines().skip(1).map(|line| line.trim_matches('"').split_once("\",\"").expect("two cells"));
    rows.map(|(account, amount)| {
        let leaf = account.split_once(':').map_or(account, |(_, leaf)| leaf);
        let amount = amount.trim_start_matches("EUR").trim();
        (leaf.split(' ').next().unwrap_or_default().to_owned(), if amount == "0" { "0.00" } else { amount }.to_owned())
    })
    .collect()
}

/// Every account has the same balance in hledger as here, and every posting stands in the tables.
#[test]
fn hledger_reads_the_same_balances() {
    on_both(|house| {
        let books = Books::read(&files()).expect("read");
        take_in(house, &books);
        let out = house.ask(ExportBooks);
        let file = house.directory.path().join("books.journal");
        std::fs::write(&file, out.journal.to_string()).expect("written");
        let reckoned = reckoned(&file);
        let last = "2026-12-31".parse().ok();
        let balances = house.ask(ReadBalances { on: last, from: None, to: None, by: By::Account }).rows;
        assert!(balances.len() > 50);
        for row in balances {
            let cents = row.sums.balance();
            let sign = if cents < 0 { "-" } else { "" };
            let amount = format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100);
            assert_eq!(reckoned.get(&row.number), Some(&amount), "{}", row.number);
        }
        let table = |name: &str| &out.tables.iter().find(|(file, _)| *file == name).expect("a table").1;
        let lines: usize = books.entries.iter().map(|entry| entry.lines.len()).sum();
        assert_eq!(table("entries").rows.len(), lines);
        assert_eq!(table("clients").rows.len(), books.clients.len());
        let invoices = books.entries.iter().filter(|entry| !entry.invoice.is_empty()).count();
        assert_eq!(table("invoices").rows.len(), invoices);
        assert!(table("invoices").rows.iter().all(|row| matches!(row[11], OutCell::Amount { decimals: 2, .. })));
        for (name, table) in &out.tables {
            assert!(table.rows.iter().all(|row| row.len() == table.header.len()), "{name}");
        }
    });
}
