//! The tables of imports, and what they ask of the others.

use std::collections::{BTreeMap, HashMap, HashSet};

use db::{IntoValue, Row, Table, Value, View, WriteSet, params};
use kernel::{Actor, Email, Failure, ImportId, MemberId, PersonId, Stamp};

use super::import_rows::Failed;
use super::{Change, Counts, FileRow, Import, ImportState, PAGE, Preparation};
use crate::Result;

static IMPORTS: Table = Table {
    name: "imports",
    columns: &[
        "id",
        "file_name",
        "state",
        "header",
        "notes",
        "preparation",
        "doubles",
        "next_number",
        "row_count",
        "done_rows",
        "created_count",
        "updated_count",
        "unchanged_count",
        "failed_count",
        "uploaded_at",
        "uploaded_by",
        "version",
    ],
    on_conflict: "",
};
static PAGES: Table = Table { name: "import_pages", columns: &["import", "page", "rows_json"], on_conflict: "" };
static FAILURES: Table = Table {
    name: "import_failures",
    columns: &["import", "line", "place", "field", "code", "sentence"],
    on_conflict: "",
};

pub(super) fn write(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    match change {
        Change::Uploaded { import, rows } => upload(import, rows, set),
        Change::Prepared { import, preparation, version } => set.run(
            "UPDATE imports SET preparation = $2, version = $3, state = 'prepared' WHERE id = $1",
            params![*import, json(preparation), *version],
        ),
        Change::Started { import, operation, doubles, next_number, version } => set.run(
            "UPDATE imports SET operation = $2, doubles = $3, next_number = $4, version = $5, started_by = $6,
                state = 'running' WHERE id = $1",
            params![*import, *operation, json(doubles), *next_number, *version, stamp.actor.to_string()],
        ),
        Change::Progressed { import, counts, failures, next_number, finished } => {
            progress(*import, counts, *next_number, *finished, set);
            fail(*import, failures, set);
        }
        Change::TakenBack { import } => {
            set.run("UPDATE imports SET state = 'undone', version = version + 1 WHERE id = $1", params![*import]);
        }
        Change::Discarded { import } => {
            set.run("DELETE FROM import_failures WHERE import = $1", params![*import]);
            set.run("DELETE FROM import_pages WHERE import = $1", params![*import]);
            set.run("DELETE FROM imports WHERE id = $1", params![*import]);
        }
    }
}

fn upload(import: &Import, rows: &[FileRow], set: &mut WriteSet) {
    set.insert(
        &IMPORTS,
        params![
            import.id,
            &import.file_name,
            import.state.code(),
            json(&import.header),
            json(&import.notes),
            json(&import.preparation),
            "[]",
            0,
            import.row_count,
            0,
            0,
            0,
            0,
            0,
            import.uploaded_at,
            import.uploaded_by.to_string(),
            import.version
        ],
    );
    for (rows, page) in rows.chunks(PAGE).zip(0i64..) {
        let rows: Vec<(i64, &[String])> = rows.iter().map(|row| (row.line, row.cells.as_slice())).collect();
        set.insert(&PAGES, params![import.id, page, json(&rows)]);
    }
}

fn progress(import: ImportId, counts: &Counts, next_number: i64, finished: bool, set: &mut WriteSet) {
    let state = if finished { ImportState::Done } else { ImportState::Running };
    set.run(
        "UPDATE imports SET done_rows = done_rows + $2, created_count = created_count + $3,
            updated_count = updated_count + $4, unchanged_count = unchanged_count + $5,
            failed_count = failed_count + $6, next_number = $7, state = $8, version = version + 1 WHERE id = $1",
        params![
            import,
            counts.rows(),
            counts.created,
            counts.updated,
            counts.unchanged,
            counts.failed,
            next_number,
            state.code()
        ],
    );
}

