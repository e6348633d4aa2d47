//! Accounts by id and number, and who leans on them.

use db::{View, WriteSet, params};
use kernel::{AccountId, Stamp};

use crate::Result;
use crate::ledger::Account;
use crate::ledger::parties::store::{distinct, marks};
use crate::ledger::store::{ACCOUNT, account};

/// Those of the accounts that exist.
pub(in crate::ledger) fn among(view: &View<'_>, ids: &[AccountId]) -> Result<Vec<Account>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let params = distinct(ids);
    Ok(view.rows(&format!("{ACCOUNT} WHERE id IN ({})", marks(1, params.len())), &params, account)?)
}

pub(crate) fn find(view: &View<'_>, id: AccountId) -> Result<Option<Account>> {
    Ok(view.first(&format!("{ACCOUNT} WHERE id = $1"), &params![id], account)?)
}

pub(crate) fn by_number(view: &View<'_>, number: &str) -> Result<Option<Account>> {
    Ok(view.first(&format!("{ACCOUNT} WHERE number = $1"), &params![number], account)?)
}

pub(in crate::ledger) fn has_entries(view: &View<'_>, id: AccountId) -> Result<bool> {
    Ok(view.number("SELECT COUNT(*) FROM (SELECT 1 FROM postings WHERE account = $1 LIMIT 1) x", &params![id])? > 0)
}

pub(super) fn vat_codes_on(view: &View<'_>, id: AccountId) -> Result<Vec<String>> {
    let sql = "SELECT code FROM vat_codes WHERE account = $1 AND archived_at IS NULL ORDER BY code";
    Ok(view.rows(sql, &params![id], |row| row.get(0))?)
}

pub(super) fn product_groups_on(view: &View<'_>, id: AccountId) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT g.name, g.number FROM vat_rules r JOIN product_groups g ON g.id = r.product_group
        WHERE r.sales_account = $1 ORDER BY g.number";
    Ok(view.rows(sql, &params![id], |row| row.get(0))?)
}

/// The company names these accounts by number.
pub(super) fn purposes_on(view: &View<'_>, number: &str) -> Result<Vec<String>> {
    let sql = "SELECT purpose FROM company_defaults WHERE account = $1 ORDER BY purpose";
    Ok(view.rows(sql, &params![number], |row| row.get(0))?)
}

/// Live accounts that control nothing, with their names.
pub(super) fn names_outside_control(view: &View<'_>) -> Result<Vec<(AccountId, String)>> {
    let sql = "SELECT id, name FROM accounts WHERE control = 'none' AND archived_at IS NULL";
    Ok(view.rows(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

pub(in crate::ledger) fn change(account: &Account, set: &mut WriteSet, stamp: &Stamp) {
    // An archived account keeps the moment at which it was archived.
    set.run(
        "UPDATE accounts SET number = $2, name = $3, type = $4, category = $5, control = $6, currency = $7,
            archived_at = CASE WHEN $8 THEN COALESCE(archived_at, $9) ELSE NULL END, version = $10 WHERE id = $1",
        params![
            account.id,
            &account.number,
            account.name.as_str(),
            account.kind.code(),
            &account.category,
            account.control.code(),
            account.currency,
            account.archived,
            stamp.now,
            account.version
        ],
    );
}

pub(in crate::ledger) fn delete(id: AccountId, set: &mut WriteSet) {
    set.run("DELETE FROM accounts WHERE id = $1", params![id]);
}

/// What stands on each account that is kept in another currency than the company's, in minor units of that.
pub(super) fn foreign_balances(view: &View<'_>, on: kernel::Day) -> Result<Vec<(AccountId, i64)>> {
    let sql =
        "SELECT p.account, CAST(SUM(p.foreign_amount) AS BIGINT) FROM accounts a JOIN postings p ON p.account = a.id
        WHERE a.currency IS NOT NULL AND p.currency = a.currency AND p.day <= $1 GROUP BY p.account";
    Ok(view.rows(sql, &params![on], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
