//! A draft that goes to another client: everything that the groups define is derived anew, what was typed stays.

use kernel::{AccountId, ClientId, IdMaker, InvoiceId, Refusal};

use super::draft::Identity;
use super::facts::DraftFacts;
use super::{Change, Draft, Invoice, refusals, store};
use crate::{Result, Scene};

/// A draft on its way to another client.
pub(crate) struct Readdressed {
    before: Invoice,
    draft: Draft,
    facts: DraftFacts,
}

impl Readdressed {
    /// Every draft of a client, in the order of their provisional numbers, on the way to another.
    pub(crate) fn all(scene: &Scene<'_>, from: ClientId, to: ClientId) -> Result<Vec<Readdressed>> {
        let mut found = Vec::new();
        for id in store::drafts_of(scene, from)? {
            if let Some(before) = store::find_in_sight(scene, id)? {
                let draft = Draft { client: to, ..Draft::of(&before) };
                found.push(Readdressed { facts: DraftFacts::load(scene, &draft)?, before, draft });
            }
        }
        Ok(found)
    }

    pub(crate) fn title(&self) -> String {
        self.before.title()
    }

    pub(crate) fn id(&self) -> InvoiceId {
        self.before.id
    }

    /// The draft as it is derived for the other client. A correction stands on `account` where what it corrects goes
    /// there too.
    pub(crate) fn change(&self, account: Option<AccountId>, ids: &mut IdMaker) -> std::result::Result<Change, Refusal> {
        if let Some(settlement) = self.before.settlement {
            return Err(refusals::of_a_settlement(&self.before, settlement));
        }
        let like = Identity { version: self.before.version + 1, ..Identity::of(&self.before) };
        let mut after = self.draft.derive(like, &self.facts, ids)?;
        let is_open = self.facts.credited.as_ref().is_some_and(|one| one.items.iter().any(|item| item.remaining != 0));
        if let Some(account) = account.filter(|_| is_open) {
            after.account = account;
        }
        Ok(Change::DraftChanged { before: Box::new(self.before.clone()), after: Box::new(after) })
    }
}
