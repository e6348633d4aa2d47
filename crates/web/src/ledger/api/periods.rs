//! `/periods` and `/number-series`.

use axum::extract::Path;
use axum::response::IntoResponse;
use books::ledger::{
    AddSeries, ChangeSeries, ClosePeriod, ListPeriods, ListSeries, Purpose, ReadSeries, ReopenPeriod, SeriesView,
};
use kernel::{Failure, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fields::List;
use crate::edge::{ApiResult, Call, Resource, parse_field};

/// A month and whether it takes entries.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeriodShape {
    /// Such as `2026-01`.
    pub month: String,
    pub closed: bool,
    pub closed_by: Option<String>,
    pub entries: Option<i64>,
}

pub async fn list(call: Call) -> ApiResult {
    call.show(ListPeriods, |periods| {
        let shape = |period: books::ledger::Period| PeriodShape {
            month: period.month.to_string(),
            closed: period.closed_by.is_some(),
            closed_by: period.closed_by,
            entries: Some(period.entries),
        };
        List { items: periods.into_iter().map(shape).collect(), next: None }
    })
    .await
}

pub async fn close(Path(month): Path<String>, call: Call) -> ApiResult {
    let act = ClosePeriod { month: parse_field("month", &month)? };
    call.perform(act, async |receipt| Ok(axum::Json(turned(receipt.outcome, true)).into_response())).await
}

pub async fn reopen(Path(month): Path<String>, call: Call) -> ApiResult {
    let act = ReopenPeriod { month: parse_field("month", &month)? };
    call.perform(act, async |receipt| Ok(axum::Json(turned(receipt.outcome, false)).into_response())).await
}

fn turned(month: kernel::Month, closed: bool) -> PeriodShape {
    PeriodShape { month: month.to_string(), closed, closed_by: None, entries: None }
}

/// A number series.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesShape {
    pub id: String,
    /// `invoice` or `credit_note`.
    pub purpose: String,
    pub name: String,
    /// A text with places: `{n}` or `{n:4}`, `{yyyy}`, `{yy}`, `{mm}`.
    pub pattern: String,
    pub first: i64,
    pub yearly: bool,
    /// The number that the next document of today gets.
    pub next_number: String,
    pub version: i64,
}

/// A new series of numbers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSeries {
    /// `invoice` or `credit_note`.
    pub purpose: String,
    pub name: String,
    pub pattern: String,
    /// 1 where it is left out.
    pub first: Option<i64>,
    /// Begins anew with each year; so it does where nothing is said.
    pub yearly: Option<bool>,
}

/// Changes of a series. `first` and `yearly` stay once a number was given away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesPatch {
    pub name: Option<String>,
    pub pattern: Option<String>,
    pub first: Option<i64>,
    pub yearly: Option<bool>,
}

pub async fn list_series(call: Call) -> ApiResult {
    call.show(ListSeries, |series| List { items: series.iter().map(Resource::shape).collect(), next: None }).await
}

pub async fn add_series(call: Call) -> ApiResult {
    let new: NewSeries = call.body()?;
    let act = AddSeries {
        purpose: purpose(&new.purpose)?,
        name: new.name,
        pattern: new.pattern,
        first: new.first.unwrap_or(1),
        yearly: new.yearly.unwrap_or(true),
    };
    call.create(act, "/number-series", |id| ReadSeries { id: *id }).await
}

pub async fn read_series(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadSeries { id: parse_field("id", &id)? }).await
}

pub fn purpose(code: &str) -> books::Result<Purpose> {
    Purpose::parse(code).ok_or_else(|| unknown(code))
}

fn unknown(code: &str) -> Failure {
    let title = format!("“{code}” is not known.");
    Refusal::field("FIELD_INVALID", "purpose", title, "A series numbers invoice or credit_note. Send one of them.")
        .into()
}

pub async fn change_series(Path(id): Path<String>, call: Call) -> ApiResult {
    let patch: SeriesPatch = call.body()?;
    let series = parse_field("id", &id)?;
    let act = ChangeSeries {
        series,
        version: call.expected_version()?,
        name: patch.name,
        pattern: patch.pattern,
        first: patch.first,
        yearly: patch.yearly,
    };
    call.change(act, ReadSeries { id: series }).await
}

impl Resource for SeriesView {
    type Shape = SeriesShape;

    fn version(&self) -> i64 {
        self.series.version
    }

    fn shape(&self) -> SeriesShape {
        let series = &self.series;
        SeriesShape {
            id: series.id.to_string(),
            purpose: series.purpose.code().to_owned(),
            name: series.name.clone(),
            pattern: series.pattern.to_string(),
            first: series.first,
            yearly: series.yearly,
            next_number: self.next.clone(),
            version: series.version,
        }
    }
}
