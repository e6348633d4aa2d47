//! Undo of corporate groups: each verb and back; what stands in its way. A membership is never taken out, only voided.

use super::*;
use crate::clients::ReadClient;
use crate::groups::corporate::{CreateClientType, DeleteClientType};
use crate::testing::{code, on_both};
use crate::undo::undo;

fn take_back(house: &TestHouse, operation: kernel::OperationId) -> crate::Result<()> {
    undo(&house.desk, &house.owner(), operation, None).map(|_| ())
}

/// Entering, a longer and a shorter end, voiding, the head, the name, the years, deleting: each is taken back.
#[test]
fn each_verb_is_taken_back() {
    on_both(|house| {
        let group = holding(house, "Nordkai", (2024, 2028));
        let member = client(house, "Member", &["Holding"]);
        let entered = operation(house, added(group, member, (2025, 2026)));
        let id = kernel_id(house, group);
        let longer = operation(house, until(id, 2028));
        let voided = operation(house, VoidMembership { id, version: None, reason: "Wrong".into() });
        take_back(house, voided).expect("undone");
        assert_eq!(members(house, group, None), ["Member 2025–2028"]);
        let both = operation(house, ChangeCorporateGroup { end_members: true, ..ending(group, 2026) });
        assert_eq!(members(house, group, None), ["Member 2025–2026"]);
        take_back(house, both).expect("undone");
        assert_eq!(members(house, group, None), ["Member 2025–2028"]);
        let head = NewHead { client: member, from: Some(day("01.01.2027")) };
        let led = operation(house, ChangeCorporateGroup { head: Some(head), ..changed(group) });
        assert_eq!(house.ask(ReadCorporateGroup { id: group }).heads.len(), 2);
        take_back(house, led).expect("undone");
        assert_eq!(house.ask(ReadCorporateGroup { id: group }).heads.len(), 1);
        take_back(house, longer).expect("undone");
        take_back(house, entered).expect("undone");
        assert!(members(house, group, None).is_empty());
        let all = ListCorporateMembers { group, as_of: None, voided: true, after: None, limit: 9 };
        let void = house.ask(all).items.remove(0).voided.expect("void");
        assert_eq!(void.reason, "Entered, and taken back by undo.");
        let renamed = operation(house, ChangeCorporateGroup { name: Some(name("Other")), ..changed(group) });
        take_back(house, renamed).expect("undone");
        let unused = holding(house, "Unused", (2024, 2028));
        let deleted = operation(house, DeleteCorporateGroup { id: unused, version: None });
        take_back(house, deleted).expect("undone");
        assert_eq!(house.ask(ReadCorporateGroup { id: unused }).heads.len(), 1);
        let head = client(house, "Third", &["Holding"]);
        let made = operation(house, new_group(house, "Holding", "Third", head, (2024, 2028)));
        take_back(house, made).expect("undone");
        assert_eq!(house.number("SELECT COUNT(*) FROM corporate_years"), 10);
    });
}

fn kernel_id(house: &TestHouse, group: GroupId) -> MembershipId {
    let all = ListCorporateMembers { group, as_of: None, voided: true, after: None, limit: 1 };
    house.ask(all).items.remove(0).id
}

/// What was given to another since is not taken back: the year, the name, the type.
#[test]
fn what_stands_in_the_way() {
    on_both(|house| {
        let [h1, h2] = ["H1", "H2"].map(|called| holding(house, called, (2024, 2028)));
        let member = client(house, "Member", &["Holding"]);
        let id = add(house, h1, member, (2024, 2027));
        let shorter = operation(house, until(id, 2025));
        let second = add(house, h2, member, (2026, 2026));
        assert_eq!(code(take_back(house, shorter).expect_err("in the other")), "UNDO_BLOCKED");
        let voided = operation(house, VoidMembership { id: second, version: None, reason: "Wrong".into() });
        take_back(house, shorter).expect("undone");
        assert_eq!(code(take_back(house, voided).expect_err("in the first")), "UNDO_BLOCKED");
        // A type that went since: the years do not come back without it.
        let ended = operation(house, until(id, 2025));
        house.perform(typed(house, member, &[]));
        assert_eq!(code(take_back(house, ended).expect_err("no holding any more")), "UNDO_BLOCKED");
        let retyped = operation(house, typed(house, member, &["Holding"]));
        take_back(house, ended).expect("undone");
        assert_eq!(code(take_back(house, retyped).expect_err("needed")), "UNDO_BLOCKED");
        let made = operation(house, CreateClientType { name: name("Franchise") });
        let id = client_type(house, "Franchise");
        let typed_so = operation(house, typed(house, member, &["Holding", "Franchise"]));
        assert_eq!(code(take_back(house, made).expect_err("in use")), "UNDO_BLOCKED");
        take_back(house, typed_so).expect("undone");
        assert_eq!(house.ask(ReadClient { id: member }).types.len(), 1);
        let deleted = operation(house, DeleteClientType { id, version: None });
        take_back(house, deleted).expect("undone");
        take_back(house, made).expect("undone");
    });
}
