//! Corporate groups over the API: types, years, members, who is refused what.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use super::{column, person, refused};
use crate::door::{Answer, Api};

const API: &str = "/corporate-groups";

fn found(api: &Api, path: &str, name: &str) -> String {
    let all = api.get(path).json();
    let found = all["items"].as_array().expect("items").iter().find(|item| item["name"] == name);
    found.expect("it is there")["id"].as_str().expect("an id").to_owned()
}

fn client_of(api: &Api, name: &str, types: &[&str]) -> String {
    let customer_group = api.get("/customer-groups").json()["items"][0]["id"].clone();
    let types: Vec<String> = types.iter().map(|of_type| found(api, "/client-types", of_type)).collect();
    api.post("/clients", &json!({ "name": name, "customer_group": customer_group, "client_types": types })).id()
}

fn holding(api: &Api, name: &str, from: &str, to: &str) -> Value {
    let of_type = found(api, "/corporate-group-types", "Holding");
    let head = client_of(api, &format!("Head of {name}"), &["Holding"]);
    json!({ "name": name, "head": head, "type": of_type, "from": from, "to": to })
}

fn made(api: &Api, name: &str, from: &str, to: &str) -> String {
    api.post(API, &holding(api, name, from, to)).id()
}

fn add(api: &Api, group: &str, client: &str, from: &str, to: &str) -> Answer {
    api.post(&format!("{API}/{group}/memberships"), &json!({ "client": client, "from": from, "to": to }))
}

/// A3-1, A3-3: created, read, listed, searched; a dry run changes nothing, a key creates once, a stale tag is refused.
#[test]
fn a3_1_a_group_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let body = holding(&api, "Nordkai", "2024-01-01", "2026-12-31");
        assert!(api.post(&format!("{API}?dry_run=true"), &body).json()["changes"].as_array().is_some());
        assert!(column(&api.get(API), "name").is_empty());
        let once = || api.send("POST", API, &[("Idempotency-Key", "one")], Some(&body));
        let (first, again) = (once(), once());
        assert_eq!((first.status, first.id()), (StatusCode::CREATED, again.id()));
        let at = format!("{API}/{}", first.id());
        let read = api.get(&at);
        assert_eq!((read.text.as_str(), read.header("etag")), (first.text.as_str(), first.header("etag")));
        let group = read.json();
        assert_eq!((&group["from"], &group["to"]), (&json!("2024-01-01"), &json!("2026-12-31")));
        assert_eq!((&group["head"], &group["effect"]), (&body["head"], &json!("corporate_discount")));
        assert_eq!(group["heads"][0]["name"], "Head of Nordkai");
        made(&api, "Avocet", "2030-01-01", "2030-12-31");
        assert_eq!(column(&api.get(API), "name"), ["Avocet", "Nordkai"]);
        assert_eq!(column(&api.get(&format!("{API}?sort=-name&validity=now")), "name"), ["Nordkai"]);
        assert_eq!(column(&api.get(&format!("{API}?q=nordk&total=true")), "name"), ["Nordkai"]);
        assert_eq!(refused(&api.get(&format!("{API}?validity=soon"))), (422, "FILTER_UNREADABLE".to_owned()));
        let page = api.get(&format!("{API}?limit=1")).json();
        let rest = api.get(&format!("{API}?limit=1&cursor={}", page["next"].as_str().expect("more"))).json();
        assert_eq!(rest["items"][0]["name"], "Nordkai");
        let tagged = |tag: &str| api.send("PATCH", &at, &[("If-Match", tag)], Some(&json!({ "name": "Nordkai SE" })));
        assert_eq!(tagged(read.header("etag")).json()["name"], "Nordkai SE");
        assert_eq!(refused(&tagged(read.header("etag"))), (412, "CHANGED_MEANWHILE".to_owned()));
        assert_eq!(api.delete(&at).status, StatusCode::NO_CONTENT);
        assert_eq!(api.get(&at).status, StatusCode::NOT_FOUND);
    });
}

