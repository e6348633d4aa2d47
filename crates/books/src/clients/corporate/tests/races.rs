//! Two who come at the same moment, on both databases: whoever is second is judged by what the first one did.

use std::sync::Barrier;

use super::*;
use crate::testing::{code, on_both};

/// How often each is tried: now the one is first, now the other.
const ROUNDS: i64 = 6;

/// Does both at the same moment. What came of each: `ok`, or the code with which it was refused. Every law holds after it.
#[track_caller]
fn both<A: Act + Send, B: Act + Send>(house: &TestHouse, one: A, other: B) -> [String; 2] {
    let gate = Barrier::new(2);
    let (one_caller, other_caller) = (house.owner(), house.owner());
    let outcomes = std::thread::scope(|scope| {
        let first = scope.spawn(|| {
            gate.wait();
            house.desk.perform(&one_caller, one).map_or_else(code, |_| "ok".to_owned())
        });
        let second = scope.spawn(|| {
            gate.wait();
            house.desk.perform(&other_caller, other).map_or_else(code, |_| "ok".to_owned())
        });
        [first.join().expect("no panic"), second.join().expect("no panic")]
    });
    assert_eq!(house.verify().expect("an answer"), Vec::<String>::new(), "{outcomes:?}");
    outcomes
}

/// The same, where only one can be done. Beside each stands the code with which it is refused when it is second.
/// Whether the first of them was done.
#[track_caller]
fn one_of<A: Act + Send, B: Act + Send>(house: &TestHouse, one: (A, &str), other: (B, &str)) -> bool {
    let outcomes = both(house, one.0, other.0);
    let outcomes = outcomes.each_ref().map(String::as_str);
    assert!([["ok", other.1], [one.1, "ok"]].contains(&outcomes), "{outcomes:?}");
    outcomes[0] == "ok"
}

/// Slots of this year and later that clients hold without the type that the group takes.
fn slots_without_type(house: &TestHouse) -> i64 {
    house.number(
        "SELECT COUNT(*) FROM slots s JOIN corporate_groups k ON k.id = s.group_id JOIN corporate_types t ON t.id = k.type
         WHERE SUBSTR(s.slot, LENGTH(s.slot) - 3) >= '2026' AND NOT EXISTS (
             SELECT 1 FROM types_of_clients c WHERE c.client = s.client AND c.type = t.client_type)",
    )
}

/// A3-3, two at once: of two who create a group of one name, type and years one succeeds, and so when one of them renames
/// another group to the name, or has a group last into years in which the name is taken.
#[test]
fn a3_3_of_two_of_one_name_one_is_made() {
    on_both(|house| {
        let named = "SELECT COUNT(*) FROM corporate_years WHERE name_key LIKE 'nordkai %' AND year = 2027";
        for round in 0..ROUNDS {
            let heads = ["One", "Other"].map(|who| client(house, &format!("{who} {round}"), &["Holding"]));
            let new =
                |called: &str, head| new_group(house, "Holding", &format!("{called} {round}"), head, (2026, 2028));
            let [one, other] = [new("Nordkai", heads[0]), new("Nordkai", heads[1])];
            one_of(house, (one, "NAME_TAKEN"), (other, "NAME_TAKEN"));
            assert_eq!(house.number(named), 3 * round + 1);
            let [one, other] = ["Third", "Fourth"].map(|who| client(house, &format!("{who} {round}"), &["Holding"]));
            let older = house.perform(new("Older", one));
            let renamed = ChangeCorporateGroup { name: Some(name(&format!("nordkai A{round}"))), ..changed(older) };
            let made = CreateCorporateGroup { name: name(&format!("Nordkai A{round}")), ..new("", other) };
            one_of(house, (renamed, "NAME_TAKEN_NORMALISED"), (made, "NAME_TAKEN_NORMALISED"));
            assert_eq!(house.number(named), 3 * round + 2);
            let [early, late] = ["Early", "Late"].map(|who| client(house, &format!("{who} {round}"), &["Holding"]));
            let called = |years, head| new_group(house, "Holding", &format!("Nordkai B{round}"), head, years);
            let early = house.perform(called((2025, 2026), early));
            one_of(house, (ending(early, 2027), "NAME_TAKEN"), (called((2027, 2027), late), "NAME_TAKEN"));
            assert_eq!(house.number(named), 3 * round + 3);
        }
    });
}

