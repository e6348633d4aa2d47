//! The API's reports: saved ones, and running one.

use axum::extract::Path;
use books::reports::{
    ChangeReport, Definition, DeleteReport, ListReports, MOST_ROWS, Question, ReadReport, RunReport, SaveReport,
    SavedLine,
};
use kernel::{Refusal, ReportId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::shapes::{FilterShape, ReportPage, RunBody, RunShape};
use crate::edge::{ApiResult, Call, Resource, parse_field};

/// A report to save.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    pub name: String,
    /// `me` or `office`; `me` where it is left out.
    pub scope: Option<String>,
    pub dataset: String,
    #[serde(default)]
    pub filters: Vec<FilterShape>,
    #[serde(default)]
    pub columns: Vec<String>,
    #[serde(default)]
    pub group_by: Vec<String>,
    pub chart: Option<String>,
    pub date_basis: Option<String>,
    /// `payer` or `recipient`.
    pub party: Option<String>,
    pub period: Option<String>,
    #[serde(default)]
    pub inactive: bool,
}

/// What is named changes; the rest stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportPatch {
    pub name: Option<String>,
    pub scope: Option<String>,
    pub dataset: Option<String>,
    pub filters: Option<Vec<FilterShape>>,
    pub columns: Option<Vec<String>>,
    pub group_by: Option<Vec<String>>,
    pub chart: Option<String>,
    pub date_basis: Option<String>,
    /// `payer` or `recipient`.
    pub party: Option<String>,
    pub period: Option<String>,
    pub inactive: Option<bool>,
}

pub async fn list(call: Call) -> ApiResult {
    call.show(ListReports { place: "report" }, |lines| ReportPage {
        items: lines.iter().map(SavedLine::shape).collect(),
        next: None,
    })
    .await
}

pub async fn save(call: Call) -> ApiResult {
    let new: NewReport = call.body()?;
    let scope = parse_field("scope", new.scope.as_deref().unwrap_or("me"))?;
    let name = parse_field("name", &new.name)?;
    let question = Question::Report(new.into_body().definition()?);
    call.create(SaveReport { name, scope, question }, "/reports", |id| ReadReport { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadReport { id: parse_field("id", &id)? }).await
}

pub async fn change(Path(id): Path<String>, call: Call) -> ApiResult {
    let id: ReportId = parse_field("id", &id)?;
    let patch: ReportPatch = call.body()?;
    let name = patch.name.as_deref().map(|name| parse_field("name", name)).transpose()?;
    let scope = patch.scope.as_deref().map(|scope| parse_field("scope", scope)).transpose()?;
    let before = call.app.ask(&call.caller, ReadReport { id }).await?;
    let question = patch.question(&before)?;
    let command = ChangeReport { id, version: call.expected_version()?, name, scope, question };
    call.change(command, ReadReport { id }).await
}

pub async fn delete(Path(id): Path<String>, call: Call) -> ApiResult {
    call.remove(DeleteReport { id: parse_field("id", &id)?, version: call.expected_version()? }).await
}

pub async fn run(call: Call) -> ApiResult {
    let body: RunBody = call.body()?;
    let definition = body.definition()?;
    let (skip, limit) = (body.skip.unwrap_or_default(), body.limit.unwrap_or(MOST_ROWS));
    call.show(RunReport { definition, skip, limit }, |report| RunShape::of(&report)).await
}

pub async fn run_saved(Path(id): Path<String>, call: Call) -> ApiResult {
    let saved = call.app.ask(&call.caller, ReadReport { id: parse_field("id", &id)? }).await?;
    let definition = definition(&saved)?;
    call.show(RunReport::new(definition), |report| RunShape::of(&report)).await
}

/// What a saved report asks.
pub fn definition(saved: &SavedLine) -> books::Result<Definition> {
    match &saved.report.question {
        Question::Report(definition) => Ok(definition.clone()),
        Question::Clients(_) => Err(Refusal::rule(
            "REPORT_IS_A_VIEW",
            format!("“{}” is a view of the list of clients.", saved.report.name),
            "It has no sums. Open it from the list of clients.",
        )
        .into()),
    }
}

impl NewReport {
    fn into_body(self) -> RunBody {
        RunBody {
            dataset: self.dataset,
            filters: self.filters,
            columns: self.columns,
            group_by: self.group_by,
            chart: self.chart,
            date_basis: self.date_basis,
            party: self.party,
            period: self.period,
            inactive: self.inactive,
            limit: None,
            skip: None,
        }
    }
}

impl ReportPatch {
    /// The definition as it becomes; `None` when nothing of it is named.
    fn question(self, before: &SavedLine) -> books::Result<Option<Question>> {
        let shape = before.shape();
        let named = self.dataset.is_some()
            || self.filters.is_some()
            || self.columns.is_some()
            || self.group_by.is_some()
            || self.chart.is_some()
            || self.date_basis.is_some()
            || self.party.is_some()
            || self.period.is_some()
            || self.inactive.is_some();
        if !named {
            return Ok(None);
        }
        let body = RunBody {
            dataset: self.dataset.unwrap_or(shape.dataset),
            filters: self.filters.unwrap_or(shape.filters),
            columns: self.columns.unwrap_or(shape.columns),
            group_by: self.group_by.unwrap_or(shape.group_by),
            chart: self.chart.or(Some(shape.chart)),
            date_basis: self.date_basis.or(shape.date_basis),
            party: self.party.or(Some(shape.party)),
            period: self.period.or(Some(shape.period)),
            inactive: self.inactive.unwrap_or(shape.inactive),
            limit: None,
            skip: None,
        };
        Ok(Some(Question::Report(body.definition()?)))
    }
}
