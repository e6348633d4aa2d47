//! Client groups: made, named, coloured, set aside, and who may do it.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::json;

use super::{LIST, audit, client_in, column, group, names, person, refused};
use crate::door::{Api, Browser};

/// A0-1, A0-2 on the page: Settings & Apps leads to the list, which has its button; a saved name is in the list at once, by script without a new page.
#[test]
fn a0_1_a0_2_a_group_is_added() {
    on_both(|house| {
        let browser = Browser::of_owner(house);
        let settings = browser.get("/settings");
        assert!(
            settings.words().contains("Settings &#38; Apps") && settings.text.contains(&format!("href=\"{LIST}\""))
        );
        let empty = browser.get(LIST);
        assert_eq!(empty.status, StatusCode::OK);
        assert!(empty.words().contains("Client groups") && empty.words().contains("No client group yet"));
        assert!(empty.text.contains("href=\"/settings/client-groups/new\""));
        assert!(browser.get("/settings/client-groups/new").text.contains("name=\"name\""));
        let saved = browser.post(LIST, &[("name", "  Alliance ")]);
        let to = saved.location();
        assert!(to.starts_with("/settings/client-groups?new=grp_"), "{to}");
        let list = browser.get(&to);
        assert!(list.words().contains("Alliance New"), "{}", list.words());
        let part = browser.post_part(LIST, &[("name", "Barge")]);
        assert_eq!((part.status, part.header("hx-retarget")), (StatusCode::OK, "#client-groups"));
        assert!(part.header("hx-redirect").is_empty() && !part.text.contains("<html"));
        assert!(part.text.contains("Barge") && part.text.contains("Alliance") && part.words().contains("2 groups"));
        assert!(part.header("hx-trigger").contains("Added the group"), "{}", part.header("hx-trigger"));
        assert_eq!(names(&Api::of_owner(house)), ["Alliance", "Barge"]);
    });
}

/// A0-3 on page and API: who may not manage groups has no button and no pencil, and is refused at every address.
#[test]
fn a0_3_members_do_not_manage_groups() {
    on_both(|house| {
        let owner = Api::of_owner(house);
        let id = group(&owner, "Alliance");
        for role in ["staff", "author", "accountant", "reader"] {
            let member = person(&house.hire(role));
            let (api, browser) = (Api::of(house, member), Browser::of(house, member));
            let list = browser.get(LIST);
            assert_eq!(list.status, StatusCode::OK, "{role}");
            assert!(list.text.contains("Alliance") && !list.text.contains("/settings/client-groups/new"), "{role}");
            assert!(!list.text.contains("Edit Alliance"), "{role}");
            let options = browser.get("/client-groups/options").text;
            assert!(options.contains("Alliance") && options.matches("<option").count() == 1, "{options}");
            let at = |path: &str| format!("/client-groups/{id}{path}");
            for answer in [
                api.post("/client-groups", &json!({ "name": "Mine" })),
                api.patch(&at(""), &json!({ "name": "Mine" })),
                api.delete(&at("")),
                api.post(&at("/archive"), &json!({})),
                api.post(&at("/restore"), &json!({})),
            ] {
                assert_eq!(refused(&answer), (403, "PERM_GROUP_MANAGE".to_owned()), "{role}");
            }
            for path in ["", "/delete", "/archive", "/restore", "/empty"] {
                let answer = browser.post(&format!("{LIST}/{id}{path}"), &[("name", "Mine")]);
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role} {path}");
            }
            // A0-19: what was typed stays in the form.
            let kept = browser.post(LIST, &[("name", "Typed & kept")]);
            assert_eq!(kept.status, StatusCode::FORBIDDEN);
            assert!(kept.text.contains("Typed &#38; kept"), "{}", kept.words());
            for path in [format!("{LIST}/new"), format!("{LIST}/{id}/edit"), format!("{LIST}/{id}/delete")] {
                assert_eq!(browser.get(&path).status, StatusCode::FORBIDDEN, "{role} {path}");
            }
        }
        assert_eq!(names(&owner), ["Alliance"]);
        let admin = Api::of(house, person(&house.hire("administrator")));
        assert_eq!(admin.post("/client-groups", &json!({ "name": "Theirs" })).status, StatusCode::CREATED);
    });
}

