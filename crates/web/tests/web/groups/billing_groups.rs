//! Billing groups over the API and on their page.

use axum::http::StatusCode;
use books::testing::on_both;
use serde_json::{Value, json};

use super::{audit, client_in, column, person, refused, undo_address};
use crate::door::{Api, Browser};

const API: &str = "/billing-groups";

fn clients(api: &Api) -> [String; 3] {
    ["Plover Ltd", "Plover Trust", "Tamsin Plover"].map(|name| client_in(api, name, &[]))
}

fn made(api: &Api, name: &str, members: &[&str], primary: &str) -> String {
    api.post(API, &json!({ "name": name, "members": members, "primary_contact": primary })).id()
}

fn members(group: &Value) -> Vec<&str> {
    let members = group["members"].as_array().expect("members").iter();
    members.map(|member| member["client"].as_str().expect("an id")).collect()
}

/// A2-15, A2-16, A2-21 on the API: created, read, listed, searched and sorted; a primary contact without an e-mail address is a
/// warning; there is no account and no address of its own.
#[test]
fn a2_15_a_group_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let [ltd, trust, tamsin] = clients(&api);
        let body = json!({ "name": "Plover family", "members": [ltd, trust], "primary_contact": ltd });
        let rehearsed = api.post(&format!("{API}?dry_run=true"), &body);
        assert_eq!(rehearsed.json()["changes"].as_array().map(Vec::len), Some(4), "{}", rehearsed.text);
        assert!(column(&api.get(API), "name").is_empty());
        let once = |key| api.send("POST", API, &[("Idempotency-Key", key)], Some(&body));
        let (first, again) = (once("one"), once("one"));
        assert_eq!((first.status, first.id()), (StatusCode::CREATED, again.id()));
        let read = api.get(&format!("{API}/{}", first.id()));
        assert_eq!(read.text, first.text);
        let group = read.json();
        assert_eq!((members(&group), &group["primary_contact"]), (vec![ltd.as_str(), trust.as_str()], &json!(ltd)));
        assert!(group["warnings"][0].as_str().is_some_and(|text| text.contains("“Plover Ltd” has no e-mail")));
        assert!(group.get("account").is_none() && group.get("email").is_none());
        made(&api, "Avocet", &[&tamsin], &tamsin);
        assert_eq!(column(&api.get(API), "name"), ["Avocet", "Plover family"]);
        assert_eq!(column(&api.get(&format!("{API}?sort=-name")), "name"), ["Plover family", "Avocet"]);
        assert_eq!(refused(&api.get(&format!("{API}?sort=size"))), (422, "SORT_UNKNOWN".to_owned()));
        assert_eq!(column(&api.get(&format!("{API}?q=tamsin")), "name"), ["Avocet"]);
        for sort in ["name", "-name"] {
            let page = api.get(&format!("{API}?limit=1&total=true&sort={sort}")).json();
            assert_eq!(page["total"], 2);
            let next = page["next"].as_str().expect("more");
            let rest = api.get(&format!("{API}?limit=1&sort={sort}&cursor={next}")).json();
            assert_ne!(rest["items"][0]["name"], page["items"][0]["name"]);
            assert_eq!(rest["next"], Value::Null);
        }
        let groups = api.get(&format!("/clients/{ltd}/groups")).json();
        let kinds: Vec<&str> =
            groups["items"].as_array().expect("groups").iter().filter_map(|g| g["kind"].as_str()).collect();
        assert_eq!(kinds, ["billing", "posting"]);
    });
}

