//! Many clients at once: what would happen, what happened, and one undo for all of it.

use axum::http::StatusCode;
use books::ReadAudit;
use books::clients::RightLevel;
use books::testing::on_both;
use serde_json::json;

use super::*;

/// The one operation of this name, and how many lines of the audit belong to it.
#[track_caller]
fn operation(house: &TestHouse, api: &Api, text: &str) -> (String, usize) {
    let all = api.get("/operations?limit=200").json()["items"].as_array().expect("items").clone();
    let named: Vec<&Value> = all.iter().filter(|operation| operation["text"] == text).collect();
    assert_eq!(named.len(), 1, "{text}: {all:#?}");
    let id = named[0]["id"].as_str().expect("an id").to_owned();
    let lines = house.ask(ReadAudit { subject: None, before: None, limit: 50 }).items;
    let batch = lines.iter().filter(|line| line.operation.is_some_and(|other| other.to_string() == id)).count();
    (id, batch)
}

fn ids<'a>(clients: &'a [String], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let ids = clients.iter().map(|id| ("ids", id.as_str()));
    ids.chain(more.iter().copied()).collect()
}

/// A0-21 (page): choose, preview with its three numbers, add, replace, remove; each is one operation, one line of the
/// audit, one undo.
#[test]
fn a0_21_groups_in_bulk_on_the_page() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let [a, b] = ["Alpha", "Beta"].map(|name| client_group(&api, name));
        let clients: Vec<String> = (1..=4).map(|number| client(house, &api, &format!("Client {number}"))).collect();
        api.patch(&format!("/clients/{}", clients[0]), &json!({ "client_groups": [a] }));
        let open = browser.post("/clients/bulk/groups", &ids(&clients, &[("action", "add")]));
        let words = open.words();
        assert!(words.contains("Add 4 clients to client groups") && words.contains("1 · 1 of 4 in"), "{words}");
        let asked = ids(&clients, &[("action", "add"), ("group", &a), ("preview", "1")]);
        let preview = browser.post("/clients/bulk/groups", &asked).words();
        assert!(preview.contains("4 clients: 3 change, 1 already have it."), "{preview}");
        assert!(preview.contains("Add 4 clients to 1 group"), "the button says the sum: {preview}");
        assert!(groups_of(house, &clients[1]).is_empty(), "a preview changes nothing");
        let asked = ids(&clients, &[("action", "add"), ("group", &a), ("query", "sort=-name")]);
        let applied = browser.post("/clients/bulk", &asked);
        assert_eq!(applied.location(), "/clients?sort=-name", "back to the list as it was");
        assert!(applied.header("set-cookie").contains("%2Fundo%2F"), "{:?}", applied.headers);
        let (id, batch) = operation(house, &api, "4 clients added to “Alpha”");
        assert_eq!(batch, 1);
        assert!(clients.iter().all(|id| groups_of(house, id) == ["Alpha"]));
        browser.post(&format!("/undo/{id}"), &[]);
        assert_eq!(groups_of(house, &clients[0]), ["Alpha"]);
        assert!(clients[1..].iter().all(|id| groups_of(house, id).is_empty()), "one undo takes all of it back");
        browser.post("/clients/bulk", &ids(&clients, &[("action", "replace"), ("group", &b)]));
        assert!(clients.iter().all(|id| groups_of(house, id) == ["Beta"]));
        browser.post("/clients/bulk", &ids(&clients[..2], &[("action", "remove"), ("group", &b)]));
        assert!(groups_of(house, &clients[0]).is_empty() && groups_of(house, &clients[3]) == ["Beta"]);
        assert_eq!(operation(house, &api, "2 clients removed from “Beta”").1, 1);
    });
}

