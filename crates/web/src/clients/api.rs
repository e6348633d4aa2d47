//! The API's clients: list, read, register, change, archive, restore, delete, move.

use axum::extract::Path;
use axum::http::StatusCode;
use books::clients::{
    ArchiveClient, ClientList, Cursor, Filter, ListClients, MoveCustomerGroup, ReadClient, RestoreClient,
    RestoreFromTrash, Sort, Total,
};
use books::groups::OpenItems;
use books::sales::{DeleteClient, MergeClients};
use kernel::{ClientId, Refusal};
use serde::Deserialize;
use utoipa::ToSchema;

pub use super::patch::ClientPatch;
pub use super::shapes::{ClientPage, ClientShape, NewClient, RestoredShape};
use super::shapes::{Restored, listed};
use crate::edge::{ApiResult, Call, parse_field, resource};

/// Filters, order and page of the list. A list of values comes with commas or as several parameters.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "the document describes it; the filter reads the address itself")]
pub struct ClientQuery {
    /// Words, each of which must stand in name, number, email, tax or registration number.
    pub q: Option<String>,
    /// `imported`, `prospect`, `invited`, `active`.
    pub status: Option<String>,
    /// Ids of client groups.
    pub client_group: Option<String>,
    /// `any` (default), `all`, `none`, or `without` any group.
    pub client_group_match: Option<String>,
    /// Ids of customer groups.
    pub customer_group: Option<String>,
    /// Ids of members, `me`, `my_teams`, `nobody`.
    pub responsible: Option<String>,
    pub legal_entity: Option<String>,
    /// ISO 3166 alpha-2.
    pub country: Option<String>,
    /// `live` (default), `archived`, `any` of the two, or `trash`.
    pub shelf: Option<String>,
    /// `open`: not zero.
    pub balance: Option<String>,
    /// `name` (default), `number`, `open_balance`, `created`; a minus before it turns the order round.
    pub sort: Option<String>,
    pub cursor: Option<String>,
    /// 1 to 200, 50 without.
    pub limit: Option<i64>,
    /// Counts all that match.
    pub total: Option<bool>,
}

pub async fn list(call: Call) -> ApiResult {
    let question = question(&call.query::<Vec<(String, String)>>()?)?;
    call.show(question, page).await
}

fn question(pairs: &[(String, String)]) -> books::Result<ListClients> {
    let named = |name: &str| pairs.iter().rev().find(|(other, _)| other == name).map(|(_, text)| text.as_str());
    for (name, _) in pairs {
        if !Filter::NAMES.contains(&name.as_str()) && !["sort", "cursor", "limit", "total"].contains(&name.as_str()) {
            return Err(unknown_parameter(name).into());
        }
    }
    let sort = Sort::parse(named("sort").unwrap_or_default())?;
    Ok(ListClients {
        filter: Filter::from_pairs(pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())))?,
        sort,
        cursor: named("cursor").map(|text| Cursor::parse(text, sort)).transpose()?,
        limit: named("limit").map_or(Ok(50), |text| parse_field("limit", text))?,
        counted: named("total").map_or(Ok(false), |text| parse_field("total", text))?,
    })
}

fn page(list: ClientList) -> ClientPage {
    let (total, more) = match list.total {
        Some(Total::Exactly(count)) => (Some(count), Some(false)),
        Some(Total::MoreThan(count)) => (Some(count), Some(true)),
        None => (None, None),
    };
    ClientPage {
        items: list.rows.iter().map(|row| listed(row, list.currency)).collect(),
        next: list.next.map(|cursor| cursor.encode()),
        total,
        total_is_more: more,
    }
}

fn unknown_parameter(name: &str) -> Refusal {
    Refusal::field(
        "QUERY_UNREADABLE",
        "query",
        format!("There is no parameter “{name}”."),
        "A filter that is not known would widen the list unseen. The parameters stand in /api/v1/openapi.json.",
    )
}

