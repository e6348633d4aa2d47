//! Members, roles, teams, rights, keys and the audit on their pages.

use books::company::{ListMembers, ListRoles};

use super::door::{Office, PASSWORD};

fn role(office: &Office, code: &str) -> String {
    let roles = office.house.ask(ListRoles);
    roles.iter().find(|view| view.role.builtin.as_deref() == Some(code)).expect("a role").role.id.to_string()
}

#[test]
fn a_member_is_invited_by_a_link_and_comes_in() {
    let office = Office::open();
    let owner = office.owner();
    let staff = role(&office, "staff");
    let fields = [("name", "Piet Sand"), ("email", "piet@example.org"), ("role", staff.as_str())];
    let page = owner.post("/settings/members", &fields);
    page.assert(200, "http://coterie.example/invitation?key=");
    let key = page.between("/invitation?key=", "\"");
    owner.get("/settings/members").assert(200, "Invited");
    owner.post("/settings/members", &fields).assert(409, "is a member already");
    let piet = office.browser();
    piet.get("/invitation?key=wrong").assert(409, "The link is not valid.");
    piet.get(&format!("/invitation?key={key}")).assert(200, "Choose a password");
    piet.post("/invitation", &[("key", &key), ("password", "piet piet piet")]).assert(422, "among the first");
    assert_eq!(piet.post("/invitation", &[("key", &key), ("password", "tangled meadow lantern")]).to(), "/");
    piet.get("/").assert(200, "Good day, Piet");
    piet.post("/invitation", &[("key", &key), ("password", "tangled meadow lantern")]).assert(409, "not valid");
    owner.get("/settings/members").assert(200, "Piet Sand");
    // What the role lacks is not on the page, and a direct address says so.
    assert!(!piet.get("/settings/members").text.contains("Invite a member"));
    piet.get("/settings/members/new").assert(403, "Your role may not invite members");
    let refused = piet.post("/settings/members", &[("name", "Kim"), ("email", "kim@example.org"), ("role", &staff)]);
    assert_eq!(refused.status.as_u16(), 403);
}

/// A0-19: a right withdrawn between opening and saving is 403, and the form keeps what was typed.
#[test]
fn a_right_withdrawn_meanwhile_keeps_the_form() {
    let office = Office::open();
    let caller = office.house.hire("administrator");
    let member = office.house.member_of(&caller);
    let email = office.house.ask(books::company::ReadMember { id: member }).member.email;
    let (owner, admin) = (office.owner(), office.browser());
    admin.log_in(&email, PASSWORD);
    admin.get("/settings/office").assert(200, "Save");
    owner.post(&format!("/settings/members/{member}"), &[("role", &role(&office, "reader"))]);
    let typed = admin.post("/settings/office", &[("name", "Typed & Kept"), ("fiscal_month", "not a month")]);
    typed.assert(403, "Typed &#38; Kept");
    typed.assert(403, "You may not do this.");
}

/// TRUST Z5, S13: a role that changed and a seat that was taken count for sessions that are open.
#[test]
fn changes_of_a_seat_count_at_once() {
    let office = Office::open();
    let caller = office.house.hire("administrator");
    let member = office.house.member_of(&caller);
    let email = office.house.ask(books::company::ReadMember { id: member }).member.email;
    let (owner, admin) = (office.owner(), office.browser());
    admin.log_in(&email, PASSWORD);
    admin.get("/settings/audit").assert(200, "Audit");
    let page = format!("/settings/members/{member}");
    assert_eq!(owner.post(&page, &[("role", &role(&office, "reader"))]).to(), page);
    admin.get("/settings/audit").assert(403, "Your role may not read the audit");
    owner.post(&page, &[("role", &role(&office, "staff")), ("version", "1")]).assert(412, "changed meanwhile");
    assert_eq!(owner.post(&format!("{page}/deactivate"), &[]).to(), page);
    assert_eq!(admin.get("/").to(), "/companies");
    admin.get("/companies").assert(200, "Nobody has given");
    owner.get(&page).assert(200, "in again");
    owner.post(&format!("{page}/reactivate"), &[]);
    office.browser().log_in(&email, PASSWORD);
    let last = office.house.ask(ListMembers).into_iter().find(|view| view.is_owner).expect("an owner").member.id;
    let demoted = owner.post(&format!("/settings/members/{last}"), &[("role", &role(&office, "reader"))]);
    demoted.assert(409, "is the only owner");
}

#[test]
fn a_forgotten_password_is_set_by_a_link() {
    let office = Office::open();
    let member = office.house.member_of(&office.house.hire("staff"));
    let email = office.house.ask(books::company::ReadMember { id: member }).member.email;
    let page = office.owner().post(&format!("/settings/members/{member}/password-link"), &[]);
    page.assert(200, "The old password works until the link is used.");
    let key = page.between("/invitation?key=", "\"");
    let browser = office.browser();
    assert_eq!(browser.post("/invitation", &[("key", &key), ("password", "tangled meadow lantern")]).to(), "/");
    office.browser().log_in(&email, "tangled meadow lantern");
}

