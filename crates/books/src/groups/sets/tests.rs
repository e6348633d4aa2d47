//! The rules of sets, on both databases.

use kernel::{ClientId, GroupId, GroupSetId, Name, OperationId};

use super::{CreateGroupSet, DeleteGroupSet, ListGroupSets, ReadGroupSet, RenameGroupSet, SetChoice};
use crate::Order;
use crate::clients::tests::new_client;
use crate::clients::{
    AssignClientGroups, BulkGroups, BulkOutcome, DeleteClientGroup, GroupAction, GroupsOfClient, PreviewBulkGroups,
    RegisterClient, Selection, Wish, carry_out_bulk,
};
use crate::groups::{ArchiveClientGroup, ChangeClientGroup, CreateClientGroup, ReadClientGroup};
use crate::testing::{TestHouse, code, on_both};
use crate::undo::undo;

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

fn set(house: &TestHouse, text: &str) -> GroupSetId {
    house.perform(CreateGroupSet { name: name(text) })
}

fn group(house: &TestHouse, text: &str, set: Option<GroupSetId>) -> GroupId {
    house.perform(CreateClientGroup { name: name(text), color: None, note: String::new(), set })
}

fn client_in(house: &TestHouse, text: &str, groups: &[GroupId]) -> ClientId {
    house.perform(RegisterClient { client_groups: groups.to_vec(), ..new_client(house, text) })
}

fn put(id: GroupId, set: SetChoice) -> ChangeClientGroup {
    ChangeClientGroup { id, version: None, name: None, color: None, note: None, set: Some(set) }
}

fn assign(client: ClientId, groups: &[GroupId]) -> AssignClientGroups {
    AssignClientGroups { client, wish: Wish { groups: groups.to_vec(), started_from: None } }
}

fn bulk(clients: &[ClientId], action: GroupAction, groups: &[GroupId]) -> BulkGroups {
    BulkGroups { selection: Selection::of(clients.to_vec()), action, groups: groups.to_vec(), after: None }
}

fn run(house: &TestHouse, command: BulkGroups) -> BulkOutcome {
    carry_out_bulk(&house.desk, &house.owner(), command, None).expect("done")
}

fn segments(house: &TestHouse, client: ClientId) -> Vec<String> {
    let lines = house.ask(GroupsOfClient { client, as_of: None }).into_iter();
    lines.filter(|line| line.kind == crate::groups::Kind::Segment).map(|line| line.name).collect()
}

/// Carries it out, and says what to undo.
fn operation<A: crate::Act>(house: &TestHouse, act: A) -> OperationId {
    let receipt = house.desk.carry_out(Order::new(house.owner(), act)).expect("done");
    receipt.operation.expect("something changed")
}

/// What was taken back, or the code of the refusal.
fn take_back(house: &TestHouse, operation: OperationId) -> Result<String, String> {
    undo(&house.desk, &house.owner(), operation, None).map(|undone| undone.text).map_err(code)
}

/// A set has a name as a group has one, is renamed, and goes when it is empty or its groups shall stand free.
#[test]
fn a_set_comes_and_goes() {
    on_both(|house| {
        let region = set(house, "Region");
        assert_eq!(house.refusal(CreateGroupSet { name: name("Region") }), "NAME_TAKEN");
        assert_eq!(house.refusal(CreateGroupSet { name: name("region") }), "NAME_TAKEN_NORMALISED");
        let rename = |version, text: &str| RenameGroupSet { id: region, version, name: name(text) };
        house.perform(rename(Some(1), "REGION"));
        assert_eq!(house.refusal(rename(Some(1), "Regions")), "CHANGED_MEANWHILE");
        let north = group(house, "North", Some(region));
        assert_eq!(house.ask(ReadGroupSet { id: region }).groups, 1);
        let delete = |free_groups| DeleteGroupSet { id: region, version: None, free_groups };
        assert_eq!(house.refusal(DeleteGroupSet { version: Some(1), ..delete(true) }), "CHANGED_MEANWHILE");
        assert_eq!(house.refusal(delete(false)), "SET_NOT_EMPTY");
        let deleted = operation(house, delete(true));
        assert!(house.ask(ListGroupSets).is_empty());
        assert_eq!(house.ask(ReadClientGroup { id: north }).group.set, None);
        assert_eq!(house.refusal(put(north, SetChoice::In(region))), "SET_UNKNOWN");
        let homeless = CreateClientGroup { name: name("X"), color: None, note: String::new(), set: Some(region) };
        assert_eq!(house.refusal(homeless), "SET_UNKNOWN");
        assert_eq!(house.refusal(delete(true)), "missing set of client groups");
        assert_eq!(take_back(house, deleted).as_deref(), Ok("Set of client groups “REGION” deleted"));
        assert_eq!(house.ask(ReadClientGroup { id: north }).group.set, Some(region));
        assert_eq!(house.ask(ReadGroupSet { id: region }).set.name.as_str(), "REGION");
    });
}

