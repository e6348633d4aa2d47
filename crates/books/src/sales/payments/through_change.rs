//! Posting groups through change, as one story each: V1 and its variant, and the rules around them.

use kernel::{ClientId, GroupId};

use super::tests::{lines_of, payment, reconciled};
use super::{AllocatedTo, Allocation, ReadOpenItems, ReadPayment, RecordPayment};
use crate::ReadAudit;
use crate::clients::MoveCustomerGroup;
use crate::groups::{ChangeCustomerGroups, Edit, ListCustomerGroups, OpenItems, PreviewAccountChange};
use crate::ledger::tests::{account, day, month};
use crate::ledger::{ClosePeriod, ReverseEntry};
use crate::sales::invoices::tests::{booked, client_of, draft_for, read};
use crate::sales::invoices::{BookInvoice, CreditInvoice, Draft, State};
use crate::testing::{TestHouse, on_both};

const DAYS: [&str; 8] =
    ["2026-03-01", "2026-03-02", "2026-03-09", "2026-03-10", "2026-03-15", "2026-03-16", "2026-03-31", "2026-12-31"];

fn group(house: &TestHouse, name: &str) -> GroupId {
    let groups = house.ask(ListCustomerGroups::default()).items;
    groups.iter().find(|line| line.posting.group.name.as_str() == name).expect("the group").posting.group.id
}

fn change(house: &TestHouse, to: &str, open_items: OpenItems, on: Option<&str>) -> ChangeCustomerGroups {
    let edit = Edit { account: Some(account(house, to)), ..Edit::of(group(house, "Domestic")) };
    ChangeCustomerGroups { edits: vec![edit], open_items: Some(open_items), on: on.map(day) }
}

fn on(client: ClientId, date: &str, net: &str) -> Draft {
    Draft { day: day(date), ..draft_for(client, net) }
}

fn said(house: &TestHouse) -> Vec<String> {
    let lines = house.ask(ReadAudit { subject: None, before: None, limit: 50 }).items;
    lines.into_iter().map(|line| line.text).collect()
}

/// The account on which the first posting of an invoice stands.
fn stands_on(house: &TestHouse, invoice: kernel::InvoiceId) -> String {
    read(house, invoice).posted[0].account.number.clone()
}

/// V1, A1-22, A1-23, A1-33: the account of a group changes and old items are kept: the next invoice posts to the new
/// account, payment and credit note of an old one clear the old; every account reconciles on every day.
#[test]
fn v1_the_account_changes_and_old_items_stay() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let (paid, credited) = (booked(house, draft_for(client, "100")), booked(house, draft_for(client, "200")));
        let asked = house.ask(PreviewAccountChange { group: group(house, "Domestic") });
        let owing: Vec<_> = asked.clients.iter().map(|one| (one.name.as_str(), one.open, one.items)).collect();
        assert_eq!((owing, asked.total), (vec![("Plover", 36_300, 2)], 36_300));
        house.set_today("2026-03-10");
        house.perform(change(house, "4302", OpenItems::Keep, None));
        let next = booked(house, on(client, "2026-03-10", "300"));
        assert_eq!((stands_on(house, paid), stands_on(house, next)), ("4300".to_owned(), "4302".to_owned()));
        house.set_today("2026-03-16");
        let allocations = vec![
            Allocation { to: AllocatedTo::Invoice(paid), amount: 12_100 },
            Allocation { to: AllocatedTo::Invoice(next), amount: 36_300 },
        ];
        let id = house.perform(RecordPayment { allocations, ..payment(client, "484.00") });
        let entry = house.ask(ReadPayment { id }).row.payment.entry;
        assert_eq!(lines_of(house, entry), ["5720 484.00", "4300 -121.00", "4302 -363.00"]);
        let note = house.perform(CreditInvoice { id: credited, day: None, lines: Vec::new(), note: String::new() });
        house.perform(BookInvoice { id: note, version: None });
        assert_eq!(stands_on(house, note), "4300");
        assert!([paid, credited, next].into_iter().all(|one| read(house, one).state == State::Settled));
        reconciled(house, &DAYS);
        assert!(said(house).iter().any(|text| text.contains("account 4300 to 4302, open items stay on 4300")));
    });
}

