//! The API's corporate groups: a type, a head, whole calendar years. Members are added and never taken out.

use axum::extract::Path;
use books::clients::{
    AddCorporateMembers, ChangeCorporateGroup, ChangeLastYear, CorporateGroupLine, CorporateGroupView, CorporateGroups,
    CorporateMember, CorporateMembers, CreateCorporateGroup, DeleteCorporateGroup, ListCorporateGroups,
    ListCorporateMembers, NewHead, ReadCorporateGroup, ReadCorporateMembership, RemoveMembership, Validity,
    VoidMembership,
};
use books::groups::corporate::{Years, read_first_day, read_last_day};
use kernel::{Failure, GroupId, MembershipId, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::edge::{ApiResult, Call, Resource, limit, parse_field};

/// A corporate group as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorporateGroupShape {
    pub id: String,
    pub name: String,
    /// Id of the type of corporate group; fixed once saved.
    #[serde(rename = "type")]
    pub of_type: String,
    pub type_name: String,
    /// What it brings about: corporate_discount, rebate_in_kind, central_address or none.
    pub effect: String,
    /// Id of the client at the head this year, or in the nearest year of the group; null when you do not see it.
    pub head: Option<String>,
    /// Who was, is and will be at the head, the first first.
    pub heads: Vec<HeadShape>,
    /// A 1 January; fixed once saved.
    pub from: String,
    /// A 31 December.
    pub to: String,
    /// Members who count this year, seen or not.
    pub members_count: i64,
    pub version: i64,
}

/// A client at the head for some years.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeadShape {
    /// Null when you do not see the client.
    pub client: Option<String>,
    pub name: Option<String>,
    pub from: String,
    pub to: String,
}

/// A corporate group in the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorporateGroupListed {
    pub id: String,
    pub name: String,
    #[serde(rename = "type")]
    pub of_type: String,
    pub type_name: String,
    pub head: Option<String>,
    pub from: String,
    pub to: String,
    pub members_count: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CorporateGroupPage {
    pub items: Vec<CorporateGroupListed>,
    pub next: Option<String>,
    /// Groups that match, where the call asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
}

/// Which corporate groups, and which page of them.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CorporateGroupQuery {
    /// Part of the group's name, or of a head's or member's.
    pub q: Option<String>,
    /// Id of a type of corporate group.
    #[serde(rename = "type")]
    pub of_type: Option<String>,
    /// `now`, `ended` or `coming`.
    pub validity: Option<String>,
    /// `name`, or `-name` from Z to A.
    pub sort: Option<String>,
    /// 1 to 200; 50 without.
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Counts what matches.
    pub total: Option<bool>,
}

/// A new corporate group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCorporateGroup {
    pub name: String,
    /// Id of a client of the type that the group takes. It is not a member thereby.
    pub head: String,
    /// Id of a type of corporate group.
    #[serde(rename = "type")]
    pub of_type: String,
    /// A 1 January: `2026-01-01`.
    pub from: String,
    /// A 31 December, at most fifty years on.
    pub to: String,
}

/// What changes; what is not named stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorporateGroupPatch {
    pub name: Option<String>,
    /// Only the value that it has.
    #[serde(rename = "type")]
    pub of_type: Option<String>,
    /// Only the value that it has.
    pub from: Option<String>,
    pub to: Option<String>,
    /// Ends the memberships that would last longer on the new last day.
    #[serde(default)]
    pub end_members: bool,
    /// Id of the client who comes to the head.
    pub head: Option<String>,
    /// From when on: a 1 January within the group's years. Needed where the head changes.
    pub head_from: Option<String>,
}

/// A membership of a corporate group.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorporateMembershipShape {
    pub id: String,
    pub group: String,
    pub client: String,
    pub number: String,
    pub name: String,
    pub archived: bool,
    /// A 1 January; fixed once saved.
    pub from: String,
    /// A 31 December.
    pub to: String,
    pub added_at: String,
    pub added_by: String,
    /// Whether it was entered by mistake: then it counts for nothing.
    pub voided: bool,
    pub void_reason: Option<String>,
    pub voided_at: Option<String>,
    pub voided_by: Option<String>,
    /// Years in which the client stands in another group of the type.
    pub elsewhere: Vec<ElsewhereShape>,
    pub version: i64,
}

/// Years in another group of the type.
#[derive(Debug, Serialize, ToSchema)]
pub struct ElsewhereShape {
    pub group: String,
    pub name: String,
    pub from: String,
    pub to: String,
    /// At its head, and no member.
    pub only_head: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CorporateMembershipPage {
    pub items: Vec<CorporateMembershipShape>,
    pub next: Option<String>,
    /// Memberships of clients that you do not see.
    pub unseen: i64,
}

/// Which memberships, and which page of them.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CorporateMembershipQuery {
    /// Only those that count on the day, such as `2026-01-31`; without it all that ever were.
    pub as_of: Option<String>,
    /// The void ones as well.
    pub voided: Option<bool>,
    /// 1 to 200; 50 without.
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// A client to add, or several for the same years.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCorporateMembership {
    /// Id of a client.
    pub client: String,
    /// A 1 January within the group's years.
    pub from: String,
    /// A 31 December within the group's years.
    pub to: String,
}

