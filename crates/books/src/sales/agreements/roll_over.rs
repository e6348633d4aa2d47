//! The roll-over of a corporate group to the next year: who goes on, and what is agreed on; proposed, then done in one step.

use kernel::{ClientId, Day, Failure, GroupId, MembershipId, Refusal, Stamp, Year};
use serde::{Deserialize, Serialize};

use super::make_agreement::{self, MakeAgreement};
use super::{Agreement, AgreementPatch, refusals, store};
use crate::clients::{CorporateMember, Extending, ListCorporateMembers, ReadCorporateGroup, why_not};
use crate::groups::corporate::{self, CorporateGroup, LONGEST};
use crate::{Act, Ask, Decision, Permission, Result, Scene, accept, groups};

/// Members that one roll-over looks at.
const MOST: i64 = 500;

/// Lets memberships of a year go on, and copies its agreement to the next.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RollOver {
    pub group: GroupId,
    /// The version of the group that the caller read; any when empty.
    pub version: Option<i64>,
    /// The year that is rolled over; this one when empty.
    pub from: Option<Year>,
    /// Who goes on, and through which year.
    pub memberships: Vec<(MembershipId, Year)>,
    /// Copies the agreement of the year to the next with these changes; none when empty.
    pub agreement: Option<AgreementPatch>,
    /// Extends the group, where it ends before.
    pub extend_group: bool,
}

pub struct Facts {
    group: CorporateGroup,
    extending: Extending,
    agreement: Option<(MakeAgreement, make_agreement::Facts)>,
    /// The year whose agreement is to be copied has none.
    agreement_missing: bool,
    from: Year,
}

impl Act for RollOver {
    const NAME: &'static str = "roll_over_group";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let group = found(scene, self.group)?;
        let from = self.from.unwrap_or(scene.today.year());
        let next = next(from)?;
        let last = self.memberships.iter().map(|(_, last)| *last).chain(self.agreement.iter().map(|_| next)).max();
        let until = last.filter(|last| self.extend_group && *last > group.years.last);
        let before = match &self.agreement {
            Some(_) => store::of_year(scene, self.group, from)?,
            None => None,
        };
        let agreement = match (&self.agreement, &before) {
            (Some(patch), Some(before)) => {
                let copy = copied(before, next, patch.clone());
                let mut facts = copy.load(scene)?;
                facts.reach(until);
                Some((copy, facts))
            }
            _ => None,
        };
        Ok(Facts {
            extending: Extending::load(scene, self.group, until, &self.memberships)?,
            agreement_missing: self.agreement.is_some() && before.is_none(),
            agreement,
            group,
            from,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<GroupId> {
        let Facts { group, extending, agreement, agreement_missing, from } = facts;
        groups::refuse_stale(&group.group, self.version)?;
        if self.memberships.is_empty() && self.agreement.is_none() {
            return Err(refusals::nothing_to_roll_over().into());
        }
        if agreement_missing {
            return Err(refusals::no_agreement_to_copy(from).into());
        }
        let mut changes = extending.decide(stamp)?;
        if let Some((copy, facts)) = agreement {
            changes.extend(copy.decide(facts, stamp)?.changes);
        }
        // From here the group will be rolled over.
        let text = format!("Corporate group “{}” rolled over from {from}", group.group.name);
        Ok(accept(self.group, changes).says(text).about(self.group).undoable())
    }
}

fn found(scene: &Scene<'_>, id: GroupId) -> Result<CorporateGroup> {
    corporate::store::find(scene, id)?.ok_or_else(|| Failure::missing("corporate group", id))
}

fn next(year: Year) -> std::result::Result<Year, Refusal> {
    year.next()
        .map_err(|error| Refusal::field("FIELD_INVALID", "year", "There is no year after it.", error.to_string()))
}

fn copied(before: &Agreement, year: Year, patch: AgreementPatch) -> MakeAgreement {
    MakeAgreement {
        group: before.group,
        year,
        name: Some(patch.name.unwrap_or_else(|| before.name.clone())),
        scale: Some(patch.scale.unwrap_or(before.scale)),
        tiers: patch.tiers.unwrap_or_else(|| before.tiers.clone()),
        allow_above_100: patch.allow_above_100.unwrap_or(before.allow_above_100),
        exclusions: patch.exclusions.unwrap_or_else(|| before.exclusions.clone()),
    }
}

/// What a roll-over would do.
#[derive(Clone, Copy, Debug)]
pub struct ProposeRollOver {
    pub group: GroupId,
    /// The year that is rolled over; this one when empty.
    pub from: Option<Year>,
}

#[derive(Clone, Debug)]
pub struct RollOverProposal {
    pub group: CorporateGroup,
    pub from: Year,
    pub next: Year,
    /// Members whose last year it is; each with the proposal to go on for one year, or why it cannot.
    pub members: Vec<ProposedMember>,
    /// The agreement of the year.
    pub agreement: Option<Agreement>,
    /// That of the next year, where there is one already.
    pub next_agreement: Option<Agreement>,
    /// The group ends before the next year does.
    pub group_ends: bool,
    /// The last year that the group can have.
    pub latest: Year,
}

#[derive(Clone, Debug)]
pub struct ProposedMember {
    pub membership: MembershipId,
    pub client: ClientId,
    pub number: String,
    pub name: String,
    pub from: Day,
    /// Why it cannot go on.
    pub conflict: Option<Refusal>,
}

impl Ask for ProposeRollOver {
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Answer = RollOverProposal;

    fn answer(self, scene: &Scene<'_>) -> Result<RollOverProposal> {
        let group = ReadCorporateGroup { id: self.group }.answer(scene)?.group;
        let from = self.from.unwrap_or(scene.today.year());
        let next = next(from)?;
        let of_year = Some(from.last_day());
        let page = ListCorporateMembers { group: self.group, as_of: of_year, voided: false, after: None, limit: MOST };
        let mut members = Vec::new();
        for member in page.answer(scene)?.items.into_iter().filter(|member| member.years.last == from) {
            members.push(proposed(scene, member, next)?);
        }
        let latest = Year::from_number(group.years.first.number() + LONGEST - 1).unwrap_or(next);
        Ok(RollOverProposal {
            agreement: store::of_year(scene, self.group, from)?,
            next_agreement: store::of_year(scene, self.group, next)?,
            group_ends: group.years.last < next,
            group,
            from,
            next,
            members,
            latest,
        })
    }
}

fn proposed(scene: &Scene<'_>, member: CorporateMember, next: Year) -> Result<ProposedMember> {
    Ok(ProposedMember {
        conflict: why_not(scene, member.id, next)?,
        membership: member.id,
        client: member.client,
        number: member.number,
        name: member.name,
        from: member.years.from(),
    })
}
