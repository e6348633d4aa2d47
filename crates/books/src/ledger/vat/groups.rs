//! VAT zones, product groups, and the rule: product group × zone gives the VAT code and the sales account.

use kernel::{AccountId, Failure, Name, ProductGroupId, Refusal, Stamp, VatCodeId, VatZoneId};
use serde::{Deserialize, Serialize};

use super::store;
use crate::ledger::chart::{self, stale};
use crate::ledger::{Account, Change, ProductGroup, VatCode, VatRule, VatZone};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Adds a group of products, numbered after the last.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddProductGroup {
    pub name: Name,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RenameProductGroup {
    pub product_group: ProductGroupId,
    pub version: Option<i64>,
    pub name: Name,
}

/// Adds a zone, numbered after the last.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddVatZone {
    pub code: String,
    pub name: Name,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RenameVatZone {
    pub zone: VatZoneId,
    pub version: Option<i64>,
    pub name: Name,
}

/// Says which VAT code and sales account the products of a group get in a zone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetVatRule {
    pub product_group: ProductGroupId,
    pub zone: VatZoneId,
    pub vat_code: VatCodeId,
    pub sales_account: AccountId,
}

impl Act for AddProductGroup {
    const NAME: &'static str = "add_product_group";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Vec<ProductGroup>;
    type Outcome = ProductGroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Vec<ProductGroup>> {
        store::product_groups(scene)
    }

    fn decide(self, groups: Vec<ProductGroup>, stamp: &Stamp) -> Decision<ProductGroupId> {
        check_name(&groups, &self.name, None)?;
        // From here the group will be added.
        let number = groups.iter().map(|group| group.number).max().unwrap_or_default() + 1;
        let group = ProductGroup { id: stamp.ids().next(), number, name: self.name, version: 1 };
        let (id, said) = (group.id, format!("Product group “{}” added", group.name));
        Ok(accept(id, [Change::ProductGroupAdded(group).into()]).says(said).about(id))
    }
}

impl Act for RenameProductGroup {
    const NAME: &'static str = "rename_product_group";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Vec<ProductGroup>;
    type Outcome = ProductGroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Vec<ProductGroup>> {
        store::product_groups(scene)
    }

    fn decide(self, groups: Vec<ProductGroup>, _: &Stamp) -> Decision<ProductGroupId> {
        let id = self.product_group;
        let before = groups.iter().find(|group| group.id == id).ok_or_else(|| Failure::missing("product group", id))?;
        stale("product group", self.version, before.version)?;
        check_name(&groups, &self.name, Some(id))?;
        // From here the group will be renamed.
        let said = format!("Product group “{}” renamed to “{}”", before.name, self.name);
        let after = ProductGroup { name: self.name, version: before.version + 1, ..before.clone() };
        Ok(accept(id, [Change::ProductGroupRenamed(after).into()]).says(said).about(id))
    }
}

fn check_name(groups: &[ProductGroup], name: &Name, own: Option<ProductGroupId>) -> kernel::Result<(), Refusal> {
    match groups.iter().find(|group| Some(group.id) != own && group.name.key() == name.key()) {
        Some(other) => Err(Refusal::rule(
            "NAME_TAKEN",
            format!("There is a product group “{}” already.", other.name),
            "Two groups of the same name cannot be told apart. Choose another name, or use the one that there is.",
        )),
        None => Ok(()),
    }
}

impl Act for AddVatZone {
    const NAME: &'static str = "add_vat_zone";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Vec<VatZone>;
    type Outcome = VatZoneId;

    fn load(&self, scene: &Scene<'_>) -> Result<Vec<VatZone>> {
        crate::ledger::store::vat_zones(scene)
    }

    fn decide(self, zones: Vec<VatZone>, stamp: &Stamp) -> Decision<VatZoneId> {
        let code = self.code.trim().to_owned();
        let fits = !code.is_empty()
            && code.len() <= 20
            && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !fits {
            return Err(zone_code_form().into());
        }
        if zones.iter().any(|zone| zone.code == code) {
            return Err(zone_taken(&code).into());
        }
        // From here the zone will be added.
        let number = zones.iter().map(|zone| zone.number).max().unwrap_or_default() + 1;
        let zone = VatZone { id: stamp.ids().next(), number, code, name: self.name, version: 1 };
        let (id, said) = (zone.id, format!("VAT zone “{}” added", zone.name));
        Ok(accept(id, [Change::VatZoneAdded(zone).into()]).says(said).about(id))
    }
}

