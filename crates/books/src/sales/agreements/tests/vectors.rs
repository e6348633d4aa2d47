//! V2, word for word: the yearly turnover of a holding, its members by year, and what follows.

use super::*;
use crate::sales::invoices::tests::read as invoice;
use crate::testing::on_both;

/// A3-21, V2: slab gives 6,300.00, of which C1 has 3,600.00 and C2 2,700.00; C3 joined later and does not count.
#[test]
fn a3_21_slab_gives_the_whole_volume_the_rate_that_it_reaches() {
    on_both(|house| {
        let of = holding(house);
        orders_of_2025(house, &of);
        let id = house.perform(new_agreement(of.group, 2025, Scale::Slab));
        let settled = read(house, house.perform(settle(id, SettlementKind::Final)));
        let figures = &settled.settlement.figures;
        assert_eq!(sums(figures), ["210000.00", "6300.00", "0.00", "6300.00"]);
        assert_eq!(parts(figures), ["C1 120000.00 3600.00 0.00 3600.00", "C2 90000.00 2700.00 0.00 2700.00"]);
        let notes: Vec<_> = settled.documents.iter().map(|document| invoice(house, document.id)).collect();
        let told = |view: &crate::sales::invoices::InvoiceView| {
            let line = &view.invoice.lines[0];
            (view.client.details.name.to_string(), line.text.clone(), view.invoice.net.to_string())
        };
        let line = "Corporate discount 2025, Nordkai".to_owned();
        let wanted = [("C1", "3600.00"), ("C2", "2700.00")].map(|(name, net)| (name.into(), line.clone(), net.into()));
        assert_eq!(notes.iter().map(told).collect::<Vec<_>>(), wanted);
        assert!(notes.iter().all(|view| view.invoice.kind == DocumentKind::CreditNote));
        assert!(notes.iter().all(|view| view.objection.is_none()), "each can be booked as it is");
        for document in &settled.documents {
            house.perform(crate::sales::invoices::BookInvoice { id: document.id, version: None });
        }
        // What settles a volume is no volume: nothing is left, and nothing is due back.
        let now = house.ask(ReadAgreement { id }).figures.expect("a discount");
        assert_eq!(sums(&now), ["210000.00", "6300.00", "6300.00", "0.00"]);
    });
}

/// A3-21, V2: stepped gives 3,300.00, split by share of turnover to the cent.
#[test]
fn a3_21_stepped_gives_each_band_its_own_rate() {
    on_both(|house| {
        let of = holding(house);
        orders_of_2025(house, &of);
        let id = house.perform(new_agreement(of.group, 2025, Scale::Stepped));
        let settled = read(house, house.perform(settle(id, SettlementKind::Final)));
        let figures = &settled.settlement.figures;
        assert_eq!(sums(figures), ["210000.00", "3300.00", "0.00", "3300.00"]);
        assert_eq!(parts(figures), ["C1 120000.00 1885.71 0.00 1885.71", "C2 90000.00 1414.29 0.00 1414.29"]);
    });
}

/// A3-21, A3-26, V2: in 2026 C1 and C3 are members; C2's orders do not count, and its discount of 2025 stays.
#[test]
fn a3_26_whoever_left_keeps_the_discount_of_its_years() {
    on_both(|house| {
        let of = holding(house);
        orders_of_2025(house, &of);
        let last_year = house.perform(new_agreement(of.group, 2025, Scale::Slab));
        house.perform(settle(last_year, SettlementKind::Final));
        order(house, of.c1, "70000", "2026-01-15");
        order(house, of.c2, "500000", "2026-02-01");
        order(house, of.c3, "50000", "2026-02-10");
        let id = house.perform(new_agreement(of.group, 2026, Scale::Slab));
        let settled = house.perform(through(id, SettlementKind::Partial, "2026-02-28"));
        let figures = read(house, settled).settlement.figures;
        assert_eq!(parts(&figures), ["C1 70000.00 2100.00 0.00 2100.00", "C3 50000.00 1500.00 0.00 1500.00"]);
        let of_2025 = house.ask(ReadAgreement { id: last_year }).figures.expect("a discount");
        assert_eq!(sums(&of_2025), ["210000.00", "6300.00", "6300.00", "0.00"]);
        assert_eq!(house.refusal(settle(last_year, SettlementKind::Correction)), "NOTHING_TO_SETTLE");
    });
}

