//! The API's client groups (segments).

use axum::Json;
use axum::extract::Path;
use axum::response::IntoResponse;
use books::Act;
use books::clients::{DeleteClientGroup, PreviewSmartGroup, SmartPreview};
use books::groups::{
    ArchiveClientGroup, ChangeClientGroup, ChangeSmartGroup, ClientGroupLine, ClientGroups, CreateClientGroup,
    CreateSmartGroup, ListClientGroups, ReadClientGroup, SetChoice, SmartFilter,
};
use books::reports::ReportsNaming;
use kernel::{GroupId, Refusal};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::smart;
use crate::edge::{ApiResult, Call, Resource, limit, named, parse_field};

/// A client group as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClientGroupShape {
    pub id: String,
    pub name: String,
    /// 1 to 6 of the palette, 0 for none.
    pub color: i64,
    pub note: String,
    /// Id of the set that it stands in.
    pub set: Option<String>,
    /// How a smart group finds its clients: a query string of `GET /clients`. Null for a hand-picked group.
    pub smart_filter: Option<String>,
    pub archived: bool,
    /// Clients in it now.
    pub clients_count: i64,
    /// When it was created, RFC 3339.
    pub added_at: String,
    pub added_by: String,
    pub version: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ClientGroupPage {
    pub items: Vec<ClientGroupShape>,
    pub next: Option<String>,
    /// Groups that match, where the call asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
}

/// Which client groups, and which page of them. They come by name.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ClientGroupQuery {
    /// Part of a name.
    pub q: Option<String>,
    /// The archive instead of the groups in use.
    pub archived: Option<bool>,
    /// 1 to 200; 50 without.
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Counts what matches.
    pub total: Option<bool>,
}

/// A new client group. Without a colour the palette goes round.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClientGroup {
    pub name: String,
    pub color: Option<i64>,
    #[serde(default)]
    pub note: String,
    /// Id of a set: a client is in at most one group of it.
    pub set: Option<String>,
    /// Makes the group smart: a query string of `GET /clients`, such as `country=ES&status=active`.
    pub smart_filter: Option<String>,
}

/// What changes; what is not named stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientGroupPatch {
    pub name: Option<String>,
    pub color: Option<i64>,
    pub note: Option<String>,
    /// Id of a set; null takes the group out of its set.
    #[serde(default, deserialize_with = "named")]
    pub set: Option<Option<String>>,
    /// A query string of `GET /clients` makes the group smart, or changes whom it finds; null makes it hand-picked, with
    /// the clients that it has.
    #[serde(default, deserialize_with = "named")]
    pub smart_filter: Option<Option<String>>,
}

pub async fn list(call: Call) -> ApiResult {
    let query: ClientGroupQuery = call.query()?;
    let after = query.cursor.map(|cursor| parse_field("cursor", &cursor)).transpose()?;
    let question = ListClientGroups {
        search: query.q.unwrap_or_default(),
        archived: query.archived.unwrap_or(false),
        after,
        limit: limit(query.limit)?,
        ..ListClientGroups::default()
    };
    let wants_total = query.total.unwrap_or(false);
    call.show(question, |page| shown(page, wants_total)).await
}

fn shown(page: ClientGroups, wants_total: bool) -> ClientGroupPage {
    let next = page.items.last().filter(|_| page.has_more).map(|last| last.group.id.to_string());
    let total = wants_total.then_some(page.total);
    ClientGroupPage { items: page.items.iter().map(Resource::shape).collect(), next, total }
}

pub async fn create(call: Call) -> ApiResult {
    let new: NewClientGroup = call.body()?;
    let command = CreateClientGroup {
        name: parse_field("name", &new.name)?,
        color: new.color,
        note: note(Some(new.note))?.unwrap_or_default(),
        set: new.set.map(|set| parse_field("set", &set)).transpose()?,
    };
    let Some(filter) = new.smart_filter.as_deref().map(smart::sent).transpose()? else {
        return call.create(command, "/client-groups", |id| ReadClientGroup { id: *id }).await;
    };
    if call.is_dry_run() {
        return rehearsed(&call, None, Some(filter.clone()), CreateSmartGroup { group: command, filter }).await;
    }
    let command = CreateSmartGroup { group: command, filter };
    call.create(command, "/client-groups", |id| ReadClientGroup { id: *id }).await
}

