//! Every reader of memberships: years past and to come are not today's, and a day picks its side of a switch.

use super::*;
use crate::clients::{ArchiveClient, GroupsOfClient, ListClients, MembersOfGroup, ReadClient};
use crate::groups::Kind;
use crate::sales::DeleteClient;
use crate::testing::{code, on_both};

/// A3-18: 31.12.2025 and 01.01.2026 give the two sides of a switch; profile, list and groups show today's side alone.
#[test]
fn a3_18_the_two_sides_of_a_switch() {
    on_both(|house| {
        let [old, new] = ["Old", "New"].map(|called| holding(house, called, (2020, 2030)));
        let member = client(house, "Member", &["Holding"]);
        add(house, old, member, (2024, 2025));
        add(house, new, member, (2026, 2028));
        let on = |as_of: Option<&str>| {
            let lines = house.ask(GroupsOfClient { client: member, as_of: as_of.map(day) });
            let corporate = lines.into_iter().filter(|line| line.kind == Kind::Corporate);
            corporate.map(|line| line.name).collect::<Vec<_>>()
        };
        assert_eq!(on(Some("31.12.2025")), ["Old"]);
        assert_eq!(on(Some("01.01.2026")), ["New"]);
        assert_eq!(on(Some("31.12.2028")), ["New"]);
        assert!(on(Some("01.01.2029")).is_empty());
        assert_eq!(on(None), ["New"]);
        for (as_of, of_old, of_new) in [(Some("31.12.2025"), 1, 0), (Some("01.01.2026"), 0, 1), (None, 0, 1)] {
            for (group, count) in [(old, of_old), (new, of_new)] {
                let wanted = MembersOfGroup { group, as_of: as_of.map(day), after: None, limit: 9 };
                assert_eq!(house.ask(wanted).items.len(), count, "{as_of:?}");
            }
        }
        assert_eq!(members(house, old, Some("31.12.2025")), ["Member 2024–2025"]);
        assert!(members(house, old, Some("01.01.2026")).is_empty());
        let profile = |today: &str| {
            house.set_today(today);
            let view = house.ask(ReadClient { id: member });
            let corporate = view.groups.into_iter().filter(|group| group.kind == Kind::Corporate);
            corporate.map(|group| group.name).collect::<Vec<_>>()
        };
        assert_eq!(profile("2026-03-02"), ["New"]);
        let rows = house
            .ask(ListClients {
                filter: Default::default(),
                sort: Default::default(),
                cursor: None,
                limit: 50,
                counted: false,
            })
            .rows;
        let row = rows.iter().find(|row| row.client.id == member).expect("listed");
        assert_eq!(row.groups.iter().filter(|group| group.kind == Kind::Corporate).count(), 1);
        assert_eq!(row.types.len(), 1);
        assert_eq!(profile("2026-12-31"), ["New"]);
        assert!(profile("2029-01-01").is_empty());
    });
}

/// A member's other groups of the type, and a picker that offers only who is of the type and free in the years.
#[test]
fn the_page_sees_where_else_and_who_is_free() {
    on_both(|house| {
        let [old, new] = ["Old", "New"].map(|called| holding(house, called, (2020, 2030)));
        let member = client(house, "Member", &["Holding"]);
        client(house, "Agent", &["Agency"]);
        add(house, old, member, (2023, 2025));
        add(house, new, member, (2026, 2026));
        let wanted = ListCorporateMembers { group: new, as_of: None, voided: false, after: None, limit: 9 };
        let seen = house.ask(wanted).items.remove(0);
        let elsewhere: Vec<_> =
            seen.elsewhere.iter().map(|other| (other.name.as_str(), other.years.to_string())).collect();
        assert_eq!(elsewhere, [("Old", "2023–2025".to_owned())]);
        assert_eq!(seen.added_by, "Olive Owner");
        let free = |first: i64, last: i64, search: &str| {
            let years = crate::groups::corporate::Years {
                first: kernel::Year::from_number(first).expect("a year"),
                last: kernel::Year::from_number(last).expect("a year"),
            };
            let wanted = ListFreeClients { group: new, years, search: search.to_owned(), limit: 9 };
            house.ask(wanted).into_iter().map(|free| free.name).collect::<Vec<_>>()
        };
        // Its own head may become a member; the other group's may not.
        assert_eq!(free(2026, 2026, ""), ["Head of New"]);
        assert_eq!(free(2027, 2028, ""), ["Head of New", "Member"]);
        assert_eq!(free(2027, 2028, "MEMB"), ["Member"]);
        assert!(free(2027, 2028, "%").is_empty());
    });
}

