//! The tables of corporate groups and their types, and the slots of type and year.

use db::{Row, Table, View, WriteSet, params};
use kernel::{ClientId, ClientTypeId, CorporateTypeId, Day, GroupId, MembershipId, Stamp, Year};

use super::{Change, ClientType, CorporateGroup, CorporateType, Effect, HeadYear, Years, slot, year_of};
use crate::Result;
use crate::company::stored_name;
use crate::groups::Membership;
use crate::groups::store::{self as groups, group};

static CLIENT_TYPES: Table = Table {
    name: "client_types",
    columns: &["id", "name", "name_key", "name_fold", "created_at", "created_by", "version"],
    on_conflict: "",
};
static TYPES: Table = Table {
    name: "corporate_types",
    columns: &["id", "name", "name_key", "name_fold", "client_type", "effect", "created_at", "created_by", "version"],
    on_conflict: "",
};
static GROUPS: Table =
    Table { name: "corporate_groups", columns: &["id", "type", "from_day", "until_day"], on_conflict: "" };
static AGREED: Table = Table { name: "agreed_years", columns: &["group_id", "year"], on_conflict: "" };
static SETTLED: Table = Table {
    name: "settled_years",
    columns: &["client", "slot", "group_id", "year"],
    on_conflict: "ON CONFLICT (client, slot) DO NOTHING",
};
static YEARS: Table =
    Table { name: "corporate_years", columns: &["group_id", "year", "type", "name_key"], on_conflict: "" };
// A head who becomes a member, and a member who becomes the head, share the slot. Held for another group, or by the same
// role already, it is refused: the group may not become empty.
static SLOTS_OF_MEMBERS: Table = Table {
    name: "slots",
    columns: &["client", "slot", "membership", "group_id"],
    on_conflict: "ON CONFLICT (client, slot) DO UPDATE SET membership = excluded.membership, group_id = CASE
        WHEN slots.group_id = excluded.group_id AND slots.membership IS NULL THEN slots.group_id END",
};
static SLOTS_OF_HEADS: Table = Table {
    name: "slots",
    columns: &["client", "slot", "group_id", "head"],
    on_conflict: "ON CONFLICT (client, slot) DO UPDATE SET head = TRUE, group_id = CASE
        WHEN slots.group_id = excluded.group_id AND NOT slots.head THEN slots.group_id END",
};

pub(in crate::groups) fn write(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    match change {
        Change::ClientTypeCreated(made) => {
            let (name, actor) = (&made.name, stamp.actor.to_string());
            let fold = kernel::search_fold(name.as_str());
            set.insert(
                &CLIENT_TYPES,
                params![made.id, name.as_str(), name.key(), fold, stamp.now, actor, made.version],
            );
        }
        Change::ClientTypeRenamed { after, .. } => set.run(
            "UPDATE client_types SET name = $2, name_key = $3, name_fold = $4, version = $5 WHERE id = $1",
            params![
                after.id,
                after.name.as_str(),
                after.name.key(),
                kernel::search_fold(after.name.as_str()),
                after.version
            ],
        ),
        Change::ClientTypeDeleted(gone) => set.run(
            "UPDATE client_types SET deleted_at = $2, version = $3 WHERE id = $1",
            params![gone.id, stamp.now, gone.version + 1],
        ),
        Change::ClientTypeBroughtBack(back) => set.run(
            "UPDATE client_types SET deleted_at = NULL, version = $2 WHERE id = $1",
            params![back.id, back.version + 1],
        ),
        Change::TypeCreated(_) | Change::TypeChanged { .. } | Change::TypeDeleted(_) | Change::TypeBroughtBack(_) => {
            write_type(change, set, stamp);
        }
        Change::HeadSet { group, years } => set_heads(*group, years, set),
        Change::LastDaySet { membership, until, slots } => last_day(membership, *until, slots, set),
        Change::Voided { membership, reason } => void(membership, reason, set, stamp),
        Change::Unvoided { membership, .. } => unvoid(membership, set),
        Change::YearAgreed { group, year } => set.insert(&AGREED, params![*group, year.number()]),
        Change::YearFreed { group, year } => {
            set.run("DELETE FROM agreed_years WHERE group_id = $1 AND year = $2", params![*group, year.number()])
        }
        Change::YearSettled { group, of_type, year, clients } => {
            for client in clients {
                set.insert(&SETTLED, params![*client, slot(*of_type, year.number()), *group, year.number()]);
            }
        }
        Change::GroupCreated(_)
        | Change::GroupChanged { .. }
        | Change::GroupDeleted(_)
        | Change::GroupBroughtBack(_) => {
            write_group(change, set, stamp);
        }
    }
}

