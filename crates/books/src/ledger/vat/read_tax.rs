//! Everything that decides VAT, for the settings and for forms.

use kernel::{Failure, ProductGroupId, VatCodeId, VatZoneId};

use super::store;
use crate::ledger::{ProductGroup, VatCode, VatRule, VatZone};
use crate::{Ask, Permission, Result, Scene};

#[derive(Clone, Copy, Debug)]
pub struct ReadTax;

#[derive(Clone, Debug)]
pub struct Tax {
    /// Archived ones too, by code.
    pub codes: Vec<VatCode>,
    pub zones: Vec<VatZone>,
    pub product_groups: Vec<ProductGroup>,
    pub rules: Vec<VatRule>,
}

impl Ask for ReadTax {
    const NEEDS: Permission = Permission::Enter;
    type Answer = Tax;

    fn answer(self, scene: &Scene<'_>) -> Result<Tax> {
        Ok(Tax {
            codes: crate::ledger::store::vat_codes(scene)?,
            zones: crate::ledger::store::vat_zones(scene)?,
            product_groups: store::product_groups(scene)?,
            rules: store::rules(scene)?,
        })
    }
}

#[derive(Clone, Copy, Debug)]
pub struct ReadVatCode {
    pub id: VatCodeId,
}

#[derive(Clone, Copy, Debug)]
pub struct ReadVatZone {
    pub id: VatZoneId,
}

#[derive(Clone, Copy, Debug)]
pub struct ReadProductGroup {
    pub id: ProductGroupId,
}

/// A product group with its rules, one a zone.
#[derive(Clone, Debug)]
pub struct ProductGroupView {
    pub group: ProductGroup,
    pub rules: Vec<VatRule>,
}

impl Ask for ReadVatCode {
    const NEEDS: Permission = Permission::Enter;
    type Answer = VatCode;

    fn answer(self, scene: &Scene<'_>) -> Result<VatCode> {
        let found = crate::ledger::store::vat_codes(scene)?.into_iter().find(|code| code.id == self.id);
        found.ok_or_else(|| Failure::missing("VAT code", self.id))
    }
}

impl Ask for ReadVatZone {
    const NEEDS: Permission = Permission::Enter;
    type Answer = VatZone;

    fn answer(self, scene: &Scene<'_>) -> Result<VatZone> {
        let found = crate::ledger::store::vat_zones(scene)?.into_iter().find(|zone| zone.id == self.id);
        found.ok_or_else(|| Failure::missing("VAT zone", self.id))
    }
}

impl Ask for ReadProductGroup {
    const NEEDS: Permission = Permission::Enter;
    type Answer = ProductGroupView;

    fn answer(self, scene: &Scene<'_>) -> Result<ProductGroupView> {
        let found = store::product_groups(scene)?.into_iter().find(|group| group.id == self.id);
        let group = found.ok_or_else(|| Failure::missing("product group", self.id))?;
        let rules = store::rules(scene)?.into_iter().filter(|rule| rule.product_group == self.id).collect();
        Ok(ProductGroupView { group, rules })
    }
}
