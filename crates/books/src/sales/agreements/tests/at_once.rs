//! Two who settle, and two who agree, at the same moment.

use super::*;
use crate::testing::{code, on_both};

/// What each was answered, an outcome or the code of a refusal, in the order of the commands.
fn at_once<A: Act<Outcome: Send>>(house: &TestHouse, acts: Vec<A>) -> Vec<Result<A::Outcome, String>> {
    let caller = house.owner();
    std::thread::scope(|scope| {
        let asked: Vec<_> =
            acts.into_iter().map(|act| scope.spawn(|| house.desk.perform(&caller, act).map_err(code))).collect();
        asked.into_iter().map(|asked| asked.join().expect("an answer")).collect()
    })
}

/// A holding of two members with 100,000 and 110,000 in 2025, and its agreement.
fn agreed(house: &TestHouse, called: &str) -> AgreementId {
    let own = group(house, called, "Holding", (2025, 2026));
    for (name, net, served) in [("A", "100000", "2025-03-10"), ("B", "110000", "2025-09-10")] {
        let member = client(house, &format!("{name} of {called}"), "Holding");
        add(house, own, member, (2025, 2026));
        order(house, member, net, served);
    }
    house.perform(new_agreement(own, 2025, Scale::Slab))
}

/// The sums of the agreement, what all its settlements gave, and how many drafts they made.
fn stands(house: &TestHouse, id: AgreementId) -> ([String; 4], String, usize) {
    let listed = house.ask(ListSettlements { of: SettlementsOf::Agreement(id) });
    let given: i64 = listed.iter().map(|view| view.settlement.figures.amount).sum();
    let drafts = listed.iter().map(|view| view.documents.len()).sum();
    (sums(&house.ask(ReadAgreement { id }).figures.expect("a discount")), money(given), drafts)
}

/// A3-21, two at once: of two who settle one year for good exactly one does, and the other is told that it is settled; what
/// was given is what the volume gives, once, with one draft for each member.
#[test]
fn a3_21_two_settle_a_year_for_good() {
    on_both(|house| {
        for round in 0..4 {
            let id = agreed(house, &format!("Nordkai {round}"));
            let answers = at_once(house, vec![settle(id, SettlementKind::Final); 2]);
            let (done, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
            assert_eq!((done.len(), refused), (1, vec![Err("FINAL_SETTLED".to_owned())]), "round {round}");
            let all = ["210000.00", "6300.00", "6300.00", "0.00"].map(str::to_owned);
            assert_eq!(stands(house, id), (all, "6300.00".to_owned(), 2), "round {round}");
        }
        let drafts = "SELECT COUNT(*) FROM invoices WHERE settlement IS NOT NULL";
        assert_eq!(house.number(drafts), 8, "who was refused left no draft behind");
    });
}

/// A3-21, two at once: of two who settle the same part of a year exactly one does, and the other learns that nothing is left.
#[test]
fn a3_21_two_settle_the_same_part() {
    on_both(|house| {
        let id = agreed(house, "Nordkai");
        let answers = at_once(house, vec![through(id, SettlementKind::Partial, "2025-12-31"); 2]);
        let (done, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!((done.len(), refused), (1, vec![Err("NOTHING_TO_SETTLE".to_owned())]));
        assert_eq!(stands(house, id).1, "6300.00");
    });
}

/// A3-21, at once one settles a part and another the year: whoever comes first, both together give what the volume gives.
#[test]
fn a3_21_a_part_and_the_year_give_no_more_than_the_year() {
    on_both(|house| {
        for round in 0..4 {
            let id = agreed(house, &format!("Nordkai {round}"));
            let part = through(id, SettlementKind::Partial, "2025-06-30");
            let answers = at_once(house, vec![part, settle(id, SettlementKind::Final)]);
            assert!(answers[1].is_ok(), "{answers:?}");
            assert!(answers[0].as_ref().err().is_none_or(|code| code == "FINAL_SETTLED"), "{answers:?}");
            let (sums, given, _) = stands(house, id);
            assert_eq!((sums[2].as_str(), sums[3].as_str(), given.as_str()), ("6300.00", "0.00", "6300.00"));
        }
    });
}

/// A3-25, two at once and more: agreements of one year that are made at the same moment have the numbers from 1 on, each one
/// once. Of two for one group and year one is made, and the refused one uses up no number.
#[test]
fn a3_25_agreements_made_at_once_are_numbered_without_a_gap() {
    on_both(|house| {
        let groups: Vec<GroupId> =
            (0..6).map(|at| group(house, &format!("Group {at}"), "Holding", (2025, 2027))).collect();
        let numbers = |year: i64| {
            let sql = |what: &str| format!("SELECT {what} FROM agreements WHERE year = {year}");
            ["COUNT(*)", "COUNT(DISTINCT number)", "MIN(number)", "MAX(number)"].map(|what| house.number(&sql(what)))
        };
        let answers = at_once(house, groups.iter().map(|of| new_agreement(*of, 2025, Scale::Slab)).collect());
        let mut titles: Vec<String> = answers
            .into_iter()
            .map(|made| house.ask(ReadAgreement { id: made.expect("made") }).agreement.title())
            .collect();
        titles.sort();
        let first: Vec<&str> = titles.iter().filter_map(|title| title.split("/CASH/").next()).collect();
        assert_eq!(first, ["2025/1", "2025/2", "2025/3", "2025/4", "2025/5", "2025/6"], "{titles:?}");
        // Each twice: half of them are refused, and the next year is numbered from 1 without a gap all the same.
        let twice = groups.iter().chain(&groups).map(|of| new_agreement(*of, 2026, Scale::Slab)).collect();
        let (made, refused): (Vec<_>, Vec<_>) = at_once(house, twice).into_iter().partition(Result::is_ok);
        assert_eq!(made.len(), 6);
        assert!(refused.iter().all(|answer| answer == &Err("AGREEMENT_EXISTS".to_owned())), "{refused:?}");
        assert_eq!((numbers(2025), numbers(2026)), ([6, 6, 1, 6], [6, 6, 1, 6]));
        let id = house.perform(new_agreement(groups[0], 2027, Scale::Slab));
        assert_eq!(house.ask(ReadAgreement { id }).agreement.title(), "2027/1/CASH/Group 0");
    });
}