fn write_type(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    match change {
        Change::TypeCreated(made) => create_type(made, set, stamp),
        Change::TypeChanged { after, .. } => set.run(
            "UPDATE corporate_types SET name = $2, name_key = $3, name_fold = $4, client_type = $5, effect = $6,
                 version = $7 WHERE id = $1",
            params![
                after.id,
                after.name.as_str(),
                after.name.key(),
                kernel::search_fold(after.name.as_str()),
                after.client_type,
                after.effect.code(),
                after.version
            ],
        ),
        Change::TypeDeleted(gone) => set.run(
            "UPDATE corporate_types SET deleted_at = $2, version = $3 WHERE id = $1",
            params![gone.id, stamp.now, gone.version + 1],
        ),
        Change::TypeBroughtBack(back) => set.run(
            "UPDATE corporate_types SET deleted_at = NULL, version = $2 WHERE id = $1",
            params![back.id, back.version + 1],
        ),
        _ => {}
    }
}

fn create_type(made: &CorporateType, set: &mut WriteSet, stamp: &Stamp) {
    set.insert(
        &TYPES,
        params![
            made.id,
            made.name.as_str(),
            made.name.key(),
            kernel::search_fold(made.name.as_str()),
            made.client_type,
            made.effect.code(),
            stamp.now,
            stamp.actor.to_string(),
            made.version
        ],
    );
}

fn write_group(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    match change {
        Change::GroupCreated(made) => {
            groups::create(&made.group, set, stamp);
            set.insert(&GROUPS, params![made.group.id, made.of_type, made.years.from(), made.years.until()]);
            stand_for(made, set);
        }
        Change::GroupChanged { after, .. } => {
            groups::rewrite(&after.group, set);
            set.run(
                "UPDATE corporate_groups SET until_day = $2 WHERE id = $1",
                params![after.group.id, after.years.until()],
            );
            stand_anew(after, set);
        }
        Change::GroupDeleted(gone) => {
            groups::set_aside(groups::DELETE, &gone.group, Some(stamp), set);
            set.run("DELETE FROM corporate_years WHERE group_id = $1", params![gone.group.id]);
        }
        Change::GroupBroughtBack(back) => {
            groups::set_aside(groups::DELETE, &back.group, None, set);
            stand_for(back, set);
        }
        _ => {}
    }
}

fn stand_anew(group: &CorporateGroup, set: &mut WriteSet) {
    set.run("DELETE FROM corporate_years WHERE group_id = $1", params![group.group.id]);
    stand_for(group, set);
}

/// The name is taken in each year.
fn stand_for(group: &CorporateGroup, set: &mut WriteSet) {
    for year in group.years.iter() {
        set.insert(&YEARS, params![group.group.id, year, group.of_type, group.group.name.key()]);
    }
}

/// First everyone goes who was at the head, then those come who are: a year has one.
fn set_heads(group: GroupId, years: &[HeadYear], set: &mut WriteSet) {
    for year in years {
        if let Some(client) = year.before {
            let at = params![client, &year.slot, group];
            set.run(
                "DELETE FROM slots WHERE client = $1 AND slot = $2 AND group_id = $3 AND head AND membership IS NULL",
                at.clone(),
            );
            set.run("UPDATE slots SET head = FALSE WHERE client = $1 AND slot = $2 AND group_id = $3 AND head", at);
        }
    }
    for year in years {
        if let Some(client) = year.after {
            set.insert(&SLOTS_OF_HEADS, params![client, &year.slot, group, true]);
        }
    }
    set.run("UPDATE groups_of_clients SET version = version + 1 WHERE id = $1", params![group]);
}

/// Fills the slots of a membership; the database refuses one that is held for another group.
pub(in crate::groups) fn fill(membership: &Membership, slots: &[String], set: &mut WriteSet) {
    for slot in slots {
        set.insert(&SLOTS_OF_MEMBERS, params![membership.client, slot, membership.id, membership.group]);
    }
}

