//! The rules of rebates in kind, on both databases: V3 word for word, each refusal, and two at once.

use kernel::{AgreementId, ClientId, GroupId, InvoiceId, MembershipId, Name, ProductGroupId, Quantity, Rate, Year};

use super::*;
use crate::Act;
use crate::clients::VoidMembership;
use crate::groups::corporate::{CreateCorporateType, Effect, ListClientTypes};
use crate::sales::agreements::tests::{add, group};
use crate::sales::agreements::{AgreementPatch, ChangeAgreement, MakeAgreement, ReadAgreement, Scale, Tier};
use crate::sales::invoices::tests::{booked, client_of, client_of_type, day, draft_for, eur, read};
use crate::sales::invoices::{
    BookInvoice, ChangeDraft, CreditInvoice, CreditLine, Draft, DraftInvoice, DraftLine, DraftPatch, ReadPrinted, State,
};
use crate::sales::products::ReadProductChoices;
use crate::sales::products::tests::price;
use crate::testing::{TestHouse, on_both};

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

fn year(number: i64) -> Year {
    Year::from_number(number).expect("a year")
}

fn agency(house: &TestHouse, called: &str) -> ClientId {
    client_of_type(house, called, "Corporate agency")
}

fn corporate_agency(house: &TestHouse, called: &str, of_type: &str) -> GroupId {
    group(house, called, of_type, (2025, 2027))
}

fn tiers(steps: &[(i64, i64)]) -> Vec<Tier> {
    steps.iter().map(|(from, percent)| Tier { from: from * 100, rate: Rate(percent * 100) }).collect()
}

fn agreed(group: GroupId, number: i64) -> MakeAgreement {
    MakeAgreement {
        group,
        year: year(number),
        name: None,
        scale: Some(Scale::Slab),
        tiers: tiers(&[(500_000, 2), (1_000_000, 4)]),
        allow_above_100: false,
        exclusions: Vec::new(),
    }
}

/// V3: K with the agencies A1 (2025–2027) and A2 (from 2026), an agreement for 2026, and a client of theirs.
struct Cast {
    a1: ClientId,
    a2: ClientId,
    client: ClientId,
    agreement: AgreementId,
    membership: MembershipId,
}

fn cast(house: &TestHouse) -> Cast {
    let k = corporate_agency(house, "K", "Corporate agency");
    let (a1, a2) = (agency(house, "A1"), agency(house, "A2"));
    let membership = add(house, k, a1, (2025, 2027));
    add(house, k, a2, (2026, 2027));
    let agreement = house.perform(agreed(k, 2026));
    Cast { a1, a2, client: client_of(house, "Advertiser", "Domestic"), agreement, membership }
}

fn order(client: ClientId, through: Option<ClientId>, net: &str) -> Draft {
    Draft { agency: through, ..draft_for(client, net) }
}

fn spots(units: i64, cost: &str) -> DraftLine {
    DraftLine { quantity: Quantity(units * 1_000), free: true, ..DraftLine::of_text("Spot", price(cost)) }
}

fn free(client: ClientId, through: ClientId, units: i64) -> Draft {
    Draft { lines: vec![spots(units, "500")], ..order(client, Some(through), "0") }
}

fn budget_of(house: &TestHouse, id: AgreementId) -> Budget {
    house.ask(ReadAgreement { id }).rebate.expect("a rebate").budget
}

/// Volume, earned, granted, left and overdrawn, in whole units of the currency.
fn figures(house: &TestHouse, id: AgreementId) -> [i64; 5] {
    let budget = budget_of(house, id);
    [budget.volume, budget.earned, budget.granted, budget.left(), budget.overdrawn()].map(|minor| minor / 100)
}

fn refused<A: Act>(house: &TestHouse, act: A) -> kernel::Refusal
where
    A::Outcome: std::fmt::Debug,
{
    house.desk.perform(&house.owner(), act).expect_err("refused").refusal().expect("a refusal").clone()
}

fn credited(house: &TestHouse, id: InvoiceId, lines: &[(usize, i64)]) -> InvoiceId {
    let lines = lines.iter().map(|(line, units)| CreditLine { line: *line, quantity: Some(Quantity(units * 1_000)) });
    let note = CreditInvoice { id, day: None, lines: lines.collect(), note: String::new() };
    let note = house.perform(note);
    house.perform(BookInvoice { id: note, version: None })
}

