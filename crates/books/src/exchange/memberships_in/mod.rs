//! Memberships of corporate groups from a file: group, type, client number, from, to. Each row is judged by the rules of the
//! page, and the rows among each other; those that fail come back with what is wrong.

mod columns;
mod judge;

use std::sync::Arc;

use kernel::{ClientId, GroupId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::FileRow;
use crate::groups;
use crate::groups::corporate::Years;
use crate::{Act, Ask, Change, Decision, Permission, Result, Scene, accept};
use judge::{Facts, judge};

/// Rows that one file may have: all are judged together, because they may be in each other's way.
const MOST: usize = 2_000;

/// Takes in every row that is ready; the others change nothing.
#[derive(Clone, Debug)]
pub struct ImportMemberships {
    pub file_name: String,
    pub header: Vec<String>,
    pub rows: Arc<Vec<FileRow>>,
}

/// Judges the rows as `ImportMemberships` would, and changes nothing.
#[derive(Clone, Debug)]
pub struct PreviewMemberships(pub ImportMemberships);

/// What came of the rows: created, unchanged and failed are all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipsImported {
    pub rows: i64,
    pub created: i64,
    /// Memberships that were there already, to the day.
    pub unchanged: i64,
    /// Those that were created, in the order of the file.
    pub taken: Vec<TakenMembership>,
    /// In the order of the file.
    pub failed: Vec<FailedMembership>,
}

/// A row that became a membership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenMembership {
    pub line: i64,
    pub client: ClientId,
    pub client_name: String,
    pub group: GroupId,
    pub group_name: String,
    pub years: Years,
}

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedMembership {
    /// Line of the text file or row of the sheet, counted from 1.
    pub line: i64,
    /// Name of the column in the file.
    pub column: String,
    pub code: String,
    pub sentence: String,
}

impl Act for ImportMemberships {
    const NAME: &'static str = "import_memberships";
    const NEEDS: Permission = Permission::ImportClients;
    type Facts = Facts;
    type Outcome = MembershipsImported;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        scene.rights.require(Permission::ManageClientGroups)?;
        self.check_length()?;
        Facts::load(scene, &self.header, &self.rows)
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<MembershipsImported> {
        let (outcome, memberships) = judge(&facts, stamp.ids());
        if memberships.is_empty() {
            return Ok(accept(outcome, []));
        }
        // From here the rows that are ready will be memberships.
        let text = match outcome.created {
            1 => format!("1 membership of a corporate group imported from {}", self.file_name),
            some => format!("{some} memberships of corporate groups imported from {}", self.file_name),
        };
        // A file about one group stands in what happened to that group.
        let first = memberships.first().map(|membership| membership.group);
        let only = first.filter(|group| memberships.iter().all(|membership| membership.group == *group));
        let changes =
            memberships.into_iter().map(|membership| Change::from(groups::Change::MembershipStarted(membership)));
        let accepted = accept(outcome, changes).says(text).undoable();
        Ok(match only {
            Some(group) => accepted.about(group),
            None => accepted,
        })
    }
}

impl ImportMemberships {
    fn check_length(&self) -> Result<()> {
        match self.rows.len() {
            0 => Err(no_rows().into()),
            some if some > MOST => Err(too_many(some).into()),
            _ => Ok(()),
        }
    }
}

impl Ask for PreviewMemberships {
    const NEEDS: Permission = Permission::ImportClients;
    type Answer = MembershipsImported;

    fn answer(self, scene: &Scene<'_>) -> Result<MembershipsImported> {
        let facts = self.0.load(scene)?;
        // The ids are for nobody: nothing is kept.
        let ids = kernel::IdMaker::new(kernel::Instant(0), [0; 32]);
        Ok(judge(&facts, ids).0)
    }
}

fn no_rows() -> Refusal {
    Refusal::field(
        "FILE_EMPTY",
        "file",
        "The file has no rows.",
        "Under the header stands a row for each membership. Add them and upload the file again.",
    )
}

fn too_many(rows: usize) -> Refusal {
    Refusal::field(
        "ROWS_TOO_MANY",
        "file",
        format!("The file has {rows} rows."),
        format!(
            "At most {MOST} memberships are taken in at once, because each is held against the others. Split the file."
        ),
    )
}

#[cfg(test)]
mod table_tests;
#[cfg(test)]
mod tests;