/// What the changes do not say: how many clients the filter would bring and take.
async fn rehearsed<A: Act>(call: &Call, id: Option<GroupId>, filter: Option<SmartFilter>, command: A) -> ApiResult {
    let changes = call.rehearsed(command).await?;
    let preview = match filter {
        Some(filter) => call.app.ask(&call.caller, PreviewSmartGroup { group: id, filter }).await?,
        None => SmartPreview::default(),
    };
    let body = json!({ "changes": changes, "clients_enter": preview.enter, "clients_leave": preview.leave });
    Ok(Json(body).into_response())
}

/// Free text of at most 2,000 characters.
pub(super) fn note(text: Option<String>) -> books::Result<Option<String>> {
    let Some(text) = text else { return Ok(None) };
    let kept = kernel::optional_text(&text, 2_000)
        .map_err(|error| Refusal::field("TEXT_TOO_LONG", "note", "The note cannot be kept.", error.to_string()))?;
    Ok(Some(kept.unwrap_or_default()))
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadClientGroup { id: group(&id)? }).await
}

pub async fn change(Path(id): Path<String>, call: Call) -> ApiResult {
    let (id, patch) = (group(&id)?, call.body::<ClientGroupPatch>()?);
    let command = ChangeClientGroup {
        id,
        version: call.expected_version()?,
        name: patch.name.map(|name| parse_field("name", &name)).transpose()?,
        color: patch.color,
        note: note(patch.note)?,
        set: patch.set.map(set_choice).transpose()?,
    };
    let Some(filter) = patch.smart_filter else { return call.change(command, ReadClientGroup { id }).await };
    let filter = filter.as_deref().map(smart::sent).transpose()?;
    let command = ChangeSmartGroup { change: command, filter: filter.clone() };
    if call.is_dry_run() {
        return rehearsed(&call, Some(id), filter, command).await;
    }
    call.change(command, ReadClientGroup { id }).await
}

pub async fn delete(Path(id): Path<String>, call: Call) -> ApiResult {
    let id = group(&id)?;
    let command = DeleteClientGroup { id, version: call.expected_version()? };
    if !call.is_dry_run() {
        return call.remove(command).await;
    }
    // What the changes do not say: which saved reports would name a group that is gone.
    let changes = call.rehearsed(command).await?;
    let (reports, others) = call.app.ask(&call.caller, ReportsNaming { group: id }).await?;
    Ok(Json(json!({ "changes": changes, "reports": reports, "reports_not_visible": others })).into_response())
}

pub async fn archive(Path(id): Path<String>, call: Call) -> ApiResult {
    set_aside(&id, &call, true).await
}

pub async fn restore(Path(id): Path<String>, call: Call) -> ApiResult {
    set_aside(&id, &call, false).await
}

async fn set_aside(id: &str, call: &Call, archived: bool) -> ApiResult {
    let id = group(id)?;
    call.change(ArchiveClientGroup { id, version: call.expected_version()?, archived }, ReadClientGroup { id }).await
}

fn set_choice(set: Option<String>) -> books::Result<SetChoice> {
    Ok(match set {
        Some(set) => SetChoice::In(parse_field("set", &set)?),
        None => SetChoice::Free,
    })
}

/// An id that cannot be one names nothing: 404, as for a group that was deleted.
pub(super) fn group(id: &str) -> books::Result<GroupId> {
    id.parse().map_err(|_| kernel::Failure::missing("client group", id))
}

impl Resource for ClientGroupLine {
    type Shape = ClientGroupShape;

    fn version(&self) -> i64 {
        self.group.version
    }

    fn shape(&self) -> ClientGroupShape {
        ClientGroupShape {
            id: self.group.id.to_string(),
            name: self.group.name.to_string(),
            color: self.group.color,
            note: self.group.note.clone(),
            set: self.group.set.map(|set| set.to_string()),
            smart_filter: self.group.smart.as_ref().map(|filter| filter.as_str().to_owned()),
            archived: self.group.archived,
            clients_count: self.clients,
            added_at: self.added_at.to_string(),
            added_by: self.added_by.clone(),
            version: self.group.version,
        }
    }
}
