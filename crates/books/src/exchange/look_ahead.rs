//! Judges the next page of an import while the one before it is being written, so that two processors have work.
//!
//! What comes of it is a guess: in its turn `ImportRows` asks for the same facts again, and judges anew where one of them
//! is another by then. Nothing is taken in on what was only true before.

use std::sync::Arc;

use kernel::{Failure, ImportId};

use super::facts::{knowledge, matches_of};
use super::{FileRow, Judge, Judged, Key, Knowledge, Matches, Preparation, keys, store};
use crate::{Ask, Permission, Result, Scene};

/// Reads one page of an import that runs, and judges it by what is true now.
#[derive(Clone, Copy, Debug)]
pub(super) struct LookAhead {
    pub id: ImportId,
    pub page: i64,
}

/// A page as it was judged before its turn.
#[derive(Debug)]
pub struct Ahead {
    pub(super) page: i64,
    pub(super) rows: Vec<FileRow>,
    /// Everything by which the rows may touch a client.
    pub(super) keys: Vec<Key>,
    preparation: Preparation,
    knowledge: Knowledge,
    matches: Matches,
    judged: Vec<Judged>,
}

impl Ask for LookAhead {
    const NEEDS: Permission = Permission::ImportClients;
    type Answer = Arc<Ahead>;

    fn answer(self, scene: &Scene<'_>) -> Result<Arc<Ahead>> {
        let import = store::find(scene, self.id)?.ok_or_else(|| Failure::missing("import", self.id))?;
        let preparation = import.preparation;
        let rows = store::page(scene, self.id, self.page)?;
        let keys = keys(&preparation, &rows);
        let (knowledge, matches) = (knowledge(scene)?, matches_of(scene, &keys)?);
        let (doubles, _) = store::plan(scene, self.id)?;
        let mut judge = Judge::new(&preparation, &knowledge, &matches, &doubles);
        let judged = rows.iter().map(|row| judge.judge(row)).collect();
        Ok(Arc::new(Ahead { page: self.page, rows, keys, preparation, knowledge, matches, judged }))
    }
}

impl Ahead {
    /// What was judged, where it was judged by these very facts. Which lines name the same client was found once and for
    /// all when the import began.
    pub(super) fn judged_by(
        &self,
        preparation: &Preparation,
        knowledge: &Knowledge,
        matches: &Matches,
    ) -> Option<&[Judged]> {
        let same = self.preparation == *preparation && self.knowledge == *knowledge && self.matches == *matches;
        same.then_some(self.judged.as_slice())
    }
}