/// A3-4, two at once: one takes the type from a client that another puts at the head of a new group, or of one that stands:
/// it leads and keeps the type, or it has lost the type and does not lead.
#[test]
fn a3_4_who_loses_the_type_does_not_come_to_the_head() {
    on_both(|house| {
        let standing = holding(house, "Standing", (2026, 2026 + ROUNDS));
        for round in 0..ROUNDS {
            let [head, next] = ["Head", "Next"].map(|who| client(house, &format!("{who} {round}"), &["Holding"]));
            let new = new_group(house, "Holding", &format!("Group {round}"), head, (2026, 2027));
            one_of(house, (typed(house, head, &[]), "TYPE_IN_USE"), (new, "HEAD_TYPE_MISMATCH"));
            let from = Some(day(&format!("01.01.{}", 2026 + round)));
            let led = ChangeCorporateGroup { head: Some(NewHead { client: next, from }), ..changed(standing) };
            one_of(house, (typed(house, next, &["Agency"]), "TYPE_IN_USE"), (led, "HEAD_TYPE_MISMATCH"));
            assert_eq!(slots_without_type(house), 0);
        }
    });
}

/// A3-5, two at once: one takes the type from a client that another adds to a group, or whose ended membership another
/// extends: a member of this year or later has the type.
#[test]
fn a3_5_who_loses_the_type_does_not_come_in() {
    on_both(|house| {
        let group = holding(house, "Nordkai", (2024, 2028));
        for round in 0..ROUNDS {
            let [new, old] = ["New", "Old"].map(|who| client(house, &format!("{who} {round}"), &["Holding", "Agency"]));
            let taken = typed(house, new, &["Agency"]);
            one_of(house, (taken, "TYPE_IN_USE"), (added(group, new, (2026, 2027)), "MEMBER_TYPE_MISMATCH"));
            let ended = add(house, group, old, (2024, 2025));
            let taken = typed(house, old, &["Agency"]);
            one_of(house, (taken, "TYPE_IN_USE"), (until(ended, 2027), "MEMBER_TYPE_MISMATCH"));
            assert_eq!(slots_without_type(house), 0);
        }
    });
}

/// A3-8, two at once: one has the group end earlier while another adds a member beyond that: the group ends and nobody stands
/// outside, or the member is in and the group goes on. Where its members are to end with it, the new one does, or stays out.
#[test]
fn a3_8_nobody_comes_in_beyond_the_new_end() {
    on_both(|house| {
        for round in 0..ROUNDS {
            let group = holding(house, &format!("Nordkai {round}"), (2024, 2028));
            let [one, other] = ["One", "Other"].map(|who| client(house, &format!("{who} {round}"), &["Holding"]));
            let beyond = added(group, one, (2025, 2028));
            let is_shorter =
                one_of(house, (ending(group, 2026), "MEMBER_OUTSIDE_GROUP"), (beyond, "MEMBER_OUTSIDE_GROUP"));
            let last = house.ask(ReadCorporateGroup { id: group }).group.years.last.number();
            assert_eq!((last, members(house, group, None).len()), if is_shorter { (2026, 0) } else { (2028, 1) });
            let group = holding(house, &format!("Saltmarsh {round}"), (2024, 2028));
            let with_them = ChangeCorporateGroup { end_members: true, ..ending(group, 2026) };
            let outcomes = both(house, with_them, added(group, other, (2025, 2028)));
            let stand = members(house, group, None);
            match outcomes.each_ref().map(String::as_str) {
                ["ok", "ok"] => assert_eq!(stand, [format!("Other {round} 2025–2026")]),
                ["ok", "MEMBER_OUTSIDE_GROUP"] => assert!(stand.is_empty(), "{stand:?}"),
                other => panic!("{other:?}"),
            }
        }
    });
}

