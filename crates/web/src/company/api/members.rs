//! `/members`: who has a seat, with which role, and the links by which they come in.

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use books::company::{ChangeMember, InviteMember, ListMembers, MakeLink, MemberView, ReadMember, follow_seat};
use books::{Desk, Result};
use kernel::{CompanyId, MemberId, PersonId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Paging;
use crate::edge::{ApiResult, Call, Resource, parse_field, resource};

/// A member as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberShape {
    pub id: String,
    pub name: String,
    pub email: String,
    /// Id of the role.
    pub role: String,
    pub role_name: String,
    /// Names of teams.
    pub teams: Vec<String>,
    pub active: bool,
    pub version: i64,
    /// Path of the one-time link, behind the server's address; told once, when the member was invited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MemberPage {
    pub items: Vec<MemberShape>,
    pub next: Option<String>,
}

/// Somebody to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    pub name: String,
    pub email: String,
    /// Id of the role.
    pub role: String,
}

/// Changes of a seat. Only what is named changes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberPatch {
    /// Id of the role.
    pub role: Option<String>,
    /// False: sessions and tokens end at once.
    pub active: Option<bool>,
}

/// A one-time link.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkShape {
    /// Path behind the server's address; null when the same request was answered before.
    pub link: Option<String>,
}

pub async fn list(call: Call) -> ApiResult {
    let paging: Paging = call.query()?;
    let members = call.app.ask(&call.caller, ListMembers).await?;
    let (items, next) = paging.of(members, |view| view.member.id.to_string())?;
    Ok(axum::Json(MemberPage { items: items.iter().map(Resource::shape).collect(), next }).into_response())
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadMember { id: parse_field("id", &id)? }).await
}

pub async fn invite(call: Call) -> ApiResult {
    let new: NewMember = call.body()?;
    let new = InviteMember {
        name: parse_field("name", &new.name)?,
        email: parse_field("email", &new.email)?,
        role: parse_field("role", &new.role)?,
    };
    let (caller, rehearsed) = (call.caller.clone(), call.is_dry_run());
    let command = call.app.blocking(move |desk| match rehearsed {
        true => new.rehearsal(desk),
        false => new.command(desk, &caller),
    });
    call.perform(command.await?, async |receipt| {
        let view = call.app.ask(&call.caller, ReadMember { id: receipt.outcome }).await?;
        let link = if receipt.replayed { None } else { Some(invitation(&call, view.member.person).await?) };
        let shape = MemberShape { link, ..view.shape() };
        let mut response = (StatusCode::CREATED, axum::Json(shape)).into_response();
        let location = HeaderValue::try_from(format!("/api/v1/members/{}", receipt.outcome));
        location.into_iter().for_each(|value| drop(response.headers_mut().insert(header::LOCATION, value)));
        Ok(response)
    })
    .await
}

pub async fn change(Path(id): Path<String>, call: Call) -> ApiResult {
    let id: MemberId = parse_field("id", &id)?;
    let patch: MemberPatch = call.body()?;
    let role = patch.role.map(|role| parse_field("role", &role)).transpose()?;
    let command = ChangeMember { id, version: call.expected_version()?, role, active: patch.active };
    call.perform(command, async |_| {
        let caller = call.caller.clone();
        call.app.blocking(move |desk| follow_seat(desk, &caller, id)).await?;
        Ok(resource(StatusCode::OK, &call.app.ask(&call.caller, ReadMember { id }).await?))
    })
    .await
}

pub async fn make_link(Path(id): Path<String>, call: Call) -> ApiResult {
    link(&call, &id, |desk, person, company| desk.hallway().invite(person, company)).await
}

pub async fn make_password_link(Path(id): Path<String>, call: Call) -> ApiResult {
    link(&call, &id, |desk, person, company| desk.hallway().invite_to_new_password(person, company)).await
}

async fn link(call: &Call, id: &str, make: fn(&Desk, PersonId, CompanyId) -> Result<String>) -> ApiResult {
    let member: MemberId = parse_field("id", id)?;
    let company = call.caller.company;
    call.perform(MakeLink { member }, async |receipt| {
        let person = receipt.outcome;
        let link = match receipt.replayed {
            true => None,
            false => Some(path(&call.app.blocking(move |desk| make(desk, person, company)).await?)),
        };
        Ok((StatusCode::CREATED, axum::Json(LinkShape { link })).into_response())
    })
    .await
}

async fn invitation(call: &Call, person: PersonId) -> Result<String> {
    let company = call.caller.company;
    Ok(path(&call.app.blocking(move |desk| desk.hallway().invite(person, company)).await?))
}

fn path(secret: &str) -> String {
    format!("/invitation?key={secret}")
}

impl Resource for MemberView {
    type Shape = MemberShape;

    fn version(&self) -> i64 {
        self.member.version
    }

    fn shape(&self) -> MemberShape {
        MemberShape {
            id: self.member.id.to_string(),
            name: self.member.name.clone(),
            email: self.member.email.clone(),
            role: self.member.role.to_string(),
            role_name: self.role_name.clone(),
            teams: self.teams.clone(),
            active: self.member.active,
            version: self.member.version,
            link: None,
        }
    }
}
