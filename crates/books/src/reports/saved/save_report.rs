//! Saves a report under a name: the disc.

use kernel::{Failure, MemberId, Name, ReportId, Stamp};
use serde::{Deserialize, Serialize};

use super::{Question, SavedReport, Scope, admit, store};
use crate::reports::Change;
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Saves a new report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SaveReport {
    pub name: Name,
    pub scope: Scope,
    pub question: Question,
}

impl Act for SaveReport {
    const NAME: &'static str = "save_report";
    // What is needed depends on what is saved, and for whom: `load` asks for it.
    const NEEDS: Permission = Permission::Enter;
    /// Who will own it.
    type Facts = MemberId;
    type Outcome = ReportId;

    fn load(&self, scene: &Scene<'_>) -> Result<MemberId> {
        admit(scene, &self.question, self.scope)?;
        match scene.rights.member {
            Some(member) => Ok(member),
            // Whoever works at the machine itself is no member: the Owner keeps what they save.
            None => store::house_owner(scene)?.ok_or_else(|| Failure::missing("member", "an owner")),
        }
    }

    fn decide(self, owner: MemberId, stamp: &Stamp) -> Decision<ReportId> {
        let id = stamp.ids().next();
        let text = match self.scope {
            Scope::Me => format!("Report “{}” saved", self.name),
            Scope::Office => format!("Report “{}” saved for the entire office", self.name),
        };
        let report = SavedReport { id, name: self.name, scope: self.scope, question: self.question, owner, version: 1 };
        Ok(accept(id, [Change::Saved(report).into()]).says(text).about(id).undoable())
    }
}
