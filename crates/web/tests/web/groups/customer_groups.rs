//! Customer groups: the list, its edit mode, the control account of each, what holds them, and their clients.

use axum::http::StatusCode;
use books::testing::on_both;
use serde_json::{Value, json};

use super::{audit, client_in, column, person, refused};
use crate::door::{Api, Browser};

const PAGE: &str = "/settings/customer-groups";

pub(super) fn account(api: &Api, number: &str) -> String {
    let found = api.get(&format!("/accounts?archived=true&q={number}&limit=200")).json();
    let items = found["items"].as_array().expect("items").clone();
    let one = items.into_iter().find(|item| item["number"] == number).expect("the account");
    one["id"].as_str().expect("an id").to_owned()
}

pub(super) fn shown(api: &Api, name: &str) -> Value {
    let list = api.get("/customer-groups?archived=true").json();
    let items = list["items"].as_array().expect("items").clone();
    items.into_iter().find(|item| item["name"] == name).unwrap_or_else(|| panic!("no group {name}"))
}

pub(super) fn id_of(api: &Api, name: &str) -> String {
    shown(api, name)["id"].as_str().expect("an id").to_owned()
}

pub(super) fn customer(api: &Api, name: &str, group: &str) -> String {
    api.post("/clients", &json!({ "name": name, "customer_group": id_of(api, group) })).id()
}

pub(super) fn eur(text: &str) -> Value {
    json!({ "amount": text, "currency": "EUR" })
}

/// An entry on the client's control account: what it owes when `debit`, what it paid otherwise.
fn post(api: &Api, client: &str, number: &str, debit: bool, day: &str) {
    let (own, other) = if debit { ("debit", "credit") } else { ("credit", "debit") };
    let counter = account(api, if debit { "7000" } else { "5720" });
    let lines = json!([
        { "account": account(api, number), "client": client, own: eur("121.00") },
        { "account": counter, other: eur("121.00") },
    ]);
    let posted = api.post("/entries", &json!({ "date": day, "text": "Advice", "lines": lines }));
    assert_eq!(posted.status, StatusCode::CREATED, "{}", posted.text);
}

/// The edit mode's form as it would come back untouched, with changes by group and field.
fn list_form(api: &Api, changes: &[(&str, &str, &str)]) -> Vec<(String, String)> {
    let list = api.get("/customer-groups").json();
    let mut form = Vec::new();
    for item in list["items"].as_array().expect("items") {
        let text = |field: &str| match &item[field] {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        for (field, of) in [
            ("id", "id"),
            ("version", "version"),
            ("name", "name"),
            ("number", "number"),
            ("account", "account"),
            ("vat_zone", "vat_zone"),
            ("payment_days", "payment_terms"),
        ] {
            let change = changes.iter().find(|(group, name, _)| item["name"] == **group && *name == field);
            form.push((field.to_owned(), change.map_or_else(|| text(of), |(_, _, new)| (*new).to_owned())));
        }
    }
    form
}

fn save_list(browser: &Browser, form: &[(String, String)]) -> crate::door::Answer {
    let pairs: Vec<(&str, &str)> = form.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    browser.post(&format!("{PAGE}/save"), &pairs)
}

/// A1-1 on page and API: without a customer group no client is made, and the way out leads to one.
#[test]
fn a1_1_a_client_needs_a_customer_group_to_exist() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        for name in ["Domestic", "European", "Overseas"] {
            assert_eq!(api.delete(&format!("/customer-groups/{}", id_of(&api, name))).status, StatusCode::NO_CONTENT);
        }
        assert!(browser.get(PAGE).words().contains("No customer group yet"));
        let answer = api.post("/clients", &json!({ "name": "Plover & Sons" }));
        assert_eq!(refused(&answer), (409, "ACCOUNTING_GROUP_REQUIRED".to_owned()));
        assert_eq!(answer.json()["actions"][0]["href"], "/settings/customer-groups/new", "{}", answer.text);
        let page = browser.post("/clients", &[("name", "Plover & Sons")]);
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.text.contains("/settings/customer-groups/new") && page.text.contains("Plover &#38; Sons"));
        let made = api.post("/customer-groups", &json!({ "name": "Retail", "account": account(&api, "4300") }));
        assert_eq!(made.json()["number"], "1", "{}", made.text);
        assert_eq!(api.post("/clients", &json!({ "name": "Plover & Sons" })).status, StatusCode::CREATED);
    });
}

