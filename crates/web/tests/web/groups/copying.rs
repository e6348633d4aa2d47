//! Copying a set-up: a new company begins with the customer groups of another.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use super::customer_groups::{eur, id_of, shown};
use super::{column, person, refused};
use crate::door::{Api, Browser};

/// A group on an account that no chart has, and one in the archive.
fn arrange(api: &Api) {
    let other = json!({ "number": "4399", "name": "Clients of the quay", "type": "asset", "control": "receivable" });
    let account = api.post("/accounts", &other).id();
    let quay = json!({ "name": "Quay", "number": "9", "account": account, "payment_terms": 7, "discount": "2.5",
        "credit_limit": eur("500.00"), "note": "By hand" });
    assert_eq!(api.post("/customer-groups", &quay).status, StatusCode::CREATED);
    api.post(&format!("/customer-groups/{}/archive", id_of(api, "Overseas")), &json!({}));
}

/// Companies in which the owner has a seat.
fn seats(house: &TestHouse) -> usize {
    house.desk.hallway().companies_of(house.owner).expect("a list").len()
}

/// A1-10 on the API: customer groups come along on accounts of the same number; a number that the new chart does not
/// have is listed and must be chosen; nothing is founded before.
#[test]
fn a1_10_a_program_copies_a_set_up() {
    on_both(|house| {
        let api = Api::of_owner(house);
        arrange(&api);
        let body = |accounts: Value| {
            json!({ "name": "Second", "currency": "EUR", "time_zone": "Europe/Madrid", "fiscal_month": 1,
                "chart": "es-pgc", "accounts": accounts })
        };
        let refusal = api.post("/company/copies", &body(json!({})));
        assert_eq!(refused(&refusal), (422, "ACCOUNTS_UNMAPPED".to_owned()));
        assert_eq!(refusal.json()["details"]["unmapped"], "4399", "{}", refusal.text);
        assert!(refusal.json()["details"]["offered"].as_str().is_some_and(|all| all.contains("4300")));
        let wrong = api.post("/company/copies", &body(json!({ "4399": "7000" })));
        assert_eq!(wrong.code(), "ACCOUNTS_UNMAPPED", "an income account takes no debtors");
        let dry = api.post("/company/copies?dry_run=true", &body(json!({ "4399": "4310" })));
        assert_eq!(dry.status, StatusCode::OK, "{}", dry.text);
        assert_eq!(seats(house), 1, "nothing was founded yet");
        let founded = api.post("/company/copies", &body(json!({ "4399": "4310" })));
        assert_eq!((founded.status, seats(house)), (StatusCode::CREATED, 2), "{}", founded.text);
        let there = Api::at(house, house.owner, founded.id().parse().expect("an id"));
        let groups = there.get("/customer-groups");
        assert_eq!(column(&groups, "name"), ["Domestic", "European", "Quay"]);
        assert_eq!(column(&groups, "account_number"), ["4300", "4301", "4310"]);
        let copied = shown(&there, "Quay");
        for field in ["number", "payment_terms", "discount", "credit_limit", "note"] {
            assert_eq!(copied[field], shown(&api, "Quay")[field], "{field}");
        }
        let staff = Api::of(house, person(&house.hire("staff")));
        assert_eq!(refused(&staff.post("/company/copies", &body(json!({})))), (403, "PERM_LEDGER_SETUP".to_owned()));
    });
}

/// A1-10 on the page: the same, with a field for every account that is missing.
#[test]
fn a1_10_a_person_copies_a_set_up() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        arrange(&api);
        let like = house.company.to_string();
        assert!(browser.get("/companies/new").text.contains(&format!("value=\"{like}\"")));
        let form = [
            ("company", "Third"),
            ("currency", "GBP"),
            ("time_zone", "Europe/London"),
            ("fiscal_month", "4"),
            ("chart", "uk"),
            ("set_up_like", like.as_str()),
        ];
        let listed = browser.post("/companies", &form);
        assert_eq!(listed.status, StatusCode::UNPROCESSABLE_ENTITY);
        for number in ["4300", "4301", "4399"] {
            assert!(listed.text.contains(&format!("name=\"account-for-{number}\"")), "{number}: {}", listed.words());
        }
        assert!(
            listed.words().contains("In place of 4399 Clients of the quay") && listed.text.contains("value=\"Third\"")
        );
        let chosen = [("account-for-4300", "1100"), ("account-for-4301", "1101"), ("account-for-4399", "")];
        let again = browser.post("/companies", &[&form[..], &chosen].concat());
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text.contains("value=\"1101\" selected") && seats(house) == 1, "what was chosen stays chosen");
        let chosen = [("account-for-4300", "1100"), ("account-for-4301", "1101"), ("account-for-4399", "1100")];
        assert_eq!(browser.post("/companies", &[&form[..], &chosen].concat()).location(), "/");
        assert_eq!(seats(house), 2);
        let third = house.desk.hallway().companies_of(house.owner).expect("a list");
        let third = third.iter().find(|company| company.name.as_str() == "Third").expect("the company").id;
        let quay = shown(&Api::at(house, house.owner, third), "Quay");
        assert_eq!((&quay["account_number"], &quay["credit_limit"]), (&json!("1100"), &Value::Null), "{quay}");
    });
}

/// A1-10: whoever may not set up the ledger of a company does not copy it, and a stranger does not learn that it exists.
#[test]
fn a1_10_a_set_up_is_not_everybodys() {
    let house = TestHouse::sqlite();
    let browser = Browser::of(&house, person(&house.hire("reader")));
    let like = house.company.to_string();
    let form =
        [("company", "Third"), ("currency", "EUR"), ("time_zone", "UTC"), ("fiscal_month", "1"), ("chart", "uk")];
    let refusal = browser.post("/companies", &[&form[..], &[("set_up_like", like.as_str())]].concat());
    assert_eq!(refusal.status, StatusCode::FORBIDDEN);
    assert!(!refusal.text.contains("4300"), "{}", refusal.words());
    let nowhere = "com_01h455vb4pex5vsknk084sn02q";
    let missing = browser.post("/companies", &[&form[..], &[("set_up_like", nowhere)]].concat());
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.post("/companies", &form).location(), "/", "without a copy anybody founds a company");
}
