//! What reports promise, at the page and over the API alike.

use axum::http::StatusCode;
use books::company::{ChangeMember, CreateRole, ReadMember};
use books::testing::on_both;
use books::{Caller, Permission, Who};
use kernel::{Name, PersonId};
use serde_json::{Value, json};

use super::v5;
use crate::door::{Answer, Api, Browser};

fn person(caller: &Caller) -> PersonId {
    let Who::Person(person) = caller.who else { panic!("a member is a person") };
    person
}

/// What a report of time answers: each row's label with its hours, then the total.
fn hours(api: &Api, question: Value) -> (Vec<(String, String)>, String) {
    let mut body = json!({ "dataset": "time", "columns": ["hours"] });
    body.as_object_mut().expect("an object").extend(question.as_object().expect("an object").clone());
    let answer = api.post("/reports/run", &body);
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let report = answer.json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = report["rows"].as_array().expect("rows").iter();
    (rows.map(|row| (text(&row["label"]), text(&row["figures"]["hours"]))).collect(), text(&report["total"]["hours"]))
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(label, hours)| ((*label).to_owned(), (*hours).to_owned())).collect()
}

fn count(answer: &Answer) -> usize {
    answer.json()["items"].as_array().expect("items").len()
}

/// A0-23 on the API: filtered by a group, only its clients have rows; the choices are the groups there are.
#[test]
fn a_report_is_filtered_by_a_group() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let (vip, annual) = v5(house, &api);
        let groups = api.get("/client-groups").json();
        let ids: Vec<&str> =
            groups["items"].as_array().expect("groups").iter().filter_map(|g| g["id"].as_str()).collect();
        assert!(ids.contains(&vip.as_str()) && ids.contains(&annual.as_str()), "{groups}");
        let filter = json!([{ "field": "client_group", "how": "any", "values": [annual] }]);
        let (rows, total) = hours(&api, json!({ "filters": filter, "group_by": ["client"] }));
        assert_eq!((rows, total.as_str()), (pairs(&[("K1", "10.00")]), "10.00"));
        let unknown = json!({ "dataset": "time", "filters": [{ "field": "colour", "how": "any", "values": ["red"] }] });
        assert_eq!(api.post("/reports/run", &unknown).status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

/// A0-24 on the page: any of, all of, none of, without any group; a client in both groups stands there once.
#[test]
fn the_switch_of_a_filter() {
    on_both(|house| {
        let (vip, annual) = v5(house, &Api::of_owner(house));
        let browser = Browser::of_owner(house);
        let form = browser.get("/report?dataset=time&by=client&add=client_group").words();
        for offered in ["is any of", "is all of", "is none of"] {
            assert!(form.contains(offered), "{offered}: {form}");
        }
        for (how, groups, rows, total) in [
            ("any", format!("{vip},{annual}"), vec!["K1", "K2"], "14.00"),
            ("all", format!("{vip},{annual}"), vec!["K1"], "10.00"),
            ("none", format!("{vip},{annual}"), vec!["K3"], "1.00"),
            ("none", annual.clone(), vec!["K2", "K3"], "5.00"),
            ("without", String::new(), vec!["K3"], "1.00"),
        ] {
            let address = format!("/report?dataset=time&by=client&columns=hours&filter=client_group:{how}:{groups}");
            let page = browser.get(&address);
            for client in ["K1", "K2", "K3"] {
                let shown = page.text.matches(&format!(">{client}</a>")).count();
                assert_eq!(shown, usize::from(rows.contains(&client)), "{how} {groups}: {client}");
            }
            assert!(page.words().contains(&format!("Total {total}")), "{how} {groups}: {}", page.words());
        }
    });
}

/// A0-26 on the API and on the page: the hours of each group are the sum of the entries that one sees when looking in.
#[test]
fn a_row_leads_to_the_entries_that_make_it() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let (vip, annual) = v5(house, &api);
        for (group, hours) in [(&vip, 14), (&annual, 10)] {
            let filter = json!([{ "field": "client_group", "how": "any", "values": [group] }]);
            let answer = api.post("/reports/run", &json!({ "dataset": "time", "filters": filter })).json();
            let entries = answer["entries"].as_array().expect("entries");
            let minutes: i64 = entries.iter().map(|entry| entry["figures"]["minutes"].as_i64().expect("minutes")).sum();
            assert_eq!(minutes, hours * 60);
        }
        let browser = Browser::of_owner(house);
        let page = browser.get("/report?dataset=time&by=client_group&columns=hours").text;
        let row =
            page.split("<tr").skip(1).find(|row| row.contains("VIP") && row.contains("14.00")).expect("the row of VIP");
        let link = row.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
        let words = browser.get(&link.replace("&#38;", "&").replace("&amp;", "&")).words();
        for (entry, is_inside) in
            [("K1 Olive Owner Advice 10.00", true), ("K2 Olive Owner Advice 4.00", true), ("K3", false)]
        {
            assert_eq!(words.contains(entry), is_inside, "{entry}: {words}");
        }
        assert!(words.contains("Total 14.00"), "{words}");
    });
}