/// A0-4 on API and page: a thousand groups are stored; list, search and selector stay usable.
#[test]
fn a0_4_a_thousand_groups() {
    let house = TestHouse::sqlite();
    let api = Api::of_owner(&house);
    for number in 0..1_000 {
        group(&api, &format!("Group {number:04}"));
    }
    let page = api.get("/client-groups?limit=200&total=true").json();
    assert_eq!((&page["total"], page["items"].as_array().map(Vec::len)), (&json!(1000), Some(200)));
    let rest = api.get(&format!("/client-groups?cursor={}", page["next"].as_str().expect("more"))).json();
    assert_eq!(rest["items"][0]["name"], "Group 0200");
    assert_eq!(column(&api.get("/client-groups?q=0777"), "name"), ["Group 0777"]);
    let browser = Browser::of_owner(&house);
    let list = browser.get(LIST);
    assert!(list.words().contains("1,000 groups") && list.text.matches("Edit Group").count() == 50);
    let next = list.text.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
    let next = next.map_or_else(|| panic!("no next page"), |address| address.replace("&#38;", "&"));
    assert!(browser.get(&next).text.contains("Group 0050"));
    assert_eq!(browser.get(&format!("{LIST}?q=group+09")).text.matches("Edit Group").count(), 50);
    assert_eq!(browser.get(&format!("{LIST}?q=0999")).text.matches("Edit Group").count(), 1);
    assert_eq!(browser.get("/client-groups/options").text.matches("<option").count(), 1_000);
}

/// A0-5 on API and page: what counts as a name.
#[test]
fn a0_5_a_name_is_needed() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let (longest, longer) = ("é".repeat(120), "é".repeat(121));
        for (name, code) in [
            ("", "NAME_REQUIRED"),
            ("  \u{a0} ", "NAME_REQUIRED"),
            ("\u{200b}\u{2060}\u{feff}", "NAME_REQUIRED"),
            (longer.as_str(), "NAME_TOO_LONG"),
        ] {
            let answer = api.post("/client-groups", &json!({ "name": name }));
            assert_eq!(refused(&answer), (422, code.to_owned()), "{name:?}");
            let page = browser.post(LIST, &[("name", name)]);
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name:?}");
            assert!(page.text.contains("aria-invalid=\"true\""), "{name:?}");
        }
        assert_eq!(names(&api), [""; 0]);
        assert_eq!(api.post("/client-groups", &json!({ "name": longest })).json()["name"], longest);
        let kept = api.post("/client-groups", &json!({ "name": "\t Law   and tax \n" })).json();
        assert_eq!(kept["name"], "Law   and tax", "the ends are trimmed, inner blanks stay");
        assert_eq!(api.post("/client-groups", &json!({ "name": "Law and tax" })).code(), "NAME_TAKEN_NORMALISED");
    });
}

