//! What an invoice promises to a customer's books, at the page and over the API alike.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use super::api::{client, line};
use crate::door::{Api, Browser};

fn eur(text: &str) -> Value {
    json!({ "amount": text, "currency": "EUR" })
}

fn account(api: &Api, number: &str) -> String {
    let found = api.get(&format!("/accounts?archived=true&q={number}&limit=200")).json();
    let items = found["items"].as_array().expect("items").iter();
    items.into_iter().find(|item| item["number"] == number).expect("the account")["id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

fn drafted(api: &Api, client: &str, price: &str) -> String {
    api.post("/invoices", &json!({ "client": client, "lines": [line("Advice", price)] })).id()
}

/// Number of account, client, debit and credit of each line of an entry.
fn lines(entry: &Value) -> Vec<(String, bool, Value, Value)> {
    let lines = entry["lines"].as_array().expect("lines").iter();
    let of = |line: &Value| {
        let number = line["account_number"].as_str().expect("a number").to_owned();
        (number, line["client"].is_string(), line["debit"]["amount"].clone(), line["credit"]["amount"].clone())
    };
    lines.map(of).collect()
}

/// A1-15, A1-16 on page and API: each invoice debits the control account with its customer and credits sales and VAT;
/// the account's balance is the sum of the customers', and each customer's own ledger shows only its own.
#[test]
fn five_customers_stand_on_one_account() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let clients: Vec<String> =
            (1..=5).map(|at| client(house, &api, &format!("Customer {at}"), "Domestic")).collect();
        for (at, client) in clients.iter().enumerate() {
            let id = drafted(&api, client, &format!("{}000.00", at + 1));
            if at % 2 == 0 {
                let booked = api.post(&format!("/invoices/{id}/book"), &json!({})).json();
                let entry = api.get(&format!("/entries/{}", booked["entry"].as_str().expect("an entry"))).json();
                let (net, vat, gross) =
                    (format!("{}000.00", at + 1), format!("{}0.00", 21 * (at + 1)), format!("{}0.00", 121 * (at + 1)));
                let line = |number: &str, own, debit: Value, credit: Value| (number.to_owned(), own, debit, credit);
                assert_eq!(
                    lines(&entry),
                    [
                        line("4300", true, json!(gross), Value::Null),
                        line("7050", false, Value::Null, json!(net)),
                        line("4770", false, Value::Null, json!(vat)),
                    ],
                    "{entry}"
                );
            } else {
                browser.post(&format!("/invoices/{id}/book"), &[("version", "1")]).location();
            }
        }
        let control = account(&api, "4300");
        let ledger = api.get(&format!("/accounts/{control}/ledger")).json();
        assert_eq!((ledger["items"].as_array().map(Vec::len), &ledger["balance"]), (Some(5), &eur("18150.00")));
        let page = browser.get(&format!("/ledger/accounts/{control}")).words();
        assert!(page.contains("18,150.00") && page.contains("Customer 1") && page.contains("Customer 5"), "{page}");
        for (at, client) in clients.iter().enumerate() {
            let own = api.get(&format!("/clients/{client}/ledger")).json();
            let gross = format!("{}0.00", 121 * (at + 1));
            assert_eq!((own["items"].as_array().map(Vec::len), &own["balance"]), (Some(1), &eur(&gross)));
            let words = browser.get(&format!("/clients/{client}/ledger")).words();
            assert!(words.contains(&format!("2026-{}", at + 1)), "{words}");
            let others = (1..=5).filter(|other| *other != at + 1);
            assert!(others.into_iter().all(|other| !words.contains(&format!("Invoice 2026-{other}"))), "{words}");
        }
    });
}

/// A1-18 by import: a payment term of 0 days from a file is the customer's own, and goes before the group's 30; an
/// empty cell leaves the group's.
#[test]
fn what_a_file_says_goes_before_the_group() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let file = "Name,Payment days,Discount\nAt once,0,0\nAs the group,,\n";
        let id = api.upload("/imports?file_name=clients.csv", file.as_bytes()).id();
        let group = house.ask(books::clients::ListChoices).customer_groups[0].id.to_string();
        let prepared = api.post(&format!("/imports/{id}/mapping"), &json!({ "customer_group": group }));
        assert_eq!(prepared.status, StatusCode::OK, "{}", prepared.text);
        let done = api.post(&format!("/imports/{id}/run"), &json!({})).json();
        assert_eq!(done["created"], 2, "{done}");
        for (name, days, origin) in [("At once", 0, "client"), ("As the group", 30, "group")] {
            let found = api.get(&format!("/clients?q={}", name.replace(' ', "%20"))).json();
            let client = found["items"][0]["id"].as_str().expect("the client").to_owned();
            let draft = api.post("/invoices", &json!({ "client": client, "lines": [] })).json();
            assert_eq!((&draft["payment_days"], &draft["origins"]["payment_days"]), (&json!(days), &json!(origin)));
        }
    });
}

