//! Takes an entry back by its opposite; the entry itself stays as it was posted.

use kernel::{Day, EntryId, Failure, IdMaker, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::{Entry, Heading, Source, store};
use crate::ledger::open_items::{self, Match, Pair, given_back, match_pair};
use crate::ledger::{Change, ClosedMonths, periods};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Posts the opposite of an entry, once, on a day whose month is open.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReverseEntry {
    pub entry: EntryId,
    /// Today where it is not given.
    pub on: Option<Day>,
    /// Why; empty is “Reversal of entry 12”.
    pub text: String,
}

pub struct Facts {
    pub entry: Entry,
    /// The entry that took it back already, with its number.
    pub reversed_by: Option<(EntryId, i64)>,
    /// What is settled between its items and others.
    pub(crate) pairs: Vec<Pair>,
    pub closed: ClosedMonths,
    pub next_number: i64,
}

impl Act for ReverseEntry {
    const NAME: &'static str = "reverse_entry";
    const NEEDS: Permission = Permission::PostEntries;
    type Facts = Facts;
    type Outcome = EntryId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts {
            entry: store::find(scene, self.entry)?.ok_or_else(|| Failure::missing("entry", self.entry))?,
            reversed_by: store::reversed_by(scene, self.entry)?,
            pairs: open_items::store::pairs_of_entry(scene, self.entry)?,
            closed: periods::store::closed_months(scene)?,
            next_number: store::next_number(scene)?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<EntryId> {
        let original = &facts.entry.heading;
        let on = self.on.unwrap_or(stamp.today.max(original.day));
        if matches!(original.source, Source::Invoice | Source::CreditNote) {
            return Err(of_a_document(original).into());
        }
        if original.source == Source::Merge {
            return Err(of_a_merge(original).into());
        }
        if original.reverses.is_some() {
            return Err(is_a_reversal(original).into());
        }
        if let Some((id, number)) = facts.reversed_by {
            return Err(reversed(original, id, number).into());
        }
        if is_settled_since(&facts) {
            return Err(settled_since(original).into());
        }
        if on < original.day {
            return Err(before_the_entry(original).into());
        }
        facts.closed.refuse(on)?;
        // From here the entry will be reversed.
        let text = match self.text.trim() {
            "" => format!("Reversal of entry {}", original.number),
            text => text.chars().take(200).collect(),
        };
        let heading = Heading {
            number: facts.next_number,
            day: on,
            text,
            source: Source::Reversal,
            document: original.document.clone(),
            reverses: Some(facts.entry.id),
        };
        let said = format!("Entry {} reversed by entry {} on {}", original.number, heading.number, on.for_people());
        let (id, changes) = taken_back(&facts.entry, &facts.pairs, heading, &mut stamp.ids());
        Ok(accept(id, changes.into_iter().map(Into::into)).says(said).about(self.entry))
    }
}

fn is_settled_since(facts: &Facts) -> bool {
    facts.entry.heading.source == Source::Transfer && is_brought_settled(&facts.entry, &facts.pairs)
}

/// Whether something was paid of what a transfer brought to where it went: every second of its lines.
pub(in crate::ledger) fn is_brought_settled(entry: &Entry, pairs: &[Pair]) -> bool {
    let brought: Vec<_> = entry.lines.iter().skip(1).step_by(2).map(|(id, _)| *id).collect();
    pairs.iter().any(|pair| brought.contains(&pair.debit) || brought.contains(&pair.credit))
}

/// The opposite of an entry: what that one settled is open again, and both settle one another.
pub(in crate::ledger) fn taken_back(
    entry: &Entry,
    pairs: &[Pair],
    heading: Heading,
    ids: &mut IdMaker,
) -> (EntryId, Vec<Change>) {
    let reversal = entry.reversed(heading, ids);
    let id = reversal.id;
    let matches = settled(entry, pairs, &reversal, ids);
    let matched = (!matches.is_empty()).then_some(Change::ItemsMatched(matches));
    (id, std::iter::once(Change::EntryPosted(Box::new(reversal))).chain(matched).collect())
}

fn settled_since(original: &Heading) -> Refusal {
    Refusal::rule(
        "TRANSFER_SETTLED_SINCE",
        format!("Something that entry {} transferred was settled since.", original.number),
        "The payment stands on the new account, and what it paid would be open on the old one again. Reverse the payment \
         first, or leave the items where they are.",
    )
    .action("Show the payments", "/payments")
}

/// What the entry settled is open again, and the reversal settles the entry itself.
fn settled(entry: &Entry, pairs: &[Pair], reversal: &Entry, ids: &mut IdMaker) -> Vec<Match> {
    let on = reversal.heading.day;
    let mut matches = given_back(pairs, on, Some(reversal.id), ids);
    for (mut one, mut other) in entry.items().into_iter().zip(reversal.items()) {
        let (debit, credit) = if one.amount > 0 { (&mut one, &mut other) } else { (&mut other, &mut one) };
        matches.extend(match_pair(debit, credit, i64::MAX, (on, Some(reversal.id)), ids));
    }
    matches
}

fn of_a_document(original: &Heading) -> Refusal {
    let document = original.document.as_deref().unwrap_or("a document");
    Refusal::rule(
        "ENTRY_OF_DOCUMENT",
        format!("Entry {} belongs to {} {document}.", original.number, original.source.label().to_lowercase()),
        "Paper and books stay together, so a booked document is taken back by a credit note. Credit it instead.",
    )
    .detail("document", document)
    .action("Show the invoices", "/invoices")
}

fn of_a_merge(original: &Heading) -> Refusal {
    Refusal::rule(
        "ENTRY_OF_MERGE",
        format!("Entry {} belongs to the merge of two clients.", original.number),
        "What it moved would stand with a client that takes nothing any more. Undo the merge instead: that takes everything \
         back at once.",
    )
    .action("Show what can be undone", "/operations")
}

fn is_a_reversal(original: &Heading) -> Refusal {
    Refusal::rule(
        "ENTRY_IS_REVERSAL",
        format!("Entry {} is a reversal itself.", original.number),
        "What a reversal took back is posted anew, not by reversing again. Post the entry once more.",
    )
    .action("New entry", "/ledger/entries/new")
}

fn reversed(original: &Heading, by: EntryId, number: i64) -> Refusal {
    Refusal::rule(
        "ENTRY_REVERSED",
        format!("Entry {} is reversed already, by entry {number}.", original.number),
        "An entry is taken back once. Look at its reversal, or post a new entry.",
    )
    .detail("reversed_by", by)
    .action(format!("Show entry {number}"), format!("/ledger/entries/{by}"))
}

fn before_the_entry(original: &Heading) -> Refusal {
    Refusal::field(
        "REVERSAL_BEFORE_ENTRY",
        "on",
        format!("Entry {} is of {}.", original.number, original.day),
        "A reversal follows what it takes back. Choose that day or a later one.",
    )
}
