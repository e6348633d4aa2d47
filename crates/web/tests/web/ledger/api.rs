//! The rules of the ledger as a program meets them.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use crate::door::Api;

/// The id of the account with this number.
pub(super) fn account(api: &Api, number: &str) -> String {
    let found = api.get(&format!("/accounts?archived=true&q={number}&limit=200")).json();
    let items = found["items"].as_array().expect("items").clone();
    let one = items.into_iter().find(|item| item["number"] == number).expect("the account");
    one["id"].as_str().expect("an id").to_owned()
}

pub(super) fn client(house: &TestHouse, api: &Api, name: &str) -> String {
    let groups = house.ask(books::clients::ListChoices).customer_groups;
    api.post("/clients", &json!({ "name": name, "customer_group": groups[0].id.to_string() })).id()
}

fn eur(text: &str) -> Value {
    json!({ "amount": text, "currency": "EUR" })
}

pub(super) fn sale(api: &Api, client: &str, text: &str) -> Value {
    json!({ "date": "2026-02-10", "text": "Advice", "document": "A-1", "lines": [
        { "account": account(api, "4300"), "client": client, "debit": eur(text) },
        { "account": account(api, "7000"), "credit": eur(text) },
    ]})
}

/// A1-28 on the API: a control account needs a party; the entry is posted, read, listed and reversed once.
#[test]
fn an_entry_is_posted_and_reversed() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let client = client(house, &api, "Bramblewick Trust");
        let mut entry = sale(&api, &client, "1210.00");
        entry["lines"][0]["client"] = Value::Null;
        let refused = api.post("/entries", &entry);
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "CONTROL_ACCOUNT_NEEDS_PARTY"));
        entry["lines"][0]["client"] = json!(client);
        entry["lines"][1]["credit"] = eur("1000.00");
        let refused = api.post("/entries", &entry);
        assert_eq!(refused.json()["details"]["difference"], "210.00", "{}", refused.text);
        entry["lines"][1]["credit"] = eur("1210.00");
        let dry = api.send("POST", "/entries?dry_run=true", &[], Some(&entry));
        assert_eq!(dry.status, StatusCode::OK, "{}", dry.text);
        assert_eq!(api.get("/entries").json()["items"], json!([]));
        let posted = api.send("POST", "/entries", &[("Idempotency-Key", "one")], Some(&entry));
        let again = api.send("POST", "/entries", &[("Idempotency-Key", "one")], Some(&entry));
        assert_eq!((posted.status, posted.id()), (StatusCode::CREATED, again.id()));
        let shown = posted.json();
        assert_eq!(
            (&shown["number"], &shown["total"], &shown["lines"][0]["client_name"]),
            (&json!(1), &eur("1210.00"), &json!("Bramblewick Trust"))
        );
        let path = format!("/entries/{}/reverse", posted.id());
        let reversal = api.post(&path, &json!({ "on": "2026-03-01" }));
        assert_eq!(reversal.json()["reverses"], posted.id());
        assert_eq!(api.post(&path, &json!({})).code(), "ENTRY_REVERSED");
        let list = api.get("/entries?limit=1").json();
        assert_eq!(list["items"][0]["source"], "reversal");
        let rest = api.get(&format!("/entries?limit=1&cursor={}", list["next"].as_str().expect("more"))).json();
        assert_eq!((&rest["items"][0]["reversed"], &rest["next"]), (&json!(true), &Value::Null));
    });
}

/// Amounts are told apart by side, sign and currency before anything is posted.
#[test]
fn a_line_stands_on_one_side() {
    let house = TestHouse::sqlite();
    let api = Api::of_owner(&house);
    let client = client(&house, &api, "Alba Studio");
    let cases = [
        ("debit", eur("1.00"), "credit", eur("1.00"), "LINE_SIDES"),
        ("debit", Value::Null, "credit", Value::Null, "LINE_SIDES"),
        ("debit", eur("-1.00"), "credit", Value::Null, "AMOUNT_NEGATIVE"),
        ("debit", json!({ "amount": "1.00", "currency": "USD" }), "credit", Value::Null, "CURRENCY_MISMATCH"),
    ];
    for (one, debit, other, credit, expected) in cases {
        let mut entry = sale(&api, &client, "1.00");
        entry["lines"][0][one] = debit;
        entry["lines"][0][other] = credit;
        assert_eq!(api.post("/entries", &entry).code(), expected);
    }
    let mut dollars = sale(&api, &client, "1.00");
    for (line, side) in [(0, "debit"), (1, "credit")] {
        dollars["lines"][line][side]["currency"] = json!("USD");
    }
    let refused = api.post("/entries", &dollars);
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "CURRENCY_NOT_COMPANYS"));
    let unknown = json!({ "date": "2026-02-10", "lines": [], "colour": "red" });
    assert_eq!(api.post("/entries", &unknown).code(), "BODY_UNREADABLE");
}

