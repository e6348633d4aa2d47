//! Undo: every undoable change has an inverse, and a reason why not when something later leans on it.
//!
//! An operation is taken back line by line of the audit, newest first, each line in one transaction. Each room says the
//! inverse of its own changes, beside the place where it writes them. Whoever undoes needs the right that the change
//! needed; what others did also needs `UndoChanges`.

mod operations;
mod rights;
mod store;
mod take_back;

use std::collections::{HashMap, HashSet};

use db::WriteSet;
use kernel::{ClientId, Day, GroupId, Id, MembershipId, OperationId, Stamp, Uuid};
use serde::{Deserialize, Serialize};

pub use operations::{ListOperations, OperationLine, ReadOperation};
pub use take_back::{TakeBack, Undone, undo};

use crate::{Change as AnyChange, Result, Scene, clients, exchange, groups, ledger, reports, sales, work};

/// What takes a change back.
#[derive(Clone, Debug)]
pub enum Inverse {
    /// These changes do; none when nothing of it is left to take back.
    Changes(Vec<AnyChange>),
    /// Nothing does, for the reason in this sentence, which ends with a full stop.
    Blocked(String),
}

impl Inverse {
    pub(crate) fn of(change: impl Into<AnyChange>) -> Inverse {
        Inverse::Changes(vec![change.into()])
    }

    /// Nothing of the change is left to take back.
    pub(crate) fn nothing() -> Inverse {
        Inverse::Changes(Vec::new())
    }

    pub(crate) fn blocked(reason: impl Into<String>) -> Inverse {
        Inverse::Blocked(reason.into())
    }
}

/// What `inverse` may look at: the scene as it is now, and what the inverses found before this one will have done.
pub struct Undoing<'a> {
    pub scene: &'a Scene<'a>,
    gone: HashSet<Uuid>,
    back: HashSet<Uuid>,
    primary_contacts: HashMap<GroupId, Option<ClientId>>,
    former_heads: HashSet<(ClientId, String)>,
    ending: HashMap<MembershipId, Day>,
}

impl<'a> Undoing<'a> {
    pub(crate) fn new(scene: &'a Scene<'a>) -> Undoing<'a> {
        Undoing {
            scene,
            gone: HashSet::new(),
            back: HashSet::new(),
            primary_contacts: HashMap::new(),
            former_heads: HashSet::new(),
            ending: HashMap::new(),
        }
    }

    /// Says that the thing will be gone: what leaned on it no longer stands in the way.
    pub(crate) fn goes(&mut self, id: impl Id) {
        self.gone.insert(id.uuid());
        self.back.remove(&id.uuid());
    }

    /// Says that the thing will be there again: what belongs to it can come back after it.
    pub(crate) fn comes_back(&mut self, id: impl Id) {
        self.back.insert(id.uuid());
        self.gone.remove(&id.uuid());
    }

    pub(crate) fn is_gone(&self, id: impl Id) -> bool {
        self.gone.contains(&id.uuid())
    }

    /// Says until when the membership will last.
    pub(crate) fn ends(&mut self, id: MembershipId, until: Day) {
        self.ending.insert(id, until);
    }

    /// Until when the membership will last, where an inverse before this one said so.
    pub(crate) fn end_of(&self, id: MembershipId) -> Option<Day> {
        self.ending.get(&id).copied()
    }

    /// Says who will usually pay for the billing group.
    pub(crate) fn names_primary_contact(&mut self, group: GroupId, client: Option<ClientId>) {
        self.primary_contacts.insert(group, client);
    }

    /// Who will usually pay for the billing group, where an inverse before this one said so.
    pub(crate) fn primary_contact(&self, group: GroupId) -> Option<Option<ClientId>> {
        self.primary_contacts.get(&group).copied()
    }

    /// Says that the client will not be at the head any more that fills this slot.
    pub(crate) fn leaves_head(&mut self, client: ClientId, slot: &str) {
        self.former_heads.insert((client, slot.to_owned()));
    }

    pub(crate) fn has_left_head(&self, client: ClientId, slot: &str) -> bool {
        self.former_heads.contains(&(client, slot.to_owned()))
    }

    pub(crate) fn is_back(&self, id: impl Id) -> bool {
        self.back.contains(&id.uuid())
    }
}

/// The inverses of one line's changes, in the order in which they are to be written: the last change first.
pub(crate) fn inverses(changes: &[AnyChange], undoing: &mut Undoing<'_>) -> Result<Vec<Inverse>> {
    let mut found = Vec::with_capacity(changes.len());
    for change in changes.iter().rev() {
        rights::require(change, undoing.scene)?;
        found.push(inverse(change, undoing)?);
    }
    Ok(found)
}

fn inverse(change: &AnyChange, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    match change {
        AnyChange::Groups(change) => match groups::inverse(change, undoing)? {
            Inverse::Changes(changes) => clients::join_again(changes, undoing),
            blocked => Ok(blocked),
        },
        AnyChange::Ledger(change) => ledger::inverse(change, undoing),
        AnyChange::Clients(change) => match clients::inverse(change, undoing)? {
            Inverse::Changes(changes) => match sales::keep_invoiced(changes, undoing)? {
                Inverse::Changes(changes) => sales::keep_booked(changes, undoing),
                blocked => Ok(blocked),
            },
            blocked => Ok(blocked),
        },
        AnyChange::Work(change) => work::inverse(change, undoing),
        AnyChange::Sales(change) => sales::inverse(change, undoing),
        AnyChange::Reports(change) => reports::inverse(change, undoing),
        AnyChange::Exchange(change) => Ok(exchange::inverse(change)),
        _ => Ok(Inverse::blocked("A change of this kind is not taken back by undo.")),
    }
}

/// What can happen here.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    /// The audit line and everything after it was taken back; `whole` when nothing of the operation is left.
    TakenBack { operation: OperationId, line: i64, whole: bool },
}

pub(crate) fn write(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    store::write(change, set, stamp);
}

#[cfg(test)]
mod tests;
