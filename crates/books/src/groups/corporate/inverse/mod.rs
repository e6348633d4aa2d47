//! What takes the changes of corporate groups back. A membership is never taken out: undo voids it, visibly.

mod types;

use kernel::{ClientId, GroupId};

use super::{Change, CorporateGroup, HeadYear, Years, store};
use crate::Result;
use crate::groups::{self, Membership};
use crate::undo::{Inverse, Undoing};

/// Said of a membership whose entry is undone.
const UNDONE: &str = "Entered, and taken back by undo.";

pub(in crate::groups) fn inverse(change: &Change, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    match change {
        Change::GroupCreated(group) | Change::GroupBroughtBack(group) => creation(group, undoing),
        Change::GroupChanged { before, after } => change_back(before, after, undoing),
        Change::GroupDeleted(group) => deletion(group, undoing),
        Change::HeadSet { group, years } => heads_back(*group, years, undoing),
        Change::LastDaySet { membership, until, slots } => {
            let after = Membership { until: Some(*until), slots: slots.clone(), ..membership.clone() };
            last_day_back(membership, after, undoing)
        }
        Change::Voided { membership, reason } => unvoiding(membership, reason, undoing),
        Change::Unvoided { membership, reason } => voiding(membership, reason, undoing),
        Change::YearAgreed { group, year } => Ok(of(Change::YearFreed { group: *group, year: *year })),
        Change::YearFreed { group, year } => Ok(of(Change::YearAgreed { group: *group, year: *year })),
        Change::YearSettled { .. } => {
            Ok(Inverse::blocked("What was settled stays settled; a further settlement corrects it."))
        }
        of_types => types::inverse(of_types, undoing),
    }
}

fn of(change: Change) -> Inverse {
    Inverse::of(groups::Change::Corporate(Box::new(change)))
}

/// A membership that was entered is voided.
pub(in crate::groups) fn started(membership: &Membership, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    undoing.goes(membership.id);
    voiding(membership, UNDONE, undoing)
}

fn voiding(membership: &Membership, reason: &str, undoing: &Undoing<'_>) -> Result<Inverse> {
    Ok(match store::find_membership(undoing.scene, membership.id)? {
        // As it is by now: its last day may have changed since.
        Some((now, _)) if !now.is_voided => {
            if let Some(year) = store::settled_years(undoing.scene, &now.membership)?.first() {
                return Ok(Inverse::blocked(format!("The year {year} of the membership was settled since.")));
            }
            of(Change::Voided { membership: now.membership, reason: reason.to_owned() })
        }
        _ => Inverse::nothing(),
    })
}

fn unvoiding(membership: &Membership, reason: &str, undoing: &Undoing<'_>) -> Result<Inverse> {
    let Some((now, group)) = store::find_membership(undoing.scene, membership.id)? else {
        return Ok(Inverse::blocked("The corporate group was deleted since."));
    };
    if !now.is_voided {
        return Ok(Inverse::nothing());
    }
    if let Some(why) = not_there(&group, store::years_of(membership)) {
        return Ok(Inverse::blocked(why));
    }
    if let Some(why) = taken(membership.client, &membership.slots, group.group.id, true, undoing)? {
        return Ok(Inverse::blocked(why));
    }
    Ok(of(Change::Unvoided { membership: membership.clone(), reason: reason.to_owned() }))
}

fn last_day_back(before: &Membership, after: Membership, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    let Some((now, group)) = store::find_membership(undoing.scene, before.id)? else {
        return Ok(Inverse::blocked("The corporate group was deleted since."));
    };
    if now.is_voided || now.membership.until != after.until {
        return Ok(Inverse::blocked("The membership was changed again since."));
    }
    let Some(until) = before.until else { return Ok(Inverse::nothing()) };
    let settled = store::settled_years(undoing.scene, &after)?;
    if let Some(year) = settled.into_iter().find(|year| *year > until.year().number()) {
        return Ok(Inverse::blocked(format!("The year {year} of the membership was settled since.")));
    }
    let coming_back = undoing.is_back(group.group.id);
    if let Some(why) = not_there(&group, store::years_of(before)).filter(|_| !coming_back) {
        return Ok(Inverse::blocked(why));
    }
    let missing: Vec<String> = before.slots.iter().filter(|slot| !after.slots.contains(slot)).cloned().collect();
    if let Some(why) = taken(before.client, &missing, group.group.id, true, undoing)? {
        return Ok(Inverse::blocked(why));
    }
    undoing.ends(before.id, until);
    Ok(of(Change::LastDaySet { membership: after, until, slots: before.slots.clone() }))
}

fn not_there(group: &CorporateGroup, years: Years) -> Option<String> {
    (!group.years.contains(years))
        .then(|| format!("“{}” stands for the years {} only, by now.", group.group.name, group.years))
}

