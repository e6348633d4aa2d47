//! The groups of every kind that a client is in on a day, past or to come.

use askama::Template;
use axum::extract::{Path, Query};
use books::clients::{GroupsOfClient, MembershipLine, ReadClient};
use books::groups::Kind;
use kernel::{ClientId, Day};
use serde::Deserialize;

use crate::edge::{PageResult, Visit};
use crate::layout::{Frame, Section};

/// The day; today where it is left out or cannot be read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    on: String,
}

#[derive(Template)]
#[template(path = "clients/groups_on.html")]
struct GroupsPage {
    frame: Frame,
    id: ClientId,
    name: String,
    on: Day,
    lines: Vec<Line>,
}

/// A group of the client.
struct Line {
    kind: &'static str,
    name: String,
    /// Its page, where a group of the kind has one.
    href: Option<String>,
    from: String,
    /// Of a corporate group, whose members have a last year.
    to: String,
}

pub async fn show(visit: Visit, Path(id): Path<String>, Query(wanted): Query<Wanted>) -> PageResult {
    let id: ClientId = visit.id("client", &id)?;
    let today = visit.sidebar().today;
    let on: Day = wanted.on.parse().unwrap_or(today);
    let name = visit.ask(ReadClient { id }).await?.client.details.name.to_string();
    let lines = visit.ask(GroupsOfClient { client: id, as_of: (on != today).then_some(on) }).await?;
    let frame = visit
        .frame(Section::Clients, "clients.all", "Groups")
        .crumb("Clients", "/clients")
        .crumb(&name, &format!("/clients/{id}"))
        .crumb("Groups", "");
    visit.show(&GroupsPage { frame, id, name, on, lines: lines.into_iter().map(line).collect() })
}

fn line(of: MembershipLine) -> Line {
    let is_corporate = of.kind == Kind::Corporate;
    Line {
        kind: of.kind.label(),
        href: is_corporate.then(|| format!("/corporate-groups/{}", of.group)),
        from: super::corporate::dotted(of.from),
        to: of.until.filter(|_| is_corporate).map(super::corporate::dotted).unwrap_or_default(),
        name: of.name,
    }
}
