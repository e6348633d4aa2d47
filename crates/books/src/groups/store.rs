//! The tables of groups and memberships.

use db::{Row, Table, View, WriteSet, params};
use kernel::{ClientId, Day, GroupId, GroupSetId, MembershipId, Rate, Stamp};

use super::{
    Change, ClientGroupChoice, CustomerGroupChoice, Group, Kind, Membership, PostingGroup, SmartFilter, Terms,
    corporate, sets,
};
use crate::Result;
use crate::company::stored_name;

static GROUPS: Table = Table {
    name: "groups_of_clients",
    columns: &[
        "id",
        "kind",
        "name",
        "name_key",
        "name_fold",
        "color",
        "note",
        "set_of",
        "smart_filter",
        "created_at",
        "created_by",
        "version",
    ],
    on_conflict: "",
};
static POSTING_GROUPS: Table = Table {
    name: "posting_groups",
    columns: &[
        "id",
        "number",
        "account",
        "vat_zone",
        "payment_days",
        "discount",
        "layout",
        "language",
        "currency",
        "credit_limit",
        "series",
    ],
    on_conflict: "",
};
static MEMBERSHIPS: Table = Table {
    name: "memberships",
    columns: &["client", "id", "group_id", "from_day", "until_day", "added_at", "added_by"],
    on_conflict: "",
};
static SLOTS: Table = Table { name: "slots", columns: &["client", "slot", "membership", "group_id"], on_conflict: "" };

static BILLING_GROUPS: Table =
    Table { name: "billing_groups", columns: &["id", "primary_member", "slot"], on_conflict: "" };

pub(super) fn write(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    match change {
        Change::ClientGroupCreated(group) => create(group, set, stamp),
        Change::ClientGroupChanged { before, after } => {
            rewrite(after, set);
            if before.set != after.set {
                refill(after, set);
            }
        }
        Change::SetCreated(_)
        | Change::SetRenamed { .. }
        | Change::SetDeleted { .. }
        | Change::SetBroughtBack { .. } => sets::store::write(change, set, stamp),
        Change::PostingGroupCreated(posting) => {
            create(&posting.group, set, stamp);
            set.insert(&POSTING_GROUPS, posting_row(posting));
        }
        Change::PostingGroupChanged { after, .. } => {
            rewrite(&after.group, set);
            set.run(
                "UPDATE posting_groups SET number = $2, account = $3, vat_zone = $4, payment_days = $5, discount = $6,
                     layout = $7, language = $8, currency = $9, credit_limit = $10, series = $11 WHERE id = $1",
                posting_row(after),
            );
        }
        Change::Archived(group) => set_aside(ARCHIVE, group, Some(stamp), set),
        Change::Restored(group) => set_aside(ARCHIVE, group, None, set),
        Change::Deleted(group) => {
            set_aside(DELETE, group, Some(stamp), set);
            set.run("UPDATE posting_groups SET deleted_at = $2 WHERE id = $1", params![group.id, stamp.now]);
        }
        Change::BroughtBack(group) => {
            set_aside(DELETE, group, None, set);
            set.run("UPDATE posting_groups SET deleted_at = NULL WHERE id = $1", params![group.id]);
        }
        Change::MembershipStarted(membership) => start(membership, set, stamp),
        Change::MembershipEnded { membership, until } => end(membership, *until, set, stamp),
        Change::MembershipVoided(membership) => {
            // A last day before the first: no question about any day finds it.
            let until = membership.from.plus_days(-1).unwrap_or(membership.from);
            end(membership, until, set, stamp);
        }
        Change::MembershipResumed(membership) => {
            set.run(
                "UPDATE memberships SET until_day = $2, ended_at = NULL, ended_by = NULL, version = version + 1
                 WHERE client = $3 AND id = $1",
                params![membership.id, membership.until, membership.client],
            );
            fill(membership, set);
        }
        Change::PrimaryContactNamed { group, before, after } => name_primary(*group, *before, *after, set),
        Change::Corporate(change) => corporate::store::write(change, set, stamp),
        Change::SetUpCopied { .. } => {}
    }
}

