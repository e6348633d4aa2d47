//! Documents and payments in another currency than the books', on both databases (A1-32).

use kernel::{ClientId, Currency, InvoiceId, Money, UnitPrice};

use super::tests::{lines_of, payment, reconciled};
use super::{AllocatedTo, Allocation, ReadOpenItems, ReadPayment, RecordPayment};
use crate::groups::{ChangeCustomerGroups, Edit, ListCustomerGroups, OpenItems, Terms};
use crate::ledger::rates::tests::rate;
use crate::ledger::tests::{account, day};
use crate::ledger::{AccountKind, AddAccount, Control, MatchItems, ReadAccount, ReverseEntry};
use crate::sales::invoices::tests::{booked, client_of, draft_for, drafted, read};
use crate::sales::invoices::{
    BookInvoice, CreditInvoice, CreditLine, Draft, DraftLine, InvoiceView, ListInvoices, State, Values,
};
use crate::testing::{TestHouse, on_both};

const DAYS: [&str; 5] = ["2026-03-02", "2026-03-10", "2026-03-15", "2026-03-31", "2026-12-31"];

fn usd() -> Currency {
    Currency::parse("USD").expect("dollars")
}

fn dollars(text: &str) -> Money {
    Money::parse(text, usd()).expect("an amount")
}

