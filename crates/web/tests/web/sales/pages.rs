//! The pages of invoices as a browser without scripts meets them.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::json;

use super::api::{client, line};
use crate::door::{Api, Browser};

fn settled(house: &TestHouse, group: &str) -> (Api, Browser, String) {
    let api = Api::of(house, house.owner);
    let client = client(house, &api, "Plover & Sons", group);
    (api, Browser::of_owner(house), client)
}

/// A1-17, A1-18 on the page: a new invoice shows the account and the terms of the group, each with where it comes from.
#[test]
fn a_new_invoice_shows_what_the_group_says() {
    on_both(|house| {
        let (_, browser, client) = settled(house, "European");
        let chosen = browser.get("/invoices/new?q=plover");
        assert!(chosen.text.contains(&format!("/invoices/new?client={client}")));
        let page = browser.get(&format!("/invoices/new?client={client}"));
        assert_eq!(page.status, StatusCode::OK);
        for words in ["4301", "30 days, from the customer group", "EUR, from the company", "European Union, from the"] {
            assert!(page.text.contains(words), "{words}");
        }
    });
}

/// A1-20 on the page: a draft is written line by line, shown with its number in brackets, changed, and deleted.
#[test]
fn a_draft_is_written_without_scripts() {
    on_both(|house| {
        let (api, browser, client) = settled(house, "Domestic");
        let date = ("date", "2026-03-02");
        let first = [("client", client.as_str()), date, ("text", "Advice"), ("unit_price", "much"), ("quantity", "2")];
        let added = browser.post("/invoices", &[&first[..], &[("do", "add")]].concat());
        assert_eq!((added.status, added.text.matches("name=\"unit_price\"").count()), (StatusCode::OK, 2));
        assert!(added.text.contains("value=\"Advice\"") && added.text.contains("value=\"much\""));
        let refused = browser.post("/invoices", &first);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("A price cannot be read.") && refused.text.contains("value=\"much\""));
        assert_eq!(house.number("SELECT COUNT(*) FROM invoices"), 0);
        let good = [("client", client.as_str()), date, ("text", "Advice"), ("unit_price", "100"), ("quantity", "2")];
        let saved = browser.post("/invoices", &good);
        let address = saved.location();
        let page = browser.get(&address).text;
        assert!(
            page.contains("(1)")
                && page.contains("DRAFT")
                && page.contains("242.00")
                && page.contains("Plover &#38; Sons")
        );
        let typed = [date, ("version", "1"), ("payment_days", "0"), ("text", "Advice"), ("unit_price", "50")];
        assert_eq!(browser.post(&address, &typed).location(), address);
        assert!(browser.get(&format!("{address}/edit")).text.contains("0 days, typed here"));
        let stale = browser.post(&address, &typed);
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        assert!(stale.text.contains("was changed meanwhile") && stale.text.contains("value=\"50\""));
        assert_eq!(browser.post(&format!("{address}/delete"), &[]).location(), "/invoices");
        assert_eq!(browser.get(&address).status, StatusCode::NOT_FOUND);
        assert_eq!(api.get("/invoices").json()["items"], json!([]));
    });
}

/// A1-15, A1-20, A1-21 on the page: booked, it shows its entry, cannot be booked again, prints the same each time,
/// and is credited.
#[test]
fn an_invoice_is_booked_printed_and_credited() {
    on_both(|house| {
        let (api, browser, client) = settled(house, "Domestic");
        let id = api.post("/invoices", &json!({ "client": client, "lines": [line("Advice", "1000.00")] })).id();
        let address = format!("/invoices/{id}");
        assert!(browser.get(&address).text.contains("Will be posted as"));
        assert_eq!(browser.post(&format!("{address}/book"), &[("version", "1")]).location(), address);
        let page = browser.get(&address).text;
        for words in ["2026-1", "Posted as", "4300", "7050", "4770", "1,210.00", "210.00", "Balanced"] {
            assert!(page.contains(words), "{words}");
        }
        let again = browser.post(&format!("{address}/book"), &[]);
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert!(again.text.contains("is booked.") && again.text.contains("Write a credit note"));
        assert_eq!(browser.post(&format!("{address}/delete"), &[]).status, StatusCode::CONFLICT);
        assert_eq!(browser.get(&format!("{address}/edit")).location(), address);
        let paper = browser.get(&format!("{address}/print")).text;
        house.run("UPDATE clients SET name = 'Renamed'");
        assert_eq!(browser.get(&format!("{address}/print")).text, paper);
        let note = browser.post(&format!("{address}/credit"), &[]).location();
        assert!(note.ends_with("/edit"));
        let note = note.trim_end_matches("/edit");
        browser.post(&format!("{note}/book"), &[]);
        assert!(browser.get(note).text.contains("This credit note corrects invoice 2026-1."));
        assert!(browser.get(&address).text.contains("Settled"));
    });
}

