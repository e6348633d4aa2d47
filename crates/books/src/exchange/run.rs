//! Runs an import to its end, page by page, looking one page ahead; one that was cut off goes on where it stood.

use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use kernel::{Door, Failure, ImportId};

use super::import_rows::{ImportRows, Progress};
use super::look_ahead::LookAhead;
use super::{Ahead, ImportState, PAGE, ReadImport};
use crate::{Caller, Desk, Order, Result};

/// Takes in every page that is left, as one operation. `tell` hears of each page. Safe to run twice, even at once.
pub fn run_import(desk: &Desk, caller: &Caller, id: ImportId, mut tell: impl FnMut(&Progress)) -> Result<Progress> {
    let import = desk.ask(caller, ReadImport { id })?.import;
    let operation = import.operation.ok_or_else(|| Failure::missing("running import", id))?;
    let words = import.words();
    let caller = Caller { door: Door::Import, ..caller.clone() };
    let mut page = import.done_rows / PAGE as i64;
    let mut ahead: Option<Arc<Ahead>> = None;
    loop {
        let order = Order::new(caller.clone(), ImportRows { id, ahead: ahead.clone() }).part_of(operation, &words);
        let (answer, wait) = sync_channel(1);
        desk.begin(order, move |receipt| _ = answer.send(receipt));
        page += 1;
        // Whatever is wrong is said by the turn itself.
        let next =
            if page * PAGE as i64 >= import.row_count { None } else { desk.ask(&caller, LookAhead { id, page }).ok() };
        let receipt = wait.recv().unwrap_or(Err(Failure::broken("the writer stopped before it answered")));
        let progress = receipt?.outcome;
        tell(&progress);
        if progress.state != ImportState::Running {
            return Ok(progress);
        }
        ahead = next;
    }
}
