//! The groups of one client, today or as of a day.

use kernel::{ClientId, Day, Failure, GroupId, MembershipId};

use super::store;
use crate::clients::{Sight, store as clients};
use crate::groups::Kind;
use crate::{Ask, Permission, Result, Scene};

/// The groups that the client was in on the day; without a day, those it is in now.
#[derive(Clone, Copy, Debug)]
pub struct GroupsOfClient {
    pub client: ClientId,
    pub as_of: Option<Day>,
}

/// A membership with the name of its group.
#[derive(Clone, Debug)]
pub struct MembershipLine {
    pub id: MembershipId,
    pub group: GroupId,
    pub kind: Kind,
    pub name: String,
    pub color: i64,
    pub archived: bool,
    pub from: Day,
    pub until: Option<Day>,
}

impl Ask for GroupsOfClient {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = Vec<MembershipLine>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<MembershipLine>> {
        if clients::find_in_sight(scene, self.client, Sight::of(scene.rights))?.is_none() {
            return Err(Failure::missing("client", self.client));
        }
        store::groups_of(scene, self.client, self.as_of)
    }
}