/// The list: by name, by type, by when; found by the group's name, a head's and a member's.
#[test]
fn groups_are_listed_and_found() {
    on_both(|house| {
        let old = holding(house, "Avocet", (2020, 2024));
        let now = holding(house, "Bittern", (2025, 2027));
        holding(house, "Curlew", (2027, 2028));
        group_of(house, "Invoice recipients", "Dunlin", (2026, 2026));
        add(house, now, client(house, "Tern", &["Holding"]), (2026, 2026));
        add(house, old, client(house, "Smew", &["Holding"]), (2020, 2024));
        let listed = |wanted: ListCorporateGroups| {
            let page = house.ask(ListCorporateGroups { limit: 9, ..wanted });
            assert_eq!(page.total, page.items.len() as i64);
            page.items.into_iter().map(|line| line.group.group.name.to_string()).collect::<Vec<_>>()
        };
        let all = ListCorporateGroups::default;
        assert_eq!(listed(all()), ["Avocet", "Bittern", "Curlew", "Dunlin"]);
        for (validity, names) in [
            (Validity::Now, &["Bittern", "Dunlin"][..]),
            (Validity::Ended, &["Avocet"][..]),
            (Validity::Coming, &["Curlew"][..]),
        ] {
            assert_eq!(listed(ListCorporateGroups { validity, ..all() }), names);
        }
        let of_type = Some(group_type(house, "Invoice recipients"));
        assert_eq!(listed(ListCorporateGroups { of_type, ..all() }), ["Dunlin"]);
        for (search, names) in [("BITT", ["Bittern"]), ("head of cur", ["Curlew"]), ("smew", ["Avocet"])] {
            assert_eq!(listed(ListCorporateGroups { search: search.to_owned(), ..all() }), names);
        }
        let page = house.ask(ListCorporateGroups { limit: 9, ..all() });
        let heads: Vec<&str> =
            page.items.iter().map(|line| line.head.as_ref().map_or("", |(_, name)| name.as_str())).collect();
        assert_eq!(heads, ["Head of Avocet", "Head of Bittern", "Head of Curlew", "Head of Dunlin"]);
        assert_eq!(page.items.iter().map(|line| line.members).collect::<Vec<_>>(), [0, 1, 0, 0]);
        let second = house.ask(ListCorporateGroups { limit: 2, after: Some(now), ..all() });
        assert_eq!((second.items.len(), second.skipped, second.has_more), (2, 2, false));
    });
}

/// Who was ever in a corporate group, or at its head, is not deleted, because its years lean on it; archiving changes
/// nothing of it. A membership that was a mistake is no obstacle once it is void.
#[test]
fn a_client_with_corporate_years_is_archived_not_deleted() {
    on_both(|house| {
        let group = holding(house, "Nordkai", (2020, 2028));
        let member = client(house, "Member", &["Holding"]);
        let id = add(house, group, member, (2020, 2021));
        let delete = |id| DeleteClient { id, version: None };
        assert_eq!(house.refusal(delete(member)), "CLIENT_IN_CORPORATE_GROUP");
        let head = house.ask(ReadCorporateGroup { id: group }).heads[0].client;
        assert_eq!(house.refusal(delete(head)), "CLIENT_IN_CORPORATE_GROUP");
        house.perform(ArchiveClient { id: member });
        assert_eq!(members(house, group, Some("01.06.2021")), ["Member 2020–2021"]);
        house.perform(VoidMembership { id, version: None, reason: "Wrong".into() });
        house.perform(delete(member));
        let all = ListCorporateMembers { group, as_of: None, voided: true, after: None, limit: 9 };
        assert_eq!(house.ask(all).items.len(), 1);
    });
}

/// Administrators manage, everyone looks at what is in sight: a group by its head or a member, a member by the right on it.
#[test]
fn what_others_see_and_may() {
    use crate::clients::{RightLevel, SetClientRight};
    use crate::company::CreateRole;
    on_both(|house| {
        let group = holding(house, "Nordkai", (2020, 2028));
        let [seen, unseen] = ["Seen", "Unseen"].map(|called| client(house, called, &["Holding"]));
        let [id, other] = [seen, unseen].map(|client| add(house, group, client, (2026, 2026)));
        let reader = house.hire("reader");
        let accountant = house.hire("accountant");
        for caller in [&reader, &accountant] {
            assert_eq!(house.refusal_for(caller, added(group, seen, (2027, 2027))), "PERM_GROUP_MANAGE");
            let no = house.desk.ask(caller, RemoveMembership { id }).expect_err("may not");
            assert_eq!(code(no), "PERM_GROUP_MANAGE");
            house.desk.ask(caller, ReadCorporateGroup { id: group }).expect("in sight");
        }
        let own = [crate::Permission::ViewOwnClients].into_iter().collect();
        let author = house.hire_as(house.perform(CreateRole { name: name("Own clients"), permissions: own }));
        let missing = house.desk.ask(&author, ReadCorporateGroup { id: group }).expect_err("out of sight");
        assert!(matches!(missing, kernel::Failure::Missing(_)), "{missing:?}");
        let member = house.member_of(&author);
        house.perform(SetClientRight { client: seen, member, level: Some(RightLevel::View) });
        let view = house.desk.ask(&author, ReadCorporateGroup { id: group }).expect("a member is in sight");
        assert_eq!((view.heads[0].seen.is_some(), view.members_now), (false, 2));
        let wanted = ListCorporateMembers { group, as_of: None, voided: true, after: None, limit: 9 };
        let page = house.desk.ask(&author, wanted).expect("an answer");
        assert_eq!((page.items.len(), page.unseen), (1, 1));
        let missing = house.desk.ask(&author, ReadCorporateMembership { id: other }).expect_err("out of sight");
        assert!(matches!(missing, kernel::Failure::Missing(_)));
        let listed =
            house.desk.ask(&author, ListCorporateGroups { limit: 9, ..Default::default() }).expect("an answer");
        assert_eq!((listed.total, listed.items[0].head.is_none()), (1, true));
        assert_eq!(code(house.desk.perform(&author, until(id, 2027)).expect_err("may not")), "PERM_GROUP_MANAGE");
    });
}
