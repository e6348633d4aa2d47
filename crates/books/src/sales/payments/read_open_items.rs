//! What is open of a client on a day: its statement, and what a payment can settle.

use kernel::{AccountId, ClientId, Currency, Day, EntryId, Failure, InvoiceId, PostingId};

use super::store;
use crate::clients::{self, Client, Sight};
use crate::ledger::Foreign;
use crate::{Ask, Permission, Result, Scene, company};

/// Today where no day is given.
#[derive(Clone, Copy, Debug)]
pub struct ReadOpenItems {
    pub client: ClientId,
    pub on: Option<Day>,
}

#[derive(Clone, Debug)]
pub struct OpenItems {
    pub client: Client,
    /// The oldest due first.
    pub items: Vec<OpenItem>,
    /// What they add up to: the client's balance.
    pub balance: i64,
    pub overdue: i64,
    pub on: Day,
    pub currency: Currency,
    /// Where a payment can go; the company's own first.
    pub banks: Vec<BankAccount>,
}

/// Amounts in minor units, debit positive.
#[derive(Clone, Debug)]
pub struct OpenItem {
    pub id: PostingId,
    pub entry: EntryId,
    pub entry_number: i64,
    pub account_number: String,
    pub day: Day,
    pub due: Day,
    pub amount: i64,
    /// What was open of it on the day.
    pub open: i64,
    /// The same in its own currency, where that is not the company's.
    pub foreign: Option<Foreign>,
    pub document: Option<InvoiceId>,
    /// The number of the document, or what the entry says.
    pub title: String,
    /// Days since it was due; nothing or less where it is not due yet.
    pub days_overdue: i64,
    /// Open items up to this one, added up.
    pub balance: i64,
}

#[derive(Clone, Debug)]
pub struct BankAccount {
    pub id: AccountId,
    pub number: String,
    pub name: String,
    /// Where it is kept in another currency than the company's.
    pub currency: Option<Currency>,
}

impl Ask for ReadOpenItems {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = OpenItems;

    fn answer(self, scene: &Scene<'_>) -> Result<OpenItems> {
        let client = clients::store::find_in_sight(scene, self.client, Sight::of(scene.rights))?
            .ok_or_else(|| Failure::missing("client", self.client))?;
        let on = self.on.unwrap_or(scene.today);
        let mut items = store::open_items(scene, self.client, on)?;
        let (mut balance, mut overdue) = (0, 0);
        for item in &mut items {
            balance += item.open;
            item.balance = balance;
            item.days_overdue = item.due.days_until(on);
            if item.days_overdue > 0 && item.open > 0 {
                overdue += item.open;
            }
        }
        let currency = company::read(scene)?.currency;
        Ok(OpenItems { client, items, balance, overdue, on, currency, banks: store::banks(scene)? })
    }
}
