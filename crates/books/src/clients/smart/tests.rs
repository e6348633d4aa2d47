//! Smart groups on both databases: who enters, who leaves, and what no hand may do.

use kernel::{ClientId, Country, GroupId, LegalEntity, Name};

use super::PreviewSmartGroup;
use crate::clients::tests::new_client;
use crate::clients::{
    ArchiveClient, AssignClientGroups, BulkGroups, ChangeClient, DeleteClientGroup, Edit, Filter, GroupAction,
    InGroups, ListChoices, Match, MergeClientGroups, MoveCustomerGroup, Place, ReadClient, RegisterClient, Responsible,
    RestoreClient, RestoreFromTrash, Selection, Shelf, Wish,
};
use crate::groups::{
    ArchiveClientGroup, ChangeClientGroup, ChangeSmartGroup, CreateClientGroup, CreateGroupSet, CreateSmartGroup,
    ReadClientGroup, SetChoice,
};
use crate::sales::DeleteClient;
use crate::testing::{TestHouse, on_both};
use crate::undo::undo;
use crate::{Act, Order, ReadAudit};

fn named(text: &str) -> CreateClientGroup {
    CreateClientGroup { name: Name::parse(text).expect("a name"), color: None, note: String::new(), set: None }
}

pub(super) fn unchanged(id: GroupId) -> ChangeClientGroup {
    ChangeClientGroup { id, version: None, name: None, color: None, note: None, set: None }
}

pub(super) fn smart(text: &str, filter: &Filter) -> CreateSmartGroup {
    CreateSmartGroup { group: named(text), filter: filter.for_group().expect("fit for a group") }
}

pub(super) fn refilter(id: GroupId, filter: Option<&Filter>) -> ChangeSmartGroup {
    let filter = filter.map(|filter| filter.for_group().expect("fit for a group"));
    ChangeSmartGroup { change: unchanged(id), filter }
}

pub(super) fn spain() -> Filter {
    Filter { countries: vec![Country::parse("ES").expect("Spain")], ..Filter::default() }
}

pub(super) fn in_groups(how: Match, groups: &[GroupId]) -> Filter {
    Filter { client_groups: Some(InGroups { how, groups: groups.to_vec() }), ..Filter::default() }
}

pub(super) fn move_to(client: ClientId, country: Option<&str>) -> ChangeClient {
    let country = country.map(|code| Country::parse(code).expect("a country"));
    let edits = vec![Edit::Address(Place::Country(country))];
    ChangeClient { id: client, version: None, edits, customer_group: None, client_groups: None, client_types: None }
}

fn from(house: &TestHouse, name: &str, country: Option<&str>) -> ClientId {
    let mut new = new_client(house, name);
    new.details.address.country = country.map(|code| Country::parse(code).expect("a country"));
    house.perform(new)
}

fn assign(client: ClientId, groups: &[GroupId]) -> AssignClientGroups {
    AssignClientGroups { client, wish: Wish { groups: groups.to_vec(), started_from: None } }
}

fn bulk(clients: &[ClientId], action: GroupAction, groups: &[GroupId]) -> BulkGroups {
    BulkGroups { selection: Selection::of(clients.to_vec()), action, groups: groups.to_vec(), after: None }
}

fn members(house: &TestHouse, group: GroupId) -> i64 {
    house.ask(ReadClientGroup { id: group }).clients
}

fn is_in(house: &TestHouse, client: ClientId, group: GroupId) -> bool {
    house.ask(ReadClient { id: client }).segments().any(|own| own.id == group)
}

#[track_caller]
fn operation<A: Act>(house: &TestHouse, act: A) -> kernel::OperationId {
    let receipt = house.desk.carry_out(Order::new(house.owner(), act)).expect("accepted");
    receipt.operation.expect("an operation")
}

fn take_back(house: &TestHouse, operation: kernel::OperationId) {
    undo(&house.desk, &house.owner(), operation, None).expect("taken back");
}

