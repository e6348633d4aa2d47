//! Reads one entry with its lines, and what reversed it.

use kernel::{AccountId, Currency, EntryId, Failure};

use super::{Foreign, Heading, store};
use crate::ledger::AccountKind;
use crate::ledger::parties::Party;
use crate::{Ask, Permission, Result, Scene, company};

#[derive(Clone, Copy, Debug)]
pub struct ReadEntry {
    pub id: EntryId,
}

/// An entry as pages and the API show it.
#[derive(Clone, Debug)]
pub struct EntryView {
    pub id: EntryId,
    pub heading: Heading,
    pub lines: Vec<LineView>,
    pub currency: Currency,
    /// Who posted it, and when.
    pub posted_by: String,
    pub posted_at: kernel::Instant,
    /// The entry that this one takes back, with its number.
    pub reverses: Option<(EntryId, i64)>,
    pub reversed_by: Option<(EntryId, i64)>,
}

/// A line with names in place of ids.
#[derive(Clone, Debug)]
pub struct LineView {
    pub account: AccountId,
    pub account_number: String,
    pub account_name: String,
    pub account_kind: AccountKind,
    pub client: Option<Party>,
    /// Minor units, debit positive.
    pub amount: i64,
    pub vat_code: Option<String>,
    pub text: Option<String>,
    /// The same amount in another currency, where one was spoken of.
    pub foreign: Option<Foreign>,
}

impl Ask for ReadEntry {
    const NEEDS: Permission = Permission::ViewLedger;
    type Answer = EntryView;

    fn answer(self, scene: &Scene<'_>) -> Result<EntryView> {
        let found = store::heading_of(scene, self.id)?.ok_or_else(|| Failure::missing("entry", self.id))?;
        let names = company::member_names(scene)?;
        let reverses = match found.heading.reverses {
            Some(other) => store::heading_of(scene, other)?.map(|entry| (entry.id, entry.heading.number)),
            None => None,
        };
        Ok(EntryView {
            lines: store::lines_of(scene, self.id)?,
            currency: company::read(scene)?.currency,
            posted_by: names.of(&found.booked_by),
            posted_at: found.booked_at,
            reverses,
            reversed_by: store::reversed_by(scene, self.id)?,
            id: found.id,
            heading: found.heading,
        })
    }
}

impl EntryView {
    /// The sum of the debit lines, minor units.
    pub fn total(&self) -> i64 {
        self.lines.iter().map(|line| line.amount.max(0)).sum()
    }
}
