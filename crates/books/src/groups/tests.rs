//! The rules of client groups, on both databases.

use kernel::{Currency, Door, GroupId, Name};

use super::{
    ArchiveClientGroup, ChangeClientGroup, CreateClientGroup, Founder, ListClientGroups, NewCompany, OpenCompany,
    ReadClientGroup,
};
use crate::clients::DeleteClientGroup;
use crate::testing::{TestHouse, code, on_both};
use crate::{Order, ReadAudit};

pub(crate) fn named(name: &str) -> CreateClientGroup {
    CreateClientGroup { name: Name::parse(name).expect("a name"), color: None, note: String::new(), set: None }
}

fn renamed(id: GroupId, name: &str) -> ChangeClientGroup {
    ChangeClientGroup { id, version: None, name: Name::parse(name).ok(), color: None, note: None, set: None }
}

fn names(house: &TestHouse, archived: bool) -> Vec<String> {
    let page = house.ask(ListClientGroups { archived, limit: 200, ..ListClientGroups::default() });
    page.items.iter().map(|line| line.group.name.to_string()).collect()
}

/// A0-6: a name equal to an existing one is taken; so is one that differs in capitals, blanks or encoding only.
#[test]
fn a_name_is_given_once() {
    on_both(|house| {
        let id = house.perform(named("VIP"));
        house.perform(named("Café  Nord"));
        for (name, expected) in [
            ("VIP", "NAME_TAKEN"),
            (" VIP ", "NAME_TAKEN"),
            ("vip", "NAME_TAKEN_NORMALISED"),
            ("V\u{200b}ip", "NAME_TAKEN_NORMALISED"),
            ("Cafe\u{301}  Nord", "NAME_TAKEN"),
            ("café nord", "NAME_TAKEN_NORMALISED"),
        ] {
            let refused = house.desk.perform(&house.owner(), named(name)).expect_err("taken");
            let refusal = refused.refusal().expect("a refusal").clone();
            assert_eq!(refusal.code, expected, "{name:?}");
            let existing =
                refusal.details.iter().find(|(key, _)| key == "existing_name").map(|(_, name)| name.as_str());
            assert!(matches!(existing, Some("VIP" | "Café  Nord")), "{existing:?}");
        }
        house.perform(ArchiveClientGroup { id, version: None, archived: true });
        let refused = house.desk.perform(&house.owner(), named("VIP")).expect_err("taken");
        let ways_out: Vec<_> = refused.refusal().expect("a refusal").actions.iter().map(|a| a.href.clone()).collect();
        assert_eq!(ways_out, [format!("/settings/client-groups/{id}/restore")]);
        assert_eq!(names(house, false), ["Café  Nord"]);
    });
}

/// A0-7: two administrators save the same name at the same moment; exactly one succeeds.
#[test]
fn of_two_at_once_one_gets_the_name() {
    on_both(|house| {
        for round in 0..5 {
            let name = format!("Same {round}");
            let outcomes: Vec<_> = std::thread::scope(|scope| {
                let save = || scope.spawn(|| house.desk.perform(&house.owner(), named(&name)));
                let (one, other) = (save(), save());
                [one, other].map(|thread| thread.join().expect("no panic")).into_iter().collect()
            });
            assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
            let refused = outcomes.into_iter().find_map(Result::err).expect("the other is refused");
            assert_eq!(code(refused), "NAME_TAKEN");
        }
    });
}

/// A0-9, A0-10: capitals may change, another group's name may not be taken, and one audit line tells old and new.
#[test]
fn a_group_is_renamed() {
    on_both(|house| {
        let id = house.perform(named("Vip"));
        house.perform(named("Annual report"));
        assert_eq!(house.refusal(renamed(id, "annual Report")), "NAME_TAKEN_NORMALISED");
        assert_eq!(house.refusal(renamed(id, "Annual report")), "NAME_TAKEN");
        house.perform(renamed(id, "VIP"));
        let lines = house.ask(ReadAudit { subject: Some(id.uuid()), before: None, limit: 10 }).items;
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["Client group “Vip” renamed to “VIP”", "Client group “Vip” created"]);
        assert_eq!(lines[0].actor.name, "Olive Owner");
        house.perform(renamed(id, "VIP"));
        let after = house.ask(ReadAudit { subject: Some(id.uuid()), before: None, limit: 10 }).items;
        assert_eq!(after.len(), 2, "what changes nothing leaves no line");
    });
}

