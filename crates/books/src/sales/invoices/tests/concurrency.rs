//! Many at once: no number twice, no number missing, balances exact.

use std::collections::BTreeSet;

use super::super::{BookInvoice, DraftInvoice};
use super::*;
use crate::testing::on_both;
use crate::{IdempotencyKey, Order};

/// A1-20: eight sessions book two hundred invoices on one control account: no duplicate, no gap, exact balances.
#[test]
fn eight_sessions_book_two_hundred_invoices() {
    on_both(|house| {
        let clients: Vec<ClientId> = (0..8).map(|at| client_of(house, &format!("Client {at}"), "Domestic")).collect();
        let (desk, callers) = (&house.desk, (0..8).map(|_| house.owner()).collect::<Vec<_>>());
        std::thread::scope(|scope| {
            for (client, caller) in clients.iter().zip(&callers) {
                scope.spawn(move || {
                    for _ in 0..25 {
                        let draft = DraftInvoice { draft: draft_for(*client, "100") };
                        let id = desk.perform(caller, draft).expect("drafted");
                        desk.perform(caller, BookInvoice { id, version: None }).expect("booked");
                        // A refused second booking takes no number.
                        assert!(desk.perform(caller, BookInvoice { id, version: None }).is_err());
                    }
                });
            }
        });
        let page = house.ask(super::super::ListInvoices { limit: 500, ..Default::default() });
        let numbers: BTreeSet<String> = page.rows.iter().filter_map(|row| row.number.clone()).collect();
        let wanted: BTreeSet<String> = (1..=200).map(|number| format!("2026-{number}")).collect();
        assert_eq!(numbers, wanted);
        assert_eq!(page.totals.open, eur("24200.00"));
        let balance = "SELECT CAST(SUM(b.debit - b.credit) AS BIGINT) FROM balances b
            JOIN accounts a ON a.id = b.account WHERE a.number = '4300'";
        assert_eq!(house.number(balance), 2_420_000);
        assert_eq!(house.number("SELECT COUNT(DISTINCT number) FROM entries"), 200);
    });
}

/// Two sessions book one draft at the same moment: one succeeds, the other is told that it is booked.
#[test]
fn two_sessions_book_one_draft() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let id = drafted(house, draft_for(client, "10"));
        let callers = [house.owner(), house.operator()];
        let answers: Vec<bool> = std::thread::scope(|scope| {
            let book =
                |caller| scope.spawn(move || house.desk.perform(caller, BookInvoice { id, version: None }).is_ok());
            let threads: Vec<_> = callers.iter().map(book).collect();
            threads.into_iter().map(|thread| thread.join().expect("an answer")).collect()
        });
        assert_eq!(answers.iter().filter(|booked| **booked).count(), 1);
    });
}

/// A repeated request with the same key makes one invoice, also when both come at once.
#[test]
fn a_repeated_key_makes_one_invoice() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let order = || {
            let key = IdempotencyKey { key: "once".to_owned(), body_hash: vec![1, 2, 3] };
            Order::new(house.owner(), DraftInvoice { draft: draft_for(client, "10") }).keyed(Some(key))
        };
        let orders: Vec<_> = (0..4).map(|_| order()).collect();
        let ids: BTreeSet<InvoiceId> = std::thread::scope(|scope| {
            let send = |order| scope.spawn(move || house.desk.carry_out(order).expect("an answer").outcome);
            let threads: Vec<_> = orders.into_iter().map(send).collect();
            threads.into_iter().map(|thread| thread.join().expect("an answer")).collect()
        });
        assert_eq!(ids.len(), 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM invoices"), 1);
    });
}
