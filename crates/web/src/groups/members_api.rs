//! The API's memberships: who is in a group, which groups a client is in, and many at once.

use axum::Json;
use axum::extract::Path;
use axum::response::IntoResponse;
use books::Page;
use books::clients::{
    Bulk, BulkGroups, BulkOutcome, Filter, GroupAction, GroupsOfClient, LeftOut, MemberLine, MembersOfGroup,
    MembershipLine, Selection, ShelveClients, carry_out_bulk, rehearse_bulk,
};
use kernel::{ClientId, Day, Failure, GroupId, Refusal};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::client_groups_api::group;
use crate::edge::{ApiResult, Call, limit, parse_field};

/// A client in a group.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberShape {
    pub membership: String,
    pub client: String,
    pub number: String,
    pub name: String,
    pub archived: bool,
    pub from: String,
    /// The last day, inclusive; null while it goes on.
    pub until: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MemberPage {
    pub items: Vec<MemberShape>,
    pub next: Option<String>,
}

/// A group that a client is in.
#[derive(Debug, Serialize, ToSchema)]
pub struct MembershipShape {
    pub membership: String,
    pub group: String,
    /// `segment` for client groups, `posting` for customer groups, `billing` for billing groups,
    /// `corporate` for corporate groups.
    pub kind: String,
    pub name: String,
    pub color: i64,
    pub archived: bool,
    pub from: String,
    /// The last day, inclusive; null while it goes on.
    pub until: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MembershipList {
    pub items: Vec<MembershipShape>,
    pub next: Option<String>,
}

/// The day, and the page.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MemberQuery {
    /// `2026-01-31`; without a day, what holds now.
    pub as_of: Option<String>,
    /// 1 to 200; 50 without.
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// The day.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DayQuery {
    /// `2026-01-31`; without a day, what holds now.
    pub as_of: Option<String>,
}

/// Clients to put into the group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientsToAdd {
    /// Ids of clients.
    pub clients: Vec<String>,
    /// Takes a client out of the other group of the set; without it, whoever is in one is left there.
    #[serde(default, rename = "move")]
    pub moves: bool,
}

/// One change for many clients: those named, or those that match a filter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientsBulk {
    /// Ids of clients.
    pub ids: Option<Vec<String>>,
    /// The filter of `GET /clients`, by the same names; lists as texts with commas.
    #[schema(value_type = Option<Object>)]
    pub filter: Option<std::collections::BTreeMap<String, String>>,
    /// `add_groups`, `move_groups` (adds, and ends what the client has in the same set), `remove_groups` or
    /// `replace_groups`; `archive` or `restore`.
    pub action: String,
    /// Ids of client groups, for what is done with groups.
    #[serde(default)]
    pub client_groups: Vec<String>,
}

/// What came of it. It is one operation, and one undo.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkShape {
    /// Clients that changed.
    pub done: i64,
    /// Clients for whom everything already was as asked.
    pub skipped: i64,
    pub failed: Vec<LeftOutShape>,
    /// For `POST /operations/{id}/undo`; null when nothing changed.
    pub operation: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOutShape {
    pub id: String,
    pub code: String,
    pub detail: String,
}

pub async fn members(Path(id): Path<String>, call: Call) -> ApiResult {
    let query: MemberQuery = call.query()?;
    let question = MembersOfGroup {
        // Of whatever kind it is.
        group: id.parse().map_err(|_| kernel::Failure::missing("group", &id))?,
        as_of: day(query.as_of)?,
        after: query.cursor.map(|cursor| parse_field("cursor", &cursor)).transpose()?,
        limit: limit(query.limit)?,
    };
    call.show(question, member_page).await
}

pub async fn groups_of_client(Path(id): Path<String>, call: Call) -> ApiResult {
    let query: DayQuery = call.query()?;
    let question = GroupsOfClient { client: client(&id)?, as_of: day(query.as_of)? };
    call.show(question, |lines| MembershipList { items: lines.into_iter().map(membership).collect(), next: None }).await
}

pub async fn add(Path(id): Path<String>, call: Call) -> ApiResult {
    let wanted: ClientsToAdd = call.body()?;
    let clients = wanted.clients.iter().map(|id| parse_field("clients", id)).collect::<books::Result<_>>()?;
    let action = if wanted.moves { GroupAction::Move } else { GroupAction::Add };
    run(&call, groups_command(action, Selection::of(clients), vec![group(&id)?])).await
}

pub async fn remove(Path((id, member)): Path<(String, String)>, call: Call) -> ApiResult {
    let client = client(&member)?;
    run(&call, groups_command(GroupAction::Remove, Selection::of(vec![client]), vec![group(&id)?])).await
}

