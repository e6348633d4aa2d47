//! Who sees what in a report: colleagues of a team, and reports for the entire office.

use axum::http::StatusCode;
use books::company::CreateRole;
use books::testing::{TestHouse, on_both};
use books::{Caller, Permission, Who};
use kernel::{Name, PersonId};
use serde_json::{Value, json};

use crate::door::{Api, Browser};

fn person(caller: &Caller) -> PersonId {
    let Who::Person(person) = caller.who else { panic!("a member is a person") };
    person
}

fn hired(house: &TestHouse, role: &str, permissions: &[Permission]) -> Caller {
    let name = Name::parse(role).expect("a name");
    let role = house.perform(CreateRole { name, permissions: permissions.iter().copied().collect() });
    house.hire_as(role)
}

/// A client in the group with an hour or more of work, looked after by a member.
fn client(api: &Api, name: &str, group: &str, responsible: &str, hours: i64) -> String {
    let customer_group = api.get("/customer-groups").json()["items"][0]["id"].clone();
    let body = json!({ "name": name, "customer_group": customer_group, "client_groups": [group] });
    let id = api.post("/clients", &body).id();
    let changed = api.patch(&format!("/clients/{id}"), &json!({ "responsible": responsible }));
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.text);
    let time = json!({ "client": id, "date": "2026-03-02", "minutes": hours * 60, "work_type": "Advice" });
    api.post("/time-entries", &time).id();
    id
}