/// Why the slots are not free for the group, if they are not.
fn taken(
    client: ClientId,
    slots: &[String],
    group: GroupId,
    as_member: bool,
    undoing: &Undoing<'_>,
) -> Result<Option<String>> {
    for slot in slots {
        let Some(held) = store::holder(undoing.scene, client, slot)? else { continue };
        let is_leaving = held.membership.is_some_and(|membership| undoing.is_gone(membership));
        if held.group != group && !is_leaving {
            return Ok(Some(format!("A client is in another group of the type in {} by now.", held.year)));
        }
        if as_member && held.group == group && held.membership.is_some() && !is_leaving {
            return Ok(Some(format!("A client is in the group again in {} by now.", held.year)));
        }
    }
    Ok(None)
}

/// A group that was created goes, unless somebody was ever in it.
fn creation(group: &CorporateGroup, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    let Some(now) = store::find(undoing.scene, group.group.id)? else { return Ok(Inverse::nothing()) };
    if store::years_agreed(undoing.scene, group.group.id)? > 0 {
        return Ok(Inverse::blocked(format!("“{}” has an agreement since.", now.group.name)));
    }
    if store::memberships_ever(undoing.scene, group.group.id)? > 0 {
        return Ok(Inverse::blocked(format!("“{}” has had members since.", now.group.name)));
    }
    undoing.goes(now.group.id);
    Ok(of(Change::GroupDeleted(now)))
}

fn deletion(group: &CorporateGroup, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    if store::find(undoing.scene, group.group.id)?.is_some() {
        return Ok(Inverse::nothing());
    }
    if store::find_type(undoing.scene, group.of_type)?.is_none() && !undoing.is_back(group.of_type) {
        return Ok(Inverse::blocked("The type of the group was deleted since."));
    }
    if let Some(why) = name_given_away(group, undoing)? {
        return Ok(Inverse::blocked(why));
    }
    undoing.comes_back(group.group.id);
    Ok(of(Change::GroupBroughtBack(group.clone())))
}

fn name_given_away(group: &CorporateGroup, undoing: &Undoing<'_>) -> Result<Option<String>> {
    let (key, own) = (group.group.name.key(), Some(group.group.id));
    let holder = store::name_holder(undoing.scene, group.of_type, group.years, &key, own)?;
    Ok(holder
        .filter(|holder| !undoing.is_gone(holder.group.id))
        .map(|holder| format!("The name “{}” was given to another group meanwhile.", holder.group.name)))
}

fn change_back(before: &CorporateGroup, after: &CorporateGroup, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    let Some(now) = store::find(undoing.scene, after.group.id)? else {
        return Ok(Inverse::blocked(format!("“{}” was deleted since.", after.group.name)));
    };
    if now.group.name != after.group.name || now.years != after.years {
        return Ok(Inverse::blocked(format!("“{}” was changed again since.", now.group.name)));
    }
    let settled = store::last_settled(undoing.scene, now.group.id, None)?;
    if let Some(year) = settled.filter(|year| *year > before.years.last.number()) {
        return Ok(Inverse::blocked(format!("The year {year} of “{}” was settled since.", now.group.name)));
    }
    let beyond = store::beyond(undoing.scene, &now, before.years.last)?;
    let ends_within =
        |membership: &Membership| undoing.end_of(membership.id).is_some_and(|until| until <= before.years.until());
    let staying =
        beyond.iter().filter(|membership| !undoing.is_gone(membership.id) && !ends_within(membership)).count();
    if staying > 0 {
        return Ok(Inverse::blocked(format!("{staying} memberships last longer than “{}” would.", now.group.name)));
    }
    if let Some(why) = name_given_away(before, undoing)? {
        return Ok(Inverse::blocked(why));
    }
    let mut back = before.clone();
    back.group.version = now.group.version + 1;
    // Its members can have their years back: they were taken from them with it.
    undoing.comes_back(now.group.id);
    Ok(of(Change::GroupChanged { before: now, after: back }))
}

fn heads_back(group: GroupId, years: &[HeadYear], undoing: &mut Undoing<'_>) -> Result<Inverse> {
    let is_there = undoing.is_back(group) || store::find(undoing.scene, group)?.is_some();
    if !is_there {
        return Ok(Inverse::blocked("The corporate group was deleted since."));
    }
    let now = store::heads(undoing.scene, group)?;
    for year in years {
        let head = now.iter().find(|(at, _)| Some(*at) == super::year_of(&year.slot)).map(|(_, client)| *client);
        if head != year.after {
            return Ok(Inverse::blocked("Somebody else was put at the head since."));
        }
        if let Some(client) = year.before
            && let Some(why) = taken(client, std::slice::from_ref(&year.slot), group, false, undoing)?
        {
            return Ok(Inverse::blocked(why));
        }
    }
    for year in years {
        if let Some(client) = year.after {
            undoing.leaves_head(client, &year.slot);
        }
    }
    let turned = |year: &HeadYear| HeadYear { slot: year.slot.clone(), before: year.after, after: year.before };
    Ok(of(Change::HeadSet { group, years: years.iter().map(turned).collect() }))
}
