//! Files of clients by the API and by the pages, as programs and browsers send them.

mod groups;
mod names;
mod undoing;
mod updates;

use crate::door::{Answer, Api, Browser};
use axum::body::Body;
use axum::http::StatusCode;
use books::groups::CreateClientGroup;
use books::testing::{TestHouse, on_both};
use kernel::{GroupId, Name};
use serde_json::{Value, json};

fn group(house: &TestHouse, name: &str) -> GroupId {
    house.perform(CreateClientGroup {
        name: Name::parse(name).expect("a name"),
        color: None,
        note: String::new(),
        set: None,
    })
}

/// A file that a program has uploaded, with its choices.
fn prepared(api: &Api, file: &str, choices: &Value) -> String {
    let id = api.upload("/imports?file_name=clients.csv", file.as_bytes()).id();
    let chosen = api.post(&format!("/imports/{id}/mapping"), choices);
    assert_eq!(chosen.status, StatusCode::OK, "{}", chosen.text);
    id
}

/// What the preview says of each row: what it would do, or the codes of what is wrong; warnings in brackets.
fn preview(api: &Api, id: &str) -> Vec<String> {
    let preview = api.get(&format!("/imports/{id}/preview")).json();
    let codes = |row: &Value, of: &str| {
        let problems = row[of].as_array().expect("a list").iter();
        problems.map(|problem| problem["code"].as_str().expect("a code").to_owned()).collect::<Vec<_>>().join(" ")
    };
    let said = |row: &Value| match (codes(row, "problems"), codes(row, "warnings")) {
        (problems, _) if !problems.is_empty() => problems,
        (_, warnings) if !warnings.is_empty() => format!("{} ({warnings})", row["outcome"].as_str().unwrap_or("?")),
        _ => row["outcome"].as_str().expect("an outcome").to_owned(),
    };
    preview["rows"].as_array().unwrap_or_else(|| panic!("{preview}")).iter().map(said).collect()
}

/// Runs an import to its end, and says what became of its rows: created, updated, unchanged, failed.
#[track_caller]
fn run(api: &Api, id: &str) -> [i64; 4] {
    let import = ended(api, id);
    ["created", "updated", "unchanged", "failed"].map(|count| import[count].as_i64().expect("a number"))
}

/// Runs an import to its end.
#[track_caller]
fn ended(api: &Api, id: &str) -> Value {
    let answer = api.post(&format!("/imports/{id}/run"), &json!({}));
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let mut import = answer.json();
    // On a busy machine the answer comes before the end.
    while import["state"] == "running" {
        std::thread::sleep(std::time::Duration::from_millis(50));
        import = api.get(&format!("/imports/{id}")).json();
    }
    import
}

/// A file that a browser has uploaded and prepared with the form of the columns; what it is shown then.
#[track_caller]
fn checked(browser: &Browser, file: &str, chosen: &[(&str, &str)]) -> Answer {
    let columns = browser.follow(&browser.upload("/imports", "clients.csv", file.as_bytes()));
    browser.follow(&browser.press(&columns, "Check the rows", chosen))
}

/// Presses the button that takes the rows in, and waits for the result.
#[track_caller]
fn taken_in(browser: &Browser, check: &Answer, button: &str) -> Answer {
    let answer = browser.press(check, button, &[]);
    let mut result = browser.follow(&answer);
    while result.headers.contains_key("refresh") {
        std::thread::sleep(std::time::Duration::from_millis(50));
        result = browser.follow(&answer);
    }
    result
}

/// The names of the client groups that the client of this name is in.
fn groups_of(api: &Api, client: &str) -> Vec<String> {
    let found = api.get("/clients?limit=200").json();
    let items = found["items"].as_array().expect("items").clone();
    let one = items.iter().find(|item| item["name"] == client).unwrap_or_else(|| panic!("no {client}: {found}"));
    let groups = api.get(&format!("/clients/{}/groups", one["id"].as_str().expect("an id"))).json();
    let groups = groups["items"].as_array().expect("groups").iter().filter(|group| group["kind"] == "segment");
    groups.map(|group| group["name"].as_str().expect("a name").to_owned()).collect()
}

/// Names of everything in a list.
fn names(api: &Api, path: &str) -> Vec<String> {
    let list = api.get(path).json();
    let items = list["items"].as_array().unwrap_or_else(|| panic!("a list: {list}"));
    items.iter().map(|item| item["name"].as_str().expect("a name").to_owned()).collect()
}

fn customer_group(house: &TestHouse) -> String {
    house.ask(books::clients::ListChoices).customer_groups[0].id.to_string()
}