/// A0-13, A0-28 on page and API: who sees only their own clients sees those of a colleague while both are in one team,
/// in the refusal of a group that is not empty, in the report of the office and in its total; no longer once he left.
#[test]
fn a0_28_a_team_sees_the_clients_of_its_members() {
    on_both(|house| {
        let owner = Api::of_owner(house);
        let group = owner.post("/client-groups", &json!({ "name": "Alliance" })).id();
        let rights = [Permission::ManageClientGroups, Permission::ViewOwnClients, Permission::ViewReports];
        let (limited, colleague) = (hired(house, "Own clients", &rights), house.hire("staff"));
        let id_of = |caller: &Caller| house.member_of(caller).to_string();
        let (me, he) = (id_of(&limited), id_of(&colleague));
        client(&owner, "Plover", &group, &me, 1);
        let shared = client(&owner, "Marsh Mill", &group, &he, 2);
        let stranger = client(&owner, "Alba Studio", &group, &id_of(&house.owner()), 4);
        let filter = json!([{ "field": "client_group", "how": "any", "values": [group] }]);
        let report = json!({ "name": "Alliance", "scope": "office", "dataset": "time", "filters": filter,
            "group_by": ["client"], "columns": ["hours"] });
        let report = owner.post("/reports", &report).id();
        let (api, browser) = (Api::of(house, person(&limited)), Browser::of(house, person(&limited)));
        let sees = |hidden: usize, hours: &str| {
            let refused = api.delete(&format!("/client-groups/{group}"));
            assert_eq!(refused.code(), "GROUP_NOT_EMPTY", "{}", refused.text);
            assert_eq!(refused.json()["details"]["not_visible"], hidden.to_string());
            let asked = browser.get(&format!("/settings/client-groups/{group}/delete")).words();
            let counted = format!("3 clients are assigned to it, {hidden} not visible to you.");
            assert!(asked.contains(&counted), "{counted}: {asked}");
            let run = api.get(&format!("/reports/{report}/run")).json();
            assert_eq!(run["total"]["hours"], hours, "{run}");
            assert_eq!(run["rows"].as_array().map(Vec::len), Some(3 - hidden), "{run}");
            assert_eq!(run["header"]["limited_to_clients_you_may_see"], true);
            let page = browser.get(&format!("/report/{report}")).words();
            assert!(page.contains(&format!("Total {hours}")), "{page}");
            assert_eq!(page.contains("Marsh Mill"), hidden == 1, "{page}");
            assert!(page.contains("Plover") && !page.contains("Alba Studio"), "{page}");
            let one = if hidden == 1 { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!(api.get(&format!("/clients/{shared}")).status, one);
            assert_eq!(browser.get(&format!("/clients/{shared}")).status, one);
            assert_eq!(api.get(&format!("/clients/{stranger}")).status, StatusCode::NOT_FOUND);
        };
        sees(2, "1.00");
        let team = |name: &str, members: &[&String]| {
            let places: Vec<Value> = members.iter().map(|member| json!({ "member": member })).collect();
            owner.post("/teams", &json!({ "name": name, "members": places })).id()
        };
        team("Harbour", &[&me]);
        team("Marsh", &[&he]);
        sees(2, "1.00");
        let both = team("Both", &[&me, &he]);
        sees(1, "3.00");
        let left = owner.patch(&format!("/teams/{both}"), &json!({ "members": [{ "member": me }] }));
        assert_eq!(left.status, StatusCode::OK, "{}", left.text);
        sees(2, "1.00");
        // The same by the page of the team.
        let admin = Browser::of_owner(house);
        let address = format!("/settings/teams/{both}");
        let saved = admin.press(&admin.get(&address), "Save team", &[("members", &me), ("members", &he)]);
        assert_eq!(saved.location(), "/settings/teams");
        sees(1, "3.00");
        admin.follow(&admin.press(&admin.get(&address), "Save team", &[("members", &me)]));
        sees(2, "1.00");
    });
}

/// A0-28 on page and API: other members find an office report in their list and in the menu of Report, and not what
/// somebody saved alone; a role that was granted it saves for the office, another is not offered it.
#[test]
fn a0_28_an_office_report_is_found_by_others() {
    on_both(|house| {
        let reading = [Permission::ViewClients, Permission::ViewReports];
        let sharing = [Permission::ViewClients, Permission::ViewReports, Permission::ShareReports];
        let (sharer, reader) = (hired(house, "Sharers", &sharing), hired(house, "Readers", &reading));
        let (api, browser) = (Api::of(house, person(&sharer)), Browser::of(house, person(&sharer)));
        let (theirs, page) = (Api::of(house, person(&reader)), Browser::of(house, person(&reader)));
        let new = |name: &str, scope: &str| json!({ "name": name, "scope": scope, "dataset": "clients" });
        let shared = api.post("/reports", &new("All clients", "office"));
        assert_eq!((shared.status, &shared.json()["scope"]), (StatusCode::CREATED, &json!("office")));
        assert_eq!(api.post("/reports", &new("Mine alone", "me")).status, StatusCode::CREATED);
        let open = browser.get("/report?dataset=clients");
        assert!(open.text.contains("name=\"scope\" value=\"office\""), "the choice is offered");
        let saved = browser.press(&open, "Save", &[("name", "By the disc"), ("scope", "office")]);
        assert!(browser.follow(&saved).words().contains("Entire office"));
        let names = |api: &Api| {
            let list = api.get("/reports").json();
            let items = list["items"].as_array().expect("items").iter();
            items.map(|item| item["name"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names(&api), ["All clients", "By the disc", "Mine alone"]);
        assert_eq!(names(&theirs), ["All clients", "By the disc"]);
        assert_eq!(names(&Api::of_owner(house)), ["All clients", "By the disc"]);
        let menu = page.get("/report");
        assert!(!menu.words().contains("Mine alone") && !menu.text.contains("value=\"office\""), "{}", menu.words());
        let author = house.ask(books::company::ReadMember { id: house.member_of(&sharer) }).member.name;
        for name in ["All clients", "By the disc"] {
            let opened = page.click(&menu, &format!("{name} {author}")).words();
            assert!(opened.contains(name) && opened.contains("Entire office"), "{opened}");
        }
        assert_eq!(theirs.get(&format!("/reports/{}", shared.id())).json()["name"], "All clients");
        let refused = theirs.post("/reports", &new("For all", "office"));
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::FORBIDDEN, "PERM_MISSING"));
        let forced = page.press(&menu, "Save", &[("name", "For all"), ("scope", "office")]);
        assert_eq!(forced.status, StatusCode::FORBIDDEN);
        assert_eq!(names(&theirs), ["All clients", "By the disc"]);
    });
}

/// X10 on page, API and import: who sees only their own clients sees the same ones in lists, groups, reports and files; what
/// would show others, an import and an export of all, is refused at each of its addresses.
#[test]
fn x10_the_same_clients_at_every_door() {
    on_both(|house| {
        let owner = Api::of_owner(house);
        let group = owner.post("/client-groups", &json!({ "name": "Alliance" })).id();
        let rights = [Permission::ViewOwnClients, Permission::ViewReports];
        let limited = hired(house, "Own clients", &rights);
        client(&owner, "Plover", &group, &house.member_of(&limited).to_string(), 1);
        client(&owner, "Stranger", &group, &house.member_of(&house.owner()).to_string(), 2);
        let (api, browser) = (Api::of(house, person(&limited)), Browser::of(house, person(&limited)));
        let report = format!("dataset=clients&by=client&columns=clients&filter=client_group:any:{group}");
        let (list, by_group) = ("/clients?columns=number", format!("/clients?group={group}"));
        let pages = [list.to_owned(), by_group, format!("/report?{report}"), format!("/report/export/csv?{report}")];
        for path in pages {
            let page = browser.get(&path);
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let words = page.words();
            assert!(words.contains("Plover") && !words.contains("Stranger"), "{path}: {words}");
        }
        for path in ["/clients".to_owned(), format!("/groups/{group}/members")] {
            let answer = api.get(&path);
            assert!(answer.text.contains("Plover") && !answer.text.contains("Stranger"), "{path}: {}", answer.text);
        }
        let question = json!({ "dataset": "clients", "group_by": ["client"], "columns": ["clients"] });
        let run = api.post("/reports/run", &question);
        assert!(run.text.contains("Plover") && !run.text.contains("Stranger"), "{}", run.text);
        let import = owner.upload("/imports", b"Name\nStranger\n").id();
        for path in
            [format!("/imports/{import}"), format!("/imports/{import}/preview"), "/exports/clients.csv".to_owned()]
        {
            assert_eq!(api.get(&path).code(), "PERM_MISSING", "{path}");
        }
        for path in ["/imports".to_owned(), format!("/imports/{import}")] {
            let page = browser.get(&path);
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
            assert!(!page.words().contains("Stranger"), "{path}");
        }
        assert_eq!(browser.upload("/imports", "more.csv", b"Name\nMore\n").status, StatusCode::FORBIDDEN);
    });
}
