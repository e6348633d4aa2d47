//! What a company begins with, and how its customer groups are changed by a program.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::json;

use super::customer_groups::id_of;
use super::{column, person, refused};
use crate::door::{Api, Browser};

/// A1-2 on the page: a company founded with the default set-up of a country has three customer groups by location, each
/// with a debtors' control account of that country's chart.
#[test]
fn a1_2_a_company_begins_with_three_groups() {
    let house = TestHouse::sqlite();
    let browser = Browser::of_owner(&house);
    for (chart, currency, accounts) in [
        ("es-pgc", "EUR", ["4300", "4301", "4302"]),
        ("uk", "GBP", ["1100", "1101", "1102"]),
        ("de-skr04", "EUR", ["1200", "1201", "1202"]),
    ] {
        let form = browser.get("/companies/new");
        let typed = [("company", chart), ("currency", currency), ("fiscal_month", "1"), ("chart", chart)];
        let founded = browser.press(&form, "Open the company", &typed);
        assert_eq!(founded.location(), "/", "{}", founded.words());
        let page = browser.get("/settings/customer-groups");
        let rows: Vec<&str> = page.text.split("<tr>").skip(2).collect();
        assert_eq!(rows.len(), 3, "{}", page.words());
        for ((row, name), account) in rows.iter().zip(["Domestic", "European", "Overseas"]).zip(accounts) {
            assert!(row.contains(&format!(">{name}</a>")) && row.contains(&format!("<b>{account}</b>")), "{row}");
        }
    }
}

/// A1-4 on the API: whoever sets up the ledger changes the account of a group, and a stale version changes nothing;
/// nobody else does.
#[test]
fn a1_4_a_program_changes_the_account() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let path = format!("/customer-groups/{}", id_of(&api, "Domestic"));
        let other = api.get("/accounts?q=4310").json()["items"][0]["id"].clone();
        let before = api.get(&path);
        for role in ["reader", "staff", "author"] {
            let theirs = Api::of(house, person(&house.hire(role)));
            assert_eq!(column(&theirs.get("/customer-groups"), "account_number"), ["4300", "4301", "4302"], "{role}");
            for answer in [
                theirs.patch(&path, &json!({ "account": other })),
                theirs.post(&format!("{path}/change-account"), &json!({ "account": other })),
            ] {
                assert_eq!(refused(&answer), (403, "PERM_LEDGER_SETUP".to_owned()), "{role}");
            }
        }
        assert_eq!(api.get(&path).json(), before.json());
        let keeper = Api::of(house, person(&house.hire("accountant")));
        let body = json!({ "account": other, "payment_terms": 14 });
        let changed = keeper.send("PATCH", &path, &[("If-Match", before.header("etag"))], Some(&body));
        assert_eq!((changed.status, &changed.json()["account_number"]), (StatusCode::OK, &json!("4310")));
        let stale =
            keeper.send("PATCH", &path, &[("If-Match", before.header("etag"))], Some(&json!({ "name": "Late" })));
        assert_eq!(refused(&stale), (412, "CHANGED_MEANWHILE".to_owned()));
        let now = api.get(&path).json();
        assert_eq!((&now["name"], &now["payment_terms"], &now["account"]), (&json!("Domestic"), &json!(14), &other));
    });
}
