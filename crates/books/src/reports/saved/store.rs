//! The table of saved reports.

use db::{Row, Table, View, WriteSet, params};
use kernel::{MemberId, ReportId};

use super::{SavedLine, SavedReport};
use crate::company::stored_name;
use crate::reports::Change;
use crate::{Permission, Result, Scene};

static REPORTS: Table = Table {
    name: "saved_reports",
    columns: &["id", "name", "scope", "place", "owner", "definition", "version"],
    on_conflict: "",
};

pub(in crate::reports) fn write(change: &Change, set: &mut WriteSet) {
    match change {
        Change::Saved(report) => set.insert(&REPORTS, row_of(report)),
        Change::Changed { after, .. } => set.run(
            "UPDATE saved_reports SET name = $2, scope = $3, place = $4, owner = $5, definition = $6, version = $7
             WHERE id = $1",
            row_of(after),
        ),
        Change::Deleted(report) => set.run("DELETE FROM saved_reports WHERE id = $1", params![report.id]),
    }
}

fn row_of(report: &SavedReport) -> [db::Value; 7] {
    // A definition is plain data with text keys: writing it cannot fail, and an empty text reads as none.
    let definition = serde_json::to_string(&report.question).unwrap_or_default();
    params![
        report.id,
        report.name.as_str(),
        report.scope.code(),
        report.question.place(),
        report.owner,
        definition,
        report.version
    ]
}

const SAVED: &str = "SELECT r.id, r.name, r.scope, r.definition, r.owner, r.version, m.name, m.active
    FROM saved_reports r JOIN members m ON m.id = r.owner";

fn saved(row: &Row<'_>) -> db::Result<SavedReport> {
    let unreadable = |cause: String| db::DbError::Other(format!("a saved report cannot be read: {cause}"));
    Ok(SavedReport {
        id: row.get(0)?,
        name: stored_name(&row.get::<String>(1)?)?,
        scope: row.get::<String>(2)?.parse().map_err(|error| unreadable(format!("{error}")))?,
        question: serde_json::from_str(&row.get::<String>(3)?).map_err(|error| unreadable(error.to_string()))?,
        owner: row.get(4)?,
        version: row.get(5)?,
    })
}

/// Those in the asker's reach: the office's, and their own.
fn in_reach(scene: &Scene<'_>, condition: &str, mut params: Vec<db::Value>) -> Result<Vec<SavedLine>> {
    let reach = match scene.rights.member {
        Some(member) => {
            params.extend(params![member]);
            format!("(r.scope = 'office' OR r.owner = ${})", params.len())
        }
        // Whoever works at the machine itself sees what the office sees.
        None => "r.scope = 'office'".to_owned(),
    };
    let sql = format!("{SAVED} WHERE {condition} AND {reach} ORDER BY r.name, r.id LIMIT 1000");
    let heir = house_owner_name(scene)?;
    let shares = scene.rights.has(Permission::ShareReports);
    Ok(scene.view.rows(&sql, &params, |row| {
        let mut report = saved(row)?;
        let (mut owner_name, active): (String, bool) = (row.get(6)?, row.get(7)?);
        if let Some((owner, name)) = heir.as_ref().filter(|_| !active) {
            report.owner = *owner;
            owner_name.clone_from(name);
        }
        let may_change = shares || scene.rights.member == Some(report.owner);
        Ok(SavedLine { report, owner_name, may_change })
    })?)
}

pub(super) fn list(scene: &Scene<'_>, place: &str) -> Result<Vec<SavedLine>> {
    in_reach(scene, "r.place = $1", params![place].to_vec())
}

pub(super) fn find(scene: &Scene<'_>, id: ReportId) -> Result<Option<SavedLine>> {
    Ok(in_reach(scene, "r.id = $1", params![id].to_vec())?.pop())
}

/// The report, whoever may see it.
pub(super) fn any(view: &View<'_>, id: ReportId) -> Result<Option<SavedReport>> {
    Ok(view.first(&format!("{SAVED} WHERE r.id = $1"), &params![id], saved)?)
}

/// Every saved report, by name.
pub(super) fn all(view: &View<'_>) -> Result<Vec<SavedReport>> {
    Ok(view.rows(&format!("{SAVED} ORDER BY r.name, r.id"), &[], saved)?)
}

/// The Owner who was there first.
fn house_owner_name(view: &View<'_>) -> Result<Option<(MemberId, String)>> {
    let sql = "SELECT m.id, m.name FROM members m JOIN roles r ON r.id = m.role
        WHERE r.builtin = 'owner' AND m.active ORDER BY m.id LIMIT 1";
    Ok(view.first(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

pub(super) fn house_owner(view: &View<'_>) -> Result<Option<MemberId>> {
    Ok(house_owner_name(view)?.map(|(id, _)| id))
}