/// A1-16, A1-29 on the API: `/reconciliation` has a row for each control account and its difference is 0.00; each
/// client's own ledger shows only its own.
#[test]
fn control_accounts_reconcile() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let clients: Vec<String> = ["One", "Two"].iter().map(|name| client(house, &api, name)).collect();
        for (client, text) in clients.iter().zip(["100.00", "200.00"]) {
            assert_eq!(api.post("/entries", &sale(&api, client, text)).status, StatusCode::CREATED);
        }
        let rows = api.get("/reconciliation").json();
        let first = &rows["items"][0];
        assert_eq!(
            (&first["number"], &first["ledger"], &first["open_items"], &first["difference"]),
            (&json!("4300"), &eur("300.00"), &eur("300.00"), &eur("0.00"))
        );
        assert!(rows["items"].as_array().expect("items").iter().all(|row| row["difference"] == eur("0.00")));
        let own = api.get(&format!("/clients/{}/ledger", clients[1])).json();
        assert_eq!((own["items"].as_array().map(Vec::len), &own["balance"]), (Some(1), &eur("200.00")));
        let all = api.get(&format!("/accounts/{}/ledger?limit=1", account(&api, "4300"))).json();
        assert_eq!((&all["items"][0]["balance"], &all["balance"]), (&eur("100.00"), &eur("300.00")));
        let by_client = api.get("/balances?by=client&on=2026-02-10").json();
        assert_eq!(by_client["items"][1]["balance"], eur("200.00"));
        assert_eq!(api.get("/balances?by=client&on=2026-02-09").json()["items"], json!([]));
        assert_eq!(
            api.get("/balances?by=group&from=2026-02-01&to=2026-02-28").json()["items"][0]["debit"],
            eur("300.00")
        );
        assert_eq!(api.get("/balances?on=2026-02-10&to=2026-02-10").code(), "DATES_AMBIGUOUS");
        assert_eq!(api.get("/balances?by=moon").code(), "FIELD_INVALID");
        let trial = api.get("/trial-balance?from=2026-02-01&to=2026-02-28").json();
        assert_eq!(trial["items"].as_array().map(Vec::len), Some(2), "{trial}");
    });
}

/// A1-14, A1-27 on the API: an account is warned of, changed with If-Match, refused while a group uses it, archived, deleted.
#[test]
fn accounts_are_set_up() {
    on_both(|house| {
        let api = Api::of_owner(house);
        client(house, &api, "Smith");
        let new = json!({ "number": "5901", "name": "Smith", "type": "asset" });
        let made = api.post("/accounts", &new);
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        assert!(made.json()["warnings"][0].as_str().is_some_and(|text| text.contains("called like a client")));
        assert_eq!(api.post("/accounts", &new).code(), "NUMBER_TAKEN");
        let path = format!("/accounts/{}", made.id());
        let changed = api.send("PATCH", &path, &[("If-Match", "\"1\"")], Some(&json!({ "name": "Sundries" })));
        assert_eq!((&changed.json()["name"], &changed.json()["warnings"]), (&json!("Sundries"), &json!([])));
        let stale = api.send("PATCH", &path, &[("If-Match", "\"1\"")], Some(&json!({ "name": "Other" })));
        assert_eq!((stale.status, stale.code().as_str()), (StatusCode::PRECONDITION_FAILED, "CHANGED_MEANWHILE"));
        let control = account(&api, "4300");
        let refused = api.post(&format!("/accounts/{control}/archive"), &json!({}));
        assert_eq!(refused.code(), "ACCOUNT_IN_USE");
        assert_eq!(refused.json()["details"]["customer_groups"], "Domestic");
        assert_eq!(api.delete(&format!("/accounts/{control}")).code(), "ACCOUNT_IN_USE");
        assert_eq!(api.post(&format!("{path}/archive"), &json!({})).json()["archived"], true);
        assert_eq!(api.post(&format!("{path}/restore"), &json!({})).json()["archived"], false);
        assert_eq!(api.delete(&path).status, StatusCode::NO_CONTENT);
        assert_eq!(api.get(&path).status, StatusCode::NOT_FOUND);
        assert_eq!(
            api.post("/accounts", &json!({ "number": "1", "name": "X", "type": "magic" })).code(),
            "FIELD_INVALID"
        );
    });
}

