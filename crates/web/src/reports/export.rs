//! A report as a file: CSV or XLSX, with the same rights, rows and totals as the page.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use books::reports::{MOST_EXPORTED, RunReport};
use kernel::Failure;

use super::address::Address;
use super::table::cells;
use crate::edge::{PageResult, Visit};

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub async fn file(visit: Visit, Path(format): Path<String>) -> PageResult {
    let query = visit.uri.query().unwrap_or_default();
    let address = Address::read(query).map_err(|refusal| visit.failure(refusal.into()))?;
    let run = RunReport { definition: address.definition, skip: 0, limit: MOST_EXPORTED };
    let report = visit.ask(run).await?;
    let name = format!("{}-{}", report.definition.dataset, report.today);
    let (header, rows) = cells(&report);
    match format.as_str() {
        "csv" => Ok(download(files::write_csv_for_excel(&header, rows), "text/csv; charset=utf-8", &name, "csv")),
        "xlsx" => match files::write_xlsx("Report", &header, rows) {
            Ok(bytes) => Ok(download(bytes, WORKBOOK, &name, "xlsx")),
            Err(problem) => Err(visit.failure(Failure::broken(problem))),
        },
        other => Err(visit.failure(Failure::missing("file format", other))),
    }
}

fn download(bytes: Vec<u8>, kind: &'static str, name: &str, ending: &str) -> Response {
    let mut response = ([(header::CONTENT_TYPE, kind)], bytes).into_response();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.{ending}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
