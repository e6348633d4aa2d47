//! Finds the client that a typed text means: its number, or its whole name.

use kernel::Refusal;

use super::{Party, store};
use crate::{Ask, Permission, Result, Scene};

/// Only for those who see all clients.
#[derive(Clone, Debug)]
pub struct FindParty {
    pub text: String,
}

impl Ask for FindParty {
    const NEEDS: Permission = Permission::ViewClients;
    type Answer = Party;

    fn answer(self, scene: &Scene<'_>) -> Result<Party> {
        let text = self.text.trim();
        let mut found = store::called(scene, text)?;
        let is_clear = found.first().is_some_and(|party| party.number == text) || found.len() == 1;
        if is_clear {
            return Ok(found.swap_remove(0));
        }
        Err(if found.is_empty() { unknown(text) } else { several(text) }.into())
    }
}

fn unknown(text: &str) -> Refusal {
    Refusal::rule(
        "CLIENT_UNKNOWN",
        format!("There is no client “{}”.", kernel::visible(text)),
        "A line names its client by number, or by the whole name. Look it up in the list of clients.",
    )
    .action("Show the clients", "/clients")
}

fn several(text: &str) -> Refusal {
    Refusal::rule(
        "CLIENT_AMBIGUOUS",
        format!("Several clients are called “{}”.", kernel::visible(text)),
        "The line belongs to one of them. Give the client's number.",
    )
}
