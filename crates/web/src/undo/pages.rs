//! The undo button behind every toast, and the list of operations.

use askama::Template;
use axum::extract::{Path, Query};
use books::undo::{ListOperations, OperationLine, undo};
use serde::Deserialize;

use super::api::operation;
use crate::company::moments::moment;
use crate::edge::{PageResult, Visit};
use crate::layout::{Frame, Section};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    before: Option<String>,
}

#[derive(Template)]
#[template(path = "undo/operations.html")]
struct OperationsPage {
    frame: Frame,
    operations: Vec<OperationLine>,
    next: Option<String>,
    zone: String,
}

impl OperationsPage {
    fn moment(&self, line: &OperationLine) -> String {
        moment(line.at, &self.zone)
    }
}

pub async fn show(visit: Visit, Query(wanted): Query<Wanted>) -> PageResult {
    let page = visit.ask(ListOperations { before: wanted.before, limit: 50 }).await?;
    let frame = visit.frame(Section::Settings, "settings.operations", "Changes to undo");
    let frame = frame.crumb("Settings & Apps", "/settings").crumb("Changes to undo", "");
    let zone = visit.sidebar().time_zone.clone();
    let next = page.next.map(|cursor| format!("/operations?before={cursor}"));
    visit.show(&OperationsPage { frame, operations: page.items, next, zone })
}

pub async fn take_back(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = operation(&id).map_err(|failure| visit.failure(failure))?;
    let caller = visit.caller.clone();
    let undone = visit.app.blocking(move |desk| undo(desk, &caller, id, None)).await;
    let undone = undone.map_err(|failure| visit.failure(failure))?;
    visit.done(&visit.back("/operations"), &format!("Undone: {}.", undone.text), None)
}
