//! Merging two clients at the doors: on the page without scripts, over the API, and two at once.

use axum::http::StatusCode;
use books::testing::on_both;
use serde_json::{Value, json};

use super::*;

fn eur(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

fn booked(api: &Api, client: &str, net: &str) -> String {
    let line = json!({ "text": "Advice", "quantity": "1", "unit_price": eur(net) });
    let id = api.post("/invoices", &json!({ "client": client, "lines": [line] })).id();
    assert_eq!(api.post(&format!("/invoices/{id}/book"), &json!({})).status, StatusCode::OK);
    id
}

/// X5 on the API: a rehearsal changes nothing; both versions are looked at; the merged client says so, its invoice keeps
/// its client, its balance is the other's; undo parts them.
#[test]
fn x5_a_merge_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let [one, other] = ["Tern", "Tern Ltd"].map(|name| client(house, &api, name));
        let vip = client_group(&api, "VIP");
        api.post(&format!("/client-groups/{vip}/clients"), &json!({ "clients": [other] }));
        let invoice = booked(&api, &other, "100.00");
        let path = format!("/clients/{other}/merge");
        let body = json!({ "into": one });
        let rehearsed = api.post(&format!("{path}?dry_run=true"), &body);
        assert_eq!(rehearsed.status, StatusCode::OK, "{}", rehearsed.text);
        assert!(rehearsed.json()["changes"].as_array().is_some_and(|changes| changes.len() >= 5));
        assert_eq!(api.get(&format!("/clients/{other}")).json()["merged_into"], Value::Null);
        assert_eq!(api.send("POST", &path, &[("If-Match", "\"99\"")], Some(&body)).code(), "CHANGED_MEANWHILE");
        assert_eq!(api.post(&path, &json!({ "into": one, "into_version": 99 })).code(), "CHANGED_MEANWHILE");
        let [tag, seen] = [&other, &one].map(|id| api.get(&format!("/clients/{id}")).header("etag").to_owned());
        let seen: i64 = seen.trim_matches('"').parse().expect("a version");
        let body = json!({ "into": one, "into_version": seen, "on": "2026-03-02" });
        let headers = [("If-Match", tag.as_str()), ("Idempotency-Key", "merge")];
        let merged = api.send("POST", &path, &headers, Some(&body));
        assert_eq!((merged.status, &merged.json()["merged_into"]), (StatusCode::OK, &json!(one)), "{}", merged.text);
        assert_eq!((&merged.json()["archived"], &merged.json()["open_balance"]), (&json!(true), &eur("0.00")));
        assert_eq!(api.send("POST", &path, &headers, Some(&body)).status, StatusCode::OK, "a repeated key");
        let shown = api.get(&format!("/clients/{one}")).json();
        assert_eq!((&shown["open_balance"], &shown["client_groups"]), (&eur("121.00"), &json!([vip])));
        assert_eq!(api.get(&format!("/invoices/{invoice}")).json()["client"], json!(other));
        assert_eq!(api.get("/clients").json()["items"].as_array().map(Vec::len), Some(1));
        let draft = api.post("/invoices", &json!({ "client": other, "lines": [] }));
        assert_eq!(draft.code(), "CLIENT_MERGED");
        let operations = api.get("/operations?limit=200").json()["items"].as_array().expect("operations").clone();
        let operation = operations.iter().find(|one| one["text"] == "Client “Tern Ltd” merged into “Tern”");
        let operation = operation.expect("the merge")["id"].as_str().expect("an id").to_owned();
        let undone = api.post(&format!("/operations/{operation}/undo"), &json!({}));
        assert_eq!(undone.status, StatusCode::OK, "{}", undone.text);
        let back = api.get(&format!("/clients/{other}")).json();
        assert_eq!((&back["merged_into"], &back["open_balance"]), (&Value::Null, &eur("121.00")));
        let rows = api.get("/reconciliation").json()["items"].as_array().expect("rows").clone();
        assert!(rows.iter().all(|row| row["difference"] == eur("0.00")), "{rows:?}");
    });
}

