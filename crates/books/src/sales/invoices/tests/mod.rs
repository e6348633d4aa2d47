//! The rules of invoices and credit notes, on both databases.

mod booking;
mod central;
mod concurrency;
mod crediting;
mod drafting;
mod laws;
mod rights;
mod undoing;

use kernel::{ClientId, Currency, Day, InvoiceId, Money, VatZoneId};

use super::{BookInvoice, Draft, DraftInvoice, DraftLine, InvoiceView, Kind, ReadInvoice, ReadInvoiceChoices, Values};
use crate::clients::tests::new_client;
use crate::clients::{ListChoices, RegisterClient};
use crate::groups::corporate::ListClientTypes;
use crate::sales::products::tests::price;
use crate::testing::TestHouse;

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn eur(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

/// A client of the customer group with this name.
pub(crate) fn client_of(house: &TestHouse, name: &str, group: &str) -> ClientId {
    let groups = house.ask(ListChoices).customer_groups;
    let group = groups.iter().find(|other| other.name == group).expect("the group").id;
    house.perform(RegisterClient { customer_group: Some(group), ..new_client(house, name) })
}

/// A client of the type, who can enter groups of the type of that name.
pub(crate) fn client_of_type(house: &TestHouse, name: &str, of_type: &str) -> ClientId {
    let all = house.ask(ListClientTypes);
    let found = all.iter().find(|line| line.of_type.name.as_str() == of_type).expect("a client type");
    house.perform(RegisterClient { client_types: vec![found.of_type.id], ..new_client(house, name) })
}

/// A draft of 2 March 2026 with one line of free text.
pub(crate) fn draft_for(client: ClientId, net: &str) -> Draft {
    Draft {
        kind: Kind::Invoice,
        client,
        day: day("2026-03-02"),
        agency: None,
        service_day: None,
        typed: Values::default(),
        reference: String::new(),
        note: String::new(),
        credits: None,
        lines: vec![DraftLine::of_text("Advice", price(net))],
    }
}

pub(crate) fn drafted(house: &TestHouse, draft: Draft) -> InvoiceId {
    house.perform(DraftInvoice { draft })
}

pub(crate) fn booked(house: &TestHouse, draft: Draft) -> InvoiceId {
    let id = drafted(house, draft);
    house.perform(BookInvoice { id, version: None })
}

pub(crate) fn read(house: &TestHouse, id: InvoiceId) -> InvoiceView {
    house.ask(ReadInvoice { id })
}

/// The entry as `4300 D 1210.00` and `7050 C 1000.00`.
pub(super) fn entry_of(view: &InvoiceView) -> Vec<String> {
    let side = |line: &super::PostedLine| {
        let (letter, minor) = if line.debit > 0 { ("D", line.debit) } else { ("C", line.credit) };
        format!("{} {letter} {}", line.account.number, Money::new(minor, Currency::EUR))
    };
    view.posted.iter().map(side).collect()
}

pub(super) fn zone(house: &TestHouse, name: &str) -> VatZoneId {
    let zones = house.ask(ReadInvoiceChoices).vat_zones;
    zones.iter().find(|(_, other)| other == name).expect("the zone").0
}
