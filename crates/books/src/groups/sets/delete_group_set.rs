//! Deletes a set of client groups: its groups stay, and nobody leaves one.

use kernel::{Failure, GroupSetId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::refusals::listed;
use super::{GroupSet, refuse_stale, store};
use crate::groups::{Change, Group};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Deletes a set that is empty, or one whose groups shall stand free.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeleteGroupSet {
    pub id: GroupSetId,
    pub version: Option<i64>,
    /// Said by whoever knows that the groups will stand in no set.
    pub free_groups: bool,
}

/// Two questions.
pub struct Facts {
    set: GroupSet,
    groups: Vec<Group>,
}

impl Act for DeleteGroupSet {
    const NAME: &'static str = "delete_group_set";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = GroupSetId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let set = store::find(scene, self.id)?.ok_or_else(|| Failure::missing("set of client groups", self.id))?;
        Ok(Facts { set, groups: store::groups_in(scene, self.id)? })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<GroupSetId> {
        let Facts { set, groups } = facts;
        refuse_stale(&set, self.version)?;
        if !groups.is_empty() && !self.free_groups {
            return Err(not_empty(&set, &groups).into());
        }
        // From here the set will be deleted.
        let text = format!("Set of client groups “{}” deleted", set.name);
        Ok(accept(self.id, [Change::SetDeleted { set, groups }.into()]).says(text).about(self.id).undoable())
    }
}

fn not_empty(set: &GroupSet, groups: &[Group]) -> Refusal {
    let (stand, them) = if groups.len() == 1 {
        ("1 group stands".to_owned(), "the group")
    } else {
        (format!("{} groups stand", groups.len()), "the groups")
    };
    Refusal::rule(
        "SET_NOT_EMPTY",
        format!("The set “{}” cannot be deleted: {stand} in it.", set.name),
        format!(
            "In it: {}. Without the set a client can be in several of them. Take {them} out first, or send \
             free_groups=true: they stay with their clients, and the set goes.",
            listed(groups)
        ),
    )
    .detail("groups", groups.len())
    .action("Delete the set, keep its groups…", format!("/settings/client-group-sets/{}/delete", set.id))
}
