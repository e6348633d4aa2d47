//! Open items: what each line on a receivables control account left to settle, and which items settle one another.
//!
//! Matches join items of one client on one account only. So what is open on an account is the account's balance, on
//! every day. rules/open-items.md

mod match_items;
mod matching;
pub(crate) mod store;
mod transfer;

use kernel::{AccountId, ClientId, Day, EntryId, InvoiceId, MatchId, PostingId};
use serde::{Deserialize, Serialize};

pub use match_items::MatchItems;
pub(crate) use matching::{given_back, match_all, match_pair};
pub(crate) use transfer::{Referenced, Transfer};

use super::Entry;

#[cfg(test)]
mod tests;

/// What makes an open item of a line on a control account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opens {
    pub due: Day,
    /// The invoice or credit note that the item stands for.
    pub document: Option<InvoiceId>,
}

/// An open item; amounts in minor units of the company's currency, debit positive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The line that it stands for.
    pub id: PostingId,
    pub client: ClientId,
    pub account: AccountId,
    pub day: Day,
    pub due: Day,
    pub amount: i64,
    /// What is not settled yet, on the side of the amount.
    pub remaining: i64,
    pub document: Option<InvoiceId>,
}

/// So much of a debit item was settled by a credit item; below zero it was given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match {
    pub id: MatchId,
    pub debit: PostingId,
    pub credit: PostingId,
    /// Minor units.
    pub amount: i64,
    pub day: Day,
    /// The entry that brought it about; `None` where somebody matched by hand.
    pub entry: Option<EntryId>,
}

/// What two items settle of one another now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub debit: PostingId,
    pub credit: PostingId,
    pub amount: i64,
    /// The last day on which something happened between them.
    pub day: Day,
}

impl Match {
    /// The row that gives this one back. Its key follows from this one's: a match is undone once.
    pub(crate) fn taken_back(&self, day: Day) -> Match {
        let id = MatchId::from_uuid(kernel::Uuid::from_u128(self.id.uuid().as_u128() ^ u128::from(u32::MAX)));
        Match { id, amount: -self.amount, day, entry: None, ..self.clone() }
    }
}

impl Entry {
    /// The open items that the entry makes, nothing of them settled.
    pub(crate) fn items(&self) -> Vec<Item> {
        let item = |(id, line): &(PostingId, super::Line)| {
            let (opens, client) = (line.opens?, line.client?);
            Some(Item {
                id: *id,
                client,
                account: line.account,
                day: self.heading.day,
                due: opens.due,
                amount: line.amount,
                remaining: line.amount,
                document: opens.document,
            })
        };
        self.lines.iter().filter_map(item).collect()
    }
}
