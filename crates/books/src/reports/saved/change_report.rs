//! Changes a saved report: its name, whom it is for, what it asks.

use kernel::{Name, ReportId, Stamp};
use serde::{Deserialize, Serialize};

use super::{Question, SavedReport, Scope, admit, changeable, refuse_stale};
use crate::reports::Change;
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Changes what is named; `None` stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeReport {
    pub id: ReportId,
    /// The version that the one at the desk has seen.
    pub version: Option<i64>,
    pub name: Option<Name>,
    pub scope: Option<Scope>,
    pub question: Option<Question>,
}

impl Act for ChangeReport {
    const NAME: &'static str = "change_report";
    const NEEDS: Permission = Permission::Enter;
    type Facts = SavedReport;
    type Outcome = ReportId;

    fn load(&self, scene: &Scene<'_>) -> Result<SavedReport> {
        let report = changeable(scene, self.id)?;
        admit(scene, self.question.as_ref().unwrap_or(&report.question), self.scope.unwrap_or(report.scope))?;
        Ok(report)
    }

    fn decide(self, before: SavedReport, _: &Stamp) -> Decision<ReportId> {
        refuse_stale(&before, self.version)?;
        // From here the report will be changed, if anything differs.
        let mut after = before.clone();
        after.name = self.name.unwrap_or(after.name);
        after.scope = self.scope.unwrap_or(after.scope);
        after.question = self.question.unwrap_or(after.question);
        if after == before {
            return Ok(accept(self.id, []));
        }
        after.version += 1;
        let text = if after.name == before.name {
            format!("Report “{}” changed", before.name)
        } else {
            format!("Report “{}” renamed to “{}”", before.name, after.name)
        };
        Ok(accept(self.id, [Change::Changed { before, after }.into()]).says(text).about(self.id).undoable())
    }
}
