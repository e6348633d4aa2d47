//! The rules of invoices as a program meets them.

use axum::http::StatusCode;
use books::clients::ListChoices;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use crate::door::Api;

/// A client of the customer group with this name.
pub fn client(house: &TestHouse, api: &Api, name: &str, group: &str) -> String {
    let groups = house.ask(ListChoices).customer_groups;
    let group = groups.iter().find(|other| other.name == group).expect("the group").id.to_string();
    api.post("/clients", &json!({ "name": name, "customer_group": group })).id()
}

pub fn line(text: &str, price: &str) -> Value {
    json!({ "text": text, "quantity": "1", "unit_price": { "amount": price, "currency": "EUR" } })
}

/// A1-15, A1-17, A1-20, A1-21 on the API: from a draft with its origins to a booked invoice with number, entry and groups.
#[test]
fn an_invoice_is_drafted_and_booked() {
    on_both(|house| {
        let api = Api::of(house, house.owner);
        let client = client(house, &api, "Plover", "Domestic");
        let drafted = api.post("/invoices", &json!({ "client": client, "lines": [line("Advice", "1000.00")] }));
        assert_eq!(drafted.status, StatusCode::CREATED);
        let draft = drafted.json();
        assert_eq!((&draft["state"], &draft["number"]), (&json!("draft"), &Value::Null));
        assert_eq!(draft["provisional_number"], "(1)");
        assert_eq!((&draft["date"], &draft["due"]), (&json!("2026-03-02"), &json!("2026-04-01")));
        assert_eq!(draft["origins"]["payment_days"], "group");
        assert_eq!(draft["origins"]["currency"], "company");
        assert_eq!(draft["gross"], json!({ "amount": "1210.00", "currency": "EUR" }));
        assert_eq!(draft["groups_snapshot"], json!([]));
        let id = drafted.id();
        let booked = api.post(&format!("/invoices/{id}/book"), &json!({}));
        assert_eq!(booked.status, StatusCode::OK, "{}", booked.text);
        let invoice = booked.json();
        assert_eq!((&invoice["state"], &invoice["number"]), (&json!("booked"), &json!("2026-1")));
        assert_eq!(invoice["open"]["amount"], "1210.00");
        assert_eq!(invoice["groups_snapshot"][0]["name"], "Domestic");
        assert_eq!(invoice["groups_snapshot"][0]["kind"], "posting");
        assert!(invoice["entry"].as_str().is_some_and(|entry| entry.starts_with("ent_")));
        assert_eq!(invoice["mailing_to"]["name"], "Plover");
        let again = api.post(&format!("/invoices/{id}/book"), &json!({}));
        assert_eq!((again.status, again.code().as_str()), (StatusCode::CONFLICT, "ALREADY_BOOKED"));
        assert_eq!(again.json()["actions"][0]["href"], format!("/invoices/{id}/credit"));
        assert_eq!(api.delete(&format!("/invoices/{id}")).code(), "ALREADY_BOOKED");
        assert_eq!(api.patch(&format!("/invoices/{id}"), &json!({ "note": "x" })).code(), "ALREADY_BOOKED");
    });
}

/// A1-18, A1-19 on the API: what is typed counts, null clears it, another client brings its own.
#[test]
fn a_draft_is_patched() {
    on_both(|house| {
        let api = Api::of(house, house.owner);
        let home = client(house, &api, "Home", "Domestic");
        let away = client(house, &api, "Away", "Overseas");
        let body = json!({ "client": home, "payment_days": 3, "discount": "0", "lines": [line("Advice", "100.00")] });
        let drafted = api.post("/invoices", &body);
        let path = format!("/invoices/{}", drafted.id());
        assert_eq!(drafted.json()["origins"]["discount"], "typed");
        assert_eq!(drafted.json()["due"], "2026-03-05");
        let moved = api.patch(&path, &json!({ "client": away })).json();
        assert_eq!((&moved["payment_days"], &moved["origins"]["payment_days"]), (&json!(3), &json!("typed")));
        assert_eq!((&moved["vat"]["amount"], &moved["vat_totals"][0]["kind"]), (&json!("0.00"), &json!("export")));
        let cleared = api.patch(&path, &json!({ "payment_days": null })).json();
        assert_eq!((&cleared["payment_days"], &cleared["origins"]["payment_days"]), (&json!(30), &json!("group")));
        let etag = |version: i64| format!("\"{version}\"");
        let stale = api.send("PATCH", &path, &[("If-Match", &etag(1))], Some(&json!({ "note": "x" })));
        assert_eq!((stale.status, stale.code().as_str()), (StatusCode::PRECONDITION_FAILED, "CHANGED_MEANWHILE"));
        assert_eq!(stale.json()["details"], json!({ "your_version": "1", "current_version": "3" }));
        let fresh = api.send("PATCH", &path, &[("If-Match", &etag(3))], Some(&json!({ "lines": [] })));
        assert_eq!(fresh.headers["etag"], "\"4\"");
        assert_eq!(fresh.json()["objection"]["code"], "NOTHING_TO_INVOICE");
        assert_eq!(api.post(&format!("{path}/book"), &json!({})).code(), "NOTHING_TO_INVOICE");
        assert_eq!(api.delete(&path).status, StatusCode::NO_CONTENT);
        assert_eq!(api.get(&path).status, StatusCode::NOT_FOUND);
        assert_eq!(api.patch(&path, &json!({ "colour": "red" })).code(), "BODY_UNREADABLE");
    });
}

