//! The planner against brute force: a small company whose memberships move, every way to ask for two groups, on every
//! basis, counted once by the planner and once by hand.

use kernel::{ClientId, Day, GroupId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::{client, group, of_time, run, time};
use crate::clients::{AssignClientGroups, Wish};
use crate::reports::{DateBasis, Definition, Field, How};
use crate::testing::{TestHouse, on_both};

/// For each of three stretches of time the groups of each client, as bits; minutes of each client in each stretch.
#[derive(Clone, Debug)]
struct Company {
    groups: Vec<[usize; 3]>,
    minutes: Vec<[i64; 3]>,
}

const DAYS: [&str; 3] = ["2026-03-10", "2026-05-10", "2026-07-10"];

fn companies() -> impl Strategy<Value = Company> {
    let clients = 1..4_usize;
    clients.prop_flat_map(|count| {
        let groups = proptest::collection::vec([0..8_usize, 0..8, 0..8], count);
        let minutes = proptest::collection::vec([0..600_i64, 0..600, 0..600], count);
        (groups, minutes).prop_map(|(groups, minutes)| Company { groups, minutes })
    })
}

struct Built {
    groups: Vec<GroupId>,
    clients: Vec<ClientId>,
}

fn build(house: &TestHouse, company: &Company, round: usize) -> Built {
    house.set_today("2026-03-02");
    let groups: Vec<GroupId> = (0..3).map(|number| group(house, &format!("Group {round} {number}"))).collect();
    let clients: Vec<ClientId> =
        (0..company.groups.len()).map(|number| client(house, &format!("Client {round} {number}"), &[])).collect();
    for (stretch, day) in DAYS.iter().enumerate() {
        house.set_today(day);
        for (number, client) in clients.iter().enumerate() {
            let wanted = (0..3).filter(|bit| company.groups[number][stretch] & (1 << bit) != 0);
            let groups = wanted.map(|bit| groups[bit]).collect();
            let wish = Wish { groups, started_from: None };
            house.perform(AssignClientGroups { client: *client, wish });
            if company.minutes[number][stretch] > 0 {
                time(house, *client, day, company.minutes[number][stretch]);
            }
        }
    }
    Built { groups, clients }
}

fn matches(how: How, held: usize, wanted: usize) -> bool {
    match how {
        How::Any => held & wanted != 0,
        How::All => held & wanted == wanted,
        How::None => held & wanted == 0,
        _ => held == 0,
    }
}

/// Minutes that match, each once; minutes under each group; minutes under more than one of those shown.
fn by_hand(company: &Company, how: How, wanted: usize, at: Option<usize>) -> (i64, Vec<i64>, i64) {
    let (mut total, mut under, mut twice) = (0, vec![0; 3], 0);
    for (groups, minutes) in company.groups.iter().zip(&company.minutes) {
        for stretch in 0..3 {
            let held = groups[at.unwrap_or(stretch)];
            if !matches(how, held, wanted) {
                continue;
            }
            total += minutes[stretch];
            let shown = if matches!(how, How::Any | How::All) { held & wanted } else { held };
            for (_, sum) in under.iter_mut().enumerate().filter(|(bit, _)| shown & (1 << bit) != 0) {
                *sum += minutes[stretch];
            }
            if shown.count_ones() > 1 {
                twice += minutes[stretch];
            }
        }
    }
    (total, under, twice)
}

fn compare(house: &TestHouse, company: &Company, built: &Built) {
    let day = |text: &str| text.parse::<Day>().expect("a day");
    let bases = [
        (DateBasis::AsPosted, None),
        (DateBasis::Today, Some(2)),
        (DateBasis::AsOf(day("2026-05-31")), Some(1)),
        (DateBasis::AsOf(day("2026-03-10")), Some(0)),
    ];
    let own: Vec<String> = built.clients.iter().map(ToString::to_string).collect();
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    for wanted in [0b001, 0b011, 0b111] {
        let codes: Vec<String> =
            (0..3).filter(|bit| wanted & (1 << bit) != 0).map(|bit: usize| built.groups[bit].to_string()).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        for how in [How::Any, How::All, How::None, How::Without] {
            for (basis, at) in bases {
                let values = if how == How::Without { &[][..] } else { &codes[..] };
                let asked = of_time().filtered(Field::Client, How::Any, &own).filtered(Field::ClientGroup, how, values);
                let asked = Definition { date_basis: Some(basis), ..asked.grouped(&[Field::ClientGroup]) };
                let report = run(house, &asked);
                let (total, under, twice) = by_hand(company, how, wanted, at);
                assert_eq!(report.total.sums[0], total, "{how:?} {wanted:b} {basis:?} {company:?}");
                assert_eq!(report.counted_twice.unwrap_or_default().sums[0], twice, "{how:?} {wanted:b} {basis:?}");
                for (bit, expected) in under.into_iter().enumerate() {
                    let code = Some(built.groups[bit].to_string());
                    let line = report.lines.iter().find(|line| line.key.code == code);
                    let found = line.map_or(0, |line| line.figures.sums[0]);
                    assert_eq!(found, expected, "{how:?} {wanted:b} {basis:?} group {bit} {company:?}");
                }
            }
        }
    }
}

/// A0-24, A0-25, A0-31: whatever the company, the planner's sums are those counted by hand.
#[test]
fn a0_31_sums_are_those_counted_by_hand() {
    on_both(|house| {
        let mut runner = TestRunner::new(Config { cases: 6, failure_persistence: None, ..Config::default() });
        let round = std::cell::Cell::new(0);
        let tried = runner.run(&companies(), |company| {
            round.set(round.get() + 1);
            let built = build(house, &company, round.get());
            compare(house, &company, &built);
            Ok(())
        });
        tried.expect("they agree");
    });
}
