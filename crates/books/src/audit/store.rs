//! The table of the audit: rows are added and read, never changed.

use db::{Row, Table, Tx, Value, View, params};
use kernel::Instant;

use super::{Actor, AuditLine, SearchAudit};
use crate::Result;

pub(super) static AUDIT: Table = Table {
    name: "audit",
    columns: &[
        "seq",
        "id",
        "at",
        "actor",
        "door",
        "request",
        "verb",
        "subject",
        "text",
        "changes",
        "operation",
        "digest",
    ],
    on_conflict: "",
};

/// Every line in order, with what its digest seals.
pub(super) const WHOLE_CHAIN: &str = "SELECT seq, at, actor, door, verb, text, changes, digest FROM audit ORDER BY seq";

/// Number and digest of the last line that was written, as they stand beside the audit.
pub(super) fn head(view: &View<'_>) -> Result<Option<(i64, Vec<u8>)>> {
    Ok(view.first("SELECT seq, digest FROM audit_head", &[], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

pub(super) fn set_head(tx: &mut Tx<'_>, seq: i64, digest: &[u8]) -> Result<()> {
    let sql = "INSERT INTO audit_head (only_row, seq, digest) VALUES (1, $1, $2)
               ON CONFLICT (only_row) DO UPDATE SET seq = excluded.seq, digest = excluded.digest";
    tx.execute(sql, &params![seq, digest.to_vec()])?;
    Ok(())
}

/// When the last line was written.
pub fn last_written(view: &View<'_>) -> Result<Option<Instant>> {
    Ok(view.first("SELECT at FROM audit ORDER BY seq DESC LIMIT 1", &[], |row| row.get(0))?)
}

/// At most `limit` lines that the search wants, newest first.
pub(super) fn lines(
    view: &View<'_>,
    search: &SearchAudit,
    limit: i64,
    name_of: impl Fn(&str) -> String,
) -> Result<Vec<AuditLine>> {
    let mut params = params![search.before.unwrap_or(i64::MAX), limit].to_vec();
    let mut filter = String::new();
    let mut narrow = |column: &str, value: Option<Value>| {
        if let Some(value) = value {
            params.push(value);
            filter.push_str(&format!(" AND {column} = ${}", params.len()));
        }
    };
    narrow("subject", search.subject.map(Value::Id));
    narrow("actor", search.actor.clone().map(Value::Text));
    narrow("door", search.door.map(|door| Value::Text(door.code().to_owned())));
    let sql = format!(
        "SELECT seq, at, actor, door, verb, text, subject, operation, changes FROM audit
         WHERE seq < $1{filter} ORDER BY seq DESC LIMIT $2"
    );
    Ok(view.rows(&sql, &params, |row| line(row, &name_of))?)
}

fn line(row: &Row<'_>, name_of: &impl Fn(&str) -> String) -> db::Result<AuditLine> {
    let code: String = row.get(2)?;
    let changes: String = row.get(8)?;
    Ok(AuditLine {
        seq: row.get(0)?,
        at: row.get(1)?,
        actor: Actor { name: name_of(&code), code },
        door: row.get(3)?,
        verb: row.get(4)?,
        text: row.get(5)?,
        subject: row.get(6)?,
        operation: row.get(7)?,
        changes: serde_json::from_str(&changes).map_err(|error| db::DbError::Other(error.to_string()))?,
    })
}
