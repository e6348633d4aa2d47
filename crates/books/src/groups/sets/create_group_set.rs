//! Creates a set of client groups, empty at first.

use kernel::{GroupSetId, Name, Stamp};
use serde::{Deserialize, Serialize};

use super::{GroupSet, refuse_taken, store};
use crate::groups::Change;
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Creates a set.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreateGroupSet {
    pub name: Name,
}

impl Act for CreateGroupSet {
    const NAME: &'static str = "create_group_set";
    const NEEDS: Permission = Permission::ManageClientGroups;
    /// The set whose name counts as the same.
    type Facts = Option<GroupSet>;
    type Outcome = GroupSetId;

    fn load(&self, scene: &Scene<'_>) -> Result<Option<GroupSet>> {
        store::by_key(scene, &self.name.key())
    }

    fn decide(self, holder: Option<GroupSet>, stamp: &Stamp) -> Decision<GroupSetId> {
        refuse_taken(&self.name, holder.as_ref(), None)?;
        // From here the set will be created.
        let id = stamp.ids().next();
        let text = format!("Set of client groups “{}” created", self.name);
        let set = GroupSet { id, name: self.name, version: 1 };
        Ok(accept(id, [Change::SetCreated(set).into()]).says(text).about(id).undoable())
    }
}
