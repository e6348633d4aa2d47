//! What the demo's story is told with: the desk, the clock, and many commands at a time.

use std::sync::{Arc, mpsc};

use books::{Act, Ask, Caller, Desk, Order};
use kernel::{Day, Failure};

use super::travel::TravelClock;

/// Commands handed over together: they share a commit, and the writer's queue takes more than this.
const TOGETHER: usize = 64;

pub struct Story<'a> {
    pub desk: Arc<Desk>,
    pub clock: &'a TravelClock,
    pub caller: Caller,
    /// The real day on which the story ends.
    pub today: Day,
    /// The day on which it begins.
    pub first: Day,
}

impl Story<'_> {
    pub fn go_to(&self, day: Day) -> Result<(), Failure> {
        self.clock.go_to(day).map_err(Failure::broken)
    }

    pub fn perform<A: Act>(&self, act: A) -> Result<A::Outcome, Failure> {
        self.desk.perform(&self.caller, act)
    }

    pub fn ask<Q: Ask>(&self, question: Q) -> Result<Q::Answer, Failure> {
        self.desk.ask(&self.caller, question)
    }

    /// Performs many commands of a kind, in their order; the first failure ends the story.
    pub fn all<A: Act>(&self, acts: impl IntoIterator<Item = A>) -> Result<Vec<A::Outcome>, Failure> {
        let mut acts = acts.into_iter();
        let mut outcomes = Vec::new();
        loop {
            let (answer, answers) = mpsc::channel();
            let mut sent = 0;
            for act in acts.by_ref().take(TOGETHER) {
                let answer = answer.clone();
                self.desk.begin(Order::new(self.caller.clone(), act), move |receipt| {
                    // The story may have ended with an earlier failure.
                    let _ = answer.send((sent, receipt));
                });
                sent += 1;
            }
            drop(answer);
            if sent == 0 {
                return Ok(outcomes);
            }
            let mut group = answers.iter().collect::<Vec<_>>();
            group.sort_by_key(|(place, _)| *place);
            for (_, receipt) in group {
                outcomes.push(receipt?.outcome);
            }
        }
    }
}