fn fail(import: ImportId, failures: &[Failed], set: &mut WriteSet) {
    let mut place = 0i64;
    let mut last = None;
    for failed in failures {
        place = if last == Some(failed.line) { place + 1 } else { 0 };
        last = Some(failed.line);
        set.insert(
            &FAILURES,
            params![import, failed.line, place, failed.field.clone(), &failed.code, &failed.sentence],
        );
    }
}

/// Texts, numbers and lists of them: nothing that JSON could refuse.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

const IMPORT: &str = "SELECT id, file_name, state, header, notes, preparation, row_count, done_rows, created_count,
    updated_count, unchanged_count, failed_count, operation, uploaded_at, uploaded_by, started_by, version FROM imports";

fn import(row: &Row<'_>) -> db::Result<Import> {
    let state: String = row.get(2)?;
    let started_by: Option<String> = row.get(15)?;
    Ok(Import {
        id: row.get(0)?,
        file_name: row.get(1)?,
        state: ImportState::parse(&state).ok_or_else(|| unreadable(state))?,
        header: parsed(&row.get::<String>(3)?)?,
        notes: parsed(&row.get::<String>(4)?)?,
        preparation: parsed::<Preparation>(&row.get::<String>(5)?)?,
        row_count: row.get(6)?,
        done_rows: row.get(7)?,
        counts: Counts {
            created: row.get(8)?,
            updated: row.get(9)?,
            unchanged: row.get(10)?,
            failed: row.get(11)?,
            warned: 0,
        },
        operation: row.get(12)?,
        uploaded_at: row.get(13)?,
        uploaded_by: Actor::parse(&row.get::<String>(14)?).map_err(unreadable)?,
        started_by: started_by.map(|actor| Actor::parse(&actor)).transpose().map_err(unreadable)?,
        version: row.get(16)?,
    })
}

fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> db::Result<T> {
    serde_json::from_str(text).map_err(unreadable)
}

fn unreadable(cause: impl std::fmt::Display) -> db::DbError {
    db::DbError::Other(format!("a stored import cannot be read: {cause}"))
}

pub(super) fn find(view: &View<'_>, id: ImportId) -> Result<Option<Import>> {
    Ok(view.first(&format!("{IMPORT} WHERE id = $1"), &params![id], import)?)
}

/// Imports, newest first, from before `after`.
pub(super) fn list(view: &View<'_>, after: Option<ImportId>, limit: i64) -> Result<Vec<Import>> {
    let Some(after) = after else {
        return Ok(view.rows(
            &format!("{IMPORT} ORDER BY uploaded_at DESC, id DESC LIMIT $1"),
            &params![limit],
            import,
        )?);
    };
    let sql = format!(
        "{IMPORT} WHERE (uploaded_at, id) < (SELECT i.uploaded_at, i.id FROM imports i WHERE i.id = $2)
         ORDER BY uploaded_at DESC, id DESC LIMIT $1"
    );
    Ok(view.rows(&sql, &params![limit, after], import)?)
}

