//! Changing, archiving, deleting, bringing back and moving a client.

use kernel::{ClientId, GroupId, Name};

use super::new_client;
use crate::clients::*;
use crate::groups::{ArchiveClientGroup, CreateClientGroup};
use crate::sales::DeleteClient;
use crate::testing::{TestHouse, code, on_both};
use crate::undo::undo;
use crate::{Order, ReadAudit};

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

fn change(id: ClientId, edits: Vec<Edit>) -> ChangeClient {
    ChangeClient { id, version: None, edits, customer_group: None, client_groups: None, client_types: None }
}

fn renamed(id: ClientId, name: &str) -> ChangeClient {
    change(id, vec![Edit::Name(Name::parse(name).expect("a name"))])
}

fn groups_of(house: &TestHouse, client: ClientId) -> Vec<String> {
    house.ask(ReadClient { id: client }).segments().map(|group| group.name.clone()).collect()
}

fn names(house: &TestHouse, query: &[(&str, &str)]) -> Vec<String> {
    let filter = Filter::from_pairs(query.iter().copied()).expect("a filter");
    let list = house.ask(ListClients { filter, sort: Sort::default(), cursor: None, limit: 50, counted: false });
    list.rows.iter().map(|row| row.client.details.name.to_string()).collect()
}

/// A0-16, A0-17: the settings form saves names and groups at once; what it does not name stays.
#[test]
fn settings_change_what_they_name() {
    on_both(|house| {
        let [vip, annual] = ["VIP", "Annual"].map(|name| group(house, name));
        let id = client_in(house, "Bramblewick Trust", &[vip]);
        house.perform(change(id, vec![Edit::Phone(Some("+00 555 0148".to_owned()))]));
        let wish = Wish { groups: vec![annual], started_from: Some(vec![vip]) };
        house.perform(ChangeClient { client_groups: Some(wish), ..renamed(id, "Bramblewick & Daughters") });
        let view = house.ask(ReadClient { id });
        assert_eq!(view.client.details.name.as_str(), "Bramblewick & Daughters");
        assert_eq!(view.client.details.phone.as_deref(), Some("+00 555 0148"));
        assert_eq!(groups_of(house, id), ["Annual"]);
        house.perform(change(id, vec![Edit::Phone(None)]));
        assert_eq!(house.ask(ReadClient { id }).client.details.phone, None);
        assert_eq!(names(house, &[("q", "daughters")]), ["Bramblewick & Daughters"], "the search follows");
    });
}

/// A0-20: whoever started from an older version is refused with both, whether details or groups were changed.
#[test]
fn a_second_save_from_an_older_version_is_refused() {
    on_both(|house| {
        let vip = group(house, "VIP");
        let id = client_in(house, "Bramblewick Trust", &[]);
        let seen = house.ask(ReadClient { id }).version;
        let from_seen = |command: ChangeClient| ChangeClient { version: Some(seen), ..command };
        house.perform(from_seen(renamed(id, "Bramblewick")));
        let refused = house.desk.perform(&house.owner(), from_seen(renamed(id, "Other"))).expect_err("stale");
        let refusal = refused.refusal().expect("a refusal").clone();
        assert_eq!(refusal.code, "CHANGED_MEANWHILE");
        assert!(refusal.details.contains(&("your_version".to_owned(), seen.to_string())), "{refusal:?}");
        assert!(refusal.details.contains(&("current_version".to_owned(), (seen + 1).to_string())), "{refusal:?}");
        assert!(refusal.title.starts_with("Olive Owner changed"), "{refusal:?}");
        let seen = house.ask(ReadClient { id }).version;
        let wish = Wish { groups: vec![vip], started_from: None };
        house.perform(AssignClientGroups { client: id, wish });
        let stale = ChangeClient { version: Some(seen), ..renamed(id, "Other") };
        assert_eq!(house.refusal(stale), "CHANGED_MEANWHILE", "the groups are part of what was seen");
    });
}

/// A1-12: a number that another client has is refused by name, also in the archive; the trash gives numbers up.
#[test]
fn a_number_is_taken_while_its_client_is_there() {
    on_both(|house| {
        let first = house.perform(new_client(house, "First"));
        let second = house.perform(new_client(house, "Second"));
        let number = house.ask(ReadClient { id: first }).client.number;
        let take = || change(second, vec![Edit::Number(number.clone())]);
        house.perform(ArchiveClient { id: first });
        assert_eq!(house.refusal(take()), "NUMBER_TAKEN");
        house.perform(DeleteClient { id: first, version: None });
        house.perform(take());
        assert_eq!(house.refusal(RestoreFromTrash { id: first }), "NUMBER_TAKEN");
    });
}

