//! Laws over random sequences of commands: whatever is asked in whatever order, the books hold. Closing the house
//! verifies every law of `check`; here the answers are compared with a plain fold of what was posted.

use std::collections::BTreeMap;

use kernel::{AccountId, ClientId, EntryId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::tests::{account, client, day, entry, month};
use super::*;
use crate::testing::TestHouse;

/// What somebody tries; numbers pick among what there is.
#[derive(Clone, Debug)]
enum Step {
    Post { on: usize, debit: usize, credit: usize, client: usize, amount: i64, slip: i64 },
    Reverse { entry: usize, on: usize },
    Close(usize),
    Reopen(usize),
    Archive(usize),
    Restore(usize),
}

const DAYS: [&str; 8] =
    ["2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01", "2026-02-14", "2026-02-28", "2026-03-01", "2026-03-02"];
const MONTHS: [&str; 4] = ["2025-12", "2026-01", "2026-02", "2026-03"];
const ACCOUNTS: [&str; 5] = ["4300", "4301", "5720", "6210", "7000"];

fn step() -> impl Strategy<Value = Step> {
    let amount = prop_oneof![1..=3i64, 1..=1_000_000i64, Just(LARGEST_AMOUNT)];
    let slip = prop_oneof![9 => Just(0), 1 => -2..=2i64];
    let post = (0..DAYS.len(), 0..ACCOUNTS.len(), 0..ACCOUNTS.len(), 0..4usize, amount, slip)
        .prop_map(|(on, debit, credit, client, amount, slip)| Step::Post { on, debit, credit, client, amount, slip });
    prop_oneof![
        12 => post,
        3 => (0..20usize, 0..DAYS.len()).prop_map(|(entry, on)| Step::Reverse { entry, on }),
        1 => (0..MONTHS.len()).prop_map(Step::Close),
        1 => (0..MONTHS.len()).prop_map(Step::Reopen),
        1 => (0..ACCOUNTS.len()).prop_map(Step::Archive),
        1 => (0..ACCOUNTS.len()).prop_map(Step::Restore),
    ]
}

/// A posted line as the fold keeps it: day, account, client, amount.
type Posted = (kernel::Day, AccountId, Option<ClientId>, i64);

struct Model {
    accounts: Vec<AccountId>,
    clients: Vec<ClientId>,
    entries: Vec<(EntryId, Vec<Posted>)>,
    lines: Vec<Posted>,
}

impl Model {
    fn new(house: &TestHouse) -> Model {
        Model {
            accounts: ACCOUNTS.iter().map(|number| account(house, number)).collect(),
            clients: (0..3).map(|number| client(house, &format!("Client {number}"))).collect(),
            entries: Vec::new(),
            lines: Vec::new(),
        }
    }

    fn take(&mut self, house: &TestHouse, step: &Step) {
        let owner = house.owner();
        match *step {
            Step::Post { on, debit, credit, client, amount, slip } => {
                let client = self.clients.get(client).copied();
                let line = |place: usize, amount| Line { client, ..Line::on(self.accounts[place], amount) };
                let lines = vec![line(debit, amount), line(credit, slip - amount)];
                let posted = lines.iter().map(|l| (day(DAYS[on]), l.account, l.client, l.amount)).collect();
                if let Ok(id) = house.desk.perform(&owner, entry(DAYS[on], lines)) {
                    self.keep(id, posted);
                }
            }
            Step::Reverse { entry, on } => {
                let Some((id, lines)) = self.entries.get(entry).cloned() else { return };
                let on = day(DAYS[on]);
                let reverse = ReverseEntry { entry: id, on: Some(on), text: String::new() };
                if let Ok(id) = house.desk.perform(&owner, reverse) {
                    self.keep(
                        id,
                        lines.iter().map(|(_, account, client, amount)| (on, *account, *client, -amount)).collect(),
                    );
                }
            }
            // Whether these are refused is the business of other tests.
            Step::Close(place) => drop(house.desk.perform(&owner, ClosePeriod { month: month(MONTHS[place]) })),
            Step::Reopen(place) => drop(house.desk.perform(&owner, ReopenPeriod { month: month(MONTHS[place]) })),
            Step::Archive(place) => {
                drop(house.desk.perform(&owner, ArchiveAccount { account: self.accounts[place], version: None }));
            }
            Step::Restore(place) => {
                drop(house.desk.perform(&owner, RestoreAccount { account: self.accounts[place], version: None }));
            }
        }
    }

    fn keep(&mut self, id: EntryId, lines: Vec<Posted>) {
        self.lines.extend(lines.iter().copied());
        self.entries.push((id, lines));
    }

    /// Every answer about sums is the fold of the lines, on days within months and at their ends.
    fn compare(&self, house: &TestHouse) {
        for (from, to) in [(None, 4), (Some(1), 7), (Some(2), 4), (Some(0), 5), (Some(3), 5)] {
            let (from, to) = (from.map(|place: usize| day(DAYS[place])), day(DAYS[to]));
            let within = |line: &&Posted| from.is_none_or(|from| line.0 >= from) && line.0 <= to;
            let mut folded: BTreeMap<String, (i64, i64)> = BTreeMap::new();
            for (_, account, _, amount) in self.lines.iter().filter(within) {
                let sums = folded.entry(account.to_string()).or_default();
                if *amount > 0 { sums.0 += amount } else { sums.1 -= amount }
            }
            let read = ReadBalances { on: None, from, to: Some(to), by: By::Account };
            let rows = house.ask(read).rows;
            let told: BTreeMap<String, (i64, i64)> =
                rows.into_iter().map(|row| (row.id, (row.sums.debit, row.sums.credit))).collect();
            assert_eq!(told, folded, "{from:?} to {to}");
            let trial = house.ask(ReadTrialBalance { from, to: Some(to) });
            assert_eq!((trial.totals.opening, trial.totals.closing), (0, 0));
            assert_eq!(trial.totals.moved.debit, trial.totals.moved.credit);
        }
        for on in DAYS {
            assert!(house.ask(Reconcile { on: Some(day(on)) }).rows.iter().all(|row| row.difference() == 0));
        }
        self.compare_clients(house);
    }

    fn compare_clients(&self, house: &TestHouse) {
        for client in &self.clients {
            let on_control = |line: &&Posted| line.2 == Some(*client) && self.accounts[..2].contains(&line.1);
            let owed: i64 = self.lines.iter().filter(on_control).map(|line| line.3).sum();
            let ledger = house.ask(ReadClientLedger { client: *client, cursor: None, limit: 1000 });
            assert_eq!((ledger.balance, ledger.lines.items.last().map_or(0, |line| line.balance)), (owed, owed));
        }
    }
}

fn holds(cases: u32, longest: usize, house: impl Fn() -> TestHouse) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let verdict = runner.run(&prop::collection::vec(step(), 1..longest), |steps| {
        let house = house();
        let mut model = Model::new(&house);
        for step in &steps {
            model.take(&house, step);
        }
        model.compare(&house);
        // Dropping the house verifies every law over the whole file.
        Ok(())
    });
    if let Err(error) = verdict {
        panic!("{error}");
    }
}

/// L1, P3, A1-29: entries balance, stored balances are recomputed ones, closed months stay, every control account
/// reconciles.
#[test]
fn the_books_hold_whatever_is_asked() {
    holds(12, 60, TestHouse::sqlite);
}

/// The same, shorter, on PostgreSQL.
#[test]
fn the_books_hold_on_postgres_too() {
    if let Some(url) = crate::testing::postgres_url() {
        holds(2, 25, || TestHouse::postgres(&url));
    }
}
