//! Any sequence of commands leaves every smart group with whom its filter finds.

use kernel::{ClientId, GroupId, Name, OperationId};
use proptest::test_runner::{Config, TestRunner};

use super::tests::{in_groups, move_to, refilter, smart, spain};
use crate::check::Broken;
use crate::clients::tests::new_client;
use crate::clients::{
    ArchiveClient, AssignClientGroups, BulkGroups, DeleteClientGroup, Filter, GroupAction, ListChoices, Match,
    MoveCustomerGroup, ReadClient, RestoreClient, RestoreFromTrash, Selection, Shelf, Wish,
};
use crate::groups::CreateClientGroup;
use crate::sales::DeleteClient;
use crate::testing::{TestHouse, on_both};
use crate::undo::undo;
use crate::{Act, Ask, Order, Permission, Result, Scene};

/// The law about smart groups alone: the others are asked once, when the company closes.
struct Unsettled;

impl Ask for Unsettled {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = Option<Broken>;

    fn answer(self, scene: &Scene<'_>) -> Result<Option<Broken>> {
        super::unsettled(scene)
    }
}

/// Things that random steps act on.
struct Office<'a> {
    house: &'a TestHouse,
    clients: Vec<ClientId>,
    picked: Vec<GroupId>,
    smart: Vec<GroupId>,
    operations: Vec<OperationId>,
}

impl Office<'_> {
    /// Refusals are part of the game; only what is broken is not.
    fn try_to<A: Act>(&mut self, act: A) {
        match self.house.desk.carry_out(Order::new(self.house.owner(), act)) {
            Ok(receipt) => self.operations.extend(receipt.operation),
            Err(kernel::Failure::Broken(broken)) => panic!("broken: {}", broken.cause),
            Err(_) => {}
        }
    }

    fn filter(&self, one: usize, other: usize) -> Filter {
        match one % 7 {
            0 => spain(),
            1 => in_groups(Match::Any, &self.picked),
            2 => in_groups(Match::None, &[self.picked[other % self.picked.len()]]),
            3 => in_groups(Match::All, &[self.picked[other % self.picked.len()]]),
            4 => Filter { shelf: Shelf::Any, ..spain() },
            5 => Filter { shelf: Shelf::Archived, ..Filter::default() },
            _ => {
                let groups = self.house.ask(ListChoices).customer_groups;
                Filter { customer_groups: vec![groups[other % groups.len()].id], ..spain() }
            }
        }
    }

    fn step(&mut self, (what, one, other): (usize, usize, usize)) {
        let client = self.clients[one % self.clients.len()];
        let picked = self.picked[other % self.picked.len()];
        let smart_one = self.smart[other % self.smart.len()];
        match what {
            0 | 1 => self.try_to(move_to(client, [Some("ES"), Some("PT"), None][other % 3])),
            2 => self.try_to(ArchiveClient { id: client }),
            3 => self.try_to(RestoreClient { id: client }),
            4 => self.try_to(DeleteClient { id: client, version: None }),
            5 => self.try_to(RestoreFromTrash { id: client }),
            6 => {
                let wish = Wish { groups: vec![picked], started_from: None };
                self.try_to(AssignClientGroups { client, wish });
            }
            7 => {
                let actions = [GroupAction::Add, GroupAction::Remove, GroupAction::Replace];
                let (selection, action) = (Selection::of(self.clients.clone()), actions[one % 3]);
                self.try_to(BulkGroups { selection, action, groups: vec![picked], after: None });
            }
            8 => {
                let groups = self.house.ask(ListChoices).customer_groups;
                self.try_to(MoveCustomerGroup::today(client, groups[other % groups.len()].id));
            }
            9 => self.try_to(refilter(smart_one, Some(&self.filter(one, other)))),
            10 => self.try_to(refilter(smart_one, (one % 2 == 0).then(|| self.filter(other, one)).as_ref())),
            11 => self.try_to(refilter(picked, Some(&spain()))),
            12 => self.try_to(DeleteClientGroup { id: if one % 2 == 0 { picked } else { smart_one }, version: None }),
            13 => self.try_to(new_client(self.house, &format!("Client {one} {other}"))),
            _ => {
                let Some(operation) = self.operations.get(self.operations.len().wrapping_sub(1 + one % 4)) else {
                    return;
                };
                if let Err(kernel::Failure::Broken(broken)) =
                    undo(&self.house.desk, &self.house.owner(), *operation, None)
                {
                    panic!("broken: {}", broken.cause);
                }
            }
        }
    }
}

fn play(house: &TestHouse, round: usize, steps: &[(usize, usize, usize)]) {
    let clients = (0..4).map(|number| house.perform(new_client(house, &format!("Client {round} {number}")))).collect();
    let picked: Vec<GroupId> = ["A", "B"].map(|name| house.perform(group(&format!("{name} {round}")))).to_vec();
    let made = [("S", spain()), ("T", in_groups(Match::None, &picked[..1]))];
    let smart = made.map(|(name, filter)| house.perform(smart(&format!("{name} {round}"), &filter))).to_vec();
    let mut office = Office { house, clients, picked, smart, operations: Vec::new() };
    for step in steps {
        office.step(*step);
        let broken = house.ask(Unsettled);
        assert!(broken.is_none(), "after {step:?}: {broken:?}");
    }
    for client in office.clients {
        // Nobody is lost on the way: whoever is not in the trash can be read.
        let _ = house.desk.ask(&house.owner(), ReadClient { id: client });
    }
}

fn group(name: &str) -> CreateClientGroup {
    CreateClientGroup { name: Name::parse(name).expect("a name"), color: None, note: String::new(), set: None }
}

#[test]
fn any_sequence_of_commands_leaves_smart_groups_settled() {
    on_both(|house| {
        let round = std::cell::Cell::new(0);
        let steps = proptest::collection::vec((0..16_usize, 0..24_usize, 0..24_usize), 1..20);
        let cases = if house.engine == "sqlite" { 16 } else { 4 };
        let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
        let played = runner.run(&steps, |steps| {
            round.set(round.get() + 1);
            play(house, round.get(), &steps);
            Ok(())
        });
        played.expect("settled after every step");
    });
}
