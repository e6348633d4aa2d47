//! Deletes a team that nobody is in any more.

use kernel::{Failure, Refusal, Stamp, TeamId};
use serde::{Deserialize, Serialize};

use super::super::Change;
use super::super::refusals::refuse_stale;
use super::{Team, store};
use crate::{Act, Decision, Permission, Result, Scene, accept};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeleteTeam {
    pub id: TeamId,
    /// The version that the one at the desk has seen.
    pub version: Option<i64>,
}

impl Act for DeleteTeam {
    const NAME: &'static str = "delete_team";
    const NEEDS: Permission = Permission::ManageMembers;
    type Facts = Team;
    type Outcome = TeamId;

    fn load(&self, scene: &Scene<'_>) -> Result<Team> {
        store::find(scene, self.id)?.ok_or_else(|| Failure::missing("team", self.id))
    }

    fn decide(self, team: Team, _: &Stamp) -> Decision<TeamId> {
        refuse_stale("The team was", self.version, team.version)?;
        if !team.members.is_empty() {
            return Err(not_empty(&team).into());
        }
        // From here the team will be deleted.
        let text = format!("Team “{}” deleted", team.name);
        Ok(accept(self.id, [Change::TeamDeleted(team).into()]).says(text).about(self.id))
    }
}

fn not_empty(team: &Team) -> Refusal {
    let count = team.members.len();
    let are = if count == 1 { "1 member is".to_owned() } else { format!("{count} members are") };
    Refusal::rule(
        "TEAM_NOT_EMPTY",
        format!("“{}” cannot be deleted: {are} in it.", team.name),
        "What they see of clients follows from their teams, so nobody loses it unnoticed. Take them out first.",
    )
    .detail("members", count)
    .action("Open the team", format!("/settings/teams/{}", team.id))
}