/// The role follows the memberships that it leans on: whoever gets it is in the group before, whoever leaves has lost it.
fn name_primary(group: GroupId, before: Option<ClientId>, after: Option<ClientId>, set: &mut WriteSet) {
    match (before, after) {
        (_, None) => set.run("DELETE FROM billing_groups WHERE id = $1", params![group]),
        (None, Some(client)) => set.insert(&BILLING_GROUPS, params![group, client, Kind::Billing.slot(group, None)]),
        (Some(_), Some(client)) => {
            set.run("UPDATE billing_groups SET primary_member = $2 WHERE id = $1", params![group, client]);
        }
    }
    set.run("UPDATE groups_of_clients SET version = version + 1 WHERE id = $1", params![group]);
}

pub(super) fn create(group: &Group, set: &mut WriteSet, stamp: &Stamp) {
    set.insert(
        &GROUPS,
        params![
            group.id,
            group.kind.code(),
            group.name.as_str(),
            group.name.key(),
            kernel::search_fold(group.name.as_str()),
            group.color,
            &group.note,
            group.set,
            group.smart.as_ref().map(SmartFilter::as_str),
            stamp.now,
            stamp.actor.to_string(),
            group.version
        ],
    );
}

pub(super) fn rewrite(group: &Group, set: &mut WriteSet) {
    set.run(
        "UPDATE groups_of_clients SET name = $2, name_key = $3, name_fold = $4, color = $5, note = $6, set_of = $7,
             version = $8, smart_filter = $9 WHERE id = $1",
        params![
            group.id,
            group.name.as_str(),
            group.name.key(),
            kernel::search_fold(group.name.as_str()),
            group.color,
            &group.note,
            group.set,
            group.version,
            group.smart.as_ref().map(SmartFilter::as_str)
        ],
    );
}

/// Moves the slots of everyone who is in the group with it into a set, or out of one: one statement, however many.
pub(super) fn refill(group: &Group, set: &mut WriteSet) {
    set.run("UPDATE slots SET slot = $2 WHERE group_id = $1", params![group.id, group.slot()]);
}

const ARCHIVE: &str = "UPDATE groups_of_clients SET archived_at = $2, version = $3 WHERE id = $1";
pub(super) const DELETE: &str = "UPDATE groups_of_clients SET deleted_at = $2, version = $3 WHERE id = $1";

/// Hides the group since `since`, or shows it again.
pub(super) fn set_aside(sql: &'static str, group: &Group, since: Option<&Stamp>, set: &mut WriteSet) {
    set.run(sql, params![group.id, since.map(|stamp| stamp.now), group.version + 1]);
}

fn posting_row(posting: &PostingGroup) -> [db::Value; 11] {
    params![
        posting.group.id,
        &posting.number,
        posting.account,
        posting.vat_zone,
        posting.terms.payment_days,
        posting.terms.discount.map(|rate| rate.0),
        posting.terms.layout.clone(),
        posting.terms.language.clone(),
        posting.terms.currency,
        posting.terms.credit_limit,
        posting.terms.series
    ]
}

fn start(membership: &Membership, set: &mut WriteSet, stamp: &Stamp) {
    set.insert(
        &MEMBERSHIPS,
        params![
            membership.client,
            membership.id,
            membership.group,
            membership.from,
            membership.until,
            stamp.now,
            stamp.actor.to_string()
        ],
    );
    fill(membership, set);
}

fn fill(membership: &Membership, set: &mut WriteSet) {
    if membership.is_of(Kind::Corporate) {
        return corporate::store::fill(membership, &membership.slots, set);
    }
    for slot in &membership.slots {
        set.insert(&SLOTS, params![membership.client, slot, membership.id, membership.group]);
    }
}

