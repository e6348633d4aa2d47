//! Deleting a client group: what holds it, the ways out, what reports make of it, and how it comes back.

use axum::http::StatusCode;
use books::Permission;
use books::testing::{TestHouse, on_both};
use serde_json::json;

use super::{LIST, client_in, column, group, names, person, refused, undo_address, with_rights};
use crate::door::{Answer, Api, Browser};

/// Deletes by both doors; both must refuse with this code.
fn refuses_by_both(api: &Api, browser: &Browser, id: &str) -> (Answer, Answer) {
    let by_api = api.delete(&format!("/client-groups/{id}"));
    assert_eq!(refused(&by_api), (409, "GROUP_NOT_EMPTY".to_owned()), "{}", by_api.text);
    let by_page = browser.post(&format!("{LIST}/{id}/delete"), &[]);
    assert_eq!(by_page.status, StatusCode::CONFLICT);
    (by_api, by_page)
}

/// A0-11 on page and API: an empty group is confirmed, and gone from list, selector and filters.
#[test]
fn a0_11_an_empty_group_is_deleted() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let (by_page, by_api) = (group(&api, "Alliance"), group(&api, "Barge"));
        let form = browser.get(&format!("{LIST}/{by_page}/edit"));
        assert!(form.text.contains(&format!("href=\"{LIST}/{by_page}/delete\"")), "the pencil's form has Delete");
        let question = browser.get(&format!("{LIST}/{by_page}/delete"));
        assert!(question.words().contains("Delete “Alliance”?") && !question.words().contains("saved report"));
        let done = browser.post(&format!("{LIST}/{by_page}/delete"), &[("version", "1")]);
        assert_eq!(done.location(), LIST);
        assert_eq!(api.delete(&format!("/client-groups/{by_api}")).status, StatusCode::NO_CONTENT);
        assert_eq!(names(&api), [""; 0]);
        for page in [LIST, "/client-groups/options", "/report?dataset=clients&add=client_group", "/clients/new"] {
            let seen = browser.get(page);
            assert!(!seen.text.contains(&by_page) && !seen.text.contains(&by_api), "{page}");
        }
    });
}

/// A0-12, A0-13 on page and API: refused with how many clients; the link shows them; emptied one by one, it goes.
#[test]
fn a0_12_a0_13_a_group_in_use_is_emptied_first() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = group(&api, "Alliance");
        let clients = ["Plover & Sons", "Marsh Mill"].map(|name| client_in(&api, name, &[&id]));
        let (by_api, by_page) = refuses_by_both(&api, &browser, &id);
        let problem = by_api.json();
        assert_eq!((&problem["details"]["clients"], &problem["details"]["not_visible"]), (&json!("2"), &json!("0")));
        assert!(problem["title"].as_str().is_some_and(|title| title.contains("2 clients are assigned to it")));
        let asked = browser.get(&format!("{LIST}/{id}/delete"));
        assert_eq!(asked.status, StatusCode::CONFLICT, "the question is refused before it is asked");
        for page in [&by_page, &asked] {
            assert!(page.words().contains("2 clients are assigned to it"), "{}", page.words());
            assert!(page.text.contains("aria-disabled=\"true\""), "the button is off");
        }
        let link = by_page.text.split("href=\"/report?").nth(1).and_then(|rest| rest.split('"').next());
        let link = format!("/report?{}", link.expect("a link to the report").replace("&#38;", "&"));
        let report = browser.get(&link).words();
        assert!(report.contains("Plover") && report.contains("Marsh Mill"), "{report}");
        assert_eq!(column(&api.get(&format!("/client-groups/{id}/clients")), "client").len(), 2);
        for client in clients {
            let form = browser.get(&format!("/clients/{client}/edit"));
            assert!(form.text.contains(&format!("value=\"{id}\"")));
            let taken = api.delete(&format!("/client-groups/{id}/clients/{client}"));
            assert_eq!(taken.json()["done"], 1, "{}", taken.text);
        }
        assert_eq!(browser.post(&format!("{LIST}/{id}/delete"), &[]).location(), LIST);
        assert_eq!(names(&api), [""; 0]);
    });
}

