//! `/vat-codes`, `/vat-zones` and `/product-groups` with their rules.

use axum::extract::Path;
use books::ledger::{
    AddProductGroup, AddVatCode, AddVatZone, ArchiveVatCode, ChangeVatCode, ProductGroupView, ReadProductGroup,
    ReadTax, ReadVatCode, ReadVatZone, RenameProductGroup, RenameVatZone, SetVatRule, VatCode, VatZone,
};
use kernel::VatCodeId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fields::{List, optional};
use crate::edge::{ApiResult, Call, Resource, named, parse_field};

#[derive(Debug, Serialize, ToSchema)]
pub struct VatCodeShape {
    pub id: String,
    pub code: String,
    pub name: String,
    /// `standard`, `reduced`, `super_reduced`, `zero`, `exempt`, `reverse_charge` or `export`.
    pub kind: String,
    /// Per cent, such as `21` or `5.5`.
    pub rate: String,
    /// Id of the account on which the VAT is collected.
    pub account: Option<String>,
    /// What the law wants on the invoice.
    pub text: String,
    pub archived: bool,
    pub version: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVatCode {
    pub code: String,
    pub name: String,
    pub kind: String,
    pub rate: String,
    pub account: Option<String>,
    #[serde(default)]
    pub text: String,
}

/// Changes of a VAT code. Booked documents keep the rate they were booked with.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VatCodePatch {
    pub name: Option<String>,
    pub kind: Option<String>,
    pub rate: Option<String>,
    #[serde(default, deserialize_with = "named")]
    pub account: Option<Option<String>>,
    pub text: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct VatZoneShape {
    pub id: String,
    pub number: i64,
    pub code: String,
    pub name: String,
    pub version: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVatZone {
    pub code: String,
    pub name: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NamePatch {
    pub name: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ProductGroupShape {
    pub id: String,
    pub number: i64,
    pub name: String,
    pub rules: Vec<VatRuleShape>,
    pub version: i64,
}

/// What the products of a group get in a zone.
#[derive(Debug, Serialize, ToSchema)]
pub struct VatRuleShape {
    pub vat_zone: String,
    pub vat_code: String,
    pub sales_account: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVatRule {
    pub vat_zone: String,
    pub vat_code: String,
    pub sales_account: String,
}

pub async fn codes(call: Call) -> ApiResult {
    call.show(ReadTax, |tax| List { items: tax.codes.iter().map(Resource::shape).collect(), next: None }).await
}

pub async fn add_code(call: Call) -> ApiResult {
    let new: NewVatCode = call.body()?;
    let act = AddVatCode {
        code: new.code,
        name: parse_field("name", &new.name)?,
        kind: new.kind,
        rate: parse_field("rate", &new.rate)?,
        account: optional("account", new.account.as_deref())?,
        text: new.text,
    };
    call.create(act, "/vat-codes", |id| ReadVatCode { id: *id }).await
}

pub async fn read_code(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadVatCode { id: parse_field("id", &id)? }).await
}

pub async fn change_code(Path(id): Path<String>, call: Call) -> ApiResult {
    let id: VatCodeId = parse_field("id", &id)?;
    let patch: VatCodePatch = call.body()?;
    let account = match patch.account {
        Some(account) => Some(optional("account", account.as_deref())?),
        None => None,
    };
    let act = ChangeVatCode {
        vat_code: id,
        version: call.expected_version()?,
        name: optional("name", patch.name.as_deref())?,
        kind: patch.kind,
        rate: optional("rate", patch.rate.as_deref())?,
        account,
        text: patch.text,
    };
    call.change(act, ReadVatCode { id }).await
}

pub async fn archive_code(Path(id): Path<String>, call: Call) -> ApiResult {
    turn_code(&id, call, true).await
}

pub async fn restore_code(Path(id): Path<String>, call: Call) -> ApiResult {
    turn_code(&id, call, false).await
}

async fn turn_code(id: &str, call: Call, archived: bool) -> ApiResult {
    let id: VatCodeId = parse_field("id", id)?;
    let act = ArchiveVatCode { vat_code: id, version: call.expected_version()?, archived };
    call.change(act, ReadVatCode { id }).await
}

pub async fn zones(call: Call) -> ApiResult {
    call.show(ReadTax, |tax| List { items: tax.zones.iter().map(Resource::shape).collect(), next: None }).await
}

pub async fn add_zone(call: Call) -> ApiResult {
    let new: NewVatZone = call.body()?;
    let act = AddVatZone { code: new.code, name: parse_field("name", &new.name)? };
    call.create(act, "/vat-zones", |id| ReadVatZone { id: *id }).await
}

pub async fn read_zone(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadVatZone { id: parse_field("id", &id)? }).await
}

pub async fn rename_zone(Path(id): Path<String>, call: Call) -> ApiResult {
    let zone = parse_field("id", &id)?;
    let patch: NamePatch = call.body()?;
    let act = RenameVatZone { zone, version: call.expected_version()?, name: parse_field("name", &patch.name)? };
    call.change(act, ReadVatZone { id: zone }).await
}

pub async fn product_groups(call: Call) -> ApiResult {
    call.show(ReadTax, |tax| {
        let view = |group: &books::ledger::ProductGroup| ProductGroupView {
            group: group.clone(),
            rules: tax.rules.iter().filter(|rule| rule.product_group == group.id).cloned().collect(),
        };
        List { items: tax.product_groups.iter().map(|group| view(group).shape()).collect(), next: None }
    })
    .await
}

pub async fn add_product_group(call: Call) -> ApiResult {
    let new: NamePatch = call.body()?;
    let act = AddProductGroup { name: parse_field("name", &new.name)? };
    call.create(act, "/product-groups", |id| ReadProductGroup { id: *id }).await
}

pub async fn read_product_group(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadProductGroup { id: parse_field("id", &id)? }).await
}

pub async fn rename_product_group(Path(id): Path<String>, call: Call) -> ApiResult {
    let group = parse_field("id", &id)?;
    let patch: NamePatch = call.body()?;
    let name = parse_field("name", &patch.name)?;
    let act = RenameProductGroup { product_group: group, version: call.expected_version()?, name };
    call.change(act, ReadProductGroup { id: group }).await
}

pub async fn set_rule(Path(id): Path<String>, call: Call) -> ApiResult {
    let group = parse_field("id", &id)?;
    let rule: NewVatRule = call.body()?;
    let act = SetVatRule {
        product_group: group,
        zone: parse_field("vat_zone", &rule.vat_zone)?,
        vat_code: parse_field("vat_code", &rule.vat_code)?,
        sales_account: parse_field("sales_account", &rule.sales_account)?,
    };
    call.change(act, ReadProductGroup { id: group }).await
}

impl Resource for VatCode {
    type Shape = VatCodeShape;

    fn version(&self) -> i64 {
        self.version
    }

    fn shape(&self) -> VatCodeShape {
        VatCodeShape {
            id: self.id.to_string(),
            code: self.code.clone(),
            name: self.name.to_string(),
            kind: self.kind.clone(),
            rate: self.rate.to_string(),
            account: self.account.map(|account| account.to_string()),
            text: self.text.clone(),
            archived: self.archived,
            version: self.version,
        }
    }
}

impl Resource for VatZone {
    type Shape = VatZoneShape;

    fn version(&self) -> i64 {
        self.version
    }

    fn shape(&self) -> VatZoneShape {
        VatZoneShape {
            id: self.id.to_string(),
            number: self.number,
            code: self.code.clone(),
            name: self.name.to_string(),
            version: self.version,
        }
    }
}

impl Resource for ProductGroupView {
    type Shape = ProductGroupShape;

    fn version(&self) -> i64 {
        self.group.version
    }

    fn shape(&self) -> ProductGroupShape {
        let rule = |rule: &books::ledger::VatRule| VatRuleShape {
            vat_zone: rule.zone.to_string(),
            vat_code: rule.vat_code.to_string(),
            sales_account: rule.sales_account.to_string(),
        };
        ProductGroupShape {
            id: self.group.id.to_string(),
            number: self.group.number,
            name: self.group.name.to_string(),
            rules: self.rules.iter().map(rule).collect(),
            version: self.group.version,
        }
    }
}
