//! Merging a client into another that is the same: which, what would happen kind by kind, and doing it.

use std::collections::HashSet;

use askama::Template;
use axum::extract::Path;
use books::clients::{ClientView, ReadClient};
use books::sales::{CorporateYears, MergeClients, MergeSummary, Merged};
use books::{Caller, Order};
use kernel::{ClientId, Failure, Money};

use super::billing_group_found::{self, Found};
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section, count};
use crate::ledger::pages::show::asked;

#[derive(Template)]
#[template(path = "clients/merge_choose.html")]
struct ChoosePage {
    frame: Frame,
    id: ClientId,
    name: String,
    search: String,
    found: Vec<Found>,
    matches: String,
}

#[derive(Template)]
#[template(path = "clients/merge.html")]
struct MergePage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    id: ClientId,
    into: ClientId,
    name: String,
    heir: String,
    rows: Vec<Row>,
    moves_items: bool,
}

/// What happens to one kind of thing.
struct Row {
    icon: &'static str,
    kind: &'static str,
    what: Vec<String>,
}

/// First the choice, then what would happen.
pub async fn choose(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: ClientId = visit.id("client", &id)?;
    let from = visit.ask(ReadClient { id }).await?;
    from.require_edit().map_err(|failure| visit.failure(failure))?;
    let today = visit.sidebar().today.to_string();
    let form = asked(&visit.uri).with("on", &today);
    let into = form.optional::<ClientId>("into").unwrap_or_default();
    if let Some(into) = into {
        return show(&visit, &from, into, form, None).await;
    }
    let search = form.text("q").to_owned();
    let (mut found, matches) = billing_group_found::find(&visit, &search, None, &HashSet::new()).await?;
    found.retain(|other| other.id != id);
    let name = from.client.details.name.to_string();
    let frame = frame(&visit, &from, &format!("Merge “{name}”"));
    visit.show(&ChoosePage { frame, id, name, search, found, matches })
}

pub async fn merge(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: ClientId = visit.id("client", &id)?;
    let from = visit.ask(ReadClient { id }).await?;
    let into: ClientId = form.required("into").map_err(|failure| visit.failure(failure))?;
    let command = match command(id, into, &form) {
        Ok(command) => command,
        Err(failure) => return show(&visit, &from, into, form, Some(failure)).await,
    };
    match visit.act(command).await {
        Ok(receipt) => {
            let heir = visit.ask(ReadClient { id: into }).await?.client.details.name;
            let text = format!("Merged {} into {heir}", from.client.details.name);
            visit.done(&format!("/clients/{into}"), &text, receipt.operation)
        }
        Err(failure) => show(&visit, &from, into, form, Some(failure)).await,
    }
}

fn command(id: ClientId, into: ClientId, form: &Form) -> books::Result<MergeClients> {
    Ok(MergeClients {
        id,
        version: form.optional("version")?,
        into,
        into_version: form.optional("into_version")?,
        on: form.optional("on")?,
    })
}

fn frame(visit: &Visit, from: &ClientView, title: &str) -> Frame {
    let (id, name) = (from.client.id, from.client.details.name.to_string());
    let frame = visit.frame(Section::Clients, "clients.all", title).crumb("Clients", "/clients");
    frame.crumb(&name, &format!("/clients/{id}")).crumb("Merge", "")
}

/// What would happen, by trying it without doing it.
async fn show(visit: &Visit, from: &ClientView, into: ClientId, form: Form, failure: Option<Failure>) -> PageResult {
    let target = visit.ask(ReadClient { id: into }).await?;
    let id = from.client.id;
    let (failure, merged) = match (failure, command(id, into, &form)) {
        (Some(failure), _) | (None, Err(failure)) => (Some(failure), None),
        (None, Ok(command)) => match rehearsed(visit, command).await {
            Ok(merged) => (None, Some(merged)),
            Err(failure) => (Some(failure), None),
        },
    };
    let (name, heir) = (from.client.details.name.to_string(), target.client.details.name.to_string());
    let frame = frame(visit, from, &format!("Merge “{name}” into “{heir}”"));
    let form = form.with("version", &from.version.to_string()).with("into_version", &target.version.to_string());
    let page = |frame, refusals| MergePage {
        frame,
        form,
        refusals,
        id,
        into,
        rows: merged.iter().flat_map(|merged| rows(&merged.summary, (&name, &heir), from)).collect(),
        moves_items: merged.is_none_or(|merged| merged.summary.open.is_some()),
        name,
        heir,
    };
    visit.show_form(failure, page, frame)
}

async fn rehearsed(visit: &Visit, command: MergeClients) -> books::Result<Merged> {
    let caller: Caller = visit.caller.clone();
    let rehearsed = visit.app.blocking(move |desk| desk.rehearse_whole(Order::new(caller, command)));
    Ok(rehearsed.await?.0)
}

fn rows(summary: &MergeSummary, (name, heir): (&str, &str), from: &ClientView) -> Vec<Row> {
    let mut groups = entering(heir, &summary.segments);
    let kept = |kept: &books::sales::KeptInSet| {
        format!("{heir} stays in {}; {} stands in the same set and ends.", kept.kept, kept.left)
    };
    groups.extend(summary.kept.iter().map(kept));
    let mut billing = entering(heir, &summary.billing);
    billing.extend(summary.pays_for.iter().map(|group| format!("{heir} usually pays for {group} from now on.")));
    let years = |years: &CorporateYears| format!("{heir} is in {} for {}.", years.group, years.years);
    let head = |years: &CorporateYears| format!("{heir} is at the head of {} for {}.", years.group, years.years);
    let corporate = summary.corporate.iter().map(years).chain(summary.heads.iter().map(head)).collect();
    let becomes = summary.types.iter().map(|of_type| format!("{heir} becomes: {of_type}.")).collect();
    let open = summary.open.iter().map(|open| {
        let amount = kernel::format_for_people(Money::new(open.minor, from.currency));
        let items = some(open.items, "open item", "open items");
        format!("{items}, {amount} {}, to account {} by one entry, each with its due day.", from.currency, open.account)
    });
    let papers = match summary.booked {
        0 => Vec::new(),
        booked => {
            vec![format!("{} with {name}, as printed.", some(booked, "booked paper stays", "booked papers stay"))]
        }
    };
    let row = |icon, kind, what| Row { icon, kind, what };
    vec![
        row("tag", "Client groups", groups),
        row("ledger", "Customer group", vec![format!("{heir} stays in {}.", summary.customer_group)]),
        row("wallet", "Billing groups", billing),
        row("building", "Corporate groups", corporate),
        row("tag", "Client types", becomes),
        row("clock", "Open items", open.collect()),
        row(
            "clock",
            "Time",
            one_or_none(summary.time, |time| some(time, "time entry goes over", "time entries go over")),
        ),
        row("invoice", "Drafts", summary.drafts.iter().map(|draft| format!("Draft {draft} goes over.")).collect()),
        row("invoice", "Booked papers", papers),
    ]
}

fn entering(heir: &str, groups: &[String]) -> Vec<String> {
    groups.iter().map(|group| format!("{heir} enters {group}.")).collect()
}

fn one_or_none(number: i64, words: impl Fn(i64) -> String) -> Vec<String> {
    if number == 0 { Vec::new() } else { vec![format!("{}.", words(number))] }
}

fn some(number: i64, one: &str, several: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{} {several}", count(number)) }
}