/// A stale version is refused with both versions; colours go round when nobody chooses one.
#[test]
fn a_group_has_versions_and_a_colour() {
    on_both(|house| {
        let ids: Vec<GroupId> = (0..8).map(|number| house.perform(named(&format!("Group {number}")))).collect();
        let colors: Vec<i64> = ids.iter().map(|id| house.ask(ReadClientGroup { id: *id }).group.color).collect();
        assert_eq!(colors, [1, 2, 3, 4, 5, 6, 1, 2]);
        let stale = ChangeClientGroup { version: Some(1), color: Some(3), ..renamed(ids[0], "Group zero") };
        house.perform(stale.clone());
        assert_eq!(house.refusal(ChangeClientGroup { color: Some(4), ..stale.clone() }), "CHANGED_MEANWHILE");
        assert_eq!(house.refusal(ChangeClientGroup { version: None, color: Some(7), ..stale }), "COLOR_UNKNOWN");
        assert_eq!(house.ask(ReadClientGroup { id: ids[0] }).group.color, 3);
    });
}

/// A0-4: a thousand groups are stored, searched and read in pages, forwards and backwards.
#[test]
fn a_thousand_groups_stay_usable() {
    let house = TestHouse::sqlite();
    for number in 0..1_000 {
        let order = Order::new(house.owner(), named(&format!("Group {number:04}")));
        house.desk.begin(order, |receipt| assert!(receipt.is_ok()));
    }
    house.perform(named("Élan"));
    let list = |wanted: ListClientGroups| house.ask(ListClientGroups { limit: 50, ..wanted });
    let first = list(ListClientGroups::default());
    assert_eq!((first.total, first.skipped, first.items.len(), first.has_more), (1_001, 0, 50, true));
    assert_eq!(first.items[0].group.name.as_str(), "Élan");
    let last_of_first = first.items[49].group.id;
    let second = list(ListClientGroups { after: Some(last_of_first), ..ListClientGroups::default() });
    assert_eq!((second.skipped, second.items[0].group.name.as_str()), (50, "Group 0049"));
    let back = list(ListClientGroups { before: Some(second.items[0].group.id), ..ListClientGroups::default() });
    assert_eq!((back.skipped, back.items[0].group.name.as_str(), back.has_more), (0, "Élan", false));
    let found = list(ListClientGroups { search: "ELAN".to_owned(), ..ListClientGroups::default() });
    assert_eq!((found.total, found.items.len()), (1, 1));
    let none = list(ListClientGroups { search: "100%".to_owned(), ..ListClientGroups::default() });
    assert_eq!(none.total, 0);
}

/// A0-11, A0-14: an empty group is deleted and its name is free; an archived one leaves the lists and comes back.
#[test]
fn a_group_goes_or_is_set_aside() {
    on_both(|house| {
        let id = house.perform(named("Alliance"));
        house.perform(ArchiveClientGroup { id, version: None, archived: true });
        assert_eq!((names(house, false).len(), names(house, true)), (0, vec!["Alliance".to_owned()]));
        house.perform(ArchiveClientGroup { id, version: None, archived: false });
        house.perform(DeleteClientGroup { id, version: None });
        assert!(names(house, false).is_empty() && names(house, true).is_empty());
        assert_eq!(house.refusal(DeleteClientGroup { id, version: None }), "missing client group");
        let again = house.perform(named("alliance"));
        assert_ne!(again, id);
    });
}

/// A company is opened once, and with a chart that exists; a founding that is refused leaves no company behind.
#[test]
fn a_company_is_opened_once() {
    on_both(|house| {
        let open = |chart: &str| OpenCompany {
            id: house.company,
            name: Name::parse("Twice").expect("a name"),
            country: None,
            currency: Currency::EUR,
            language: "en".to_owned(),
            time_zone: "UTC".to_owned(),
            fiscal_month: 1,
            chart: chart.to_owned(),
            founder: Founder { person: house.owner, name: String::new(), email: String::new() },
            customer_groups: None,
        };
        let failure = house.desk.perform(&house.operator(), open("generic")).expect_err("refused");
        assert_eq!(code(failure), "COMPANY_EXISTS");
        let now = crate::Outside::now(&*house.outside);
        assert_eq!(code(open("nowhere").check(now).expect_err("refused")), "CHART_UNKNOWN");
        let new = NewCompany {
            name: Name::parse("Elsewhere").expect("a name"),
            country: None,
            currency: Currency::EUR,
            time_zone: Some("UTC".to_owned()),
            fiscal_month: 1,
            chart: "nowhere".to_owned(),
            set_up: None,
        };
        assert_eq!(code(new.found(&house.desk, house.owner, Door::Page).expect_err("refused")), "CHART_UNKNOWN");
        let seats = house.desk.hallway().companies_of(house.owner).expect("a list");
        assert_eq!(seats.len(), 1);
    });
}
