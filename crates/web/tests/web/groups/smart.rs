//! Smart groups: made, changed and taken back by page and API, and closed to every hand, file and merge.

use axum::http::StatusCode;
use books::testing::on_both;
use serde_json::{Value, json};

use super::{LIST, client_in, column, group, refused, undo_address};
use crate::door::{Api, Browser};

fn smart(api: &Api, name: &str, filter: &str) -> String {
    api.post("/client-groups", &json!({ "name": name, "smart_filter": filter })).id()
}

fn lives_in(api: &Api, client: &str, country: &str) {
    let answer = api.patch(&format!("/clients/{client}"), &json!({ "address": { "country": country } }));
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
}

fn members(api: &Api, group: &str) -> Vec<String> {
    column(&api.get(&format!("/client-groups/{group}/clients")), "name")
}

/// By API: a smart group is made, run dry, read, changed with its ETag, made hand-picked; its clients follow at once.
#[test]
fn a_smart_group_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let (tern, knot) = (client_in(&api, "Tern", &[]), client_in(&api, "Knot", &[]));
        lives_in(&api, &tern, "ES");
        let new = json!({ "name": "Spanish", "smart_filter": "?country=ES&status=active" });
        let dry = api.post("/client-groups?dry_run=true", &new).json();
        assert_eq!((&dry["clients_enter"], &dry["clients_leave"]), (&json!(1), &json!(0)));
        let id = api.post("/client-groups", &new).id();
        let at = format!("/client-groups/{id}");
        let read = api.get(&at);
        assert_eq!(read.json()["smart_filter"], "status=active&country=ES");
        assert_eq!(members(&api, &id), ["Tern"]);
        lives_in(&api, &knot, "ES");
        assert_eq!(members(&api, &id), ["Knot", "Tern"]);
        let portugal = json!({ "name": "Portuguese", "smart_filter": "country=PT" });
        let dry = api.patch(&format!("{at}?dry_run=true"), &portugal).json();
        assert_eq!((&dry["clients_enter"], &dry["clients_leave"]), (&json!(0), &json!(2)));
        let version = read.header("etag").to_owned();
        assert_eq!(api.send("PATCH", &at, &[("If-Match", &version)], Some(&portugal)).status, StatusCode::OK);
        let stale = api.send("PATCH", &at, &[("If-Match", &version)], Some(&json!({ "smart_filter": "country=FR" })));
        assert_eq!(refused(&stale), (412, "CHANGED_MEANWHILE".to_owned()));
        lives_in(&api, &knot, "PT");
        assert_eq!(members(&api, &id), ["Knot"]);
        let picked = api.patch(&at, &json!({ "smart_filter": null })).json();
        assert_eq!((&picked["smart_filter"], &picked["name"]), (&Value::Null, &json!("Portuguese")));
        lives_in(&api, &knot, "ES");
        assert_eq!(members(&api, &id), ["Knot"], "hand-picked: it keeps the clients that it has");
    });
}

/// By API: what a group cannot keep is refused with its code, at the field.
#[test]
fn a_filter_that_a_group_cannot_keep_is_refused() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let vip = group(&api, "VIP");
        let leaning = smart(&api, "Leaning", &format!("client_group={vip}"));
        let region = api.post("/client-group-sets", &json!({ "name": "Region" })).id();
        for (filter, code) in [
            ("", "SMART_FILTER_REQUIRED"),
            ("contry=ES", "FILTER_UNREADABLE"),
            ("country=Atlantis", "FILTER_UNREADABLE"),
            ("q=tern", "SMART_FILTER_UNFIT"),
            ("balance=open", "SMART_FILTER_UNFIT"),
            ("responsible=me", "SMART_FILTER_UNFIT"),
            ("shelf=trash", "SMART_FILTER_UNFIT"),
            ("client_group_match=without", "SMART_FILTER_UNFIT"),
            (&format!("customer_group={vip}"), "GROUP_UNKNOWN"),
        ] {
            let answer = api.post("/client-groups", &json!({ "name": "X", "smart_filter": filter }));
            assert_eq!(refused(&answer), (422, code.to_owned()), "{filter}");
            assert_eq!(answer.json()["field"], "smart_filter", "{}", answer.text);
        }
        let on_smart = json!({ "name": "X", "smart_filter": format!("client_group={leaning}") });
        assert_eq!(refused(&api.post("/client-groups", &on_smart)), (409, "SMART_FILTER_NAMES_SMART".to_owned()));
        let looked_at = api.patch(&format!("/client-groups/{vip}"), &json!({ "smart_filter": "country=ES" }));
        assert_eq!(refused(&looked_at), (409, "GROUP_IN_SMART_FILTER".to_owned()));
        let in_set = json!({ "name": "X", "smart_filter": "country=ES", "set": region });
        assert_eq!(refused(&api.post("/client-groups", &in_set)), (409, "SMART_IN_SET".to_owned()));
    });
}