/// Gives up every slot of the membership; what the client holds as the head stays.
fn empty(membership: &Membership, slots: &[String], set: &mut WriteSet) {
    for slot in slots {
        let at = params![membership.client, slot, membership.id];
        set.run(
            "UPDATE slots SET membership = NULL WHERE client = $1 AND slot = $2 AND membership = $3 AND head",
            at.clone(),
        );
        set.run("DELETE FROM slots WHERE client = $1 AND slot = $2 AND membership = $3", at);
    }
}

fn last_day(before: &Membership, until: Day, slots: &[String], set: &mut WriteSet) {
    let given_up: Vec<String> = before.slots.iter().filter(|slot| !slots.contains(slot)).cloned().collect();
    let taken: Vec<String> = slots.iter().filter(|slot| !before.slots.contains(slot)).cloned().collect();
    empty(before, &given_up, set);
    set.run(
        "UPDATE memberships SET until_day = $2, version = version + 1 WHERE client = $3 AND id = $1",
        params![before.id, until, before.client],
    );
    fill(before, &taken, set);
}

fn void(membership: &Membership, reason: &str, set: &mut WriteSet, stamp: &Stamp) {
    empty(membership, &membership.slots, set);
    // A last day before the first: no question about any day finds it.
    let until = membership.from.plus_days(-1).unwrap_or(membership.from);
    set.run(
        "UPDATE memberships SET until_day = $2, ended_at = $3, ended_by = $4, void_reason = $5, void_until = $6,
             version = version + 1 WHERE client = $7 AND id = $1",
        params![membership.id, until, stamp.now, stamp.actor.to_string(), reason, membership.until, membership.client],
    );
}

fn unvoid(membership: &Membership, set: &mut WriteSet) {
    set.run(
        "UPDATE memberships SET until_day = $2, ended_at = NULL, ended_by = NULL, void_reason = NULL,
             void_until = NULL, version = version + 1 WHERE client = $3 AND id = $1",
        params![membership.id, membership.until, membership.client],
    );
    fill(membership, &membership.slots, set);
}

const CLIENT_TYPE: &str = "SELECT t.id, t.name, t.version FROM client_types t";

fn client_type(row: &Row<'_>) -> db::Result<ClientType> {
    Ok(ClientType { id: row.get(0)?, name: stored_name(&row.get::<String>(1)?)?, version: row.get(2)? })
}

/// Every type of client, by name.
pub(crate) fn client_types(view: &View<'_>) -> Result<Vec<ClientType>> {
    let sql = format!("{CLIENT_TYPE} WHERE t.deleted_at IS NULL ORDER BY t.name_fold, t.id LIMIT 1000");
    Ok(view.rows(&sql, &[], client_type)?)
}

pub(crate) fn find_client_type(view: &View<'_>, id: ClientTypeId) -> Result<Option<ClientType>> {
    Ok(view.first(&format!("{CLIENT_TYPE} WHERE t.id = $1 AND t.deleted_at IS NULL"), &params![id], client_type)?)
}

pub(super) fn client_type_by_key(view: &View<'_>, key: &str) -> Result<Option<ClientType>> {
    let sql = format!("{CLIENT_TYPE} WHERE t.name_key = $1 AND t.deleted_at IS NULL");
    Ok(view.first(&sql, &params![key], client_type)?)
}

/// Clients outside the trash that are of the type.
pub(super) fn clients_of_type(view: &View<'_>, id: ClientTypeId) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM types_of_clients t JOIN clients c ON c.id = t.client
        WHERE t.type = $1 AND c.deleted_at IS NULL";
    Ok(view.number(sql, &params![id])?)
}

const TYPE: &str = "SELECT t.id, t.name, t.client_type, t.effect, t.version FROM corporate_types t";

fn corporate_type(row: &Row<'_>) -> db::Result<CorporateType> {
    let effect: String = row.get(3)?;
    Ok(CorporateType {
        id: row.get(0)?,
        name: stored_name(&row.get::<String>(1)?)?,
        client_type: row.get(2)?,
        effect: Effect::parse(&effect).ok_or_else(|| db::DbError::Other(format!("unknown effect {effect}")))?,
        version: row.get(4)?,
    })
}

/// Every type of corporate group, by name.
pub(crate) fn types(view: &View<'_>) -> Result<Vec<CorporateType>> {
    let sql = format!("{TYPE} WHERE t.deleted_at IS NULL ORDER BY t.name_fold, t.id LIMIT 1000");
    Ok(view.rows(&sql, &[], corporate_type)?)
}

