//! The sets of client groups, by name.

use kernel::{Failure, GroupSetId};

use super::{GroupSet, store};
use crate::{Ask, Permission, Result, Scene};

/// Every set: an office has a handful of them.
#[derive(Clone, Copy, Debug)]
pub struct ListGroupSets;

/// One set.
#[derive(Clone, Copy, Debug)]
pub struct ReadGroupSet {
    pub id: GroupSetId,
}

/// A set, with how many groups stand in it, archived ones too.
#[derive(Clone, Debug)]
pub struct GroupSetLine {
    pub set: GroupSet,
    pub groups: i64,
}

impl Ask for ListGroupSets {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = Vec<GroupSetLine>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<GroupSetLine>> {
        store::lines(scene)
    }
}

impl Ask for ReadGroupSet {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = GroupSetLine;

    fn answer(self, scene: &Scene<'_>) -> Result<GroupSetLine> {
        let found = store::line_of(scene, self.id)?;
        found.ok_or_else(|| Failure::missing("set of client groups", self.id))
    }
}
