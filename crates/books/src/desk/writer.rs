//! The writers: a few threads, each company always on the same one; commands that wait together commit together.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

use db::Connection;
use kernel::{CompanyId, Failure, Refusal};

use super::Outside;
use super::house::Houses;
use super::turn::Job;
use crate::Result;
use crate::audit::Chain;

/// Threads that write. Two: the machines this runs on have few cores, and one company uses one at a time.
const THREADS: usize = 2;
/// Commands that may wait on one thread; a full queue answers Busy instead of growing.
const WAITING: usize = 1024;
/// Commands in one commit: enough to pay for the disk's flush, few enough that the first does not wait long.
const TOGETHER: usize = 64;
/// Companies that a thread keeps open for writing; an idle one costs about 200 KiB.
const OPEN: usize = 256;

/// Empty once closed.
pub(crate) struct Writers {
    queues: RwLock<Vec<SyncSender<Box<dyn Job>>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Writers {
    pub(crate) fn start(houses: Arc<Houses>, outside: Arc<dyn Outside>) -> Writers {
        let (mut queues, mut threads) = (Vec::new(), Vec::new());
        for number in 0..THREADS {
            let (queue, jobs) = sync_channel(WAITING);
            let mut writer = Writer { houses: houses.clone(), outside: outside.clone(), open: HashMap::new() };
            let thread = std::thread::Builder::new().name(format!("writer-{number}"));
            match thread.spawn(move || writer.work(&jobs)) {
                Ok(thread) => threads.push(thread),
                // Without its thread the queue answers "stopped" to every command.
                Err(error) => tracing::error!(%error, "a writer thread could not be started"),
            }
            queues.push(queue);
        }
        Writers { queues: RwLock::new(queues), threads: Mutex::new(threads) }
    }

    pub(crate) fn send(&self, job: Box<dyn Job>) {
        let mut hasher = DefaultHasher::new();
        job.company().hash(&mut hasher);
        // Nobody is answered while the queues are held: whoever hears the answer may close them.
        let sent = {
            let queues = self.queues.read().unwrap_or_else(PoisonError::into_inner);
            match queues.len() {
                0 => Err(TrySendError::Disconnected(job)),
                many => queues[(hasher.finish() % many as u64) as usize].try_send(job),
            }
        };
        match sent {
            Ok(()) => {}
            Err(TrySendError::Full(job)) => job.answer(Some(Failure::Busy)),
            Err(TrySendError::Disconnected(job)) => job.answer(Some(Failure::broken("the writer has stopped"))),
        }
    }

    /// Waits until what was queued is done and the writers have let go of their files.
    pub(crate) fn close(&self) {
        self.queues.write().unwrap_or_else(PoisonError::into_inner).clear();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        let here = std::thread::current().id();
        // A reply may hold the desk and be the last to let go of it: a thread cannot wait for itself.
        for thread in threads.into_iter().filter(|thread| thread.thread().id() != here) {
            if thread.join().is_err() {
                tracing::error!("a writer thread ended in a panic");
            }
        }
    }
}

struct Writer {
    houses: Arc<Houses>,
    outside: Arc<dyn Outside>,
    open: HashMap<CompanyId, Connection>,
}

impl Writer {
    fn work(&mut self, jobs: &Receiver<Box<dyn Job>>) {
        while let Ok(first) = jobs.recv() {
            let mut waiting = vec![first];
            while waiting.len() < TOGETHER {
                match jobs.try_recv() {
                    Ok(job) => waiting.push(job),
                    Err(_) => break,
                }
            }
            for (company, group) in by_company(waiting) {
                self.turn(company, group);
            }
        }
    }

    /// One transaction for the whole group. When it fails, each command gets a transaction of its own, so that one
    /// bad command spoils nobody else's.
    fn turn(&mut self, company: CompanyId, mut group: Vec<Box<dyn Job>>) {
        match self.commit(company, &mut group) {
            Ok(()) => group.into_iter().for_each(|job| job.answer(None)),
            Err(failure) if group.len() == 1 => {
                log(company, &failure);
                let told = told(failure);
                group.into_iter().for_each(|job| job.answer(Some(told.clone())));
            }
            Err(_) => {
                for job in group {
                    self.turn(company, vec![job]);
                }
            }
        }
    }

    fn commit(&mut self, company: CompanyId, group: &mut [Box<dyn Job>]) -> Result<()> {
        let mut connection = self.connection(company)?;
        let outside = &*self.outside;
        let attempt = catch_unwind(AssertUnwindSafe(|| {
            connection.write(|tx| {
                let before = Chain::head(tx)?;
                let mut chain = before.clone();
                group.iter_mut().try_for_each(|job| job.run(tx, &mut chain, outside))?;
                chain.keep(&before, tx)
            })
        }));
        match attempt {
            Ok(result) => {
                self.open.insert(company, connection);
                result
            }
            // The connection goes with the panic, and its open transaction with the connection.
            Err(panic) => Err(Failure::broken(format!("a command panicked: {}", panic_text(&*panic)))),
        }
    }

    fn connection(&mut self, company: CompanyId) -> Result<Connection> {
        if let Some(connection) = self.open.remove(&company) {
            return Ok(connection);
        }
        if self.open.len() >= OPEN {
            self.open.clear();
        }
        self.houses.open(company)?.writer()
    }
}

/// The transaction is gone by now, so a full disk is no fault of the command: whoever asked can ask again.
fn told(failure: Failure) -> Failure {
    match failure {
        Failure::Broken(broken) if broken.no_room => Refusal::rule(
            "DISK_FULL",
            "The disk of the server is full.",
            "Nothing was changed, and nothing is lost. Whoever runs the server makes room; then do it again.",
        )
        .into(),
        other => other,
    }
}

fn by_company(jobs: Vec<Box<dyn Job>>) -> Vec<(CompanyId, Vec<Box<dyn Job>>)> {
    let mut groups: Vec<(CompanyId, Vec<Box<dyn Job>>)> = Vec::new();
    for job in jobs {
        let company = job.company();
        match groups.iter_mut().find(|(other, _)| *other == company) {
            Some((_, group)) => group.push(job),
            None => groups.push((company, vec![job])),
        }
    }
    groups
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

fn log(company: CompanyId, failure: &Failure) {
    if let Failure::Broken(broken) = failure {
        tracing::error!(%company, cause = %broken.cause, "a command failed and was rolled back");
    }
}