/// When a membership ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorporateMembershipPatch {
    /// Only the value that it has.
    pub from: Option<String>,
    /// A 31 December within the group's years.
    pub to: Option<String>,
}

/// Why a membership was a mistake.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidReason {
    /// Stays visible with the membership.
    pub reason: Option<String>,
}

pub async fn list(call: Call) -> ApiResult {
    let query: CorporateGroupQuery = call.query()?;
    let question = ListCorporateGroups {
        search: query.q.unwrap_or_default(),
        of_type: query.of_type.map(|of_type| parse_field("type", &of_type)).transpose()?,
        validity: validity(query.validity.as_deref())?,
        descending: super::billing_groups_api::descending(query.sort.as_deref())?,
        after: query.cursor.map(|cursor| parse_field("cursor", &cursor)).transpose()?,
        limit: limit(query.limit)?,
        ..ListCorporateGroups::default()
    };
    let wants_total = query.total.unwrap_or(false);
    call.show(question, |page| shown(page, wants_total)).await
}

fn validity(code: Option<&str>) -> books::Result<Validity> {
    match code {
        None => Ok(Validity::Any),
        Some("now") => Ok(Validity::Now),
        Some("ended") => Ok(Validity::Ended),
        Some("coming") => Ok(Validity::Coming),
        Some(other) => Err(Refusal::field(
            "FILTER_UNREADABLE",
            "validity",
            format!("There is no filter “{other}”."),
            "Send now, ended or coming.",
        )
        .into()),
    }
}

fn shown(page: CorporateGroups, wants_total: bool) -> CorporateGroupPage {
    let next = page.items.last().filter(|_| page.has_more).map(|last| last.group.group.id.to_string());
    let total = wants_total.then_some(page.total);
    CorporateGroupPage { items: page.items.into_iter().map(listed).collect(), next, total }
}

fn listed(line: CorporateGroupLine) -> CorporateGroupListed {
    CorporateGroupListed {
        id: line.group.group.id.to_string(),
        name: line.group.group.name.to_string(),
        of_type: line.group.of_type.to_string(),
        type_name: line.type_name,
        head: line.head.map(|(client, _)| client.to_string()),
        from: line.group.years.from().to_string(),
        to: line.group.years.until().to_string(),
        members_count: line.members,
    }
}

pub async fn create(call: Call) -> ApiResult {
    let new: NewCorporateGroup = call.body()?;
    let command = CreateCorporateGroup {
        name: parse_field("name", &new.name)?,
        of_type: parse_field("type", &new.of_type)?,
        head: parse_field("head", &new.head)?,
        from: read_first_day(&new.from)?,
        until: read_last_day(&new.to)?,
    };
    call.create(command, "/corporate-groups", |id| ReadCorporateGroup { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadCorporateGroup { id: group(&id)? }).await
}

pub async fn change(Path(id): Path<String>, call: Call) -> ApiResult {
    let (id, patch) = (group(&id)?, call.body::<CorporateGroupPatch>()?);
    let head_from = patch.head_from.as_deref().map(read_head_day).transpose()?;
    let head = patch.head.map(|head| parse_field("head", &head)).transpose()?;
    let command = ChangeCorporateGroup {
        id,
        version: call.expected_version()?,
        name: patch.name.map(|name| parse_field("name", &name)).transpose()?,
        from: patch.from.as_deref().map(read_first_day).transpose()?,
        of_type: patch.of_type.map(|of_type| parse_field("type", &of_type)).transpose()?,
        until: patch.to.as_deref().map(read_last_day).transpose()?,
        end_members: patch.end_members,
        head: head.map(|client| NewHead { client, from: head_from }),
    };
    call.change(command, ReadCorporateGroup { id }).await
}

fn read_head_day(text: &str) -> Result<kernel::Day, Refusal> {
    read_first_day(text).map_err(|refusal| Refusal { field: Some("head_from".into()), ..refusal })
}

pub async fn delete(Path(id): Path<String>, call: Call) -> ApiResult {
    call.remove(DeleteCorporateGroup { id: group(&id)?, version: call.expected_version()? }).await
}

pub async fn members(Path(id): Path<String>, call: Call) -> ApiResult {
    let query: CorporateMembershipQuery = call.query()?;
    let question = ListCorporateMembers {
        group: group(&id)?,
        as_of: query.as_of.map(|day| parse_field("as_of", &day)).transpose()?,
        voided: query.voided.unwrap_or(false),
        after: query.cursor.map(|cursor| parse_field("cursor", &cursor)).transpose()?,
        limit: limit(query.limit)?,
    };
    call.show(question, member_page).await
}

fn member_page(page: CorporateMembers) -> CorporateMembershipPage {
    let next = page.items.last().filter(|_| page.has_more).map(|last| last.id.to_string());
    CorporateMembershipPage { items: page.items.iter().map(Resource::shape).collect(), next, unseen: page.unseen }
}

pub async fn add(Path(id): Path<String>, call: Call) -> ApiResult {
    let (group, new) = (group(&id)?, call.body::<NewCorporateMembership>()?);
    let command = AddCorporateMembers {
        group,
        clients: vec![parse_field("client", &new.client)?],
        from: read_first_day(&new.from)?,
        until: read_last_day(&new.to)?,
    };
    let missing = || MembershipId::from_uuid(kernel::Uuid::nil());
    let read = |added: &books::clients::Added| ReadCorporateMembership {
        id: added.0.first().copied().unwrap_or_else(missing),
    };
    call.create(command, "/memberships", read).await
}

pub async fn read_membership(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadCorporateMembership { id: membership(&id)? }).await
}