/// Imports in a state, with the person who began each; none for the operator.
pub(super) fn in_state(view: &View<'_>, state: ImportState) -> Result<Vec<(ImportId, Option<PersonId>)>> {
    let found: Vec<(ImportId, Option<String>)> = view.rows(
        "SELECT id, started_by FROM imports WHERE state = $1 ORDER BY uploaded_at, id",
        &params![state.code()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut answer = Vec::with_capacity(found.len());
    for (id, started_by) in found {
        let member = started_by.and_then(|actor| Actor::parse(&actor).ok()).and_then(|actor| actor.member());
        let person = match member {
            Some(member) => {
                view.first("SELECT person FROM members WHERE id = $1", &params![member], |row| row.get(0))?
            }
            None => None,
        };
        answer.push((id, person));
    }
    Ok(answer)
}

fn page_rows(text: &str) -> db::Result<Vec<FileRow>> {
    let rows: Vec<(i64, Vec<String>)> = parsed(text)?;
    Ok(rows.into_iter().map(|(line, cells)| FileRow { line, cells }).collect())
}

/// One page of the file's rows; empty behind the last.
pub(super) fn page(view: &View<'_>, id: ImportId, page: i64) -> Result<Vec<FileRow>> {
    let sql = "SELECT rows_json FROM import_pages WHERE import = $1 AND page = $2";
    let rows = view.first(sql, &params![id, page], |row| page_rows(&row.get::<String>(0)?))?;
    Ok(rows.unwrap_or_default())
}

/// Every row of the file.
pub(super) fn rows(view: &View<'_>, id: ImportId) -> Result<Vec<FileRow>> {
    let mut rows = Vec::new();
    view.each("SELECT rows_json FROM import_pages WHERE import = $1 ORDER BY page", &params![id], |row| {
        rows.extend(page_rows(&row.get::<String>(0)?)?);
        Ok(())
    })?;
    Ok(rows)
}

/// What was found when the import began: lines that share a client, and the first free number.
pub(super) fn plan(view: &View<'_>, id: ImportId) -> Result<(BTreeMap<i64, i64>, i64)> {
    let plan = view.first("SELECT doubles, next_number FROM imports WHERE id = $1", &params![id], |row| {
        Ok((parsed::<Vec<(i64, i64)>>(&row.get::<String>(0)?)?, row.get(1)?))
    })?;
    let (doubles, next_number) = plan.ok_or_else(|| Failure::missing("import", id))?;
    Ok((doubles.into_iter().collect(), next_number))
}

pub(super) fn failures(view: &View<'_>, id: ImportId) -> Result<Vec<Failed>> {
    let sql = "SELECT line, field, code, sentence FROM import_failures WHERE import = $1 ORDER BY line, place";
    Ok(view.rows(sql, &params![id], |row| {
        Ok(Failed { line: row.get(0)?, field: row.get(1)?, code: row.get(2)?, sentence: row.get(3)? })
    })?)
}

/// Numbers from `first` on that no client has, as many as asked for.
pub(super) fn free_numbers(view: &View<'_>, first: i64, count: usize) -> Result<Vec<i64>> {
    let marks: Vec<String> = (1..=PAGE).map(|number| format!("${number}")).collect();
    let sql = format!("SELECT number FROM clients WHERE number IN ({}) AND deleted_at IS NULL", marks.join(", "));
    let mut free = Vec::with_capacity(count);
    let mut from = first;
    while free.len() < count {
        let candidates = from..from + PAGE as i64;
        let params: Vec<Value> = candidates.clone().map(|number| number.to_string().into_value()).collect();
        let taken: HashSet<String> = view.rows(&sql, &params, |row| row.get(0))?.into_iter().collect();
        free.extend(candidates.filter(|number| !taken.contains(&number.to_string())));
        from += PAGE as i64;
    }
    Ok(free)
}

/// Id, name and e-mail of every member; a client can still have one who left.
pub(super) fn members(view: &View<'_>) -> Result<Vec<(MemberId, String, String)>> {
    Ok(view.rows("SELECT id, name, email FROM members ORDER BY id", &[], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?)
}

/// Id and e-mail of every member, those who left too.
pub(super) fn every_member(view: &View<'_>) -> Result<Vec<(MemberId, String)>> {
    Ok(view.rows("SELECT id, email FROM members", &[], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// E-mail as it is compared → number of a client that has it.
pub(super) fn emails(view: &View<'_>) -> Result<HashMap<String, String>> {
    let sql = "SELECT email, number FROM clients WHERE email IS NOT NULL AND deleted_at IS NULL";
    let found = view.rows(sql, &[], |row| Ok((row.get::<String>(0)?, row.get(1)?)))?;
    Ok(found
        .into_iter()
        .map(|(email, number)| (Email::parse(&email).map_or(email, |email| email.key()), number))
        .collect())
}
