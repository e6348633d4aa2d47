//! Who may do what: rights by role, and sight client by client.

use super::super::{
    ChangeDraft, CreditInvoice, DeleteDraft, DraftInvoice, DraftPatch, ListInvoices, ReadInvoiceChoices, ReadPrinted,
    ReadTerms,
};
use super::*;
use crate::Caller;
use crate::sales::products::ListProducts;
use crate::sales::products::tests::new_service;
use crate::testing::{code, on_both};
use crate::work::tests::hour_for;
use crate::work::{DeleteTime, ListTime, LogTime};

fn asked<Q: crate::Ask>(house: &TestHouse, caller: &Caller, question: Q) -> Result<Q::Answer, String> {
    house.desk.ask(caller, question).map_err(code)
}

/// Readers look, staff draft, accountants book.
#[test]
fn a_role_says_how_far_one_goes() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let id = drafted(house, draft_for(client, "10"));
        let (reader, staff, accountant) = (house.hire("reader"), house.hire("staff"), house.hire("accountant"));
        assert!(asked(house, &reader, ReadInvoice { id }).is_ok());
        let draft = DraftInvoice { draft: draft_for(client, "10") };
        assert_eq!(house.refusal_for(&reader, draft.clone()), "PERM_MISSING");
        assert_eq!(house.refusal_for(&reader, new_service(house, "x", "1")), "PERM_MISSING");
        assert!(house.desk.perform(&staff, draft).is_ok());
        assert_eq!(house.refusal_for(&staff, BookInvoice { id, version: None }), "PERM_MISSING");
        assert!(house.desk.perform(&accountant, BookInvoice { id, version: None }).is_ok());
    });
}

/// Only those who may post entries choose accounts; a credit note carries those of its invoice for everyone.
#[test]
fn accounts_are_chosen_by_those_who_post() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let (staff, accountant) = (house.hire("staff"), house.hire("accountant"));
        let choices = asked(house, &accountant, ReadInvoiceChoices).expect("choices");
        let account = choices.accounts.iter().find(|account| account.number == "7000").expect("an account").id;
        assert!(asked(house, &staff, ReadInvoiceChoices).expect("choices").accounts.is_empty());
        let line = DraftLine { account: Some(account), ..DraftLine::of_text("Goods", price("10")) };
        let draft = DraftInvoice { draft: Draft { lines: vec![line], ..draft_for(client, "1") } };
        assert_eq!(house.refusal_for(&staff, draft.clone()), "ACCOUNT_NOT_YOURS");
        let id = house.desk.perform(&accountant, draft).expect("drafted");
        assert_eq!(entry_of(&read(house, id))[1], "7000 C 10.00");
        let note =
            ChangeDraft { id, version: None, patch: DraftPatch { note: Some("x".into()), ..Default::default() } };
        assert!(house.desk.perform(&staff, note).is_ok(), "a line that had its account keeps it");
        house.perform(BookInvoice { id, version: None });
        let credit = CreditInvoice { id, day: None, lines: Vec::new(), note: String::new() };
        let credit = house.desk.perform(&staff, credit).expect("drafted");
        assert_eq!(entry_of(&read(house, credit))[1], "7000 D 10.00");
    });
}

/// A0-28, X10: whoever sees only their own clients sees only their invoices and time, in lists, sums and one by one.
#[test]
fn invoices_of_clients_out_of_sight_do_not_exist() {
    on_both(|house| {
        let hidden = client_of(house, "Hidden", "Domestic");
        let own = client_of(house, "Own", "Domestic");
        let (theirs, mine) = (booked(house, draft_for(hidden, "1000")), booked(house, draft_for(own, "10")));
        let draft = drafted(house, draft_for(hidden, "5"));
        house.run("UPDATE roles SET permissions = 'clients.view_own invoices.view invoices.draft invoices.book time.track' WHERE builtin = 'staff'");
        let staff = house.hire("staff");
        let member = house.member_of(&staff);
        house.perform(crate::clients::SetClientRight {
            client: own,
            member,
            level: Some(crate::clients::RightLevel::View),
        });
        let page = asked(house, &staff, ListInvoices { limit: 50, ..Default::default() }).expect("a list");
        assert_eq!(page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [mine]);
        assert_eq!((page.totals.documents, page.totals.gross), (1, eur("12.10")));
        let missing = Err("missing invoice".to_owned());
        assert_eq!(asked(house, &staff, ReadInvoice { id: theirs }).map(|_| ()), missing);
        assert_eq!(asked(house, &staff, ReadPrinted { id: theirs }).map(|_| ()), missing);
        let terms = ReadTerms { client: hidden, day: day("2026-03-02") };
        assert_eq!(asked(house, &staff, terms).map(|_| ()), Err("missing client".to_owned()));
        let refused = |act| house.refusal_for(&staff, act);
        assert_eq!(refused(DraftInvoice { draft: draft_for(hidden, "1") }), "missing client");
        assert_eq!(house.refusal_for(&staff, BookInvoice { id: draft, version: None }), "missing invoice");
        assert_eq!(house.refusal_for(&staff, DeleteDraft { id: draft, version: None }), "missing invoice");
        let change = ChangeDraft { id: draft, version: None, patch: DraftPatch::default() };
        assert_eq!(house.refusal_for(&staff, change), "missing invoice");
        let credit = CreditInvoice { id: theirs, day: None, lines: Vec::new(), note: String::new() };
        assert_eq!(house.refusal_for(&staff, credit), "missing invoice");
        let stolen = Draft { kind: Kind::CreditNote, credits: Some(theirs), ..draft_for(own, "1") };
        assert_eq!(refused(DraftInvoice { draft: stolen }), "INVOICE_UNKNOWN");
        assert_eq!(house.refusal_for(&staff, hour_for(hidden)), "missing client");
        assert!(asked(house, &staff, ListProducts { limit: 1, ..Default::default() }).is_ok());
    });
}

/// Members log and delete their own time; those who manage members anyone's.
#[test]
fn time_is_its_members_own() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let (staff, other) = (house.hire("staff"), house.hire("accountant"));
        house.run("UPDATE roles SET permissions = 'clients.view time.track' WHERE builtin = 'staff'");
        let of_other = LogTime { member: Some(house.member_of(&other)), ..hour_for(client) };
        assert_eq!(house.refusal_for(&staff, of_other.clone()), "TIME_NOT_YOURS");
        let theirs = house.perform(of_other);
        let mine = house.desk.perform(&staff, hour_for(client)).expect("logged");
        let listed = asked(house, &staff, ListTime { limit: 9, ..Default::default() }).expect("a list");
        assert_eq!(listed.items.iter().map(|row| row.entry.id).collect::<Vec<_>>(), [mine]);
        assert_eq!(house.refusal_for(&staff, DeleteTime { id: theirs }), "missing time entry");
        house.run("UPDATE roles SET permissions = 'clients.view time.track reports.view' WHERE builtin = 'staff'");
        assert_eq!(house.refusal_for(&staff, DeleteTime { id: theirs }), "TIME_NOT_YOURS");
        assert!(house.desk.perform(&staff, DeleteTime { id: mine }).is_ok());
    });
}