fn end(membership: &Membership, until: Day, set: &mut WriteSet, stamp: &Stamp) {
    set.run("DELETE FROM slots WHERE client = $1 AND membership = $2", params![membership.client, membership.id]);
    set.run(
        "UPDATE memberships SET until_day = $2, ended_at = $3, ended_by = $4, version = version + 1
         WHERE client = $5 AND id = $1",
        params![membership.id, until, stamp.now, stamp.actor.to_string(), membership.client],
    );
}

const GROUP: &str = "SELECT id, kind, name, color, note, archived_at, version, set_of, smart_filter
    FROM groups_of_clients";

pub(crate) fn group(row: &Row<'_>) -> db::Result<Group> {
    let kind: String = row.get(1)?;
    let name: String = row.get(2)?;
    Ok(Group {
        id: row.get(0)?,
        kind: Kind::parse(&kind).ok_or_else(|| db::DbError::Other(format!("unknown group kind {kind}")))?,
        name: stored_name(&name)?,
        color: row.get(3)?,
        note: row.get(4)?,
        archived: row.get::<Option<i64>>(5)?.is_some(),
        version: row.get(6)?,
        set: row.get(7)?,
        smart: row.get::<Option<String>>(8)?.map(SmartFilter::written),
    })
}

/// Every group of a kind, archived ones too, in the order of their names.
pub(crate) fn of_kind(view: &View<'_>, kind: Kind) -> Result<Vec<Group>> {
    let sql = format!("{GROUP} WHERE kind = $1 AND deleted_at IS NULL ORDER BY name_fold, id");
    Ok(view.rows(&sql, &params![kind.code()], group)?)
}

/// The group, unless it was deleted.
pub(crate) fn find(view: &View<'_>, id: GroupId) -> Result<Option<Group>> {
    Ok(view.first(&format!("{GROUP} WHERE id = $1 AND deleted_at IS NULL"), &params![id], group)?)
}

/// The group of this kind, unless it was deleted.
pub(crate) fn find_of_kind(view: &View<'_>, id: GroupId, kind: Kind) -> Result<Option<Group>> {
    Ok(find(view, id)?.filter(|group| group.kind == kind))
}

/// Those of the groups (at most 500) that were not deleted, by name.
pub(crate) fn find_all(view: &View<'_>, ids: &[GroupId]) -> Result<Vec<Group>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<String> = (1..=ids.len()).map(|number| format!("${number}")).collect();
    let params: Vec<db::Value> = ids.iter().map(|id| db::Value::Id(id.uuid())).collect();
    let sql = format!("{GROUP} WHERE id IN ({}) AND deleted_at IS NULL ORDER BY name_fold, id", marks.join(", "));
    Ok(view.rows(&sql, &params, group)?)
}

/// The group whose name counts as the same, archived ones too. Corporate groups have their names by type and year.
pub(crate) fn by_key(view: &View<'_>, kind: Kind, key: &str) -> Result<Option<Group>> {
    let sql = format!("{GROUP} WHERE kind = $1 AND name_key = $2 AND deleted_at IS NULL AND kind <> 'corporate'");
    Ok(view.first(&sql, &params![kind.code(), key], group)?)
}

/// Groups ever made of a kind, deleted ones too: colours go round with it.
pub(crate) fn ever_made(view: &View<'_>, kind: Kind) -> Result<i64> {
    Ok(view.number("SELECT COUNT(*) FROM groups_of_clients WHERE kind = $1", &params![kind.code()])?)
}

/// Every smart group, archived ones too.
pub(crate) fn smart_groups(view: &View<'_>) -> Result<Vec<Group>> {
    let sql = format!("{GROUP} WHERE smart_filter IS NOT NULL AND deleted_at IS NULL ORDER BY id");
    Ok(view.rows(&sql, &[], group)?)
}

/// Whether the group finds its clients by a filter, or did when it was deleted.
pub(crate) fn is_smart(view: &View<'_>, id: GroupId) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM groups_of_clients WHERE id = $1 AND smart_filter IS NOT NULL";
    Ok(view.number(sql, &params![id])? > 0)
}