/// A2-15, A2-16, A2-17, A2-20 on the API: what is refused, with which field.
#[test]
fn a2_16_what_the_api_refuses() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let [ltd, trust, tamsin] = clients(&api);
        let crowd: Vec<String> = (0..501).map(|_| ltd.clone()).collect();
        assert_eq!(
            api.post(API, &json!({ "name": "Once", "members": crowd, "primary_contact": ltd })).json()["members_count"],
            1
        );
        for (body, code, field) in [
            (json!({ "name": " ", "members": [ltd], "primary_contact": ltd }), "NAME_REQUIRED", "name"),
            (json!({ "name": "P", "members": [], "primary_contact": ltd }), "MEMBER_REQUIRED", "members"),
            (json!({ "name": "P", "members": ["cli_01h455vb4pex5vsknk084sn02q"] }), "MEMBER_UNKNOWN", "members"),
            (json!({ "name": "P", "members": [ltd] }), "PRIMARY_CONTACT_REQUIRED", "primary_contact"),
            (
                json!({ "name": "P", "members": [ltd], "primary_contact": trust }),
                "PRIMARY_CONTACT_NOT_MEMBER",
                "primary_contact",
            ),
        ] {
            let answer = api.post(API, &body);
            assert_eq!((refused(&answer), answer.json()["field"].clone()), ((422, code.to_owned()), json!(field)));
        }
        let id = made(&api, "Plover family", &[&ltd, &trust], &ltd);
        let path = format!("{API}/{id}");
        let taken = api.post(API, &json!({ "name": "plover family", "members": [tamsin], "primary_contact": tamsin }));
        assert_eq!(refused(&taken), (409, "NAME_TAKEN_NORMALISED".to_owned()));
        assert_eq!(
            refused(&api.patch(&path, &json!({ "members": [trust] }))),
            (409, "PRIMARY_CONTACT_LEAVES".to_owned())
        );
        let deleted = api.delete(&format!("/clients/{ltd}"));
        assert_eq!(refused(&deleted), (409, "CLIENT_IS_PRIMARY_CONTACT".to_owned()));
        assert_eq!(api.delete(&format!("/clients/{trust}")).status, StatusCode::NO_CONTENT);
        assert_eq!(members(&api.get(&path).json()), [&ltd]);
        assert!(audit(&api)[0]["changes"].to_string().contains("MembershipEnded"));
        for hidden in [true, false] {
            let verb = if hidden { "hide" } else { "show" };
            let answer = api.post(&format!("{path}/{verb}"), &json!({}));
            assert_eq!((answer.status, &answer.json()["hidden"]), (StatusCode::OK, &json!(hidden)));
            assert_eq!(column(&api.get(API), "name").len(), if hidden { 1 } else { 2 });
            assert_eq!(column(&api.get(&format!("{API}?hidden=true")), "name").len(), 2);
        }
        assert_eq!(api.delete(&path).status, StatusCode::NO_CONTENT);
        assert_eq!(api.get(&path).status, StatusCode::NOT_FOUND);
        let operation = audit(&api)[0]["operation"].as_str().expect("it can be undone").to_owned();
        assert_eq!(api.post(&format!("/operations/{operation}/undo"), &json!({})).status, StatusCode::OK);
        assert_eq!(members(&api.get(&path).json()), [&ltd]);
    });
}

/// A2-16 on the API, two at once: of two who change what they both read, one is told of both versions; of two who take the last
/// two members out, one is refused.
#[test]
fn a2_16_two_change_one_group() {
    on_both(|house| {
        let (api, their) = (Api::of_owner(house), Api::of(house, person(&house.hire("administrator"))));
        let [ltd, trust, tamsin] = clients(&api);
        for round in 0..4 {
            let id = made(&api, &format!("Round {round}"), &[&ltd, &trust], &ltd);
            let path = format!("{API}/{id}");
            let tag = api.get(&path).header("etag").to_owned();
            let save = |api: &Api, body: Value| api.send("PATCH", &path, &[("If-Match", &tag)], Some(&body));
            let (mine, theirs) = std::thread::scope(|scope| {
                let one = scope.spawn(|| save(&api, json!({ "members": [ltd, tamsin] })));
                let other = scope.spawn(|| save(&their, json!({ "primary_contact": trust })));
                (one.join().expect("no panic"), other.join().expect("no panic"))
            });
            let late = if mine.status.is_success() { &theirs } else { &mine };
            assert_eq!(refused(late), (412, "CHANGED_MEANWHILE".to_owned()));
            assert!(late.json()["details"]["current_version"].is_string(), "{}", late.text);

            let id = made(&api, &format!("Pair {round}"), &[&ltd, &trust], &ltd);
            let path = format!("{API}/{id}");
            let (mine, theirs) = std::thread::scope(|scope| {
                let one = scope.spawn(|| api.patch(&path, &json!({ "members": [trust], "primary_contact": trust })));
                let other = scope.spawn(|| their.patch(&path, &json!({ "members": [ltd] })));
                (one.join().expect("no panic"), other.join().expect("no panic"))
            });
            let now = api.get(&path).json();
            // Whoever is in it pays; the other one was refused, or changed what was there by then.
            assert_eq!(
                (now["members_count"].as_i64(), members(&now)[0]),
                (Some(1), now["primary_contact"].as_str().expect("a payer"))
            );
            if !theirs.status.is_success() {
                assert_eq!(refused(&theirs), (409, "PRIMARY_CONTACT_LEAVES".to_owned()));
            }
            assert!(mine.status.is_success() || refused(&mine).1 == "MEMBER_UNKNOWN", "{}", mine.text);
        }
    });
}

