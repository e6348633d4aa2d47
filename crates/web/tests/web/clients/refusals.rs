//! What is refused of a client, with its code, its sentence and its way out, on the page and over the API.

use axum::http::StatusCode;
use books::testing::on_both;
use serde_json::json;

use super::*;

#[track_caller]
fn is(answer: &Answer, status: StatusCode, code: &str) {
    assert_eq!((answer.status, answer.code().as_str()), (status, code), "{}", answer.text);
    let problem = answer.json();
    let whole =
        ["type", "title", "detail"].iter().all(|field| problem[field].as_str().is_some_and(|text| !text.is_empty()));
    assert!(whole && problem["status"] == answer.status.as_u16(), "{problem}");
    assert_eq!(answer.header("content-type"), "application/problem+json");
}

/// A client with papers or entries is not deleted; archiving instead is offered, and works.
#[test]
fn a_client_with_papers_is_archived_instead() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = client(house, &api, "Bramblewick Trust");
        let path = format!("/clients/{id}");
        let line =
            json!({ "text": "Advice", "quantity": "1", "unit_price": { "amount": "100.00", "currency": "EUR" } });
        let invoice = api.post("/invoices", &json!({ "client": id, "lines": [line] })).id();
        let drafted = api.delete(&path);
        is(&drafted, StatusCode::CONFLICT, "CLIENT_HAS_INVOICES");
        assert!(drafted.json()["title"].as_str().is_some_and(|title| title.ends_with("1 document names it.")));
        let page = browser.post(&format!("{path}/delete"), &[]);
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.words().contains("Delete the drafts first") && page.text.contains(&format!("{path}/archive")));
        api.post(&format!("/invoices/{invoice}/book"), &json!({}));
        is(&api.delete(&path), StatusCode::CONFLICT, "CLIENT_HAS_ENTRIES");
        let page = browser.post(&format!("{path}/delete"), &[]);
        assert!(
            page.words().contains("1 line in the books") || page.words().contains("lines in the books"),
            "{}",
            page.words()
        );
        assert_eq!(browser.post(&format!("{path}/archive"), &[]).location(), path);
        assert_eq!(api.get(&path).json()["archived"], true);
        assert_eq!(api.get(&format!("/invoices/{invoice}")).json()["state"], "booked", "papers stay");
    });
}

/// A1-25: the form of a client that has open items asks first; the company can forbid such moves altogether, on both
/// doors, and says how they are allowed again.
#[test]
fn a_client_with_open_items_moves_as_the_company_allows() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = client(house, &api, "Bramblewick Trust");
        let european = customer_group(house, "European");
        let line =
            json!({ "text": "Advice", "quantity": "1", "unit_price": { "amount": "100.00", "currency": "EUR" } });
        let invoice = api.post("/invoices", &json!({ "client": id, "lines": [line] })).id();
        api.post(&format!("/invoices/{invoice}/book"), &json!({}));
        let path = format!("/clients/{id}");
        is(&api.patch(&path, &json!({ "customer_group": european })), StatusCode::CONFLICT, "OPEN_ITEMS_CHOICE");
        let form = with(&settings_form(&browser, &id), "customer_group", &european);
        let page = save(&browser, &id, &form);
        assert_eq!(page.status, StatusCode::CONFLICT);
        let ask = format!("{path}/move?customer_group={european}");
        assert!(page.words().contains("has open items") && page.text.contains(&ask), "{}", page.text);
        assert!(fields(&page).contains(&("customer_group".to_owned(), european.clone())), "what was chosen stays");
        let asked = browser.get(&ask).words();
        assert!(asked.contains("Open items, 121.00 EUR") && asked.contains("Transfer them"), "{asked}");
        let allow = |allowed: bool| api.patch("/company", &json!({ "moves_with_open_items": allowed }));
        assert_eq!(allow(false).json()["moves_with_open_items"], false);
        let wish = json!({ "customer_group": european });
        let refused = api.post(&format!("{path}/move-customer-group"), &wish);
        is(&refused, StatusCode::CONFLICT, "OPEN_ITEMS");
        assert_eq!(refused.json()["actions"][1]["href"], "/settings/office");
        is(&api.patch(&path, &wish), StatusCode::CONFLICT, "OPEN_ITEMS");
        let page = browser.post(&format!("{path}/move"), &[("customer_group", &european), ("open_items", "keep")]);
        assert!(page.status == StatusCode::CONFLICT && page.words().contains("stays in its customer group"));
        allow(true);
        let moved = browser.post(&format!("{path}/move"), &[("customer_group", &european), ("open_items", "keep")]);
        assert_eq!(moved.location(), path);
        assert_eq!(api.get(&path).json()["customer_group"], json!(european));
    });
}

