//! Archives many clients, or takes many back: in chunks, as one operation to undo.

use std::collections::HashSet;

use kernel::{ClientId, Stamp};
use serde::{Deserialize, Serialize};

use super::bulk::{Bulk, BulkOutcome, LeftOut, Selection};
use super::{Change, Client, Sight, list};
use crate::{Accepted, Act, Ask, Caller, Decision, Desk, Permission, Result, Scene, accept};

/// One chunk of the work: the clients of the selection behind `after`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ShelveClients {
    pub selection: Selection,
    /// Into the archive, or out of it.
    pub archived: bool,
    pub after: Option<ClientId>,
}

/// Two questions for each chunk.
pub struct Facts {
    chunk: Vec<ClientId>,
    /// Those of the chunk that are there and in sight.
    clients: Vec<Client>,
}

impl Act for ShelveClients {
    const NAME: &'static str = "shelve_clients";
    const NEEDS: Permission = Permission::DeleteClients;
    type Facts = Facts;
    type Outcome = BulkOutcome;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let chunk = self.selection.chunk(scene, self.after)?;
        let seen = list::store::Selection::of_ids(&chunk, Sight::of(scene.rights));
        Ok(Facts { clients: list::store::clients(scene, &seen)?, chunk })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<BulkOutcome> {
        let mut outcome = BulkOutcome::default();
        let seen: HashSet<ClientId> = facts.clients.iter().map(|client| client.id).collect();
        outcome.failed.extend(facts.chunk.iter().filter(|id| !seen.contains(id)).map(LeftOut::unseen));
        let is_kept = |client: &Client| !self.archived && client.merged_into.is_some();
        outcome
            .failed
            .extend(facts.clients.iter().filter(|client| is_kept(client)).map(|one| LeftOut::merged(&one.id)));
        outcome.ends(&facts.chunk);
        // From here the clients will be archived, or taken back.
        let (same, other): (Vec<Client>, Vec<Client>) = facts
            .clients
            .into_iter()
            .filter(|client| !is_kept(client))
            .partition(|client| client.archived == self.archived);
        outcome.skipped = same.len() as i64;
        outcome.done = other.len() as i64;
        let changed = if self.archived { Change::Archived } else { Change::Restored };
        let changes: Vec<crate::Change> = other.into_iter().map(|client| changed(Box::new(client)).into()).collect();
        let text = self.text(outcome.done);
        Ok(Accepted { undoable: true, ..accept(outcome, changes).says(text) })
    }
}

impl ShelveClients {
    fn text(&self, clients: i64) -> String {
        let clients = if clients == 1 { "1 client".to_owned() } else { format!("{clients} clients") };
        if self.archived { format!("{clients} archived") } else { format!("{clients} taken back from the archive") }
    }
}

impl Bulk for ShelveClients {
    fn behind(self, after: ClientId) -> Self {
        ShelveClients { after: Some(after), ..self }
    }

    fn words(&self, desk: &Desk, caller: &Caller) -> Result<String> {
        desk.ask(caller, Describe(self.clone()))
    }
}

struct Describe(ShelveClients);

impl Ask for Describe {
    const NEEDS: Permission = Permission::DeleteClients;
    type Answer = String;

    fn answer(self, scene: &Scene<'_>) -> Result<String> {
        Ok(self.0.text(self.0.selection.count(scene)?))
    }
}
