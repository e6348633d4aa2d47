//! Names of groups in a file: what is one, which group it means, and what becomes of a name that means none.

use books::testing::on_both;
use serde_json::json;

use super::*;

const V6_OF_THE_PAGE: &str = "Name,Client group\nOne,Annual report\nTwo,Annual Report\nThree,\"VIP, Annual report\"\n\
    Four,\"VIP,\"\nFive,\"\"\"Law, tax\"\"\"\nSix,\n";

/// V6, A0-33 by import on the page: six rows, four clients, two left out; the suggestion, the warning and the sums are
/// shown before and after.
#[test]
fn v6_a_browser_takes_six_rows_in() {
    on_both(|house| {
        group(house, "Annual report");
        group(house, "VIP");
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let chosen = [("groups", "add"), ("customer_group", &customer_group(house))];
        let check = checked(&browser, V6_OF_THE_PAGE, &chosen);
        let words = check.words();
        for said in [
            "of 6 rows: 4 new, 0 change, 0 unchanged",
            "Client group “Annual Report” does not exist.",
            "Did you mean “Annual report”?",
            "Element 2 of the list is empty.",
            "Client group “Law, tax” does not exist.",
            "4 rows will be imported, 2 left out",
        ] {
            assert!(words.contains(said), "{said}: {words}");
        }
        assert_eq!(names(&api, "/clients"), [""; 0], "nothing is saved yet");
        let result = taken_in(&browser, &check, "Import 4 rows").words();
        assert!(
            result.contains("6 of 6 rows of clients.csv: 4 created, 0 updated, 0 unchanged, 2 left out"),
            "{result}"
        );
        assert_eq!(names(&api, "/clients"), ["Four", "One", "Six", "Three"]);
        for (client, groups) in [
            ("One", vec!["Annual report"]),
            ("Three", vec!["Annual report", "VIP"]),
            ("Four", vec!["VIP"]),
            ("Six", vec![]),
        ] {
            assert_eq!(groups_of(&api, client), groups, "{client}");
        }
    });
}

/// A0-5 by import: a name without anything to see and one of 121 characters create nothing; one of 120 does, inner
/// blanks stay as typed, and are compared collapsed.
#[test]
fn a0_5_what_counts_as_a_name_in_a_file() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let (longest, longer) = ("é".repeat(120), "é".repeat(121));
        let file = format!(
            "Name;Client group\nOne;  \nTwo;\u{200b}\u{2060}\nThree;{longer}\nFour;{longest}\nFive;Law   and tax\nSix;Law and tax\n"
        );
        let id = prepared(
            &api,
            &file,
            &json!({ "groups": "add", "create_groups": true, "customer_group": customer_group(house) }),
        );
        let said = preview(&api, &id);
        assert_eq!(said, ["create", "NAME_REQUIRED", "NAME_TOO_LONG", "create", "create", "GROUP_NO_EXACT_MATCH"]);
        assert_eq!(run(&api, &id), [3, 0, 0, 3]);
        assert_eq!(names(&api, "/client-groups"), [longest, "Law   and tax".to_owned()]);
        assert_eq!(groups_of(&api, "One"), [""; 0]);
    });
}

/// A0-6 by import: a name that exists means that group in either encoding; one that differs in capitals is refused with
/// the name that exists; two spellings of a new one do not become two groups; an archived one is offered back.
#[test]
fn a0_6_a_file_makes_no_second_group_of_a_name() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let [_, _, old] = ["VIP", "Café", "Old"].map(|name| group(house, name));
        api.post(&format!("/client-groups/{old}/archive"), &json!({}));
        let file = "Name;Client group\nOne;VIP, Cafe\u{301}\nTwo;vip\nThree;CAFE\u{301}\nFour;Old\nFive;Boats\nSix;boats\n\
            Seven;Kites, KITES\nEight;Boats\n";
        let id = prepared(
            &api,
            file,
            &json!({ "groups": "add", "create_groups": true, "customer_group": customer_group(house) }),
        );
        let near = "GROUP_NO_EXACT_MATCH";
        let expected = ["create", near, near, "GROUP_ARCHIVED", "create", near, near, "create"];
        assert_eq!(preview(&api, &id), expected);
        let shown = api.get(&format!("/imports/{id}/preview?show=errors")).json();
        for (row, existing) in [(0, "VIP"), (1, "Café"), (3, "Boats"), (4, "Kites")] {
            assert_eq!(shown["rows"][row]["problems"][0]["mends"][0]["to"], existing, "{shown}");
        }
        assert_eq!(shown["new_groups"], json!(["Boats"]));
        let restore = &shown["rows"][2]["problems"][0]["mends"][0];
        assert_eq!((&restore["way"], &restore["group"]), (&json!("restore"), &json!(old.to_string())));
        assert_eq!(run(&api, &id), [3, 0, 0, 5]);
        assert_eq!(names(&api, "/client-groups"), ["Boats", "Café", "VIP"]);
        assert_eq!(groups_of(&api, "One"), ["Café", "VIP"]);
    });
}