/// A3-22, V3 word for word: 1,100,000 through two agencies earn 44,000 in free spots, which are 88 of 500; booking uses
/// them up, taking the order back returns them, and a volume of 950,000 leaves −11,000 to be seen.
#[test]
fn v3_free_spots_are_earned_used_given_back_and_overdrawn() {
    on_both(|house| {
        let cast = cast(house);
        booked(house, order(cast.client, Some(cast.a1), "550000"));
        let large = booked(house, order(cast.client, Some(cast.a1), "150000"));
        booked(house, order(cast.client, Some(cast.a2), "400000"));
        assert_eq!(figures(house, cast.agreement), [1_100_000, 44_000, 0, 44_000, 0]);
        let too_many = house.perform(DraftInvoice { draft: free(cast.client, cast.a1, 89) });
        let refusal = refused(house, BookInvoice { id: too_many, version: None });
        assert_eq!(refusal.code, "REBATE_OVERDRAWN");
        assert_eq!(refusal.title, "Line 1 needs 44,500.00 EUR of free units; 44,000.00 EUR are left.");
        assert!(refusal.detail.contains("88 whole units at 500.00"), "{}", refusal.detail);
        let view = read(house, too_many);
        let would = view.free.expect("what it would use");
        assert_eq!((would.list_value, would.left), (eur("44500.00"), Some(eur("44000.00"))));
        assert_eq!(view.objection.expect("the draft says so").code, "REBATE_OVERDRAWN");
        assert_eq!(figures(house, cast.agreement)[2], 0, "a draft uses nothing");
        let given = booked(house, free(cast.client, cast.a1, 60));
        assert_eq!(figures(house, cast.agreement), [1_100_000, 44_000, 30_000, 14_000, 0]);
        let view = read(house, given);
        let line = &view.invoice.lines[0];
        assert_eq!((line.unit_price, line.net), (price("0"), eur("0.00")));
        let memo = line.free.expect("free");
        assert_eq!((memo.list_price, memo.list_value), (price("500"), eur("30000.00")));
        assert_eq!(memo.agreement, Some(cast.agreement));
        let paper = house.ask(ReadPrinted { id: given });
        assert_eq!((paper.lines[0].unit_price, paper.lines[0].list_value), (price("0"), Some(eur("30000.00"))));
        assert_eq!((paper.gross, paper.agency.as_deref()), (eur("0.00"), Some("A1")));
        assert_eq!((view.state, view.entry_number, view.open), (State::Settled, None, 0), "there is nothing to post");
        // Given back in part, and given again.
        credited(house, given, &[(1, 20)]);
        assert_eq!(figures(house, cast.agreement)[2], 20_000);
        booked(house, free(cast.client, cast.a2, 20));
        assert_eq!(figures(house, cast.agreement), [1_100_000, 44_000, 30_000, 14_000, 0]);
        // The turnover falls to 950,000: 2 % are 19,000, and 30,000 were given.
        credited(house, large, &[]);
        assert_eq!(figures(house, cast.agreement), [950_000, 19_000, 30_000, 0, -11_000]);
        let one = house.perform(DraftInvoice { draft: free(cast.client, cast.a1, 1) });
        let refusal = refused(house, BookInvoice { id: one, version: None });
        assert!(refusal.detail.contains("0 whole units"), "{}", refusal.detail);
        let lines = house.ask(ReadAgreement { id: cast.agreement }).rebate.expect("a rebate").lines;
        let shown: Vec<(bool, i64)> = lines.iter().map(|line| (line.is_booked, line.list_value / 100)).collect();
        assert_eq!(shown.iter().filter(|(is_booked, _)| *is_booked).map(|(_, value)| value).sum::<i64>(), 30_000);
        assert_eq!(shown.iter().filter(|(is_booked, _)| !is_booked).count(), 2);
    });
}

