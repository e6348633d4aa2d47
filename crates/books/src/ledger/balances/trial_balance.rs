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
        let spans = [&Span::before(from), &Span::before(year), &Span::between(from, to)];
        let sums = store::by_account_in(scene, spans)?;
        let accounts = crate::ledger::store::accounts(scene)?;
        let (rows, earlier_result, totals) = added_up(accounts, &sums);
        Ok(TrialBalance { rows, earlier_result, totals, currency: office.currency, from, to })
    }
}

/// `sums` of each account: before the period, before the fiscal year, and within the period.
///
/// rules/ledger.md#trial-balance
fn added_up(accounts: Vec<Account>, sums: &HashMap<AccountId, [Sums; 3]>) -> (Vec<TrialRow>, i64, Totals) {
    let (mut rows, mut earlier_result, mut totals) = (Vec::new(), 0, Totals::default());
    for account in accounts {
        let [before, earlier, moved] = sums.get(&account.id).copied().unwrap_or_default();
        let mut opening = before.balance();
        if !account.kind.is_permanent() {
            earlier_result += earlier.balance();
            opening -= earlier.balance();
        }
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
