//! Archives a group, or restores it: hidden from selectors, while members, reports and documents keep it.

use kernel::{Failure, GroupId, Stamp};
use serde::{Deserialize, Serialize};

use super::names::refuse_stale;
use super::{Change, Group, Kind, store};
use crate::{Accepted, Act, Decision, Permission, Result, Scene, accept};

/// Archives a client group, or restores it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ArchiveClientGroup {
    pub id: GroupId,
    pub version: Option<i64>,
    /// False restores.
    pub archived: bool,
}

/// Archives a customer group, or restores it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ArchiveCustomerGroup {
    pub id: GroupId,
    pub version: Option<i64>,
    /// False restores.
    pub archived: bool,
}

impl Act for ArchiveClientGroup {
    const NAME: &'static str = "archive_client_group";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Group;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Group> {
        store::find_of_kind(scene, self.id, Kind::Segment)?.ok_or_else(|| Failure::missing("client group", self.id))
    }

    fn decide(self, group: Group, _: &Stamp) -> Decision<GroupId> {
        refuse_stale(&group, self.version)?;
        Ok(set_aside(group, self.archived))
    }
}

impl Act for ArchiveCustomerGroup {
    const NAME: &'static str = "archive_customer_group";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Group;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Group> {
        store::find_of_kind(scene, self.id, Kind::Posting)?.ok_or_else(|| Failure::missing("customer group", self.id))
    }

    fn decide(self, group: Group, _: &Stamp) -> Decision<GroupId> {
        refuse_stale(&group, self.version)?;
        Ok(set_aside(group, self.archived))
    }
}

/// Sets the group aside, or takes it back; nothing when it already is as asked.
pub(crate) fn set_aside(group: Group, archived: bool) -> Accepted<GroupId> {
    let id = group.id;
    if group.archived == archived {
        return accept(id, []);
    }
    let (hidden, back) = group.kind.set_aside_words();
    let did = if archived { hidden } else { back };
    let text = format!("{} “{}” {did}", group.kind.label(), group.name);
    let change = if archived { Change::Archived(group) } else { Change::Restored(group) };
    accept(id, [change.into()]).says(text).about(id).undoable()
}
