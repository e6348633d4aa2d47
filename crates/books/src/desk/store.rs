//! The desk's own tables: answers kept under an idempotency key, and operations that can be undone.

use db::{Table, View, params};

use crate::Result;

pub(super) static IDEMPOTENCY: Table =
    Table { name: "idempotency", columns: &["actor", "idem_key", "body_hash", "outcome", "at"], on_conflict: "" };
pub(super) static OPERATIONS: Table = Table {
    name: "operations",
    columns: &["id", "verb", "needs", "text", "at", "actor"],
    on_conflict: "ON CONFLICT (id) DO NOTHING",
};

/// Digest of the body and the answer that an earlier request under this key of the same actor got.
pub(super) fn earlier_answer(view: &View<'_>, actor: &str, key: &str) -> Result<Option<(Vec<u8>, String)>> {
    let sql = "SELECT body_hash, outcome FROM idempotency WHERE actor = $1 AND idem_key = $2";
    Ok(view.first(sql, &params![actor, key], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
