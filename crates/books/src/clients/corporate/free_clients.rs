//! Clients that a corporate group could take for some years: of its type, and in no group of the type then.

use kernel::{ClientId, Failure, GroupId};

use super::store;
use crate::clients::Sight;
use crate::groups::corporate::{self, Years};
use crate::{Ask, Permission, Result, Scene};

/// The first of them by name, for a list to choose from.
#[derive(Clone, Debug)]
pub struct ListFreeClients {
    pub group: GroupId,
    pub years: Years,
    /// Part of the name or the number.
    pub search: String,
    pub limit: i64,
}

#[derive(Clone, Debug)]
pub struct FreeClient {
    pub client: ClientId,
    pub number: String,
    pub name: String,
}

impl Ask for ListFreeClients {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = Vec<FreeClient>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<FreeClient>> {
        let group = corporate::store::find(scene, self.group)?;
        let group = group.ok_or_else(|| Failure::missing("corporate group", self.group))?;
        store::free_clients(scene, &group, &self, Sight::of(scene.rights))
    }
}