/// The refusals of a change, in their order.
#[test]
fn a_change_is_refused_in_order() {
    on_both(|house| {
        let id = house.perform(new_client(house, "First"));
        let missing = "cli_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        assert_eq!(house.refusal(renamed(missing, "X")), "missing client");
        let nobody = "mem_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        assert_eq!(house.refusal(change(id, vec![Edit::Responsible(Some(nobody))])), "MEMBER_UNKNOWN");
        let nowhere = "vtz_01h455vb4pex5vsknk084sn02q".parse();
        if let Ok(zone) = nowhere {
            assert_eq!(house.refusal(change(id, vec![Edit::VatZone(Some(zone))])), "VAT_ZONE_UNKNOWN");
        }
        assert_eq!(house.refusal(change(id, vec![Edit::PaymentDays(Some(-1))])), "VALUE_OUT_OF_RANGE");
        assert_eq!(house.refusal(change(id, vec![Edit::Discount(Some(kernel::Rate(10_001)))])), "VALUE_OUT_OF_RANGE");
        let dollars = kernel::Money::parse("10.00", "USD".parse().expect("a currency")).expect("money");
        assert_eq!(house.refusal(change(id, vec![Edit::CreditLimit(Some(dollars))])), "CURRENCY_MISMATCH");
        let gone = "grp_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        let elsewhere = ChangeClient { customer_group: Some(gone), ..change(id, Vec::new()) };
        assert_eq!(house.refusal(elsewhere), "GROUP_UNKNOWN");
        house.perform(change(id, vec![Edit::PaymentDays(Some(0)), Edit::Discount(Some(kernel::Rate(0)))]));
        let details = house.ask(ReadClient { id }).client.details;
        assert_eq!((details.payment_days, details.discount), (Some(0), Some(kernel::Rate(0))), "0 is a value");
    });
}

/// A0-13: an archived client stays in its groups, and the list shows it where it is asked for.
#[test]
fn an_archived_client_keeps_its_groups() {
    on_both(|house| {
        let vip = group(house, "VIP");
        let id = client_in(house, "Bramblewick Trust", &[vip]);
        house.perform(ArchiveClient { id });
        let vip = vip.to_string();
        assert!(names(house, &[("client_group", &vip)]).is_empty());
        assert_eq!(names(house, &[("client_group", &vip), ("shelf", "any")]), ["Bramblewick Trust"]);
        assert_eq!(names(house, &[("shelf", "archived")]), ["Bramblewick Trust"]);
        house.perform(RestoreClient { id });
        assert_eq!(groups_of(house, id), ["VIP"]);
    });
}

/// A0-13: a client in the trash has left its client groups, comes back without them, and says so.
#[test]
fn a_client_comes_back_from_the_trash_without_its_groups() {
    on_both(|house| {
        let [vip, annual] = ["VIP", "Annual"].map(|name| group(house, name));
        let id = client_in(house, "Bramblewick Trust", &[vip, annual]);
        house.perform(DeleteClient { id, version: None });
        assert!(names(house, &[("shelf", "any")]).is_empty());
        assert_eq!(names(house, &[("shelf", "trash")]), ["Bramblewick Trust"]);
        assert_eq!(house.refusal(DeleteClient { id, version: None }), "missing client");
        house.perform(DeleteClientGroup { id: vip, version: None });
        let restored = house.perform(RestoreFromTrash { id });
        assert_eq!(restored.without(), "It came back without its groups: Annual, VIP.");
        assert!(groups_of(house, id).is_empty());
        assert_eq!(house.ask(ReadClient { id }).customer_group().map(|group| group.name.as_str()), Some("Domestic"));
    });
}

