//! Matches what a client has paid with what it owes. Only where items of another currency were posted at different rates
//! is there something to post: the difference.

use kernel::{AccountId, ClientId, Currency, Day, IdMaker, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::matching::{settle_one_another, take};
use super::{Item, Match, match_all, match_pair, store};
use crate::ledger::rates::{self, exchange_account_missing};
use crate::ledger::{Change, ClosedMonths, Entry, Foreign, Heading, Line, Party, Source, entries, parties, periods};
use crate::{Act, Decision, Permission, Result, Scene, accept, company};

/// Settles the client's open items with its credits, account by account, the oldest due first.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MatchItems {
    pub client: ClientId,
}

/// Everything the rule needs.
pub struct Facts {
    client: Party,
    open: Vec<Item>,
    currency: Currency,
    exchange: Option<AccountId>,
    closed: ClosedMonths,
    next_number: i64,
}

/// So much of a debit item is settled by a credit item that was posted at another rate.
struct Uneven {
    debit: Item,
    credit: Item,
    units: i64,
    /// What the units are in the books: of the debit, and of the credit.
    worth: (i64, i64),
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
            currency: company::read(scene)?.currency,
            exchange: rates::store::exchange_account(scene)?,
            closed: periods::store::closed_months(scene)?,
            next_number: entries::store::next_number(scene)?,
        })
    }

    fn decide(self, mut facts: Facts, stamp: &Stamp) -> Decision<i64> {
        let mut ids = stamp.ids();
        let mut matches = match_all(&mut facts.open, Some(stamp.today), &mut ids);
        let uneven = match_foreign(&mut facts.open, stamp.today, &mut matches, &mut ids);
        if matches.is_empty() && uneven.is_empty() {
            return Err(nothing_to_match(&facts.client).into());
        }
        let count = (matches.len() + uneven.len()) as i64;
        let text = format!("Open items of “{}” matched with its credits", facts.client.name);
        if uneven.is_empty() {
            let changes = [Change::ItemsMatched(matches).into()];
            return Ok(accept(count, changes).says(text).about(self.client).undoable());
        }
        let day = uneven.iter().map(|one| one.debit.day.max(one.credit.day)).fold(stamp.today, Day::max);
        facts.closed.refuse(day)?;
        let entry = even_out(&uneven, day, &facts, &mut ids)?;
        matches.extend(evened_out(&uneven, &entry, &mut ids));
        // From here the items will be matched.
        let changes = [Change::EntryPosted(Box::new(entry)).into(), Change::ItemsMatched(matches).into()];
        Ok(accept(count, changes).says(text).about(self.client))
    }
}

/// Settles items of other currencies, the oldest due first, and answers the pairs that need an entry.
fn match_foreign(items: &mut [Item], on: Day, matches: &mut Vec<Match>, ids: &mut IdMaker) -> Vec<Uneven> {
    let (mut debits, mut credits): (Vec<Item>, Vec<Item>) =
        items.iter().filter(|item| item.foreign.is_some()).cloned().partition(|item| item.amount > 0);
    let mut uneven = Vec::new();
    for credit in &mut credits {
        for debit in debits.iter_mut().filter(|debit| debit.remaining > 0) {
            if let Some(found) = match_pair(debit, credit, i64::MAX, (on, None), ids) {
                matches.push(found);
                continue;
            }
            let units = debit.left().min(-credit.left());
            let worth = (debit.in_books(units), credit.in_books(-units).map(|worth| -worth));
            if let (true, true, (Some(owed), Some(paid))) = (units > 0, settle_one_another(debit, credit), worth) {
                uneven.push(Uneven { debit: debit.clone(), credit: credit.clone(), units, worth: (owed, paid) });
                take(debit, owed, units);
                take(credit, -paid, -units);
            }
        }
    }
    uneven
}

/// One line against each item of each pair, and the differences on the account for them.
fn even_out(uneven: &[Uneven], day: Day, facts: &Facts, ids: &mut IdMaker) -> Result<Entry> {
    let mut lines = Vec::with_capacity(uneven.len() * 2 + 1);
    for one in uneven {
        let line = |item: &Item, amount: i64, units: i64| {
            let foreign = item.currency().map(|currency| Foreign { currency, amount: units });
            Line::of_client(item.account, item.client, amount).worth(foreign).opening(day, None)
        };
        lines.push(line(&one.debit, -one.worth.0, -one.units));
        lines.push(line(&one.credit, one.worth.1, one.units));
    }
    let difference: i64 = uneven.iter().map(|one| one.worth.0 - one.worth.1).sum();
    if difference != 0 {
        let account = facts.exchange.ok_or_else(exchange_account_missing)?;
        lines.push(Line::on(account, difference));
    }
    let heading = Heading {
        number: facts.next_number,
        day,
        text: format!("Exchange difference, {}", facts.client.name),
        source: Source::Exchange,
        document: None,
        reverses: None,
    };
    Ok(Entry::balanced(heading, lines, facts.currency, ids)?)
}

fn evened_out(uneven: &[Uneven], entry: &Entry, ids: &mut IdMaker) -> Vec<Match> {
    let by = (entry.heading.day, Some(entry.id));
    let mut matches = Vec::with_capacity(uneven.len() * 2);
    for (one, made) in uneven.iter().zip(entry.items().chunks(2)) {
        let (mut debit, mut credit) = (one.debit.clone(), one.credit.clone());
        let (mut closing, mut using) = (made[0].clone(), made[1].clone());
        matches.extend(match_pair(&mut debit, &mut closing, one.units, by, ids));
        matches.extend(match_pair(&mut using, &mut credit, one.units, by, ids));
    }
    matches
}

fn nothing_to_match(client: &Party) -> Refusal {
    Refusal::rule(
        "NOTHING_TO_MATCH",
        format!("“{}” has no credit and open item on one account.", client.name),
        "A credit settles what stands on the same control account, in the same currency. Register the payment, or transfer \
         the open items to the other account first.",
    )
    .action("Show its open items", format!("/clients/{}/ledger", client.id))
}
