//! The ledger's tables.

use db::{Row, Table, View, WriteSet, params};
use kernel::{Rate, Stamp};

use super::{
    Account, AccountKind, Change, Control, VatCode, VatRule, VatZone, chart, entries, open_items, periods, rates,
    series, vat,
};
use crate::Result;
use crate::company::stored_name;

static ACCOUNTS: Table = Table {
    name: "accounts",
    columns: &["id", "number", "name", "type", "category", "control", "currency", "version"],
    on_conflict: "",
};
static VAT_CODES: Table = Table {
    name: "vat_codes",
    columns: &["id", "code", "name", "kind", "rate", "account", "text", "version"],
    on_conflict: "",
};
static VAT_ZONES: Table =
    Table { name: "vat_zones", columns: &["id", "number", "code", "name", "version"], on_conflict: "" };
static PRODUCT_GROUPS: Table =
    Table { name: "product_groups", columns: &["id", "number", "name", "name_key", "version"], on_conflict: "" };
static VAT_RULES: Table = Table {
    name: "vat_rules",
    columns: &["product_group", "vat_zone", "vat_code", "sales_account"],
    on_conflict: "ON CONFLICT (product_group, vat_zone)
        DO UPDATE SET vat_code = excluded.vat_code, sales_account = excluded.sales_account",
};

pub(crate) use super::periods::store::closed_months;

pub(super) fn write(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    match change {
        Change::AccountAdded(account) => set.insert(
            &ACCOUNTS,
            params![
                account.id,
                &account.number,
                account.name.as_str(),
                account.kind.code(),
                &account.category,
                account.control.code(),
                account.currency,
                account.version
            ],
        ),
        Change::AccountChanged { after, .. } => chart::store::change(after, set, stamp),
        Change::AccountDeleted(account) => chart::store::delete(account.id, set),
        Change::VatCodeAdded(code) => set.insert(
            &VAT_CODES,
            params![
                code.id,
                &code.code,
                code.name.as_str(),
                &code.kind,
                code.rate.0,
                code.account,
                &code.text,
                code.version
            ],
        ),
        Change::VatZoneAdded(zone) => {
            set.insert(&VAT_ZONES, params![zone.id, zone.number, &zone.code, zone.name.as_str(), zone.version]);
        }
        Change::ProductGroupAdded(group) => set.insert(
            &PRODUCT_GROUPS,
            params![group.id, group.number, group.name.as_str(), group.name.key(), group.version],
        ),
        Change::VatRuleSet(rule) => write_rule(rule, set),
        Change::VatCodeChanged { after, .. } => vat::store::change_code(after, set, stamp),
        Change::VatZoneRenamed(zone) => vat::store::rename_zone(zone, set),
        Change::ProductGroupRenamed(group) => vat::store::rename_product_group(group, set),
        Change::SeriesChanged(series) => series::store::change(series, set),
        Change::SeriesAdded(added) => series::store::add(added, set),
        Change::NumberTaken { series, year, .. } => series::store::take(*series, *year, set),
        Change::ExchangeRateSet { before, after } => rates::store::set(before.as_ref(), after.as_ref(), set),
        Change::PeriodClosed(month) => periods::store::close(*month, set, stamp),
        Change::PeriodReopened(month) => periods::store::reopen(*month, set),
        Change::EntryPosted(entry) => entries::store::post(entry, set, stamp),
        Change::ItemsMatched(matches) => open_items::store::settle(matches, set),
    }
}

fn write_rule(rule: &VatRule, set: &mut WriteSet) {
    set.insert(&VAT_RULES, params![rule.product_group, rule.zone, rule.vat_code, rule.sales_account]);
}

pub(in crate::ledger) const ACCOUNT: &str =
    "SELECT id, number, name, type, category, control, currency, archived_at, version FROM accounts";

pub(in crate::ledger) fn account(row: &Row<'_>) -> db::Result<Account> {
    let (kind, control): (String, String) = (row.get(3)?, row.get(5)?);
    let unknown = |code: &str| db::DbError::Other(format!("an account has the unknown code {code}"));
    Ok(Account {
        id: row.get(0)?,
        number: row.get(1)?,
        name: stored_name(&row.get::<String>(2)?)?,
        kind: AccountKind::parse(&kind).ok_or_else(|| unknown(&kind))?,
        category: row.get(4)?,
        control: Control::parse(&control).ok_or_else(|| unknown(&control))?,
        currency: row.get(6)?,
        archived: row.get::<Option<i64>>(7)?.is_some(),
        version: row.get(8)?,
    })
}

/// The whole chart, archived accounts too, by number.
pub(crate) fn accounts(view: &View<'_>) -> Result<Vec<Account>> {
    Ok(view.rows(&format!("{ACCOUNT} ORDER BY number"), &[], account)?)
}

/// Every VAT code, archived ones too, by code.
pub(crate) fn vat_codes(view: &View<'_>) -> Result<Vec<VatCode>> {
    Ok(view.rows(
        "SELECT id, code, name, kind, rate, account, text, archived_at, version FROM vat_codes ORDER BY code",
        &[],
        |row| {
            Ok(VatCode {
                id: row.get(0)?,
                code: row.get(1)?,
                name: stored_name(&row.get::<String>(2)?)?,
                kind: row.get(3)?,
                rate: Rate(row.get(4)?),
                account: row.get(5)?,
                text: row.get(6)?,
                archived: row.get::<Option<i64>>(7)?.is_some(),
                version: row.get(8)?,
            })
        },
    )?)
}

pub(crate) fn vat_zones(view: &View<'_>) -> Result<Vec<VatZone>> {
    Ok(view.rows("SELECT id, number, code, name, version FROM vat_zones ORDER BY number", &[], |row| {
        Ok(VatZone {
            id: row.get(0)?,
            number: row.get(1)?,
            code: row.get(2)?,
            name: stored_name(&row.get::<String>(3)?)?,
            version: row.get(4)?,
        })
    })?)
}
