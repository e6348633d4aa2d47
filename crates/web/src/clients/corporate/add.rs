//! Adding members to a corporate group, and choosing who is at its head: only clients of its type who are free in those
//! years are offered.

use askama::Template;
use axum::extract::{Path, Query};
use books::clients::{
    AddCorporateMembers, ChangeCorporateGroup, CorporateGroupView, FreeClient, ListCorporateMembers, ListFreeClients,
    NewHead, ReadCorporateGroup,
};
use books::groups::corporate::Years;
use kernel::{ClientId, Failure, GroupId, Year};
use serde::Deserialize;

use super::group::{Adding, Typed, respond};
use super::{LIST, YearChoice, first_days, frame, last_days};
use crate::edge::{Form, PageFailure, PageResult, Visit};
use crate::layout::{Frame, Refusals};

/// Clients offered at once: the search narrows it.
const OFFERED: i64 = 20;

/// Which years, and part of a name or a number.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
    first: Option<Year>,
    last: Option<Year>,
}

#[derive(Template)]
#[template(path = "clients/corporate/add.html")]
struct AddPage {
    frame: Frame,
    view: CorporateGroupView,
    search: String,
    firsts: Vec<YearChoice>,
    lasts: Vec<YearChoice>,
    years: Years,
    found: Vec<FreeClient>,
    refusals: Refusals,
}

#[derive(Template)]
#[template(path = "clients/corporate/head.html")]
struct HeadPage {
    frame: Frame,
    view: CorporateGroupView,
    search: String,
    firsts: Vec<YearChoice>,
    first: i64,
    found: Vec<FreeClient>,
    refusals: Refusals,
}

pub async fn show(visit: Visit, Path(id): Path<String>, Query(wanted): Query<Wanted>) -> PageResult {
    offer(&visit, &id, wanted, None).await
}

/// The years that are asked for, within those of the group; this year or the group's first without a wish.
fn within(view: &CorporateGroupView, first: Option<Year>, last: Option<Year>) -> Years {
    let own = view.group.years;
    let now = Year::from_number(view.year).unwrap_or(own.first);
    let first = first.unwrap_or(now).clamp(own.first, own.last);
    Years { first, last: last.unwrap_or(own.last).clamp(first, own.last) }
}

async fn offer(visit: &Visit, id: &str, wanted: Wanted, failure: Option<Failure>) -> PageResult {
    let view = visit.ask(ReadCorporateGroup { id: visit.id("corporate group", id)? }).await?;
    let (group, own) = (view.group.group.id, view.group.years);
    let years = within(&view, wanted.first, wanted.last);
    let found = visit.ask(ListFreeClients { group, years, search: wanted.q.clone(), limit: OFFERED }).await?;
    let name = view.group.group.name.to_string();
    let frame = frame(visit, "Add members")
        .crumb("Corporate groups", LIST)
        .crumb(&name, &format!("{LIST}/{group}"))
        .crumb("Add members", "");
    let (firsts, lasts) = (first_days(own.iter(), years.first.number()), last_days(own.iter(), years.last.number()));
    let page = |frame, refusals| AddPage { frame, view, search: wanted.q, firsts, lasts, years, found, refusals };
    visit.show_form(failure, page, frame)
}

