//! Changes a corporate group: its name, its last year, and who is at its head from a year on.

use std::collections::BTreeMap;

use kernel::{ClientId, CorporateTypeId, Day, GroupId, Name, Stamp, Year};
use serde::{Deserialize, Serialize};

use super::facts::{Candidate, Standing, Wanted};
use super::refusals::{self, Role};
use super::store;
use crate::groups::corporate::{self, Change, CorporateGroup, HeadYear, Years, slot};
use crate::groups::{self, Change as GroupChange, Group, Membership};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Changes what is named; `None` stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeCorporateGroup {
    pub id: GroupId,
    /// The version that the one at the desk has seen.
    pub version: Option<i64>,
    pub name: Option<Name>,
    /// Only the day that it has: the beginning is fixed once saved.
    pub from: Option<Day>,
    /// Only the type that it has.
    pub of_type: Option<CorporateTypeId>,
    /// The last day: a 31 December.
    pub until: Option<Day>,
    /// Ends the memberships that would last longer on the new last day.
    pub end_members: bool,
    pub head: Option<NewHead>,
}

/// Who is at the head from a year on, to the end of the group.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct NewHead {
    pub client: ClientId,
    /// A 1 January within the years of the group; needed where the head changes.
    pub from: Option<Day>,
}

/// What the rule needs.
pub struct Facts {
    standing: Standing,
    holder: Option<CorporateGroup>,
    /// Who is at the head, by year.
    heads: BTreeMap<i64, ClientId>,
    /// Whoever may come to the head of a year: the new one, and the one of the last year, who goes on.
    candidates: Vec<Candidate>,
    /// Memberships that last longer than the group is to, with the names of their clients.
    beyond: Vec<(Membership, String)>,
    /// The last year that was settled.
    last_settled: Option<i64>,
}

impl Act for ChangeCorporateGroup {
    const NAME: &'static str = "change_corporate_group";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let standing = Standing::load(scene, self.id)?;
        let group = &standing.group;
        let heads: BTreeMap<i64, ClientId> = corporate::store::heads(scene, self.id)?.into_iter().collect();
        let last = self.until.map_or(group.years.last, |until| until.year());
        let years = Years { first: group.years.first, last: last.max(group.years.first) };
        let name = self.name.as_ref().unwrap_or(&group.group.name);
        let holder = corporate::store::name_holder(scene, group.of_type, years, &name.key(), Some(self.id))?;
        let mut candidates = Vec::new();
        for client in self.head.map(|head| head.client).into_iter().chain(heads.values().last().copied()) {
            candidates.extend(Candidate::load(scene, client, group.of_type, group.years.first)?);
        }
        let beyond = if last < group.years.last {
            store::with_names(scene, corporate::store::beyond(scene, group, last)?)?
        } else {
            Vec::new()
        };
        let last_settled = corporate::store::last_settled(scene, self.id, None)?;
        Ok(Facts { holder, heads, candidates, beyond, last_settled, standing })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<GroupId> {
        let before = &facts.standing.group;
        self.refuse_fixed(before)?;
        let last = match self.until {
            Some(until) => corporate::ends(before.years.first, until)?,
            None => before.years.last,
        };
        let years = Years { last, ..before.years };
        let name = self.name.clone().unwrap_or_else(|| before.group.name.clone());
        if let Some(holder) = &facts.holder {
            return Err(refusals::name_taken(holder, &name).into());
        }
        if let Some(year) = facts.last_settled.filter(|year| *year > years.last.number()) {
            return Err(refusals::year_settled(&format!("“{}”", before.group.name), self.id, year).into());
        }
        let ended = self.ended(&facts, years)?;
        let heads = self.heads(&facts, years)?;
        // From here the group will be changed, if anything differs. Members leave before the years do, and come after.
        let mut changes: Vec<Change> = ended;
        let text = words(before, &name, years);
        if name != before.group.name || years != before.years {
            let group = Group { name, version: before.group.version + 1, ..before.group.clone() };
            let after = CorporateGroup { group, years, ..before.clone() };
            changes.push(Change::GroupChanged { before: before.clone(), after });
        }
        if !heads.is_empty() {
            changes.push(Change::HeadSet { group: self.id, years: heads });
        }
        let changes = changes.into_iter().map(|change| GroupChange::Corporate(Box::new(change)).into());
        let accepted = accept(self.id, changes);
        if accepted.changes.is_empty() {
            return Ok(accepted);
        }
        Ok(accepted.says(text).about(self.id).undoable())
    }
}