/// Cells that are near `Annual report`, each with how the page shows what the eye would miss.
const NEAR: [(&str, &str); 6] = [
    ("Annual Report", "“Annual Report”"),
    ("annual report ", "“annual report␠”"),
    ("Annual  report", "“Annual␠␠report”"),
    ("Annual\u{a0}report", "“Annual⍽report”"),
    ("ANNUAL REPORT", "“ANNUAL REPORT”"),
    ("Annual report,annual report", "“annual report”"),
];

/// A0-32 by import, on page and API: a name that is only near is an error with the one suggestion, and puts nobody into
/// any group, not even where another name of the row is right; nothing is folded; one button mends it.
#[test]
fn a0_32_a_near_name_is_no_name() {
    on_both(|house| {
        for name in ["Annual report", "Straße"] {
            group(house, name);
        }
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let mut file = "Name;Client group\n".to_owned();
        for (number, (cell, _)) in NEAR.iter().enumerate() {
            file.push_str(&format!("Client {number};{cell}\n"));
        }
        file.push_str("Dotless;annual rıport\nDouble;STRASSE\nExact;Annual report\n");
        let customer_group = customer_group(house);
        let id = prepared(&api, &file, &json!({ "groups": "add", "customer_group": customer_group }));
        let said = preview(&api, &id);
        assert_eq!(said[..6], ["GROUP_NO_EXACT_MATCH"; 6]);
        assert_eq!(said[6..], ["GROUP_UNKNOWN", "GROUP_UNKNOWN", "create"]);
        assert_eq!(run(&api, &id), [1, 0, 0, 8]);
        assert_eq!(names(&api, "/clients"), ["Exact"], "a row that is refused makes no client either");

        let check = checked(&browser, &file, &[("groups", "add"), ("customer_group", &customer_group)]);
        let words = check.words();
        for (_, shown) in NEAR {
            let sentence = format!("Client group {shown} does not exist. “Annual report” does;");
            assert!(words.contains(&sentence), "{sentence}: {words}");
        }
        let mended = browser.follow(&browser.press(&check, "Use “Annual report”", &[]));
        assert!(mended.words().contains("2 rows will be imported, 7 left out"), "{}", mended.words());
        let result = taken_in(&browser, &mended, "Import 2 rows").words();
        assert!(result.contains("1 created, 0 updated, 1 unchanged, 7 left out"), "{result}");
        assert_eq!(groups_of(&api, "Client 0"), ["Annual report"]);
    });
}

/// A0-32, A0-34 by import, on page and API: a group must be there before; an administrator may choose to create those
/// that are not, nobody else is offered it or gets through with it; an archived one is restored on the way.
#[test]
fn a0_34_a_group_must_exist_before() {
    on_both(|house| {
        let old = group(house, "Old");
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        api.post(&format!("/client-groups/{old}/archive"), &json!({}));
        let file = "Name;Client groups\nOne;Boats, Kites\nTwo;Moons\nThree;Old\nFour;\n";
        let choices = json!({ "groups": "add", "customer_group": customer_group(house) });
        let member = house.hire("accountant");
        let books::Who::Person(member) = member.who else { panic!("a person") };
        let (their_api, their_page) = (Api::of(house, member), Browser::of(house, member));

        let id = prepared(&their_api, file, &choices);
        assert_eq!(
            preview(&their_api, &id),
            ["GROUP_UNKNOWN GROUP_UNKNOWN", "GROUP_UNKNOWN", "GROUP_ARCHIVED", "create"]
        );
        let shown = their_api.get(&format!("/imports/{id}/preview")).json();
        assert_eq!(shown["missing_groups"], json!([]), "no choice is offered to a member");
        let refused = their_api.post(&format!("/imports/{id}/mapping"), &json!({ "create_groups": true }));
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, "PERM_GROUP_MANAGE"));
        let form = [("groups", "add"), ("customer_group", &customer_group(house))];
        let check = checked(&their_page, file, &form);
        assert!(!check.words().contains("Create th") && !check.words().contains("Restore “Old”"), "{}", check.words());
        assert!(check.words().contains("An administrator can create it"), "{}", check.words());
        let forced = [&form[..], &[("create_groups", "1")]].concat();
        let columns = their_page.follow(&their_page.upload("/imports", "clients.csv", file.as_bytes()));
        assert_eq!(their_page.press(&columns, "Check the rows", &forced).status, StatusCode::FORBIDDEN);
        assert_eq!(run(&their_api, &id), [1, 0, 0, 3]);
        assert_eq!(names(&api, "/client-groups"), [""; 0]);

        let check = checked(&browser, file, &form);
        assert!(check.words().contains("3 client groups do not exist. Boats, Kites, Moons"), "{}", check.words());
        let created = browser.follow(&browser.press(&check, "Create these 3 groups", &[]));
        let restored = browser.follow(&browser.press(&created, "Restore “Old”", &[]));
        let words = restored.words();
        assert!(words.contains("3 client groups will be created. Boats, Kites, Moons"), "{words}");
        let stopped = browser.follow(&browser.press(&restored, "Do not create them", &[]));
        assert!(stopped.words().contains("2 rows will be imported, 2 left out"), "{}", stopped.words());
        let again = browser.follow(&browser.press(&stopped, "Create these 3 groups", &[]));
        taken_in(&browser, &again, "Import 4 rows");
        assert_eq!(names(&api, "/client-groups"), ["Boats", "Kites", "Moons", "Old"]);
        assert_eq!(groups_of(&api, "One"), ["Boats", "Kites"]);
        assert_eq!(groups_of(&api, "Three"), ["Old"]);
    });
}

