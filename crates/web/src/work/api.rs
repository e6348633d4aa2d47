//! The API's time entries: log, list, read, delete.

use axum::extract::Path;
use books::Page;
use books::work::{DeleteTime, ListTime, ListedTime, LogTime, ReadTime, TimeEntry};
use kernel::{Day, Failure, Minutes, TimeEntryId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::edge::{Amount, ApiResult, Call, Resource, limit, parse_field};

/// Time that a member spent on a client.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimeShape {
    pub id: String,
    pub client: String,
    pub client_name: Option<String>,
    pub member: String,
    pub member_name: Option<String>,
    /// `2026-01-31`.
    pub date: String,
    pub minutes: i64,
    /// For one hour, without VAT.
    pub rate: Amount,
    pub billable: bool,
    pub work_type: String,
    pub note: String,
    pub version: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTime {
    pub client: String,
    /// Oneself where it is left out.
    pub member: Option<String>,
    pub date: String,
    pub minutes: i64,
    /// For one hour, in the company's currency.
    pub rate: Option<Amount>,
    /// True where it is left out.
    pub billable: Option<bool>,
    pub work_type: Option<String>,
    pub note: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TimePage {
    pub items: Vec<TimeShape>,
    pub next: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeQuery {
    pub client: Option<String>,
    pub member: Option<String>,
    /// First day.
    pub from: Option<String>,
    /// Last day, inclusive.
    pub to: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

pub async fn list(call: Call) -> ApiResult {
    let query: TimeQuery = call.query()?;
    let question = ListTime {
        client: optional("client", query.client)?,
        member: optional("member", query.member)?,
        from: optional("from", query.from)?,
        to: optional("to", query.to)?,
        after: query.cursor.as_deref().map(cursor).transpose()?,
        limit: limit(query.limit)?,
    };
    call.show(question, |page: Page<ListedTime>| TimePage {
        items: page.items.iter().map(listed).collect(),
        next: page.next,
    })
    .await
}

pub async fn log(call: Call) -> ApiResult {
    let new: NewTime = call.body()?;
    let command = LogTime {
        client: parse_field("client", &new.client)?,
        member: optional("member", new.member)?,
        day: parse_field("date", &new.date)?,
        minutes: Minutes(new.minutes),
        rate: new.rate.map(|rate| rate.money("rate")).transpose()?,
        billable: new.billable.unwrap_or(true),
        work_type: new.work_type.unwrap_or_default(),
        note: new.note.unwrap_or_default(),
    };
    call.create(command, "/time-entries", |id| ReadTime { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadTime { id: entry(&id)? }).await
}

pub async fn delete(Path(id): Path<String>, call: Call) -> ApiResult {
    call.remove(DeleteTime { id: entry(&id)? }).await
}

fn entry(id: &str) -> books::Result<TimeEntryId> {
    id.parse().map_err(|_| Failure::missing("time entry", id))
}

fn cursor(text: &str) -> books::Result<(Day, TimeEntryId)> {
    let (day, id) = text.split_once('.').unwrap_or((text, ""));
    Ok((parse_field("cursor", day)?, parse_field("cursor", id)?))
}

fn optional<T: std::str::FromStr>(field: &'static str, text: Option<String>) -> books::Result<Option<T>>
where
    T::Err: std::fmt::Display + 'static,
{
    text.map(|text| parse_field(field, &text)).transpose()
}

fn shape(entry: &TimeEntry) -> TimeShape {
    TimeShape {
        id: entry.id.to_string(),
        client: entry.client.to_string(),
        client_name: None,
        member: entry.member.to_string(),
        member_name: None,
        date: entry.day.to_string(),
        minutes: entry.minutes.0,
        rate: entry.rate.into(),
        billable: entry.billable,
        work_type: entry.work_type.clone(),
        note: entry.note.clone(),
        version: entry.version,
    }
}

fn listed(row: &ListedTime) -> TimeShape {
    TimeShape {
        client_name: Some(row.client_name.clone()),
        member_name: Some(row.member_name.clone()),
        ..shape(&row.entry)
    }
}

impl Resource for TimeEntry {
    type Shape = TimeShape;

    fn version(&self) -> i64 {
        self.version
    }

    fn shape(&self) -> TimeShape {
        shape(self)
    }
}
