//! Roles: the built-in ones to look at, the company's own to make.

use askama::Template;
use axum::extract::Path;
use books::company::{ChangeRole, CreateRole, DeleteRole, ListMembers, ListRoles, ListTeams, ReadRole, RoleView};
use books::{Permission, PermissionSet};
use kernel::{Failure, Refusal, RoleId};

use super::members::{Tabs, frame};
use super::settings::counted;
use crate::edge::{Form, PageFailure, PageResult, Visit};
use crate::layout::{Frame, Refusals};

#[derive(Template)]
#[template(path = "company/roles.html")]
struct RolesPage {
    frame: Frame,
    tabs: Tabs,
    roles: Vec<Row>,
    may_manage: bool,
}

struct Row {
    view: RoleView,
    may: String,
    members: String,
}

pub async fn list(visit: Visit) -> PageResult {
    let roles = visit.ask(ListRoles).await?;
    let tabs = Tabs {
        current: "roles",
        members: visit.ask(ListMembers).await?.len(),
        roles: roles.len(),
        teams: visit.ask(ListTeams).await?.len(),
    };
    let frame = frame(&visit, "Members and roles");
    let roles = roles.into_iter().map(row).collect();
    visit.show(&RolesPage { frame, tabs, roles, may_manage: visit.may(Permission::ManageMembers) })
}

fn row(view: RoleView) -> Row {
    let held = |permission: &Permission| *permission != Permission::Enter && view.role.permissions.has(*permission);
    let labels: Vec<&str> = Permission::ALL.iter().filter(|p| held(p)).map(|p| p.label()).collect();
    let may = match labels.as_slice() {
        [] => "Come in, and nothing else".to_owned(),
        all if all.len() + 1 == Permission::ALL.len() => "Everything".to_owned(),
        some => capitalised(&some.join("; ")),
    };
    Row { may, members: counted(usize::try_from(view.members).unwrap_or_default(), "member"), view }
}

#[derive(Template)]
#[template(path = "company/role.html")]
struct RolePage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    /// Empty for a new role.
    id: Option<RoleId>,
    title: String,
    areas: Vec<Area>,
    is_fixed: bool,
}

/// Permissions that belong together.
struct Area {
    name: &'static str,
    offers: Vec<Offer>,
}

/// A permission in the form.
struct Offer {
    code: &'static str,
    label: String,
    is_chosen: bool,
    /// Who does not hold it cannot grant it.
    is_held: bool,
}

pub async fn new(visit: Visit) -> PageResult {
    show_form(&visit, None, Form::default(), None).await
}

pub async fn create(visit: Visit, form: Form) -> PageResult {
    let command = match (form.required("name"), chosen(&form)) {
        (Ok(name), Ok(permissions)) => CreateRole { name, permissions },
        (Err(failure), _) | (_, Err(failure)) => return show_form(&visit, None, form, Some(failure)).await,
    };
    match visit.act(command).await {
        Ok(_) => visit.done("/settings/roles", "Role created", None),
        Err(failure) => show_form(&visit, None, form, Some(failure)).await,
    }
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let view = visit.ask(ReadRole { id: visit.id("role", &id)? }).await?;
    let version = view.role.version.to_string();
    let mut pairs = vec![("name", view.role.name.as_str()), ("version", version.as_str())];
    pairs.extend(view.role.permissions.iter().map(|permission| ("permissions", permission.code())));
    let form = Form::of(&pairs);
    show_form(&visit, Some(view), form, None).await
}

pub async fn change(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: RoleId = visit.id("role", &id)?;
    match visit
        .act(match command(id, &form) {
            Ok(command) => command,
            Err(failure) => return refused(&visit, id, form, failure).await,
        })
        .await
    {
        Ok(_) => visit.done("/settings/roles", "Role saved", None),
        Err(failure) => refused(&visit, id, form, failure).await,
    }
}

pub async fn delete(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: RoleId = visit.id("role", &id)?;
    match visit.act(DeleteRole { id, version: None }).await {
        Ok(_) => visit.done("/settings/roles", "Role deleted", None),
        Err(failure) => refused(&visit, id, form, failure).await,
    }
}

fn command(id: RoleId, form: &Form) -> books::Result<ChangeRole> {
    let (name, version) = (form.required("name")?, form.optional("version")?);
    Ok(ChangeRole { id, version, name: Some(name), permissions: Some(chosen(form)?) })
}

fn chosen(form: &Form) -> books::Result<PermissionSet> {
    let unknown = |code: &str| {
        Refusal::field(
            "PERMISSION_UNKNOWN",
            "permissions",
            format!("There is no permission “{code}”."),
            "Choose from the list.",
        )
    };
    let parse = |code| Permission::parse(code).ok_or_else(|| unknown(code).into());
    form.all("permissions").map(parse).collect()
}

async fn refused(visit: &Visit, id: RoleId, mut form: Form, failure: Failure) -> PageResult {
    let view = visit.ask(ReadRole { id }).await?;
    form.set("version", &view.role.version.to_string());
    show_form(visit, Some(view), form, Some(failure)).await
}

async fn show_form(visit: &Visit, view: Option<RoleView>, form: Form, failure: Option<Failure>) -> PageResult {
    let (manages, fixed) =
        (visit.may(Permission::ManageMembers), view.as_ref().is_some_and(|v| v.role.builtin.is_some()));
    if !manages && view.is_none() {
        return Err(missing_right(visit));
    }
    let areas = areas(visit, &form);
    let title = view.as_ref().map_or_else(|| "New role".to_owned(), |view| view.role.name.clone());
    let frame = frame(visit, &title).crumb("Roles", "/settings/roles").crumb(&title, "");
    let id = view.map(|view| view.role.id);
    let is_fixed = fixed || !manages;
    let page = |frame, refusals| RolePage { frame, form, refusals, id, title, areas, is_fixed };
    visit.show_form(failure, page, frame)
}

/// Every permission under the room it is about, in the order of the rooms.
fn areas(visit: &Visit, form: &Form) -> Vec<Area> {
    let mut areas: Vec<Area> = Vec::new();
    for permission in Permission::ALL.iter().filter(|permission| **permission != Permission::Enter) {
        let name = area_of(*permission);
        let offer = Offer {
            code: permission.code(),
            label: capitalised(permission.label()),
            is_chosen: form.is_chosen("permissions", &permission.code()),
            is_held: visit.may(*permission),
        };
        match areas.iter_mut().find(|area| area.name == name) {
            Some(area) => area.offers.push(offer),
            None => areas.push(Area { name, offers: vec![offer] }),
        }
    }
    areas
}

fn area_of(permission: Permission) -> &'static str {
    match permission.code().split('.').next().unwrap_or_default() {
        "clients" | "client_groups" => "Clients",
        "ledger" => "Ledger",
        "invoices" | "products" => "Invoices",
        "time" => "Time",
        "reports" => "Reports",
        _ => "Office",
    }
}

fn missing_right(visit: &Visit) -> PageFailure {
    visit.failure(Permission::ManageMembers.missing())
}

fn capitalised(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
