//! Pages of corporate groups and of their members, as far as the asker sees them.

use std::collections::HashMap;

use db::{Row, Value, View, params};
use kernel::{ClientId, Day, GroupId, Instant, MembershipId, Year};

use super::{
    CorporateGroupLine, CorporateGroups, CorporateMember, CorporateMembers, Elsewhere, FreeClient, HeadTerm,
    ListCorporateGroups, ListCorporateMembers, ListFreeClients, Validity, VoidedBy,
};
use crate::clients::{Sight, list};
use crate::company::member_names;
use crate::groups::Membership;
use crate::groups::corporate::store::{corporate_group, find};
use crate::groups::corporate::{CorporateGroup, Years, slot, year_of};
use crate::{Result, Scene};

const FROM: &str =
    "FROM corporate_groups k JOIN groups_of_clients g ON g.id = k.id JOIN corporate_types t ON t.id = k.type";

/// A page; four statements however long the list is.
pub(super) fn page(view: &View<'_>, wanted: &ListCorporateGroups, sight: Sight, year: i64) -> Result<CorporateGroups> {
    let mut params: Vec<Value> = Vec::new();
    let listed = listed(wanted, sight, year, &mut params);
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
    let sql = format!(
        "SELECT g.id, g.kind, g.name, g.color, g.note, g.archived_at, g.version, g.set_of, g.smart_filter, k.type, k.from_day,
             k.until_day, t.name {FROM} WHERE {listed}{edge} ORDER BY g.name_fold {order}, g.id {order} LIMIT ${}",
        params.len()
    );
    let mut items = view.rows(&sql, &params, |row| {
        Ok(CorporateGroupLine { group: corporate_group(row)?, type_name: row.get(12)?, head: None, members: 0 })
    })?;
    let has_more = items.len() as i64 > wanted.limit;
    items.truncate(wanted.limit.max(0) as usize);
    if wanted.before.is_some() {
        items.reverse();
    }
    params.truncate(matching);
    let total = view.number(&format!("SELECT COUNT(*) {FROM} WHERE {listed}"), &params)?;
    let skipped = match items.first() {
        Some(first) if !edge.is_empty() => {
            params.extend(params![kernel::search_fold(first.group.group.name.as_str()), first.group.group.id]);
            let sql = format!(
                "SELECT COUNT(*) {FROM} WHERE {listed} AND (g.name_fold, g.id) {} (${}, ${})",
                if wanted.descending { ">" } else { "<" },
                matching + 1,
                matching + 2
            );
            view.number(&sql, &params)?
        }
        _ => 0,
    };
    add_heads(view, &mut items, sight, year)?;
    add_counts(view, &mut items, year)?;
    Ok(CorporateGroups { items, total, skipped, has_more, year })
}

/// The condition on what is listed.
fn listed(wanted: &ListCorporateGroups, sight: Sight, year: i64, params: &mut Vec<Value>) -> String {
    let mut condition = "g.deleted_at IS NULL".to_owned();
    if let Some(of_type) = wanted.of_type {
        params.extend(params![of_type]);
        condition.push_str(&format!(" AND k.type = ${}", params.len()));
    }
    let (first, last) = (year * 10_000 + 101, year * 10_000 + 1231);
    let valid = match wanted.validity {
        Validity::Any => None,
        Validity::Now => Some(("k.from_day <= $A AND k.until_day >= $B", first, last)),
        Validity::Ended => Some(("k.until_day < $A AND k.until_day < $B", first, first)),
        Validity::Coming => Some(("k.from_day > $A AND k.from_day > $B", last, last)),
    };
    if let Some((text, one, other)) = valid {
        params.extend(params![one, other]);
        let text = text.replace("$A", &format!("${}", params.len() - 1)).replace("$B", &format!("${}", params.len()));
        condition.push_str(&format!(" AND {text}"));
    }
    let (seen, more) = sight.condition("c", params.len() + 1);
    params.extend(more);
    if sight != Sight::All {
        condition.push_str(&format!(" AND {}", some_client(&seen)));
    }
    let search = kernel::search_fold(&wanted.search);
    if !search.is_empty() {
        let literal = search.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        params.extend(params![format!("%{literal}%")]);
        let like = format!("LIKE ${} ESCAPE '!'", params.len());
        let named = some_client(&format!("{seen} AND c.name_fold {like}"));
        condition.push_str(&format!(" AND (g.name_fold {like} OR {named})"));
    }
    condition
}

