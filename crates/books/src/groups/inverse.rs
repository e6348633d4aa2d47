//! What takes the changes of this room back.

mod sets;

use kernel::{ClientId, GroupId};

use super::{Change, Group, Kind, Membership, PostingGroup, corporate, smart, store};
use crate::Result;
use crate::undo::{Inverse, Undoing};

impl Change {
    /// The client that the change is about, where it is about one.
    pub(crate) fn client(&self) -> Option<ClientId> {
        match self {
            Change::MembershipStarted(membership)
            | Change::MembershipEnded { membership, .. }
            | Change::MembershipResumed(membership)
            | Change::MembershipVoided(membership) => Some(membership.client),
            Change::PrimaryContactNamed { before, after, .. } => after.or(*before),
            _ => None,
        }
    }

    /// The group whose own facts changed, whoever is in it.
    pub(crate) fn group(&self) -> Option<GroupId> {
        match self {
            Change::ClientGroupChanged { after, .. } => Some(after.id),
            Change::Archived(group) | Change::Restored(group) => Some(group.id),
            Change::PrimaryContactNamed { group, .. } => Some(*group),
            _ => None,
        }
    }
}

pub(crate) fn inverse(change: &Change, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    match change {
        Change::ClientGroupCreated(group) => creation(group, undoing),
        Change::PostingGroupCreated(posting) => creation(&posting.group, undoing),
        Change::ClientGroupChanged { before, after } => change_back(before, after, undoing),
        Change::PostingGroupChanged { before, after, .. } => posting_back(before, after, undoing),
        Change::Archived(group) => turn(group.id, undoing, true, Change::Restored),
        Change::Restored(group) => turn(group.id, undoing, false, Change::Archived),
        Change::Deleted(group) => deletion(group, undoing),
        Change::BroughtBack(group) => creation(group, undoing),
        Change::SetCreated(set) => sets::creation(set, undoing),
        Change::SetRenamed { before, after } => sets::renaming(before, after, undoing),
        Change::SetDeleted { set, groups } => sets::deletion(set, groups, undoing),
        // It is brought back by undo only, which nobody takes back as long as groups stand in the set.
        Change::SetBroughtBack { set, .. } => sets::creation(set, undoing),
        Change::MembershipStarted(membership) | Change::MembershipResumed(membership) => start(membership, undoing),
        Change::MembershipEnded { membership, .. } | Change::MembershipVoided(membership) => end(membership, undoing),
        Change::PrimaryContactNamed { group, before, after } => primary_back(*group, *before, *after, undoing),
        Change::Corporate(change) => corporate::inverse(change, undoing),
        Change::SetUpCopied { name, .. } => {
            Ok(Inverse::blocked(format!("The company “{name}” that was founded does not go away by undo.")))
        }
    }
}

fn noun(group: &Group) -> String {
    format!("{} “{}”", group.kind.label(), group.name)
}

/// A group that was created goes, once nobody is in it.
fn creation(group: &Group, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    let Some(now) = store::find(undoing.scene, group.id)? else { return Ok(Inverse::nothing()) };
    let staying = match now.kind {
        Kind::Segment | Kind::Billing | Kind::Corporate => store::live_memberships(undoing.scene, group.id)?,
        // Whoever was ever in it may have been invoiced there.
        Kind::Posting => store::memberships_ever(undoing.scene, group.id)?,
    };
    let staying = staying.into_iter().filter(|membership| !undoing.is_gone(*membership)).count();
    if staying > 0 {
        return Ok(Inverse::blocked(format!("{} has {staying} clients by now.", noun(&now))));
    }
    undoing.goes(group.id);
    Ok(Inverse::of(Change::Deleted(now)))
}

/// A group that was deleted comes back with its id, unless its name was given away.
fn deletion(group: &Group, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    if store::find(undoing.scene, group.id)?.is_some() {
        return Ok(Inverse::nothing());
    }
    if let Some(holder) = name_holder(group, group.id, undoing)? {
        return Ok(Inverse::blocked(format!("The name “{}” was given to another group meanwhile.", holder.name)));
    }
    if let Some(number) = store::lost_number(undoing.scene, group.id)? {
        return Ok(Inverse::blocked(format!("The number {number} was given to another customer group meanwhile.")));
    }
    if let Some(set) = group.set
        && super::sets::store::find(undoing.scene, set)?.is_none()
    {
        return Ok(Inverse::blocked("The set that the group was in was deleted since."));
    }
    if let Some(reason) = smart::in_the_way(group, undoing)? {
        return Ok(Inverse::blocked(reason));
    }
    undoing.comes_back(group.id);
    Ok(Inverse::of(Change::BroughtBack(group.clone())))
}

fn name_holder(group: &Group, own: GroupId, undoing: &Undoing<'_>) -> Result<Option<Group>> {
    let holder = store::by_key(undoing.scene, group.kind, &group.name.key())?;
    Ok(holder.filter(|holder| holder.id != own && !undoing.is_gone(holder.id)))
}

fn change_back(before: &Group, after: &Group, undoing: &Undoing<'_>) -> Result<Inverse> {
    let Some(now) = store::find(undoing.scene, after.id)? else { return Ok(Inverse::blocked(was_deleted(after))) };
    if let Some(reason) = differs(&now, after).or(taken_back_name(before, undoing)?) {
        return Ok(Inverse::blocked(reason));
    }
    if now.set != before.set
        && let Some(reason) = sets::in_the_way(before, undoing)?
    {
        return Ok(Inverse::blocked(reason));
    }
    if now.smart != before.smart
        && let Some(reason) = smart::in_the_way(before, undoing)?
    {
        return Ok(Inverse::blocked(reason));
    }
    let back = Group { archived: now.archived, version: now.version + 1, ..before.clone() };
    Ok(Inverse::of(Change::ClientGroupChanged { before: now, after: back }))
}

