//! A report as a file: CSV or XLSX, with the same rights, rows and totals as the page.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use books::reports::{DateBasis, MOST_EXPORTED, Party, Report, RunReport};
use kernel::Failure;

use super::address::Address;
use super::table::cells;
use super::words;
use crate::edge::{PageResult, Visit};

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub async fn file(visit: Visit, Path(format): Path<String>) -> PageResult {
    let query = visit.uri.query().unwrap_or_default();
    let address = Address::read(query).map_err(|refusal| visit.failure(refusal.into()))?;
    let run = RunReport { definition: address.definition, skip: 0, limit: MOST_EXPORTED };
    let report = visit.ask(run).await?;
    let name = name_of(&report);
    let (header, rows) = cells(&report);
    match format.as_str() {
        "csv" => Ok(download(files::write_csv_for_excel(&header, rows), "text/csv; charset=utf-8", &name, "csv")),
        "xlsx" => match files::write_xlsx(&sheet_of(&report), &header, rows) {
            Ok(bytes) => Ok(download(bytes, WORKBOOK, &name, "xlsx")),
            Err(problem) => Err(visit.failure(Failure::broken(problem))),
        },
        other => Err(visit.failure(Failure::missing("file format", other))),
    }
}

/// `invoices-by-recipient-2026-09-01-groups-as-of-2026-06-30`: of what and by whom, made when, with the groups of which
/// day. Two files with other figures have other names.
fn name_of(report: &Report) -> String {
    let groups = match report.definition.basis() {
        DateBasis::AsPosted => "as-posted".to_owned(),
        DateBasis::Today => "as-of-today".to_owned(),
        DateBasis::AsOf(day) => format!("as-of-{day}"),
    };
    let party = match report.definition.party {
        Party::Payer => "",
        Party::Recipient => "-by-recipient",
    };
    format!("{}{party}-{}-groups-{groups}", report.definition.dataset, report.today)
}

/// `Groups as of 30 Jun 2026`: whoever filters by groups and shows none finds the day here.
fn sheet_of(report: &Report) -> String {
    words::basis(report.definition.basis()).replacen('g', "G", 1)
}

fn download(bytes: Vec<u8>, kind: &'static str, name: &str, ending: &str) -> Response {
    let mut response = ([(header::CONTENT_TYPE, kind)], bytes).into_response();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.{ending}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
