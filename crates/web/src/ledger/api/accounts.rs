//! `/accounts`: the chart.

use axum::extract::Path;
use books::ledger::{
    AccountKind, AccountView, AddAccount, ArchiveAccount, ChangeAccount, Control, DeleteAccount, ListAccounts,
    ReadAccount, RestoreAccount,
};
use kernel::AccountId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fields::{List, amount, optional, unknown_code};
use crate::edge::{Amount, ApiResult, Call, Resource, limit, named, parse_field};

/// An account as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountShape {
    pub id: String,
    pub number: String,
    pub name: String,
    /// `asset`, `liability`, `equity`, `incoming` or `outgoing`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Finer than the type: `bank`, `receivables`, `vat_out` …
    pub category: String,
    /// `receivable`, `payable` or `none`.
    pub control: String,
    /// Null where the account is kept in the company's currency.
    pub currency: Option<String>,
    pub archived: bool,
    /// Debits less credits: up to today, or for income and expenses since the fiscal year began.
    pub balance: Amount,
    /// The same in the currency that the account is kept in.
    pub balance_foreign: Option<Amount>,
    /// Sentences about what looks wrong, such as a customer as an account.
    pub warnings: Vec<String>,
    pub version: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    pub number: String,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub category: Option<String>,
    pub control: Option<String>,
    pub currency: Option<String>,
}

/// Changes of an account. Only what is named changes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountPatch {
    pub number: Option<String>,
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub category: Option<String>,
    pub control: Option<String>,
    #[serde(default, deserialize_with = "named")]
    pub currency: Option<Option<String>>,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AccountQuery {
    /// Part of the number or the name.
    pub q: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub control: Option<String>,
    /// Archived accounts too.
    pub archived: Option<bool>,
    pub limit: Option<i64>,
    pub cursor: Option<String>,
}

pub async fn list(call: Call) -> ApiResult {
    let query: AccountQuery = call.query()?;
    let rows = limit(query.limit)?;
    let kind = query.kind.as_deref().map(kind).transpose()?;
    let control = query.control.as_deref().map(control).transpose()?;
    let wanted = kernel::search_fold(query.q.as_deref().unwrap_or_default());
    let ask = ListAccounts { on: None, with_archived: query.archived.unwrap_or_default() };
    call.show(ask, |chart| {
        let fits = |view: &AccountView| {
            let account = &view.account;
            kind.is_none_or(|kind| kind == account.kind)
                && control.is_none_or(|control| control == account.control)
                && query.cursor.as_ref().is_none_or(|last| account.number > *last)
                && (kernel::search_fold(account.name.as_str()).contains(&wanted) || account.number.contains(&wanted))
        };
        let mut items: Vec<_> = chart.accounts.iter().filter(|view| fits(view)).take(rows as usize + 1).collect();
        let more = items.len() as i64 > rows;
        items.truncate(rows as usize);
        let next = items.last().filter(|_| more).map(|view| view.account.number.clone());
        List { items: items.into_iter().map(Resource::shape).collect(), next }
    })
    .await
}

pub async fn add(call: Call) -> ApiResult {
    let new: NewAccount = call.body()?;
    let act = AddAccount {
        number: parse_field("number", &new.number)?,
        name: parse_field("name", &new.name)?,
        kind: kind(&new.kind)?,
        category: new.category.unwrap_or_default(),
        control: new.control.as_deref().map(control).transpose()?.unwrap_or(Control::None),
        currency: optional("currency", new.currency.as_deref())?,
    };
    call.create(act, "/accounts", |id| ReadAccount { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadAccount { id: parse_field("id", &id)? }).await
}

pub async fn change(Path(id): Path<String>, call: Call) -> ApiResult {
    let id: AccountId = parse_field("id", &id)?;
    let patch: AccountPatch = call.body()?;
    let currency = match patch.currency {
        Some(currency) => Some(optional("currency", currency.as_deref())?),
        None => None,
    };
    let act = ChangeAccount {
        account: id,
        version: call.expected_version()?,
        number: optional("number", patch.number.as_deref())?,
        name: optional("name", patch.name.as_deref())?,
        kind: patch.kind.as_deref().map(kind).transpose()?,
        category: patch.category,
        control: patch.control.as_deref().map(control).transpose()?,
        currency,
    };
    call.change(act, ReadAccount { id }).await
}

pub async fn archive(Path(id): Path<String>, call: Call) -> ApiResult {
    let account = parse_field("id", &id)?;
    call.change(ArchiveAccount { account, version: call.expected_version()? }, ReadAccount { id: account }).await
}

pub async fn restore(Path(id): Path<String>, call: Call) -> ApiResult {
    let account = parse_field("id", &id)?;
    call.change(RestoreAccount { account, version: call.expected_version()? }, ReadAccount { id: account }).await
}

pub async fn delete(Path(id): Path<String>, call: Call) -> ApiResult {
    call.remove(DeleteAccount { account: parse_field("id", &id)?, version: call.expected_version()? }).await
}

fn kind(code: &str) -> books::Result<AccountKind> {
    AccountKind::parse(code)
        .ok_or_else(|| unknown_code("type", code, "asset, liability, equity, incoming and outgoing"))
}

fn control(code: &str) -> books::Result<Control> {
    Control::parse(code).ok_or_else(|| unknown_code("control", code, "receivable, payable and none"))
}

impl Resource for AccountView {
    type Shape = AccountShape;

    fn version(&self) -> i64 {
        self.account.version
    }

    fn shape(&self) -> AccountShape {
        let account = &self.account;
        AccountShape {
            id: account.id.to_string(),
            number: account.number.clone(),
            name: account.name.to_string(),
            kind: account.kind.code().to_owned(),
            category: account.category.clone(),
            control: account.control.code().to_owned(),
            currency: account.currency.map(|currency| currency.to_string()),
            archived: account.archived,
            balance: amount(self.balance, self.currency),
            balance_foreign: self.foreign_balance.map(Into::into),
            warnings: self.warnings.clone(),
            version: account.version,
        }
    }
}
