//! The company over the API.

use books::clients::{Details, ListChoices, ReadClient, RegisterClient};
use books::company::ReadMember;
use kernel::Name;
use serde_json::json;

use super::door::{Office, PASSWORD};

#[test]
fn the_office_is_read_and_changed() {
    let office = Office::open();
    let program = office.program(office.house.owner);
    let read = program.get("/company");
    assert_eq!(read.json()["currency"], "EUR");
    assert_eq!(read.header("etag"), "\"1\"");
    let patch = |tag: &str, body| program.send("PATCH", "/company", &[("if-match", tag)], Some(body));
    let changed = patch("\"1\"", json!({ "street": "1 Quay Street", "payment_days": 0 }));
    assert_eq!((changed.status.as_u16(), changed.header("etag")), (200, "\"2\""));
    assert_eq!(changed.json()["payment_days"], 0);
    let stale = patch("\"1\"", json!({ "street": null }));
    assert_eq!((stale.status.as_u16(), stale.code().as_str()), (412, "CHANGED_MEANWHILE"));
    assert_eq!(stale.json()["details"]["current_version"], "2");
    assert_eq!(patch("\"2\"", json!({ "street": null })).json()["street"], json!(null));
    assert_eq!(program.patch("/company", json!({ "colour": "red" })).status.as_u16(), 422);
    assert_eq!(program.patch("/company", json!({ "iban": "ES00" })).code(), "IBAN_WRONG");
    let dry = program.send("PATCH", "/company?dry_run=true", &[], Some(json!({ "name": "Dry" })));
    assert!(dry.json()["changes"].as_array().is_some_and(|changes| changes.len() == 1), "{}", dry.text);
    assert_eq!(program.get("/company").json()["name"], "Test & Sons");
}

#[test]
fn members_are_invited_changed_and_let_go() {
    let office = Office::open();
    let program = office.program(office.house.owner);
    let roles = program.get("/roles").json();
    let role = |code: &str| {
        let found = roles["items"].as_array().and_then(|roles| roles.iter().find(|role| role["builtin"] == code));
        found.expect("a role")["id"].as_str().expect("an id").to_owned()
    };
    let new = json!({ "name": "Piet Sand", "email": "piet@example.org", "role": role("staff") });
    let dry = program.post("/members?dry_run=true", new.clone());
    assert_eq!(dry.status.as_u16(), 200, "{}", dry.text);
    let unknown = office.house.desk.hallway().person_by_email(&"piet@example.org".parse().expect("an address"));
    assert_eq!(unknown.expect("an answer"), None, "a dry run enters nobody anywhere");
    let key = [("idempotency-key", "one")];
    let made = program.send("POST", "/members", &key, Some(new.clone()));
    assert_eq!(made.status.as_u16(), 201, "{}", made.text);
    let (id, link) = (made.json()["id"].as_str().expect("an id").to_owned(), made.json()["link"].clone());
    assert_eq!(made.header("location"), format!("/api/v1/members/{id}"));
    let again = program.send("POST", "/members", &key, Some(new.clone()));
    assert_eq!((again.status.as_u16(), &again.json()["link"]), (201, &json!(null)), "the link is told once");
    assert_eq!(again.json()["id"], id.as_str());
    assert_eq!(program.post("/members", new).code(), "MEMBER_EXISTS");
    let path = link.as_str().expect("a link");
    office.browser().get(path).assert(200, "Choose a password");
    let newer = program.post(&format!("/members/{id}/link"), json!({}));
    assert_eq!(newer.status.as_u16(), 201);
    office.browser().get(path).assert(409, "The link is not valid.");
    let member = format!("/members/{id}");
    assert_eq!(program.patch(&member, json!({ "role": role("reader") })).json()["role_name"], "Reader");
    assert_eq!(program.patch(&member, json!({ "active": false })).json()["active"], false);
    assert_eq!(program.post(&format!("{member}/link"), json!({})).code(), "MEMBER_INACTIVE");
    let own = office.house.member_of(&office.house.owner());
    assert_eq!(program.patch(&format!("/members/{own}"), json!({ "active": false })).code(), "MEMBER_SELF");
    assert_eq!(program.patch(&format!("/members/{own}"), json!({ "role": role("reader") })).code(), "LAST_OWNER");
    let page = program.get("/members?limit=1").json();
    let next = page["next"].as_str().expect("more");
    let rest = program.get(&format!("/members?limit=1&cursor={next}")).json();
    assert_eq!((rest["items"][0]["id"].as_str(), &rest["next"]), (Some(id.as_str()), &json!(null)));
    let staff = office.house.hire("staff");
    let books::Who::Person(person) = staff.who else { panic!("a person") };
    let refused = office.program(person).post("/members", json!({ "nonsense": true }));
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, "PERM_MISSING"));
}