/// A0-27, A0-29 on the API: a saved report is among mine with its filters, and its relative period moves with the day.
#[test]
fn a_saved_report_comes_back_with_its_filters() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let (vip, _) = v5(house, &api);
        let filter = json!([{ "field": "client_group", "how": "any", "values": [vip] }]);
        let new = json!({ "name": "Last month", "dataset": "time", "filters": filter, "period": "last_month" });
        let id = api.post("/reports", &new).id();
        assert_eq!(
            (count(&api.get("/reports")), api.get("/reports").json()["items"][0]["scope"].clone()),
            (1, json!("me"))
        );
        let run = || {
            let answer = api.get(&format!("/reports/{id}/run")).json();
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            (text(&answer["header"]["from"]), text(&answer["total"]["hours"]))
        };
        assert_eq!(run(), ("2026-02-01".to_owned(), "0.00".to_owned()));
        house.set_today("2026-04-09");
        assert_eq!(run(), ("2026-03-01".to_owned(), "14.00".to_owned()));
        // What was asked last stays with whoever asked: the next question starts clean.
        assert_eq!(hours(&api, json!({})).1, "15.00");
    });
}

/// A0-29 on the page: a relative period is kept as one, and the menu starts clean.
#[test]
fn the_menu_starts_clean() {
    on_both(|house| {
        let (vip, _) = v5(house, &Api::of_owner(house));
        let browser = Browser::of_owner(house);
        let query = format!("dataset=time&filter=client_group:any:{vip}&period=last_month&by=client&columns=hours");
        let saved = browser.post("/report/save", &[("name", "VIPs"), ("scope", "me"), ("query", &query)]).location();
        let total = |words: &str, hours: &str| words.contains(&format!("Total {hours}"));
        assert!(!total(&browser.get(&saved).words(), "14.00"), "in March the last month is February");
        house.set_today("2026-04-09");
        // The session of March has ended.
        let browser = Browser::of_owner(house);
        assert!(total(&browser.get(&saved).words(), "14.00"), "{}", browser.get(&saved).words());
        let clean = browser.get("/report").words();
        assert!(!clean.contains("is any of") && clean.contains("All time") && clean.contains("15.00"), "{clean}");
    });
}

/// A0-28 on page and API: a report for the entire office is seen by other members, each within the clients in sight;
/// only those granted it save for the office; when its author leaves, the Owner answers for it.
#[test]
fn a_report_for_the_entire_office() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let (vip, _) = v5(house, &api);
        let author = house.hire("administrator");
        let by_author = Api::of(house, person(&author));
        let filter = json!([{ "field": "client_group", "how": "any", "values": [vip] }]);
        let new = |scope: &str| {
            json!({ "name": "VIP hours", "scope": scope, "dataset": "time", "filters": filter, "columns": ["hours"],
                "group_by": ["client"] })
        };
        let id = by_author.post("/reports", &new("office")).id();
        let permissions = [Permission::ViewOwnClients, Permission::ViewReports].into_iter().collect();
        let role = house.perform(CreateRole { name: Name::parse("Own clients").expect("a name"), permissions });
        let limited = house.hire_as(role);
        let member = house.ask(ReadMember { id: house.member_of(&limited) }).member;
        house.run(&format!(
            "UPDATE clients SET responsible = (SELECT id FROM members WHERE name = '{}') WHERE name = 'K2'",
            member.name
        ));
        let (program, browser) = (Api::of(house, person(&limited)), Browser::of(house, person(&limited)));
        let run = program.get(&format!("/reports/{id}/run")).json();
        assert_eq!(run["total"]["hours"], "4.00", "{run}");
        assert_eq!(run["rows"].as_array().map(Vec::len), Some(1));
        assert_eq!(run["header"]["limited_to_clients_you_may_see"], true);
        let page = browser.get(&format!("/report/{id}"));
        let words = page.words();
        assert!(words.contains("limited to clients you may see") && words.contains("Total 4.00"), "{words}");
        assert!(!page.text.contains("K1"), "{words}");
        let refused = program.post("/reports", &new("office"));
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::FORBIDDEN, "PERM_MISSING"));
        let form = [("name", "Mine"), ("scope", "office"), ("query", "dataset=time")];
        assert_eq!(browser.post("/report/save", &form).status, StatusCode::FORBIDDEN);
        assert_eq!(program.post("/reports", &new("me")).status, StatusCode::CREATED);
        let owner = house.member_of(&house.owner());
        assert_ne!(api.get(&format!("/reports/{id}")).json()["owner"], owner.to_string());
        let author = house.member_of(&author);
        house.perform(ChangeMember { id: author, version: None, role: None, active: Some(false) });
        assert_eq!(api.get(&format!("/reports/{id}")).json()["owner"], owner.to_string());
        let renamed = api.patch(&format!("/reports/{id}"), &json!({ "name": "VIPs" }));
        assert_eq!(renamed.status, StatusCode::OK, "{}", renamed.text);
        assert!(Browser::of_owner(house).get(&format!("/report/{id}")).words().contains("VIPs"));
    });
}