pub async fn bulk(call: Call) -> ApiResult {
    let wanted: ClientsBulk = call.body()?;
    let action = action(&wanted.action)?;
    let groups =
        wanted.client_groups.iter().map(|id| parse_field("client_groups", id)).collect::<books::Result<_>>()?;
    let selection = match (wanted.ids, wanted.filter) {
        (Some(ids), None) => Selection::of(ids.iter().map(|id| parse_field("ids", id)).collect::<books::Result<_>>()?),
        (None, Some(filter)) => {
            if let Some(unknown) = filter.keys().find(|name| !Filter::NAMES.contains(&name.as_str())) {
                return Err(unknown_filter(unknown).into());
            }
            let pairs = filter.iter().map(|(name, text)| (name.as_str(), text.as_str()));
            Selection::Matching(Box::new(Filter::from_pairs(pairs)?))
        }
        _ => return Err(which_clients().into()),
    };
    match action {
        Action::Groups(action) => run(&call, groups_command(action, selection, groups)).await,
        Action::Shelf { archived } => run(&call, ShelveClients { selection, archived, after: None }).await,
    }
}

/// Where the clients go.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeTarget {
    /// Id of the client group that takes the clients.
    pub into: String,
}

pub async fn merge(Path(id): Path<String>, call: Call) -> ApiResult {
    let target: MergeTarget = call.body()?;
    let (from, into) = (group(&id)?, parse_field("into", &target.into)?);
    run(&call, super::merge::command(from, call.expected_version()?, into, call.is_dry_run())).await
}

fn groups_command(action: GroupAction, selection: Selection, groups: Vec<GroupId>) -> BulkGroups {
    BulkGroups { selection, action, groups, after: None }
}

async fn run(call: &Call, command: impl Bulk) -> ApiResult {
    let caller = call.caller.clone();
    if call.is_dry_run() {
        let (outcome, changes) = call.app.blocking(move |desk| rehearse_bulk(desk, &caller, command)).await?;
        let shape = bulk_shape(outcome);
        let (done, skipped, failed) = (shape.done, shape.skipped, shape.failed);
        let answer = json!({ "changes": changes, "done": done, "skipped": skipped, "failed": failed });
        return Ok(Json(answer).into_response());
    }
    let key = call.key();
    let outcome = call.app.blocking(move |desk| carry_out_bulk(desk, &caller, command, key.as_ref())).await?;
    Ok(Json(bulk_shape(outcome)).into_response())
}

fn bulk_shape(outcome: BulkOutcome) -> BulkShape {
    let left_out = |left: LeftOut| LeftOutShape { id: left.id.to_string(), code: left.code, detail: left.detail };
    BulkShape {
        done: outcome.done,
        skipped: outcome.skipped,
        failed: outcome.failed.into_iter().map(left_out).collect(),
        operation: outcome.operation.map(|operation| operation.to_string()),
    }
}

/// What is done with each client.
enum Action {
    Groups(GroupAction),
    Shelf { archived: bool },
}

fn action(code: &str) -> Result<Action, Refusal> {
    match code {
        "add_groups" => Ok(Action::Groups(GroupAction::Add)),
        "move_groups" => Ok(Action::Groups(GroupAction::Move)),
        "remove_groups" => Ok(Action::Groups(GroupAction::Remove)),
        "replace_groups" => Ok(Action::Groups(GroupAction::Replace)),
        "archive" => Ok(Action::Shelf { archived: true }),
        "restore" => Ok(Action::Shelf { archived: false }),
        _ => Err(Refusal::field(
            "ACTION_UNKNOWN",
            "action",
            format!("There is no action “{code}”."),
            "Send add_groups, move_groups, remove_groups, replace_groups, archive or restore.",
        )),
    }
}

fn which_clients() -> Refusal {
    Refusal::field(
        "SELECTION_REQUIRED",
        "ids",
        "It is not clear which clients are meant.",
        "Send either ids or a filter. An empty filter means every client at work, so it is never guessed.",
    )
}

fn unknown_filter(name: &str) -> Refusal {
    Refusal::field(
        "FILTER_UNREADABLE",
        "filter",
        format!("There is no filter “{name}”."),
        "A filter that is not known would widen the selection unseen. The names stand in /api/v1/openapi.json.",
    )
}

fn day(text: Option<String>) -> books::Result<Option<Day>> {
    text.map(|text| parse_field("as_of", &text)).transpose()
}

fn client(id: &str) -> books::Result<ClientId> {
    id.parse().map_err(|_| Failure::missing("client", id))
}

fn member_page(page: Page<MemberLine>) -> MemberPage {
    let items = page.items.into_iter().map(|line| MemberShape {
        membership: line.membership.to_string(),
        client: line.client.to_string(),
        number: line.number,
        name: line.name,
        archived: line.archived,
        from: line.from.to_string(),
        until: line.until.map(|day| day.to_string()),
    });
    MemberPage { items: items.collect(), next: page.next }
}

fn membership(line: MembershipLine) -> MembershipShape {
    MembershipShape {
        membership: line.id.to_string(),
        group: line.group.to_string(),
        kind: line.kind.code().to_owned(),
        name: line.name,
        color: line.color,
        archived: line.archived,
        from: line.from.to_string(),
        until: line.until.map(|day| day.to_string()),
    }
}