/// A2-15 on the API: readers look and do not change; whoever may edit their own clients changes groups of those.
#[test]
fn who_may_change_billing_groups() {
    on_both(|house| {
        let owner = Api::of_owner(house);
        let [ltd, trust, _] = clients(&owner);
        let id = made(&owner, "Plover family", &[&ltd, &trust], &ltd);
        let reader = Api::of(house, person(&house.hire("reader")));
        assert_eq!(reader.get(&format!("{API}/{id}")).status, StatusCode::OK);
        let new = json!({ "name": "Mine", "members": [ltd], "primary_contact": ltd });
        for answer in [
            reader.post(API, &new),
            reader.patch(&format!("{API}/{id}"), &json!({ "name": "Mine" })),
            reader.post(&format!("{API}/{id}/hide"), &json!({})),
            reader.post(&format!("{API}/{id}/show"), &json!({})),
            reader.delete(&format!("{API}/{id}")),
        ] {
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text);
        }
    });
}

/// What a browser sends of a form without scripts.
fn pressed(browser: &Browser, page: &crate::door::Answer, typed: &[(&str, &str)]) -> crate::door::Answer {
    browser.press(page, "Save group", typed)
}

/// A2-15 on the page, without scripts: search, tick, search again, and the earlier tick stays; then a name, who pays, and the
/// group is listed. Nothing chosen is no group, and the button says so.
#[test]
fn a2_15_a_group_on_the_page() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let [ltd, _, tamsin] = clients(&api);
        let empty = browser.get("/billing-groups");
        assert!(empty.words().contains("No billing group yet"), "{}", empty.words());
        let page = browser.get("/billing-groups/new");
        assert!(page.text.contains("<button class=\"btn btn--primary\" type=\"submit\" disabled>"), "{}", page.text);
        assert_eq!(pressed(&browser, &page, &[("name", "Nobody")]).status, StatusCode::UNPROCESSABLE_ENTITY);
        let find = "Find, and take in the ticked";
        let page = browser.press(&page, find, &[("q", "ltd"), ("add", &ltd), ("name", "Plover family")]);
        assert!(page.words().contains("1 client in the group"), "{}", page.words());
        assert!(page.words().contains("1 client matches “ltd”"), "{}", page.words());
        let page = browser.press(&page, find, &[("q", "tamsin")]);
        assert!(page.words().contains("1 client in the group"), "{}", page.words());
        let page = browser.press(&page, find, &[("q", "tamsin"), ("add", &tamsin)]);
        assert!(page.words().contains("2 clients in the group"), "{}", page.words());
        assert!(page.text.contains("value=\"Plover family\""), "what was typed stays");
        let list = browser.follow(&pressed(&browser, &page, &[("primary_contact", &tamsin)]));
        for words in ["Plover family", "Tamsin Plover", "1 group", "No e-mail", "New"] {
            assert!(list.words().contains(words), "{words}: {}", list.words());
        }
        assert!(browser.get("/billing-groups?q=tamsin").words().contains("Plover family"));
        assert!(browser.get("/billing-groups?q=trust").words().contains("No billing group found"));
        let profile = browser.get(&format!("/clients/{ltd}"));
        assert!(profile.words().contains("Billing groups"), "{}", profile.words());
        // The menu counts it.
        assert!(list.text.contains("<span>Billing groups</span><span class=\"nav__n\">1</span>"), "{}", list.text);
    });
}