/// A0-13 on the page: the group is emptied in one go, as one operation that can be undone.
#[test]
fn a0_13_a_group_is_emptied_in_one_go() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = group(&api, "Alliance");
        for number in 0..3 {
            client_in(&api, &format!("Client {number}"), &[&id]);
        }
        let question = browser.get(&format!("{LIST}/{id}/empty"));
        assert!(question.words().contains("3 clients leave the group"), "{}", question.words());
        let done = browser.post(&format!("{LIST}/{id}/empty"), &[]);
        assert_eq!(done.location(), LIST);
        assert_eq!(column(&api.get(&format!("/client-groups/{id}/clients")), "client").len(), 0);
        browser.post(&undo_address(&done), &[]);
        assert_eq!(column(&api.get(&format!("/client-groups/{id}/clients")), "client").len(), 3);
    });
}

/// A0-13 on page and API: an archived client holds the group, and the linked report shows it.
#[test]
fn a0_13_an_archived_client_counts() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = group(&api, "Alliance");
        let client = client_in(&api, "Plover & Sons", &[&id]);
        assert_eq!(api.post(&format!("/clients/{client}/archive"), &json!({})).status, StatusCode::OK);
        let (by_api, _) = refuses_by_both(&api, &browser, &id);
        let link = by_api.json()["actions"][0]["href"].as_str().expect("a way out").to_owned();
        assert!(link.contains("inactive=1"), "{link}");
        assert!(browser.get(&link).words().contains("Plover &#38; Sons"), "{}", browser.get(&link).words());
        browser.post(&format!("{LIST}/{id}/empty"), &[]);
        assert_eq!(api.delete(&format!("/client-groups/{id}")).status, StatusCode::NO_CONTENT);
    });
}

/// A0-13 on page and API: a client in the trash does not hold the group; it comes back without it, and that is said.
#[test]
fn a0_13_a_client_in_the_trash_does_not_count() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        for (name, by_page) in [("Alliance", true), ("Barge", false)] {
            let id = group(&api, name);
            let client = client_in(&api, &format!("Plover of {name}"), &[&id]);
            assert_eq!(api.delete(&format!("/clients/{client}")).status, StatusCode::NO_CONTENT);
            assert_eq!(api.get(&format!("/client-groups/{id}")).json()["clients_count"], 0);
            assert_eq!(api.delete(&format!("/client-groups/{id}")).status, StatusCode::NO_CONTENT);
            let without = if by_page {
                let back = browser.post(&format!("/clients/{client}/bring-back"), &[]);
                back.header("set-cookie").replace('+', " ")
            } else {
                let back = api.post(&format!("/clients/{client}/restore"), &json!({})).json();
                back["left_groups"][0].as_str().unwrap_or_default().to_owned()
            };
            assert!(without.contains(name), "{without}");
            assert_eq!(api.get(&format!("/clients/{client}")).json()["client_groups"], json!([]));
        }
    });
}

/// A0-13 on page and API: an administrator who does not see every client learns how many are out of sight.
#[test]
fn a0_13_clients_out_of_sight_are_counted() {
    on_both(|house| {
        let owner = Api::of_owner(house);
        let id = group(&owner, "Alliance");
        let rights = [Permission::ManageClientGroups, Permission::ViewOwnClients, Permission::ViewReports];
        let caller = with_rights(house, "Keeper of groups", &rights);
        let (api, browser) = (Api::of(house, person(&caller)), Browser::of(house, person(&caller)));
        let own = client_in(&owner, "Plover & Sons", &[&id]);
        client_in(&owner, "Marsh Mill", &[&id]);
        let member = house.member_of(&caller).to_string();
        let changed = owner.patch(&format!("/clients/{own}"), &json!({ "responsible": member }));
        assert_eq!(changed.status, StatusCode::OK, "{}", changed.text);
        let (by_api, by_page) = refuses_by_both(&api, &browser, &id);
        assert!(by_page.words().contains("2 clients are assigned to it, 1 not visible to you."), "{}", by_page.words());
        assert_eq!(by_api.json()["details"]["not_visible"], "1");
        assert_eq!(column(&api.get(&format!("/client-groups/{id}/clients")), "client"), [own]);
    });
}

