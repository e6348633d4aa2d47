//! The exchange rates that were set, newest first.

use kernel::{Currency, Failure};

use super::{DayRate, RateKey, store};
use crate::{Ask, Permission, Result, Scene, company};

#[derive(Clone, Copy, Debug)]
pub struct ListExchangeRates {
    pub currency: Option<Currency>,
    /// The last row of the page before.
    pub after: Option<(kernel::Day, Currency)>,
    pub limit: i64,
}

#[derive(Clone, Debug)]
pub struct ExchangeRates {
    pub rates: Vec<DayRate>,
    pub next: Option<(kernel::Day, Currency)>,
    /// The company's currency, in which each rate is given.
    pub books: Currency,
}

impl Ask for ListExchangeRates {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = ExchangeRates;

    fn answer(self, scene: &Scene<'_>) -> Result<ExchangeRates> {
        let mut rates = store::rates(scene, &self)?;
        let more = rates.len() as i64 > self.limit;
        rates.truncate(usize::try_from(self.limit).unwrap_or_default());
        let next = rates.last().filter(|_| more).map(|rate| (rate.day, rate.currency));
        Ok(ExchangeRates { rates, next, books: company::read(scene)?.currency })
    }
}

/// One rate, as it was set.
#[derive(Clone, Copy, Debug)]
pub struct ReadExchangeRate {
    pub key: RateKey,
}

/// A rate with the currency that it is given in.
#[derive(Clone, Copy, Debug)]
pub struct RateView {
    pub rate: DayRate,
    pub books: Currency,
}

impl Ask for ReadExchangeRate {
    const NEEDS: Permission = Permission::ViewInvoices;
    type Answer = RateView;

    fn answer(self, scene: &Scene<'_>) -> Result<RateView> {
        let RateKey { currency, day } = self.key;
        let found = store::of_day(scene, currency, day)?;
        let rate = found.ok_or_else(|| Failure::missing("exchange rate", self.key))?;
        Ok(RateView { rate: DayRate { currency, day, rate }, books: company::read(scene)?.currency })
    }
}
