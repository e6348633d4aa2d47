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
        Change::TimeDeleted(entry) => Ok(match store::find_in_sight(undoing.scene, entry.id)? {
            Some(_) => Inverse::nothing(),
            None => Inverse::of(Change::TimeLogged(entry.clone())),
        }),
    }
}
