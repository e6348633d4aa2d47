//! Each kind of group is called by its own name, wherever one meets it.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use super::customer_groups::account;
use super::{audit, column};
use crate::door::{Api, Browser};

/// A kind of group: where the API has it, where its page is, its word, what reports call it, and what makes one.
struct Kind {
    resource: &'static str,
    page: &'static str,
    form: &'static str,
    word: &'static str,
    field: &'static str,
    new: Value,
    typed: Vec<(&'static str, String)>,
}

fn kinds(api: &Api) -> [Kind; 4] {
    let named = |path: &str, name: &str| {
        let list = api.get(path).json();
        let all = list["items"].as_array().expect("a list").clone();
        let one = all.into_iter().find(|item| item["name"] == name).expect("it is there");
        one["id"].as_str().expect("an id").to_owned()
    };
    let (of_type, holding) = (named("/corporate-group-types", "Holding"), named("/client-types", "Holding"));
    let body = json!({ "name": "Plover & Sons", "customer_group": named("/customer-groups", "Domestic"),
        "client_types": [holding] });
    let client = api.post("/clients", &body).id();
    let account = account(api, "4300");
    let name = || ("name", "Quay".to_owned());
    [
        Kind {
            resource: "client-groups",
            page: "/settings/client-groups",
            form: "/settings/client-groups",
            word: "Client group",
            field: "client_group",
            new: json!({ "name": "Quay" }),
            typed: vec![name()],
        },
        Kind {
            resource: "customer-groups",
            page: "/settings/customer-groups",
            form: "/settings/customer-groups",
            word: "Customer group",
            field: "customer_group",
            new: json!({ "name": "Quay", "account": account }),
            typed: vec![name(), ("number", "77".to_owned()), ("account", account.clone())],
        },
        Kind {
            resource: "billing-groups",
            page: "/billing-groups",
            form: "/billing-groups",
            word: "Billing group",
            field: "billing_group",
            new: json!({ "name": "Quay", "members": [client], "primary_contact": client }),
            typed: vec![name(), ("members", client.clone()), ("primary_contact", client.clone())],
        },
        Kind {
            resource: "corporate-groups",
            page: "/corporate-groups",
            form: "/corporate-groups",
            word: "Corporate group",
            field: "corporate_group",
            new: json!({ "name": "Quay", "type": of_type, "head": client, "from": "2026-01-01", "to": "2026-12-31" }),
            typed: vec![
                name(),
                ("type", of_type.clone()),
                ("head", client.clone()),
                ("first", "2026".to_owned()),
                ("last", "2026".to_owned()),
            ],
        },
    ]
}

/// X2 on the API: the path, the audit and every error say of which kind the group is: one that is not there, one of a name
/// that is taken, one that changed meanwhile; reports call each kind by a field of its own.
#[test]
fn x2_the_api_names_the_kind() {
    on_both(|house| {
        let api = Api::of_owner(house);
        for Kind { resource, word, field, new, .. } in kinds(&api) {
            let path = format!("/{resource}");
            let lower = word.to_lowercase();
            let made = api.post(&path, &new);
            let id = made.id();
            assert_eq!(made.header("location"), format!("/api/v1{path}/{id}"));
            assert!(column(&api.get(&path), "name").contains(&"Quay".to_owned()), "{path}");
            let said = audit(&api)[0]["text"].as_str().expect("a text").to_owned();
            assert!(said.starts_with(&format!("{word} “Quay”")), "{said}");
            for nobody in ["nonsense", "grp_01h455vb4pex5vsknk084sn02q"] {
                let missing = api.get(&format!("{path}/{nobody}"));
                assert_eq!(missing.status, StatusCode::NOT_FOUND);
                assert_eq!(missing.json()["title"], format!("There is no such {lower}."), "{path}/{nobody}");
            }
            let one = format!("{path}/{id}");
            let stale = api.send("PATCH", &one, &[("If-Match", "\"99\"")], Some(&json!({ "name": "Pier" })));
            let stale = (stale.code(), stale.json()["title"].clone());
            let meanwhile = format!("The {lower} “Quay” was changed meanwhile.");
            assert_eq!(stale, ("CHANGED_MEANWHILE".to_owned(), json!(meanwhile)), "{path}");
            let taken = api.post(&path, &new);
            let title = taken.json()["title"].as_str().expect("a title").to_owned();
            assert_eq!((taken.status, taken.code().as_str()), (StatusCode::CONFLICT, "NAME_TAKEN"), "{}", taken.text);
            assert!(title.starts_with(&format!("The {lower} “Quay” already exists")), "{title}");
            let question = json!({ "dataset": "clients", "group_by": [field],
                "filters": [{ "field": field, "how": "any", "values": [id] }] });
            let report = api.post("/reports/run", &question).json();
            assert_eq!(report["header"]["definition"]["group_by"], json!([field]), "{report}");
        }
        let wrong = json!({ "dataset": "clients", "group_by": ["group"] });
        assert_eq!(api.post("/reports/run", &wrong).status, StatusCode::UNPROCESSABLE_ENTITY, "there is no mere group");
    });
}

/// X2 on the page: each kind has a list under its own word, a filter and a level of reports of that word, and its form refuses a
/// name that is taken by that word.
#[test]
fn x2_the_pages_name_the_kind() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let all = kinds(&api);
        let menu = browser.get("/report?dataset=clients");
        for Kind { page, form, word, field, new, resource, typed } in &all {
            let lower = word.to_lowercase();
            api.post(&format!("/{resource}"), new).id();
            let list = browser.get(page);
            assert!(list.text.contains(&format!("<h1>{word}s</h1>")), "{}", list.words());
            assert!(list.words().contains("Quay"), "{}", list.words());
            assert!(list.text.contains(&format!("<title>{word}s")), "{page}");
            assert!(menu.words().contains(word), "{}", menu.words());
            let chip = browser.get(&format!("/report?dataset=clients&by={field}&add={field}"));
            for said in [format!("{word} is any of Choose"), format!("Clients by {lower}")] {
                assert!(chip.words().contains(&said), "{said}: {}", chip.words());
            }
            let typed: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let taken = browser.post(form, &typed);
            assert_eq!(taken.status, StatusCode::CONFLICT, "{form}: {}", taken.words());
            let said = format!("The {lower} “Quay” already exists");
            assert!(taken.words().contains(&said), "{said}: {}", taken.words());
        }
        let client = column(&api.get("/clients?q=Plover"), "id").remove(0);
        let profile = browser.get(&format!("/clients/{client}")).words();
        for word in ["Customer group", "Client groups", "Billing groups", "Corporate groups"] {
            assert!(profile.contains(word), "{word}: {profile}");
        }
    });
}

