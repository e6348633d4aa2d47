//! The table of sets, and what stands in them.

use db::{Row, Table, View, WriteSet, params};
use kernel::{GroupId, GroupSetId, Stamp};

use super::{GroupSet, GroupSetLine};
use crate::Result;
use crate::company::stored_name;
use crate::groups::store as groups;
use crate::groups::{Change, Group, Kind};

static SETS: Table = Table {
    name: "group_sets",
    columns: &["id", "name", "name_key", "name_fold", "created_at", "created_by", "version"],
    on_conflict: "",
};

/// A group of the set that some of the clients are in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    pub group: GroupId,
    pub name: String,
    pub clients: i64,
}

pub(in crate::groups) fn write(change: &Change, writes: &mut WriteSet, stamp: &Stamp) {
    match change {
        Change::SetCreated(set) => writes.insert(
            &SETS,
            params![
                set.id,
                set.name.as_str(),
                set.name.key(),
                kernel::search_fold(set.name.as_str()),
                stamp.now,
                stamp.actor.to_string(),
                set.version
            ],
        ),
        Change::SetRenamed { after, .. } => writes.run(
            "UPDATE group_sets SET name = $2, name_key = $3, name_fold = $4, version = $5 WHERE id = $1",
            params![
                after.id,
                after.name.as_str(),
                after.name.key(),
                kernel::search_fold(after.name.as_str()),
                after.version
            ],
        ),
        Change::SetDeleted { set, groups } => {
            place(groups, None, writes);
            writes.run(
                "UPDATE group_sets SET deleted_at = $2, version = $3 WHERE id = $1",
                params![set.id, stamp.now, set.version + 1],
            );
        }
        Change::SetBroughtBack { set, groups } => {
            writes.run(
                "UPDATE group_sets SET deleted_at = NULL, version = $2 WHERE id = $1",
                params![set.id, set.version + 1],
            );
            place(groups, Some(set.id), writes);
        }
        _ => {}
    }
}

/// Puts the groups, which are as they were before, into the set, or out of theirs.
fn place(before: &[Group], set: Option<GroupSetId>, writes: &mut WriteSet) {
    for group in before {
        let after = Group { set, version: group.version + 1, ..group.clone() };
        groups::rewrite(&after, writes);
        groups::refill(&after, writes);
    }
}

const SET: &str = "SELECT s.id, s.name, s.version FROM group_sets s";

fn set(row: &Row<'_>) -> db::Result<GroupSet> {
    let name: String = row.get(1)?;
    Ok(GroupSet { id: row.get(0)?, name: stored_name(&name)?, version: row.get(2)? })
}

/// The set, unless it was deleted.
pub(in crate::groups) fn find(view: &View<'_>, id: GroupSetId) -> Result<Option<GroupSet>> {
    Ok(view.first(&format!("{SET} WHERE s.id = $1 AND s.deleted_at IS NULL"), &params![id], set)?)
}

/// The set whose name counts as the same.
pub(in crate::groups) fn by_key(view: &View<'_>, key: &str) -> Result<Option<GroupSet>> {
    Ok(view.first(&format!("{SET} WHERE s.name_key = $1 AND s.deleted_at IS NULL"), &params![key], set)?)
}

const LINE: &str = "SELECT s.id, s.name, s.version,
    (SELECT COUNT(*) FROM groups_of_clients g WHERE g.set_of = s.id AND g.deleted_at IS NULL) FROM group_sets s";

fn line(row: &Row<'_>) -> db::Result<GroupSetLine> {
    Ok(GroupSetLine { set: set(row)?, groups: row.get(3)? })
}

pub(super) fn lines(view: &View<'_>) -> Result<Vec<GroupSetLine>> {
    Ok(view.rows(&format!("{LINE} WHERE s.deleted_at IS NULL ORDER BY s.name_fold, s.id LIMIT 1000"), &[], line)?)
}

pub(super) fn line_of(view: &View<'_>, id: GroupSetId) -> Result<Option<GroupSetLine>> {
    Ok(view.first(&format!("{LINE} WHERE s.id = $1 AND s.deleted_at IS NULL"), &params![id], line)?)
}

/// The groups of the set, archived ones too, by name.
pub(in crate::groups) fn groups_in(view: &View<'_>, id: GroupSetId) -> Result<Vec<Group>> {
    let mut found = groups::of_kind(view, Kind::Segment)?;
    found.retain(|group| group.set == Some(id));
    Ok(found)
}

/// Clients of the group who are in another group of the set now, whoever may see them, group by group.
pub(in crate::groups) fn overlaps(view: &View<'_>, group: GroupId, set: GroupSetId) -> Result<Vec<Overlap>> {
    let sql = "SELECT o.id, o.name, COUNT(*)
        FROM slots s JOIN slots other ON other.client = s.client AND other.slot = $2
        JOIN groups_of_clients o ON o.id = other.group_id
        WHERE s.group_id = $1 AND other.group_id <> $1 GROUP BY o.id, o.name, o.name_fold ORDER BY o.name_fold, o.id";
    let slot = Kind::Segment.slot(group, Some(set));
    Ok(view.rows(sql, &params![group, slot], |row| {
        Ok(Overlap { group: row.get(0)?, name: row.get(1)?, clients: row.get(2)? })
    })?)
}

/// Clients who are in more than one of these groups now.
pub(in crate::groups) fn shared_clients(view: &View<'_>, ids: &[GroupId]) -> Result<i64> {
    if ids.is_empty() {
        return Ok(0);
    }
    let marks: Vec<String> = (1..=ids.len()).map(|number| format!("${number}")).collect();
    let params: Vec<db::Value> = ids.iter().map(|id| db::Value::Id(id.uuid())).collect();
    let sql = format!(
        "SELECT COUNT(*) FROM (SELECT client FROM slots WHERE group_id IN ({}) GROUP BY client HAVING COUNT(*) > 1) x",
        marks.join(", ")
    );
    Ok(view.number(&sql, &params)?)
}
