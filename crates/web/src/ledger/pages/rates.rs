//! Exchange rates: what other currencies are worth, day by day.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::ledger::{DayRate, ListExchangeRates, RateKey, SetExchangeRate};
use kernel::{Currency, Day, Failure};

use super::show::{ROWS, asked, with_cursor};
use crate::company::moments::short_day;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section};

const HERE: &str = "/settings/exchange-rates";

#[derive(Template)]
#[template(path = "ledger/pages/rates.html")]
struct RatesPage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    rates: Vec<DayRate>,
    next: Option<String>,
    books: Currency,
    may_set_up: bool,
}

impl RatesPage {
    fn day(&self, day: &Day) -> String {
        short_day(*day)
    }
}

pub async fn list(visit: Visit) -> PageResult {
    let mut form = asked(&visit.uri);
    if form.text("day").is_empty() {
        form.set("day", &visit.sidebar().today.to_string());
    }
    show(&visit, form, None).await
}

pub async fn set(visit: Visit, form: Form) -> PageResult {
    visit.require(Permission::SetUpLedger)?;
    let done = match command(&form) {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => visit.done(HERE, "Exchange rate set", receipt.operation),
        Err(failure) => show(&visit, form, Some(failure)).await,
    }
}

fn command(form: &Form) -> books::Result<SetExchangeRate> {
    Ok(SetExchangeRate {
        currency: form.required("currency")?,
        day: form.required("day")?,
        rate: Some(form.required("rate")?),
    })
}

pub async fn remove(visit: Visit, Path(id): Path<String>) -> PageResult {
    let RateKey { currency, day } = visit.id("exchange rate", &id)?;
    match visit.act(SetExchangeRate { currency, day, rate: None }).await {
        Ok(receipt) => visit.done(HERE, "Exchange rate removed", receipt.operation),
        Err(failure) => show(&visit, Form::default(), Some(failure)).await,
    }
}

async fn show(visit: &Visit, form: Form, failure: Option<Failure>) -> PageResult {
    let after = form.text("cursor").parse().ok().map(|key: RateKey| (key.day, key.currency));
    let found = visit.ask(ListExchangeRates { currency: None, after, limit: ROWS }).await?;
    let cursor = found.next.map(|(day, currency)| RateKey { currency, day }.to_string());
    let next = cursor.map(|cursor| with_cursor(HERE, &form, &[], &cursor));
    let may_set_up = visit.may(Permission::SetUpLedger);
    let page = |frame: Frame, refusals: Refusals| RatesPage {
        frame,
        form,
        refusals,
        rates: found.rates,
        next,
        books: found.books,
        may_set_up,
    };
    let frame = visit
        .frame(Section::Settings, "settings.ledger", "Exchange rates")
        .crumb("Settings", "/settings")
        .crumb("Ledger", "/settings/ledger")
        .crumb("Exchange rates", "");
    visit.show_form(failure, page, frame)
}