pub(crate) fn find_type(view: &View<'_>, id: CorporateTypeId) -> Result<Option<CorporateType>> {
    Ok(view.first(&format!("{TYPE} WHERE t.id = $1 AND t.deleted_at IS NULL"), &params![id], corporate_type)?)
}

pub(super) fn type_by_key(view: &View<'_>, key: &str) -> Result<Option<CorporateType>> {
    let sql = format!("{TYPE} WHERE t.name_key = $1 AND t.deleted_at IS NULL");
    Ok(view.first(&sql, &params![key], corporate_type)?)
}

/// Names of the groups of a type, the first few by name, and how many there are.
pub(super) fn groups_of_type(view: &View<'_>, id: CorporateTypeId) -> Result<(Vec<(GroupId, String)>, i64)> {
    let from =
        "FROM corporate_groups k JOIN groups_of_clients g ON g.id = k.id WHERE k.type = $1 AND g.deleted_at IS NULL";
    let sql = format!("SELECT g.id, g.name {from} ORDER BY g.name_fold, g.id LIMIT 20");
    let named = view.rows(&sql, &params![id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((named, view.number(&format!("SELECT COUNT(*) {from}"), &params![id])?))
}

const GROUP: &str = "SELECT g.id, g.kind, g.name, g.color, g.note, g.archived_at, g.version, g.set_of,
    g.smart_filter, k.type, k.from_day, k.until_day FROM corporate_groups k JOIN groups_of_clients g ON g.id = k.id";

/// The columns of `GROUP`, from the first on.
pub(crate) fn corporate_group(row: &Row<'_>) -> db::Result<CorporateGroup> {
    let (from, until): (Day, Day) = (row.get(10)?, row.get(11)?);
    Ok(CorporateGroup {
        group: group(row)?,
        of_type: row.get(9)?,
        years: Years { first: Year::of(from), last: Year::of(until) },
    })
}

/// The corporate group, unless it was deleted.
pub(crate) fn find(view: &View<'_>, id: GroupId) -> Result<Option<CorporateGroup>> {
    Ok(view.first(&format!("{GROUP} WHERE k.id = $1 AND g.deleted_at IS NULL"), &params![id], corporate_group)?)
}

/// The group of the type that has a name counting as the same in one of the years.
pub(crate) fn name_holder(
    view: &View<'_>,
    of_type: CorporateTypeId,
    years: Years,
    key: &str,
    own: Option<GroupId>,
) -> Result<Option<CorporateGroup>> {
    let sql = format!(
        "{GROUP} WHERE k.id IN (SELECT y.group_id FROM corporate_years y
             WHERE y.type = $1 AND y.year >= $2 AND y.year <= $3 AND y.name_key = $4) ORDER BY k.from_day"
    );
    let params = params![of_type, years.first.number(), years.last.number(), key];
    Ok(view.rows(&sql, &params, corporate_group)?.into_iter().find(|holder| Some(holder.group.id) != own))
}

/// Every group of the type whose name counts as the same, the earliest first.
pub(crate) fn named(view: &View<'_>, of_type: CorporateTypeId, key: &str) -> Result<Vec<CorporateGroup>> {
    let sql = format!(
        "{GROUP} WHERE k.id IN (SELECT y.group_id FROM corporate_years y WHERE y.type = $1 AND y.name_key = $2)
         ORDER BY k.from_day, k.id"
    );
    Ok(view.rows(&sql, &params![of_type, key], corporate_group)?)
}

/// Who is at the head in which year, the first year first.
pub(crate) fn heads(view: &View<'_>, id: GroupId) -> Result<Vec<(i64, ClientId)>> {
    let sql = "SELECT slot, client FROM slots WHERE group_id = $1 AND head ORDER BY slot";
    let found: Vec<(String, ClientId)> = view.rows(sql, &params![id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.into_iter().filter_map(|(slot, client)| Some((year_of(&slot)?, client))).collect())
}

/// A year of a type in which a client is in some group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub year: i64,
    pub group: GroupId,
    /// Empty where the client is only at its head.
    pub membership: Option<MembershipId>,
}

/// What the client holds of the type in the years: one look at the key of its own slots, however many members a group has.
pub(crate) fn held(view: &View<'_>, client: ClientId, of_type: CorporateTypeId, years: Years) -> Result<Vec<Held>> {
    let sql =
        "SELECT slot, group_id, membership FROM slots WHERE client = $1 AND slot >= $2 AND slot <= $3 ORDER BY slot";
    let (first, last) = (slot(of_type, years.first.number()), slot(of_type, years.last.number()));
    let found = view.rows(sql, &params![client, first, last], |row| {
        Ok((row.get::<String>(0)?, row.get::<GroupId>(1)?, row.get::<Option<MembershipId>>(2)?))
    })?;
    let held = |(slot, group, membership): (String, GroupId, Option<MembershipId>)| {
        Some(Held { year: year_of(&slot)?, group, membership })
    };
    Ok(found.into_iter().filter_map(held).collect())
}

/// A membership in a corporate group, as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub membership: Membership,
    pub version: i64,
    pub is_voided: bool,
}

