//! Booking: refusals in order, the entry, the numbers, and the paper that stays as it was.

use super::super::{ChangeDraft, DeleteDraft, DraftPatch, ReadPrinted, State};
use super::*;
use crate::ledger::{ChangeSeries, Entry, Heading, Line, ListSeries, Source};
use crate::testing::{code, on_both};

/// A1-15: net 1,000 and 21 % VAT for a domestic client: Dr 4300 1,210; Cr sales 1,000; Cr output VAT 210.
#[test]
fn a_booked_invoice_lands_on_the_control_account() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let view = read(house, booked(house, draft_for(client, "1000")));
        assert_eq!(entry_of(&view), ["4300 D 1210.00", "7050 C 1000.00", "4770 C 210.00"]);
        assert_eq!((view.invoice.number.as_deref(), view.open), (Some("2026-1"), 121_000));
        assert_eq!((view.state, view.entry_number), (State::Booked, Some(1)));
        let on_control = house.number("SELECT COUNT(*) FROM postings p JOIN clients c ON c.id = p.client");
        assert_eq!(on_control, 1, "the line on the control account carries the client, no other does");
        house.set_today("2026-05-01");
        assert_eq!(read(house, view.invoice.id).state, State::Overdue);
    });
}

/// A1-16: five domestic clients with one invoice each: five lines on 4300, and its balance is the sum of theirs.
#[test]
fn five_clients_make_five_lines_on_one_account() {
    on_both(|house| {
        for (at, net) in ["100", "200", "300", "400", "500"].into_iter().enumerate() {
            let client = client_of(house, &format!("Client {at}"), "Domestic");
            booked(house, draft_for(client, net));
        }
        let lines = "FROM postings p JOIN accounts a ON a.id = p.account WHERE a.number = '4300'";
        assert_eq!(house.number(&format!("SELECT COUNT(*) {lines}")), 5);
        assert_eq!(house.number(&format!("SELECT COUNT(DISTINCT p.client) {lines}")), 5);
        let balance = "SELECT CAST(SUM(b.debit - b.credit) AS BIGINT) FROM balances b
            JOIN accounts a ON a.id = b.account WHERE a.number = '4300'";
        assert_eq!(house.number(balance), 181_500);
        assert_eq!(house.number(&format!("SELECT CAST(SUM(p.amount) AS BIGINT) {lines}")), 181_500);
    });
}

/// A1-13: clients and their invoices leave the chart of accounts as it was.
#[test]
fn clients_make_no_accounts() {
    on_both(|house| {
        let accounts = || house.number("SELECT COUNT(*) FROM accounts");
        let before = accounts();
        for at in 0..500 {
            let client = client_of(house, &format!("Client {at}"), "Domestic");
            if at % 50 == 0 {
                booked(house, draft_for(client, "10"));
            }
        }
        assert_eq!(accounts(), before);
    });
}

/// A1-20: booking gives the final number; numbers of a series have no gap, whatever was deleted or refused between.
#[test]
fn final_numbers_have_no_gap() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let mut numbers = Vec::new();
        for at in 1..=5 {
            let id = drafted(house, draft_for(client, "10"));
            if at % 2 == 0 {
                let emptied = DraftPatch { lines: Some(Vec::new()), ..DraftPatch::default() };
                house.perform(ChangeDraft { id, version: None, patch: emptied });
                assert_eq!(house.refusal(BookInvoice { id, version: None }), "NOTHING_TO_INVOICE");
                house.perform(DeleteDraft { id, version: None });
                continue;
            }
            house.perform(BookInvoice { id, version: None });
            numbers.extend(read(house, id).invoice.number);
        }
        assert_eq!(numbers, ["2026-1", "2026-2", "2026-3"]);
        let old = booked(house, Draft { day: day("2025-12-31"), ..draft_for(client, "10") });
        assert_eq!(read(house, old).invoice.number.as_deref(), Some("2025-1"));
    });
}

