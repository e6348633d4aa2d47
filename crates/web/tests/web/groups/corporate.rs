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

/// A3-1 on the API: a group has a name, a head, a type, from and to, and members with from and to each. Created, read, listed,
/// searched; a dry run changes nothing, a key creates once, a stale tag is refused.
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
        assert_eq!((&group["name"], &group["type"]), (&json!("Nordkai"), &body["type"]));
        assert_eq!((&group["type_name"], &group["heads"][0]["name"]), (&json!("Holding"), &json!("Head of Nordkai")));
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
        for (name, from, to) in [("Tern", "2024-01-01", "2024-12-31"), ("Smew", "2025-01-01", "2026-12-31")] {
            add(&api, &first.id(), &client_of(&api, name, &["Holding"]), from, to).id();
        }
        let members = api.get(&format!("{at}/memberships"));
        assert_eq!(column(&members, "name"), ["Smew", "Tern"]);
        assert_eq!(column(&members, "from"), ["2025-01-01", "2024-01-01"]);
        assert_eq!(column(&members, "to"), ["2026-12-31", "2024-12-31"]);
    });
}

/// A3-2 on the API: the types of the source are there with what they bring about; a company makes, renames and deletes its own,
/// and what one brings about is one of four things, fixed once a group is of it.
#[test]
fn a3_2_types_over_the_api() {
    const CLIENTS: &str = "/client-types";
    const GROUPS: &str = "/corporate-group-types";
    on_both(|house| {
        let api = Api::of_owner(house);
        let groups = api.get(GROUPS);
        assert_eq!(column(&groups, "name"), ["Corporate agency", "Holding", "Invoice recipients", "Main agency"]);
        assert_eq!(column(&groups, "effect"), ["rebate_in_kind", "corporate_discount", "central_address", "none"]);
        let clients = column(&api.get(CLIENTS), "name");
        for name in ["Advertiser", "Agency", "Corporate agency", "Holding", "Main agency", "Planning agency"] {
            assert!(clients.contains(&name.to_owned()), "{name}: {clients:?}");
        }
        let franchise = api.post(CLIENTS, &json!({ "name": "Franchise" })).id();
        let taken = api.post(CLIENTS, &json!({ "name": "franchise" }));
        assert_eq!(refused(&taken), (409, "NAME_TAKEN_NORMALISED".to_owned()));
        let renamed = api.patch(&format!("{CLIENTS}/{franchise}"), &json!({ "name": "Franchisee" }));
        assert_eq!(renamed.json()["name"], "Franchisee");
        let chain = json!({ "name": "Chain", "client_type": franchise, "effect": "none" });
        let magic = api.post(GROUPS, &json!({ "name": "Chain", "client_type": franchise, "effect": "magic" }));
        assert_eq!(refused(&magic), (422, "EFFECT_UNKNOWN".to_owned()));
        let chain = format!("{GROUPS}/{}", api.post(GROUPS, &chain).id());
        assert_eq!(
            api.patch(&chain, &json!({ "effect": "corporate_discount" })).json()["effect"],
            "corporate_discount"
        );
        let head = client_of(&api, "Head", &["Franchisee"]);
        let of_type = found(&api, GROUPS, "Chain");
        let group =
            json!({ "name": "Chain one", "head": head, "type": of_type, "from": "2026-01-01", "to": "2026-12-31" });
        let group = api.post(API, &group).json();
        assert_eq!((&group["type_name"], &group["effect"]), (&json!("Chain"), &json!("corporate_discount")));
        let fixed = api.patch(&chain, &json!({ "effect": "none" }));
        assert_eq!(refused(&fixed), (409, "TYPE_IN_USE".to_owned()));
        assert_eq!(refused(&api.delete(&chain)), (409, "TYPE_IN_USE".to_owned()));
        assert_eq!(api.patch(&chain, &json!({ "name": "Chains" })).json()["name"], "Chains");
        let group = group["id"].as_str().expect("an id").to_owned();
        assert_eq!(api.delete(&format!("{API}/{group}")).status, StatusCode::NO_CONTENT);
        assert_eq!(api.delete(&chain).status, StatusCode::NO_CONTENT);
        assert_eq!(column(&api.get(GROUPS), "name").len(), 4);
    });
}

