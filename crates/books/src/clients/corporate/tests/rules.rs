//! A3-10 to A3-16: who is in which group in which year, as tables.

use super::*;
use crate::testing::on_both;

/// A3-13: a membership lies wholly within its group, here 2024 to 2026; equal borders are within.
#[test]
fn a3_13_a_membership_lies_within_its_group() {
    let vectors = [
        ((2024, 2026), "ok"),
        ((2025, 2025), "ok"),
        ((2023, 2025), "MEMBER_OUTSIDE_GROUP"),
        ((2025, 2027), "MEMBER_OUTSIDE_GROUP"),
        ((2027, 2028), "MEMBER_OUTSIDE_GROUP"),
    ];
    on_both(|house| {
        let id = holding(house, "Nordkai", (2024, 2026));
        for (number, (years, outcome)) in vectors.into_iter().enumerate() {
            let member = client(house, &format!("Member {number}"), &["Holding"]);
            let found = house.desk.perform(&house.owner(), added(id, member, years));
            let found = found.map_or_else(|failure| failure.refusal().expect("a refusal").code, |_| "ok");
            assert_eq!(found, outcome, "{years:?}");
        }
    });
}

/// A3-14: one group of a type for a client and year. Each row: what the client has, what is wished for, what comes of it.
#[test]
fn a3_14_one_group_of_a_type_and_year() {
    type Row = (&'static str, &'static [(&'static str, i64, i64)], (&'static str, i64, i64), &'static str);
    let rows: [Row; 9] = [
        ("a switch at New Year", &[("H1", 2024, 2025)], ("H2", 2026, 2027), "ok"),
        ("one shared year", &[("H1", 2024, 2025)], ("H2", 2025, 2027), "SAME_TYPE_OVERLAP"),
        ("within a long one", &[("H1", 2024, 2040)], ("H2", 2026, 2026), "SAME_TYPE_OVERLAP"),
        ("around a short one", &[("H1", 2026, 2026)], ("H2", 2024, 2028), "SAME_TYPE_OVERLAP"),
        ("another type", &[("H1", 2024, 2026)], ("R1", 2024, 2026), "ok"),
        ("came back", &[("H1", 2022, 2022)], ("H1", 2025, 2026), "ok"),
        ("twice in the same", &[("H1", 2022, 2025)], ("H1", 2025, 2026), "SAME_TYPE_OVERLAP"),
        ("before the other", &[("H1", 2026, 2027)], ("H2", 2024, 2025), "ok"),
        ("into a gap", &[("H1", 2022, 2023), ("H1", 2026, 2027)], ("H2", 2024, 2025), "ok"),
    ];
    on_both(|house| {
        let groups = [
            ("H1", holding(house, "H1", (2020, 2040))),
            ("H2", holding(house, "H2", (2020, 2040))),
            ("R1", group_of(house, "Invoice recipients", "R1", (2020, 2040))),
        ];
        let group = |called: &str| groups.iter().find(|(name, _)| *name == called).expect("a group").1;
        for (about, has, (wanted, first, last), outcome) in rows {
            let member = client(house, about, &["Holding", "Invoice recipient"]);
            for (called, first, last) in has {
                add(house, group(called), member, (*first, *last));
            }
            let found = house.desk.perform(&house.owner(), added(group(wanted), member, (first, last)));
            let found = found.map_or_else(|failure| failure.refusal().expect("a refusal").code, |_| "ok");
            assert_eq!(found, outcome, "{about}");
        }
    });
}

/// A3-14: the refusal names the group and the year, and the way out is the first free New Year.
#[test]
fn a3_14_the_refusal_names_group_and_year() {
    on_both(|house| {
        let [h1, h2] = ["H1", "H2"].map(|called| holding(house, called, (2020, 2040)));
        let member = client(house, "Tidewater", &["Holding"]);
        let first = add(house, h1, member, (2024, 2025));
        let refusal = refused(house, added(h2, member, (2025, 2027)));
        assert!(refusal.title.contains("“H1”") && refusal.title.contains("2025"), "{refusal}");
        let detail =
            |key: &str| refusal.details.iter().find(|(name, _)| *name == key).map(|(_, value)| value.to_string());
        assert_eq!(detail("year").as_deref(), Some("2025"));
        assert_eq!(detail("group").as_deref(), Some(h1.to_string().as_str()));
        assert_eq!(refusal.actions[0].label, "Start on 01.01.2026");
        assert_eq!(refusal.actions[0].href, format!("/corporate-groups/{h2}?client={member}&first=2026&last=2027"));
        assert_eq!(refusal.actions[1].href, format!("/corporate-groups/{h1}"));
        // Until the other is ended; and a longer last year is looked at as an entry is.
        house.perform(until(first, 2040));
        assert_eq!(house.refusal(added(h2, member, (2026, 2026))), "SAME_TYPE_OVERLAP");
        house.perform(until(first, 2025));
        add(house, h2, member, (2026, 2026));
        assert_eq!(house.refusal(until(first, 2026)), "SAME_TYPE_OVERLAP");
    });
}

/// A3-10, A3-11, A3-15: nobody is taken out, the beginning is fixed, the end moves by whole years within the group.
#[test]
fn a3_10_members_are_added_and_never_removed() {
    on_both(|house| {
        let group = holding(house, "Nordkai", (2024, 2028));
        let member = client(house, "Member", &["Holding"]);
        let id = add(house, group, member, (2025, 2026));
        let no = house.desk.ask(&house.owner(), RemoveMembership { id }).expect_err("nobody may");
        assert_eq!(crate::testing::code(no), "MEMBERSHIP_APPEND_ONLY");
        let change = |from: Option<&str>, to: Option<&str>| ChangeLastYear {
            id,
            version: None,
            from: from.map(day),
            until: to.map(day),
        };
        let rows = [
            (change(None, Some("30.06.2026")), "TO_NOT_DEC_31"),
            (change(None, Some("31.12.2024")), "TO_BEFORE_FROM"),
            (change(None, Some("31.12.2029")), "MEMBER_OUTSIDE_GROUP"),
            (change(Some("01.01.2024"), Some("31.12.2026")), "MEMBER_FROM_IMMUTABLE"),
        ];
        for (command, code) in rows {
            assert_eq!(house.refusal(command), code);
        }
        house.perform(change(Some("01.01.2025"), Some("31.12.2025")));
        assert_eq!(members(house, group, None), ["Member 2025"]);
        house.perform(until(id, 2028));
        assert_eq!(members(house, group, None), ["Member 2025–2028"]);
        let seen = house.ask(ReadCorporateMembership { id }).version;
        let stale = ChangeLastYear { version: Some(seen - 1), ..until(id, 2027) };
        assert_eq!(house.refusal(stale), "CHANGED_MEANWHILE");
    });
}

/// A3-16: a mistake is voided with a reason: it stays to be seen and is in nobody's way; twice it is not voided.
#[test]
fn a3_16_a_mistake_is_voided() {
    on_both(|house| {
        let [wrong, right] = ["Wrong", "Right"].map(|called| holding(house, called, (2026, 2027)));
        let member = client(house, "Member", &["Holding"]);
        let id = add(house, wrong, member, (2026, 2027));
        let void = |reason: &str| VoidMembership { id, version: None, reason: reason.to_owned() };
        assert_eq!(house.refusal(void("  ")), "REASON_REQUIRED");
        assert_eq!(house.refusal(void(&"x".repeat(501))), "REASON_TOO_LONG");
        house.perform(void("Typed into the wrong holding"));
        assert_eq!(house.refusal(void("Again")), "MEMBERSHIP_VOIDED");
        assert_eq!(house.refusal(until(id, 2026)), "MEMBERSHIP_VOIDED");
        assert!(members(house, wrong, None).is_empty());
        assert!(members(house, wrong, Some("01.06.2026")).is_empty());
        let all = ListCorporateMembers { group: wrong, as_of: None, voided: true, after: None, limit: 9 };
        let seen = house.ask(all).items.remove(0);
        let voided = seen.voided.expect("void");
        assert_eq!((voided.reason.as_str(), voided.by.as_str()), ("Typed into the wrong holding", "Olive Owner"));
        assert_eq!(seen.years.to_string(), "2026–2027");
        add(house, right, member, (2026, 2027));
    });
}

/// A3-4, A3-5: head and members are of the type that the group takes; a set of types is enough to have it in.
#[test]
fn a3_5_types_decide_who_may_enter() {
    on_both(|house| {
        let advertiser = client(house, "Advertiser", &["Advertiser"]);
        let wrong = new_group(house, "Holding", "H", advertiser, (2026, 2026));
        assert_eq!(house.refusal(wrong), "HEAD_TYPE_MISMATCH");
        let both = client(house, "Both", &["Agency", "Corporate agency", "Advertiser"]);
        house.perform(new_group(house, "Corporate agency", "K", both, (2026, 2026)));
        let rows = [
            ("Holding", "Corporate agency", "MEMBER_TYPE_MISMATCH"),
            ("Agency", "Main agency", "MEMBER_TYPE_MISMATCH"),
            ("Main agency", "Main agency", "ok"),
            ("Advertiser", "Holding", "MEMBER_TYPE_MISMATCH"),
        ];
        for (number, (is, of, outcome)) in rows.into_iter().enumerate() {
            let group = group_of(house, of, &format!("Group {number}"), (2026, 2026));
            let member = client(house, &format!("Member {number}"), &[is]);
            let found = house.desk.perform(&house.owner(), added(group, member, (2026, 2026)));
            let found = found.map_or_else(|failure| failure.refusal().expect("a refusal").code, |_| "ok");
            assert_eq!(found, outcome, "{is} into {of}");
        }
        let group = holding(house, "Set", (2026, 2026));
        let set = client(house, "Set of types", &["Advertiser", "Holding"]);
        add(house, group, set, (2026, 2026));
    });
}

/// A3-5: a type is not taken from a client while a group of this year or later needs it; an ended one does not.
#[test]
fn a3_5_a_type_in_use_stays() {
    on_both(|house| {
        let group = holding(house, "Nordkai", (2020, 2028));
        let member = client(house, "Member", &["Holding", "Agency"]);
        let id = add(house, group, member, (2024, 2027));
        let refusal = refused(house, typed(house, member, &["Agency"]));
        assert_eq!((refusal.code, refusal.field.as_deref()), ("TYPE_IN_USE", Some("client_types")));
        assert!(refusal.title.contains("“Nordkai”"), "{refusal}");
        house.perform(typed(house, member, &["Holding"]));
        house.perform(until(id, 2025));
        house.perform(typed(house, member, &["Agency"]));
        // Without the type it cannot come in again, not even by a later last year.
        assert_eq!(house.refusal(until(id, 2026)), "MEMBER_TYPE_MISMATCH");
        let head = house.ask(ReadCorporateGroup { id: group }).heads[0].client;
        assert_eq!(house.refusal(typed(house, head, &[])), "TYPE_IN_USE");
    });
}

/// A3-20: every entry, change of the end and void stands in the audit with what was before and after.
#[test]
fn a3_20_the_audit_keeps_it() {
    on_both(|house| {
        let group = holding(house, "Nordkai", (2024, 2028));
        let member = client(house, "Member", &["Holding"]);
        let id = add(house, group, member, (2025, 2028));
        house.perform(until(id, 2026));
        house.perform(VoidMembership { id, version: None, reason: "Wrong".into() });
        let subject = Some(kernel::Id::uuid(&group));
        let lines = house.ask(crate::ReadAudit { subject, before: None, limit: 3 }).items;
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "Membership of “Member” in corporate group “Nordkai” voided: Wrong",
                "“Member” is in corporate group “Nordkai” until 31.12.2026",
                "“Member” added to corporate group “Nordkai” for 2025–2028",
            ]
        );
        let changed = lines[1].changes.to_string();
        assert!(changed.contains("2028-12-31") && changed.contains("2026-12-31"), "{changed}");
    });
}