/// V3: an order that A2 booked before its membership year does not count, nor one of another year or another agency; a
/// member's own order does, and the day of service decides.
#[test]
fn v3_an_order_before_the_membership_does_not_count() {
    on_both(|house| {
        let cast = cast(house);
        let other = client_of(house, "Other agency", "Domestic");
        let on = |draft: Draft, text: &str| Draft { day: day(text), ..draft };
        booked(house, on(order(cast.client, Some(cast.a2), "1000"), "2025-12-31"));
        booked(house, on(order(cast.client, Some(cast.a1), "1000"), "2027-01-01"));
        booked(house, order(cast.client, Some(other), "1000"));
        booked(house, order(cast.client, None, "1000"));
        booked(house, order(cast.a1, Some(other), "1000"));
        house.perform(DraftInvoice { draft: order(cast.client, Some(cast.a1), "1000") });
        assert_eq!(budget_of(house, cast.agreement).volume, 0);
        booked(house, order(cast.a1, None, "500"));
        let served = Draft { service_day: Some(day("2026-12-31")), ..order(cast.client, Some(cast.a2), "70") };
        booked(house, on(served, "2027-01-15"));
        let discounted = DraftLine { discount: Rate(1_000), ..DraftLine::of_text("Spot", price("100")) };
        booked(house, Draft { lines: vec![discounted], ..order(cast.client, Some(cast.a1), "0") });
        assert_eq!(budget_of(house, cast.agreement).volume, 50_000 + 7_000 + 9_000, "net after discounts");
        house.perform(VoidMembership { id: cast.membership, version: None, reason: "A slip".to_owned() });
        assert_eq!(budget_of(house, cast.agreement).volume, 7_000, "a void membership counts for nothing");
    });
}

/// V3: a rate of 120 % is refused unless the switch is on; then it gives more than was sold.
#[test]
fn v3_a_rate_above_100_needs_the_switch() {
    on_both(|house| {
        let k = corporate_agency(house, "K", "Corporate agency");
        let high = MakeAgreement { tiers: tiers(&[(0, 120)]), ..agreed(k, 2026) };
        assert_eq!(house.refusal(high.clone()), "RATE_ABOVE_100");
        let id = house.perform(MakeAgreement { allow_above_100: true, ..high });
        let a1 = agency(house, "A1");
        add(house, k, a1, (2026, 2026));
        booked(house, order(a1, None, "1000"));
        assert_eq!(figures(house, id), [1_000, 1_200, 0, 1_200, 0]);
    });
}

/// A3-22: what excluded product groups bring does not count; an unknown one is refused.
#[test]
fn a3_22_excluded_product_groups_do_not_count() {
    on_both(|house| {
        let cast = cast(house);
        let groups: Vec<ProductGroupId> = house.ask(ReadProductChoices).groups.iter().map(|group| group.id).collect();
        let of_group = |group: ProductGroupId, net: &str| DraftLine {
            product_group: Some(group),
            ..DraftLine::of_text("Spot", price(net))
        };
        let lines = vec![of_group(groups[0], "100"), of_group(groups[1], "30")];
        booked(house, Draft { lines, ..order(cast.client, Some(cast.a1), "0") });
        let exclude = |exclusions: Vec<ProductGroupId>| ChangeAgreement {
            id: cast.agreement,
            version: None,
            patch: AgreementPatch { exclusions: Some(exclusions), ..AgreementPatch::default() },
        };
        assert_eq!(budget_of(house, cast.agreement).volume, 13_000);
        house.perform(exclude(vec![groups[1], groups[1]]));
        assert_eq!(budget_of(house, cast.agreement).volume, 10_000);
        assert_eq!(house.ask(ReadAgreement { id: cast.agreement }).agreement.exclusions, [groups[1]]);
        let unknown = "pgr_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        assert_eq!(house.refusal(exclude(vec![unknown])), "PRODUCT_GROUP_UNKNOWN");
        assert_eq!(
            house.refusal(MakeAgreement { exclusions: vec![unknown], ..agreed(second(house), 2026) }),
            "PRODUCT_GROUP_UNKNOWN"
        );
        house.perform(exclude(Vec::new()));
        assert_eq!(budget_of(house, cast.agreement).volume, 13_000);
    });
}

fn second(house: &TestHouse) -> GroupId {
    corporate_agency(house, "Second", "Corporate agency")
}

