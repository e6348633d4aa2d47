//! The merge of two client groups, on both databases.

use kernel::{ClientId, GroupId, Name};

use super::{GroupsOfClient, MergeClientGroups};
use crate::clients::tests::new_client;
use crate::clients::{RegisterClient, carry_out_bulk, rehearse_bulk};
use crate::groups::{ArchiveClientGroup, CreateClientGroup, CreateGroupSet, Kind, ReadClientGroup};
use crate::testing::{TestHouse, code, on_both};
use crate::undo::undo;

fn group(house: &TestHouse, name: &str, set: Option<kernel::GroupSetId>) -> GroupId {
    house.perform(CreateClientGroup { name: Name::parse(name).expect("a name"), color: None, note: String::new(), set })
}

fn client_in(house: &TestHouse, name: &str, groups: &[GroupId]) -> ClientId {
    house.perform(RegisterClient { client_groups: groups.to_vec(), ..new_client(house, name) })
}

fn merge(from: GroupId, into: GroupId) -> MergeClientGroups {
    MergeClientGroups { from, version: None, into, rehearsed: false, after: None }
}

fn groups_of(house: &TestHouse, client: ClientId) -> Vec<String> {
    let lines = house.ask(GroupsOfClient { client, as_of: None }).into_iter();
    lines.filter(|line| line.kind == Kind::Segment).map(|line| line.name).collect()
}

fn refused(house: &TestHouse, command: MergeClientGroups) -> String {
    code(carry_out_bulk(&house.desk, &house.owner(), command, None).expect_err("refused"))
}

/// Everyone of one group is in the other afterwards, each once; the group is in the archive, empty; and one undo
/// brings back who was where.
#[test]
fn two_groups_become_one() {
    on_both(|house| {
        let [old, new] = ["Annual accounts", "Annual report"].map(|name| group(house, name, None));
        let tern = client_in(house, "Tern", &[old]);
        let both = client_in(house, "Whimbrel", &[old, new]);
        let rehearsed = MergeClientGroups { rehearsed: true, ..merge(old, new) };
        let (preview, _) = rehearse_bulk(&house.desk, &house.owner(), rehearsed).expect("a preview");
        assert_eq!((preview.done, preview.skipped), (1, 1));
        assert_eq!(groups_of(house, tern), ["Annual accounts"]);
        let outcome = carry_out_bulk(&house.desk, &house.owner(), merge(old, new), None).expect("done");
        assert_eq!((outcome.done, outcome.skipped), (1, 1));
        assert!([tern, both].iter().all(|client| groups_of(house, *client) == ["Annual report"]));
        let line = house.ask(ReadClientGroup { id: old });
        assert_eq!((line.clients, line.group.archived), (0, true));
        let undone = undo(&house.desk, &house.owner(), outcome.operation.expect("one"), None).expect("undone");
        assert_eq!(undone.text, "Client group “Annual accounts” merged into “Annual report”");
        assert_eq!(groups_of(house, tern), ["Annual accounts"]);
        assert_eq!(groups_of(house, both), ["Annual accounts", "Annual report"]);
        assert!(!house.ask(ReadClientGroup { id: old }).group.archived);
    });
}

/// More clients than a chunk holds: all of them move, the rehearsal counts all of them, and it stays one operation.
#[test]
fn many_clients_are_merged_as_one_operation() {
    let house = TestHouse::sqlite();
    let [old, new] = ["Old", "New"].map(|name| group(&house, name, None));
    for number in 0..1_001 {
        client_in(&house, &format!("Client {number}"), &[old]);
    }
    let rehearsed = MergeClientGroups { rehearsed: true, ..merge(old, new) };
    let (preview, _) = rehearse_bulk(&house.desk, &house.owner(), rehearsed).expect("a preview");
    assert_eq!(preview.done, 1_001);
    let outcome = carry_out_bulk(&house.desk, &house.owner(), merge(old, new), None).expect("done");
    assert_eq!(outcome.done, 1_001);
    assert_eq!(house.ask(ReadClientGroup { id: new }).clients, 1_001);
    undo(&house.desk, &house.owner(), outcome.operation.expect("one"), None).expect("undone");
    assert_eq!(house.ask(ReadClientGroup { id: old }).clients, 1_001);
}

/// What a merge refuses; within one set it only changes the place.
#[test]
fn a_merge_is_refused_where_it_would_break_something() {
    on_both(|house| {
        let region = house.perform(CreateGroupSet { name: Name::parse("Region").expect("a name") });
        let [north, south] = ["North", "South"].map(|name| group(house, name, Some(region)));
        let free = group(house, "Free", None);
        let tern = client_in(house, "Tern", &[north, free]);
        assert_eq!(refused(house, merge(free, free)), "MERGE_INTO_ITSELF");
        assert_eq!(
            refused(house, merge(free, "grp_01h455vb4pex5vsknk084sn02q".parse().expect("an id"))),
            "GROUP_UNKNOWN"
        );
        assert_eq!(refused(house, MergeClientGroups { version: Some(9), ..merge(free, north) }), "CHANGED_MEANWHILE");
        assert_eq!(refused(house, merge(free, south)), "SET_OVERLAP", "the client is in North");
        let later = MergeClientGroups { after: Some(tern), ..merge(free, south) };
        assert_eq!(house.refusal(later), "SET_OVERLAP", "it came to North after the first chunk");
        assert_eq!(groups_of(house, tern), ["Free", "North"]);
        carry_out_bulk(&house.desk, &house.owner(), merge(north, south), None).expect("a change of place");
        assert_eq!(groups_of(house, tern), ["Free", "South"]);
        carry_out_bulk(&house.desk, &house.owner(), merge(free, south), None).expect("it is in South already");
        assert_eq!(groups_of(house, tern), ["South"]);
        house.perform(ArchiveClientGroup { id: south, version: None, archived: true });
        assert_eq!(refused(house, merge(free, south)), "GROUP_ARCHIVED");
        house.perform(ArchiveClientGroup { id: free, version: None, archived: false });
        let staff = house.hire("staff");
        let by_staff = carry_out_bulk(&house.desk, &staff, merge(free, north), None).expect_err("no right");
        assert_eq!(code(by_staff), "PERM_GROUP_MANAGE");
    });
}
