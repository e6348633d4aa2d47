//! The tabs above the list: all clients, mine, and the saved views; and the pages that save, rename and delete a view.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::clients::{ClientList, CountClients, Filter, Responsible, Shelf};
use books::reports::{ChangeReport, DeleteReport, ListReports, Question, ReadReport, SaveReport, SavedLine, Scope};
use kernel::{Failure, ReportId};

use super::address::Address;
use super::list::{Tab, total};
use crate::edge::{Form, PageFailure, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section};

/// Views that a company of this many clients still counts for the tabs; more would make the page wait.
const COUNTED_UP_TO: i64 = 20_000;

/// The tabs, with the number of clients in each.
pub async fn tabs(visit: &Visit, address: &Address, list: &ClientList) -> Result<Vec<Tab>, PageFailure> {
    let mine = Filter { responsible: vec![Responsible::Me], ..Filter::default() };
    let mut tabs = Vec::new();
    for (label, icon, filter) in
        [("All clients", "", Filter::default()), ("My clients", "user", mine)].into_iter().chain(shelves(address))
    {
        let is_current = address.view.is_empty() && address.filter == filter;
        let count = match is_current {
            true => Some(total(list.total)),
            false => count(visit, filter.clone()).await?,
        };
        let href = Address { filter, ..Address::default() }.href();
        tabs.push(Tab { label: label.to_owned(), icon, href, count, is_current });
    }
    for line in visit.ask(ListReports { place: "clients" }).await? {
        tabs.push(saved(visit, address, list, line).await?);
    }
    Ok(tabs)
}

/// Archive and trash have tabs while one looks into them.
fn shelves(address: &Address) -> Vec<(&'static str, &'static str, Filter)> {
    let on = |shelf| Filter { shelf, ..Filter::default() };
    match address.filter.shelf {
        Shelf::Archived | Shelf::Trash => {
            vec![("Archive", "archive", on(Shelf::Archived)), ("Trash", "trash", on(Shelf::Trash))]
        }
        Shelf::Live | Shelf::Any => Vec::new(),
    }
}

async fn saved(visit: &Visit, address: &Address, list: &ClientList, line: SavedLine) -> Result<Tab, PageFailure> {
    let (id, name) = (line.report.id.to_string(), line.report.name.to_string());
    let icon = if line.report.scope == Scope::Office { "building" } else { "user" };
    let is_current = address.view == id;
    let stored = match &line.report.question {
        Question::Clients(query) => Address::parse(query),
        Question::Report(_) => Ok(Address::default()),
    };
    // A view that cannot be read any more still has its tab, where it can be deleted.
    let Ok(stored) = stored else {
        return Ok(Tab { label: name, icon, href: format!("/clients/views/{id}"), count: None, is_current });
    };
    let count = match is_current && address.filter == stored.filter {
        true => Some(total(list.total)),
        false => count(visit, stored.filter.clone()).await?,
    };
    Ok(Tab { label: name, icon, href: Address { view: id, ..stored }.href(), count, is_current })
}

async fn count(visit: &Visit, filter: Filter) -> Result<Option<String>, PageFailure> {
    if filter.is_default() && visit.may(Permission::ViewClients) {
        return Ok(Some(crate::layout::count(visit.sidebar().clients)));
    }
    if visit.sidebar().clients > COUNTED_UP_TO {
        return Ok(None);
    }
    Ok(Some(crate::layout::count(visit.ask(CountClients { filter }).await?)))
}

/// Saves the list as it is, or changes a saved view.
#[derive(Template)]
#[template(path = "clients/view.html")]
struct ViewPage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    /// The view that is changed; none is a new one.
    view: Option<ReportId>,
    may_share: bool,
    may_change: bool,
}

pub async fn new(visit: Visit) -> PageResult {
    let query = Address::parse(visit.uri.query().unwrap_or_default()).map_err(|failure| visit.failure(failure))?;
    let form = Form::of_pairs([("query", query.query()), ("scope", Scope::Me.code().to_owned())]);
    respond(&visit, form, None, None).await
}

pub async fn save(visit: Visit, form: Form) -> PageResult {
    let command = form.required("name").and_then(|name| {
        let query = Address::parse(form.text("query"))?.query();
        Ok(SaveReport { name, scope: scope(&form), question: Question::Clients(query) })
    });
    let outcome = match command {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(receipt) => {
            let to = href(form.text("query"), receipt.outcome);
            visit.done(&to, &format!("View {} saved", form.text("name").trim()), receipt.operation)
        }
        Err(failure) => respond(&visit, form, None, Some(failure)).await,
    }
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: ReportId = visit.id("view", &id)?;
    let report = visit.ask(ReadReport { id }).await?.report;
    let Question::Clients(query) = report.question else { return Err(missing(&visit, id)) };
    let form = Form::of_pairs([
        ("name", report.name.to_string()),
        ("scope", report.scope.code().to_owned()),
        ("query", query),
        ("version", report.version.to_string()),
    ]);
    respond(&visit, form, Some(id), None).await
}

pub async fn change(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: ReportId = visit.id("view", &id)?;
    let command = form.required("name").and_then(|name| {
        let version = form.optional("version")?;
        Ok(ChangeReport { id, version, name: Some(name), scope: Some(scope(&form)), question: None })
    });
    let outcome = match command {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(receipt) => visit.done(&href(form.text("query"), id), "View saved", receipt.operation),
        Err(failure) => respond(&visit, form, Some(id), Some(failure)).await,
    }
}

pub async fn delete(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: ReportId = visit.id("view", &id)?;
    match visit.act(DeleteReport { id, version: None }).await {
        Ok(receipt) => visit.done("/clients", &format!("View {} deleted", form.text("name")), receipt.operation),
        Err(failure) => respond(&visit, form, Some(id), Some(failure)).await,
    }
}

fn missing(visit: &Visit, id: ReportId) -> PageFailure {
    visit.failure(Failure::missing("view", id))
}

fn scope(form: &Form) -> Scope {
    if form.text("scope") == Scope::Office.code() { Scope::Office } else { Scope::Me }
}

fn href(query: &str, view: ReportId) -> String {
    let address = Address::parse(query).unwrap_or_default();
    Address { view: view.to_string(), ..address }.href()
}

async fn respond(visit: &Visit, form: Form, view: Option<ReportId>, failure: Option<Failure>) -> PageResult {
    let may_change = match view {
        Some(id) => visit.ask(ReadReport { id }).await?.may_change,
        None => true,
    };
    let title = if view.is_some() { "Saved view" } else { "Save view" };
    let frame = visit.frame(Section::Clients, "clients.all", title).crumb("Clients", "/clients").crumb(title, "");
    let may_share = visit.may(Permission::ShareReports);
    let page = |frame, refusals| ViewPage { frame, form, refusals, view, may_share, may_change };
    visit.show_form(failure, page, frame)
}