/// A3-3 on the API: each of the five is needed, and a name is unique for its type and its years.
#[test]
fn a3_3_what_a_group_needs_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let body = holding(&api, "Doe", "2024-01-01", "2025-12-31");
        for field in ["name", "head", "type", "from", "to"] {
            let mut without = body.clone();
            without.as_object_mut().expect("an object").remove(field);
            let answer = api.post(API, &without);
            assert_eq!(refused(&answer), (422, "FIELD_MISSING".to_owned()), "{field}: {}", answer.text);
            assert_eq!(answer.json()["field"], field);
        }
        let with = |field: &str, value: Value| {
            let mut body = body.clone();
            body[field] = value;
            body
        };
        assert_eq!(refused(&api.post(API, &with("name", json!(" ")))), (422, "NAME_REQUIRED".to_owned()));
        assert!(column(&api.get(API), "name").is_empty());
        api.post(API, &body).id();
        let doe = |name: &str, from: &str, to: &str| holding(&api, name, from, to);
        assert_eq!(refused(&api.post(API, &doe("Doe", "2025-01-01", "2026-12-31"))), (409, "NAME_TAKEN".to_owned()));
        let near = api.post(API, &doe("doe ", "2020-01-01", "2024-12-31"));
        assert_eq!(refused(&near), (409, "NAME_TAKEN_NORMALISED".to_owned()));
        // Other years, and another type in the same years.
        let later = api.post(API, &doe("Doe", "2026-01-01", "2026-12-31")).id();
        let longer = api.patch(&format!("{API}/{later}"), &json!({ "to": "2027-12-31" }));
        assert_eq!(longer.status, StatusCode::OK, "{}", longer.text);
        let mut agencies = with("type", json!(found(&api, "/corporate-group-types", "Corporate agency")));
        agencies["head"] = json!(client_of(&api, "Agent", &["Corporate agency"]));
        api.post(API, &agencies).id();
        assert_eq!(column(&api.get(API), "name"), ["Doe", "Doe", "Doe"]);
    });
}

/// A3-9 on the API: a group that never was used is deleted; one that had a member, even by mistake, or an agreement, is ended.
#[test]
fn a3_9_a_group_is_deleted_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let [unused, used, agreed] =
            ["Unused", "Used", "Agreed"].map(|name| format!("{API}/{}", made(&api, name, "2026-01-01", "2027-12-31")));
        assert_eq!(api.delete(&unused).status, StatusCode::NO_CONTENT);
        assert_eq!(api.get(&unused).status, StatusCode::NOT_FOUND);
        assert_eq!(api.delete(&unused).status, StatusCode::NOT_FOUND);
        let member = client_of(&api, "Member", &["Holding"]);
        let membership = add(&api, used.trim_start_matches("/corporate-groups/"), &member, "2026-01-01", "2027-12-31");
        let gone = || refused(&api.delete(&used));
        assert_eq!(gone(), (409, "CORPORATE_GROUP_USED".to_owned()));
        api.post(&format!("/memberships/{}/void", membership.id()), &json!({ "reason": "Wrong" })).id();
        assert_eq!(gone(), (409, "CORPORATE_GROUP_USED".to_owned()));
        assert_eq!(api.patch(&used, &json!({ "to": "2026-12-31" })).json()["to"], "2026-12-31");
        let tiers = json!([{ "from": { "amount": "0.00", "currency": "EUR" }, "rate": "3" }]);
        let terms = json!({ "year": 2026, "scale": "slab", "tiers": tiers });
        api.post(&format!("{agreed}/agreements"), &terms).id();
        assert_eq!(refused(&api.delete(&agreed)), (409, "CORPORATE_GROUP_USED".to_owned()));
        assert_eq!(column(&api.get(API), "name"), ["Agreed", "Used"]);
    });
}

/// A3-11, A3-15 on the API: a membership ends by its last day, which is a 31 December, not before its first year is over, and
/// moves within the group; its first day stays for everyone, and the same day is no change.
#[test]
fn a3_11_a_membership_ends_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let group = made(&api, "Nordkai", "2024-01-01", "2028-12-31");
        let member = client_of(&api, "Member", &["Holding"]);
        let at = format!("/memberships/{}", add(&api, &group, &member, "2025-01-01", "2027-12-31").id());
        let to = |day: &str| api.patch(&at, &json!({ "to": day }));
        let on = |day: &str| column(&api.get(&format!("{API}/{group}/memberships?as_of={day}")), "name").len();
        assert_eq!(on("2026-01-01"), 1);
        assert_eq!(to("2025-12-31").json()["to"], "2025-12-31");
        assert_eq!((on("2025-12-31"), on("2026-01-01")), (1, 0));
        let rows = [
            ("2024-12-31", 422, "TO_BEFORE_FROM"),
            ("2025-06-30", 422, "TO_NOT_DEC_31"),
            ("2029-12-31", 409, "MEMBER_OUTSIDE_GROUP"),
        ];
        for (day, status, code) in rows {
            assert_eq!(refused(&to(day)), (status, code.to_owned()), "{day}");
        }
        assert_eq!(to("2028-12-31").json()["to"], "2028-12-31");
        let administrator = Api::of(house, person(&house.hire("administrator")));
        for api in [&api, &administrator] {
            for from in ["2024-01-01", "2026-01-01"] {
                let fixed = api.patch(&at, &json!({ "from": from, "to": "2026-12-31" }));
                assert_eq!(refused(&fixed), (409, "MEMBER_FROM_IMMUTABLE".to_owned()), "{}", fixed.text);
            }
        }
        let same = api.patch(&at, &json!({ "from": "2025-01-01", "to": "2026-12-31" })).json();
        assert_eq!((&same["from"], &same["to"]), (&json!("2025-01-01"), &json!("2026-12-31")));
    });
}

