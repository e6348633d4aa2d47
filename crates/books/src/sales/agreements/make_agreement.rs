//! Makes the agreement of a corporate group for one year.

use kernel::{AgreementId, Failure, GroupId, Name, ProductGroupId, Refusal, Stamp, Year};
use serde::{Deserialize, Serialize};

use super::{Agreement, Change, Kind, Scale, Tier, WHOLE, refusals, store};
use crate::groups::corporate::store::{find, find_type};
use crate::groups::corporate::{Change as GroupChange, CorporateGroup, CorporateType};
use crate::{Act, Decision, Permission, Result, Scene, accept, groups};

/// Tiers that an agreement has at most.
const MOST_TIERS: usize = 50;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakeAgreement {
    pub group: GroupId,
    pub year: Year,
    /// The name of the group where it is empty.
    pub name: Option<Name>,
    /// Needed: none is usual.
    pub scale: Option<Scale>,
    /// The lowest first.
    pub tiers: Vec<Tier>,
    pub allow_above_100: bool,
    /// Product groups whose lines count in no volume.
    #[serde(default)]
    pub exclusions: Vec<ProductGroupId>,
}

pub struct Facts {
    group: CorporateGroup,
    of_type: CorporateType,
    /// The agreement that the group has for the year.
    held: Option<Agreement>,
    next_number: i64,
    knows_exclusions: bool,
}

impl Facts {
    /// As the group will be, when it is extended in the same step.
    pub(super) fn reach(&mut self, until: Option<Year>) {
        self.group.years.last = until.map_or(self.group.years.last, |until| until.max(self.group.years.last));
    }
}

impl Act for MakeAgreement {
    const NAME: &'static str = "make_agreement";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = AgreementId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let group = find(scene, self.group)?.ok_or_else(|| Failure::missing("corporate group", self.group))?;
        let of_type = find_type(scene, group.of_type)?;
        Ok(Facts {
            of_type: of_type.ok_or_else(|| Failure::broken("a corporate group has no type"))?,
            held: store::of_year(scene, self.group, self.year)?,
            next_number: store::next_number(scene, self.year)?,
            knows_exclusions: store::knows_product_groups(scene, &self.exclusions)?,
            group,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<AgreementId> {
        let Facts { group, of_type, held, next_number, knows_exclusions } = facts;
        let kind = Kind::of(of_type.effect).ok_or_else(|| refusals::without_effect(&group, &of_type))?;
        if !group.years.has(self.year.number()) {
            return Err(refusals::outside_group(&group, self.year).into());
        }
        if let Some(held) = &held {
            return Err(refusals::exists(held).into());
        }
        let scale = self.scale.ok_or_else(refusals::scale_required)?;
        refuse_tiers(&self.tiers, self.allow_above_100)?;
        if !knows_exclusions {
            return Err(refusals::exclusion_unknown().into());
        }
        // From here the agreement will be made.
        let agreement = Agreement {
            id: stamp.ids().next(),
            group: self.group,
            year: self.year,
            kind,
            number: next_number,
            name: self.name.unwrap_or_else(|| group.group.name.clone()),
            scale,
            tiers: self.tiers,
            allow_above_100: self.allow_above_100,
            exclusions: each_once(self.exclusions),
            version: 1,
        };
        let id = agreement.id;
        let text = format!("Agreement {} of corporate group “{}” made", agreement.title(), group.group.name);
        let agreed = GroupChange::YearAgreed { group: self.group, year: self.year };
        let changes = [groups::Change::Corporate(Box::new(agreed)).into(), Change::Made(agreement).into()];
        Ok(accept(id, changes).says(text).about(self.group).undoable())
    }
}

/// In the order of their ids.
pub(super) fn each_once(mut groups: Vec<ProductGroupId>) -> Vec<ProductGroupId> {
    groups.sort();
    groups.dedup();
    groups
}

/// Refuses tiers that are no scale.
pub(super) fn refuse_tiers(tiers: &[Tier], allow_above_100: bool) -> std::result::Result<(), Refusal> {
    if tiers.is_empty() {
        return Err(refusals::tiers_required());
    }
    if tiers.len() > MOST_TIERS {
        return Err(refusals::tiers_too_many(MOST_TIERS));
    }
    for (place, tier) in (1..).zip(tiers) {
        if tier.from < 0 || tier.rate.0 < 0 {
            return Err(refusals::tier_negative(place));
        }
        if place > 1 && tiers[place - 2].from >= tier.from {
            return Err(refusals::tiers_not_ascending(place));
        }
        if tier.rate > WHOLE && !allow_above_100 {
            return Err(refusals::rate_above_100(place));
        }
    }
    Ok(())
}