/// Clients that are in the group now, whoever may see them.
pub(crate) fn clients_in(view: &View<'_>, id: GroupId) -> Result<i64> {
    Ok(view.number("SELECT COUNT(*) FROM slots WHERE group_id = $1", &params![id])?)
}

/// Memberships that are live in the group.
pub(super) fn live_memberships(view: &View<'_>, id: GroupId) -> Result<Vec<MembershipId>> {
    Ok(view.rows(
        "SELECT DISTINCT membership FROM slots WHERE group_id = $1 AND membership IS NOT NULL",
        &params![id],
        |row| row.get(0),
    )?)
}

/// Memberships that counted on some day in the group, ended ones too.
pub(super) fn memberships_ever(view: &View<'_>, id: GroupId) -> Result<Vec<MembershipId>> {
    let sql = "SELECT id FROM memberships WHERE group_id = $1 AND (until_day IS NULL OR until_day >= from_day)";
    Ok(view.rows(sql, &params![id], |row| row.get(0))?)
}

/// The number of a deleted posting group that another group has got since.
pub(super) fn lost_number(view: &View<'_>, id: GroupId) -> Result<Option<String>> {
    let sql = "SELECT p.number FROM posting_groups p JOIN posting_groups other ON other.number = p.number
        WHERE p.id = $1 AND other.id <> p.id AND other.deleted_at IS NULL";
    Ok(view.first(sql, &params![id], |row| row.get(0))?)
}

/// Whether the membership is live: it fills a slot.
pub(super) fn is_live(view: &View<'_>, membership: &Membership) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM slots WHERE client = $1 AND membership = $2";
    Ok(view.number(sql, &params![membership.client, membership.id])? > 0)
}

/// What the membership would fill as things are now: its group may have changed its set since.
pub(super) fn slots_now(view: &View<'_>, membership: &Membership) -> Result<Vec<String>> {
    let sql = "SELECT kind, set_of FROM groups_of_clients WHERE id = $1";
    let found = view.first(sql, &params![membership.group], |row| {
        let (kind, set): (String, Option<GroupSetId>) = (row.get(0)?, row.get(1)?);
        Ok((Kind::parse(&kind), set))
    })?;
    Ok(match found {
        Some((Some(Kind::Segment), set)) => vec![Kind::Segment.slot(membership.group, set)],
        _ => membership.slots.clone(),
    })
}

