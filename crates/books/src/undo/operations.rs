//! The list of operations: what can be undone, and what was.

use kernel::{Actor as Who, Instant, OperationId};
use serde::Serialize;

use super::store::{self, Operation};
use super::take_back::admitted;
use crate::company::{MemberNames, member_names};
use crate::{Actor, Ask, Page, Permission, Result, Scene};

/// Operations, newest first: one's own, or everybody's for those who may undo changes of others.
#[derive(Clone, Debug)]
pub struct ListOperations {
    pub before: Option<String>,
    pub limit: i64,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct ReadOperation {
    pub id: OperationId,
}

/// An operation as pages and the API show it.
#[derive(Clone, Debug, Serialize)]
pub struct OperationLine {
    pub id: OperationId,
    pub verb: String,
    pub text: String,
    pub at: Instant,
    pub actor: Actor,
    pub undone_at: Option<Instant>,
    pub undone_by: Option<Actor>,
}

impl Ask for ListOperations {
    const NEEDS: Permission = Permission::Enter;
    type Answer = Page<OperationLine>;

    fn answer(self, scene: &Scene<'_>) -> Result<Page<OperationLine>> {
        let names = member_names(scene)?;
        let own = scene.rights.member.filter(|_| !scene.rights.has(Permission::UndoChanges));
        let own = own.map(|member| Who::Member(member).to_string());
        let before = self.before.as_deref().and_then(parse_cursor);
        let mut found = store::list(scene, own.as_deref(), before, self.limit + 1)?;
        let more = found.len() as i64 > self.limit;
        found.truncate(self.limit as usize);
        let next = found.last().filter(|_| more).map(|last| format!("{}_{}", last.at.0, last.id));
        Ok(Page { items: found.into_iter().map(|operation| line(operation, &names)).collect(), next })
    }
}

impl Ask for ReadOperation {
    const NEEDS: Permission = Permission::Enter;
    type Answer = OperationLine;

    fn answer(self, scene: &Scene<'_>) -> Result<OperationLine> {
        Ok(line(admitted(scene, self.id)?, &member_names(scene)?))
    }
}

fn parse_cursor(cursor: &str) -> Option<(Instant, OperationId)> {
    let (at, id) = cursor.split_once('_')?;
    Some((Instant(at.parse().ok()?), id.parse().ok()?))
}

fn line(operation: Operation, names: &MemberNames) -> OperationLine {
    let actor = |code: String| Actor { name: names.of(&code), code };
    OperationLine {
        id: operation.id,
        verb: operation.verb,
        text: operation.text,
        at: operation.at,
        actor: actor(operation.actor),
        undone_at: operation.undone_at,
        undone_by: operation.undone_by.map(actor),
    }
}
