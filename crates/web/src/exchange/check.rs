//! The step “Check”: every row with what it would do, the causes that many rows share, and one button for each way out.

use std::borrow::Borrow;

use askama::Template;
use axum::extract::{Path, Query};
use books::exchange::{
    CellEdit, Field, ImportView, Mend, Preparation, PrepareImport, Preview, PreviewImport, PreviewRow, ReadImport,
    Replacement, RowProblem, Show,
};
use books::groups::ArchiveClientGroup;
use kernel::{Failure, GroupId, ImportId, visible};
use serde::{Deserialize, Serialize};

use super::columns;
use super::pages::frame;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Pager, Refusals, count};

/// Rows to a page.
const ROWS: usize = 100;

#[derive(Template)]
#[template(path = "exchange/check.html")]
struct CheckPage {
    frame: Frame,
    preview: Preview,
    show: Show,
    refusals: Refusals,
    pages: Pager,
}

/// What the address says of the rows to show.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Place {
    pub show: String,
    pub skip: usize,
}

/// What a button mends.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Fix {
    Use { field: Field, from: String, to: String },
    Update { line: i64, number: String },
    Restore { group: GroupId },
    Create,
    DoNotCreate,
    Skip { line: i64 },
}

pub(super) async fn show_check(visit: &Visit, view: ImportView) -> PageResult {
    show_with(visit, view, None).await
}

pub(super) async fn show_refused(visit: &Visit, view: ImportView, failure: Failure) -> PageResult {
    show_with(visit, view, Some(failure)).await
}

async fn show_with(visit: &Visit, view: ImportView, failure: Option<Failure>) -> PageResult {
    let Query(place): Query<Place> = Query::try_from_uri(&visit.uri).unwrap_or_default();
    let show = Show::parse(&place.show);
    let question = PreviewImport { id: view.import.id, show, skip: place.skip, limit: ROWS };
    let preview = match visit.app.ask(&visit.caller, question).await {
        Ok(preview) => preview,
        // What is not chosen yet is chosen in the step before.
        Err(refused @ Failure::Refused(_)) => return columns::show_columns(visit, view, Some(refused)).await,
        Err(failure) => return Err(visit.failure(failure)),
    };
    let frame = frame(visit, "Check before importing", &view.import.file_name);
    let pages = pager(&preview, show, place.skip);
    visit.show_form(failure, |frame, refusals| CheckPage { frame, preview, show, refusals, pages }, frame)
}

fn pager(preview: &Preview, show: Show, skip: usize) -> Pager {
    let address = |skip: usize| format!("/imports/{}?show={}&skip={skip}", preview.import.id, show.code());
    let end = skip + preview.rows.len();
    let number = |number: usize| count(number as i64);
    Pager {
        first: if preview.rows.is_empty() { String::new() } else { number(skip + 1) },
        last: number(end),
        total: number(preview.shown),
        previous: (skip > 0).then(|| address(skip.saturating_sub(ROWS))),
        next: (end < preview.shown).then(|| address(end)),
    }
}

/// Applies one mend, and shows the rows again.
pub async fn mend(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: ImportId = visit.id("import", &id)?;
    let view = visit.ask(ReadImport { id }).await?;
    let Ok(fix) = serde_json::from_str::<Fix>(form.text("mend")) else {
        return Err(visit.failure(Failure::missing("correction", id)));
    };
    let show = Show::parse(form.text("show")).code();
    let back = format!("/imports/{id}?show={show}");
    if let Fix::Restore { group } = fix {
        let command = ArchiveClientGroup { id: group, version: None, archived: false };
        return match visit.act(command).await {
            Ok(receipt) => visit.done(&back, "Restored the group. Nothing is imported yet.", receipt.operation),
            Err(failure) => show_refused(&visit, view, failure).await,
        };
    }
    let mut preparation = view.import.preparation.clone();
    apply(fix, &mut preparation);
    let version = form.text("version").parse().ok();
    match visit.act(PrepareImport { id, version, preparation }).await {
        Ok(_) => visit.done(&back, "Corrected. Nothing is saved yet.", None),
        Err(failure) => show_refused(&visit, view, failure).await,
    }
}