/// A3-6, A3-7, A3-12 on the API: dates out of form are refused by the field, never guessed; the beginning is fixed.
#[test]
fn a3_6_dates_over_the_api() {
    let house = TestHouse::sqlite();
    let api = Api::of_owner(&house);
    let id = made(&api, "Nordkai", "2024-01-01", "2026-12-31");
    let member = client_of(&api, "Member", &["Holding"]);
    let rows = [
        ("2025-01-02", "2025-12-31", "FROM_NOT_JAN_1", "from"),
        ("2025-01-01", "2025-12-30", "TO_NOT_DEC_31", "to"),
        ("2025-12-31", "2025-12-31", "FROM_NOT_JAN_1", "from"),
        ("2026-01-01", "2025-12-31", "TO_BEFORE_FROM", "to"),
        ("2025-01-01", "9999-12-31", "TO_TOO_FAR", "to"),
        ("2025-01-01", "2075-12-31", "TO_TOO_FAR", "to"),
        ("2025-02-29", "2025-12-31", "DATE_UNREADABLE", "from"),
        ("01/01/2025", "2025-12-31", "DATE_UNREADABLE", "from"),
        ("25-01-01", "2025-12-31", "DATE_UNREADABLE", "from"),
        ("2025-01-01", "", "DATE_UNREADABLE", "to"),
    ];
    let body = holding(&api, "Other", "2025-01-01", "2025-12-31");
    for (from, to, code, field) in rows {
        let mut body = body.clone();
        (body["from"], body["to"]) = (json!(from), json!(to));
        for answer in [api.post(API, &body), add(&api, &id, &member, from, to)] {
            assert_eq!(refused(&answer), (422, code.to_owned()), "{from} to {to}: {}", answer.text);
            assert_eq!(answer.json()["field"], field);
        }
    }
    let mut open = body.clone();
    open.as_object_mut().expect("an object").remove("to");
    assert_eq!(refused(&api.post(API, &open)), (422, "FIELD_MISSING".to_owned()));
    let at = format!("{API}/{id}");
    assert_eq!(refused(&api.patch(&at, &json!({ "from": "2023-01-01" }))), (409, "GROUP_FROM_IMMUTABLE".to_owned()));
    assert_eq!(api.patch(&at, &json!({ "from": "2024-01-01" })).status, StatusCode::OK);
    let membership = format!("/memberships/{}", add(&api, &id, &member, "2025-01-01", "2026-12-31").id());
    let fixed = api.patch(&membership, &json!({ "from": "2024-01-01" }));
    assert_eq!(refused(&fixed), (409, "MEMBER_FROM_IMMUTABLE".to_owned()));
}

