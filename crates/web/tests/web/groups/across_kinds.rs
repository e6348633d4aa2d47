//! Across the kinds of groups: what holds a client, what archiving a group leaves as it was, one audit and one undo list.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use super::customer_groups::{account, eur, id_of};
use super::{column, group};
use crate::door::{Answer, Api, Browser};

/// One company in which things are put around a client.
struct Office {
    api: Api,
    holding: String,
    of_holdings: String,
    number: std::cell::Cell<usize>,
}

impl Office {
    fn new(house: &TestHouse) -> Office {
        let api = Api::of_owner(house);
        let named = |path: &str| {
            let list = api.get(path).json();
            let all = list["items"].as_array().expect("a list").clone();
            let one = all.into_iter().find(|item| item["name"] == "Holding").expect("Holding");
            one["id"].as_str().expect("an id").to_owned()
        };
        let (holding, of_holdings) = (named("/client-types"), named("/corporate-group-types"));
        Office { holding, of_holdings, api, number: std::cell::Cell::new(0) }
    }

    fn name(&self, what: &str) -> String {
        self.number.set(self.number.get() + 1);
        format!("{what} {}", self.number.get())
    }

    fn client(&self) -> String {
        let body = json!({ "name": self.name("Client"), "customer_group": id_of(&self.api, "Domestic"),
            "client_types": [self.holding] });
        self.api.post("/clients", &body).id()
    }

    fn family(&self, members: &[&str]) -> String {
        let body = json!({ "name": self.name("Family"), "members": members, "primary_contact": members[0] });
        self.api.post("/billing-groups", &body).id()
    }

    fn corporate(&self, head: &str) -> String {
        let body = json!({ "name": self.name("Holding"), "type": self.of_holdings, "head": head,
            "from": "2026-01-01", "to": "2027-12-31" });
        self.api.post("/corporate-groups", &body).id()
    }

    fn member(&self, client: &str) -> String {
        let group = self.corporate(&self.client());
        let body = json!({ "client": client, "from": "2026-01-01", "to": "2026-12-31" });
        let answer = self.api.post(&format!("/corporate-groups/{group}/memberships"), &body);
        assert!(answer.status.is_success(), "{}", answer.text);
        group
    }

    fn draft(&self, client: &str) -> String {
        let line = json!({ "text": "Advice", "quantity": "1", "unit_price": eur("100.00") });
        self.api.post("/invoices", &json!({ "client": client, "lines": [line] })).id()
    }

    fn book(&self, client: &str) -> String {
        let id = self.draft(client);
        assert_eq!(self.api.post(&format!("/invoices/{id}/book"), &json!({})).status, StatusCode::OK);
        id
    }

    fn entry(&self, client: &str) {
        let lines = json!([
            { "account": account(&self.api, "4300"), "client": client, "debit": eur("10.00") },
            { "account": account(&self.api, "7000"), "credit": eur("10.00") },
        ]);
        let posted = self.api.post("/entries", &json!({ "date": "2026-03-02", "text": "By hand", "lines": lines }));
        assert_eq!(posted.status, StatusCode::CREATED, "{}", posted.text);
    }
}

/// What is put around the client, and what deleting the client says then: nothing, or a code.
type Row = (&'static str, fn(&Office, &str), &'static str);

