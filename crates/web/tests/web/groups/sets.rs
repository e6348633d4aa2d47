//! Sets of client groups: made, named, filled and deleted, and that a client is in one group of a set, by each door.

use axum::http::StatusCode;
use books::testing::on_both;
use serde_json::{Value, json};

use super::{LIST, client_in, column, names, person, refused};
use crate::door::{Api, Browser};

const SETS: &str = "/settings/client-group-sets";

fn set(api: &Api, name: &str) -> String {
    api.post("/client-group-sets", &json!({ "name": name })).id()
}

fn group_in(api: &Api, name: &str, set: &str) -> String {
    api.post("/client-groups", &json!({ "name": name, "set": set })).id()
}

fn groups_of(api: &Api, client: &str) -> Vec<String> {
    let mut names = column(&api.get(&format!("/clients/{client}/groups")), "name");
    names.retain(|name| name != "Domestic");
    names
}

/// By API: a set is made, read, renamed with its ETag, run dry, made once under one key, and deleted as is asked.
#[test]
fn a_set_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let dry = api.post("/client-group-sets?dry_run=true", &json!({ "name": "Region" }));
        assert_eq!(dry.status, StatusCode::OK);
        assert!(dry.text.contains("SetCreated"), "{}", dry.text);
        assert_eq!(column(&api.get("/client-group-sets"), "name"), [""; 0]);
        let once = || {
            let headers = [("Idempotency-Key", "one")];
            api.send("POST", "/client-group-sets", &headers, Some(&json!({ "name": "Region" }))).id()
        };
        let region = once();
        assert_eq!(once(), region);
        assert_eq!(refused(&api.post("/client-group-sets", &json!({ "name": "region" }))).1, "NAME_TAKEN_NORMALISED");
        assert_eq!(refused(&api.post("/client-group-sets", &json!({ "name": " " }))).1, "NAME_REQUIRED");
        let at = format!("/client-group-sets/{region}");
        let read = api.get(&at);
        assert_eq!((read.header("etag"), &read.json()["groups_count"]), ("\"1\"", &json!(0)));
        assert_eq!(api.patch(&at, &json!({ "name": "Land" })).json()["name"], "Land");
        let stale = api.send("PATCH", &at, &[("If-Match", "\"1\"")], Some(&json!({ "name": "Country" })));
        assert_eq!(refused(&stale), (412, "CHANGED_MEANWHILE".to_owned()));
        let north = group_in(&api, "North", &region);
        assert_eq!(api.get(&format!("/client-groups/{north}")).json()["set"], Value::from(region.as_str()));
        let full = api.delete(&at);
        assert_eq!(refused(&full), (409, "SET_NOT_EMPTY".to_owned()));
        assert_eq!(api.delete(&format!("{at}?free_groups=true&dry_run=true")).status, StatusCode::OK);
        assert_eq!(api.delete(&format!("{at}?free_groups=true")).status, StatusCode::NO_CONTENT);
        assert_eq!(api.get(&format!("/client-groups/{north}")).json()["set"], Value::Null);
        assert_eq!(api.get(&at).status, StatusCode::NOT_FOUND);
    });
}

/// By API: who may not manage groups reads sets and changes none.
#[test]
fn members_do_not_manage_sets() {
    on_both(|house| {
        let owner = Api::of_owner(house);
        let region = set(&owner, "Region");
        let api = Api::of(house, person(&house.hire("staff")));
        assert_eq!(column(&api.get("/client-group-sets"), "name"), ["Region"]);
        let at = format!("/client-group-sets/{region}");
        for answer in [
            api.post("/client-group-sets", &json!({ "name": "Mine" })),
            api.patch(&at, &json!({ "name": "Mine" })),
            api.delete(&at),
        ] {
            assert_eq!(refused(&answer), (403, "PERM_GROUP_MANAGE".to_owned()));
        }
    });
}

