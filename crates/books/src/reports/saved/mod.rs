//! Saved reports: a definition with a name, for oneself or for the entire office.

mod change_report;
mod delete_report;
mod inverse;
mod list_reports;
mod save_report;
pub(super) mod store;

use kernel::{Failure, MemberId, Name, Refusal, ReportId};
use serde::{Deserialize, Serialize};

pub use change_report::ChangeReport;
pub use delete_report::DeleteReport;
pub(crate) use inverse::inverse;
pub use list_reports::{CountReportsNaming, ListReports, ReadReport, ReportsNaming, SavedLine};
pub use save_report::SaveReport;

use super::codes::choices;
use super::definition::Definition;
use crate::{Permission, Result, Scene};

choices! {
    /// Who finds a saved report.
    Scope, "scope" {
        Me = "me", "Only me";
        Office = "office", "Entire office";
    }
}

/// What is saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    Report(Definition),
    /// A view of the list of clients, as its query string has it.
    Clients(String),
}

impl Question {
    /// Where it is found.
    pub fn place(&self) -> &'static str {
        match self {
            Question::Report(_) => "report",
            Question::Clients(_) => "clients",
        }
    }

    fn needs(&self) -> Permission {
        match self {
            Question::Report(_) => Permission::ViewReports,
            Question::Clients(_) => Permission::ViewOwnClients,
        }
    }
}

/// A saved report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedReport {
    pub id: ReportId,
    pub name: Name,
    pub scope: Scope,
    pub question: Question,
    /// Who saved it.
    pub owner: MemberId,
    pub version: i64,
}

/// Refuses what the one at the desk may not save.
fn admit(scene: &Scene<'_>, question: &Question, scope: Scope) -> Result<()> {
    scene.rights.require(question.needs())?;
    if scope == Scope::Office {
        scene.rights.require(Permission::ShareReports)?;
    }
    if let Question::Report(definition) = question {
        definition.check(crate::company::read(scene)?.currency)?;
    }
    Ok(())
}

/// The report, if the one at the desk may change it: its owner may, and of the office's whoever may share reports.
fn changeable(scene: &Scene<'_>, id: ReportId) -> Result<SavedReport> {
    let line = store::find(scene, id)?.ok_or_else(|| Failure::missing("report", id))?;
    let own = scene.rights.member == Some(line.report.owner);
    if !own {
        scene.rights.require(Permission::ShareReports)?;
    }
    Ok(line.report)
}

fn refuse_stale(report: &SavedReport, expected: Option<i64>) -> std::result::Result<(), Refusal> {
    match expected {
        Some(version) if version != report.version => Err(Refusal::stale(
            "CHANGED_MEANWHILE",
            format!("“{}” was changed meanwhile.", report.name),
            "Somebody else saved it after you opened it. Look at it as it is now, then make your change again.",
        )
        .detail("your_version", version)
        .detail("current_version", report.version)),
        _ => Ok(()),
    }
}
