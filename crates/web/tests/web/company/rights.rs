//! Who may not change the company's people meets a refusal at the page and at the API, and nothing is changed.

use books::company::{CreateRole, CreateTeam, ListMembers, ListRoles, ListTeams, ReadMember};
use books::{Permission, ReadAudit, Who};
use kernel::Name;
use serde_json::json;

use super::door::{Office, PASSWORD};

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

/// Lines of the audit so far.
fn lines(office: &Office) -> usize {
    office.house.ask(ReadAudit { subject: None, before: None, limit: 200 }).items.len()
}

/// A0-19, at the page: a reader sees roles, members and teams, and changes none of them.
#[test]
fn a0_19_a_reader_changes_nobody_on_a_page() {
    let office = Office::open();
    let role = office
        .house
        .perform(CreateRole { name: name("Nights"), permissions: [Permission::ViewClients].into_iter().collect() });
    let team = office.house.perform(CreateTeam { name: name("Quay"), members: Vec::new() });
    let caller = office.house.hire("reader");
    let member = office.house.member_of(&caller);
    let reader = office.browser();
    reader.log_in(&office.house.ask(ReadMember { id: member }).member.email, PASSWORD);
    for (path, offer) in [
        ("/settings/members", "Invite a member"),
        ("/settings/roles", "New role"),
        ("/settings/teams", "New team"),
        (&format!("/settings/roles/{role}"), "Save role"),
    ] {
        let page = reader.get(path);
        assert_eq!(page.status.as_u16(), 200, "{path}");
        assert!(!page.text.contains(offer), "{path} offers what is refused");
    }
    reader.get(&format!("/settings/roles/{role}")).assert(200, "<fieldset class=\"stack\" disabled>");
    let before = lines(&office);
    for path in
        ["/settings/roles/new", "/settings/teams/new", "/settings/members/new", &format!("/settings/teams/{team}")]
    {
        reader.get(path).assert(403, "Your role may not invite members, set roles and teams");
    }
    for (path, fields) in [
        ("/settings/roles", vec![("name", "Days"), ("permissions", "clients.view")]),
        (&format!("/settings/roles/{role}"), vec![("name", "Days"), ("permissions", "members.manage")]),
        (&format!("/settings/roles/{role}/delete"), vec![]),
        ("/settings/teams", vec![("name", "Pier")]),
        (&format!("/settings/teams/{team}"), vec![("name", "Pier")]),
        (&format!("/settings/teams/{team}/delete"), vec![]),
    ] {
        let refused = reader.post(path, &fields);
        assert_eq!(refused.status.as_u16(), 403, "{path}: {}", refused.text);
    }
    reader.get("/settings/audit").assert(403, "Your role may not read the audit");
    assert_eq!(lines(&office), before, "nothing was changed");
    assert_eq!(office.house.ask(ListTeams).len(), 1);
}

/// A0-19, at the API: the same verbs are 403 with the code of the right that is missing.
#[test]
fn a0_19_a_reader_changes_nobody_over_the_api() {
    let office = Office::open();
    let role = office
        .house
        .perform(CreateRole { name: name("Nights"), permissions: [Permission::ViewClients].into_iter().collect() });
    let team = office.house.perform(CreateTeam { name: name("Quay"), members: Vec::new() });
    let Who::Person(person) = office.house.hire("reader").who else { panic!("a person") };
    let reader = office.program(person);
    let before = lines(&office);
    for (method, path, body) in [
        ("POST", "/roles".to_owned(), json!({ "name": "Days", "permissions": [] })),
        ("PATCH", format!("/roles/{role}"), json!({ "permissions": ["members.manage"] })),
        ("DELETE", format!("/roles/{role}"), json!(null)),
        ("POST", "/teams".to_owned(), json!({ "name": "Pier" })),
        ("PATCH", format!("/teams/{team}"), json!({ "name": "Pier" })),
        ("DELETE", format!("/teams/{team}"), json!(null)),
        ("PATCH", "/company".to_owned(), json!({ "name": "Mine" })),
        ("GET", "/audit".to_owned(), json!(null)),
    ] {
        let refused = reader.send(method, &path, &[], (!body.is_null()).then_some(body));
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, "PERM_MISSING"), "{method} {path}");
        let permission = if path == "/audit" {
            "audit.view"
        } else if path == "/company" {
            "company.manage"
        } else {
            "members.manage"
        };
        assert!(refused.text.contains(permission), "{method} {path} names the right: {}", refused.text);
    }
    assert_eq!(reader.get("/roles").status.as_u16(), 200, "roles are read by everybody");
    assert_eq!(lines(&office), before, "nothing was changed");
}