#[test]
fn roles_and_teams_have_their_pages() {
    let office = Office::open();
    let owner = office.owner();
    owner.get("/settings/roles").assert(200, "built in");
    let create = [("name", "Night shift"), ("permissions", "clients.view"), ("permissions", "time.track")];
    assert_eq!(owner.post("/settings/roles", &create).to(), "/settings/roles");
    owner.post("/settings/roles", &create).assert(409, "“Night shift” already exists.");
    let roles = office.house.ask(ListRoles);
    let id = roles.iter().find(|view| view.role.name == "Night shift").expect("the role").role.id;
    let page = format!("/settings/roles/{id}");
    owner.get(&page).assert(200, "value=\"time.track\" checked");
    owner.post(&page, &[("name", "Nights"), ("version", "7")]).assert(412, "changed meanwhile");
    assert_eq!(owner.post(&page, &[("name", "Nights"), ("version", "1")]).to(), "/settings/roles");
    assert_eq!(owner.post(&format!("{page}/delete"), &[("name", "Nights")]).to(), "/settings/roles");
    assert_eq!(owner.get(&page).status.as_u16(), 404);
    let member = office.house.ask(ListMembers)[0].member.id.to_string();
    assert_eq!(owner.post("/settings/teams", &[("name", "Quay"), ("lead", &member)]).to(), "/settings/teams");
    owner.get("/settings/teams").assert(200, "Olive Owner");
    let id = office.house.ask(books::company::ListTeams)[0].id;
    let page = format!("/settings/teams/{id}");
    owner.post(&format!("{page}/delete"), &[("name", "Quay"), ("lead", &member)]).assert(409, "1 member is in it");
    assert_eq!(owner.post(&page, &[("name", "Quay")]).to(), "/settings/teams");
    assert_eq!(owner.post(&format!("{page}/delete"), &[("name", "Quay")]).to(), "/settings/teams");
}

#[test]
fn an_api_key_is_shown_once_and_revoked() {
    let office = Office::open();
    let owner = office.owner();
    let page = owner.post("/settings/api-keys", &[("name", "Sync")]);
    page.assert(200, "value=\"cot_");
    let key = page.between("value=\"cot_", "\"");
    assert!(!owner.get("/settings/api-keys").text.contains(&key), "the key is shown once");
    let call = |key: &str| {
        let request = axum::http::Request::get("/api/v1/company").header("authorization", format!("Bearer cot_{key}"));
        office.send(request.body(axum::body::Body::empty()).expect("a request")).status.as_u16()
    };
    assert_eq!(call(&key), 200);
    // Without the right to manage members nobody sees or revokes the keys of others.
    let id = owner.get("/settings/api-keys").between("/settings/api-keys/", "/revoke");
    let caller = office.house.hire("staff");
    let email = office.house.ask(books::company::ReadMember { id: office.house.member_of(&caller) }).member.email;
    let staff = office.browser();
    staff.log_in(&email, PASSWORD);
    assert!(!staff.get("/settings/api-keys").text.contains("Sync"));
    assert_eq!(staff.post(&format!("/settings/api-keys/{id}/revoke"), &[]).status.as_u16(), 404);
    assert_eq!(call(&key), 200);
    assert_eq!(owner.post(&format!("/settings/api-keys/{id}/revoke"), &[]).to(), "/settings/api-keys");
    assert_eq!(call(&key), 401);
}

/// A0-10: the audit says who, when, old name, new name.
#[test]
fn the_audit_tells_who_changed_what() {
    let office = Office::open();
    let owner = office.owner();
    let settings = [
        ("name", "New & Sons"),
        ("currency", "EUR"),
        ("language", "en"),
        ("time_zone", "Europe/Madrid"),
        ("fiscal_month", "1"),
        ("payment_days", "14"),
    ];
    assert_eq!(owner.post("/settings/office", &settings).to(), "/settings/office");
    let page = owner.get("/settings/audit");
    page.assert(200, "Company “Test &#38; Sons” renamed to “New &#38; Sons”");
    page.assert(200, "<del>Test &#38; Sons</del> <ins>New &#38; Sons</ins>");
    page.assert(200, "Olive Owner, on a page");
    page.assert(200, "2 Mar 2026, 13:00");
    let narrowed = owner.get("/settings/audit?door=api");
    assert!(!narrowed.text.contains("renamed"), "{}", narrowed.text);
    owner.get("/settings/audit?subject=nonsense").assert(422, "This is not an id.");
    let subject = format!("/settings/audit?subject={}", office.house.company);
    assert!(!owner.get(&subject).text.contains("Company “New"), "other things are left out");
    owner.get(&subject).assert(200, "renamed to");
    // The hallway follows: the name stands in the list of companies as well.
    owner.get("/companies").assert(200, "New &#38; Sons");
}
