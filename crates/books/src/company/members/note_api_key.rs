//! Notes in the audit that a member issued an API key, or that one was revoked. The key itself is the hallway's.

use kernel::{MemberId, Name, Refusal, Stamp, TokenId};
use serde::{Deserialize, Serialize};

use super::super::Change;
use crate::{Act, Decision, Permission, Result, Scene, accept};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum NoteApiKey {
    /// The outcome is the id that the key is to have.
    Issued {
        name: Name,
    },
    Revoked {
        id: TokenId,
        name: Name,
    },
}

impl Act for NoteApiKey {
    const NAME: &'static str = "note_api_key";
    const NEEDS: Permission = Permission::Enter;
    type Facts = Option<MemberId>;
    type Outcome = TokenId;

    fn load(&self, scene: &Scene<'_>) -> Result<Option<MemberId>> {
        Ok(scene.rights.member)
    }

    fn decide(self, own: Option<MemberId>, stamp: &Stamp) -> Decision<TokenId> {
        let own = own.ok_or_else(not_a_member)?;
        let accepted = match self {
            NoteApiKey::Issued { name } => {
                let id = stamp.ids().next();
                let text = format!("API key “{name}” issued");
                accept(id, [Change::ApiKeyIssued { id, name: name.to_string(), member: own }.into()]).says(text)
            }
            NoteApiKey::Revoked { id, name } => {
                let text = format!("API key “{name}” revoked");
                accept(id, [Change::ApiKeyRevoked { id, name: name.to_string() }.into()]).says(text)
            }
        };
        Ok(accepted.about(own))
    }
}

fn not_a_member() -> Refusal {
    Refusal::rule(
        "MEMBER_NEEDED",
        "An API key belongs to a member.",
        "Whoever runs the machine has no seat in the company. Log in as a member to issue a key.",
    )
}
