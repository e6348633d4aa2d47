//! What every resource of the API shares: who is known, keys of repeated requests, and fields that are refused by name.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use crate::door::{Answer, Api};

/// TRUST Z1: a token that is not known, or no more, is 401 with a challenge; a right that is missing is 403.
#[test]
fn a_token_that_opens_nothing_is_401_and_a_missing_right_403() {
    let house = TestHouse::sqlite();
    let api = Api::of_owner(&house);
    let ask = |authorization: &str| {
        let own = api.with_authorization(authorization);
        let answer = own.get("/clients");
        (answer.status, answer.header("www-authenticate").to_owned(), answer)
    };
    for wrong in ["Bearer nonsense", "Basic b3duZXI6cGFzcw==", "Bearer", ""] {
        let (status, challenge, answer) = ask(wrong);
        assert_eq!((status, answer.code().as_str()), (StatusCode::UNAUTHORIZED, "TOKEN_UNKNOWN"), "{wrong}");
        assert!(challenge.starts_with("Bearer realm="), "{wrong}: {challenge}");
        assert_eq!(answer.json()["title"], "The token is not known.");
    }
    let issued = api.post("/tokens", &json!({ "name": "till" })).json();
    let (id, secret) = (issued["id"].as_str().expect("an id"), issued["secret"].as_str().expect("a secret"));
    assert_eq!(ask(&format!("Bearer {secret}")).0, StatusCode::OK);
    assert_eq!(ask(&format!("bearer {secret}")).0, StatusCode::OK, "the scheme has no capitals of its own");
    assert_eq!(api.delete(&format!("/tokens/{id}")).status, StatusCode::NO_CONTENT);
    assert_eq!(ask(&format!("Bearer {secret}")).0, StatusCode::UNAUTHORIZED, "it was revoked");
    let reader = house.hire("reader");
    let books::Who::Person(reader) = reader.who else { panic!("a member is a person") };
    let refused = Api::of(&house, reader).post("/client-groups", &json!({ "name": "VIP" }));
    assert_eq!((refused.status, refused.header("www-authenticate")), (StatusCode::FORBIDDEN, ""));
}

fn second_company() -> Value {
    json!({ "name": "Second", "currency": "EUR", "time_zone": "Europe/Madrid", "fiscal_month": 1, "chart": "es-pgc" })
}

