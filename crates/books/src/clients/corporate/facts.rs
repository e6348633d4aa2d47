//! The facts that the verbs of corporate groups share: the group with its type, and a client on the way into it.

use std::collections::{BTreeMap, HashSet};

use kernel::{ClientId, ClientTypeId, CorporateTypeId, Failure, GroupId, MembershipId, Refusal, Year};

use super::refusals::{self, Overlap, Role};
use crate::clients::merged::merged_since;
use crate::clients::{Sight, refuse_merged, store as clients};
use crate::groups::corporate::store::{self, Held};
use crate::groups::corporate::{self, CorporateGroup, CorporateType, Years};
use crate::groups::{self, Membership};
use crate::undo::{Inverse, Undoing};
use crate::{Change, Result, Scene};

/// The group with what its type asks for.
pub struct Standing {
    pub(super) group: CorporateGroup,
    pub(super) of_type: CorporateType,
    /// What people call the type of client that it takes.
    pub(super) client_type: String,
}

impl Standing {
    pub(super) fn load(scene: &Scene<'_>, id: GroupId) -> Result<Standing> {
        let group = store::find(scene, id)?.ok_or_else(|| Failure::missing("corporate group", id))?;
        let of_type = of_type(scene, group.of_type)?.ok_or_else(|| Failure::broken("a corporate group has no type"))?;
        Ok(Standing { client_type: client_type(scene, &of_type)?, group, of_type })
    }
}

pub(super) fn of_type(scene: &Scene<'_>, id: CorporateTypeId) -> Result<Option<CorporateType>> {
    store::find_type(scene, id)
}

pub(super) fn client_type(scene: &Scene<'_>, of_type: &CorporateType) -> Result<String> {
    let found = store::find_client_type(scene, of_type.client_type)?;
    Ok(found.map(|found| found.name.to_string()).unwrap_or_default())
}

/// A client on the way into a group of a type: what it is, and where it stands in which year. Looked up by the client's
/// own keys, so that it costs the same however many members a group has.
pub struct Candidate {
    pub(crate) id: ClientId,
    pub(crate) name: String,
    types: Vec<ClientTypeId>,
    held: Vec<Held>,
    /// Says no where the client was merged into another.
    merged: Option<Refusal>,
    /// The groups that are held, by name.
    groups: BTreeMap<GroupId, String>,
}

/// What a candidate is to be in a group.
pub(super) struct Wanted<'a> {
    pub role: Role,
    /// Empty while the group is being made.
    pub group: Option<GroupId>,
    pub group_name: &'a str,
    pub of_type: &'a CorporateType,
    pub client_type: &'a str,
    /// The years that are wished for.
    pub years: Years,
    /// The last year of the group.
    pub group_last: Year,
    /// The membership that is being changed: its own years are not in its way.
    pub own: Option<MembershipId>,
}

impl Candidate {
    /// The client, unless it is out of sight; with what it holds of the type from `first` on.
    pub(crate) fn load(
        scene: &Scene<'_>,
        id: ClientId,
        of_type: CorporateTypeId,
        first: Year,
    ) -> Result<Option<Candidate>> {
        let Some(client) = clients::find_in_sight(scene, id, Sight::of(scene.rights))? else { return Ok(None) };
        let last = Year::from_number(first.number() + 2 * corporate::LONGEST).unwrap_or(first);
        let held = store::held(scene, id, of_type, Years { first, last })?;
        let ids: HashSet<GroupId> = held.iter().map(|held| held.group).collect();
        let found = groups::store::find_all(scene, &ids.into_iter().collect::<Vec<_>>())?;
        Ok(Some(Candidate {
            id,
            name: client.details.name.to_string(),
            merged: refuse_merged(&client).err(),
            types: clients::types_of(scene, id)?,
            held,
            groups: found.into_iter().map(|group| (group.id, group.name.to_string())).collect(),
        }))
    }

    /// Whether it is a member of the group for just these years already.
    pub(crate) fn stands_for(&self, group: GroupId, years: Years) -> bool {
        let of_first = self.held.iter().find(|held| held.group == group && held.year == years.first.number());
        let Some(membership) = of_first.and_then(|held| held.membership) else { return false };
        let own = self.held.iter().filter(|held| held.membership == Some(membership)).map(|held| held.year);
        own.eq(years.iter())
    }

