//! What takes the changes of this room back. Entries are not undone: they are reversed.

use kernel::{Failure, IdMaker, Instant};

use super::open_items::{self, Match};
use super::{Account, Change, DayRate, Entry, Heading, Source, VatCode, chart, entries, periods, rates};
use crate::undo::{Inverse, Undoing};
use crate::{Permission, Result};

pub(crate) fn inverse(change: &Change, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    match change {
        Change::AccountChanged { before, after } => account_back(before, after, undoing),
        Change::AccountDeleted(account) => account_again(account, undoing),
        Change::VatCodeChanged { before, after } => vat_code_back(before, after, undoing),
        Change::EntryPosted(entry) if entry.heading.source == Source::Merge => unmoved(entry, undoing),
        Change::EntryPosted(entry) => Ok(Inverse::blocked(format!(
            "Entry {} is posted: it is taken back by a reversal, which stays visible.",
            entry.heading.number
        ))),
        Change::ItemsMatched(matches) => unmatched(matches, undoing),
        Change::ExchangeRateSet { before, after } => rate_back(*before, *after, undoing),
        _ => Ok(Inverse::blocked("A change of this kind in the ledger is not taken back by undo.")),
    }
}

/// Takes back what moved open items to another client: by a reversal of today, as long as nothing of them is settled.
fn unmoved(entry: &Entry, undoing: &Undoing<'_>) -> Result<Inverse> {
    undoing.scene.rights.require(Permission::PostEntries)?;
    let number = entry.heading.number;
    if entries::store::reversed_by(undoing.scene, entry.id)?.is_some() {
        return Ok(Inverse::nothing());
    }
    let pairs = open_items::store::pairs_of_entry(undoing.scene, entry.id)?;
    if entries::is_brought_settled(entry, &pairs) {
        return Ok(Inverse::blocked(format!(
            "Something that entry {number} moved to the other client was settled since."
        )));
    }
    let day = undoing.scene.today.max(entry.heading.day);
    if periods::store::closed_months(undoing.scene)?.refuse(day).is_err() {
        return Ok(Inverse::blocked(format!("The month of {} is closed.", day.for_people())));
    }
    let heading = Heading {
        number: entries::store::next_number(undoing.scene)?,
        day,
        text: format!("Reversal of entry {number}"),
        source: Source::Reversal,
        document: None,
        reverses: Some(entry.id),
    };
    // An entry is reversed once: ids that follow from its own are new.
    let uuid = entry.id.uuid();
    let moment = i64::try_from(uuid.as_u128() >> 80).map(Instant).map_err(Failure::broken)?;
    let mut entropy = [0; 32];
    entropy.copy_from_slice(&crate::digest(uuid.as_bytes()));
    let (_, changes) = entries::taken_back(entry, &pairs, heading, &mut IdMaker::new(moment, entropy));
    Ok(Inverse::Changes(changes.into_iter().map(Into::into).collect()))
}

/// Gives back what is still settled as it was then.
fn unmatched(matches: &[Match], undoing: &Undoing<'_>) -> Result<Inverse> {
    if let Some(entry) = matches.first().and_then(|one| one.entry)
        && entries::store::find(undoing.scene, entry)?.is_some_and(|entry| entry.heading.source == Source::Merge)
    {
        // The reversal of that entry gives them back.
        return Ok(Inverse::nothing());
    }
    let mut back = Vec::with_capacity(matches.len());
    for one in matches {
        let now = open_items::store::pair_of(undoing.scene, one.debit, one.credit)?;
        match now.filter(|pair| pair.amount >= one.amount) {
            Some(pair) => back.push(one.taken_back(undoing.scene.today.max(pair.day))),
            None => return Ok(Inverse::blocked("The items were matched in another way since.")),
        }
    }
    Ok(Inverse::of(Change::ItemsMatched(back)))
}

fn rate_back(before: Option<DayRate>, after: Option<DayRate>, undoing: &Undoing<'_>) -> Result<Inverse> {
    let Some(key) = after.or(before) else { return Ok(Inverse::nothing()) };
    let now = rates::store::of_day(undoing.scene, key.currency, key.day)?;
    if now != after.map(|rate| rate.rate) {
        return Ok(Inverse::blocked(format!("The rate of {} for {} was set again since.", key.currency, key.day)));
    }
    Ok(Inverse::of(Change::ExchangeRateSet { before: after, after: before }))
}

fn account_back(before: &Account, after: &Account, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    let view = undoing.scene;
    let Some(now) = chart::store::find(view, after.id)? else { return Ok(Inverse::nothing()) };
    let name = format!("{} “{}”", now.number, now.name);
    if now.version != after.version {
        return Ok(Inverse::blocked(format!("Account {name} was changed again since.")));
    }
    let moved = now.kind != before.kind || now.control != before.control || now.currency != before.currency;
    if moved && chart::store::has_entries(view, now.id)? {
        return Ok(Inverse::blocked(format!("Account {name} has entries by now, so its type stays.")));
    }
    if before.archived && !now.archived && !chart::uses_of(view, &now)?.is_empty() {
        return Ok(Inverse::blocked(format!("Account {name} is in use by now.")));
    }
    let number_free = chart::store::by_number(view, &before.number)?.is_none_or(|other| other.id == now.id);
    if !number_free {
        return Ok(Inverse::blocked(format!("The number {} belongs to another account by now.", before.number)));
    }
    let back = Account { version: now.version + 1, ..before.clone() };
    Ok(Inverse::of(Change::AccountChanged { before: Box::new(now), after: Box::new(back) }))
}

fn account_again(account: &Account, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    if chart::store::find(undoing.scene, account.id)?.is_some() {
        return Ok(Inverse::nothing());
    }
    if chart::store::by_number(undoing.scene, &account.number)?.is_some() {
        return Ok(Inverse::blocked(format!("The number {} belongs to another account by now.", account.number)));
    }
    undoing.comes_back(account.id);
    Ok(Inverse::of(Change::AccountAdded(Account { version: account.version + 1, ..account.clone() })))
}

fn vat_code_back(before: &VatCode, after: &VatCode, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    let codes = super::store::vat_codes(undoing.scene)?;
    let Some(now) = codes.into_iter().find(|code| code.id == after.id) else { return Ok(Inverse::nothing()) };
    if now.version != after.version {
        return Ok(Inverse::blocked(format!("VAT code {} was changed again since.", now.code)));
    }
    let account_there = match before.account {
        Some(account) => chart::store::find(undoing.scene, account)?.is_some_and(|account| !account.archived),
        None => true,
    };
    if !account_there {
        return Ok(Inverse::blocked(format!("The account of VAT code {} is out of use by now.", now.code)));
    }
    let back = VatCode { version: now.version + 1, ..before.clone() };
    Ok(Inverse::of(Change::VatCodeChanged { before: Box::new(now), after: Box::new(back) }))
}
