//! The trial balance: what each account had, moved and has, and that all of it adds up to nothing.

use std::collections::HashMap;

use kernel::{AccountId, Currency, Day};

use super::{Span, Sums, fiscal_year_start, store};
use crate::ledger::Account;
use crate::{Ask, Permission, Result, Scene, company};

/// From a day to a day; the current fiscal year up to today where nothing is given.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadTrialBalance {
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// All sums in minor units of `currency`.
#[derive(Clone, Debug)]
pub struct TrialBalance {
    pub rows: Vec<TrialRow>,
    /// The result of earlier fiscal years: income and expenses begin anew, what they left does not vanish.
    pub earlier_result: i64,
    pub totals: Totals,
    pub currency: Currency,
    pub from: Day,
    pub to: Day,
}

/// Opening and closing are nothing, and the debits are the credits: that is what a trial balance tries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub opening: i64,
    pub moved: Sums,
    pub closing: i64,
}

#[derive(Clone, Debug)]
pub struct TrialRow {
    pub account: Account,
    /// Debits less credits before the period; for income and expenses since the fiscal year began.
    pub opening: i64,
    pub moved: Sums,
    pub closing: i64,
}

impl Ask for ReadTrialBalance {
    const NEEDS: Permission = Permission::ViewLedger;
    type Answer = TrialBalance;

    fn answer(self, scene: &Scene<'_>) -> Result<TrialBalance> {
        let office = company::read(scene)?;
        let to = self.to.unwrap_or(scene.today);
        let from = self.from.unwrap_or_else(|| fiscal_year_start(to, office.fiscal_month));
        let year = fiscal_year_start(from, office.fiscal_month);
        let before: HashMap<AccountId, Sums> = store::by_account(scene, &Span::before(from))?.into_iter().collect();
        let earlier: HashMap<AccountId, Sums> = store::by_account(scene, &Span::before(year))?.into_iter().collect();
        let moved: HashMap<AccountId, Sums> = store::by_account(scene, &Span::between(from, to))?.into_iter().collect();
        let accounts = crate::ledger::store::accounts(scene)?;
        let (rows, earlier_result, totals) = added_up(accounts, &before, &earlier, &moved);
        Ok(TrialBalance { rows, earlier_result, totals, currency: office.currency, from, to })
    }
}

type SumsByAccount = HashMap<AccountId, Sums>;

/// rules/ledger.md#trial-balance
fn added_up(
    accounts: Vec<Account>,
    before: &SumsByAccount,
    earlier: &SumsByAccount,
    moved: &SumsByAccount,
) -> (Vec<TrialRow>, i64, Totals) {
    let of = |sums: &SumsByAccount, account: &Account| sums.get(&account.id).copied().unwrap_or_default();
    let (mut rows, mut earlier_result, mut totals) = (Vec::new(), 0, Totals::default());
    for account in accounts {
        let mut opening = of(before, &account).balance();
        if !account.kind.is_permanent() {
            let carried = of(earlier, &account).balance();
            earlier_result += carried;
            opening -= carried;
        }
        let moved = of(moved, &account);
        if opening == 0 && moved == Sums::default() {
            continue;
        }
        let closing = opening + moved.balance();
        totals.opening += opening;
        totals.moved.debit += moved.debit;
        totals.moved.credit += moved.credit;
        totals.closing += closing;
        rows.push(TrialRow { account, opening, moved, closing });
    }
    totals.opening += earlier_result;
    totals.closing += earlier_result;
    (rows, earlier_result, totals)
}
