//! Exchange rates: what one unit of another currency is worth in the company's, from a day on.

mod list_exchange_rates;
mod set_exchange_rate;
pub(crate) mod store;

use kernel::{Currency, Day, ExchangeRate, Refusal};
use serde::{Deserialize, Serialize};

pub use list_exchange_rates::{ExchangeRates, ListExchangeRates, RateView, ReadExchangeRate};
pub use set_exchange_rate::SetExchangeRate;

/// A rate as it was set for a day. It counts until the next, a month at most: see [`store::rate_on`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRate {
    pub currency: Currency,
    pub day: Day,
    pub rate: ExchangeRate,
}

/// Which rate: `USD.2026-03-01`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateKey {
    pub currency: Currency,
    pub day: Day,
}

impl std::fmt::Display for RateKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}.{}", self.currency, self.day)
    }
}

impl std::str::FromStr for RateKey {
    type Err = RateKeyError;

    fn from_str(text: &str) -> Result<RateKey, RateKeyError> {
        let (currency, day) = text.split_once('.').ok_or(RateKeyError)?;
        Ok(RateKey {
            currency: Currency::parse(currency).map_err(|_| RateKeyError)?,
            day: day.parse().map_err(|_| RateKeyError)?,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A rate is named by its currency and day. Write for example USD.2026-03-01.")]
pub struct RateKeyError;

impl DayRate {
    pub fn key(&self) -> RateKey {
        RateKey { currency: self.currency, day: self.day }
    }
}

/// How long a rate counts, in days: whoever books in another currency looks at least once a month.
pub const DAYS_A_RATE_COUNTS: i64 = 31;

/// No rate of the day, nor of the month before it.
pub(crate) fn exchange_rate_missing(currency: Currency, books: Currency, day: Day) -> Refusal {
    Refusal::rule(
        "EXCHANGE_RATE_MISSING",
        format!("There is no exchange rate from {currency} to {books} for {day}."),
        format!(
            "The books are kept in {books}, and a rate counts for {DAYS_A_RATE_COUNTS} days. Add the rate of the day, or \
             change the currency to {books}."
        ),
    )
    .detail("currency", currency)
    .detail("day", day)
    .action("Add the rate", format!("/settings/exchange-rates?currency={currency}&day={day}"))
}

/// Nothing says where differences of exchange rates go.
pub(crate) fn exchange_account_missing() -> Refusal {
    Refusal::rule(
        "EXCHANGE_ACCOUNT_MISSING",
        "The books have no account for exchange differences.",
        "What a payment in another currency is worth more or less than its invoice goes there. The account of the chart was \
         archived: restore it.",
    )
    .action("Show the chart of accounts", "/ledger/accounts")
}

#[cfg(test)]
pub(crate) mod tests;
