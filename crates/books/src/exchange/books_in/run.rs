//! Takes whole books in, step by step.

use super::{Books, TakeInChart, TakeInClients, TakeInEntries, TakeInMatches, Taken};
use crate::{Caller, Desk, Result};

/// Clients to a command.
const CLIENTS: usize = 500;
/// Entries to a command: with their lines and invoices some two thousand rows.
const ENTRIES: usize = 200;
/// Clients whose items are matched by one command.
const MATCHED: usize = 50;

/// How far the books have come: what, how many of them, of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BooksStep {
    pub what: &'static str,
    pub done: usize,
    pub of: usize,
}

/// Takes in everything that is not there yet. What is cut off goes on where it stood when it is called again.
pub fn take_in_books(desk: &Desk, caller: &Caller, books: &Books, mut tell: impl FnMut(BooksStep)) -> Result<Taken> {
    let (accounts, groups) = (books.accounts.clone(), books.groups.clone());
    let mut total = desk.perform(caller, TakeInChart { accounts, groups })?;
    let mut step = |what, taken: Taken, done: usize, of: usize| {
        total.created += taken.created;
        total.unchanged += taken.unchanged;
        tell(BooksStep { what, done: done.min(of), of });
    };
    for (clients, part) in books.clients.chunks(CLIENTS).zip(1..) {
        let taken = desk.perform(caller, TakeInClients { clients: clients.to_vec() })?;
        step("clients", taken, part * CLIENTS, books.clients.len());
    }
    for (entries, part) in books.entries.chunks(ENTRIES).zip(1..) {
        let taken = desk.perform(caller, TakeInEntries { entries: entries.to_vec() })?;
        step("entries", taken, part * ENTRIES, books.entries.len());
    }
    for (clients, part) in books.clients.chunks(MATCHED).zip(1..) {
        let clients = clients.iter().map(|client| client.number.clone()).collect();
        let taken = desk.perform(caller, TakeInMatches { clients })?;
        step("matched clients", taken, part * MATCHED, books.clients.len());
    }
    Ok(total)
}