/// A3-22: each thing wrong with a free line is refused, when it is typed or when it is booked.
#[test]
fn a3_22_free_lines_are_refused_in_order() {
    on_both(|house| {
        let cast = cast(house);
        let typed = |line: DraftLine, through: Option<ClientId>| DraftInvoice {
            draft: Draft { lines: vec![line], ..order(cast.client, through, "0") },
        };
        let half = DraftLine { quantity: Quantity(1_500), ..spots(1, "500") };
        assert_eq!(house.refusal(typed(half, None)), "FREE_UNITS_WHOLE");
        assert_eq!(
            house.refusal(typed(DraftLine { quantity: Quantity(-1_000), ..spots(1, "500") }, None)),
            "FREE_UNITS_WHOLE"
        );
        assert_eq!(house.refusal(typed(spots(1, "0"), None)), "LIST_PRICE_REQUIRED");
        let nobody = "cli_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        assert_eq!(house.refusal(typed(spots(1, "500"), Some(nobody))), "AGENCY_UNKNOWN");
        let dollars = kernel::Currency::parse("USD").expect("dollars");
        let in_dollars = spots(1, "500");
        let in_dollars = DraftLine { unit_price: Some(kernel::UnitPrice::new(5_000_000, dollars)), ..in_dollars };
        let mut draft = typed(in_dollars, Some(cast.a1));
        draft.draft.typed.currency = Some(dollars);
        let id = house.perform(draft);
        assert_eq!(house.refusal(BookInvoice { id, version: None }), "REBATE_IN_BOOKS_CURRENCY");
        let id = house.perform(typed(spots(1, "500"), None));
        let refusal = || house.refusal(BookInvoice { id, version: None });
        assert_eq!(refusal(), "REBATE_WITHOUT_AGREEMENT", "the client itself is in no corporate agency");
        let through = DraftPatch { agency: Some(Some(cast.a1)), ..DraftPatch::default() };
        house.perform(ChangeDraft { id, version: None, patch: through });
        assert_eq!(refusal(), "REBATE_OVERDRAWN");
        let next_year = DraftPatch { service_day: Some(Some(day("2027-01-01"))), ..DraftPatch::default() };
        house.perform(ChangeDraft { id, version: None, patch: next_year });
        assert_eq!(refusal(), "REBATE_WITHOUT_AGREEMENT", "2027 has none");
        house.perform(ChangeDraft {
            id,
            version: None,
            patch: DraftPatch { service_day: Some(None), ..DraftPatch::default() },
        });
        let takes = house.ask(ListClientTypes);
        let takes = takes.iter().find(|line| line.of_type.name.as_str() == "Corporate agency").expect("the type");
        house.perform(CreateCorporateType {
            name: name("Buying pool"),
            client_type: takes.of_type.id,
            effect: Effect::RebateInKind,
        });
        let pool = corporate_agency(house, "Pool", "Buying pool");
        house.perform(agreed(pool, 2026));
        let mistaken = add(house, pool, cast.a1, (2026, 2026));
        assert_eq!(refusal(), "REBATE_AMBIGUOUS");
        house.perform(VoidMembership { id: mistaken, version: None, reason: "A slip".to_owned() });
        booked(house, order(cast.a1, None, "500000"));
        house.perform(BookInvoice { id, version: None });
    });
}

/// A3-22: a credit note takes back what its invoice gave and no more, and none of its own takes back anything.
#[test]
fn a3_22_no_more_is_taken_back_than_was_given() {
    on_both(|house| {
        let cast = cast(house);
        booked(house, order(cast.a1, None, "500000"));
        let id = booked(house, free(cast.client, cast.a1, 1));
        let taken = credited(house, id, &[(1, 1)]);
        assert_eq!(read(house, taken).invoice.agency, Some(cast.a1));
        let again = CreditInvoice { id, day: None, lines: Vec::new(), note: String::new() };
        let again = house.perform(again);
        assert_eq!(house.refusal(BookInvoice { id: again, version: None }), "FREE_UNITS_NOT_GIVEN");
        let kind = crate::sales::invoices::Kind::CreditNote;
        let own = house.perform(DraftInvoice { draft: Draft { kind, ..free(cast.client, cast.a1, 1) } });
        assert_eq!(house.refusal(BookInvoice { id: own, version: None }), "FREE_UNITS_NOT_GIVEN");
    });
}