/// A1-3 on page and API: number, name, account, customers and open balance; who may not see balances sees none.
#[test]
fn a1_3_the_list_tells_customers_and_balances() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let client = customer(&api, "Plover & Sons", "European");
        let trashed = customer(&api, "Marsh Mill", "European");
        post(&api, &client, "4301", true, "2026-02-10");
        api.delete(&format!("/clients/{trashed}"));
        let european = shown(&api, "European");
        assert_eq!((&european["number"], &european["account_number"]), (&json!("2"), &json!("4301")));
        assert_eq!((&european["clients_count"], &european["open_balance"]), (&json!(1), &eur("121.00")));
        let page = browser.get(PAGE).words();
        for words in ["European 2 ·", "4301", "121.00 EUR"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let staff = person(&house.hire("staff"));
        assert!(!Browser::of(house, staff).get(PAGE).words().contains("121.00"));
        let theirs = Api::of(house, staff).get("/customer-groups").json();
        assert_eq!(theirs["items"][1]["open_balance"], Value::Null);
    });
}

/// A1-4, A1-22, A1-23 on page and API: edit mode saves the list as one; an account with open items is asked about first;
/// Cancel is a link, so nothing is stored; a reader has neither.
#[test]
fn a1_4_the_list_is_edited() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let client = customer(&api, "Plover & Sons", "Domestic");
        post(&api, &client, "4300", true, "2026-02-10");
        assert!(browser.get(PAGE).text.contains(&format!("{PAGE}?edit=1")));
        let editing = browser.get(&format!("{PAGE}?edit=1"));
        assert_eq!(editing.text.matches("name=\"account\"").count(), 3);
        assert!(editing.text.contains(&format!("href=\"{PAGE}\">Cancel")));
        let new = account(&api, "4302");
        let form = list_form(&api, &[("Domestic", "account", &new), ("European", "payment_days", "45")]);
        let asked = save_list(&browser, &form);
        assert_eq!(asked.status, StatusCode::OK);
        assert!(asked.words().contains("has 121.00 EUR open on 4300"), "{}", asked.words());
        assert!(
            asked.text.contains("name=\"open_items\" value=\"keep\" checked") && asked.text.contains("value=\"45\"")
        );
        assert_eq!(shown(&api, "Domestic")["account_number"], "4300", "nothing is stored before the answer");
        let mut sure = form.clone();
        sure.push(("open_items".to_owned(), "keep".to_owned()));
        assert_eq!(save_list(&browser, &sure).location(), PAGE);
        assert_eq!(shown(&api, "Domestic")["account_number"], "4302");
        assert_eq!(shown(&api, "European")["payment_terms"], 45);
        let stale = save_list(&browser, &sure);
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        let wrong = list_form(&api, &[("European", "name", "domestic"), ("Overseas", "payment_days", "60")]);
        let refusal = save_list(&browser, &wrong);
        assert_eq!(refusal.status, StatusCode::CONFLICT);
        assert!(
            refusal.text.contains("value=\"domestic\" aria-invalid=\"true\"") && refusal.text.contains("value=\"60\"")
        );
        assert_eq!(shown(&api, "Overseas")["payment_terms"], 30, "nothing of a refused list is stored");
        for role in ["reader", "staff", "author"] {
            let member = person(&house.hire(role));
            let (theirs, page) = (Api::of(house, member), Browser::of(house, member));
            assert!(!page.get(PAGE).text.contains("edit=1") && !page.get(PAGE).text.contains("/new"), "{role}");
            assert_eq!(page.get(&format!("{PAGE}?edit=1")).text.matches("name=\"account\"").count(), 0, "{role}");
            assert_eq!(save_list(&page, &list_form(&api, &[])).status, StatusCode::FORBIDDEN, "{role}");
            let path = format!("/customer-groups/{}", id_of(&api, "Domestic"));
            assert_eq!(
                refused(&theirs.patch(&path, &json!({ "name": "Mine" }))),
                (403, "PERM_LEDGER_SETUP".to_owned())
            );
            let change = theirs.post(&format!("{path}/change-account"), &json!({ "account": new }));
            assert_eq!(refused(&change), (403, "PERM_LEDGER_SETUP".to_owned()));
            assert_eq!(theirs.delete(&path).status, StatusCode::FORBIDDEN, "{role}");
        }
        let keeper = Api::of(house, person(&house.hire("accountant")));
        let path = format!("/customer-groups/{}", id_of(&api, "Overseas"));
        assert_eq!(keeper.patch(&path, &json!({ "name": "Elsewhere" })).status, StatusCode::OK);
    });
}

