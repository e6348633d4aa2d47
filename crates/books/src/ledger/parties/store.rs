//! What the ledger reads of tables that rooms to its right write.

use std::collections::HashSet;

use db::{Value, View, params};
use kernel::{AccountId, ClientId, Id};

use super::{GroupOnAccount, Party};
use crate::Result;

/// `$3, $4 …` for a list of ids, the first of which is parameter `first`.
pub(in crate::ledger) fn marks(first: usize, count: usize) -> String {
    (first..first + count).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ")
}

/// Each id once, as parameters.
pub(in crate::ledger) fn distinct<I: Id>(ids: &[I]) -> Vec<Value> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().map(|id| Value::Id(id.uuid())).collect()
}

/// Those of the clients that take entries: they exist, are not deleted, and were not merged into another.
pub(in crate::ledger) fn clients_among(view: &View<'_>, ids: &[ClientId]) -> Result<Vec<ClientId>> {
    let params = distinct(ids);
    if params.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id FROM clients WHERE deleted_at IS NULL AND merged_into IS NULL AND id IN ({})",
        marks(1, params.len())
    );
    Ok(view.rows(&sql, &params, |row| row.get(0))?)
}

/// What the clients are called, deleted ones too: their lines stay.
pub(in crate::ledger) fn named(view: &View<'_>, ids: &[ClientId]) -> Result<Vec<Party>> {
    let params = distinct(ids);
    let mut found = Vec::new();
    // The engines take some 32,000 parameters at most.
    for params in params.chunks(10_000) {
        let sql = format!("SELECT id, number, name FROM clients WHERE id IN ({})", marks(1, params.len()));
        found.extend(view.rows(&sql, params, party)?);
    }
    Ok(found)
}

fn party(row: &db::Row<'_>) -> db::Result<Party> {
    Ok(Party { id: row.get(0)?, number: row.get(1)?, name: row.get(2)? })
}

/// Clients with exactly this number or, capitals and accents aside, this name; two when it is not clear which.
pub(in crate::ledger) fn called(view: &View<'_>, text: &str) -> Result<Vec<Party>> {
    let sql = "SELECT id, number, name FROM clients WHERE deleted_at IS NULL AND (number = $1 OR name_fold = $2)
        ORDER BY CASE WHEN number = $1 THEN 0 ELSE 1 END, id LIMIT 2";
    Ok(view.rows(sql, &params![text, kernel::search_fold(text)], party)?)
}

/// Those of the folded names that are names of clients.
pub(in crate::ledger) fn folds_of_clients(view: &View<'_>, folds: &[String]) -> Result<HashSet<String>> {
    let mut found = HashSet::new();
    for folds in folds.chunks(5_000) {
        let params: Vec<Value> = folds.iter().map(|fold| Value::Text(fold.clone())).collect();
        let marks = marks(1, params.len());
        let sql = format!("SELECT DISTINCT name_fold FROM clients WHERE deleted_at IS NULL AND name_fold IN ({marks})");
        found.extend(view.rows(&sql, &params, |row| row.get::<String>(0))?);
    }
    Ok(found)
}

/// Customer groups whose control account this is, archived ones too.
pub(in crate::ledger) fn groups_on(view: &View<'_>, account: AccountId) -> Result<Vec<GroupOnAccount>> {
    let sql = "SELECT g.id, g.name, g.archived_at FROM posting_groups p JOIN groups_of_clients g ON g.id = p.id
        WHERE p.account = $1 AND g.deleted_at IS NULL ORDER BY p.number";
    Ok(view.rows(sql, &params![account], |row| {
        Ok(GroupOnAccount { id: row.get(0)?, name: row.get(1)?, archived: row.get::<Option<i64>>(2)?.is_some() })
    })?)
}
