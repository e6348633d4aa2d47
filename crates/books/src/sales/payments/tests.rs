//! Payments on both databases: which items they settle, on which accounts, and what takes them back.

use kernel::{ClientId, Currency, Money};

use super::*;
use crate::ledger::tests::{account, day, month};
use crate::ledger::{ClosePeriod, Reconcile, ReverseEntry};
use crate::sales::invoices::tests::{booked, client_of, draft_for, eur, read};
use crate::sales::invoices::{Draft, State};
use crate::testing::{TestHouse, on_both};

pub(crate) fn payment(client: ClientId, amount: &str) -> RecordPayment {
    RecordPayment {
        client,
        day: None,
        amount: eur(amount),
        received: None,
        account: None,
        text: String::new(),
        allocations: Vec::new(),
    }
}

fn of_invoice(invoice: kernel::InvoiceId, amount: i64) -> Allocation {
    Allocation { to: AllocatedTo::Invoice(invoice), amount }
}

/// The lines of an entry as `4300 -121.00`.
pub(crate) fn lines_of(house: &TestHouse, entry: kernel::EntryId) -> Vec<String> {
    let view = house.ask(crate::ledger::ReadEntry { id: entry });
    let said =
        |line: &crate::ledger::LineView| format!("{} {}", line.account_number, Money::new(line.amount, Currency::EUR));
    view.lines.iter().map(said).collect()
}

pub(crate) fn reconciled(house: &TestHouse, days: &[&str]) {
    for on in days {
        let rows = house.ask(Reconcile { on: Some(day(on)) }).rows;
        assert!(rows.iter().all(|row| row.difference() == 0), "{on}: {rows:?}");
    }
}

/// Without allocations the oldest due is paid first; the rest stays as the client's credit, and the next invoice is
/// matched with it by hand.
#[test]
fn a_payment_settles_the_oldest_due_first() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let first = booked(house, draft_for(client, "100"));
        let second = booked(house, Draft { day: day("2026-03-05"), ..draft_for(client, "200") });
        house.set_today("2026-03-12");
        let id = house.perform(payment(client, "200.00"));
        assert_eq!((read(house, first).state, read(house, second).state), (State::Settled, State::PartPaid));
        assert_eq!(read(house, second).open, 16_300);
        let view = house.ask(ReadPayment { id });
        assert_eq!(lines_of(house, view.row.payment.entry), ["5720 200.00", "4300 -200.00"]);
        let settled: Vec<_> = view.settled.iter().map(|one| (one.title.as_str(), one.amount)).collect();
        assert_eq!((settled, view.row.unused), (vec![("2026-1", 12_100), ("2026-2", 7_900)], 0));
        let over = house.perform(payment(client, "200.00"));
        assert_eq!(house.ask(ReadPayment { id: over }).row.unused, 3_700);
        let third = booked(house, Draft { day: day("2026-03-12"), ..draft_for(client, "100") });
        assert_eq!(read(house, third).open, 12_100);
        house.perform(crate::ledger::MatchItems { client });
        assert_eq!(read(house, third).open, 8_400);
        let paid = read(house, third).paid_with;
        assert_eq!((paid.len(), paid[0].payment, paid[0].amount), (1, Some(over), 3_700));
        let statement = house.ask(ReadOpenItems { client, on: None });
        assert_eq!((statement.items.len(), statement.balance, statement.overdue), (1, 8_400, 0));
        let then = house.ask(ReadOpenItems { client, on: Some(day("2026-03-06")) });
        assert_eq!((then.items.len(), then.balance), (2, 36_300));
        let late = house.ask(ReadOpenItems { client, on: Some(day("2026-06-01")) });
        assert_eq!(late.overdue, 8_400);
    });
}

/// A1-23, A1-25: one payment of an invoice on the old account and one on the new clears both, in one booking.
#[test]
fn a1_25_one_payment_clears_two_control_accounts() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let old = booked(house, draft_for(client, "100"));
        house.run(
            "UPDATE posting_groups SET account = (SELECT id FROM accounts WHERE number = '4302') WHERE number = '1'",
        );
        let new = booked(house, draft_for(client, "200"));
        house.set_today("2026-03-20");
        let allocations = vec![of_invoice(old, 12_100), of_invoice(new, 24_200)];
        let id = house.perform(RecordPayment { allocations, ..payment(client, "363.00") });
        let view = house.ask(ReadPayment { id });
        assert_eq!(lines_of(house, view.row.payment.entry), ["5720 363.00", "4300 -121.00", "4302 -242.00"]);
        assert_eq!((read(house, old).open, read(house, new).open), (0, 0));
        reconciled(house, &["2026-03-01", "2026-03-02", "2026-03-19", "2026-03-20", "2026-04-30"]);
        assert!(house.ask(Reconcile { on: None }).rows.iter().all(|row| row.ledger == 0));
    });
}