/// A0-21 (page): all that match means all that the filter matches, on every page of the list; archiving too.
#[test]
fn a0_21_all_that_match_are_all() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let group = client_group(&api, "Alpha");
        let names = ["Plover one", "Plover two", "Plover three", "Tern"];
        let clients: Vec<String> = names.iter().map(|name| client(house, &api, name)).collect();
        let all = [("ids", clients[0].as_str()), ("all", "1"), ("query", "q=plover&limit=1")];
        browser.post("/clients/bulk", &[&all[..], &[("action", "add"), ("group", &group)]].concat());
        assert!(clients[..3].iter().all(|id| groups_of(house, id) == ["Alpha"]));
        assert!(groups_of(house, &clients[3]).is_empty());
        assert_eq!(browser.post("/clients/bulk/archive", &all).location(), "/clients?q=plover&limit=1");
        assert_eq!(super::names(&api.get("/clients").json()), ["Tern"]);
        let (id, batch) = operation(house, &api, "3 clients archived");
        assert_eq!(batch, 1);
        browser.post(&format!("/undo/{id}"), &[]);
        assert_eq!(api.get("/clients").json()["items"].as_array().map(Vec::len), Some(4));
        browser.post("/clients/bulk/archive", &ids(&clients[3..], &[]));
        let archive = browser.get("/clients?shelf=archived").text;
        assert!(archive.contains("Tern") && archive.contains("/clients/bulk/restore"));
        browser.post("/clients/bulk/restore", &[("all", "1"), ("query", "shelf=archived")]);
        assert_eq!(api.get("/clients").json()["items"].as_array().map(Vec::len), Some(4));
        browser.post(&format!("/clients/{}/delete", clients[3]), &[]);
        browser.post("/clients/bulk/bring-back", &ids(&clients[3..], &[]));
        assert_eq!(api.get(&format!("/clients/{}", clients[3])).status, StatusCode::OK);
        for path in ["/clients/bulk/groups", "/clients/bulk", "/clients/bulk/archive", "/clients/bulk/bring-back"] {
            let refused = browser.post(path, &[("action", "add")]);
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert!(refused.words().contains("No client is chosen."), "CLIENT_REQUIRED on {path}");
        }
    });
}

/// A0-21 (API): ids or a filter, a rehearsal that tells of every client, one operation, one undo; the same key again
/// changes nothing.
#[test]
fn a0_21_groups_in_bulk_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let [a, b] = ["Alpha", "Beta"].map(|name| client_group(&api, name));
        let clients: Vec<String> = (1..=3).map(|number| client(house, &api, &format!("Client {number}"))).collect();
        api.patch(&format!("/clients/{}", clients[0]), &json!({ "client_groups": [a] }));
        let missing = "cli_01h455vb4pex5vsknk084sn02q";
        let named: Vec<&str> = clients.iter().map(String::as_str).chain([missing]).collect();
        let body = json!({ "ids": named, "action": "add_groups", "client_groups": [a] });
        let dry = api.post("/clients/bulk?dry_run=true", &body).json();
        assert_eq!((&dry["done"], &dry["skipped"], &dry["failed"][0]["id"]), (&json!(2), &json!(1), &json!(missing)));
        assert_eq!(dry["changes"].as_array().map(Vec::len), Some(2));
        assert!(groups_of(house, &clients[1]).is_empty());
        let keyed = |body: &Value| api.send("POST", "/clients/bulk", &[("Idempotency-Key", "b1")], Some(body));
        let first = keyed(&body).json();
        assert_eq!((&first["done"], &first["skipped"]), (&json!(2), &json!(1)));
        assert_eq!(
            first["failed"],
            json!([{ "id": missing, "code": "NOT_FOUND",
            "detail": "There is no such client, or it is not yours to see." }])
        );
        assert_eq!(keyed(&body).json(), first, "the same key, the same answer");
        let other = json!({ "ids": named, "action": "add_groups", "client_groups": [b] });
        assert_eq!(keyed(&other).code(), "IDEMPOTENCY_MISMATCH");
        let undo = format!("/operations/{}/undo", first["operation"].as_str().expect("an operation"));
        assert_eq!(api.post(&undo, &json!({})).status, StatusCode::OK);
        assert_eq!(api.post(&undo, &json!({})).code(), "UNDO_DONE");
        assert!(groups_of(house, &clients[1]).is_empty() && groups_of(house, &clients[0]) == ["Alpha"]);
        let replace = json!({ "filter": { "q": "client" }, "action": "replace_groups", "client_groups": [b] });
        assert_eq!(api.post("/clients/bulk", &replace).json()["done"], 3);
        let remove = json!({ "filter": { "client_group": b }, "action": "remove_groups", "client_groups": [b] });
        assert_eq!(api.post("/clients/bulk", &remove).json()["done"], 3);
        let archive = json!({ "filter": { "q": "1001" }, "action": "archive" });
        let archived = api.post("/clients/bulk", &archive).json();
        assert_eq!((&archived["done"], names(&api.get("/clients").json()).len()), (&json!(1), 2));
        let restore = json!({ "ids": [clients[0], clients[1]], "action": "restore" });
        let restored = api.post("/clients/bulk", &restore).json();
        assert_eq!((&restored["done"], &restored["skipped"]), (&json!(1), &json!(1)));
        for (body, code) in [
            (json!({ "action": "archive" }), "SELECTION_REQUIRED"),
            (json!({ "ids": [], "filter": {}, "action": "archive" }), "SELECTION_REQUIRED"),
            (json!({ "ids": [], "action": "explode" }), "ACTION_UNKNOWN"),
            (json!({ "ids": ["1"], "action": "archive" }), "FIELD_INVALID"),
            (json!({ "filter": { "colour": "red" }, "action": "archive" }), "FILTER_UNREADABLE"),
            (json!({ "ids": clients, "action": "add_groups" }), "GROUP_REQUIRED"),
        ] {
            let refused = api.post("/clients/bulk", &body);
            assert_eq!((refused.status, refused.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, code), "{body}");
        }
    });
}