/// A3-8, A3-10, A3-13, A3-14, A3-16, A3-18 on the API: the way of a member through two groups.
#[test]
fn a3_14_members_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let [h1, h2] = ["H1", "H2"].map(|name| made(&api, name, "2024-01-01", "2027-12-31"));
        let member = client_of(&api, "Tidewater", &["Holding"]);
        let first = add(&api, &h1, &member, "2024-01-01", "2025-12-31");
        let at = format!("/memberships/{}", first.id());
        assert_eq!(first.header("location"), format!("/api/v1{at}"));
        let clash = add(&api, &h2, &member, "2025-01-01", "2026-12-31");
        assert_eq!(refused(&clash), (409, "SAME_TYPE_OVERLAP".to_owned()));
        let clash = clash.json();
        assert_eq!((&clash["details"]["group_name"], &clash["details"]["year"]), (&json!("H1"), &json!("2025")));
        assert_eq!(clash["actions"][0]["label"], "Start on 01.01.2026");
        let second = add(&api, &h2, &member, "2026-01-01", "2026-12-31");
        let second = format!("/memberships/{}", second.id());
        let groups = |day: &str| {
            let lines = api.get(&format!("/clients/{member}/groups?as_of={day}")).json();
            let corporate =
                lines["items"].as_array().expect("groups").iter().filter(|line| line["kind"] == "corporate");
            corporate.map(|line| line["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
        };
        assert_eq!((groups("2025-12-31"), groups("2026-01-01")), (vec!["H1".to_owned()], vec!["H2".to_owned()]));
        let on = |group: &str, day: &str| column(&api.get(&format!("{API}/{group}/memberships?as_of={day}")), "name");
        assert_eq!((on(&h1, "2025-12-31").len(), on(&h1, "2026-01-01").len()), (1, 0));
        assert_eq!((on(&h2, "2025-12-31").len(), on(&h2, "2026-01-01").len()), (0, 1));
        let longer = api.patch(&at, &json!({ "to": "2026-12-31" }));
        assert_eq!(refused(&longer), (409, "SAME_TYPE_OVERLAP".to_owned()));
        assert_eq!(refused(&api.patch(&at, &json!({ "to": "2028-12-31" }))), (409, "MEMBER_OUTSIDE_GROUP".to_owned()));
        assert_eq!(refused(&api.delete(&at)), (409, "MEMBERSHIP_APPEND_ONLY".to_owned()));
        assert_eq!(refused(&api.post(&format!("{second}/void"), &json!({}))), (422, "REASON_REQUIRED".to_owned()));
        let void = api.post(&format!("{second}/void"), &json!({ "reason": "Another Tidewater" })).json();
        assert_eq!((&void["voided"], &void["void_reason"]), (&json!(true), &json!("Another Tidewater")));
        let tagged = api.send("PATCH", &at, &[("If-Match", "\"9\"")], Some(&json!({ "to": "2026-12-31" })));
        assert_eq!(refused(&tagged), (412, "CHANGED_MEANWHILE".to_owned()));
        assert_eq!(api.patch(&at, &json!({ "to": "2027-12-31" })).json()["to"], "2027-12-31");
        let shorter = api.patch(&format!("{API}/{h1}"), &json!({ "to": "2026-12-31" }));
        assert_eq!(refused(&shorter), (409, "MEMBER_OUTSIDE_GROUP".to_owned()));
        assert!(shorter.json()["title"].as_str().is_some_and(|title| title.contains("“Tidewater”")));
        api.patch(&format!("{API}/{h1}"), &json!({ "to": "2026-12-31", "end_members": true })).id();
        assert_eq!(api.get(&at).json()["to"], "2026-12-31");
        let all = api.get(&format!("{API}/{h2}/memberships?voided=true")).json();
        assert_eq!((all["items"].as_array().map(Vec::len), &all["unseen"]), (Some(1), &json!(0)));
        assert!(column(&api.get(&format!("{API}/{h2}/memberships")), "name").is_empty());
    });
}

/// A3-4, A3-5 on the API: types of a client are a set, changed by PATCH; one that a group needs stays.
#[test]
fn a3_5_types_over_the_api() {
    let house = TestHouse::sqlite();
    let api = Api::of_owner(&house);
    let group = made(&api, "Nordkai", "2026-01-01", "2026-12-31");
    let agent = client_of(&api, "Agent", &["Agency"]);
    let refusal = add(&api, &group, &agent, "2026-01-01", "2026-12-31");
    assert_eq!(refused(&refusal), (409, "MEMBER_TYPE_MISMATCH".to_owned()));
    let mut led = holding(&api, "Led", "2026-01-01", "2026-12-31");
    led["head"] = json!(agent);
    assert_eq!(refused(&api.post(API, &led)), (409, "HEAD_TYPE_MISMATCH".to_owned()));
    let [holding, agency] = ["Holding", "Agency"].map(|name| found(&api, "/client-types", name));
    let at = format!("/clients/{agent}");
    let both = api.patch(&at, &json!({ "client_types": [holding, agency] })).json();
    assert_eq!(both["client_types"].as_array().map(Vec::len), Some(2));
    add(&api, &group, &agent, "2026-01-01", "2026-12-31").id();
    let taken = api.patch(&at, &json!({ "client_types": [agency] }));
    assert_eq!(refused(&taken), (409, "TYPE_IN_USE".to_owned()));
    assert_eq!(taken.json()["actions"][0]["href"], format!("/corporate-groups/{group}"));
    let listed = api.get("/clients?q=Agent").json();
    assert_eq!(listed["items"][0]["client_types"].as_array().map(Vec::len), Some(2));
    assert_eq!(refused(&api.delete(&format!("/client-types/{holding}"))), (409, "TYPE_IN_USE".to_owned()));
    let of_type = found(&api, "/corporate-group-types", "Holding");
    let fixed = api.patch(&format!("/corporate-group-types/{of_type}"), &json!({ "effect": "none" }));
    assert_eq!(refused(&fixed), (409, "TYPE_IN_USE".to_owned()));
    let unknown = api.patch(&format!("/corporate-group-types/{of_type}"), &json!({ "effect": "magic" }));
    assert_eq!(refused(&unknown), (422, "EFFECT_UNKNOWN".to_owned()));
}

