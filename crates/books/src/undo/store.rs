//! Operations, and the audit lines they are made of.

use db::{Row, View, WriteSet, params};
use kernel::{Instant, OperationId, Stamp};

use super::Change;
use crate::Result;

pub(super) fn write(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    let Change::TakenBack { operation, line, whole } = change;
    let (at, by) = if *whole { (Some(stamp.now), Some(stamp.actor.to_string())) } else { (None, None) };
    set.run(
        "UPDATE operations SET undone_to = $2, undone_at = $3, undone_by = $4 WHERE id = $1",
        params![*operation, *line, at, by],
    );
}

/// An operation as it is kept.
#[derive(Clone, Debug)]
pub struct Operation {
    pub id: OperationId,
    pub verb: String,
    pub needs: String,
    pub text: String,
    pub at: Instant,
    pub actor: String,
    pub undone_to: Option<i64>,
    pub undone_at: Option<Instant>,
    pub undone_by: Option<String>,
}

const OPERATION: &str = "SELECT id, verb, needs, text, at, actor, undone_to, undone_at, undone_by FROM operations";

fn operation(row: &Row<'_>) -> db::Result<Operation> {
    Ok(Operation {
        id: row.get(0)?,
        verb: row.get(1)?,
        needs: row.get(2)?,
        text: row.get(3)?,
        at: row.get(4)?,
        actor: row.get(5)?,
        undone_to: row.get(6)?,
        undone_at: row.get(7)?,
        undone_by: row.get(8)?,
    })
}

pub(super) fn find(view: &View<'_>, id: OperationId) -> Result<Option<Operation>> {
    Ok(view.first(&format!("{OPERATION} WHERE id = $1"), &params![id], operation)?)
}

/// Operations, newest first, from before the one at `(at, id)`; of one actor or of all.
pub(super) fn list(
    view: &View<'_>,
    actor: Option<&str>,
    before: Option<(Instant, OperationId)>,
    limit: i64,
) -> Result<Vec<Operation>> {
    let mut params = params![limit].to_vec();
    let mut conditions = String::from("TRUE");
    if let Some((at, id)) = before {
        params.extend(params![at, id]);
        conditions.push_str(" AND (at, id) < ($2, $3)");
    }
    if let Some(actor) = actor {
        params.extend(params![actor]);
        conditions.push_str(&format!(" AND actor = ${}", params.len()));
    }
    let sql = format!("{OPERATION} WHERE {conditions} ORDER BY at DESC, id DESC LIMIT $1");
    Ok(view.rows(&sql, &params, operation)?)
}

/// One audit line of an operation: its number and its changes as they are kept.
pub(super) struct Line {
    pub seq: i64,
    pub changes: String,
}

/// The newest line of the operation before `below`.
pub(super) fn newest_line(view: &View<'_>, id: OperationId, below: i64) -> Result<Option<Line>> {
    let sql = "SELECT seq, changes FROM audit WHERE operation = $1 AND seq < $2 ORDER BY seq DESC LIMIT 1";
    Ok(view.first(sql, &params![id, below], |row| Ok(Line { seq: row.get(0)?, changes: row.get(1)? }))?)
}