const V6: &str = "Name,Client group\r\nOne,Annual report\r\nTwo,Annual Report\r\nThree,\"VIP, Annual report\"\r\n\
    Four,\"VIP,\"\r\nFive,\"\"\"Law, tax\"\"\"\r\nSix,\r\n";

/// V6, A0-32, A0-33, A0-35, A0-36, A0-38 by import over the API: upload, choose, preview, run, the failed rows, undo.
#[test]
fn v6_a_program_takes_a_file_in() {
    on_both(|house| {
        group(house, "Annual report");
        group(house, "VIP");
        let api = Api::of(house, house.owner);
        let made = api.upload("/imports?file_name=november.csv", V6.as_bytes());
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let id = made.id();
        assert_eq!(made.json()["columns"][1]["field"], "client_groups");
        let at = |path: &str| format!("/imports/{id}{path}");
        // A0-35: the mode is chosen before the preview.
        assert_eq!(api.get(&at("/preview")).code(), "GROUPS_MODE_REQUIRED");
        let choices = json!({ "groups": "add", "customer_group": customer_group(house) });
        assert_eq!(api.post(&at("/mapping"), &choices).json()["state"], "prepared");
        assert_eq!(api.post(&at("/mapping"), &json!({ "groups": "sideways" })).code(), "FIELD_INVALID");
        let preview = api.get(&at("/preview?show=errors")).json();
        assert_eq!((&preview["created"], &preview["failed"], &preview["warned"]), (&json!(4), &json!(2), &json!(1)));
        assert_eq!(preview["rows"][0]["problems"][0]["code"], "GROUP_NO_EXACT_MATCH");
        assert_eq!(preview["rows"][0]["problems"][0]["mends"][0]["to"], "Annual report");
        assert_eq!(preview["missing_groups"], json!(["Law, tax"]));
        assert_eq!(api.post(&at("/run?dry_run=true"), &json!({})).status, StatusCode::OK);
        assert_eq!(api.get(&at("")).json()["state"], "prepared");
        let done = ended(&api, &id);
        assert_eq!((&done["created"], &done["failed"], &done["rows"]), (&json!(4), &json!(2), &json!(6)), "{done}");
        assert_eq!(api.post(&at("/run"), &json!({})).code(), "IMPORT_STARTED");
        let failed = api.get(&at("/failed.csv"));
        assert!(failed.text.starts_with("\u{feff}Name,Client group,error\r\nTwo,Annual Report,"), "{}", failed.text);
        let again = api.upload("/imports", failed.text.as_bytes());
        assert_eq!(again.json()["rows"], 2, "{}", again.text);
        let undone = api.post(&at("/undo"), &json!({})).json();
        assert_eq!(undone["state"], "undone");
        assert_eq!(api.get("/clients").json()["items"], json!([]));
        assert_eq!(api.post(&at("/undo"), &json!({})).code(), "UNDO_DONE");
    });
}

