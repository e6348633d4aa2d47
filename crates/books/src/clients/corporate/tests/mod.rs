//! The rules of corporate groups, on both databases.

mod guards;
mod heads;
mod races;
mod readers;
mod rules;
mod types;
mod undoing;
mod years;

use kernel::{ClientId, ClientTypeId, CorporateTypeId, Day, GroupId, MembershipId, Name, Refusal};

use super::*;
use crate::clients::tests::new_client;
use crate::clients::{ChangeClient, RegisterClient};
use crate::groups::corporate::{ListClientTypes, ListCorporateTypes};
use crate::testing::TestHouse;
use crate::{Act, Order};

fn day(text: &str) -> Day {
    let parts: Vec<&str> = text.split('.').collect();
    Day::parse(&format!("{}-{}-{}", parts[2], parts[1], parts[0])).expect("a day")
}

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

fn client_type(house: &TestHouse, called: &str) -> ClientTypeId {
    let all = house.ask(ListClientTypes);
    all.iter().find(|line| line.of_type.name.as_str() == called).expect("a client type").of_type.id
}

fn group_type(house: &TestHouse, called: &str) -> CorporateTypeId {
    let all = house.ask(ListCorporateTypes);
    all.iter().find(|line| line.of_type.name.as_str() == called).expect("a type").of_type.id
}

fn client(house: &TestHouse, called: &str, types: &[&str]) -> ClientId {
    let client_types = types.iter().map(|of_type| client_type(house, of_type)).collect();
    house.perform(RegisterClient { client_types, ..new_client(house, called) })
}

fn typed(house: &TestHouse, id: ClientId, types: &[&str]) -> ChangeClient {
    let types = types.iter().map(|of_type| client_type(house, of_type)).collect();
    let version = None;
    ChangeClient { id, version, edits: vec![], customer_group: None, client_groups: None, client_types: Some(types) }
}

/// A group of the type, with a head of its own, for these years.
fn group_of(house: &TestHouse, of_type: &str, called: &str, years: (i64, i64)) -> GroupId {
    let takes = if of_type == "Invoice recipients" { "Invoice recipient" } else { of_type };
    let head = client(house, &format!("Head of {called}"), &[takes]);
    house.perform(new_group(house, of_type, called, head, years))
}

fn new_group(
    house: &TestHouse,
    of_type: &str,
    called: &str,
    head: ClientId,
    (first, last): (i64, i64),
) -> CreateCorporateGroup {
    CreateCorporateGroup {
        name: name(called),
        of_type: group_type(house, of_type),
        head,
        from: day(&format!("01.01.{first}")),
        until: day(&format!("31.12.{last}")),
    }
}

fn holding(house: &TestHouse, called: &str, years: (i64, i64)) -> GroupId {
    group_of(house, "Holding", called, years)
}

fn added(group: GroupId, client: ClientId, (first, last): (i64, i64)) -> AddCorporateMembers {
    let (from, until) = (day(&format!("01.01.{first}")), day(&format!("31.12.{last}")));
    AddCorporateMembers { group, clients: vec![client], from, until }
}

fn add(house: &TestHouse, group: GroupId, client: ClientId, years: (i64, i64)) -> MembershipId {
    house.perform(added(group, client, years)).0[0]
}

fn until(id: MembershipId, last: i64) -> ChangeLastYear {
    ChangeLastYear { id, version: None, from: None, until: Some(day(&format!("31.12.{last}"))) }
}

fn changed(id: GroupId) -> ChangeCorporateGroup {
    ChangeCorporateGroup {
        id,
        version: None,
        name: None,
        from: None,
        of_type: None,
        until: None,
        end_members: false,
        head: None,
    }
}

fn ending(id: GroupId, last: i64) -> ChangeCorporateGroup {
    ChangeCorporateGroup { until: Some(day(&format!("31.12.{last}"))), ..changed(id) }
}

fn refused<A: Act>(house: &TestHouse, act: A) -> Refusal
where
    A::Outcome: std::fmt::Debug,
{
    let failure = house.desk.perform(&house.owner(), act).expect_err("refused");
    failure.refusal().expect("a refusal").clone()
}

fn operation<A: Act>(house: &TestHouse, act: A) -> kernel::OperationId {
    house.desk.carry_out(Order::new(house.owner(), act)).expect("accepted").operation.expect("can be undone")
}

fn members(house: &TestHouse, group: GroupId, as_of: Option<&str>) -> Vec<String> {
    let wanted = ListCorporateMembers { group, as_of: as_of.map(day), voided: false, after: None, limit: 50 };
    let page = house.ask(wanted);
    page.items.into_iter().map(|member| format!("{} {}", member.name, member.years)).collect()
}