/// A0-31 on page and API: groups as of today, of each entry's day, or of a chosen day; the header says which.
#[test]
fn the_basis_decides_which_memberships_count() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let group = |name: &str| api.post("/client-groups", &json!({ "name": name })).id();
        let (old, new) = (group("Old"), group("New"));
        let customer_group = api.get("/customer-groups").json()["items"][0]["id"].clone();
        let body = json!({ "name": "Mover", "customer_group": customer_group, "client_groups": [old] });
        let client = api.post("/clients", &body).id();
        for (day, minutes) in [("2026-05-10", 60), ("2026-08-10", 120)] {
            api.post("/time-entries", &json!({ "client": client, "date": day, "minutes": minutes })).id();
        }
        house.set_today("2026-07-01");
        let moved = api.patch(&format!("/clients/{client}"), &json!({ "client_groups": [new] }));
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.text);
        house.set_today("2026-09-01");
        let browser = Browser::of_owner(house);
        for (basis, expected, says) in [
            ("as_posted", &[("New", "2.00"), ("Old", "1.00")][..], "groups as posted"),
            ("today", &[("New", "3.00")], "groups as of today"),
            ("2026-06-30", &[("Old", "3.00")], "groups as of 30"),
        ] {
            let (rows, total) = hours(&api, json!({ "group_by": ["client_group"], "date_basis": basis }));
            assert_eq!((rows, total.as_str()), (pairs(expected), "3.00"), "{basis}");
            let words =
                browser.get(&format!("/report?dataset=time&by=client_group&columns=hours&basis={basis}")).words();
            assert!(words.contains(says), "{basis}: {words}");
            for (name, hours) in expected {
                assert!(words.contains(&format!("{name} {hours}")), "{basis}: {words}");
            }
        }
        assert_eq!(api.post("/reports/run", &json!({ "dataset": "time", "date_basis": "then" })).status.as_u16(), 422);
    });
}

/// X2, X3: a billing group filters and groups a report on the API, on the page and in the file, called by its kind.
#[test]
fn x3_billing_groups_on_every_door() {
    on_both(|house| {
        let api = Api::of_owner(house);
        v5(house, &api);
        let clients = api.get("/clients?sort=name").json();
        let [first, second] = [0, 1].map(|at| clients["items"][at]["id"].clone());
        let body = json!({ "name": "Doe family", "members": [first, second], "primary_contact": first });
        let family = api.post("/billing-groups", &body).id();
        let filter = json!({ "field": "billing_group", "how": "any", "values": [family] });
        let asked =
            json!({ "dataset": "time", "group_by": ["billing_group"], "filters": [filter], "columns": ["hours"] });
        let report = api.post("/reports/run", &asked).json();
        assert_eq!(report["rows"][0]["label"], "Doe family");
        assert_eq!((&report["total"]["hours"], report["rows"].as_array().map(Vec::len)), (&json!("14.00"), Some(1)));
        let browser = Browser::of_owner(house);
        let query = format!("dataset=time&by=billing_group&columns=hours&filter=billing_group:any:{family}");
        let words = browser.get(&format!("/report?{query}")).words();
        for expected in ["Billing group", "Doe family 14.00", "Total, each hour once 14.00"] {
            assert!(words.contains(expected), "{expected}: {words}");
        }
        let file = browser.get(&format!("/report/export/csv?{query}")).text;
        assert!(file.contains("Billing group,Hours") && file.contains("Doe family,14.00"), "{file}");
    });
}
