//! The desk: the one place that every door passes. Permission, rule, change, audit line, one transaction.

mod house;
mod order;
mod store;
mod turn;
mod writer;

use std::sync::Arc;
use std::sync::mpsc;

use kernel::{CompanyId, Failure, Instant};

pub use order::{Caller, IdempotencyKey, Order, Receipt, Who};

use crate::check::Broken;
use crate::hallway::Hallway;
use crate::{Act, Ask, Change, Result, Scene};
use house::Houses;
use turn::Command;
use writer::Writers;

/// Clock and chance come in by this door, so that a test can set both.
pub trait Outside: Send + Sync {
    /// Milliseconds since 1970, UTC.
    fn now(&self) -> Instant;
    /// 32 bytes nobody can guess.
    fn entropy(&self) -> [u8; 32];
}

/// Takes commands and questions for every company. Cheap to share.
pub struct Desk {
    hallway: Arc<Hallway>,
    houses: Arc<Houses>,
    writers: Writers,
    outside: Arc<dyn Outside>,
}

impl Desk {
    pub fn open(hallway: Arc<Hallway>, outside: Arc<dyn Outside>) -> Desk {
        let houses = Arc::new(Houses::new(hallway.clone(), outside.clone()));
        let writers = Writers::start(houses.clone(), outside.clone());
        Desk { hallway, houses, writers, outside }
    }

    pub fn hallway(&self) -> &Hallway {
        &self.hallway
    }

    pub fn outside(&self) -> &Arc<dyn Outside> {
        &self.outside
    }

    /// Performs a command and waits until it is safely on disk.
    pub fn perform<A: Act>(&self, caller: &Caller, act: A) -> Result<A::Outcome> {
        Ok(self.carry_out(Order::new(caller.clone(), act))?.outcome)
    }

    /// The same, with an idempotency key or as part of a larger operation.
    pub fn carry_out<A: Act>(&self, order: Order<A>) -> Result<Receipt<A::Outcome>> {
        let (answer, wait) = mpsc::sync_channel(1);
        self.begin(order, move |receipt| {
            // The one who asked may have gone away; the change stands all the same.
            let _ = answer.send(receipt);
        });
        wait.recv().unwrap_or(Err(Failure::broken("the writer stopped before it answered")))
    }

    /// Queues a command; `reply` is called from the writer's thread once the change is on disk or refused.
    pub fn begin<A: Act>(&self, order: Order<A>, reply: impl FnOnce(Result<Receipt<A::Outcome>>) + Send + 'static) {
        self.writers.send(Box::new(Command::new(order, Box::new(reply))));
    }

    /// Decides without changing anything: what would happen, or the refusal that would come.
    pub fn rehearse<A: Act>(&self, order: Order<A>) -> Result<Vec<Change>> {
        Ok(self.rehearse_whole(order)?.1)
    }

    /// The same, with the answer that would be given.
    pub fn rehearse_whole<A: Act>(&self, order: Order<A>) -> Result<(A::Outcome, Vec<Change>)> {
        let house = self.houses.open(order.caller.company)?;
        house.read(|view| {
            let (rights, stamp) = turn::admit(view, &order.caller, A::NEEDS, &*self.outside)?;
            let facts = order.act.load(&Scene { view, rights: &rights, today: stamp.today })?;
            let accepted = order.act.decide(facts, &stamp)?;
            Ok((accepted.outcome, accepted.changes))
        })
    }

    /// Answers a question on a snapshot that holds every change confirmed before it was asked.
    pub fn ask<Q: Ask>(&self, caller: &Caller, question: Q) -> Result<Q::Answer> {
        let house = self.houses.open(caller.company)?;
        house.read(|view| {
            let (rights, stamp) = turn::admit(view, caller, Q::NEEDS, &*self.outside)?;
            question.answer(&Scene { view, rights: &rights, today: stamp.today })
        })
    }

    /// Every law over the whole of a company's books: those that are broken, and by which rows.
    pub fn verify(&self, company: CompanyId) -> Result<Vec<Broken>> {
        self.houses.open(company)?.verify()
    }

    /// A consistent copy of a company's file (SQLite) at `target`.
    pub fn copy(&self, company: CompanyId, target: &std::path::Path) -> Result<()> {
        self.houses.open(company)?.copy(target)
    }

    /// Finishes what is queued and closes the books: SQLite then carries its log over, which every later start would have
    /// to read otherwise. Commands that come later are answered that the writer has stopped.
    pub fn close(&self) {
        self.writers.close();
        self.houses.close();
    }

    /// Makes the place of a new company ready: schema, nothing in it yet.
    pub fn prepare(&self, company: CompanyId) -> Result<()> {
        self.houses.prepare(company)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.close();
    }
}

#[cfg(test)]
mod tests;