impl Act for RenameVatZone {
    const NAME: &'static str = "rename_vat_zone";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Vec<VatZone>;
    type Outcome = VatZoneId;

    fn load(&self, scene: &Scene<'_>) -> Result<Vec<VatZone>> {
        crate::ledger::store::vat_zones(scene)
    }

    fn decide(self, zones: Vec<VatZone>, _: &Stamp) -> Decision<VatZoneId> {
        let id = self.zone;
        let before = zones.iter().find(|zone| zone.id == id).ok_or_else(|| Failure::missing("VAT zone", id))?;
        stale("VAT zone", self.version, before.version)?;
        // From here the zone will be renamed.
        let said = format!("VAT zone “{}” renamed to “{}”", before.name, self.name);
        let after = VatZone { name: self.name, version: before.version + 1, ..before.clone() };
        Ok(accept(id, [Change::VatZoneRenamed(after).into()]).says(said).about(id))
    }
}

fn zone_code_form() -> Refusal {
    Refusal::field(
        "ZONE_CODE_FORM",
        "code",
        "The code of the zone cannot be taken.",
        "It is a word of 1 to 20 small letters, digits and underscores, such as domestic.",
    )
}

fn zone_taken(code: &str) -> Refusal {
    Refusal::rule(
        "ZONE_TAKEN",
        format!("There is a VAT zone {code} already."),
        "Each code stands for one zone. Choose another code, or use the zone that there is.",
    )
}

/// What the rule is made of, where it exists.
pub struct RuleFacts {
    pub product_group: Option<ProductGroup>,
    pub zone: Option<VatZone>,
    pub vat_code: Option<VatCode>,
    pub account: Option<Account>,
    pub before: Option<VatRule>,
}

impl Act for SetVatRule {
    const NAME: &'static str = "set_vat_rule";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = RuleFacts;
    type Outcome = ProductGroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<RuleFacts> {
        let rules = store::rules(scene)?;
        let codes = crate::ledger::store::vat_codes(scene)?;
        let zones = crate::ledger::store::vat_zones(scene)?;
        let groups = store::product_groups(scene)?;
        Ok(RuleFacts {
            product_group: groups.into_iter().find(|group| group.id == self.product_group),
            zone: zones.into_iter().find(|zone| zone.id == self.zone),
            vat_code: codes.into_iter().find(|code| code.id == self.vat_code),
            account: chart::store::find(scene, self.sales_account)?,
            before: rules.into_iter().find(|rule| rule.product_group == self.product_group && rule.zone == self.zone),
        })
    }

    fn decide(self, facts: RuleFacts, _: &Stamp) -> Decision<ProductGroupId> {
        let id = self.product_group;
        let group = facts.product_group.ok_or_else(|| Failure::missing("product group", id))?;
        let zone = facts.zone.ok_or_else(|| Failure::missing("VAT zone", self.zone))?;
        if facts.vat_code.as_ref().is_none_or(|code| code.archived) {
            return Err(vat_code_unknown().into());
        }
        match &facts.account {
            None => return Err(Failure::missing("account", self.sales_account)),
            Some(account) if account.archived => {
                return Err(crate::ledger::entries::account_archived(account).into());
            }
            Some(account) if account.control != crate::ledger::Control::None => {
                return Err(not_a_sales_account(account).into());
            }
            Some(_) => {}
        }
        let rule =
            VatRule { product_group: id, zone: self.zone, vat_code: self.vat_code, sales_account: self.sales_account };
        if facts.before.as_ref() == Some(&rule) {
            return Ok(accept(id, []));
        }
        // From here the rule will be set.
        let said = format!("VAT of “{}” in “{}” set", group.name, zone.name);
        Ok(accept(id, [Change::VatRuleSet(rule).into()]).says(said).about(id))
    }
}

fn vat_code_unknown() -> Refusal {
    Refusal::field(
        "VAT_CODE_UNKNOWN",
        "vat_code",
        "The VAT code cannot be used.",
        "It does not exist or is archived. Choose one of the live VAT codes.",
    )
}

fn not_a_sales_account(account: &Account) -> Refusal {
    Refusal::field(
        "ACCOUNT_IS_CONTROL",
        "sales_account",
        format!("{} {} is a control account.", account.number, account.name),
        "It holds what clients owe; what is sold stands on an income account. Choose one of those.",
    )
}