pub async fn register(call: Call) -> ApiResult {
    let new: NewClient = call.body()?;
    call.create(new.command()?, "/clients", |id| ReadClient { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadClient { id: client(&id)? }).await
}

pub async fn change(Path(id): Path<String>, call: Call) -> ApiResult {
    let id = client(&id)?;
    let command = call.body::<ClientPatch>().and_then(|patch| patch.command(id, call.expected_version()?));
    call.change(admitted(&call, id, command).await?, ReadClient { id }).await
}

pub async fn delete(Path(id): Path<String>, call: Call) -> ApiResult {
    call.remove(DeleteClient { id: client(&id)?, version: call.expected_version()? }).await
}

pub async fn archive(Path(id): Path<String>, call: Call) -> ApiResult {
    let id = client(&id)?;
    call.change(ArchiveClient { id }, ReadClient { id }).await
}

/// Takes a client back, from the archive or from the trash.
pub async fn restore(Path(id): Path<String>, call: Call) -> ApiResult {
    let id = client(&id)?;
    let in_trash = matches!(call.app.ask(&call.caller, ReadClient { id }).await, Err(kernel::Failure::Missing(_)));
    let shown = async |left_groups| {
        let view = call.app.ask(&call.caller, ReadClient { id }).await?;
        Ok(resource(StatusCode::OK, &Restored(view, left_groups)))
    };
    if in_trash {
        return call.perform(RestoreFromTrash { id }, async |receipt| shown(receipt.outcome.left_groups).await).await;
    }
    call.perform(RestoreClient { id }, async |_| shown(Vec::new()).await).await
}

/// Where a client moves to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerGroupMove {
    /// Id of the posting group.
    pub customer_group: String,
    /// The first day in it; today where it is left out.
    pub valid_from: Option<String>,
    /// What becomes of open items: `keep` (default) or `transfer`.
    pub open_items: Option<String>,
    /// The day of the transfer; today where it is left out.
    pub on: Option<String>,
}

pub async fn move_customer_group(Path(id): Path<String>, call: Call) -> ApiResult {
    let id = client(&id)?;
    let command = call.body::<CustomerGroupMove>().and_then(|target| {
        let customer_group = parse_field("customer_group", &target.customer_group)?;
        let day = |field, text: Option<String>| text.map(|text| parse_field(field, &text)).transpose();
        Ok(MoveCustomerGroup {
            id,
            customer_group,
            valid_from: day("valid_from", target.valid_from)?,
            open_items: target.open_items.map(|code| OpenItems::parse(&code)).transpose()?,
            on: day("on", target.on)?,
        })
    });
    call.change(admitted(&call, id, command).await?, ReadClient { id }).await
}

/// Which client goes on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientMerge {
    /// Id of the client that takes over; the client of the address goes to the archive.
    pub into: String,
    /// The version of that client that the caller has seen; any when left out.
    pub into_version: Option<i64>,
    /// The day of the entry that moves open items; today where it is left out.
    pub on: Option<String>,
}

/// Answers the client that was merged, as it is now.
pub async fn merge(Path(id): Path<String>, call: Call) -> ApiResult {
    let id = client(&id)?;
    let command = call.body::<ClientMerge>().and_then(|target| {
        Ok(MergeClients {
            id,
            version: call.expected_version()?,
            into: parse_field("into", &target.into)?,
            into_version: target.into_version,
            on: target.on.map(|text| parse_field("on", &text)).transpose()?,
        })
    });
    call.change(admitted(&call, id, command).await?, ReadClient { id }).await
}

/// The command, or why there is none: whoever may not change this client learns that before anything about the body.
async fn admitted<T>(call: &Call, id: ClientId, command: books::Result<T>) -> books::Result<T> {
    match command {
        Ok(command) => Ok(command),
        Err(failure) => {
            call.app.ask(&call.caller, ReadClient { id }).await?.require_edit()?;
            Err(failure)
        }
    }
}

/// An id that cannot be one is a client that does not exist.
fn client(id: &str) -> books::Result<ClientId> {
    id.parse().map_err(|_| kernel::Failure::missing("client", id))
}
