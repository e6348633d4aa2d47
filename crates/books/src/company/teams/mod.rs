//! Teams: members who look after the same clients, some of them leading.

mod change_team;
mod create_team;
mod delete_team;
pub(super) mod store;

pub use change_team::ChangeTeam;
pub use create_team::CreateTeam;
pub use delete_team::DeleteTeam;

use kernel::{Failure, MemberId, Name, Refusal, TeamId};
use serde::{Deserialize, Serialize};

use crate::{Ask, Permission, Result, Scene};

/// Members who work together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Team {
    pub id: TeamId,
    pub name: String,
    /// By id; nobody stands in it twice.
    pub members: Vec<TeamMember>,
    pub version: i64,
}

/// A member's place in a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TeamMember {
    pub member: MemberId,
    pub lead: bool,
}

/// Every team, by name.
#[derive(Clone, Copy, Debug)]
pub struct ListTeams;

impl Ask for ListTeams {
    const NEEDS: Permission = Permission::Enter;
    type Answer = Vec<Team>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<Team>> {
        store::teams(scene)
    }
}

/// Reads one team.
#[derive(Clone, Copy, Debug)]
pub struct ReadTeam {
    pub id: TeamId,
}

impl Ask for ReadTeam {
    const NEEDS: Permission = Permission::Enter;
    type Answer = Team;

    fn answer(self, scene: &Scene<'_>) -> Result<Team> {
        store::find(scene, self.id)?.ok_or_else(|| Failure::missing("team", self.id))
    }
}

/// Puts members in their order and refuses those who are not of the company.
fn ordered(mut members: Vec<TeamMember>, known: &[MemberId]) -> Result<Vec<TeamMember>> {
    members.sort_by_key(|place| (place.member, !place.lead));
    members.dedup_by_key(|place| place.member);
    match members.iter().find(|place| !known.contains(&place.member)) {
        None => Ok(members),
        Some(_) => Err(Refusal::field(
            "MEMBER_UNKNOWN",
            "members",
            "Somebody is not a member of this company.",
            "A team consists of members. Invite them first, or choose from the list.",
        )
        .into()),
    }
}

/// Refuses a name that another team has already, whatever its capitals.
fn refuse_taken(name: &Name, all: &[Team], own: Option<TeamId>) -> Result<()> {
    let key = name.key();
    let same = |team: &&Team| Some(team.id) != own && kernel::name_key(&team.name) == key;
    let Some(holder) = all.iter().find(same) else { return Ok(()) };
    let refusal = if holder.name == name.as_str() {
        Refusal::rule(
            "NAME_TAKEN",
            format!("“{}” already exists.", holder.name),
            "Two teams of one name cannot be told apart. Choose another name, or use the team that exists.",
        )
    } else {
        Refusal::rule(
            "NAME_TAKEN_NORMALISED",
            format!("“{}” already exists; only capitals, blanks or accents differ.", holder.name),
            "Two teams of nearly one name cannot be told apart. Choose another name, or use the team that exists.",
        )
    };
    Err(Refusal { field: Some("name".into()), ..refusal.detail("existing", holder.id) }.into())
}
