//! The table of exchange rates.

use db::{Row, Table, View, WriteSet, params};
use kernel::{AccountId, Currency, Day, ExchangeRate};

use super::{DAYS_A_RATE_COUNTS, DayRate, ListExchangeRates};
use crate::Result;

static RATES: Table = Table {
    name: "exchange_rates",
    columns: &["currency", "day", "rate"],
    on_conflict: "ON CONFLICT (currency, day) DO UPDATE SET rate = excluded.rate",
};

pub(in crate::ledger) fn set(before: Option<&DayRate>, after: Option<&DayRate>, set: &mut WriteSet) {
    match (before, after) {
        (_, Some(rate)) => set.insert(&RATES, params![rate.currency, rate.day, rate.rate.hundred_millionths()]),
        (Some(rate), None) => {
            set.run("DELETE FROM exchange_rates WHERE currency = $1 AND day = $2", params![rate.currency, rate.day]);
        }
        (None, None) => {}
    }
}

fn rate(row: &Row<'_>) -> db::Result<DayRate> {
    Ok(DayRate { currency: row.get(0)?, day: row.get(1)?, rate: stored_rate(row.get(2)?)? })
}

pub(crate) fn stored_rate(number: i64) -> db::Result<ExchangeRate> {
    ExchangeRate::from_hundred_millionths(number).map_err(|error| db::DbError::Other(error.to_string()))
}

pub(in crate::ledger) fn of_day(view: &View<'_>, currency: Currency, day: Day) -> Result<Option<ExchangeRate>> {
    let sql = "SELECT currency, day, rate FROM exchange_rates WHERE currency = $1 AND day = $2";
    Ok(view.first(sql, &params![currency, day], rate)?.map(|found| found.rate))
}

/// The rate that counts on a day: of that day, or the last one of the month before it.
pub(crate) fn rate_on(view: &View<'_>, currency: Currency, day: Day) -> Result<Option<DayRate>> {
    let Ok(first) = day.plus_days(-DAYS_A_RATE_COUNTS) else { return Ok(None) };
    let sql = "SELECT currency, day, rate FROM exchange_rates
        WHERE currency = $1 AND day BETWEEN $2 AND $3 ORDER BY day DESC LIMIT 1";
    Ok(view.first(sql, &params![currency, first, day], rate)?)
}

pub(super) fn rates(view: &View<'_>, ask: &ListExchangeRates) -> Result<Vec<DayRate>> {
    let (day, currency) =
        ask.after.map_or((i64::MAX, String::new()), |(day, currency)| (day.number(), currency.to_string()));
    let sql = "SELECT currency, day, rate FROM exchange_rates
        WHERE (currency = $1 OR $1 = '') AND (day < $2 OR day = $2 AND currency > $3)
        ORDER BY day DESC, currency LIMIT $4";
    let wanted = ask.currency.map(|currency| currency.to_string()).unwrap_or_default();
    Ok(view.rows(sql, &params![wanted, day, currency, ask.limit + 1], rate)?)
}

/// Where differences of exchange rates go, unless it is archived.
pub(crate) fn exchange_account(view: &View<'_>) -> Result<Option<AccountId>> {
    let sql = "SELECT a.id FROM company_defaults d JOIN accounts a ON a.number = d.account
        WHERE d.purpose = 'exchange' AND a.archived_at IS NULL";
    Ok(view.first(sql, &[], |row| row.get(0))?)
}
