//! Open items on both databases: what makes them, what settles them, and what takes that back.

use kernel::{ClientId, EntryId};

use super::*;
use crate::ledger::tests::{account, client, day, entry, sale};
use crate::ledger::{Line, Reconcile, ReverseEntry};
use crate::testing::{TestHouse, code, on_both};
use crate::undo::undo;

/// A payment by hand: credit 4300 with the client.
fn paid(house: &TestHouse, on: &str, client: ClientId, amount: i64) -> EntryId {
    let lines =
        vec![Line::of_client(account(house, "4300"), client, -amount), Line::on(account(house, "5720"), amount)];
    house.perform(entry(on, lines))
}

/// What is left of each item in the order of days, minor units.
fn left(house: &TestHouse) -> Vec<i64> {
    let items = house.number("SELECT COUNT(*) FROM open_items");
    (0..items)
        .map(|place| {
            house.number(&format!(
                "SELECT remaining FROM open_items ORDER BY day, amount DESC, id LIMIT 1 OFFSET {place}"
            ))
        })
        .collect()
}

fn reconciled(house: &TestHouse, days: &[&str]) {
    for on in days {
        let rows = house.ask(Reconcile { on: Some(day(on)) }).rows;
        assert!(rows.iter().all(|row| row.difference() == 0), "{on}: {rows:?}");
    }
}

/// A1-29: manual entries make open items; matching settles the oldest due first; undo gives it back.
#[test]
fn items_are_matched_and_given_back() {
    on_both(|house| {
        let who = client(house, "Bramblewick Trust");
        sale(house, "2026-03-02", who, 10_000);
        sale(house, "2026-03-05", who, 5_000);
        assert_eq!(house.refusal(MatchItems { client: who }), "NOTHING_TO_MATCH");
        paid(house, "2026-03-09", who, 12_000);
        assert_eq!(left(house), [10_000, 5_000, -12_000]);
        house.set_today("2026-03-20");
        let receipt =
            house.desk.carry_out(crate::Order::new(house.owner(), MatchItems { client: who })).expect("matched");
        assert_eq!((receipt.outcome, left(house)), (2, vec![0, 3_000, 0]));
        reconciled(house, &["2026-03-02", "2026-03-05", "2026-03-09", "2026-03-20"]);
        let operation = receipt.operation.expect("an operation");
        undo(&house.desk, &house.owner(), operation, None).expect("undone");
        assert_eq!(left(house), [10_000, 5_000, -12_000]);
        assert_eq!(code(undo(&house.desk, &house.owner(), operation, None).expect_err("once")), "UNDO_DONE");
    });
}

/// A reversal gives back what the entry had settled, and settles the entry itself; every day reconciles.
#[test]
fn a_reversal_opens_what_was_paid() {
    on_both(|house| {
        let who = client(house, "Bramblewick Trust");
        sale(house, "2026-03-02", who, 10_000);
        let payment = paid(house, "2026-03-09", who, 12_000);
        house.perform(MatchItems { client: who });
        assert_eq!(left(house), [0, -2_000]);
        house.perform(ReverseEntry { entry: payment, on: Some(day("2026-03-16")), text: String::new() });
        assert_eq!(left(house), [10_000, 0, 0]);
        reconciled(house, &["2026-03-02", "2026-03-08", "2026-03-09", "2026-03-15", "2026-03-16", "2026-04-01"]);
    });
}

/// The database keeps what is left between nothing and the amount, and its matches as they were written.
#[test]
fn the_database_refuses_what_no_rule_would_do() {
    on_both(|house| {
        let who = client(house, "Bramblewick Trust");
        sale(house, "2026-03-02", who, 10_000);
        paid(house, "2026-03-09", who, 12_000);
        house.perform(MatchItems { client: who });
        for sql in [
            "UPDATE open_items SET remaining = amount + 1 WHERE amount > 0",
            "UPDATE open_items SET remaining = 1 WHERE amount < 0",
            "UPDATE open_items SET amount = amount + 1",
            "UPDATE open_items SET due = due + 1",
            "DELETE FROM open_items",
            "UPDATE matches SET amount = amount + 1",
            "DELETE FROM matches",
        ] {
            assert!(house.try_run(sql).is_err(), "{sql} on {}", house.engine);
        }
    });
}

/// The laws see an item whose rest was moved behind the rules' back.
#[test]
fn the_laws_see_a_rest_that_is_wrong() {
    on_both(|house| {
        let who = client(house, "Bramblewick Trust");
        sale(house, "2026-03-02", who, 10_000);
        house.run("UPDATE open_items SET remaining = remaining - 1");
        let broken = house.verify().expect("a verdict");
        for law in ["what is left of an open item", "the balance of a control account is what is open on it"] {
            assert!(broken.iter().any(|said| said.starts_with(law)), "{law}: {broken:?}");
        }
        house.run("UPDATE open_items SET remaining = remaining + 1");
    });
}