/// Page: nobody grants what they do not hold, and the form says so before anybody tries.
#[test]
fn nobody_grants_more_than_they_hold() {
    let office = Office::open();
    let permissions = [Permission::ManageMembers, Permission::ViewClients].into_iter().collect();
    let role = office.house.perform(CreateRole { name: name("Front desk"), permissions });
    let caller = office.house.hire_as(role);
    let desk = office.browser();
    desk.log_in(&office.house.ask(ReadMember { id: office.house.member_of(&caller) }).member.email, PASSWORD);
    let form = desk.get("/settings/roles/new");
    form.assert(200, "You do not hold it, so you cannot grant it.");
    form.assert(200, "value=\"ledger.post\" disabled");
    let tried = desk.post("/settings/roles", &[("name", "Books"), ("permissions", "ledger.post")]);
    assert!([403, 422, 409].contains(&tried.status.as_u16()), "{} {}", tried.status, tried.text);
    assert!(!office.house.ask(ListRoles).iter().any(|view| view.role.name == "Books"));
    let granted = [("name", "Window"), ("permissions", "clients.view")];
    assert_eq!(desk.post("/settings/roles", &granted).to(), "/settings/roles");
}

/// Page: a role that came with Coterie is shown and not changed; one that somebody holds is not deleted.
#[test]
fn a_role_in_use_stays() {
    let office = Office::open();
    let owner = office.owner();
    let roles = office.house.ask(ListRoles);
    let staff = roles.iter().find(|view| view.role.builtin.as_deref() == Some("staff")).expect("a role").role.id;
    let page = format!("/settings/roles/{staff}");
    owner.get(&page).assert(200, "<fieldset class=\"stack\" disabled>");
    owner.post(&page, &[("name", "Crew"), ("permissions", "clients.view")]).assert(409, "Staff");
    let role = office
        .house
        .perform(CreateRole { name: name("Nights"), permissions: [Permission::ViewClients].into_iter().collect() });
    office.house.hire_as(role);
    let refused = owner.post(&format!("/settings/roles/{role}/delete"), &[("name", "Nights")]);
    refused.assert(409, "Nights");
    assert!(office.house.ask(ListRoles).iter().any(|view| view.role.id == role));
    assert_eq!(office.house.ask(ListMembers).iter().filter(|view| view.role_name == "Nights").count(), 1);
}

/// Page: the rights of a role stand under the rooms they are about, each once.
#[test]
fn the_rights_of_a_role_stand_by_room() {
    let office = Office::open();
    let page = office.owner().get("/settings/roles/new");
    for area in ["Office", "Clients", "Ledger", "Invoices", "Time", "Reports"] {
        assert_eq!(page.text.matches(&format!(">{area}</h3>")).count(), 1, "{area}");
    }
    let offered = page.text.matches("name=\"permissions\"").count();
    assert_eq!(offered, Permission::ALL.len() - 1, "everything but coming in");
}

/// Page: keys lead to how the API is called, and the list of changes to undo is in the menu.
#[test]
fn settings_lead_to_the_api_and_to_undo() {
    let office = Office::open();
    let owner = office.owner();
    owner.get("/settings/api-keys").assert(200, "href=\"/api\"");
    owner.get("/settings/api-keys").assert(200, "No key yet");
    owner.get("/settings").assert(200, "href=\"/operations\"");
    owner.get("/operations").assert(200, "Changes to undo");
    owner.get("/settings/office").assert(200, "<option value=\"IE\">Ireland</option>");
}
