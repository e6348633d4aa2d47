//! Clients as a file: CSV for anyone, XLSX for whoever works with it.

use axum::response::Response;
use books::clients::Filter;
use books::exchange::{ExportClients, OutCell, OutTable};
use files::{Cell, Column};
use kernel::{Failure, Refusal};

use super::api::download;
use crate::edge::{ApiResult, Call, PageResult, Visit};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The form of a file that goes out.
#[derive(Clone, Copy, Debug)]
enum Form {
    Csv,
    Xlsx,
}

pub async fn clients_csv(visit: Visit) -> PageResult {
    page(visit, Form::Csv).await
}

pub async fn clients_xlsx(visit: Visit) -> PageResult {
    page(visit, Form::Xlsx).await
}

pub async fn api_clients_csv(call: Call) -> ApiResult {
    let table = call.app.ask(&call.caller, ExportClients::default()).await?;
    Ok(file(&call.app, table, Form::Csv).await?)
}

pub async fn api_clients_xlsx(call: Call) -> ApiResult {
    let table = call.app.ask(&call.caller, ExportClients::default()).await?;
    Ok(file(&call.app, table, Form::Xlsx).await?)
}

async fn page(visit: Visit, form: Form) -> PageResult {
    // Behind the list of clients: what its filters show, and nothing else.
    let question = match visit.uri.query().unwrap_or_default() {
        "" => ExportClients::default(),
        query => {
            let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
            let filter = Filter::from_pairs(pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())));
            ExportClients { filter: filter.map_err(|failure| visit.failure(failure))? }
        }
    };
    let table = visit.ask(question).await?;
    file(&visit.app, table, form).await.map_err(|failure| visit.failure(failure))
}

async fn file(app: &crate::edge::App, table: OutTable, form: Form) -> books::Result<Response> {
    let bytes = app.blocking(move |_| written(table, form)).await?;
    Ok(match form {
        Form::Csv => download(bytes, "text/csv; charset=utf-8", "clients.csv"),
        Form::Xlsx => download(bytes, XLSX, "clients.xlsx"),
    })
}

fn written(table: OutTable, form: Form) -> books::Result<Vec<u8>> {
    let header: Vec<Column> = table.header.iter().map(Column::new).collect();
    let rows = table.rows.into_iter().map(|row| row.into_iter().map(cell).collect());
    match form {
        Form::Csv => Ok(files::write_csv_for_excel(&header, rows)),
        Form::Xlsx => files::write_xlsx("Clients", &header, rows).map_err(|problem| {
            Failure::from(Refusal::rule(
                problem.code.code(),
                "The clients do not fit into a workbook.",
                problem.sentence,
            ))
        }),
    }
}

fn cell(cell: OutCell) -> Cell {
    match cell {
        OutCell::Text(text) => Cell::Text(text),
        OutCell::Integer(number) => Cell::Integer(number),
        OutCell::Amount { minor, decimals } => Cell::Amount { minor, decimals: u8::try_from(decimals).unwrap_or(0) },
        OutCell::Empty => Cell::Empty,
    }
}