/// A0-13, two at once: the question is open, somebody else puts a client in, the answer is refused.
#[test]
fn a0_13_a_client_enters_while_the_question_is_open() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let other = Api::of(house, person(&house.hire("author")));
        let id = group(&api, "Alliance");
        let client = client_in(&api, "Plover & Sons", &[]);
        assert_eq!(browser.get(&format!("{LIST}/{id}/delete")).status, StatusCode::OK);
        let added = other.post(&format!("/client-groups/{id}/clients"), &json!({ "clients": [client] }));
        assert_eq!(added.json()["done"], 1, "{}", added.text);
        refuses_by_both(&api, &browser, &id);
        assert_eq!(names(&api), ["Alliance"]);
    });
}

/// A0-13, two at once for real: one deletes while one adds; whoever is first, no client stands in a deleted group.
#[test]
fn a0_13_deleting_and_adding_at_once() {
    on_both(|house| {
        let owner = Api::of_owner(house);
        let other = Api::of(house, person(&house.hire("author")));
        let client = client_in(&owner, "Plover & Sons", &[]);
        for round in 0..4 {
            let id = group(&owner, &format!("Round {round}"));
            let body = json!({ "clients": [client] });
            let (deleted, added) = std::thread::scope(|scope| {
                let delete = scope.spawn(|| owner.delete(&format!("/client-groups/{id}")));
                let add = scope.spawn(|| other.post(&format!("/client-groups/{id}/clients"), &body));
                (delete.join().expect("no panic"), add.join().expect("no panic"))
            });
            match deleted.status {
                StatusCode::NO_CONTENT => assert_eq!(added.code(), "GROUP_UNKNOWN", "{}", added.text),
                _ => assert_eq!((deleted.code().as_str(), added.status), ("GROUP_NOT_EMPTY", StatusCode::OK)),
            }
        }
    });
}

fn reports_on(house: &TestHouse, id: &str) -> String {
    let saved = |api: &Api, name: &str, scope: &str| {
        let filters = json!([{ "field": "client_group", "how": "any", "values": [id] }]);
        api.post("/reports", &json!({ "name": name, "scope": scope, "dataset": "clients", "filters": filters })).id()
    };
    let id = saved(&Api::of_owner(house), "Alliance by hours", "office");
    saved(&Api::of(house, person(&house.hire("reader"))), "Private", "me");
    id
}

/// A0-13 on the page: before a group goes, the saved reports that use it are named; afterwards they say “deleted group”
/// and show nobody, and never everybody.
#[test]
fn a0_13_saved_reports_are_warned_of() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = group(&api, "Alliance");
        client_in(&api, "Nowhere & Co", &[]);
        let report = reports_on(house, &id);
        assert!(browser.get(LIST).words().contains("Alliance 0 2 "), "{}", browser.get(LIST).words());
        let reader = Browser::of(house, person(&house.hire("reader")));
        assert!(reader.get(LIST).words().contains("Alliance 0 1 "), "others' own reports are theirs");
        let question = browser.get(&format!("{LIST}/{id}/delete")).words();
        for words in ["2 saved reports use this group.", "“Alliance by hours”", "1 that somebody else saved"] {
            assert!(question.contains(words), "{words}: {question}");
        }
        assert!(!question.contains("Private"), "{question}");
        browser.post(&format!("{LIST}/{id}/delete"), &[("version", "1")]);
        let opened = browser.get(&format!("/report/{report}"));
        let opened =
            if opened.status == StatusCode::SEE_OTHER { browser.get(&opened.location()) } else { opened }.words();
        assert!(opened.contains("deleted group") && opened.contains("A group in this report was deleted."), "{opened}");
        assert!(!opened.contains("Nowhere"), "{opened}");
        let run = api.get(&format!("/reports/{report}/run")).json();
        assert_eq!((&run["rows"], &run["header"]["deleted_groups"]), (&json!([]), &json!([id])), "{run}");
        for filter in ["client_group", "client_group_match=none&client_group"] {
            let found = api.get(&format!("/clients?{filter}={id}"));
            assert_eq!(found.json()["items"], json!([]), "{filter}");
        }
    });
}

