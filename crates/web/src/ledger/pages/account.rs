//! One account: its postings in order with a running balance, and its ways out of use.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::ledger::{ArchiveAccount, DeleteAccount, LedgerLine, ReadAccount, ReadAccountLedger, RestoreAccount};
use kernel::{AccountId, Currency, Failure};

use super::show::{ROWS, asked, both, people, sides, with_cursor};
use crate::company::moments::short_day;
use crate::edge::{Form, PageFailure, PageResult, Visit, parse_field};
use crate::layout::{AccountKind, Frame, Refusals, Section};

#[derive(Template)]
#[template(path = "ledger/pages/account.html")]
struct AccountPage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    id: AccountId,
    number: String,
    name: String,
    kind: AccountKind,
    archived: bool,
    may_set_up: bool,
    warnings: Vec<String>,
    rows: Vec<Row>,
    opening: String,
    debit: String,
    credit: String,
    closing: String,
    currency: Currency,
    next: Option<String>,
}

struct Row {
    entry: String,
    number: i64,
    day: String,
    text: String,
    document: String,
    client: Option<(String, String)>,
    debit: String,
    credit: String,
    balance: String,
}

pub async fn read(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = account_id(&visit, id)?;
    let form = asked(&visit.uri);
    match question(id, &form) {
        Ok(ask) => visit.show(&page(&visit, ask, form, Refusals::default()).await?),
        Err(Failure::Refused(refusal)) => {
            let shown = page(&visit, everything(id), form, Refusals::of(&refusal)).await?;
            visit.show_refused(&Failure::Refused(refusal), &shown)
        }
        Err(other) => Err(visit.failure(other)),
    }
}

pub(super) fn account_id(visit: &Visit, id: String) -> Result<AccountId, PageFailure> {
    parse_field("id", &id).map_err(|_| visit.failure(Failure::missing("account", id)))
}

fn everything(account: AccountId) -> ReadAccountLedger {
    ReadAccountLedger { account, from: None, to: None, cursor: None, limit: ROWS }
}

fn question(account: AccountId, form: &Form) -> books::Result<ReadAccountLedger> {
    Ok(ReadAccountLedger {
        from: form.optional("from")?,
        to: form.optional("to")?,
        cursor: form.optional("cursor")?,
        ..everything(account)
    })
}

pub async fn archive(visit: Visit, Path(id): Path<String>) -> PageResult {
    let account = account_id(&visit, id)?;
    let done = visit.act(ArchiveAccount { account, version: None }).await;
    after(&visit, account, done, &format!("/ledger/accounts/{account}"), "Account archived").await
}

pub async fn restore(visit: Visit, Path(id): Path<String>) -> PageResult {
    let account = account_id(&visit, id)?;
    let done = visit.act(RestoreAccount { account, version: None }).await;
    after(&visit, account, done, &format!("/ledger/accounts/{account}"), "Account restored").await
}

pub async fn delete(visit: Visit, Path(id): Path<String>) -> PageResult {
    let account = account_id(&visit, id)?;
    let done = visit.act(DeleteAccount { account, version: None }).await;
    after(&visit, account, done, "/ledger/accounts", "Account deleted").await
}

/// On to the next page, or back to the account with the refusal above it.
async fn after(
    visit: &Visit,
    account: AccountId,
    done: books::Result<books::Receipt<AccountId>>,
    to: &str,
    text: &str,
) -> PageResult {
    match done {
        Ok(receipt) => visit.done(to, text, receipt.operation),
        Err(Failure::Refused(refusal)) => {
            let shown = page(visit, everything(account), Form::default(), Refusals::of(&refusal)).await?;
            visit.show_refused(&Failure::Refused(refusal), &shown)
        }
        Err(other) => Err(visit.failure(other)),
    }
}

async fn page(
    visit: &Visit,
    ask: ReadAccountLedger,
    form: Form,
    refusals: Refusals,
) -> Result<AccountPage, PageFailure> {
    let id = ask.account;
    let view = visit.ask(ReadAccount { id }).await?;
    let ledger = visit.ask(ask).await?;
    let (currency, account) = (ledger.currency, ledger.account);
    let (debit, credit) = both(ledger.moved, currency);
    let title = format!("{} {}", account.number, account.name);
    let path = format!("/ledger/accounts/{id}");
    Ok(AccountPage {
        frame: visit
            .frame(Section::Ledger, "ledger.accounts", &title)
            .crumb("Ledger", "/ledger/journal")
            .crumb("Chart of accounts", "/ledger/accounts")
            .crumb(&title, ""),
        id,
        number: account.number,
        name: account.name.to_string(),
        kind: account.kind.into(),
        archived: account.archived,
        may_set_up: visit.may(Permission::SetUpLedger),
        warnings: view.warnings,
        rows: ledger.lines.items.into_iter().map(|line| row(line, currency)).collect(),
        opening: people(ledger.opening, currency),
        debit,
        credit,
        closing: people(ledger.closing, currency),
        currency,
        next: ledger.lines.next.map(|cursor| with_cursor(&path, &form, &["from", "to"], &cursor)),
        form,
        refusals,
    })
}

fn row(line: LedgerLine, currency: Currency) -> Row {
    let (debit, credit) = sides(line.amount, currency);
    Row {
        entry: line.entry.to_string(),
        number: line.number,
        day: short_day(line.day),
        text: line.text,
        document: line.document.unwrap_or_default(),
        client: line.client.map(|client| (client.id.to_string(), client.name)),
        debit,
        credit,
        balance: people(line.balance, currency),
    }
}