fn eur(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

/// A draft in dollars of 2 March 2026.
fn draft(client: ClientId, net: &str) -> Draft {
    let line = DraftLine::of_text("Advice", UnitPrice::parse(net, usd()).expect("a price"));
    let typed = Values { currency: Some(usd()), ..Values::default() };
    Draft { typed, lines: vec![line], ..draft_for(client, "1") }
}

fn paid(client: ClientId, amount: &str) -> RecordPayment {
    RecordPayment { amount: dollars(amount), ..payment(client, "1.00") }
}

fn of_invoice(invoice: InvoiceId, amount: i64) -> Vec<Allocation> {
    vec![Allocation { to: AllocatedTo::Invoice(invoice), amount }]
}

fn add(house: &TestHouse, number: &str, control: Control) -> kernel::AccountId {
    house.perform(AddAccount {
        number: number.parse().expect("a number"),
        name: format!("Dollars {number}").parse().expect("a name"),
        kind: AccountKind::Asset,
        category: if control == Control::None { "bank".to_owned() } else { String::new() },
        control,
        currency: Some(usd()),
    })
}

/// A client of the customer group Overseas, whose account and bank are kept in dollars; a dollar was 0.90 on 1 March and
/// 0.95 on 10 March.
fn settled(house: &TestHouse) -> ClientId {
    house.set_today("2026-03-20");
    let receivables = add(house, "43095", Control::Receivable);
    add(house, "57255", Control::None);
    let groups = house.ask(ListCustomerGroups::default()).items;
    let overseas = groups.iter().find(|line| line.posting.group.name.as_str() == "Overseas").expect("the group");
    let terms = Terms { currency: Some(usd()), ..overseas.posting.terms.clone() };
    let edit = Edit { account: Some(receivables), terms: Some(terms), ..Edit::of(overseas.posting.group.id) };
    house.perform(ChangeCustomerGroups { edits: vec![edit], open_items: Some(OpenItems::Keep), on: None });
    house.perform(rate("2026-03-01", "0.90"));
    house.perform(rate("2026-03-10", "0.95"));
    client_of(house, "Plover", "Overseas")
}

/// What an account shows: in the books and in its own currency, minor units.
fn balance(house: &TestHouse, number: &str) -> (i64, i64) {
    let view = house.ask(ReadAccount { id: account(house, number) });
    (view.balance, view.foreign_balance.map_or(0, |balance| balance.minor))
}

fn entry_of(house: &TestHouse, id: kernel::PaymentId) -> Vec<String> {
    lines_of(house, house.ask(ReadPayment { id }).row.payment.entry)
}

fn open(view: &InvoiceView) -> (State, i64) {
    (view.state, view.open)
}

/// A1-32: an invoice in dollars is posted in euros by the rate of its day and shown in both; what is paid more or less than
/// that goes to the account for exchange differences.
#[test]
fn a1_32_an_invoice_in_dollars_shows_both_balances() {
    on_both(|house| {
        let client = settled(house);
        let first = booked(house, draft(client, "1000.00"));
        let view = read(house, first);
        let books = view.invoice.books.expect("in the books");
        assert_eq!(
            (view.invoice.gross, books.gross, books.rate.to_string()),
            (dollars("1000.00"), eur("900.00"), "0.90".into())
        );
        assert_eq!((balance(house, "43095"), open(&view)), ((90_000, 100_000), (State::Booked, 100_000)));
        // Paid in part on the bank in dollars, by the rate of the day: 400 USD are 380 EUR, and were 360 EUR.
        let part = RecordPayment { day: Some(day("2026-03-10")), ..paid(client, "400.00") };
        let part = house.perform(part);
        assert_eq!(entry_of(house, part), ["57255 380.00", "43095 -360.00", "6680 -20.00"]);
        assert_eq!((balance(house, "43095"), balance(house, "57255")), ((54_000, 60_000), (38_000, 40_000)));
        assert_eq!(open(&read(house, first)), (State::PartPaid, 60_000));
        // The rest on the company's own bank, which got 530 EUR for 600 USD that were 540 EUR: a loss.
        let bank = Some(account(house, "5720"));
        let rest = RecordPayment { account: bank, received: Some(eur("530.00")), ..paid(client, "600.00") };
        let rest = house.perform(rest);
        assert_eq!(entry_of(house, rest), ["5720 530.00", "43095 -540.00", "6680 10.00"]);
        assert_eq!((balance(house, "43095"), open(&read(house, first))), ((0, 0), (State::Settled, 0)));
        let view = house.ask(ReadPayment { id: rest });
        let payment = view.row.payment;
        assert_eq!((payment.amount, payment.foreign.map(|foreign| foreign.amount)), (53_000, Some(60_000)));
        assert_eq!(view.settled.iter().map(|one| one.amount).collect::<Vec<_>>(), [60_000]);
        let listed = house.ask(ListInvoices { limit: 10, ..ListInvoices::default() });
        assert_eq!(
            (listed.totals.gross, listed.totals.open, listed.rows[0].gross),
            (eur("900.00"), eur("0.00"), dollars("1000.00"))
        );
        // Taken back, it is open again, in both.
        house.perform(ReverseEntry { entry: payment.entry, on: None, text: String::new() });
        assert_eq!((balance(house, "43095"), open(&read(house, first))), ((54_000, 60_000), (State::PartPaid, 60_000)));
        reconciled(house, &DAYS);
    });
}

/// A1-32: lines and VAT are converted each for itself; a credit note uses the rate of its invoice and clears what is open of
/// it to the cent, whatever the parts were rounded to.
#[test]
fn a1_32_a_credit_note_uses_the_rate_of_its_invoice() {
    on_both(|house| {
        house.set_today("2026-03-20");
        let client = client_of(house, "Heron", "Domestic");
        house.perform(rate("2026-03-01", "0.90"));
        house.perform(rate("2026-03-20", "0.97"));
        let of = |net: &str| DraftLine::of_text("Advice", UnitPrice::parse(net, usd()).expect("a price"));
        let lines = vec![of("33.33"), of("0.05"), of("66.65")];
        let id = booked(house, Draft { lines, ..draft(client, "1") });
        let view = read(house, id);
        let books = view.invoice.books.expect("in the books");
        // 33.33 × 0.9 = 30.00, 0.05 × 0.9 = 0.05, 66.65 × 0.9 = 59.99; VAT 21.01 × 0.9 = 18.91.
        assert_eq!(
            (view.invoice.gross, books.net, books.vat, books.gross),
            (dollars("121.04"), eur("90.04"), eur("18.91"), eur("108.95"))
        );
        house.perform(RecordPayment { allocations: of_invoice(id, 3_333), ..paid(client, "33.33") });
        let one = CreditLine { line: 2, quantity: None };
        let note = CreditInvoice { id, day: None, lines: vec![one], note: String::new() };
        let note = house.perform(note);
        house.perform(BookInvoice { id: note, version: None });
        assert_eq!(read(house, note).invoice.books.expect("in the books").rate.to_string(), "0.90");
        let rest =
            CreditInvoice { id, day: None, lines: vec![CreditLine { line: 3, quantity: None }], note: String::new() };
        let rest = house.perform(rest);
        house.perform(BookInvoice { id: rest, version: None });
        let left = read(house, id).open;
        house.perform(RecordPayment {
            allocations: of_invoice(id, left),
            ..paid(client, &Money::new(left, usd()).to_string())
        });
        assert_eq!(open(&read(house, id)), (State::Settled, 0));
        assert_eq!(house.number("SELECT COUNT(*) FROM open_items WHERE remaining <> 0 OR foreign_remaining <> 0"), 0);
        reconciled(house, &DAYS);
    });
}

/// A1-32: what was paid ahead at another rate settles a later invoice by one entry that holds the difference; a transfer takes
/// both amounts along; a reversal gives both back.
#[test]
fn a1_32_a_payment_ahead_is_matched_and_items_are_transferred() {
    on_both(|house| {
        let client = settled(house);
        let ahead = RecordPayment { day: Some(day("2026-03-10")), ..paid(client, "500.00") };
        let ahead = house.perform(ahead);
        assert_eq!(house.ask(ReadPayment { id: ahead }).row.unused, 50_000);
        let id = booked(house, draft(client, "300.00"));
        assert_eq!(house.perform(MatchItems { client }), 1);
        // 300 USD were 270 EUR on the invoice and 285 EUR of the payment.
        let entry = house.number("SELECT number FROM entries WHERE source = 'exchange'");
        let found = house.ask(crate::ledger::ListEntries { limit: 10, ..crate::ledger::ListEntries::default() });
        let found = found.entries.items.iter().find(|row| row.heading.number == entry).expect("the entry").id;
        assert_eq!(lines_of(house, found), ["43095 -270.00", "43095 285.00", "6680 -15.00"]);
        assert_eq!((open(&read(house, id)), balance(house, "43095")), ((State::Settled, 0), (-19_000, -20_000)));
        assert_eq!(house.ask(ReadPayment { id: ahead }).row.unused, 20_000);
        house.perform(ReverseEntry { entry: found, on: None, text: String::new() });
        assert_eq!((open(&read(house, id)).1, balance(house, "43095")), (30_000, (-20_500, -20_000)));
        let items = house.ask(ReadOpenItems { client, on: None }).items;
        let both: Vec<_> = items.iter().map(|item| (item.open, item.foreign.map(|foreign| foreign.amount))).collect();
        assert_eq!(both, [(-47_500, Some(-50_000)), (27_000, Some(30_000))]);
        let other = add(house, "43085", Control::Receivable);
        let groups = house.ask(ListCustomerGroups::default()).items;
        let overseas = groups.iter().find(|line| line.posting.group.name.as_str() == "Overseas").expect("the group");
        let edit = Edit { account: Some(other), ..Edit::of(overseas.posting.group.id) };
        let transfer = ChangeCustomerGroups { edits: vec![edit], open_items: Some(OpenItems::Transfer), on: None };
        house.perform(transfer);
        assert_eq!((balance(house, "43095"), balance(house, "43085")), ((0, 0), (-20_500, -20_000)));
        reconciled(house, &DAYS);
    });
}

/// Refusals around other currencies, in their order of precedence.
#[test]
fn other_currencies_are_refused_where_they_do_not_fit() {
    on_both(|house| {
        let client = settled(house);
        let in_euros = Values { currency: Some(Currency::EUR), ..Values::default() };
        let euros = drafted(house, Draft { typed: in_euros, ..draft_for(client, "100") });
        assert_eq!(house.refusal(BookInvoice { id: euros, version: None }), "ACCOUNT_OTHER_CURRENCY");
        let early = drafted(house, Draft { day: day("2026-02-27"), ..draft(client, "1") });
        assert_eq!(house.refusal(BookInvoice { id: early, version: None }), "EXCHANGE_RATE_MISSING");
        let id = booked(house, draft(client, "100.00"));
        let domestic = client_of(house, "Heron", "Domestic");
        let own = booked(house, draft_for(domestic, "100"));
        let (bank, dollar_bank) = (account(house, "5720"), account(house, "57255"));
        let pay = |amount: Money, act: RecordPayment| RecordPayment { amount, ..act };
        let to = |invoice| RecordPayment { allocations: of_invoice(invoice, 100), ..paid(client, "1.00") };
        let rows = [
            (RecordPayment { account: Some(dollar_bank), ..payment(client, "1.00") }, "BANK_CURRENCY"),
            (RecordPayment { received: Some(eur("1.00")), ..payment(client, "1.00") }, "RECEIVED_CURRENCY"),
            (RecordPayment { received: Some(dollars("1.00")), ..paid(client, "1.00") }, "RECEIVED_CURRENCY"),
            (RecordPayment { received: Some(eur("0.00")), ..paid(client, "1.00") }, "PAYMENT_NOT_POSITIVE"),
            (pay(eur("1.00"), RecordPayment { account: Some(bank), ..to(id) }), "ALLOCATION_CURRENCY"),
            (
                RecordPayment { allocations: of_invoice(id, 10_001), ..paid(client, "200.00") },
                "ALLOCATION_EXCEEDS_OPEN",
            ),
            (RecordPayment { client: domestic, ..to(own) }, "ALLOCATION_CURRENCY"),
            (RecordPayment { day: Some(day("2026-02-27")), ..paid(client, "1.00") }, "EXCHANGE_RATE_MISSING"),
        ];
        for (act, expected) in rows {
            assert_eq!(house.refusal(act.clone()), expected, "{act:?}");
        }
        house.run("UPDATE accounts SET archived_at = 1 WHERE number = '6680'");
        assert_eq!(
            house.refusal(RecordPayment { received: Some(eur("95.00")), ..paid(client, "100.00") }),
            "EXCHANGE_ACCOUNT_MISSING"
        );
        house.run("UPDATE accounts SET archived_at = NULL");
        // The database keeps both amounts of an item together.
        assert!(house.try_run("UPDATE open_items SET foreign_amount = 1 WHERE foreign_amount IS NOT NULL").is_err());
        assert!(
            house
                .try_run("UPDATE open_items SET foreign_remaining = foreign_amount + 1 WHERE foreign_amount > 0")
                .is_err()
        );
        assert_eq!(open(&read(house, id)).1, 10_000);
    });
}
