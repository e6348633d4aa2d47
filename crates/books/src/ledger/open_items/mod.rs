//! Open items: what each line on a receivables control account left to settle, and which items settle one another.
//!
//! Matches join items of one client on one account only. So what is open on an account is the account's balance, on
//! every day. rules/open-items.md

mod match_items;
mod matching;
pub(crate) mod store;
mod transfer;

use kernel::{AccountId, ClientId, Currency, Day, EntryId, InvoiceId, MatchId, PostingId, Rounding};
use serde::{Deserialize, Serialize};

pub use match_items::MatchItems;
pub(crate) use matching::{given_back, match_all, match_pair, take};
pub(crate) use transfer::{Referenced, Transfer};

use super::{Entry, Foreign};

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
    /// Where it is owed in another currency: settled are both amounts at once, in proportion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign: Option<ForeignItem>,
    pub document: Option<InvoiceId>,
}

/// What an item is in its own currency, in minor units of that; debit positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignItem {
    pub currency: Currency,
    pub amount: i64,
    pub remaining: i64,
}

/// So much of a debit item was settled by a credit item; below zero it was given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match {
    pub id: MatchId,
    pub debit: PostingId,
    pub credit: PostingId,
    /// Minor units of the company's currency.
    pub amount: i64,
    /// The same in the currency of both items, where that is another one; else 0.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub foreign_amount: i64,
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
    pub foreign_amount: i64,
    /// The last day on which something happened between them.
    pub day: Day,
}

impl Match {
    /// The row that gives this one back. Its key follows from this one's: a match is undone once.
    pub(crate) fn taken_back(&self, day: Day) -> Match {
        let id = MatchId::from_uuid(kernel::Uuid::from_u128(self.id.uuid().as_u128() ^ u128::from(u32::MAX)));
        let (amount, foreign_amount) = (-self.amount, -self.foreign_amount);
        Match { id, amount, foreign_amount, day, entry: None, ..self.clone() }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(amount: &i64) -> bool {
    *amount == 0
}

impl Item {
    /// What the item is owed in; `None` is the company's currency.
    pub fn currency(&self) -> Option<Currency> {
        self.foreign.map(|foreign| foreign.currency)
    }

    /// What is left in the currency of the item, minor units.
    pub fn left(&self) -> i64 {
        self.foreign.map_or(self.remaining, |foreign| foreign.remaining)
    }

    /// What so much of it, in the currency of the item, is in the books: in proportion, and the last of it takes the
    /// rest. `None` where nothing is left.
    pub(crate) fn in_books(&self, units: i64) -> Option<i64> {
        match self.foreign {
            None => Some(units),
            Some(foreign) if foreign.remaining == 0 => None,
            Some(foreign) => Rounding::HalfAwayFromZero.share(self.remaining, units, foreign.remaining).ok(),
        }
    }

    /// What is left, as the amount of a line.
    pub(crate) fn foreign_left(&self) -> Option<Foreign> {
        self.foreign.map(|foreign| Foreign { currency: foreign.currency, amount: foreign.remaining })
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
                foreign: line.foreign.map(|Foreign { currency, amount }| ForeignItem {
                    currency,
                    amount,
                    remaining: amount,
                }),
                document: opens.document,
            })
        };
        self.lines.iter().filter_map(item).collect()
    }
}
