//! Changes the last year of a membership, which is how it ends; taking it out is always refused.

use kernel::{Day, Failure, MembershipId, Stamp};
use serde::{Deserialize, Serialize};

use super::facts::{Candidate, Standing, Wanted};
use super::refusals::{self, Role};
use crate::groups::corporate::store::Kept;
use crate::groups::corporate::{self, Change, Years};
use crate::groups::{self, Change as GroupChange};
use crate::{Act, Ask, Decision, Permission, Result, Scene, accept};

/// Sets the last day of a membership.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeLastYear {
    pub id: MembershipId,
    /// The version that the one at the desk has seen.
    pub version: Option<i64>,
    /// Only the day that it has: the beginning is fixed once saved.
    pub from: Option<Day>,
    /// A 31 December.
    pub until: Option<Day>,
}

/// The membership, its group, and its client.
pub struct Facts {
    pub(super) kept: Kept,
    pub(super) standing: Standing,
    pub(super) candidate: Candidate,
    /// Its years that were settled.
    pub(super) settled: Vec<i64>,
}

impl Facts {
    pub(super) fn load(scene: &Scene<'_>, id: MembershipId) -> Result<Facts> {
        let missing = || Failure::missing("membership", id);
        let (kept, group) = corporate::store::find_membership(scene, id)?.ok_or_else(missing)?;
        let (client, first) = (kept.membership.client, kept.membership.from.year());
        let candidate = Candidate::load(scene, client, group.of_type, first)?.ok_or_else(missing)?;
        let settled = corporate::store::settled_years(scene, &kept.membership)?;
        Ok(Facts { standing: Standing::load(scene, group.group.id)?, kept, candidate, settled })
    }
}

impl Act for ChangeLastYear {
    const NAME: &'static str = "change_membership";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = MembershipId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Facts::load(scene, self.id)
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<MembershipId> {
        self.decided(facts)
    }
}

impl ChangeLastYear {
    /// The decision: it makes nothing new, so that it needs no stamp.
    pub(super) fn decided(self, facts: Facts) -> Decision<MembershipId> {
        let Facts { kept, standing, candidate, settled } = facts;
        let Standing { group, of_type, client_type } = &standing;
        let seen = groups::Group { version: kept.version, ..group.group.clone() };
        // Said before that it was changed: it is what the other one did.
        if kept.is_voided {
            return Err(refusals::voided().into());
        }
        groups::refuse_stale(&seen, self.version)?;
        if self.from.is_some_and(|from| from != kept.membership.from) {
            return Err(refusals::member_from_immutable(kept.membership.from).into());
        }
        let before = corporate::store::years_of(&kept.membership);
        let last = self.until.map(|until| corporate::ends(before.first, until)).transpose()?.unwrap_or(before.last);
        let years = Years { last, ..before };
        if years == before {
            return Ok(accept(self.id, []));
        }
        if !group.years.contains(years) {
            return Err(refusals::outside_group(group, years).into());
        }
        if let Some(year) = settled.into_iter().find(|year| !years.has(*year)) {
            let who = format!("“{}”", candidate.name);
            return Err(refusals::year_settled(&who, group.group.id, year).into());
        }
        if years.last > before.last {
            let wanted = Wanted {
                role: Role::Member,
                group: Some(group.group.id),
                group_name: group.group.name.as_str(),
                of_type,
                client_type,
                years,
                group_last: group.years.last,
                own: Some(self.id),
            };
            candidate.refuse_misfit(&wanted)?;
        }
        // From here the membership will last until then.
        let text = format!("“{}” is in corporate group “{}” until 31.12.{last}", candidate.name, group.group.name);
        let changed =
            Change::LastDaySet { membership: kept.membership.clone(), until: years.until(), slots: group.slots(years) };
        let change = GroupChange::Corporate(Box::new(changed)).into();
        Ok(accept(self.id, [change]).says(text).about(kept.membership.group).undoable())
    }
}

/// Would take a client out of a corporate group; refused for everyone.
#[derive(Clone, Copy, Debug)]
pub struct RemoveMembership {
    pub id: MembershipId,
}

impl Ask for RemoveMembership {
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Answer = ();

    /// Nobody may, so it is a question whose answer is always no: no command does it.
    fn answer(self, scene: &Scene<'_>) -> Result<()> {
        Facts::load(scene, self.id)?;
        Err(refusals::append_only().into())
    }
}