/// A3-22, two at once: of two orders that take the last free units of one budget one is booked; the other is told,
/// stays a draft, and nothing is overdrawn.
#[test]
fn a3_22_two_book_the_last_free_units() {
    on_both(|house| {
        let cast = cast(house);
        let mut granted = 0;
        for round in 0..4 {
            let volume = if round == 0 { "500000" } else { "250000" };
            booked(house, order(cast.client, Some(cast.a1), volume));
            let [_, earned, ..] = figures(house, cast.agreement);
            let left = (earned - granted) / 500;
            let drafts = [cast.a1, cast.a2]
                .map(|through| house.perform(DraftInvoice { draft: free(cast.client, through, left) }));
            let answers = at_once(house, &drafts);
            let codes: Vec<&str> = answers.iter().flatten().map(String::as_str).collect();
            assert_eq!(codes, ["REBATE_OVERDRAWN"], "round {round}");
            granted += left * 500;
            assert_eq!(figures(house, cast.agreement)[2..], [granted, earned - granted, 0], "round {round}");
            let late = answers.iter().position(Option::is_some).expect("the refused one");
            assert_eq!(read(house, drafts[late]).state, State::Draft);
        }
    });
}

/// The code with which booking each of these drafts at the same moment was refused; nothing where it was booked.
fn at_once(house: &TestHouse, drafts: &[InvoiceId]) -> Vec<Option<String>> {
    let caller = house.owner();
    std::thread::scope(|scope| {
        let book = |id: &InvoiceId| {
            let (id, caller) = (*id, caller.clone());
            scope.spawn(move || {
                let answer = house.desk.perform(&caller, BookInvoice { id, version: None });
                answer.err().map(crate::testing::code)
            })
        };
        let threads: Vec<_> = drafts.iter().map(book).collect();
        threads.into_iter().map(|thread| thread.join().expect("an answer")).collect()
    })
}

/// A3-22, many at once: as many orders get free units as there are, the others none, and nothing is overdrawn.
#[test]
fn a3_22_many_sessions_never_overdraw() {
    on_both(|house| {
        let cast = cast(house);
        booked(house, order(cast.client, Some(cast.a1), "500000"));
        let drafts: Vec<InvoiceId> = (0..8)
            .map(|at| {
                let through = if at % 2 == 0 { cast.a1 } else { cast.a2 };
                house.perform(DraftInvoice { draft: free(cast.client, through, 6) })
            })
            .collect();
        let answers = at_once(house, &drafts);
        // 10,000 are 20 spots: three times six.
        assert_eq!(answers.iter().filter(|answer| answer.is_none()).count(), 3, "{answers:?}");
        assert!(answers.iter().flatten().all(|code| code == "REBATE_OVERDRAWN"), "{answers:?}");
        assert_eq!(figures(house, cast.agreement), [500_000, 10_000, 9_000, 1_000, 0]);
    });
}

/// Each law of free lines sees a row that breaks it, and the schema refuses what the rule would.
#[test]
fn seeded_faults_of_free_lines_are_found() {
    on_both(|house| {
        let cast = cast(house);
        booked(house, order(cast.client, Some(cast.a1), "500000"));
        booked(house, free(cast.client, cast.a1, 2));
        let breaks = |law: &str, sql: &str, back: &str| {
            house.run(sql);
            let broken = house.verify().expect("a verdict");
            assert!(broken.iter().any(|said| said.starts_with(law)), "{law}: {broken:?}");
            house.run(back);
        };
        let by = "a rebate in kind for the year of the service gives each free line";
        breaks(by, "UPDATE agreements SET year = 2025", "UPDATE agreements SET year = 2026");
        let draft = house.perform(DraftInvoice { draft: free(cast.client, cast.a1, 1) });
        for sql in [
            "UPDATE invoice_lines SET unit_price = 1 WHERE list_price IS NOT NULL",
            "UPDATE invoice_lines SET quantity = 1500 WHERE list_price IS NOT NULL",
            "UPDATE invoice_lines SET list_value = NULL WHERE list_price IS NOT NULL",
            "UPDATE invoice_lines SET list_price = 0 WHERE list_price IS NOT NULL",
        ] {
            assert!(house.try_run(sql).is_err(), "{sql}");
        }
        let undone =
            house.desk.perform(&house.owner(), crate::sales::invoices::DeleteDraft { id: draft, version: None });
        assert!(undone.is_ok());
    });
}