#[test]
fn roles_and_teams_are_resources() {
    let office = Office::open();
    let program = office.program(office.house.owner);
    let made = program.post("/roles", json!({ "name": "Nights", "permissions": ["clients.view"] }));
    assert_eq!((made.status.as_u16(), made.header("etag")), (201, "\"1\""));
    let role = made.header("location").trim_start_matches("/api/v1").to_owned();
    assert_eq!(program.post("/roles", json!({ "name": "nights", "permissions": [] })).code(), "NAME_TAKEN_NORMALISED");
    assert_eq!(program.post("/roles", json!({ "name": "X", "permissions": ["fly"] })).code(), "PERMISSION_UNKNOWN");
    assert_eq!(program.post("/roles", json!({ "name": " ", "permissions": [] })).code(), "NAME_REQUIRED");
    let changed = program.patch(&role, json!({ "permissions": ["clients.view", "audit.view"] }));
    let codes = changed.json()["permissions"].as_array().map(Vec::len);
    // `enter` and `clients.view_own` come with the others.
    assert_eq!(codes, Some(4), "{}", changed.text);
    let stale = program.send("DELETE", &role, &[("if-match", "\"1\"")], None);
    assert_eq!(stale.status.as_u16(), 412);
    assert_eq!(program.delete(&role).status.as_u16(), 204);
    assert_eq!(program.delete(&role).status.as_u16(), 404);
    let own = office.house.member_of(&office.house.owner()).to_string();
    let team = program.post("/teams", json!({ "name": "Quay", "members": [{ "member": own, "lead": true }] }));
    assert_eq!(team.status.as_u16(), 201, "{}", team.text);
    let team = team.header("location").trim_start_matches("/api/v1").to_owned();
    assert_eq!(program.delete(&team).code(), "TEAM_NOT_EMPTY");
    assert_eq!(program.patch(&team, json!({ "members": [] })).json()["members"], json!([]));
    assert_eq!(program.delete(&team).status.as_u16(), 204);
}

#[test]
fn tokens_are_issued_listed_and_revoked() {
    let office = Office::open();
    let program = office.program(office.house.owner);
    let issued = program.send("POST", "/tokens", &[("idempotency-key", "k")], Some(json!({ "name": "Sync" })));
    assert_eq!(issued.status.as_u16(), 201, "{}", issued.text);
    let secret = issued.json()["secret"].as_str().expect("a secret").to_owned();
    let again = program.send("POST", "/tokens", &[("idempotency-key", "k")], Some(json!({ "name": "Sync" })));
    assert_eq!(
        (again.json()["secret"].clone(), again.json()["id"].clone()),
        (json!(null), issued.json()["id"].clone())
    );
    let list = program.get("/tokens");
    assert!(list.text.contains("Sync") && !list.text.contains(&secret));
    let id = issued.json()["id"].as_str().expect("an id").to_owned();
    assert!(office.house.desk.hallway().token(&secret).expect("an answer").is_some());
    assert_eq!(program.delete(&format!("/tokens/{id}")).status.as_u16(), 204);
    assert!(office.house.desk.hallway().token(&secret).expect("an answer").is_none());
    assert_eq!(program.delete(&format!("/tokens/{id}")).status.as_u16(), 404);
    let lately = program.get("/audit?limit=1").json();
    assert_eq!(lately["items"][0]["text"], "API key “Sync” revoked");
    assert_eq!(lately["items"][0]["door"], "api");
}