/// A smart group has whom its filter finds from its first moment on, and follows every change of a client.
#[test]
fn a_smart_group_follows_its_clients() {
    on_both(|house| {
        let [tern, knot] = [("Tern", Some("ES")), ("Knot", None)].map(|(name, country)| from(house, name, country));
        let group = house.perform(smart("Spanish", &spain()));
        assert!(is_in(house, tern, group) && !is_in(house, knot, group));
        house.perform(move_to(knot, Some("ES")));
        house.perform(move_to(tern, Some("PT")));
        assert!(is_in(house, knot, group) && !is_in(house, tern, group));
        let dunlin = from(house, "Dunlin", Some("ES"));
        assert!(is_in(house, dunlin, group));
        house.perform(ArchiveClient { id: dunlin });
        assert_eq!(members(house, group), 1);
        house.perform(RestoreClient { id: dunlin });
        house.perform(DeleteClient { id: knot, version: None });
        assert_eq!(members(house, group), 1);
        house.perform(RestoreFromTrash { id: knot });
        assert_eq!(members(house, group), 2);
    });
}

/// Each condition of the list: legal entity, status, responsible, customer group, hand-picked groups, the archive.
#[test]
fn every_condition_of_a_client_can_make_a_group() {
    on_both(|house| {
        let own = house.member_of(&house.owner());
        let groups = house.ask(ListChoices).customer_groups;
        let vip = house.perform(named("VIP"));
        let entity = Filter { legal_entities: vec![LegalEntity::parse("trust").expect("one")], ..Filter::default() };
        let looked_after = Filter { responsible: vec![Responsible::Member(own)], ..Filter::default() };
        let abroad = Filter { customer_groups: vec![groups[1].id], ..Filter::default() };
        let archived = Filter { shelf: Shelf::Archived, ..Filter::default() };
        let found = [
            ("Trusts", entity),
            ("Mine", looked_after),
            ("Abroad", abroad),
            ("Old", archived),
            ("Any", in_groups(Match::Any, &[vip])),
            ("All", in_groups(Match::All, &[vip])),
        ];
        let ids = found.map(|(name, filter)| house.perform(smart(name, &filter)));
        let none = house.perform(smart("None", &in_groups(Match::None, &[vip])));
        let client = from(house, "Tern", None);
        assert!(is_in(house, client, none) && ids.iter().all(|id| !is_in(house, client, *id)));
        let edits = vec![Edit::LegalEntity(LegalEntity::parse("trust").ok()), Edit::Responsible(Some(own))];
        house.perform(ChangeClient { edits, ..move_to(client, None) });
        house.perform(MoveCustomerGroup::today(client, groups[1].id));
        house.perform(bulk(&[client], GroupAction::Add, &[vip]));
        let is_now = ids.map(|id| is_in(house, client, id));
        assert_eq!(is_now, [true, true, true, false, true, true]);
        assert!(!is_in(house, client, none));
        house.perform(ArchiveClient { id: client });
        assert_eq!(ids.map(|id| is_in(house, client, id)), [false, false, false, true, false, false]);
    });
}

/// Nobody is put in or taken out by hand: profile, registration, bulk, merge, either way round.
#[test]
fn no_hand_touches_a_smart_group() {
    on_both(|house| {
        let (spanish, plain) = (house.perform(smart("Spanish", &spain())), house.perform(named("Plain")));
        let [tern, knot] = [("Tern", Some("ES")), ("Knot", None)].map(|(name, country)| from(house, name, country));
        assert_eq!(house.refusal(assign(knot, &[spanish])), "GROUP_IS_SMART");
        let new = RegisterClient { client_groups: vec![spanish], ..new_client(house, "Dunlin") };
        assert_eq!(house.refusal(new), "GROUP_IS_SMART");
        for action in [GroupAction::Add, GroupAction::Move, GroupAction::Remove, GroupAction::Replace] {
            assert_eq!(house.refusal(bulk(&[tern], action, &[spanish])), "GROUP_IS_SMART", "{action:?}");
        }
        for (from, into) in [(spanish, plain), (plain, spanish)] {
            let merge = MergeClientGroups { from, version: None, into, rehearsed: false, after: None };
            assert_eq!(house.refusal(merge), "GROUP_IS_SMART");
        }
        assert_eq!(house.refusal(DeleteClientGroup { id: spanish, version: None }), "GROUP_NOT_EMPTY");
        // What the form does not show, it does not take away.
        house.perform(assign(tern, &[plain]));
        house.perform(bulk(&[tern], GroupAction::Replace, &[]));
        assert!(is_in(house, tern, spanish) && !is_in(house, tern, plain));
        house.perform(assign(tern, &[spanish, plain]));
        assert!(is_in(house, tern, spanish) && is_in(house, tern, plain));
    });
}