/// A0-13 on the API: asked first, the deletion names the saved reports that use the group and counts those of others;
/// it is a warning, and the group goes all the same.
#[test]
fn a0_13_a_program_is_warned_of_saved_reports() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let id = group(&api, "Alliance");
        let path = format!("/client-groups/{id}");
        let dry = |api: &Api| api.send("DELETE", &format!("{path}?dry_run=true"), &[], None).json();
        assert_eq!((&dry(&api)["reports"], &dry(&api)["reports_not_visible"]), (&json!([]), &json!(0)));
        reports_on(house, &id);
        let asked = dry(&api);
        assert_eq!(asked["changes"].as_array().map(Vec::len), Some(1), "{asked}");
        assert_eq!((&asked["reports"], &asked["reports_not_visible"]), (&json!(["Alliance by hours"]), &json!(1)));
        let reader = Api::of(house, person(&house.hire("reader")));
        assert_eq!(reader.send("DELETE", &format!("{path}?dry_run=true"), &[], None).status, StatusCode::FORBIDDEN);
        assert_eq!(api.delete(&path).status, StatusCode::NO_CONTENT);
    });
}

/// A0-13 on the page, from link to link: the refusal leads to the report of the clients, each row to a client, its
/// pencil to the settings; saved without the group in each, the group is deleted.
#[test]
fn a0_13_the_links_lead_to_an_empty_group() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = group(&api, "Alliance");
        for name in ["Plover & Sons", "Marsh Mill"] {
            client_in(&api, name, &[&id]);
        }
        let refused = browser.post(&format!("{LIST}/{id}/delete"), &[]);
        let hrefs = |page: &Answer, begin: &str| -> Vec<String> {
            let link = format!("href=\"{begin}");
            let parts = page.text.split(link.as_str()).skip(1);
            let mut found: Vec<String> = parts
                .filter_map(|rest| rest.split('"').next())
                .map(|rest| format!("{begin}{}", rest.replace("&#38;", "&")))
                .collect();
            found.sort();
            found.dedup();
            found
        };
        let report = browser.get(&hrefs(&refused, "/report?dataset=clients&#38;group=")[0]);
        assert_eq!(report.status, StatusCode::OK);
        let clients = hrefs(&report, "/clients/cli_");
        assert_eq!(clients.len(), 2, "{clients:?}");
        for client in clients {
            let profile = browser.get(&client);
            let pencil = hrefs(&profile, &format!("{client}/edit"));
            let form = browser.get(&pencil[0]);
            let tag =
                form.text.split('<').find(|tag| tag.starts_with(&format!("option value=\"{id}\""))).expect("the group");
            assert!(tag.contains(" selected"), "{tag}");
            let without = form.text.replace(tag, &tag.replace(" selected", ""));
            let saved = browser.press(&Answer { text: without, ..form }, "Save", &[]);
            assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.words());
        }
        assert_eq!(browser.press(&browser.get(&format!("{LIST}/{id}/delete")), "Delete group", &[]).location(), LIST);
        assert_eq!(names(&api), [""; 0]);
    });
}

/// A0-13 on page and API: twice, stale or never there is 404, within the page's frame.
#[test]
fn a0_13_a_second_deletion_is_not_found() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = group(&api, "Alliance");
        browser.post(&format!("{LIST}/{id}/delete"), &[]);
        for id in [id.as_str(), "grp_01h455vb4pex5vsknk084sn02q", "nonsense"] {
            for path in ["/edit", "/delete", "/empty"] {
                let gone = browser.get(&format!("{LIST}/{id}{path}"));
                assert_eq!(gone.status, StatusCode::NOT_FOUND, "{id}{path}");
                assert!(gone.text.contains("Settings") && gone.text.contains("Olive Owner"), "within the frame");
            }
            for path in ["", "/delete", "/empty", "/archive", "/restore"] {
                let gone = browser.post(&format!("{LIST}/{id}{path}"), &[("name", "Alliance")]);
                assert_eq!(gone.status, StatusCode::NOT_FOUND, "{id}{path}");
            }
            assert_eq!(api.delete(&format!("/client-groups/{id}")).status, StatusCode::NOT_FOUND);
            assert_eq!(api.get(&format!("/client-groups/{id}/clients")).status, StatusCode::NOT_FOUND);
        }
    });
}

