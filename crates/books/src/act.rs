//! A verb: a command that is a value, the facts it needs, and a decision made without database or clock.

use kernel::Uuid;
use kernel::{Failure, Stamp};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Change, Permission, Result, Scene};

/// A command. It can be queued, retried, run dry and batched, because it is a value and `decide` is pure.
pub trait Act: Clone + Send + 'static {
    /// What a clerk calls it, in the audit and in the budget of statements: `register_client`.
    const NAME: &'static str;
    /// Checked once, by the desk, whichever door the command came by.
    const NEEDS: Permission;
    /// Everything the rule needs to know, asked for once.
    type Facts;
    type Outcome: Serialize + DeserializeOwned + Send + 'static;

    /// Looks facts up; cannot write.
    fn load(&self, scene: &Scene<'_>) -> Result<Self::Facts>;

    /// Decides: every refusal first, then the changes. No database, no clock, no chance but the stamp's.
    fn decide(self, facts: Self::Facts, stamp: &Stamp) -> Decision<Self::Outcome>;
}

pub type Decision<T> = std::result::Result<Accepted<T>, Failure>;

/// A yes: what the caller is told, what changes, and the sentence that the audit keeps.
#[derive(Debug)]
pub struct Accepted<T> {
    pub outcome: T,
    pub changes: Vec<Change>,
    pub text: String,
    pub subject: Option<Uuid>,
    pub undoable: bool,
}

/// Accepts with these changes; none means that everything already was as asked.
pub fn accept<T>(outcome: T, changes: impl IntoIterator<Item = Change>) -> Accepted<T> {
    Accepted { outcome, changes: changes.into_iter().collect(), text: String::new(), subject: None, undoable: false }
}

impl<T> Accepted<T> {
    /// The audit's sentence, past tense, with names as they are now: `Client group “VIP” created`.
    #[must_use]
    pub fn says(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// What the audit line is about, so that its history can be shown.
    #[must_use]
    pub fn about(mut self, subject: impl kernel::Id) -> Self {
        self.subject = Some(subject.uuid());
        self
    }

    /// Offers the change for undo: every change in it knows its inverse.
    #[must_use]
    pub fn undoable(mut self) -> Self {
        self.undoable = true;
        self
    }
}