/// What makes a thing at each address; the addresses that end in `*` stand for what was made before.
fn bodies(api: &Api) -> BTreeMap<&'static str, (String, Value)> {
    let first = |path: &str| api.get(path).json()["items"][0]["id"].as_str().expect("an id").to_owned();
    let account = |number: &str| first(&format!("/accounts?q={number}"));
    let (group, role) = (first("/customer-groups"), first("/roles"));
    let member = api.post("/members", &json!({ "name": "Pia", "email": "pia@example.org", "role": role })).id();
    let client = api.post("/clients", &json!({ "name": "Plover", "customer_group": group })).id();
    let eur = |text: &str| json!({ "amount": text, "currency": "EUR" });
    let lines = json!([
        { "account": account("4300"), "client": client, "debit": eur("10.00") },
        { "account": account("7000"), "credit": eur("10.00") },
    ]);
    let entry = json!({ "date": "2026-02-10", "lines": lines });
    let reversed = api.post("/entries", &entry).id();
    let invoice =
        json!({ "client": client, "lines": [{ "text": "Advice", "quantity": "1", "unit_price": eur("9.00") }] });
    let booked = api.post("/invoices", &invoice).id();
    assert_eq!(api.post(&format!("/invoices/{booked}/book"), &json!({})).status, StatusCode::OK);
    let product = |name: &str| json!({ "name": name, "product_group": first("/product-groups"), "price": eur("9.00") });
    let named = |name: &str| json!({ "name": name });
    let all = [
        ("/clients", json!({ "name": "Wren", "customer_group": group })),
        ("/company/copies", second_company()),
        ("/tokens", named("till")),
        ("/members", json!({ "name": "Mina", "email": "mina@example.org", "role": role })),
        ("/roles", json!({ "name": "Own", "permissions": [] })),
        ("/teams", named("Harbour")),
        ("/client-groups", named("VIP")),
        ("/client-group-sets", named("Region")),
        ("/billing-groups", json!({ "name": "Plovers", "members": [client], "primary_contact": client })),
        ("/client-types", named("Franchise")),
        ("/customer-groups", json!({ "name": "Quay", "number": "9", "account": account("4300") })),
        ("/accounts", json!({ "number": "7099", "name": "Sales of advice", "type": "incoming" })),
        ("/entries", entry),
        (
            "/vat-codes",
            json!({ "code": "Z9", "name": "Nine", "kind": "standard", "rate": "9", "account": account("4770") }),
        ),
        ("/vat-zones", json!({ "code": "moon", "name": "Moon" })),
        ("/product-groups", named("Books")),
        ("/exchange-rates", json!({ "currency": "USD", "date": "2026-03-01", "rate": "0.9" })),
        ("/number-series", json!({ "purpose": "invoice", "name": "Export", "pattern": "EX{yyyy}-{n}" })),
        ("/reports", json!({ "name": "Hours", "dataset": "time" })),
        ("/time-entries", json!({ "client": client, "date": "2026-03-02", "minutes": 30 })),
        ("/invoices", invoice),
        ("/payments", json!({ "client": client, "amount": eur("5.00") })),
        ("/products", product("Handbook")),
        ("/services", product("Advice")),
    ];
    let mut bodies: BTreeMap<_, _> = all.into_iter().map(|(path, body)| (path, (path.to_owned(), body))).collect();
    let below = [
        ("/members/{id}/link", format!("/members/{member}/link"), json!({})),
        ("/members/{id}/password-link", format!("/members/{member}/password-link"), json!({})),
        ("/entries/{id}/reverse", format!("/entries/{reversed}/reverse"), json!({ "on": "2026-03-01" })),
        ("/invoices/{id}/credit", format!("/invoices/{booked}/credit"), json!({})),
    ];
    bodies.extend(below.map(|(path, real, body)| (path, (real, body))));
    bodies.extend(corporate_bodies(api, &group));
    bodies
}

/// Corporate groups and their types: a head and a member of the type that they take are there already.
fn corporate_bodies(api: &Api, customer_group: &str) -> Vec<(&'static str, (String, Value))> {
    let found = |path: &str| {
        let all = api.get(path).json();
        let found = all["items"].as_array().expect("types").iter().find(|item| item["name"] == "Holding");
        found.expect("a type")["id"].as_str().expect("an id").to_owned()
    };
    let (holding, of_holdings) = (found("/client-types"), found("/corporate-group-types"));
    let client = |name: &str| {
        api.post("/clients", &json!({ "name": name, "customer_group": customer_group, "client_types": [holding] })).id()
    };
    let corporate = |name: &str, head: String| json!({ "name": name, "head": head, "type": of_holdings, "from": "2026-01-01", "to": "2027-12-31" });
    let nordkai = api.post("/corporate-groups", &corporate("Nordkai", client("Nordkai"))).id();
    let joins = json!({ "client": client("Tidewater"), "from": "2026-01-01", "to": "2026-12-31" });
    let of_type = json!({ "name": "Chain", "client_type": holding, "effect": "none" });
    let agreement = json!({ "year": 2026, "scale": "slab", "tiers": [{ "from": { "amount": "0", "currency": "EUR" }, "rate": "3" }] });
    let agreed = |year: i64| json!({ "year": year, "scale": agreement["scale"], "tiers": agreement["tiers"] });
    let made = api.post(&format!("/corporate-groups/{nordkai}/agreements"), &agreed(2026)).id();
    let settled = sold_by_a_member(api, customer_group, &holding, &nordkai);
    let real = |path: &'static str, body: Value| (path, (path.to_owned(), body));
    vec![
        real("/corporate-group-types", of_type),
        real("/corporate-groups", corporate("Saltmarsh", client("Saltmarsh"))),
        ("/corporate-groups/{id}/memberships", (format!("/corporate-groups/{nordkai}/memberships"), joins)),
        ("/corporate-groups/{id}/agreements", (format!("/corporate-groups/{nordkai}/agreements"), agreed(2027))),
        ("/agreements/{id}/settlements", (format!("/agreements/{made}/settlements"), settled)),
        ("/agreements/{id}/memos", (format!("/agreements/{made}/memos"), json!({ "text": "Agreed by telephone" }))),
    ]
}

