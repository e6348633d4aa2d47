//! Changes a team: its name, who is in it, who leads it.

use kernel::{Failure, MemberId, Name, Stamp, TeamId};
use serde::{Deserialize, Serialize};

use super::super::Change;
use super::super::refusals::refuse_stale;
use super::{Team, TeamMember, ordered, refuse_taken, store};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Changes what is named; `None` stays as it is. `members` is the whole team as it shall be.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeTeam {
    pub id: TeamId,
    /// The version that the one at the desk has seen.
    pub version: Option<i64>,
    pub name: Option<Name>,
    pub members: Option<Vec<TeamMember>>,
}

/// Two questions.
pub struct Facts {
    pub team: Team,
    pub teams: Vec<Team>,
    pub members: Vec<MemberId>,
}

impl Act for ChangeTeam {
    const NAME: &'static str = "change_team";
    const NEEDS: Permission = Permission::ManageMembers;
    type Facts = Facts;
    type Outcome = TeamId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let teams = store::teams(scene)?;
        let team = teams.iter().find(|team| team.id == self.id).cloned();
        let team = team.ok_or_else(|| Failure::missing("team", self.id))?;
        Ok(Facts { team, teams, members: store::member_ids(scene)? })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<TeamId> {
        let before = facts.team;
        refuse_stale("The team was", self.version, before.version)?;
        if let Some(name) = &self.name {
            refuse_taken(name, &facts.teams, Some(self.id))?;
        }
        let mut after = before.clone();
        if let Some(members) = self.members {
            after.members = ordered(members, &facts.members)?;
        }
        // From here the team will be changed, if anything differs.
        if let Some(name) = self.name {
            after.name = name.to_string();
        }
        if after == before {
            return Ok(accept(self.id, []));
        }
        after.version += 1;
        let text = if after.name == before.name {
            format!("Team “{}” changed", before.name)
        } else {
            format!("Team “{}” renamed to “{}”", before.name, after.name)
        };
        Ok(accept(self.id, [Change::TeamChanged { before, after }.into()]).says(text).about(self.id))
    }
}
