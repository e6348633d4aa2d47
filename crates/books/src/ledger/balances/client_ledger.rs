//! The ledger of one client: its lines on control accounts, and what it owes.

use kernel::{ClientId, Currency, Failure};

use super::lines::run_balance;
use super::{LedgerLine, LineCursor, Span, store};
use crate::ledger::Party;
use crate::ledger::parties;
use crate::{Ask, Page, Permission, Result, Scene, company};

/// Only for those who see all clients; to others the client is missing.
#[derive(Clone, Debug)]
pub struct ReadClientLedger {
    pub client: ClientId,
    pub cursor: Option<LineCursor>,
    pub limit: i64,
}

#[derive(Clone, Debug)]
pub struct ClientLedger {
    pub client: Party,
    pub lines: Page<LedgerLine>,
    /// The balance before the first line of the page, minor units of `currency`.
    pub opening: i64,
    /// What the client owes now.
    pub balance: i64,
    pub currency: Currency,
}

impl Ask for ReadClientLedger {
    const NEEDS: Permission = Permission::ViewLedger;
    type Answer = ClientLedger;

    fn answer(self, scene: &Scene<'_>) -> Result<ClientLedger> {
        let missing = || Failure::missing("client", self.client);
        let client = parties::known(scene, &[self.client])?.remove(&self.client).ok_or_else(missing)?;
        let opening = match self.cursor {
            Some(cursor) => store::client_moved_up_to(scene, self.client, cursor)?,
            None => 0,
        };
        let mut items = store::lines_of(scene, &self)?;
        let more = items.len() as i64 > self.limit;
        items.truncate(usize::try_from(self.limit).unwrap_or_default());
        run_balance(&mut items, opening);
        let next = items.last().filter(|_| more).map(|line| line.cursor().to_string());
        Ok(ClientLedger {
            client,
            lines: Page { items, next },
            opening,
            balance: store::of_client(scene, self.client, &Span::period(None, None))?.balance(),
            currency: company::read(scene)?.currency,
        })
    }
}
