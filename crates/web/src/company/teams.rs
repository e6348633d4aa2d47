//! Teams: made, filled, led, deleted once empty.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::company::{
    ChangeTeam, CreateTeam, DeleteTeam, ListMembers, ListRoles, ListTeams, MemberView, ReadTeam, Team, TeamMember,
};
use kernel::{Failure, MemberId, TeamId};

use super::members::{Tabs, frame};
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals};

#[derive(Template)]
#[template(path = "company/teams.html")]
struct TeamsPage {
    frame: Frame,
    tabs: Tabs,
    teams: Vec<Row>,
    may_manage: bool,
}

struct Row {
    id: TeamId,
    name: String,
    lead: String,
    members: String,
}

pub async fn list(visit: Visit) -> PageResult {
    let (members, teams) = (visit.ask(ListMembers).await?, visit.ask(ListTeams).await?);
    let tabs =
        Tabs { current: "teams", members: members.len(), roles: visit.ask(ListRoles).await?.len(), teams: teams.len() };
    let frame = frame(&visit, "Members and roles");
    let teams = teams.into_iter().map(|team| row(team, &members)).collect();
    visit.show(&TeamsPage { frame, tabs, teams, may_manage: visit.may(Permission::ManageMembers) })
}

fn row(team: Team, members: &[MemberView]) -> Row {
    let names = |lead: bool| {
        let places = team.members.iter().filter(|place| place.lead == lead);
        let find = |place: &TeamMember| members.iter().find(|view| view.member.id == place.member);
        places.filter_map(find).map(|view| view.member.name.clone()).collect::<Vec<_>>().join(", ")
    };
    Row { id: team.id, lead: names(true), members: names(false), name: team.name.clone() }
}

#[derive(Template)]
#[template(path = "company/team.html")]
struct TeamPage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    /// Empty for a new team.
    id: Option<TeamId>,
    title: String,
    members: Vec<MemberView>,
}

impl TeamPage {
    fn is_in(&self, view: &MemberView) -> bool {
        self.form.is_chosen("members", &view.member.id)
    }

    fn leads(&self, view: &MemberView) -> bool {
        self.form.is_chosen("lead", &view.member.id)
    }
}

pub async fn new(visit: Visit) -> PageResult {
    show_form(&visit, None, Form::default(), None).await
}

pub async fn create(visit: Visit, form: Form) -> PageResult {
    let command = match (form.required("name"), places(&form)) {
        (Ok(name), Ok(members)) => CreateTeam { name, members },
        (Err(failure), _) | (_, Err(failure)) => return show_form(&visit, None, form, Some(failure)).await,
    };
    match visit.act(command).await {
        Ok(_) => visit.done("/settings/teams", "Team created", None),
        Err(failure) => show_form(&visit, None, form, Some(failure)).await,
    }
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let team = visit.ask(ReadTeam { id: visit.id("team", &id)? }).await?;
    let mut pairs = vec![("name", team.name.clone()), ("version", team.version.to_string())];
    for place in &team.members {
        pairs.push(("members", place.member.to_string()));
        if place.lead {
            pairs.push(("lead", place.member.to_string()));
        }
    }
    let form = Form::of(&pairs.iter().map(|(name, text)| (*name, text.as_str())).collect::<Vec<_>>());
    show_form(&visit, Some(team), form, None).await
}

pub async fn change(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: TeamId = visit.id("team", &id)?;
    let command = match command(id, &form) {
        Ok(command) => command,
        Err(failure) => return refused(&visit, id, form, failure).await,
    };
    match visit.act(command).await {
        Ok(_) => visit.done("/settings/teams", "Team saved", None),
        Err(failure) => refused(&visit, id, form, failure).await,
    }
}

pub async fn delete(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: TeamId = visit.id("team", &id)?;
    match visit.act(DeleteTeam { id, version: None }).await {
        Ok(_) => visit.done("/settings/teams", "Team deleted", None),
        Err(failure) => refused(&visit, id, form, failure).await,
    }
}

fn command(id: TeamId, form: &Form) -> books::Result<ChangeTeam> {
    let (name, version) = (form.required("name")?, form.optional("version")?);
    Ok(ChangeTeam { id, version, name: Some(name), members: Some(places(form)?) })
}

/// Who leads is in the team, ticked or not.
fn places(form: &Form) -> books::Result<Vec<TeamMember>> {
    let leads: Vec<MemberId> = form.list("lead")?;
    let mut places: Vec<TeamMember> = leads.iter().map(|member| TeamMember { member: *member, lead: true }).collect();
    let others: Vec<MemberId> = form.list("members")?;
    places.extend(others.into_iter().filter(|m| !leads.contains(m)).map(|member| TeamMember { member, lead: false }));
    Ok(places)
}

async fn refused(visit: &Visit, id: TeamId, mut form: Form, failure: Failure) -> PageResult {
    let team = visit.ask(ReadTeam { id }).await?;
    form.set("version", &team.version.to_string());
    show_form(visit, Some(team), form, Some(failure)).await
}

async fn show_form(visit: &Visit, team: Option<Team>, form: Form, failure: Option<Failure>) -> PageResult {
    if !visit.may(Permission::ManageMembers) {
        return Err(visit.failure(Permission::ManageMembers.missing()));
    }
    let is_in = |view: &MemberView| {
        let places = team.iter().flat_map(|team| &team.members);
        view.member.active || places.into_iter().any(|place| place.member == view.member.id)
    };
    let members = visit.ask(ListMembers).await?.into_iter().filter(is_in).collect();
    let title = team.as_ref().map_or_else(|| "New team".to_owned(), |team| team.name.clone());
    let frame = frame(visit, &title).crumb("Teams", "/settings/teams").crumb(&title, "");
    let id = team.as_ref().map(|team| team.id);
    let page = |frame, refusals| TeamPage { frame, form, refusals, id, title, members };
    visit.show_form(failure, page, frame)
}