#[test]
fn the_audit_is_read_in_pages_and_narrowed() {
    let office = Office::open();
    let program = office.program(office.house.owner);
    for name in ["One", "Two", "Three"] {
        program.post("/teams", json!({ "name": name }));
    }
    let first = program.get("/audit?limit=2").json();
    assert_eq!(first["items"][0]["text"], "Team “Three” created");
    let cursor = first["next"].as_str().expect("more");
    let second = program.get(&format!("/audit?limit=2&cursor={cursor}")).json();
    assert_eq!(second["items"][0]["text"], "Team “One” created");
    let team = program.get("/teams").json()["items"][0]["id"].as_str().expect("an id").to_owned();
    let history = program.get(&format!("/audit?subject={team}")).json();
    assert_eq!(history["items"].as_array().map(Vec::len), Some(1));
    let operator = program.get("/audit?actor=operator").json();
    assert_eq!(operator["items"][0]["verb"], "open_company");
    assert_eq!(program.get("/audit?subject=nonsense").code(), "ID_UNREADABLE");
    assert_eq!(program.get("/audit?limit=201").code(), "LIMIT_UNKNOWN");
}

/// A0-19: a right on one client, given and taken over the API; it counts at once, and on that client only.
#[test]
fn a_right_on_one_client_is_given_and_taken() {
    let office = Office::open();
    let house = &office.house;
    let group = house.ask(ListChoices).customer_groups[0].id;
    let register = |name: &str| {
        house.perform(RegisterClient {
            number: None,
            details: Details::named(Name::parse(name).expect("a name")),
            prospect: false,
            customer_group: Some(group),
            client_groups: Vec::new(),
            client_types: Vec::new(),
        })
    };
    let (k, l) = (register("Kestrel"), register("Lark"));
    let staff = house.hire("staff");
    let may_edit = |id| house.desk.ask(&staff, ReadClient { id }).expect("a client").may_edit;
    assert!(!may_edit(k) && !may_edit(l));
    let program = office.program(house.owner);
    let path = format!("/members/{}/client-rights", house.member_of(&staff));
    let given = program.post(&path, json!({ "client": k.to_string(), "level": "edit" }));
    assert_eq!(given.status.as_u16(), 204, "{}", given.text);
    assert!(may_edit(k) && !may_edit(l));
    let list = program.get(&path).json();
    assert_eq!(
        (list["items"][0]["name"].as_str(), list["items"][0]["level"].as_str()),
        (Some("Kestrel"), Some("edit"))
    );
    assert_eq!(program.post(&path, json!({ "client": k.to_string(), "level": "own" })).code(), "LEVEL_UNKNOWN");
    assert_eq!(program.delete(&format!("{path}/{k}")).status.as_u16(), 204);
    assert!(!may_edit(k));
    // The same on the page: found by name, given by a button.
    let owner = office.owner();
    let page = format!("/settings/members/{}/client-rights", house.member_of(&staff));
    owner.get(&format!("{page}?q=lark")).assert(200, "Lark");
    assert_eq!(owner.post(&page, &[("client", &l.to_string()), ("level", "edit")]).to(), page);
    assert!(may_edit(l));
    owner.get(&page).assert(200, "see and change");
    assert_eq!(owner.post(&page, &[("client", &l.to_string()), ("level", "none")]).to(), page);
    assert!(!may_edit(l));
    let email = house.ask(ReadMember { id: house.member_of(&staff) }).member.email;
    let browser = office.browser();
    browser.log_in(&email, PASSWORD);
    assert_eq!(browser.get(&page).status.as_u16(), 403);
}
