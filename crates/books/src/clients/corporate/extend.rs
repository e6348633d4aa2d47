//! Memberships that go on for more years, and the group with them where it must: for the roll-over, which decides it all
//! at once.

use kernel::{Failure, GroupId, MembershipId, Refusal, Stamp, Year};

use super::change_group::{self, ChangeCorporateGroup};
use super::change_last_year::{self, ChangeLastYear};
use crate::groups::corporate::CorporateGroup;
use crate::{Act, Change, Result, Scene};

/// What was asked for and looked up.
pub(crate) struct Extending {
    group: Option<(ChangeCorporateGroup, change_group::Facts)>,
    members: Vec<(ChangeLastYear, change_last_year::Facts)>,
}

impl Extending {
    /// Each membership is to last through its year. The group is extended to `until`, where that is said.
    pub(crate) fn load(
        scene: &Scene<'_>,
        group: GroupId,
        until: Option<Year>,
        rows: &[(MembershipId, Year)],
    ) -> Result<Extending> {
        let mut members = Vec::with_capacity(rows.len());
        for (id, last) in rows {
            let mut facts = change_last_year::Facts::load(scene, *id)?;
            if facts.kept.membership.group != group {
                return Err(Failure::missing("membership", *id));
            }
            reach(&mut facts.standing.group, until);
            members.push((ChangeLastYear { id: *id, version: None, from: None, until: Some(last.last_day()) }, facts));
        }
        let longer = until.map(|until| ChangeCorporateGroup {
            id: group,
            version: None,
            name: None,
            from: None,
            of_type: None,
            until: Some(until.last_day()),
            end_members: false,
            head: None,
        });
        let group = match longer {
            Some(longer) => {
                let facts = longer.load(scene)?;
                Some((longer, facts))
            }
            None => None,
        };
        Ok(Extending { group, members })
    }

    /// The group first: its members lie within it.
    pub(crate) fn decide(self, stamp: &Stamp) -> Result<Vec<Change>> {
        let mut changes = Vec::new();
        if let Some((longer, facts)) = self.group {
            changes.extend(longer.decide(facts, stamp)?.changes);
        }
        for (member, facts) in self.members {
            changes.extend(member.decided(facts)?.changes);
        }
        Ok(changes)
    }
}

/// The group as it will be.
fn reach(group: &mut CorporateGroup, until: Option<Year>) {
    group.years.last = until.map_or(group.years.last, |until| until.max(group.years.last));
}

/// Why a membership cannot go on through the year, if it cannot.
pub(crate) fn why_not(scene: &Scene<'_>, id: MembershipId, through: Year) -> Result<Option<Refusal>> {
    let mut facts = change_last_year::Facts::load(scene, id)?;
    reach(&mut facts.standing.group, Some(through));
    let command = ChangeLastYear { id, version: None, from: None, until: Some(through.last_day()) };
    match command.decided(facts) {
        Ok(_) => Ok(None),
        Err(Failure::Refused(refusal)) => Ok(Some(*refusal)),
        Err(other) => Err(other),
    }
}
