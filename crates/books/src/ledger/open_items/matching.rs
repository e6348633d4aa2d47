//! Which items settle which: a pair, everything that a client has, and what a reversal gives back.

use kernel::{Day, EntryId, IdMaker, PostingId};

use super::{Item, Match, Pair};

/// Settles as much of a debit item by a credit item as both have left, at most `most`. `None` where nothing is left, or
/// where they are of different clients or accounts.
pub(crate) fn match_pair(
    debit: &mut Item,
    credit: &mut Item,
    most: i64,
    (on, entry): (Day, Option<EntryId>),
    ids: &mut IdMaker,
) -> Option<Match> {
    let amount = debit.remaining.min(-credit.remaining).min(most);
    if amount <= 0 || (debit.client, debit.account) != (credit.client, credit.account) {
        return None;
    }
    debit.remaining -= amount;
    credit.remaining += amount;
    let day = on.max(debit.day).max(credit.day);
    Some(Match { id: ids.next(), debit: debit.id, credit: credit.id, amount, day, entry })
}

/// Settles everything that can be settled, client by client and account by account, the oldest due first. Without a day
/// each pair is settled on the day of the later item.
pub(crate) fn match_all(items: &mut [Item], on: Option<Day>, ids: &mut IdMaker) -> Vec<Match> {
    items.sort_by_key(|item| (item.client, item.account, item.amount < 0, item.due, item.day, item.id));
    let mut matches = Vec::new();
    for of_one in items.chunk_by_mut(|one, next| (one.client, one.account) == (next.client, next.account)) {
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
        day: on.max(pair.day),
        entry,
    })
    .collect()
}

/// What matches do to what is left: of each item once, by how much to move it towards zero.
pub(super) fn moved(matches: &[Match]) -> Vec<(PostingId, i64)> {
    let mut moved: std::collections::BTreeMap<PostingId, i64> = std::collections::BTreeMap::new();
    for one in matches {
        *moved.entry(one.debit).or_default() -= one.amount;
        *moved.entry(one.credit).or_default() += one.amount;
    }
    moved.into_iter().filter(|(_, by)| *by != 0).collect()
}
