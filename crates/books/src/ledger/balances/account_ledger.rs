//! The ledger of one account: its postings in order, with a running balance.

use kernel::{AccountId, Currency, Day, Failure};

use super::lines::run_balance;
use super::{LedgerLine, LineCursor, Span, Sums, fiscal_year_start, store};
use crate::ledger::{Account, chart};
use crate::{Ask, Page, Permission, Result, Scene, company};

/// From a day to a day; everything where nothing is given.
#[derive(Clone, Debug)]
pub struct ReadAccountLedger {
    pub account: AccountId,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub cursor: Option<LineCursor>,
    pub limit: i64,
}

#[derive(Clone, Debug)]
pub struct AccountLedger {
    pub account: Account,
    pub lines: Page<LedgerLine>,
    /// The balance before the first line of the page, minor units of `currency`, debit positive.
    pub opening: i64,
    /// What the whole period moved.
    pub moved: Sums,
    /// The balance at its end.
    pub closing: i64,
    pub currency: Currency,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

impl Ask for ReadAccountLedger {
    const NEEDS: Permission = Permission::ViewLedger;
    type Answer = AccountLedger;

    fn answer(self, scene: &Scene<'_>) -> Result<AccountLedger> {
        let office = company::read(scene)?;
        let account =
            chart::store::find(scene, self.account)?.ok_or_else(|| Failure::missing("account", self.account))?;
        let before = self.balance_before(scene, &account, office.fiscal_month)?;
        let moved = store::of_account(scene, account.id, &Span::period(self.from, self.to))?;
        let opening = match self.cursor {
            Some(cursor) => before + store::moved_up_to(scene, account.id, self.from, cursor)?,
            None => before,
        };
        let mut items = store::lines_on(scene, &self)?;
        let more = items.len() as i64 > self.limit;
        items.truncate(usize::try_from(self.limit).unwrap_or_default());
        run_balance(&mut items, opening);
        let next = items.last().filter(|_| more).map(|line| line.cursor().to_string());
        Ok(AccountLedger {
            account,
            lines: Page { items, next },
            opening,
            moved,
            closing: before + moved.balance(),
            currency: office.currency,
            from: self.from,
            to: self.to,
        })
    }
}

impl ReadAccountLedger {
    /// Income and expenses begin anew with the fiscal year.
    fn balance_before(&self, scene: &Scene<'_>, account: &Account, fiscal_month: i64) -> Result<i64> {
        let Some(from) = self.from else { return Ok(0) };
        let span = if account.kind.is_permanent() {
            Span::before(from)
        } else {
            match from.plus_days(-1) {
                Ok(eve) => Span::between(fiscal_year_start(from, fiscal_month), eve),
                Err(_) => Span::before(from),
            }
        };
        Ok(store::of_account(scene, account.id, &span)?.balance())
    }
}
