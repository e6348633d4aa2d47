//! One command's way through the writer's turn: admit → load → decide → apply → audit line.

use std::sync::mpsc::sync_channel;

use db::{Tx, View, WriteSet, params};
use kernel::{Actor, Day, Failure, OperationId, Refusal, Stamp};

use super::{Caller, Order, Outside, Receipt, Who, store};
use crate::audit::{Chain, NewLine};
use crate::{Accepted, Act, Change, Permission, PermissionSet, Result, Rights, Scene, clients, company};

/// Reads who this is and what they may do now, and passes or refuses. The one place of authorisation.
pub(crate) fn admit(
    view: &View<'_>,
    caller: &Caller,
    needs: Permission,
    outside: &dyn Outside,
) -> Result<(Rights, Stamp)> {
    let (rights, actor) = match caller.who {
        Who::Operator => (Rights { member: None, permissions: PermissionSet::all() }, Actor::Operator),
        Who::System => (Rights { member: None, permissions: PermissionSet::all() }, Actor::System),
        Who::Person(person) => {
            let (member, permissions) = company::seat_of(view, person)?.ok_or_else(|| missing_company(caller))?;
            (Rights { member: Some(member), permissions }, Actor::Member(member))
        }
    };
    rights.require(needs)?;
    let now = outside.now();
    let today = today(view, now)?;
    let stamp = Stamp { actor, door: caller.door, now, today, request: caller.request, entropy: outside.entropy() };
    Ok((rights, stamp))
}

/// The company's own date: an entry made at New Year belongs to the year of the office, not of UTC.
fn today(view: &View<'_>, now: kernel::Instant) -> Result<Day> {
    let zone = company::time_zone(view)?;
    now.day_in(&zone).map_err(Failure::broken)
}

/// The same answer as for a company that does not exist: nobody learns which ones do.
fn missing_company(caller: &Caller) -> Failure {
    Failure::Missing(kernel::Missing { what: "company", id: caller.company.to_string() })
}

/// A command in the queue. It can run more than once: a group that fails is replayed one by one.
pub(crate) struct Command<A: Act> {
    order: Order<A>,
    result: Option<Result<Receipt<A::Outcome>>>,
    reply: Box<dyn FnOnce(Result<Receipt<A::Outcome>>) + Send>,
}

impl<A: Act> Command<A> {
    pub(crate) fn new(order: Order<A>, reply: Box<dyn FnOnce(Result<Receipt<A::Outcome>>) + Send>) -> Self {
        Command { order, result: None, reply }
    }
}

/// What the writer's thread knows of a command.
pub(crate) trait Job: Send {
    fn company(&self) -> kernel::CompanyId;
    /// Runs inside the open transaction. `Err` means that the transaction cannot go on.
    fn run(&mut self, tx: &mut Tx<'_>, chain: &mut Chain, outside: &dyn Outside) -> Result<()>;
    /// Answers; `spoiled` replaces the result when the commit did not happen.
    fn answer(self: Box<Self>, spoiled: Option<Failure>);
}

impl<A: Act> Job for Command<A> {
    fn company(&self) -> kernel::CompanyId {
        self.order.caller.company
    }

    fn run(&mut self, tx: &mut Tx<'_>, chain: &mut Chain, outside: &dyn Outside) -> Result<()> {
        self.result = None;
        match perform(&self.order, tx, chain, outside) {
            Err(Failure::Broken(broken)) => Err(Failure::Broken(broken)),
            result => {
                self.result = Some(result);
                Ok(())
            }
        }
    }

