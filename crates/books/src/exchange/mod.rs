//! Exchange: clients and books come in from files and go out as files. The last room: it leans on all others.
//!
//! It knows rows, columns and what is wrong with them. What a file's bytes are is for the edge to read.

mod books_in;
mod books_out;
mod cell;
mod company_in;
mod discard_import;
mod export_clients;
mod facts;
mod failed_rows;
mod field;
mod import;
mod import_rows;
mod judge;
mod keys;
mod look_ahead;
mod memberships_in;
mod preparation;
mod prepare_import;
mod preview_import;
mod problem;
mod read_import;
mod run;
mod start_import;
mod store;
mod upload_import;

use std::sync::Arc;

use db::WriteSet;
use kernel::{ImportId, OperationId, Stamp};
use serde::{Deserialize, Serialize};

use crate::undo::Inverse;

pub use books_in::{BookFiles, Books, BooksStep, Sheet, Taken, take_in_books};
pub use books_out::{BooksOut, ExportBooks, Journal};
pub use company_in::{CompanyTaken, TABLES as COMPANY_TABLES, TakeInCompany};
pub use discard_import::DiscardImport;
pub use export_clients::{ExportClients, OutCell, OutTable};
pub use failed_rows::{FailedRows, ReadFailedRows};
pub use field::{Field, recognise};
pub use import::{Import, ImportState, PAGE};
pub use import_rows::{Failed, ImportRows, Progress};
pub use judge::{Counts, Existing, Judge, Judged, Knowledge, KnownGroup, Matches, Verdict, WantedGroup};
pub use keys::{Key, doubles, keys};
pub use look_ahead::Ahead;
pub use memberships_in::{
    FailedMembership, ImportMemberships, MembershipsImported, PreviewMemberships, TakenMembership,
};
pub use preparation::{CellEdit, FileRow, GroupsMode, MatchBy, Preparation, Replacement};
pub use prepare_import::PrepareImport;
pub use preview_import::{Cause, Preview, PreviewImport, PreviewRow, Show};
pub use problem::{Mend, RowProblem};
pub use read_import::{FindCutOff, ImportView, ListImports, ReadImport, ReadSample, resume_imports};
pub use run::run_import;
pub use start_import::StartImport;
pub use upload_import::UploadImport;

/// What can happen in this room.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    Uploaded {
        import: Box<Import>,
        /// Too many for the audit, which keeps the rest.
        #[serde(skip)]
        rows: Arc<Vec<FileRow>>,
    },
    Prepared {
        import: ImportId,
        preparation: Box<Preparation>,
        version: i64,
    },
    Started {
        import: ImportId,
        operation: OperationId,
        /// Lines that name the same client as another line.
        doubles: Vec<(i64, i64)>,
        next_number: i64,
        version: i64,
    },
    /// A page of rows was taken in.
    Progressed {
        import: ImportId,
        counts: Counts,
        failures: Vec<Failed>,
        next_number: i64,
        finished: bool,
    },
    /// What a page took in was taken back.
    TakenBack {
        import: ImportId,
    },
    Discarded {
        import: ImportId,
    },
}

pub(crate) fn write(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    store::write(change, set, stamp);
}

/// Taking rows back is for the rooms that they went to; here only the import's own state turns.
pub(crate) fn inverse(change: &Change) -> Inverse {
    match change {
        Change::Progressed { import, .. } => Inverse::of(Change::TakenBack { import: *import }),
        _ => Inverse::nothing(),
    }
}

#[cfg(test)]
mod judge_tests;
#[cfg(test)]
mod tests;
