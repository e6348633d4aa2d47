//! The statement of a client: what is open on a day, with a running balance; and the button that matches its credits.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::ledger::MatchItems;
use books::sales::payments::{OpenItems, ReadOpenItems};
use kernel::{ClientId, Day, Failure, Refusal};

use crate::company::moments::short_day;
use crate::edge::{PageResult, Visit};
use crate::layout::{Frame, Section};
use crate::ledger::pages::show::{asked, people};

#[derive(Template)]
#[template(path = "sales/statement.html")]
struct StatementPage {
    frame: Frame,
    found: OpenItems,
    refusal: Option<Refusal>,
    may_post: bool,
    /// There are both credits and open items.
    may_match: bool,
}

impl StatementPage {
    fn day(&self, day: &Day) -> String {
        short_day(*day)
    }

    fn amount(&self, minor: &i64) -> String {
        people(*minor, self.found.currency)
    }

    /// What is open in the currency that it is owed in.
    fn foreign(&self, foreign: &books::ledger::Foreign) -> String {
        format!("{} {}", people(foreign.amount, foreign.currency), foreign.currency)
    }
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let client = visit.id("client", &id)?;
    show_with(&visit, client, None).await
}

async fn show_with(visit: &Visit, client: ClientId, failure: Option<Failure>) -> PageResult {
    // A day that cannot be read is today.
    let on = asked(&visit.uri).text("on").parse().ok();
    let found = visit.ask(ReadOpenItems { client, on }).await?;
    let name = found.client.details.name.to_string();
    let frame = visit
        .frame(Section::Clients, "clients.all", &name)
        .crumb("Clients", "/clients")
        .crumb(&name, &format!("/clients/{client}"))
        .crumb("Statement", "");
    let may_post = visit.may(Permission::PostEntries);
    let sides = |side: i64| found.items.iter().any(|item| item.open.signum() == side);
    let may_match = may_post && sides(1) && sides(-1);
    let refusal = failure.as_ref().and_then(Failure::refusal).cloned();
    let page = StatementPage { frame, found, refusal, may_post, may_match };
    match failure {
        None => visit.show(&page),
        Some(failure @ Failure::Refused(_)) => visit.show_refused(&failure, &page),
        Some(other) => Err(visit.failure(other)),
    }
}

pub async fn match_items(visit: Visit, Path(id): Path<String>) -> PageResult {
    let client: ClientId = visit.id("client", &id)?;
    match visit.act(MatchItems { client }).await {
        Ok(receipt) => {
            visit.done(&format!("/clients/{client}/statement"), "Credits matched with open items", receipt.operation)
        }
        Err(failure) => show_with(&visit, client, Some(failure)).await,
    }
}
