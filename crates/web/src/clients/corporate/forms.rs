//! Creating a corporate group, deleting one that never had a member, and voiding a membership that was a mistake.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::clients::{
    CorporateMember, CreateCorporateGroup, DeleteCorporateGroup, Filter, ListClients, ReadCorporateGroup,
    ReadCorporateMembership, Sort, VoidMembership,
};
use books::groups::corporate::{CorporateTypeLine, ListCorporateTypes};
use kernel::{Failure, GroupId, MembershipId, Year};

use super::{LIST, YearChoice, dotted, first_days, frame, last_days};
use crate::edge::{Form, PageResult, Visit};
use crate::groups::client_group_forms::{Confirmation, show_confirmation};
use crate::layout::{Frame, Refusals};

/// Clients offered for the head.
const OFFERED: i64 = 8;
/// Years before and after this one in which a group can begin.
const AROUND: i64 = 15;

#[derive(Template)]
#[template(path = "clients/corporate/new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    types: Vec<CorporateTypeLine>,
    firsts: Vec<YearChoice>,
    lasts: Vec<YearChoice>,
    found: Vec<(String, String, String)>,
    refusals: Refusals,
}

#[derive(Template)]
#[template(path = "clients/corporate/void.html")]
struct VoidPage {
    frame: Frame,
    group: GroupId,
    group_name: String,
    member: CorporateMember,
    from: String,
    to: String,
    reason: String,
    refusals: Refusals,
}

pub async fn new(visit: Visit) -> PageResult {
    respond(&visit, Form::of(&[]), None).await
}

/// The form as it stands, with clients found for the head. Nothing is saved.
pub async fn find(visit: Visit, form: Form) -> PageResult {
    visit.require(Permission::ManageClientGroups)?;
    respond(&visit, form, None).await
}

pub async fn create(visit: Visit, form: Form) -> PageResult {
    let done = match command(&form) {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => {
            let to = format!("{LIST}/{}", receipt.outcome);
            visit.done(&to, "Created the corporate group. Add its members.", receipt.operation)
        }
        Err(failure) => respond(&visit, form, Some(failure)).await,
    }
}

fn command(form: &Form) -> books::Result<CreateCorporateGroup> {
    let (first, last): (Year, Year) = (form.required("first")?, form.required("last")?);
    Ok(CreateCorporateGroup {
        name: form.required("name")?,
        of_type: form.required("type")?,
        head: form.required("head")?,
        from: first.first_day(),
        until: last.last_day(),
    })
}

async fn respond(visit: &Visit, form: Form, failure: Option<Failure>) -> PageResult {
    let now = visit.sidebar().today.year().number();
    let number = |name: &str, usual: i64| form.text(name).parse().unwrap_or(usual);
    let (first, last) = (number("first", now), number("last", now + 4));
    let filter = Filter { text: form.text("q").to_owned(), ..Filter::default() };
    let question = ListClients { filter, sort: Sort::default(), cursor: None, limit: OFFERED, counted: false };
    let rows = visit.ask(question).await?.rows.into_iter().map(|row| row.client);
    let found = rows.map(|of| (of.id.to_string(), of.details.name.to_string(), of.number.to_string())).collect();
    let types = visit.ask(ListCorporateTypes).await?;
    let title = "Add corporate group";
    let frame = frame(visit, title).crumb("Corporate groups", LIST).crumb(title, "");
    let firsts = first_days(now - AROUND..=now + AROUND, first);
    let lasts = last_days(now - AROUND..=now + AROUND + books::groups::corporate::LONGEST, last);
    let page = |frame, refusals| NewPage { frame, form, types, firsts, lasts, found, refusals };
    visit.show_form(failure, page, frame)
}

pub async fn ask_delete(visit: Visit, Path(id): Path<String>) -> PageResult {
    confirm(&visit, &id, None).await
}

pub async fn delete(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let group: GroupId = visit.id("corporate group", &id)?;
    let version = form.optional("version").map_err(|failure| visit.failure(failure))?;
    match visit.act(DeleteCorporateGroup { id: group, version }).await {
        Ok(receipt) => visit.done(LIST, "Deleted the corporate group.", receipt.operation),
        Err(failure) => confirm(&visit, &id, Some(failure)).await,
    }
}

async fn confirm(visit: &Visit, id: &str, failure: Option<Failure>) -> PageResult {
    let view = visit.ask(ReadCorporateGroup { id: visit.id("corporate group", id)? }).await?;
    let (group, name) = (view.group.group.id, view.group.group.name.to_string());
    let form = Confirmation {
        action: format!("{LIST}/{group}/delete"),
        back: format!("{LIST}/{group}"),
        title: format!("Delete “{name}”?"),
        text: "Nobody ever was in it. Its name becomes free.".to_owned(),
        verb: "Delete group".to_owned(),
        version: Some(view.group.group.version),
        ..Confirmation::default()
    };
    let frame = frame(visit, &form.title).crumb("Corporate groups", LIST).crumb("Delete", "");
    show_confirmation(visit, frame, form, failure)
}

pub async fn ask_void(visit: Visit, Path((group, id)): Path<(String, String)>) -> PageResult {
    void_form(&visit, &group, &id, String::new(), None).await
}

pub async fn void(visit: Visit, Path((group, id)): Path<(String, String)>, form: Form) -> PageResult {
    let member: MembershipId = visit.id("membership", &id)?;
    let version = form.optional("version").map_err(|failure| visit.failure(failure))?;
    let reason = form.text("reason").to_owned();
    match visit.act(VoidMembership { id: member, version, reason: reason.clone() }).await {
        Ok(receipt) => visit.done(&format!("{LIST}/{group}"), "Voided the membership.", receipt.operation),
        Err(failure) => void_form(&visit, &group, &id, reason, Some(failure)).await,
    }
}

async fn void_form(visit: &Visit, group: &str, id: &str, reason: String, failure: Option<Failure>) -> PageResult {
    let view = visit.ask(ReadCorporateGroup { id: visit.id("corporate group", group)? }).await?;
    let member = visit.ask(ReadCorporateMembership { id: visit.id("membership", id)? }).await?;
    let (group, group_name) = (view.group.group.id, view.group.group.name.to_string());
    let frame = frame(visit, "Void a membership")
        .crumb("Corporate groups", LIST)
        .crumb(&group_name, &format!("{LIST}/{group}"))
        .crumb("Void a membership", "");
    let (from, to) = (dotted(member.years.from()), dotted(member.years.until()));
    let page = |frame, refusals| VoidPage { frame, group, group_name, member, from, to, reason, refusals };
    visit.show_form(failure, page, frame)
}