impl ChangeCorporateGroup {
    /// Refuses a stale version, and what is fixed since the group was saved; the same values are no change.
    fn refuse_fixed(&self, before: &CorporateGroup) -> Result<()> {
        groups::refuse_stale(&before.group, self.version)?;
        if self.from.is_some_and(|from| from != before.years.from()) {
            return Err(refusals::group_from_immutable(before).into());
        }
        if self.of_type.is_some_and(|of_type| of_type != before.of_type) {
            return Err(refusals::group_type_immutable(before).into());
        }
        Ok(())
    }

    /// Memberships that end with the group, if they may.
    fn ended(&self, facts: &Facts, years: Years) -> Result<Vec<Change>> {
        if facts.beyond.is_empty() {
            return Ok(Vec::new());
        }
        let group = &facts.standing.group;
        let later: Vec<(Membership, String)> =
            facts.beyond.iter().filter(|(membership, _)| membership.from > years.until()).cloned().collect();
        if !later.is_empty() {
            return Err(refusals::members_beyond(group, years.last, &later, false).into());
        }
        if !self.end_members {
            return Err(refusals::members_beyond(group, years.last, &facts.beyond, true).into());
        }
        let ended = |(membership, _): &(Membership, String)| {
            let kept = Years { first: membership.from.year(), last: years.last };
            let (membership, slots) = (membership.clone(), group.slots(kept));
            Change::LastDaySet { membership, until: years.until(), slots }
        };
        Ok(facts.beyond.iter().map(ended).collect())
    }

    /// The years in which somebody else is at the head than before.
    fn heads(&self, facts: &Facts, years: Years) -> Result<Vec<HeadYear>> {
        let group = &facts.standing.group;
        let mut after: BTreeMap<i64, ClientId> =
            facts.heads.iter().filter(|(year, _)| years.has(**year)).map(|(year, head)| (*year, *head)).collect();
        if let Some(last) = facts.heads.values().last().copied() {
            years.iter().filter(|year| *year > group.years.last.number()).for_each(|year| {
                after.insert(year, last);
            });
        }
        if let Some(head) = self.head
            && let Some(from) = self.head_from(head, &after, group, years)?
        {
            years.iter().filter(|year| *year >= from.number()).for_each(|year| {
                after.insert(year, head.client);
            });
        }
        let all: std::collections::BTreeSet<i64> = facts.heads.keys().chain(after.keys()).copied().collect();
        let changed: Vec<HeadYear> = all
            .into_iter()
            .map(|year| HeadYear {
                slot: slot(group.of_type, year),
                before: facts.heads.get(&year).copied(),
                after: after.get(&year).copied(),
            })
            .filter(|year| year.before != year.after)
            .collect();
        refuse_misfits(facts, years, &changed)?;
        Ok(changed)
    }

    /// The year from which on the named client is at the head; nothing where it is already in every year.
    fn head_from(
        &self,
        head: NewHead,
        now: &BTreeMap<i64, ClientId>,
        group: &CorporateGroup,
        years: Years,
    ) -> Result<Option<Year>> {
        let Some(from) = head.from else {
            let stays = now.values().last() == Some(&head.client);
            return if stays { Ok(None) } else { Err(refusals::head_from_required().into()) };
        };
        // The form of the day, by the same rule as every other; its last day does not matter.
        let first = Years::between(from, from.year().last_day())?.first;
        if !years.has(first.number()) {
            return Err(refusals::head_outside_group(group, years).into());
        }
        Ok(Some(first))
    }
}

/// Refuses whoever comes to the head in a year in which that cannot be.
fn refuse_misfits(facts: &Facts, years: Years, changed: &[HeadYear]) -> Result<()> {
    let Standing { group, of_type, client_type } = &facts.standing;
    let mut coming: BTreeMap<ClientId, Vec<i64>> = BTreeMap::new();
    for year in changed {
        if let (Some(client), Some(number)) = (year.after, corporate::year_of(&year.slot)) {
            coming.entry(client).or_default().push(number);
        }
    }
    for (client, numbers) in coming {
        let candidate = facts.candidates.iter().find(|candidate| candidate.id == client);
        let candidate = candidate.ok_or_else(refusals::head_required)?;
        let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else { continue };
        let wanted = Wanted {
            role: Role::Head,
            group: Some(group.group.id),
            group_name: group.group.name.as_str(),
            of_type,
            client_type,
            years: Years {
                first: Year::from_number(*first).unwrap_or(years.first),
                last: Year::from_number(*last).unwrap_or(years.last),
            },
            group_last: years.last,
            own: None,
        };
        candidate.refuse_misfit(&wanted)?;
    }
    Ok(())
}

fn words(before: &CorporateGroup, name: &Name, years: Years) -> String {
    let old = &before.group.name;
    match (name != old, years != before.years) {
        (true, _) => format!("Corporate group “{old}” renamed to “{name}”"),
        (false, true) => format!("Corporate group “{old}” ends on 31.12.{}", years.last),
        (false, false) => format!("Head of corporate group “{old}” changed"),
    }
}
