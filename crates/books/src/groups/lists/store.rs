//! Pages of groups with their counts.

use db::{Row, Value, View, params};
use kernel::{GroupId, Instant};

use crate::Result;
use crate::groups::store::group;
use crate::groups::{ClientGroupLine, ClientGroups, ListClientGroups};

const LINE: &str = "SELECT g.id, g.kind, g.name, g.color, g.note, g.archived_at, g.version, g.set_of, g.smart_filter,
    (SELECT COUNT(*) FROM slots s WHERE s.group_id = g.id), g.created_at, g.created_by, x.name
    FROM groups_of_clients g LEFT JOIN group_sets x ON x.id = g.set_of";

fn line(row: &Row<'_>) -> db::Result<ClientGroupLine> {
    let added_at: Instant = row.get(10)?;
    // The day is the office's; whoever asks knows its time zone.
    let added_on = added_at.day_in("UTC").map_err(|error| db::DbError::Other(error.to_string()))?;
    Ok(ClientGroupLine {
        group: group(row)?,
        clients: row.get(9)?,
        added_at,
        added_on,
        added_by: row.get(11)?,
        set_name: row.get(12)?,
    })
}

/// One client group, unless it was deleted; `added_by` is the actor's code.
pub(in crate::groups) fn client_group(view: &View<'_>, id: GroupId) -> Result<Option<ClientGroupLine>> {
    let sql = format!("{LINE} WHERE g.kind = 'segment' AND g.id = $1 AND g.deleted_at IS NULL");
    Ok(view.first(&sql, &params![id], line)?)
}

/// A page of client groups; three statements however long the list is.
pub(in crate::groups) fn client_groups(view: &View<'_>, wanted: &ListClientGroups) -> Result<ClientGroups> {
    let mut params: Vec<Value> = Vec::new();
    let listed = listed(wanted, &mut params);
    let matching = params.len();
    let backwards = wanted.before.is_some();
    let mut edge = String::new();
    if let Some(id) = wanted.before.or(wanted.after).or(wanted.from) {
        params.extend(params![id]);
        let side = match (backwards, wanted.after) {
            (true, _) => "<",
            (false, Some(_)) => ">",
            (false, None) => ">=",
        };
        // A deleted group keeps its row, so that a page can always be found again.
        edge = format!(
            " AND (g.name_fold, g.id) {side} (SELECT e.name_fold, e.id FROM groups_of_clients e WHERE e.id = ${})",
            params.len()
        );
    }
    params.extend(params![wanted.limit + 1]);
    let order = if backwards { "DESC" } else { "ASC" };
    let sql = format!("{LINE} WHERE {listed}{edge} ORDER BY g.name_fold {order}, g.id {order} LIMIT ${}", params.len());
    let mut items = view.rows(&sql, &params, line)?;
    let has_more = items.len() as i64 > wanted.limit;
    items.truncate(wanted.limit.max(0) as usize);
    if backwards {
        items.reverse();
    }
    params.truncate(matching);
    let total = view.number(&format!("SELECT COUNT(*) FROM groups_of_clients g WHERE {listed}"), &params)?;
    let skipped = match items.first() {
        Some(first) if !edge.is_empty() => {
            params.extend(params![kernel::search_fold(first.group.name.as_str()), first.group.id]);
            let sql = format!(
                "SELECT COUNT(*) FROM groups_of_clients g WHERE {listed} AND (g.name_fold, g.id) < (${}, ${})",
                matching + 1,
                matching + 2
            );
            view.number(&sql, &params)?
        }
        _ => 0,
    };
    let (in_use, in_archive, memberships) = totals(view)?;
    Ok(ClientGroups { items, total, skipped, in_use, in_archive, memberships, has_more })
}

/// The condition on what is listed.
fn listed(wanted: &ListClientGroups, params: &mut Vec<Value>) -> String {
    let archive = if wanted.archived { "NOT NULL" } else { "NULL" };
    let mut condition = format!("g.kind = 'segment' AND g.deleted_at IS NULL AND g.archived_at IS {archive}");
    let search = kernel::search_fold(&wanted.search);
    if !search.is_empty() {
        let literal = search.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        params.extend(params![format!("%{literal}%")]);
        condition.push_str(&format!(" AND g.name_fold LIKE ${} ESCAPE '!'", params.len()));
    }
    condition
}

fn totals(view: &View<'_>) -> Result<(i64, i64, i64)> {
    let sql = "SELECT COUNT(*) FILTER (WHERE g.archived_at IS NULL), COUNT(*) FILTER (WHERE g.archived_at IS NOT NULL),
            (SELECT COUNT(*) FROM slots s JOIN groups_of_clients o ON o.id = s.group_id
             WHERE o.kind = 'segment' AND o.archived_at IS NULL AND o.deleted_at IS NULL)
        FROM groups_of_clients g WHERE g.kind = 'segment' AND g.deleted_at IS NULL";
    let found = view.first(sql, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(found.unwrap_or_default())
}
