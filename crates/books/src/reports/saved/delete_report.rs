//! Deletes a saved report; what it counted stays where it is.

use kernel::{ReportId, Stamp};
use serde::{Deserialize, Serialize};

use super::{SavedReport, changeable, refuse_stale};
use crate::reports::Change;
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Deletes a saved report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeleteReport {
    pub id: ReportId,
    pub version: Option<i64>,
}

impl Act for DeleteReport {
    const NAME: &'static str = "delete_report";
    const NEEDS: Permission = Permission::Enter;
    type Facts = SavedReport;
    type Outcome = ReportId;

    fn load(&self, scene: &Scene<'_>) -> Result<SavedReport> {
        changeable(scene, self.id)
    }

    fn decide(self, report: SavedReport, _: &Stamp) -> Decision<ReportId> {
        refuse_stale(&report, self.version)?;
        // From here the report will be deleted.
        let text = format!("Report “{}” deleted", report.name);
        Ok(accept(self.id, [Change::Deleted(report).into()]).says(text).about(self.id).undoable())
    }
}