/// A client is in one group of a set, by form, by registration and in bulk; whoever is to move says so.
#[test]
fn a_client_is_in_one_group_of_a_set() {
    on_both(|house| {
        let region = set(house, "Region");
        let [north, south] = ["North", "South"].map(|name| group(house, name, Some(region)));
        let vip = group(house, "VIP", None);
        let both = RegisterClient { client_groups: vec![north, south], ..new_client(house, "Tern") };
        assert_eq!(house.refusal(both), "SET_TWICE");
        let tern = client_in(house, "Tern", &[north, vip]);
        let refused = house.desk.perform(&house.owner(), assign(tern, &[north, south, vip])).expect_err("taken");
        let refusal = refused.refusal().expect("a refusal").clone();
        assert_eq!(refusal.code, "SET_TAKEN");
        assert!(refusal.title.contains("“North”") && refusal.actions[0].label == "Move to “South”", "{refusal:?}");
        assert_eq!(segments(house, tern), ["North", "VIP"]);
        house.perform(assign(tern, &[south, vip]));
        assert_eq!(segments(house, tern), ["South", "VIP"]);
        let wader = client_in(house, "Whimbrel", &[]);
        assert_eq!(house.refusal(assign(wader, &[north, south])), "SET_TWICE");
        let twice =
            carry_out_bulk(&house.desk, &house.owner(), bulk(&[wader], GroupAction::Add, &[north, south]), None);
        assert_eq!(code(twice.expect_err("two of one set")), "SET_TWICE");
        let add = bulk(&[tern, wader], GroupAction::Add, &[north]);
        let preview = house.ask(PreviewBulkGroups(add.clone()));
        assert_eq!((preview.change, preview.taken, preview.left_out), (1, 1, 0));
        let outcome = run(house, add);
        assert_eq!((outcome.done, outcome.failed[0].code.as_str()), (1, "SET_TAKEN"));
        assert!(outcome.failed[0].detail.contains("“South”"), "{:?}", outcome.failed);
        let moved = bulk(&[tern, wader], GroupAction::Move, &[north]);
        assert_eq!(house.ask(PreviewBulkGroups(moved.clone())).moved, 1);
        let outcome = run(house, moved);
        assert_eq!((outcome.done, outcome.skipped, outcome.failed.len()), (1, 1, 0));
        assert_eq!(segments(house, tern), ["North", "VIP"]);
        take_back(house, outcome.operation.expect("one")).expect("taken back");
        assert_eq!(segments(house, tern), ["South", "VIP"]);
    });
}

/// An archived group keeps its place in the set: nobody enters another beside it, and moving or replacing ends it.
#[test]
fn an_archived_group_holds_its_place() {
    on_both(|house| {
        let region = set(house, "Region");
        let [old, new] = ["Old", "New"].map(|name| group(house, name, Some(region)));
        let clients = ["Tern", "Whimbrel"].map(|name| client_in(house, name, &[old]));
        house.perform(ArchiveClientGroup { id: old, version: None, archived: true });
        assert_eq!(house.refusal(assign(clients[0], &[new])), "SET_TAKEN");
        assert_eq!(run(house, bulk(&clients[..1], GroupAction::Move, &[new])).done, 1);
        assert_eq!(run(house, bulk(&clients[1..], GroupAction::Replace, &[new])).done, 1);
        assert!(clients.iter().all(|client| segments(house, *client) == ["New"]));
    });
}