/// A prospect needs an address for mail; what PATCH clears must be something that a client can be without.
#[test]
fn what_must_be_there_is_asked_for() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let page = browser.post("/clients", &[("name", "Hollis"), ("prospect", "1")]);
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.words().contains("The prospect has no email address.") && page.text.contains("value=\"Hollis\""));
        is(
            &api.post("/clients", &json!({ "name": "Hollis", "prospect": true })),
            StatusCode::UNPROCESSABLE_ENTITY,
            "EMAIL_REQUIRED",
        );
        let id = client(house, &api, "Bramblewick Trust");
        let path = format!("/clients/{id}");
        is(&api.patch(&path, &json!({ "number": null })), StatusCode::UNPROCESSABLE_ENTITY, "FIELD_REQUIRED");
        is(&api.patch(&path, &json!({ "name": null })), StatusCode::UNPROCESSABLE_ENTITY, "NAME_REQUIRED");
        is(&api.post("/clients", &json!({ "name": " \u{200b} " })), StatusCode::UNPROCESSABLE_ENTITY, "NAME_REQUIRED");
        let long = "n".repeat(121);
        is(&api.patch(&path, &json!({ "name": long })), StatusCode::UNPROCESSABLE_ENTITY, "NAME_TOO_LONG");
        let form = with(&settings_form(&browser, &id), "name", &long);
        let page = save(&browser, &id, &form);
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.words().contains("The name is too long.") && page.text.contains(&long));
        is(&api.patch(&path, &json!({ "email": "nobody" })), StatusCode::UNPROCESSABLE_ENTITY, "FIELD_INVALID");
        is(&api.patch(&path, &json!({ "note": "n".repeat(4001) })), StatusCode::UNPROCESSABLE_ENTITY, "TEXT_TOO_LONG");
        is(&api.patch(&path, &json!({ "colour": "red" })), StatusCode::UNPROCESSABLE_ENTITY, "BODY_UNREADABLE");
        let dollars = json!({ "credit_limit": { "amount": "1.00", "currency": "USD" } });
        is(&api.patch(&path, &dollars), StatusCode::UNPROCESSABLE_ENTITY, "CURRENCY_MISMATCH");
        let nobody = json!({ "responsible": "mem_01h455vb4pex5vsknk084sn02q" });
        is(&api.patch(&path, &nobody), StatusCode::UNPROCESSABLE_ENTITY, "MEMBER_UNKNOWN");
    });
}

/// Bodies that no resource can take: too large, not UTF-8, with a NUL in a text.
#[test]
fn bodies_that_cannot_be_kept_are_refused() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let raw = |bytes: Vec<u8>| api.request("POST", "/clients", &[], bytes.into());
        is(&raw(vec![b' '; 2 * 1024 * 1024 + 1]), StatusCode::UNPROCESSABLE_ENTITY, "BODY_TOO_LARGE");
        is(&raw(b"{\"name\":\"A\\u0000B\"}".to_vec()), StatusCode::UNPROCESSABLE_ENTITY, "TEXT_HAS_NUL");
        is(&raw(b"{\"name\":\"\xff\"}".to_vec()), StatusCode::UNPROCESSABLE_ENTITY, "BODY_UNREADABLE");
        is(&raw(Vec::new()), StatusCode::UNPROCESSABLE_ENTITY, "BODY_UNREADABLE");
        is(&raw(b"[1".to_vec()), StatusCode::UNPROCESSABLE_ENTITY, "BODY_UNREADABLE");
    });
}
