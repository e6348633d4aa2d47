//! Who is in a smart group: whomever its filter finds, settled behind every change in the same transaction.
//!
//! No verb knows of it. The desk asks here, once the changes of a command are written, who has to enter and to leave.

mod fit;
mod store;

#[cfg(test)]
mod random_tests;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use db::View;
use kernel::{ClientId, Failure, GroupId, Stamp};

use super::list::store::Selection;
use super::{Change as ClientChange, Filter, Sight};
use crate::check::Broken;
use crate::groups::{self, Change as GroupChange, Group, Kind, Membership, SmartFilter};
use crate::{Ask, Change, Permission, Result, Scene};

/// Clients in one question.
const AT_ONCE: usize = 500;

impl Filter {
    /// The filter as a smart group keeps it, or the refusal when a group cannot look at a part of it.
    pub fn for_group(&self) -> Result<SmartFilter> {
        fit::refuse(self)?;
        let pairs = self.to_pairs();
        let texts: Vec<String> = pairs.iter().map(|(name, text)| format!("{name}={text}")).collect();
        Ok(SmartFilter::written(texts.join("&")))
    }

    /// The filter of a smart group.
    pub fn of_group(smart: &SmartFilter) -> Result<Filter> {
        Filter::from_pairs(smart.pairs()).map_err(|_| unreadable(smart))
    }
}

fn unreadable(smart: &SmartFilter) -> Failure {
    Failure::broken(format!("the filter of a smart group cannot be read: {}", smart.as_str()))
}

/// The membership changes that follow from changes that are written: nothing where there is no smart group, and no
/// question where no client changed.
pub(crate) fn settle(view: &View<'_>, changes: &[Change], stamp: &Stamp) -> Result<Vec<Change>> {
    let touched = Touched::by(changes);
    if touched.clients.is_empty() && touched.groups.is_empty() {
        return Ok(Vec::new());
    }
    let smart = groups::store::smart_groups(view)?;
    let mut ids = stamp.ids_for("settle");
    let mut follow = Vec::new();
    for group in &smart {
        let finds = finds(group)?;
        let mut settle_among = |among: Option<&[ClientId]>| -> Result<()> {
            let left = store::to_leave(view, group, &finds, among)?;
            follow.extend(left.into_iter().map(|membership| groups::ended_today(membership, stamp)));
            let entered = store::to_enter(view, group, &finds, among)?;
            follow.extend(entered.into_iter().map(|client| {
                GroupChange::MembershipStarted(groups::membership_from_today(group, client, &mut ids, stamp))
            }));
            Ok(())
        };
        if touched.concerns(group) {
            settle_among(None)?;
        } else {
            let clients: Vec<ClientId> = touched.clients.iter().copied().collect();
            clients.chunks(AT_ONCE).try_for_each(|some| settle_among(Some(some)))?;
        }
    }
    Ok(follow.into_iter().map(Change::from).collect())
}

/// What changes may have moved somebody into a smart group or out of one.
#[derive(Default)]
struct Touched {
    clients: BTreeSet<ClientId>,
    /// Groups that began or ceased to be there, or changed their filter.
    groups: BTreeSet<GroupId>,
}

impl Touched {
    fn by(changes: &[Change]) -> Touched {
        let mut touched = Touched::default();
        for change in changes {
            match change {
                // A right on a client changes nothing of the client.
                Change::Clients(ClientChange::RightSet { .. }) => {}
                Change::Clients(change) => _ = touched.clients.insert(change.client()),
                Change::Groups(change) => touched.by_group_change(change),
                _ => {}
            }
        }
        touched
    }

    fn by_group_change(&mut self, change: &GroupChange) {
        match change {
            GroupChange::MembershipStarted(own)
            | GroupChange::MembershipResumed(own)
            | GroupChange::MembershipVoided(own)
            | GroupChange::MembershipEnded { membership: own, .. }
                // Where a client stands in the books, the client itself says.
                if own.slots.iter().any(|slot| Kind::of_slot(slot) == Some(Kind::Segment)) =>
            {
                self.clients.insert(own.client);
            }
            GroupChange::ClientGroupCreated(group) if group.smart.is_some() => _ = self.groups.insert(group.id),
            GroupChange::ClientGroupChanged { before, after } if before.smart != after.smart => {
                self.groups.insert(after.id);
            }
            GroupChange::Deleted(group) | GroupChange::BroughtBack(group) => _ = self.groups.insert(group.id),
            _ => {}
        }
    }

    /// Whether everyone has to be looked at: the group itself changed, or one that its filter names.
    fn concerns(&self, smart: &Group) -> bool {
        let names = |id: &GroupId| smart.smart.as_ref().is_some_and(|filter| filter.names(*id));
        self.groups.contains(&smart.id) || self.groups.iter().any(names)
    }
}

/// Whom the group finds, whoever may see them.
fn finds(group: &Group) -> Result<Selection> {
    let filter = group.smart.as_ref().ok_or_else(|| Failure::broken("a group without a filter finds nobody"))?;
    Ok(Selection::new(&Filter::of_group(filter)?, Sight::All, None))
}

/// Who would enter a group and who would leave it, if this were its filter.
#[derive(Clone, Debug)]
pub struct PreviewSmartGroup {
    /// The group that is to have the filter; none for a new one.
    pub group: Option<GroupId>,
    pub filter: SmartFilter,
}

/// How many clients, whoever may see them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SmartPreview {
    pub found: i64,
    pub enter: i64,
    pub leave: i64,
}

impl Ask for PreviewSmartGroup {
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Answer = SmartPreview;

    fn answer(self, scene: &Scene<'_>) -> Result<SmartPreview> {
        let finds = Selection::new(&Filter::of_group(&self.filter)?, Sight::All, None);
        let found = super::list::store::count(scene, &finds, i64::MAX)?;
        let Some(group) = self.group else { return Ok(SmartPreview { found, enter: found, leave: 0 }) };
        let stay = store::stay(scene, group, &finds)?;
        let now = groups::store::clients_in(scene, group)?;
        Ok(SmartPreview { found, enter: found - stay, leave: now - stay })
    }
}

/// Smart groups whose members are not those that their filters find.
pub(crate) fn unsettled(view: &View<'_>) -> Result<Option<Broken>> {
    let mut rows = Vec::new();
    for group in groups::store::smart_groups(view)? {
        let finds = finds(&group)?;
        let left: Vec<Membership> = store::to_leave(view, &group, &finds, None)?;
        let wrong = store::to_enter(view, &group, &finds, None)?.into_iter().chain(left.iter().map(|own| own.client));
        for client in wrong {
            rows.push(format!("client {} in {}", store::number(view, client)?, group.name));
        }
    }
    if rows.is_empty() {
        return Ok(None);
    }
    let count = rows.len() as i64;
    rows.sort();
    rows.truncate(20);
    Ok(Some(Broken {
        law: "a smart group has the clients that its filter finds, and no others".to_owned(),
        count,
        rows,
    }))
}
