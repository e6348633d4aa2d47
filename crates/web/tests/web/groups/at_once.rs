//! Groups under two hands: whoever comes first is served, the other is told, and nothing stands half done.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::json;

use super::customer_groups::id_of;
use super::{LIST, client_in, column, group, names, person, refused};
use crate::door::{Answer, Api, Browser};

/// Does both at the same moment.
fn at_once<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    std::thread::scope(|scope| {
        let begun = (scope.spawn(one), scope.spawn(other));
        (begun.0.join().expect("no panic"), begun.1.join().expect("no panic"))
    })
}

fn administrator(house: &TestHouse) -> kernel::PersonId {
    person(&house.hire("administrator"))
}

/// A0-7 on the page, two at once: of two administrators who save the same name one is shown the list, the other the
/// form with what was typed and the group that has the name by now.
#[test]
fn a0_7_two_forms_with_the_same_name() {
    on_both(|house| {
        let (one, other) = (Browser::of_owner(house), Browser::of(house, administrator(house)));
        for round in 0..4 {
            let name = format!("Same {round}");
            let save =
                |browser: &Browser| browser.press(&browser.get(&format!("{LIST}/new")), "Save", &[("name", &name)]);
            let (first, second) = at_once(|| save(&one), || save(&other));
            let late = match (first.status, second.status) {
                (StatusCode::SEE_OTHER, StatusCode::CONFLICT) => second,
                (StatusCode::CONFLICT, StatusCode::SEE_OTHER) => first,
                both => panic!("{both:?}"),
            };
            assert!(late.words().contains(&format!("“{name}” already exists")), "{}", late.words());
            assert!(late.text.contains(&format!("value=\"{name}\"")), "{}", late.words());
        }
        assert_eq!(names(&Api::of_owner(house)).len(), 4);
    });
}

/// A0-12 on page and API, two at once: two who delete a group with a client in it are both refused, and nothing changed.
#[test]
fn a0_12_two_delete_a_group_in_use() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of(house, administrator(house)));
        let id = group(&api, "Alliance");
        let client = client_in(&api, "Plover & Sons", &[&id]);
        let (program, page) = at_once(
            || api.delete(&format!("/client-groups/{id}")),
            || browser.post(&format!("{LIST}/{id}/delete"), &[("version", "1")]),
        );
        assert_eq!(refused(&program), (409, "GROUP_NOT_EMPTY".to_owned()), "{}", program.text);
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.words().contains("1 client is assigned to it"), "{}", page.words());
        assert_eq!(column(&api.get(&format!("/client-groups/{id}/clients")), "client"), [client]);
        assert_eq!(api.get(&format!("/client-groups/{id}")).json()["version"], 1);
    });
}

/// A0-12, two at once on the API: one takes the last client out while another deletes the group: it is deleted empty,
/// or refused and still there.
#[test]
fn a0_12_one_empties_what_another_deletes() {
    on_both(|house| {
        let (one, other) = (Api::of_owner(house), Api::of(house, administrator(house)));
        let client = client_in(&one, "Plover & Sons", &[]);
        for round in 0..4 {
            let id = group(&one, &format!("Round {round}"));
            one.post(&format!("/client-groups/{id}/clients"), &json!({ "clients": [client] }));
            let (deleted, taken_out) = at_once(
                || one.delete(&format!("/client-groups/{id}")),
                || other.delete(&format!("/client-groups/{id}/clients/{client}")),
            );
            assert_eq!(taken_out.json()["done"], 1, "{}", taken_out.text);
            let there = one.get(&format!("/client-groups/{id}")).status;
            match deleted.status {
                StatusCode::NO_CONTENT => assert_eq!(there, StatusCode::NOT_FOUND),
                _ => assert_eq!((deleted.code().as_str(), there), ("GROUP_NOT_EMPTY", StatusCode::OK)),
            }
        }
    });
}

/// A0-21 on page and API, two at once: two change the groups of the same clients in bulk; each is one operation, and
/// every client stands where the second of them left it, none in between.
#[test]
fn a0_21_two_change_many() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of(house, administrator(house)));
        let [a, b] = ["Alliance", "Barge"].map(|name| group(&api, name));
        let clients: Vec<String> = (0..6).map(|number| client_in(&api, &format!("Client {number}"), &[])).collect();
        let form: Vec<(&str, &str)> = clients
            .iter()
            .map(|id| ("ids", id.as_str()))
            .chain([("action", "replace"), ("group", b.as_str())])
            .collect();
        let body = json!({ "ids": clients, "action": "replace_groups", "client_groups": [a] });
        let (program, page) = at_once(|| api.post("/clients/bulk", &body), || browser.post("/clients/bulk", &form));
        assert_eq!((program.status, &program.json()["done"]), (StatusCode::OK, &json!(6)), "{}", program.text);
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.words());
        let members = |id: &str| column(&api.get(&format!("/client-groups/{id}/clients")), "client").len();
        assert!([(6, 0), (0, 6)].contains(&(members(&a), members(&b))), "{} {}", members(&a), members(&b));
        // Each is an operation of its own: the later one is taken back, and everyone is where the earlier one put them.
        let operations = api.get("/operations?limit=200").json();
        let (last, after) = if members(&a) == 6 { ("Alliance", (0, 6)) } else { ("Barge", (6, 0)) };
        let replaced = |name: &str| {
            let text = format!("Client groups of 6 clients replaced by “{name}”");
            let all = operations["items"].as_array().expect("operations").iter();
            let found: Vec<&str> =
                all.filter(|one| one["text"] == *text).filter_map(|one| one["id"].as_str()).collect();
            assert_eq!(found.len(), 1, "{text}: {operations}");
            found[0].to_owned()
        };
        let both = [replaced("Alliance"), replaced("Barge")];
        assert_ne!(both[0], both[1]);
        assert_eq!(api.post(&format!("/operations/{}/undo", replaced(last)), &json!({})).status, StatusCode::OK);
        assert_eq!((members(&a), members(&b)), after);
    });
}

