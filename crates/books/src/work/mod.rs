//! Work: the time that members spend on clients.

mod delete_time;
mod inverse;
mod list_time;
mod log_time;
pub(crate) mod store;
#[cfg(test)]
pub(crate) mod tests;

use db::WriteSet;
use kernel::{ClientId, Day, MemberId, Minutes, Money, Stamp, TimeEntryId};
use serde::{Deserialize, Serialize};

pub use delete_time::DeleteTime;
pub use list_time::{ListTime, ListedTime, ReadTime};
pub use log_time::LogTime;

pub(crate) use inverse::inverse;

/// Minutes of one member on one client on one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimeEntry {
    pub id: TimeEntryId,
    pub client: ClientId,
    pub member: MemberId,
    pub day: Day,
    pub minutes: Minutes,
    /// For one hour, without VAT.
    pub rate: Money,
    pub billable: bool,
    /// `Bookkeeping`, `Advice` …; the office's own words, may be empty.
    pub work_type: String,
    pub note: String,
    pub version: i64,
}

/// What can happen in this room.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    TimeLogged(TimeEntry),
    TimeDeleted(TimeEntry),
    /// The time of one client is another's from now on.
    TimeMoved {
        from: ClientId,
        to: ClientId,
        entries: Vec<TimeEntryId>,
    },
}

pub(crate) fn write(change: &Change, set: &mut WriteSet, _: &Stamp) {
    store::write(change, set);
}
