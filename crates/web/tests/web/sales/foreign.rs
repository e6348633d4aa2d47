//! Other currencies over the API and on the pages: rates, an invoice in dollars, and what is paid of it.

use axum::http::StatusCode;
use books::testing::on_both;
use serde_json::{Value, json};

use super::api::client;
use crate::door::{Api, Browser, words};

fn money(amount: &str, currency: &str) -> Value {
    json!({ "amount": amount, "currency": currency })
}

fn invoice(api: &Api, client: &str, net: &str) -> String {
    let line = json!({ "text": "Advice", "quantity": "1", "unit_price": money(net, "USD") });
    api.post("/invoices", &json!({ "client": client, "currency": "USD", "lines": [line] })).id()
}

/// A1-32 on the API: rates are set, read, listed and taken away; an invoice in dollars says what it is in the books; payments
/// settle it in dollars, and the difference is posted.
#[test]
fn a1_32_dollars_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let client = client(house, &api, "Plover", "Overseas");
        let id = invoice(&api, &client, "1000.00");
        let refused = api.post(&format!("/invoices/{id}/book"), &json!({}));
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "EXCHANGE_RATE_MISSING"));
        assert_eq!(refused.json()["actions"][0]["href"], "/settings/exchange-rates?currency=USD&day=2026-03-02");
        let made = api.post("/exchange-rates", &json!({ "currency": "USD", "date": "2026-03-01", "rate": "0.9" }));
        assert_eq!((made.status, &made.json()["rate"]), (StatusCode::CREATED, &json!("0.90")));
        assert_eq!(made.location(), "/api/v1/exchange-rates/USD.2026-03-01");
        let euro = json!({ "currency": "EUR", "date": "2026-03-01", "rate": "1" });
        assert_eq!(api.post("/exchange-rates", &euro).code(), "CURRENCY_IS_BOOKS");
        let ahead = json!({ "currency": "USD", "date": "2027-03-01", "rate": "1" });
        assert_eq!(api.post("/exchange-rates", &ahead).code(), "EXCHANGE_RATE_AHEAD");
        let nothing = json!({ "currency": "USD", "date": "2026-03-01", "rate": "0" });
        assert_eq!(api.post("/exchange-rates", &nothing).status, StatusCode::UNPROCESSABLE_ENTITY);
        let list = api.get("/exchange-rates?currency=USD").json();
        assert_eq!((&list["items"][0]["id"], &list["items"][0]["books"]), (&json!("USD.2026-03-01"), &json!("EUR")));
        let booked = api.post(&format!("/invoices/{id}/book"), &json!({})).json();
        let books = &booked["in_books"];
        assert_eq!((&books["gross"], &books["exchange_rate"]), (&money("900.00", "EUR"), &json!("0.90")));
        assert_eq!((&booked["gross"], &booked["open"]), (&money("1000.00", "USD"), &money("1000.00", "USD")));
        let items = api.get(&format!("/clients/{client}/open-items")).json();
        let item = &items["items"][0];
        assert_eq!((&item["open"], &item["open_foreign"]), (&money("900.00", "EUR"), &money("1000.00", "USD")));
        let paid = json!({ "client": client, "amount": money("400.00", "USD"), "received": money("380.00", "EUR") });
        let paid = api.post("/payments", &paid);
        assert_eq!(paid.status, StatusCode::CREATED, "{}", paid.text);
        let shown = paid.json();
        let sums = (&shown["amount"], &shown["received"], &shown["settled"][0]["amount"]);
        assert_eq!(sums, (&money("400.00", "USD"), &money("380.00", "EUR"), &money("400.00", "USD")));
        assert_eq!(api.get(&format!("/invoices/{id}")).json()["open"], money("600.00", "USD"));
        let entry = api.get(&format!("/entries/{}", shown["entry"].as_str().expect("an entry"))).json();
        let difference = entry["lines"].as_array().expect("lines").last().expect("a line").clone();
        assert_eq!(difference["credit"], money("20.00", "EUR"), "{entry}");
        let in_euros = json!({ "client": client, "amount": money("1.00", "EUR"),
            "allocations": [{ "invoice": id, "amount": money("1.00", "EUR") }] });
        assert_eq!(api.post("/payments", &in_euros).code(), "ALLOCATION_CURRENCY");
        let twice = json!({ "client": client, "amount": money("1.00", "EUR"), "received": money("1.00", "EUR") });
        assert_eq!(api.post("/payments", &twice).code(), "RECEIVED_CURRENCY");
        assert_eq!(api.delete("/exchange-rates/USD.2026-03-01").status, StatusCode::NO_CONTENT);
        assert_eq!(api.get("/exchange-rates/USD.2026-03-01").status, StatusCode::NOT_FOUND);
        let rows = api.get("/reconciliation").json()["items"].as_array().expect("rows").clone();
        assert!(rows.iter().all(|row| row["difference"] == money("0.00", "EUR")), "{rows:?}");
    });
}

