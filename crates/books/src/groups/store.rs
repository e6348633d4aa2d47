//! The tables of groups and memberships.

use db::{Row, Table, View, WriteSet, params};
use kernel::{ClientId, Day, GroupId, Stamp};

use super::{Change, ClientGroupChoice, CustomerGroupChoice, Group, Kind, Membership, PostingGroup};
use crate::Result;
use crate::company::stored_name;

static GROUPS: Table = Table {
    name: "groups_of_clients",
    columns: &["id", "kind", "name", "name_key", "name_fold", "color", "note", "version"],
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
    ],
    on_conflict: "",
};
static MEMBERSHIPS: Table = Table {
    name: "memberships",
    columns: &["id", "group_id", "client", "from_day", "until_day", "added_at", "added_by"],
    on_conflict: "",
};
static SLOTS: Table = Table { name: "slots", columns: &["client", "slot", "membership", "group_id"], on_conflict: "" };

pub(super) fn write(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    match change {
        Change::PostingGroupCreated(posting) => create_posting(posting, set),
        Change::MembershipStarted(membership) => start(membership, set, stamp),
    }
}

fn create(group: &Group, set: &mut WriteSet) {
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
            group.version
        ],
    );
}

fn create_posting(posting: &PostingGroup, set: &mut WriteSet) {
    create(&posting.group, set);
    set.insert(
        &POSTING_GROUPS,
        params![
            posting.group.id,
            &posting.number,
            posting.account,
            posting.vat_zone,
            posting.payment_days,
            posting.discount.map(|rate| rate.0),
            posting.layout.clone(),
            posting.language.clone(),
            posting.currency,
            posting.credit_limit
        ],
    );
}

fn start(membership: &Membership, set: &mut WriteSet, stamp: &Stamp) {
    set.insert(
        &MEMBERSHIPS,
        params![
            membership.id,
            membership.group,
            membership.client,
            membership.from,
            membership.until,
            stamp.now,
            stamp.actor.to_string()
        ],
    );
    for slot in &membership.slots {
        set.insert(&SLOTS, params![membership.client, slot, membership.id, membership.group]);
    }
}

const GROUP: &str = "SELECT id, kind, name, color, note, archived_at, version FROM groups_of_clients";

fn group(row: &Row<'_>) -> db::Result<Group> {
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
    })
}

/// Every group of a kind, archived ones too, in the order of their names.
pub(crate) fn of_kind(view: &View<'_>, kind: Kind) -> Result<Vec<Group>> {
    let sql = format!("{GROUP} WHERE kind = $1 ORDER BY name_fold, id");
    Ok(view.rows(&sql, &params![kind.code()], group)?)
}

pub(crate) fn find(view: &View<'_>, id: GroupId) -> Result<Option<Group>> {
    Ok(view.first(&format!("{GROUP} WHERE id = $1"), &params![id], group)?)
}

/// The groups that a client is in now, with the days of the membership, by kind and name.
pub(crate) fn of_client(view: &View<'_>, client: ClientId) -> Result<Vec<(Group, Day, Option<Day>)>> {
    let sql = "SELECT g.id, g.kind, g.name, g.color, g.note, g.archived_at, g.version, m.from_day, m.until_day
        FROM slots s JOIN groups_of_clients g ON g.id = s.group_id JOIN memberships m ON m.id = s.membership
        WHERE s.client = $1 ORDER BY g.kind, g.name_fold, g.id";
    Ok(view.rows(sql, &params![client], |row| Ok((group(row)?, row.get(7)?, row.get(8)?)))?)
}

/// Live posting groups as a form offers them, by number.
pub(crate) fn posting_choices(view: &View<'_>) -> Result<Vec<CustomerGroupChoice>> {
    let sql = "SELECT g.id, g.name, a.number FROM posting_groups p JOIN groups_of_clients g ON g.id = p.id
        JOIN accounts a ON a.id = p.account WHERE g.archived_at IS NULL ORDER BY p.number";
    Ok(view.rows(sql, &[], |row| {
        Ok(CustomerGroupChoice { id: row.get(0)?, name: row.get(1)?, account_number: row.get(2)? })
    })?)
}

/// Live segments with the number of clients in each, by name.
pub(crate) fn segment_choices(view: &View<'_>) -> Result<Vec<ClientGroupChoice>> {
    let sql = "SELECT g.id, g.name, g.color, (SELECT COUNT(*) FROM slots s WHERE s.group_id = g.id)
        FROM groups_of_clients g WHERE g.kind = 'segment' AND g.archived_at IS NULL ORDER BY g.name_fold, g.id";
    Ok(view.rows(sql, &[], |row| {
        Ok(ClientGroupChoice { id: row.get(0)?, name: row.get(1)?, color: row.get(2)?, clients: row.get(3)? })
    })?)
}