/// By API: a client enters one group of a set; a second is refused with the way out, and `move` takes it.
#[test]
fn a_client_moves_within_a_set_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let region = set(&api, "Region");
        let (north, south) = (group_in(&api, "North", &region), group_in(&api, "South", &region));
        let client = client_in(&api, "Plover & Sons", &[&north]);
        let both = json!({ "client_groups": [north, south] });
        let refusal = api.patch(&format!("/clients/{client}"), &both);
        assert_eq!(refused(&refusal), (409, "SET_TAKEN".to_owned()));
        assert_eq!(refusal.json()["actions"][0]["label"], "Move to “South”");
        let at = format!("/client-groups/{south}/clients");
        let left = api.post(&at, &json!({ "clients": [client] })).json();
        assert_eq!((&left["done"], &left["failed"][0]["code"]), (&json!(0), &json!("SET_TAKEN")));
        let moved = api.post(&at, &json!({ "clients": [client], "move": true })).json();
        assert_eq!(moved["done"], 1);
        assert_eq!(groups_of(&api, &client), ["South"]);
        let back = json!({ "ids": [client], "action": "move_groups", "client_groups": [north] });
        assert_eq!(api.post("/clients/bulk", &back).json()["done"], 1);
        let twice = json!({ "ids": [client], "action": "move_groups", "client_groups": [north, south] });
        assert_eq!(refused(&api.post("/clients/bulk", &twice)), (422, "SET_TWICE".to_owned()));
        assert_eq!(groups_of(&api, &client), ["North"]);
        assert_eq!(column(&api.get("/clients?client_group_match=without"), "name"), [""; 0], "it is in a group");
    });
}

/// By API: a group whose clients are in another of the set stays outside, and a list shows them.
#[test]
fn a_group_that_overlaps_stays_outside() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let region = set(&api, "Region");
        let north = group_in(&api, "North", &region);
        let south = super::group(&api, "South");
        client_in(&api, "Plover & Sons", &[&north, &south]);
        client_in(&api, "Tern", &[&south]);
        let at = format!("/client-groups/{south}");
        let refusal = api.patch(&at, &json!({ "set": region }));
        assert_eq!(refused(&refusal), (409, "SET_OVERLAP".to_owned()));
        assert_eq!(refusal.json()["details"]["clients"], "1");
        let href = refusal.json()["actions"][0]["href"].as_str().expect("a link").to_owned();
        let shown = Browser::of_owner(house).get(&href);
        assert!(shown.words().contains("Plover &#38; Sons") && !shown.words().contains("Tern"), "{}", shown.words());
        assert_eq!(refused(&api.patch(&at, &json!({ "set": "gst_00000000000000000000000000" }))).1, "SET_UNKNOWN");
        assert_eq!(api.patch(&format!("/client-groups/{north}"), &json!({ "set": null })).json()["set"], Value::Null);
        assert_eq!(api.patch(&at, &json!({ "set": region })).json()["set"], Value::from(region));
    });
}

/// On the page: the form of a client refuses a second group of a set, and its button moves with everything typed.
#[test]
fn a_client_moves_within_a_set_on_its_page() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let region = set(&api, "Region");
        let (north, south) = (group_in(&api, "North", &region), group_in(&api, "South", &region));
        let client = client_in(&api, "Plover & Sons", &[&north]);
        let at = format!("/clients/{client}");
        let group = api.get(&at).json()["customer_group"].as_str().expect("a group").to_owned();
        let fields = |name: &'static str| {
            let version = api.get(&at).header("etag").trim_matches('"').to_owned();
            let number = api.get(&at).json()["number"].as_str().expect("a number").to_owned();
            vec![
                ("version".to_owned(), version),
                ("name".to_owned(), name.to_owned()),
                ("number".to_owned(), number),
                ("customer_group".to_owned(), group.clone()),
                ("client_groups".to_owned(), north.clone()),
                ("client_groups".to_owned(), south.clone()),
            ]
        };
        let post = |path: &str, fields: &[(String, String)]| {
            let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            browser.post(path, &pairs)
        };
        let refusal = post(&format!("{at}/edit"), &fields("Plover"));
        assert_eq!(refusal.status, StatusCode::CONFLICT, "{}", refusal.words());
        let button = format!("formaction=\"{at}/move-to-group/{south}?leaves={north}\"");
        assert!(refusal.text.contains(&button), "{}", refusal.text);
        let moved = post(&format!("{at}/move-to-group/{south}?leaves={north}"), &fields("Plover renamed"));
        assert_eq!(moved.location(), at);
        assert_eq!(groups_of(&api, &client), ["South"]);
        assert_eq!(api.get(&at).json()["name"], "Plover renamed");
        let alone = browser.post(&format!("{at}/move-to-group/{north}"), &[]);
        assert_eq!(alone.location(), at);
        assert_eq!(groups_of(&api, &client), ["North"]);
    });
}

