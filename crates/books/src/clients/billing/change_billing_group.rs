//! Changes a billing group: its name, who is in it, who usually pays. Proposals that use it keep what they had.

use std::collections::HashSet;

use kernel::{ClientId, GroupId, Name, Stamp};
use serde::{Deserialize, Serialize};

use super::members::{People, Standing, each_once};
use super::refusals::{primary_leaves, primary_not_member};
use crate::groups::{self, Group, Kind, Membership};
use crate::{Act, Change, Decision, Permission, Result, Scene, accept};

/// Changes what is named; `None` stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeBillingGroup {
    pub id: GroupId,
    /// The version that the one at the desk has seen.
    pub version: Option<i64>,
    pub name: Option<Name>,
    /// Everyone who is to be in it. Members that the one at the desk does not see stay.
    pub members: Option<Vec<ClientId>>,
    pub primary_contact: Option<ClientId>,
}

/// The group, the holder of the new name, and everyone it is about.
pub struct Facts {
    standing: Standing,
    /// The billing group whose name counts as the same as the new one.
    holder: Option<Group>,
    people: People,
}

impl Act for ChangeBillingGroup {
    const NAME: &'static str = "change_billing_group";
    const NEEDS: Permission = Permission::EditOwnClients;
    type Facts = Facts;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let standing = Standing::load(scene, self.id)?;
        let holder = match &self.name {
            Some(name) => groups::store::by_key(scene, Kind::Billing, &name.key())?,
            None => None,
        };
        let members = standing.memberships.iter().map(|membership| membership.client);
        let wished: HashSet<ClientId> = members.chain(self.members.iter().flatten().copied()).collect();
        Ok(Facts { people: People::load(scene, wished)?, standing, holder })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<GroupId> {
        let Facts { standing, holder, people } = facts;
        standing.refuse_stale(self.version)?;
        people.refuse_not_editable([standing.primary])?;
        if let Some(name) = &self.name {
            groups::refuse_taken(name, holder.as_ref(), Some(self.id))?;
        }
        let (entering, leaving) = moves(self.members.as_deref(), &standing, &people)?;
        people.refuse_not_editable(entering.iter().copied())?;
        people.refuse_not_editable(leaving.iter().map(|membership| membership.client))?;
        let leaves = |client: ClientId| leaving.iter().any(|membership| membership.client == client);
        let primary = self.primary_contact.unwrap_or(standing.primary);
        if leaves(primary) || !(standing.has(primary) || entering.contains(&primary)) {
            return Err(if primary == standing.primary {
                primary_leaves(&standing.group.name).into()
            } else {
                primary_not_member().into()
            });
        }
        // From here the group will be changed, if anything differs. First in, then who pays, then out: the one who pays
        // is in the group at every moment.
        let before = standing.group;
        let mut changes: Vec<Change> = Vec::new();
        let text = match self.name.filter(|name| *name != before.name) {
            Some(name) => {
                let text = format!("Billing group “{}” renamed to “{name}”", before.name);
                let after = Group { name, version: before.version + 1, ..before.clone() };
                changes.push(groups::Change::ClientGroupChanged { before: before.clone(), after }.into());
                text
            }
            None => format!("Billing group “{}” changed", before.name),
        };
        let mut ids = stamp.ids();
        for client in entering {
            let membership = groups::membership_from_today(&before, client, &mut ids, stamp);
            changes.push(groups::Change::MembershipStarted(membership).into());
        }
        if primary != standing.primary {
            let (group, before, after) = (self.id, Some(standing.primary), Some(primary));
            changes.push(groups::Change::PrimaryContactNamed { group, before, after }.into());
        }
        changes.extend(leaving.into_iter().map(|membership| groups::ended_today(membership, stamp).into()));
        if changes.is_empty() {
            return Ok(accept(self.id, []));
        }
        Ok(accept(self.id, changes).says(text).about(self.id).undoable())
    }
}

/// Who enters and who leaves; nobody when the members are not named.
fn moves(
    wished: Option<&[ClientId]>,
    standing: &Standing,
    people: &People,
) -> Result<(Vec<ClientId>, Vec<Membership>)> {
    let Some(wished) = wished else { return Ok((Vec::new(), Vec::new())) };
    let wished = each_once(wished)?;
    people.refuse_unknown(&wished)?;
    let leaving = standing
        .memberships
        .iter()
        .filter(|membership| people.seen.contains(&membership.client) && !wished.contains(&membership.client));
    let leaving = leaving.cloned().collect();
    Ok((wished.into_iter().filter(|client| !standing.has(*client)).collect(), leaving))
}