/// A3-21, V2: a partial settlement through 30 June gives 3,150.00, and the final document 3,150.00, not 6,300.00.
#[test]
fn a3_21_a_final_settlement_is_net_of_the_partial_one() {
    on_both(|house| {
        let of = holding(house);
        orders_of_2025(house, &of);
        let id = house.perform(new_agreement(of.group, 2025, Scale::Slab));
        let first = read(house, house.perform(through(id, SettlementKind::Partial, "2025-06-30"))).settlement;
        assert_eq!(sums(&first.figures), ["105000.00", "3150.00", "0.00", "3150.00"]);
        let last = read(house, house.perform(settle(id, SettlementKind::Final))).settlement;
        assert_eq!(sums(&last.figures), ["210000.00", "6300.00", "3150.00", "3150.00"]);
        assert_eq!((first.number, last.number), (1, 2));
        assert_eq!(
            parts(&last.figures),
            ["C1 120000.00 3600.00 1800.00 1800.00", "C2 90000.00 2700.00 1350.00 1350.00"]
        );
        let listed = house.ask(ListSettlements { of: SettlementsOf::Group(of.group) });
        assert_eq!(listed.iter().map(|view| view.settlement.number).collect::<Vec<_>>(), [1, 2]);
    });
}

/// A3-21, V2: a credit note of −20,000 after the final settlement: sum 190,000, discount 5,700.00, correction −600.00.
#[test]
fn a3_21_a_later_credit_note_is_corrected() {
    on_both(|house| {
        let of = holding(house);
        orders_of_2025(house, &of);
        let id = house.perform(new_agreement(of.group, 2025, Scale::Slab));
        house.perform(settle(id, SettlementKind::Final));
        document(house, of.c1, DocumentKind::CreditNote, "20000", "2025-11-11");
        let corrected = read(house, house.perform(settle(id, SettlementKind::Correction)));
        let figures = &corrected.settlement.figures;
        assert_eq!(sums(figures), ["190000.00", "5700.00", "6300.00", "-600.00"]);
        assert_eq!(parts(figures), ["C1 100000.00 3000.00 3600.00 -600.00", "C2 90000.00 2700.00 2700.00 0.00"]);
        // What is due back is an invoice; whoever has nothing to settle has no document.
        assert_eq!(corrected.documents.len(), 1);
        let back = invoice(house, corrected.documents[0].id).invoice;
        assert_eq!((back.kind, back.client, back.net.to_string()), (DocumentKind::Invoice, of.c1, "600.00".to_owned()));
    });
}

/// A3-26: the day of the service decides, not the day of the document; a credit note goes with its invoice.
#[test]
fn a3_26_the_day_of_service_decides_the_year() {
    on_both(|house| {
        let of = holding(house);
        let id = house.perform(new_agreement(of.group, 2025, Scale::Slab));
        // Dated in March 2026, served in December 2025.
        let late = booked(house, Draft { service_day: Some(day("2025-12-30")), ..draft_for(of.c1, "120000") });
        // Dated in 2025, served in 2026.
        let early = Draft { day: day("2025-12-30"), service_day: Some(day("2026-01-02")), ..draft_for(of.c1, "9000") };
        booked(house, early);
        let volume = || house.ask(ReadAgreement { id }).figures.map(|figures| money(figures.volume));
        assert_eq!(volume().as_deref(), Some("120000.00"));
        let note = house.perform(crate::sales::invoices::CreditInvoice {
            id: late,
            day: None,
            lines: Vec::new(),
            note: String::new(),
        });
        assert_eq!(invoice(house, note).invoice.service_day, Some(day("2025-12-30")));
        assert_eq!(volume().as_deref(), Some("120000.00"), "a draft counts for nothing");
        house.perform(crate::sales::invoices::BookInvoice { id: note, version: None });
        assert_eq!(volume().as_deref(), Some("0.00"));
    });
}

/// A3-25: numbers begin anew each year; the title is year, number, CASH or KIND, and name.
#[test]
fn a3_25_numbers_begin_anew_each_year() {
    on_both(|house| {
        let [north, south] = ["North", "South"].map(|called| group(house, called, "Holding", (2025, 2027)));
        let agency = group(house, "Agency", "Corporate agency", (2025, 2025));
        let title = |act: MakeAgreement| {
            let id = house.perform(act);
            house.ask(ReadAgreement { id }).agreement.title()
        };
        assert_eq!(title(new_agreement(north, 2025, Scale::Slab)), "2025/1/CASH/North");
        assert_eq!(title(new_agreement(agency, 2025, Scale::Stepped)), "2025/2/KIND/Agency");
        assert_eq!(title(new_agreement(north, 2026, Scale::Slab)), "2026/1/CASH/North");
        let named = MakeAgreement { name: "Bonus".parse().ok(), ..new_agreement(south, 2025, Scale::Slab) };
        assert_eq!(title(named), "2025/3/CASH/Bonus");
        let listed = house.ask(ListAgreements { group: north });
        assert_eq!(listed.iter().map(|view| view.agreement.year.number()).collect::<Vec<_>>(), [2026, 2025]);
    });
}