/// A3-9, two at once: one deletes the group while another adds its first member: it is gone and has no member, or it stays.
#[test]
fn a3_9_a_group_with_a_first_member_is_not_deleted() {
    on_both(|house| {
        for round in 0..ROUNDS {
            let group = holding(house, &format!("Nordkai {round}"), (2026, 2028));
            let member = client(house, &format!("Member {round}"), &["Holding"]);
            let delete = DeleteCorporateGroup { id: group, version: None };
            let first = added(group, member, (2026, 2026));
            let is_gone = one_of(house, (delete, "CORPORATE_GROUP_USED"), (first, "missing corporate group"));
            let memberships = house.number("SELECT COUNT(*) FROM memberships WHERE until_day = 20261231");
            let groups = house.ask(ListCorporateGroups { limit: 50, ..Default::default() }).total;
            assert_eq!(memberships, groups, "a group for each first member");
            assert_eq!(house.desk.ask(&house.owner(), ReadCorporateGroup { id: group }).is_err(), is_gone);
        }
    });
}

/// A3-13, two at once: one has the group end earlier while another has a member stay longer: no membership reaches beyond
/// its group.
#[test]
fn a3_13_nobody_stays_beyond_the_new_end() {
    on_both(|house| {
        for round in 0..ROUNDS {
            let group = holding(house, &format!("Nordkai {round}"), (2024, 2027));
            let member = client(house, &format!("Member {round}"), &["Holding"]);
            let id = add(house, group, member, (2024, 2025));
            let shorter = (ending(group, 2025), "MEMBER_OUTSIDE_GROUP");
            let is_shorter = one_of(house, shorter, (until(id, 2027), "MEMBER_OUTSIDE_GROUP"));
            let group = house.ask(ReadCorporateGroup { id: group }).group.years;
            let member = house.ask(ReadCorporateMembership { id }).years;
            assert!(group.contains(member), "{group} {member}");
            assert_eq!(member.last.number(), if is_shorter { 2025 } else { 2027 });
        }
    });
}

/// A3-16, two at once: one voids the membership of which another changes the last year. Of two who saw the same version one
/// succeeds. Who did not look may be second after the change, never after the void, and both stand in the audit.
#[test]
fn a3_16_a_void_membership_does_not_change() {
    on_both(|house| {
        let group = holding(house, "Nordkai", (2024, 2028));
        let last_lines = |count| {
            let subject = Some(kernel::Id::uuid(&group));
            let lines = house.ask(crate::ReadAudit { subject, before: None, limit: count }).items;
            lines.into_iter().map(|line| line.text).collect::<Vec<_>>()
        };
        for round in 0..ROUNDS {
            let [seen, unseen] = ["Seen", "Unseen"].map(|who| client(house, &format!("{who} {round}"), &["Holding"]));
            let void = |id, version| VoidMembership { id, version, reason: format!("Round {round}") };
            let id = add(house, group, seen, (2025, 2026));
            let version = Some(house.ask(ReadCorporateMembership { id }).version);
            let longer = ChangeLastYear { version, ..until(id, 2028) };
            let is_void = one_of(house, (void(id, version), "CHANGED_MEANWHILE"), (longer, "MEMBERSHIP_VOIDED"));
            let years = house.ask(ReadCorporateMembership { id }).years.to_string();
            assert_eq!(years, if is_void { "2025–2026" } else { "2025–2028" });
            let id = add(house, group, unseen, (2025, 2026));
            let outcomes = both(house, void(id, None), until(id, 2028));
            let voided = format!("Membership of “Unseen {round}” in corporate group “Nordkai” voided: Round {round}");
            let changed = format!("“Unseen {round}” is in corporate group “Nordkai” until 31.12.2028");
            assert_eq!(last_lines(1), std::slice::from_ref(&voided));
            match outcomes.each_ref().map(String::as_str) {
                ["ok", "ok"] => assert_eq!(last_lines(2), [voided, changed]),
                ["ok", "MEMBERSHIP_VOIDED"] => assert!(!last_lines(2).contains(&changed)),
                other => panic!("{other:?}"),
            }
            let view = house.ask(ReadCorporateMembership { id });
            assert!(view.voided.is_some());
        }
    });
}
