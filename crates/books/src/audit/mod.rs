//! The audit: one line for each command that changed something, each sealed with the digest of the line before.

mod name_things;
mod search_audit;
mod store;

use db::{Tx, View, WriteSet, params};
use kernel::Uuid;
use kernel::{AuditId, Instant, OperationId, Stamp};
use serde::Serialize;
use sha2::{Digest, Sha256};

pub use name_things::{NameThings, ThingName};
pub use search_audit::SearchAudit;
pub use store::last_written;

use crate::{Ask, Page, Permission, Result, Scene};

/// The form of the sealed bytes; a change of form gets a new number, old lines keep theirs.
const FORM: u8 = 1;

/// Where the chain stands: read once a turn, carried from line to line.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    seq: i64,
    digest: Vec<u8>,
}

/// What a command tells the audit.
pub(crate) struct NewLine<'a> {
    pub verb: &'static str,
    pub subject: Option<Uuid>,
    pub text: &'a str,
    /// As JSON.
    pub changes: &'a str,
    pub operation: Option<OperationId>,
}

impl Chain {
    pub(crate) fn head(view: &View<'_>) -> Result<Chain> {
        let last = store::head(view)?;
        Ok(last.map_or(Chain { seq: 0, digest: Vec::new() }, |(seq, digest)| Chain { seq, digest }))
    }

    /// Keeps where the audit ends, beside it and in the same transaction; `before` is where it ended.
    pub(crate) fn keep(&self, before: &Chain, tx: &mut Tx<'_>) -> Result<()> {
        if self.seq == before.seq { Ok(()) } else { store::set_head(tx, self.seq, &self.digest) }
    }

    /// Writes the next line.
    pub(crate) fn add(&mut self, set: &mut WriteSet, stamp: &Stamp, id: AuditId, line: &NewLine<'_>) {
        let actor = stamp.actor.to_string();
        let seq = self.seq + 1;
        let sealed = Sealed {
            seq,
            at: stamp.now,
            actor: &actor,
            door: stamp.door.code(),
            verb: line.verb,
            text: line.text,
            changes: line.changes,
        };
        let digest = sealed.digest(&self.digest);
        set.insert(
            &store::AUDIT,
            params![
                seq,
                id,
                stamp.now,
                &actor,
                stamp.door.code(),
                stamp.request,
                line.verb,
                line.subject.map_or(db::Value::Null, db::Value::Id),
                line.text,
                line.changes,
                line.operation,
                digest.clone()
            ],
        );
        *self = Chain { seq, digest };
    }
}

struct Sealed<'a> {
    seq: i64,
    at: Instant,
    actor: &'a str,
    door: &'a str,
    verb: &'a str,
    text: &'a str,
    changes: &'a str,
}

impl Sealed<'_> {
    /// Every field goes in behind its length, so that no two lines share their bytes.
    fn digest(&self, before: &[u8]) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update([FORM]);
        let mut field = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        field(before);
        field(&self.seq.to_be_bytes());
        field(&self.at.0.to_be_bytes());
        for text in [self.actor, self.door, self.verb, self.text, self.changes] {
            field(text.as_bytes());
        }
        hash.finalize().to_vec()
    }
}

/// Walks the whole chain and names the first line that is not as it was written.
pub(crate) fn verify_chain(view: &View<'_>) -> Result<Option<String>> {
    let mut before: Vec<u8> = Vec::new();
    let mut expected = 1;
    let mut broken = None;
    view.each(store::WHOLE_CHAIN, &[], |row| {
        let seq: i64 = row.get(0)?;
        let (actor, door, verb): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let (text, changes): (String, String) = (row.get(5)?, row.get(6)?);
        let sealed =
            Sealed { seq, at: row.get(1)?, actor: &actor, door: &door, verb: &verb, text: &text, changes: &changes };
        let digest: Vec<u8> = row.get(7)?;
        if broken.is_none() && (seq != expected || sealed.digest(&before) != digest) {
            broken = Some(format!("audit line {seq} is not as it was written"));
        }
        before = digest;
        expected = seq + 1;
        Ok(())
    })?;
    Ok(broken.or(missing_end(expected - 1, &before, store::head(view)?)))
}

/// Whoever cuts lines off the end leaves a chain that is whole: what stands beside it says how far it went.
fn missing_end(seq: i64, digest: &[u8], head: Option<(i64, Vec<u8>)>) -> Option<String> {
    let (written, sealed) = head.unwrap_or_default();
    if seq != written {
        return Some(format!("the audit ends with line {seq}, and line {written} was the last one written"));
    }
    (digest != sealed).then(|| format!("audit line {seq} is not as it was written"))
}

/// One line of the audit, as pages and the API show it.
#[derive(Clone, Debug, Serialize)]
pub struct AuditLine {
    pub seq: i64,
    pub at: Instant,
    pub actor: Actor,
    pub door: String,
    pub verb: String,
    pub text: String,
    pub subject: Option<Uuid>,
    pub operation: Option<OperationId>,
    /// The changes as stored, for those who want every value before and after.
    pub changes: serde_json::Value,
}

/// Who did it: the member's name where it was a member.
#[derive(Clone, Debug, Serialize)]
pub struct Actor {
    pub code: String,
    pub name: String,
}

/// Reads the audit, newest first; `subject` narrows it to one client, group, invoice …
#[derive(Clone, Debug)]
pub struct ReadAudit {
    pub subject: Option<Uuid>,
    pub before: Option<i64>,
    pub limit: i64,
}

impl Ask for ReadAudit {
    const NEEDS: Permission = Permission::ViewAudit;
    type Answer = Page<AuditLine>;

    fn answer(self, scene: &Scene<'_>) -> Result<Page<AuditLine>> {
        let ReadAudit { subject, before, limit } = self;
        SearchAudit { subject, before, limit, ..SearchAudit::default() }.answer(scene)
    }
}