/// A1-32 on the pages: the draft leads to the rates, the paper says the VAT in the books' currency, the form of a payment asks
/// in dollars and for what was received, and an account that is kept in dollars shows both balances.
#[test]
fn a1_32_dollars_on_the_pages() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let client = client(house, &api, "Plover", "Domestic");
        let id = invoice(&api, &client, "1000.00");
        let draft = browser.get(&format!("/invoices/{id}"));
        assert!(
            draft.words().contains("There is no exchange rate from USD to EUR for 2026-03-02."),
            "{}",
            draft.words()
        );
        assert!(draft.text.contains("/settings/exchange-rates?currency=USD&#38;day=2026-03-02"));
        let form = browser.get("/settings/exchange-rates?currency=USD&day=2026-03-02");
        assert!(form.text.contains("value=\"USD\"") && form.words().contains("No exchange rate yet"));
        let typed = |rate: &'static str| [("currency", "USD"), ("day", "2026-03-02"), ("rate", rate)];
        let refused = browser.post("/settings/exchange-rates", &typed("much"));
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("value=\"much\""), "what was typed stays");
        assert_eq!(browser.post("/settings/exchange-rates", &typed("0.9")).location(), "/settings/exchange-rates");
        assert!(browser.get("/settings/exchange-rates").words().contains("USD 0.90"));
        assert!(browser.get(&format!("/invoices/{id}/edit")).words().contains("1 USD is 0.90 EUR"));
        browser.post(&format!("/invoices/{id}/book"), &[]);
        let page = browser.get(&format!("/invoices/{id}")).words();
        assert!(page.contains("VAT, EUR 189.00") && page.contains("net 900.00, total 1,089.00"), "{page}");
        let form = browser.get(&format!("/payments/new?client={client}&invoice={id}"));
        assert!(form.words().contains("Amount, USD") && form.words().contains("Received, EUR"), "{}", form.words());
        assert_eq!(form.text.matches("value=\"1210.00\"").count(), 2, "{}", form.text);
        assert!(form.words().contains("Paid in EUR instead"));
        let in_euros = browser.get(&format!("/payments/new?client={client}&currency=EUR")).words();
        assert!(in_euros.contains("Nothing is open") && in_euros.contains("Paid in USD instead"), "{in_euros}");
        let day = ("day", "2026-03-02");
        let fields =
            [("client", client.as_str()), day, ("currency", "USD"), ("amount", "1210.00"), ("received", "1100.00")];
        let paid = browser.post("/payments", &fields);
        let shown = browser.get(&paid.location()).words();
        assert!(shown.contains("Payment of 1,210.00 USD") && shown.contains("1,100.00 EUR"), "{shown}");
        assert!(browser.get("/payments").words().contains("1,100.00 1,210.00 USD"));
        assert!(browser.get(&format!("/invoices/{id}")).words().contains("Settled"));
        let gone = browser.post("/settings/exchange-rates/USD.2026-03-02/remove", &[]);
        assert_eq!(gone.location(), "/settings/exchange-rates");
        assert!(words(&browser.get("/settings/ledger").text).contains("Show the exchange rates"));
    });
}
