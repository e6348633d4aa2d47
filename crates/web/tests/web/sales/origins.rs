//! Where the values of an invoice come from, and which groups it keeps when it is booked.

use axum::http::StatusCode;
use books::testing::on_both;
use serde_json::{Value, json};

use super::api::{client, line};
use crate::door::{Api, Browser};

fn group_path(api: &Api, name: &str) -> String {
    let groups = api.get("/customer-groups").json();
    let found = groups["items"].as_array().expect("groups").iter().find(|one| one["name"] == name);
    format!("/customer-groups/{}", found.expect("the group")["id"].as_str().expect("an id"))
}

/// What `/invoices/new` says for a client.
fn proposed(browser: &Browser, client: &str) -> String {
    browser.get(&format!("/invoices/new?client={client}")).words()
}

#[track_caller]
fn says(words: &str, expected: &[&str]) {
    for expected in expected {
        assert!(words.contains(expected), "{expected}: {words}");
    }
}

/// Kind and name of the groups that an invoice answers.
fn kept(invoice: &Value) -> Vec<(String, String)> {
    let groups = invoice["groups_snapshot"].as_array().expect("groups").iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    groups.map(|group| (text(&group["kind"]), text(&group["name"]))).collect()
}

/// A1-17 on page and API: layout, language and currency of the customer group, set by either door, are what a new
/// invoice proposes, each with where it comes from; a draft has them with the origin `group`.
#[test]
fn a1_17_layout_language_and_currency_come_from_the_group() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let by_api = group_path(&api, "European");
        let set = api.patch(&by_api, &json!({ "layout": "letter", "language": "de", "currency": "USD" }));
        assert_eq!(set.status, StatusCode::OK, "{}", set.text);
        let form = browser.get(&format!("/settings{}", group_path(&api, "Overseas")));
        let typed = [("layout", "narrow"), ("language", "fr"), ("currency", "GBP")];
        assert_eq!(browser.press(&form, "Save", &typed).location(), "/settings/customer-groups");
        for (group, layout, language, currency) in
            [("European", "letter", "de", "USD"), ("Overseas", "narrow", "fr", "GBP")]
        {
            let client = client(house, &api, group, group);
            let words = proposed(&browser, &client);
            for value in [layout, language, currency] {
                says(&words, &[&format!("{value}, from the customer group")]);
            }
            let draft = api.post("/invoices", &json!({ "client": client, "lines": [] })).json();
            for (field, value) in [("layout", layout), ("language", language), ("currency", currency)] {
                assert_eq!((&draft[field], &draft["origins"][field]), (&json!(value), &json!("group")), "{draft}");
            }
            let settings = browser.get(&format!("/clients/{client}/edit")).words();
            says(&settings, &["Left empty: the customer group’s, or EUR where it has none."]);
            // A value of the client's own goes before the group's, and gives it back when it is cleared.
            let path = format!("/clients/{client}");
            let own = json!({ "layout": "own", "language": "es", "currency": "EUR" });
            assert_eq!(api.patch(&path, &own).status, StatusCode::OK);
            let words = proposed(&browser, &client);
            says(&words, &["own, from the client", "es, from the client", "EUR, from the client"]);
            let cleared = json!({ "layout": null, "language": null, "currency": null });
            assert_eq!(api.patch(&path, &cleared).status, StatusCode::OK);
            says(&proposed(&browser, &client), &[&format!("{layout}, from the customer group")]);
        }
        let home = client(house, &api, "Home", "Domestic");
        says(&proposed(&browser, &home), &["EUR, from the company", "en, from the company"]);
    });
}

/// A1-18 on the page: 0 days, 0 % and a layout of the client are values and go before the group's; cleared in its
/// settings, the group's 30 days, 2 % and layout come back.
#[test]
fn a1_18_nothing_of_the_client_is_a_value() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let set = api.patch(&group_path(&api, "Domestic"), &json!({ "discount": "2", "layout": "letter" }));
        assert_eq!(set.status, StatusCode::OK, "{}", set.text);
        let client = client(house, &api, "Plover & Sons", "Domestic");
        let of_group = ["30 days", "2 %", "letter"].map(|value| format!("{value}, from the customer group"));
        let of_group = of_group.each_ref().map(String::as_str);
        says(&proposed(&browser, &client), &of_group);
        let address = format!("/clients/{client}/edit");
        let save = |[days, discount, layout]: [&str; 3]| {
            let typed = [("payment_days", days), ("discount", discount), ("layout", layout)];
            browser.follow(&browser.press(&browser.get(&address), "Save", &typed)).words()
        };
        assert!(save(["0", "0", "narrow"]).contains("Layout narrow"), "the profile shows it");
        let of_client = ["0 days, from the client", "0 %, from the client", "narrow, from the client"];
        says(&proposed(&browser, &client), &of_client);
        assert_eq!(api.get(&format!("/clients/{client}")).json()["layout"], "narrow");
        let form = browser.get(&address).text;
        for (field, value) in [("payment_days", "0"), ("discount", "0"), ("layout", "narrow")] {
            let input = form.split("<input").find(|tag| tag.contains(&format!("name=\"{field}\""))).expect("the field");
            assert!(input.contains(&format!("value=\"{value}\"")), "the settings show {value}: {input}");
        }
        save(["", "", ""]);
        says(&proposed(&browser, &client), &of_group);
    });
}