/// By API: no hand puts a client in or takes one out; a list of groups that names it where it is changes nothing.
#[test]
fn no_hand_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let (tern, knot) = (client_in(&api, "Tern", &[]), client_in(&api, "Knot", &[]));
        lives_in(&api, &tern, "ES");
        let (spanish, plain) = (smart(&api, "Spanish", "country=ES"), group(&api, "Plain"));
        let at = format!("/client-groups/{spanish}");
        for answer in [
            api.post(&format!("{at}/clients"), &json!({ "clients": [knot] })),
            api.delete(&format!("{at}/clients/{tern}")),
            api.patch(&format!("/clients/{knot}"), &json!({ "client_groups": [spanish] })),
            api.post(&format!("{at}/merge"), &json!({ "into": plain })),
            api.post(&format!("/client-groups/{plain}/merge"), &json!({ "into": spanish })),
        ] {
            assert_eq!(refused(&answer), (409, "GROUP_IS_SMART".to_owned()), "{}", answer.text);
        }
        assert_eq!(refused(&api.delete(&at)), (409, "GROUP_NOT_EMPTY".to_owned()));
        let kept = api.patch(&format!("/clients/{tern}"), &json!({ "client_groups": [plain] })).json();
        assert_eq!(kept["client_groups"].as_array().map(Vec::len), Some(2));
    });
}

/// By page, without JavaScript: the list's filter becomes a group, the form says how many it finds, saves and is undone.
#[test]
fn a_smart_group_by_page() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let tern = client_in(&api, "Tern", &[]);
        client_in(&api, "Knot", &[]);
        lives_in(&api, &tern, "ES");
        let list = browser.get("/clients?country=ES").text;
        assert!(list.contains(r#"href="/settings/client-groups/new?country=ES""#), "{list}");
        assert!(!browser.get("/clients?q=tern").text.contains("Save as client group"));
        let form = browser.get("/settings/client-groups/new?country=ES").text;
        assert!(
            form.contains(r#"value="1" checked"#) && form.contains(r#"<option value="ES" selected>Spain"#),
            "{form}"
        );
        let fields = [("smart", "1"), ("country", "ES"), ("shelf", "live")];
        let found = browser.post(LIST, &[&fields[..], &[("preview", "1")]].concat());
        assert!(found.text.contains("Finds 1 client."), "{}", found.text);
        let empty = browser.post(LIST, &[("name", "Spanish"), ("smart", "1"), ("shelf", "live")]);
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.text.contains("The filter has no condition."), "{}", empty.text);
        browser.post(LIST, &[&fields[..], &[("name", "Spanish")]].concat());
        let id = column(&api.get("/client-groups"), "id").remove(0);
        assert_eq!(members(&api, &id), ["Tern"]);
        let list = browser.get(LIST).text;
        assert!(list.contains("Smart") && list.contains("Country is Spain"), "{list}");
        // No selector offers it; the profile shows it.
        assert!(!browser.get("/client-groups/options").text.contains("Spanish"));
        assert!(!browser.get(&format!("/clients/{tern}/settings")).text.contains(&id));
        assert!(browser.get(&format!("/clients/{tern}")).text.contains("Spanish"));
        let edit = browser.get(&format!("{LIST}/{id}/edit")).text;
        assert!(edit.contains(r#"<option value="ES" selected>Spain"#), "{edit}");
        let saved = browser.post(&format!("{LIST}/{id}"), &[("name", "Spanish"), ("smart", "")]);
        assert_eq!(api.get(&format!("/client-groups/{id}")).json()["smart_filter"], Value::Null);
        lives_in(&api, &tern, "PT");
        assert_eq!(members(&api, &id), ["Tern"]);
        browser.post(&undo_address(&saved), &[]);
        assert_eq!(members(&api, &id), [""; 0], "smart again, and settled");
    });
}