/// A group joins a set only when none of its clients is in another of it; then the database keeps them apart too.
#[test]
fn a_group_joins_a_set() {
    on_both(|house| {
        let region = set(house, "Region");
        let north = group(house, "North", Some(region));
        let south = group(house, "South", None);
        let [tern, wader] = ["Tern", "Whimbrel"].map(|name| client_in(house, name, &[north]));
        house.perform(assign(tern, &[north, south]));
        let refused = house.desk.perform(&house.owner(), put(south, SetChoice::In(region))).expect_err("an overlap");
        let refusal = refused.refusal().expect("a refusal").clone();
        assert_eq!((refusal.code, refusal.details[0].1.as_str()), ("SET_OVERLAP", "1"));
        assert!(refusal.detail.contains("1 in “North”"), "{refusal:?}");
        let both = format!("/clients?client_group={south}&client_group={north}&client_group_match=all&shelf=any");
        assert_eq!(refusal.actions[0].href, both);
        house.perform(assign(tern, &[south]));
        house.perform(put(south, SetChoice::In(region)));
        assert_eq!(house.refusal(assign(tern, &[north, south])), "SET_TAKEN");
        let beside = "INSERT INTO slots (client, slot, membership, group_id)
            SELECT s.client, s.slot, s.membership, s.group_id FROM slots s WHERE s.slot LIKE 'set:%'";
        assert!(house.try_run(beside).is_err(), "a client fills the slot of a set once");
        house.perform(put(south, SetChoice::Free));
        house.perform(assign(tern, &[north, south]));
        assert_eq!(segments(house, tern), ["North", "South"]);
        assert_eq!(segments(house, wader), ["North"]);
    });
}

/// What was left while the group stood elsewhere comes back into the slot of today; what is in the way is said.
#[test]
fn undo_knows_the_sets_of_today() {
    on_both(|house| {
        let region = set(house, "Region");
        let [north, south] = ["North", "South"].map(|name| group(house, name, None));
        let tern = client_in(house, "Tern", &[north]);
        let left = operation(house, assign(tern, &[]));
        let joined = operation(house, put(north, SetChoice::In(region)));
        take_back(house, left).expect("the client is in the group again");
        house.perform(put(south, SetChoice::In(region)));
        assert_eq!(house.refusal(assign(tern, &[north, south])), "SET_TAKEN");
        let apart = take_back(house, joined);
        assert_eq!(apart.as_deref(), Ok("Client group “North” put into the set “Region”"));
        house.perform(assign(tern, &[north, south]));
        assert_eq!(segments(house, tern), ["North", "South"]);
        house.perform(assign(tern, &[south]));
        house.perform(put(north, SetChoice::In(region)));
        let freed = operation(house, put(south, SetChoice::Free));
        house.perform(assign(tern, &[north, south]));
        assert_eq!(take_back(house, freed), Err("UNDO_BLOCKED".to_owned()), "the client is in both by now");
    });
}

/// A set comes back only with groups that still exclude each other, and not under a name that was given away.
#[test]
fn a_set_comes_back_where_nothing_is_in_the_way() {
    on_both(|house| {
        let region = set(house, "Region");
        let [north, south] = ["North", "South"].map(|name| group(house, name, Some(region)));
        let tern = client_in(house, "Tern", &[north]);
        let deleted = operation(house, DeleteGroupSet { id: region, version: None, free_groups: true });
        let again = || take_back(house, deleted);
        house.perform(assign(tern, &[north, south]));
        assert_eq!(again(), Err("UNDO_BLOCKED".to_owned()));
        house.perform(assign(tern, &[north]));
        let other = set(house, "REGION");
        assert_eq!(again(), Err("UNDO_BLOCKED".to_owned()));
        house.perform(DeleteGroupSet { id: other, version: None, free_groups: false });
        house.perform(DeleteClientGroup { id: south, version: None });
        again().expect("the set is back");
        assert_eq!(house.ask(ReadGroupSet { id: region }).groups, 1);
        assert_eq!(house.refusal(assign(tern, &[north, south])), "GROUP_UNKNOWN");
    });
}

/// Two save at the same moment: one puts the client into one group of the set, the other into another; one is refused.
#[test]
fn of_two_at_once_one_enters_the_set() {
    on_both(|house| {
        let region = set(house, "Region");
        let groups = ["North", "South"].map(|name| group(house, name, Some(region)));
        for round in 0..5 {
            let client = client_in(house, &format!("Tern {round}"), &[]);
            let outcomes: Vec<_> = std::thread::scope(|scope| {
                let enter = |group| {
                    scope.spawn(move || {
                        let command = bulk(&[client], GroupAction::Add, &[group]);
                        carry_out_bulk(&house.desk, &house.owner(), command, None).expect("an outcome").done
                    })
                };
                groups.map(enter).map(|thread| thread.join().expect("no panic")).into_iter().collect()
            });
            assert_eq!(outcomes.iter().sum::<i64>(), 1);
            assert_eq!(segments(house, client).len(), 1);
        }
    });
}
