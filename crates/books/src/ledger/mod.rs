//! The ledger: accounts, VAT, periods, entries and their balances. Entries are never changed, only reversed.

mod balances;
pub(crate) mod chart;
mod entries;
mod inverse;
pub(crate) mod open_items;
mod parties;
mod periods;
pub(crate) mod rates;
mod series;
pub(crate) mod store;
mod vat;

use db::WriteSet;
use kernel::{AccountId, Currency, Month, Name, ProductGroupId, Rate, SeriesId, Stamp, VatCodeId, VatZoneId};
use serde::{Deserialize, Serialize};

pub use balances::{
    AccountLedger, BalanceRow, Balances, By, ClientLedger, ControlRow, LedgerLine, LineCursor, ReadAccountLedger,
    ReadBalances, ReadClientLedger, ReadTrialBalance, Reconcile, Reconciliation, Sums, Totals, TrialBalance, TrialRow,
    fiscal_year_start,
};
pub use chart::{
    AccountView, AddAccount, ArchiveAccount, ChangeAccount, Chart, DeleteAccount, ListAccounts, ReadAccount,
    RestoreAccount, Uses,
};
pub(crate) use entries::store::{foreign, next_number as next_entry_number};
pub use entries::{
    CursorError, Entry, EntryCursor, EntryRow, EntryView, Foreign, Heading, Journal, LARGEST_AMOUNT, Line, LineView,
    ListEntries, PostEntry, ReadEntry, ReverseEntry, Source,
};
pub(crate) use inverse::inverse;
pub use open_items::{ForeignItem, Item, Match, MatchItems, Opens};
pub use parties::{FindParty, Party};
pub use periods::{ClosePeriod, ClosedMonths, ListPeriods, Period, ReopenPeriod};
pub use rates::{
    DayRate, ExchangeRates, ListExchangeRates, RateKey, RateKeyError, RateView, ReadExchangeRate, SetExchangeRate,
};
pub(crate) use series::store::{next_number, series, series_for};
pub use series::{AddSeries, ChangeSeries, ListSeries, NextNumber, Pattern, Purpose, ReadSeries, Series, SeriesView};
pub use vat::{
    AddProductGroup, AddVatCode, AddVatZone, ArchiveVatCode, ChangeVatCode, ProductGroupView, ReadProductGroup,
    ReadTax, ReadVatCode, ReadVatZone, RenameProductGroup, RenameVatZone, SetVatRule, Tax, VAT_KINDS,
};

/// An account of the chart of accounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    pub id: AccountId,
    pub number: String,
    pub name: Name,
    pub kind: AccountKind,
    /// `receivables`, `bank`, `vat_out` …: what the account is for, finer than its kind.
    pub category: String,
    pub control: Control,
    /// Where the account is kept in another currency than the company's.
    pub currency: Option<Currency>,
    pub archived: bool,
    pub version: i64,
}

/// What an account is in the statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    Asset,
    Liability,
    Equity,
    Incoming,
    Outgoing,
}

/// Whether every line on the account belongs to a client or supplier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Control {
    None,
    Receivable,
    Payable,
}

/// A VAT code: a rate, the account it collects on, and what the law wants on the paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VatCode {
    pub id: VatCodeId,
    pub code: String,
    pub name: Name,
    pub kind: String,
    pub rate: Rate,
    pub account: Option<AccountId>,
    pub text: String,
    pub archived: bool,
    pub version: i64,
}

/// Where a client is for VAT: domestic, in the EU, overseas.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VatZone {
    pub id: VatZoneId,
    pub number: i64,
    pub code: String,
    pub name: Name,
    pub version: i64,
}

/// What is sold, as VAT sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProductGroup {
    pub id: ProductGroupId,
    pub number: i64,
    pub name: Name,
    pub version: i64,
}

/// Product group × VAT zone → VAT code and sales account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VatRule {
    pub product_group: ProductGroupId,
    pub zone: VatZoneId,
    pub vat_code: VatCodeId,
    pub sales_account: AccountId,
}

impl AccountKind {
    pub const ALL: &'static [AccountKind] = &[
        AccountKind::Asset,
        AccountKind::Liability,
        AccountKind::Equity,
        AccountKind::Incoming,
        AccountKind::Outgoing,
    ];

    pub fn code(self) -> &'static str {
        match self {
            AccountKind::Asset => "asset",
            AccountKind::Liability => "liability",
            AccountKind::Equity => "equity",
            AccountKind::Incoming => "incoming",
            AccountKind::Outgoing => "outgoing",
        }
    }

    pub fn parse(code: &str) -> Option<AccountKind> {
        AccountKind::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Balance-sheet accounts carry on from year to year; the others start anew.
    pub fn is_permanent(self) -> bool {
        matches!(self, AccountKind::Asset | AccountKind::Liability | AccountKind::Equity)
    }
}

impl Control {
    pub fn code(self) -> &'static str {
        match self {
            Control::None => "none",
            Control::Receivable => "receivable",
            Control::Payable => "payable",
        }
    }

    pub fn parse(code: &str) -> Option<Control> {
        [Control::None, Control::Receivable, Control::Payable].into_iter().find(|control| control.code() == code)
    }
}

/// What can happen in this room.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    AccountAdded(Account),
    AccountChanged {
        before: Box<Account>,
        after: Box<Account>,
    },
    AccountDeleted(Box<Account>),
    VatCodeAdded(VatCode),
    VatCodeChanged {
        before: Box<VatCode>,
        after: Box<VatCode>,
    },
    VatZoneAdded(VatZone),
    VatZoneRenamed(VatZone),
    ProductGroupAdded(ProductGroup),
    ProductGroupRenamed(ProductGroup),
    VatRuleSet(VatRule),
    SeriesAdded(Series),
    SeriesChanged(Series),
    /// A document took the next number of a series; the year is 0 where the series never begins anew.
    NumberTaken {
        series: SeriesId,
        year: i64,
        number: String,
    },
    EntryPosted(Box<Entry>),
    /// Open items were settled by one another, or given back.
    ItemsMatched(Vec<Match>),
    /// Of one currency and day; empty is no rate.
    ExchangeRateSet {
        before: Option<DayRate>,
        after: Option<DayRate>,
    },
    PeriodClosed(Month),
    PeriodReopened(Month),
}

pub(crate) fn write(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    store::write(change, set, stamp);
}

#[cfg(test)]
mod guards_tests;
#[cfg(test)]
mod law_tests;
#[cfg(test)]
pub(crate) mod tests;