/// A0-6 on API and page: a name is given once; the refusal names the group that has it, and offers its way out.
#[test]
fn a0_6_a_name_is_given_once() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = group(&api, "VIP");
        group(&api, "Café");
        for (name, code, existing) in [
            ("VIP", "NAME_TAKEN", "VIP"),
            ("vip", "NAME_TAKEN_NORMALISED", "VIP"),
            ("Cafe\u{301}", "NAME_TAKEN", "Café"),
            ("CAFE\u{301}", "NAME_TAKEN_NORMALISED", "Café"),
        ] {
            let answer = api.post("/client-groups", &json!({ "name": name }));
            assert_eq!(refused(&answer), (409, code.to_owned()), "{name:?}");
            assert_eq!(answer.json()["details"]["existing_name"], existing);
            let page = browser.post(LIST, &[("name", name)]);
            assert_eq!(page.status, StatusCode::CONFLICT, "{name:?}");
            assert!(page.words().contains(&format!("“{existing}” already exists")), "{}", page.words());
            assert!(page.text.contains("/clients?client_group=grp_"), "the way out");
        }
        api.post(&format!("/client-groups/{id}/archive"), &json!({}));
        for (name, code) in [("VIP", "NAME_TAKEN"), ("vip", "NAME_TAKEN_NORMALISED")] {
            let answer = api.post("/client-groups", &json!({ "name": name }));
            assert_eq!(refused(&answer), (409, code.to_owned()));
            let actions = answer.json()["actions"].clone();
            let restores = |action: &serde_json::Value| {
                action["method"] == "POST"
                    && action["href"]
                        .as_str()
                        .is_some_and(|href| href.ends_with(&format!("client-groups/{id}/restore")))
            };
            assert!(actions.as_array().is_some_and(|all| all.iter().any(restores)), "{actions}");
        }
        let page = browser.post(LIST, &[("name", "VIP")]);
        let restore = format!("/settings/client-groups/{id}/restore");
        assert!(page.words().contains("already exists in the archive") && page.text.contains(&restore));
        assert_eq!(browser.post(&restore, &[]).status, StatusCode::SEE_OTHER);
        assert_eq!(names(&api), ["Café", "VIP"]);
    });
}

/// A0-7, two sessions at once on the API: of two administrators who save the same name one succeeds.
#[test]
fn a0_7_two_save_the_same_name() {
    on_both(|house| {
        let one = Api::of_owner(house);
        let other = Api::of(house, person(&house.hire("administrator")));
        for round in 0..4 {
            let body = json!({ "name": format!("Same {round}") });
            let answers = std::thread::scope(|scope| {
                let threads = [&one, &other].map(|api| scope.spawn(|| api.post("/client-groups", &body)));
                threads.map(|thread| thread.join().expect("no panic"))
            });
            let mut codes = answers.map(|answer| answer.status.as_u16());
            codes.sort_unstable();
            assert_eq!(codes, [201, 409], "{round}");
        }
        assert_eq!(names(&one).len(), 4);
    });
}

/// A0-8, A0-9, A0-10 on the page: renamed everywhere at once, also in saved reports; capitals may change; one line of
/// the audit says who, when, old and new.
#[test]
fn a0_8_a_group_is_renamed() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = group(&api, "Vip");
        group(&api, "Annual report");
        let client = client_in(&api, "Bramblewick Trust", &[&id]);
        let report = json!({ "name": "Hours", "scope": "office", "dataset": "clients",
            "filters": [{ "field": "client_group", "how": "any", "values": [id] }] });
        let report = api.post("/reports", &report).id();
        let form = browser.get(&format!("{LIST}/{id}/edit"));
        assert!(form.text.contains("value=\"Vip\""));
        assert!(form.words().contains("1 client · 1 saved report uses it"), "{}", form.words());
        let save = |name: &str, version: &str| {
            let typed = [("name", name), ("version", version), ("color", "4"), ("note", "Served first")];
            browser.post(&format!("{LIST}/{id}"), &typed)
        };
        assert_eq!(save("annual Report", "1").status, StatusCode::CONFLICT);
        let taken = save("Annual report", "1");
        assert_eq!(taken.status, StatusCode::CONFLICT);
        assert!(taken.words().contains("“Annual report” already exists"), "{}", taken.words());
        assert_eq!(save("VIP", "1").location(), LIST);
        let stale = save("Late", "1");
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        assert!(stale.text.contains("value=\"Late\"") && stale.words().contains("was changed meanwhile"));
        for page in [
            LIST.to_owned(),
            format!("/clients/{client}"),
            "/clients".to_owned(),
            format!("/clients?client_group={id}"),
            format!("/report?dataset=clients&group={id}"),
            format!("/report/{report}"),
            "/client-groups/options".to_owned(),
        ] {
            let seen = browser.get(&page);
            let seen = if seen.status == StatusCode::SEE_OTHER { browser.get(&seen.location()) } else { seen };
            assert_eq!(seen.status, StatusCode::OK, "{page}");
            assert!(seen.text.contains("VIP") && !seen.text.contains(">Vip<"), "{page}");
        }
        let made = api.get(&format!("/client-groups/{id}")).json();
        assert_eq!((&made["color"], &made["note"], &made["version"]), (&json!(4), &json!("Served first"), &json!(2)));
        let lines = audit(&api);
        assert_eq!(lines[0]["text"], "Client group “Vip” renamed to “VIP”");
        assert_eq!(lines[0]["actor_name"], "Olive Owner");
        assert_ne!(lines[1]["text"], lines[0]["text"], "one line, not two");
        assert!(lines[0]["at"].as_str().is_some_and(|at| at.starts_with("2026-03-02")), "{}", lines[0]);
        let told = browser.get("/settings/audit").words();
        assert_eq!(told.matches("Client group “Vip” renamed to “VIP”").count(), 1, "{told}");
        assert!(told.contains("Olive Owner"), "{told}");
    });
}