const HOLDS: &[Row] = &[
    ("nothing at all", |_, _| {}, ""),
    (
        "a client group",
        |office, client| {
            let group = group(&office.api, &office.name("Segment"));
            office.api.post(&format!("/client-groups/{group}/clients"), &json!({ "clients": [client] }));
        },
        "",
    ),
    (
        "another customer group",
        |office, client| {
            let body = json!({ "customer_group": id_of(&office.api, "European") });
            assert!(office.api.post(&format!("/clients/{client}/move-customer-group"), &body).status.is_success());
        },
        "",
    ),
    ("a billing group of others", |office, client| drop(office.family(&[&office.client(), client])), ""),
    ("a billing group for which it pays", |office, client| drop(office.family(&[client])), "CLIENT_IS_PRIMARY_CONTACT"),
    ("a corporate group", |office, client| drop(office.member(client)), "CLIENT_IN_CORPORATE_GROUP"),
    ("the head of a corporate group", |office, client| drop(office.corporate(client)), "CLIENT_IN_CORPORATE_GROUP"),
    (
        "time spent on it",
        |office, client| {
            let hour = json!({ "client": client, "date": "2026-03-02", "minutes": 60 });
            office.api.post("/time-entries", &hour).id();
        },
        "",
    ),
    ("a draft", |office, client| drop(office.draft(client)), "CLIENT_HAS_INVOICES"),
    (
        "a line for it on the draft of who pays",
        |office, client| {
            let payer = office.client();
            office.family(&[&payer, client]);
            let line = json!({ "text": "Advice", "unit_price": eur("100.00"), "recipient": client });
            office.api.post("/invoices", &json!({ "client": payer, "lines": [line] })).id();
        },
        "CLIENT_HAS_INVOICES",
    ),
    ("a booked invoice", |office, client| drop(office.book(client)), "CLIENT_HAS_ENTRIES"),
    ("an entry by hand, which is open", |office, client| office.entry(client), "CLIENT_HAS_ENTRIES"),
    (
        "a client that was merged into it",
        |office, client| {
            let twin = office.client();
            let merged = office.api.post(&format!("/clients/{twin}/merge"), &json!({ "into": client }));
            assert_eq!(merged.status, StatusCode::OK, "{}", merged.text);
        },
        "CLIENT_HAS_MERGED",
    ),
];

/// X6 on page and API: deleting a client looks at every kind: what holds it refuses, with a way out, and nothing has ended; what does not
/// hold it ends, and comes back by undo.
#[test]
fn x6_deleting_a_client_looks_at_every_kind() {
    on_both(|house| {
        let (office, browser) = (Office::new(house), Browser::of_owner(house));
        let groups_of = |client: &str| column(&office.api.get(&format!("/clients/{client}/groups")), "name");
        for (what, put, code) in HOLDS {
            let client = office.client();
            put(&office, &client);
            let before = groups_of(&client);
            let path = format!("/clients/{client}");
            let name = office.api.get(&path).json()["name"].as_str().expect("a name").to_owned();
            let answer = office.api.delete(&path);
            if code.is_empty() {
                assert_eq!(answer.status, StatusCode::NO_CONTENT, "{what}: {}", answer.text);
                assert_eq!(office.api.get(&path).status, StatusCode::NOT_FOUND, "{what}");
                for group in office.api.get("/client-groups").json()["items"].as_array().expect("groups") {
                    assert_eq!(group["clients_count"], 0, "{what}: {group}");
                }
                let operations =
                    office.api.get("/operations?limit=200").json()["items"].as_array().expect("a list").clone();
                let is_it =
                    |one: &&Value| one["undone_at"].is_null() && one["text"] == format!("Client “{name}” deleted");
                let operation = operations.iter().find(is_it).expect("the deletion")["id"].clone();
                let operation = operation.as_str().expect("an id");
                let undone = office.api.post(&format!("/operations/{operation}/undo"), &json!({}));
                assert_eq!(undone.status, StatusCode::OK, "{what}: {}", undone.text);
                assert_eq!(groups_of(&client), before, "{what}");
                // The next row begins without it in any group that is counted.
                assert_eq!(office.api.delete(&path).status, StatusCode::NO_CONTENT, "{what}");
            } else {
                assert_eq!((answer.status.as_u16(), answer.code()), (409, (*code).to_owned()), "{what}");
                let problem = answer.json();
                let way_out = problem["actions"][0]["href"].as_str().unwrap_or_else(|| panic!("{what}: {problem}"));
                let page = browser.post(&format!("{path}/delete"), &[]);
                assert_eq!(page.status, StatusCode::CONFLICT, "{what}: {}", page.words());
                let title = problem["title"].as_str().expect("a title");
                assert!(page.words().contains(title), "{what}: {title}: {}", page.words());
                assert!(page.text.contains(way_out), "{what}: {way_out}");
                assert_eq!(groups_of(&client), before, "{what}");
            }
        }
    });
}