/// A filter looks at facts of the client, has a condition, names what is there, and no other smart group.
#[test]
fn a_filter_is_fit_for_a_group() {
    on_both(|house| {
        let without = Some(InGroups { how: Match::Without, groups: Vec::new() });
        let unfit = [
            Filter { text: "tern".to_owned(), ..spain() },
            Filter { owing: true, ..spain() },
            Filter { responsible: vec![Responsible::Me], ..spain() },
            Filter { responsible: vec![Responsible::MyTeams], ..spain() },
            Filter { shelf: Shelf::Trash, ..spain() },
            Filter { client_groups: without, ..spain() },
        ];
        for filter in unfit {
            let failure = filter.for_group().expect_err("unfit");
            assert_eq!(crate::testing::code(failure), "SMART_FILTER_UNFIT", "{filter:?}");
        }
        let failure = Filter::default().for_group().expect_err("no condition");
        assert_eq!(crate::testing::code(failure), "SMART_FILTER_REQUIRED");
        let (vip, other) = (house.perform(named("VIP")), house.perform(named("Other")));
        let leaning = house.perform(smart("Leaning", &in_groups(Match::Any, &[vip])));
        let elsewhere = "grp_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        assert_eq!(house.refusal(smart("X", &in_groups(Match::Any, &[elsewhere]))), "GROUP_UNKNOWN");
        let wrong_kind = Filter { customer_groups: vec![vip], ..Filter::default() };
        assert_eq!(house.refusal(smart("X", &wrong_kind)), "GROUP_UNKNOWN");
        let on_smart = in_groups(Match::None, &[leaning]);
        assert_eq!(house.refusal(smart("X", &on_smart)), "SMART_FILTER_NAMES_SMART");
        assert_eq!(house.refusal(refilter(other, Some(&in_groups(Match::Any, &[other])))), "SMART_FILTER_NAMES_SMART");
        assert_eq!(house.refusal(refilter(vip, Some(&spain()))), "GROUP_IN_SMART_FILTER");
    });
}

/// A set says that a client is in one of its groups: a smart group stands in none, whichever comes first.
#[test]
fn a_smart_group_stands_in_no_set() {
    on_both(|house| {
        let set = house.perform(CreateGroupSet { name: Name::parse("Region").expect("a name") });
        let mut both = smart("Spanish", &spain());
        both.group.set = Some(set);
        assert_eq!(house.refusal(both), "SMART_IN_SET");
        let spanish = house.perform(smart("Spanish", &spain()));
        let put = ChangeClientGroup { set: Some(SetChoice::In(set)), ..unchanged(spanish) };
        assert_eq!(house.refusal(put.clone()), "SMART_IN_SET");
        let north = house.perform(CreateClientGroup { set: Some(set), ..named("North") });
        assert_eq!(house.refusal(refilter(north, Some(&spain()))), "SMART_IN_SET");
        // Both at once: hand-picked from now on, and in the set.
        house.perform(ChangeSmartGroup { change: put, filter: None });
        assert!(house.try_run("UPDATE groups_of_clients SET smart_filter = 'country=ES'").is_err());
    });
}

