//! What the demo invoices in another currency: two documents in dollars, the first of them paid at another rate.

use books::ledger::SetExchangeRate;
use books::sales::invoices::{BookInvoice, Draft, DraftInvoice, DraftLine, Kind, Values};
use books::sales::payments::{AllocatedTo, Allocation, RecordPayment};
use kernel::{AccountId, ClientId, Currency, Day, ExchangeRate, Failure, Money, UnitPrice};

use super::story::Story;

/// Days before today, and what a dollar was worth then.
const RATES: [(i64, &str); 3] = [(34, "0.9182"), (20, "0.9247"), (6, "0.9311")];
const INVOICES: [(i64, &str); 2] = [(33, "1480.00"), (12, "920.00")];
const PAID: i64 = 18;

pub(super) fn trade(story: &Story<'_>, client: ClientId, bank: AccountId) -> Result<(), Failure> {
    let usd = Currency::parse("USD").map_err(Failure::broken)?;
    let before = |days: i64| -> Result<Day, Failure> { story.today.plus_days(-days).map_err(Failure::broken) };
    for (days, rate) in RATES {
        let rate = Some(ExchangeRate::parse(rate).map_err(Failure::broken)?);
        story.perform(SetExchangeRate { currency: usd, day: before(days)?, rate })?;
    }
    let mut booked = Vec::new();
    for (days, price) in INVOICES {
        let price = UnitPrice::parse(price, usd).map_err(Failure::broken)?;
        let draft = Draft {
            kind: Kind::Invoice,
            client,
            agency: None,
            day: before(days)?,
            service_day: None,
            typed: Values { currency: Some(usd), ..Values::default() },
            reference: String::new(),
            note: String::new(),
            credits: None,
            lines: vec![DraftLine::of_text("Advice on customs and freight", price)],
        };
        let id = story.perform(DraftInvoice { draft })?;
        booked.push(story.perform(BookInvoice { id, version: None })?);
    }
    let first = story.ask(books::sales::invoices::ReadInvoice { id: booked[0] })?;
    let allocations = vec![Allocation { to: AllocatedTo::Invoice(booked[0]), amount: first.open }];
    let amount = Money::new(first.open, usd);
    let day = Some(before(PAID)?);
    let text = "Payment from overseas".to_owned();
    story.perform(RecordPayment { client, day, amount, received: None, account: Some(bank), text, allocations })?;
    Ok(())
}
