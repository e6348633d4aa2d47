//! Changes an agreement: its name, its tiers, and its scale as long as nothing was settled by it.

use kernel::{AgreementId, Failure, Name, ProductGroupId, Stamp};
use serde::{Deserialize, Serialize};

use super::make_agreement::{each_once, refuse_tiers};
use super::{Agreement, Change, Scale, Tier, refusals, store};
use crate::sales::unchanged;
use crate::{Act, Decision, Permission, Result, Scene, accept};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeAgreement {
    pub id: AgreementId,
    /// The version that the caller read; any when empty.
    pub version: Option<i64>,
    pub patch: AgreementPatch,
}

/// Changes what is named.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AgreementPatch {
    pub name: Option<Name>,
    pub scale: Option<Scale>,
    /// All tiers, the lowest first.
    pub tiers: Option<Vec<Tier>>,
    pub allow_above_100: Option<bool>,
    /// All product groups whose lines count in no volume.
    pub exclusions: Option<Vec<ProductGroupId>>,
}

pub struct Facts {
    before: Agreement,
    /// Something was settled by it.
    is_settled: bool,
    knows_exclusions: bool,
}

impl Act for ChangeAgreement {
    const NAME: &'static str = "change_agreement";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = AgreementId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let before = store::find(scene, self.id)?.ok_or_else(|| Failure::missing("agreement", self.id))?;
        let exclusions = self.patch.exclusions.as_deref().unwrap_or_default();
        let knows_exclusions = store::knows_product_groups(scene, exclusions)?;
        Ok(Facts { is_settled: store::is_settled(scene, self.id)?, knows_exclusions, before })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<AgreementId> {
        let Facts { before, is_settled, knows_exclusions } = facts;
        unchanged("agreement", self.version, before.version)?;
        let AgreementPatch { name, scale, tiers, allow_above_100, exclusions } = self.patch;
        let scale = scale.unwrap_or(before.scale);
        if is_settled && scale != before.scale {
            return Err(refusals::scale_fixed(before.scale).into());
        }
        let after = Agreement {
            name: name.unwrap_or_else(|| before.name.clone()),
            scale,
            tiers: tiers.unwrap_or_else(|| before.tiers.clone()),
            allow_above_100: allow_above_100.unwrap_or(before.allow_above_100),
            exclusions: exclusions.map_or_else(|| before.exclusions.clone(), each_once),
            ..before.clone()
        };
        refuse_tiers(&after.tiers, after.allow_above_100)?;
        if !knows_exclusions {
            return Err(refusals::exclusion_unknown().into());
        }
        if after == before {
            return Ok(accept(self.id, []));
        }
        // From here the agreement will be changed.
        let after = Agreement { version: before.version + 1, ..after };
        let (text, group) = (format!("Agreement {} changed", after.title()), after.group);
        Ok(accept(self.id, [Change::Changed { before, after }.into()]).says(text).about(group).undoable())
    }
}
