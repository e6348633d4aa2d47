//! Charts of accounts as data files: what a new company begins with. Read at start, checked by a test.

use kernel::Failure;
use serde::Deserialize;

use crate::Result;

const FILES: &[&str] = &[
    include_str!("charts/generic.toml"),
    include_str!("charts/es-pgc.toml"),
    include_str!("charts/uk.toml"),
    include_str!("charts/de-skr04.toml"),
];

/// A chart with the VAT codes and customer groups of its country.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    pub id: String,
    pub name: String,
    /// ISO code, or empty for every country.
    pub country: String,
    pub currency: String,
    pub language: String,
    /// Account numbers that the system posts to, by purpose.
    pub defaults: std::collections::BTreeMap<String, String>,
    pub accounts: Vec<ChartAccount>,
    pub vat_codes: Vec<ChartVatCode>,
    pub vat_zones: Vec<ChartZone>,
    pub product_groups: Vec<ChartProductGroup>,
    pub vat_rules: Vec<ChartRule>,
    pub customer_groups: Vec<ChartCustomerGroup>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartAccount {
    pub number: String,
    pub name: String,
    pub name_en: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub category: String,
    pub control: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartVatCode {
    pub code: String,
    pub name: String,
    /// Percent.
    pub rate: String,
    /// Number of the output VAT account, or empty.
    pub account: String,
    pub kind: String,
    /// What the law wants on the invoice.
    pub text: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartZone {
    pub number: i64,
    pub name: String,
    pub code: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartProductGroup {
    pub number: i64,
    pub name: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartRule {
    pub product_group: i64,
    pub zone: String,
    pub vat_code: String,
    pub sales_account: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartCustomerGroup {
    pub number: String,
    pub name: String,
    pub account: String,
    pub vat_zone: String,
    pub payment_days: i64,
}

/// All charts, in the order in which they are offered.
pub fn all() -> Result<Vec<Chart>> {
    FILES.iter().map(|text| toml::from_str(text).map_err(Failure::broken)).collect()
}

pub fn find(id: &str) -> Result<Option<Chart>> {
    Ok(all()?.into_iter().find(|chart| chart.id == id))
}
