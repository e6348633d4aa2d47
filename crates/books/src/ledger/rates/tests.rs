//! Exchange rates on both databases: set, changed, taken away and given back, and how long one counts.

use kernel::{Currency, ExchangeRate};

use super::*;
use crate::ledger::tests::day;
use crate::testing::{TestHouse, on_both};
use crate::undo::undo;
use crate::{Ask, Desk, Order, Permission, Scene};

pub(crate) fn rate(on: &str, rate: &str) -> SetExchangeRate {
    let usd = Currency::parse("USD").expect("dollars");
    SetExchangeRate { currency: usd, day: day(on), rate: Some(ExchangeRate::parse(rate).expect("a rate")) }
}

fn known(house: &TestHouse) -> Vec<String> {
    let found = house.ask(ListExchangeRates { currency: None, after: None, limit: 50 }).rates;
    found.iter().map(|rate| format!("{} {} {}", rate.day, rate.currency, rate.rate)).collect()
}

/// The rate that counts on a day.
struct Counts(Currency, Day);

impl Ask for Counts {
    const NEEDS: Permission = Permission::Enter;
    type Answer = Option<DayRate>;

    fn answer(self, scene: &Scene<'_>) -> crate::Result<Option<DayRate>> {
        store::rate_on(scene, self.0, self.1)
    }
}

/// A rate of a day is set, corrected, taken away, and each of these is undone; the books' own currency, a day ahead and a
/// rate that is not there are refused.
#[test]
fn a_rate_is_set_for_a_day() {
    on_both(|house| {
        house.set_today("2026-03-10");
        house.perform(rate("2026-03-09", "0.9235"));
        house.perform(rate("2026-03-10", "0.93"));
        let carried_out = |desk: &Desk, act| desk.carry_out(Order::new(house.owner(), act)).expect("set").operation;
        let corrected = carried_out(&house.desk, rate("2026-03-09", "0.92")).expect("undoable");
        assert_eq!(known(house), ["2026-03-10 USD 0.93", "2026-03-09 USD 0.92"]);
        undo(&house.desk, &house.owner(), corrected, None).expect("undone");
        assert_eq!(known(house), ["2026-03-10 USD 0.93", "2026-03-09 USD 0.9235"]);
        let gone = SetExchangeRate { rate: None, ..rate("2026-03-10", "1") };
        let removed = carried_out(&house.desk, gone).expect("undoable");
        assert_eq!((known(house).len(), house.refusal(gone)), (1, "missing exchange rate".to_owned()));
        undo(&house.desk, &house.owner(), removed, None).expect("undone");
        assert_eq!(known(house).len(), 2);
        let euro = SetExchangeRate { currency: Currency::EUR, ..rate("2026-03-09", "1") };
        assert_eq!(house.refusal(euro), "CURRENCY_IS_BOOKS");
        assert_eq!(house.refusal(rate("2026-03-11", "1")), "EXCHANGE_RATE_AHEAD");
        assert_eq!(house.refusal_for(&house.hire("staff"), rate("2026-03-09", "1")), "PERM_LEDGER_SETUP");
    });
}

/// The last rate counts for a month, and not before its day.
#[test]
fn a_rate_counts_for_a_month() {
    on_both(|house| {
        house.set_today("2026-06-30");
        house.perform(rate("2026-03-01", "0.9"));
        house.perform(rate("2026-03-05", "0.8"));
        let usd = Currency::parse("USD").expect("dollars");
        let counts = |on: &str| house.ask(Counts(usd, day(on))).map(|rate| rate.rate.to_string());
        let rows = [
            ("2026-02-28", None),
            ("2026-03-01", Some("0.90")),
            ("2026-03-04", Some("0.90")),
            ("2026-03-05", Some("0.80")),
        ];
        for (on, expected) in rows.into_iter().chain([("2026-04-05", Some("0.80")), ("2026-04-06", None)]) {
            assert_eq!(counts(on).as_deref(), expected, "{on}");
        }
    });
}
