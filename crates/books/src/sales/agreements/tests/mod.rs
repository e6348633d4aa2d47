//! The rules of agreements and settlements, on both databases.

mod at_once;
mod keeping;
mod refusals;
mod rolling;
mod vectors;

use kernel::{AgreementId, ClientId, Currency, GroupId, MembershipId, Money, Rate, Refusal, SettlementId, Year};

use super::*;
use crate::clients::{AddCorporateMembers, CreateCorporateGroup};
use crate::groups::corporate::ListCorporateTypes;
pub(crate) use crate::sales::invoices::tests::client_of_type as client;
use crate::sales::invoices::tests::{booked, day, draft_for};
use crate::sales::invoices::{Draft, Kind as DocumentKind};
use crate::testing::TestHouse;
use crate::{Act, Order};

pub(super) fn year(number: i64) -> Year {
    Year::from_number(number).expect("a year")
}

/// A group of the type, with a head of its own, for the years.
pub(crate) fn group(house: &TestHouse, called: &str, of_type: &str, (first, last): (i64, i64)) -> GroupId {
    let all = house.ask(ListCorporateTypes);
    let found = all.iter().find(|line| line.of_type.name.as_str() == of_type).expect("a type");
    let head = client(house, &format!("Head of {called}"), found.client_type.as_str());
    house.perform(CreateCorporateGroup {
        name: called.parse().expect("a name"),
        of_type: found.of_type.id,
        head,
        from: year(first).first_day(),
        until: year(last).last_day(),
    })
}

pub(crate) fn add(house: &TestHouse, group: GroupId, client: ClientId, (first, last): (i64, i64)) -> MembershipId {
    let (from, until) = (year(first).first_day(), year(last).last_day());
    house.perform(AddCorporateMembers { group, clients: vec![client], from, until }).0[0]
}

/// V2: from 0 → 0 %; from 100,000 → 3 %; from 250,000 → 5 %.
pub(crate) fn tiers() -> Vec<Tier> {
    [(0, 0), (10_000_000, 300), (25_000_000, 500)].map(|(from, rate)| Tier { from, rate: Rate(rate) }).to_vec()
}

pub(super) fn new_agreement(group: GroupId, of: i64, scale: Scale) -> MakeAgreement {
    MakeAgreement {
        group,
        year: year(of),
        name: None,
        scale: Some(scale),
        tiers: tiers(),
        allow_above_100: false,
        exclusions: vec![],
    }
}

pub(super) fn through(agreement: AgreementId, kind: SettlementKind, to: &str) -> Settle {
    Settle { through: Some(day(to)), ..settle(agreement, kind) }
}

pub(super) fn settle(agreement: AgreementId, kind: SettlementKind) -> Settle {
    Settle { agreement, version: None, kind, through: None, on: None, product_group: None, early: false }
}

/// A booked document of net value for a service of that day.
pub(super) fn document(house: &TestHouse, client: ClientId, kind: DocumentKind, net: &str, served: &str) {
    booked(house, Draft { kind, service_day: Some(day(served)), ..draft_for(client, net) });
}

pub(super) fn order(house: &TestHouse, client: ClientId, net: &str, served: &str) {
    document(house, client, DocumentKind::Invoice, net, served);
}

pub(super) fn money(minor: i64) -> String {
    Money::new(minor, Currency::EUR).to_string()
}

/// Name, volume, discount, settled before, amount.
pub(super) fn parts(figures: &Figures) -> Vec<String> {
    let line = |part: &Part| {
        let amounts = [part.volume, part.discount, part.settled_before, part.amount].map(money);
        format!("{} {}", part.name, amounts.join(" "))
    };
    figures.parts.iter().map(line).collect()
}

pub(super) fn sums(figures: &Figures) -> [String; 4] {
    [figures.volume, figures.discount, figures.settled_before, figures.amount].map(money)
}

pub(super) fn read(house: &TestHouse, id: SettlementId) -> SettlementView {
    house.ask(ReadSettlement { id })
}

pub(super) fn refused<A: Act>(house: &TestHouse, act: A) -> Refusal
where
    A::Outcome: std::fmt::Debug,
{
    let failure = house.desk.perform(&house.owner(), act).expect_err("refused");
    failure.refusal().expect("a refusal").clone()
}

pub(super) fn operation<A: Act>(house: &TestHouse, act: A) -> kernel::OperationId {
    house.desk.carry_out(Order::new(house.owner(), act)).expect("accepted").operation.expect("can be undone")
}

/// The holding of V2 with its members, and the orders of 2025 and 2026.
pub(super) struct Holding {
    pub group: GroupId,
    pub c1: ClientId,
    pub c2: ClientId,
    pub c3: ClientId,
    pub second: MembershipId,
}

pub(super) fn holding(house: &TestHouse) -> Holding {
    let group = group(house, "Nordkai", "Holding", (2024, 2027));
    let [c1, c2, c3] = ["C1", "C2", "C3"].map(|called| client(house, called, "Holding"));
    add(house, group, c1, (2024, 2026));
    let second = add(house, group, c2, (2025, 2025));
    add(house, group, c3, (2026, 2026));
    Holding { group, c1, c2, c3, second }
}

/// C1 120,000, C2 90,000, and C3 80,000 before it joins; half of the first two by 30 June.
pub(super) fn orders_of_2025(house: &TestHouse, of: &Holding) {
    order(house, of.c1, "60000", "2025-03-10");
    order(house, of.c2, "45000", "2025-06-30");
    order(house, of.c1, "60000", "2025-07-01");
    order(house, of.c2, "45000", "2025-12-31");
    order(house, of.c3, "80000", "2025-05-05");
}
