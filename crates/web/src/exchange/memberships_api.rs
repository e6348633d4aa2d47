//! The API's file of memberships of corporate groups: judged row by row, taken in as one operation.

use std::sync::Arc;

use axum::Json;
use axum::response::IntoResponse;
use books::exchange::{FailedMembership, FileRow, ImportMemberships, MembershipsImported, PreviewMemberships};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::edge::{ApiResult, App, FileCall, Upload, mark_replayed};

/// What came of the rows: created, unchanged and failed are all of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct MembershipsImportShape {
    pub rows: i64,
    pub created: i64,
    /// Memberships that were there already.
    pub unchanged: i64,
    /// In the order of the file.
    pub failed: Vec<FailedMembershipShape>,
    /// The rows that were left out as a CSV file with a column `error`; mended, it can be uploaded again. Null when none was.
    pub failed_csv: Option<String>,
    /// For `POST /operations/{id}/undo`; null when nothing changed.
    pub operation: Option<String>,
}

/// A row that was left out.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailedMembershipShape {
    /// Line of the text file or row of the sheet, counted from 1.
    pub line: i64,
    pub column: String,
    pub code: String,
    /// What is wrong and how to mend it.
    pub detail: String,
}

/// What is done with the file.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MembershipsImportQuery {
    /// Only judges the rows.
    pub dry_run: Option<bool>,
    /// The name of a file that is the body itself.
    pub file_name: Option<String>,
}

/// The file as the command wants it, for page and API.
pub(super) async fn command(file: Upload, app: &App) -> books::Result<ImportMemberships> {
    let file_name = file.name.clone();
    let table = file.table(app).await?;
    let rows = table.rows.into_iter().map(|row| FileRow { line: row.line as i64, cells: row.cells }).collect();
    Ok(ImportMemberships { file_name, header: table.header, rows: Arc::new(rows) })
}

pub async fn import(FileCall { call, file }: FileCall) -> ApiResult {
    let _: MembershipsImportQuery = call.query()?;
    let command = command(file, &call.app).await?;
    let (header, rows) = (command.header.clone(), command.rows.clone());
    if call.is_dry_run() {
        let outcome = call.app.ask(&call.caller, PreviewMemberships(command)).await?;
        return Ok(Json(shape(outcome, &header, &rows, None)).into_response());
    }
    call.perform(command, async |receipt| {
        let operation = receipt.operation.map(|operation| operation.to_string());
        let response = Json(shape(receipt.outcome, &header, &rows, operation)).into_response();
        Ok(if receipt.replayed { mark_replayed(response) } else { response })
    })
    .await
}

fn shape(
    outcome: MembershipsImported,
    header: &[String],
    rows: &[FileRow],
    operation: Option<String>,
) -> MembershipsImportShape {
    let failed_csv = (!outcome.failed.is_empty()).then(|| left_out(&outcome.failed, header, rows));
    let failed = |row: FailedMembership| FailedMembershipShape {
        line: row.line,
        column: row.column,
        code: row.code,
        detail: row.sentence,
    };
    MembershipsImportShape {
        rows: outcome.rows,
        created: outcome.created,
        unchanged: outcome.unchanged,
        failed: outcome.failed.into_iter().map(failed).collect(),
        failed_csv,
        operation,
    }
}

/// The rows as they stood in the file, each with what is wrong behind it.
fn left_out(failed: &[FailedMembership], header: &[String], rows: &[FileRow]) -> String {
    // The file may be one that was given back before.
    let kept: Vec<usize> = (0..header.len()).filter(|at| header[*at].trim() != ERROR).collect();
    let mut columns: Vec<files::Column> = kept.iter().map(|at| files::Column::new(&header[*at])).collect();
    columns.push(files::Column::new(ERROR));
    let lines = failed.iter().filter_map(|failed| {
        let row = rows.iter().find(|row| row.line == failed.line)?;
        let cells = kept.iter().map(|at| row.cells.get(*at).map_or("", String::as_str));
        Some(cells.chain([failed.sentence.as_str()]).map(files::Cell::text).collect())
    });
    String::from_utf8_lossy(&files::write_csv(&columns, lines)).into_owned()
}

const ERROR: &str = "error";