pub async fn change_membership(Path(id): Path<String>, call: Call) -> ApiResult {
    let (id, patch) = (membership(&id)?, call.body::<CorporateMembershipPatch>()?);
    let command = ChangeLastYear {
        id,
        version: call.expected_version()?,
        from: patch.from.as_deref().map(read_first_day).transpose()?,
        until: patch.to.as_deref().map(read_last_day).transpose()?,
    };
    call.change(command, ReadCorporateMembership { id }).await
}

pub async fn void(Path(id): Path<String>, call: Call) -> ApiResult {
    let (id, body) = (membership(&id)?, call.body::<VoidReason>()?);
    let command = VoidMembership { id, version: call.expected_version()?, reason: body.reason.unwrap_or_default() };
    call.change(command, ReadCorporateMembership { id }).await
}

pub async fn remove_membership(Path(id): Path<String>, call: Call) -> ApiResult {
    call.show(RemoveMembership { id: membership(&id)? }, |()| ()).await
}

/// An id that cannot be one names nothing: 404.
fn group(id: &str) -> books::Result<GroupId> {
    id.parse().map_err(|_| Failure::missing("corporate group", id))
}

fn membership(id: &str) -> books::Result<MembershipId> {
    id.parse().map_err(|_| Failure::missing("membership", id))
}

impl Resource for CorporateGroupView {
    type Shape = CorporateGroupShape;

    fn version(&self) -> i64 {
        self.group.group.version
    }

    fn shape(&self) -> CorporateGroupShape {
        let head = self.head_now().filter(|term| term.seen.is_some());
        let days = |years: Years| (years.from().to_string(), years.until().to_string());
        let heads = self.heads.iter().map(|term| {
            let (from, to) = days(term.years);
            let client = term.seen.as_ref().map(|_| term.client.to_string());
            HeadShape { client, name: term.seen.as_ref().map(|(_, name)| name.clone()), from, to }
        });
        let (from, to) = days(self.group.years);
        CorporateGroupShape {
            id: self.group.group.id.to_string(),
            name: self.group.group.name.to_string(),
            of_type: self.group.of_type.to_string(),
            type_name: self.of_type.name.to_string(),
            effect: self.of_type.effect.code().to_owned(),
            head: head.map(|term| term.client.to_string()),
            heads: heads.collect(),
            from,
            to,
            members_count: self.members_now,
            version: self.version(),
        }
    }
}

impl Resource for CorporateMember {
    type Shape = CorporateMembershipShape;

    fn version(&self) -> i64 {
        self.version
    }

    fn shape(&self) -> CorporateMembershipShape {
        let elsewhere = self.elsewhere.iter().map(|other| ElsewhereShape {
            group: other.group.to_string(),
            name: other.name.clone(),
            from: other.years.from().to_string(),
            to: other.years.until().to_string(),
            only_head: other.only_head,
        });
        CorporateMembershipShape {
            id: self.id.to_string(),
            group: self.group.to_string(),
            client: self.client.to_string(),
            number: self.number.clone(),
            name: self.name.clone(),
            archived: self.archived,
            from: self.years.from().to_string(),
            to: self.years.until().to_string(),
            added_at: self.added_at.to_string(),
            added_by: self.added_by.clone(),
            voided: self.voided.is_some(),
            void_reason: self.voided.as_ref().map(|voided| voided.reason.clone()),
            voided_at: self.voided.as_ref().map(|voided| voided.at.to_string()),
            voided_by: self.voided.as_ref().map(|voided| voided.by.clone()),
            elsewhere: elsewhere.collect(),
            version: self.version,
        }
    }
}
