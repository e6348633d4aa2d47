//! A file of clients on its way in: what is known of it, and how far it has come.

use kernel::{Actor, ImportId, Instant, OperationId, Refusal};
use serde::{Deserialize, Serialize};

use super::{Counts, Preparation};

/// Rows that one command takes in; a page of the stored file holds as many.
/// Fewer pages are fewer commits, and each writes anew the leaves of the indexes that it touched. Whoever changes it
/// cuts the stored files of imports that have not ended anew.
pub const PAGE: usize = 5_000;

/// A file of clients. Its rows stand beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Import {
    pub id: ImportId,
    pub file_name: String,
    pub state: ImportState,
    pub header: Vec<String>,
    /// Sentences about the file: what was skipped, guessed or is odd.
    pub notes: Vec<String>,
    pub preparation: Preparation,
    pub row_count: i64,
    pub done_rows: i64,
    pub counts: Counts,
    /// What to undo, once something was taken in.
    pub operation: Option<OperationId>,
    pub uploaded_at: Instant,
    pub uploaded_by: Actor,
    pub started_by: Option<Actor>,
    pub version: i64,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    Uploaded,
    Prepared,
    Running,
    Done,
    Undone,
}

impl ImportState {
    pub fn code(self) -> &'static str {
        match self {
            ImportState::Uploaded => "uploaded",
            ImportState::Prepared => "prepared",
            ImportState::Running => "running",
            ImportState::Done => "done",
            ImportState::Undone => "undone",
        }
    }

    pub fn parse(code: &str) -> Option<ImportState> {
        use ImportState::{Done, Prepared, Running, Undone, Uploaded};
        [Uploaded, Prepared, Running, Done, Undone].into_iter().find(|state| state.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            ImportState::Uploaded | ImportState::Prepared => "Not imported yet",
            ImportState::Running => "Running",
            ImportState::Done => "Imported",
            ImportState::Undone => "Undone",
        }
    }

    /// Nothing was taken in yet.
    pub fn is_open(self) -> bool {
        matches!(self, ImportState::Uploaded | ImportState::Prepared)
    }
}

impl Import {
    /// What the operation is called in the list of operations.
    pub fn words(&self) -> String {
        format!("Clients imported from {}", self.file_name)
    }

    /// What undo takes back; nothing where no row changed anything, or everything is back already.
    pub fn undoable(&self) -> Option<OperationId> {
        let changed = self.counts.created + self.counts.updated > 0;
        self.operation.filter(|_| changed && self.state != ImportState::Undone)
    }

    /// Passes while nothing was taken in.
    pub(super) fn require_open(&self) -> Result<(), Refusal> {
        if self.state.is_open() {
            return Ok(());
        }
        Err(Refusal::rule(
            "IMPORT_STARTED",
            format!("{} was taken in already.", self.file_name),
            "What an import did can be undone, not done again. Upload the file again to import it once more.",
        )
        .action("Show the result", format!("/imports/{}", self.id)))
    }

    /// Passes when the import is as it was when it was read.
    pub(super) fn require_version(&self, version: Option<i64>) -> Result<(), Refusal> {
        match version {
            Some(version) if version != self.version => Err(Refusal::stale(
                "CHANGED_MEANWHILE",
                "Somebody else prepared this import meanwhile.",
                "Their choices would be lost. Look at them, and choose again.",
            )
            .detail("yours", version)
            .detail("theirs", self.version)),
            _ => Ok(()),
        }
    }
}
