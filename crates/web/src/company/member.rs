//! One member: role, teams, rights on clients, in or out.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::company::{ChangeMember, MemberView, ReadMember, change_seat, invitation_link, password_link};
use kernel::{Failure, MemberId};

use super::choices::Choice;
use super::links::show_link;
use super::members::{frame, role_change, role_choices, seated, status};
use crate::edge::{Form, PageFailure, PageResult, Visit};
use crate::layout::{Frame, Refusals};

#[derive(Template)]
#[template(path = "company/member.html")]
struct MemberPage {
    frame: Frame,
    view: MemberView,
    status: (&'static str, &'static str),
    form: Form,
    refusals: Refusals,
    roles: Vec<Choice>,
    teams: String,
    has_come: bool,
    is_self: bool,
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = managed(&visit, &id)?;
    show_form(&visit, id, None, None).await
}

/// Who may not manage members has nothing to do on these pages.
fn managed(visit: &Visit, id: &str) -> Result<MemberId, PageFailure> {
    if !visit.may(Permission::ManageMembers) {
        return Err(visit.failure(Permission::ManageMembers.missing()));
    }
    visit.id("member", id)
}

pub async fn change(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id = managed(&visit, &id)?;
    match role_change(id, &form) {
        Ok(command) => finish(&visit, command, "Role changed", Some(form)).await,
        Err(failure) => show_form(&visit, id, Some(form), Some(failure)).await,
    }
}

pub async fn deactivate(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = managed(&visit, &id)?;
    let command = ChangeMember { id, version: None, role: None, active: Some(false) };
    finish(&visit, command, "Deactivated. Open sessions and API keys have ended.", None).await
}

pub async fn reactivate(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = managed(&visit, &id)?;
    finish(&visit, ChangeMember { id, version: None, role: None, active: Some(true) }, "Let in again", None).await
}

async fn finish(visit: &Visit, command: ChangeMember, text: &str, form: Option<Form>) -> PageResult {
    let (id, caller) = (command.id, visit.caller.clone());
    match visit.app.blocking(move |desk| change_seat(desk, &caller, command)).await {
        Ok(_) => visit.done(&format!("/settings/members/{id}"), text, None),
        Err(failure) => show_form(visit, id, form, Some(failure)).await,
    }
}

pub async fn make_link(visit: Visit, Path(id): Path<String>) -> PageResult {
    let (id, caller) = (managed(&visit, &id)?, visit.caller.clone());
    let link = visit.app.blocking(move |desk| invitation_link(desk, &caller, id)).await;
    answer_link(&visit, id, link, false).await
}

pub async fn make_password_link(visit: Visit, Path(id): Path<String>) -> PageResult {
    let (id, caller) = (managed(&visit, &id)?, visit.caller.clone());
    let link = visit.app.blocking(move |desk| password_link(desk, &caller, id)).await;
    answer_link(&visit, id, link, true).await
}

async fn answer_link(visit: &Visit, id: MemberId, link: books::Result<String>, resets: bool) -> PageResult {
    match link {
        Ok(secret) => {
            let name = visit.ask(ReadMember { id }).await?.member.name;
            show_link(visit, id, &name, &secret, resets)
        }
        Err(failure) => show_form(visit, id, None, Some(failure)).await,
    }
}

async fn show_form(visit: &Visit, id: MemberId, form: Option<Form>, failure: Option<Failure>) -> PageResult {
    let view = visit.ask(ReadMember { id }).await?;
    let seated = seated(visit).await.map_err(|failure| visit.failure(failure))?;
    let (role, version) = (view.member.role.to_string(), view.member.version.to_string());
    let mut form = form.unwrap_or_else(|| Form::of(&[("role", &role)]));
    // Saved again after somebody else's change, it counts.
    form.set("version", &version);
    let frame = frame(visit, &view.member.name).crumb(&view.member.name, "");
    let roles = role_choices(visit).await?;
    let (status, teams) = (status(&view, &seated), view.teams.join(", "));
    let (has_come, is_self) = (seated.contains(&view.member.person), view.member.person == visit.session.person);
    let page = |frame, refusals| MemberPage { frame, view, status, form, refusals, roles, teams, has_come, is_self };
    visit.show_form(failure, page, frame)
}
