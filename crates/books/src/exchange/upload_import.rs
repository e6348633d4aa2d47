//! Uploads a file of clients: keeps its rows and suggests what its columns mean. Nothing is taken in yet.

use std::sync::Arc;

use kernel::{ImportId, Refusal, Stamp};

use super::{Change, Counts, FileRow, Import, ImportState, Preparation};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// A table as it was read from a file.
#[derive(Clone, Debug)]
pub struct UploadImport {
    pub file_name: String,
    pub header: Vec<String>,
    pub rows: Arc<Vec<FileRow>>,
    pub notes: Vec<String>,
}

/// Longest file name that is kept, in characters.
const FILE_NAME: usize = 200;

impl Act for UploadImport {
    const NAME: &'static str = "upload_import";
    const NEEDS: Permission = Permission::ImportClients;
    type Facts = ();
    type Outcome = ImportId;

    fn load(&self, scene: &Scene<'_>) -> Result<()> {
        scene.rights.require(Permission::EditClients)
    }

    fn decide(mut self, _: (), stamp: &Stamp) -> Decision<ImportId> {
        let notes = self.take_closing_lines();
        if self.rows.is_empty() {
            return Err(no_rows().into());
        }
        // From here the file will be kept.
        let id = stamp.ids().next();
        let file_name = kernel::optional_text(&self.file_name, FILE_NAME).ok().flatten();
        let import = Import {
            id,
            file_name: file_name.unwrap_or_else(|| "clients".to_owned()),
            state: ImportState::Uploaded,
            preparation: Preparation::suggested(&self.header),
            header: self.header,
            notes: self.notes.into_iter().chain(notes).collect(),
            row_count: self.rows.len() as i64,
            done_rows: 0,
            counts: Counts::default(),
            operation: None,
            uploaded_at: stamp.now,
            uploaded_by: stamp.actor,
            started_by: None,
            version: 1,
        };
        let text = match import.row_count {
            1 => format!("{} with 1 row uploaded", import.file_name),
            rows => format!("{} with {rows} rows uploaded", import.file_name),
        };
        let uploaded = Change::Uploaded { import: Box::new(import), rows: self.rows };
        Ok(accept(id, [uploaded.into()]).says(text).about(id))
    }
}

impl UploadImport {
    /// Reports end with the moment at which they were made, alone in the first cell of the last line: no client.
    fn take_closing_lines(&mut self) -> Vec<String> {
        let is_closing = |row: &FileRow| {
            let mut filled = row.cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
            let alone = match (filled.next(), filled.next()) {
                (Some((0, text)), None) => text,
                _ => return false,
            };
            let says_when = ["GMT", " AM", " PM", "UTC"].iter().any(|word| alone.contains(word));
            says_when && alone.contains(':') && alone.chars().any(|character| character.is_ascii_digit())
        };
        let width = self.header.len();
        let mut notes = Vec::new();
        while let Some(last) = self.rows.last().filter(|row| width > 2 && is_closing(row)) {
            notes.push(format!("Line {} is the closing line of a report and is left out.", last.line));
            Arc::make_mut(&mut self.rows).pop();
        }
        notes
    }
}

fn no_rows() -> Refusal {
    Refusal::field(
        "FILE_EMPTY",
        "file",
        "The file has a header and no rows.",
        "There is no client in it. Export it again and choose that file.",
    )
}
