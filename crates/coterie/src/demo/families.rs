//! What one member of a billing group pays for the others: an invoice, and a draft of the next.

use books::sales::invoices::{BookInvoice, Draft, DraftInvoice, DraftLine, Kind, Values};
use kernel::{ClientId, Currency, Failure, UnitPrice};

use super::story::Story;

/// What is done for whom, by their place: first the one who pays.
const LINES: [(usize, &str, &str); 4] = [
    (0, "Annual report of the company", "1450.00"),
    (1, "Return of the trust", "680.00"),
    (2, "Personal tax return", "320.00"),
    (2, "Advice on the sale of the cottage", "240.00"),
];

pub(super) fn invoice(story: &Story<'_>, [payer, trust, person]: [ClientId; 3]) -> Result<(), Failure> {
    for is_booked in [true, false] {
        let line = |(whom, text, price): &(usize, &str, &str)| {
            let price = UnitPrice::parse(price, Currency::EUR).map_err(Failure::broken)?;
            let recipient = Some([payer, trust, person][*whom]);
            Ok(DraftLine { recipient, ..DraftLine::of_text(*text, price) })
        };
        let draft = Draft {
            kind: Kind::Invoice,
            client: payer,
            agency: None,
            day: story.today,
            service_day: None,
            typed: Values::default(),
            reference: String::new(),
            note: String::new(),
            credits: None,
            lines: LINES.iter().map(line).collect::<Result<_, Failure>>()?,
        };
        let id = story.perform(DraftInvoice { draft })?;
        if is_booked {
            story.perform(BookInvoice { id, version: None })?;
        }
    }
    Ok(())
}