/// Files that are none are refused in whole sentences, and nothing is kept of them.
#[test]
fn bad_files_are_refused() {
    let house = TestHouse::sqlite();
    let api = Api::of(&house, house.owner);
    for (bytes, code) in [
        (&b""[..], "FILE_EMPTY"),
        (b"Name\n", "FILE_EMPTY"),
        (b"%PDF-1.7 nothing", "FILE_NOT_TEXT"),
        (b"Name,City\n\"Ash,Porto\nBirch,Riga\n", "FILE_UNBALANCED_QUOTE"),
        (b"PK\x03\x04 not a workbook", "FILE_DAMAGED"),
    ] {
        let refused = api.upload("/imports?file_name=clients.csv", bytes);
        assert_eq!(refused.code(), code, "{}", refused.text);
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(api.get("/imports").json()["items"], json!([]));
}

/// What makes no sense of a file is refused by field, and leaves the preparation as it was.
#[test]
fn preparations_that_make_no_sense_are_refused() {
    on_both(|house| {
        let api = Api::of(house, house.owner);
        let id = api.upload("/imports", b"Name,City\nOne,Porto\n").id();
        let at = |path: &str| format!("/imports/{id}{path}");
        let before = api.get(&at("")).json();
        let skipped: Vec<i64> = (0..5_001).collect();
        for (body, code, field) in [
            (json!({ "clear_word": " " }), "CLEAR_WORD_INVALID", "clear_word"),
            (json!({ "clear_word": "a word of more than twenty" }), "CLEAR_WORD_INVALID", "clear_word"),
            (json!({ "columns": ["email", "email"] }), "COLUMN_TWICE", "columns"),
            (json!({ "columns": ["name"] }), "COLUMNS_DIFFER", "columns"),
            (json!({ "columns": [null, "city"] }), "NAME_COLUMN_REQUIRED", "columns"),
            (json!({ "skipped": skipped }), "CORRECTIONS_TOO_MANY", "edits"),
        ] {
            let refused = api.post(&at("/mapping"), &body);
            assert_eq!((refused.status, refused.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, code));
            assert_eq!(refused.json()["field"], field, "{code}");
        }
        assert_eq!(api.get(&at("")).json(), before);
        assert_eq!(api.get("/imports/imp_nonsense").status, StatusCode::NOT_FOUND);
        assert_eq!(api.get("/imports?limit=0").code(), "FIELD_INVALID");
        assert_eq!(api.get("/imports?colour=red").code(), "QUERY_UNREADABLE");
    });
}

/// A0-38 by import over the API: an import is taken back until one of its clients stands on an invoice, if only on a draft; then the refusal
/// names that client, and nothing of the import goes.
#[test]
fn a0_38_an_invoiced_client_keeps_its_import() {
    on_both(|house| {
        let api = Api::of(house, house.owner);
        let id = api.upload("/imports", b"Name\nOne\nTwo\n").id();
        let at = |path: &str| format!("/imports/{id}{path}");
        api.post(&at("/mapping"), &json!({ "customer_group": customer_group(house) }));
        ended(&api, &id);
        let two = api.get("/clients?q=two").json()["items"][0]["id"].clone();
        let draft = api.post("/invoices", &json!({ "client": two })).id();
        let refused = api.post(&at("/undo"), &json!({}));
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "UNDO_BLOCKED"));
        assert!(refused.text.contains("“Two” has been invoiced since."), "{}", refused.text);
        assert_eq!(api.get("/clients").json()["items"].as_array().map(Vec::len), Some(2));
        assert_eq!(api.delete(&format!("/invoices/{draft}")).status, StatusCode::NO_CONTENT);
        assert_eq!(api.post(&at("/undo"), &json!({})).json()["state"], "undone");
        assert_eq!(api.get("/clients").json()["items"], json!([]));
    });
}

/// A form without a file, and a file that is larger than is read at once.
#[test]
fn files_that_do_not_arrive_are_refused() {
    let house = TestHouse::sqlite();
    let (api, browser) = (Api::of(&house, house.owner), Browser::of_owner(&house));
    let empty = b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--x--\r\n".to_vec();
    let form = [("Content-Type", "multipart/form-data; boundary=x")];
    let none = api.request("POST", "/imports", &form, Body::from(empty));
    assert_eq!((none.status, none.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "FILE_MISSING"));
    assert!(browser.upload("/imports", "", b"").words().contains("No file is chosen."));
    let large = api.upload("/imports", &vec![b'a'; 65 * 1024 * 1024]);
    assert_eq!((large.status, large.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "FILE_TOO_LARGE"));
    assert_eq!(api.get("/imports").json()["items"], json!([]));
}

/// X10: an import is for those who may import, and only with the right to edit every client.
#[test]
fn whoever_may_not_import_sees_no_import() {
    let house = TestHouse::sqlite();
    let api = Api::of(&house, house.owner);
    let id = api.upload("/imports", b"Name\nOne\n").id();
    let books::Who::Person(person) = house.hire("staff").who else { panic!("a person") };
    let staff = Api::of(&house, person);
    for path in ["/imports", &format!("/imports/{id}"), &format!("/imports/{id}/preview"), "/exports/clients.csv"] {
        assert_eq!(staff.get(path).code(), "PERM_MISSING", "{path}");
    }
    assert_eq!(staff.upload("/imports", b"Name\nTwo\n").code(), "PERM_MISSING");
    assert_eq!(staff.post(&format!("/imports/{id}/run"), &json!({})).code(), "PERM_MISSING");
}

/// A stale choice is refused, and a repeated upload under the same key makes one import.
#[test]
fn conventions_hold_for_imports() {
    let house = TestHouse::sqlite();
    let api = Api::of(&house, house.owner);
    let keyed =
        |bytes: &[u8]| api.request("POST", "/imports", &[("Idempotency-Key", "k1")], Body::from(bytes.to_vec()));
    let first = keyed(b"Name\nOne\n");
    assert_eq!(keyed(b"Name\nOne\n").id(), first.id());
    assert_eq!(keyed(b"Name\nTwo\n").code(), "IDEMPOTENCY_MISMATCH");
    let mapping = format!("/imports/{}/mapping", first.id());
    let stale = api.send("POST", &mapping, &[("If-Match", "\"7\"")], Some(&json!({ "prospects": true })));
    assert_eq!((stale.status, stale.code().as_str()), (StatusCode::PRECONDITION_FAILED, "CHANGED_MEANWHILE"));
}

