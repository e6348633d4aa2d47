//! Deletes a time entry.

use kernel::{Failure, Refusal, Stamp, TimeEntryId};
use serde::{Deserialize, Serialize};

use super::{Change, TimeEntry, store};
use crate::{Act, Decision, Permission, Result, Scene, accept};

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DeleteTime {
    pub id: TimeEntryId,
}

impl Act for DeleteTime {
    const NAME: &'static str = "delete_time";
    const NEEDS: Permission = Permission::TrackTime;
    /// The entry, and whether it is the asker's to delete.
    type Facts = (TimeEntry, bool);
    type Outcome = ();

    fn load(&self, scene: &Scene<'_>) -> Result<(TimeEntry, bool)> {
        let entry = store::find_in_sight(scene, self.id)?.ok_or_else(|| Failure::missing("time entry", self.id))?;
        let own = Some(entry.member) == scene.rights.member || scene.rights.has(Permission::ManageMembers);
        Ok((entry, own))
    }

    fn decide(self, (entry, own): (TimeEntry, bool), _: &Stamp) -> Decision<()> {
        if !own {
            return Err(not_yours().into());
        }
        // From here the time will be deleted.
        let text = format!("{} of {} deleted", entry.minutes, entry.day.for_people());
        Ok(accept((), [Change::TimeDeleted(entry).into()]).says(text).about(self.id).undoable())
    }
}

fn not_yours() -> Refusal {
    Refusal::rule(
        "TIME_NOT_YOURS",
        "The time is another member's.",
        "Members delete their own time; those who manage members delete anyone's. Ask the member to delete it.",
    )
}