const CUSTOMERS: &str = "/settings/customer-groups";

/// A1-4 on page and API, two at once: of two who save the edited list, and of two who change the account of one group,
/// one is stored; the other is told, and what it typed is kept.
#[test]
fn a1_4_two_edit_the_list() {
    on_both(|house| {
        let (one, other) = (Browser::of_owner(house), Browser::of(house, administrator(house)));
        let api = Api::of_owner(house);
        let their = Api::of(house, person(&house.hire("accountant")));
        let [first, second] = [&one, &other].map(|browser| browser.get(&format!("{CUSTOMERS}?edit=1")));
        let typed = |days: &'static str| [("payment_days", days); 3];
        let (mine, theirs) =
            at_once(|| one.press(&first, "Save", &typed("41")), || other.press(&second, "Save", &typed("42")));
        let (late, days, kept) = match (mine.status, theirs.status) {
            (StatusCode::SEE_OTHER, StatusCode::PRECONDITION_FAILED) => (theirs, 41, "42"),
            (StatusCode::PRECONDITION_FAILED, StatusCode::SEE_OTHER) => (mine, 42, "41"),
            both => panic!("{both:?} {}", mine.words()),
        };
        assert_eq!(late.text.matches(&format!("value=\"{kept}\"")).count(), 3, "{}", late.words());
        let terms = api.get("/customer-groups").json();
        assert!(terms["items"].as_array().expect("groups").iter().all(|item| item["payment_terms"] == days), "{terms}");

        let path = format!("/customer-groups/{}", id_of(&api, "Domestic"));
        let tag = api.get(&path).header("etag").to_owned();
        let account = |number: &str| {
            let found = api.get(&format!("/accounts?q={number}")).json();
            found["items"][0]["id"].as_str().expect("an id").to_owned()
        };
        let (bills, doubtful) = (account("4310"), account("4360"));
        let save = |api: &Api, account: &str| {
            let body = json!({ "account": account });
            api.send("POST", &format!("{path}/change-account"), &[("If-Match", &tag)], Some(&body))
        };
        let (mine, theirs) = at_once(|| save(&api, &bills), || save(&their, &doubtful));
        let mut statuses = [mine.status.as_u16(), theirs.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412], "{} {}", mine.text, theirs.text);
        let stored = if mine.status.is_success() { bills } else { doubtful };
        assert_eq!(api.get(&path).json()["account"], stored);
    });
}

/// A1-6 on the API, two at once: one archives the account that another gives to a new group: no group stands on an
/// account that is not active.
#[test]
fn a1_6_one_archives_what_another_takes() {
    on_both(|house| {
        let (api, their) = (Api::of_owner(house), Api::of(house, administrator(house)));
        for round in 0..4 {
            let new = json!({ "number": format!("439{round}"), "name": format!("Clients {round}"), "type": "asset",
                "control": "receivable" });
            let account = api.post("/accounts", &new).id();
            let body = json!({ "name": format!("Group {round}"), "account": account });
            let (archived, made) = at_once(
                || api.post(&format!("/accounts/{account}/archive"), &json!({})),
                || their.post("/customer-groups", &body),
            );
            match archived.status {
                StatusCode::OK => assert_eq!(refused(&made), (422, "ACCOUNT_NOT_DEBTOR_CONTROL".to_owned())),
                _ => assert_eq!((archived.code().as_str(), made.status), ("ACCOUNT_IN_USE", StatusCode::CREATED)),
            }
        }
    });
}

