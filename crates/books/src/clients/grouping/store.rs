//! Memberships seen from both ends, and the clients of a selection.

use std::collections::HashMap;

use db::{Row, Value, View, params};
use kernel::{ClientId, Day, GroupId};

use super::{MemberLine, MembersOfGroup, MembershipLine};
use crate::clients::{Sight, list};
use crate::groups::Kind;
use crate::{Permission, Result, Scene};

/// Clients that are in the group now and in sight.
pub(super) fn clients_in_sight(view: &View<'_>, group: GroupId, sight: Sight) -> Result<i64> {
    let (condition, params) = sight.condition("c", 2);
    let mut all = params![group].to_vec();
    all.extend(params);
    let sql =
        format!("SELECT COUNT(*) FROM slots s JOIN clients c ON c.id = s.client WHERE s.group_id = $1 AND {condition}");
    Ok(view.number(&sql, &all)?)
}

/// Of these clients (at most 500), those that are there and in sight, each with whether it was merged into another.
pub(super) fn in_sight(view: &View<'_>, clients: &[ClientId], sight: Sight) -> Result<Vec<(ClientId, bool)>> {
    if clients.is_empty() {
        return Ok(Vec::new());
    }
    let mut params: Vec<Value> = clients.iter().map(|client| Value::Id(client.uuid())).collect();
    let marks: Vec<String> = (1..=params.len()).map(|number| format!("${number}")).collect();
    let (condition, more) = sight.condition("c", params.len() + 1);
    params.extend(more);
    let sql = format!(
        "SELECT c.id, c.merged_into IS NOT NULL FROM clients c
         WHERE c.id IN ({}) AND c.deleted_at IS NULL AND {condition}",
        marks.join(", ")
    );
    Ok(view.rows(&sql, &params, |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Of these clients (at most 500), those that the one at the desk may change.
pub(in crate::clients) fn editable(scene: &Scene<'_>, clients: &[ClientId]) -> Result<Vec<ClientId>> {
    if clients.is_empty() || scene.rights.has(Permission::EditClients) {
        return Ok(clients.to_vec());
    }
    let Some(member) = scene.rights.member.filter(|_| scene.rights.has(Permission::EditOwnClients)) else {
        return Ok(Vec::new());
    };
    let marks: Vec<String> = (2..=clients.len() + 1).map(|number| format!("${number}")).collect();
    let mut params = params![member].to_vec();
    params.extend(clients.iter().map(|client| Value::Id(client.uuid())));
    let sql = format!(
        "SELECT client FROM client_rights WHERE member = $1 AND level = 'edit' AND client IN ({})",
        marks.join(", ")
    );
    Ok(scene.rows(&sql, &params, |row| row.get(0))?)
}

/// Clients of the group behind `after`, in the order of their ids.
pub(in crate::clients) fn client_ids_in(
    view: &View<'_>,
    group: GroupId,
    after: Option<ClientId>,
    limit: i64,
) -> Result<Vec<ClientId>> {
    let after = after.unwrap_or_else(|| ClientId::from_uuid(kernel::Uuid::nil()));
    let sql = "SELECT DISTINCT client FROM slots WHERE group_id = $1 AND client > $2 ORDER BY client LIMIT $3";
    Ok(view.rows(sql, &params![group, after, limit], |row| row.get(0))?)
}

/// A condition on memberships `m` of groups `g`: valid on the day, or live when there is none. Of corporate groups those of
/// today are live, although years past and to come hold their slots too. `$next` is the day.
fn valid_on(as_of: Option<Day>, today: Day, next: usize) -> (String, Vec<Value>) {
    match as_of {
        Some(day) => {
            let condition = format!("m.from_day <= ${next} AND (m.until_day IS NULL OR m.until_day >= ${next})");
            (condition, params![day].to_vec())
        }
        None => {
            let condition = format!(
                "CASE WHEN g.kind = 'corporate' THEN m.from_day <= ${next} AND m.until_day >= ${next}
                 ELSE EXISTS (SELECT 1 FROM slots s WHERE s.client = m.client AND s.membership = m.id) END"
            );
            (condition, params![today].to_vec())
        }
    }
}

pub(super) fn groups_of(scene: &Scene<'_>, client: ClientId, as_of: Option<Day>) -> Result<Vec<MembershipLine>> {
    let (condition, more) = valid_on(as_of, scene.today, 2);
    let mut params = params![client].to_vec();
    params.extend(more);
    let sql = format!(
        "SELECT m.id, g.id, g.kind, g.name, g.color, g.archived_at, m.from_day, m.until_day
         FROM memberships m JOIN groups_of_clients g ON g.id = m.group_id
         WHERE m.client = $1 AND g.deleted_at IS NULL AND {condition} ORDER BY g.kind, g.name_fold, g.id, m.id"
    );
    Ok(scene.rows(&sql, &params, membership_line)?)
}

fn membership_line(row: &Row<'_>) -> db::Result<MembershipLine> {
    let kind: String = row.get(2)?;
    Ok(MembershipLine {
        id: row.get(0)?,
        group: row.get(1)?,
        kind: Kind::parse(&kind).ok_or_else(|| db::DbError::Other(format!("unknown group kind {kind}")))?,
        name: row.get(3)?,
        color: row.get(4)?,
        archived: row.get::<Option<i64>>(5)?.is_some(),
        from: row.get(6)?,
        until: row.get(7)?,
    })
}

/// One more line than asked for, so that the caller sees whether there is another page.
pub(super) fn members_of(scene: &Scene<'_>, wanted: &MembersOfGroup, sight: Sight) -> Result<Vec<MemberLine>> {
    let mut params = params![wanted.group, wanted.limit + 1].to_vec();
    let (valid, more) = valid_on(wanted.as_of, scene.today, params.len() + 1);
    params.extend(more);
    let (seen, more) = sight.condition("c", params.len() + 1);
    params.extend(more);
    let mut behind = String::new();
    if let Some(after) = wanted.after {
        params.extend(params![after]);
        behind = format!(
            " AND (c.name_fold, c.id) > (SELECT e.name_fold, e.id FROM clients e WHERE e.id = ${})",
            params.len()
        );
    }
    let sql = format!(
        "SELECT m.id, c.id, c.number, c.name, c.archived_at, m.from_day, m.until_day
         FROM memberships m JOIN clients c ON c.id = m.client JOIN groups_of_clients g ON g.id = m.group_id
         WHERE m.group_id = $1 AND {valid} AND c.deleted_at IS NULL AND {seen}{behind}
         ORDER BY c.name_fold, c.id, m.id LIMIT $2"
    );
    Ok(scene.rows(&sql, &params, |row| {
        Ok(MemberLine {
            membership: row.get(0)?,
            client: row.get(1)?,
            number: row.get(2)?,
            name: row.get(3)?,
            archived: row.get::<Option<i64>>(4)?.is_some(),
            from: row.get(5)?,
            until: row.get(6)?,
        })
    })?)
}

/// How many of the selected clients are in each group.
pub(super) fn chosen_in_groups(view: &View<'_>, selection: &list::store::Selection) -> Result<HashMap<GroupId, i64>> {
    let (condition, params) = selection.parts();
    let sql = format!(
        "SELECT s.group_id, COUNT(*) FROM slots s WHERE s.client IN (SELECT c.id FROM clients c WHERE {condition})
         GROUP BY s.group_id"
    );
    Ok(view.rows(&sql, params, |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}