/// The client pays everything: only then may it move to another customer group.
fn settle(api: &Api, client: &str, amount: &str) {
    let account = |number: &str| api.get(&format!("/accounts?q={number}")).json()["items"][0]["id"].clone();
    let money = json!({ "amount": amount, "currency": "EUR" });
    let lines = json!([
        { "account": account("5720"), "debit": money },
        { "account": account("4300"), "client": client, "credit": money },
    ]);
    let paid = api.post("/entries", &json!({ "date": "2026-03-12", "text": "Paid", "lines": lines }));
    assert_eq!(paid.status, StatusCode::CREATED, "{}", paid.text);
}

/// A1-21 on page and API: an invoice dated back keeps the groups of its own day, not those of the day it was booked;
/// another segment, another customer group and new names change nothing of it.
#[test]
fn a1_21_an_invoice_keeps_the_groups_of_its_day() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let group = |name: &str| api.post("/client-groups", &json!({ "name": name })).id();
        let (vip, annual, later) = (group("VIP"), group("Annual"), group("Later"));
        let client = client(house, &api, "Plover & Sons", "Domestic");
        let path = format!("/clients/{client}");
        let segments = |groups: &[&String]| {
            let changed = api.patch(&path, &json!({ "client_groups": groups }));
            assert_eq!(changed.status, StatusCode::OK, "{}", changed.text);
        };
        segments(&[&vip]);
        house.set_today("2026-03-10");
        segments(&[&annual]);
        house.set_today("2026-03-12");
        let browser = Browser::of_owner(house);
        let draft = |day: &str| {
            let body = json!({ "client": client, "date": day, "lines": [line("Advice", "100.00")] });
            api.post("/invoices", &body).id()
        };
        let (by_api, by_page, after) = (draft("2026-03-05"), draft("2026-03-05"), draft("2026-03-10"));
        for id in [&by_api, &after] {
            let booked = api.post(&format!("/invoices/{id}/book"), &json!({}));
            assert_eq!(booked.status, StatusCode::OK, "{}", booked.text);
        }
        let shown = browser.get(&format!("/invoices/{by_page}"));
        browser.follow(&browser.press(&shown, "Book", &[]));
        let keeps = |id: &str, own: &str, other: &str| {
            let invoice = api.get(&format!("/invoices/{id}")).json();
            let pair = |kind: &str, name: &str| (kind.to_owned(), name.to_owned());
            assert_eq!(kept(&invoice), [pair("posting", "Domestic"), pair("segment", own)], "{invoice}");
            let page = browser.get(&format!("/invoices/{id}")).words();
            says(&page, &[own, "customer group Domestic", "4300"]);
            for absent in [other, "Later", "Overseas", "4302", "Renamed"] {
                assert!(!page.contains(absent), "{absent}: {page}");
            }
        };
        let all_keep = || {
            keeps(&by_api, "VIP", "Annual");
            keeps(&by_page, "VIP", "Annual");
            keeps(&after, "Annual", "VIP");
        };
        all_keep();
        segments(&[&later]);
        let target = group_path(&api, "Overseas").trim_start_matches("/customer-groups/").to_owned();
        settle(&api, &client, "363.00");
        let moved = api.post(&format!("{path}/move-customer-group"), &json!({ "customer_group": target }));
        assert_eq!((moved.status, &moved.json()["customer_group"]), (StatusCode::OK, &json!(target)), "{}", moved.text);
        for (path, name) in
            [(format!("/client-groups/{vip}"), "Renamed"), (group_path(&api, "Domestic"), "Renamed home")]
        {
            assert_eq!(api.patch(&path, &json!({ "name": name })).status, StatusCode::OK);
        }
        all_keep();
    });
}
