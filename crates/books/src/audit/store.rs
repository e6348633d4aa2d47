//! The table of the audit: rows are added and read, never changed.

use db::{Row, Table, Tx, Value, View, params};
use kernel::{Instant, Uuid};

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

/// The statement that names things whose ids have the prefix: id, name, whether it is gone. It ends before the list.
fn naming(prefix: &str) -> Option<&'static str> {
    Some(match prefix {
        "com" => "SELECT id, name, FALSE FROM company WHERE id IN",
        "mem" => "SELECT id, name, FALSE FROM members WHERE id IN",
        "rol" => "SELECT id, name, FALSE FROM roles WHERE id IN",
        "tea" => "SELECT id, name, FALSE FROM teams WHERE id IN",
        "cli" => "SELECT id, name, deleted_at IS NOT NULL FROM clients WHERE id IN",
        "grp" => "SELECT id, name, deleted_at IS NOT NULL FROM groups_of_clients WHERE id IN",
        "gst" => "SELECT id, name, deleted_at IS NOT NULL FROM group_sets WHERE id IN",
        "cty" => "SELECT id, name, deleted_at IS NOT NULL FROM client_types WHERE id IN",
        "cot" => "SELECT id, name, deleted_at IS NOT NULL FROM corporate_types WHERE id IN",
        "agr" => {
            "SELECT id, CAST(year AS TEXT) || '/' || CAST(number AS TEXT) || ' ' || name, FALSE FROM agreements WHERE id IN"
        }
        "acc" => "SELECT id, number || ' ' || name, FALSE FROM accounts WHERE id IN",
        "vat" => "SELECT id, code, FALSE FROM vat_codes WHERE id IN",
        "vzn" => "SELECT id, name, FALSE FROM vat_zones WHERE id IN",
        "pgr" => "SELECT id, name, FALSE FROM product_groups WHERE id IN",
        "pro" => "SELECT id, name, FALSE FROM products WHERE id IN",
        "ser" => "SELECT id, name, FALSE FROM number_series WHERE id IN",
        "ent" => "SELECT id, CAST(number AS TEXT), FALSE FROM entries WHERE id IN",
        "inv" => {
            "SELECT id, COALESCE(number, '(' || CAST(provisional AS TEXT) || ')'), FALSE FROM invoices WHERE id IN"
        }
        "imp" => "SELECT id, file_name, FALSE FROM imports WHERE id IN",
        "rep" => "SELECT id, name, FALSE FROM saved_reports WHERE id IN",
        "ope" => "SELECT id, text, FALSE FROM operations WHERE id IN",
        _ => return None,
    })
}

/// Id, name and whether it is gone, of those that have a row.
pub(super) fn named(view: &View<'_>, prefix: &str, ids: &[Uuid]) -> Result<Vec<(Uuid, String, bool)>> {
    let Some(start) = naming(prefix) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for ids in ids.chunks(1_000) {
        let marks = (1..=ids.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
        let params: Vec<Value> = ids.iter().map(|id| Value::Id(*id)).collect();
        found.extend(
            view.rows(&format!("{start} ({marks})"), &params, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?,
        );
    }
    Ok(found)
}

/// The changes of the last lines about a thing, newest first.
pub(super) fn last_changes(view: &View<'_>, subject: Uuid) -> Result<Vec<serde_json::Value>> {
    let sql = "SELECT changes FROM audit WHERE subject = $1 ORDER BY seq DESC LIMIT 5";
    let changes: Vec<String> = view.rows(sql, &params![Value::Id(subject)], |row| row.get(0))?;
    changes.iter().map(|text| serde_json::from_str(text).map_err(kernel::Failure::broken)).collect()
}