/// S5: an export is armed against formulas, and comes in again as it went out.
#[test]
fn s5_an_export_comes_back() {
    on_both(|house| {
        group(house, "Law, tax");
        let api = Api::of(house, house.owner);
        let file = "Number,Name,Client groups,Customer group\n7,=1+1,\"\"\"Law, tax\"\"\",Domestic\n8,@Ash,,European\n";
        let take = |bytes: &[u8]| {
            let id = api.upload("/imports", bytes).id();
            api.post(&format!("/imports/{id}/mapping"), &json!({ "groups": "replace" }));
            ended(&api, &id)
        };
        assert_eq!(take(file.as_bytes())["created"], 2);
        let csv = api.get("/exports/clients.csv");
        assert!(csv.text.contains("7,'=1+1,") && csv.text.contains("\"\"\"Law, tax\"\"\""), "{}", csv.text);
        assert_eq!(take(csv.text.as_bytes())["unchanged"], 2);
    });
}

/// The pages, without a script: upload, columns, a mend for all, a row by hand, import, undo.
#[test]
fn a_browser_takes_a_file_in() {
    on_both(|house| {
        group(house, "Annual report");
        let browser = Browser::of_owner(house);
        let list = browser.get("/imports");
        assert!(list.text.contains("No file has been imported yet"), "{}", list.text);
        let refused = browser.upload("/imports", "", b"");
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("No file is chosen."));
        let file = "Name,Email,Client group\nOne,a@b,annual report\nTwo,,annual report\nThree,c@example.org,Boats\n,d@example.org,\n";
        let at = browser.upload("/imports", "clients.csv", file.as_bytes()).location();
        let columns = browser.get(&at);
        assert!(columns.text.contains("Choose the columns") && columns.text.contains("a@b"), "{}", columns.text);
        let form = [
            ("version", "1"),
            ("column-0", "name"),
            ("column-1", "email"),
            ("column-2", "client_groups"),
            ("match_by", "name"),
            ("clear_word", "-"),
            ("customer_group", &customer_group(house)),
        ];
        // The groups' mode is not chosen: the step is shown again with the reason.
        browser.post(&format!("{at}/columns"), &form);
        assert!(browser.get(&at).text.contains("It is not chosen what the client groups of the file do."));
        let with_mode: Vec<_> = form
            .iter()
            .copied()
            .chain([("groups", "add")])
            .map(|(k, v)| if k == "version" { (k, "2") } else { (k, v) })
            .collect();
        browser.post(&format!("{at}/columns"), &with_mode);
        let check = browser.get(&at);
        assert!(check.text.contains("Check before importing") && check.text.contains("for all 2"), "{}", check.text);
        assert!(check.text.contains("Import 0 rows") && check.text.contains("Create this group"));
        let mend = |what: serde_json::Value, version: &str| {
            let sent = what.to_string();
            browser.post(&format!("{at}/mend"), &[("version", version), ("mend", &sent), ("show", "errors")])
        };
        let used = json!({ "what": "use", "field": "client_groups", "from": "annual report", "to": "Annual report" });
        assert_eq!(mend(used.clone(), "3").location(), format!("{at}?show=errors"));
        assert_eq!(mend(used, "3").status, StatusCode::PRECONDITION_FAILED);
        mend(json!({ "what": "create" }), "4");
        let row = browser.get(&format!("{at}/rows/2"));
        assert!(row.text.contains("is not a full email address"), "{}", row.text);
        let typed =
            [("version", "5"), ("email", "a@b.example"), ("was-email", "a@b"), ("name", "One"), ("was-name", "One")];
        browser.post(&format!("{at}/rows/2"), &typed);
        let check = browser.get(&at).text;
        assert!(check.contains("Import 3 rows") && check.contains("1 client group will be created"), "{check}");
        let done = browser.post(&format!("{at}/run"), &[("version", "6")]);
        assert_eq!(done.location(), at, "{}", done.text);
        let result = browser.get(&at).text;
        assert!(result.contains("3 created, 0 updated, 0 unchanged, 1 left out"), "{result}");
        assert!(result.contains("The name is empty.") && result.contains("Undo this import"));
        browser.post(&format!("{at}/undo"), &[]);
        assert!(browser.get(&at).text.contains("The import was undone"));
        assert!(browser.get("/exports/clients.xlsx").status.is_success());
    });
}