/// A1-19 on the page: another customer brings its group's values; what was typed by hand stays, and is marked.
#[test]
fn another_customer_on_the_page() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let (home, away) = (client(house, &api, "Home", "Domestic"), client(house, &api, "Away", "Overseas"));
        let form = [("client", home.as_str()), ("date", "2026-03-02"), ("payment_days", "3"), ("text", "Advice")];
        let saved = browser.post("/invoices", &[&form[..], &[("unit_price", "100"), ("quantity", "1")]].concat());
        let address = saved.location();
        assert!(browser.get(&address).text.contains("121.00"));
        assert!(browser.get(&format!("{address}/client?q=away")).text.contains(&away), "the other one can be chosen");
        let edit = browser.post(&format!("{address}/client"), &[("client", &away)]).location();
        let words = browser.get(&edit).words();
        assert!(words.contains("3 days, typed here") && words.contains("Overseas, from the customer group"), "{words}");
        let page = browser.get(&address).words();
        assert!(page.contains("Away") && page.contains("4302") && !page.contains("121.00"), "{page}");
    });
}

/// A1-20 at once on page and API: four sessions draft, delete and book; the numbers that were given have no gap.
#[test]
fn numbers_have_no_gap_when_several_book() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let client = client(house, &api, "Plover", "Domestic");
        std::thread::scope(|scope| {
            for session in 0..4 {
                let (api, browser, client) = (Api::of_owner(house), Browser::of_owner(house), &client);
                scope.spawn(move || {
                    for _ in 0..5 {
                        let (kept, dropped) = (drafted(&api, client, "10.00"), drafted(&api, client, "20.00"));
                        if session % 2 == 0 {
                            assert_eq!(api.delete(&format!("/invoices/{dropped}")).status, StatusCode::NO_CONTENT);
                            let booked = api.post(&format!("/invoices/{kept}/book"), &json!({}));
                            assert_eq!(booked.status, StatusCode::OK, "{}", booked.text);
                        } else {
                            browser.post(&format!("/invoices/{dropped}/delete"), &[]).location();
                            browser.post(&format!("/invoices/{kept}/book"), &[("version", "1")]).location();
                        }
                    }
                });
            }
        });
        let list = api.get("/invoices?limit=100").json();
        let items = list["items"].as_array().expect("items").iter();
        let numbers: BTreeSet<String> = items.filter_map(|item| Some(item["number"].as_str()?.to_owned())).collect();
        assert_eq!(numbers, (1..=20).map(|number| format!("2026-{number}")).collect());
    });
}

/// A1-27 at once: one session makes a group on an account while another archives it; whoever is first, no group stands
/// on an archived account.
#[test]
fn an_account_is_taken_and_archived_at_the_same_moment() {
    on_both(|house| {
        let api = Api::of_owner(house);
        for round in 0..8 {
            let number = format!("439{round}");
            let new = json!({ "number": number, "name": "Debtors", "type": "asset", "control": "receivable" });
            let made = api.post("/accounts", &new);
            assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
            let id = made.id();
            let (group, archived) = std::thread::scope(|scope| {
                let group = scope.spawn(|| {
                    let body = json!({ "name": format!("Group {round}"), "account": id });
                    Api::of_owner(house).post("/customer-groups", &body).status
                });
                let archived =
                    scope.spawn(|| Api::of_owner(house).post(&format!("/accounts/{id}/archive"), &json!({})).status);
                (group.join().expect("an answer"), archived.join().expect("an answer"))
            });
            let both = (group.is_success(), archived.is_success());
            assert!(both == (true, false) || both == (false, true), "{group} {archived}");
        }
        assert_eq!(orphans(house), 0);
    });
}

fn orphans(house: &TestHouse) -> i64 {
    house.number(
        "SELECT COUNT(*) FROM posting_groups p JOIN accounts a ON a.id = p.account WHERE a.archived_at IS NOT NULL",
    )
}

