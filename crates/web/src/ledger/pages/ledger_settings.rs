//! Settings of the ledger: which months are closed, and how documents are numbered.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::ledger::{AddSeries, ChangeSeries, ClosePeriod, ListPeriods, ListSeries, ReopenPeriod, SeriesView};
use kernel::{Failure, Month, Refusal, SeriesId};

use crate::company::moments::long_month;
use crate::edge::{Form, PageResult, Visit, parse_field};
use crate::layout::{Frame, Refusals, Section};
use crate::ledger::api::periods::purpose;

#[derive(Template)]
#[template(path = "ledger/pages/ledger_settings.html")]
struct SettingsPage {
    frame: Frame,
    refusals: Refusals,
    periods: Vec<Period>,
    series: Vec<Series>,
    /// The form of a new series, as it was typed when it was refused.
    new: Option<Form>,
    may_close: bool,
    may_set_up: bool,
}

impl SettingsPage {
    /// A field of the new series, as it was typed.
    fn typed(&self, field: &str, otherwise: &str) -> String {
        self.new.as_ref().map_or(otherwise, |form| form.text(field)).to_owned()
    }

    fn begins_anew(&self) -> bool {
        self.new.as_ref().is_none_or(|form| form.has("yearly"))
    }

    /// What is refused of the new series; the same field of another series has words of its own.
    fn refused(&self, field: &str) -> Option<&Refusal> {
        self.new.as_ref().and_then(|_| self.refusals.at(field))
    }
}

struct Period {
    month: String,
    /// `March 2026`.
    name: String,
    entries: i64,
    closed_by: Option<String>,
}

struct Series {
    id: String,
    title: String,
    /// What it numbers.
    purpose: &'static str,
    version: i64,
    name: String,
    pattern: String,
    first: String,
    yearly: bool,
    next: String,
    /// The form that was refused is this one's.
    is_refused: bool,
}

pub async fn read(visit: Visit) -> PageResult {
    show(&visit, None, None).await
}

pub async fn close(visit: Visit, Path(month): Path<String>) -> PageResult {
    visit.require(Permission::ClosePeriods)?;
    match read_month(&month) {
        Ok(month) => {
            let done = visit.act(ClosePeriod { month }).await;
            after(&visit, done.map(|_| ()), &format!("{} closed", long_month(month))).await
        }
        Err(failure) => show(&visit, None, Some(failure)).await,
    }
}

pub async fn reopen(visit: Visit, Path(month): Path<String>) -> PageResult {
    visit.require(Permission::ClosePeriods)?;
    match read_month(&month) {
        Ok(month) => {
            let done = visit.act(ReopenPeriod { month }).await;
            after(&visit, done.map(|_| ()), &format!("{} reopened", long_month(month))).await
        }
        Err(failure) => show(&visit, None, Some(failure)).await,
    }
}

fn read_month(text: &str) -> books::Result<Month> {
    parse_field("month", text)
}

async fn after(visit: &Visit, done: books::Result<()>, text: &str) -> PageResult {
    match done {
        Ok(()) => visit.done("/settings/ledger", text, None),
        Err(failure) => show(visit, None, Some(failure)).await,
    }
}

pub async fn add_series(visit: Visit, form: Form) -> PageResult {
    visit.require(Permission::SetUpLedger)?;
    let done = match new_series(&form) {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(_) => visit.done("/settings/ledger", "Number series added", None),
        Err(failure) => show(&visit, Some((None, form)), Some(failure)).await,
    }
}

fn new_series(form: &Form) -> books::Result<AddSeries> {
    Ok(AddSeries {
        purpose: purpose(form.text("purpose"))?,
        name: form.text("name").to_owned(),
        pattern: form.text("pattern").to_owned(),
        first: form.required("first")?,
        yearly: form.has("yearly"),
    })
}

pub async fn change_series(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    visit.require(Permission::SetUpLedger)?;
    let id: SeriesId = parse_field("id", &id).map_err(|_| visit.failure(Failure::missing("number series", id)))?;
    let done = match command(id, &form) {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(_) => visit.done("/settings/ledger", "Number series saved", None),
        Err(failure) => show(&visit, Some((Some(id), form)), Some(failure)).await,
    }
}

fn command(series: SeriesId, form: &Form) -> books::Result<ChangeSeries> {
    Ok(ChangeSeries {
        series,
        version: form.optional("version")?,
        name: Some(form.text("name").to_owned()),
        pattern: Some(form.text("pattern").to_owned()),
        first: Some(form.required("first")?),
        yearly: Some(form.has("yearly")),
    })
}

/// `typed` is the refused form of a series, or of a new one, shown as it was typed.
async fn show(visit: &Visit, typed: Option<(Option<SeriesId>, Form)>, failure: Option<Failure>) -> PageResult {
    let periods = visit.ask(ListPeriods).await?;
    let series = visit.ask(ListSeries).await?;
    let frame = visit
        .frame(Section::Settings, "settings.ledger", "Ledger")
        .crumb("Settings & Apps", "/settings")
        .crumb("Ledger", "");
    let page = |frame: Frame, refusals: Refusals| SettingsPage {
        frame,
        refusals,
        periods: periods
            .into_iter()
            .map(|period| Period {
                month: period.month.to_string(),
                name: long_month(period.month),
                entries: period.entries,
                closed_by: period.closed_by,
            })
            .collect(),
        series: series.into_iter().map(|view| shown(view, typed.as_ref())).collect(),
        new: typed.filter(|(id, _)| id.is_none()).map(|(_, form)| form),
        may_close: visit.may(Permission::ClosePeriods),
        may_set_up: visit.may(Permission::SetUpLedger),
    };
    visit.show_form(failure, page, frame)
}

fn shown(view: SeriesView, typed: Option<&(Option<SeriesId>, Form)>) -> Series {
    let series = view.series;
    let form = typed.filter(|(id, _)| *id == Some(series.id)).map(|(_, form)| form);
    let text = |name, kept: String| form.map_or(kept, |form| form.text(name).to_owned());
    Series {
        id: series.id.to_string(),
        title: series.name.clone(),
        purpose: series.purpose.label(),
        version: series.version,
        name: text("name", series.name),
        pattern: text("pattern", series.pattern.to_string()),
        first: text("first", series.first.to_string()),
        yearly: form.map_or(series.yearly, |form| form.has("yearly")),
        next: view.next,
        is_refused: form.is_some(),
    }
}