/// V1 with a transfer, A1-24: one entry takes each open item to the new account with its reference and due day; payment and
/// credit note clear the new account; the entry is reversed as long as nothing of it is settled; a closed month refuses.
#[test]
fn v1_the_account_changes_and_open_items_are_transferred() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let (first, second) = (booked(house, draft_for(client, "100")), booked(house, draft_for(client, "200")));
        let other = client_of(house, "Heron", "European");
        booked(house, draft_for(other, "50"));
        house.perform(payment(client, "21.00"));
        house.perform(ClosePeriod { month: month("2026-02") });
        let closed = change(house, "4302", OpenItems::Transfer, Some("2026-02-28"));
        assert_eq!(house.refusal(closed), "PERIOD_CLOSED");
        let early = change(house, "4302", OpenItems::Transfer, Some("2026-03-01"));
        assert_eq!(house.refusal(early), "TRANSFER_BEFORE_ITEM");
        house.set_today("2026-03-15");
        house.perform(change(house, "4302", OpenItems::Transfer, Some("2026-03-10")));
        let entries = house.number("SELECT COUNT(*) FROM entries WHERE source = 'transfer'");
        assert_eq!(entries, 1);
        let items = house.ask(ReadOpenItems { client, on: None }).items;
        let open: Vec<_> =
            items.iter().map(|item| (item.account_number.as_str(), item.title.as_str(), item.open)).collect();
        assert_eq!(open, [("4302", "2026-1", 10_000), ("4302", "2026-2", 24_200)]);
        assert!(items.iter().all(|item| item.due == read(house, first).invoice.due));
        let lines = lines_of(house, items[0].entry);
        assert_eq!(lines, ["4300 -100.00", "4302 100.00", "4300 -242.00", "4302 242.00"]);
        reconciled(house, &DAYS);
        // Taken back, then done again.
        let transfer = items[0].entry;
        house.perform(ReverseEntry { entry: transfer, on: None, text: String::new() });
        let back = house.ask(ReadOpenItems { client, on: None }).items;
        assert!(back.iter().all(|item| item.account_number == "4300"), "{back:?}");
        reconciled(house, &DAYS);
        house.perform(change(house, "4300", OpenItems::Keep, None));
        house.perform(change(house, "4302", OpenItems::Transfer, None));
        house.set_today("2026-03-16");
        let allocations = vec![Allocation { to: AllocatedTo::Invoice(first), amount: 10_000 }];
        let id = house.perform(RecordPayment { allocations, ..payment(client, "100.00") });
        assert_eq!(lines_of(house, house.ask(ReadPayment { id }).row.payment.entry), ["5720 100.00", "4302 -100.00"]);
        let note = house.perform(CreditInvoice { id: second, day: None, lines: Vec::new(), note: String::new() });
        house.perform(BookInvoice { id: note, version: None });
        assert_eq!(stands_on(house, note), "4302");
        assert_eq!((read(house, first).open, read(house, second).open), (0, 0));
        let again = house.number("SELECT MAX(number) FROM entries WHERE source = 'transfer'");
        let found = house.ask(crate::ledger::ListEntries { limit: 50, ..Default::default() }).entries.items;
        let entry = found.iter().find(|row| row.heading.number == again).expect("the transfer").id;
        let late = ReverseEntry { entry, on: None, text: String::new() };
        assert_eq!(house.refusal(late), "TRANSFER_SETTLED_SINCE");
        reconciled(house, &DAYS);
        assert!(said(house).iter().any(|text| text.contains("open items transferred to 4302")));
    });
}

/// A1-25, A1-26: a client moves with its open items or without them; the day of an invoice decides its group; of two
/// moves on one day the last wins, and both are in the audit.
#[test]
fn a1_26_a_client_moves_from_a_day_on() {
    on_both(|house| {
        let client = client_of(house, "Plover", "Domestic");
        let old = booked(house, draft_for(client, "100"));
        let (european, overseas) = (group(house, "European"), group(house, "Overseas"));
        house.set_today("2026-03-15");
        let to = |customer_group| MoveCustomerGroup::today(client, customer_group);
        let ahead = MoveCustomerGroup { valid_from: Some(day("2026-03-16")), ..to(european) };
        assert_eq!(house.refusal(ahead), "MOVE_AHEAD");
        let before = MoveCustomerGroup { valid_from: Some(day("2026-03-01")), ..to(european) };
        assert_eq!(house.refusal(before), "MOVE_BEFORE_MEMBERSHIP");
        house.perform(MoveCustomerGroup { valid_from: Some(day("2026-03-10")), ..to(overseas) });
        house.perform(MoveCustomerGroup { valid_from: Some(day("2026-03-10")), ..to(european) });
        let (back_dated, new) =
            (booked(house, on(client, "2026-03-09", "200")), booked(house, on(client, "2026-03-10", "300")));
        let stood: Vec<String> = [old, back_dated, new].into_iter().map(|one| stands_on(house, one)).collect();
        assert_eq!(stood, ["4300", "4300", "4301"]);
        let text = said(house);
        let moved =
            |to: &str| text.iter().any(|line| line.contains(&format!("moved to customer group “{to}” from 10")));
        assert!(moved("Overseas") && moved("European"), "{text:?}");
        let of_client = house.ask(ReadAudit { subject: Some(client.uuid()), before: None, limit: 20 }).items;
        assert!(of_client.len() >= 2);
        house.perform(MoveCustomerGroup { open_items: Some(OpenItems::Transfer), ..to(overseas) });
        let items = house.ask(ReadOpenItems { client, on: None }).items;
        let overseas_account = stands_on(house, booked(house, on(client, "2026-03-15", "1")));
        assert!(items.len() == 3 && items.iter().all(|item| item.account_number == overseas_account), "{items:?}");
        reconciled(house, &DAYS);
        let permissions = [crate::Permission::ViewClients, crate::Permission::EditClients].into_iter().collect();
        let name = kernel::Name::parse("Clerk").expect("a name");
        let clerk = house.hire_as(house.perform(crate::company::CreateRole { name, permissions }));
        let posting = MoveCustomerGroup { open_items: Some(OpenItems::Transfer), ..to(european) };
        assert_eq!(house.refusal_for(&clerk, posting), "PERM_MISSING");
    });
}