/// A1-9, A1-11 on the API, two at once: one deletes the group in which another registers a client: the client is in a
/// group that exists, or there is no client.
#[test]
fn a1_9_one_deletes_what_another_enters() {
    on_both(|house| {
        let (api, their) = (Api::of_owner(house), Api::of(house, administrator(house)));
        let account = api.get("/customer-groups").json()["items"][0]["account"].clone();
        let outcome = |deleted: &Answer, made: &Answer| match deleted.status {
            StatusCode::NO_CONTENT => assert_eq!(refused(made), (422, "GROUP_UNKNOWN".to_owned())),
            _ => assert_eq!((deleted.code().as_str(), made.status), ("GROUP_NOT_EMPTY", StatusCode::CREATED)),
        };
        for round in 0..4 {
            let id =
                api.post("/customer-groups", &json!({ "name": format!("Round {round}"), "account": account })).id();
            let client = json!({ "name": format!("Client {round}"), "customer_group": id });
            let (deleted, made) =
                at_once(|| api.delete(&format!("/customer-groups/{id}")), || their.post("/clients", &client));
            outcome(&deleted, &made);
            let moved = json!({ "customer_group": id_of(&api, "European") });
            if made.status.is_success() {
                assert_eq!(api.patch(&format!("/clients/{}", made.id()), &moved).status, StatusCode::OK);
            }
        }
    });
}

/// A1-5 on the API, two at once: of two who create a customer group of one name, or of one number, one succeeds.
#[test]
fn a1_5_two_create_the_same_customer_group() {
    on_both(|house| {
        let (one, other) = (Api::of_owner(house), Api::of(house, administrator(house)));
        let account = one.get("/customer-groups").json()["items"][0]["account"].clone();
        for round in 0..4 {
            let name = |who: &str| if round % 2 == 0 { format!("Same {round}") } else { format!("{who} {round}") };
            let number = |who: i64| if round % 2 == 0 { 100 * who + round } else { 900 + round };
            let body = |who: &str, place: i64| json!({ "name": name(who), "number": number(place).to_string(), "account": account });
            let (mine, theirs) = at_once(
                || one.post("/customer-groups", &body("Mine", 1)),
                || other.post("/customer-groups", &body("Theirs", 2)),
            );
            let late = match (mine.status, theirs.status) {
                (StatusCode::CREATED, StatusCode::CONFLICT) => theirs,
                (StatusCode::CONFLICT, StatusCode::CREATED) => mine,
                both => panic!("{both:?} {} {}", mine.text, theirs.text),
            };
            assert_eq!(late.code(), if round % 2 == 0 { "NAME_TAKEN" } else { "NUMBER_TAKEN" });
        }
        assert_eq!(column(&one.get("/customer-groups"), "name").len(), 3 + 4);
    });
}

/// A0-9 on the API, two at once: two rename different groups to one name: one succeeds, the other keeps its old name.
#[test]
fn a0_9_two_rename_to_the_same_name() {
    on_both(|house| {
        let (one, other) = (Api::of_owner(house), Api::of(house, administrator(house)));
        for round in 0..4 {
            let [a, b] = ["First", "Second"].map(|name| group(&one, &format!("{name} {round}")));
            let rename = |api: &Api, id: &str| {
                api.patch(&format!("/client-groups/{id}"), &json!({ "name": format!("Same {round}") }))
            };
            let (mine, theirs) = at_once(|| rename(&one, &a), || rename(&other, &b));
            let (late, old) = match (mine.status, theirs.status) {
                (StatusCode::OK, StatusCode::CONFLICT) => (theirs, (b, format!("Second {round}"))),
                (StatusCode::CONFLICT, StatusCode::OK) => (mine, (a, format!("First {round}"))),
                both => panic!("{both:?}"),
            };
            assert_eq!(late.code(), "NAME_TAKEN");
            assert_eq!(one.get(&format!("/client-groups/{}", old.0)).json()["name"], old.1);
        }
    });
}

/// A1-11 on the API, two at once: two move one client to different customer groups: it stands in one of the two, and
/// every move that was accepted is in the history.
#[test]
fn a1_11_two_move_the_same_client() {
    on_both(|house| {
        let (one, other) = (Api::of_owner(house), Api::of(house, administrator(house)));
        let client = client_in(&one, "Plover & Sons", &[]);
        let [european, overseas] = ["European", "Overseas"].map(|name| id_of(&one, name));
        let domestic = id_of(&one, "Domestic");
        let at = format!("/clients/{client}/move-customer-group");
        for round in 0..4 {
            let (mine, theirs) = at_once(
                || one.post(&at, &json!({ "customer_group": european })),
                || other.post(&at, &json!({ "customer_group": overseas })),
            );
            assert!(mine.status.is_success() && theirs.status.is_success(), "{} {}", mine.text, theirs.text);
            let stands = one.get(&format!("/clients/{client}")).json()["customer_group"].clone();
            assert!(stands == json!(european) || stands == json!(overseas), "{round}: {stands}");
            let counted = |id: &str| one.get(&format!("/customer-groups/{id}")).json()["clients_count"].as_i64();
            assert_eq!(
                [&domestic, &european, &overseas].map(|id| counted(id).unwrap_or_default()).iter().sum::<i64>(),
                1,
                "{round}: exactly one group counts it"
            );
            assert!(one.post(&at, &json!({ "customer_group": domestic })).status.is_success());
        }
    });
}
