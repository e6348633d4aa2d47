//! `/balances`, `/trial-balance`, `/reconciliation`, and the ledgers of one account and one client.

use axum::extract::Path;
use books::ledger::{By, LedgerLine, ReadAccountLedger, ReadBalances, ReadClientLedger, ReadTrialBalance, Reconcile};
use kernel::Currency;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fields::{amount, optional, unknown_code};
use crate::edge::{Amount, ApiResult, Call, limit, parse_field};

/// Sums by account, customer group or client.
#[derive(Debug, Serialize, ToSchema)]
pub struct BalancesShape {
    pub items: Vec<BalanceShape>,
    pub next: Option<String>,
    /// Null where the balance is everything up to `to`.
    pub from: Option<String>,
    pub to: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BalanceShape {
    /// Id of the account, customer group or client.
    pub id: String,
    /// The number of the account or client; of a customer group its control account's.
    pub number: String,
    pub name: String,
    pub debit: Amount,
    pub credit: Amount,
    /// Debits less credits.
    pub balance: Amount,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BalanceQuery {
    /// Everything up to this day.
    pub on: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    /// `account`, `group` (customer groups as of today) or `client`.
    pub by: Option<String>,
}

pub async fn balances(call: Call) -> ApiResult {
    let query: BalanceQuery = call.query()?;
    let by = query.by.as_deref().unwrap_or("account");
    let ask = ReadBalances {
        on: optional("on", query.on.as_deref())?,
        from: optional("from", query.from.as_deref())?,
        to: optional("to", query.to.as_deref())?,
        by: By::parse(by).ok_or_else(|| unknown_code("by", by, "account, group and client"))?,
    };
    call.show(ask, |found| {
        let currency = found.currency;
        let row = |row: books::ledger::BalanceRow| BalanceShape {
            debit: amount(row.sums.debit, currency),
            credit: amount(row.sums.credit, currency),
            balance: amount(row.sums.balance(), currency),
            id: row.id,
            number: row.number,
            name: row.name,
        };
        BalancesShape {
            items: found.rows.into_iter().map(row).collect(),
            next: None,
            from: found.from.map(|day| day.to_string()),
            to: found.to.to_string(),
        }
    })
    .await
}

/// What every account had, moved and has.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrialBalanceShape {
    pub items: Vec<TrialRowShape>,
    pub next: Option<String>,
    /// The result of earlier fiscal years, debits less credits.
    pub earlier_result: Amount,
    pub from: String,
    pub to: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TrialRowShape {
    pub account: String,
    pub number: String,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub opening: Amount,
    pub debit: Amount,
    pub credit: Amount,
    pub closing: Amount,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PeriodQuery {
    pub from: Option<String>,
    pub to: Option<String>,
}

pub async fn trial_balance(call: Call) -> ApiResult {
    let query: PeriodQuery = call.query()?;
    let ask =
        ReadTrialBalance { from: optional("from", query.from.as_deref())?, to: optional("to", query.to.as_deref())? };
    call.show(ask, |trial| {
        let currency = trial.currency;
        let row = |row: books::ledger::TrialRow| TrialRowShape {
            account: row.account.id.to_string(),
            kind: row.account.kind.code().to_owned(),
            name: row.account.name.to_string(),
            number: row.account.number,
            opening: amount(row.opening, currency),
            debit: amount(row.moved.debit, currency),
            credit: amount(row.moved.credit, currency),
            closing: amount(row.closing, currency),
        };
        TrialBalanceShape {
            items: trial.rows.into_iter().map(row).collect(),
            next: None,
            earlier_result: amount(trial.earlier_result, currency),
            from: trial.from.to_string(),
            to: trial.to.to_string(),
        }
    })
    .await
}

/// Ledger balance less the sum of open items, for each control account; always nothing.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReconciliationShape {
    pub items: Vec<ControlRowShape>,
    pub next: Option<String>,
    pub on: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ControlRowShape {
    pub account: String,
    pub number: String,
    pub name: String,
    /// Every posting on the account.
    pub ledger: Amount,
    /// What is open on it, item by item.
    pub open_items: Amount,
    pub difference: Amount,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DayQuery {
    pub on: Option<String>,
}

pub async fn reconciliation(call: Call) -> ApiResult {
    let query: DayQuery = call.query()?;
    call.show(Reconcile { on: optional("on", query.on.as_deref())? }, |found| {
        let currency = found.currency;
        let row = |row: books::ledger::ControlRow| ControlRowShape {
            ledger: amount(row.ledger, currency),
            open_items: amount(row.open, currency),
            difference: amount(row.difference(), currency),
            account: row.account.to_string(),
            number: row.number,
            name: row.name,
        };
        ReconciliationShape { items: found.rows.into_iter().map(row).collect(), next: None, on: found.on.to_string() }
    })
    .await
}

/// A ledger: postings in order with the balance after each.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerShape {
    pub items: Vec<LedgerLineShape>,
    pub next: Option<String>,
    /// Before the first line of this page.
    pub opening: Amount,
    /// At the end of the period, or now.
    pub balance: Amount,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerLineShape {
    pub entry: String,
    pub entry_number: i64,
    pub date: String,
    pub account: String,
    pub account_number: String,
    pub client: Option<String>,
    pub client_name: Option<String>,
    pub text: String,
    pub document: Option<String>,
    pub debit: Option<Amount>,
    pub credit: Option<Amount>,
    /// After this line.
    pub balance: Amount,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LedgerQuery {
    pub from: Option<String>,
    pub to: Option<String>,
    pub limit: Option<i64>,
    pub cursor: Option<String>,
}

pub async fn of_account(Path(id): Path<String>, call: Call) -> ApiResult {
    let query: LedgerQuery = call.query()?;
    let ask = ReadAccountLedger {
        account: parse_field("id", &id)?,
        from: optional("from", query.from.as_deref())?,
        to: optional("to", query.to.as_deref())?,
        cursor: optional("cursor", query.cursor.as_deref())?,
        limit: limit(query.limit)?,
    };
    call.show(ask, |ledger| shape(ledger.lines, ledger.opening, ledger.closing, ledger.currency)).await
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ListQuery {
    pub limit: Option<i64>,
    pub cursor: Option<String>,
}

pub async fn of_client(Path(id): Path<String>, call: Call) -> ApiResult {
    let query: ListQuery = call.query()?;
    let ask = ReadClientLedger {
        client: parse_field("id", &id)?,
        cursor: optional("cursor", query.cursor.as_deref())?,
        limit: limit(query.limit)?,
    };
    call.show(ask, |ledger| shape(ledger.lines, ledger.opening, ledger.balance, ledger.currency)).await
}

fn shape(lines: books::Page<LedgerLine>, opening: i64, balance: i64, currency: Currency) -> LedgerShape {
    let line = |line: LedgerLine| LedgerLineShape {
        entry: line.entry.to_string(),
        entry_number: line.number,
        date: line.day.to_string(),
        account: line.account.to_string(),
        account_number: line.account_number,
        client: line.client.as_ref().map(|client| client.id.to_string()),
        client_name: line.client.map(|client| client.name),
        text: line.text,
        document: line.document,
        debit: (line.amount > 0).then(|| amount(line.amount, currency)),
        credit: (line.amount < 0).then(|| amount(-line.amount, currency)),
        balance: amount(line.balance, currency),
    };
    LedgerShape {
        items: lines.items.into_iter().map(line).collect(),
        next: lines.next,
        opening: amount(opening, currency),
        balance: amount(balance, currency),
    }
}