/// A1-30 on the API: the same service is sold at 21 %, reverse-charged and exported.
#[test]
fn a_service_is_sold_in_three_zones() {
    on_both(|house| {
        let api = Api::of(house, house.owner);
        let groups = house.ask(books::sales::products::ReadProductChoices).groups;
        let body = json!({ "name": "Consulting", "unit": "hour", "product_group": groups[0].id.to_string(),
            "price": { "amount": "80.0050", "currency": "EUR" } });
        let service = api.post("/services", &body);
        assert_eq!(service.json()["kind"], "service");
        assert_eq!(service.json()["price"]["amount"], "80.005");
        assert_eq!(api.post("/products", &body).code(), "NAME_TAKEN");
        for (group, vat) in [("Domestic", "33.60"), ("European", "0.00"), ("Overseas", "0.00")] {
            let client = client(house, &api, group, group);
            let lines = json!([{ "product": service.id(), "quantity": 2 }]);
            let invoice = api.post("/invoices", &json!({ "client": client, "lines": lines })).json();
            assert_eq!(
                (&invoice["net"]["amount"], &invoice["vat"]["amount"]),
                (&json!("160.01"), &json!(vat)),
                "{group}"
            );
            assert_eq!(invoice["lines"][0]["unit"], "hour");
        }
        let used = api.delete(&format!("/products/{}", service.id()));
        assert_eq!((used.status, used.code().as_str()), (StatusCode::CONFLICT, "PRODUCT_IN_USE"));
        let archived = api.post(&format!("/services/{}/archive", service.id()), &json!({})).json();
        assert_eq!(archived["archived"], true);
        assert_eq!(api.get("/services").json()["items"], json!([]));
        assert_eq!(api.get("/products?archived=true").json()["items"][0]["name"], "Consulting");
    });
}

/// A1-23 on the API: a credit note posts to the account of its invoice; the invoice is settled by it.
#[test]
fn an_invoice_is_credited() {
    on_both(|house| {
        let api = Api::of(house, house.owner);
        let client = client(house, &api, "Plover", "Domestic");
        let body = json!({ "client": client, "lines": [line("A", "100.00"), line("B", "50.00")] });
        let id = api.post("/invoices", &body).id();
        assert_eq!(api.post(&format!("/invoices/{id}/credit"), &json!({})).code(), "NOT_BOOKED");
        let invoice = api.post(&format!("/invoices/{id}/book"), &json!({})).json();
        let part = api.post(&format!("/invoices/{id}/credit"), &json!({ "lines": [{ "line": 2 }] }));
        assert_eq!(part.status, StatusCode::CREATED, "{}", part.text);
        assert_eq!((&part.json()["kind"], &part.json()["gross"]["amount"]), (&json!("credit_note"), &json!("60.50")));
        assert_eq!(part.json()["credits"], id);
        assert_eq!(part.json()["account"], invoice["account"]);
        api.post(&format!("/invoices/{}/book", part.id()), &json!({}));
        assert_eq!(api.get(&format!("/invoices/{id}")).json()["open"]["amount"], "121.00");
        let whole = api.send("POST", &format!("/invoices/{id}/credit"), &[], None);
        let refused = api.post(&format!("/invoices/{}/book", whole.id()), &json!({}));
        assert_eq!(refused.code(), "CREDIT_EXCEEDS_INVOICE");
        let list = api.get("/invoices?total=true&kind=credit_note").json();
        assert_eq!((&list["total"], &list["totals"]["gross"]["amount"]), (&json!(2), &json!("-60.50")));
    });
}

/// A repeated request with the same key is answered as before; dry runs change nothing.
#[test]
fn a_key_makes_a_request_happen_once() {
    on_both(|house| {
        let api = Api::of(house, house.owner);
        let client = client(house, &api, "Plover", "Domestic");
        let body = json!({ "client": client, "lines": [line("Advice", "10.00")] });
        let keyed = |body: &Value| api.send("POST", "/invoices", &[("Idempotency-Key", "k1")], Some(body));
        let (first, second) = (keyed(&body), keyed(&body));
        assert_eq!((first.id(), second.headers["idempotency-hit"].clone()), (second.id(), "true".parse().expect("ok")));
        let other = keyed(&json!({ "client": client, "lines": [] }));
        assert_eq!((other.status, other.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "IDEMPOTENCY_MISMATCH"));
        let dry = api.post(&format!("/invoices/{}/book?dry_run=true", first.id()), &json!({}));
        assert_eq!(dry.status, StatusCode::OK);
        assert!(dry.json()["changes"].as_array().is_some_and(|changes| changes.len() == 3), "{}", dry.text);
        assert_eq!(api.get(&format!("/invoices/{}", first.id())).json()["state"], "draft");
    });
}