/// A3-17 on the API: the head may be a member of its own group, once; members are clients and no groups.
#[test]
fn a3_17_the_head_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let body = holding(&api, "Nordkai", "2025-01-01", "2028-12-31");
        let group = api.post(API, &body).id();
        let head = body["head"].as_str().expect("an id").to_owned();
        let own = add(&api, &group, &head, "2025-01-01", "2026-12-31");
        assert_eq!(own.status, StatusCode::CREATED, "{}", own.text);
        let twice = add(&api, &group, &head, "2026-01-01", "2027-12-31");
        assert_eq!(refused(&twice), (409, "SAME_TYPE_OVERLAP".to_owned()));
        let mut second = holding(&api, "Other", "2027-01-01", "2028-12-31");
        second["head"] = json!(head);
        assert_eq!(refused(&api.post(API, &second)), (409, "SAME_TYPE_OVERLAP".to_owned()));
        for nobody in [&group, &own.id()] {
            let answer = add(&api, &group, nobody, "2027-01-01", "2027-12-31");
            assert_eq!(refused(&answer), (422, "FIELD_INVALID".to_owned()), "{}", answer.text);
            let mut led = second.clone();
            led["head"] = json!(nobody);
            assert_eq!(refused(&api.post(API, &led)), (422, "FIELD_INVALID".to_owned()));
        }
        let again = api.patch(&format!("{API}/{group}"), &json!({ "head": head, "head_from": "2026-01-01" })).json();
        assert_eq!(again["heads"].as_array().map(Vec::len), Some(1), "{again}");
    });
}

/// A3-20 on the API: every entry, change of the end and void stands in the audit of the group with what was before and after,
/// and so does a file.
#[test]
fn a3_20_the_audit_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let group = made(&api, "Nordkai", "2024-01-01", "2028-12-31");
        let member = client_of(&api, "Member", &["Holding"]);
        let at = format!("/memberships/{}", add(&api, &group, &member, "2025-01-01", "2028-12-31").id());
        api.patch(&at, &json!({ "to": "2026-12-31" })).id();
        api.post(&format!("{at}/void"), &json!({ "reason": "Wrong" })).id();
        let number = api.get(&format!("/clients/{member}")).json()["number"].as_str().expect("a number").to_owned();
        let file = format!("Group,Type,Client,From,To\nNordkai,Holding,{number},2027-01-01,2027-12-31\n");
        let sent = api.upload("/corporate-groups/import?file_name=nordkai.csv", file.as_bytes()).json();
        assert_eq!(sent["created"], 1, "{sent}");
        let lines = api.get(&format!("/audit?subject={group}&limit=4")).json();
        let lines = lines["items"].as_array().expect("lines").clone();
        let texts: Vec<&str> = lines.iter().filter_map(|line| line["text"].as_str()).collect();
        assert_eq!(
            texts,
            [
                "1 membership of a corporate group imported from nordkai.csv",
                "Membership of “Member” in corporate group “Nordkai” voided: Wrong",
                "“Member” is in corporate group “Nordkai” until 31.12.2026",
                "“Member” added to corporate group “Nordkai” for 2025–2028",
            ]
        );
        let before_and_after = [
            &["2027-01-01", "2027-12-31"][..],
            &["2026-12-31", "Wrong"][..],
            &["2028-12-31", "2026-12-31"][..],
            &["2025-01-01", "2028-12-31"][..],
        ];
        for (line, said) in lines.iter().zip(before_and_after) {
            let changes = line["changes"].to_string();
            assert!(said.iter().all(|said| changes.contains(said)) && changes.contains(&member), "{line}");
        }
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
