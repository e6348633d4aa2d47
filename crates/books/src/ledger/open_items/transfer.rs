//! Transfers open items to another control account or another client: one balanced entry, each item by itself with its
//! reference.

use kernel::{AccountId, ClientId, Currency, Day, GroupId, IdMaker, Refusal};

use super::{Item, match_pair, store};
use crate::ledger::{Change, ClosedMonths, Entry, Foreign, Heading, Line, Source, entries, periods};
use crate::{Result, Scene, company};

/// An open item, and what people call it: the number of its paper, or its text.
#[derive(Clone, Debug)]
pub(crate) struct Referenced {
    pub item: Item,
    pub reference: String,
}

/// What a transfer needs to know.
pub(crate) struct Transfer {
    pub items: Vec<Referenced>,
    closed: ClosedMonths,
    next_number: i64,
    currency: Currency,
}

impl Transfer {
    /// What is open of one client.
    pub(crate) fn of_client(scene: &Scene<'_>, client: ClientId) -> Result<Transfer> {
        Transfer::of(scene, store::referenced_of_client(scene, client)?)
    }

    /// What is open of the clients that are in a customer group now, on one account.
    pub(crate) fn of_group(scene: &Scene<'_>, group: GroupId, account: AccountId) -> Result<Transfer> {
        Transfer::of(scene, store::referenced_of_group(scene, group, account)?)
    }

    fn of(scene: &Scene<'_>, items: Vec<Referenced>) -> Result<Transfer> {
        Ok(Transfer {
            items,
            closed: periods::store::closed_months(scene)?,
            next_number: entries::store::next_number(scene)?,
            currency: company::read(scene)?.currency,
        })
    }

    /// The entry and its matches; nothing where no item stands elsewhere. `later` counts the entries that the same
    /// command posts before this one.
    pub(crate) fn decide(
        &self,
        to: AccountId,
        on: Day,
        (text, later): (String, i64),
        ids: &mut IdMaker,
    ) -> Result<Vec<Change>> {
        let moving: Vec<&Referenced> = self.items.iter().filter(|open| open.item.account != to).collect();
        self.post(&moving, (None, to), on, (Source::Transfer, text, later), ids)
    }

    /// The currency of the books.
    pub(crate) fn currency(&self) -> Currency {
        self.currency
    }

    /// The same for everything that is open, which goes to another client and its control account.
    pub(crate) fn decide_for(
        &self,
        heir: (ClientId, AccountId),
        on: Day,
        text: String,
        ids: &mut IdMaker,
    ) -> Result<Vec<Change>> {
        let moving: Vec<&Referenced> = self.items.iter().collect();
        self.post(&moving, (Some(heir.0), heir.1), on, (Source::Merge, text, 0), ids)
    }

    fn post(
        &self,
        moving: &[&Referenced],
        to: (Option<ClientId>, AccountId),
        on: Day,
        (source, text, later): (Source, String, i64),
        ids: &mut IdMaker,
    ) -> Result<Vec<Change>> {
        if moving.is_empty() {
            return Ok(Vec::new());
        }
        self.closed.refuse(on)?;
        if let Some(last) = moving.iter().map(|open| open.item.day).max().filter(|last| *last > on) {
            return Err(before_an_item(on, last).into());
        }
        // From here the items will be transferred.
        let heading =
            Heading { number: self.next_number + later, day: on, text, source, document: None, reverses: None };
        let lines = moving.iter().flat_map(|open| lines(open, to, on)).collect();
        let entry = Entry::balanced(heading, lines, self.currency, ids)?;
        let made = entry.items();
        let mut matches = Vec::with_capacity(moving.len());
        for (open, taken_over) in moving.iter().zip(made.chunks(2)) {
            let (mut old, mut credit) = (open.item.clone(), taken_over[0].clone());
            let (debit, credit) = if old.amount > 0 { (&mut old, &mut credit) } else { (&mut credit, &mut old) };
            matches.extend(match_pair(debit, credit, i64::MAX, (on, Some(entry.id)), ids));
        }
        Ok(vec![Change::EntryPosted(Box::new(entry)), Change::ItemsMatched(matches)])
    }
}

/// Off the old account, onto the new one of the same client or of another, where it stands for the same document and is due
/// on the same day.
fn lines(open: &Referenced, (heir, to): (Option<ClientId>, AccountId), on: Day) -> [Line; 2] {
    let item = &open.item;
    let line = |client, account, sign: i64| Line {
        text: Some(open.reference.chars().take(200).collect()),
        foreign: item.foreign_left().map(|left| Foreign { amount: sign * left.amount, ..left }),
        ..Line::of_client(account, client, sign * item.remaining)
    };
    [
        line(item.client, item.account, -1).opening(on, None),
        line(heir.unwrap_or(item.client), to, 1).opening(item.due, item.document),
    ]
}

fn before_an_item(on: Day, last: Day) -> Refusal {
    Refusal::field(
        "TRANSFER_BEFORE_ITEM",
        "on",
        format!("An open item is of {last}, the transfer of {on}."),
        format!("What was posted later cannot be moved before. Choose {last} or a later day."),
    )
    .detail("earliest", last)
}
