//! The API's billing groups: who is billed together, and who of them usually pays.

use axum::extract::Path;
use books::clients::{
    BillingGroup, BillingGroups, BillingMember, ChangeBillingGroup, CreateBillingGroup, DeleteBillingGroup,
    HideBillingGroup, ListBillingGroups, ReadBillingGroup,
};
use kernel::{ClientId, Failure, GroupId, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::edge::{ApiResult, Call, Resource, limit, parse_field};

/// A billing group as the API shows it. It has no account and no address of its own: whoever pays is a client.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillingGroupShape {
    pub id: String,
    pub name: String,
    /// Those that you see, by name.
    pub members: Vec<BillingMemberShape>,
    /// Everyone in it, seen or not.
    pub members_count: i64,
    /// The member who usually pays: an indicator. Null when you do not see that client.
    pub primary_contact: Option<String>,
    pub hidden: bool,
    /// What will be refused later, in words: a primary contact without an e-mail address.
    pub warnings: Vec<String>,
    pub version: i64,
}

/// A client in a billing group.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillingMemberShape {
    pub client: String,
    pub number: String,
    pub name: String,
    /// company, individual, partnership, sole_trader, trust or null.
    pub legal_entity: Option<String>,
    pub email: Option<String>,
    /// imported, prospect, invited or active.
    pub status: String,
    pub archived: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BillingGroupPage {
    pub items: Vec<BillingGroupShape>,
    pub next: Option<String>,
    /// Groups that match, where the call asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
}

/// Which billing groups, and which page of them.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BillingGroupQuery {
    /// Part of the group's name, or of a member's.
    pub q: Option<String>,
    /// The hidden ones as well.
    pub hidden: Option<bool>,
    /// `name`, or `-name` from Z to A.
    pub sort: Option<String>,
    /// 1 to 200; 50 without.
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Counts what matches.
    pub total: Option<bool>,
}

/// A new billing group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBillingGroup {
    pub name: String,
    /// Ids of clients, one at least; prospects may be among them.
    #[serde(default)]
    pub members: Vec<String>,
    /// The member who usually pays.
    pub primary_contact: Option<String>,
}

/// What changes; what is not named stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BillingGroupPatch {
    pub name: Option<String>,
    /// Everyone who is to be in it. Members that you do not see stay.
    pub members: Option<Vec<String>>,
    pub primary_contact: Option<String>,
}

pub async fn list(call: Call) -> ApiResult {
    let query: BillingGroupQuery = call.query()?;
    let question = ListBillingGroups {
        search: query.q.unwrap_or_default(),
        hidden: query.hidden.unwrap_or(false),
        descending: descending(query.sort.as_deref())?,
        after: query.cursor.map(|cursor| parse_field("cursor", &cursor)).transpose()?,
        limit: limit(query.limit)?,
        ..ListBillingGroups::default()
    };
    let wants_total = query.total.unwrap_or(false);
    call.show(question, |page| shown(page, wants_total)).await
}

pub(super) fn descending(sort: Option<&str>) -> books::Result<bool> {
    match sort {
        None | Some("name") => Ok(false),
        Some("-name") => Ok(true),
        Some(other) => Err(Refusal::field(
            "SORT_UNKNOWN",
            "sort",
            format!("Groups cannot be sorted by “{other}”."),
            "Send name, or -name from Z to A.",
        )
        .into()),
    }
}

fn shown(page: BillingGroups, wants_total: bool) -> BillingGroupPage {
    let next = page.items.last().filter(|_| page.has_more).map(|last| last.group.id.to_string());
    let total = wants_total.then_some(page.total);
    BillingGroupPage { items: page.items.iter().map(Resource::shape).collect(), next, total }
}

pub async fn create(call: Call) -> ApiResult {
    let new: NewBillingGroup = call.body()?;
    let command = CreateBillingGroup {
        name: parse_field("name", &new.name)?,
        members: clients(&new.members)?,
        primary_contact: primary(new.primary_contact)?,
    };
    call.create(command, "/billing-groups", |id| ReadBillingGroup { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadBillingGroup { id: group(&id)? }).await
}

pub async fn change(Path(id): Path<String>, call: Call) -> ApiResult {
    let (id, patch) = (group(&id)?, call.body::<BillingGroupPatch>()?);
    let command = ChangeBillingGroup {
        id,
        version: call.expected_version()?,
        name: patch.name.map(|name| parse_field("name", &name)).transpose()?,
        members: patch.members.map(|members| clients(&members)).transpose()?,
        primary_contact: primary(patch.primary_contact)?,
    };
    call.change(command, ReadBillingGroup { id }).await
}

pub async fn hide(Path(id): Path<String>, call: Call) -> ApiResult {
    set_aside(&id, &call, true).await
}

pub async fn show(Path(id): Path<String>, call: Call) -> ApiResult {
    set_aside(&id, &call, false).await
}

async fn set_aside(id: &str, call: &Call, hidden: bool) -> ApiResult {
    let id = group(id)?;
    call.change(HideBillingGroup { id, version: call.expected_version()?, hidden }, ReadBillingGroup { id }).await
}

pub async fn delete(Path(id): Path<String>, call: Call) -> ApiResult {
    call.remove(DeleteBillingGroup { id: group(&id)?, version: call.expected_version()? }).await
}

/// An id that cannot be one names nothing: 404, as for a group that was deleted.
pub(super) fn group(id: &str) -> books::Result<GroupId> {
    id.parse().map_err(|_| Failure::missing("billing group", id))
}

fn clients(ids: &[String]) -> books::Result<Vec<ClientId>> {
    ids.iter().map(|id| parse_field("members", id)).collect()
}

fn primary(id: Option<String>) -> books::Result<Option<ClientId>> {
    id.map(|id| parse_field("primary_contact", &id)).transpose()
}

fn member(member: &BillingMember) -> BillingMemberShape {
    BillingMemberShape {
        client: member.client.to_string(),
        number: member.number.clone(),
        name: member.name.clone(),
        legal_entity: member.legal_entity.map(|entity| entity.code().to_owned()),
        email: member.email.clone(),
        status: member.status.code().to_owned(),
        archived: member.archived,
    }
}

impl Resource for BillingGroup {
    type Shape = BillingGroupShape;

    fn version(&self) -> i64 {
        self.version
    }

    fn shape(&self) -> BillingGroupShape {
        BillingGroupShape {
            id: self.group.id.to_string(),
            name: self.group.name.to_string(),
            members: self.members.iter().map(member).collect(),
            members_count: self.count(),
            primary_contact: self.primary.map(|client| client.to_string()),
            hidden: self.group.archived,
            warnings: self.warnings(),
            version: self.version,
        }
    }
}