/// A2-16 on the page: the payer is not taken out before another is named; taking somebody out is a button; undo is offered.
#[test]
fn a2_16_the_payer_on_the_page() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let [ltd, trust, tamsin] = clients(&api);
        let id = made(&api, "Plover family", &[&ltd, &trust, &tamsin], &tamsin);
        let edit = browser.get(&format!("/billing-groups/{id}/edit"));
        assert!(edit.text.contains("Take Plover Ltd out") && !edit.text.contains("Take Tamsin Plover out"));
        assert!(edit.words().contains("“Tamsin Plover” has no e-mail address"), "{}", edit.words());
        let fields = [("id", id.as_str()), ("name", "Plover family"), ("members", &ltd), ("members", &tamsin)];
        let without = browser.post("/billing-groups/pick", &[&fields[..], &[("out", &tamsin)]].concat());
        assert!(without.words().contains("1 client in the group"), "{}", without.words());
        let refused = browser.press(&without, "Save group", &[]);
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.words().contains("The primary contact cannot be taken out"), "{}", refused.words());
        let saved = browser.press(&refused, "Save group", &[("primary_contact", &ltd)]);
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.words());
        let group = api.get(&format!("{API}/{id}")).json();
        assert_eq!((members(&group), &group["primary_contact"]), (vec![ltd.as_str()], &json!(ltd)));
        assert!(browser.post(&undo_address(&saved), &[]).status.is_redirection());
        assert_eq!(api.get(&format!("{API}/{id}")).json()["members_count"], 3);
        // A client that pays is not deleted; the page says where to name another.
        let kept = browser.post(&format!("/clients/{tamsin}/delete"), &[]);
        assert_eq!(kept.status, StatusCode::CONFLICT);
        assert!(kept.text.contains(&format!("/billing-groups/{id}/edit")), "{}", kept.words());
    });
}

/// A2-17 on the page: hidden by a button, shown with the others on demand, shown again; a taken name leads back to it.
#[test]
fn a2_17_hidden_groups_on_the_page() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let [ltd, trust, _] = clients(&api);
        let id = made(&api, "Plover family", &[&ltd, &trust], &ltd);
        made(&api, "Avocet", &[&trust], &trust);
        let list = browser.follow(&browser.post(&format!("/billing-groups/{id}/hide"), &[]));
        assert!(list.words().contains("1 group") && !list.text.contains("Edit Plover family"), "{}", list.words());
        let all = browser.get("/billing-groups?hidden=1");
        assert!(all.words().contains("2 groups") && all.words().contains("Hidden"), "{}", all.words());
        let taken = browser.post("/billing-groups", &[("name", "Plover family"), ("members", &ltd)]);
        assert_eq!(taken.status, StatusCode::CONFLICT);
        let way_out = format!("/billing-groups/{id}/show");
        assert!(taken.text.contains(&way_out), "{}", taken.words());
        let list = browser.follow(&browser.post(&way_out, &[]));
        assert!(list.words().contains("2 groups"), "{}", list.words());
        let ask = browser.get(&format!("/billing-groups/{id}/delete"));
        let list = browser.follow(&browser.press(&ask, "Delete group", &[]));
        assert!(list.words().contains("1 group") && !list.words().contains("Plover family"), "{}", list.words());
    });
}

/// A2-16 on the page, two at once: the second save shows what the group is by now, keeps what was typed, and saves when it is
/// sent again knowingly.
#[test]
fn a2_16_two_edit_one_group_on_the_page() {
    on_both(|house| {
        let browser = Browser::of_owner(house);
        let other = Browser::of(house, person(&house.hire("administrator")));
        let api = Api::of_owner(house);
        let [ltd, trust, _] = clients(&api);
        let id = made(&api, "Plover family", &[&ltd, &trust], &ltd);
        let [mine, theirs] = [&browser, &other].map(|browser| browser.get(&format!("/billing-groups/{id}/edit")));
        let saved = browser.press(&mine, "Save group", &[("name", "Plovers"), ("primary_contact", &trust)]);
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
        let late = other.press(&theirs, "Save group", &[("name", "The Plovers")]);
        assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
        let now = "“Plovers” with Plover Ltd, Plover Trust. Plover Trust usually pays.";
        assert!(late.words().contains(now), "{}", late.words());
        assert!(late.text.contains("value=\"The Plovers\""));
        assert_eq!(other.press(&late, "Save group", &[]).status, StatusCode::SEE_OTHER);
        assert_eq!(api.get(&format!("{API}/{id}")).json()["name"], "The Plovers");
    });
}

