//! The roll-over: what is proposed, what is left out with its reason, and one step forth and back.

use super::*;
use crate::clients::{ListCorporateMembers, ReadCorporateGroup};
use crate::testing::{code, on_both};
use crate::undo::undo;

fn roll(group: GroupId, memberships: Vec<(MembershipId, Year)>) -> RollOver {
    RollOver { group, version: None, from: Some(year(2026)), memberships, agreement: None, extend_group: false }
}

fn members_of(house: &TestHouse, group: GroupId, of: i64) -> Vec<String> {
    let as_of = Some(year(of).first_day());
    let page = house.ask(ListCorporateMembers { group, as_of, voided: false, after: None, limit: 50 });
    page.items.into_iter().map(|member| member.name).collect()
}

/// Proposals are for those whose last year it is; who is elsewhere in the next year is left out with the reason.
#[test]
fn a_roll_over_is_proposed_done_and_undone_in_one_step() {
    on_both(|house| {
        let own = group(house, "Nordkai", "Holding", (2024, 2026));
        let other = group(house, "Saltmarsh", "Holding", (2024, 2028));
        let [a, b, c, gone] = ["A", "B", "C", "Gone"].map(|called| client(house, called, "Holding"));
        let first = add(house, own, a, (2024, 2026));
        let second = add(house, own, b, (2026, 2026));
        let third = add(house, own, c, (2025, 2026));
        add(house, own, gone, (2024, 2025));
        add(house, other, c, (2027, 2027));
        house.perform(new_agreement(own, 2026, Scale::Stepped));
        let proposal = house.ask(ProposeRollOver { group: own, from: None });
        let told =
            |member: &ProposedMember| (member.name.clone(), member.conflict.as_ref().map(|refusal| refusal.code));
        let wanted = [("A", None), ("B", None), ("C", Some("SAME_TYPE_OVERLAP"))];
        assert_eq!(
            proposal.members.iter().map(told).collect::<Vec<_>>(),
            wanted.map(|(name, code)| (name.to_owned(), code))
        );
        assert!(proposal.group_ends && proposal.agreement.is_some() && proposal.next_agreement.is_none());
        let next = year(2027);
        let all = RollOver {
            agreement: Some(AgreementPatch::default()),
            ..roll(own, vec![(first, next), (second, year(2028))])
        };
        assert_eq!(house.refusal(all.clone()), "MEMBER_OUTSIDE_GROUP");
        let all = RollOver { extend_group: true, ..all };
        let with_c = RollOver { memberships: vec![(third, next)], ..all.clone() };
        assert_eq!(house.refusal(with_c), "SAME_TYPE_OVERLAP");
        let done = operation(house, all.clone());
        assert_eq!(members_of(house, own, 2027), ["A", "B"]);
        assert_eq!(members_of(house, own, 2028), ["B"]);
        let view = house.ask(ReadCorporateGroup { id: own });
        assert_eq!((view.group.years.last, view.heads[0].years.last), (year(2028), year(2028)));
        let copy = &house.ask(ListAgreements { group: own })[0].agreement;
        assert_eq!((copy.title().as_str(), copy.scale, &copy.tiers), ("2027/1/CASH/Nordkai", Scale::Stepped, &tiers()));
        let again = RollOver { memberships: Vec::new(), ..all };
        assert_eq!(house.refusal(again), "AGREEMENT_EXISTS");
        undo(&house.desk, &house.owner(), done, None).expect("undone");
        assert!(members_of(house, own, 2027).is_empty());
        assert_eq!(house.ask(ListAgreements { group: own }).len(), 1);
        assert_eq!(house.ask(ReadCorporateGroup { id: own }).group.years.last, year(2026));
    });
}

/// What keeps a roll-over from being done, and what keeps it from being undone.
#[test]
fn a_roll_over_is_refused_with_nothing_to_do() {
    on_both(|house| {
        let own = group(house, "Nordkai", "Holding", (2024, 2030));
        let first = add(house, own, client(house, "A", "Holding"), (2024, 2026));
        let stale = RollOver { version: Some(9), ..roll(own, Vec::new()) };
        assert_eq!(house.refusal(stale), "CHANGED_MEANWHILE");
        assert_eq!(house.refusal(roll(own, Vec::new())), "NOTHING_TO_ROLL_OVER");
        let copies = RollOver { agreement: Some(AgreementPatch::default()), ..roll(own, vec![(first, year(2027))]) };
        assert_eq!(house.refusal(copies), "NO_AGREEMENT_TO_COPY");
        let foreign = group(house, "Saltmarsh", "Holding", (2024, 2030));
        let failure =
            house.desk.perform(&house.owner(), roll(foreign, vec![(first, year(2027))])).expect_err("missing");
        assert_eq!(code(failure), "missing membership");
        let done = operation(house, roll(own, vec![(first, year(2027))]));
        let member = client(house, "B", "Holding");
        add(house, own, member, (2027, 2027));
        order(house, member, "200000", "2027-01-05");
        let id = house.perform(new_agreement(own, 2027, Scale::Slab));
        house.perform(through(id, SettlementKind::Partial, "2027-06-30"));
        assert_eq!(code(undo(&house.desk, &house.owner(), done, None).expect_err("blocked")), "UNDO_BLOCKED");
    });
}
