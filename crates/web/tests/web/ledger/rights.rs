//! Who posts on a control account by hand.

use axum::http::StatusCode;
use books::testing::on_both;
use books::{Caller, Who};
use kernel::PersonId;
use serde_json::{Value, json};

use super::api::{account, client, sale};
use super::pages;
use crate::door::{Api, Browser};

fn person(caller: &Caller) -> PersonId {
    let Who::Person(person) = caller.who else { panic!("a member is a person") };
    person
}

/// A1-28 on page and API: an accountant posts on 4300 with a client and not without one; staff and readers post nothing,
/// with a client or without.
#[test]
fn a1_28_an_accountant_posts_on_a_control_account() {
    on_both(|house| {
        let owner = Api::of_owner(house);
        let client = client(house, &owner, "Bramblewick Trust");
        let with = sale(&owner, &client, "1210.00");
        let mut without = with.clone();
        without["lines"][0]["client"] = Value::Null;
        let by_form = |client| pages::sale(client, "1210", "1210");
        for role in ["staff", "author", "reader"] {
            let other = person(&house.hire(role));
            let (api, browser) = (Api::of(house, other), Browser::of(house, other));
            for entry in [&with, &without] {
                let refused = api.post("/entries", entry);
                let said = (refused.status, refused.code(), refused.json()["details"]["permission"].clone());
                assert_eq!(said, (StatusCode::FORBIDDEN, "PERM_MISSING".to_owned(), json!("ledger.post")), "{role}");
            }
            assert_eq!(browser.get("/ledger/entries/new").status, StatusCode::FORBIDDEN, "{role}");
            for client in ["Bramblewick Trust", ""] {
                let refused = browser.post("/ledger/entries", &by_form(client));
                assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role}");
            }
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM entries"), 0);
        let accountant = person(&house.hire("accountant"));
        let (api, browser) = (Api::of(house, accountant), Browser::of(house, accountant));
        let refused = api.post("/entries", &without);
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "CONTROL_ACCOUNT_NEEDS_PARTY"));
        let refused = browser.post("/ledger/entries", &by_form(""));
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.words().contains("has no client"), "{}", refused.words());
        assert_eq!(house.number("SELECT COUNT(*) FROM entries"), 0);
        let posted = api.post("/entries", &with);
        assert_eq!(posted.status, StatusCode::CREATED, "{}", posted.text);
        assert_eq!(posted.json()["lines"][0]["client"], json!(client));
        let posted = browser.post("/ledger/entries", &by_form("Bramblewick Trust"));
        assert!(browser.follow(&posted).words().contains("Bramblewick Trust"));
        let ledger = owner.get(&format!("/accounts/{}/ledger", account(&owner, "4300"))).json();
        assert_eq!(ledger["balance"]["amount"], "2420.00", "{ledger}");
    });
}
