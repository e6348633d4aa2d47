//! Lists time entries, newest first. Those who run reports see everybody's, others their own.

use kernel::{ClientId, Day, Failure, MemberId, TimeEntryId};

use super::{TimeEntry, store};
use crate::{Ask, Page, Permission, Result, Scene};

#[derive(Clone, Debug, Default)]
pub struct ListTime {
    pub client: Option<ClientId>,
    pub member: Option<MemberId>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// The last row of the page before.
    pub after: Option<(Day, TimeEntryId)>,
    pub limit: i64,
}

#[derive(Clone, Debug)]
pub struct ListedTime {
    pub entry: TimeEntry,
    pub client_name: String,
    pub member_name: String,
}

impl Ask for ListTime {
    const NEEDS: Permission = Permission::TrackTime;
    type Answer = Page<ListedTime>;

    fn answer(self, scene: &Scene<'_>) -> Result<Page<ListedTime>> {
        let mut items = store::list(scene, &self)?;
        let more = items.len() as i64 > self.limit;
        items.truncate(usize::try_from(self.limit).unwrap_or_default());
        let cursor = |last: &ListedTime| format!("{}.{}", last.entry.day, last.entry.id);
        let next = if more { items.last().map(cursor) } else { None };
        Ok(Page { items, next })
    }
}

#[derive(Clone, Copy, Debug)]
pub struct ReadTime {
    pub id: TimeEntryId,
}

impl Ask for ReadTime {
    const NEEDS: Permission = Permission::TrackTime;
    type Answer = TimeEntry;

    fn answer(self, scene: &Scene<'_>) -> Result<TimeEntry> {
        store::find_in_sight(scene, self.id)?.ok_or_else(|| Failure::missing("time entry", self.id))
    }
}