pub async fn add(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let group: GroupId = visit.id("corporate group", &id)?;
    let command = form.list::<ClientId>("clients").and_then(|clients| {
        let (first, last): (Year, Year) = (form.required("first")?, form.required("last")?);
        Ok(AddCorporateMembers { group, clients, from: first.first_day(), until: last.last_day() })
    });
    let command = match command {
        Ok(command) => command,
        Err(failure) => return offer(&visit, &id, Wanted::default(), Some(failure)).await,
    };
    let clients = command.clients.clone();
    let years = (command.from.year(), command.until.year());
    match visit.act(command).await {
        Ok(receipt) => {
            let text = match clients.len() {
                1 => "Added the member.".to_owned(),
                some => format!("Added {some} members."),
            };
            visit.done(&format!("{LIST}/{group}"), &text, receipt.operation)
        }
        Err(Failure::Refused(refusal)) if in_the_way(&refusal).is_some() => {
            // On the page of the group it is seen what is in the way.
            let client = in_the_way(&refusal);
            let adding = client.map(|client| Adding { client, first: years.0, last: years.1 });
            let typed = Typed { adding, refusal: Some(*refusal), ..Typed::default() };
            respond(&visit, group, &super::group::Wanted::default(), typed).await
        }
        Err(failure) => {
            let wanted = Wanted { q: form.text("q").to_owned(), first: Some(years.0), last: Some(years.1) };
            offer(&visit, &id, wanted, Some(failure)).await
        }
    }
}

/// The client that a refusal names.
fn in_the_way(refusal: &kernel::Refusal) -> Option<ClientId> {
    if refusal.code != "SAME_TYPE_OVERLAP" {
        return None;
    }
    refusal.details.iter().find(|(name, _)| name == "client").and_then(|(_, id)| id.parse().ok())
}

pub async fn choose_head(visit: Visit, Path(id): Path<String>, Query(wanted): Query<Wanted>) -> PageResult {
    offer_heads(&visit, &id, wanted, None).await
}

async fn offer_heads(visit: &Visit, id: &str, wanted: Wanted, failure: Option<Failure>) -> PageResult {
    let view = visit.ask(ReadCorporateGroup { id: visit.id("corporate group", id)? }).await?;
    let (group, own) = (view.group.group.id, view.group.years);
    let years = within(&view, wanted.first, None);
    let mut found = members(visit, &view, &wanted.q, years).await?;
    found.extend(visit.ask(ListFreeClients { group, years, search: wanted.q.clone(), limit: OFFERED }).await?);
    let name = view.group.group.name.to_string();
    let frame = frame(visit, "Change the head")
        .crumb("Corporate groups", LIST)
        .crumb(&name, &format!("{LIST}/{group}"))
        .crumb("Change the head", "");
    let (first, firsts) = (years.first.number(), first_days(own.iter(), years.first.number()));
    let page = |frame, refusals| HeadPage { frame, view, search: wanted.q, firsts, first, found, refusals };
    visit.show_form(failure, page, frame)
}

/// Members can come to the head too: they are in no other group of the type.
async fn members(
    visit: &Visit,
    view: &CorporateGroupView,
    search: &str,
    years: Years,
) -> Result<Vec<FreeClient>, PageFailure> {
    let as_of = Some(years.first.first_day());
    let question = ListCorporateMembers { group: view.group.group.id, as_of, voided: false, after: None, limit: 200 };
    let (members, search) = (visit.ask(question).await?.items, kernel::search_fold(search));
    let lasts = members.into_iter().filter(|member| member.years.last == years.last);
    let matching = lasts.filter(|member| {
        let text = kernel::search_fold(&format!("{} {}", member.name, member.number));
        search.split(' ').all(|word| text.contains(word))
    });
    Ok(matching.map(|of| FreeClient { client: of.client, number: of.number, name: of.name }).collect())
}

pub async fn set_head(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let group: GroupId = visit.id("corporate group", &id)?;
    let command = form.required::<ClientId>("head").and_then(|client| {
        let first: Year = form.required("first")?;
        Ok(ChangeCorporateGroup {
            id: group,
            version: form.optional("version")?,
            name: None,
            from: None,
            of_type: None,
            until: None,
            end_members: false,
            head: Some(NewHead { client, from: Some(first.first_day()) }),
        })
    });
    let done = match command {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => visit.done(&format!("{LIST}/{group}"), "Changed the head.", receipt.operation),
        Err(failure) => {
            let wanted = Wanted { q: form.text("q").to_owned(), first: form.text("first").parse().ok(), last: None };
            offer_heads(&visit, &id, wanted, Some(failure)).await
        }
    }
}
