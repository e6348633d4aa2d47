//! Follows a person who changed their own name.

use kernel::{Failure, MemberId, Name, Stamp};
use serde::{Deserialize, Serialize};

use super::super::Change;
use super::{Member, store};
use crate::{Act, Decision, Permission, Result, Scene, accept};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RenameSelf {
    pub name: Name,
}

impl Act for RenameSelf {
    const NAME: &'static str = "rename_self";
    const NEEDS: Permission = Permission::Enter;
    type Facts = Member;
    type Outcome = MemberId;

    fn load(&self, scene: &Scene<'_>) -> Result<Member> {
        let own = scene.rights.member.ok_or_else(|| Failure::missing("member", "operator"))?;
        store::find(scene, own)?.ok_or_else(|| Failure::missing("member", own))
    }

    fn decide(self, before: Member, _: &Stamp) -> Decision<MemberId> {
        let id = before.id;
        if before.name == self.name.as_str() {
            return Ok(accept(id, []));
        }
        let after = Member { name: self.name.to_string(), version: before.version + 1, ..before.clone() };
        let text = format!("Member “{}” is now called “{}”", before.name, after.name);
        Ok(accept(id, [Change::MemberChanged { before, after }.into()]).says(text).about(id))
    }
}
