//! Pages of billing groups with their members, as far as the asker sees them.

use std::collections::HashMap;

use db::{Row, Value, View, params};
use kernel::{ClientId, GroupId, LegalEntity};

use super::{BillingGroup, BillingGroups, BillingMember, ListBillingGroups};
use crate::Result;
use crate::clients::{Lifecycle, Portal, Sight, Status};
use crate::groups::store::group;

const LINE: &str = "SELECT g.id, g.kind, g.name, g.color, g.note, g.archived_at, g.version, g.set_of, g.smart_filter,
    (SELECT CAST(COALESCE(SUM(m.version), 0) AS BIGINT) FROM memberships m WHERE m.group_id = g.id)
    FROM groups_of_clients g";

fn line(row: &Row<'_>) -> db::Result<BillingGroup> {
    let group = group(row)?;
    let version = group.version + row.get::<i64>(9)?;
    Ok(BillingGroup { group, version, members: Vec::new(), unseen: 0, primary: None })
}

/// A page without its members; three statements however long the list is.
pub(super) fn page(view: &View<'_>, wanted: &ListBillingGroups, sight: Sight) -> Result<BillingGroups> {
    let mut params: Vec<Value> = Vec::new();
    let listed = listed(wanted, sight, &mut params);
    let matching = params.len();
    // A page before another is read backwards.
    let upwards = wanted.descending == wanted.before.is_some();
    let mut edge = String::new();
    if let Some(id) = wanted.before.or(wanted.after).or(wanted.from) {
        params.extend(params![id]);
        let begins_with = wanted.before.is_none() && wanted.after.is_none();
        let side = match (upwards, begins_with) {
            (true, false) => ">",
            (true, true) => ">=",
            (false, false) => "<",
            (false, true) => "<=",
        };
        // A deleted group keeps its row, so that a page can always be found again.
        edge = format!(
            " AND (g.name_fold, g.id) {side} (SELECT e.name_fold, e.id FROM groups_of_clients e WHERE e.id = ${})",
            params.len()
        );
    }
    params.extend(params![wanted.limit + 1]);
    let order = if upwards { "ASC" } else { "DESC" };
    let sql = format!("{LINE} WHERE {listed}{edge} ORDER BY g.name_fold {order}, g.id {order} LIMIT ${}", params.len());
    let mut items = view.rows(&sql, &params, line)?;
    let has_more = items.len() as i64 > wanted.limit;
    items.truncate(wanted.limit.max(0) as usize);
    if wanted.before.is_some() {
        items.reverse();
    }
    params.truncate(matching);
    let total = view.number(&format!("SELECT COUNT(*) FROM groups_of_clients g WHERE {listed}"), &params)?;
    let skipped = match items.first() {
        Some(first) if !edge.is_empty() => {
            params.extend(params![kernel::search_fold(first.group.name.as_str()), first.group.id]);
            let sql = format!(
                "SELECT COUNT(*) FROM groups_of_clients g WHERE {listed} AND (g.name_fold, g.id) {} (${}, ${})",
                if wanted.descending { ">" } else { "<" },
                matching + 1,
                matching + 2
            );
            view.number(&sql, &params)?
        }
        _ => 0,
    };
    Ok(BillingGroups { items, total, skipped, has_more })
}

/// The condition on what is listed: whoever sees none of its members does not see the group.
fn listed(wanted: &ListBillingGroups, sight: Sight, params: &mut Vec<Value>) -> String {
    let mut condition = "g.kind = 'billing' AND g.deleted_at IS NULL".to_owned();
    if !wanted.hidden {
        condition.push_str(" AND g.archived_at IS NULL");
    }
    let (seen, more) = sight.condition("c", params.len() + 1);
    params.extend(more);
    let member =
        format!("EXISTS (SELECT 1 FROM slots s JOIN clients c ON c.id = s.client WHERE s.group_id = g.id AND {seen}");
    if sight != Sight::All {
        condition.push_str(&format!(" AND {member})"));
    }
    let search = kernel::search_fold(&wanted.search);
    if !search.is_empty() {
        let literal = search.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        params.extend(params![format!("%{literal}%")]);
        let like = format!("LIKE ${} ESCAPE '!'", params.len());
        condition.push_str(&format!(" AND (g.name_fold {like} OR {member} AND c.name_fold {like}))"));
    }
    condition
}

/// Fills in who is in each of the groups and who usually pays; two statements, however many groups there are.
pub(super) fn add_members(view: &View<'_>, groups: &mut [BillingGroup], sight: Sight) -> Result<()> {
    if groups.is_empty() {
        return Ok(());
    }
    let mut params: Vec<Value> = groups.iter().map(|group| Value::Id(group.group.id.uuid())).collect();
    let marks: Vec<String> = (1..=params.len()).map(|number| format!("${number}")).collect();
    let marks = marks.join(", ");
    let sql = format!(
        "SELECT s.group_id, COUNT(DISTINCT s.client) FROM slots s WHERE s.group_id IN ({marks}) GROUP BY s.group_id"
    );
    let counts: HashMap<GroupId, i64> =
        view.rows(&sql, &params, |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect();
    let (seen, more) = sight.condition("c", params.len() + 1);
    params.extend(more);
    let sql = format!(
        "SELECT s.group_id, c.id, c.number, c.name, c.legal_entity, c.email, c.lifecycle, c.portal, c.archived_at,
                b.primary_member
         FROM slots s JOIN clients c ON c.id = s.client JOIN billing_groups b ON b.id = s.group_id
         WHERE s.group_id IN ({marks}) AND {seen} ORDER BY c.name_fold, c.id"
    );
    let mut found: HashMap<GroupId, Vec<(BillingMember, ClientId)>> = HashMap::new();
    view.each(&sql, &params, |row| {
        let of_group = found.entry(row.get(0)?).or_default();
        of_group.push((member(row)?, row.get(9)?));
        Ok(())
    })?;
    for group in groups {
        let members = found.remove(&group.group.id).unwrap_or_default();
        group.primary = members.iter().find(|(member, primary)| member.client == *primary).map(|(_, primary)| *primary);
        group.members = members.into_iter().map(|(member, _)| member).collect();
        let all = counts.get(&group.group.id).copied().unwrap_or_default();
        group.unseen = all - group.members.len() as i64;
    }
    Ok(())
}

fn member(row: &Row<'_>) -> db::Result<BillingMember> {
    let unreadable = |code: &str| db::DbError::Other(format!("unknown code {code} of a client"));
    let entity: Option<String> = row.get(4)?;
    let (lifecycle, portal): (String, String) = (row.get(6)?, row.get(7)?);
    Ok(BillingMember {
        client: row.get(1)?,
        number: row.get(2)?,
        name: row.get(3)?,
        legal_entity: entity.map(|code| LegalEntity::parse(&code).map_err(|_| unreadable(&code))).transpose()?,
        email: row.get(5)?,
        status: Status::of(
            Lifecycle::parse(&lifecycle).ok_or_else(|| unreadable(&lifecycle))?,
            Portal::parse(&portal).ok_or_else(|| unreadable(&portal))?,
        ),
        archived: row.get::<Option<i64>>(8)?.is_some(),
    })
}
