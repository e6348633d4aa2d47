//! Saved reports that someone finds: their own, and those of the entire office.

use std::collections::{HashMap, HashSet};

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
        let naming = store::all(scene)?.into_iter().filter(|report| named(&report.question).contains(&self.group));
        let (mine, others): (Vec<SavedReport>, Vec<SavedReport>) = naming.partition(|report| in_reach(report, scene));
        Ok((mine.into_iter().map(|report| report.name.to_string()).collect(), others.len()))
    }
}

/// How many saved reports name each group; a group that none names is left out. Whoever manages the groups counts those
/// of others too, the rest those in their reach.
#[derive(Clone, Copy, Debug)]
pub struct CountReportsNaming;

impl Ask for CountReportsNaming {
    const NEEDS: Permission = Permission::Enter;
    type Answer = HashMap<GroupId, i64>;

    fn answer(self, scene: &Scene<'_>) -> Result<HashMap<GroupId, i64>> {
        let all = scene.rights.has(Permission::ManageClientGroups);
        let mut counts = HashMap::new();
        for report in store::all(scene)?.iter().filter(|report| all || in_reach(report, scene)) {
            for group in named(&report.question) {
                *counts.entry(group).or_insert(0) += 1;
            }
        }
        Ok(counts)
    }
}

fn in_reach(report: &SavedReport, scene: &Scene<'_>) -> bool {
    report.scope == Scope::Office || scene.rights.member == Some(report.owner)
}

/// The groups that a question names. An id stands whole in an address, so it is found between its marks.
fn named(question: &Question) -> HashSet<GroupId> {
    let ids = |text: &str| -> Vec<GroupId> {
        let words = text.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_');
        words.filter_map(|word| word.parse().ok()).collect()
    };
    match question {
        Question::Report(definition) => {
            definition.filters.iter().flat_map(|filter| &filter.values).flat_map(|value| ids(value)).collect()
        }
        Question::Clients(query) => ids(query).into_iter().collect(),
    }
}
