//! What is handed over the desk: who asks, the command, and what comes back.

use kernel::{CompanyId, Door, OperationId, PersonId, RequestId};

/// Who stands at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Person(PersonId),
    /// Whoever runs the program on the machine that holds the data.
    Operator,
    /// The program's own jobs.
    System,
}

/// Who asks, for which company, by which door.
#[derive(Clone, Debug)]
pub struct Caller {
    pub company: CompanyId,
    pub who: Who,
    pub door: Door,
    pub request: RequestId,
}

/// Makes a repeated request happen once: the same key with the same body gives the same answer.
#[derive(Clone, Debug)]
pub struct IdempotencyKey {
    pub key: String,
    pub body_hash: Vec<u8>,
}

/// A command with its caller.
#[derive(Clone, Debug)]
pub struct Order<A> {
    pub caller: Caller,
    pub act: A,
    pub key: Option<IdempotencyKey>,
    /// Ties this command to others that are one thing for the user, and one thing to undo.
    pub operation: Option<(OperationId, String)>,
}

impl<A> Order<A> {
    pub fn new(caller: Caller, act: A) -> Self {
        Order { caller, act, key: None, operation: None }
    }

    #[must_use]
    pub fn keyed(mut self, key: Option<IdempotencyKey>) -> Self {
        self.key = key;
        self
    }

    /// Makes the command part of the operation that `text` describes to people.
    #[must_use]
    pub fn part_of(mut self, operation: OperationId, text: impl Into<String>) -> Self {
        self.operation = Some((operation, text.into()));
        self
    }
}

/// What came of a command that was accepted.
#[derive(Clone, Debug)]
pub struct Receipt<T> {
    pub outcome: T,
    /// What to undo, where the command can be undone.
    pub operation: Option<OperationId>,
    /// The answer of an earlier request with the same idempotency key.
    pub replayed: bool,
}