/// A0-19, A0-21 (API, page): in bulk each client is judged by the right on it; archiving needs a right of its own.
#[test]
fn a0_19_bulk_leaves_out_what_may_not_be_changed() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let group = client_group(&api, "Alpha");
        let clients = ["K", "L", "M"].map(|name| client(house, &api, name));
        let member = house.hire("staff");
        allow(house, &member, &clients[0], Some(RightLevel::Edit));
        allow(house, &member, &clients[1], Some(RightLevel::View));
        let (page, program) = (Browser::of(house, person(&member)), Api::of(house, person(&member)));
        let form = ids(&clients, &[("action", "add"), ("group", &group), ("preview", "1")]);
        let words = page.post("/clients/bulk/groups", &form).words();
        assert!(words.contains("1 change, 0 already have it, 2 left out"), "{words}");
        let body = json!({ "ids": clients, "action": "add_groups", "client_groups": [group] });
        let done = program.post("/clients/bulk", &body).json();
        let failed: Vec<(&Value, &Value)> =
            done["failed"].as_array().expect("a list").iter().map(|left| (&left["id"], &left["code"])).collect();
        assert_eq!(done["done"], 1);
        assert!(failed.contains(&(&json!(clients[1]), &json!("PERM_CLIENT_EDIT"))), "{failed:?}");
        assert_eq!(failed.len(), 2);
        let archive = json!({ "ids": clients, "action": "archive" });
        assert_eq!(program.post("/clients/bulk", &archive).status, StatusCode::FORBIDDEN);
        assert_eq!(page.post("/clients/bulk/archive", &ids(&clients, &[])).status, StatusCode::FORBIDDEN);
        assert_eq!(names(&api.get("/clients").json()).len(), 3);
    });
}

/// A0-21: more than one chunk is still one operation with one undo, and a rehearsal tells of all of them.
#[test]
fn a0_21_more_than_a_chunk_is_one_operation() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let group = client_group(&api, "Alpha");
        let domestic = customer_group(house, "Domestic").parse().expect("an id");
        for number in 0..501 {
            house.perform(books::clients::RegisterClient {
                number: None,
                details: books::clients::Details::named(format!("Client {number}").parse().expect("a name")),
                prospect: false,
                customer_group: Some(domestic),
                client_groups: Vec::new(),
                client_types: Vec::new(),
            });
        }
        let body = json!({ "filter": {}, "action": "add_groups", "client_groups": [group] });
        let dry = api.post("/clients/bulk?dry_run=true", &body).json();
        assert_eq!((&dry["done"], dry["changes"].as_array().map(Vec::len)), (&json!(501), Some(501)));
        let done = api.post("/clients/bulk", &body).json();
        assert_eq!(done["done"], 501);
        let (id, batch) = operation(house, &api, "501 clients added to “Alpha”");
        assert_eq!((json!(id), batch), (done["operation"].clone(), 2), "a line of the audit for each chunk");
        let in_group = || api.get(&format!("/clients?client_group={group}&total=true&limit=1")).json()["total"].clone();
        assert_eq!(in_group(), 501);
        api.post(&format!("/operations/{id}/undo"), &json!({}));
        assert_eq!(in_group(), 0);
    });
}
