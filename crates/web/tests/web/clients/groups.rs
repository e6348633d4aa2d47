//! The groups of one client: assigned on the page and over the API, by whom, and by two at once.

use axum::http::StatusCode;
use books::ReadAudit;
use books::clients::RightLevel;
use books::testing::on_both;
use serde_json::json;

use super::*;

/// A0-16, A0-17, A0-8 (page): the pencil beside the name leads to the settings; three chosen groups are three chips
/// under Information, none chosen says “none”.
#[test]
fn a0_16_a0_17_groups_are_assigned_on_the_page() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let groups = ["Alpha", "Beta & Co", "Gamma"].map(|name| client_group(&api, name));
        let id = client(house, &api, "Bramblewick Trust");
        let profile = browser.get(&format!("/clients/{id}"));
        let heading = profile.text.split("<h1>").nth(1).expect("a heading");
        assert!(heading.starts_with("Bramblewick Trust</h1><a class=\"ibtn\""), "the pencil stands beside the name");
        assert!(profile.text.contains(&format!("href=\"/clients/{id}/edit\"")));
        assert!(profile.words().contains("how we sort our work none"), "{}", profile.words());
        let form = browser.get(&format!("/clients/{id}/edit")).text;
        assert!(form.contains("name=\"client_groups\" multiple"), "several can be chosen");
        let chosen = in_groups(&settings_form(&browser, &id), &groups.each_ref().map(String::as_str));
        assert_eq!(save(&browser, &id, &chosen).location(), format!("/clients/{id}"));
        let words = browser.get(&format!("/clients/{id}")).words();
        assert!(words.contains("Alpha Beta &#38; Co Gamma"), "{words}");
        assert_eq!(groups_of(house, &id), ["Alpha", "Beta & Co", "Gamma"]);
        let none = in_groups(&settings_form(&browser, &id), &[]);
        save(&browser, &id, &none);
        assert!(browser.get(&format!("/clients/{id}")).words().contains("how we sort our work none"));
    });
}

/// A0-17 (API): the list of groups is set as a whole; an unknown group and a customer group are refused.
#[test]
fn a0_17_groups_are_assigned_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let [a, b, c] = ["A", "B", "C"].map(|name| client_group(&api, name));
        let id = client(house, &api, "Bramblewick Trust");
        let path = format!("/clients/{id}");
        let set = |groups: &[&String]| api.patch(&path, &json!({ "client_groups": groups }));
        assert_eq!(set(&[&a, &b, &c]).json()["client_groups"], json!([a, b, c]));
        assert_eq!(set(&[&c, &c]).json()["client_groups"], json!([c]));
        assert_eq!(set(&[]).json()["client_groups"], json!([]));
        for wrong in ["grp_01h455vb4pex5vsknk084sn02q".to_owned(), customer_group(house, "Domestic")] {
            let refused = set(&[&wrong]);
            assert_eq!((refused.status, refused.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "GROUP_UNKNOWN"));
            assert_eq!(refused.json()["field"], "client_groups");
        }
        assert_eq!(set(&[&"VIP".to_owned()]).status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

/// A0-14 (page, API): nobody enters an archived group: the form that was open when it was archived is refused, with its
/// typing kept and the way out, and so is a program; whoever is in it stays in it.
#[test]
fn a0_14_an_archived_group_takes_nobody() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let [old, live] = ["Old", "Live"].map(|name| client_group(&api, name));
        let [inside, outside] = ["Inside", "Outside"].map(|name| client(house, &api, name));
        assert_eq!(api.patch(&format!("/clients/{inside}"), &json!({ "client_groups": [old] })).status, StatusCode::OK);
        let open = with(&in_groups(&settings_form(&browser, &outside), &[&old, &live]), "phone", "+00 555 0148");
        api.post(&format!("/client-groups/{old}/archive"), &json!({}));
        let refused = save(&browser, &outside, &open);
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.words());
        assert!(refused.words().contains("“Old” is in the archive."), "{}", refused.words());
        assert!(refused.text.contains(&format!("/settings/client-groups/{old}/restore")), "the way out");
        assert!(fields(&refused).contains(&("phone".to_owned(), "+00 555 0148".to_owned())), "typing is kept");
        for (client, groups) in [(&outside, json!([old])), (&outside, json!([live, old]))] {
            let answer = api.patch(&format!("/clients/{client}"), &json!({ "client_groups": groups }));
            assert_eq!((answer.status, answer.code().as_str()), (StatusCode::CONFLICT, "GROUP_ARCHIVED"));
            assert_eq!(answer.json()["field"], "client_groups");
        }
        assert!(groups_of(house, &outside).is_empty());
        let stays = api.patch(&format!("/clients/{inside}"), &json!({ "client_groups": [old, live] }));
        assert_eq!(stays.status, StatusCode::OK, "{}", stays.text);
        assert_eq!(groups_of(house, &inside), ["Live", "Old"]);
    });
}