/// A2-15 on page and API, two at once: of two who give one name to a group, one has it; the other is told, with what was
/// typed still there.
#[test]
fn a2_15_two_groups_of_one_name() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let their = Api::of(house, person(&house.hire("administrator")));
        let [ltd, trust, _] = clients(&api);
        for round in 0..3 {
            let name = format!("Family {round}");
            let body = json!({ "name": name, "members": [trust], "primary_contact": trust });
            let form = [("name", name.as_str()), ("members", &ltd), ("primary_contact", &ltd)];
            let (page, answer) = std::thread::scope(|scope| {
                let one = scope.spawn(|| browser.post("/billing-groups", &form));
                let other = scope.spawn(|| their.post(API, &body));
                (one.join().expect("no panic"), other.join().expect("no panic"))
            });
            if answer.status.is_success() {
                assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.words());
                assert!(page.text.contains(&format!("value=\"{name}\"")), "{}", page.text);
            } else {
                assert_eq!(refused(&answer), (409, "NAME_TAKEN".to_owned()));
                assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.words());
            }
            assert_eq!(column(&api.get(&format!("{API}?q=Family%20{round}")), "name"), [name]);
        }
    });
}

/// A2-20, A2-21 on the page: a prospect stands in the group beside the others, and goes from it into the trash with a line in
/// the audit; the form asks for name, members and who usually pays, and for no account or address.
#[test]
fn a2_20_a_prospect_in_the_group_on_the_page() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let [ltd, _, _] = clients(&api);
        let body = json!({ "name": "Hollis Mill", "email": "mill@hollis.example", "prospect": true });
        let prospect = api.post("/clients", &body).id();
        let page = browser.get("/billing-groups/new");
        let page = browser.press(&page, "Find, and take in the ticked", &[("q", "hollis"), ("add", &ltd)]);
        assert!(page.words().contains("Hollis Mill"), "{}", page.words());
        for field in ["account", "email", "control_account"] {
            assert!(!page.text.contains(&format!("name=\"{field}\"")), "{field}: {}", page.text);
        }
        let page = browser.press(&page, "Find, and take in the ticked", &[("add", &prospect), ("name", "Plovers")]);
        let saved = pressed(&browser, &page, &[("primary_contact", &ltd)]);
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.words());
        assert!(browser.follow(&saved).words().contains("Hollis Mill"));
        assert!(browser.get(&format!("/clients/{prospect}")).words().contains("Plovers"));
        let gone = browser.post(&format!("/clients/{prospect}/delete"), &[]);
        assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.words());
        let list = browser.get("/billing-groups").words();
        assert!(list.contains("Plovers") && !list.contains("Hollis Mill"), "{list}");
        let audit = browser.get("/settings/audit").words();
        assert!(audit.contains("“Hollis Mill” (deleted) left billing group “Plovers”"), "{audit}");
    });
}

/// A2-15 on the page: who may not edit clients looks at the list, and finds no button and no form.
#[test]
fn readers_look_at_billing_groups() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let [ltd, _, _] = clients(&api);
        let id = made(&api, "Plover family", &[&ltd], &ltd);
        let browser = Browser::of(house, person(&house.hire("reader")));
        let list = browser.get("/billing-groups");
        assert!(
            list.words().contains("Plover family") && !list.text.contains("/billing-groups/new"),
            "{}",
            list.words()
        );
        assert!(!list.text.contains(&format!("/billing-groups/{id}/")), "{}", list.text);
        for path in ["/billing-groups/new".to_owned(), format!("/billing-groups/{id}/edit")] {
            assert_eq!(browser.get(&path).status, StatusCode::FORBIDDEN, "{path}");
        }
        for path in
            ["".to_owned(), "/pick".to_owned(), format!("/{id}"), format!("/{id}/hide"), format!("/{id}/delete")]
        {
            let answer = browser.post(&format!("/billing-groups{path}"), &[("name", "Mine")]);
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        }
    });
}
