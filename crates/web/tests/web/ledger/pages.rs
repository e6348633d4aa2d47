//! The ledger's pages as a browser without script meets them.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};

use crate::door::Browser;

fn client(house: &TestHouse, browser: &Browser, name: &str) {
    let groups = house.ask(books::clients::ListChoices).customer_groups;
    let group = groups[0].id.to_string();
    let made = browser.post("/clients", &[("name", name), ("customer_group", &group)]);
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
}

/// The form of a sale on credit; the client is empty where `client` is.
pub(super) fn sale<'a>(client: &'a str, debit: &'a str, credit: &'a str) -> Vec<(&'a str, &'a str)> {
    let row = |account, client, debit, credit| {
        [("account", account), ("client", client), ("line_text", ""), ("debit", debit), ("credit", credit)]
    };
    let mut form = vec![("day", "2026-02-10"), ("text", "Advice"), ("document", "A-1")];
    form.extend(row("4300 Clientes", client, debit, ""));
    form.extend(row("7000", "", "", credit));
    form.extend(row("", "", "", ""));
    form
}

/// A1-28 on the page: a line on a control account needs a client; the form keeps what was typed; rows are added by a
/// button; the posted entry is shown, listed and reversed once.
#[test]
fn an_entry_is_typed_and_reversed() {
    on_both(|house| {
        let browser = Browser::of_owner(house);
        client(house, &browser, "Bramblewick Trust");
        assert!(browser.get("/ledger/journal").text.contains("No entry yet"));
        let empty = browser.get("/ledger/entries/new");
        assert_eq!(empty.text.matches("name=\"account\"").count(), 4);
        let more = browser.post("/ledger/entries/new", &sale("", "1.210,00", "1000"));
        assert_eq!(more.text.matches("name=\"account\"").count(), 8);
        assert!(more.text.contains("value=\"1.210,00\"") && more.text.contains("difference 210.00"), "{}", more.text);
        let refused = browser.post("/ledger/entries", &sale("", "1.210,00", "1210"));
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text.contains("has no client") && refused.text.contains("value=\"1.210,00\""));
        let unbalanced = browser.post("/ledger/entries", &sale("Bramblewick Trust", "1210", "1000"));
        assert!(unbalanced.text.contains("does not balance: 210.00 EUR more debit"), "{}", unbalanced.text);
        let unknown = browser.post("/ledger/entries", &sale("Nobody", "1210", "1210"));
        assert!(unknown.text.contains("There is no client “Nobody”"));
        let odd = browser.post("/ledger/entries", &sale("Bramblewick Trust", "1,210", "1210"));
        assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
        let posted = browser.post("/ledger/entries", &sale("bramblewick trust", "1210", "1.210,00"));
        assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text);
        let page = browser.get(&posted.location());
        assert!(
            page.text.contains("Bramblewick Trust")
                && page.text.contains("1,210.00")
                && page.text.contains("Reverse entry")
        );
        let journal = browser.get("/ledger/journal?q=advice&from=2026-02-01&to=2026-02-28&source=manual");
        assert!(journal.text.contains(&posted.location()));
        assert!(browser.get("/ledger/journal?q=nothing").text.contains("No entry matches"));
        assert_eq!(browser.get("/ledger/journal?from=31.12.2026").status, StatusCode::UNPROCESSABLE_ENTITY);
        let reverse = format!("{}/reverse", posted.location());
        let early = browser.post(&reverse, &[("on", "2026-02-09"), ("text", "")]);
        assert!(early.text.contains("Entry 1 is of 2026-02-10"));
        let done = browser.post(&reverse, &[("on", "2026-03-01"), ("text", "Wrong client")]);
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        assert!(browser.get(&posted.location()).text.contains("It was taken back by"));
        assert!(browser.post(&reverse, &[("on", "2026-03-01")]).text.contains("reversed already"));
    });
}

/// A1-14, A1-16, A1-27, A1-29 on the pages: the chart with its warning and the check of each control account, the
/// account's own ledger, and an account that cannot be archived because a group uses it.
#[test]
fn the_chart_is_shown_and_set_up() {
    on_both(|house| {
        let browser = Browser::of_owner(house);
        client(house, &browser, "Smith");
        browser.post("/ledger/entries", &sale("Smith", "1210", "1210"));
        let new = [("number", "5901"), ("name", "Smith"), ("type", "asset"), ("control", "none")];
        let made = browser.post("/settings/accounts", &new);
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        assert!(browser.get(&made.location()).text.contains("Customers do not belong in the chart"));
        let taken = browser.post("/settings/accounts", &new);
        assert_eq!(taken.status, StatusCode::CONFLICT);
        assert!(taken.text.contains("Number 5901 belongs to “Smith”"));
        let chart = browser.get("/ledger/accounts");
        assert!(
            chart.text.contains("A customer in the chart.")
                && chart.text.contains("agrees")
                && !chart.text.contains("differs")
        );
        let control = house.ask(books::ledger::ListAccounts::default()).accounts;
        let control = control.iter().find(|view| view.account.number == "4300").expect("4300").account.id;
        let ledger = browser.get(&format!("/ledger/accounts/{control}?from=2026-02-01"));
        assert!(
            ledger.text.contains("Brought forward")
                && ledger.text.contains("1,210.00")
                && ledger.text.contains("Smith")
        );
        let refused = browser.post(&format!("/ledger/accounts/{control}/archive"), &[]);
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text.contains("the customer group Domestic"), "{}", refused.text);
        let edit = made.location().replace("/ledger/accounts/", "/settings/accounts/");
        let form = browser.get(&edit);
        assert!(form.text.contains("value=\"5901\""));
        let changed =
            [("version", "1"), ("number", "5902"), ("name", "Sundries"), ("type", "asset"), ("control", "none")];
        assert_eq!(browser.post(&edit, &changed).status, StatusCode::SEE_OTHER);
        let stale = browser.post(&edit, &changed);
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        assert!(stale.text.contains("changed meanwhile") && stale.text.contains("name=\"version\" value=\"2\""));
        let deleted = browser.post(&format!("{}/delete", made.location()), &[]);
        assert_eq!(deleted.location(), "/ledger/accounts");
        let trial = browser.get("/ledger/trial-balance?from=2026-01-01&to=2026-02-28");
        assert!(trial.text.contains("4300") && trial.text.contains("1,210.00") && trial.text.contains("<td>Sum</td>"));
    });
}

