//! Undo across kinds, on both databases: refused with the reason where something leans on the change.

use kernel::{ClientId, OperationId};

use crate::clients::tests::new_client;
use crate::clients::{CreateBillingGroup, ListChoices, MoveCustomerGroup, ReadClient};
use crate::sales::invoices::tests::{booked, client_of, draft_for, read};
use crate::testing::{TestHouse, on_both};
use crate::undo::{ListOperations, undo};
use crate::{Act, Order};

fn done<A: Act>(house: &TestHouse, act: A) -> OperationId {
    house.desk.carry_out(Order::new(house.owner(), act)).expect("accepted").operation.expect("can be undone")
}

/// Why the undo is refused.
fn reason(house: &TestHouse, operation: OperationId) -> String {
    let failure = undo(&house.desk, &house.owner(), operation, None).expect_err("refused");
    let refusal = failure.refusal().expect("a refusal").clone();
    assert_eq!(refusal.code, "UNDO_BLOCKED");
    refusal.detail
}

fn into(house: &TestHouse, client: ClientId, group: &str) -> MoveCustomerGroup {
    let groups = house.ask(ListChoices).customer_groups;
    let group = groups.iter().find(|other| other.name == group).expect("the group").id;
    MoveCustomerGroup::today(client, group)
}

/// X8: a client that was moved goes back to its customer group, unless an invoice was booked in the new one since; what was
/// booked in an earlier stay there does not count.
#[test]
fn x8_a_move_stays_once_an_invoice_was_booked_after_it() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        booked(house, draft_for(client, "100"));
        let first = done(house, into(house, client, "European"));
        undo(&house.desk, &house.owner(), first, None).expect("nothing leans on it");
        house.set_today("2026-03-03");
        let away = done(house, into(house, client, "European"));
        let invoice = booked(house, draft_for(client, "200"));
        let posted = read(house, invoice);
        // It is dated before the move, so it stands on the former group, and nothing leans on the move.
        assert_eq!(posted.posted[0].account.number, "4300");
        undo(&house.desk, &house.owner(), away, None).expect("undone");
        let again = done(house, into(house, client, "European"));
        let draft =
            crate::sales::invoices::Draft { day: "2026-03-03".parse().expect("a day"), ..draft_for(client, "300") };
        let late = booked(house, draft);
        assert_eq!(read(house, late).posted[0].account.number, "4301");
        assert!(reason(house, again).contains("was booked in the present customer group."));
        let group = house.ask(ReadClient { id: client }).customer_group().map(|group| group.name.clone());
        assert_eq!(group.as_deref(), Some("European"));
        house.set_today("2026-03-05");
        house.perform(into(house, client, "Domestic"));
        house.set_today("2026-03-06");
        let back = done(house, into(house, client, "European"));
        undo(&house.desk, &house.owner(), back, None).expect("that invoice leans on the earlier stay");
    });
}

/// X8: deleting a client is undone; a client that came back and usually pays for a billing group since stays, so that the
/// group is not orphaned. One list has the changes of every kind.
#[test]
fn x8_a_client_that_pays_for_a_group_stays() {
    on_both(|house| {
        let client = house.perform(new_client(house, "Plover"));
        let name = kernel::Name::parse("Plovers").expect("a name");
        let family = CreateBillingGroup { name, members: vec![client], primary_contact: Some(client) };
        let deletion = done(house, crate::sales::DeleteClient { id: client, version: None });
        undo(&house.desk, &house.owner(), deletion, None).expect("undone");
        let group = done(house, family);
        let moved = done(house, into(house, client, "European"));
        let listed = house.ask(ListOperations { before: None, limit: 10 }).items;
        let found = [moved, group, deletion].map(|id| listed.iter().any(|line| line.id == id));
        assert_eq!(found, [true; 3]);
        undo(&house.desk, &house.owner(), moved, None).expect("undone");
        undo(&house.desk, &house.owner(), group, None).expect("undone");
        house.perform(crate::sales::DeleteClient { id: client, version: None });
    });
}