/// A1-24 on the page: the open items go over by one entry on the day that was chosen; a closed month refuses, and nothing
/// changed.
#[test]
fn a1_24_open_items_go_over_from_the_list() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let client = customer(&api, "Plover & Sons", "Domestic");
        post(&api, &client, "4300", true, "2026-02-10");
        let new = account(&api, "4302");
        let mut form = list_form(&api, &[("Domestic", "account", &new)]);
        for (name, text) in [("open_items", "transfer"), ("on", "2026-02-20")] {
            form.push((name.to_owned(), text.to_owned()));
        }
        assert_eq!(api.post("/periods/2026-02/close", &json!({})).status, StatusCode::OK);
        let closed = save_list(&browser, &form);
        assert_eq!(closed.status, StatusCode::CONFLICT);
        assert!(closed.words().contains("2026-02 is closed."), "{}", closed.words());
        assert_eq!(shown(&api, "Domestic")["account_number"], "4300", "nothing of it is stored");
        assert_eq!(api.post("/periods/2026-02/reopen", &json!({})).status, StatusCode::OK);
        assert_eq!(save_list(&browser, &form).location(), PAGE);
        let open = api.get(&format!("/clients/{client}/open-items")).json();
        let item = &open["items"][0];
        assert_eq!((&item["account_number"], &item["open"]["amount"]), (&json!("4302"), &json!("121.00")), "{open}");
        let transfers = api.get("/entries?source=transfer").json();
        let entries = transfers["items"].as_array().expect("entries");
        assert!(entries.len() == 1 && entries[0]["date"] == "2026-02-20", "{transfers}");
    });
}

