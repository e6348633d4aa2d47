//! `/teams`: members who look after the same clients.

use axum::extract::Path;
use axum::response::IntoResponse;
use books::company::{ChangeTeam, CreateTeam, DeleteTeam, ListTeams, ReadTeam, Team, TeamMember};
use kernel::TeamId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Paging;
use crate::edge::{ApiResult, Call, Resource, parse_field};

/// A team as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamShape {
    pub id: String,
    pub name: String,
    pub members: Vec<PlaceShape>,
    pub version: i64,
}

/// A member's place in a team.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceShape {
    /// Id of the member.
    pub member: String,
    #[serde(default)]
    pub lead: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TeamPage {
    pub items: Vec<TeamShape>,
    pub next: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTeam {
    pub name: String,
    #[serde(default)]
    pub members: Vec<PlaceShape>,
}

/// Changes of a team. Only what is named changes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamPatch {
    pub name: Option<String>,
    /// All of them, as they shall be.
    pub members: Option<Vec<PlaceShape>>,
}

pub async fn list(call: Call) -> ApiResult {
    let paging: Paging = call.query()?;
    let (items, next) = paging.of(call.app.ask(&call.caller, ListTeams).await?, |team| team.id.to_string())?;
    Ok(axum::Json(TeamPage { items: items.iter().map(Resource::shape).collect(), next }).into_response())
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadTeam { id: parse_field("id", &id)? }).await
}

pub async fn create(call: Call) -> ApiResult {
    let new: NewTeam = call.body()?;
    let command = CreateTeam { name: parse_field("name", &new.name)?, members: places(&new.members)? };
    call.create(command, "/teams", |id| ReadTeam { id: *id }).await
}

pub async fn change(Path(id): Path<String>, call: Call) -> ApiResult {
    let id: TeamId = parse_field("id", &id)?;
    let patch: TeamPatch = call.body()?;
    let command = ChangeTeam {
        id,
        version: call.expected_version()?,
        name: patch.name.map(|name| parse_field("name", &name)).transpose()?,
        members: patch.members.as_deref().map(places).transpose()?,
    };
    call.change(command, ReadTeam { id }).await
}

pub async fn delete(Path(id): Path<String>, call: Call) -> ApiResult {
    call.remove(DeleteTeam { id: parse_field("id", &id)?, version: call.expected_version()? }).await
}

fn places(shapes: &[PlaceShape]) -> books::Result<Vec<TeamMember>> {
    let place =
        |shape: &PlaceShape| Ok(TeamMember { member: parse_field("members", &shape.member)?, lead: shape.lead });
    shapes.iter().map(place).collect()
}

impl Resource for Team {
    type Shape = TeamShape;

    fn version(&self) -> i64 {
        self.version
    }

    fn shape(&self) -> TeamShape {
        let place = |place: &TeamMember| PlaceShape { member: place.member.to_string(), lead: place.lead };
        TeamShape {
            id: self.id.to_string(),
            name: self.name.clone(),
            members: self.members.iter().map(place).collect(),
            version: self.version,
        }
    }
}