/// A0-34 by import over the API: what was missing at the upload and is made by hand before the rows are taken in is
/// there; what was there and is gone is missing.
#[test]
fn a0_34_what_counts_is_what_is_there_when_rows_go_in() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let gone = group(house, "Gone");
        let file = "Name;Client groups\nOne;Boats\nTwo;Gone\n";
        let id = prepared(&api, file, &json!({ "groups": "add", "customer_group": customer_group(house) }));
        assert_eq!(preview(&api, &id), ["GROUP_UNKNOWN", "create"]);
        group(house, "Boats");
        assert_eq!(api.delete(&format!("/client-groups/{gone}")).status, StatusCode::NO_CONTENT);
        assert_eq!(preview(&api, &id), ["create", "GROUP_UNKNOWN"]);
        assert_eq!(run(&api, &id), [1, 0, 0, 1]);
        assert_eq!(groups_of(&api, "One"), ["Boats"]);
    });
}

/// A0-33 by import, on page and API: several groups in a cell; a comma within a name needs quotes, and a quote its
/// partner; what the export writes means the same groups again.
#[test]
fn a0_33_lists_are_read_and_written_alike() {
    on_both(|house| {
        for name in ["Law, tax", "The \"best\"", "VIP"] {
            group(house, name);
        }
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let file = "Number;Name;Client groups\n1;One;\"\"\"Law, tax\"\", VIP\"\n2;Two;\"\"\"Law, tax\"\n3;Three;Law, tax\n\
            4;Four;\"\"\"Law\"\" tax\"\n5;Five;\"\"\"The \"\"\"\"best\"\"\"\"\"\",\"\"Law, tax\"\"\"\n";
        let form = [("groups", "replace"), ("customer_group", &customer_group(house))];
        let check = checked(&browser, file, &form);
        for said in ["A quote in element 1 of the list has no partner.", "Text follows the closing quote of element 1"]
        {
            assert!(check.words().contains(said), "{said}: {}", check.words());
        }
        let result = taken_in(&browser, &check, "Import 2 rows").words();
        assert!(result.contains("2 created, 0 updated, 0 unchanged, 3 left out"), "{result}");
        assert_eq!(groups_of(&api, "One"), ["Law, tax", "VIP"]);
        assert_eq!(groups_of(&api, "Five"), ["Law, tax", "The \"best\""]);

        let id = prepared(&api, file, &json!({ "groups": "replace", "customer_group": customer_group(house) }));
        let quotes = ["unchanged", "LIST_UNBALANCED_QUOTE", "GROUP_UNKNOWN GROUP_UNKNOWN", "LIST_TEXT_AFTER_QUOTE"];
        assert_eq!(preview(&api, &id), [&quotes[..], &["unchanged"]].concat());
        for out in [api.get("/exports/clients.csv"), browser.get("/exports/clients.csv")] {
            let id = prepared(&api, &out.text, &json!({ "groups": "replace" }));
            assert_eq!(preview(&api, &id), ["unchanged", "unchanged"], "{}", out.text);
        }
    });
}
