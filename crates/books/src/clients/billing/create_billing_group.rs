//! Creates a billing group: a name, the clients that are billed together, and the one of them who usually pays.

use kernel::{ClientId, GroupId, Name, Stamp};
use serde::{Deserialize, Serialize};

use super::members::{People, each_once};
use super::refusals::{primary_not_member, primary_required};
use crate::groups::{self, Group, Kind};
use crate::{Act, Change, Decision, Permission, Result, Scene, accept};

/// Creates a billing group with its members. People and entities are mixed freely; a prospect may be one of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreateBillingGroup {
    pub name: Name,
    pub members: Vec<ClientId>,
    /// One of the members: an indicator, which a proposal may set aside.
    pub primary_contact: Option<ClientId>,
}

/// Two questions, and a third for those who may not edit all clients.
pub struct Facts {
    /// The billing group whose name counts as the same.
    holder: Option<Group>,
    people: People,
}

impl Act for CreateBillingGroup {
    const NAME: &'static str = "create_billing_group";
    const NEEDS: Permission = Permission::EditOwnClients;
    type Facts = Facts;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts {
            holder: groups::store::by_key(scene, Kind::Billing, &self.name.key())?,
            people: People::load(scene, self.members.iter().copied())?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<GroupId> {
        let members = each_once(&self.members)?;
        facts.people.refuse_unknown(&members)?;
        facts.people.refuse_not_editable(members.iter().copied())?;
        groups::refuse_taken(&self.name, facts.holder.as_ref(), None)?;
        let primary = self.primary_contact.ok_or_else(primary_required)?;
        if !members.contains(&primary) {
            return Err(primary_not_member().into());
        }
        // From here the group will be created: first who is in it, then who of them pays.
        let mut ids = stamp.ids();
        let id = ids.next();
        let count = if members.len() == 1 { "1 member".to_owned() } else { format!("{} members", members.len()) };
        let text = format!("Billing group “{}” created with {count}", self.name);
        let group = Group {
            id,
            kind: Kind::Billing,
            name: self.name,
            color: 0,
            note: String::new(),
            set: None,
            smart: None,
            archived: false,
            version: 1,
        };
        let mut changes: Vec<Change> = vec![groups::Change::ClientGroupCreated(group.clone()).into()];
        for client in members {
            let membership = groups::membership_from_today(&group, client, &mut ids, stamp);
            changes.push(groups::Change::MembershipStarted(membership).into());
        }
        let named = groups::Change::PrimaryContactNamed { group: id, before: None, after: Some(primary) };
        changes.push(named.into());
        Ok(accept(id, changes).says(text).about(id).undoable())
    }
}