/// The membership in a corporate group that is there, with its slots.
pub(crate) fn find_membership(view: &View<'_>, id: MembershipId) -> Result<Option<(Kept, CorporateGroup)>> {
    // The words of the index.
    let sql = "SELECT client, group_id, from_day, until_day, version, void_until FROM memberships
        WHERE id = $1 AND until_day IS NOT NULL";
    let found = view.first(sql, &params![id], |row| {
        let void_until: Option<Day> = row.get(5)?;
        let (client, group): (ClientId, GroupId) = (row.get(0)?, row.get(1)?);
        let until = void_until.map_or_else(|| row.get(3), |day| Ok(Some(day)))?;
        let membership = Membership { id, group, client, from: row.get(2)?, until, slots: Vec::new() };
        Ok(Kept { membership, version: row.get(4)?, is_voided: void_until.is_some() })
    })?;
    let Some(mut kept) = found else { return Ok(None) };
    let Some(group) = find(view, kept.membership.group)? else { return Ok(None) };
    kept.membership.slots = group.slots(years_of(&kept.membership));
    Ok(Some((kept, group)))
}

/// The calendar years of a corporate membership.
pub(crate) fn years_of(membership: &Membership) -> Years {
    let first = membership.from.year();
    Years { first, last: membership.until.map_or(first, |until| until.year()) }
}

/// Memberships of the group that count beyond the year, by client.
pub(crate) fn beyond(view: &View<'_>, group: &CorporateGroup, last: Year) -> Result<Vec<Membership>> {
    let sql = "SELECT client, id, from_day, until_day FROM memberships
        WHERE group_id = $1 AND until_day > $2 AND until_day >= from_day AND void_until IS NULL ORDER BY client, id";
    let mut found = view.rows(sql, &params![group.group.id, last.last_day()], |row| {
        let (client, id) = (row.get(0)?, row.get(1)?);
        Ok(Membership { id, group: group.group.id, client, from: row.get(2)?, until: row.get(3)?, slots: Vec::new() })
    })?;
    for membership in &mut found {
        membership.slots = group.slots(years_of(membership));
    }
    Ok(found)
}

/// Years for which something was agreed with the group.
pub(crate) fn years_agreed(view: &View<'_>, id: GroupId) -> Result<i64> {
    Ok(view.number("SELECT COUNT(*) FROM agreed_years WHERE group_id = $1", &params![id])?)
}

/// The last year of the group that was settled, of one member or of any.
pub(crate) fn last_settled(view: &View<'_>, group: GroupId, client: Option<ClientId>) -> Result<Option<i64>> {
    let found = match client {
        Some(client) => view.first(
            "SELECT MAX(year) FROM settled_years WHERE group_id = $1 AND client = $2",
            &params![group, client],
            |row| row.get::<Option<i64>>(0),
        )?,
        None => view.first("SELECT MAX(year) FROM settled_years WHERE group_id = $1", &params![group], |row| {
            row.get::<Option<i64>>(0)
        })?,
    };
    Ok(found.flatten())
}

/// The years of a membership that were settled, the first first.
pub(crate) fn settled_years(view: &View<'_>, membership: &Membership) -> Result<Vec<i64>> {
    let sql = "SELECT year FROM settled_years WHERE group_id = $1 AND client = $2 AND year >= $3 AND year <= $4 ORDER BY year";
    let years = years_of(membership);
    let params = params![membership.group, membership.client, years.first.number(), years.last.number()];
    Ok(view.rows(sql, &params, |row| row.get(0))?)
}

/// Memberships that the group ever had, voided ones too.
pub(crate) fn memberships_ever(view: &View<'_>, id: GroupId) -> Result<i64> {
    Ok(view.number("SELECT COUNT(*) FROM memberships WHERE group_id = $1", &params![id])?)
}

