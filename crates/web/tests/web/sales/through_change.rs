//! Customer groups through change at the doors: the account of a group, a move of a client, and what is paid afterwards.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use super::api::{client, line};
use crate::door::{Api, Browser};

pub(super) fn eur(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

pub(super) fn found(api: &Api, path: &str, field: &str, value: &str) -> Value {
    let list = api.get(path).json();
    let all = list["items"].as_array().unwrap_or_else(|| panic!("{list}")).clone();
    all.into_iter().find(|item| item[field] == value).unwrap_or_else(|| panic!("no {value}: {list}"))
}

pub(super) fn id(of: &Value) -> String {
    of["id"].as_str().expect("an id").to_owned()
}

pub(super) fn account(api: &Api, number: &str) -> String {
    id(&found(api, &format!("/accounts?q={number}&limit=200"), "number", number))
}

fn booked(api: &Api, client: &str, net: &str, date: &str) -> String {
    let new = json!({ "client": client, "date": date, "lines": [line("Advice", net)] });
    let id = api.post("/invoices", &new).id();
    let answer = api.post(&format!("/invoices/{id}/book"), &json!({}));
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    id
}

/// Account and open amount of each open item of the client, in the order of their due days.
fn open(api: &Api, client: &str) -> Vec<String> {
    let items = api.get(&format!("/clients/{client}/open-items?on=2026-12-31")).json();
    let all = items["items"].as_array().expect("items").clone();
    let said = |item: Value| {
        let (account, amount) = (&item["account_number"], &item["open"]["amount"]);
        format!("{} {}", account.as_str().unwrap_or_default(), amount.as_str().unwrap_or_default())
    };
    all.into_iter().map(said).collect()
}

fn reconciled(api: &Api) {
    let rows = api.get("/reconciliation").json()["items"].as_array().expect("rows").clone();
    assert!(rows.iter().all(|row| row["difference"] == eur("0.00")), "{rows:?}");
}

/// A group whose account changed, with an open invoice on the old account; answers the client and the invoice.
fn changed(house: &TestHouse, api: &Api, open_items: &str) -> (String, String) {
    let client = client(house, api, &format!("Plover {open_items}"), "Domestic");
    let invoice = booked(api, &client, "100.00", "2026-03-02");
    let group = format!("/customer-groups/{}", id(&found(api, "/customer-groups", "name", "Domestic")));
    let other =
        if found(api, "/customer-groups", "name", "Domestic")["account_number"] == "4300" { "4310" } else { "4300" };
    let body = json!({ "account": account(api, other), "open_items": open_items, "on": "2026-03-02" });
    let answer = api.post(&format!("{group}/change-account"), &body);
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    (client, invoice)
}

/// A1-22, A1-23 on the API: the account changes and the old item stays; the next invoice is on the new account, a credit note
/// of the old one and its payment clear the old one.
#[test]
fn a1_23_what_is_kept_is_paid_where_it_stands() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let (client, old) = changed(house, &api, "keep");
        booked(&api, &client, "200.00", "2026-03-02");
        assert_eq!(open(&api, &client), ["4300 121.00", "4310 242.00"]);
        let part = json!({ "client": client, "amount": eur("21.00"), "date": "2026-03-02",
            "allocations": [{ "invoice": old, "amount": eur("21.00") }] });
        let paid = api.post("/payments", &part);
        assert_eq!(paid.status, StatusCode::CREATED, "{}", paid.text);
        assert_eq!(open(&api, &client), ["4300 100.00", "4310 242.00"]);
        let line = json!([{ "line": 1, "quantity": "0.5" }]);
        let note = api.post(&format!("/invoices/{old}/credit"), &json!({ "lines": line })).id();
        assert_eq!(api.post(&format!("/invoices/{note}/book"), &json!({})).status, StatusCode::OK);
        assert_eq!(open(&api, &client), ["4300 39.50", "4310 242.00"]);
        reconciled(&api);
    });
}

