//! Who is in which client group: put in and out one by one and many at once, by whom, and what was on a day.

use axum::http::StatusCode;
use books::clients::{RightLevel, SetClientRight};
use books::testing::on_both;
use serde_json::json;

use super::{client_in, column, group, person, refused};
use crate::door::{Api, Browser};

/// A0-17 on API and profile: three groups chosen are three chips; none chosen is none.
#[test]
fn a0_17_a_client_is_in_any_number_of_groups() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let groups = ["Alliance", "Barge", "Canal"].map(|name| group(&api, name));
        let client = client_in(&api, "Plover & Sons", &[]);
        let profile = || browser.get(&format!("/clients/{client}"));
        assert!(profile().words().to_lowercase().contains("none"), "{}", profile().words());
        for id in &groups {
            let added = api.post(&format!("/client-groups/{id}/clients"), &json!({ "clients": [client] })).json();
            assert_eq!((&added["done"], &added["skipped"]), (&json!(1), &json!(0)));
        }
        for name in ["Alliance", "Barge", "Canal"] {
            assert!(profile().words().contains(name), "{name}");
        }
        let twice = api.post(&format!("/client-groups/{}/clients", groups[0]), &json!({ "clients": [client] })).json();
        assert_eq!((&twice["done"], &twice["skipped"], &twice["operation"]), (&json!(0), &json!(1), &json!(null)));
        let mine = api.get(&format!("/clients/{client}/groups"));
        assert_eq!(column(&mine, "name"), ["Domestic", "Alliance", "Barge", "Canal"]);
        for id in &groups {
            api.delete(&format!("/client-groups/{id}/clients/{client}"));
        }
        assert_eq!(column(&api.get(&format!("/clients/{client}/groups")), "name"), ["Domestic"]);
        assert!(profile().words().to_lowercase().contains("none"));
    });
}

/// A membership is an interval of days: who was in the group on that day can be asked ever after.
#[test]
fn members_are_known_for_every_day() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let id = group(&api, "Alliance");
        let client = client_in(&api, "Plover & Sons", &[&id]);
        house.set_today("2026-03-20");
        api.delete(&format!("/client-groups/{id}/clients/{client}"));
        let on = |day: &str| column(&api.get(&format!("/groups/{id}/members?as_of={day}")), "client");
        assert_eq!(on("2026-03-01"), [""; 0]);
        assert_eq!(on("2026-03-02"), std::slice::from_ref(&client));
        assert_eq!(on("2026-03-19"), std::slice::from_ref(&client));
        assert_eq!(on("2026-03-20"), [""; 0]);
        let then = api.get(&format!("/clients/{client}/groups?as_of=2026-03-19")).json();
        assert_eq!(then["items"].as_array().map(Vec::len), Some(2));
        let wrong = api.get(&format!("/groups/{id}/members?as_of=soon"));
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for number in 0..3 {
            client_in(&api, &format!("Client {number}"), &[&id]);
        }
        let page = api.get(&format!("/client-groups/{id}/clients?limit=2")).json();
        assert_eq!(page["items"].as_array().map(Vec::len), Some(2));
        let rest = api.get(&format!("/client-groups/{id}/clients?cursor={}", page["next"].as_str().expect("more")));
        assert_eq!(column(&rest, "name"), ["Client 2"]);
    });
}

/// A0-19 on page and API: with the right on one client its groups can be assigned, on another not; a right withdrawn
/// between opening and saving is 403, and the form keeps what was typed.
#[test]
fn a0_19_the_right_on_the_client_decides() {
    on_both(|house| {
        let owner = Api::of_owner(house);
        let id = group(&owner, "Alliance");
        let (mine, theirs) = (client_in(&owner, "Plover & Sons", &[]), client_in(&owner, "Marsh Mill", &[]));
        let caller = house.hire("staff");
        let (api, browser) = (Api::of(house, person(&caller)), Browser::of(house, person(&caller)));
        let give = |level| {
            let (client, member) = (mine.parse().expect("an id"), house.member_of(&caller));
            house.perform(SetClientRight { client, member, level });
        };
        give(Some(RightLevel::Edit));
        let add =
            |client: &str| api.post(&format!("/client-groups/{id}/clients"), &json!({ "clients": [client] })).json();
        assert_eq!(add(&mine)["done"], 1);
        let left_out = add(&theirs);
        assert_eq!((&left_out["done"], &left_out["failed"][0]["code"]), (&json!(0), &json!("PERM_CLIENT_EDIT")));
        assert_eq!(refused(&api.patch(&format!("/clients/{theirs}"), &json!({ "client_groups": [id] }))).0, 403);
        assert_eq!(browser.get(&format!("/clients/{mine}/edit")).status, StatusCode::OK);
        assert!(browser.get(&format!("/clients/{theirs}/edit")).text.contains("<fieldset class=\"stack\" disabled>"));
        let profile = browser.get(&format!("/clients/{theirs}")).text;
        assert!(!profile.contains("Edit client settings"), "no pencil on what one may not change");
        give(None);
        let typed = [("name", "Typed & kept"), ("number", "9"), ("client_groups", id.as_str()), ("version", "1")];
        let kept = browser.post(&format!("/clients/{mine}/edit"), &typed);
        assert_eq!(kept.status, StatusCode::FORBIDDEN, "{}", kept.words());
        assert!(kept.text.contains("Typed &#38; kept") && kept.text.contains(&format!("value=\"{id}\"")));
        let none = api.delete(&format!("/client-groups/{id}/clients/{mine}")).json();
        assert_eq!(none["failed"][0]["code"], "PERM_CLIENT_EDIT");
        assert_eq!(column(&owner.get(&format!("/client-groups/{id}/clients")), "client"), std::slice::from_ref(&mine));
    });
}

