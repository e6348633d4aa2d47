//! The rows that an import left out, as they stood in the file, with what was wrong: mended, they can be uploaded again.

use std::collections::BTreeMap;

use kernel::{Failure, ImportId};

use super::facts::{knowledge, matches};
use super::import_rows::Failed;
use super::{FileRow, Import, Judge, doubles, store};
use crate::{Ask, Permission, Result, Scene};

/// Of an import that has begun: what was left out. Of one that has not: what would be.
#[derive(Clone, Copy, Debug)]
pub struct ReadFailedRows {
    pub id: ImportId,
}

/// A table for a file: the header and the rows, each as wide as the header.
#[derive(Clone, Debug)]
pub struct FailedRows {
    pub file_name: String,
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Every problem, for lists.
    pub problems: Vec<Failed>,
}

/// The column that says what is wrong. Reading the file again passes over it.
const ERROR: &str = "error";

impl Ask for ReadFailedRows {
    const NEEDS: Permission = Permission::ImportClients;
    type Answer = FailedRows;

    fn answer(self, scene: &Scene<'_>) -> Result<FailedRows> {
        scene.rights.require(Permission::EditClients)?;
        let import = store::find(scene, self.id)?.ok_or_else(|| Failure::missing("import", self.id))?;
        let rows = store::rows(scene, self.id)?;
        let problems =
            if import.state.is_open() { would_fail(scene, &import, &rows)? } else { store::failures(scene, self.id)? };
        Ok(table(import, rows, problems))
    }
}

fn would_fail(scene: &Scene<'_>, import: &Import, rows: &[FileRow]) -> Result<Vec<Failed>> {
    import.preparation.check_ready()?;
    let knowledge = knowledge(scene)?;
    let matches = matches(scene, &import.preparation, rows)?;
    let doubles = doubles(&import.preparation, rows);
    let mut judge = Judge::new(&import.preparation, &knowledge, &matches, &doubles);
    Ok(rows.iter().flat_map(|row| super::import_rows::failures(&judge.judge(row))).collect())
}

fn table(import: Import, rows: Vec<FileRow>, problems: Vec<Failed>) -> FailedRows {
    let mut by_line: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
    for failed in &problems {
        by_line.entry(failed.line).or_default().push(&failed.sentence);
    }
    // The file may be one that was given back before.
    let kept: Vec<usize> = (0..import.header.len()).filter(|at| import.header[*at].trim() != ERROR).collect();
    let mut header: Vec<String> = kept.iter().map(|at| import.header[*at].clone()).collect();
    header.push(ERROR.to_owned());
    let rows = rows
        .into_iter()
        .filter_map(|row| {
            let sentences = by_line.get(&row.line)?;
            let mut cells: Vec<String> =
                kept.iter().map(|at| row.cells.get(*at).cloned().unwrap_or_default()).collect();
            cells.push(sentences.join(" "));
            // What stood beyond the header is kept behind the error, so that nothing is lost.
            cells.extend(row.cells.iter().skip(import.header.len()).cloned());
            Some(cells)
        })
        .collect();
    FailedRows { file_name: import.file_name, header, rows, problems }
}
