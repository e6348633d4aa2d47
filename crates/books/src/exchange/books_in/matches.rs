//! Settles what came in: the other program's payments and invoices, client by client, the oldest due first.

use kernel::{ClientId, Stamp};
use serde::{Deserialize, Serialize};

use super::Taken;
use crate::ledger::open_items::{match_all, store};
use crate::ledger::{Change, Item};
use crate::{Act, Decision, Permission, Result, Scene, accept, clients};

/// At most 50 clients, by number. Each pair counts from the day of the later item, so that lists of earlier days are
/// right too.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TakeInMatches {
    pub clients: Vec<String>,
}

pub struct Facts {
    open: Vec<Item>,
}

impl Act for TakeInMatches {
    const NAME: &'static str = "take_in_matches";
    const NEEDS: Permission = Permission::ManageCompany;
    type Facts = Facts;
    type Outcome = Taken;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let clients = clients::store::among(scene, "number", &self.clients)?;
        let ids: Vec<ClientId> = clients.into_iter().map(|client| client.id).collect();
        Ok(Facts { open: store::open_of_clients(scene, &ids)? })
    }

    fn decide(self, mut facts: Facts, stamp: &Stamp) -> Decision<Taken> {
        // From here what fits is settled.
        let matches = match_all(&mut facts.open, None, &mut stamp.ids());
        let text = format!("{} pairs of open items matched with the books", matches.len());
        let changes = (!matches.is_empty()).then(|| Change::ItemsMatched(matches).into());
        Ok(accept(Taken::default(), changes).says(text))
    }
}
