//! The conventions of the API at the clients: shapes, ETags, keys, cursors, limits, refusals.

use axum::http::StatusCode;
use books::testing::on_both;
use serde_json::json;

use super::*;

/// A client is made with Location and ETag, read, changed where it is named, and deleted; null clears.
#[test]
fn a_client_has_an_address_and_a_version() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let body = json!({ "name": "Bramblewick Trust", "customer_group": customer_group(house, "Domestic"),
            "legal_entity": "trust", "email": "office@bramblewick.example", "phone": "+00 555 0148",
            "address": { "street": "Quay 4", "city": "Porto", "country": "PT" }, "language": "en", "currency": "EUR" });
        let made = api.post("/clients", &body);
        assert_eq!(made.status, StatusCode::CREATED);
        let id = made.id();
        assert!(id.starts_with("cli_"));
        assert_eq!(made.header("location"), format!("/api/v1/clients/{id}"));
        let path = format!("/clients/{id}");
        let read = api.get(&path);
        assert_eq!((read.json(), read.header("etag")), (made.json(), made.header("etag")));
        let shape = read.json();
        for field in [
            "number",
            "name",
            "legal_entity",
            "business_name",
            "email",
            "phone",
            "registration_number",
            "tax_number",
            "address",
            "mailing_address",
            "language",
            "currency",
            "customer_group",
            "client_groups",
            "lifecycle",
            "portal",
            "status",
            "responsible",
            "archived",
        ] {
            assert!(shape.get(field).is_some(), "{field} is promised");
        }
        assert_eq!(shape["open_balance"], json!({ "amount": "0.00", "currency": "EUR" }));
        let changed = api.send("PATCH", &path, &[("If-Match", read.header("etag"))], Some(&json!({ "phone": null })));
        assert_eq!((changed.status, &changed.json()["phone"]), (StatusCode::OK, &json!(null)));
        assert_eq!(changed.json()["address"]["city"], "Porto", "what is not named stays");
        assert_ne!(changed.header("etag"), read.header("etag"));
        let street = api.patch(&path, &json!({ "address": { "street": null } })).json();
        assert_eq!((&street["address"]["street"], &street["address"]["city"]), (&json!(null), &json!("Porto")));
        assert_eq!(api.patch(&path, &json!({ "address": null })).json()["address"]["country"], json!(null));
        assert_eq!(api.delete(&path).status, StatusCode::NO_CONTENT);
        let gone = api.get(&path);
        assert_eq!((gone.status, gone.code().as_str()), (StatusCode::NOT_FOUND, "NOT_FOUND"));
        assert_eq!(api.get("/clients/cli_nonsense").status, StatusCode::NOT_FOUND);
        let back = api.post(&format!("{path}/restore"), &json!({}));
        assert_eq!((back.status, back.id()), (StatusCode::OK, id));
    });
}

/// If-Match: a stale one is refused with both versions and changes nothing; one that is no ETag is said to be none.
#[test]
fn a_stale_version_is_refused() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let id = client(house, &api, "Bramblewick Trust");
        let path = format!("/clients/{id}");
        let first = api.get(&path).header("etag").to_owned();
        let send = |method: &str, tag: &str| {
            let body = (method == "PATCH").then(|| json!({ "name": "Other" }));
            api.send(method, &path, &[("If-Match", tag)], body.as_ref())
        };
        api.patch(&path, &json!({ "phone": "1" }));
        for method in ["PATCH", "DELETE"] {
            let stale = send(method, &first);
            assert_eq!((stale.status, stale.code().as_str()), (StatusCode::PRECONDITION_FAILED, "CHANGED_MEANWHILE"));
            let details = stale.json()["details"].clone();
            assert!(details["your_version"].is_string() && details["current_version"].is_string(), "{details}");
            let unread = send(method, "yesterday");
            assert_eq!(
                (unread.status, unread.code().as_str()),
                (StatusCode::UNPROCESSABLE_ENTITY, "IF_MATCH_UNREADABLE")
            );
        }
        assert_eq!(api.get(&path).json()["name"], "Bramblewick Trust");
        let now = api.get(&path).header("etag").to_owned();
        assert_eq!(send("DELETE", &now).status, StatusCode::NO_CONTENT);
    });
}