/// In the audit: a set and what stands in it are told in words.
#[test]
fn the_audit_tells_sets_in_words() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let region = set(&api, "Region");
        group_in(&api, "North", &region);
        api.delete(&format!("/client-group-sets/{region}?free_groups=true"));
        let page = Browser::of_owner(house).get("/settings/audit").words();
        for words in ["Set of client groups “Region” deleted", "Set of client groups “Region” created"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("gst_"), "{page}");
    });
}

/// On the page: a set is added, chosen in the form of a group, named in the list and above its groups in selectors,
/// renamed and deleted.
#[test]
fn sets_on_their_page() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        assert!(browser.get(LIST).text.contains("href=\"/settings/client-group-sets\""));
        assert!(!browser.get(&format!("{LIST}/new")).text.contains("name=\"set\""), "without sets there is no choice");
        assert!(browser.get(SETS).words().contains("No set yet"));
        assert_eq!(browser.post(SETS, &[("name", " ")]).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(browser.post(SETS, &[("name", "Region")]).location(), SETS);
        let region = column(&api.get("/client-group-sets"), "id").remove(0);
        assert!(browser.get(&format!("{LIST}/new")).text.contains("<option value=\"gst_"));
        browser.post(LIST, &[("name", "North"), ("set", &region)]);
        let south = super::group(&api, "South");
        let list = browser.get(LIST);
        assert!(list.text.contains("<td class=\"muted p-hide\">Region</td>"), "{}", list.text);
        let form = browser.get(&format!("{LIST}/{south}/edit"));
        assert!(form.text.contains("name=\"set\""), "{}", form.text);
        let save =
            |set: &str| browser.post(&format!("{LIST}/{south}"), &[("name", "South"), ("color", "1"), ("set", set)]);
        assert_eq!(save(&region).location(), LIST);
        assert_eq!(api.get(&format!("/client-groups/{south}")).json()["set"], Value::from(region.as_str()));
        for page in ["/client-groups/options", "/clients/new"] {
            let options = browser.get(page).text;
            let within = options.split("<optgroup label=\"Region\">").nth(1).unwrap_or_else(|| panic!("{page}"));
            assert!(within.contains("North") && within.contains("South"), "{page}");
        }
        save("");
        assert_eq!(api.get(&format!("/client-groups/{south}")).json()["set"], Value::Null);
        let at = format!("{SETS}/{region}");
        assert!(browser.get(&format!("{at}/edit")).text.contains("value=\"Region\""));
        let stale = browser.post(&at, &[("name", "Land"), ("version", "9")]);
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED, "{}", stale.words());
        assert_eq!(browser.post(&at, &[("name", "Land")]).location(), SETS);
        let question = browser.get(&format!("{at}/delete"));
        assert!(question.words().contains("The group in it stays, with its clients"), "{}", question.words());
        assert_eq!(browser.post(&format!("{at}/delete"), &[]).location(), SETS);
        assert_eq!(column(&api.get("/client-group-sets"), "id"), [""; 0]);
        assert_eq!(names(&api), ["North", "South"]);
    });
}

/// On the page: a group whose clients are in another of the set keeps its form, with the reason and a link to them.
#[test]
fn an_overlap_on_the_page() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let region = set(&api, "Region");
        let north = group_in(&api, "North", &region);
        let south = super::group(&api, "South");
        client_in(&api, "Plover & Sons", &[&north, &south]);
        let fields = [("name", "South"), ("color", "1"), ("set", region.as_str())];
        let refusal = browser.post(&format!("{LIST}/{south}"), &fields);
        assert_eq!(refusal.status, StatusCode::CONFLICT);
        assert!(refusal.words().contains("1 client is in another group of it"), "{}", refusal.words());
        assert!(refusal.words().contains("Show the 1 in “North”"), "{}", refusal.words());
    });
}