#[test]
fn months_series_and_tax_are_set_up() {
    on_both(|house| {
        let api = Api::of_owner(house);
        assert_eq!(api.post("/periods/2026-02/close", &json!({})).json()["closed"], true);
        assert_eq!(api.post("/periods/2026-02/close", &json!({})).code(), "PERIOD_IS_CLOSED");
        let client = client(house, &api, "Alba Studio");
        let refused = api.post("/entries", &sale(&api, &client, "1.00"));
        assert_eq!(
            (refused.code().as_str(), &refused.json()["details"]["next_open_day"]),
            ("PERIOD_CLOSED", &json!("2026-03-01"))
        );
        assert_eq!(api.post("/periods/2026-02/reopen", &json!({})).json()["closed"], false);
        assert_eq!(api.post("/periods/2026-13/close", &json!({})).code(), "FIELD_INVALID");
        let series = api.get("/number-series").json();
        let path = format!("/number-series/{}", series["items"][0]["id"].as_str().expect("an id"));
        assert_eq!(api.patch(&path, &json!({ "pattern": "{n}" })).code(), "PATTERN_INVALID");
        assert_eq!(api.patch(&path, &json!({ "pattern": "F{yy}-{n:4}" })).json()["next_number"], "F26-0001");
        let codes = api.get("/vat-codes").json();
        assert!(
            codes["items"]
                .as_array()
                .is_some_and(|codes| codes.iter().any(|code| code["code"] == "V21" && code["rate"] == "21"))
        );
        let code = api.post("/vat-codes", &json!({ "code": "V5", "name": "VAT 5 %", "kind": "reduced", "rate": "5", "account": account(&api, "4770") }));
        assert_eq!(code.status, StatusCode::CREATED, "{}", code.text);
        let groups = api.get("/product-groups").json();
        let group = groups["items"][0]["id"].as_str().expect("an id").to_owned();
        let zone = api.get("/vat-zones").json()["items"][0]["id"].clone();
        let rule = json!({ "vat_zone": zone, "vat_code": code.id(), "sales_account": account(&api, "7000") });
        let set = api.post(&format!("/product-groups/{group}/rules"), &rule);
        assert!(set.json()["rules"].as_array().is_some_and(|rules| rules.contains(&rule)), "{}", set.text);
        assert_eq!(api.post(&format!("/vat-codes/{}/archive", code.id()), &json!({})).code(), "VAT_CODE_IN_USE");
    });
}

/// Each list of the document is a shape of its own, and everything that it refers to is there.
#[test]
fn the_document_tells_lists_apart() {
    let house = TestHouse::sqlite();
    let document = Api::of_owner(&house).get("/openapi.json").json();
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    for (list, item) in [("AccountShapeList", "AccountShape"), ("VatCodeShapeList", "VatCodeShape")] {
        let reference = format!("#/components/schemas/{item}");
        assert_eq!(schemas[list]["properties"]["items"]["items"]["$ref"], reference.as_str(), "{list}");
    }
    let text = document.to_string();
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap_or_default();
        assert!(schemas.contains_key(name), "{name} is referred to and not there");
    }
}

/// A reader reads and changes nothing; each refusal names the right.
#[test]
fn a_reader_reads_the_api() {
    let house = TestHouse::sqlite();
    let caller = house.hire("reader");
    let books::Who::Person(reader) = caller.who else { panic!("a person") };
    let api = Api::of(&house, reader);
    for path in ["/accounts", "/entries", "/balances", "/trial-balance", "/reconciliation", "/periods", "/vat-codes"] {
        assert_eq!(api.get(path).status, StatusCode::OK, "{path}");
    }
    let refused = [
        ("/entries", json!({ "date": "2026-02-10", "lines": [] }), "PERM_MISSING"),
        ("/periods/2026-02/close", json!({}), "PERM_MISSING"),
        ("/accounts", json!({ "number": "1", "name": "X", "type": "asset" }), "PERM_LEDGER_SETUP"),
        ("/vat-zones", json!({ "code": "moon", "name": "Moon" }), "PERM_LEDGER_SETUP"),
    ];
    for (path, body, code) in refused {
        let answer = api.post(path, &body);
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::FORBIDDEN, code), "{path}");
    }
}

/// A1-20 on the API: what a booked invoice stands on is taken back by a credit note, and its series begins where it began.
#[test]
fn a_booked_invoice_keeps_its_entry_and_its_series() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let client = client(house, &api, "Plover");
        let line = json!({ "text": "Advice", "quantity": "1", "unit_price": eur("1000.00") });
        let draft = api.post("/invoices", &json!({ "client": client, "lines": [line] })).id();
        let booked = api.post(&format!("/invoices/{draft}/book"), &json!({}));
        assert_eq!(booked.status, StatusCode::OK, "{}", booked.text);
        let entry = api.get("/entries?source=invoice").json()["items"][0].clone();
        assert_eq!(entry["document"], booked.json()["number"]);
        let path = format!("/entries/{}/reverse", entry["id"].as_str().expect("an id"));
        assert_eq!(api.post(&path, &json!({})).code(), "ENTRY_OF_DOCUMENT");
        let series = api.get("/number-series").json()["items"][0].clone();
        assert_eq!(series["next_number"], "2026-2");
        let path = format!("/number-series/{}", series["id"].as_str().expect("an id"));
        assert_eq!(api.patch(&path, &json!({ "first": 100 })).code(), "SERIES_IN_USE");
        assert_eq!(api.patch(&path, &json!({ "pattern": "F{yyyy}-{n}" })).json()["next_number"], "F2026-2");
    });
}
