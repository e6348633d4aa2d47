//! What takes the changes of this room back.

use super::{Change, store};
use crate::Result;
use crate::undo::{Inverse, Undoing};

pub(crate) fn inverse(change: &Change, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    match change {
        Change::TimeLogged(entry) => Ok(match store::find_in_sight(undoing.scene, entry.id)? {
            Some(now) => Inverse::of(Change::TimeDeleted(now)),
            None => Inverse::nothing(),
        }),
        Change::TimeMoved { from, to, entries } => {
            // What was deleted since, or moved on, stays as it is.
            let mut entries = entries.clone();
            let still: std::collections::HashSet<_> = store::of_client(undoing.scene, *to)?.into_iter().collect();
            entries.retain(|entry| still.contains(entry));
            Ok(match entries.is_empty() {
                true => Inverse::nothing(),
                false => Inverse::of(Change::TimeMoved { from: *to, to: *from, entries }),
            })
        }
        Change::TimeDeleted(entry) => Ok(match store::find_in_sight(undoing.scene, entry.id)? {
            Some(_) => Inverse::nothing(),
            None => Inverse::of(Change::TimeLogged(entry.clone())),
        }),
    }
}
