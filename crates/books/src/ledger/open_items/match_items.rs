//! Matches what a client has paid with what it owes, without posting anything.

use kernel::{ClientId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::{Item, match_all, store};
use crate::ledger::{Change, Party, parties};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Settles the client's open items with its credits, account by account, the oldest due first.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MatchItems {
    pub client: ClientId,
}

/// Two questions.
pub struct Facts {
    client: Party,
    open: Vec<Item>,
}

impl Act for MatchItems {
    const NAME: &'static str = "match_items";
    const NEEDS: Permission = Permission::PostEntries;
    type Facts = Facts;
    /// How many pairs were settled.
    type Outcome = i64;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let client = parties::known(scene, &[self.client])?.remove(&self.client);
        Ok(Facts {
            client: client.ok_or_else(|| kernel::Failure::missing("client", self.client))?,
            open: store::open_of_clients(scene, &[self.client])?,
        })
    }

    fn decide(self, mut facts: Facts, stamp: &Stamp) -> Decision<i64> {
        let matches = match_all(&mut facts.open, Some(stamp.today), &mut stamp.ids());
        if matches.is_empty() {
            return Err(nothing_to_match(&facts.client).into());
        }
        // From here the items will be matched.
        let count = matches.len() as i64;
        let text = format!("Open items of “{}” matched with its credits", facts.client.name);
        Ok(accept(count, [Change::ItemsMatched(matches).into()]).says(text).about(self.client).undoable())
    }
}

fn nothing_to_match(client: &Party) -> Refusal {
    Refusal::rule(
        "NOTHING_TO_MATCH",
        format!("“{}” has no credit and open item on one account.", client.name),
        "A credit settles what stands on the same control account. Register the payment, or transfer the open items to \
         the other account first.",
    )
    .action("Show its open items", format!("/clients/{}/ledger", client.id))
}