/// Whether the group has a head or a member, of whichever year, who answers to the condition.
fn some_client(condition: &str) -> String {
    format!("EXISTS (SELECT 1 FROM slots s JOIN clients c ON c.id = s.client WHERE s.group_id = g.id AND {condition})")
}

/// Fills in who is at the head in the year, or in the nearest one.
fn add_heads(view: &View<'_>, items: &mut [CorporateGroupLine], sight: Sight, year: i64) -> Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    let mut params: Vec<Value> = items.iter().map(|line| Value::Id(line.group.group.id.uuid())).collect();
    let marks: Vec<String> = (1..=params.len()).map(|number| format!("${number}")).collect();
    let (seen, more) = sight.condition("c", params.len() + 1);
    params.extend(more);
    let sql = format!(
        "SELECT s.group_id, s.slot, c.id, c.name FROM slots s JOIN clients c ON c.id = s.client
         WHERE s.group_id IN ({}) AND s.head AND {seen} ORDER BY s.slot",
        marks.join(", ")
    );
    let mut heads: HashMap<GroupId, Vec<(i64, ClientId, String)>> = HashMap::new();
    view.each(&sql, &params, |row| {
        let (slot, client, name): (String, ClientId, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
        heads.entry(row.get(0)?).or_default().push((year_of(&slot).unwrap_or_default(), client, name));
        Ok(())
    })?;
    for line in items {
        let years = line.group.years;
        let wanted = year.clamp(years.first.number(), years.last.number());
        let of_group = heads.remove(&line.group.group.id).unwrap_or_default();
        line.head = of_group.into_iter().find(|(at, ..)| *at == wanted).map(|(_, client, name)| (client, name));
    }
    Ok(())
}

/// Fills in how many members count in the year.
fn add_counts(view: &View<'_>, items: &mut [CorporateGroupLine], year: i64) -> Result<()> {
    for line in items {
        line.members = members_in_year(view, line.group.group.id, year)?;
    }
    Ok(())
}

/// Members who count in the year.
pub(super) fn members_in_year(view: &View<'_>, id: GroupId, year: i64) -> Result<i64> {
    let Some(group) = find(view, id)? else { return Ok(0) };
    let sql = "SELECT COUNT(*) FROM slots WHERE group_id = $1 AND slot = $2 AND membership IS NOT NULL";
    Ok(view.number(sql, &params![id, slot(group.of_type, year)])?)
}

/// Whether the asker sees a head or a member of the group.
pub(super) fn is_in_sight(view: &View<'_>, id: GroupId, sight: Sight) -> Result<bool> {
    let (seen, more) = sight.condition("c", 2);
    let mut params = params![id].to_vec();
    params.extend(more);
    let sql = format!("SELECT COUNT(*) FROM groups_of_clients g WHERE g.id = $1 AND {}", some_client(&seen));
    Ok(sight == Sight::All || view.number(&sql, &params)? > 0)
}

/// When and by whom the group was made.
pub(super) fn added(view: &View<'_>, id: GroupId) -> Result<(Instant, String)> {
    let sql = "SELECT created_at, created_by FROM groups_of_clients WHERE id = $1";
    let found = view.first(sql, &params![id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    found.ok_or_else(|| kernel::Failure::missing("corporate group", id))
}

/// Heads year by year, gathered into terms.
pub(super) fn head_terms(view: &View<'_>, heads: Vec<(i64, ClientId)>, sight: Sight) -> Result<Vec<HeadTerm>> {
    let mut ids: Vec<ClientId> = heads.iter().map(|(_, client)| *client).collect();
    ids.sort();
    ids.dedup();
    let found = list::store::clients(view, &list::store::Selection::of_ids(&ids, sight))?;
    let seen: HashMap<ClientId, (String, String)> = found
        .into_iter()
        .map(|client| (client.id, (client.number.to_string(), client.details.name.to_string())))
        .collect();
    let mut terms: Vec<HeadTerm> = Vec::new();
    for (number, client) in heads {
        let Ok(year) = Year::from_number(number) else { continue };
        match terms.last_mut().filter(|term| term.client == client && term.years.last.number() + 1 == number) {
            Some(term) => term.years.last = year,
            None => terms.push(HeadTerm {
                client,
                seen: seen.get(&client).cloned(),
                years: Years { first: year, last: year },
            }),
        }
    }
    Ok(terms)
}

const MEMBER: &str =
    "SELECT m.id, m.group_id, c.id, c.number, c.name, c.archived_at, m.from_day, m.until_day, m.added_at,
    m.added_by, m.void_until, m.ended_at, m.ended_by, m.void_reason, m.version
    FROM memberships m JOIN clients c ON c.id = m.client";

fn read_member(row: &Row<'_>) -> db::Result<CorporateMember> {
    let from: Day = row.get(6)?;
    let until: Day = row.get::<Option<Day>>(10)?.map_or_else(|| row.get(7), Ok)?;
    let voided = match (row.get(11)?, row.get(13)?) {
        (Some(at), Some(reason)) => Some(VoidedBy { at, by: row.get(12)?, reason }),
        _ => None,
    };
    Ok(CorporateMember {
        id: row.get(0)?,
        group: row.get(1)?,
        client: row.get(2)?,
        number: row.get(3)?,
        name: row.get(4)?,
        archived: row.get::<Option<i64>>(5)?.is_some(),
        years: Years { first: from.year(), last: until.year() },
        added_at: row.get(8)?,
        added_by: row.get(9)?,
        voided,
        version: row.get(14)?,
        elsewhere: Vec::new(),
    })
}

/// A page of memberships; two statements.
pub(super) fn members(scene: &Scene<'_>, wanted: &ListCorporateMembers, sight: Sight) -> Result<CorporateMembers> {
    let mut params = params![wanted.group].to_vec();
    let mut condition = "m.group_id = $1".to_owned();
    if let Some(day) = wanted.as_of {
        params.extend(params![day]);
        let mark = params.len();
        condition.push_str(&format!(" AND m.from_day <= ${mark} AND m.until_day >= ${mark}"));
    } else if !wanted.voided {
        condition.push_str(" AND m.void_until IS NULL");
    }
    let all = scene.number(&format!("SELECT COUNT(*) FROM memberships m WHERE {condition}"), &params)?;
    let (seen, more) = sight.condition("c", params.len() + 1);
    params.extend(more);
    let from = "FROM memberships m JOIN clients c ON c.id = m.client";
    let in_sight = match sight {
        Sight::All => all,
        _ => scene.number(&format!("SELECT COUNT(*) {from} WHERE {condition} AND {seen}"), &params)?,
    };
    let mut behind = String::new();
    if let Some(after) = wanted.after {
        params.extend(params![after]);
        behind = format!(
            " AND (c.name_fold, c.id, m.from_day, m.id) > (SELECT x.name_fold, x.id, n.from_day, n.id
                 FROM memberships n JOIN clients x ON x.id = n.client WHERE n.id = ${} AND n.until_day IS NOT NULL)",
            params.len()
        );
    }
    params.extend(params![wanted.limit + 1]);
    let sql = format!(
        "{MEMBER} WHERE {condition} AND {seen}{behind} ORDER BY c.name_fold, c.id, m.from_day, m.id LIMIT ${}",
        params.len()
    );
    let mut items = scene.rows(&sql, &params, read_member)?;
    let has_more = items.len() as i64 > wanted.limit;
    items.truncate(wanted.limit.max(0) as usize);
    name_actors(scene, &mut items)?;
    Ok(CorporateMembers { items, has_more, unseen: all - in_sight })
}

/// One membership, when its client is in sight.
pub(super) fn member(scene: &Scene<'_>, id: MembershipId, sight: Sight) -> Result<Option<CorporateMember>> {
    let (seen, more) = sight.condition("c", 2);
    let mut params = params![id].to_vec();
    params.extend(more);
    let sql = format!("{MEMBER} WHERE m.id = $1 AND m.until_day IS NOT NULL AND {seen}");
    let mut found = scene.rows(&sql, &params, read_member)?;
    name_actors(scene, &mut found)?;
    Ok(found.pop())
}

/// People in place of the codes of actors.
fn name_actors(scene: &Scene<'_>, members: &mut [CorporateMember]) -> Result<()> {
    let names = member_names(scene)?;
    for member in members {
        member.added_by = names.of(&member.added_by);
        if let Some(voided) = &mut member.voided {
            voided.by = names.of(&voided.by);
        }
    }
    Ok(())
}

/// Fills in where else each client stands in groups of the type: one look at the keys of each.
pub(super) fn add_elsewhere(view: &View<'_>, group: &CorporateGroup, members: &mut [CorporateMember]) -> Result<()> {
    if members.is_empty() {
        return Ok(());
    }
    let (first, last) = (slot(group.of_type, 0), slot(group.of_type, 9_999));
    let mut params = params![group.group.id, first, last].to_vec();
    let mut ids: Vec<ClientId> = members.iter().map(|member| member.client).collect();
    ids.sort();
    ids.dedup();
    let marks: Vec<String> = (4..4 + ids.len()).map(|number| format!("${number}")).collect();
    params.extend(ids.iter().map(|client| Value::Id(client.uuid())));
    let sql = format!(
        "SELECT s.client, s.slot, s.group_id, g.name, s.membership IS NULL FROM slots s
         JOIN groups_of_clients g ON g.id = s.group_id
         WHERE s.client IN ({}) AND s.slot >= $2 AND s.slot <= $3 AND s.group_id <> $1 ORDER BY s.client, s.slot",
        marks.join(", ")
    );
    let mut found: HashMap<ClientId, Vec<Elsewhere>> = HashMap::new();
    view.each(&sql, &params, |row| {
        let (text, id, name): (String, GroupId, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let only_head: bool = row.get(4)?;
        let Some(year) = year_of(&text).and_then(|number| Year::from_number(number).ok()) else { return Ok(()) };
        let of_client = found.entry(row.get(0)?).or_default();
        let goes_on = |other: &&mut Elsewhere| {
            other.group == id && other.only_head == only_head && other.years.last.number() + 1 == year.number()
        };
        match of_client.last_mut().filter(goes_on) {
            Some(other) => other.years.last = year,
            None => {
                let years = Years { first: year, last: year };
                of_client.push(Elsewhere { group: id, name, years, only_head });
            }
        }
        Ok(())
    })?;
    for member in members {
        member.elsewhere = found.get(&member.client).cloned().unwrap_or_default();
    }
    Ok(())
}

/// The names of the clients of memberships.
pub(super) fn with_names(view: &View<'_>, memberships: Vec<Membership>) -> Result<Vec<(Membership, String)>> {
    let sql = "SELECT name FROM clients WHERE id = $1";
    let mut named = Vec::with_capacity(memberships.len());
    for membership in memberships {
        let name: Option<String> = view.first(sql, &params![membership.client], |row| row.get(0))?;
        named.push((membership, name.unwrap_or_default()));
    }
    Ok(named)
}

/// Clients at work that could enter the group for the years, by name.
pub(super) fn free_clients(
    view: &View<'_>,
    group: &CorporateGroup,
    wanted: &ListFreeClients,
    sight: Sight,
) -> Result<Vec<FreeClient>> {
    let (first, last) = (wanted.years.first.number(), wanted.years.last.number());
    let mut params =
        params![group.of_type, slot(group.of_type, first), slot(group.of_type, last), group.group.id, wanted.limit]
            .to_vec();
    let (seen, more) = sight.condition("c", params.len() + 1);
    params.extend(more);
    let mut search = String::new();
    let fold = kernel::search_fold(&wanted.search);
    if !fold.is_empty() {
        let literal = fold.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        params.extend(params![format!("%{literal}%")]);
        search = format!(" AND c.search_fold LIKE ${} ESCAPE '!'", params.len());
    }
    let sql = format!(
        "SELECT c.id, c.number, c.name FROM clients c
         JOIN types_of_clients x ON x.client = c.id JOIN corporate_types t ON t.client_type = x.type AND t.id = $1
         WHERE c.archived_at IS NULL AND c.deleted_at IS NULL AND {seen}{search} AND NOT EXISTS (
             SELECT 1 FROM slots s WHERE s.client = c.id AND s.slot >= $2 AND s.slot <= $3
                 AND (s.group_id <> $4 OR s.membership IS NOT NULL))
         ORDER BY c.name_fold, c.id LIMIT $5"
    );
    Ok(view.rows(&sql, &params, |row| Ok(FreeClient { client: row.get(0)?, number: row.get(1)?, name: row.get(2)? }))?)
}
