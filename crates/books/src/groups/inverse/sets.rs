//! What takes the changes of sets back.

use crate::Result;
use crate::groups::sets::{GroupSet, store};
use crate::groups::{Change, Group, store as groups};
use crate::undo::{Inverse, Undoing};

/// A set that was created goes, once no group stands in it.
pub(super) fn creation(set: &GroupSet, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    let Some(now) = store::find(undoing.scene, set.id)? else { return Ok(Inverse::nothing()) };
    let staying = store::groups_in(undoing.scene, set.id)?;
    let staying = staying.iter().filter(|group| !undoing.is_gone(group.id)).count();
    if staying > 0 {
        return Ok(Inverse::blocked(format!("The set “{}” has {staying} groups by now.", now.name)));
    }
    undoing.goes(set.id);
    Ok(Inverse::of(Change::SetDeleted { set: now, groups: Vec::new() }))
}

pub(super) fn renaming(before: &GroupSet, after: &GroupSet, undoing: &Undoing<'_>) -> Result<Inverse> {
    let Some(now) = store::find(undoing.scene, after.id)? else {
        return Ok(Inverse::blocked(format!("The set “{}” was deleted since.", after.name)));
    };
    if now.name != after.name {
        return Ok(Inverse::blocked(format!("The set “{}” was changed again since.", now.name)));
    }
    if let Some(reason) = name_given_away(before, undoing)? {
        return Ok(Inverse::blocked(reason));
    }
    let back = GroupSet { version: now.version + 1, ..before.clone() };
    Ok(Inverse::of(Change::SetRenamed { before: now, after: back }))
}

/// A set that was deleted comes back, with those of its groups that stand in no other.
pub(super) fn deletion(set: &GroupSet, before: &[Group], undoing: &mut Undoing<'_>) -> Result<Inverse> {
    if store::find(undoing.scene, set.id)?.is_some() {
        return Ok(Inverse::nothing());
    }
    if let Some(reason) = name_given_away(set, undoing)? {
        return Ok(Inverse::blocked(reason));
    }
    let mut returning = Vec::new();
    for group in before {
        returning.extend(groups::find(undoing.scene, group.id)?.filter(|now| now.set.is_none() && now.smart.is_none()));
    }
    let ids: Vec<_> = returning.iter().map(|group| group.id).collect();
    match store::shared_clients(undoing.scene, &ids)? {
        0 => {}
        some => return Ok(Inverse::blocked(format!("By now {some} clients are in several groups of “{}”.", set.name))),
    }
    undoing.comes_back(set.id);
    let set = GroupSet { version: set.version + 1, ..set.clone() };
    Ok(Inverse::of(Change::SetBroughtBack { set, groups: returning }))
}

fn name_given_away(set: &GroupSet, undoing: &Undoing<'_>) -> Result<Option<String>> {
    let holder = store::by_key(undoing.scene, &set.name.key())?;
    let holder = holder.filter(|holder| holder.id != set.id && !undoing.is_gone(holder.id));
    Ok(holder.map(|holder| format!("The name “{}” was given to another set meanwhile.", holder.name)))
}

/// Why the group cannot stand again where it stood before, if so.
pub(super) fn in_the_way(before: &Group, undoing: &Undoing<'_>) -> Result<Option<String>> {
    let Some(set) = before.set else { return Ok(None) };
    let Some(found) = store::find(undoing.scene, set)? else {
        return Ok(Some("The set that the group was in was deleted since.".to_owned()));
    };
    let clients: i64 = store::overlaps(undoing.scene, before.id, set)?.iter().map(|overlap| overlap.clients).sum();
    Ok((clients > 0).then(|| format!("By now {clients} clients are in another group of the set “{}”.", found.name)))
}
