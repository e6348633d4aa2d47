//! Gives a member a right on one client beside what the role allows, changes it, or takes it away.

use kernel::{ClientId, Failure, MemberId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::change_client::unknown_member;
use super::{Change, Client, Sight, store};
use crate::{Act, Ask, Decision, Permission, Result, Scene, accept};

/// What a member may do with one client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RightLevel {
    View,
    Edit,
}

impl RightLevel {
    pub const ALL: [RightLevel; 2] = [RightLevel::View, RightLevel::Edit];

    pub fn code(self) -> &'static str {
        match self {
            RightLevel::View => "view",
            RightLevel::Edit => "edit",
        }
    }

    pub fn parse(code: &str) -> Option<RightLevel> {
        RightLevel::ALL.into_iter().find(|level| level.code() == code)
    }

    /// The words for people.
    pub fn label(self) -> &'static str {
        match self {
            RightLevel::View => "may see",
            RightLevel::Edit => "may see and change",
        }
    }
}

/// Sets what a member may do with one client; `None` leaves what the role allows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetClientRight {
    pub client: ClientId,
    pub member: MemberId,
    pub level: Option<RightLevel>,
}

/// What the rule needs.
pub struct Facts {
    client: Option<Client>,
    member_name: Option<String>,
    level: Option<RightLevel>,
}

impl Act for SetClientRight {
    const NAME: &'static str = "set_client_right";
    const NEEDS: Permission = Permission::ManageMembers;
    type Facts = Facts;
    type Outcome = ClientId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts {
            client: store::find_in_sight(scene, self.client, Sight::of(scene.rights))?,
            member_name: store::active_member(scene, self.member)?,
            level: store::right_of(scene, self.client, self.member)?,
        })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<ClientId> {
        let client = facts.client.ok_or_else(|| Failure::missing("client", self.client))?;
        let name = match (facts.member_name, self.level) {
            (Some(name), _) => name,
            // What someone who left still holds can be taken away.
            (None, None) => "Former member".to_owned(),
            (None, Some(_)) => return Err(Refusal { field: Some("member".into()), ..unknown_member() }.into()),
        };
        if facts.level == self.level {
            return Ok(accept(self.client, []));
        }
        // From here the right will be set.
        let text = match self.level {
            Some(level) => format!("{name} {} “{}”", level.label(), client.details.name),
            None => format!("{name} has no right of their own on “{}” any more", client.details.name),
        };
        let change =
            Change::RightSet { client: self.client, member: self.member, before: facts.level, after: self.level };
        Ok(accept(self.client, [change.into()]).says(text).about(self.client).undoable())
    }
}

/// Who holds a right of their own on a client.
#[derive(Clone, Copy, Debug)]
pub struct ListClientRights {
    pub client: ClientId,
}

#[derive(Clone, Debug)]
pub struct ClientRight {
    pub member: MemberId,
    pub name: String,
    pub level: RightLevel,
}

impl Ask for ListClientRights {
    const NEEDS: Permission = Permission::ManageMembers;
    type Answer = Vec<ClientRight>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<ClientRight>> {
        store::find_in_sight(scene, self.client, Sight::of(scene.rights))?
            .ok_or_else(|| Failure::missing("client", self.client))?;
        store::rights_on(scene, self.client)
    }
}
