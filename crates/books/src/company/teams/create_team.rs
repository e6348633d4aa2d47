//! Creates a team.

use kernel::{MemberId, Name, Stamp, TeamId};
use serde::{Deserialize, Serialize};

use super::super::Change;
use super::{Team, TeamMember, ordered, refuse_taken, store};
use crate::{Act, Decision, Permission, Result, Scene, accept};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreateTeam {
    pub name: Name,
    pub members: Vec<TeamMember>,
}

/// Two questions.
pub struct Facts {
    pub teams: Vec<Team>,
    pub members: Vec<MemberId>,
}

impl Act for CreateTeam {
    const NAME: &'static str = "create_team";
    const NEEDS: Permission = Permission::ManageMembers;
    type Facts = Facts;
    type Outcome = TeamId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts { teams: store::teams(scene)?, members: store::member_ids(scene)? })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<TeamId> {
        refuse_taken(&self.name, &facts.teams, None)?;
        let members = ordered(self.members, &facts.members)?;
        // From here the team will be created.
        let id = stamp.ids().next();
        let team = Team { id, name: self.name.to_string(), members, version: 1 };
        let text = format!("Team “{}” created", team.name);
        Ok(accept(id, [Change::TeamCreated(team).into()]).says(text).about(id))
    }
}
