//! What takes changes of agreements back. What was settled, and what was noted, stays.

use super::rebate::store::is_used;
use super::{Agreement, Change, store};
use crate::Result;
use crate::undo::{Inverse, Undoing};

pub(in crate::sales) fn inverse(change: &Change, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    match change {
        Change::Made(made) => making(made, undoing),
        Change::Changed { before, after } => change_back(before, after, undoing),
        Change::Unmade(gone) => match store::of_year(undoing.scene, gone.group, gone.year)? {
            Some(_) => Ok(Inverse::blocked(format!("There is another agreement for {} by now.", gone.year))),
            None => {
                let number = store::next_number(undoing.scene, gone.year)?;
                Ok(Inverse::of(Change::Made(Agreement { number, version: gone.version + 1, ..gone.clone() })))
            }
        },
        Change::Settled(made) => Ok(Inverse::blocked(format!("{} stays; a further one corrects it.", made.called()))),
        Change::MemoWritten(_) => Ok(Inverse::blocked("A memo is never deleted.")),
    }
}

fn making(made: &Agreement, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    let Some(now) = store::find(undoing.scene, made.id)? else { return Ok(Inverse::nothing()) };
    if now.version != made.version {
        return Ok(Inverse::blocked(format!("{} was changed or settled since.", now.title())));
    }
    if store::next_number(undoing.scene, now.year)? != now.number + 1 {
        return Ok(Inverse::blocked(format!("The numbers of {} go on behind {} by now.", now.year, now.title())));
    }
    if !store::memos(undoing.scene, now.id)?.is_empty() {
        return Ok(Inverse::blocked(format!("{} has a memo, which is never deleted.", now.title())));
    }
    if is_used(undoing.scene, now.id)? {
        return Ok(Inverse::blocked(format!("{} gave free units since.", now.title())));
    }
    undoing.goes(now.id);
    Ok(Inverse::of(Change::Unmade(now)))
}

fn change_back(before: &Agreement, after: &Agreement, undoing: &Undoing<'_>) -> Result<Inverse> {
    match store::find(undoing.scene, after.id)? {
        Some(now) if now.version == after.version => {
            let back = Agreement { version: now.version + 1, ..before.clone() };
            Ok(Inverse::of(Change::Changed { before: now, after: back }))
        }
        Some(now) => Ok(Inverse::blocked(format!("{} was changed or settled since.", now.title()))),
        None => Ok(Inverse::blocked("The agreement was taken back since.")),
    }
}
