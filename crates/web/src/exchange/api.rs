//! The API's imports: a file comes in, is prepared, previewed, run and undone.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use books::exchange::{
    DiscardImport, FailedRows, FileRow, ImportState, ListImports, PrepareImport, PreviewImport, ReadFailedRows,
    ReadImport, Show, StartImport, UploadImport,
};
use books::undo::{TakeBack, undo};
use kernel::{Failure, ImportId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::background;
use super::shapes::{ImportsShape, MappingShape, PreviewShape};
use crate::edge::{ApiResult, Call, FileCall, Resource, limit, parse_field};

/// Which imports.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ListQuery {
    pub cursor: Option<String>,
    /// 1 to 200; 50 without.
    pub limit: Option<i64>,
}

/// Which rows of a preview.
#[derive(Debug, Default, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct PreviewQuery {
    /// `all`, `errors` or `warnings`.
    pub show: Option<String>,
    /// Rows to pass over.
    pub skip: Option<usize>,
    /// At most 1,000.
    pub limit: Option<usize>,
}

pub async fn upload(FileCall { call, file }: FileCall) -> ApiResult {
    let name = file.name.clone();
    let table = file.table(&call.app).await?;
    call.create(command(name, table), "/imports", |id| ReadImport { id: *id }).await
}

/// The table of a file as the books take it.
pub fn command(file_name: String, table: files::Table) -> UploadImport {
    let rows = table.rows.into_iter().map(|row| FileRow { line: row.line as i64, cells: row.cells }).collect();
    let sheet = table.sheet.map(|sheet| format!("The sheet “{sheet}” is read."));
    let notes = table.notes.into_iter().chain(sheet).collect();
    UploadImport { file_name, header: table.header, rows: std::sync::Arc::new(rows), notes }
}

pub async fn list(call: Call) -> ApiResult {
    let query: ListQuery = call.query()?;
    let after = query.cursor.map(|cursor| parse_field("cursor", &cursor)).transpose()?;
    call.show(ListImports { after, limit: limit(query.limit)? }, |page| ImportsShape {
        items: page.items.iter().map(Resource::shape).collect(),
        next: page.next,
    })
    .await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadImport { id: import(&id)? }).await
}

pub async fn mapping(Path(id): Path<String>, call: Call) -> ApiResult {
    let id: ImportId = import(&id)?;
    let before = call.app.ask(&call.caller, ReadImport { id }).await?.import;
    let version = call.expected_version()?.or(Some(before.version));
    let preparation = call.body::<MappingShape>()?.over(before.preparation)?;
    call.change(PrepareImport { id, version, preparation }, ReadImport { id }).await
}

pub async fn preview(Path(id): Path<String>, call: Call) -> ApiResult {
    let query: PreviewQuery = call.query()?;
    let question = PreviewImport {
        id: import(&id)?,
        show: Show::parse(query.show.as_deref().unwrap_or_default()),
        skip: query.skip.unwrap_or_default(),
        limit: query.limit.unwrap_or(100).min(1_000),
    };
    call.show(question, PreviewShape::from).await
}

pub async fn run(Path(id): Path<String>, call: Call) -> ApiResult {
    let id: ImportId = import(&id)?;
    let running = call.app.ask(&call.caller, ReadImport { id }).await?.import.state == ImportState::Running;
    if running {
        background::run(&call.app, &call.caller, id).await;
        return call.read(ReadImport { id }).await;
    }
    let start = StartImport { id, version: call.expected_version()? };
    call.perform(start, async |_| {
        background::run(&call.app, &call.caller, id).await;
        call.read(ReadImport { id }).await
    })
    .await
}

pub async fn undo_import(Path(id): Path<String>, call: Call) -> ApiResult {
    let id: ImportId = import(&id)?;
    let import = call.app.ask(&call.caller, ReadImport { id }).await?.import;
    let caller = call.caller.clone();
    let Some(operation) = import.operation else { return call.read(ReadImport { id }).await };
    if call.is_dry_run() {
        return call.rehearse(TakeBack { operation }).await;
    }
    let key = call.key();
    call.app.blocking(move |desk| undo(desk, &caller, operation, key.as_ref())).await?;
    call.read(ReadImport { id }).await
}

pub async fn discard(Path(id): Path<String>, call: Call) -> ApiResult {
    call.remove(DiscardImport { id: import(&id)? }).await
}

pub async fn failed(Path(id): Path<String>, call: Call) -> ApiResult {
    let failed = call.app.ask(&call.caller, ReadFailedRows { id: import(&id)? }).await?;
    Ok(failed_csv(&failed))
}

/// An id that cannot be one is an import that does not exist.
fn import(id: &str) -> books::Result<ImportId> {
    id.parse().map_err(|_| Failure::missing("import", id))
}

/// The rows that were left out, as a file to mend and upload again.
pub fn failed_csv(failed: &FailedRows) -> Response {
    let header: Vec<files::Column> = failed.header.iter().map(files::Column::new).collect();
    let rows = failed.rows.iter().map(|row| row.iter().map(files::Cell::text).collect());
    let name = failed.file_name.rsplit_once('.').map_or(failed.file_name.as_str(), |(stem, _)| stem);
    download(files::write_csv_for_excel(&header, rows), "text/csv; charset=utf-8", &format!("{name}-failed.csv"))
}

/// A file that a browser saves under a name of plain letters.
pub fn download(bytes: Vec<u8>, kind: &'static str, name: &str) -> Response {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || "-_. ".contains(letter) { letter } else { '_' };
    let name: String = name.chars().map(plain).collect();
    let mut response = ([(header::CONTENT_TYPE, kind)], bytes).into_response();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