/// The same key twice makes one client, also from two programs at once; with another body it is refused.
#[test]
fn a_repeated_request_happens_once() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let body = json!({ "name": "Bramblewick Trust", "customer_group": customer_group(house, "Domestic") });
        let keyed = |body: &Value| api.send("POST", "/clients", &[("Idempotency-Key", "k1")], Some(body));
        let ids = std::thread::scope(|scope| {
            let begun: Vec<_> = (0..3).map(|_| scope.spawn(|| keyed(&body).id())).collect();
            begun.into_iter().map(|thread| thread.join().expect("an answer")).collect::<std::collections::HashSet<_>>()
        });
        assert_eq!(ids.len(), 1);
        assert_eq!(keyed(&body).header("idempotency-hit"), "true");
        let other = keyed(&json!({ "name": "Other" }));
        assert_eq!((other.status, other.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "IDEMPOTENCY_MISMATCH"));
        assert_eq!(names(&api.get("/clients").json()), ["Bramblewick Trust"]);
    });
}

/// `dry_run=true` says what would change, refuses what would be refused, and changes nothing.
#[test]
fn a_rehearsal_changes_nothing() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let domestic = customer_group(house, "Domestic");
        let dry = api.post("/clients?dry_run=true", &json!({ "name": "One", "customer_group": domestic }));
        assert_eq!(
            (dry.status, dry.json()["changes"].as_array().map(Vec::len)),
            (StatusCode::OK, Some(2)),
            "{}",
            dry.text
        );
        assert_eq!(api.post("/clients?dry_run=true", &json!({ "name": "One" })).code(), "CUSTOMER_GROUP_REQUIRED");
        assert_eq!(api.get("/clients").json()["items"], json!([]));
        let id = client(house, &api, "One");
        let path = format!("/clients/{id}?dry_run=true");
        assert_eq!(api.patch(&path, &json!({ "name": "Two" })).json()["changes"].as_array().map(Vec::len), Some(1));
        assert_eq!(api.delete(&path).status, StatusCode::OK);
        for verb in ["archive", "restore"] {
            assert_eq!(api.post(&format!("/clients/{id}/{verb}?dry_run=true"), &json!({})).status, StatusCode::OK);
        }
        let now = api.get(&format!("/clients/{id}")).json();
        assert_eq!((&now["name"], &now["archived"]), (&json!("One"), &json!(false)));
    });
}

/// Lists: 50 without a limit, 200 at most, a cursor to the next page that is stable while clients come, a total.
#[test]
fn a_list_is_paged() {
    on_both(|house| {
        let api = Api::of_owner(house);
        for number in 0..53 {
            client(house, &api, &format!("Client {number:02}"));
        }
        let first = api.get("/clients").json();
        assert_eq!((names(&first).len(), first.get("total")), (50, None));
        client(house, &api, "Aardvark");
        let next = api.get(&format!("/clients?cursor={}", first["next"].as_str().expect("a cursor"))).json();
        assert_eq!(
            (names(&next), &next["next"]),
            (vec!["Client 50".into(), "Client 51".into(), "Client 52".into()], &json!(null))
        );
        let counted = api.get("/clients?limit=1&total=true&sort=-name").json();
        assert_eq!((names(&counted), &counted["total"]), (vec!["Client 52".to_owned()], &json!(54)));
        let mut seen = Vec::new();
        let mut path = "/clients?limit=20&sort=-number".to_owned();
        loop {
            let page = api.get(&path).json();
            seen.extend(names(&page));
            let Some(cursor) = page["next"].as_str() else { break };
            path = format!("/clients?limit=20&sort=-number&cursor={cursor}");
        }
        assert_eq!((seen.len(), seen[0].as_str()), (54, "Aardvark"), "each once, the last registered first");
        let other_order = format!("/clients?cursor={}", counted["next"].as_str().expect("a cursor"));
        assert_eq!(api.get(&other_order).code(), "CURSOR_UNREADABLE");
    });
}

/// X9: groups of a client over time: `as_of` a day, now without one.
#[test]
fn groups_of_a_client_are_read_as_of_a_day() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let group = client_group(&api, "Alpha");
        let id = client(house, &api, "Bramblewick Trust");
        let path = format!("/clients/{id}");
        api.patch(&path, &json!({ "client_groups": [group] }));
        house.set_today("2026-05-10");
        api.patch(&path, &json!({ "client_groups": [] }));
        let named = |query: &str| names(&api.get(&format!("{path}/groups{query}")).json());
        assert_eq!(named(""), ["Domestic"]);
        assert_eq!(named("?as_of=2026-05-09"), ["Domestic", "Alpha"]);
        assert_eq!(named("?as_of=2026-05-10"), ["Domestic"]);
        assert_eq!(named("?as_of=2026-03-01"), Vec::<String>::new());
        assert_eq!(api.get(&format!("{path}/groups?as_of=soon")).code(), "FIELD_INVALID");
        assert_eq!(api.get(&format!("{path}/groups?at=2026-05-09")).code(), "QUERY_UNREADABLE");
    });
}