/// Corporate groups that the client is a member of or at the head of in this year or later, of any type or of one that
/// takes the given type of client; by name. What `has_left` says of slot, membership and head does not count.
pub(crate) fn standing_of(
    view: &View<'_>,
    client: ClientId,
    needing: Option<ClientTypeId>,
    year: i64,
    has_left: impl Fn(&str, Option<MembershipId>, bool) -> bool,
) -> Result<Vec<(GroupId, String, i64)>> {
    let sql = "SELECT g.id, g.name, t.client_type, s.slot, s.membership, s.head FROM slots s
        JOIN corporate_groups k ON k.id = s.group_id JOIN groups_of_clients g ON g.id = k.id
        JOIN corporate_types t ON t.id = k.type WHERE s.client = $1 ORDER BY g.name_fold, g.id, s.slot";
    let found = view.rows(sql, &params![client], |row| {
        let role = (row.get::<Option<MembershipId>>(4)?, row.get::<bool>(5)?);
        Ok((row.get::<GroupId>(0)?, row.get::<String>(1)?, row.get::<ClientTypeId>(2)?, row.get::<String>(3)?, role))
    })?;
    let mut standing: Vec<(GroupId, String, i64)> = Vec::new();
    for (group, name, of_type, slot, (membership, is_head)) in found {
        if has_left(&slot, membership, is_head) {
            continue;
        }
        let Some(until) = year_of(&slot).filter(|held| *held >= year) else { continue };
        if needing.is_some_and(|needed| needed != of_type) {
            continue;
        }
        match standing.last_mut().filter(|(other, ..)| *other == group) {
            Some((.., last)) => *last = until,
            None => standing.push((group, name, until)),
        }
    }
    Ok(standing)
}

/// A year of a corporate group in which a client stands.
#[derive(Clone, Debug)]
pub(crate) struct Stand {
    pub slot: String,
    pub year: i64,
    pub group: GroupId,
    pub group_name: String,
    pub type_name: String,
    /// Empty where the client is only at the head.
    pub membership: Option<MembershipId>,
    pub is_head: bool,
}

/// Every year of every corporate group in which the client stands, by type, year and name.
pub(crate) fn stands_of(view: &View<'_>, client: ClientId) -> Result<Vec<Stand>> {
    let sql = "SELECT s.slot, s.group_id, g.name, t.name, s.membership, s.head FROM slots s
        JOIN corporate_groups k ON k.id = s.group_id JOIN groups_of_clients g ON g.id = k.id
        JOIN corporate_types t ON t.id = k.type WHERE s.client = $1 ORDER BY t.name_fold, s.slot";
    Ok(view.rows(sql, &params![client], |row| {
        let slot: String = row.get(0)?;
        Ok(Stand {
            year: year_of(&slot).unwrap_or_default(),
            slot,
            group: row.get(1)?,
            group_name: row.get(2)?,
            type_name: row.get(3)?,
            membership: row.get(4)?,
            is_head: row.get(5)?,
        })
    })?)
}

/// Who holds the slot of the client.
pub(super) fn holder(view: &View<'_>, client: ClientId, slot: &str) -> Result<Option<Held>> {
    let sql = "SELECT group_id, membership FROM slots WHERE client = $1 AND slot = $2";
    let year = year_of(slot).unwrap_or_default();
    Ok(view.first(sql, &params![client, slot], |row| Ok(Held { year, group: row.get(0)?, membership: row.get(1)? }))?)
}

/// The type of client that the group takes, deleted or not.
pub(crate) fn taken_by(view: &View<'_>, id: GroupId) -> Result<Option<ClientTypeId>> {
    let sql = "SELECT t.client_type FROM corporate_groups k JOIN corporate_types t ON t.id = k.type WHERE k.id = $1";
    Ok(view.first(sql, &params![id], |row| row.get(0))?)
}

/// A corporate group that the client stands in, in whichever year: as a member or at the head.
pub(crate) fn any_of(view: &View<'_>, client: ClientId) -> Result<Option<(GroupId, String)>> {
    let sql = "SELECT g.id, g.name FROM slots s JOIN corporate_groups k ON k.id = s.group_id
        JOIN groups_of_clients g ON g.id = k.id WHERE s.client = $1 ORDER BY g.name_fold, g.id LIMIT 1";
    Ok(view.first(sql, &params![client], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