/// On the page and in bulk: whoever is in another group of the set stays there, and one button moves them too.
#[test]
fn bulk_work_offers_to_move() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let region = set(&api, "Region");
        let (north, south) = (group_in(&api, "North", &region), group_in(&api, "South", &region));
        let (tern, plover) = (client_in(&api, "Tern", &[&north]), client_in(&api, "Plover", &[]));
        let fields = [("ids", tern.as_str()), ("ids", plover.as_str()), ("action", "add"), ("group", south.as_str())];
        let preview = browser.post_part("/clients/bulk/groups", &[&fields[..], &[("preview", "1")]].concat());
        assert!(preview.words().contains("1 change"), "{}", preview.words());
        assert!(preview.words().contains("1 stay in another group of the set"), "{}", preview.words());
        assert!(preview.text.contains("name=\"move\""), "{}", preview.text);
        let added = browser.post("/clients/bulk", &fields);
        assert_eq!(added.status, StatusCode::SEE_OTHER);
        assert_eq!(
            (groups_of(&api, &tern), groups_of(&api, &plover)),
            (vec!["North".to_owned()], vec!["South".to_owned()])
        );
        browser.post("/clients/bulk", &[&fields[..], &[("move", "1")]].concat());
        assert_eq!(groups_of(&api, &tern), ["South"]);
        let page = browser.post("/clients/bulk/groups", &fields);
        assert!(page.words().contains("Region: one of them") && page.words().contains("Move to"), "{}", page.words());
    });
}

/// By API: a merge is run dry, done once under its key, and undone as one.
#[test]
fn a_merge_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let [old, new] = ["Accounts", "Report"].map(|name| super::group(&api, name));
        let (tern, both) = (client_in(&api, "Tern", &[&old]), client_in(&api, "Plover", &[&old, &new]));
        let at = format!("/client-groups/{old}/merge");
        let dry = api.post(&format!("{at}?dry_run=true"), &json!({ "into": new })).json();
        assert_eq!((&dry["done"], &dry["skipped"]), (&json!(1), &json!(1)));
        assert_eq!(refused(&api.post(&at, &json!({ "into": old }))), (422, "MERGE_INTO_ITSELF".to_owned()));
        let stale = api.send("POST", &at, &[("If-Match", "\"7\"")], Some(&json!({ "into": new })));
        assert_eq!(refused(&stale), (412, "CHANGED_MEANWHILE".to_owned()));
        let once = || api.send("POST", &at, &[("Idempotency-Key", "merge")], Some(&json!({ "into": new }))).json();
        let merged = once();
        assert_eq!((&merged["done"], &merged["skipped"]), (&json!(1), &json!(1)));
        assert_eq!(once()["operation"], merged["operation"]);
        assert!([&tern, &both].iter().all(|client| groups_of(&api, client) == ["Report"]));
        assert_eq!(api.get(&format!("/client-groups/{old}")).json()["archived"], true);
        let operation = merged["operation"].as_str().expect("an operation");
        api.post(&format!("/operations/{operation}/undo"), &json!({}));
        assert_eq!(groups_of(&api, &both), ["Accounts", "Report"]);
        assert_eq!(groups_of(&api, &tern), ["Accounts"]);
        let staff = Api::of(house, person(&house.hire("staff")));
        assert_eq!(refused(&staff.post(&at, &json!({ "into": new }))), (403, "PERM_GROUP_MANAGE".to_owned()));
    });
}

/// On the page: a merge is chosen, says what would happen, and is done; a set in the way is said before.
#[test]
fn a_merge_on_its_page() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let region = set(&api, "Region");
        let (north, south) = (group_in(&api, "North", &region), group_in(&api, "South", &region));
        let free = super::group(&api, "Free");
        let tern = client_in(&api, "Tern", &[&north, &free]);
        let at = format!("{LIST}/{free}/merge");
        assert!(browser.get(&format!("{LIST}/{free}/edit")).text.contains(&format!("href=\"{at}\"")));
        assert!(browser.get(&at).text.contains("<optgroup label=\"Region\">"));
        let refusal = browser.get(&format!("{at}?into={south}"));
        assert_eq!(refusal.status, StatusCode::CONFLICT, "{}", refusal.words());
        assert!(refusal.words().contains("1 client is in another group of its set"), "{}", refusal.words());
        let question = browser.get(&format!("{at}?into={north}"));
        assert!(question.words().contains("0 clients enter “North”, 1 is in it already"), "{}", question.words());
        assert_eq!(groups_of(&api, &tern), ["Free", "North"], "asking changes nothing");
        assert_eq!(browser.post(&at, &[("into", &north)]).location(), LIST);
        assert_eq!(groups_of(&api, &tern), ["North"]);
    });
}
