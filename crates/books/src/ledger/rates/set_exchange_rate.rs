//! Sets the rate of a currency for a day, or takes it away. What was booked with another stays as it was booked.

use kernel::{Currency, Day, ExchangeRate, Failure, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::{DayRate, RateKey, store};
use crate::ledger::Change;
use crate::{Act, Decision, Permission, Result, Scene, accept, company};

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SetExchangeRate {
    pub currency: Currency,
    pub day: Day,
    /// `None` takes the rate of that day away.
    pub rate: Option<ExchangeRate>,
}

pub struct Facts {
    books: Currency,
    before: Option<ExchangeRate>,
}

impl Act for SetExchangeRate {
    const NAME: &'static str = "set_exchange_rate";
    const NEEDS: Permission = Permission::SetUpLedger;
    type Facts = Facts;
    type Outcome = RateKey;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let before = store::of_day(scene, self.currency, self.day)?;
        Ok(Facts { books: company::read(scene)?.currency, before })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<RateKey> {
        let key = RateKey { currency: self.currency, day: self.day };
        if self.currency == facts.books {
            return Err(is_the_books(facts.books).into());
        }
        if self.day > stamp.today {
            return Err(ahead(self.day).into());
        }
        if self.rate.is_none() && facts.before.is_none() {
            return Err(Failure::missing("exchange rate", key));
        }
        // From here the rate will be set.
        let day = self.day.for_people();
        let text = match self.rate {
            Some(rate) => format!("Exchange rate of {day} set: 1 {} is {rate} {}", self.currency, facts.books),
            None => format!("Exchange rate of {} for {day} removed", self.currency),
        };
        if self.rate == facts.before {
            return Ok(accept(key, []));
        }
        let after = self.rate.map(|rate| DayRate { currency: self.currency, day: self.day, rate });
        let before = facts.before.map(|rate| DayRate { currency: self.currency, day: self.day, rate });
        Ok(accept(key, [Change::ExchangeRateSet { before, after }.into()]).says(text).undoable())
    }
}

fn is_the_books(books: Currency) -> Refusal {
    Refusal::field(
        "CURRENCY_IS_BOOKS",
        "currency",
        format!("The books are kept in {books}."),
        "A rate says what another currency is worth in it. Choose another currency.",
    )
}

fn ahead(day: Day) -> Refusal {
    Refusal::field(
        "EXCHANGE_RATE_AHEAD",
        "day",
        format!("{day} has not come yet."),
        "A rate is known once its day has come. Choose today or an earlier day.",
    )
}
