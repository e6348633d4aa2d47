//! The chart of accounts with balances, what looks wrong in it, and the check of every control account.

use askama::Template;
use books::Permission;
use books::ledger::{self, AccountView, ListAccounts, Reconcile};
use kernel::Currency;

use super::show::{asked, people};
use crate::company::moments::short_day;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{AccountKind, Frame, Section};
use crate::ledger::words::category;

#[derive(Template)]
#[template(path = "ledger/pages/accounts.html")]
struct AccountsPage {
    frame: Frame,
    form: Form,
    rows: Vec<Row>,
    controls: Vec<ControlRow>,
    warnings: Vec<String>,
    currency: Currency,
    on: String,
    is_filtered: bool,
}

struct Row {
    id: String,
    number: String,
    name: String,
    kind: AccountKind,
    category: String,
    control: &'static str,
    balance: String,
    /// In the currency that the account is kept in.
    foreign: Option<String>,
    negative: bool,
    archived: bool,
    warned: bool,
}

struct ControlRow {
    id: String,
    number: String,
    name: String,
    ledger: String,
    open: String,
    difference: String,
    agrees: bool,
}

pub async fn list(visit: Visit) -> PageResult {
    let form = asked(&visit.uri);
    let with_archived = form.has("archived");
    let chart = visit.ask(ListAccounts { on: None, with_archived }).await?;
    let reconciliation = visit.ask(Reconcile { on: None }).await?;
    let currency = chart.currency;
    let wanted = kernel::search_fold(form.text("q"));
    let kind = ledger::AccountKind::parse(form.text("type"));
    let fits = |view: &&AccountView| {
        let account = &view.account;
        kind.is_none_or(|kind| account.kind == kind)
            && (account.number.contains(&wanted) || kernel::search_fold(account.name.as_str()).contains(&wanted))
    };
    let control = |row: ledger::ControlRow| ControlRow {
        ledger: people(row.ledger, currency),
        open: people(row.open, currency),
        difference: people(row.difference(), currency),
        agrees: row.difference() == 0,
        id: row.account.to_string(),
        number: row.number,
        name: row.name,
    };
    let page = AccountsPage {
        frame: visit
            .frame(Section::Ledger, "ledger.accounts", "Chart of accounts")
            .crumb("Ledger", "/ledger/journal")
            .crumb("Chart of accounts", ""),
        rows: chart.accounts.iter().filter(fits).map(|view| row(view, currency)).collect(),
        controls: reconciliation.rows.into_iter().map(control).collect(),
        warnings: if visit.may(Permission::SetUpLedger) {
            chart.accounts.iter().flat_map(|view| view.warnings.clone()).collect()
        } else {
            Vec::new()
        },
        currency,
        on: short_day(chart.on),
        is_filtered: !wanted.is_empty() || kind.is_some() || with_archived,
        form,
    };
    visit.show(&page)
}

fn row(view: &AccountView, currency: Currency) -> Row {
    let account = &view.account;
    Row {
        id: account.id.to_string(),
        number: account.number.clone(),
        name: account.name.to_string(),
        kind: account.kind.into(),
        category: category(&account.category),
        control: match account.control {
            ledger::Control::None => "",
            ledger::Control::Receivable => "Receivables control",
            ledger::Control::Payable => "Payables control",
        },
        balance: people(view.balance, currency),
        foreign: view.foreign_balance.map(|own| format!("{} {}", kernel::format_for_people(own), own.currency)),
        negative: view.balance < 0,
        archived: account.archived,
        warned: !view.warnings.is_empty(),
    }
}

/// What the filter offers: code and word.
pub(super) const KINDS: [(&str, &str); 5] = [
    ("asset", "Asset"),
    ("liability", "Liability"),
    ("equity", "Equity"),
    ("incoming", "Incoming"),
    ("outgoing", "Outgoing"),
];
