//! One change of many clients: which ones, chunk by chunk, as one operation to undo.
//!
//! A chunk is one command and chooses its clients itself, behind the last one of the chunk before; so a repeated
//! request with the same key walks the same way and changes nothing twice.

use std::sync::Arc;

use kernel::{ClientId, GroupId, IdMaker, OperationId};
use serde::{Deserialize, Serialize};

use super::grouping::client_ids_in;
use super::{Filter, list};
use crate::groups::Group;
use crate::{Act, Caller, Change, Desk, IdempotencyKey, Order, Result, Scene, groups};

/// Clients in one chunk, and so in one transaction.
pub(super) const CHUNK: usize = 500;

/// Which clients.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Selection {
    Clients(ChosenClients),
    /// Everyone who is in the group now.
    InGroup(GroupId),
    /// Everyone whom a list shows, on every page of it.
    Matching(Box<Filter>),
}

/// Clients that were chosen one by one, in the order of their ids, each once. Every chunk of the work shares them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Vec<ClientId>", into = "Vec<ClientId>")]
pub struct ChosenClients(Arc<[ClientId]>);

impl From<Vec<ClientId>> for ChosenClients {
    fn from(mut clients: Vec<ClientId>) -> ChosenClients {
        clients.sort_unstable();
        clients.dedup();
        ChosenClients(clients.into())
    }
}

impl From<ChosenClients> for Vec<ClientId> {
    fn from(chosen: ChosenClients) -> Vec<ClientId> {
        chosen.0.to_vec()
    }
}

impl std::ops::Deref for ChosenClients {
    type Target = [ClientId];
    fn deref(&self) -> &[ClientId] {
        &self.0
    }
}

/// What came of it: of one chunk, or of all.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct BulkOutcome {
    /// Clients that changed.
    pub done: i64,
    /// Clients for whom everything already was as asked.
    pub skipped: i64,
    pub failed: Vec<LeftOut>,
    /// The last client of the chunk, when there may be more behind it.
    pub next: Option<ClientId>,
    /// What to undo; none when nothing changed.
    #[serde(skip)]
    pub operation: Option<OperationId>,
}

/// A client that was left out, and why.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LeftOut {
    pub id: ClientId,
    pub code: String,
    pub detail: String,
}

const TAKEN_IN_SET: &str = "SET_TAKEN";

impl LeftOut {
    /// Whoever is out of sight is answered like whoever does not exist.
    pub(super) fn unseen(id: &ClientId) -> LeftOut {
        let detail = "There is no such client, or it is not yours to see.".to_owned();
        LeftOut { id: *id, code: "NOT_FOUND".to_owned(), detail }
    }

    pub(super) fn not_editable(id: &ClientId) -> LeftOut {
        let detail = "You may not change this client.".to_owned();
        LeftOut { id: *id, code: "PERM_CLIENT_EDIT".to_owned(), detail }
    }

    pub(super) fn merged(id: &ClientId) -> LeftOut {
        let detail = "The client was merged into another one, which goes on for it.".to_owned();
        LeftOut { id: *id, code: "CLIENT_MERGED".to_owned(), detail }
    }

    pub(super) fn taken_in_set(id: &ClientId, held: &Group, wanted: &Group) -> LeftOut {
        let detail = format!(
            "The client is in “{}” already, which stands in one set with “{}”. Move it, or take it out of the other \
             group first.",
            held.name, wanted.name
        );
        LeftOut { id: *id, code: TAKEN_IN_SET.to_owned(), detail }
    }

    /// Whether the client was left out because it is in another group of a set.
    pub fn is_taken_in_set(&self) -> bool {
        self.code == TAKEN_IN_SET
    }
}

/// A command that does one chunk of a larger work.
pub trait Bulk: Act<Outcome = BulkOutcome> {
    /// The same command for the chunk behind this client.
    #[must_use]
    fn behind(self, after: ClientId) -> Self;

    /// What the whole work will be called in the list of operations.
    fn words(&self, desk: &Desk, caller: &Caller) -> Result<String>;
}

impl Selection {
    /// These clients, in whatever order and however often they were named.
    pub fn of(clients: Vec<ClientId>) -> Selection {
        Selection::Clients(clients.into())
    }

    /// The clients of the chunk behind `after`, in the order of their ids.
    pub(super) fn chunk(&self, scene: &Scene<'_>, after: Option<ClientId>) -> Result<Vec<ClientId>> {
        match self {
            Selection::Clients(chosen) => {
                let done = chosen.partition_point(|client| Some(*client) <= after);
                Ok(chosen[done..].iter().copied().take(CHUNK).collect())
            }
            Selection::InGroup(group) => client_ids_in(scene, *group, after, CHUNK as i64),
            Selection::Matching(filter) => {
                list::store::matching(scene, &list::store::selected(scene, filter), after, CHUNK as i64)
            }
        }
    }

    /// How many clients are meant.
    pub(super) fn count(&self, scene: &Scene<'_>) -> Result<i64> {
        match self {
            Selection::Clients(clients) => Ok(clients.len() as i64),
            Selection::InGroup(group) => groups::store::clients_in(scene, *group),
            Selection::Matching(filter) => list::store::count(scene, &list::store::selected(scene, filter), i64::MAX),
        }
    }
}

impl BulkOutcome {
    /// The end of a chunk: there may be more behind a full one.
    pub(super) fn ends(&mut self, chunk: &[ClientId]) {
        self.next = chunk.last().copied().filter(|_| chunk.len() == CHUNK);
    }

    fn add(&mut self, chunk: BulkOutcome) {
        self.done += chunk.done;
        self.skipped += chunk.skipped;
        self.failed.extend(chunk.failed);
    }
}

/// Does the whole work, chunk by chunk, as one operation.
pub fn carry_out_bulk<A: Bulk>(
    desk: &Desk,
    caller: &Caller,
    mut command: A,
    key: Option<&IdempotencyKey>,
) -> Result<BulkOutcome> {
    let words = command.words(desk, caller)?;
    let outside = desk.outside();
    let mut operation: OperationId = IdMaker::new(outside.now(), outside.entropy()).next();
    let mut total = BulkOutcome::default();
    for number in 1.. {
        let key = key.map(|key| IdempotencyKey { key: format!("{}#{number}", key.key), ..key.clone() });
        let order = Order::new(caller.clone(), command.clone()).keyed(key).part_of(operation, &words);
        let receipt = desk.carry_out(order)?;
        if let Some(earlier) = receipt.operation {
            operation = earlier;
            total.operation = Some(earlier);
        }
        let next = receipt.outcome.next;
        total.add(receipt.outcome);
        match next {
            Some(after) => command = command.behind(after),
            None => break,
        }
    }
    Ok(total)
}

/// What the whole work would do, every chunk of it, without doing it.
pub fn rehearse_bulk<A: Bulk>(desk: &Desk, caller: &Caller, mut command: A) -> Result<(BulkOutcome, Vec<Change>)> {
    let mut total = BulkOutcome::default();
    let mut changes = Vec::new();
    loop {
        let (outcome, some) = desk.rehearse_whole(Order::new(caller.clone(), command.clone()))?;
        let next = outcome.next;
        total.add(outcome);
        changes.extend(some);
        match next {
            Some(after) => command = command.behind(after),
            None => return Ok((total, changes)),
        }
    }
}