/// What a document shows, at every door that shows it.
fn shown(api: &Api, browser: &Browser, invoice: &str) -> Vec<String> {
    let report = |by: &str| {
        let question = json!({ "dataset": "invoices", "date_basis": "as_posted", "filters": [],
            "columns": ["net", "invoices"], "group_by": [by] });
        let answer = api.post("/reports/run", &question);
        assert_eq!(answer.status, StatusCode::OK, "{by}: {}", answer.text);
        let report = answer.json();
        json!([report["rows"], report["total"]]).to_string()
    };
    let mut shown: Vec<String> =
        ["client_group", "customer_group", "billing_group", "corporate_group"].into_iter().map(report).collect();
    let read: Vec<Answer> = ["", "/print"].map(|part| api.get(&format!("/invoices/{invoice}{part}"))).into();
    assert!(read.iter().all(|answer| answer.status == StatusCode::OK));
    shown.extend(read.into_iter().map(|answer| answer.text));
    // Of the page of the document what is about it: its menu counts what is there now.
    let page = browser.get(&format!("/invoices/{invoice}")).words();
    let (_, about) = page.split_once("Posted as").unwrap_or_else(|| panic!("{page}"));
    shown.push(about.to_owned());
    shown.push(browser.get(&format!("/invoices/{invoice}/print")).text);
    let report = "/report?dataset=invoices&basis=as_posted&columns=net&by=";
    for by in ["customer_group", "billing_group"] {
        let page = browser.get(&format!("{report}{by}")).words();
        let (_, table) = page.split_once("Group by").unwrap_or_else(|| panic!("{page}"));
        shown.push(table.to_owned());
    }
    shown
}

/// X7 on page and API: a client is in a group of each kind when its invoice is booked. Whatever group is set aside then, and renamed, paper,
/// snapshot and the report as posted are the same, byte by byte.
#[test]
fn x7_setting_a_group_aside_changes_no_posted_document() {
    on_both(|house| {
        let office = Office::new(house);
        let api = &office.api;
        let segment = group(api, "Annual report");
        let own = api.post("/customer-groups", &json!({ "name": "Quay", "account": account(api, "4300") })).id();
        let client = api
            .post(
                "/clients",
                &json!({ "name": "Doe", "customer_group": own, "client_groups": [segment],
                "client_types": [office.holding] }),
            )
            .id();
        let family = office.family(&[&client]);
        let corporate = office.member(&client);
        let invoice = office.book(&client);
        let browser = Browser::of_owner(house);
        let before = shown(api, &browser, &invoice);
        let kinds: Vec<Value> =
            api.get(&format!("/invoices/{invoice}")).json()["groups_snapshot"].as_array().expect("groups").clone();
        let mut found: Vec<&str> = kinds.iter().filter_map(|group| group["kind"].as_str()).collect();
        found.sort_unstable();
        assert_eq!(found, ["billing", "corporate", "posting", "segment"]);
        let body = json!({ "customer_group": id_of(api, "European") });
        let aside: [(&str, Answer); 5] = [
            ("segment", api.post(&format!("/client-groups/{segment}/archive"), &json!({}))),
            ("move", api.post(&format!("/clients/{client}/move-customer-group"), &body)),
            ("posting", api.post(&format!("/customer-groups/{own}/archive"), &json!({}))),
            ("billing", api.post(&format!("/billing-groups/{family}/hide"), &json!({}))),
            (
                "corporate",
                api.patch(
                    &format!("/corporate-groups/{corporate}"),
                    &json!({ "to": "2026-12-31", "end_members": true }),
                ),
            ),
        ];
        for (kind, answer) in &aside {
            assert!(answer.status.is_success(), "{kind}: {}", answer.text);
        }
        assert_eq!(shown(api, &browser, &invoice), before);
    });
}