/// X5 on the page: from the profile to the choice, found by a search, to what would happen, and done; the profile of the
/// merged client leads on, and the one that goes on has what was the other's.
#[test]
fn x5_a_merge_on_the_pages() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let [one, other] = ["Tern", "Whimbrel Ltd"].map(|name| client(house, &api, name));
        let vip = client_group(&api, "VIP");
        api.post(&format!("/client-groups/{vip}/clients"), &json!({ "clients": [other] }));
        booked(&api, &other, "100.00");
        let path = format!("/clients/{other}/merge");
        assert!(browser.get(&format!("/clients/{other}")).text.contains(&path));
        let found = browser.get(&format!("{path}?q=tern"));
        assert!(
            found.text.contains(&format!("value=\"{one}\"")) && !found.text.contains(&format!("value=\"{other}\""))
        );
        let asked = browser.get(&format!("{path}?into={one}"));
        assert_eq!(asked.status, StatusCode::OK);
        for said in [
            "Tern enters VIP.",
            "Tern stays in Domestic.",
            "1 open item, 121.00 EUR, to account 4300 by one entry",
            "1 booked paper stays with Whimbrel Ltd, as printed.",
        ] {
            assert!(asked.words().contains(said), "{said}: {}", asked.words());
        }
        let refused = browser.press(&asked, "Merge Whimbrel Ltd into Tern", &[("on", "2026-03-01")]);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.words());
        let done = browser.press(&asked, "Merge Whimbrel Ltd into Tern", &[]);
        assert_eq!(done.location(), format!("/clients/{one}"), "{}", done.words());
        let page = browser.get(&format!("/clients/{other}"));
        assert!(page.words().contains("Merged into Tern"), "{}", page.words());
        assert!(page.text.contains(&format!("href=\"/clients/{one}\"")) && !page.text.contains(&path));
        let again = browser.get(&format!("{path}?into={one}"));
        assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.words());
        for path in ["statement", "ledger"] {
            assert_eq!(browser.get(&format!("/clients/{other}/{path}")).status, StatusCode::OK);
        }
    });
}

/// X5, two at once: of two who merge a pair of clients, each into the other, one does; the other is told.
#[test]
fn x5_two_merge_the_same_pair() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let their = Api::of(house, person(&house.hire("administrator")));
        let [one, other] = ["Tern", "Tern Ltd"].map(|name| client(house, &api, name));
        let merge =
            |api: &Api, from: &str, into: &str| api.post(&format!("/clients/{from}/merge"), &json!({ "into": into }));
        let (first, second) = std::thread::scope(|scope| {
            let first = scope.spawn(|| merge(&api, &one, &other));
            let second = scope.spawn(|| merge(&their, &other, &one));
            (first.join().expect("no panic"), second.join().expect("no panic"))
        });
        let late = match (first.status, second.status) {
            (StatusCode::OK, _) => second,
            (_, StatusCode::OK) => first,
            both => panic!("{both:?}"),
        };
        assert_eq!((late.status, late.code().as_str()), (StatusCode::CONFLICT, "CLIENT_MERGED"), "{}", late.text);
    });
}

/// X5, rights: whoever may change only one of the two is refused, and so is whoever may not post what is open.
#[test]
fn x5_a_merge_needs_the_right_on_both() {
    on_both(|house| {
        use books::Permission::{EditClients, EditOwnClients, ViewClients};
        let api = Api::of_owner(house);
        let [one, other] = ["Tern", "Tern Ltd"].map(|name| client(house, &api, name));
        let hired = |name: &str, permissions: &[books::Permission]| {
            let name = kernel::Name::parse(name).expect("a name");
            let permissions = permissions.iter().copied().collect();
            house.hire_as(house.perform(books::company::CreateRole { name, permissions }))
        };
        let clerk = hired("Clerk", &[ViewClients, EditOwnClients]);
        allow(house, &clerk, &other, Some(RightLevel::Edit));
        let merge = |caller: &Caller| {
            let answer =
                Api::of(house, person(caller)).post(&format!("/clients/{other}/merge"), &json!({ "into": one }));
            (answer.status.as_u16(), answer.code())
        };
        assert_eq!(merge(&clerk), (403, "PERM_CLIENT_EDIT".to_owned()));
        let page = Browser::of(house, person(&clerk)).post(&format!("/clients/{other}/merge"), &[("into", &one)]);
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.words());
        assert_eq!(merge(&house.hire("reader")), (403, "PERM_MISSING".to_owned()));
        booked(&api, &other, "100.00");
        let editor = hired("Editor", &[ViewClients, EditClients]);
        assert_eq!(merge(&editor), (403, "PERM_MISSING".to_owned()));
        allow(house, &clerk, &one, Some(RightLevel::Edit));
        assert_eq!(merge(&clerk), (403, "PERM_MISSING".to_owned()));
        assert_eq!(merge(&house.hire("administrator")).0, 200);
    });
}
