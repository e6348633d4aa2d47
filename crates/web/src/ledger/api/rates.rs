//! `/exchange-rates`.

use axum::extract::Path;
use books::ledger::{DayRate, ExchangeRates, ListExchangeRates, RateKey, RateView, ReadExchangeRate, SetExchangeRate};
use kernel::{Currency, Failure};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fields::{List, optional};
use crate::edge::{ApiResult, Call, Resource, limit, parse_field};

/// What one unit of a currency is worth in the company's, from a day on.
#[derive(Debug, Serialize, ToSchema)]
pub struct RateShape {
    /// Currency and day: `USD.2026-03-01`.
    pub id: String,
    pub currency: String,
    pub date: String,
    /// Up to eight decimals.
    pub rate: String,
    /// The company's currency, in which the rate is given.
    pub books: String,
    pub version: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRate {
    pub currency: String,
    pub date: String,
    /// Such as `"0.9235"`. A rate that was set for the day is replaced.
    pub rate: String,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RateQuery {
    pub currency: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

pub async fn list(call: Call) -> ApiResult {
    let query: RateQuery = call.query()?;
    let after: Option<RateKey> = optional("cursor", query.cursor.as_deref())?;
    let question = ListExchangeRates {
        currency: optional("currency", query.currency.as_deref())?,
        after: after.map(|key| (key.day, key.currency)),
        limit: limit(query.limit)?,
    };
    call.show(question, |found: ExchangeRates| List {
        items: found.rates.iter().map(|rate| shape(rate, found.books)).collect(),
        next: found.next.map(|(day, currency)| RateKey { currency, day }.to_string()),
    })
    .await
}

pub async fn set(call: Call) -> ApiResult {
    let new: NewRate = call.body()?;
    let command = SetExchangeRate {
        currency: parse_field("currency", &new.currency)?,
        day: parse_field("date", &new.date)?,
        rate: Some(parse_field("rate", &new.rate)?),
    };
    call.create(command, "/exchange-rates", |key| ReadExchangeRate { key: *key }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadExchangeRate { key: key(&id)? }).await
}

pub async fn remove(Path(id): Path<String>, call: Call) -> ApiResult {
    let RateKey { currency, day } = key(&id)?;
    call.remove(SetExchangeRate { currency, day, rate: None }).await
}

fn key(id: &str) -> books::Result<RateKey> {
    id.parse().map_err(|_| Failure::missing("exchange rate", id))
}

impl Resource for RateView {
    type Shape = RateShape;

    fn version(&self) -> i64 {
        self.rate.rate.hundred_millionths()
    }

    fn shape(&self) -> RateShape {
        shape(&self.rate, self.books)
    }
}

fn shape(rate: &DayRate, books: Currency) -> RateShape {
    RateShape {
        id: rate.key().to_string(),
        currency: rate.currency.to_string(),
        date: rate.day.to_string(),
        rate: rate.rate.to_string(),
        books: books.to_string(),
        version: rate.rate.hundred_millionths(),
    }
}
