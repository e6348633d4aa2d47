//! What is open on the account of a customer group, client by client: what is asked about before the account changes.

use kernel::{ClientId, Currency, Failure, GroupId};

use super::store;
use crate::{Ask, Permission, Result, Scene, company};

#[derive(Clone, Copy, Debug)]
pub struct PreviewAccountChange {
    pub group: GroupId,
}

#[derive(Clone, Debug)]
pub struct OpenOnAccount {
    /// The largest first; empty for those who do not see all clients.
    pub clients: Vec<OpenOfClient>,
    /// Of all of them, minor units.
    pub total: i64,
    pub items: i64,
    pub currency: Currency,
}

#[derive(Clone, Debug)]
pub struct OpenOfClient {
    pub id: ClientId,
    pub number: String,
    pub name: String,
    pub open: i64,
    pub items: i64,
}

impl Ask for PreviewAccountChange {
    const NEEDS: Permission = Permission::SetUpLedger;
    type Answer = OpenOnAccount;

    fn answer(self, scene: &Scene<'_>) -> Result<OpenOnAccount> {
        let group = crate::groups::store::find_posting(scene, self.group)?
            .ok_or_else(|| Failure::missing("customer group", self.group))?;
        let clients = store::open_on_account(scene, self.group, group.account)?;
        Ok(OpenOnAccount {
            total: clients.iter().map(|client| client.open).sum(),
            items: clients.iter().map(|client| client.items).sum(),
            clients: if scene.rights.sees_all_clients() { clients } else { Vec::new() },
            currency: company::read(scene)?.currency,
        })
    }
}
