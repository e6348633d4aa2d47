//! The tables of teams.

use db::{Table, View, WriteSet, params};
use kernel::{MemberId, TeamId};

use super::{Team, TeamMember};
use crate::Result;

static TEAMS: Table = Table { name: "teams", columns: &["id", "name", "name_key", "version"], on_conflict: "" };
static PLACES: Table = Table { name: "team_members", columns: &["team", "member", "lead"], on_conflict: "" };

pub(in super::super) fn add(set: &mut WriteSet, team: &Team) {
    set.insert(&TEAMS, params![team.id, &team.name, kernel::name_key(&team.name), team.version]);
    fill(set, team);
}

pub(in super::super) fn change(set: &mut WriteSet, team: &Team) {
    set.run(
        "UPDATE teams SET name = $2, name_key = $3, version = $4 WHERE id = $1",
        params![team.id, &team.name, kernel::name_key(&team.name), team.version],
    );
    set.run("DELETE FROM team_members WHERE team = $1", params![team.id]);
    fill(set, team);
}

pub(in super::super) fn delete(set: &mut WriteSet, team: &Team) {
    set.run("DELETE FROM team_members WHERE team = $1", params![team.id]);
    set.run("DELETE FROM teams WHERE id = $1", params![team.id]);
}

fn fill(set: &mut WriteSet, team: &Team) {
    for place in &team.members {
        set.insert(&PLACES, params![team.id, place.member, place.lead]);
    }
}

/// Every team with its members: two statements.
pub(super) fn teams(view: &View<'_>) -> Result<Vec<Team>> {
    let mut teams = view.rows("SELECT id, name, version FROM teams", &[], |row| {
        Ok(Team { id: row.get(0)?, name: row.get(1)?, members: Vec::new(), version: row.get(2)? })
    })?;
    let sql = "SELECT team, member, lead FROM team_members ORDER BY team, member";
    let places =
        view.rows(sql, &[], |row| Ok((row.get::<TeamId>(0)?, TeamMember { member: row.get(1)?, lead: row.get(2)? })))?;
    for (team, place) in places {
        if let Some(found) = teams.iter_mut().find(|other| other.id == team) {
            found.members.push(place);
        }
    }
    teams.sort_by_cached_key(|team| (kernel::search_fold(&team.name), team.id));
    Ok(teams)
}

pub(super) fn find(view: &View<'_>, id: TeamId) -> Result<Option<Team>> {
    Ok(teams(view)?.into_iter().find(|team| team.id == id))
}

pub(super) fn member_ids(view: &View<'_>) -> Result<Vec<MemberId>> {
    Ok(view.rows("SELECT id FROM members", &[], |row| row.get(0))?)
}
