//! Drafts: what the groups define is filled in, each value says from where, and what was typed stays.

use kernel::{Name, Rate, UnitPrice};

use super::super::{
    ChangeDraft, DeleteDraft, Draft, DraftInvoice, DraftLine, DraftPatch, Origin, ReadTerms, State, Values,
};
use super::*;
use crate::clients::Details;
use crate::sales::products::tests::new_service;
use crate::sales::products::{ArchiveProduct, ChangeProduct, DeleteProduct};
use crate::testing::on_both;

fn patch(id: InvoiceId, patch: DraftPatch) -> ChangeDraft {
    ChangeDraft { id, version: None, patch }
}

/// A1-17: a new invoice shows account, VAT zone, terms, currency, language and layout of the client's group.
#[test]
fn a_draft_takes_what_the_group_defines() {
    on_both(|house| {
        let client = client_of(house, "Gull & Tern", "European");
        let view = read(house, drafted(house, draft_for(client, "1000")));
        let terms = &view.invoice.terms;
        assert_eq!((terms.payment_days.value, terms.payment_days.origin), (30, Origin::Group));
        assert_eq!((terms.vat_zone.value, terms.vat_zone.origin), (zone(house, "European Union"), Origin::Group));
        assert_eq!((terms.currency.value, terms.currency.origin), (Currency::EUR, Origin::Company));
        assert_eq!((terms.language.value.as_str(), terms.language.origin), ("en", Origin::Company));
        assert_eq!(view.invoice.due, day("2026-04-01"));
        assert_eq!(view.posting_group, "European");
        assert_eq!(entry_of(&view), ["4301 D 1000.00", "7051 C 1000.00"]);
        assert_eq!((view.state, view.objection), (State::Draft, None));
        let offered = house.ask(ReadTerms { client, day: day("2026-03-02") });
        assert_eq!((&offered.terms, offered.account.as_str()), (terms, "4301"));
    });
}

/// A1-18: typed beats client beats group; 0 is a value; clearing returns to the next.
#[test]
fn zero_is_a_value_and_clearing_uncovers_the_next() {
    on_both(|house| {
        let groups = house.ask(ListChoices).customer_groups;
        let details = Details { payment_days: Some(0), ..Details::named(Name::parse("Pays at once").expect("a name")) };
        let client =
            house.perform(RegisterClient { details, customer_group: Some(groups[0].id), ..new_client(house, "x") });
        let id = drafted(house, draft_for(client, "10"));
        let days = || {
            let terms = read(house, id).invoice.terms.payment_days;
            (terms.value, terms.origin)
        };
        assert_eq!(days(), (0, Origin::Client));
        house.perform(patch(id, DraftPatch { payment_days: Some(Some(7)), ..DraftPatch::default() }));
        assert_eq!(days(), (7, Origin::Typed));
        house.perform(patch(id, DraftPatch { payment_days: Some(None), ..DraftPatch::default() }));
        assert_eq!(days(), (0, Origin::Client));
    });
}

/// A1-19: changing the client derives the group's fields anew, except those typed by hand.
#[test]
fn another_client_brings_its_own_values() {
    on_both(|house| {
        let domestic = client_of(house, "Home", "Domestic");
        let abroad = client_of(house, "Away", "Overseas");
        let typed = Values { payment_days: Some(3), ..Values::default() };
        let id = drafted(house, Draft { typed, ..draft_for(domestic, "100") });
        assert_eq!(entry_of(&read(house, id)), ["4300 D 121.00", "7050 C 100.00", "4770 C 21.00"]);
        house.perform(patch(id, DraftPatch { client: Some(abroad), ..DraftPatch::default() }));
        let view = read(house, id);
        assert_eq!(entry_of(&view), ["4302 D 100.00", "7052 C 100.00"]);
        assert_eq!(view.invoice.terms.payment_days.origin, Origin::Typed);
        assert_eq!(view.invoice.terms.payment_days.value, 3);
        assert_eq!(view.invoice.terms.vat_zone.value, zone(house, "Overseas"));
    });
}

/// A1-30: one product is sold at 21 % at home, reverse-charged in the EU and exported at 0 % overseas, each with what
/// the law wants on the paper.
#[test]
fn the_zone_of_the_client_decides_the_vat() {
    on_both(|house| {
        let service = house.perform(new_service(house, "Consulting", "1000"));
        for (group, kind, vat) in
            [("Domestic", "standard", "210.00"), ("European", "reverse_charge", "0.00"), ("Overseas", "export", "0.00")]
        {
            let client = client_of(house, group, group);
            let lines = vec![DraftLine::of_product(service)];
            let view = read(house, drafted(house, Draft { lines, ..draft_for(client, "1") }));
            let printed = &view.printed.vats[0];
            assert_eq!((printed.kind.as_str(), view.invoice.vat), (kind, eur(vat)), "{group}");
            assert_eq!(printed.text.is_empty(), group == "Domestic");
            assert_eq!(view.invoice.lines[0].text, "Consulting");
        }
    });
}

