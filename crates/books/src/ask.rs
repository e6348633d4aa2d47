//! A question: what someone wants to see, answered on one snapshot, within the asker's rights.

use std::ops::Deref;

use db::View;
use kernel::Day;
use serde::{Deserialize, Serialize};

use crate::{Permission, Result, Rights};

/// A question that a page, the API or the command line asks.
pub trait Ask: Send + 'static {
    /// Checked once, by the desk, as for commands.
    const NEEDS: Permission;
    type Answer: Send + 'static;

    fn answer(self, scene: &Scene<'_>) -> Result<Self::Answer>;
}

/// What `load` and `answer` may look at: a snapshot, who is asking, and the company's own date.
pub struct Scene<'a> {
    pub view: &'a View<'a>,
    pub rights: &'a Rights,
    pub today: Day,
}

impl<'a> Deref for Scene<'a> {
    type Target = View<'a>;
    fn deref(&self) -> &View<'a> {
        self.view
    }
}

/// A page of a list; `next` is the cursor of the page after it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}