/// A0-16 (API): what a program assigns is what the profile shows under Information and what the settings have chosen.
#[test]
fn a0_16_a_program_assigns_what_the_profile_shows() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let [a, b] = ["Alpha", "Beta"].map(|name| client_group(&api, name));
        let id = client(house, &api, "Bramblewick Trust");
        let path = format!("/clients/{id}");
        let changed = api.patch(&path, &json!({ "client_groups": [a, b] }));
        assert_eq!((changed.status, &changed.json()["client_groups"]), (StatusCode::OK, &json!([a, b])));
        assert_eq!(api.get(&path).json()["client_groups"], json!([a, b]));
        let profile = browser.get(&path).words();
        assert!(profile.contains("Information") && profile.contains("how we sort our work Alpha Beta"), "{profile}");
        let chosen: Vec<(String, String)> = settings_form(&browser, &id);
        let chosen: Vec<&str> =
            chosen.iter().filter(|(name, _)| name == "client_groups").map(|(_, group)| group.as_str()).collect();
        assert_eq!(chosen, [a.as_str(), b.as_str()]);
    });
}

/// A0-18 (page, API, two at once): a group made a second ago is offered to new and existing clients, and to a form
/// that is open already when its dropdown asks again.
#[test]
fn a0_18_a_new_group_is_offered_at_once() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = client(house, &api, "Bramblewick Trust");
        let edit = browser.get(&format!("/clients/{id}/edit"));
        let options = "/client-groups/options";
        assert!(edit.text.contains(&format!("data-options-url=\"{options}\"")) && !edit.text.contains("Latest"));
        let group = client_group(&api, "Latest");
        for page in [&format!("/clients/{id}/edit"), "/clients/new", options] {
            let text = browser.get(page).text;
            assert!(text.contains(&group) && text.contains("Latest"), "{page}: {text}");
        }
        let form = [
            ("name", "Newcomer"),
            ("customer_group", &customer_group(house, "Domestic")),
            ("client_groups", group.as_str()),
        ];
        let at = browser.post("/clients", &form).location();
        assert!(browser.get(&at).words().contains("how we sort our work Latest"));
        let body =
            json!({ "name": "Other", "customer_group": customer_group(house, "Domestic"), "client_groups": [group] });
        let other = api.post("/clients", &body);
        assert_eq!((other.status, &other.json()["client_groups"]), (StatusCode::CREATED, &json!([group])));
    });
}

/// A0-19 (page, API): whoever may edit K assigns on K, and is refused on L, which is only in sight.
#[test]
fn a0_19_groups_follow_the_right_on_the_client() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let group = client_group(&api, "Alpha");
        let [k, l] = ["K", "L"].map(|name| client(house, &api, name));
        let member = house.hire("staff");
        allow(house, &member, &k, Some(RightLevel::Edit));
        allow(house, &member, &l, Some(RightLevel::View));
        let (page, program) = (Browser::of(house, person(&member)), Api::of(house, person(&member)));
        let form = settings_form(&page, &k);
        assert_eq!(save(&page, &k, &in_groups(&form, &[&group])).location(), format!("/clients/{k}"));
        assert_eq!(groups_of(house, &k), ["Alpha"]);
        assert_eq!(program.patch(&format!("/clients/{k}"), &json!({ "client_groups": [] })).status, StatusCode::OK);
        let profile = page.get(&format!("/clients/{l}"));
        assert_eq!(profile.status, StatusCode::OK);
        assert!(!profile.text.contains("Edit client settings"), "no pencil where nothing may be changed");
        assert!(profile.text.contains(&format!("/clients/{l}/edit")), "the settings can be looked at");
        let disabled = |page: &Browser, client: &str| {
            let shown = page.get(&format!("/clients/{client}/edit"));
            assert_eq!(shown.status, StatusCode::OK);
            let field = shown.text.split("id=\"client_groups\"").nth(1).and_then(|rest| rest.split('>').next());
            let is_off = field.expect("the field").contains(" disabled");
            assert_eq!(is_off, shown.text.contains("<fieldset class=\"stack\" disabled>"));
            assert_eq!(
                is_off,
                !shown.text.contains(">Save</button>"),
                "a form that cannot be saved has no button for it"
            );
            is_off
        };
        assert!(disabled(&page, &l) && !disabled(&page, &k), "the field is disabled where the right is missing");
        let reader = Browser::of(house, person(&house.hire("reader")));
        assert!(disabled(&reader, &k), "and for whoever may only look");
        assert_eq!(save(&page, &l, &in_groups(&form, &[&group])).status, StatusCode::FORBIDDEN);
        // Nothing about the form or the body is said to whoever may not send it.
        assert_eq!(save(&page, &l, &with(&form, "email", "no address")).status, StatusCode::FORBIDDEN);
        for body in [json!({ "client_groups": [group] }), json!({ "client_groups": ["?"] }), json!({ "colour": 1 })] {
            let refused = program.patch(&format!("/clients/{l}"), &body);
            assert_eq!((refused.status, refused.code().as_str()), (StatusCode::FORBIDDEN, "PERM_CLIENT_EDIT"));
        }
        let into = program.post(&format!("/client-groups/{group}/clients"), &json!({ "clients": [k, l] })).json();
        assert_eq!((&into["done"], &into["failed"][0]["code"]), (&json!(1), &json!("PERM_CLIENT_EDIT")));
        assert!(groups_of(house, &l).is_empty());
    });
}

