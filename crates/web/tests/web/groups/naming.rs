//! Names of client groups as a program meets them: given, changed, and followed by everything that shows them.

use axum::http::StatusCode;
use books::testing::on_both;
use serde_json::json;

use super::{audit, client_in, column, group, names, person, refused};
use crate::door::Api;

/// A0-2 on the API: what was saved is in the list at once, and for everybody, under the address that the answer gives.
#[test]
fn a0_2_a_program_adds_a_group() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let reader = Api::of(house, person(&house.hire("reader")));
        let made = api.post("/client-groups", &json!({ "name": "Barge" }));
        assert_eq!(made.status, StatusCode::CREATED);
        let path = format!("/client-groups/{}", made.id());
        assert_eq!(made.header("location"), format!("/api/v1{path}"));
        assert_eq!(api.get(&path).json(), made.json());
        group(&api, "Alliance");
        assert_eq!((names(&api), names(&reader)), (vec!["Alliance".to_owned(), "Barge".to_owned()], names(&api)));
        assert_eq!(made.json()["clients_count"], 0);
    });
}

/// A0-8 on the API: the new name is in the list, with every client, among the filters' groups and in saved reports,
/// which keep the id.
#[test]
fn a0_8_a_new_name_is_everywhere() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let id = group(&api, "Vip");
        let client = client_in(&api, "Bramblewick Trust", &[&id]);
        let report = json!({ "name": "Clients by group", "scope": "office", "dataset": "clients",
            "filters": [{ "field": "client_group", "how": "any", "values": [id] }], "group_by": ["client_group"] });
        let report = api.post("/reports", &report);
        assert_eq!(report.status, StatusCode::CREATED, "{}", report.text);
        let changed = api.patch(&format!("/client-groups/{id}"), &json!({ "name": "Friends" }));
        assert_eq!((changed.status, &changed.json()["name"]), (StatusCode::OK, &json!("Friends")));
        assert_eq!(changed.id(), id);
        assert_eq!(names(&api), ["Friends"]);
        assert_eq!(column(&api.get(&format!("/clients/{client}/groups")), "name"), ["Domestic", "Friends"]);
        assert_eq!(column(&api.get(&format!("/clients?client_group={id}")), "name"), ["Bramblewick Trust"]);
        let path = format!("/reports/{}", report.id());
        assert_eq!(api.get(&path).json()["filters"], report.json()["filters"], "the id stays");
        let run = api.get(&format!("{path}/run"));
        assert_eq!(run.json()["rows"][0]["label"], "Friends", "{}", run.text);
        assert!(!run.text.contains("Vip"), "{}", run.text);
    });
}

/// A0-9, A0-10 on the API: another group's name is refused, in other capitals too; one's own in other capitals is a new
/// name; the audit has one line for it, with who, when, and both names.
#[test]
fn a0_9_a0_10_a_program_renames() {
    on_both(|house| {
        let api = Api::of(house, person(&house.hire("administrator")));
        let owner = Api::of_owner(house);
        let id = group(&api, "Vip");
        group(&api, "Annual report");
        let rename = |name: &str| api.patch(&format!("/client-groups/{id}"), &json!({ "name": name }));
        let newest = || audit(&owner)[0]["seq"].as_i64();
        let before = newest();
        assert_eq!(refused(&rename("Annual report")), (409, "NAME_TAKEN".to_owned()));
        let near = rename("ANNUAL  report");
        assert_eq!(refused(&near), (409, "NAME_TAKEN_NORMALISED".to_owned()));
        assert_eq!(near.json()["details"]["existing_name"], "Annual report");
        assert_eq!(newest(), before, "what is refused leaves no line");
        house.set_today("2026-03-05");
        assert_eq!(rename("VIP").json()["name"], "VIP");
        let lines = audit(&owner);
        assert_eq!(lines[0]["text"], "Client group “Vip” renamed to “VIP”");
        assert!(lines[0]["actor_name"].as_str().is_some_and(|name| name.starts_with("Member ")), "{}", lines[0]);
        assert!(lines[0]["at"].as_str().is_some_and(|at| at.starts_with("2026-03-05")), "{}", lines[0]);
        assert_eq!(lines[0]["seq"].as_i64(), before.map(|seq| seq + 1), "one line, not two: {lines:#?}");
        assert_eq!(rename("VIP").status, StatusCode::OK);
        assert_eq!(audit(&owner)[0]["seq"], lines[0]["seq"], "the name it has already is no change");
    });
}
