//! Brings a client back from the trash.

use kernel::{ClientId, Failure, Stamp};
use serde::{Deserialize, Serialize};

use super::{Change, Client, Sight, store};
use crate::groups::{self, Group, Kind};
use crate::{Act, Change as AnyChange, Decision, Permission, Result, Scene, accept};

/// Brings a client back from the trash, without the client groups and billing groups that it left when it was deleted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RestoreFromTrash {
    pub id: ClientId,
}

/// What came back, and what did not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Restored {
    pub id: ClientId,
    /// Names of the client groups and billing groups that it was in before it was deleted and is no longer.
    pub left_groups: Vec<String>,
}

impl std::fmt::Display for Restored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.id.fmt(f)
    }
}

impl Restored {
    /// The sentence that says what did not come back; empty when everything did.
    pub fn without(&self) -> String {
        match self.left_groups.as_slice() {
            [] => String::new(),
            groups => format!("It came back without its groups: {}.", groups.join(", ")),
        }
    }
}

/// What the rule needs.
pub struct TrashFacts {
    pub client: Option<Client>,
    pub left_groups: Vec<String>,
    /// Who has got its number since.
    pub number_holder: Option<store::NumberHolder>,
    /// Its customer group, where no membership says so any more.
    pub to_enter: Option<Group>,
}

impl Act for RestoreFromTrash {
    const NAME: &'static str = "restore_from_trash";
    const NEEDS: Permission = Permission::DeleteClients;
    type Facts = TrashFacts;
    type Outcome = Restored;

    fn load(&self, scene: &Scene<'_>) -> Result<TrashFacts> {
        let client = store::find_in_trash(scene, self.id, Sight::of(scene.rights))?;
        let stands = !store::memberships_of_kind(scene, self.id, Kind::Posting)?.is_empty();
        let (number_holder, to_enter) = match &client {
            Some(client) => (
                store::number_holder(scene, client.number.as_str())?,
                if stands { None } else { groups::store::find(scene, client.posting_group)? },
            ),
            None => (None, None),
        };
        Ok(TrashFacts { client, left_groups: store::groups_left_for_trash(scene, self.id)?, number_holder, to_enter })
    }

    fn decide(self, facts: TrashFacts, stamp: &Stamp) -> Decision<Restored> {
        let client = facts.client.ok_or_else(|| Failure::missing("client", self.id))?;
        if let Some(holder) = facts.number_holder {
            return Err(holder.refusal().into());
        }
        // From here the client will be back.
        let text = format!("Client “{}” brought back from the trash", client.details.name);
        let restored = Restored { id: self.id, left_groups: facts.left_groups };
        let mut changes: Vec<AnyChange> = vec![Change::BroughtBack(Box::new(client)).into()];
        // Undoing a registration takes the membership back too; a client at work has one.
        if let Some(group) = facts.to_enter {
            let membership = groups::membership_from_today(&group, self.id, &mut stamp.ids(), stamp);
            changes.push(groups::Change::MembershipStarted(membership).into());
        }
        Ok(accept(restored, changes).says(text).about(self.id))
    }
}