/// A1-33 on the page: the audit shows who changed the account of a group, from which to which, and what was chosen.
#[test]
fn the_audit_page_tells_the_change_of_an_account() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let client = client(house, &api, "Plover", "Domestic");
        let id = drafted(&api, &client, "1000.00");
        api.post(&format!("/invoices/{id}/book"), &json!({}));
        let groups = api.get("/customer-groups").json();
        let group = groups["items"][0]["id"].as_str().expect("an id").to_owned();
        let wanted = json!({ "account": account(&api, "4302"), "open_items": "keep" });
        let changed = api.post(&format!("/customer-groups/{group}/change-account"), &wanted);
        assert_eq!(changed.status, StatusCode::OK, "{}", changed.text);
        let words = browser.get("/settings/audit").words();
        let said = "“Domestic” changed, account 4300 to 4302, open items stay on 4300";
        assert!(words.contains("Olive Owner") && words.contains(said), "{words}");
    });
}

fn series(api: &Api, name: &str) -> String {
    let list = api.get("/number-series").json();
    let found = list["items"].as_array().expect("series").iter().find(|one| one["name"] == name);
    found.expect("the series")["id"].as_str().expect("an id").to_owned()
}

fn group_path(api: &Api, name: &str) -> String {
    let groups = api.get("/customer-groups").json();
    let found = groups["items"].as_array().expect("groups").iter().find(|one| one["name"] == name);
    format!("/customer-groups/{}", found.expect("the group")["id"].as_str().expect("an id"))
}

/// A1-17 on page and API: the invoices of a customer group are numbered from its own series; everything else, credit
/// notes too, from the company's first, whatever that is called.
#[test]
fn a_group_has_a_series_of_its_own() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let export = [("purpose", "invoice"), ("name", "Export"), ("pattern", "EX{yyyy}-{n}"), ("first", "1")];
        let added = browser.post("/settings/ledger/series", &[&export[..], &[("yearly", "1")]].concat());
        assert_eq!(added.location(), "/settings/ledger");
        let (export, abroad) = (series(&api, "Export"), group_path(&api, "European"));
        let set = api.patch(&abroad, &json!({ "number_series": export }));
        assert_eq!((set.status, &set.json()["number_series"]), (StatusCode::OK, &json!(export)), "{}", set.text);
        assert!(browser.get(&format!("/settings{abroad}")).text.contains(&format!("{export}\" selected")));
        // The company's first series stays its first, also under a name that sorts last.
        let first = format!("/number-series/{}", series(&api, "Invoices"));
        assert_eq!(api.patch(&first, &json!({ "name": "Zulu" })).status, StatusCode::OK);
        for (group, name, origin, number) in [
            ("European", "Export, from the customer group", "group", "EX2026-1"),
            ("Domestic", "Zulu, from the company", "company", "2026-1"),
        ] {
            let client = client(house, &api, group, group);
            let page = browser.get(&format!("/invoices/new?client={client}")).words();
            assert!(page.contains(&format!("Numbered from {name}")), "{page}");
            let id = drafted(&api, &client, "100.00");
            assert_eq!(api.get(&format!("/invoices/{id}")).json()["origins"]["number_series"], origin);
            let booked = api.post(&format!("/invoices/{id}/book"), &json!({})).json();
            assert_eq!((&booked["number"], &booked["origins"]["number_series"]), (&json!(number), &json!(origin)));
            let note = api.post(&format!("/invoices/{id}/credit"), &json!({}));
            let note = api.post(&format!("/invoices/{}/book", note.id()), &json!({})).json();
            assert!(note["number"].as_str().is_some_and(|number| number.starts_with("C2026-")), "{note}");
        }
    });
}

/// What cannot be a series is refused, and the page keeps what was typed; a group takes a series of invoices only.
#[test]
fn what_is_no_series_is_refused() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let nameless = [("purpose", "invoice"), ("first", "1"), ("pattern", "EX{n}"), ("name", " ")];
        let refused = browser.post("/settings/ledger/series", &nameless);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("value=\"EX{n}\"") && refused.words().contains("The series has no name"));
        for (purpose, name, pattern, code) in [
            ("invoice", "Invoices", "E{yyyy}-{n}", "NAME_TAKEN"),
            ("invoice", "Other", "{yyyy}-{n}", "PATTERN_TAKEN"),
            ("invoice", " ", "E{yyyy}-{n}", "NAME_REQUIRED"),
            ("invoice", "Other", "E{n}", "PATTERN_INVALID"),
            ("letter", "Other", "E{yyyy}-{n}", "FIELD_INVALID"),
        ] {
            let body = json!({ "purpose": purpose, "name": name, "pattern": pattern });
            assert_eq!(api.post("/number-series", &body).code(), code);
        }
        let wrong = json!({ "number_series": series(&api, "Credit notes") });
        let wrong = api.patch(&group_path(&api, "European"), &wrong);
        assert_eq!((wrong.status.as_u16(), wrong.code().as_str()), (422, "SERIES_UNKNOWN"));
    });
}
