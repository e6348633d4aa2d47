//! Saved reports that someone finds: their own, and those of the entire office.

use kernel::{Failure, GroupId, ReportId};

use super::{Question, SavedReport, Scope, store};
use crate::{Ask, Permission, Result, Scene};

/// A saved report with what the list says beside it.
#[derive(Clone, Debug)]
pub struct SavedLine {
    pub report: SavedReport,
    /// Who answers for it: the one who saved it, or the Owner where that one left.
    pub owner_name: String,
    /// Whether the asker may rename and delete it.
    pub may_change: bool,
}

/// Every saved report in the asker's reach, by name.
#[derive(Clone, Copy, Debug)]
pub struct ListReports {
    /// `report`, or `clients` for the views of the list of clients.
    pub place: &'static str,
}

impl Ask for ListReports {
    const NEEDS: Permission = Permission::Enter;
    type Answer = Vec<SavedLine>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<SavedLine>> {
        store::list(scene, self.place)
    }
}

/// One saved report.
#[derive(Clone, Copy, Debug)]
pub struct ReadReport {
    pub id: ReportId,
}

impl Ask for ReadReport {
    const NEEDS: Permission = Permission::Enter;
    type Answer = SavedLine;

    fn answer(self, scene: &Scene<'_>) -> Result<SavedLine> {
        store::find(scene, self.id)?.ok_or_else(|| Failure::missing("report", self.id))
    }
}

/// Saved reports that name a group, whoever saved them: what a deletion warns of. Those of others that are not the
/// office's are counted, not named.
#[derive(Clone, Copy, Debug)]
pub struct ReportsNaming {
    pub group: GroupId,
}

impl Ask for ReportsNaming {
    const NEEDS: Permission = Permission::ManageClientGroups;
    /// Names in the asker's reach, and how many are in nobody's reach but their owner's.
    type Answer = (Vec<String>, usize);

    fn answer(self, scene: &Scene<'_>) -> Result<(Vec<String>, usize)> {
        let code = self.group.to_string();
        let naming = store::all(scene)?.into_iter().filter(|report| names(&report.question, &code));
        let (mine, others): (Vec<SavedReport>, Vec<SavedReport>) =
            naming.partition(|report| report.scope == Scope::Office || scene.rights.member == Some(report.owner));
        Ok((mine.into_iter().map(|report| report.name.to_string()).collect(), others.len()))
    }
}

fn names(question: &Question, code: &str) -> bool {
    match question {
        Question::Report(definition) => definition.filters.iter().any(|filter| filter.values.iter().any(|v| v == code)),
        Question::Clients(query) => query.contains(code),
    }
}
