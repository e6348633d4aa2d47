//! What a member may do with single clients beside what the role allows (A0-19).

use askama::Template;
use axum::extract::{Path, Query};
use books::Permission;
use books::clients::{Filter, ListClients, ListedClient, RightLevel, SetClientRight, Sort};
use books::company::{ListRightsOf, MemberView, ReadMember, RightOnClient};
use kernel::{ClientId, Failure, MemberId};
use serde::Deserialize;

use super::members::frame;
use crate::edge::{Form, PageFailure, PageResult, Visit, parse_field};
use crate::layout::{Frame, Refusals};

/// Clients that a search shows; who finds more looks closer.
const FOUND: i64 = 20;

#[derive(Template)]
#[template(path = "company/client_rights.html")]
struct RightsPage {
    frame: Frame,
    view: MemberView,
    rights: Vec<RightOnClient>,
    q: String,
    found: Vec<ListedClient>,
    refusals: Refusals,
}

impl RightsPage {
    fn here(&self) -> String {
        format!("/settings/members/{}/client-rights", self.view.member.id)
    }
}

#[derive(Debug, Default, Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
}

pub async fn show(visit: Visit, Path(id): Path<String>, Query(search): Query<Search>) -> PageResult {
    let id = managed(&visit, &id)?;
    show_page(&visit, id, search.q, None).await
}

pub async fn set(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let member = managed(&visit, &id)?;
    let command = match command(member, &form) {
        Ok(command) => command,
        Err(failure) => return show_page(&visit, member, form.text("q").to_owned(), Some(failure)).await,
    };
    match visit.act(command).await {
        Ok(receipt) => {
            visit.done(&format!("/settings/members/{member}/client-rights"), "Right saved", receipt.operation)
        }
        Err(failure) => show_page(&visit, member, form.text("q").to_owned(), Some(failure)).await,
    }
}

fn managed(visit: &Visit, id: &str) -> Result<MemberId, PageFailure> {
    if !visit.may(Permission::ManageMembers) {
        return Err(visit.failure(Permission::ManageMembers.missing()));
    }
    visit.id("member", id)
}

/// Any other level than a known one takes the right away.
fn command(member: MemberId, form: &Form) -> books::Result<SetClientRight> {
    let client: ClientId = parse_field("client", form.text("client"))?;
    Ok(SetClientRight { client, member, level: RightLevel::parse(form.text("level")) })
}

async fn show_page(visit: &Visit, id: MemberId, q: String, failure: Option<Failure>) -> PageResult {
    let view = visit.ask(ReadMember { id }).await?;
    let rights = visit.ask(ListRightsOf { member: id }).await?;
    let found = match q.trim() {
        "" => Vec::new(),
        _ => visit.ask(search(&q).map_err(|failure| visit.failure(failure))?).await?.rows,
    };
    let frame = frame(visit, &view.member.name)
        .crumb(&view.member.name, &format!("/settings/members/{id}"))
        .crumb("Rights on single clients", "");
    let page = |frame, refusals| RightsPage { frame, view, rights, q, found, refusals };
    visit.show_form(failure, page, frame)
}

fn search(q: &str) -> books::Result<ListClients> {
    let filter = Filter::from_pairs([("q", q)])?;
    Ok(ListClients { filter, sort: Sort::parse("")?, cursor: None, limit: FOUND, counted: false })
}
