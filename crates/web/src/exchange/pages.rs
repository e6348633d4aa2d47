//! The pages of imports: the list with the upload, what an import has done, and its way back.

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use books::Permission;
use books::exchange::{
    DiscardImport, Failed, Import, ImportState, ImportView, ListImports, ReadFailedRows, ReadImport, StartImport,
};
use books::undo::undo;
use kernel::{Failure, ImportId};

use super::{api, background, check, columns, counted};
use crate::edge::{Form, PageResult, Problem, Upload, Visit};
use crate::layout::{Frame, Refusals, Section};

/// Imports shown in the list.
const SHOWN: i64 = 50;
/// Rows that were left out, shown with the result; the file has them all.
const FAILURES: usize = 100;

#[derive(Template)]
#[template(path = "exchange/list.html")]
struct ListPage {
    frame: Frame,
    imports: Vec<ImportView>,
    refusals: Refusals,
}

#[derive(Template)]
#[template(path = "exchange/result.html")]
struct ResultPage {
    frame: Frame,
    import: Import,
    failures: Vec<Failed>,
    may_undo: bool,
    refusals: Refusals,
}

/// The frame of every page of this room.
pub(super) fn frame(visit: &Visit, title: &str, file: &str) -> Frame {
    let frame = visit.frame(Section::Clients, "clients.import", title).crumb("Clients", "/clients");
    match file {
        "" => frame.crumb("Import and export", ""),
        file => frame.crumb("Import and export", "/imports").crumb(file, ""),
    }
}

pub async fn list(visit: Visit) -> PageResult {
    show_list(&visit, None).await
}

async fn show_list(visit: &Visit, failure: Option<Failure>) -> PageResult {
    let imports = visit.ask(ListImports { after: None, limit: SHOWN }).await?.items;
    let frame = frame(visit, "Import and export", "");
    visit.show_form(failure, |frame, refusals| ListPage { frame, imports, refusals }, frame)
}

pub async fn upload(visit: Visit, upload: Result<Upload, Problem>) -> PageResult {
    match take(&visit, upload).await {
        Ok(id) => visit.done(&format!("/imports/{id}"), "The file is read. Nothing is saved yet.", None),
        Err(failure) => show_list(&visit, Some(failure)).await,
    }
}

async fn take(visit: &Visit, upload: Result<Upload, Problem>) -> books::Result<ImportId> {
    let upload = upload.map_err(|problem| problem.0)?;
    let name = upload.name.clone();
    let table = upload.table(&visit.app).await?;
    Ok(visit.act(api::command(name, table)).await?.outcome)
}

/// The import at the step where it stands.
pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = visit.id("import", &id)?;
    let view = visit.ask(ReadImport { id }).await?;
    match view.import.state {
        ImportState::Uploaded => columns::show_columns(&visit, view, None).await,
        ImportState::Prepared => check::show_check(&visit, view).await,
        ImportState::Running | ImportState::Done | ImportState::Undone => show_result(&visit, view.import, None).await,
    }
}

async fn show_result(visit: &Visit, import: Import, failure: Option<Failure>) -> PageResult {
    let id = import.id;
    let mut failures = visit.ask(ReadFailedRows { id }).await?.problems;
    failures.truncate(FAILURES);
    let running = import.state == ImportState::Running;
    let title = if running { "Importing" } else { "Import" };
    let frame = frame(visit, title, &import.file_name);
    let may_undo = import.state == ImportState::Done && import.undoable().is_some();
    let page = |frame, refusals| ResultPage { frame, import, failures, may_undo, refusals };
    let mut response = visit.show_form(failure, page, frame)?;
    if running {
        // Works without script; the page after the last row no longer asks for it.
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("1"));
    }
    Ok(response)
}

pub async fn run(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: ImportId = visit.id("import", &id)?;
    let view = visit.ask(ReadImport { id }).await?;
    if view.import.state != ImportState::Running {
        let version = form.text("version").parse().ok();
        if let Err(failure) = visit.act(StartImport { id, version }).await {
            let view = visit.ask(ReadImport { id }).await?;
            return match view.import.state.is_open() {
                true => check::show_refused(&visit, view, failure).await,
                false => show_result(&visit, view.import, Some(failure)).await,
            };
        }
    }
    background::run(&visit.app, &visit.caller, id).await;
    let import = visit.ask(ReadImport { id }).await?.import;
    let taken = import.counts.created + import.counts.updated;
    let text = match import.state {
        ImportState::Running => "The import is running.".to_owned(),
        _ => format!("{} imported from {}", counted(taken, "client"), import.file_name),
    };
    let operation = import.undoable().filter(|_| import.state == ImportState::Done);
    visit.done(&format!("/imports/{id}"), &text, operation)
}

pub async fn undo_import(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: ImportId = visit.id("import", &id)?;
    let import = visit.ask(ReadImport { id }).await?.import;
    let caller = visit.caller.clone();
    let Some(operation) = import.operation else { return show_result(&visit, import, None).await };
    match visit.app.blocking(move |desk| undo(desk, &caller, operation, None)).await {
        Ok(_) => visit.done(&format!("/imports/{id}"), &format!("Import of {} undone", import.file_name), None),
        Err(failure) => show_result(&visit, import, Some(failure)).await,
    }
}

pub async fn discard(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: ImportId = visit.id("import", &id)?;
    let import = visit.ask(ReadImport { id }).await?.import;
    match visit.act(DiscardImport { id }).await {
        Ok(_) => visit.done("/imports", &format!("{} discarded", import.file_name), None),
        Err(failure) => show_list(&visit, Some(failure)).await,
    }
}

pub async fn failed(visit: Visit, Path(id): Path<String>) -> PageResult {
    let failed = visit.ask(ReadFailedRows { id: visit.id("import", &id)? }).await?;
    Ok(api::failed_csv(&failed))
}

impl ListPage {
    fn may_import(&self) -> bool {
        self.frame.may(Permission::ImportClients.code()) && self.frame.may(Permission::EditClients.code())
    }
}

/// Class of a state's mark.
fn mark(state: impl std::borrow::Borrow<ImportState>) -> &'static str {
    match state.borrow() {
        ImportState::Uploaded | ImportState::Prepared => "imported",
        ImportState::Running => "invited",
        ImportState::Done => "active",
        ImportState::Undone => "prospect",
    }
}