/// A0-19 (page): a right that is withdrawn between opening and saving: 403, and the form keeps what was typed.
#[test]
fn a0_19_a_right_withdrawn_meanwhile_loses_no_typing() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let group = client_group(&api, "Alpha");
        let id = client(house, &api, "K");
        let member = house.hire("staff");
        allow(house, &member, &id, Some(RightLevel::Edit));
        let page = Browser::of(house, person(&member));
        let form = in_groups(&with(&settings_form(&page, &id), "phone", "+00 555 0148"), &[&group]);
        allow(house, &member, &id, Some(RightLevel::View));
        let refused = save(&page, &id, &form);
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let words = refused.words();
        assert!(words.contains("You may not change this client."), "{words}");
        let kept = fields(&refused);
        assert!(kept.contains(&("phone".to_owned(), "+00 555 0148".to_owned())), "{kept:?}");
        assert!(kept.contains(&("client_groups".to_owned(), group.clone())), "{kept:?}");
        assert!(groups_of(house, &id).is_empty());
        // A reader may not send the form at all, whatever stands in it.
        let reader = Browser::of(house, person(&house.hire("reader")));
        assert_eq!(reader.post(&format!("/clients/{id}/edit"), &[]).status, StatusCode::FORBIDDEN);
    });
}

/// A0-20 (page): opening the form and going away stores nothing; a form sent back untouched stores nothing either.
#[test]
fn a0_20_cancel_stores_nothing() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = client(house, &api, "Bramblewick Trust");
        let tag = api.get(&format!("/clients/{id}")).header("etag").to_owned();
        let lines = || house.ask(ReadAudit { subject: None, before: None, limit: 1 }).items[0].seq;
        let before = lines();
        let form = browser.get(&format!("/clients/{id}/edit"));
        assert!(form.text.contains(&format!("<a class=\"btn\" href=\"/clients/{id}\">Cancel</a>")));
        assert_eq!(lines(), before);
        assert_eq!(save(&browser, &id, &fields(&form)).location(), format!("/clients/{id}"));
        assert_eq!((lines(), api.get(&format!("/clients/{id}")).header("etag")), (before, tag.as_str()));
    });
}