/// A1-5, A1-7, A1-8 on page and API: a new group, its proposed number, what it must have, an account that two share.
#[test]
fn a1_5_a_customer_group_is_created() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let shared = account(&api, "4300");
        let form = browser.get(&format!("{PAGE}/new"));
        assert!(form.text.contains("name=\"number\" type=\"text\" value=\"4\""), "the next free number is proposed");
        let missing = browser.post(PAGE, &[("number", "4"), ("name", "Retail"), ("account", "")]);
        assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(missing.text.contains("name=\"use_account\"") && missing.text.contains("value=\"Retail\""));
        let api_missing = api.post("/customer-groups", &json!({ "name": "Retail" }));
        assert_eq!(refused(&api_missing), (422, "ACCOUNT_REQUIRED".to_owned()));
        let saved = browser.post(PAGE, &[("number", "4"), ("name", "Retail"), ("account", &shared)]);
        assert_eq!(saved.location(), PAGE);
        assert_eq!(
            (&shown(&api, "Retail")["account"], &shown(&api, "Domestic")["account"]),
            (&json!(shared), &json!(shared))
        );
        for (body, status, code) in [
            (json!({ "name": "Retail", "account": shared }), 409, "NAME_TAKEN"),
            (json!({ "name": "RETAIL", "account": shared }), 409, "NAME_TAKEN_NORMALISED"),
            (json!({ "name": "Wholesale", "number": "4", "account": shared }), 409, "NUMBER_TAKEN"),
            (json!({ "name": " ", "account": shared }), 422, "NAME_REQUIRED"),
            (
                json!({ "name": "Wholesale", "account": shared, "payment_terms": 9999 }),
                422,
                "PAYMENT_DAYS_OUT_OF_RANGE",
            ),
            (json!({ "name": "Wholesale", "account": shared, "discount": "200" }), 422, "DISCOUNT_OUT_OF_RANGE"),
            (json!({ "name": "Wholesale", "account": shared, "open_items": "burn" }), 422, "BODY_UNREADABLE"),
        ] {
            let answer = api.post("/customer-groups", &body);
            assert_eq!(answer.status.as_u16(), status, "{body} {}", answer.text);
            if code != "BODY_UNREADABLE" {
                assert_eq!(answer.code(), code, "{body}");
            }
        }
        let taken = browser.post(PAGE, &[("number", "4"), ("name", "Wholesale"), ("account", &shared)]);
        assert_eq!(taken.status, StatusCode::CONFLICT);
        assert!(taken.words().contains("Number 4 belongs to “Retail”.") && taken.words().contains("free one is 5"));
        let same = browser.post(PAGE, &[("number", "5"), ("name", "Retail"), ("account", &shared)]);
        assert_eq!(same.status, StatusCode::CONFLICT);
        assert!(same.words().contains("“Retail” already exists"), "{}", same.words());
        assert!(same.text.contains("value=\"Retail\"") && same.text.contains("value=\"5\""), "typing is kept");
        let used =
            browser.post(PAGE, &[("number", "5"), ("name", "Wholesale"), ("account", ""), ("use_account", &shared)]);
        assert_eq!(used.location(), PAGE, "the button of the refusal brings the account");
        assert_eq!(api.delete(&format!("/customer-groups/{}", id_of(&api, "Overseas"))).status, StatusCode::NO_CONTENT);
        assert_eq!(column(&api.get("/customer-groups"), "name"), ["Domestic", "European", "Retail", "Wholesale"]);
    });
}

/// A1-6 on page and API: only an active debtors' control account, in a currency that the group invoices in.
#[test]
fn a1_6_the_account_is_a_debtors_control_account() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let group = |account: &str| json!({ "name": "Retail", "account": account });
        for number in ["7000", "4000", "5720", "5700"] {
            let wrong = account(&api, number);
            let answer = api.post("/customer-groups", &group(&wrong));
            assert_eq!(refused(&answer), (422, "ACCOUNT_NOT_DEBTOR_CONTROL".to_owned()), "{number}");
            assert_eq!(answer.json()["field"], "account");
            let page = browser.post(PAGE, &[("number", "9"), ("name", "Retail"), ("account", &wrong)]);
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
            assert!(page.text.contains("name=\"use_account\""), "{number}: a way out");
            let moved = list_form(&api, &[("Overseas", "account", &wrong)]);
            assert_eq!(save_list(&browser, &moved).status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
        }
        let dollars = json!({ "number": "4308", "name": "Clients in dollars", "type": "asset", "control": "receivable",
            "currency": "USD" });
        let dollars = api.post("/accounts", &dollars).id();
        let answer = api.post("/customer-groups", &group(&dollars));
        assert_eq!(refused(&answer), (422, "ACCOUNT_OTHER_CURRENCY".to_owned()));
        let page = browser.post(PAGE, &[("number", "9"), ("name", "Retail"), ("account", &dollars)]);
        assert!(page.words().contains("4308 is kept in USD, the group invoices in EUR."), "{}", page.words());
        let fitting = json!({ "name": "Retail", "account": dollars, "currency": "USD" });
        assert_eq!(api.post("/customer-groups", &fitting).status, StatusCode::CREATED);
        let back = api.patch(&format!("/customer-groups/{}", id_of(&api, "Retail")), &json!({ "currency": null }));
        assert_eq!(refused(&back), (422, "ACCOUNT_OTHER_CURRENCY".to_owned()), "{}", back.text);
        let unused = api
            .post(
                "/accounts",
                &json!({ "number": "4307", "name": "Old clients", "type": "asset", "control": "receivable" }),
            )
            .id();
        assert_eq!(api.post(&format!("/accounts/{unused}/archive"), &json!({})).status, StatusCode::OK);
        let archived = api.post("/customer-groups", &json!({ "name": "Late", "account": unused }));
        assert_eq!(refused(&archived), (422, "ACCOUNT_NOT_DEBTOR_CONTROL".to_owned()));
    });
}

