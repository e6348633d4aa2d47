//! One row of a file, mended by hand.

use askama::Template;
use axum::extract::Path;
use books::exchange::{
    CellEdit, Field, Import, PrepareImport, PreviewImport, PreviewRow, ReadImport, RowProblem, Show,
};
use kernel::{Failure, ImportId};

use super::pages::frame;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals};

#[derive(Template)]
#[template(path = "exchange/row.html")]
struct RowPage {
    frame: Frame,
    import: Import,
    row: PreviewRow,
    lines: Vec<FieldLine>,
    refusals: Refusals,
}

/// A field of the row with its text and what is wrong with it.
struct FieldLine {
    field: Field,
    text: String,
    problem: Option<RowProblem>,
}

pub async fn show(visit: Visit, Path((id, line)): Path<(String, i64)>) -> PageResult {
    let id = visit.id("import", &id)?;
    show_row(&visit, id, line, None).await
}

async fn show_row(visit: &Visit, id: ImportId, line: i64, failure: Option<Failure>) -> PageResult {
    let question = PreviewImport { id, show: Show::Line(line), skip: 0, limit: 1 };
    let mut preview = visit.ask(question).await?;
    let Some(row) = preview.rows.pop() else { return Err(visit.failure(Failure::missing("row", line))) };
    let chosen = &preview.import.preparation;
    let shown = |field: &&Field| chosen.has(**field) || matches!(field, Field::Name) || row.cells.contains_key(field);
    let line_of = |field: &Field| FieldLine {
        field: *field,
        text: row.cells.get(field).cloned().unwrap_or_default(),
        problem: row.problems.iter().find(|problem| problem.field == Some(*field)).cloned(),
    };
    let lines = Field::ALL.iter().filter(shown).map(line_of).collect();
    let frame = frame(visit, &format!("Line {line}"), &preview.import.file_name);
    let import = preview.import;
    visit.show_form(failure, |frame, refusals| RowPage { frame, import, row, lines, refusals }, frame)
}

pub async fn save(visit: Visit, Path((id, line)): Path<(String, i64)>, form: Form) -> PageResult {
    let id: ImportId = visit.id("import", &id)?;
    let mut preparation = visit.ask(ReadImport { id }).await?.import.preparation;
    let typed = |field: &&Field| form.has(field.code()) && form.text(field.code()) != form.text(&was(**field));
    for field in Field::ALL.iter().filter(typed) {
        preparation.edits.retain(|edit| edit.line != line || edit.field != *field);
        preparation.edits.push(CellEdit { line, field: *field, to: form.text(field.code()).to_owned() });
    }
    preparation.skipped.remove(&line);
    let version = form.text("version").parse().ok();
    match visit.act(PrepareImport { id, version, preparation }).await {
        Ok(_) => visit.done(&format!("/imports/{id}?show=errors"), "Corrected. Nothing is saved yet.", None),
        Err(failure) => show_row(&visit, id, line, Some(failure)).await,
    }
}

/// The name under which a form sends what stood in a field.
fn was(field: Field) -> String {
    format!("was-{}", field.code())
}

impl FieldLine {
    /// Addresses and notes have several lines.
    fn is_long(&self) -> bool {
        matches!(self.field, Field::Street | Field::MailingStreet | Field::Note)
    }
}