fn posting_back(before: &PostingGroup, after: &PostingGroup, undoing: &Undoing<'_>) -> Result<Inverse> {
    let Some(now) = store::find_posting(undoing.scene, after.group.id)? else {
        return Ok(Inverse::blocked(was_deleted(&after.group)));
    };
    let same = PostingGroup { group: after.group.clone(), ..now.clone() } == *after;
    let changed = differs(&now.group, &after.group).or((!same).then(|| changed_again(&now.group)));
    if let Some(reason) = changed.or(taken_back_name(&before.group, undoing)?) {
        return Ok(Inverse::blocked(reason));
    }
    let group = Group { archived: now.group.archived, version: now.group.version + 1, ..before.group.clone() };
    let back = PostingGroup { group, ..before.clone() };
    Ok(Inverse::of(Change::PostingGroupChanged { before: Box::new(now), after: Box::new(back), open_items: None }))
}

fn differs(now: &Group, after: &Group) -> Option<String> {
    let same = now.name == after.name
        && now.color == after.color
        && now.note == after.note
        && now.set == after.set
        && now.smart == after.smart;
    (!same).then(|| changed_again(now))
}

fn changed_again(group: &Group) -> String {
    format!("{} was changed again since.", noun(group))
}

fn was_deleted(group: &Group) -> String {
    format!("{} was deleted since.", noun(group))
}

fn taken_back_name(before: &Group, undoing: &Undoing<'_>) -> Result<Option<String>> {
    let holder = name_holder(before, before.id, undoing)?;
    Ok(holder.map(|holder| format!("The name “{}” was given to another group meanwhile.", holder.name)))
}

fn turn(id: GroupId, undoing: &Undoing<'_>, archived: bool, back: fn(Group) -> Change) -> Result<Inverse> {
    Ok(match store::find(undoing.scene, id)? {
        Some(now) if now.archived == archived => Inverse::of(back(now)),
        _ => Inverse::nothing(),
    })
}

/// Whoever usually pays for the group once what was undone so far is written.
fn primary_by_then(group: GroupId, undoing: &Undoing<'_>) -> Result<Option<ClientId>> {
    match undoing.primary_contact(group) {
        Some(known) => Ok(known),
        None => store::primary_of(undoing.scene, group),
    }
}

/// The one who paid before pays again, if still in the group.
fn primary_back(
    group: GroupId,
    before: Option<ClientId>,
    after: Option<ClientId>,
    undoing: &mut Undoing<'_>,
) -> Result<Inverse> {
    let now = primary_by_then(group, undoing)?;
    match before {
        None if now.is_none() => return Ok(Inverse::nothing()),
        // The group goes: whoever pays for it by now does not matter.
        None => {}
        Some(_) if now != after => return Ok(Inverse::blocked("Somebody else was named as primary contact since.")),
        Some(client) => {
            let memberships = store::memberships_between(undoing.scene, client, group)?;
            let is_in = |&(id, live): &(_, bool)| undoing.is_back(id) || (live && !undoing.is_gone(id));
            if !memberships.iter().any(is_in) {
                return Ok(Inverse::blocked("The primary contact of before is not in the billing group any more."));
            }
        }
    }
    undoing.names_primary_contact(group, before);
    Ok(Inverse::of(Change::PrimaryContactNamed { group, before: now, after: before }))
}

fn start(membership: &Membership, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    if membership.is_of(Kind::Corporate) {
        return corporate::started(membership, undoing);
    }
    undoing.goes(membership.id);
    if store::is_live(undoing.scene, membership)? {
        if membership.is_of(Kind::Billing) && primary_by_then(membership.group, undoing)? == Some(membership.client) {
            return Ok(Inverse::blocked("A client who joined a billing group is its primary contact by now."));
        }
        return Ok(Inverse::of(Change::MembershipVoided(membership.clone())));
    }
    Ok(Inverse::nothing())
}

fn end(membership: &Membership, undoing: &mut Undoing<'_>) -> Result<Inverse> {
    // The group may stand in another set by now, or in none.
    let membership = &Membership { slots: store::slots_now(undoing.scene, membership)?, ..membership.clone() };
    let holder = store::holder_of(undoing.scene, membership)?;
    if let Some((holder, group)) = holder.filter(|(holder, _)| !undoing.is_gone(*holder)) {
        if holder == membership.id || group == membership.group {
            // Somebody has put the client back already.
            return Ok(Inverse::nothing());
        }
        return Ok(Inverse::blocked("A client was moved to another group since."));
    }
    let is_there = undoing.is_back(membership.group)
        || (store::find(undoing.scene, membership.group)?.is_some() && !undoing.is_gone(membership.group));
    if !is_there && store::is_smart(undoing.scene, membership.group)? {
        // No hand put the client there.
        return Ok(Inverse::nothing());
    }
    if !is_there {
        return Ok(Inverse::blocked("A group that the clients were in was deleted since."));
    }
    undoing.comes_back(membership.id);
    Ok(Inverse::of(Change::MembershipResumed(membership.clone())))
}