/// X2 by import: the columns of a file of clients, and what is wrong in them, name the kind of group; so does a file of
/// memberships.
#[test]
fn x2_an_import_names_the_kind() {
    let house = TestHouse::sqlite();
    let api = Api::of_owner(&house);
    let (lists, memberships) = ("/imports?file_name=clients.csv", "/corporate-groups/import?dry_run=true");
    let file = "Name;Client groups;Customer group\nOne;Nowhere;Domestic\nTwo;;Martian\nThree;;\n";
    let id = api.upload(lists, file.as_bytes()).id();
    let columns = api.get(&format!("/imports/{id}")).json();
    assert_eq!(column_fields(&columns), ["name", "client_groups", "customer_group"]);
    assert!(api.post(&format!("/imports/{id}/mapping"), &json!({ "groups": "add" })).status.is_success());
    let preview = api.get(&format!("/imports/{id}/preview")).json();
    let said: Vec<String> = preview["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| row["problems"][0]["detail"].as_str().unwrap_or_else(|| panic!("{row}")).to_owned())
        .collect();
    for (sentence, begins) in
        said.iter().zip(["Client group “Nowhere”", "Customer group “Martian”", "The row has no customer group."])
    {
        assert!(sentence.starts_with(begins), "{begins}: {sentence}");
    }
    let page = Browser::of_owner(&house).get(&format!("/imports/{id}")).words();
    for begins in ["Client group “Nowhere”", "Customer group “Martian”"] {
        assert!(page.contains(begins), "{begins}: {page}");
    }
    let file = "Group,Type,Client,From,To\nNowhere,Holding,1,2026-01-01,2026-12-31\n";
    let judged = api.upload(memberships, file.as_bytes()).json();
    let title = judged["failed"][0].to_string();
    assert!(title.contains("There is no corporate group “Nowhere”"), "{judged}");
}

fn column_fields(import: &Value) -> Vec<&str> {
    import["columns"].as_array().expect("columns").iter().filter_map(|one| one["field"].as_str()).collect()
}