/// A draft that cannot be booked says why on its own page, before anybody tries.
#[test]
fn a_draft_says_what_keeps_it() {
    on_both(|house| {
        let (api, browser, client) = settled(house, "Domestic");
        let id = api.post("/invoices", &json!({ "client": client })).id();
        assert!(browser.get(&format!("/invoices/{id}")).text.contains("The document has no line."));
        let refused = browser.post(&format!("/invoices/{id}/book"), &[]);
        assert_eq!(refused.status, StatusCode::CONFLICT);
    });
}

/// A document in another currency than the books' is told at the field, before anybody tries to book it; booking it is
/// refused with the way out, on the page and by the API.
#[test]
fn another_currency_is_told_at_its_field() {
    on_both(|house| {
        let (api, browser, client) = settled(house, "Domestic");
        let told = "no exchange rate is known yet";
        let line = json!({ "text": "Advice", "quantity": "1", "unit_price": { "amount": "9.00", "currency": "USD" } });
        let body = json!({ "client": client, "currency": "USD", "lines": [line] });
        let id = api.post("/invoices", &body).id();
        let form = browser.get(&format!("/invoices/{id}/edit"));
        assert!(form.words().contains(told), "{}", form.words());
        let page = browser.get(&format!("/invoices/{id}")).words();
        assert!(page.contains("There is no exchange rate from USD to EUR"), "{page}");
        let refused = browser.post(&format!("/invoices/{id}/book"), &[]);
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.words().contains("change the currency to EUR"), "{}", refused.words());
        let refused = api.post(&format!("/invoices/{id}/book"), &json!({}));
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "EXCHANGE_RATE_MISSING"));
        let dollars = json!({ "currency": "USD" });
        assert_eq!(api.patch(&format!("/clients/{client}"), &dollars).status, StatusCode::OK);
        let new = browser.get(&format!("/invoices/new?client={client}"));
        assert!(new.words().contains(told), "a new draft of a client who pays in dollars: {}", new.words());
        assert!(!browser.get("/invoices/new").words().contains(told));
    });
}

/// Services and products are added, refused, changed, archived and deleted in the settings.
#[test]
fn products_have_their_settings() {
    on_both(|house| {
        let browser = Browser::of_owner(house);
        let group = house.ask(books::sales::products::ReadProductChoices).groups[0].id.to_string();
        let form =
            |name, price| [("kind", "service"), ("name", name), ("price", price), ("product_group", group.as_str())];
        assert_eq!(browser.post("/settings/invoices/products", &form("Advice", "90")).location(), "/settings/invoices");
        let taken = browser.post("/settings/invoices/products", &form("ADVICE", "90"));
        assert_eq!(taken.status, StatusCode::CONFLICT);
        assert!(taken.text.contains("already exists") && taken.text.contains("value=\"ADVICE\""));
        let unread = browser.post("/settings/invoices/products", &form("Review", "1,5"));
        assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
        let list = browser.get("/settings/invoices").text;
        assert!(list.contains("Advice") && list.contains("90.00"));
        let id = list.split("/settings/invoices/products/pro_").nth(1).and_then(|rest| rest.get(..26)).expect("an id");
        let address = format!("/settings/invoices/products/pro_{id}");
        browser.post(&format!("{address}/archive"), &[]);
        assert!(browser.get("/settings/invoices?archived=1").text.contains("Advice"));
        browser.post(&format!("{address}/restore"), &[]);
        browser.post(&format!("{address}/delete"), &[]);
        assert!(browser.get("/settings/invoices").text.contains("No service or product yet"));
    });
}