    /// Refuses years that end as a membership in the group does and begin otherwise: the beginning is fixed once saved.
    pub(crate) fn refuse_new_beginning(&self, group: GroupId, years: Years) -> Result<()> {
        let of_last = self.held.iter().find(|held| held.group == group && held.year == years.last.number());
        let Some(membership) = of_last.and_then(|held| held.membership) else { return Ok(()) };
        let own = || self.held.iter().filter(|held| held.membership == Some(membership)).map(|held| held.year);
        let (first, last) = (own().min(), own().max());
        match first.and_then(|first| Year::from_number(first).ok()) {
            Some(first) if last == Some(years.last.number()) && first != years.first => {
                Err(refusals::member_from_immutable(first.first_day()).into())
            }
            _ => Ok(()),
        }
    }

    /// Refuses a client of another type, and one that is in another group of the type in one of the years.
    pub(super) fn refuse_misfit(&self, wanted: &Wanted<'_>) -> Result<()> {
        if let Some(refusal) = &self.merged {
            return Err(refusal.clone().into());
        }
        if !self.types.contains(&wanted.of_type.client_type) {
            return Err(refusals::type_mismatch(self, wanted).into());
        }
        match self.overlap(wanted) {
            Some(overlap) => Err(refusals::same_type_overlap(self, wanted, &overlap).into()),
            None => Ok(()),
        }
    }

    fn overlap(&self, wanted: &Wanted<'_>) -> Option<Overlap> {
        let is_in_the_way = |held: &&Held| match wanted.group {
            Some(own) if held.group == own => {
                wanted.role == Role::Member && held.membership.is_some() && held.membership != wanted.own
            }
            _ => true,
        };
        let first = self.held.iter().filter(is_in_the_way).find(|held| wanted.years.has(held.year))?;
        let followed = self.held.iter().filter(|held| held.group == first.group && held.year >= first.year);
        let until =
            followed.zip(first.year..).take_while(|(held, year)| held.year == *year).map(|(_, year)| year).last();
        let last_taken = self
            .held
            .iter()
            .filter(is_in_the_way)
            .map(|held| held.year)
            .filter(|year| (wanted.years.first.number()..=wanted.group_last.number()).contains(year))
            .max()?;
        let free_from = Some(last_taken + 1).filter(|year| *year <= wanted.group_last.number());
        Some(Overlap {
            group: first.group,
            group_name: self.groups.get(&first.group).cloned().unwrap_or_default(),
            year: first.year,
            until: until.unwrap_or(first.year),
            free_from: free_from.filter(|_| wanted.own.is_none()),
        })
    }
}

/// Refuses a client that cannot join the group for the years.
pub(crate) fn refuse_joining(
    client: &Candidate,
    group: &CorporateGroup,
    (of_type, client_type): (&CorporateType, &str),
    years: Years,
) -> Result<()> {
    if !group.years.contains(years) {
        return Err(refusals::outside_group(group, years).into());
    }
    client.refuse_misfit(&Wanted {
        role: Role::Member,
        group: Some(group.group.id),
        group_name: group.group.name.as_str(),
        of_type,
        client_type,
        years,
        group_last: group.years.last,
        own: None,
    })
}

/// Lets a membership or a head come back only for clients who are there and still of the type.
pub(crate) fn still_fits(changes: &[Change], undoing: &Undoing<'_>) -> Result<Option<Inverse>> {
    for change in changes {
        let Change::Groups(groups::Change::Corporate(change)) = change else { continue };
        let (group, clients): (GroupId, Vec<ClientId>) = match &**change {
            corporate::Change::LastDaySet { membership, until, .. } if Some(*until) > membership.until => {
                (membership.group, vec![membership.client])
            }
            corporate::Change::Unvoided { membership: Membership { group, client, .. }, .. } => (*group, vec![*client]),
            corporate::Change::HeadSet { group, years } => {
                (*group, years.iter().filter_map(|year| year.after).collect::<HashSet<_>>().into_iter().collect())
            }
            _ => continue,
        };
        for client in clients {
            let Some(found) = clients::find(undoing.scene, client)? else {
                return Ok(Some(Inverse::blocked("A client was deleted since.")));
            };
            if found.merged_into.is_some() && !undoing.is_back(client) {
                return Ok(Some(Inverse::blocked(merged_since(&found))));
            }
            let types = clients::types_of(undoing.scene, client)?;
            let takes = store::taken_by(undoing.scene, group)?;
            if takes.is_some_and(|takes| !types.contains(&takes)) {
                return Ok(Some(Inverse::blocked("A client is no longer of the type that the group takes.")));
            }
        }
    }
    Ok(None)
}
