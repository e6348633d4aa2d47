//! Gives a set of client groups another name.

use kernel::{Failure, GroupSetId, Name, Stamp};
use serde::{Deserialize, Serialize};

use super::{GroupSet, refuse_stale, refuse_taken, store};
use crate::groups::Change;
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Renames a set. Its groups stay in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RenameGroupSet {
    pub id: GroupSetId,
    /// The version that the one at the desk has seen.
    pub version: Option<i64>,
    pub name: Name,
}

/// Two questions.
pub struct Facts {
    set: GroupSet,
    /// The set whose name counts as the same as the new one.
    holder: Option<GroupSet>,
}

impl Act for RenameGroupSet {
    const NAME: &'static str = "rename_group_set";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = GroupSetId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let set = store::find(scene, self.id)?.ok_or_else(|| Failure::missing("set of client groups", self.id))?;
        Ok(Facts { set, holder: store::by_key(scene, &self.name.key())? })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<GroupSetId> {
        let before = facts.set;
        refuse_stale(&before, self.version)?;
        refuse_taken(&self.name, facts.holder.as_ref(), Some(self.id))?;
        // From here the set will be renamed, if the name differs.
        if self.name == before.name {
            return Ok(accept(self.id, []));
        }
        let text = format!("Set of client groups “{}” renamed to “{}”", before.name, self.name);
        let after = GroupSet { name: self.name, version: before.version + 1, ..before.clone() };
        Ok(accept(self.id, [Change::SetRenamed { before, after }.into()]).says(text).about(self.id).undoable())
    }
}