/// A payment that was wrong is reversed whole: what it settled is open again.
#[test]
fn a_wrong_payment_is_reversed() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let invoice = booked(house, draft_for(client, "100"));
        let id = house.perform(payment(client, "150.00"));
        let entry = house.ask(ReadPayment { id }).row.payment.entry;
        house.set_today("2026-03-09");
        house.perform(ReverseEntry { entry, on: None, text: String::new() });
        assert_eq!((read(house, invoice).open, read(house, invoice).paid_with.len()), (12_100, 0));
        let view = house.ask(ReadPayment { id });
        assert!(view.row.reversed_by.is_some() && view.settled.is_empty() && view.row.unused == 0);
        let page = house.ask(ListPayments { limit: 10, ..ListPayments::default() });
        assert_eq!((page.count, page.sum), (1, 0));
        reconciled(house, &["2026-03-02", "2026-03-08", "2026-03-09"]);
        assert_eq!(house.refusal(ReverseEntry { entry, on: None, text: String::new() }), "ENTRY_REVERSED");
        house.perform(payment(client, "121.00"));
        assert_eq!(read(house, invoice).state, State::Settled);
    });
}

/// The refusals of a payment, in their order.
#[test]
fn a_payment_is_refused_in_order() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let other = client_of(house, "Heron", "Domestic");
        let (own, others) = (booked(house, draft_for(client, "100")), booked(house, draft_for(other, "100")));
        house.perform(ClosePeriod { month: month("2026-01") });
        let good = || payment(client, "100.00");
        let to = |invoice, amount| RecordPayment { allocations: vec![of_invoice(invoice, amount)], ..good() };
        let usd = Money::parse("1.00", "USD".parse().expect("a currency")).expect("an amount");
        let nowhere = "inv_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        let nobody = "cli_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        let (receivable, sales) = (account(house, "4300"), account(house, "7000"));
        assert_eq!(house.refusal(payment(nobody, "1.00")), "missing client");
        assert_eq!(house.refusal(RecordPayment { amount: usd, ..good() }), "EXCHANGE_RATE_MISSING");
        assert_eq!(house.refusal(payment(client, "0.00")), "PAYMENT_NOT_POSITIVE");
        assert_eq!(house.refusal(payment(client, "-5.00")), "PAYMENT_NOT_POSITIVE");
        assert_eq!(house.refusal(payment(client, "10000000000000.01")), "AMOUNT_TOO_LARGE");
        assert_eq!(house.refusal(RecordPayment { text: "x".repeat(201), ..good() }), "TEXT_TOO_LONG");
        assert_eq!(house.refusal(RecordPayment { account: Some(receivable), ..good() }), "ACCOUNT_NOT_BANK");
        assert_eq!(house.refusal(RecordPayment { account: Some(sales), ..good() }), "ACCOUNT_NOT_BANK");
        assert_eq!(house.refusal(RecordPayment { day: Some(day("2026-01-31")), ..good() }), "PERIOD_CLOSED");
        assert_eq!(house.refusal(to(own, 0)), "ALLOCATION_NOT_POSITIVE");
        assert_eq!(house.refusal(to(nowhere, 100)), "ITEM_UNKNOWN");
        assert_eq!(house.refusal(to(others, 100)), "ITEM_OF_ANOTHER_CLIENT");
        assert_eq!(house.refusal(to(own, 12_101)), "ALLOCATION_EXCEEDS_OPEN");
        let twice = vec![of_invoice(own, 7_000), of_invoice(own, 6_000)];
        assert_eq!(house.refusal(RecordPayment { allocations: twice, ..good() }), "ALLOCATION_EXCEEDS_OPEN");
        assert_eq!(house.refusal(to(own, 12_100)), "ALLOCATED_MORE_THAN_PAID");
        let bank = account(house, "5721");
        house.perform(crate::ledger::ArchiveAccount { account: bank, version: None });
        assert_eq!(house.refusal(RecordPayment { account: Some(bank), ..good() }), "ACCOUNT_ARCHIVED");
        house.run("DELETE FROM company_defaults WHERE purpose = 'bank'");
        house.run("UPDATE accounts SET archived_at = 1 WHERE category IN ('bank', 'cash')");
        assert_eq!(house.refusal(good()), "BANK_ACCOUNT_REQUIRED");
        house.run("UPDATE accounts SET archived_at = NULL WHERE category IN ('bank', 'cash')");
        house.perform(good());
    });
}
