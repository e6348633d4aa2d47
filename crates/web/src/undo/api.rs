//! The API's operations.

use axum::extract::Path;
use books::Actor;
use books::undo::{ListOperations, OperationLine, ReadOperation, TakeBack, undo};
use kernel::{Failure, OperationId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::edge::{ApiResult, Call, limit};

/// Changes that are one thing for the user, and one thing to undo.
#[derive(Debug, Serialize, ToSchema)]
pub struct OperationShape {
    pub id: String,
    /// Such as `delete_client_group`.
    pub verb: String,
    pub text: String,
    /// RFC 3339.
    pub at: String,
    pub actor: ActorShape,
    pub undone_at: Option<String>,
    pub undone_by: Option<ActorShape>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ActorShape {
    pub code: String,
    pub name: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OperationPage {
    pub items: Vec<OperationShape>,
    pub next: Option<String>,
}

/// Which page; operations come newest first.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OperationQuery {
    /// 1 to 200; 50 without.
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

pub async fn list(call: Call) -> ApiResult {
    let query: OperationQuery = call.query()?;
    let question = ListOperations { before: query.cursor, limit: limit(query.limit)? };
    call.show(question, |page| OperationPage { items: page.items.into_iter().map(shape).collect(), next: page.next })
        .await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.show(ReadOperation { id: operation(&id)? }, shape).await
}

pub async fn take_back(Path(id): Path<String>, call: Call) -> ApiResult {
    let (id, caller) = (operation(&id)?, call.caller.clone());
    if call.is_dry_run() {
        return call.rehearse(TakeBack { operation: id }).await;
    }
    let key = call.key();
    call.app.blocking(move |desk| undo(desk, &caller, id, key.as_ref())).await?;
    call.show(ReadOperation { id }, shape).await
}

pub(super) fn operation(id: &str) -> books::Result<OperationId> {
    id.parse().map_err(|_| Failure::missing("operation", id))
}

fn shape(line: OperationLine) -> OperationShape {
    let actor = |actor: Actor| ActorShape { code: actor.code, name: actor.name };
    OperationShape {
        id: line.id.to_string(),
        verb: line.verb,
        text: line.text,
        at: line.at.to_string(),
        actor: actor(line.actor),
        undone_at: line.undone_at.map(|at| at.to_string()),
        undone_by: line.undone_by.map(actor),
    }
}
