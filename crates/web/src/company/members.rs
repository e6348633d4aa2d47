//! Members: who works here, as what, and how they come in.

use std::collections::HashSet;

use askama::Template;
use books::Permission;
use books::company::{ChangeMember, InviteMember, ListMembers, ListRoles, ListTeams, MemberView, invitation_link};
use kernel::{Failure, PersonId};

use super::choices::Choice;
use super::links::show_link;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section};

/// The tabs of Members and roles, with their counts.
pub(super) struct Tabs {
    pub current: &'static str,
    pub members: usize,
    pub roles: usize,
    pub teams: usize,
}

#[derive(Template)]
#[template(path = "company/members.html")]
struct MembersPage {
    frame: Frame,
    tabs: Tabs,
    members: Vec<Row>,
    may_manage: bool,
}

struct Row {
    view: MemberView,
    initials: String,
    status: (&'static str, &'static str),
    teams: String,
}

pub(super) fn frame(visit: &Visit, title: &str) -> Frame {
    visit
        .frame(Section::Settings, "settings.members", title)
        .crumb("Settings & Apps", "/settings")
        .crumb("Members and roles", if title == "Members and roles" { "" } else { "/settings/members" })
}

pub async fn list(visit: Visit) -> PageResult {
    let members = visit.ask(ListMembers).await?;
    let seated = seated(&visit).await.map_err(|failure| visit.failure(failure))?;
    let tabs = Tabs {
        current: "members",
        members: members.len(),
        roles: visit.ask(ListRoles).await?.len(),
        teams: visit.ask(ListTeams).await?.len(),
    };
    let frame = frame(&visit, "Members and roles");
    let members = members.into_iter().map(|view| row(view, &seated)).collect();
    visit.show(&MembersPage { frame, tabs, members, may_manage: visit.may(Permission::ManageMembers) })
}

fn row(view: MemberView, seated: &HashSet<PersonId>) -> Row {
    Row {
        initials: crate::layout::initials(&view.member.name),
        status: status(&view, seated),
        teams: view.teams.join(", "),
        view,
    }
}

/// Class and word of a member's status.
pub(super) fn status(view: &MemberView, seated: &HashSet<PersonId>) -> (&'static str, &'static str) {
    match (view.member.active, seated.contains(&view.member.person)) {
        (false, _) => ("imported", "Deactivated"),
        (true, false) => ("invited", "Invited"),
        (true, true) => ("active", "Active"),
    }
}

pub(super) async fn seated(visit: &Visit) -> books::Result<HashSet<PersonId>> {
    let company = visit.caller.company;
    let seated = visit.app.blocking(move |desk| desk.hallway().seated_in(company)).await?;
    Ok(seated.into_iter().collect())
}

#[derive(Template)]
#[template(path = "company/new_member.html")]
struct NewMemberPage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    roles: Vec<Choice>,
}

pub async fn new(visit: Visit) -> PageResult {
    show_new(&visit, Form::default(), None).await
}

/// Invites, and shows the link once: there is no mail server that could send it.
pub async fn invite(visit: Visit, form: Form) -> PageResult {
    let new = match new_member(&form) {
        Ok(new) => new,
        Err(failure) => return show_new(&visit, form, Some(failure)).await,
    };
    let (caller, name) = (visit.caller.clone(), new.name.to_string());
    let invited = visit.app.blocking(move |desk| {
        let command = new.command(desk, &caller)?;
        let member = desk.perform(&caller, command)?;
        Ok((member, invitation_link(desk, &caller, member)?))
    });
    match invited.await {
        Ok((member, secret)) => show_link(&visit, member, &name, &secret, false),
        Err(failure) => show_new(&visit, form, Some(failure)).await,
    }
}

fn new_member(form: &Form) -> books::Result<InviteMember> {
    Ok(InviteMember { name: form.required("name")?, email: form.required("email")?, role: form.required("role")? })
}

async fn show_new(visit: &Visit, form: Form, failure: Option<Failure>) -> PageResult {
    // Who may not invite is told so at once, not after filling in the form.
    if !visit.may(Permission::ManageMembers) {
        return Err(visit.failure(Permission::ManageMembers.missing()));
    }
    let roles = role_choices(visit).await?;
    let frame = frame(visit, "Invite a member").crumb("Invite a member", "");
    visit.show_form(failure, |frame, refusals| NewMemberPage { frame, form, refusals, roles }, frame)
}

pub(super) async fn role_choices(visit: &Visit) -> Result<Vec<Choice>, crate::edge::PageFailure> {
    let roles = visit.ask(ListRoles).await?;
    // The one that allows least stands first: nobody becomes an owner by pressing Enter.
    let choice =
        |view: &books::company::RoleView| Choice { value: view.role.id.to_string(), label: view.role.name.clone() };
    Ok(roles.iter().rev().map(choice).collect())
}

/// The form on a member's page as a command.
pub(super) fn role_change(id: kernel::MemberId, form: &Form) -> books::Result<ChangeMember> {
    Ok(ChangeMember { id, version: form.optional("version")?, role: Some(form.required("role")?), active: None })
}
