//! The chart of accounts with balances, and what looks wrong in it.

use std::collections::HashMap;

use kernel::{AccountId, Currency, Day, Failure, Money};

use super::{customers, store};
use crate::ledger::balances::{self, Span};
use crate::ledger::{Account, AccountKind, Control};
use crate::{Ask, Permission, Result, Scene, company};

/// The chart on a day; today where none is given.
#[derive(Clone, Debug, Default)]
pub struct ListAccounts {
    pub on: Option<Day>,
    /// Archived accounts too.
    pub with_archived: bool,
}

/// One account of the chart.
#[derive(Clone, Debug)]
pub struct ReadAccount {
    pub id: AccountId,
}

#[derive(Clone, Debug)]
pub struct Chart {
    pub accounts: Vec<AccountView>,
    pub currency: Currency,
    pub on: Day,
}

/// An account with its balance.
#[derive(Clone, Debug)]
pub struct AccountView {
    pub account: Account,
    /// Debits less credits, minor units of the company's currency: up to the day, or for income and expenses since
    /// the fiscal year began.
    pub balance: i64,
    pub currency: Currency,
    /// The same in the currency that the account is kept in, where that is another one.
    pub foreign_balance: Option<Money>,
    /// Sentences about what looks wrong: a customer as an account.
    pub warnings: Vec<String>,
}

impl Ask for ListAccounts {
    const NEEDS: Permission = Permission::Enter;
    type Answer = Chart;

    fn answer(self, scene: &Scene<'_>) -> Result<Chart> {
        let office = company::read(scene)?;
        let on = self.on.unwrap_or(scene.today);
        let may_see_balances = scene.rights.has(Permission::ViewLedger);
        let balances = if may_see_balances { balances_on(scene, on, office.fiscal_month)? } else { HashMap::new() };
        let mut accounts = crate::ledger::store::accounts(scene)?;
        let control_numbers = control_numbers(&accounts);
        accounts.retain(|account| self.with_archived || !account.archived);
        let named = customers::named_like_clients(scene)?;
        let foreign = if may_see_balances { store::foreign_balances(scene, on)? } else { Vec::new() };
        let accounts = accounts
            .into_iter()
            .map(|account| AccountView {
                balance: balances.get(&account.id).copied().unwrap_or_default(),
                currency: office.currency,
                foreign_balance: foreign_balance(&foreign, &account),
                warnings: customers::warnings(&account, &control_numbers, named.contains(&account.id)),
                account,
            })
            .collect();
        Ok(Chart { accounts, currency: office.currency, on })
    }
}

impl Ask for ReadAccount {
    const NEEDS: Permission = Permission::ViewLedger;
    type Answer = AccountView;

    fn answer(self, scene: &Scene<'_>) -> Result<AccountView> {
        let office = company::read(scene)?;
        let account = store::find(scene, self.id)?.ok_or_else(|| Failure::missing("account", self.id))?;
        let span = span_of(account.kind, scene.today, office.fiscal_month);
        let sums = balances::store::of_account(scene, account.id, &span)?;
        let control_numbers = control_numbers(&crate::ledger::store::accounts(scene)?);
        let named = customers::named_like_clients(scene)?;
        Ok(AccountView {
            balance: sums.balance(),
            currency: office.currency,
            foreign_balance: foreign_balance(&store::foreign_balances(scene, scene.today)?, &account),
            warnings: customers::warnings(&account, &control_numbers, named.contains(&account.id)),
            account,
        })
    }
}

fn foreign_balance(balances: &[(AccountId, i64)], account: &Account) -> Option<Money> {
    let found = balances.iter().find(|(id, _)| *id == account.id);
    account.currency.map(|currency| Money::new(found.map_or(0, |(_, balance)| *balance), currency))
}

fn control_numbers(accounts: &[Account]) -> Vec<String> {
    let of_clients = accounts.iter().filter(|account| account.control == Control::Receivable);
    of_clients.map(|account| account.number.clone()).collect()
}

fn span_of(kind: AccountKind, on: Day, fiscal_month: i64) -> Span {
    if kind.is_permanent() { Span::until(on) } else { Span::between(balances::fiscal_year_start(on, fiscal_month), on) }
}

/// What each account shows on a day.
fn balances_on(scene: &Scene<'_>, on: Day, fiscal_month: i64) -> Result<HashMap<AccountId, i64>> {
    let year = balances::fiscal_year_start(on, fiscal_month);
    let kinds: HashMap<AccountId, AccountKind> =
        crate::ledger::store::accounts(scene)?.into_iter().map(|account| (account.id, account.kind)).collect();
    let sums = balances::store::by_account_in(scene, [&Span::until(on), &Span::before(year)])?;
    let found = sums.into_iter().map(|(account, [all, before])| {
        let begins_anew = kinds.get(&account).is_some_and(|kind| !kind.is_permanent());
        (account, all.balance() - if begins_anew { before.balance() } else { 0 })
    });
    Ok(found.collect())
}
