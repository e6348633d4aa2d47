//! What takes the changes of saved reports back.

use super::{SavedReport, store};
use crate::Result;
use crate::reports::Change;
use crate::undo::{Inverse, Undoing};

pub(crate) fn inverse(change: &Change, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    Ok(match change {
        Change::Saved(report) => match store::any(undoing.scene, report.id)? {
            Some(now) => Inverse::of(Change::Deleted(now)),
            None => Inverse::nothing(),
        },
        Change::Deleted(report) => match store::any(undoing.scene, report.id)? {
            Some(_) => Inverse::nothing(),
            None => Inverse::of(Change::Saved(report.clone())),
        },
        Change::Changed { before, after } => change_back(before, after, store::any(undoing.scene, after.id)?),
    })
}

fn change_back(before: &SavedReport, after: &SavedReport, now: Option<SavedReport>) -> Inverse {
    match now {
        None => Inverse::blocked(format!("Report “{}” was deleted since.", after.name)),
        Some(now) if now.version != after.version => {
            Inverse::blocked(format!("Report “{}” was changed again since.", now.name))
        }
        Some(now) => {
            let back = SavedReport { version: now.version + 1, ..before.clone() };
            Inverse::of(Change::Changed { before: now, after: back })
        }
    }
}