fn apply(fix: Fix, preparation: &mut Preparation) {
    match fix {
        Fix::Use { field, from, to } => {
            preparation.replacements.retain(|other| other.field != field || other.from != from);
            preparation.replacements.push(Replacement { field, from, to });
        }
        Fix::Update { line, number } => {
            preparation.edits.retain(|edit| edit.line != line || edit.field != Field::Number);
            preparation.edits.push(CellEdit { line, field: Field::Number, to: number });
        }
        // A group stands in the office's list, and in no preparation.
        Fix::Restore { .. } => {}
        Fix::Create => preparation.create_groups = true,
        Fix::DoNotCreate => preparation.create_groups = false,
        Fix::Skip { line } => {
            preparation.skipped.insert(line);
        }
    }
}

/// A button: its words and what it sends.
struct Button {
    words: String,
    sends: String,
}

fn button(words: String, fix: &Fix) -> Button {
    // Texts and numbers only: nothing that JSON could refuse.
    Button { words, sends: serde_json::to_string(fix).unwrap_or_default() }
}

impl CheckPage {
    /// The ways out of a problem; `rows` is how many rows it mends, 1 where that is not known.
    fn buttons(&self, problem: &RowProblem, line: impl Borrow<i64>, rows: impl Borrow<i64>) -> Vec<Button> {
        let (line, rows) = (*line.borrow(), *rows.borrow());
        let mends = problem.mends.iter().filter_map(|mend| {
            let fix = match mend.clone() {
                Mend::Use { field, from, to } => Fix::Use { field, from, to },
                Mend::Update { number } => Fix::Update { line, number },
                Mend::Restore { group, .. } => Fix::Restore { group },
                // One choice creates all that are missing, and stands above the table.
                Mend::Create { .. } => return None,
            };
            let words = if rows > 1 { format!("{} for all {}", mend.label(), count(rows)) } else { mend.label() };
            Some(button(words, &fix))
        });
        mends.collect()
    }

    /// Whether a cause is offered on top: missing groups have their own place there.
    fn offers(&self, problem: &RowProblem) -> bool {
        matches!(problem.code, "CUSTOMER_GROUP_REQUIRED" | "ACCOUNTING_GROUP_REQUIRED")
            || problem.mends.iter().any(|mend| !matches!(mend, Mend::Create { .. }))
    }

    /// `1 client group does not exist.`, `3 client groups do not exist.`
    fn says(&self, groups: usize, of_one: &str, of_several: &str) -> String {
        let end = if groups == 1 { of_one } else { of_several };
        format!("{} {end}.", super::counted(groups as i64, "client group"))
    }

    /// How many rows share the problem, where it is one of the commonest.
    fn rows_with(&self, problem: &RowProblem) -> i64 {
        let same = |other: &&books::exchange::Cause| {
            other.problem.code == problem.code
                && other.problem.field == problem.field
                && other.problem.value == problem.value
        };
        self.preview.causes.iter().find(same).map_or(1, |cause| cause.rows)
    }

    fn skip(&self, line: impl Borrow<i64>) -> Button {
        button("Skip row".to_owned(), &Fix::Skip { line: *line.borrow() })
    }

    fn create(&self) -> Button {
        let words = match self.preview.missing_groups.len() {
            1 => "Create this group".to_owned(),
            several => format!("Create these {several} groups"),
        };
        button(words, &Fix::Create)
    }

    fn do_not_create(&self) -> Button {
        button("Do not create them".to_owned(), &Fix::DoNotCreate)
    }

    /// A cell with what the eye would miss; an empty one that is a problem says so.
    fn cell(&self, row: &PreviewRow, field: Field) -> String {
        let text = row.cells.get(&field).map(|text| visible(text)).unwrap_or_default();
        if text.is_empty() && self.is_bad(row, field) { "empty".to_owned() } else { text }
    }

    fn is_bad(&self, row: &PreviewRow, field: Field) -> bool {
        row.problems.iter().chain(&row.warnings).any(|problem| problem.field == Some(field))
    }

    fn shows(&self, code: &str) -> bool {
        self.show.code() == code
    }

    fn is_bad_name(&self, row: &PreviewRow) -> bool {
        self.is_bad(row, Field::Name)
    }

    /// The cells of the table's four columns: text, and whether something is wrong with it.
    fn cells(&self, row: &PreviewRow) -> [(String, bool); 3] {
        [Field::Email, Field::LegalEntity, Field::ClientGroups]
            .map(|field| (self.cell(row, field), self.is_bad(row, field)))
    }

    fn name(&self, row: &PreviewRow) -> String {
        match self.cell(row, Field::Name) {
            name if name.is_empty() => self.cell(row, Field::Number),
            name => name,
        }
    }
}
