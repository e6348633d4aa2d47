//! Smart groups: a client group that finds its clients by a filter, instead of having them picked by hand.
//!
//! Their memberships are rows like any other, so that reports, documents and past days know nothing of filters. The room
//! of clients writes the filter and settles who is in; here only the groups that a filter names matter.

mod change_smart_group;
mod create_smart_group;

use db::View;
use kernel::{GroupId, Refusal};
use serde::{Deserialize, Serialize};

pub use change_smart_group::ChangeSmartGroup;
pub use create_smart_group::CreateSmartGroup;

use super::{Group, Kind, store};
use crate::Result;
use crate::undo::Undoing;

/// Which clients a group finds: a query string in the words of the list of clients, such as `country=ES&status=active`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SmartFilter(String);

impl SmartFilter {
    /// Only the room of clients knows what may stand in it.
    pub(crate) fn written(text: String) -> SmartFilter {
        SmartFilter(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names and values of the query string.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.split('&').filter_map(|pair| pair.split_once('='))
    }

    /// The client groups that it looks at.
    fn client_groups(&self) -> Vec<GroupId> {
        self.ids("client_group")
    }

    fn customer_groups(&self) -> Vec<GroupId> {
        self.ids("customer_group")
    }

    fn ids(&self, wanted: &str) -> Vec<GroupId> {
        let texts = self.pairs().filter(|(name, _)| *name == wanted).flat_map(|(_, texts)| texts.split(','));
        texts.filter_map(|text| text.parse().ok()).collect()
    }

    /// Whether what becomes of the group changes who is found.
    pub(crate) fn names(&self, group: GroupId) -> bool {
        self.client_groups().contains(&group) || self.customer_groups().contains(&group)
    }
}

/// What a new filter is judged by.
pub struct SmartFacts {
    /// The groups that it names, as far as they exist.
    named: Vec<Group>,
    /// Smart groups that look at the group that is to have it.
    looked_at_by: Vec<Group>,
}

impl SmartFacts {
    /// One question, and another for a group that exists.
    fn load(view: &View<'_>, filter: Option<&SmartFilter>, own: Option<GroupId>) -> Result<SmartFacts> {
        let Some(filter) = filter else { return Ok(SmartFacts { named: Vec::new(), looked_at_by: Vec::new() }) };
        let ids = [filter.client_groups(), filter.customer_groups()].concat();
        let mut named = Vec::new();
        for some in ids.chunks(500) {
            named.extend(store::find_all(view, some)?);
        }
        let looked_at_by = own.map(|own| looking_at(view, own)).transpose()?.unwrap_or_default();
        Ok(SmartFacts { named, looked_at_by })
    }

    /// Refuses a filter that names what is not there, and one smart group that would look at another.
    fn refuse(&self, filter: &SmartFilter, own: Option<GroupId>) -> std::result::Result<(), Refusal> {
        if let Some(other) = self.looked_at_by.first() {
            return Err(looked_at(other));
        }
        for (ids, kind) in [(filter.client_groups(), Kind::Segment), (filter.customer_groups(), Kind::Posting)] {
            for id in ids {
                let found = self.named.iter().find(|group| group.id == id && group.kind == kind);
                let found = found.ok_or_else(unknown_group)?;
                if found.smart.is_some() || Some(id) == own {
                    return Err(names_smart(found));
                }
            }
        }
        Ok(())
    }
}

/// The smart groups whose filter names the group.
fn looking_at(view: &View<'_>, group: GroupId) -> Result<Vec<Group>> {
    let mut smart = store::smart_groups(view)?;
    smart.retain(|other| other.id != group && other.smart.as_ref().is_some_and(|filter| filter.names(group)));
    Ok(smart)
}

/// Why the group cannot be smart again as it was before, if so.
pub(super) fn in_the_way(before: &Group, undoing: &Undoing<'_>) -> Result<Option<String>> {
    let Some(filter) = &before.smart else { return Ok(None) };
    if let Some(other) = looking_at(undoing.scene, before.id)?.iter().find(|other| !undoing.is_gone(other.id)) {
        return Ok(Some(format!("By now the smart group “{}” looks at it.", other.name)));
    }
    let named = store::find_all(undoing.scene, &filter.client_groups())?;
    let smart = named.iter().find(|group| group.smart.is_some() && group.id != before.id);
    Ok(smart.map(|group| format!("“{}”, which its filter names, is a smart group by now.", group.name)))
}

/// Refuses to put somebody into a smart group, or to take somebody out, by hand.
pub(crate) fn refuse_by_hand(group: &Group) -> std::result::Result<(), Refusal> {
    if group.smart.is_none() {
        return Ok(());
    }
    Err(Refusal::rule(
        "GROUP_IS_SMART",
        format!("“{}” finds its clients by a filter.", group.name),
        "Nobody is put into it or taken out of it by hand. Change its filter, or make it hand-picked: it keeps the \
         clients that it has.",
    )
    .detail("group", group.id)
    .action("Edit the group", format!("/settings/client-groups/{}/edit", group.id)))
}

/// A set says that a client is in one of its groups; a filter finds whomever it finds.
pub(super) fn refuse_in_set(name: &kernel::Name, smart: bool, in_set: bool) -> std::result::Result<(), Refusal> {
    if !(smart && in_set) {
        return Ok(());
    }
    let refusal = Refusal::rule(
        "SMART_IN_SET",
        format!("“{name}” cannot be smart and stand in a set."),
        "A client is in at most one group of a set, and a filter may find a client that is in another. Take the group \
         out of its set, or make it hand-picked.",
    );
    Err(Refusal { field: Some("set".into()), ..refusal })
}

fn looked_at(other: &Group) -> Refusal {
    field(Refusal::rule(
        "GROUP_IN_SMART_FILTER",
        format!("The smart group “{}” looks at this group.", other.name),
        "A smart group looks at hand-picked groups only, so that none waits for another. Change the filter of that \
         group first, or leave this one hand-picked.",
    ))
    .action("Edit that group", format!("/settings/client-groups/{}/edit", other.id))
}

fn names_smart(group: &Group) -> Refusal {
    field(Refusal::rule(
        "SMART_FILTER_NAMES_SMART",
        format!("The filter names “{}”, which finds its clients by a filter itself.", group.name),
        "A smart group looks at hand-picked groups only, so that none waits for another. Choose another group, or put \
         the conditions of that group into this filter.",
    ))
}

fn unknown_group() -> Refusal {
    Refusal::field(
        "GROUP_UNKNOWN",
        "smart_filter",
        "A group that the filter names does not exist.",
        "It was deleted meanwhile, or is of another kind. Choose groups from the list.",
    )
}

fn field(refusal: Refusal) -> Refusal {
    Refusal { field: Some("smart_filter".into()), ..refusal }
}
