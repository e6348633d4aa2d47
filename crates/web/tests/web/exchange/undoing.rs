//! An import is taken back as a whole, or not at all.

use books::testing::on_both;
use serde_json::json;

use super::*;

/// A0-38 by import on the page: one button takes everything back, new clients, changed ones and groups; once clients
/// are invoiced the refusal lists them, and nothing goes.
#[test]
fn a0_38_an_import_is_taken_back_on_the_page() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let customer_group = customer_group(house);
        let choices = json!({ "groups": "add", "customer_group": customer_group });
        run(&api, &prepared(&api, "Number;Name;Phone\n1;One;555\n", &choices));
        let form = [("groups", "add"), ("create_groups", "1"), ("customer_group", customer_group.as_str())];
        let file = "Number;Name;Phone;Client groups\n1;One;777;Boats\n2;Two;;Boats\n3;Three;;\n";
        let result = taken_in(&browser, &checked(&browser, file, &form), "Import 3 rows");
        assert_eq!(groups_of(&api, "One"), ["Boats"]);
        let undone = browser.follow(&browser.press(&result, "Undo this import", &[]));
        assert!(undone.words().contains("The import was undone"), "{}", undone.words());
        assert!(!undone.words().contains("Undo this import"), "once is enough");
        assert_eq!((names(&api, "/clients"), names(&api, "/client-groups")), (vec!["One".to_owned()], Vec::new()));
        assert_eq!(api.get("/clients").json()["items"][0]["phone"], "555");

        let result = taken_in(&browser, &checked(&browser, file, &form), "Import 3 rows");
        let mut drafts = Vec::new();
        for name in ["Two", "Three"] {
            let client = api.get(&format!("/clients?q={name}")).json()["items"][0]["id"].clone();
            drafts.push(api.post("/invoices", &json!({ "client": client })).id());
        }
        let refused = browser.press(&result, "Undo this import", &[]);
        assert_eq!(refused.status, StatusCode::CONFLICT);
        for name in ["Two", "Three"] {
            assert!(refused.words().contains(&format!("“{name}” has been invoiced since.")), "{}", refused.words());
        }
        assert_eq!(names(&api, "/clients"), ["One", "Three", "Two"]);
        assert_eq!(groups_of(&api, "One"), ["Boats"], "nothing of it goes");
        for draft in drafts {
            api.delete(&format!("/invoices/{draft}"));
        }
        browser.follow(&browser.press(&refused, "Undo this import", &[]));
        assert_eq!(names(&api, "/clients"), ["One"]);
    });
}

/// A0-38 by import on the API: a rehearsal takes nothing back, and one key takes it back once.
#[test]
fn a0_38_taking_back_is_rehearsed_and_happens_once() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let id = prepared(&api, "Name\nOne\nTwo\n", &json!({ "customer_group": customer_group(house) }));
        run(&api, &id);
        let path = format!("/imports/{id}/undo");
        let rehearsed = api.post(&format!("{path}?dry_run=true"), &json!({}));
        assert_eq!(rehearsed.status, StatusCode::OK, "{}", rehearsed.text);
        assert!(
            rehearsed.json()["changes"].as_array().is_some_and(|changes| !changes.is_empty()),
            "{}",
            rehearsed.text
        );
        assert_eq!(names(&api, "/clients"), ["One", "Two"]);
        for _ in 0..2 {
            let undone = api.send("POST", &path, &[("Idempotency-Key", "once")], Some(&json!({})));
            assert_eq!((undone.status, &undone.json()["state"]), (StatusCode::OK, &json!("undone")), "{}", undone.text);
        }
        assert_eq!(names(&api, "/clients"), Vec::<String>::new());
    });
}

/// A0-38 by import, two at once on the API: of two who take it in, and of two who take it back, one does.
#[test]
fn a0_38_two_take_the_same_import_back() {
    on_both(|house| {
        let one = Api::of_owner(house);
        let books::Who::Person(other) = house.hire("administrator").who else { panic!("a person") };
        let other = Api::of(house, other);
        for round in 0..3 {
            let file = format!("Name\nFirst of {round}\nSecond of {round}\n");
            let id = prepared(&one, &file, &json!({ "customer_group": customer_group(house) }));
            let both = |verb: &str| {
                let path = format!("/imports/{id}/{verb}");
                let answers = std::thread::scope(|scope| {
                    let threads = [&one, &other].map(|api| scope.spawn(|| api.post(&path, &json!({}))));
                    threads.map(|thread| thread.join().expect("no panic"))
                });
                let late: Vec<String> =
                    answers.iter().filter(|answer| !answer.status.is_success()).map(Answer::code).collect();
                (answers.len() - late.len(), late)
            };
            let (begun, late) = both("run");
            assert!(begun >= 1 && late.iter().all(|code| code == "IMPORT_STARTED"), "{late:?}");
            while one.get(&format!("/imports/{id}")).json()["state"] == "running" {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            assert_eq!(names(&one, "/clients").len(), 2, "each row once");
            assert_eq!(both("undo"), (1, vec!["UNDO_DONE".to_owned()]));
            assert_eq!(names(&one, "/clients"), [""; 0]);
        }
    });
}

/// A0-38 by import, two at once on the API: one takes the import back while another invoices one of its clients:
/// either the import stays, or there is nobody to invoice.
#[test]
fn a0_38_one_takes_back_what_another_invoices() {
    on_both(|house| {
        let one = Api::of_owner(house);
        let books::Who::Person(other) = house.hire("administrator").who else { panic!("a person") };
        let other = Api::of(house, other);
        for name in ["Ash", "Birch", "Cedar", "Dogwood"] {
            let file = format!("Name\n{name}\n");
            let id = prepared(&one, &file, &json!({ "customer_group": customer_group(house) }));
            run(&one, &id);
            let client = one.get(&format!("/clients?q={name}")).json()["items"][0]["id"].clone();
            let invoice = json!({ "client": client });
            let (undone, drafted) = std::thread::scope(|scope| {
                let undo = scope.spawn(|| one.post(&format!("/imports/{id}/undo"), &json!({})));
                let draft = scope.spawn(|| other.post("/invoices", &invoice));
                (undo.join().expect("no panic"), draft.join().expect("no panic"))
            });
            let there = one.get(&format!("/clients/{}", client.as_str().expect("an id"))).status;
            match undone.status {
                StatusCode::OK => {
                    assert_eq!((drafted.status.is_success(), there), (false, StatusCode::NOT_FOUND), "{}", drafted.text)
                }
                _ => assert_eq!(
                    (undone.code().as_str(), drafted.status, there),
                    ("UNDO_BLOCKED", StatusCode::CREATED, StatusCode::OK)
                ),
            }
        }
    });
}
