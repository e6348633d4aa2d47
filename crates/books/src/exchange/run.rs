//! Runs an import to its end, page by page; an import that was cut off goes on where it stood.

use kernel::{Door, Failure, ImportId};

use super::import_rows::{ImportRows, Progress};
use super::{ImportState, ReadImport};
use crate::{Caller, Desk, Order, Result};

/// Takes in every page that is left, as one operation. `tell` hears of each page. Safe to run twice, even at once.
pub fn run_import(desk: &Desk, caller: &Caller, id: ImportId, mut tell: impl FnMut(&Progress)) -> Result<Progress> {
    let import = desk.ask(caller, ReadImport { id })?.import;
    let operation = import.operation.ok_or_else(|| Failure::missing("running import", id))?;
    let words = import.words();
    let caller = Caller { door: Door::Import, ..caller.clone() };
    loop {
        let order = Order::new(caller.clone(), ImportRows { id }).part_of(operation, &words);
        let progress = desk.carry_out(order)?.outcome;
        tell(&progress);
        if progress.state != ImportState::Running {
            return Ok(progress);
        }
    }
}