/// What is booked is neither booked again, changed nor deleted; the refusal offers the credit note.
#[test]
fn what_is_booked_stays() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let id = booked(house, draft_for(client, "10"));
        assert_eq!(house.refusal(BookInvoice { id, version: None }), "ALREADY_BOOKED");
        let change = ChangeDraft { id, version: None, patch: DraftPatch::default() };
        assert_eq!(house.refusal(change), "ALREADY_BOOKED");
        assert_eq!(house.refusal(DeleteDraft { id, version: None }), "ALREADY_BOOKED");
        let failure = house.desk.perform(&house.owner(), BookInvoice { id, version: None }).expect_err("refused");
        let actions = &failure.refusal().expect("a refusal").actions;
        assert_eq!(actions[0].href, format!("/invoices/{id}/credit"));
    });
}

/// Everything wrong first; one thing repaired at a time names the next refusal.
#[test]
fn booking_is_refused_in_order() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let id = drafted(house, Draft { lines: Vec::new(), ..draft_for(client, "1") });
        let refusal = || house.refusal(BookInvoice { id, version: None });
        let change = |patch: DraftPatch| {
            house.perform(ChangeDraft { id, version: None, patch });
        };
        house.run("UPDATE clients SET archived_at = 1");
        house
            .run("INSERT INTO closed_periods (month, closed_at, closed_by) VALUES (202603, 9999999999999, 'operator')");
        house.run("DELETE FROM vat_rules");
        assert_eq!(refusal(), "NOTHING_TO_INVOICE");
        let dollars = Currency::parse("USD").expect("dollars");
        let in_dollars = DraftLine::of_text("Advice", kernel::UnitPrice::new(-10_000, dollars));
        change(DraftPatch { currency: Some(Some(dollars)), lines: Some(vec![in_dollars]), ..DraftPatch::default() });
        assert_eq!(refusal(), "CLIENT_ARCHIVED");
        house.run("UPDATE clients SET archived_at = NULL");
        assert_eq!(refusal(), "PERIOD_CLOSED");
        assert!(read(house, id).objection.is_some(), "the draft's page says the same");
        house.run("DELETE FROM closed_periods");
        assert_eq!(refusal(), "VAT_RULE_MISSING");
        house.run(
            "INSERT INTO vat_rules (product_group, vat_zone, vat_code, sales_account)
             SELECT p.id, z.id, v.id, a.id FROM product_groups p, vat_zones z, vat_codes v, accounts a
             WHERE v.code = 'V21' AND a.number = '7050'",
        );
        house.run("UPDATE accounts SET archived_at = 1 WHERE number = '7050'");
        assert_eq!(refusal(), "ACCOUNT_ARCHIVED");
        house.run("UPDATE accounts SET archived_at = NULL");
        assert_eq!(refusal(), "EXCHANGE_RATE_MISSING");
        let negative = DraftLine::of_text("Advice", price("-1"));
        change(DraftPatch { currency: Some(None), lines: Some(vec![negative]), ..DraftPatch::default() });
        assert_eq!(refusal(), "AMOUNT_NOT_POSITIVE");
        change(DraftPatch { lines: Some(vec![DraftLine::of_text("Advice", price("1"))]), ..DraftPatch::default() });
        house.run("UPDATE vat_codes SET account = NULL WHERE code = 'V21'");
        assert_eq!(refusal(), "VAT_ACCOUNT_MISSING");
        house.run("UPDATE vat_codes SET account = (SELECT id FROM accounts WHERE number = '4770') WHERE code = 'V21'");
        house.perform(BookInvoice { id, version: None });
        assert_eq!(refusal(), "ALREADY_BOOKED");
    });
}

/// A1-20: a pattern that comes round to a number on paper is refused at booking, and another pattern is the way out.
#[test]
fn a_number_that_is_on_paper_is_not_given_again() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let series = house.ask(ListSeries)[0].series.id;
        let number_by = |pattern: &str| {
            let pattern = Some(pattern.to_owned());
            house.perform(ChangeSeries { series, version: None, name: None, pattern, first: None, yearly: None })
        };
        let number = |id| read(house, id).invoice.number;
        number_by("{yyyy}-1{n}");
        assert_eq!(number(booked(house, draft_for(client, "1"))).as_deref(), Some("2026-11"));
        number_by("{yyyy}-{n}");
        for next in 2..=10 {
            assert_eq!(number(booked(house, draft_for(client, "1"))), Some(format!("2026-{next}")));
        }
        let id = house.perform(DraftInvoice { draft: draft_for(client, "1") });
        assert_eq!(house.refusal(BookInvoice { id, version: None }), "NUMBER_GIVEN");
        number_by("B{yyyy}-{n}");
        house.perform(BookInvoice { id, version: None });
        assert_eq!(number(id).as_deref(), Some("B2026-11"));
    });
}

