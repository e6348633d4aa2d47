//! Archives a client, who then appears in no list of those at work, and takes it back.

use kernel::{ClientId, Failure, Stamp};
use serde::{Deserialize, Serialize};

use super::{Change, Client, Sight, refuse_merged, store};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Hides a client from lists and choices. Its groups, its papers and its entries stay as they are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ArchiveClient {
    pub id: ClientId,
}

/// Takes an archived client back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RestoreClient {
    pub id: ClientId,
}

impl Act for ArchiveClient {
    const NAME: &'static str = "archive_client";
    const NEEDS: Permission = Permission::DeleteClients;
    type Facts = Option<Client>;
    type Outcome = ClientId;

    fn load(&self, scene: &Scene<'_>) -> Result<Option<Client>> {
        store::find_in_sight(scene, self.id, Sight::of(scene.rights))
    }

    fn decide(self, client: Option<Client>, _: &Stamp) -> Decision<ClientId> {
        let client = client.ok_or_else(|| Failure::missing("client", self.id))?;
        if client.archived {
            return Ok(accept(self.id, []));
        }
        let text = format!("Client “{}” archived", client.details.name);
        Ok(accept(self.id, [Change::Archived(Box::new(client)).into()]).says(text).about(self.id).undoable())
    }
}

impl Act for RestoreClient {
    const NAME: &'static str = "restore_client";
    const NEEDS: Permission = Permission::DeleteClients;
    type Facts = Option<Client>;
    type Outcome = ClientId;

    fn load(&self, scene: &Scene<'_>) -> Result<Option<Client>> {
        store::find_in_sight(scene, self.id, Sight::of(scene.rights))
    }

    fn decide(self, client: Option<Client>, _: &Stamp) -> Decision<ClientId> {
        let client = client.ok_or_else(|| Failure::missing("client", self.id))?;
        if !client.archived {
            return Ok(accept(self.id, []));
        }
        refuse_merged(&client)?;
        let text = format!("Client “{}” taken back from the archive", client.details.name);
        Ok(accept(self.id, [Change::Restored(Box::new(client)).into()]).says(text).about(self.id).undoable())
    }
}
