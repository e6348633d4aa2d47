//! A3-6 and A3-12: whole calendar years, as a table; the same rows for groups and for memberships.

use super::*;
use crate::groups::corporate::{Years, read_first_day, read_last_day};
use crate::testing::on_both;

/// From, to, and what comes of it.
const VECTORS: [(&str, &str, &str); 12] = [
    ("01.01.2025", "31.12.2025", "ok"),
    ("01.01.2025", "31.12.2030", "ok"),
    ("02.01.2025", "31.12.2025", "FROM_NOT_JAN_1"),
    ("01.01.2025", "30.12.2025", "TO_NOT_DEC_31"),
    ("31.12.2025", "31.12.2025", "FROM_NOT_JAN_1"),
    ("01.02.2025", "31.12.2025", "FROM_NOT_JAN_1"),
    ("01.01.2025", "01.01.2026", "TO_NOT_DEC_31"),
    ("01.01.2026", "31.12.2025", "TO_BEFORE_FROM"),
    ("01.01.2025", "31.12.2074", "ok"),
    ("01.01.2025", "31.12.2075", "TO_TOO_FAR"),
    // Of two mistakes the first is named.
    ("02.01.2026", "30.12.2025", "FROM_NOT_JAN_1"),
    ("01.01.2026", "30.12.2025", "TO_NOT_DEC_31"),
];

/// A3-6: the rule alone.
#[test]
fn a3_6_whole_calendar_years() {
    for (from, to, outcome) in VECTORS {
        let found = Years::between(day(from), day(to)).map_or_else(|refusal| refusal.code, |_| "ok");
        assert_eq!(found, outcome, "{from} to {to}");
    }
}

/// A3-6, A3-12: groups and memberships by the command, which page, API and import hand over.
#[test]
fn a3_6_groups_and_a3_12_memberships_obey_it() {
    on_both(|house| {
        let head = client(house, "Head", &["Holding"]);
        let member = client(house, "Member", &["Holding"]);
        let long = house.perform(new_group(house, "Holding", "Long", head, (2001, 2050)));
        for (number, (from, to, outcome)) in VECTORS.into_iter().enumerate() {
            let head = client(house, &format!("Head {number}"), &["Holding"]);
            let group = CreateCorporateGroup {
                from: day(from),
                until: day(to),
                ..new_group(house, "Holding", &format!("Group {number}"), head, (2025, 2025))
            };
            let add = AddCorporateMembers { from: day(from), until: day(to), ..added(long, member, (2025, 2025)) };
            if outcome == "ok" {
                house.perform(group);
                continue;
            }
            assert_eq!(house.refusal(group), outcome, "group from {from} to {to}");
            assert_eq!(house.refusal(add), outcome, "membership from {from} to {to}");
        }
    });
}

/// A3-6: what is no date in the form is refused where it is read: never guessed, never rounded, never left open.
#[test]
fn a3_6_dates_out_of_form_are_not_guessed() {
    for text in ["29.02.2025", "2025-02-29", "01/01/2025", "01.01.25", "25-01-01", "", "2025", "1 January 2025"] {
        let refusal = read_first_day(text).expect_err("no date");
        assert_eq!((refusal.code, refusal.field.as_deref()), ("DATE_UNREADABLE", Some("from")), "{text}");
        let refusal = read_last_day(text).expect_err("no date");
        assert_eq!((refusal.code, refusal.field.as_deref()), ("DATE_UNREADABLE", Some("to")), "{text}");
    }
    assert_eq!(read_last_day("9999-12-31").expect_err("too far").code, "TO_TOO_FAR");
    assert_eq!(read_first_day("2025-01-01"), Ok(day("01.01.2025")));
}

/// A3-7: the beginning is fixed after the first save, for the owner too; the same value is no mistake. So is the type.
#[test]
fn a3_7_the_beginning_is_fixed() {
    on_both(|house| {
        let id = holding(house, "Nordkai", (2024, 2026));
        let from = |text| ChangeCorporateGroup { from: Some(day(text)), ..changed(id) };
        assert_eq!(house.refusal(from("01.01.2023")), "GROUP_FROM_IMMUTABLE");
        house.perform(from("01.01.2024"));
        let agency = Some(group_type(house, "Corporate agency"));
        let other = ChangeCorporateGroup { of_type: agency, ..changed(id) };
        assert_eq!(house.refusal(other), "GROUP_TYPE_IMMUTABLE");
        house.perform(ChangeCorporateGroup { of_type: Some(group_type(house, "Holding")), ..changed(id) });
        assert_eq!(house.ask(ReadCorporateGroup { id }).group.years.to_string(), "2024–2026");
    });
}