/// A booked invoice of a member of the group, and what settles it.
fn sold_by_a_member(api: &Api, customer_group: &str, holding: &str, group: &str) -> Value {
    let member = json!({ "name": "Curlew", "customer_group": customer_group, "client_types": [holding] });
    let client = api.post("/clients", &member).id();
    let joins = json!({ "client": client, "from": "2026-01-01", "to": "2026-12-31" });
    api.post(&format!("/corporate-groups/{group}/memberships"), &joins).id();
    let line = json!({ "text": "Advice", "unit_price": { "amount": "100.00", "currency": "EUR" } });
    let invoice = api.post("/invoices", &json!({ "client": client, "lines": [line] })).id();
    assert_eq!(api.post(&format!("/invoices/{invoice}/book"), &json!({})).status, StatusCode::OK);
    json!({ "kind": "partial", "through": "2026-12-31" })
}

/// How far the audit has come: one line for each change.
fn changes(api: &Api) -> i64 {
    api.get("/audit?limit=1").json()["items"][0]["seq"].as_i64().expect("a number")
}

/// X9; API.md, safety: a creating request that is sent again under its key is answered again and makes nothing; the key
/// with another body is refused. Every creating route of the table is asked.
#[test]
fn every_creating_request_happens_once_under_its_key() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let (mut bodies, mut wrong) = (bodies(&api), Vec::new());
        let creating = web::table().into_iter().filter(|route| {
            route.method == Method::POST && route.doc.as_ref().is_some_and(|doc| doc.status == 201 && !doc.takes_file)
        });
        for route in creating {
            let (path, body) = bodies.remove(route.path).unwrap_or_else(|| panic!("{} has no body here", route.path));
            let keyed = |body: &Value| api.send("POST", &path, &[("Idempotency-Key", &path)], Some(body));
            let first = keyed(&body);
            if first.status == StatusCode::CREATED {
                wrong.extend(once(&api, &path, &first, || keyed(&body)));
            } else {
                wrong.push(format!("{path}: {}", first.text));
            }
        }
        assert!(bodies.is_empty(), "no route makes {:?}", bodies.keys());
        let upload = |bytes: &str| {
            let headers = [("Idempotency-Key", "file"), ("Content-Type", "text/csv")];
            api.request("POST", "/imports", &headers, bytes.to_owned().into())
        };
        let first = upload("Name\nWren\n");
        wrong.extend(once(&api, "/imports", &first, || upload("Name\nWren\n")));
        assert_eq!(wrong, Vec::<String>::new());
        assert_eq!(upload("Name\nCrane\n").code(), "IDEMPOTENCY_MISMATCH");
    });
}

/// What is wrong with the second answer, if anything is.
fn once(api: &Api, path: &str, first: &Answer, again: impl Fn() -> Answer) -> Option<String> {
    let before = changes(api);
    let again = again();
    let told = |answer: &Answer| (answer.status, answer.json()["id"].clone(), answer.header("location").to_owned());
    let is_same = told(first) == told(&again) && changes(api) == before && again.header("idempotency-hit") == "true";
    (!is_same).then(|| format!("{path}: {} {:?}", again.text, again.headers))
}

