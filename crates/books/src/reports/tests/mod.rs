//! Reports, on both databases.

mod kinds;
mod money;
mod planner;
mod saved;
mod time;

use kernel::{ClientId, Currency, GroupId, Minutes, Money, Name};

use super::{Dataset, Definition, Field, How, Report, RunReport};
use crate::clients::tests::new_client;
use crate::clients::{AssignClientGroups, RegisterClient, Wish};
use crate::groups::CreateClientGroup;
use crate::testing::TestHouse;
use crate::work::LogTime;

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

fn group(house: &TestHouse, text: &str) -> GroupId {
    house.perform(CreateClientGroup { name: name(text), color: None, note: String::new(), set: None })
}

fn client(house: &TestHouse, text: &str, groups: &[GroupId]) -> ClientId {
    house.perform(RegisterClient { client_groups: groups.to_vec(), ..new_client(house, text) })
}

fn assign(client: ClientId, group: GroupId) -> AssignClientGroups {
    AssignClientGroups { client, wish: Wish { groups: vec![group], started_from: None } }
}

fn of_day(client: ClientId, day: &str) -> LogTime {
    LogTime {
        client,
        member: None,
        day: day.parse().expect("a day"),
        minutes: Minutes(60),
        rate: Some(Money::new(8600, Currency::EUR)),
        billable: true,
        work_type: "Advice, tax".to_owned(),
        note: String::new(),
    }
}

fn time(house: &TestHouse, client: ClientId, day: &str, minutes: i64) {
    house.perform(LogTime { minutes: Minutes(minutes), ..of_day(client, day) });
}

fn run(house: &TestHouse, definition: &Definition) -> Report {
    house.ask(RunReport::new(definition.clone()))
}

/// Label and hours of each line.
fn hours(report: &Report) -> Vec<(&str, i64)> {
    report.lines.iter().map(|line| (line.key.label.as_str(), line.figures.sums[0] / 60)).collect()
}

/// V5: K1 {VIP, Annual} 10 h, K2 {VIP} 4 h, K3 {} 1 h.
struct V5 {
    vip: GroupId,
    annual: GroupId,
    first: ClientId,
}

fn v5(house: &TestHouse) -> V5 {
    let (vip, annual) = (group(house, "VIP"), group(house, "Annual"));
    let first = client(house, "K1", &[vip, annual]);
    let second = client(house, "K2", &[vip]);
    let third = client(house, "K3", &[]);
    time(house, first, "2026-03-02", 360);
    time(house, first, "2026-03-03", 240);
    time(house, second, "2026-03-02", 240);
    time(house, third, "2026-04-02", 60);
    V5 { vip, annual, first }
}

fn of_time() -> Definition {
    Definition::of(Dataset::Time)
}

fn in_groups(how: How, groups: &[GroupId]) -> Definition {
    let codes: Vec<String> = groups.iter().map(ToString::to_string).collect();
    of_time().filtered(Field::ClientGroup, how, &codes.iter().map(String::as_str).collect::<Vec<_>>())
}
