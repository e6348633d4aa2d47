//! One's own account: name, password, sessions, keys.

use super::door::{Office, PASSWORD};

/// TRUST S13: a new password ends every other session; the one that changed it goes on.
#[test]
fn a_new_password_ends_the_other_sessions() {
    let office = Office::open();
    let (here, there) = (office.owner(), office.owner());
    let change = |old: &str, new: &str| here.post("/account/password", &[("old_password", old), ("new_password", new)]);
    change("not the old one", "tangled meadow lantern").assert(422, "The old password is wrong.");
    change(PASSWORD, "short").assert(422, "The password is too short.");
    there.get("/").assert(200, "Good day");
    assert_eq!(change(PASSWORD, "tangled meadow lantern").to(), "/account");
    here.get("/account").assert(200, "Every other session has ended.");
    assert_eq!(there.get("/").to(), "/login");
    office.browser().log_in("owner@example.org", "tangled meadow lantern");
}

#[test]
fn sessions_are_listed_and_ended() {
    let office = Office::open();
    let (here, there, third) = (office.owner(), office.owner(), office.owner());
    let page = here.get("/account");
    page.assert(200, "Firefox on Linux");
    assert_eq!(page.text.matches("/end\">").count(), 2, "{}", page.text);
    assert_eq!(page.text.matches("this one").count(), 1);
    let path = format!("/account/sessions/ses_{}/end", page.between("/account/sessions/ses_", "/end"));
    assert_eq!(here.post(&path, &[]).to(), "/account");
    let open = [&there, &third].iter().filter(|browser| browser.get("/").status.as_u16() == 200).count();
    assert_eq!(open, 1, "one of the two has ended");
    here.post("/account/sessions/end-others", &[]);
    here.get("/account").assert(200, "1 other session ended");
    assert!([&there, &third].iter().all(|browser| browser.get("/").to() == "/login"));
    // Somebody else's session cannot be ended.
    let stranger = office.house.hire("staff");
    let member = office.house.member_of(&stranger);
    let email = office.house.ask(books::company::ReadMember { id: member }).member.email;
    let theirs = office.browser();
    theirs.log_in(&email, PASSWORD);
    let own = here.get("/account");
    assert!(!own.text.contains("/end\""), "the other's session is not listed: {}", own.text);
}

#[test]
fn a_new_name_shows_everywhere() {
    let office = Office::open();
    let browser = office.owner();
    browser.post("/account/name", &[("name", "  ")]).assert(422, "A name is missing.");
    assert_eq!(browser.post("/account/name", &[("name", "Olive Ownby")]).to(), "/account");
    browser.get("/").assert(200, "Good day, Olive");
    browser.get("/settings/members").assert(200, "Olive Ownby");
}

#[test]
fn single_letter_keys_can_be_switched_off() {
    let office = Office::open();
    let browser = office.owner();
    assert!(!browser.get("/").text.contains("data-keys=\"off\""));
    browser.post("/account/keys", &[]);
    browser.get("/").assert(200, "data-keys=\"off\"");
    browser.post("/account/keys", &[("letter_keys", "1")]);
    assert!(!browser.get("/").text.contains("data-keys=\"off\""));
}
