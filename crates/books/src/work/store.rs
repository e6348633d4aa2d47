//! The table of time entries.

use db::{Row, Table, Value, View, WriteSet, params};
use kernel::{ClientId, MemberId, Minutes, Money, TimeEntryId};

use super::{Change, ListTime, ListedTime, TimeEntry};
use crate::clients::Sight;
use crate::{Permission, Result, Scene};

static TIME: Table = Table {
    name: "time_entries",
    columns: &["id", "client", "member", "day", "minutes", "rate", "billable", "work_type", "note", "version"],
    on_conflict: "",
};

pub(super) fn write(change: &Change, set: &mut WriteSet) {
    match change {
        Change::TimeLogged(entry) => set.insert(
            &TIME,
            params![
                entry.id,
                entry.client,
                entry.member,
                entry.day,
                entry.minutes.0,
                entry.rate.minor,
                entry.billable,
                &entry.work_type,
                &entry.note,
                entry.version
            ],
        ),
        Change::TimeMoved { to, entries, .. } => {
            for entry in entries {
                set.run(
                    "UPDATE time_entries SET client = $2, version = version + 1 WHERE id = $1",
                    params![*entry, *to],
                );
            }
        }
        Change::TimeDeleted(entry) => set.run("DELETE FROM time_entries WHERE id = $1", params![entry.id]),
    }
}

const ENTRY: &str = "SELECT t.id, t.client, t.member, t.day, t.minutes, t.rate, t.billable, t.work_type, t.note,
    t.version, o.currency, c.name, m.name
    FROM time_entries t JOIN clients c ON c.id = t.client JOIN members m ON m.id = t.member CROSS JOIN company o";

fn entry(row: &Row<'_>) -> db::Result<TimeEntry> {
    Ok(TimeEntry {
        id: row.get(0)?,
        client: row.get(1)?,
        member: row.get(2)?,
        day: row.get(3)?,
        minutes: Minutes(row.get(4)?),
        rate: Money::new(row.get(5)?, row.get(10)?),
        billable: row.get(6)?,
        work_type: row.get(7)?,
        note: row.get(8)?,
        version: row.get(9)?,
    })
}

/// All time of a client, in the order of the ids.
pub(crate) fn of_client(view: &View<'_>, client: ClientId) -> Result<Vec<TimeEntryId>> {
    Ok(view.rows("SELECT id FROM time_entries WHERE client = $1 ORDER BY id", &params![client], |row| row.get(0))?)
}

/// What the asker may see: time on clients in sight, and only their own unless they run reports.
fn seen(scene: &Scene<'_>, params: &mut Vec<Value>) -> String {
    let (mut condition, of_sight) = Sight::of(scene.rights).condition("c", params.len() + 1);
    params.extend(of_sight);
    if let Some(member) = scene.rights.member.filter(|_| !scene.rights.has(Permission::ViewReports)) {
        params.push(Value::Id(member.uuid()));
        condition.push_str(&format!(" AND t.member = ${}", params.len()));
    }
    condition
}

pub(super) fn find_in_sight(scene: &Scene<'_>, id: TimeEntryId) -> Result<Option<TimeEntry>> {
    let mut params = params![id].to_vec();
    let condition = seen(scene, &mut params);
    Ok(scene.first(&format!("{ENTRY} WHERE t.id = $1 AND {condition}"), &params, entry)?)
}

/// The rows asked for and one more, which says that there is a next page. Newest first.
pub(super) fn list(scene: &Scene<'_>, ask: &ListTime) -> Result<Vec<ListedTime>> {
    let mut params: Vec<Value> = Vec::new();
    let mut filter = seen(scene, &mut params);
    let mut add = |value: Value, condition: &str| {
        params.push(value);
        filter.push_str(&format!(" AND {condition} ${}", params.len()));
    };
    if let Some(client) = ask.client {
        add(Value::Id(client.uuid()), "t.client =");
    }
    if let Some(member) = ask.member {
        add(Value::Id(member.uuid()), "t.member =");
    }
    if let Some(day) = ask.from {
        add(Value::Int(day.number()), "t.day >=");
    }
    if let Some(day) = ask.to {
        add(Value::Int(day.number()), "t.day <=");
    }
    if let Some((day, id)) = ask.after {
        params.push(Value::Int(day.number()));
        params.push(Value::Id(id.uuid()));
        filter.push_str(&format!(" AND (t.day, t.id) < (${}, ${})", params.len() - 1, params.len()));
    }
    params.push(Value::Int(ask.limit + 1));
    let sql = format!("{ENTRY} WHERE {filter} ORDER BY t.day DESC, t.id DESC LIMIT ${}", params.len());
    Ok(scene.rows(&sql, &params, |row| {
        Ok(ListedTime { entry: entry(row)?, client_name: row.get(11)?, member_name: row.get(12)? })
    })?)
}

pub(super) fn is_member(view: &View<'_>, member: MemberId) -> Result<bool> {
    Ok(view.number("SELECT COUNT(*) FROM members WHERE id = $1", &params![member])? > 0)
}
