//! Everything that decides VAT, for the settings and for forms.

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
