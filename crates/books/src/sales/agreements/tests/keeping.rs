//! What a settlement keeps: its documents, its years, its members.

use super::*;
use crate::clients::{ChangeCorporateGroup, ChangeLastYear, DeleteCorporateGroup, VoidMembership};
use crate::sales::invoices::{ChangeDraft, DeleteDraft, DraftPatch};
use crate::testing::{code, on_both};
use crate::undo::undo;

fn settled_2025(house: &TestHouse) -> (Holding, AgreementId, SettlementId) {
    let of = holding(house);
    orders_of_2025(house, &of);
    let id = house.perform(new_agreement(of.group, 2025, Scale::Slab));
    let settlement = house.perform(settle(id, SettlementKind::Final));
    (of, id, settlement)
}

fn ending(id: GroupId, last: i64) -> ChangeCorporateGroup {
    ChangeCorporateGroup {
        id,
        version: None,
        name: None,
        from: None,
        of_type: None,
        until: Some(year(last).last_day()),
        end_members: true,
        head: None,
    }
}

/// A3-8: a group is not shortened into a settled year; to the end of it it is.
#[test]
fn a3_8_a_group_keeps_its_settled_years() {
    on_both(|house| {
        let (of, ..) = settled_2025(house);
        let refusal = refused(house, ending(of.group, 2024));
        assert_eq!((refusal.code, refusal.field.as_deref()), ("YEAR_SETTLED", Some("to")));
        // The membership of 2026 begins after that day: it stands in the way for a reason of its own.
        assert_eq!(house.refusal(ending(of.group, 2025)), "MEMBER_OUTSIDE_GROUP");
        house.perform(ending(of.group, 2026));
    });
}

/// A3-16, A3-26: a settled membership is neither voided nor ended before; ended after, it keeps its discount.
#[test]
fn a3_16_a_settled_membership_is_not_voided() {
    on_both(|house| {
        let (of, agreement, _) = settled_2025(house);
        let void = |id| VoidMembership { id, version: None, reason: "A mistake".to_owned() };
        assert_eq!(house.refusal(void(of.second)), "YEAR_SETTLED");
        let long = add(house, of.group, client(house, "C4", "Holding"), (2024, 2026));
        let shorter = |last| ChangeLastYear { id: long, version: None, from: None, until: Some(year(last).last_day()) };
        // It joined after the settlement, which did not use it.
        house.perform(shorter(2024));
        house.perform(void(long));
        let late = client(house, "C5", "Holding");
        order(house, late, "40000", "2025-08-08");
        let joined = add(house, of.group, late, (2025, 2026));
        // 250,000 reach 5 %: a correction gives everybody more.
        let corrected = read(house, house.perform(settle(agreement, SettlementKind::Correction)));
        assert_eq!(sums(&corrected.settlement.figures), ["250000.00", "12500.00", "6300.00", "6200.00"]);
        assert_eq!(house.refusal(void(joined)), "YEAR_SETTLED");
        let until = |last| ChangeLastYear { id: joined, version: None, from: None, until: Some(year(last).last_day()) };
        house.perform(until(2025));
        let now = house.ask(ReadAgreement { id: agreement }).figures.expect("a discount");
        assert_eq!(sums(&now), ["250000.00", "12500.00", "12500.00", "0.00"], "its end takes nothing back");
    });
}

/// A3-8: setting the last year of a membership so that a settled one falls off is refused.
#[test]
fn a3_8_a_membership_keeps_its_settled_years() {
    on_both(|house| {
        let (of, agreement, _) = settled_2025(house);
        let all = crate::clients::ListCorporateMembers {
            group: of.group,
            as_of: Some(day("2025-01-01")),
            voided: false,
            after: None,
            limit: 50,
        };
        let first = house.ask(all).items.into_iter().find(|member| member.client == of.c1).expect("C1").id;
        let to = |last| ChangeLastYear { id: first, version: None, from: None, until: Some(year(last).last_day()) };
        assert_eq!(house.refusal(to(2024)), "YEAR_SETTLED");
        house.perform(to(2025));
        assert!(house.ask(ReadAgreement { id: agreement }).figures.is_some());
    });
}

/// A3-9: a group that has an agreement is not deleted, though it never had a member.
#[test]
fn a3_9_a_group_with_an_agreement_stays() {
    on_both(|house| {
        let own = group(house, "Nordkai", "Holding", (2025, 2026));
        let made = operation(house, new_agreement(own, 2025, Scale::Slab));
        let delete = DeleteCorporateGroup { id: own, version: None };
        assert_eq!(house.refusal(delete.clone()), "CORPORATE_GROUP_USED");
        undo(&house.desk, &house.owner(), made, None).expect("undone");
        assert!(house.ask(ListAgreements { group: own }).is_empty());
        house.perform(delete);
    });
}