/// API.md, safety: a key that comes again with other words in the same fields is refused.
#[test]
fn a_key_belongs_to_one_body() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let copy = |name: &str| json!({ "name": name, "currency": "EUR", "time_zone": "Europe/Madrid", "fiscal_month": 1, "chart": "es-pgc" });
        for (path, one, other) in [
            ("/client-groups", json!({ "name": "VIP" }), json!({ "name": "Guests" })),
            ("/company/copies", copy("Second"), copy("Third")),
        ] {
            let keyed = |body: &Value| api.send("POST", path, &[("Idempotency-Key", "k")], Some(body));
            let keyed = |body: &Value| {
                let answer = keyed(body);
                (answer.status.as_u16(), answer.json()["code"].as_str().unwrap_or_default().to_owned())
            };
            if path == "/client-groups" {
                assert_eq!(keyed(&one), (201, String::new()));
            }
            // The same actor has used the key on another address, or with another body.
            assert_eq!(keyed(&other), (422, "IDEMPOTENCY_MISMATCH".to_owned()), "{path}");
        }
        assert_eq!(house.desk.hallway().companies_of(house.owner).expect("a list").len(), 1, "nothing was founded");
    });
}

/// Two programs copy a set-up under one key at the same moment: one company stands there, and both are told which.
#[test]
fn two_at_once_found_one_company() {
    on_both(|house| {
        let apis = [Api::of_owner(house), Api::of_owner(house)];
        let body = json!({ "name": "Second", "currency": "EUR", "time_zone": "Europe/Madrid", "fiscal_month": 1,
            "chart": "es-pgc" });
        let ask = |api: &Api| api.send("POST", "/company/copies", &[("Idempotency-Key", "one")], Some(&body)).id();
        let ids: Vec<String> = std::thread::scope(|scope| {
            let asked: Vec<_> = apis.iter().map(|api| scope.spawn(|| ask(api))).collect();
            asked.into_iter().map(|asked| asked.join().expect("an answer")).collect()
        });
        assert_eq!(ids[0], ids[1]);
        assert_eq!(house.desk.hallway().companies_of(house.owner).expect("a list").len(), 2);
        let lines = apis[0].get("/audit?limit=5").json();
        assert_eq!(lines["items"][0]["text"], "Set-up copied into the new company “Second”", "{lines}");
    });
}

/// A null, a number or nothing where a text is needed is 422 under the field's name, whatever the resource.
#[test]
fn a_field_that_cannot_be_read_is_named() {
    let house = TestHouse::sqlite();
    let api = Api::of_owner(&house);
    let is = |path: &str, body: Value, code: &str, field: &str| {
        let answer = api.post(path, &body);
        let said = answer.json();
        assert_eq!(
            (answer.status, said["code"].as_str(), said["field"].as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, Some(code), Some(field)),
            "{path} {body}: {said}"
        );
        assert!(said["title"].as_str().is_some_and(|title| title.contains(field)), "{said}");
    };
    let time = |field: &str, value: Value| {
        let mut body = json!({ "client": "cli_01h455vb4pex5vsknk084sn02q", "date": "2026-03-02", "minutes": 30 });
        body[field] = value;
        body
    };
    is("/time-entries", time("client", Value::Null), "FIELD_INVALID", "client");
    is("/time-entries", time("date", Value::Null), "FIELD_INVALID", "date");
    is("/time-entries", time("minutes", Value::Null), "FIELD_INVALID", "minutes");
    is("/time-entries", time("minutes", json!("30")), "FIELD_INVALID", "minutes");
    is("/time-entries", json!({ "date": "2026-03-02", "minutes": 30 }), "FIELD_MISSING", "client");
    is("/time-entries", time("colour", json!("red")), "BODY_UNREADABLE", "colour");
    is("/clients", json!({ "name": null }), "FIELD_INVALID", "name");
    is("/client-groups", json!({}), "FIELD_MISSING", "name");
    let lines = json!([{ "account": null }]);
    is("/entries", json!({ "date": "2026-03-02", "lines": lines }), "FIELD_INVALID", "lines[0].account");
    is("/invoices", json!({ "client": [] }), "FIELD_INVALID", "client");
}