/// A1-9 on page and API: with customers it stays; with entries it is archived instead; unused it goes.
#[test]
fn a1_9_what_holds_a_customer_group() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let client = customer(&api, "Plover & Sons", "Overseas");
        let (id, path) = (id_of(&api, "Overseas"), format!("/customer-groups/{}", id_of(&api, "Overseas")));
        let full = api.delete(&path);
        assert_eq!(refused(&full), (409, "GROUP_NOT_EMPTY".to_owned()));
        assert_eq!(full.json()["details"]["clients"], "1");
        let page = browser.get(&format!("{PAGE}/{id}/delete"));
        assert!(page.status == StatusCode::CONFLICT && page.words().contains("1 client is in it"), "{}", page.words());
        post(&api, &client, "4302", true, "2026-02-10");
        post(&api, &client, "4302", false, "2026-02-20");
        house.set_today("2026-03-10");
        let target = id_of(&api, "Domestic");
        let moved = api.post(&format!("/clients/{client}/move-customer-group"), &json!({ "customer_group": target }));
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.text);
        let booked = api.delete(&path);
        // The client entered the group after the day of its entries, so nothing was posted for it on a day of the group.
        assert_eq!(booked.status, StatusCode::NO_CONTENT, "{}", booked.text);
        let european = customer(&api, "Marsh Mill", "European");
        post(&api, &european, "4301", true, "2026-03-10");
        post(&api, &european, "4301", false, "2026-03-10");
        house.set_today("2026-03-12");
        let moved = api.post(&format!("/clients/{european}/move-customer-group"), &json!({ "customer_group": target }));
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.text);
        let id = id_of(&api, "European");
        let kept = api.delete(&format!("/customer-groups/{id}"));
        assert_eq!(refused(&kept), (409, "GROUP_HAS_ENTRIES".to_owned()));
        let page = browser.post(&format!("{PAGE}/{id}/delete"), &[]);
        assert!(page.status == StatusCode::CONFLICT && page.text.contains(&format!("{PAGE}/{id}/archive")));
        assert_eq!(browser.post(&format!("{PAGE}/{id}/archive"), &[]).location(), PAGE);
        assert_eq!(column(&api.get("/customer-groups"), "name"), ["Domestic"]);
        assert!(browser.get(&format!("{PAGE}?archive=1")).text.contains("European"));
        assert!(!browser.get("/clients/new").text.contains(&id), "an archived group is not offered");
        assert_eq!(browser.post(&format!("{PAGE}/{id}/restore"), &[]).location(), PAGE);
    });
}

