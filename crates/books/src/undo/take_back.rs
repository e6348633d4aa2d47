//! Takes an operation back, line by line, newest first.

use kernel::{Actor, Failure, OperationId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::store::{self, Line, Operation};
use super::{Change, Inverse, Undoing, inverses};
use crate::{
    Act, Ask, Caller, Change as AnyChange, Decision, Desk, IdempotencyKey, Order, Permission, Result, Scene, accept,
};

/// Takes back the newest line of the operation that still stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TakeBack {
    pub operation: OperationId,
}

/// What was taken back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Undone {
    pub operation: OperationId,
    /// The operation as its audit line told it.
    pub text: String,
    /// Nothing of it is left.
    pub whole: bool,
}

/// The operation, its newest line and whether an older one is left.
pub struct Facts {
    operation: Operation,
    line: i64,
    inverses: Vec<Inverse>,
    older: bool,
}

impl Act for TakeBack {
    const NAME: &'static str = "undo";
    const NEEDS: Permission = Permission::Enter;
    type Facts = Facts;
    type Outcome = Undone;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let operation = admitted(scene, self.operation)?;
        let line = newest(scene, &operation)?.ok_or_else(|| Failure::from(already_undone(&operation)))?;
        let inverses = inverses(&read(&line)?, &mut Undoing::new(scene))?;
        let older = store::newest_line(scene, self.operation, line.seq)?.is_some();
        Ok(Facts { operation, line: line.seq, inverses, older })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<Undone> {
        refuse_blocked(&facts.operation, &facts.inverses)?;
        // From here the line will be taken back.
        let whole = !facts.older;
        let mut changes: Vec<AnyChange> = Vec::new();
        for inverse in facts.inverses {
            if let Inverse::Changes(found) = inverse {
                changes.extend(found);
            }
        }
        changes.push(Change::TakenBack { operation: self.operation, line: facts.line, whole }.into());
        let text = format!("Undone: {}", facts.operation.text);
        let outcome = Undone { operation: self.operation, text: facts.operation.text, whole };
        Ok(accept(outcome, changes).says(text).about(self.operation))
    }
}

/// Undoes a whole operation. Everything is looked at first, so that what is blocked somewhere is not begun.
pub fn undo(desk: &Desk, caller: &Caller, operation: OperationId, key: Option<&IdempotencyKey>) -> Result<Undone> {
    let mut step = 0;
    loop {
        step += 1;
        let key = key.map(|key| IdempotencyKey { key: format!("{}#{step}", key.key), ..key.clone() });
        if step == 1 {
            desk.ask(caller, LookAhead { operation })?;
        }
        let undone = desk.carry_out(Order::new(caller.clone(), TakeBack { operation }).keyed(key))?.outcome;
        if undone.whole {
            return Ok(undone);
        }
    }
}

/// Goes through every line without writing: refuses what `undo` would refuse half-way.
struct LookAhead {
    operation: OperationId,
}

impl Ask for LookAhead {
    const NEEDS: Permission = Permission::Enter;
    type Answer = ();

    fn answer(self, scene: &Scene<'_>) -> Result<()> {
        let operation = admitted(scene, self.operation)?;
        let mut undoing = Undoing::new(scene);
        // What was undone already is refused, or answered as before, by the command itself.
        let mut line = newest(scene, &operation)?;
        while let Some(this) = line {
            refuse_blocked(&operation, &inverses(&read(&this)?, &mut undoing)?)?;
            line = store::newest_line(scene, self.operation, this.seq)?;
        }
        Ok(())
    }
}

/// The operation, if the one at the desk may undo it.
pub(super) fn admitted(scene: &Scene<'_>, id: OperationId) -> Result<Operation> {
    let operation = store::find(scene, id)?.ok_or_else(|| Failure::missing("operation", id))?;
    let own = scene.rights.member.is_some_and(|member| Actor::Member(member).to_string() == operation.actor);
    if !own {
        scene.rights.require(Permission::UndoChanges)?;
    }
    // A right that this program no longer knows is one that nobody holds.
    scene.rights.require(Permission::parse(&operation.needs).unwrap_or(Permission::UndoChanges))?;
    Ok(operation)
}

fn newest(scene: &Scene<'_>, operation: &Operation) -> Result<Option<Line>> {
    if operation.undone_at.is_some() {
        return Ok(None);
    }
    store::newest_line(scene, operation.id, operation.undone_to.unwrap_or(i64::MAX))
}

fn read(line: &Line) -> Result<Vec<AnyChange>> {
    serde_json::from_str(&line.changes)
        .map_err(|error| Failure::broken(format!("audit line {} cannot be read: {error}", line.seq)))
}

fn already_undone(operation: &Operation) -> Refusal {
    Refusal::rule(
        "UNDO_DONE",
        "It was undone already.",
        format!("“{}” was taken back before, so nothing of it is left.", operation.text),
    )
}

/// Reasons shown; a hundred alike teach no more than ten.
const SHOWN: usize = 10;

fn refuse_blocked(operation: &Operation, inverses: &[Inverse]) -> Result<()> {
    let mut reasons: Vec<&str> = Vec::new();
    for inverse in inverses {
        if let Inverse::Blocked(reason) = inverse
            && !reasons.contains(&reason.as_str())
        {
            reasons.push(reason);
        }
    }
    if reasons.is_empty() {
        return Ok(());
    }
    let more = reasons.len().saturating_sub(SHOWN);
    let mut detail = reasons.iter().take(SHOWN).copied().collect::<Vec<_>>().join(" ");
    if more > 0 {
        detail.push_str(&format!(" {more} more reasons are like these."));
    }
    let mut refusal = Refusal::rule("UNDO_BLOCKED", format!("“{}” cannot be undone.", operation.text), detail);
    for (number, reason) in reasons.iter().take(SHOWN).enumerate() {
        refusal = refusal.detail(format!("reason_{}", number + 1), reason);
    }
    Err(refusal.into())
}