    fn answer(self: Box<Self>, spoiled: Option<Failure>) {
        let result = match spoiled {
            Some(failure) => Err(failure),
            None => self.result.unwrap_or_else(|| Err(Failure::broken("the command was never run"))),
        };
        (self.reply)(result);
    }
}

fn perform<A: Act>(
    order: &Order<A>,
    tx: &mut Tx<'_>,
    chain: &mut Chain,
    outside: &dyn Outside,
) -> Result<Receipt<A::Outcome>> {
    let (rights, stamp) = admit(tx, &order.caller, A::NEEDS, outside)?;
    if let Some(receipt) = earlier_answer(order, tx, &stamp)? {
        return Ok(receipt);
    }
    let facts = order.act.load(&Scene { view: tx, rights: &rights, today: stamp.today })?;
    let accepted = order.act.clone().decide(facts, &stamp)?;
    // From here nothing is refused; what fails is broken and takes the transaction with it.
    apply::<A>(order, accepted, tx, chain, &stamp)
}

fn apply<A: Act>(
    order: &Order<A>,
    accepted: Accepted<A::Outcome>,
    tx: &mut Tx<'_>,
    chain: &mut Chain,
    stamp: &Stamp,
) -> Result<Receipt<A::Outcome>> {
    let mut set = WriteSet::default();
    let mut ids = stamp.ids_for("audit");
    let mut operation: Option<OperationId> = None;
    if !accepted.changes.is_empty() {
        if let Some((id, text)) = &order.operation {
            operation = Some(*id);
            set.insert(&store::OPERATIONS, operation_row::<A>(*id, text, stamp));
        } else if accepted.undoable {
            let id = ids.next();
            operation = Some(id);
            set.insert(&store::OPERATIONS, operation_row::<A>(id, &accepted.text, stamp));
        }
        let changes = write_all(accepted.changes, tx, stamp)?;
        let line =
            NewLine { verb: A::NAME, subject: accepted.subject, text: &accepted.text, changes: &changes, operation };
        chain.add(&mut set, stamp, ids.next(), &line);
    }
    if let Some(key) = &order.key {
        let kept = Kept { outcome: &accepted.outcome, operation };
        let outcome = serde_json::to_string(&kept).map_err(Failure::broken)?;
        set.insert(
            &store::IDEMPOTENCY,
            params![stamp.actor.to_string(), &key.key, key.body_hash.clone(), outcome, stamp.now],
        );
    }
    tx.flush(set)?;
    Ok(Receipt { outcome: accepted.outcome, operation, replayed: false })
}

/// Writes the changes and what follows from them, and answers all of them in the form that the audit keeps.
fn write_all(mut changes: Vec<Change>, tx: &mut Tx<'_>, stamp: &Stamp) -> Result<String> {
    let worded = write_and_word(&changes, tx, stamp)?;
    let follow = clients::settle(tx, &changes, stamp)?;
    if follow.is_empty() {
        return Ok(worded);
    }
    for some in follow.chunks(AT_ONCE) {
        tx.flush(told(some, stamp))?;
    }
    changes.extend(follow);
    word(&changes)
}

/// Writes the changes to the tables of their rooms, and answers them in the form that the audit keeps.
fn write_and_word(changes: &[Change], tx: &mut Tx<'_>, stamp: &Stamp) -> Result<String> {
    if changes.len() > AT_ONCE {
        return write_and_word_many(changes, tx, stamp);
    }
    tx.flush(told(changes, stamp))?;
    word(changes)
}

/// Changes that are told to the database at once. A command with more of them has them told and worded by other threads,
/// so that this one does nothing but write.
const AT_ONCE: usize = 500;

fn write_and_word_many(changes: &[Change], tx: &mut Tx<'_>, stamp: &Stamp) -> Result<String> {
    std::thread::scope(|scope| {
        let worded = scope.spawn(|| word(changes));
        let (tell, sets) = sync_channel(1);
        scope.spawn(move || {
            let sets = changes.chunks(AT_ONCE).map(|some| told(some, stamp));
            // Nobody listens any more when a set could not be written.
            sets.map(|set| tell.send(set)).take_while(std::result::Result::is_ok).count()
        });
        let mut left = changes.len().div_ceil(AT_ONCE);
        for set in sets {
            tx.flush(set)?;
            left -= 1;
        }
        let lost = || Failure::broken("a thread of the writer stopped before its work was done");
        if left > 0 {
            return Err(lost());
        }
        worded.join().unwrap_or_else(|_| Err(lost()))
    })
}

fn told(changes: &[Change], stamp: &Stamp) -> WriteSet {
    let mut set = WriteSet::default();
    changes.iter().for_each(|change| change.write(&mut set, stamp));
    set
}

fn word(changes: &[Change]) -> Result<String> {
    serde_json::to_string(changes).map_err(Failure::broken)
}

fn operation_row<A: Act>(id: OperationId, text: &str, stamp: &Stamp) -> [db::Value; 6] {
    params![id, A::NAME, A::NEEDS.code(), text, stamp.now, stamp.actor.to_string()]
}

#[derive(serde::Serialize)]
struct Kept<'a, T> {
    outcome: &'a T,
    operation: Option<OperationId>,
}

#[derive(serde::Deserialize)]
struct KeptOwned<T> {
    outcome: T,
    operation: Option<OperationId>,
}

/// The answer given before under the same key, or the refusal when the key comes with another body.
fn earlier_answer<A: Act>(order: &Order<A>, tx: &Tx<'_>, stamp: &Stamp) -> Result<Option<Receipt<A::Outcome>>> {
    let Some(key) = &order.key else { return Ok(None) };
    let earlier = store::earlier_answer(tx, &stamp.actor.to_string(), &key.key)?;
    let Some((body_hash, outcome)) = earlier else { return Ok(None) };
    if body_hash != key.body_hash {
        return Err(Refusal::field(
            "IDEMPOTENCY_MISMATCH",
            "Idempotency-Key",
            "The key was used before",
            "An earlier request used this Idempotency-Key with another body. Send a new key for a new request.",
        )
        .into());
    }
    let kept: KeptOwned<A::Outcome> = serde_json::from_str(&outcome).map_err(Failure::broken)?;
    Ok(Some(Receipt { outcome: kept.outcome, operation: kept.operation, replayed: true }))
}
