//! Clients in their groups, on both databases.

use kernel::{ClientId, GroupId};

use super::*;
use crate::clients::tests::new_client;
use crate::clients::{ReadClient, RegisterClient, Selection, carry_out_bulk};
use crate::groups::{ArchiveClientGroup, CreateClientGroup};
use crate::testing::{TestHouse, code, on_both};
use kernel::Name;

fn group(house: &TestHouse, name: &str) -> GroupId {
    house.perform(CreateClientGroup {
        name: Name::parse(name).expect("a name"),
        color: None,
        note: String::new(),
        set: None,
    })
}

fn client_in(house: &TestHouse, name: &str, groups: &[GroupId]) -> ClientId {
    house.perform(RegisterClient { client_groups: groups.to_vec(), ..new_client(house, name) })
}

fn groups_of(house: &TestHouse, client: ClientId) -> Vec<String> {
    house.ask(ReadClient { id: client }).segments().map(|group| group.name.clone()).collect()
}

fn assign(client: ClientId, groups: &[GroupId], started_from: Option<&[GroupId]>) -> AssignClientGroups {
    let wish = Wish { groups: groups.to_vec(), started_from: started_from.map(<[GroupId]>::to_vec) };
    AssignClientGroups { client, wish }
}

/// A0-17: three groups chosen are three, none chosen is none.
#[test]
fn a_client_is_in_any_number_of_groups() {
    on_both(|house| {
        let groups = ["A", "B", "C"].map(|name| group(house, name));
        let client = client_in(house, "Bramblewick Trust", &[]);
        house.perform(assign(client, &groups, Some(&[])));
        assert_eq!(groups_of(house, client), ["A", "B", "C"]);
        house.perform(assign(client, &groups[..2], Some(&groups)));
        assert_eq!(groups_of(house, client), ["A", "B"]);
        house.perform(assign(client, &[], Some(&groups[..2])));
        assert!(groups_of(house, client).is_empty());
        let elsewhere = "grp_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        assert_eq!(house.refusal(assign(client, &[elsewhere], None)), "GROUP_UNKNOWN");
    });
}

/// The database keeps it without us: no slot is held by the membership of another client, none holds two.
#[test]
fn a_slot_is_held_by_a_membership_of_its_own_client() {
    on_both(|house| {
        let a = group(house, "A");
        let clients = ["Tern", "Whimbrel"].map(|name| client_in(house, name, &[a]));
        for sql in [
            "UPDATE slots SET membership = (SELECT m.id FROM memberships m WHERE m.client <> slots.client
                AND m.group_id = slots.group_id)",
            "INSERT INTO slots (client, slot, membership, group_id)
                SELECT client, slot, membership, group_id FROM slots",
            "DELETE FROM memberships",
        ] {
            assert!(house.try_run(sql).is_err(), "{sql}");
        }
        assert!(clients.iter().all(|client| groups_of(house, *client) == ["A"]));
    });
}

/// A0-20: the second of two saves is refused with what the first changed; nothing is lost.
#[test]
fn a_second_save_does_not_undo_the_first() {
    on_both(|house| {
        let [a, b, c] = ["A", "B", "C"].map(|name| group(house, name));
        let client = client_in(house, "Bramblewick Trust", &[a]);
        house.perform(assign(client, &[a, b], Some(&[a])));
        let refused = house.desk.perform(&house.owner(), assign(client, &[c], Some(&[a]))).expect_err("stale");
        let refusal = refused.refusal().expect("a refusal").clone();
        assert_eq!(refusal.code, "GROUPS_CHANGED_MEANWHILE");
        assert!(refusal.details.contains(&("added".to_owned(), b.to_string())), "{refusal:?}");
        assert_eq!(groups_of(house, client), ["A", "B"]);
        house.perform(assign(client, &[a, b], Some(&[a])));
    });
}

/// A0-14: a selector does not show an archived group, so saving the rest leaves the client in it.
#[test]
fn saving_leaves_archived_groups_alone() {
    on_both(|house| {
        let [a, old] = ["A", "Old"].map(|name| group(house, name));
        let client = client_in(house, "Bramblewick Trust", &[a, old]);
        house.perform(ArchiveClientGroup { id: old, version: None, archived: true });
        house.perform(assign(client, &[], Some(&[a])));
        assert_eq!(groups_of(house, client), ["Old"]);
        house.perform(ArchiveClientGroup { id: old, version: None, archived: false });
        assert_eq!(house.ask(MembersOfGroup { group: old, as_of: None, after: None, limit: 10 }).items.len(), 1);
    });
}

/// A0-12, A0-13: a group with a client in it is not deleted; once it is empty, it is.
#[test]
fn a_group_in_use_is_not_deleted() {
    on_both(|house| {
        let id = group(house, "Alliance");
        let client = client_in(house, "Bramblewick Trust", &[id]);
        let delete = DeleteClientGroup { id, version: None };
        let refused = house.desk.perform(&house.owner(), delete.clone()).expect_err("in use");
        let refusal = refused.refusal().expect("a refusal").clone();
        assert_eq!((refusal.code, refusal.details[0].1.as_str()), ("GROUP_NOT_EMPTY", "1"));
        assert!(refusal.title.contains("1 client is assigned to it"), "{}", refusal.title);
        assert!(refusal.actions[0].href.starts_with("/report?"), "{refusal:?}");
        house.perform(assign(client, &[], None));
        house.perform(delete);
    });
}

/// A0-21: add, remove and replace in bulk; the preview counts what the work then does; it is one operation.
#[test]
fn many_clients_change_their_groups_at_once() {
    on_both(|house| {
        let [a, b] = ["A", "B"].map(|name| group(house, name));
        let clients: Vec<ClientId> = (0..6)
            .map(|number| client_in(house, &format!("Client {number}"), &[a][usize::from(number >= 2)..]))
            .collect();
        let bulk = |action, groups: &[GroupId]| BulkGroups {
            selection: Selection::of(clients.clone()),
            action,
            groups: groups.to_vec(),
            after: None,
        };
        let preview = house.ask(PreviewBulkGroups(bulk(GroupAction::Add, &[a])));
        assert_eq!((preview.clients, preview.change, preview.same, preview.left_out), (6, 4, 2, 0));
        let run = |command| carry_out_bulk(&house.desk, &house.owner(), command, None).expect("done");
        let outcome = run(bulk(GroupAction::Add, &[a]));
        assert_eq!((outcome.done, outcome.skipped, outcome.failed.len()), (4, 2, 0));
        assert!(outcome.operation.is_some());
        assert_eq!(run(bulk(GroupAction::Add, &[a])).operation, None, "a second time nothing changes");
        assert_eq!(run(bulk(GroupAction::Replace, &[b])).done, 6);
        assert_eq!(groups_of(house, clients[0]), ["B"]);
        assert_eq!(run(bulk(GroupAction::Remove, &[b])).done, 6);
        assert!(groups_of(house, clients[5]).is_empty());
        let empty =
            carry_out_bulk(&house.desk, &house.owner(), bulk(GroupAction::Add, &[]), None).expect_err("no group");
        assert_eq!(code(empty), "GROUP_REQUIRED");
        house.perform(ArchiveClientGroup { id: a, version: None, archived: true });
        let refused =
            carry_out_bulk(&house.desk, &house.owner(), bulk(GroupAction::Add, &[a]), None).expect_err("archived");
        assert_eq!(code(refused), "GROUP_ARCHIVED");
    });
}
