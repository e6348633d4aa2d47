//! The gate before the password hash: so many at once, so many in the queue, the rest come later.

use std::sync::{Condvar, Mutex, PoisonError};

use kernel::Failure;

use crate::Result;

/// Hashes computed at once. Each takes 19 MiB and a core; more would only starve everyone else.
const AT_ONCE: usize = 2;
/// Callers that may wait: a second or two of work. A flood of log-ins must not take every thread of the server.
const WAITING_AT_MOST: usize = 64;

#[derive(Default)]
pub(super) struct HashGate {
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    inside: usize,
    waiting: usize,
    passed: u64,
}

impl HashGate {
    /// Runs `work` once there is room for it; `Busy` when the queue is full.
    pub(super) fn pass<T>(&self, work: impl FnOnce() -> T) -> Result<T> {
        let _stay = self.enter()?;
        Ok(work())
    }

    fn enter(&self) -> Result<Stay<'_>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.inside >= AT_ONCE {
            if state.waiting >= WAITING_AT_MOST {
                return Err(Failure::Busy);
            }
            state.waiting += 1;
            state = self.freed.wait_while(state, |s| s.inside >= AT_ONCE).unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
        state.inside += 1;
        state.passed += 1;
        Ok(Stay { gate: self })
    }

    /// How many have been let through so far, and how many wait now.
    #[cfg(test)]
    pub(super) fn traffic(&self) -> (u64, usize) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        (state.passed, state.waiting)
    }

    /// Takes all the room until the answer is dropped.
    #[cfg(test)]
    pub(super) fn block(&self) -> Vec<Stay<'_>> {
        (0..AT_ONCE).filter_map(|_| self.enter().ok()).collect()
    }
}

/// Gives the room back when it is dropped, also when the work panics.
pub(super) struct Stay<'g> {
    gate: &'g HashGate,
}

impl Drop for Stay<'_> {
    fn drop(&mut self) {
        self.gate.state.lock().unwrap_or_else(PoisonError::into_inner).inside -= 1;
        self.gate.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn never_more_than_two_are_inside() {
        let (gate, inside, most) = (HashGate::default(), AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    gate.pass(|| {
                        most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                    })
                });
            }
        });
        assert!(most.load(Ordering::SeqCst) <= AT_ONCE);
        assert_eq!(gate.traffic(), (16, 0));
    }

    #[test]
    fn a_full_queue_answers_busy_and_those_in_it_still_come_through() {
        let gate = HashGate::default();
        let all_room = gate.block();
        thread::scope(|scope| {
            for _ in 0..WAITING_AT_MOST {
                scope.spawn(|| gate.pass(|| ()));
            }
            while gate.traffic().1 < WAITING_AT_MOST {
                thread::yield_now();
            }
            assert_eq!(gate.pass(|| ()), Err(Failure::Busy));
            drop(all_room);
        });
        assert_eq!(gate.traffic(), ((AT_ONCE + WAITING_AT_MOST) as u64, 0));
    }

    #[test]
    fn a_panic_inside_gives_the_room_back() {
        let gate = HashGate::default();
        for _ in 0..AT_ONCE + 1 {
            let fell = thread::scope(|scope| scope.spawn(|| gate.pass(|| panic!("falls"))).join());
            assert!(fell.is_err());
        }
        assert_eq!(gate.pass(|| 7), Ok(7));
    }
}
