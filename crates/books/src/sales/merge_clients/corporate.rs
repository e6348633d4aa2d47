//! The corporate groups of two clients, united: every year in which the one stood is a year of the other as well.
//!
//! The client that is merged keeps the years up to this one, because its booked papers count by them; later years end,
//! unless something was settled by them.

use std::collections::BTreeMap;

use kernel::{ClientId, GroupId, IdMaker, Refusal, Stamp, Year};

use super::refusals::{self, Overlap};
use super::summary::{CorporateYears, MergeSummary};
use crate::clients::Client;
use crate::groups::corporate::store::{self, Stand, stands_of};
use crate::groups::corporate::{Change as CorporateChange, HeadYear, Years, year_of};
use crate::groups::{self, Change as GroupChange, Kind, Membership};
use crate::{Change, Result, Scene};

/// Where both stand, year by year, and the memberships of the first.
pub struct Corporate {
    left: Vec<Stand>,
    held: Vec<Stand>,
    /// Each with the name of its group, and the last year by which something was settled.
    memberships: Vec<(Membership, String, Option<Year>)>,
}

impl Corporate {
    pub fn load(scene: &Scene<'_>, from: ClientId, into: ClientId) -> Result<Corporate> {
        let mut memberships = Vec::new();
        for (membership, group) in groups::store::memberships_of(scene, from)? {
            if group.kind == Kind::Corporate {
                let settled = store::settled_years(scene, &membership)?.last().copied();
                let settled = settled.and_then(|year| Year::from_number(year).ok());
                memberships.push((membership, group.name.to_string(), settled));
            }
        }
        Ok(Corporate { left: stands_of(scene, from)?, held: stands_of(scene, into)?, memberships })
    }

    fn held_in(&self, slot: &str) -> Option<&Stand> {
        self.held.iter().find(|held| held.slot == slot)
    }

    /// A client is in one group of a type and year. Both in the same group is no contradiction.
    pub fn refuse_overlap(&self, from: &Client, into: &Client) -> std::result::Result<(), Refusal> {
        let mut overlaps: Vec<Overlap> = Vec::new();
        for left in &self.left {
            let Some(held) = self.held_in(&left.slot).filter(|held| held.group != left.group) else { continue };
            let follows =
                |last: &&mut Overlap| (last.left, last.held, last.until + 1) == (left.group, held.group, left.year);
            match overlaps.last_mut().filter(follows) {
                Some(last) => last.until = left.year,
                None => overlaps.push(Overlap {
                    left: left.group,
                    held: held.group,
                    left_name: left.group_name.clone(),
                    held_name: held.group_name.clone(),
                    type_name: left.type_name.clone(),
                    year: left.year,
                    until: left.year,
                }),
            }
        }
        if overlaps.is_empty() { Ok(()) } else { Err(refusals::overlap(from, into, &overlaps)) }
    }

    /// The head goes first: who stays a member keeps the year, who was only at the head gives it up.
    pub fn united(
        &self,
        (from, into): (&Client, ClientId),
        summary: &mut MergeSummary,
        ids: &mut IdMaker,
        stamp: &Stamp,
    ) -> Vec<Change> {
        let mut changes = self.heads(from.id, into, summary);
        for (membership, name, settled) in &self.memberships {
            let this_year = stamp.today.year();
            changes.extend(ended(membership, settled.map_or(this_year, |settled| settled.max(this_year))));
            for years in self.missing(membership) {
                let slots = membership.slots.iter().filter(|slot| year_of(slot).is_some_and(|year| years.has(year)));
                let entered = Membership {
                    id: ids.next(),
                    group: membership.group,
                    client: into,
                    from: years.from(),
                    until: Some(years.until()),
                    slots: slots.cloned().collect(),
                };
                changes.push(GroupChange::MembershipStarted(entered));
                summary.corporate.push(CorporateYears { group: name.clone(), years: years.to_string() });
            }
        }
        changes.into_iter().map(Change::from).collect()
    }

    fn heads(&self, from: ClientId, into: ClientId, summary: &mut MergeSummary) -> Vec<GroupChange> {
        let mut of_group: BTreeMap<GroupId, Vec<&Stand>> = BTreeMap::new();
        for stand in self.left.iter().filter(|stand| stand.is_head) {
            of_group.entry(stand.group).or_default().push(stand);
        }
        let mut changes = Vec::new();
        for (group, stands) in of_group {
            let name = stands.first().map(|stand| stand.group_name.clone()).unwrap_or_default();
            for years in runs(stands.iter().map(|stand| stand.year)) {
                summary.heads.push(CorporateYears { group: name.clone(), years: years.to_string() });
            }
            let moved = |stand: &&Stand| HeadYear { slot: stand.slot.clone(), before: Some(from), after: Some(into) };
            let years = stands.iter().map(moved).collect();
            changes.push(GroupChange::Corporate(Box::new(CorporateChange::HeadSet { group, years })));
        }
        changes
    }

    /// Runs of years of the membership in which the other is no member of the group.
    fn missing(&self, membership: &Membership) -> Vec<Years> {
        let is_member = |slot: &str| self.held_in(slot).is_some_and(|held| held.membership.is_some());
        runs(membership.slots.iter().filter(|slot| !is_member(slot)).filter_map(|slot| year_of(slot)))
    }
}

/// Rising years, gathered where one follows another.
fn runs(years: impl Iterator<Item = i64>) -> Vec<Years> {
    let mut runs: Vec<Years> = Vec::new();
    for year in years.filter_map(|number| Year::from_number(number).ok()) {
        match runs.last_mut().filter(|run| run.last.number() + 1 == year.number()) {
            Some(run) => run.last = year,
            None => runs.push(Years { first: year, last: year }),
        }
    }
    runs
}

/// Said of a membership that would only begin after the merge.
const MERGED: &str = "The client was merged into another before it began.";

/// What is left of the membership behind a year, which is this one or a later one that was settled: nothing.
fn ended(membership: &Membership, last: Year) -> Option<GroupChange> {
    let years = store::years_of(membership);
    if years.last <= last {
        return None;
    }
    let membership = membership.clone();
    let change = if years.first > last {
        CorporateChange::Voided { membership, reason: MERGED.to_owned() }
    } else {
        let kept = Years { last, ..years };
        let in_years = |slot: &&String| year_of(slot).is_some_and(|year| kept.has(year));
        let slots = membership.slots.iter().filter(in_years).cloned().collect();
        CorporateChange::LastDaySet { membership, until: kept.until(), slots }
    };
    Some(GroupChange::Corporate(Box::new(change)))
}