/// The API changes what is named; a stale version and a colour that does not exist are refused.
#[test]
fn a_group_is_patched() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let created = api.post("/client-groups", &json!({ "name": "Alliance", "color": 3, "note": "n" }));
        let path = format!("/client-groups/{}", created.id());
        assert_eq!(created.header("location"), format!("/api/v1{path}"));
        let changed = api.send("PATCH", &path, &[("If-Match", "\"1\"")], Some(&json!({ "color": 0 })));
        let shown = changed.json();
        assert_eq!((&shown["color"], &shown["name"], &shown["note"]), (&json!(0), &json!("Alliance"), &json!("n")));
        assert_eq!(changed.header("etag"), "\"2\"");
        let stale = api.send("PATCH", &path, &[("If-Match", "\"1\"")], Some(&json!({ "name": "Late" })));
        assert_eq!(refused(&stale), (412, "CHANGED_MEANWHILE".to_owned()));
        assert_eq!(stale.json()["details"]["current_version"], "2", "{}", stale.text);
        assert_eq!(refused(&api.patch(&path, &json!({ "color": 7 }))), (422, "COLOR_UNKNOWN".to_owned()));
        assert_eq!(api.patch(&path, &json!({ "colour": 1 })).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(api.get("/client-groups/nonsense").status, StatusCode::NOT_FOUND);
    });
}

