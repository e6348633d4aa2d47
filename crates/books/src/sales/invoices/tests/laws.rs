//! Random drafts, bookings and credit notes: whatever is asked in whatever order, every law holds when the house closes.

use kernel::{Quantity, Rate};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::super::{BookInvoice, ChangeDraft, CreditInvoice, CreditLine, DeleteDraft, DraftInvoice, DraftPatch};
use super::*;
use crate::testing::TestHouse;

#[derive(Clone, Debug)]
enum Step {
    Draft { client: usize, lines: Vec<(i64, i64, i64)>, day: i64 },
    Change { invoice: usize, lines: Vec<(i64, i64, i64)> },
    Move { invoice: usize, client: usize },
    Delete { invoice: usize },
    Book { invoice: usize },
    Credit { invoice: usize, line: Option<usize>, thousandths: i64 },
}

fn lines() -> impl Strategy<Value = Vec<(i64, i64, i64)>> {
    prop::collection::vec((-20_000i64..2_000_000, -2_000i64..20_000, 0i64..=10_000), 0..4)
}

fn step() -> impl Strategy<Value = Step> {
    let invoice = 0usize..12;
    prop_oneof![
        4 => (0usize..3, lines(), 20_260_301i64..20_260_328).prop_map(|(client, lines, day)| Step::Draft { client, lines, day }),
        1 => (invoice.clone(), lines()).prop_map(|(invoice, lines)| Step::Change { invoice, lines }),
        1 => (invoice.clone(), 0usize..3).prop_map(|(invoice, client)| Step::Move { invoice, client }),
        1 => invoice.clone().prop_map(|invoice| Step::Delete { invoice }),
        4 => invoice.clone().prop_map(|invoice| Step::Book { invoice }),
        2 => (invoice, prop::option::of(1usize..4), 1i64..9_000)
            .prop_map(|(invoice, line, thousandths)| Step::Credit { invoice, line, thousandths }),
    ]
}

fn draft_lines(lines: &[(i64, i64, i64)]) -> Vec<DraftLine> {
    let line = |(price, quantity, discount): &(i64, i64, i64)| DraftLine {
        quantity: Quantity(*quantity),
        discount: Rate(*discount),
        ..DraftLine::of_text("Work", kernel::UnitPrice::new(*price, Currency::EUR))
    };
    lines.iter().map(line).collect()
}

struct Walk<'a> {
    house: &'a TestHouse,
    clients: Vec<ClientId>,
    invoices: Vec<InvoiceId>,
    booked: usize,
}

impl Walk<'_> {
    /// Refusals are answers too; only a broken desk fails the walk.
    fn perform<A: crate::Act>(&self, act: A) -> Option<A::Outcome> {
        match self.house.desk.perform(&self.house.owner(), act) {
            Ok(outcome) => Some(outcome),
            Err(kernel::Failure::Broken(broken)) => panic!("{}", broken.cause),
            Err(_) => None,
        }
    }

    fn take(&mut self, step: &Step) {
        let at = |place: usize| self.invoices.get(place % self.invoices.len().max(1)).copied();
        match step {
            Step::Draft { client, lines, day } => {
                let draft = Draft {
                    lines: draft_lines(lines),
                    day: Day::from_number(*day).expect("a day"),
                    ..draft_for(self.clients[*client], "1")
                };
                let id = self.perform(DraftInvoice { draft });
                self.invoices.extend(id);
            }
            Step::Change { invoice, lines } => {
                let patch = DraftPatch { lines: Some(draft_lines(lines)), ..DraftPatch::default() };
                at(*invoice).and_then(|id| self.perform(ChangeDraft { id, version: None, patch }));
            }
            Step::Move { invoice, client } => {
                let patch = DraftPatch { client: Some(self.clients[*client]), ..DraftPatch::default() };
                at(*invoice).and_then(|id| self.perform(ChangeDraft { id, version: None, patch }));
            }
            Step::Delete { invoice } => {
                at(*invoice).and_then(|id| self.perform(DeleteDraft { id, version: None }));
            }
            Step::Book { invoice } => {
                let done = at(*invoice).and_then(|id| self.perform(BookInvoice { id, version: None }));
                self.booked += usize::from(done.is_some());
            }
            Step::Credit { invoice, line, thousandths } => {
                let lines = line.map(|line| CreditLine { line, quantity: Some(Quantity(*thousandths)) });
                let lines = lines.into_iter().collect();
                let credit = |id| CreditInvoice { id, day: None, lines, note: String::new() };
                let id = at(*invoice).and_then(|id| self.perform(credit(id)));
                self.invoices.extend(id);
            }
        }
    }
}

fn walk(house: &TestHouse, steps: &[Step]) {
    let clients = ["Domestic", "European", "Overseas"].map(|group| client_of(house, group, group)).to_vec();
    let mut walk = Walk { house, clients, invoices: Vec::new(), booked: 0 };
    steps.iter().for_each(|step| walk.take(step));
    let numbered = house.number("SELECT COUNT(*) FROM invoices WHERE number IS NOT NULL");
    assert_eq!(numbered, i64::try_from(walk.booked).expect("a count"));
    assert_eq!(house.verify().expect("a verdict"), Vec::<String>::new());
}

/// Every law over a whole company after random commands, on SQLite.
#[test]
fn no_order_of_commands_breaks_a_law() {
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&prop::collection::vec(step(), 1..40), |steps| {
        walk(&TestHouse::sqlite(), &steps);
        Ok(())
    });
    outcome.expect("every law holds");
}

/// The same on both databases, shorter: opening a company on PostgreSQL takes its time.
#[test]
fn no_order_of_commands_breaks_a_law_on_either_database() {
    let mut runner = TestRunner::new(Config { cases: 2, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&prop::collection::vec(step(), 30..60), |steps| {
        crate::testing::on_both(|house| walk(house, &steps));
        Ok(())
    });
    outcome.expect("every law holds");
}
