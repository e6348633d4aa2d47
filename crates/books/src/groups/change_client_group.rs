//! Changes a client group: its name, its colour, its note, its set. Clients and saved reports keep the group.

use kernel::{Failure, GroupId, Name, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::create_client_group::refuse_color;
use super::names::{refuse_stale, refuse_taken};
use super::sets::{self, GroupSet, SetChoice, store::Overlap};
use super::smart::refuse_in_set;
use super::{Change, Group, Kind, SmartFilter, store};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Changes what is named; `None` stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeClientGroup {
    pub id: GroupId,
    /// The version that the one at the desk has seen.
    pub version: Option<i64>,
    pub name: Option<Name>,
    /// 0 is no colour, 1 to 6 are the palette's.
    pub color: Option<i64>,
    pub note: Option<String>,
    pub set: Option<SetChoice>,
}

/// Two questions, and two more when the group goes into a set.
pub struct Facts {
    pub group: Group,
    /// The group whose name counts as the same as the new one.
    pub holder: Option<Group>,
    /// The set that is named, if it exists.
    pub set: Option<GroupSet>,
    /// Its clients who are in other groups of that set.
    pub overlaps: Vec<Overlap>,
}

impl Act for ChangeClientGroup {
    const NAME: &'static str = "change_client_group";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let group = store::find_of_kind(scene, self.id, Kind::Segment)?
            .ok_or_else(|| Failure::missing("client group", self.id))?;
        let holder = match &self.name {
            Some(name) => store::by_key(scene, Kind::Segment, &name.key())?,
            None => None,
        };
        let wanted = self.set.and_then(SetChoice::set).filter(|set| group.set != Some(*set));
        let (set, overlaps) = match wanted {
            Some(set) => (sets::store::find(scene, set)?, sets::store::overlaps(scene, self.id, set)?),
            None => (None, Vec::new()),
        };
        Ok(Facts { group, holder, set, overlaps })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<GroupId> {
        self.shape(facts, None, || Ok(()))
    }
}

impl ChangeClientGroup {
    /// The change, with `smart` where the filter of the group is to change too; `judged` refuses that filter.
    pub(super) fn shape(
        self,
        facts: Facts,
        smart: Option<Option<SmartFilter>>,
        judged: impl FnOnce() -> std::result::Result<(), Refusal>,
    ) -> Decision<GroupId> {
        let before = facts.group;
        refuse_stale(&before, self.version)?;
        if let Some(name) = &self.name {
            refuse_taken(name, facts.holder.as_ref(), Some(self.id))?;
        }
        let color = self.color.unwrap_or(before.color);
        refuse_color(color)?;
        let set = self.set.map_or(before.set, SetChoice::set);
        if set != before.set {
            sets::unknown_set(self.set, facts.set.as_ref())?;
        }
        if let Some(set) = &facts.set {
            sets::refuse_overlap(&before, set, &facts.overlaps)?;
        }
        let smart = smart.unwrap_or_else(|| before.smart.clone());
        refuse_in_set(&before.name, smart.is_some(), set.is_some())?;
        judged()?;
        // From here the group will be changed, if anything differs.
        let mut after = Group { color, set, smart, ..before.clone() };
        after.name = self.name.unwrap_or(after.name);
        after.note = self.note.unwrap_or(after.note);
        if after == before {
            return Ok(accept(self.id, []));
        }
        after.version += 1;
        let text = match &facts.set {
            _ if after.name != before.name => format!("Client group “{}” renamed to “{}”", before.name, after.name),
            Some(set) => format!("Client group “{}” put into the set “{}”", before.name, set.name),
            None if after.smart != before.smart => match after.smart {
                Some(_) => format!("Client group “{}” finds its clients by a filter", before.name),
                None => format!("Client group “{}” is hand-picked", before.name),
            },
            None => format!("Client group “{}” changed", before.name),
        };
        Ok(accept(self.id, [Change::ClientGroupChanged { before, after }.into()]).says(text).about(self.id).undoable())
    }
}