/// A1-9, A1-11: a group that was deleted counts for no day, in no list: a document dated back to it takes the group
/// that the client is in, and its account is free.
#[test]
fn a1_9_a_deleted_group_counts_nowhere() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let client = customer(&api, "Plover & Sons", "Overseas");
        house.set_today("2026-03-10");
        let (gone, target) = (id_of(&api, "Overseas"), id_of(&api, "Domestic"));
        api.post(&format!("/clients/{client}/move-customer-group"), &json!({ "customer_group": target }));
        let account_id = account(&api, "4302");
        let in_use = api.post(&format!("/accounts/{account_id}/archive"), &json!({}));
        assert_eq!(refused(&in_use), (409, "ACCOUNT_IN_USE".to_owned()));
        assert_eq!(api.delete(&format!("/customer-groups/{gone}")).status, StatusCode::NO_CONTENT);
        let line = json!({ "text": "Advice", "quantity": "1", "unit_price": eur("100.00") });
        let draft = api.post("/invoices", &json!({ "client": client, "date": "2026-03-05", "lines": [line] })).json();
        assert_eq!(draft["customer_group"], target, "{draft}");
        let booked = api.post(&format!("/invoices/{}/book", draft["id"].as_str().expect("an id")), &json!({}));
        assert_eq!(booked.json()["account"], account(&api, "4300"), "{}", booked.text);
        assert!(!booked.text.contains(&gone), "{}", booked.text);
        let then = api.get(&format!("/clients/{client}/groups?as_of=2026-03-05"));
        assert!(!then.text.contains(&gone), "{}", then.text);
        assert!(!api.get("/balances?by=group").text.contains(&gone));
        assert_eq!(api.post(&format!("/accounts/{account_id}/archive"), &json!({})).status, StatusCode::OK);
    });
}

/// A1-11 on page, API and import: exactly one customer group; none and two are refused.
#[test]
fn a1_11_a_client_has_exactly_one_customer_group() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let (one, two) = (id_of(&api, "Domestic"), id_of(&api, "European"));
        for body in [
            json!({ "name": "Plover" }),
            json!({ "name": "Plover", "customer_group": null }),
            json!({ "name": "Plover", "customer_group": [one, two] }),
            json!({ "name": "Plover", "customer_group": format!("{one},{two}") }),
        ] {
            let answer = api.post("/clients", &body);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body} {}", answer.text);
        }
        let page = browser.post("/clients", &[("name", "Plover"), ("customer_group", "")]);
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains("value=\"Plover\""));
        let import = api.upload("/imports?file_name=clients.csv", b"Name\nPlover\nMarsh\n").id();
        let preview = api.get(&format!("/imports/{import}/preview?show=errors")).json();
        assert_eq!((&preview["failed"], &preview["created"]), (&json!(2), &json!(0)), "{preview}");
        assert_eq!(preview["rows"][0]["problems"][0]["code"], "CUSTOMER_GROUP_REQUIRED", "{preview}");
        api.post(&format!("/imports/{import}/mapping"), &json!({ "customer_group": two }));
        assert_eq!(api.get(&format!("/imports/{import}/preview")).json()["failed"], 0, "a default was chosen");
        assert_eq!(api.get("/clients").json()["items"], json!([]));
    });
}

/// A1-12, A1-13 by import and API: numbers are free texts, 4300 too; 500 customers leave the chart as it was.
#[test]
fn a1_13_five_hundred_customers_leave_the_chart_alone() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let before = house.number("SELECT COUNT(*) FROM accounts");
        let mut file = "Number,Name,Customer group\n".to_owned();
        for number in 0..498 {
            file.push_str(&format!("{},Customer {number},Domestic\n", 4000 + number));
        }
        file.push_str("1,First,Domestic\n0001,Other first,European\n");
        let import = api.upload("/imports?file_name=clients.csv", file.as_bytes()).id();
        let mut done = api.post(&format!("/imports/{import}/run"), &json!({})).json();
        // On a busy machine the answer comes before the end.
        for _ in 0..600 {
            if done["state"] != "running" {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
            done = api.get(&format!("/imports/{import}")).json();
        }
        assert_eq!((&done["created"], &done["failed"]), (&json!(500), &json!(0)), "{done}");
        assert_eq!(house.number("SELECT COUNT(*) FROM clients WHERE number = '4300'"), 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM accounts"), before);
        let again = json!({ "name": "Again", "number": "0001", "customer_group": id_of(&api, "Domestic") });
        assert_eq!(refused(&api.post("/clients", &again)), (409, "NUMBER_TAKEN".to_owned()));
    });
}

