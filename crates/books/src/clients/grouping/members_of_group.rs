//! The clients of a group, today or as of a day, within the asker's sight.

use kernel::{ClientId, Day, Failure, GroupId, MembershipId};

use super::store;
use crate::clients::Sight;
use crate::{Ask, Page, Permission, Result, Scene, groups};

/// A page of the clients that were in the group on the day; without a day, of those that are in it now.
#[derive(Clone, Debug)]
pub struct MembersOfGroup {
    pub group: GroupId,
    pub as_of: Option<Day>,
    /// The page behind this client.
    pub after: Option<ClientId>,
    pub limit: i64,
}

/// A client in the group, and since when.
#[derive(Clone, Debug)]
pub struct MemberLine {
    pub membership: MembershipId,
    pub client: ClientId,
    pub number: String,
    pub name: String,
    pub archived: bool,
    pub from: Day,
    pub until: Option<Day>,
}

impl Ask for MembersOfGroup {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = Page<MemberLine>;

    fn answer(self, scene: &Scene<'_>) -> Result<Page<MemberLine>> {
        if groups::store::find(scene, self.group)?.is_none() {
            return Err(Failure::missing("group", self.group));
        }
        let mut items = store::members_of(scene, &self, Sight::of(scene.rights))?;
        let more = items.len() as i64 > self.limit;
        items.truncate(self.limit.max(0) as usize);
        let next = items.last().filter(|_| more).map(|last| last.client.to_string());
        Ok(Page { items, next })
    }
}