/// A0-14, A0-30 on page and API: an archived group leaves selectors and the list, stays on reports, and comes back with
/// its members.
#[test]
fn a0_14_a_group_is_archived_and_restored() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = group(&api, "Alliance");
        let client = client_in(&api, "Bramblewick Trust", &[&id]);
        let filters = "/report?dataset=clients&add=client_group";
        assert!(browser.get(filters).text.contains("Alliance"), "A0-30: offered as a filter at once");
        let refusal = browser.post(&format!("{LIST}/{id}/delete"), &[]);
        assert!(refusal.text.contains(&format!("formaction=\"{LIST}/{id}/archive\"")), "archive instead is offered");
        assert_eq!(browser.post(&format!("{LIST}/{id}/archive"), &[("name", "Alliance")]).location(), LIST);
        assert!(!browser.get("/client-groups/options").text.contains("Alliance"));
        assert!(!browser.get("/clients/new").text.contains(&id), "it is not offered");
        let own = browser.get(&format!("/clients/{client}/edit")).text;
        assert!(own.contains(&format!("value=\"{id}\"")), "whoever is in it keeps it");
        assert_eq!(names(&api), [""; 0]);
        assert_eq!(column(&api.get("/client-groups?archived=true"), "name"), ["Alliance"]);
        let archive = browser.get(&format!("{LIST}?archive=1"));
        assert!(archive.text.contains("Alliance") && archive.text.contains(&format!("{LIST}/{id}/restore")));
        let filter = browser.get(filters);
        assert!(filter.words().contains("Alliance archived"), "A0-30: {}", filter.words());
        assert!(filter.words().contains("Show archived"), "A0-30: {}", filter.words());
        // The list of clients offers it the same way, and finds who is in it.
        let chip = browser.get("/clients?edit=client_group");
        let (before, behind) = chip.text.split_once("Show archived").expect("A0-30: the archive is offered");
        assert!(behind.contains(&format!("name=\"client_group\" value=\"{id}\"")) && !before.contains(&id));
        let found = browser.get(&format!("/clients?client_group={id}"));
        assert!(found.words().contains("Bramblewick Trust"), "{}", found.words());
        let box_of = format!("value=\"{id}\" checked");
        assert_eq!(found.text.matches(&box_of).count(), 1, "chosen, it stands among the others");
        let report = browser.get(&format!("/report?dataset=clients&group={id}"));
        assert!(report.words().contains("Bramblewick Trust") && report.text.contains("Alliance"));
        assert_eq!(browser.post(&format!("{LIST}/{id}/restore"), &[]).location(), LIST);
        assert_eq!(column(&api.get(&format!("/client-groups/{id}/clients")), "client"), std::slice::from_ref(&client));
        let twice = api.post(&format!("/client-groups/{id}/archive"), &json!({}));
        let again = api.post(&format!("/client-groups/{id}/archive"), &json!({}));
        assert_eq!((twice.json()["version"].clone(), twice.text), (again.json()["version"].clone(), again.text));
    });
}

/// A0-18 on page and API: a group made a second ago is in every selector, without a new page for forms that are open.
#[test]
fn a0_18_a_new_group_is_offered_at_once() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let client = client_in(&api, "Bramblewick Trust", &[]);
        let member = person(&house.hire("author"));
        let other = Browser::of(house, member);
        let open = other.get(&format!("/clients/{client}/edit"));
        assert!(open.text.contains("data-options-url=\"/client-groups/options\"") && !open.text.contains("Alliance"));
        let id = group(&api, "Alliance");
        let options = other.get("/client-groups/options").text;
        assert!(options.contains(&format!("value=\"{id}\"")) && options.contains("data-count=\"0\""), "{options}");
        for form in ["/clients/new".to_owned(), format!("/clients/{client}/edit")] {
            assert!(other.get(&form).text.contains(&id), "{form}");
        }
        assert!(other.get("/clients?edit=client_group").text.contains("Alliance"), "A0-22: a filter of the list");
    });
}

/// A0-22 on page and API: the list of clients has a column with all groups, and a filter for several.
#[test]
fn a0_22_the_list_of_clients_knows_groups() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let (a, b) = (group(&api, "Alliance"), group(&api, "Barge"));
        client_in(&api, "Only Alliance", &[&a]);
        client_in(&api, "Both of them", &[&a, &b]);
        client_in(&api, "Nowhere", &[]);
        let list = browser.get("/clients").words();
        assert!(list.contains("Client groups") || list.contains("Client group"), "{list}");
        let found = |query: &str| column(&api.get(&format!("/clients?{query}")), "name");
        assert_eq!(found(&format!("client_group={a},{b}")), ["Both of them", "Only Alliance"]);
        assert_eq!(found(&format!("client_group={a},{b}&client_group_match=all")), ["Both of them"]);
        let page = browser.get(&format!("/clients?client_group={b}")).words();
        assert!(page.contains("Both of them") && !page.contains("Only Alliance") && page.contains("Barge"), "{page}");
    });
}
