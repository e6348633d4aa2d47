//! `/audit`: who changed what, when, and by which door.

use axum::response::IntoResponse;
use books::{AuditLine, SearchAudit};
use kernel::{Door, Refusal, Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::edge::{ApiResult, Call, parse_field};

/// Which lines.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// Id of a client, group, invoice … whose history is wanted.
    pub subject: Option<String>,
    /// Id of a member, `operator` or `system`.
    pub actor: Option<String>,
    /// `page`, `api`, `command_line`, `import` or `job`.
    pub door: Option<String>,
    /// 1 to 200, 50 without.
    pub limit: Option<usize>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// One line of the audit.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditShape {
    pub seq: i64,
    pub at: String,
    /// Id of a member, `operator` or `system`.
    pub actor: String,
    pub actor_name: String,
    pub door: String,
    pub verb: String,
    pub text: String,
    /// UUID of what it was about.
    pub subject: Option<String>,
    /// The operation that it can be undone with.
    pub operation: Option<String>,
    /// Every value before and after.
    pub changes: serde_json::Value,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AuditPage {
    pub items: Vec<AuditShape>,
    pub next: Option<String>,
}

pub async fn list(call: Call) -> ApiResult {
    let query: AuditQuery = call.query()?;
    let question = SearchAudit {
        subject: query.subject.as_deref().map(any_id).transpose()?,
        actor: query.actor,
        door: query.door.map(|door| parse_field::<Door>("door", &door)).transpose()?,
        before: query.cursor.map(|cursor| parse_field("cursor", &cursor)).transpose()?,
        limit: super::limit(query.limit)? as i64,
    };
    let page = call.app.ask(&call.caller, question).await?;
    Ok(axum::Json(AuditPage { items: page.items.into_iter().map(shape).collect(), next: page.next }).into_response())
}

fn shape(line: AuditLine) -> AuditShape {
    AuditShape {
        seq: line.seq,
        at: line.at.to_string(),
        actor: line.actor.code,
        actor_name: line.actor.name,
        door: line.door,
        verb: line.verb,
        text: line.text,
        subject: line.subject.map(|subject| subject.to_string()),
        operation: line.operation.map(|operation| operation.to_string()),
        changes: line.changes,
    }
}

/// The UUID of an id of any noun, or a bare one.
pub(in super::super) fn any_id(text: &str) -> Result<Uuid, Refusal> {
    let text = text.trim();
    kernel::read_any_id(text).or_else(|| text.parse().ok()).ok_or_else(|| {
        Refusal::field(
            "ID_UNREADABLE",
            "subject",
            "This is not an id.",
            "Ids look like cli_01h455vb4pex5vsknk084sn02q.",
        )
    })
}
