//! `/tokens`: one's own keys to the API.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use books::Who;
use books::company::NoteApiKey;
use books::hallway::TokenLine;
use kernel::{Failure, Name, PersonId, TokenId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Paging;
use crate::edge::{ApiResult, Call, parse_field};

/// A token as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenShape {
    pub id: String,
    pub name: String,
    pub created: String,
    /// To the minute; null before the first use.
    pub last_used: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TokenPage {
    pub items: Vec<TokenShape>,
    pub next: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
}

/// A token just issued.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedToken {
    pub id: String,
    pub name: String,
    /// Told once; null when the same request was answered before.
    pub secret: Option<String>,
}

pub async fn list(call: Call) -> ApiResult {
    let paging: Paging = call.query()?;
    let (items, next) = paging.of(own(&call).await?, |line| line.id.to_string())?;
    let shape = |line: TokenLine| TokenShape {
        id: line.id.to_string(),
        name: line.name.to_string(),
        created: line.created.to_string(),
        last_used: line.seen.map(|seen| seen.to_string()),
    };
    Ok(axum::Json(TokenPage { items: items.into_iter().map(shape).collect(), next }).into_response())
}

/// The key gets the id that the audit has for it.
pub async fn issue(call: Call) -> ApiResult {
    let new: NewToken = call.body()?;
    let name: Name = parse_field("name", &new.name)?;
    let (person, company) = (person(&call)?, call.caller.company);
    call.perform(NoteApiKey::Issued { name: name.clone() }, async |receipt| {
        let (id, text) = (receipt.outcome, name.to_string());
        let issued = call.app.blocking(move |desk| desk.hallway().issue_token_as(id, person, company, &name));
        let secret = if receipt.replayed { None } else { Some(issued.await?) };
        let shape = IssuedToken { id: id.to_string(), name: text, secret };
        Ok((StatusCode::CREATED, axum::Json(shape)).into_response())
    })
    .await
}

pub async fn revoke(Path(id): Path<String>, call: Call) -> ApiResult {
    let id: TokenId = parse_field("id", &id)?;
    let person = person(&call)?;
    let found = own(&call).await?.into_iter().find(|line| line.id == id);
    let name = found.ok_or_else(|| Failure::missing("token", id))?.name;
    call.perform(NoteApiKey::Revoked { id, name }, async |_| {
        call.app.blocking(move |desk| desk.hallway().revoke_token(person, id)).await?;
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}

async fn own(call: &Call) -> books::Result<Vec<TokenLine>> {
    let (person, company) = (person(call)?, call.caller.company);
    call.app.blocking(move |desk| desk.hallway().tokens_of(person, company)).await
}

/// The operator at the machine has no keys of their own.
pub(super) fn person(call: &Call) -> books::Result<PersonId> {
    match call.caller.who {
        Who::Person(person) => Ok(person),
        Who::Operator | Who::System => Err(Failure::missing("token", "of the operator")),
    }
}
