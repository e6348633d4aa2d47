//! Rows that mean clients who are there: by which key, what they change, and what comes back of those that fail.

use books::testing::on_both;
use serde_json::json;

use super::*;

/// A0-35 by import, on page and API: the mode is chosen before anything is shown; an empty cell is no group for a new
/// client and leaves those of an old one; a word of one's own clears; the rest is added, or replaces.
#[test]
fn a0_35_what_a_cell_of_groups_does() {
    on_both(|house| {
        for name in ["Barge", "VIP"] {
            group(house, name);
        }
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let customer_group = customer_group(house);
        let before = "Number;Name;Client groups\n1;One;VIP\n2;Two;VIP\n3;Three;VIP\n";
        let update = "Number;Name;Client groups\n1;One;\n2;Two;none\n3;Three;Barge\n4;Four;\n";
        let undecided = prepared(&api, update, &json!({ "customer_group": customer_group }));
        assert_eq!(api.get(&format!("/imports/{undecided}/preview")).code(), "GROUPS_MODE_REQUIRED");
        assert_eq!(api.post(&format!("/imports/{undecided}/run"), &json!({})).code(), "GROUPS_MODE_REQUIRED");
        let columns = browser.follow(&browser.upload("/imports", "clients.csv", update.as_bytes()));
        let chosen = browser.press(&columns, "Check the rows", &[("customer_group", &customer_group)]);
        let undecided = browser.get(&chosen.location());
        assert_eq!(undecided.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(undecided.words().contains("It is not chosen what the client groups of the file do."));
        for (mode, three) in [("add", vec!["Barge", "VIP"]), ("replace", vec!["Barge"])] {
            for by_page in [true, false] {
                let first = prepared(&api, before, &json!({ "groups": "replace", "customer_group": customer_group }));
                run(&api, &first);
                if by_page {
                    let form = [("groups", mode), ("clear_word", "none"), ("customer_group", &customer_group)];
                    let check = checked(&browser, update, &form);
                    let result = taken_in(&browser, &check, "Import 4 rows").words();
                    assert!(result.contains("1 created, 2 updated, 1 unchanged, 0 left out"), "{result}");
                } else {
                    let choices = json!({ "groups": mode, "clear_word": "none", "customer_group": customer_group });
                    let id = prepared(&api, update, &choices);
                    assert_eq!(preview(&api, &id), ["unchanged", "update", "update", "create"]);
                    assert_eq!(run(&api, &id), [1, 2, 1, 0]);
                }
                for (client, groups) in
                    [("One", vec!["VIP"]), ("Two", vec![]), ("Three", three.clone()), ("Four", vec![])]
                {
                    assert_eq!(groups_of(&api, client), groups, "{mode} {client}");
                }
                let made = api.get("/clients?q=Four").json()["items"][0]["id"].as_str().expect("an id").to_owned();
                assert_eq!(api.delete(&format!("/clients/{made}")).status, StatusCode::NO_CONTENT);
            }
        }
    });
}

const FOUR_OUTCOMES: &str =
    "Number;Name;Phone;Client groups\n1;One;555;VIP\n2;Two;;\n3;Three;;Vip\n4;\"Fo;ur\";;\n5;;;\n";

/// A0-36 by import, on page and API: created, updated, unchanged and failed are the rows of the file; those that failed
/// come back with what is wrong beside them, and taken in again they fail alike, or are taken in once they are mended.
#[test]
fn a0_36_every_row_is_accounted_for() {
    on_both(|house| {
        group(house, "VIP");
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let customer_group = customer_group(house);
        let choices = json!({ "groups": "add", "customer_group": customer_group });
        run(&api, &prepared(&api, "Number;Name\n1;One\n2;Two\n", &choices));
        let form = [("groups", "add"), ("customer_group", customer_group.as_str())];
        let answer = browser.upload("/imports", "clients.csv", FOUR_OUTCOMES.as_bytes());
        let at = answer.location();
        let check = browser.follow(&browser.press(&browser.get(&at), "Check the rows", &form));
        let before = browser.get(&format!("{at}/failed.csv"));
        let result = taken_in(&browser, &check, "Import 3 rows");
        let words = result.words();
        assert!(words.contains("5 of 5 rows of clients.csv: 1 created, 1 updated, 1 unchanged, 2 left out"), "{words}");
        assert!(words.contains("Did you mean “VIP”?") && words.contains("The name is empty."), "{words}");
        assert!(result.text.contains(&format!("href=\"{at}/failed.csv\"")), "{words}");
        let failed = browser.get(&format!("{at}/failed.csv"));
        assert_eq!(failed.text, before.text, "what the check shows is what fails");
        assert!(failed.header("content-disposition").contains("clients-failed.csv"));
        assert!(
            failed.text.starts_with("\u{feff}Number,Name,Phone,Client groups,error\r\n3,Three,,Vip,"),
            "{}",
            failed.text
        );
        assert_eq!(failed.text.lines().count(), 3, "{}", failed.text);

        let again = checked(&browser, &failed.text, &form);
        assert!(again.words().contains("0 rows will be imported, 2 left out"), "{}", again.words());
        let id = prepared(&api, &failed.text, &choices);
        assert_eq!(run(&api, &id), [0, 0, 0, 2]);
        let twice = api.get(&format!("/imports/{id}/failed.csv"));
        assert_eq!(twice.text, failed.text, "the column of errors does not double");
        let mended = failed.text.replace(",Vip,", ",VIP,").replace("5,,", "5,Five,");
        let id = prepared(&api, &mended, &choices);
        assert_eq!(run(&api, &id), [2, 0, 0, 0]);
        assert_eq!(names(&api, "/clients?sort=number"), ["One", "Two", "Three", "Fo;ur", "Five"]);
    });
}

/// A0-37 by import, on page and API: a row finds its client by number or by registration number; two rows with one key
/// both fail, and so does a key that two clients have: never the first that comes.
#[test]
fn a0_37_a_key_means_one_row_and_one_client() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let customer_group = customer_group(house);
        let before = "Number;Name;Registration number\n1;One;R1\n2;Two;R2\n3;Three;R2\n";
        let choices = json!({ "customer_group": customer_group });
        assert_eq!(run(&api, &prepared(&api, before, &choices)), [3, 0, 0, 0]);
        let twice = "DUPLICATE_KEY_IN_FILE";
        let by_number = "Number;Name;Phone\n1;One;11\n4;Four;44\n4;Fourth;45\n0001;Other;46\n";
        let by_registration = "Registration number;Name;Phone\nR1;One;12\nR2;Two;22\nR4;Four;44\nR4;Fourth;45\n";
        for (file, key, said) in [
            (by_number, "number", ["update", twice, twice, "create"]),
            (by_registration, "registration_number", ["update", "KEY_MATCHES_SEVERAL", twice, twice]),
        ] {
            let id = prepared(&api, file, &json!({ "match_by": key, "customer_group": customer_group }));
            assert_eq!(preview(&api, &id), said, "{key}");
            let check = checked(&browser, file, &[("match_by", key), ("customer_group", &customer_group)]);
            let words = check.words();
            assert!(words.contains("Line 4 names the same client.") || words.contains("Line 5 names"), "{words}");
            assert_eq!(words.contains("2 clients have “R2”: 2, 3."), key == "registration_number", "{words}");
            let button = if key == "number" { "Import 2 rows" } else { "Import 1 row" };
            taken_in(&browser, &check, button);
            let counts = run(&api, &id);
            assert_eq!(counts[3], if key == "number" { 2 } else { 3 }, "{key}: {counts:?}");
            assert_eq!(counts[0], 0, "{key}: by now it is there, and found");
        }
        let found = api.get("/clients?sort=number").json();
        let phones: Vec<(&Value, &Value)> =
            found["items"].as_array().expect("items").iter().map(|item| (&item["number"], &item["phone"])).collect();
        let none = Value::Null;
        let texts = ["0001", "1", "2", "3", "46", "12"].map(|text| json!(text));
        let [other, one, two, three, phone_of_other, phone_of_one] = &texts;
        for expected in [(other, phone_of_other), (one, phone_of_one), (two, &none), (three, &none)] {
            assert!(phones.contains(&expected), "{phones:?}");
        }
        assert_eq!(phones.len(), 4, "{phones:?}");
    });
}
