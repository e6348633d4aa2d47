//! A client's ledger: its lines on the control accounts, each with the balance after it.

use askama::Template;
use axum::extract::Path;
use books::clients::ReadClient;
use books::ledger::{LedgerLine, ReadClientLedger};
use kernel::{ClientId, Currency, Money};

use super::list::amount_class;
use crate::company::moments::short_day;
use crate::edge::{PageResult, Visit};
use crate::layout::{Frame, Section};

/// Lines on a page.
const LINES: i64 = 100;

#[derive(Template)]
#[template(path = "clients/ledger.html")]
struct LedgerPage {
    frame: Frame,
    id: ClientId,
    name: String,
    lines: Vec<Line>,
    balance: String,
    currency: Currency,
    next: Option<String>,
    is_first: bool,
}

struct Line {
    day: String,
    entry: String,
    number: i64,
    account: String,
    account_name: String,
    text: String,
    debit: String,
    credit: String,
    balance: String,
    class: &'static str,
}

pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let client: ClientId = visit.id("client", &id)?;
    let name = visit.ask(ReadClient { id: client }).await?.client.details.name.to_string();
    let pairs: Vec<(String, String)> =
        serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let from = pairs.iter().find(|(name, _)| name == "cursor").and_then(|(_, text)| text.parse().ok());
    let ledger = visit.ask(ReadClientLedger { client, cursor: from, limit: LINES }).await?;
    let page = LedgerPage {
        frame: visit
            .frame(Section::Clients, "clients.all", &name)
            .crumb("Clients", "/clients")
            .crumb(&name, &format!("/clients/{client}"))
            .crumb("Ledger", ""),
        id: client,
        lines: ledger.lines.items.iter().map(|line| self::line(line, ledger.currency)).collect(),
        balance: people(ledger.balance, ledger.currency),
        currency: ledger.currency,
        next: ledger.lines.next.map(|cursor| format!("/clients/{client}/ledger?cursor={cursor}")),
        is_first: from.is_none(),
        name,
    };
    visit.show(&page)
}

fn line(line: &LedgerLine, currency: Currency) -> Line {
    let side = |minor: i64| if minor > 0 { people(minor, currency) } else { String::new() };
    Line {
        day: short_day(line.day),
        entry: line.entry.to_string(),
        number: line.number,
        account: line.account_number.clone(),
        account_name: line.account_name.clone(),
        text: line.text.clone(),
        debit: side(line.amount),
        credit: side(line.amount.saturating_neg()),
        balance: people(line.balance, currency),
        class: amount_class(line.balance),
    }
}

fn people(minor: i64, currency: Currency) -> String {
    kernel::format_for_people(Money::new(minor, currency))
}