/// Making and changing an agreement is taken back as long as nothing leans on it.
#[test]
fn an_agreement_is_taken_back_until_something_leans_on_it() {
    on_both(|house| {
        let of = holding(house);
        orders_of_2025(house, &of);
        let blocked = |operation| code(undo(&house.desk, &house.owner(), operation, None).expect_err("blocked"));
        let made = operation(house, new_agreement(of.group, 2025, Scale::Slab));
        let id = house.ask(ListAgreements { group: of.group })[0].agreement.id;
        let patch = AgreementPatch { scale: Some(Scale::Stepped), ..AgreementPatch::default() };
        let changed = operation(house, ChangeAgreement { id, version: None, patch });
        assert_eq!(blocked(made), "UNDO_BLOCKED");
        undo(&house.desk, &house.owner(), changed, None).expect("undone");
        assert_eq!(house.ask(ReadAgreement { id }).agreement.scale, Scale::Slab);
        house.perform(WriteMemo { agreement: id, text: "Stays".to_owned() });
        assert_eq!(blocked(made), "UNDO_BLOCKED");
        let joined = crate::clients::AddCorporateMembers {
            group: of.group,
            clients: vec![client(house, "C4", "Holding")],
            from: year(2025).first_day(),
            until: year(2025).last_day(),
        };
        let joined = operation(house, joined);
        let longer = operation(house, ending(of.group, 2028));
        let receipt =
            house.desk.carry_out(Order::new(house.owner(), settle(id, SettlementKind::Final))).expect("settled");
        assert!(receipt.operation.is_none(), "a settlement is not undone");
        assert_eq!(blocked(joined), "UNDO_BLOCKED");
        undo(&house.desk, &house.owner(), longer, None).expect("2028 was not settled");
    });
}

/// A settlement's draft is booked as it is: neither deleted nor worth another amount; its day and words may change.
#[test]
fn the_document_of_a_settlement_stays_what_was_settled() {
    on_both(|house| {
        let (of, _, settlement) = settled_2025(house);
        let id = read(house, settlement).documents[0].id;
        assert_eq!(house.refusal(DeleteDraft { id, version: None }), "SETTLEMENT_DOCUMENT");
        let change = |patch| ChangeDraft { id, version: None, patch };
        let other = DraftPatch { client: Some(of.c3), ..DraftPatch::default() };
        assert_eq!(house.refusal(change(other)), "SETTLEMENT_DOCUMENT");
        let cheaper = DraftPatch { lines: Some(Vec::new()), ..DraftPatch::default() };
        assert_eq!(house.refusal(change(cheaper)), "SETTLEMENT_DOCUMENT");
        let served = DraftPatch { service_day: Some(Some(day("2026-01-01"))), ..DraftPatch::default() };
        assert_eq!(house.refusal(change(served)), "SETTLEMENT_DOCUMENT");
        let words =
            DraftPatch { note: Some("Thank you".to_owned()), day: Some(day("2026-03-01")), ..DraftPatch::default() };
        house.perform(change(words));
    });
}

/// Going around the program: settlements and settled years are neither changed nor deleted, on both databases.
#[test]
fn the_database_keeps_what_was_settled() {
    on_both(|house| {
        settled_2025(house);
        for sql in [
            "UPDATE settlements SET amount = 0",
            "DELETE FROM settlements",
            "UPDATE settlement_members SET amount = 0",
            "DELETE FROM settlement_members",
            "UPDATE settled_years SET year = 2024",
            "DELETE FROM settled_years",
            "DELETE FROM slots WHERE slot LIKE '%:2025'",
            "DELETE FROM invoices WHERE settlement IS NOT NULL",
        ] {
            assert!(house.try_run(sql).is_err(), "{sql}");
        }
    });
}

/// Each law on settlements finds the fault that is seeded for it.
#[test]
fn the_laws_find_what_is_wrong() {
    let seeds = [
        ("UPDATE agreements SET number = 3", "the agreements of a year are numbered without a gap"),
        ("DELETE FROM agreement_tiers", "an agreement has tiers, and its group knows that a year has one"),
        ("DELETE FROM agreed_years", "an agreement has tiers, and its group knows that a year has one"),
        ("UPDATE settlements SET volume = volume + 1", "a settlement is the sum of the parts of its members"),
        (
            "UPDATE settlements SET number = 2",
            "a settlement goes on from those before it, member by member and without a gap",
        ),
        (
            "UPDATE invoices SET settlement = NULL WHERE settlement IS NOT NULL",
            "the document of a settlement is of its member and worth its part",
        ),
        (
            "UPDATE invoices SET settlement = client WHERE settlement IS NULL",
            "a document that came of a settlement names one that is there",
        ),
        ("DELETE FROM settled_years", "whoever was settled with in a year stands in the group in that year"),
    ];
    for (sql, law) in seeds {
        let house = TestHouse::sqlite();
        settled_2025(&house);
        for guard in ["settlements_stay", "settled_years_remain", "invoices_stay"] {
            house.run(&format!("DROP TRIGGER {guard}"));
        }
        house.run(sql);
        let broken = house.verify().expect("a verdict");
        assert!(broken.iter().any(|sentence| sentence.starts_with(law)), "{sql}: {broken:?}");
        std::mem::forget(house);
    }
}