/// Lists are filtered by state and client, found by words, and paged in a stable order.
#[test]
fn invoices_are_listed() {
    on_both(|house| {
        let api = Api::of(house, house.owner);
        let plover = client(house, &api, "Plover", "Domestic");
        let tern = client(house, &api, "Tern & Sons", "Domestic");
        for (client, day) in [(&plover, "2026-01-05"), (&plover, "2026-02-25"), (&tern, "2026-03-01")] {
            let body = json!({ "client": client, "date": day, "lines": [line("Advice", "10.00")] });
            let id = api.post("/invoices", &body).id();
            api.post(&format!("/invoices/{id}/book"), &json!({}));
        }
        api.post("/invoices", &json!({ "client": tern, "lines": [line("Draft", "10.00")] }));
        let numbers = |query: &str| {
            let page = api.get(&format!("/invoices{query}")).json();
            let items = page["items"].as_array().cloned().unwrap_or_default();
            items.iter().map(|item| item["number"].as_str().unwrap_or("-").to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(numbers(""), ["-", "2026-3", "2026-2", "2026-1"]);
        assert_eq!(numbers("?state=draft"), ["-"]);
        assert_eq!(numbers("?state=overdue"), ["2026-1"]);
        assert_eq!(numbers("?state=booked"), ["2026-3", "2026-2"]);
        assert_eq!(numbers("?q=tern"), ["-", "2026-3"]);
        assert_eq!(numbers("?q=2026-2"), ["2026-2"]);
        assert_eq!(numbers(&format!("?client={plover}&from=2026-02-01&to=2026-02-28")), ["2026-2"]);
        let first = api.get("/invoices?limit=3&total=true").json();
        assert_eq!((&first["total"], &first["totals"]["overdue"]["amount"]), (&json!(4), &json!("12.10")));
        let next = first["next"].as_str().expect("a cursor");
        assert_eq!(numbers(&format!("?limit=3&cursor={next}")), ["2026-1"]);
        assert_eq!(api.get("/invoices?limit=0").code(), "FIELD_INVALID");
        assert_eq!(api.get("/invoices?colour=red").code(), "QUERY_UNREADABLE");
        assert_eq!(api.get("/invoices?state=lost").status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

/// A1-21 on the API: the printed page of a booked invoice is the same byte for byte after everything on it was renamed.
#[test]
fn a_reprint_is_the_same_paper() {
    on_both(|house| {
        let api = Api::of(house, house.owner);
        let client = client(house, &api, "Plover", "European");
        let id = api.post("/invoices", &json!({ "client": client, "lines": [line("Advice", "1000.00")] })).id();
        assert!(api.get(&format!("/invoices/{id}/print")).text.contains("DRAFT"));
        api.post(&format!("/invoices/{id}/book"), &json!({}));
        let first = api.get(&format!("/invoices/{id}/print"));
        assert!(first.text.contains("2026-1") && first.text.contains("1,000.00") && first.text.contains("2006/112/CE"));
        assert!(!first.text.contains("DRAFT"));
        house.run("UPDATE clients SET name = 'Renamed'");
        house.run("UPDATE groups_of_clients SET name = 'Renamed' || name");
        house.run("UPDATE company SET name = 'Renamed'");
        house.run("UPDATE vat_codes SET text = 'Changed'");
        assert_eq!(api.get(&format!("/invoices/{id}/print")).text, first.text);
        let snapshot = api.get(&format!("/invoices/{id}")).json()["groups_snapshot"].clone();
        assert_eq!(snapshot[0]["name"], "European");
    });
}

/// Time is logged for a client, listed, and deleted.
#[test]
fn time_is_logged() {
    on_both(|house| {
        let api = Api::of(house, house.owner);
        let client = client(house, &api, "Plover", "Domestic");
        let body = json!({ "client": client, "date": "2026-03-02", "minutes": 90, "work_type": "Advice",
            "rate": { "amount": "80.00", "currency": "EUR" } });
        let logged = api.post("/time-entries", &body);
        assert_eq!((logged.status, &logged.json()["billable"]), (StatusCode::CREATED, &json!(true)));
        let listed = api.get(&format!("/time-entries?client={client}&from=2026-03-01")).json();
        assert_eq!(
            (&listed["items"][0]["minutes"], &listed["items"][0]["client_name"]),
            (&json!(90), &json!("Plover"))
        );
        let path = format!("/time-entries/{}", logged.id());
        assert_eq!(api.delete(&path).status, StatusCode::NO_CONTENT);
        assert_eq!(api.get(&path).status, StatusCode::NOT_FOUND);
        let zero = json!({ "client": client, "date": "2026-03-02", "minutes": 0 });
        assert_eq!(api.post("/time-entries", &zero).code(), "MINUTES_RANGE");
    });
}
