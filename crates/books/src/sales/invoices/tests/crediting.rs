//! Credit notes: they stand where their invoice stands, and take back no more than there is.

use kernel::Quantity;

use super::super::{ChangeDraft, CreditInvoice, CreditLine, DraftInvoice, DraftPatch, State};
use super::*;
use crate::testing::on_both;

fn credit(id: InvoiceId) -> CreditInvoice {
    CreditInvoice { id, day: None, lines: Vec::new(), note: String::new() }
}

/// A1-23: a credit note for an old invoice posts to the account the invoice stands on, at the rates of then.
#[test]
fn a_credit_note_clears_the_account_of_its_invoice() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let invoice = booked(house, draft_for(client, "1000"));
        house.run("UPDATE posting_groups SET account = (SELECT id FROM accounts WHERE number = '4302')");
        house.run("UPDATE vat_codes SET rate = 2200 WHERE code = 'V21'");
        house.set_today("2026-04-10");
        let note = house.perform(credit(invoice));
        assert_eq!(entry_of(&read(house, note)), ["4300 C 1210.00", "7050 D 1000.00", "4770 D 210.00"]);
        house.perform(BookInvoice { id: note, version: None });
        let (note, invoice) = (read(house, note), read(house, invoice));
        assert_eq!(entry_of(&note), ["4300 C 1210.00", "7050 D 1000.00", "4770 D 210.00"]);
        assert_eq!((note.invoice.kind, note.invoice.number.as_deref()), (Kind::CreditNote, Some("C2026-1")));
        assert_eq!(note.printed.credits.as_deref(), Some("2026-1"));
        assert_eq!((invoice.open, invoice.state, note.state), (0, State::Settled, State::Settled));
        let next = read(house, booked(house, draft_for(client, "100")));
        assert_eq!(entry_of(&next)[0], "4302 D 122.00");
        let left = "SELECT CAST(SUM(p.amount) AS BIGINT) FROM postings p JOIN accounts a ON a.id = p.account
            WHERE a.number = '4300'";
        assert_eq!(house.number(left), 0);
    });
}

#[test]
fn lines_are_credited_in_part_and_never_more_than_there_is() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let two = vec![
            DraftLine { quantity: Quantity(3000), ..DraftLine::of_text("Hours", price("100")) },
            DraftLine::of_text("Fee", price("50")),
        ];
        let invoice = booked(house, Draft { lines: two, ..draft_for(client, "1") });
        let one_hour = CreditLine { line: 1, quantity: Some(Quantity(1000)) };
        let part = house.perform(CreditInvoice { lines: vec![one_hour], ..credit(invoice) });
        house.perform(BookInvoice { id: part, version: None });
        let view = read(house, invoice);
        assert_eq!((view.open, view.related.len()), (42_350 - 12_100, 1));
        let whole = house.perform(credit(invoice));
        assert_eq!(house.refusal(BookInvoice { id: whole, version: None }), "CREDIT_EXCEEDS_INVOICE");
        let rest = vec![CreditLine { line: 1, quantity: Some(Quantity(2000)) }, CreditLine { line: 2, quantity: None }];
        let rest = house.perform(CreditInvoice { lines: rest, ..credit(invoice) });
        house.perform(BookInvoice { id: rest, version: None });
        assert_eq!(read(house, invoice).open, 0);
        let none = CreditInvoice { lines: vec![CreditLine { line: 3, quantity: None }], ..credit(invoice) };
        assert_eq!(house.refusal(none), "LINE_UNKNOWN");
    });
}

#[test]
fn a_credit_note_corrects_a_booked_invoice_of_its_client() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let other = client_of(house, "Tern", "Domestic");
        let draft = drafted(house, draft_for(client, "10"));
        assert_eq!(house.refusal(credit(draft)), "NOT_BOOKED");
        let invoice = booked(house, draft_for(client, "10"));
        let note = house.perform(credit(invoice));
        let elsewhere = DraftPatch { client: Some(other), ..DraftPatch::default() };
        assert_eq!(house.refusal(ChangeDraft { id: note, version: None, patch: elsewhere }), "CREDIT_KEEPS_CLIENT");
        house.perform(BookInvoice { id: note, version: None });
        assert_eq!(house.refusal(credit(note)), "CREDITS_A_CREDIT_NOTE");
        let alone = Draft { credits: Some(invoice), ..draft_for(client, "1") };
        assert_eq!(house.refusal(DraftInvoice { draft: alone.clone() }), "INVOICE_UNKNOWN");
        let free = Draft { kind: Kind::CreditNote, credits: None, ..alone };
        let free = booked(house, free);
        assert_eq!(read(house, free).open, -121);
    });
}