/// X10: who may not manage groups looks at them and is refused the rest, at each address.
#[test]
fn readers_look_and_change_nothing() {
    let house = TestHouse::sqlite();
    let owner = Api::of_owner(&house);
    let id = made(&owner, "Nordkai", "2024-01-01", "2026-12-31");
    let member = client_of(&owner, "Member", &["Holding"]);
    let membership = format!("/memberships/{}", add(&owner, &id, &member, "2025-01-01", "2025-12-31").id());
    let reader = Api::of(&house, person(&house.hire("reader")));
    assert_eq!(column(&reader.get(API), "name"), ["Nordkai"]);
    assert_eq!(reader.get(&membership).json()["name"], "Member");
    let answers = [
        reader.post(API, &holding(&owner, "Other", "2025-01-01", "2025-12-31")),
        reader.patch(&format!("{API}/{id}"), &json!({ "to": "2030-12-31" })),
        reader.delete(&format!("{API}/{id}")),
        add(&reader, &id, &member, "2026-01-01", "2026-12-31"),
        reader.patch(&membership, &json!({ "to": "2026-12-31" })),
        reader.post(&format!("{membership}/void"), &json!({ "reason": "x" })),
        reader.delete(&membership),
        reader.post("/client-types", &json!({ "name": "Franchise" })),
    ];
    for answer in answers {
        assert_eq!(refused(&answer), (403, "PERM_GROUP_MANAGE".to_owned()), "{}", answer.text);
    }
}

/// A3-19 over the API: a file is judged row by row; the dry run says what would come and changes nothing; the rows that fail
/// come back as a file that can be mended and sent again.
#[test]
fn a3_19_a_file_of_memberships() {
    let house = TestHouse::sqlite();
    let api = Api::of_owner(&house);
    let group = made(&api, "Nordkai", "2024-01-01", "2026-12-31");
    let member = client_of(&api, "Member", &["Holding"]);
    let number = api.get(&format!("/clients/{member}")).json()["number"].as_str().expect("a number").to_owned();
    let rows =
        format!("Nordkai,Holding,{number},2024-01-01,2025-12-31\nNordkai,Holding,{number},02.01.2026,31.12.2026\n");
    let csv = format!("Group,Type,Client,From,To\n{rows}");
    let send =
        |path: &str, csv: &str| api.request("POST", path, &[("Content-Type", "text/csv")], csv.to_owned().into());
    let at = format!("{API}/import");
    let preview = send(&format!("{at}?dry_run=true"), &csv).json();
    assert_eq!((&preview["created"], &preview["operation"]), (&json!(1), &Value::Null), "{preview}");
    assert!(column(&api.get(&format!("{API}/{group}/memberships")), "name").is_empty());
    let done = send(&at, &csv).json();
    assert_eq!((&done["rows"], &done["created"], &done["unchanged"]), (&json!(2), &json!(1), &json!(0)));
    let failed = &done["failed"][0];
    assert_eq!(
        (&failed["line"], &failed["column"], &failed["code"]),
        (&json!(3), &json!("From"), &json!("FROM_NOT_JAN_1"))
    );
    let mended = done["failed_csv"].as_str().expect("a file").replace("02.01.2026", "01.01.2026");
    assert_eq!(send(&at, &mended).json()["created"], 1);
    assert_eq!(send(&at, &csv.replace("02.01.2026", "01.01.2026")).json()["unchanged"], 2);
    assert_eq!(refused(&send(&at, "Group,Client\nNordkai,1\n")), (422, "COLUMNS_MISSING".to_owned()));
}