/// A0-13 in a dialog: what is not there any more is said over the page, which stays; whose session has ended goes to
/// the log-in page and comes back to the page, not to a part of it.
#[test]
fn a0_13_a_dialog_never_becomes_an_error_page() {
    on_both(|house| {
        let gone = format!("{LIST}/grp_01h455vb4pex5vsknk084sn02q/delete");
        let part = Browser::of_owner(house).post_part(&gone, &[]);
        assert_eq!((part.status, part.header("hx-reswap"), part.text.as_str()), (StatusCode::NOT_FOUND, "none", ""));
        assert!(part.header("hx-trigger").contains("It is not there any more."), "{}", part.header("hx-trigger"));
        let ended = Browser::logged_out(house).post_part(&gone, &[]);
        assert_eq!(ended.header("hx-redirect"), "/login?next=%2Fclients%3Fq%3Dplover", "{:?}", ended.headers);
        assert!(Browser::logged_out(house).post(&gone, &[]).location().starts_with("/login?next=%2Fsettings"));
    });
}

/// A0-15 on page and API: undo brings the same id back, with its colour; not when its name was given away meanwhile.
#[test]
fn a0_15_undo_brings_the_same_group_back() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let made = api.post("/client-groups", &json!({ "name": "Alliance", "color": 5, "note": "Old friends" }));
        let id = made.id();
        let path = format!("/client-groups/{id}");
        let deleted = browser.post(&format!("{LIST}/{id}/delete"), &[]);
        assert!(browser.get(LIST).words().contains("No client group yet"));
        let undone = browser.post(&undo_address(&deleted), &[]);
        assert_eq!(undone.status, StatusCode::SEE_OTHER);
        let back = api.get(&path).json();
        assert_eq!((&back["id"], &back["color"], &back["note"]), (&json!(id), &json!(5), &json!("Old friends")));
        assert_eq!(browser.post(&undo_address(&deleted), &[]).status, StatusCode::CONFLICT, "once is enough");
        let part = browser.post_part(&format!("{LIST}/{id}/delete"), &[]);
        let event: serde_json::Value = serde_json::from_str(part.header("hx-trigger")).expect("an event");
        let undo = event["toast"]["undo"].as_str().expect("the toast's button").to_owned();
        let operation = undo.trim_start_matches("/undo/").to_owned();
        let other = Api::of(house, person(&house.hire("administrator")));
        assert_eq!(other.get(&format!("/operations/{operation}")).json()["verb"], "delete_client_group");
        let undone = other.post(&format!("/operations/{operation}/undo"), &json!({}));
        assert!(undone.json()["undone_by"]["name"].is_string(), "{}", undone.text);
        assert_eq!(api.get(&path).status, StatusCode::OK);
        assert_eq!(refused(&other.post(&format!("/operations/{operation}/undo"), &json!({}))).1, "UNDO_DONE");
        let deleted = undo_address(&browser.post(&format!("{LIST}/{id}/delete"), &[]));
        group(&api, "alliance");
        let blocked = api.post(&format!("/operations/{}/undo", deleted.trim_start_matches("/undo/")), &json!({}));
        assert_eq!(refused(&blocked), (409, "UNDO_BLOCKED".to_owned()), "{}", blocked.text);
        assert_eq!(api.get(&path).status, StatusCode::NOT_FOUND);
    });
}

/// Whoever may not manage groups cannot undo it either; operations of others are not theirs to see.
#[test]
fn an_undo_needs_the_right_of_its_change() {
    on_both(|house| {
        let owner = Api::of_owner(house);
        let id = group(&owner, "Alliance");
        owner.delete(&format!("/client-groups/{id}"));
        let operation = owner.get("/operations").json()["items"][0]["id"].as_str().expect("one").to_owned();
        let member = person(&house.hire("staff"));
        let (api, browser) = (Api::of(house, member), Browser::of(house, member));
        assert_eq!(api.get("/operations").json()["items"], json!([]));
        assert_eq!(api.post(&format!("/operations/{operation}/undo"), &json!({})).status, StatusCode::FORBIDDEN);
        assert_eq!(browser.post(&format!("/undo/{operation}"), &[]).status, StatusCode::FORBIDDEN);
        assert_eq!(owner.get(&format!("/client-groups/{id}")).status, StatusCode::NOT_FOUND);
        assert_eq!(browser.post("/undo/nonsense", &[]).status, StatusCode::NOT_FOUND);
        assert!(browser.get("/operations").words().contains("Nothing to undo"));
        assert!(Browser::of_owner(house).get("/operations").words().contains("“Alliance” deleted"));
    });
}
