//! Which items settle which: a pair, everything that a client has, and what a reversal gives back.

use kernel::{Day, EntryId, IdMaker, PostingId};

use super::{Item, Match, Pair};

/// Settles as much of a debit item by a credit item as both have left, at most `most` in their currency. `None` where
/// nothing is left, where they are of different clients, accounts or currencies, and where the same amount of another
/// currency is not the same in the books: an entry has to even that out first.
pub(crate) fn match_pair(
    debit: &mut Item,
    credit: &mut Item,
    most: i64,
    (on, entry): (Day, Option<EntryId>),
    ids: &mut IdMaker,
) -> Option<Match> {
    let units = debit.left().min(-credit.left()).min(most);
    if units <= 0 || !settle_one_another(debit, credit) {
        return None;
    }
    let amount = debit.in_books(units).filter(|amount| credit.in_books(-units) == Some(-amount))?;
    let foreign_amount = if debit.foreign.is_some() { units } else { 0 };
    take(debit, amount, foreign_amount);
    take(credit, -amount, -foreign_amount);
    let day = on.max(debit.day).max(credit.day);
    Some(Match { id: ids.next(), debit: debit.id, credit: credit.id, amount, foreign_amount, day, entry })
}

pub(super) fn settle_one_another(debit: &Item, credit: &Item) -> bool {
    let key = |item: &Item| (item.client, item.account, item.currency());
    key(debit) == key(credit)
}

/// So much less is left of the item, in the books and in its own currency.
pub(crate) fn take(item: &mut Item, amount: i64, foreign_amount: i64) {
    item.remaining -= amount;
    if let Some(foreign) = &mut item.foreign {
        foreign.remaining -= foreign_amount;
    }
}

/// Settles everything of the company's currency that can be settled, client by client and account by account, the oldest
/// due first. Without a day each pair is settled on the day of the later item.
pub(crate) fn match_all(items: &mut [Item], on: Option<Day>, ids: &mut IdMaker) -> Vec<Match> {
    let order =
        |item: &Item| (item.foreign.is_some(), item.client, item.account, item.amount < 0, item.due, item.day, item.id);
    items.sort_by_key(order);
    let mut matches = Vec::new();
    let of_books = items.partition_point(|item| item.foreign.is_none());
    for of_one in items[..of_books].chunk_by_mut(|one, next| (one.client, one.account) == (next.client, next.account)) {
        let first_credit = of_one.partition_point(|item| item.amount > 0);
        let (debits, credits) = of_one.split_at_mut(first_credit);
        let (mut debit, mut credit) = (0, 0);
        while let (Some(owed), Some(paid)) = (debits.get_mut(debit), credits.get_mut(credit)) {
            let day = on.unwrap_or(owed.day.max(paid.day));
            matches.extend(match_pair(owed, paid, i64::MAX, (day, None), ids));
            debit += usize::from(owed.remaining == 0);
            credit += usize::from(paid.remaining == 0);
        }
    }
    matches
}

/// Takes back what is settled between pairs, from a day on.
pub(crate) fn given_back(pairs: &[Pair], on: Day, entry: Option<EntryId>, ids: &mut IdMaker) -> Vec<Match> {
    let live = pairs.iter().filter(|pair| pair.amount != 0);
    live.map(|pair| Match {
        id: ids.next(),
        debit: pair.debit,
        credit: pair.credit,
        amount: -pair.amount,
        foreign_amount: -pair.foreign_amount,
        day: on.max(pair.day),
        entry,
    })
    .collect()
}

/// What matches do to what is left: of each item once, by how much to move it towards zero, in the books and in its own
/// currency.
pub(super) fn moved(matches: &[Match]) -> Vec<(PostingId, (i64, i64))> {
    let mut moved: std::collections::BTreeMap<PostingId, (i64, i64)> = std::collections::BTreeMap::new();
    let mut by = |item, amount, foreign_amount| {
        let sums = moved.entry(item).or_default();
        sums.0 += amount;
        sums.1 += foreign_amount;
    };
    for one in matches {
        by(one.debit, -one.amount, -one.foreign_amount);
        by(one.credit, one.amount, one.foreign_amount);
    }
    moved.into_iter().filter(|(_, by)| *by != (0, 0)).collect()
}
