//! Everything that is refused, in order of precedence.

use super::*;
use crate::groups::corporate::{CreateCorporateType, ListClientTypes};
use crate::testing::on_both;

/// A3-25: everything wrong first; one thing repaired at a time names the next refusal.
#[test]
fn an_agreement_is_refused_in_order() {
    on_both(|house| {
        let takes = house
            .ask(ListClientTypes)
            .iter()
            .find(|line| line.of_type.name.as_str() == "Holding")
            .expect("it")
            .of_type
            .id;
        let plain =
            CreateCorporateType { name: "Plain".parse().expect("a name"), client_type: takes, effect: Effect::None };
        house.perform(plain);
        let nothing = group(house, "Nothing", "Plain", (2025, 2025));
        let own = group(house, "Nordkai", "Holding", (2025, 2026));
        let wrong = MakeAgreement { scale: None, tiers: Vec::new(), ..new_agreement(nothing, 2030, Scale::Slab) };
        assert_eq!(house.refusal(wrong.clone()), "AGREEMENT_WITHOUT_EFFECT");
        let step = MakeAgreement { group: own, ..wrong };
        assert_eq!(house.refusal(step.clone()), "AGREEMENT_OUTSIDE_GROUP");
        house.perform(new_agreement(own, 2026, Scale::Slab));
        let step = MakeAgreement { year: year(2026), ..step };
        assert_eq!(house.refusal(step.clone()), "AGREEMENT_EXISTS");
        let step = MakeAgreement { year: year(2025), ..step };
        assert_eq!(house.refusal(step.clone()), "SCALE_REQUIRED");
        let step = MakeAgreement { scale: Some(Scale::Stepped), ..step };
        assert_eq!(house.refusal(step.clone()), "TIERS_REQUIRED");
        let tier = |from: i64, rate: i64| Tier { from, rate: Rate(rate) };
        let with = |tiers: Vec<Tier>| MakeAgreement { tiers, ..step.clone() };
        assert_eq!(house.refusal(with((0..51).map(|from| tier(from, 1)).collect())), "TIERS_TOO_MANY");
        assert_eq!(house.refusal(with(vec![tier(-1, 100)])), "TIER_NEGATIVE");
        assert_eq!(house.refusal(with(vec![tier(0, -1)])), "TIER_NEGATIVE");
        assert_eq!(house.refusal(with(vec![tier(100, 1), tier(100, 2)])), "TIERS_NOT_ASCENDING");
        assert_eq!(house.refusal(with(vec![tier(0, 1), tier(100, 10_001)])), "RATE_ABOVE_100");
        let id = house.perform(MakeAgreement { allow_above_100: true, ..with(vec![tier(0, 12_000)]) });
        let patch = AgreementPatch { allow_above_100: Some(false), ..AgreementPatch::default() };
        let strict = ChangeAgreement { id, version: None, patch };
        assert_eq!(house.refusal(strict), "RATE_ABOVE_100", "the switch is not taken away under a rate");
    });
}

/// A3-25: a memo says something, and stays.
#[test]
fn a3_25_a_memo_says_something() {
    on_both(|house| {
        let own = group(house, "Nordkai", "Holding", (2025, 2026));
        let agreement = house.perform(new_agreement(own, 2025, Scale::Slab));
        let memo = |text: &str| WriteMemo { agreement, text: text.to_owned() };
        assert_eq!(house.refusal(memo(" \n ")), "MEMO_REQUIRED");
        assert_eq!(house.refusal(memo(&"a".repeat(2_001))), "TEXT_TOO_LONG");
        house.perform(memo("Agreed by telephone"));
        let memos = house.ask(ReadAgreement { id: agreement }).memos;
        assert_eq!(memos.iter().map(|memo| memo.text.as_str()).collect::<Vec<_>>(), ["Agreed by telephone"]);
        for sql in ["DELETE FROM agreement_memos", "UPDATE agreement_memos SET text = 'x'"] {
            assert!(house.try_run(sql).is_err(), "{sql}");
        }
    });
}

