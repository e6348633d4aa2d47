//! Clients and customer groups as the ledger must know them: that they exist, and what they are called.
//!
//! Their rooms stand to the right of this one and their code is not used here; only names and keys are read.

mod find_party;
pub(in crate::ledger) mod store;

use std::collections::HashMap;

use kernel::{ClientId, GroupId};
use serde::Serialize;

use crate::{Result, Scene};

pub use find_party::FindParty;

/// A client as a line of the ledger names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    pub id: ClientId,
    pub number: String,
    pub name: String,
}

/// A customer group that refers to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupOnAccount {
    pub id: GroupId,
    pub name: String,
    pub archived: bool,
}

/// Names of the clients, for those who may see them all; to others they stay without a name.
pub(in crate::ledger) fn known(scene: &Scene<'_>, ids: &[ClientId]) -> Result<HashMap<ClientId, Party>> {
    if !scene.rights.sees_all_clients() {
        return Ok(HashMap::new());
    }
    Ok(store::named(scene, ids)?.into_iter().map(|party| (party.id, party)).collect())
}
