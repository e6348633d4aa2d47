//! What a file does with groups: archived ones, several, none, and who may take a file in.

use books::testing::on_both;
use serde_json::json;

use super::*;

/// A0-14 by import: nobody enters an archived group by a file, nobody leaves it because a row does not say it, and what
/// was exported with it changes nothing; restored, it has its members.
#[test]
fn a0_14_a_file_leaves_archived_groups_alone() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let [old, _] = ["Old", "VIP"].map(|name| group(house, name));
        let choices = json!({ "groups": "replace", "customer_group": customer_group(house) });
        let first = prepared(&api, "Number;Name;Client groups\n1;One;Old\n2;Two;\n", &choices);
        assert_eq!(run(&api, &first), [2, 0, 0, 0]);
        api.post(&format!("/client-groups/{old}/archive"), &json!({}));
        let out = api.get("/exports/clients.csv").text;
        let again = prepared(&api, &out, &choices);
        assert_eq!(preview(&api, &again), ["unchanged", "unchanged"], "{out}");
        let update = "Number;Name;Client groups\n1;One;VIP\n2;Two;Old\n";
        let id = prepared(&api, update, &choices);
        assert_eq!(preview(&api, &id), ["update", "GROUP_ARCHIVED"]);
        assert_eq!(run(&api, &id), [0, 1, 0, 1]);
        let cleared = prepared(&api, "Number;Name;Client groups\n1;One;-\n", &choices);
        assert_eq!(run(&api, &cleared), [0, 1, 0, 0]);
        api.post(&format!("/client-groups/{old}/restore"), &json!({}));
        assert_eq!(groups_of(&api, "One"), ["Old"]);
        assert_eq!(groups_of(&api, "Two"), [""; 0]);
    });
}

/// A0-6, A0-37 by import, two at once: two files that both create the same new group are taken in at the same moment:
/// there is one group, and both clients are in it.
#[test]
fn a0_6_a0_37_two_files_create_the_same_group() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let choices = json!({ "groups": "add", "create_groups": true, "customer_group": customer_group(house) });
        for round in 0..4 {
            let file = |who: &str| format!("Name;Client groups\n{who} {round};New {round}\n");
            let [mine, theirs] = ["Mine", "Theirs"].map(|who| prepared(&api, &file(who), &choices));
            std::thread::scope(|scope| {
                let both = [&mine, &theirs].map(|id| scope.spawn(|| run(&api, id)));
                for one in both {
                    assert_eq!(one.join().expect("no panic"), [1, 0, 0, 0]);
                }
            });
            let found = api.get(&format!("/client-groups?q=New {round}").replace(' ', "%20")).json();
            assert_eq!(found["items"].as_array().map(Vec::len), Some(1), "{found}");
            assert_eq!(found["items"][0]["clients_count"], 2, "{found}");
        }
    });
}

/// A0-17 by import: three groups in a cell are three, each once; none is none.
#[test]
fn a0_17_a_row_names_any_number_of_groups() {
    on_both(|house| {
        let api = Api::of_owner(house);
        for name in ["Alliance", "Barge", "Canal"] {
            group(house, name);
        }
        let choices = json!({ "groups": "replace", "customer_group": customer_group(house) });
        let id = prepared(&api, "Number;Name;Client groups\n1;One;Canal, Alliance,Barge,Canal\n2;Two;\n", &choices);
        assert_eq!(run(&api, &id), [2, 0, 0, 0]);
        assert_eq!(groups_of(&api, "One"), ["Alliance", "Barge", "Canal"]);
        assert_eq!(groups_of(&api, "Two"), [""; 0]);
        let id = prepared(&api, "Number;Name;Client groups\n1;One;-\n2;Two;Barge\n", &choices);
        assert_eq!(run(&api, &id), [0, 2, 0, 0]);
        assert_eq!(groups_of(&api, "One"), [""; 0]);
        assert_eq!(groups_of(&api, "Two"), ["Barge"]);
    });
}

