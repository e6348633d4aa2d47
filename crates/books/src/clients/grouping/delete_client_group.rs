//! Deletes a client group once no client is in it, so that no saved report changes without notice.

use kernel::{Failure, GroupId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::store;
use crate::clients::Sight;
use crate::groups::{self, Group, Kind};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Deletes a segment. Clients in the trash do not count: they stand in no client group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeleteClientGroup {
    pub id: GroupId,
    pub version: Option<i64>,
}

/// Three questions.
pub struct Facts {
    group: Group,
    /// Clients in the group, whoever may see them.
    clients: i64,
    /// Those that the one at the desk does not see.
    unseen: i64,
}

impl Act for DeleteClientGroup {
    const NAME: &'static str = "delete_client_group";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let group = groups::store::find_of_kind(scene, self.id, Kind::Segment)?
            .ok_or_else(|| Failure::missing("client group", self.id))?;
        let clients = groups::store::clients_in(scene, self.id)?;
        let seen = store::clients_in_sight(scene, self.id, Sight::of(scene.rights))?;
        Ok(Facts { group, clients, unseen: clients - seen })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<GroupId> {
        groups::refuse_stale(&facts.group, self.version)?;
        if facts.clients > 0 {
            return Err(not_empty(&facts).into());
        }
        // From here the group will be deleted.
        let text = format!("Client group “{}” deleted", facts.group.name);
        Ok(accept(self.id, [groups::Change::Deleted(facts.group).into()]).says(text).about(self.id).undoable())
    }
}

fn not_empty(facts: &Facts) -> Refusal {
    let (group, clients) = (&facts.group, facts.clients);
    let (assigned, them) = if clients == 1 {
        ("1 client is assigned".to_owned(), "the client".to_owned())
    } else {
        (format!("{clients} clients are assigned"), format!("the {clients} clients"))
    };
    let (unseen, ask) = match facts.unseen {
        0 => (String::new(), ""),
        some => (format!(", {some} not visible to you"), " Ask whoever may see all clients for those you do not see."),
    };
    let refusal = Refusal::rule(
        "GROUP_NOT_EMPTY",
        format!("“{}” cannot be deleted: {assigned} to it{unseen}.", group.name),
        format!(
            "A group can be deleted once it is empty, so that no saved report changes without notice. Look at {them}, \
             remove them from the group, then delete it.{ask}"
        ),
    )
    .detail("clients", clients)
    .detail("not_visible", facts.unseen)
    .action(format!("Show {them} in a report"), format!("/report?dataset=clients&group={}&inactive=1", group.id));
    let refusal = match group.smart {
        Some(_) => refusal.action("Make it hand-picked first", format!("/settings/client-groups/{}/edit", group.id)),
        None => refusal
            .action(format!("Remove {them} from the group…"), format!("/settings/client-groups/{}/empty", group.id)),
    };
    if group.archived {
        return refusal;
    }
    refusal.post_action("Archive instead", format!("/settings/client-groups/{}/archive", group.id))
}