/// A1-21: the booked invoice keeps its groups, its account and its paper, byte for byte, whatever is renamed later.
#[test]
fn the_paper_and_the_groups_stay_as_they_were() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let id = booked(house, draft_for(client, "1000"));
        let paper = || serde_json::to_string(&house.ask(ReadPrinted { id })).expect("a paper");
        let (before, first) = (read(house, id), paper());
        house.run("UPDATE clients SET name = 'Renamed'");
        house.run("UPDATE groups_of_clients SET name = 'Renamed' || name");
        house.run("UPDATE company SET name = 'Renamed', street = 'Elsewhere 1'");
        house.run("UPDATE vat_codes SET text = 'Changed', rate = 2200");
        house.run("UPDATE posting_groups SET account = (SELECT id FROM accounts WHERE number = '4301')");
        let after = read(house, id);
        assert_eq!(paper(), first);
        assert_eq!(after.groups[0].name, "Domestic");
        assert_eq!((after.invoice.account, after.invoice.lines), (before.invoice.account, before.invoice.lines));
        assert_eq!(entry_of(&read(house, id)), ["4300 D 1210.00", "7050 C 1000.00", "4770 C 210.00"]);
    });
}

/// The database itself refuses to change a booked invoice or its lines.
#[test]
fn the_database_keeps_what_is_booked() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        booked(house, draft_for(client, "10"));
        for sql in [
            "UPDATE invoices SET gross = 0",
            "DELETE FROM invoices",
            "UPDATE invoice_lines SET net = 0",
            "DELETE FROM invoice_lines",
        ] {
            let refused = house.try_run(sql).expect_err(sql).to_string();
            assert!(
                refused.contains("of a booked invoice") || refused.contains("a booked invoice is never"),
                "{refused}"
            );
        }
    });
}

/// A1-26: an invoice dated before a move uses the group of then; a day before all memberships belongs to the first.
#[test]
fn the_group_of_the_day_decides() {
    on_both(|house| {
        let client = client_of(house, "Mover", "Domestic");
        house.run(
            "UPDATE memberships SET from_day = 20250101, until_day = 20260228, ended_at = 1, ended_by = 'operator'",
        );
        house.run(
            "INSERT INTO memberships (id, group_id, client, from_day, added_at, added_by)
             SELECT g.id, g.id, c.id, 20260301, 2, 'operator' FROM groups_of_clients g, clients c WHERE g.name = 'European'",
        );
        house.run("UPDATE slots SET group_id = (SELECT id FROM groups_of_clients WHERE name = 'European')");
        house.run("UPDATE slots SET membership = group_id");
        house.run("UPDATE clients SET posting_group = (SELECT group_id FROM slots)");
        let on = |text: &str| {
            let view = read(house, drafted(house, Draft { day: day(text), ..draft_for(client, "10") }));
            view.posted[0].account.number.clone()
        };
        let numbers = ["2026-02-28", "2026-03-01", "2024-01-01"].map(on);
        assert_eq!(numbers, ["4300", "4301", "4300"]);
    });
}

/// A refused booking leaves no trace: an entry that does not balance cannot be made at all.
#[test]
fn an_entry_that_does_not_balance_is_never_made() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let view = read(house, drafted(house, draft_for(client, "10")));
        let heading = Heading {
            number: 1,
            day: day("2026-03-02"),
            text: String::new(),
            source: Source::Invoice,
            document: None,
            reverses: None,
        };
        let lines = vec![Line::on(view.invoice.account, 5), Line::on(view.invoice.account, -4)];
        let mut ids = kernel::IdMaker::new(kernel::Instant(1), [1; 32]);
        let refused = Entry::balanced(heading, lines, Currency::EUR, &mut ids).expect_err("refused");
        assert_eq!(code(refused.into()), "ENTRY_UNBALANCED");
    });
}
