//! What undo brings back, and what stands in its way, on both databases.

use kernel::{ClientId, GroupId, Name, OperationId};

use super::{ListOperations, undo};
use crate::clients::tests::new_client;
use crate::clients::{
    AssignClientGroups, BulkGroups, DeleteClientGroup, GroupAction, ReadClient, RegisterClient, Selection, Wish,
    carry_out_bulk,
};
use crate::groups::{ArchiveClientGroup, ChangeClientGroup, CreateClientGroup, ReadClientGroup};
use crate::testing::{TestHouse, code, on_both};
use crate::{Act, Order};

fn create(name: &str) -> CreateClientGroup {
    CreateClientGroup { name: Name::parse(name).expect("a name"), color: None, note: String::new(), set: None }
}

fn rename(id: GroupId, name: &str) -> ChangeClientGroup {
    ChangeClientGroup { id, version: None, name: Name::parse(name).ok(), color: None, note: None, set: None }
}

fn operation<A: Act>(house: &TestHouse, act: A) -> OperationId {
    let receipt = house.desk.carry_out(Order::new(house.owner(), act)).expect("accepted");
    receipt.operation.expect("can be undone")
}

fn take_back(house: &TestHouse, operation: OperationId) {
    undo(&house.desk, &house.owner(), operation, None).expect("undone");
}

fn refused(house: &TestHouse, operation: OperationId) -> String {
    code(undo(&house.desk, &house.owner(), operation, None).expect_err("refused"))
}

fn groups_of(house: &TestHouse, client: ClientId) -> Vec<GroupId> {
    house.ask(ReadClient { id: client }).segments().map(|group| group.id).collect()
}

/// A0-15: a deleted group comes back with the same id, name and colour.
#[test]
fn a_deleted_group_comes_back_as_it_was() {
    on_both(|house| {
        let id = house.perform(create("Alliance"));
        let before = house.ask(ReadClientGroup { id });
        let deleted = operation(house, DeleteClientGroup { id, version: None });
        take_back(house, deleted);
        let after = house.ask(ReadClientGroup { id });
        assert_eq!((after.group.name, after.group.color), (before.group.name, before.group.color));
        assert_eq!((after.added_at, after.added_by), (before.added_at, before.added_by));
        assert_eq!(refused(house, deleted), "UNDO_DONE");
    });
}

/// A0-15: a name that was given away meanwhile blocks the way back, with the reason.
#[test]
fn a_name_given_away_blocks_the_way_back() {
    on_both(|house| {
        let id = house.perform(create("Alliance"));
        let deleted = operation(house, DeleteClientGroup { id, version: None });
        let other = house.perform(create("alliance"));
        let failure = undo(&house.desk, &house.owner(), deleted, None).expect_err("blocked");
        let refusal = failure.refusal().expect("a refusal").clone();
        assert_eq!(refusal.code, "UNDO_BLOCKED");
        assert!(refusal.detail.contains("“alliance” was given to another group"), "{}", refusal.detail);
        house.perform(DeleteClientGroup { id: other, version: None });
        take_back(house, deleted);
    });
}

/// Creating, renaming and archiving are taken back; what was changed again since is not.
#[test]
fn each_change_of_a_group_has_its_inverse() {
    on_both(|house| {
        let created = operation(house, create("Vip"));
        let id = house.ask(crate::groups::ListClientGroupChoices)[0].id;
        let renamed = operation(house, rename(id, "VIP"));
        let archived = operation(house, ArchiveClientGroup { id, version: None, archived: true });
        take_back(house, archived);
        assert!(!house.ask(ReadClientGroup { id }).group.archived);
        take_back(house, renamed);
        assert_eq!(house.ask(ReadClientGroup { id }).group.name.as_str(), "Vip");
        let first = operation(house, rename(id, "One"));
        house.perform(rename(id, "Two"));
        assert_eq!(refused(house, first), "UNDO_BLOCKED");
        let client = house.perform(RegisterClient { client_groups: vec![id], ..new_client(house, "Bramblewick") });
        assert_eq!(refused(house, created), "UNDO_BLOCKED");
        house.perform(AssignClientGroups { client, wish: Wish::default() });
        take_back(house, created);
        assert_eq!(
            code(house.desk.ask(&house.owner(), ReadClientGroup { id }).expect_err("gone")),
            "missing client group"
        );
    });
}

/// A0-21: one bulk change over several chunks is one operation, and one undo puts everyone back.
#[test]
fn a_bulk_change_is_undone_as_one() {
    let house = TestHouse::sqlite();
    let [a, b] = ["A", "B"].map(|name| house.perform(create(name)));
    let clients: Vec<ClientId> = (0..1_100)
        .map(|number| {
            let groups = if number % 2 == 0 { vec![a] } else { Vec::new() };
            house.perform(RegisterClient { client_groups: groups, ..new_client(&house, &format!("Client {number}")) })
        })
        .collect();
    let command = BulkGroups {
        selection: Selection::of(clients.clone()),
        action: GroupAction::Replace,
        groups: vec![b],
        after: None,
    };
    let outcome = carry_out_bulk(&house.desk, &house.owner(), command, None).expect("done");
    assert_eq!((outcome.done, outcome.skipped), (1_100, 0));
    let operations = house.ask(ListOperations { before: None, limit: 50 });
    let found: Vec<&str> =
        operations.items.iter().map(|line| line.text.as_str()).filter(|text| text.contains("replaced")).collect();
    assert_eq!(found, ["Client groups of 1100 clients replaced by “B”"]);
    take_back(&house, outcome.operation.expect("an operation"));
    assert_eq!(groups_of(&house, clients[0]), [a]);
    assert!(groups_of(&house, clients[1_099]).is_empty());
    assert_eq!(house.ask(ReadClientGroup { id: a }).clients, 550);
    assert_eq!(house.ask(ReadClientGroup { id: b }).clients, 0);
}