/// A0-19 by import, on page and API: a file reaches every client, so that the right on one client is not enough; a right
/// that is withdrawn between the upload and the import is 403, and nothing is taken in.
#[test]
fn a0_19_a_file_needs_the_right_on_every_client() {
    on_both(|house| {
        group(house, "VIP");
        let api = Api::of_owner(house);
        let choices = json!({ "groups": "add", "customer_group": customer_group(house) });
        let first = prepared(&api, "Number;Name\n1;Keel\n", &choices);
        run(&api, &first);
        let keel = api.get("/clients").json()["items"][0]["id"].as_str().expect("an id").to_owned();
        let file = "Number;Name;Client groups\n1;Keel;VIP\n";

        let staff = house.hire("staff");
        let member = house.member_of(&staff);
        let right = books::clients::RightLevel::Edit;
        let client = keel.parse().expect("an id");
        house.perform(books::clients::SetClientRight { client, member, level: Some(right) });
        let books::Who::Person(person) = staff.who else { panic!("a person") };
        let (program, page) = (Api::of(house, person), Browser::of(house, person));
        assert_eq!(program.patch(&format!("/clients/{keel}"), &json!({ "phone": "1" })).status, StatusCode::OK);
        assert_eq!(program.upload("/imports", file.as_bytes()).status, StatusCode::FORBIDDEN);
        assert_eq!(page.upload("/imports", "clients.csv", file.as_bytes()).status, StatusCode::FORBIDDEN);
        assert_eq!(page.get("/imports").status, StatusCode::FORBIDDEN);

        let accountant = house.hire("accountant");
        let books::Who::Person(person) = accountant.who else { panic!("a person") };
        let (program, page) = (Api::of(house, person), Browser::of(house, person));
        let id = prepared(&program, file, &choices);
        let check = checked(&page, file, &[("groups", "add"), ("customer_group", &customer_group(house))]);
        let reader = house.ask(books::company::ListRoles).into_iter();
        let reader =
            reader.map(|view| view.role).find(|role| role.builtin.as_deref() == Some("reader")).expect("a role");
        let member = house.member_of(&accountant);
        let changed = api.patch(&format!("/members/{member}"), &json!({ "role": reader.id.to_string() }));
        assert_eq!(changed.status, StatusCode::OK, "{}", changed.text);
        let refused = program.post(&format!("/imports/{id}/run"), &json!({}));
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::FORBIDDEN, "PERM_MISSING"));
        assert_eq!(page.press(&check, "Import 1 row", &[]).status, StatusCode::FORBIDDEN);
        assert_eq!(groups_of(&api, "Keel"), [""; 0]);
        assert_eq!(run(&api, &id), [0, 1, 0, 0], "the owner takes in what was prepared");
    });
}

/// A1-1 by import, on page and API: without any customer group every row is refused with the way to the first one, and
/// is taken in once there is one.
#[test]
fn a1_1_a_file_needs_a_customer_group_to_exist() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let account = api.get("/customer-groups").json()["items"][0]["account"].clone();
        for id in api.get("/customer-groups").json()["items"].as_array().expect("groups") {
            let path = format!("/customer-groups/{}", id["id"].as_str().expect("an id"));
            assert_eq!(api.delete(&path).status, StatusCode::NO_CONTENT);
        }
        let id = prepared(&api, "Name\nOne\n", &json!({}));
        assert_eq!(preview(&api, &id), ["ACCOUNTING_GROUP_REQUIRED"]);
        for file in ["Name\nOne\n", "Name\nOne\nTwo\n"] {
            let check = checked(&browser, file, &[]);
            assert!(check.words().contains("There is no customer group yet."), "{}", check.words());
            assert!(check.text.contains("href=\"/settings/customer-groups/new\""), "{}", check.words());
        }
        assert_eq!(run(&api, &id), [0, 0, 0, 1]);
        let made = api.post("/customer-groups", &json!({ "name": "Retail", "account": account }));
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let id = prepared(&api, "Name\nOne\n", &json!({}));
        assert_eq!(run(&api, &id), [1, 0, 0, 0], "the only one there is");
    });
}
