//! `/members/{id}/client-rights`: what a member may do with single clients beside what the role allows.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use books::clients::{RightLevel, SetClientRight};
use books::company::ListRightsOf;
use kernel::{MemberId, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Paging;
use crate::edge::{ApiResult, Call, parse_field};

#[derive(Debug, Serialize, ToSchema)]
pub struct RightShape {
    /// Id of the client.
    pub client: String,
    pub number: String,
    pub name: String,
    /// `view` or `edit`.
    pub level: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RightPage {
    pub items: Vec<RightShape>,
    pub next: Option<String>,
}

/// A right to give, in place of the one that the member has.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRight {
    /// Id of the client.
    pub client: String,
    /// `view` or `edit`.
    pub level: String,
}

pub async fn list(Path(id): Path<String>, call: Call) -> ApiResult {
    let (paging, member): (Paging, MemberId) = (call.query()?, parse_field("id", &id)?);
    let rights = call.app.ask(&call.caller, ListRightsOf { member }).await?;
    let (items, next) = paging.of(rights, |right| right.client.to_string())?;
    let shape = |right: books::company::RightOnClient| RightShape {
        client: right.client.to_string(),
        number: right.number,
        name: right.name,
        level: right.level,
    };
    Ok(axum::Json(RightPage { items: items.into_iter().map(shape).collect(), next }).into_response())
}

pub async fn give(Path(id): Path<String>, call: Call) -> ApiResult {
    let member: MemberId = parse_field("id", &id)?;
    let new: NewRight = call.body()?;
    let level = RightLevel::parse(&new.level).ok_or_else(unknown_level)?;
    let command = SetClientRight { client: parse_field("client", &new.client)?, member, level: Some(level) };
    call.perform(command, async |_| Ok(StatusCode::NO_CONTENT.into_response())).await
}

pub async fn take(Path((id, client)): Path<(String, String)>, call: Call) -> ApiResult {
    let (member, client) = (parse_field("id", &id)?, parse_field("client", &client)?);
    call.remove(SetClientRight { client, member, level: None }).await
}

fn unknown_level() -> Refusal {
    Refusal::field("LEVEL_UNKNOWN", "level", "There is no such right.", "Give view or edit.")
}
