//! Writes a memo on an agreement. It stays for good.

use kernel::{AgreementId, Failure, MemoId, Stamp};
use serde::{Deserialize, Serialize};

use super::{Agreement, Change, Memo, refusals, store};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Characters of a memo.
const LONGEST: usize = 2_000;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WriteMemo {
    pub agreement: AgreementId,
    pub text: String,
}

impl Act for WriteMemo {
    const NAME: &'static str = "write_memo";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Agreement;
    type Outcome = MemoId;

    fn load(&self, scene: &Scene<'_>) -> Result<Agreement> {
        store::find(scene, self.agreement)?.ok_or_else(|| Failure::missing("agreement", self.agreement))
    }

    fn decide(self, agreement: Agreement, stamp: &Stamp) -> Decision<MemoId> {
        let text = kernel::optional_text(&self.text, LONGEST)
            .map_err(|_| refusals::memo_too_long(LONGEST))?
            .ok_or_else(refusals::memo_required)?;
        // From here the memo will be written; nothing takes it back.
        let id = stamp.ids().next();
        let memo = Memo { id, agreement: agreement.id, text, at: stamp.now, by: stamp.actor.to_string() };
        let text = format!("Memo written on agreement {}", agreement.title());
        Ok(accept(id, [Change::MemoWritten(memo).into()]).says(text).about(agreement.group))
    }
}