/// The membership that holds one of the slots, if any.
pub(super) fn holder_of(view: &View<'_>, membership: &Membership) -> Result<Option<(MembershipId, GroupId)>> {
    for slot in &membership.slots {
        let sql = "SELECT membership, group_id FROM slots WHERE client = $1 AND slot = $2";
        let found = view.first(sql, &params![membership.client, slot], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The groups that a client is in today, with the days of the membership, by kind and name.
pub(crate) fn of_client(view: &View<'_>, client: ClientId, today: Day) -> Result<Vec<(Group, Day, Option<Day>)>> {
    let sql = "SELECT g.id, g.kind, g.name, g.color, g.note, g.archived_at, g.version, g.set_of, g.smart_filter,
            m.from_day, m.until_day FROM slots s JOIN groups_of_clients g ON g.id = s.group_id JOIN memberships m ON m.client = s.client AND m.id = s.membership
        WHERE s.client = $1 AND (g.kind <> 'corporate' OR s.slot LIKE $2) ORDER BY g.kind, g.name_fold, g.id";
    // Of a corporate group it holds a slot for each year, past and future: only this year's is of today.
    let this_year = format!("%:{}", today.year());
    Ok(view.rows(sql, &params![client, this_year], |row| Ok((group(row)?, row.get(9)?, row.get(10)?)))?)
}

/// The live memberships of a client with their groups, by kind and name.
pub(crate) fn memberships_of(view: &View<'_>, client: ClientId) -> Result<Vec<(Membership, Group)>> {
    memberships_where(view, "m.client = $1", &params![client])
}

/// The live memberships of these clients (at most some thousands) in segments, client by client, each with whether no
/// selector shows its group: it is in the archive, or finds its clients itself.
pub(crate) fn segments_of_all(view: &View<'_>, clients: &[ClientId]) -> Result<Vec<(Membership, bool)>> {
    if clients.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<String> = (1..=clients.len()).map(|number| format!("${number}")).collect();
    let params: Vec<db::Value> = clients.iter().map(|client| db::Value::Id(client.uuid())).collect();
    // The kind is looked at here: asked about it, SQLite begins with the groups and walks everyone who is in them.
    let sql = format!(
        "SELECT s.client, s.membership, s.group_id, s.slot, m.from_day, m.until_day,
                g.archived_at IS NOT NULL OR g.smart_filter IS NOT NULL, g.kind
         FROM slots s JOIN groups_of_clients g ON g.id = s.group_id
         JOIN memberships m ON m.client = s.client AND m.id = s.membership
         WHERE s.client IN ({}) ORDER BY s.client, s.slot",
        marks.join(", ")
    );
    let mut found = Vec::new();
    view.each(&sql, &params, |row| {
        let kind: String = row.get(7)?;
        if kind == Kind::Segment.code() {
            let (id, group, client) = (row.get(1)?, row.get(2)?, row.get(0)?);
            let membership =
                Membership { id, group, client, from: row.get(4)?, until: row.get(5)?, slots: vec![row.get(3)?] };
            found.push((membership, row.get(6)?));
        }
        Ok(())
    })?;
    Ok(found)
}

/// The live memberships in a group, client by client.
pub(crate) fn memberships_in(view: &View<'_>, group: GroupId) -> Result<Vec<Membership>> {
    let found = memberships_where(view, "m.group_id = $1", &params![group])?;
    Ok(found.into_iter().map(|(membership, _)| membership).collect())
}

/// How often somebody entered or left the group, and was put back. It only grows; added to the group's own version it
/// tells every change of who is in it.
pub(crate) fn member_changes(view: &View<'_>, group: GroupId) -> Result<i64> {
    let sql = "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM memberships WHERE group_id = $1";
    Ok(view.number(sql, &params![group])?)
}

/// Who usually pays for the billing group.
pub(crate) fn primary_of(view: &View<'_>, group: GroupId) -> Result<Option<ClientId>> {
    Ok(view.first("SELECT primary_member FROM billing_groups WHERE id = $1", &params![group], |row| row.get(0))?)
}

/// The billing groups for which the client usually pays, by name.
pub(crate) fn paid_by(view: &View<'_>, client: ClientId) -> Result<Vec<Group>> {
    let sql = format!(
        "{GROUP} WHERE id IN (SELECT b.id FROM billing_groups b WHERE b.primary_member = $1) ORDER BY name_fold, id"
    );
    Ok(view.rows(&sql, &params![client], group)?)
}

/// Every membership that the client ever had in the group.
pub(super) fn memberships_between(
    view: &View<'_>,
    client: ClientId,
    group: GroupId,
) -> Result<Vec<(MembershipId, bool)>> {
    let sql = "SELECT m.id, EXISTS (SELECT 1 FROM slots s WHERE s.client = m.client AND s.membership = m.id)
        FROM memberships m WHERE m.client = $1 AND m.group_id = $2";
    Ok(view.rows(sql, &params![client, group], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

fn memberships_where(view: &View<'_>, condition: &str, params: &[db::Value]) -> Result<Vec<(Membership, Group)>> {
    let sql = format!(
        "SELECT g.id, g.kind, g.name, g.color, g.note, g.archived_at, g.version, g.set_of, g.smart_filter, m.id,
                m.client, m.from_day, m.until_day, s.slot
         FROM memberships m JOIN slots s ON s.client = m.client AND s.membership = m.id
         JOIN groups_of_clients g ON g.id = m.group_id
         WHERE {condition} ORDER BY g.kind, g.name_fold, g.id, m.client, m.id, s.slot"
    );
    let mut found: Vec<(Membership, Group)> = Vec::new();
    view.each(&sql, params, |row| {
        let (id, slot): (MembershipId, String) = (row.get(9)?, row.get(13)?);
        match found.last_mut().filter(|(membership, _)| membership.id == id) {
            Some((membership, _)) => membership.slots.push(slot),
            None => {
                let group = group(row)?;
                let (client, from, until) = (row.get(10)?, row.get(11)?, row.get(12)?);
                found.push((Membership { id, group: group.id, client, from, until, slots: vec![slot] }, group));
            }
        }
        Ok(())
    })?;
    Ok(found)
}

const POSTING: &str =
    "SELECT g.id, g.kind, g.name, g.color, g.note, g.archived_at, g.version, g.set_of, g.smart_filter, p.number,
    p.account, p.vat_zone, p.payment_days, p.discount, p.layout, p.language, p.currency, p.credit_limit, p.series
    FROM posting_groups p JOIN groups_of_clients g ON g.id = p.id WHERE g.deleted_at IS NULL";

fn posting(row: &Row<'_>) -> db::Result<PostingGroup> {
    Ok(PostingGroup {
        group: group(row)?,
        number: row.get(9)?,
        account: row.get(10)?,
        vat_zone: row.get(11)?,
        terms: Terms {
            payment_days: row.get(12)?,
            discount: row.get::<Option<i64>>(13)?.map(Rate),
            layout: row.get(14)?,
            language: row.get(15)?,
            currency: row.get(16)?,
            credit_limit: row.get(17)?,
            series: row.get(18)?,
        },
    })
}

/// Every posting group, archived ones too, by number.
pub(crate) fn posting_groups(view: &View<'_>) -> Result<Vec<PostingGroup>> {
    Ok(view.rows(&format!("{POSTING} ORDER BY p.number, g.id"), &[], posting)?)
}

/// The posting group, unless it was deleted.
pub(crate) fn find_posting(view: &View<'_>, id: GroupId) -> Result<Option<PostingGroup>> {
    Ok(view.first(&format!("{POSTING} AND g.id = $1"), &params![id], posting)?)
}

/// Live posting groups as a form offers them, by number.
pub(crate) fn posting_choices(view: &View<'_>) -> Result<Vec<CustomerGroupChoice>> {
    let sql = "SELECT g.id, g.name, a.number FROM posting_groups p JOIN groups_of_clients g ON g.id = p.id
        JOIN accounts a ON a.id = p.account WHERE g.archived_at IS NULL AND g.deleted_at IS NULL ORDER BY p.number";
    Ok(view.rows(sql, &[], |row| {
        Ok(CustomerGroupChoice { id: row.get(0)?, name: row.get(1)?, account_number: row.get(2)? })
    })?)
}

/// Live segments with the number of clients in each, by name.
pub(crate) fn segment_choices(view: &View<'_>) -> Result<Vec<ClientGroupChoice>> {
    choices(view, "g.archived_at IS NULL")
}

pub(crate) fn archived_choices(view: &View<'_>) -> Result<Vec<ClientGroupChoice>> {
    choices(view, "g.archived_at IS NOT NULL")
}

fn choices(view: &View<'_>, shelf: &'static str) -> Result<Vec<ClientGroupChoice>> {
    let sql = format!(
        "SELECT g.id, g.name, g.color, (SELECT COUNT(*) FROM slots s WHERE s.group_id = g.id), x.name,
             g.smart_filter IS NOT NULL
         FROM groups_of_clients g LEFT JOIN group_sets x ON x.id = g.set_of
         WHERE g.kind = 'segment' AND {shelf} AND g.deleted_at IS NULL
         ORDER BY x.name_fold IS NOT NULL, x.name_fold, x.id, g.name_fold, g.id"
    );
    Ok(view.rows(&sql, &[], |row| {
        Ok(ClientGroupChoice {
            id: row.get(0)?,
            name: row.get(1)?,
            color: row.get(2)?,
            clients: row.get(3)?,
            set: row.get(4)?,
            smart: row.get(5)?,
        })
    })?)
}
