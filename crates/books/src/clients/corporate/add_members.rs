//! Adds clients to a corporate group for whole years. They are never taken out again: their last year ends it.

use std::fmt;

use kernel::{ClientId, Day, GroupId, MembershipId, Stamp};
use serde::{Deserialize, Serialize};

use super::facts::{Candidate, Standing, refuse_joining};
use super::refusals;
use crate::groups::corporate::Years;
use crate::groups::{self, Membership};
use crate::{Act, Change, Decision, Permission, Result, Scene, accept};

/// Clients that one command adds: each is looked at first.
const MOST: usize = 500;

/// Adds all of these clients, or none.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddCorporateMembers {
    pub group: GroupId,
    pub clients: Vec<ClientId>,
    /// A 1 January.
    pub from: Day,
    /// A 31 December.
    pub until: Day,
}

/// The memberships that began, in the order of the clients.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Added(pub Vec<MembershipId>);

impl fmt::Display for Added {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.first().map_or(Ok(()), |first| first.fmt(f))
    }
}

/// The group, and every client on the way into it.
pub struct Facts {
    standing: Standing,
    candidates: Vec<Option<Candidate>>,
}

impl Act for AddCorporateMembers {
    const NAME: &'static str = "add_corporate_members";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = Added;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let standing = Standing::load(scene, self.group)?;
        let (of_type, first) = (standing.group.of_type, self.from.year());
        let some = self.clients.iter().take(MOST);
        let candidates = some.map(|client| Candidate::load(scene, *client, of_type, first)).collect::<Result<_>>()?;
        Ok(Facts { standing, candidates })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<Added> {
        let Standing { group, of_type, client_type } = &facts.standing;
        if self.clients.is_empty() {
            return Err(refusals::member_required().into());
        }
        if self.clients.len() > MOST {
            return Err(refusals::members_too_many(MOST).into());
        }
        let years = Years::between(self.from, self.until)?;
        let mut joining: Vec<&Candidate> = Vec::new();
        for candidate in &facts.candidates {
            let candidate = candidate.as_ref().ok_or_else(refusals::member_unknown)?;
            if !joining.iter().any(|other| other.id == candidate.id) {
                joining.push(candidate);
            }
        }
        joining.iter().try_for_each(|client| refuse_joining(client, group, (of_type, client_type), years))?;
        // From here the clients will be members.
        let who = match joining.as_slice() {
            [one] => format!("“{}”", one.name),
            some => format!("{} clients", some.len()),
        };
        let text = format!("{who} added to corporate group “{}” for {years}", group.group.name);
        let mut ids = stamp.ids();
        let started = joining.iter().map(|candidate| Membership {
            id: ids.next(),
            group: group.group.id,
            client: candidate.id,
            from: years.from(),
            until: Some(years.until()),
            slots: group.slots(years),
        });
        let started: Vec<Membership> = started.collect();
        let added = Added(started.iter().map(|membership| membership.id).collect());
        let changes = started.into_iter().map(|membership| Change::from(groups::Change::MembershipStarted(membership)));
        Ok(accept(added, changes).says(text).about(self.group).undoable())
    }
}
