//! Creates a client group: a name, and a colour that nobody needs to choose.

use kernel::{GroupId, GroupSetId, Name, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::names::refuse_taken;
use super::sets::{self, GroupSet, SetChoice};
use super::{Change, Group, Kind, store};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Creates a segment. Without a colour the palette goes round.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreateClientGroup {
    pub name: Name,
    /// 0 is no colour, 1 to 6 are the palette's.
    pub color: Option<i64>,
    pub note: String,
    pub set: Option<GroupSetId>,
}

/// Two questions, and one about the set.
pub struct Facts {
    /// The group whose name counts as the same.
    pub holder: Option<Group>,
    /// Client groups ever made.
    pub made: i64,
    /// The set that is named, if it exists.
    pub set: Option<GroupSet>,
}

/// Colours of the palette.
const COLORS: i64 = 6;

impl Act for CreateClientGroup {
    const NAME: &'static str = "create_client_group";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts {
            holder: store::by_key(scene, Kind::Segment, &self.name.key())?,
            made: store::ever_made(scene, Kind::Segment)?,
            set: self.set.map(|set| sets::store::find(scene, set)).transpose()?.flatten(),
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<GroupId> {
        refuse_taken(&self.name, facts.holder.as_ref(), None)?;
        let color = self.color.unwrap_or_else(|| next_color(facts.made));
        refuse_color(color)?;
        sets::unknown_set(self.set.map(SetChoice::In), facts.set.as_ref())?;
        // From here the group will be created.
        let id = stamp.ids().next();
        let text = format!("Client group “{}” created", self.name);
        let group = Group {
            id,
            kind: Kind::Segment,
            name: self.name,
            color,
            note: self.note,
            set: self.set,
            smart: None,
            archived: false,
            version: 1,
        };
        Ok(accept(id, [Change::ClientGroupCreated(group).into()]).says(text).about(id).undoable())
    }
}

/// The colour of the group after `made` others: the palette goes round.
pub(crate) fn next_color(made: i64) -> i64 {
    made % COLORS + 1
}

pub(super) fn refuse_color(color: i64) -> Result<()> {
    if (0..=COLORS).contains(&color) {
        return Ok(());
    }
    Err(Refusal::field(
        "COLOR_UNKNOWN",
        "color",
        format!("There is no colour {color}."),
        "The palette has the colours 1 to 6, and 0 for none.",
    )
    .into())
}