/// A0-20, two sessions at once on the API: both change the groups of one client; nothing of either is lost unseen.
#[test]
fn a0_20_two_change_the_groups_of_one_client() {
    on_both(|house| {
        let (one, other) = (Api::of_owner(house), Api::of(house, person(&house.hire("author"))));
        let (a, b) = (group(&one, "Alliance"), group(&one, "Barge"));
        let client = client_in(&one, "Plover & Sons", &[]);
        let path = format!("/clients/{client}");
        let tag = one.get(&path).header("etag").to_owned();
        let save = |api: &Api, id: &str| {
            api.send("PATCH", &path, &[("If-Match", &tag)], Some(&json!({ "client_groups": [id] })))
        };
        let answers = std::thread::scope(|scope| {
            let threads = [(&one, &a), (&other, &b)].map(|(api, id)| scope.spawn(move || save(api, id)));
            threads.map(|thread| thread.join().expect("no panic"))
        });
        let mut codes = answers.each_ref().map(|answer| answer.status.as_u16());
        codes.sort_unstable();
        assert_eq!(codes, [200, 412], "{}", answers[0].text);
        assert_eq!(one.get(&path).json()["client_groups"].as_array().map(Vec::len), Some(1));
    });
}

/// A0-21 on the API: add, remove and replace for many, as one operation; what cannot be read is refused, never guessed.
#[test]
fn a0_21_many_clients_at_once() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let (a, b) = (group(&api, "Alliance"), group(&api, "Barge"));
        let clients: Vec<String> =
            (0..4).map(|number| client_in(&api, &format!("Client {number}"), &[a.as_str()][(number % 2)..])).collect();
        let bulk = |action: &str, group: &str| {
            api.post("/clients/bulk", &json!({ "ids": clients, "action": action, "client_groups": [group] }))
        };
        let added = bulk("add_groups", &a).json();
        assert_eq!((&added["done"], &added["skipped"]), (&json!(2), &json!(2)), "{added}");
        assert_eq!(bulk("replace_groups", &b).json()["done"], 4);
        let removed = bulk("remove_groups", &b).json();
        assert_eq!(removed["done"], 4);
        let undo = format!("/operations/{}/undo", removed["operation"].as_str().expect("an operation"));
        assert_eq!(api.post(&undo, &json!({})).status, StatusCode::OK);
        assert_eq!(column(&api.get(&format!("/client-groups/{b}/clients")), "client").len(), 4);
        for (body, status, code) in [
            (json!({ "ids": clients, "action": "burn", "client_groups": [a] }), 422, "ACTION_UNKNOWN"),
            (json!({ "action": "add_groups", "client_groups": [a] }), 422, "SELECTION_REQUIRED"),
            (
                json!({ "ids": [], "filter": {}, "action": "add_groups", "client_groups": [a] }),
                422,
                "SELECTION_REQUIRED",
            ),
            (json!({ "ids": clients, "action": "add_groups" }), 422, "GROUP_REQUIRED"),
            (
                json!({ "filter": { "nonsense": "1" }, "action": "add_groups", "client_groups": [a] }),
                422,
                "FILTER_UNREADABLE",
            ),
            (
                json!({ "ids": clients, "action": "add_groups", "client_groups": ["grp_01h455vb4pex5vsknk084sn02q"] }),
                422,
                "GROUP_UNKNOWN",
            ),
        ] {
            assert_eq!(refused(&api.post("/clients/bulk", &body)), (status, code.to_owned()), "{body}");
        }
        api.post(&format!("/client-groups/{a}/archive"), &json!({}));
        assert_eq!(refused(&bulk("add_groups", &a)), (409, "GROUP_ARCHIVED".to_owned()));
    });
}
