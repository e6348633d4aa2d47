//! The control account of a customer group: what it may not become, and one that two groups share.

use axum::http::StatusCode;
use books::testing::on_both;
use serde_json::json;

use super::customer_groups::{account, eur, id_of, shown};
use super::refused;
use crate::door::{Api, Browser, words};

/// A1-6 on page and API: an existing group does not move to an account of income, of creditors, of the bank, or to a
/// debtors' account that is archived; it keeps its own.
#[test]
fn a1_6_an_existing_group_keeps_to_debtors_accounts() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let old = json!({ "number": "4307", "name": "Old clients", "type": "asset", "control": "receivable" });
        let old = api.post("/accounts", &old).id();
        assert_eq!(api.post(&format!("/accounts/{old}/archive"), &json!({})).status, StatusCode::OK);
        let id = id_of(&api, "Domestic");
        let (path, page) = (format!("/customer-groups/{id}"), format!("/settings/customer-groups/{id}"));
        let before = shown(&api, "Domestic");
        for number in ["7000", "4000", "5720", "4307"] {
            let wrong = json!({ "account": account(&api, number) });
            let changed = api.post(&format!("{path}/change-account"), &wrong);
            for answer in [api.patch(&path, &wrong), changed] {
                assert_eq!(refused(&answer), (422, "ACCOUNT_NOT_DEBTOR_CONTROL".to_owned()), "{number}");
                assert_eq!(answer.json()["field"], "account", "{number}");
            }
            let answer = browser.press(&browser.get(&page), "Save", &[("account", &account(&api, number))]);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
            assert!(answer.text.contains("id=\"account-problem\""), "{number}: {}", answer.words());
            assert_eq!(shown(&api, "Domestic"), before, "{number}");
        }
        let fits = json!({ "account": account(&api, "4302") });
        assert_eq!(api.post(&format!("{path}/change-account"), &fits).json()["account_number"], "4302");
    });
}

/// A1-7 on page and API: two groups share one control account; it is reconciled once, with the sum of both, and each
/// group still knows its own balance.
#[test]
fn a1_7_a_shared_account_is_reconciled_once() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let shared = account(&api, "4300");
        api.post("/customer-groups", &json!({ "name": "Retail", "account": shared })).id();
        for (name, group, amount) in [("Plover", "Domestic", "121.00"), ("Marsh Mill", "Retail", "242.00")] {
            let client = api.post("/clients", &json!({ "name": name, "customer_group": id_of(&api, group) })).id();
            let lines = json!([
                { "account": shared, "client": client, "debit": eur(amount) },
                { "account": account(&api, "7000"), "credit": eur(amount) },
            ]);
            let posted = api.post("/entries", &json!({ "date": "2026-02-10", "text": "Advice", "lines": lines }));
            assert_eq!(posted.status, StatusCode::CREATED, "{}", posted.text);
        }
        let rows = api.get("/reconciliation").json()["items"].as_array().expect("rows").clone();
        let of_shared: Vec<_> = rows.iter().filter(|row| row["number"] == "4300").collect();
        assert_eq!(of_shared.len(), 1, "{rows:?}");
        let row = of_shared[0];
        assert_eq!(
            (&row["ledger"], &row["open_items"], &row["difference"]),
            (&eur("363.00"), &eur("363.00"), &eur("0.00"))
        );
        let by_group = api.get("/balances?by=group&on=2026-03-02").json();
        let balances = by_group["items"].as_array().expect("rows").iter().map(|row| (&row["name"], &row["balance"]));
        assert_eq!(
            balances.collect::<Vec<_>>(),
            [(&json!("Domestic"), &eur("121.00")), (&json!("Retail"), &eur("242.00"))],
            "{by_group}"
        );
        for (group, owed) in [("Domestic", "121.00"), ("Retail", "242.00")] {
            assert_eq!(shown(&api, group)["open_balance"], eur(owed), "{group}");
        }
        let chart = browser.get("/ledger/accounts").text;
        let controls = words(chart.split("id=\"controls\"").nth(1).expect("the control accounts"));
        assert_eq!(controls.matches("4300").count(), 1, "{controls}");
        let after = controls.split("4300").nth(1).unwrap_or_default();
        let row = after.split("agrees").next().unwrap_or_default();
        assert!(row.ends_with("363.00 363.00 0.00 "), "{controls}");
        assert!(!controls.contains("differs"), "{controls}");
    });
}
