//! Payments over the API and on their pages.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use super::api::{client, line};
use crate::door::{Api, Browser, words};

fn eur(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

fn booked(api: &Api, client: &str, net: &str) -> String {
    let id = api.post("/invoices", &json!({ "client": client, "lines": [line("Advice", net)] })).id();
    assert_eq!(api.post(&format!("/invoices/{id}/book"), &json!({})).status, StatusCode::OK);
    id
}

/// A1-23 on the API: a payment settles its invoice on the invoice's account; dry run and a repeated key do nothing more;
/// it is reversed, and the invoice is open again.
#[test]
fn a_payment_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let client = client(house, &api, "Plover", "Domestic");
        let invoice = booked(&api, &client, "100.00");
        let new = json!({ "client": client, "date": "2026-03-02", "amount": eur("150.00"),
            "allocations": [{ "invoice": invoice, "amount": eur("121.00") }] });
        assert_eq!(api.post("/payments?dry_run=true", &new).status, StatusCode::OK);
        assert_eq!(api.get(&format!("/invoices/{invoice}")).json()["open"], eur("121.00"));
        let made = api.post("/payments", &new);
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let id = made.id();
        let shown = made.json();
        assert_eq!((&shown["unused"], &shown["settled"][0]["amount"]), (&eur("29.00"), &eur("121.00")));
        assert_eq!(shown["settled"][0]["invoice"], json!(invoice));
        assert_eq!(api.get(&format!("/invoices/{invoice}")).json()["state"], "settled");
        let open = api.get(&format!("/clients/{client}/open-items")).json();
        assert_eq!((&open["balance"], &open["items"][0]["open"]), (&eur("-29.00"), &eur("-29.00")));
        let list = api.get("/payments?q=plover&total=true").json();
        assert_eq!((&list["total"], &list["sum"], &list["items"][0]["id"]), (&json!(1), &eur("150.00"), &json!(id)));
        let nothing = api.post(&format!("/clients/{client}/match-items"), &json!({}));
        assert_eq!(nothing.code(), "NOTHING_TO_MATCH");
        let back = api.post(&format!("/payments/{id}/reverse"), &json!({ "on": "2026-03-09" }));
        assert_eq!((back.status, &back.json()["settled"]), (StatusCode::OK, &json!([])));
        assert_eq!(api.get(&format!("/invoices/{invoice}")).json()["open"], eur("121.00"));
        let rows = api.get("/reconciliation").json()["items"].as_array().expect("rows").clone();
        assert!(rows.iter().all(|row| row["difference"] == eur("0.00")), "{rows:?}");
        let mixed = json!({ "client": client, "amount": eur("1.00"),
            "allocations": [{ "invoice": invoice, "amount": { "amount": "1.00", "currency": "USD" } }] });
        assert_eq!(api.post("/payments", &mixed).code(), "CURRENCY_MISMATCH");
    });
}

/// The pages: from a booked invoice to its payment, with the amount filled in; the list finds it; the statement shows
/// what is left, and matches credits.
#[test]
fn a_payment_on_the_pages() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let client = client(house, &api, "Plover", "Domestic");
        let invoice = booked(&api, &client, "100.00");
        let address = format!("/payments/new?client={client}&invoice={invoice}");
        assert!(browser.get(&format!("/invoices/{invoice}")).text.contains(&address.replace('&', "&amp;")));
        let form = browser.get(&address).text;
        assert_eq!(form.matches("value=\"121.00\"").count(), 2, "{form}");
        let item = form.split("name=\"item\" value=\"").nth(1).expect("an item").split('"').next().expect("its id");
        let typed = |amount: &'static str, pay: &'static str| {
            [
                ("client", client.clone()),
                ("day", "2026-03-02".to_owned()),
                ("amount", amount.to_owned()),
                ("item", item.to_owned()),
                ("pay", pay.to_owned()),
            ]
        };
        let post = |fields: &[(&str, String)]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
            browser.post("/payments", &fields)
        };
        let refused = post(&typed("100.00", "121.00"));
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(words(&refused.text).contains("The items get 121.00, the payment is 100.00."), "{}", refused.text);
        let done = post(&typed("150,00", "121.00"));
        let page = browser.get(&done.location()).text;
        assert!(page.contains("2026-1") && page.contains("29.00"), "{page}");
        assert!(browser.get("/payments?q=plov").text.contains("150.00"));
        assert!(browser.get("/payments?q=nobody").text.contains("No payment matches"));
        assert!(browser.get(&format!("/invoices/{invoice}")).text.contains("Paid 121.00"));
        booked(&api, &client, "200.00");
        let statement = format!("/clients/{client}/statement");
        assert!(words(&browser.get(&statement).text).contains("213.00"));
        browser.post(&format!("/clients/{client}/match"), &[]);
        let after = words(&browser.get(&statement).text);
        assert!(after.contains("213.00") && !after.contains("29.00"), "{after}");
        let reversed = browser.post(&format!("{}/reverse", done.location()), &[]);
        assert!(browser.get(&reversed.location()).text.contains("the payment was taken back"));
        let who = browser.get("/payments/new?who=Plover").location();
        assert_eq!(who, format!("/payments/new?client={client}"));
    });
}
