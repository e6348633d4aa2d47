//! Search or go to: clients, pages and saved reports by a few letters; a part for the palette, a page without script.

use askama::Template;
use books::clients::{Filter, ListClients, ListedClient, Sort, Status};
use books::reports::{ListReports, Question, SavedLine, Scope};

use super::address::Address;
use super::list::{avatar_shape, tone};
use crate::edge::{PageFailure, PageResult, Visit};
use crate::layout::{Frame, Section, initials};

/// Letters from which on clients are looked for.
const LETTERS: usize = 2;
/// Hits of each kind.
const HITS: usize = 6;

#[derive(Template)]
#[template(path = "clients/palette.html")]
struct PalettePage {
    frame: Frame,
    found: Found,
}

#[derive(Template)]
#[template(path = "clients/palette_part.html")]
struct PalettePart {
    found: Found,
}

struct Found {
    typed: String,
    clients: Vec<ClientHit>,
    actions: Vec<Hit>,
    places: Vec<Hit>,
    nothing: bool,
}

struct ClientHit {
    href: String,
    name: String,
    initials: String,
    shape: &'static str,
    tone: &'static str,
    note: String,
}

struct Hit {
    href: String,
    label: String,
    icon: &'static str,
    note: String,
}

pub async fn show(visit: Visit) -> PageResult {
    let pairs: Vec<(String, String)> =
        serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let typed = pairs.into_iter().find(|(name, _)| name == "q").map(|(_, text)| text).unwrap_or_default();
    let frame = visit.frame(Section::Elsewhere, "", "Search").crumb("Search", "");
    let found = find(&visit, &frame, typed.trim()).await?;
    match visit.wants_fragment {
        true => visit.show(&PalettePart { found }),
        false => visit.show(&PalettePage { frame, found }),
    }
}

async fn find(visit: &Visit, frame: &Frame, typed: &str) -> Result<Found, PageFailure> {
    let clients = clients(visit, frame, typed).await?;
    let mut places: Vec<Hit> = pages(frame, typed).into_iter().filter(|hit| matches(&hit.label, typed)).collect();
    places.truncate(HITS);
    places.extend(saved(visit, frame, typed).await?);
    let actions = clients.first().map(|first| actions(frame, first)).unwrap_or_default();
    let nothing = clients.is_empty() && places.is_empty();
    Ok(Found { typed: typed.to_owned(), actions, places, nothing, clients: clients.iter().map(hit).collect() })
}

async fn clients(visit: &Visit, frame: &Frame, typed: &str) -> Result<Vec<ListedClient>, PageFailure> {
    if typed.chars().count() < LETTERS || !(frame.may("clients.view") || frame.may("clients.view_own")) {
        return Ok(Vec::new());
    }
    let filter = Filter { text: typed.to_owned(), ..Filter::default() };
    let question = ListClients { filter, sort: Sort::default(), cursor: None, limit: HITS as i64, counted: false };
    Ok(visit.ask(question).await?.rows)
}

fn hit(listed: &ListedClient) -> ClientHit {
    let client = &listed.client;
    let name = client.details.name.to_string();
    let status = Status::of(client.lifecycle, client.portal).label();
    let entity = client.details.legal_entity.map_or(String::new(), |entity| format!("{} · ", entity.label()));
    ClientHit {
        href: format!("/clients/{}", client.id),
        initials: initials(&name),
        shape: avatar_shape(client.details.legal_entity),
        tone: tone(client.id),
        note: format!("{entity}{status}"),
        name,
    }
}

/// What can be done with the first client found.
fn actions(frame: &Frame, first: &ListedClient) -> Vec<Hit> {
    let id = first.client.id;
    let hit = |href, label: &str, icon| Hit { href, label: label.to_owned(), icon, note: String::new() };
    let mut actions = Vec::new();
    if frame.may("invoices.draft") {
        actions.push(hit(format!("/invoices/new?client={id}"), "Write an invoice", "invoice"));
    }
    if frame.may("clients.edit") {
        actions.push(hit(format!("/clients/{id}/edit"), "Add to a client group", "tag"));
    }
    actions
}

/// Every place that this member may go to.
fn pages(frame: &Frame, typed: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    // Before anything is typed the sections are enough.
    let menu = if typed.is_empty() { frame.menu() } else { frame.whole_menu() };
    for place in menu {
        hits.extend(place.items.iter().map(|item| Hit {
            href: item.href.to_owned(),
            label: item.label.to_owned(),
            icon: place.icon,
            note: place.label.to_owned(),
        }));
        hits.push(Hit {
            href: place.href.to_owned(),
            label: place.label.to_owned(),
            icon: place.icon,
            note: String::new(),
        });
    }
    if frame.may("clients.edit") {
        let new = |href: &str, label: &str| Hit {
            href: href.to_owned(),
            label: label.to_owned(),
            icon: "plus",
            note: "Clients".to_owned(),
        };
        hits.extend([new("/clients/new", "Add client"), new("/clients/new?prospect=1", "Add prospect")]);
    }
    for (part, places) in [("Apps", frame.settings_apps()), ("All settings", frame.all_settings())] {
        hits.extend(places.into_iter().map(|place| Hit {
            href: place.href.to_owned(),
            label: if place.href == "/settings/client-groups" {
                "Client groups".to_owned()
            } else {
                place.label.to_owned()
            },
            icon: place.icon,
            note: format!("Settings & Apps › {part}"),
        }));
    }
    hits
}

async fn saved(visit: &Visit, frame: &Frame, typed: &str) -> Result<Vec<Hit>, PageFailure> {
    let mut lines: Vec<SavedLine> = Vec::new();
    if frame.may("reports.view") {
        lines.extend(visit.ask(ListReports { place: "report" }).await?);
    }
    lines.extend(visit.ask(ListReports { place: "clients" }).await?);
    let found = lines.into_iter().filter(|line| matches(line.report.name.as_str(), typed)).take(HITS);
    Ok(found.map(|line| saved_hit(&line)).collect())
}

fn saved_hit(line: &SavedLine) -> Hit {
    let id = line.report.id;
    let (href, what) = match &line.report.question {
        Question::Report(_) => (format!("/report?saved={id}"), "Saved report"),
        Question::Clients(query) => {
            let address = Address::parse(query).unwrap_or_default();
            (Address { view: id.to_string(), ..address }.href(), "Saved view")
        }
    };
    let whose = if line.report.scope == Scope::Office { "entire office" } else { "only me" };
    Hit { href, label: line.report.name.to_string(), icon: "report", note: format!("{what} · {whose}") }
}

/// Every word that was typed begins a word of the label, or stands in it.
fn matches(label: &str, typed: &str) -> bool {
    let label = kernel::search_fold(label);
    kernel::search_fold(typed).split(' ').all(|word| label.contains(word))
}