/// X1 on page and API: one client is at once in two client groups, a customer group, a billing group and a corporate group. The API lists
/// all of them by kind with their days, the profile shows them under the name of each kind.
#[test]
fn x1_a_client_is_in_groups_of_every_kind() {
    on_both(|house| {
        let office = Office::new(house);
        let api = &office.api;
        let segments = ["Annual report", "VIP"].map(|name| group(api, name));
        let client = office.client();
        let _ = api.patch(&format!("/clients/{client}"), &json!({ "client_groups": segments }));
        office.family(&[&client]);
        office.member(&client);
        let groups = api.get(&format!("/clients/{client}/groups?as_of=2026-03-02")).json();
        let mut kinds: Vec<&str> =
            groups["items"].as_array().expect("groups").iter().filter_map(|one| one["kind"].as_str()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["billing", "corporate", "posting", "segment", "segment"], "{groups}");
        assert!(groups["items"].as_array().expect("groups").iter().all(|one| one["from"].is_string()), "{groups}");
        let page = Browser::of_owner(house).get(&format!("/clients/{client}")).words();
        for said in [
            "Client groups",
            "Annual report",
            "VIP",
            "Billing groups",
            "Family",
            "Corporate groups",
            "2026",
            "Customer group",
            "Domestic",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
    });
}

/// X8 on page and API: what is done to a group of any kind stands in one audit and in one list of what can be undone; undo
/// is refused, with the reason, once a booked document leans on what was done.
#[test]
fn x8_one_audit_and_one_undo_list() {
    on_both(|house| {
        let (office, browser) = (Office::new(house), Browser::of_owner(house));
        let api = &office.api;
        let client = office.client();
        let segment = group(api, "Annual report");
        api.post(&format!("/client-groups/{segment}/clients"), &json!({ "clients": [client] }));
        let body = json!({ "customer_group": id_of(api, "European") });
        assert!(api.post(&format!("/clients/{client}/move-customer-group"), &body).status.is_success());
        office.family(&[&client]);
        office.member(&client);
        let verbs = column(&api.get("/audit?limit=50"), "verb");
        let page = browser.get("/settings/audit").words();
        let list = browser.get("/operations").words();
        let operations = api.get("/operations?limit=50").json()["items"].as_array().expect("a list").clone();
        let done = [
            ("bulk_groups", "“Annual report”"),
            ("move_customer_group", "moved to"),
            ("create_billing_group", "Billing group “Family"),
            ("add_corporate_members", "“Holding"),
        ];
        for (verb, said) in done {
            assert!(verbs.iter().any(|one| one == verb), "{verb}: {verbs:?}");
            assert!(page.contains(said), "{said}: {page}");
            assert!(list.contains(said), "{said}: {list}");
            let told = |one: &&Value| one["text"].as_str().is_some_and(|text| text.contains(said));
            assert!(operations.iter().any(|one| told(&one)), "{said}: {operations:?}");
        }
        office.book(&client);
        let moved = operations
            .iter()
            .find(|one| one["text"].as_str().is_some_and(|text| text.contains("moved to customer group")));
        let id = moved.expect("the move")["id"].as_str().expect("an id").to_owned();
        let refused = api.post(&format!("/operations/{id}/undo"), &json!({}));
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (409, "UNDO_BLOCKED"), "{}", refused.text);
        assert!(refused.json()["detail"].as_str().is_some_and(|why| why.contains("booked")), "{}", refused.text);
        let page = browser.post(&format!("/undo/{id}"), &[]);
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.words().contains("booked"), "{}", page.words());
    });
}