/// A0-15, X8: undo brings a deleted client back with its groups and the same id; a settings change is taken back whole.
#[test]
fn deletions_and_changes_are_undone() {
    on_both(|house| {
        let [vip, annual] = ["VIP", "Annual"].map(|name| group(house, name));
        let id = client_in(house, "Bramblewick Trust", &[vip]);
        let undone = |operation| undo(&house.desk, &house.owner(), operation, None);
        let deleted =
            house.desk.carry_out(Order::new(house.owner(), DeleteClient { id, version: None })).expect("done");
        undone(deleted.operation.expect("an operation")).expect("undone");
        assert_eq!(groups_of(house, id), ["VIP"]);
        let wish = Wish { groups: vec![annual], started_from: None };
        let changed = ChangeClient { client_groups: Some(wish), ..renamed(id, "Other") };
        let changed = house.desk.carry_out(Order::new(house.owner(), changed)).expect("done");
        undone(changed.operation.expect("an operation")).expect("undone");
        let view = house.ask(ReadClient { id });
        assert_eq!(
            (view.client.details.name.as_str(), groups_of(house, id)),
            ("Bramblewick Trust", vec!["VIP".to_owned()])
        );
        let once = house.desk.carry_out(Order::new(house.owner(), renamed(id, "Once"))).expect("done");
        house.perform(renamed(id, "Twice"));
        assert_eq!(code(undone(once.operation.expect("an operation")).expect_err("blocked")), "UNDO_BLOCKED");
        let archived = house.desk.carry_out(Order::new(house.owner(), ArchiveClient { id })).expect("done");
        undone(archived.operation.expect("an operation")).expect("undone");
        assert!(!house.ask(ReadClient { id }).client.archived);
    });
}

/// A1-25 as far as there are no open items: the client moves from today on and stands in one group all the time.
#[test]
fn a_client_moves_to_another_customer_group() {
    on_both(|house| {
        let id = house.perform(new_client(house, "Bramblewick Trust"));
        let groups = house.ask(ListChoices).customer_groups;
        house.set_today("2026-05-10");
        house.perform(MoveCustomerGroup::today(id, groups[1].id));
        let view = house.ask(ReadClient { id });
        let standing = view.customer_group().expect("a customer group");
        assert_eq!((standing.name.as_str(), standing.from.to_string()), ("European", "2026-05-10".to_owned()));
        let moved = house.ask(ReadClient { id }).version;
        house.perform(MoveCustomerGroup::today(id, groups[1].id));
        assert_eq!(house.ask(ReadClient { id }).version, moved, "nothing to do, nothing done");
        let back = ChangeClient { customer_group: Some(groups[2].id), ..renamed(id, "Elsewhere") };
        let receipt = house.desk.carry_out(Order::new(house.owner(), back)).expect("done");
        assert_eq!(house.ask(ReadClient { id }).client.posting_group, groups[2].id);
        undo(&house.desk, &house.owner(), receipt.operation.expect("an operation"), None).expect("undone");
        let view = house.ask(ReadClient { id });
        assert_eq!((view.client.posting_group, view.client.details.name.as_str()), (groups[1].id, "Bramblewick Trust"));
        let lines = house.ask(ReadAudit { subject: Some(kernel::Id::uuid(&id)), before: None, limit: 20 }).items;
        assert!(lines.iter().any(|line| line.text.contains("moved to customer group “European”")), "both are logged");
    });
}

/// A0-24: any, all, none and without, with archived groups too; a deleted group matches nobody.
#[test]
fn the_list_narrows_by_groups() {
    on_both(|house| {
        let [vip, annual] = ["VIP", "Annual"].map(|name| group(house, name));
        client_in(house, "K1", &[vip, annual]);
        client_in(house, "K2", &[vip]);
        let k3 = client_in(house, "K3", &[]);
        let both = format!("{vip},{annual}");
        let found = |how: &str| names(house, &[("client_group", both.as_str()), ("client_group_match", how)]);
        assert_eq!(found("any"), ["K1", "K2"]);
        assert_eq!(found("all"), ["K1"]);
        assert_eq!(found("none"), ["K3"]);
        assert_eq!(names(house, &[("client_group_match", "without")]), ["K3"]);
        let gone = group(house, "Short-lived");
        house.perform(DeleteClientGroup { id: gone, version: None });
        let gone = gone.to_string();
        for how in ["any", "all", "none"] {
            let query = [("client_group", gone.as_str()), ("client_group_match", how)];
            assert!(names(house, &query).is_empty(), "{how}");
        }
        house.perform(ArchiveClientGroup { id: annual, archived: true, version: None });
        assert_eq!(names(house, &[("client_group", &annual.to_string())]), ["K1"]);
        house.perform(DeleteClient { id: k3, version: None });
        assert!(found("none").is_empty());
    });
}