/// Setting, changing and taking the filter away, the preview of it, and undo of each.
#[test]
fn a_filter_is_set_changed_and_taken_back() {
    on_both(|house| {
        let tern = from(house, "Tern", Some("ES"));
        let knot = from(house, "Knot", Some("PT"));
        let group = house.perform(named("Picked"));
        house.perform(assign(knot, &[group]));
        let preview = house.ask(PreviewSmartGroup { group: Some(group), filter: spain().for_group().expect("fit") });
        assert_eq!((preview.found, preview.enter, preview.leave), (1, 1, 1));
        let made_smart = operation(house, refilter(group, Some(&spain())));
        assert!(is_in(house, tern, group) && !is_in(house, knot, group));
        let said = house.ask(ReadAudit { limit: 1, before: None, subject: Some(group.uuid()) }).items;
        assert_eq!(said[0].text, "Client group “Picked” finds its clients by a filter");
        take_back(house, made_smart);
        assert!(!is_in(house, tern, group) && is_in(house, knot, group));
        house.perform(refilter(group, Some(&spain())));
        let picked = operation(house, refilter(group, None));
        house.perform(move_to(tern, Some("PT")));
        assert!(is_in(house, tern, group), "hand-picked: it keeps the clients that it has");
        take_back(house, picked);
        assert!(!is_in(house, tern, group), "smart again, and settled at once");
    });
}

/// Undo of what moved somebody in or out leaves the group as the filter says, whatever came after.
#[test]
fn undo_of_a_client_settles_too() {
    on_both(|house| {
        let knot = from(house, "Knot", None);
        let group = house.perform(smart("Spanish", &spain()));
        let moved = operation(house, move_to(knot, Some("ES")));
        take_back(house, moved);
        assert!(!is_in(house, knot, group));
        house.perform(move_to(knot, Some("ES")));
        let left = operation(house, move_to(knot, None));
        house.perform(DeleteClientGroup { id: group, version: None });
        take_back(house, left);
        let archived = operation(house, ArchiveClient { id: knot });
        let again = house.perform(smart("Spanish", &spain()));
        take_back(house, archived);
        assert!(is_in(house, knot, again));
    });
}

/// What a filter names may go: the group then finds what a list would find, and never everyone.
#[test]
fn a_group_that_a_filter_names_can_go() {
    on_both(|house| {
        let [vip, old] = ["VIP", "Old"].map(|name| house.perform(named(name)));
        from(house, "Tern", None);
        let group = house.perform(smart("Not VIP", &in_groups(Match::None, &[vip])));
        let any = house.perform(smart("Either", &in_groups(Match::Any, &[vip, old])));
        assert_eq!((members(house, group), members(house, any)), (1, 0));
        let deleted = operation(house, DeleteClientGroup { id: vip, version: None });
        assert_eq!((members(house, group), members(house, any)), (0, 0));
        take_back(house, deleted);
        assert_eq!(members(house, group), 1);
        house.perform(ArchiveClientGroup { id: vip, version: None, archived: true });
        assert_eq!(members(house, group), 1);
    });
}

/// Two sessions at once: one moves clients about while the other changes the filter; nobody is left where the filter
/// does not find them.
#[test]
fn two_sessions_at_once_leave_it_settled() {
    on_both(|house| {
        let clients: Vec<ClientId> = (0..6).map(|number| from(house, &format!("Client {number}"), None)).collect();
        let spain = spain();
        let group = house.perform(smart("Spanish", &spain));
        let portugal = Filter { countries: vec![Country::parse("PT").expect("Portugal")], ..Filter::default() };
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for (round, client) in clients.iter().cycle().take(24).enumerate() {
                    house.perform(move_to(*client, Some(if round % 3 == 0 { "ES" } else { "PT" })));
                }
            });
            scope.spawn(|| {
                for round in 0..12 {
                    house.perform(refilter(group, Some([&portugal, &spain][round % 2])));
                }
            });
        });
        assert!(house.verify().expect("a verdict").is_empty());
    });
}

/// The law sees a client whom no rule let in, and one who is missing.
#[test]
fn the_law_finds_who_stands_wrong() {
    on_both(|house| {
        let knot = from(house, "Knot", Some("ES"));
        house.perform(smart("Spanish", &spain()));
        house.run("UPDATE clients SET country = 'PT'");
        let broken = house.verify().expect("a verdict");
        assert!(broken.iter().any(|law| law.contains("smart group") && law.contains("in Spanish")), "{broken:?}");
        house.run("UPDATE clients SET country = 'ES'");
        house.perform(move_to(knot, Some("ES")));
    });
}
