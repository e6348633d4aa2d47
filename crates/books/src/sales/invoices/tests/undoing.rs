//! Undo: drafts and products are taken back as they were; what is booked is not.

use super::super::{ChangeDraft, DeleteDraft, DraftInvoice, DraftPatch};
use super::*;
use crate::sales::products::tests::new_service;
use crate::sales::products::{AddProduct, ArchiveProduct, DeleteProduct, ListProducts, ReadProduct};
use crate::testing::{code, on_both};
use crate::undo::undo;
use crate::work::tests::hour_for;
use crate::work::{DeleteTime, ReadTime};
use crate::{Act, Order};

/// Performs the command and takes it back; the code of the refusal where that cannot be.
fn done_and_undone<A: Act>(house: &TestHouse, act: A) -> Result<(), String> {
    let operation = performed(house, act);
    undo(&house.desk, &house.owner(), operation, None).map(|_| ()).map_err(code)
}

fn performed<A: Act>(house: &TestHouse, act: A) -> kernel::OperationId {
    let receipt = house.desk.carry_out(Order::new(house.owner(), act)).expect("accepted");
    receipt.operation.expect("it can be undone")
}

/// X8: drafting, changing and deleting a draft are taken back; the draft comes back under its own id.
#[test]
fn a_draft_comes_back_as_it_was() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        assert_eq!(done_and_undone(house, DraftInvoice { draft: draft_for(client, "10") }), Ok(()));
        assert_eq!(house.number("SELECT COUNT(*) FROM invoices"), 0);
        let id = drafted(house, draft_for(client, "10"));
        let before = read(house, id).invoice;
        let patch = DraftPatch { note: Some("x".to_owned()), lines: Some(Vec::new()), ..DraftPatch::default() };
        assert_eq!(done_and_undone(house, ChangeDraft { id, version: None, patch: patch.clone() }), Ok(()));
        let back = read(house, id).invoice;
        assert_eq!((&back.note, &back.lines, back.version), (&before.note, &before.lines, 3));
        let deletion = performed(house, DeleteDraft { id, version: None });
        let other = drafted(house, draft_for(client, "20"));
        undo(&house.desk, &house.owner(), deletion, None).expect("undone");
        let back = read(house, id).invoice;
        assert_eq!((back.lines.len(), back.provisional), (1, read(house, other).invoice.provisional + 1));
        let change = performed(house, ChangeDraft { id, version: None, patch });
        house.perform(ChangeDraft { id, version: None, patch: DraftPatch::default() });
        let late = undo(&house.desk, &house.owner(), change, None).expect_err("changed again");
        assert_eq!(code(late), "UNDO_BLOCKED");
    });
}

/// X8: a draft that was booked meanwhile is not taken back.
#[test]
fn what_is_booked_is_not_undone() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let drafting = performed(house, DraftInvoice { draft: draft_for(client, "10") });
        let page = house.ask(super::super::ListInvoices { limit: 1, ..Default::default() });
        house.perform(BookInvoice { id: page.rows[0].id, version: None });
        let refused = undo(&house.desk, &house.owner(), drafting, None).expect_err("booked");
        assert_eq!(code(refused), "UNDO_BLOCKED");
        let receipt = house.desk.carry_out(Order::new(house.owner(), DraftInvoice { draft: draft_for(client, "1") }));
        let id = receipt.expect("drafted").outcome;
        let booking = house.desk.carry_out(Order::new(house.owner(), BookInvoice { id, version: None }));
        assert_eq!(booking.expect("booked").operation, None, "booking offers no undo");
    });
}

#[test]
fn products_and_time_are_taken_back() {
    on_both(|house| {
        let adding: AddProduct = new_service(house, "Advice", "90");
        assert_eq!(done_and_undone(house, adding.clone()), Ok(()));
        assert_eq!(house.ask(ListProducts { limit: 5, ..ListProducts::default() }).items.len(), 0);
        let id = house.perform(adding.clone());
        assert_eq!(done_and_undone(house, ArchiveProduct { id }), Ok(()));
        house.perform(ArchiveProduct { id });
        assert_eq!(done_and_undone(house, DeleteProduct { id, version: None }), Ok(()));
        assert!(house.ask(ReadProduct { id }).archived);
        let deletion = performed(house, DeleteProduct { id, version: None });
        house.perform(adding);
        let taken = undo(&house.desk, &house.owner(), deletion, None).expect_err("the name is taken");
        assert_eq!(code(taken), "UNDO_BLOCKED");
        let client = client_of(house, "Plover", "Domestic");
        let time = house.perform(hour_for(client));
        assert_eq!(done_and_undone(house, DeleteTime { id: time }), Ok(()));
        assert_eq!(house.ask(ReadTime { id: time }).minutes.0, 60);
    });
}
