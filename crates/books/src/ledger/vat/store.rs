//! The tables of VAT: product groups, rules, and changes of codes and zones.

use db::{View, WriteSet, params};
use kernel::{AccountId, Stamp, VatCodeId};

use crate::Result;
use crate::company::stored_name;
use crate::ledger::{ProductGroup, VatCode, VatRule, VatZone};

pub(in crate::ledger) fn change_code(code: &VatCode, set: &mut WriteSet, stamp: &Stamp) {
    set.run(
        "UPDATE vat_codes SET name = $2, kind = $3, rate = $4, account = $5, text = $6,
            archived_at = CASE WHEN $7 THEN COALESCE(archived_at, $8) ELSE NULL END, version = $9 WHERE id = $1",
        params![
            code.id,
            code.name.as_str(),
            &code.kind,
            code.rate.0,
            code.account,
            &code.text,
            code.archived,
            stamp.now,
            code.version
        ],
    );
}

pub(in crate::ledger) fn rename_zone(zone: &VatZone, set: &mut WriteSet) {
    let params = params![zone.id, zone.name.as_str(), zone.version];
    set.run("UPDATE vat_zones SET name = $2, version = $3 WHERE id = $1", params);
}

pub(in crate::ledger) fn rename_product_group(group: &ProductGroup, set: &mut WriteSet) {
    set.run(
        "UPDATE product_groups SET name = $2, name_key = $3, version = $4 WHERE id = $1",
        params![group.id, group.name.as_str(), group.name.key(), group.version],
    );
}

/// Every product group, by number.
pub(crate) fn product_groups(view: &View<'_>) -> Result<Vec<ProductGroup>> {
    Ok(view.rows("SELECT id, number, name, version FROM product_groups ORDER BY number", &[], |row| {
        Ok(ProductGroup {
            id: row.get(0)?,
            number: row.get(1)?,
            name: stored_name(&row.get::<String>(2)?)?,
            version: row.get(3)?,
        })
    })?)
}

pub(crate) fn rules(view: &View<'_>) -> Result<Vec<VatRule>> {
    let sql = "SELECT product_group, vat_zone, vat_code, sales_account FROM vat_rules";
    Ok(view.rows(sql, &[], |row| {
        Ok(VatRule { product_group: row.get(0)?, zone: row.get(1)?, vat_code: row.get(2)?, sales_account: row.get(3)? })
    })?)
}

/// Names of the product groups whose rule names the code.
pub(super) fn product_groups_with(view: &View<'_>, code: VatCodeId) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT g.name, g.number FROM vat_rules r JOIN product_groups g ON g.id = r.product_group
        WHERE r.vat_code = $1 ORDER BY g.number";
    Ok(view.rows(sql, &params![code], |row| row.get(0))?)
}

pub(super) fn account_of(view: &View<'_>, code: VatCodeId) -> Result<Option<AccountId>> {
    let found = view.first("SELECT account FROM vat_codes WHERE id = $1", &params![code], |row| row.get(0))?;
    Ok(found.flatten())
}
