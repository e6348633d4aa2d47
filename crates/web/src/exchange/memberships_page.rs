//! The page that takes in a file of memberships of corporate groups: what came of each row, and why a row was left out.

use askama::Template;
use axum::extract::Query;
use books::Permission;
use books::exchange::{FailedMembership, FileRow, MembershipsImported, PreviewMemberships, TakenMembership};
use kernel::{Failure, OperationId};
use serde::Deserialize;

use super::{counted, memberships_api};
use crate::edge::{PageResult, Problem, Upload, Visit};
use crate::layout::{Frame, Refusals, Section};

const LIST: &str = "/corporate-groups";
/// Rows of either list on the page.
const SHOWN: usize = 200;

/// Whether the rows are only judged.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    check: bool,
}

#[derive(Template)]
#[template(path = "exchange/memberships.html")]
struct UploadPage {
    frame: Frame,
    refusals: Refusals,
}

#[derive(Template)]
#[template(path = "exchange/memberships_result.html")]
struct ResultPage {
    frame: Frame,
    done: Done,
}

/// What came of a file.
struct Done {
    file_name: String,
    outcome: MembershipsImported,
    /// The rows that were left out, with what stands in the file.
    left_out: Vec<(FailedMembership, String)>,
    is_check: bool,
    operation: Option<OperationId>,
}

fn frame(visit: &Visit, title: &str) -> Frame {
    let frame = visit.frame(Section::Clients, "clients.corporate_groups", title);
    frame.crumb("Clients", "/clients").crumb("Corporate groups", LIST).crumb(title, "")
}

pub async fn show(visit: Visit) -> PageResult {
    visit.require(Permission::ImportClients)?;
    show_upload(&visit, None)
}

fn show_upload(visit: &Visit, failure: Option<Failure>) -> PageResult {
    visit.show_form(failure, |frame, refusals| UploadPage { frame, refusals }, frame(visit, "Import members"))
}

pub async fn upload(visit: Visit, Query(wanted): Query<Wanted>, upload: Result<Upload, Problem>) -> PageResult {
    match take(&visit, upload, wanted.check).await {
        Ok(done) => {
            let title = if done.is_check { "Check members" } else { "Import members" };
            visit.show(&ResultPage { frame: frame(&visit, title), done })
        }
        Err(failure) => show_upload(&visit, Some(failure)),
    }
}

async fn take(visit: &Visit, upload: Result<Upload, Problem>, is_check: bool) -> books::Result<Done> {
    let upload = upload.map_err(|problem| problem.0)?;
    let command = memberships_api::command(upload, &visit.app).await?;
    let (file_name, rows) = (command.file_name.clone(), command.rows.clone());
    let (outcome, operation) = match is_check {
        true => (visit.app.ask(&visit.caller, PreviewMemberships(command)).await?, None),
        false => {
            let receipt = visit.act(command).await?;
            (receipt.outcome, receipt.operation)
        }
    };
    let said = |failed: &FailedMembership| (failed.clone(), cells_of(failed.line, &rows));
    let left_out = outcome.failed.iter().take(SHOWN).map(said).collect();
    Ok(Done { file_name, outcome, left_out, is_check, operation })
}

/// What stands in a row of the file.
fn cells_of(line: i64, rows: &[FileRow]) -> String {
    let row = rows.iter().find(|row| row.line == line);
    row.map_or_else(String::new, |row| row.cells.join(" · "))
}

impl Done {
    fn taken(&self) -> &[TakenMembership] {
        let taken = &self.outcome.taken;
        taken.get(..SHOWN).unwrap_or(taken)
    }

    /// What is not on the page.
    fn beyond(&self, count: usize) -> Option<String> {
        (count > SHOWN).then(|| format!("{} more are not shown here.", crate::layout::count((count - SHOWN) as i64)))
    }

    fn headline(&self) -> &'static str {
        match (self.is_check, self.outcome.created) {
            (true, _) => "Checked, and nothing is saved yet",
            (false, 0) => "No membership was taken in",
            (false, _) => "Imported",
        }
    }

    fn sum(&self) -> String {
        let MembershipsImported { rows, created, unchanged, failed, .. } = &self.outcome;
        let verb = if self.is_check { "would begin" } else { "began" };
        let number = |count: i64| crate::layout::count(count);
        format!(
            "{} of {}: {} {verb}, {} there already, {} left out.",
            counted(*rows, "row"),
            self.file_name,
            counted(*created, "membership"),
            number(*unchanged),
            number(failed.len() as i64),
        )
    }
}