/// A1-27 on page and API: an account that a group refers to is neither archived nor deleted; the groups are named.
#[test]
fn a1_27_the_account_of_a_group_stays() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = account(&api, "4300");
        api.post("/customer-groups", &json!({ "name": "Retail", "account": id }));
        let archived = api.post(&format!("/accounts/{id}/archive"), &json!({}));
        for answer in [archived, api.delete(&format!("/accounts/{id}"))] {
            assert_eq!(refused(&answer), (409, "ACCOUNT_IN_USE".to_owned()));
            assert_eq!(answer.json()["details"]["customer_groups"], "Domestic, Retail");
        }
        for way in ["archive", "delete"] {
            let page = browser.post(&format!("/ledger/accounts/{id}/{way}"), &[]);
            assert_eq!(page.status, StatusCode::CONFLICT);
            assert!(page.words().contains("Domestic, Retail") && page.text.contains(PAGE), "{}", page.words());
        }
    });
}

/// A1-33 on the API: the audit says who changed the account of a group, from which to which, and what was chosen for
/// open items; an answer that does not exist is refused.
#[test]
fn a1_33_the_audit_tells_the_change_of_an_account() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let client = customer(&api, "Plover & Sons", "Domestic");
        post(&api, &client, "4300", true, "2026-02-10");
        let keeper = Api::of(house, person(&house.hire("accountant")));
        let path = format!("/customer-groups/{}/change-account", id_of(&api, "Domestic"));
        let wanted = |open_items: &str| json!({ "account": account(&api, "4302"), "open_items": open_items });
        assert_eq!(refused(&keeper.post(&path, &wanted("burn"))), (422, "OPEN_ITEMS_UNKNOWN".to_owned()));
        assert_eq!(keeper.post(&path, &wanted("keep")).json()["account_number"], "4302");
        let line = audit(&api)[0].clone();
        assert!(line["actor_name"].as_str().is_some_and(|name| name.starts_with("Member")), "{line}");
        assert_eq!(line["text"], "Customer group “Domestic” changed, account 4300 to 4302, open items stay on 4300");
        assert!(line["changes"].to_string().contains("\"open_items\":\"keep\""), "{line}");
        let invoice = json!({ "client": client_in(&api, "New one", &[]), "lines": [] });
        let drafted = api.post("/invoices", &invoice).json();
        assert_eq!(drafted["account"], account(&api, "4302"), "the next invoice goes to the new account");
    });
}

/// Undo takes back a list that was saved as one; a group in use cannot be un-made.
#[test]
fn an_edited_list_is_one_operation() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let form = list_form(&api, &[("Domestic", "name", "Home"), ("Overseas", "name", "Away")]);
        let saved = save_list(&browser, &form);
        assert_eq!(column(&api.get("/customer-groups"), "name"), ["Home", "European", "Away"]);
        browser.post(&super::undo_address(&saved), &[]);
        assert_eq!(column(&api.get("/customer-groups"), "name"), ["Domestic", "European", "Overseas"]);
        let made = browser.post(PAGE, &[("number", "7"), ("name", "Retail"), ("account", &account(&api, "4300"))]);
        customer(&api, "Plover & Sons", "Retail");
        let blocked = browser.post(&super::undo_address(&made), &[]);
        assert_eq!(blocked.status, StatusCode::CONFLICT);
        assert!(blocked.words().contains("Retail"), "{}", blocked.words());
    });
}