/// A1-20: a draft has a provisional number in brackets, is marked as a draft, and can be deleted.
#[test]
fn a_draft_is_numbered_provisionally_and_can_go() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let first = drafted(house, draft_for(client, "10"));
        let second = drafted(house, draft_for(client, "20"));
        assert_eq!(read(house, first).printed.number, "(1)");
        assert_eq!(read(house, second).invoice.title(), "(2)");
        assert!(read(house, second).printed.draft);
        house.perform(DeleteDraft { id: first, version: Some(1) });
        assert_eq!(house.refusal(DeleteDraft { id: first, version: None }), "missing invoice");
    });
}

/// A draft keeps the price it was written with; a product on an invoice is archived, not deleted.
#[test]
fn a_product_leaves_its_mark_on_the_line() {
    on_both(|house| {
        let service = house.perform(new_service(house, "Review", "80"));
        let client = client_of(house, "Plover", "Domestic");
        let with_service = Draft { lines: vec![DraftLine::of_product(service)], ..draft_for(client, "1") };
        let id = drafted(house, with_service.clone());
        house.perform(ChangeProduct {
            id: service,
            version: None,
            number: None,
            name: None,
            unit: None,
            price: Some(price("90")),
            product_group: None,
        });
        assert_eq!(read(house, id).invoice.net, eur("80.00"));
        assert_eq!(house.refusal(DeleteProduct { id: service, version: None }), "PRODUCT_IN_USE");
        house.perform(ArchiveProduct { id: service });
        assert_eq!(house.refusal(DraftInvoice { draft: with_service }), "PRODUCT_ARCHIVED");
        // The line that was there before may stay.
        house.perform(patch(id, DraftPatch { note: Some("Thank you".to_owned()), ..DraftPatch::default() }));
    });
}

#[test]
fn two_members_change_one_draft() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let id = drafted(house, draft_for(client, "10"));
        let change = ChangeDraft {
            version: Some(1),
            ..patch(id, DraftPatch { reference: Some("PO 7".to_owned()), ..DraftPatch::default() })
        };
        house.perform(change.clone());
        assert_eq!(house.refusal(change), "CHANGED_MEANWHILE");
        assert_eq!(house.refusal(DeleteDraft { id, version: Some(1) }), "CHANGED_MEANWHILE");
    });
}

#[test]
fn a_line_is_refused_in_order() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let code = |draft: Draft| house.refusal(DraftInvoice { draft });
        let with = |line: DraftLine| Draft { lines: vec![line], ..draft_for(client, "1") };
        let nobody = "cli_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        assert_eq!(code(Draft { client: nobody, ..with(DraftLine::of_text("x", price("1"))) }), "missing client");
        let days = Values { payment_days: Some(-1), ..Values::default() };
        assert_eq!(code(Draft { typed: days, ..with(DraftLine::of_text("x", price("1"))) }), "PAYMENT_DAYS_RANGE");
        let beyond = Values { payment_days: Some(3650), ..Values::default() };
        let late = Draft { typed: beyond, day: day("2199-12-31"), ..with(DraftLine::of_text("x", price("1"))) };
        assert_eq!(code(late), "DAY_OUT_OF_RANGE");
        let wrong = DraftLine {
            recipient: "cli_01h455vb4pex5vsknk084sn02q".parse().ok(),
            product: "pro_01h455vb4pex5vsknk084sn02q".parse().ok(),
            text: Some("  ".to_owned()),
            unit_price: UnitPrice::parse("1", Currency::parse("USD").expect("dollars")).ok(),
            discount: Rate(10_001),
            vat_code: "vat_01h455vb4pex5vsknk084sn02q".parse().ok(),
            account: "acc_01h455vb4pex5vsknk084sn02q".parse().ok(),
            ..DraftLine::of_text("x", price("1"))
        };
        assert_eq!(code(with(wrong.clone())), "RECIPIENT_ELSEWHERE");
        let wrong = DraftLine { recipient: Some(client), ..wrong };
        assert_eq!(code(with(wrong.clone())), "DISCOUNT_RANGE");
        let wrong = DraftLine { discount: Rate::ZERO, ..wrong };
        assert_eq!(code(with(wrong.clone())), "PRODUCT_UNKNOWN");
        let wrong = DraftLine { product: None, ..wrong };
        assert_eq!(code(with(wrong.clone())), "LINE_TEXT_REQUIRED");
        let wrong = DraftLine { text: Some("Advice".to_owned()), ..wrong };
        assert_eq!(code(with(DraftLine { unit_price: None, ..wrong.clone() })), "PRICE_REQUIRED");
        assert_eq!(code(with(wrong.clone())), "CURRENCY_MISMATCH");
        let wrong = DraftLine { unit_price: Some(price("1")), ..wrong };
        assert_eq!(code(with(wrong.clone())), "VAT_CODE_UNKNOWN");
        let wrong = DraftLine { vat_code: None, ..wrong };
        assert_eq!(code(with(wrong.clone())), "ACCOUNT_UNKNOWN");
        let huge = DraftLine { account: None, unit_price: Some(UnitPrice::new(i64::MAX, Currency::EUR)), ..wrong };
        assert_eq!(code(with(DraftLine { quantity: kernel::Quantity(i64::MAX), ..huge })), "AMOUNT_TOO_LARGE");
    });
}