/// A1-24 on the API: the open item is transferred by one entry with its reference; reversing that is possible; a closed month
/// refuses, and nothing changed.
#[test]
fn a1_24_what_is_transferred_comes_back_by_reversal() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let (client, invoice) = changed(house, &api, "transfer");
        assert_eq!(open(&api, &client), ["4310 121.00"]);
        let number = api.get(&format!("/invoices/{invoice}")).json()["number"].clone();
        let entry = found(&api, "/entries?source=transfer", "source", "transfer");
        let lines = api.get(&format!("/entries/{}", id(&entry))).json()["lines"].as_array().expect("lines").clone();
        assert!(lines.len() == 2 && lines.iter().all(|line| line["text"] == number), "{lines:?}");
        let reversed = api.post(&format!("/entries/{}/reverse", id(&entry)), &json!({ "on": "2026-03-02" }));
        assert!(reversed.status.is_success(), "{}", reversed.text);
        assert_eq!(open(&api, &client), ["4300 121.00"]);
        reconciled(&api);
        api.post("/periods/2026-03/close", &json!({}));
        let group = format!("/customer-groups/{}", id(&found(&api, "/customer-groups", "name", "Domestic")));
        let body = json!({ "account": account(&api, "4300"), "open_items": "transfer", "on": "2026-03-02" });
        house.set_today("2026-04-02");
        let twin = super::api::client(house, &api, "Twin", "Domestic");
        booked(&api, &twin, "10.00", "2026-04-01");
        let refused = api.post(&format!("{group}/change-account"), &body);
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (StatusCode::CONFLICT, "PERIOD_CLOSED"),
            "{}",
            refused.text
        );
        assert_eq!(found(&api, "/customer-groups", "name", "Domestic")["account_number"], "4310");
    });
}

/// A1-25, A1-26 on page and API: a client is moved from a day on, its items stay; an invoice dated before goes to the old
/// group, one dated on the day to the new one; one payment clears both accounts in one booking; two moves on one day are
/// both in the audit, and the later one counts.
#[test]
fn a1_25_one_payment_clears_two_accounts_after_a_move() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let client = client(house, &api, "Plover", "Domestic");
        let old = booked(&api, &client, "100.00", "2026-03-02");
        house.set_today("2026-03-10");
        let [european, overseas] =
            ["European", "Overseas"].map(|name| id(&found(&api, "/customer-groups", "name", name)));
        let body = json!({ "customer_group": overseas, "valid_from": "2026-03-10" });
        assert!(api.post(&format!("/clients/{client}/move-customer-group"), &body).status.is_success());
        let fields = [("customer_group", european.as_str()), ("valid_from", "2026-03-10"), ("open_items", "keep")];
        let moved = browser.post(&format!("/clients/{client}/move"), &fields);
        assert_eq!(moved.location(), format!("/clients/{client}"), "{}", moved.words());
        let back_dated = booked(&api, &client, "10.00", "2026-03-09");
        let new = booked(&api, &client, "200.00", "2026-03-10");
        assert_eq!(open(&api, &client), ["4300 121.00", "4300 12.10", "4301 200.00"]);
        let said = api.get(&format!("/audit?subject={client}&limit=10")).text;
        assert!(
            said.contains("moved to customer group “Overseas”") && said.contains("moved to customer group “European”")
        );
        let both = json!({ "client": client, "amount": eur("321.00"), "date": "2026-03-10", "allocations": [
            { "invoice": old, "amount": eur("121.00") }, { "invoice": new, "amount": eur("200.00") }] });
        let paid = api.post("/payments", &both);
        assert_eq!(paid.status, StatusCode::CREATED, "{}", paid.text);
        assert_eq!(open(&api, &client), ["4300 12.10"]);
        for invoice in [&old, &new] {
            assert_eq!(api.get(&format!("/invoices/{invoice}")).json()["state"], "settled");
        }
        assert_eq!(api.get(&format!("/invoices/{back_dated}")).json()["state"], "booked");
        let ahead = [("customer_group", overseas.as_str()), ("valid_from", "2026-03-11"), ("open_items", "keep")];
        let refused = browser.post(&format!("/clients/{client}/move"), &ahead);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.words());
        reconciled(&api);
    });
}

/// A1-30 on the page: the same text to a client of each zone shows 21 %, reverse charge and export before it is booked, and on
/// the paper.
#[test]
fn a1_30_three_zones_on_the_page() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        for (group, vat, gross) in
            [("Domestic", "21.00", "121.00"), ("European", "0.00", "100.00"), ("Overseas", "0.00", "100.00")]
        {
            let client = client(house, &api, &format!("Client {group}"), group);
            let draft = api.post("/invoices", &json!({ "client": client, "lines": [line("Advice", "100.00")] })).id();
            let page = browser.get(&format!("/invoices/{draft}")).words();
            assert!(page.contains(vat) && page.contains(gross), "{group}: {page}");
            browser.post(&format!("/invoices/{draft}/book"), &[]);
            let booked = api.get(&format!("/invoices/{draft}")).json();
            assert_eq!((&booked["vat"], &booked["gross"]), (&eur(vat), &eur(gross)), "{group}");
            let paper = browser.get(&format!("/invoices/{draft}/print")).words();
            assert!(paper.contains(gross), "{group}: {paper}");
            let said = paper.to_lowercase();
            assert_eq!(said.contains("reverse") || said.contains("196"), group == "European", "{group}: {paper}");
        }
    });
}