/// A3-8: the end moves by whole years; not before a member's end, unless the members end with it in the same step.
#[test]
fn a3_8_the_end_moves() {
    on_both(|house| {
        let id = holding(house, "Nordkai", (2024, 2026));
        let [short, long] = ["Short", "Long"].map(|called| client(house, called, &["Holding"]));
        add(house, id, short, (2024, 2025));
        add(house, id, long, (2025, 2026));
        house.perform(ending(id, 2030));
        assert_eq!(house.ask(ReadCorporateGroup { id }).group.years.to_string(), "2024–2030");
        let refusal = refused(house, ending(id, 2025));
        assert_eq!((refusal.code, refusal.field.as_deref()), ("MEMBER_OUTSIDE_GROUP", Some("to")));
        assert!(refusal.title.contains("“Long”") && !refusal.title.contains("“Short”"), "{refusal}");
        for (to, code) in
            [("30.12.2025", "TO_NOT_DEC_31"), ("31.12.2023", "TO_BEFORE_FROM"), ("31.12.2074", "TO_TOO_FAR")]
        {
            let command = ChangeCorporateGroup { until: Some(day(to)), ..changed(id) };
            assert_eq!(house.refusal(command), code, "{to}");
        }
        house.perform(ChangeCorporateGroup { end_members: true, ..ending(id, 2025) });
        assert_eq!(members(house, id, None), ["Long 2025", "Short 2024–2025"]);
        // A membership that begins later has no year left: it is not ended by the way.
        house.perform(ending(id, 2028));
        add(house, id, short, (2027, 2028));
        let both = ChangeCorporateGroup { end_members: true, ..ending(id, 2026) };
        assert_eq!(house.refusal(both), "MEMBER_OUTSIDE_GROUP");
    });
}

/// A3-9: only a group that never had a member is deleted; one whose member was voided had one.
#[test]
fn a3_9_a_used_group_is_ended_not_deleted() {
    on_both(|house| {
        let [used, unused] = ["Used", "Unused"].map(|called| holding(house, called, (2026, 2027)));
        let member = client(house, "Member", &["Holding"]);
        let id = add(house, used, member, (2026, 2026));
        let delete = |id| DeleteCorporateGroup { id, version: None };
        assert_eq!(house.refusal(delete(used)), "CORPORATE_GROUP_USED");
        house.perform(VoidMembership { id, version: None, reason: "Wrong client".into() });
        assert_eq!(house.refusal(delete(used)), "CORPORATE_GROUP_USED");
        house.perform(delete(unused));
        let missing = house.desk.ask(&house.owner(), ReadCorporateGroup { id: unused }).expect_err("gone");
        assert!(matches!(missing, kernel::Failure::Missing(_)), "{missing:?}");
        // Its name and its head are free again.
        holding(house, "Unused ", (2026, 2027));
    });
}

/// A3-3: a name is needed, and unique for the type and the years.
#[test]
fn a3_3_names_are_unique_by_type_and_years() {
    on_both(|house| {
        holding(house, "Doe", (2024, 2025));
        let head = client(house, "Second", &["Holding", "Corporate agency"]);
        let doe = |called: &str, years| new_group(house, "Holding", called, head, years);
        assert_eq!(house.refusal(doe("Doe", (2025, 2026))), "NAME_TAKEN");
        assert_eq!(house.refusal(doe("doe ", (2023, 2024))), "NAME_TAKEN_NORMALISED");
        let later = house.perform(doe("Doe", (2026, 2027)));
        house.perform(new_group(house, "Corporate agency", "Doe", head, (2024, 2025)));
        // Another name that is taken, and a last year in which the own name is.
        holding(house, "Roe", (2028, 2029));
        let renamed = ChangeCorporateGroup { name: Some(name("Roe")), ..changed(later) };
        house.perform(renamed);
        assert_eq!(house.refusal(ending(later, 2028)), "NAME_TAKEN");
    });
}