/// Everything that keeps an agreement from being settled, one after the other.
#[test]
fn a_settlement_is_refused_in_order() {
    on_both(|house| {
        let of = holding(house);
        let agency = group(house, "Agency", "Corporate agency", (2025, 2026));
        let rebate = house.perform(new_agreement(agency, 2025, Scale::Slab));
        assert_eq!(house.refusal(settle(rebate, SettlementKind::Final)), "SETTLES_NO_REBATE");
        let id = house.perform(new_agreement(of.group, 2026, Scale::Slab));
        let stale = Settle { version: Some(7), ..settle(id, SettlementKind::Correction) };
        assert_eq!(house.refusal(stale), "CHANGED_MEANWHILE");
        assert_eq!(house.refusal(settle(id, SettlementKind::Correction)), "NOT_FINAL_YET");
        assert_eq!(house.refusal(settle(id, SettlementKind::Partial)), "THROUGH_REQUIRED");
        assert_eq!(house.refusal(through(id, SettlementKind::Partial, "2025-12-31")), "THROUGH_OUTSIDE_YEAR");
        assert_eq!(house.refusal(through(id, SettlementKind::Final, "2026-06-30")), "THROUGH_NOT_YEAR_END");
        assert_eq!(house.refusal(settle(id, SettlementKind::Final)), "YEAR_NOT_OVER");
        assert_eq!(house.refusal(through(id, SettlementKind::Partial, "2026-03-31")), "NOTHING_TO_SETTLE");
        order(house, of.c1, "100000", "2026-02-01");
        house.perform(through(id, SettlementKind::Partial, "2026-03-31"));
        assert_eq!(house.refusal(through(id, SettlementKind::Partial, "2026-03-31")), "NOTHING_TO_SETTLE");
        assert_eq!(house.refusal(through(id, SettlementKind::Partial, "2026-03-30")), "SETTLED_FURTHER");
        order(house, of.c1, "1000", "2026-02-01");
        let unknown = kernel::ProductGroupId::from_uuid(kernel::Uuid::nil());
        let odd = Settle { product_group: Some(unknown), ..through(id, SettlementKind::Partial, "2026-04-30") };
        assert_eq!(house.refusal(odd), "PRODUCT_GROUP_UNKNOWN");
        house.perform(Settle { early: true, ..settle(id, SettlementKind::Final) });
        assert_eq!(house.refusal(settle(id, SettlementKind::Final)), "FINAL_SETTLED");
        assert_eq!(house.refusal(through(id, SettlementKind::Partial, "2026-12-31")), "FINAL_SETTLED");
    });
}

/// A3-25: no order counts in two cash contracts: who is in two groups with a discount is named, and nothing is settled.
#[test]
fn a3_25_no_document_counts_in_two_agreements() {
    on_both(|house| {
        let of = holding(house);
        orders_of_2025(house, &of);
        let takes = house
            .ask(ListClientTypes)
            .iter()
            .find(|line| line.of_type.name.as_str() == "Holding")
            .expect("it")
            .of_type
            .id;
        house.perform(CreateCorporateType {
            name: "Buyers".parse().expect("a name"),
            client_type: takes,
            effect: Effect::CorporateDiscount,
        });
        let other = group(house, "Buyers", "Buyers", (2025, 2025));
        let twice = add(house, other, of.c2, (2025, 2025));
        let first = house.perform(new_agreement(of.group, 2025, Scale::Slab));
        house.perform(new_agreement(other, 2025, Scale::Slab));
        let refusal = refused(house, settle(first, SettlementKind::Final));
        assert_eq!(refusal.code, "COUNTED_TWICE");
        assert!(refusal.title.contains("“C2” in “Buyers”"), "{refusal}");
        let reason = "In Nordkai already".to_owned();
        house.perform(crate::clients::VoidMembership { id: twice, version: None, reason });
        house.perform(settle(first, SettlementKind::Final));
    });
}

/// The scale is fixed once something was settled; the tiers are not, and the next settlement corrects the difference.
#[test]
fn a_scale_is_fixed_once_something_was_settled() {
    on_both(|house| {
        let of = holding(house);
        orders_of_2025(house, &of);
        let id = house.perform(new_agreement(of.group, 2025, Scale::Slab));
        let change = |patch: AgreementPatch| ChangeAgreement { id, version: None, patch };
        let stepped = || change(AgreementPatch { scale: Some(Scale::Stepped), ..AgreementPatch::default() });
        house.perform(stepped());
        house.perform(change(AgreementPatch { scale: Some(Scale::Slab), ..AgreementPatch::default() }));
        house.perform(settle(id, SettlementKind::Final));
        assert_eq!(house.refusal(stepped()), "SCALE_FIXED");
        let dearer = vec![Tier { from: 0, rate: Rate(400) }];
        house.perform(change(AgreementPatch { tiers: Some(dearer), ..AgreementPatch::default() }));
        let corrected = read(house, house.perform(settle(id, SettlementKind::Correction)));
        assert_eq!(sums(&corrected.settlement.figures), ["210000.00", "8400.00", "6300.00", "2100.00"]);
        let first = house.ask(ListSettlements { of: SettlementsOf::Agreement(id) }).remove(0).settlement;
        assert_eq!((first.tiers, sums(&first.figures)[1].as_str()), (tiers(), "6300.00"), "it keeps the tiers of then");
    });
}