/// A0-20 (page, two at once): the second save is answered 409 with what was added and removed meanwhile, and holds
/// both; saving that loses nothing of either.
#[test]
fn a0_20_a_stale_save_is_merged_on_the_page() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let [a, b, c] = ["Alpha", "Beta", "Gamma"].map(|name| client_group(&api, name));
        let id = client(house, &api, "Bramblewick Trust");
        save(&browser, &id, &in_groups(&settings_form(&browser, &id), &[&a]));
        let (mine, theirs) = (settings_form(&browser, &id), settings_form(&browser, &id));
        let theirs = with(&with(&theirs, "city", "Porto"), "phone", "+00 555 0101");
        save(&browser, &id, &in_groups(&theirs, &[&b]));
        let mine = with(&with(&mine, "email", "office@bramblewick.example"), "phone", "+00 555 0202");
        let conflict = save(&browser, &id, &in_groups(&mine, &[&a, &c]));
        assert_eq!(conflict.status, StatusCode::CONFLICT);
        let words = conflict.words();
        for said in ["Olive Owner changed “Bramblewick Trust” meanwhile.", "Nothing was saved yet.", "Added to Beta"]
        {
            assert!(words.contains(said), "{said}: {words}");
        }
        assert!(words.contains("Removed from Alpha") && words.contains("City Porto"), "{words}");
        assert!(words.contains("Phone +00 555 0101 yours: +00 555 0202"), "{words}");
        assert_eq!(groups_of(house, &id), ["Beta"], "nothing was saved");
        assert_eq!(save(&browser, &id, &fields(&conflict)).location(), format!("/clients/{id}"));
        assert_eq!(groups_of(house, &id), ["Beta", "Gamma"]);
        let now = api.get(&format!("/clients/{id}")).json();
        assert_eq!((&now["address"]["city"], &now["phone"]), (&json!("Porto"), &json!("+00 555 0202")));
        assert_eq!(now["email"], "office@bramblewick.example");
    });
}

/// A0-20 (API, two at once): a change of the groups alone raises the ETag, so the second is answered 412 with both
/// versions, and taking a change back never brings an old ETag back.
#[test]
fn a0_20_a_stale_save_is_refused_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let [a, b] = ["Alpha", "Beta"].map(|name| client_group(&api, name));
        let id = client(house, &api, "Bramblewick Trust");
        let path = format!("/clients/{id}");
        let tag = |answer: &Answer| answer.header("etag").to_owned();
        let if_match = |seen: &str, groups: &[&String]| {
            api.send("PATCH", &path, &[("If-Match", seen)], Some(&json!({ "client_groups": groups })))
        };
        let first = tag(&api.get(&path));
        let entered = if_match(&first, &[&a]);
        assert_eq!(entered.status, StatusCode::OK);
        let second = tag(&entered);
        assert_ne!(first, second);
        let stale = if_match(&first, &[&b]);
        assert_eq!((stale.status, stale.code().as_str()), (StatusCode::PRECONDITION_FAILED, "CHANGED_MEANWHILE"));
        let details = stale.json()["details"].clone();
        let quoted = |version: &serde_json::Value| format!("\"{}\"", version.as_str().unwrap_or_default());
        assert_eq!((quoted(&details["your_version"]), quoted(&details["current_version"])), (first, second.clone()));
        assert_eq!(groups_of(house, &id), ["Alpha"]);
        // Leaving and undoing it shows the same groups, but it is a later state.
        house.set_today("2026-03-03");
        let left = if_match(&second, &[]);
        let operation = api.get("/operations?limit=1").json()["items"][0]["id"].as_str().expect("an id").to_owned();
        assert_eq!(api.post(&format!("/operations/{operation}/undo"), &json!({})).status, StatusCode::OK);
        let back = tag(&api.get(&path));
        assert!(back != second && back != tag(&left), "{back} {second}");
        assert_eq!(if_match(&second, &[&b]).status, StatusCode::PRECONDITION_FAILED);
        let deleted = api.send("DELETE", &path, &[("If-Match", second.as_str())], None);
        assert_eq!(deleted.status, StatusCode::PRECONDITION_FAILED);
    });
}

/// What a client has stays in its form although nobody else may choose it: an archived customer group, a person who
/// left. Sending the form back changes neither.
#[test]
fn a_form_keeps_what_is_no_longer_offered() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let member = house.member_of(&house.hire("staff"));
        let european = customer_group(house, "European");
        let body =
            json!({ "name": "Bramblewick Trust", "customer_group": european, "responsible": member.to_string() });
        let id = api.post("/clients", &body).id();
        assert_eq!(api.post(&format!("/customer-groups/{european}/archive"), &json!({})).status, StatusCode::OK);
        let gone = browser.post(&format!("/settings/members/{member}/deactivate"), &[]);
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
        let form = with(&settings_form(&browser, &id), "phone", "+00 555 0148");
        let saved = save(&browser, &id, &form);
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.words());
        let now = api.get(&format!("/clients/{id}")).json();
        assert_eq!((&now["customer_group"], &now["phone"]), (&json!(european), &json!("+00 555 0148")));
        assert_eq!(now["responsible"], json!(member.to_string()));
    });
}
