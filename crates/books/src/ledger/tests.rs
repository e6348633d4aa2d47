//! The rules of the ledger, on both databases.

use kernel::{AccountId, ClientId, Day, EntryId, Month, Name, Number};

use super::*;
use crate::testing::{TestHouse, on_both};

pub(crate) fn account(house: &TestHouse, number: &str) -> AccountId {
    let chart = house.ask(ListAccounts { on: None, with_archived: true });
    let found = chart.accounts.into_iter().find(|view| view.account.number == number);
    found.unwrap_or_else(|| panic!("account {number}")).account.id
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

/// A client, registered the way the clients' room does it.
pub(crate) fn client(house: &TestHouse, name: &str) -> ClientId {
    house.perform(crate::clients::tests::new_client(house, name))
}

pub(crate) fn entry(on: &str, lines: Vec<Line>) -> PostEntry {
    PostEntry { day: day(on), text: "Test".to_owned(), document: None, currency: None, lines }
}

/// A sale on credit: receivables against revenue.
pub(crate) fn sale(house: &TestHouse, on: &str, client: ClientId, amount: i64) -> EntryId {
    let (receivable, revenue) = (account(house, "4300"), account(house, "7000"));
    house.perform(entry(on, vec![Line::of_client(receivable, client, amount), Line::on(revenue, -amount)]))
}

fn balance_of(house: &TestHouse, number: &str) -> i64 {
    house.ask(ReadAccount { id: account(house, number) }).balance
}

/// A1-28: a line on a control account names its client; the refusals come in their order.
#[test]
fn posting_refuses_in_order_of_precedence() {
    on_both(|house| {
        let (bank, rent) = (account(house, "5720"), account(house, "6210"));
        let receivable = account(house, "4300");
        let stranger: ClientId = "cli_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        let nowhere: AccountId = "acc_01h455vb4pex5vsknk084sn02q".parse().expect("an id");
        let known = client(house, "Bramblewick Trust");
        let archived = house.perform(add("6299", "Old costs", AccountKind::Outgoing));
        house.perform(ArchiveAccount { account: archived, version: None });
        house.perform(ClosePeriod { month: month("2026-01") });
        let closed = "2026-01-31";
        let rows: [(Vec<Line>, &str); 7] = [
            (vec![], "ENTRY_EMPTY"),
            (vec![Line::on(nowhere, 100), Line::on(archived, -90)], "ENTRY_UNBALANCED"),
            (vec![Line::on(nowhere, 100), Line::on(archived, -100)], "ACCOUNT_UNKNOWN"),
            (vec![Line::on(receivable, 100), Line::on(archived, -100)], "ACCOUNT_ARCHIVED"),
            (vec![Line::on(receivable, 100), Line::of_client(rent, stranger, -100)], "CONTROL_ACCOUNT_NEEDS_PARTY"),
            (vec![Line::of_client(receivable, stranger, 100), Line::on(rent, -100)], "CLIENT_UNKNOWN"),
            (vec![Line::of_client(receivable, known, 100), Line::on(bank, -100)], "PERIOD_CLOSED"),
        ];
        for (lines, expected) in rows {
            assert_eq!(house.refusal(entry(closed, lines)), expected);
        }
        let good = vec![Line::of_client(receivable, known, 100), Line::on(bank, -100)];
        house.perform(entry("2026-02-01", good));
        assert_eq!(balance_of(house, "4300"), 100);
    });
}

fn add(number: &str, name: &str, kind: AccountKind) -> AddAccount {
    AddAccount {
        number: Number::parse(number).expect("a number"),
        name: Name::parse(name).expect("a name"),
        kind,
        category: String::new(),
        control: Control::None,
        currency: None,
    }
}

/// A1-16: five clients, one line each: the control account has five lines, its balance is their sum, and each client's
/// own ledger shows only its own. A1-29: the reconciliation of every control account is nothing, on every day.
#[test]
fn a_control_account_is_the_sum_of_its_clients() {
    on_both(|house| {
        let clients: Vec<ClientId> = (1..=5).map(|number| client(house, &format!("Client {number}"))).collect();
        for (amount, client) in (1..).zip(&clients) {
            sale(house, "2026-02-10", *client, amount * 10_000);
        }
        let of_account =
            ReadAccountLedger { account: account(house, "4300"), from: None, to: None, cursor: None, limit: 50 };
        let ledger = house.ask(of_account);
        assert_eq!(ledger.lines.items.len(), 5);
        assert_eq!(ledger.closing, 150_000);
        assert_eq!(ledger.lines.items.last().map(|line| line.balance), Some(150_000));
        let own = house.ask(ReadClientLedger { client: clients[2], cursor: None, limit: 50 });
        assert_eq!(own.lines.items.iter().map(|line| line.amount).collect::<Vec<_>>(), [30_000]);
        assert_eq!(own.balance, 30_000);
        for on in ["2026-02-09", "2026-02-10", "2026-02-11", "2026-03-02"] {
            let rows = house.ask(Reconcile { on: Some(day(on)) }).rows;
            assert!(rows.len() >= 3 && rows.iter().all(|row| row.difference() == 0), "{on} {rows:?}");
        }
        let balances = ReadBalances { on: None, from: None, to: None, by: By::Client };
        let rows = house.ask(balances.clone()).rows;
        assert_eq!(rows.iter().map(|row| row.sums.debit).sum::<i64>(), 150_000);
        let groups = house.ask(ReadBalances { by: By::Group, ..balances }).rows;
        assert_eq!(
            groups.iter().map(|row| (row.name.as_str(), row.sums.balance())).collect::<Vec<_>>(),
            [("Domestic", 150_000)]
        );
    });
}

/// P5: a posted entry is taken back by its opposite, once, on an open day.
#[test]
fn an_entry_is_reversed_once_and_stays() {
    on_both(|house| {
        let id = sale(house, "2026-02-10", client(house, "Alba Studio"), 121_000);
        let reverse = |on: &str| ReverseEntry { entry: id, on: Some(day(on)), text: String::new() };
        house.perform(ClosePeriod { month: month("2026-02") });
        assert_eq!(house.refusal(reverse("2026-02-09")), "REVERSAL_BEFORE_ENTRY");
        assert_eq!(house.refusal(reverse("2026-02-28")), "PERIOD_CLOSED");
        let reversal = house.perform(reverse("2026-03-01"));
        assert_eq!(house.refusal(reverse("2026-03-01")), "ENTRY_REVERSED");
        let again = ReverseEntry { entry: reversal, on: None, text: String::new() };
        assert_eq!(house.refusal(again), "ENTRY_IS_REVERSAL");
        let view = house.ask(ReadEntry { id });
        assert_eq!(view.total(), 121_000);
        assert_eq!(view.reversed_by.map(|(by, _)| by), Some(reversal));
        assert_eq!(balance_of(house, "4300"), 0);
        let journal = house.ask(ListEntries { limit: 1, ..ListEntries::default() });
        let cursor = journal.entries.next.and_then(|next| next.parse().ok());
        let rest = house.ask(ListEntries { limit: 5, cursor, ..ListEntries::default() });
        assert_eq!(rest.entries.items.iter().map(|row| row.id).collect::<Vec<_>>(), [id]);
    });
}

#[test]
fn a_closed_month_takes_nothing_until_it_is_reopened() {
    on_both(|house| {
        assert_eq!(house.refusal(ClosePeriod { month: month("2026-04") }), "PERIOD_NOT_BEGUN");
        assert_eq!(house.refusal(ReopenPeriod { month: month("2026-02") }), "PERIOD_IS_OPEN");
        house.perform(ClosePeriod { month: month("2026-02") });
        assert_eq!(house.refusal(ClosePeriod { month: month("2026-02") }), "PERIOD_IS_CLOSED");
        house.perform(ReopenPeriod { month: month("2026-02") });
        sale(house, "2026-02-10", client(house, "Alba Studio"), 100);
        house.perform(ClosePeriod { month: month("2026-02") });
        let periods = house.ask(ListPeriods);
        let shown: Vec<_> = periods.iter().map(|p| (p.month, p.entries, p.closed_by.as_deref())).collect();
        assert_eq!(shown, [(month("2026-03"), 0, None), (month("2026-02"), 1, Some("Olive Owner"))]);
    });
}

/// A1-27: an account that a customer group refers to can be neither archived nor deleted; the groups are listed.
#[test]
fn an_account_in_use_stays_in_use() {
    on_both(|house| {
        let domestic = account(house, "4300");
        let refused = house.desk.perform(&house.owner(), ArchiveAccount { account: domestic, version: None });
        let failure = refused.expect_err("refused");
        let refusal = failure.refusal().expect("a refusal");
        assert_eq!(refusal.code, "ACCOUNT_IN_USE");
        assert!(refusal.details.contains(&("customer_groups".to_owned(), "Domestic".to_owned())), "{refusal:?}");
        assert_eq!(house.refusal(DeleteAccount { account: domestic, version: None }), "ACCOUNT_IN_USE");
        let control = ChangeAccount { control: Some(Control::None), ..ChangeAccount::of(domestic) };
        assert_eq!(house.refusal(control), "ACCOUNT_IN_USE");
        let renamed = ChangeAccount { name: Name::parse("Debtors").ok(), ..ChangeAccount::of(domestic) };
        house.perform(renamed);
    });
}

/// An account with entries keeps its type and is archived, not deleted; one without is deleted.
#[test]
fn an_account_with_entries_is_archived_not_deleted() {
    on_both(|house| {
        let costs = house.perform(add("6298", "Sundries", AccountKind::Outgoing));
        let bank = account(house, "5720");
        assert_eq!(house.refusal(add("6298", "Others", AccountKind::Outgoing)), "NUMBER_TAKEN");
        let changed = ChangeAccount { kind: Some(AccountKind::Incoming), ..ChangeAccount::of(costs) };
        house.perform(changed.clone());
        let stale = ChangeAccount { version: Some(1), ..changed.clone() };
        assert_eq!(house.refusal(stale), "CHANGED_MEANWHILE");
        house.perform(entry("2026-02-01", vec![Line::on(costs, 500), Line::on(bank, -500)]));
        let back = ChangeAccount { kind: Some(AccountKind::Outgoing), ..changed };
        assert_eq!(house.refusal(back), "ACCOUNT_HAS_ENTRIES");
        assert_eq!(house.refusal(DeleteAccount { account: costs, version: None }), "ACCOUNT_HAS_ENTRIES");
        house.perform(ArchiveAccount { account: costs, version: None });
        assert_eq!(balance_of(house, "6298"), 500);
        house.perform(RestoreAccount { account: costs, version: None });
        let empty = house.perform(add("6297", "Never used", AccountKind::Outgoing));
        house.perform(DeleteAccount { account: empty, version: None });
        assert_eq!(house.refusal(DeleteAccount { account: empty, version: None }), "missing account");
    });
}

/// A1-14: a customer as an account is not blocked, and warned of: by its name, and by its number.
#[test]
fn customers_do_not_belong_in_the_chart() {
    on_both(|house| {
        client(house, "Smith & Daughters");
        let by_name = house.perform(add("5901", "SMITH & daughters", AccountKind::Asset));
        let by_number = house.perform(add("4300001", "Somebody", AccountKind::Asset));
        let warnings = |id| house.ask(ReadAccount { id }).warnings;
        assert!(warnings(by_name)[0].contains("called like a client"), "{:?}", warnings(by_name));
        assert!(warnings(by_number)[0].contains("range of the control account 4300"));
        assert!(warnings(account(house, "4300")).is_empty());
        let chart = house.ask(ListAccounts::default());
        assert_eq!(chart.accounts.iter().filter(|view| !view.warnings.is_empty()).count(), 2);
    });
}

/// A control account of receivables is an asset, one of payables a liability.
#[test]
fn a_control_account_has_its_type() {
    on_both(|house| {
        let wrong = AddAccount { control: Control::Receivable, ..add("4390", "Debtors", AccountKind::Incoming) };
        assert_eq!(house.refusal(wrong), "CONTROL_ACCOUNT_TYPE");
        let right = AddAccount { control: Control::Receivable, ..add("4390", "Debtors", AccountKind::Asset) };
        house.perform(right);
    });
}

/// Income and expenses begin anew with the fiscal year; the trial balance still adds up to nothing.
#[test]
fn the_trial_balance_adds_up_across_years() {
    on_both(|house| {
        let known = client(house, "Alba Studio");
        sale(house, "2025-12-31", known, 70_000);
        sale(house, "2026-01-15", known, 30_000);
        sale(house, "2026-03-01", known, 1_000);
        let trial = house.ask(ReadTrialBalance { from: Some(day("2026-02-01")), to: Some(day("2026-03-01")) });
        assert_eq!(trial.earlier_result, -70_000);
        assert_eq!((trial.totals.opening, trial.totals.closing), (0, 0));
        assert_eq!(trial.totals.moved, Sums { debit: 1_000, credit: 1_000 });
        let row = |number: &str| {
            let row = trial.rows.iter().find(|row| row.account.number == number).expect("a row");
            (row.opening, row.moved.balance(), row.closing)
        };
        assert_eq!(row("4300"), (100_000, 1_000, 101_000));
        assert_eq!(row("7000"), (-30_000, -1_000, -31_000));
        assert_eq!(balance_of(house, "7000"), -31_000);
    });
}

/// The running balance goes on from page to page.
#[test]
fn an_account_is_read_page_by_page() {
    on_both(|house| {
        let known = client(house, "Alba Studio");
        for on in ["2026-01-05", "2026-02-10", "2026-02-10", "2026-02-10", "2026-03-01"] {
            sale(house, on, known, 100);
        }
        let mut cursor = None;
        let mut balances = Vec::new();
        loop {
            let from = Some(day("2026-02-01"));
            let read = ReadAccountLedger { account: account(house, "4300"), from, to: None, cursor, limit: 2 };
            let page = house.ask(read);
            assert_eq!(page.closing, 500);
            balances.extend(page.lines.items.iter().map(|line| line.balance));
            match page.lines.next {
                Some(next) => cursor = next.parse().ok(),
                None => break,
            }
        }
        assert_eq!(balances, [200, 300, 400, 500]);
    });
}

/// A1-30, the setting: product group and zone give the VAT code; a code that a rule names cannot be archived.
#[test]
fn vat_codes_and_rules_are_kept() {
    on_both(|house| {
        let tax = house.ask(ReadTax);
        let code = |text: &str| tax.codes.iter().find(|code| code.code == text).expect("a code").id;
        let archive = |id| ArchiveVatCode { vat_code: id, version: None, archived: true };
        assert_eq!(house.refusal(archive(code("V21"))), "VAT_CODE_IN_USE");
        let new = AddVatCode {
            code: "V5".to_owned(),
            name: Name::parse("VAT 5 %").expect("a name"),
            kind: "reduced".to_owned(),
            rate: kernel::Rate(500),
            account: None,
            text: String::new(),
        };
        let rows = [
            (AddVatCode { code: "V 5".to_owned(), ..new.clone() }, "VAT_CODE_FORM"),
            (AddVatCode { code: "v21".to_owned(), ..new.clone() }, "VAT_CODE_TAKEN"),
            (AddVatCode { kind: "odd".to_owned(), ..new.clone() }, "VAT_KIND_UNKNOWN"),
            (AddVatCode { rate: kernel::Rate(10_001), ..new.clone() }, "RATE_OUT_OF_RANGE"),
            (new.clone(), "ACCOUNT_REQUIRED"),
        ];
        for (command, expected) in rows {
            assert_eq!(house.refusal(command), expected);
        }
        let id = house.perform(AddVatCode { account: Some(account(house, "4770")), ..new });
        let group = tax.product_groups[0].id;
        let rule = |sales: &str| SetVatRule {
            product_group: group,
            zone: tax.zones[0].id,
            vat_code: id,
            sales_account: account(house, sales),
        };
        assert_eq!(house.refusal(rule("4300")), "ACCOUNT_IS_CONTROL");
        house.perform(rule("7000"));
        assert_eq!(house.refusal(archive(id)), "VAT_CODE_IN_USE");
        assert_eq!(house.refusal(ArchiveAccount { account: account(house, "7000"), version: None }), "ACCOUNT_IN_USE");
        let name = tax.product_groups[1].name.clone();
        assert_eq!(house.refusal(AddProductGroup { name: name.clone() }), "NAME_TAKEN");
        assert_eq!(house.refusal(RenameProductGroup { product_group: group, version: None, name }), "NAME_TAKEN");
        let zone = AddVatZone { code: tax.zones[0].code.clone(), name: Name::parse("Here").expect("a name") };
        assert_eq!(house.refusal(zone.clone()), "ZONE_TAKEN");
        assert_eq!(house.refusal(AddVatZone { code: "At Home".to_owned(), ..zone }), "ZONE_CODE_FORM");
    });
}

/// A1-20: a series says how numbers look; two series never share a pattern.
#[test]
fn a_series_keeps_its_numbers_apart() {
    on_both(|house| {
        let listed = house.ask(ListSeries);
        let shown: Vec<(&str, &str)> =
            listed.iter().map(|view| (view.series.purpose.code(), view.next.as_str())).collect();
        assert_eq!(shown, [("invoice", "2026-1"), ("credit_note", "C2026-1")]);
        let id = listed[0].series.id;
        let change = ChangeSeries { series: id, version: None, name: None, pattern: None, first: None, yearly: None };
        let pattern = |text: &str| ChangeSeries { pattern: Some(text.to_owned()), ..change.clone() };
        assert_eq!(house.refusal(pattern("INV-{n}")), "PATTERN_INVALID");
        for same in ["C{yyyy}-{n}", "C{yyyy}-{n:4}", "C{yy}26-{n}"] {
            assert_eq!(house.refusal(pattern(same)), "PATTERN_TAKEN", "{same}");
        }
        assert_eq!(house.refusal(ChangeSeries { first: Some(0), ..change.clone() }), "FIRST_NUMBER_OUT_OF_RANGE");
        house.perform(ChangeSeries { first: Some(100), yearly: Some(false), ..pattern("INV-{n:5}") });
        assert_eq!(house.ask(ListSeries)[0].next, "INV-00100");
    });
}

/// X8: what was done to an account is undone with its id; what leans on the change since is said instead.
#[test]
fn changes_of_accounts_are_undone() {
    on_both(|house| {
        let operation = |act: ChangeAccount| {
            let receipt = house.desk.carry_out(crate::Order::new(house.owner(), act)).expect("accepted");
            receipt.operation.expect("undoable")
        };
        let undo = |operation| crate::undo::undo(&house.desk, &house.owner(), operation, None);
        let costs = house.perform(add("6298", "Sundries", AccountKind::Outgoing));
        let renamed = operation(ChangeAccount { name: Name::parse("Odds").ok(), ..ChangeAccount::of(costs) });
        undo(renamed).expect("undone");
        assert_eq!(house.ask(ReadAccount { id: costs }).account.name.as_str(), "Sundries");
        let turned = operation(ChangeAccount { kind: Some(AccountKind::Incoming), ..ChangeAccount::of(costs) });
        let bank = account(house, "5720");
        house.perform(entry("2026-02-01", vec![Line::on(costs, 500), Line::on(bank, -500)]));
        let blocked = undo(turned).expect_err("blocked");
        assert!(format!("{blocked:?}").contains("has entries by now"), "{blocked:?}");
        let empty = house.perform(add("6297", "Never used", AccountKind::Outgoing));
        let delete = crate::Order::new(house.owner(), DeleteAccount { account: empty, version: None });
        let deleted = house.desk.carry_out(delete).expect("accepted").operation.expect("undoable");
        undo(deleted).expect("undone");
        assert_eq!(house.ask(ReadAccount { id: empty }).account.number, "6297");
    });
}

/// Texts, categories and the length of an entry have their bounds.
#[test]
fn what_is_typed_has_its_bounds() {
    on_both(|house| {
        let bank = account(house, "5720");
        let pair = || vec![Line::on(bank, 1), Line::on(bank, -1)];
        let long = "x".repeat(201);
        assert_eq!(house.refusal(PostEntry { text: long.clone(), ..entry("2026-02-01", pair()) }), "TEXT_TOO_LONG");
        let line = Line { text: Some(long), ..Line::on(bank, 1) };
        assert_eq!(house.refusal(entry("2026-02-01", vec![line, Line::on(bank, -1)])), "TEXT_TOO_LONG");
        let many = (0..501).flat_map(|_| pair()).collect();
        assert_eq!(house.refusal(entry("2026-02-01", many)), "ENTRY_TOO_LONG");
        let odd = AddAccount { category: "Petty cash".to_owned(), ..add("5700.1", "Till", AccountKind::Asset) };
        assert_eq!(house.refusal(odd), "CATEGORY_INVALID");
        let dollars = PostEntry { currency: Some(kernel::Currency::USD), ..entry("2026-02-01", pair()) };
        assert_eq!(house.refusal(dollars), "CURRENCY_NOT_COMPANYS");
    });
}

/// A typed client is found by its number, or by its whole name where only one is called so.
#[test]
fn a_client_is_found_as_it_is_typed() {
    on_both(|house| {
        let first = client(house, "Alba Studio");
        let find = |text: &str| house.desk.ask(&house.owner(), FindParty { text: text.to_owned() });
        assert_eq!(find("alba studio").expect("found").id, first);
        assert_eq!(find("1001").expect("found").id, first);
        client(house, "Alba Studio");
        let refused = |text: &str| crate::testing::code(find(text).expect_err("refused"));
        assert_eq!(refused("Alba Studio"), "CLIENT_AMBIGUOUS");
        assert_eq!(refused("Alba"), "CLIENT_UNKNOWN");
        assert_eq!(find("1001").expect("found").id, first);
    });
}

/// Each verb needs its right: a reader changes nothing, and an accountant may do all of it.
#[test]
fn the_ledger_is_changed_by_those_who_may() {
    on_both(|house| {
        let (reader, accountant) = (house.hire("reader"), house.hire("accountant"));
        let bank = account(house, "5720");
        let pair = || entry("2026-02-01", vec![Line::on(bank, 1), Line::on(bank, -1)]);
        assert_eq!(house.refusal_for(&reader, pair()), "PERM_MISSING");
        assert_eq!(house.refusal_for(&reader, ClosePeriod { month: month("2026-02") }), "PERM_MISSING");
        assert_eq!(house.refusal_for(&reader, add("6298", "Sundries", AccountKind::Outgoing)), "PERM_LEDGER_SETUP");
        let seen = house.desk.ask(&reader, ReadBalances { on: None, from: None, to: None, by: By::Account });
        assert_eq!(seen.expect("an answer").rows, []);
        house.desk.perform(&accountant, pair()).expect("posted");
        house.desk.perform(&accountant, add("6298", "Sundries", AccountKind::Outgoing)).expect("added");
        house.desk.perform(&accountant, ClosePeriod { month: month("2026-02") }).expect("closed");
    });
}