#[test]
fn months_series_and_tax_are_set_up_on_pages() {
    on_both(|house| {
        let browser = Browser::of_owner(house);
        client(house, &browser, "Smith");
        let close = browser.post("/settings/ledger/periods/2026-02/close", &[]);
        assert_eq!(close.status, StatusCode::SEE_OTHER, "{}", close.text);
        let refused = browser.post("/ledger/entries", &sale("Smith", "1210", "1210"));
        assert!(refused.text.contains("2026-02 is closed.") && refused.text.contains("/settings/ledger"));
        let settings = browser.get("/settings/ledger");
        assert!(settings.text.contains("by Olive Owner") && settings.text.contains("2026-1"));
        assert!(browser.post("/settings/ledger/periods/2026-02/close", &[]).text.contains("is closed already"));
        assert_eq!(browser.post("/settings/ledger/periods/2026-02/reopen", &[]).status, StatusCode::SEE_OTHER);
        let series = house.ask(books::ledger::ListSeries).remove(0).series;
        let path = format!("/settings/ledger/series/{}", series.id);
        let form = |pattern| {
            vec![("version", "1"), ("name", "Invoices"), ("pattern", pattern), ("first", "1"), ("yearly", "1")]
        };
        let wrong = browser.post(&path, &form("INV-{n}"));
        assert!(wrong.text.contains("repeats its numbers each year") && wrong.text.contains("value=\"INV-{n}\""));
        assert_eq!(browser.post(&path, &form("INV{yy}-{n:4}")).status, StatusCode::SEE_OTHER);
        assert!(browser.get("/settings/ledger").text.contains("INV26-0001"));
        let tax = browser.get("/settings/accounts");
        assert!(tax.text.contains("V21") && tax.text.contains("7050"));
        let codes = house.ask(books::ledger::ReadTax);
        let code = codes.codes.iter().find(|code| code.code == "V21").expect("V21");
        let path = format!("/settings/vat-codes/{}", code.id);
        assert!(browser.get(&path).text.contains("value=\"21\""));
        assert!(browser.post(&format!("{path}/archive"), &[]).text.contains("V21 cannot be archived"));
        let new = [("code", "V5"), ("name", "VAT 5 %"), ("kind", "reduced"), ("rate", "5"), ("account", "")];
        assert!(browser.post("/settings/vat-codes", &new).text.contains("The code has a rate and no account."));
        let group = browser.post("/settings/product-groups", &[("name", "Training")]);
        assert_eq!(group.status, StatusCode::SEE_OTHER, "{}", group.text);
        assert!(browser.post("/settings/product-groups", &[("name", "TRAINING")]).text.contains("already"));
        let account = codes.rules[0].sales_account.to_string();
        let (zone, vat) = (codes.zones[0].id.to_string(), code.id.to_string());
        let rule = [("zone", zone.as_str()), ("vat_code", &vat), ("sales_account", &account)];
        let set = browser.post(&format!("{}/rules", group.location()), &rule);
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text);
        assert_eq!(browser.get(&group.location()).status, StatusCode::OK);
    });
}

/// A reader sees the ledger and no form of it; what does not exist is not there.
#[test]
fn a_reader_reads_the_pages() {
    let house = TestHouse::sqlite();
    let caller = house.hire("reader");
    let books::Who::Person(reader) = caller.who else { panic!("a person") };
    let browser = Browser::of(&house, reader);
    for path in
        ["/ledger/journal", "/ledger/accounts", "/ledger/trial-balance", "/settings/accounts", "/settings/ledger"]
    {
        let page = browser.get(path);
        assert_eq!(page.status, StatusCode::OK, "{path}");
        for absent in ["style=", "onclick", "New entry", "Add account", "Add VAT code", "Save Invoices"] {
            assert!(!page.text.contains(absent), "{path} has {absent}");
        }
    }
    let forms = ["/ledger/entries/new", "/settings/accounts/new", "/settings/vat-codes/new"];
    for path in forms {
        assert_eq!(browser.get(path).status, StatusCode::FORBIDDEN, "{path}");
    }
    let posts = [
        "/ledger/entries",
        "/ledger/entries/new",
        "/settings/accounts",
        "/settings/ledger/periods/2026-02/close",
        "/settings/vat-zones",
    ];
    for path in posts {
        assert_eq!(browser.post(path, &[("name", "X")]).status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(browser.get("/ledger/entries/ent_01h455vb4pex5vsknk084sn02q").status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/ledger/accounts/4300").status, StatusCode::NOT_FOUND);
}
