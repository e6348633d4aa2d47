//! Counts and balances of customer groups.

use std::collections::HashMap;

use db::{View, params};
use kernel::{AccountId, GroupId, Rate};

use super::{AccountChoice, OpenOfClient, ZoneChoice};
use crate::Result;

/// Clients in each posting group now; those in the trash keep their group and are not counted.
pub(super) fn clients_by_group(view: &View<'_>) -> Result<HashMap<GroupId, i64>> {
    let sql = "SELECT s.group_id, COUNT(*) FROM slots s JOIN posting_groups p ON p.id = s.group_id
        JOIN clients c ON c.id = s.client WHERE c.deleted_at IS NULL GROUP BY s.group_id";
    Ok(view.rows(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

/// What the clients of each posting group owe on receivables control accounts, in minor units.
pub(super) fn open_balances(view: &View<'_>) -> Result<HashMap<GroupId, i64>> {
    let sql = "SELECT s.group_id, CAST(SUM(b.debit - b.credit) AS BIGINT)
        FROM client_balances b JOIN accounts a ON a.id = b.account
        JOIN slots s ON s.client = b.client AND s.slot = $1
        WHERE a.control = 'receivable' GROUP BY s.group_id";
    Ok(view.rows(sql, &params!["posting"], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

/// What is open on an account of each client that is in the group now, the largest first.
pub(super) fn open_on_account(view: &View<'_>, group: GroupId, account: AccountId) -> Result<Vec<OpenOfClient>> {
    let sql = "SELECT c.id, c.number, c.name, CAST(SUM(o.remaining) AS BIGINT), COUNT(*)
        FROM open_items o JOIN slots s ON s.client = o.client AND s.slot = 'posting' AND s.group_id = $1
            JOIN clients c ON c.id = o.client
        WHERE o.account = $2 AND o.remaining <> 0
        GROUP BY c.id, c.number, c.name ORDER BY SUM(o.remaining) DESC, c.name, c.id";
    Ok(view.rows(sql, &params![group, account], |row| {
        Ok(OpenOfClient {
            id: row.get(0)?,
            number: row.get(1)?,
            name: row.get(2)?,
            open: row.get(3)?,
            items: row.get(4)?,
        })
    })?)
}

/// VAT zones by number, each with what the first group of products gets there.
pub(super) fn zones(view: &View<'_>) -> Result<Vec<ZoneChoice>> {
    let sql = "SELECT z.id, z.name, v.code, v.rate, a.id, a.number, a.name
        FROM vat_zones z
        LEFT JOIN vat_rules r ON r.vat_zone = z.id AND r.product_group = (
            SELECT p.id FROM product_groups p JOIN vat_rules o ON o.product_group = p.id AND o.vat_zone = z.id
            ORDER BY p.number LIMIT 1)
        LEFT JOIN vat_codes v ON v.id = r.vat_code
        LEFT JOIN accounts a ON a.id = r.sales_account
        ORDER BY z.number";
    Ok(view.rows(sql, &[], |row| {
        let account = match row.get::<Option<kernel::AccountId>>(4)? {
            Some(id) => Some(AccountChoice { id, number: row.get(5)?, name: row.get(6)? }),
            None => None,
        };
        Ok(ZoneChoice {
            id: row.get(0)?,
            name: row.get(1)?,
            vat_code: row.get(2)?,
            rate: row.get::<Option<i64>>(3)?.map(Rate),
            sales_account: account,
        })
    })?)
}
