//! Two companies on one server: each has its own customer groups and accounts.

use axum::http::StatusCode;
use books::groups::NewCompany;
use books::testing::{TestHouse, on_both};
use kernel::{CompanyId, Currency, Door, Name};
use serde_json::json;

use super::customer_groups::{account, customer, id_of, shown};
use super::refused;
use crate::door::{Api, Browser};

/// A second company on the same server, with the chart of another country.
fn uk_company(house: &TestHouse) -> CompanyId {
    let company = NewCompany {
        name: Name::parse("Harbour Two").expect("a name"),
        country: "GB".parse().ok(),
        currency: "GBP".parse::<Currency>().expect("a currency"),
        time_zone: Some("Europe/London".to_owned()),
        fiscal_month: 4,
        chart: "uk".to_owned(),
        set_up: None,
    };
    company.found(&house.desk, house.owner, Door::Page).expect("a company")
}

/// A1-2, A1-31 on the API: two companies have a group of the same name and another account; neither uses the other's.
#[test]
fn a1_31_two_companies_keep_their_own_groups() {
    let house = TestHouse::sqlite();
    let (here, there) = (Api::of_owner(&house), Api::at(&house, house.owner, uk_company(&house)));
    assert_eq!(shown(&here, "Domestic")["account_number"], "4300");
    assert_eq!(shown(&there, "Domestic")["account_number"], "1100");
    let client = customer(&there, "Plover & Sons", "Domestic");
    let line = json!({ "text": "Advice", "quantity": "1", "unit_price": { "amount": "100.00", "currency": "GBP" } });
    let draft = there.post("/invoices", &json!({ "client": client, "lines": [line] })).id();
    let booked = there.post(&format!("/invoices/{draft}/book"), &json!({}));
    assert_eq!(
        (&booked.json()["state"], &booked.json()["account"]),
        (&json!("booked"), &json!(account(&there, "1100")))
    );
    let foreign = id_of(&here, "Domestic");
    assert_eq!(there.get(&format!("/customer-groups/{foreign}")).status, StatusCode::NOT_FOUND);
    let mixed = there.post("/clients", &json!({ "name": "Mixed", "customer_group": foreign }));
    assert_eq!(refused(&mixed), (422, "GROUP_UNKNOWN".to_owned()));
    let account = account(&here, "4300");
    let moved = there.patch(&format!("/customer-groups/{}", id_of(&there, "Domestic")), &json!({ "account": account }));
    assert_eq!(refused(&moved), (422, "ACCOUNT_UNKNOWN".to_owned()));
    assert_eq!(here.get("/clients").json()["items"], json!([]));
}

/// What stands in the table of postings of a document.
fn posted(page: &str) -> &str {
    let (_, table) = page.split_once("posttable").expect("a table of postings");
    table.split_once("</table>").expect("its end").0
}

/// A1-31 on the page: each company lists, offers and posts to its own account of a group of the same name; what was copied
/// out of the other company's pages is refused.
#[test]
fn a1_31_each_company_s_pages_know_its_own_accounts() {
    on_both(|house| {
        let company = uk_company(house);
        let (here, there) = (Api::of_owner(house), Api::at(house, house.owner, company));
        let (our, their) = (Browser::of_owner(house), Browser::at(house, house.owner, company));
        let list = "/settings/customer-groups";
        for (browser, own, other) in [(&our, "4300", "1100"), (&their, "1100", "4300")] {
            let page = browser.get(list);
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.words().contains("Domestic") && page.text.contains(&format!("<b>{own}</b>")), "{own}");
            assert!(!page.text.contains(&format!("<b>{other}</b>")), "{other}: {}", page.words());
        }
        // Both invoice a client of the same name in the group of the same name.
        for (api, browser, own, other) in [(&here, &our, "4300", "1100"), (&there, &their, "1100", "4300")] {
            let client = customer(api, "Plover & Sons", "Domestic");
            let form = browser.get(&format!("/invoices/new?client={client}"));
            let typed = [("text", "Advice"), ("unit_price", "100.00")];
            let booked = browser.follow(&browser.press(&form, "Save and book", &typed));
            let lines = posted(&booked.text);
            assert!(booked.words().contains("Posted as") && lines.contains(&format!("<b>{own}</b>")), "{own}: {lines}");
            assert!(!lines.contains(&format!("<b>{other}</b>")), "{other}: {lines}");
        }
        let (account_here, group_here) = (account(&here, "4300"), id_of(&here, "Domestic"));
        let domestic = id_of(&there, "Domestic");
        let form = their.get(&format!("{list}/{domestic}"));
        assert!(!form.text.contains(&account_here), "it is not offered");
        let moved = their.press(&form, "Save", &[("account", &account_here)]);
        assert_eq!(moved.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", moved.words());
        assert_eq!(shown(&there, "Domestic")["account_number"], "1100");
        assert_eq!(their.get(&format!("{list}/{group_here}")).status, StatusCode::NOT_FOUND);
        let mixed = their.post("/clients", &[("name", "Mixed"), ("customer_group", &group_here)]);
        assert_eq!(mixed.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", mixed.words());
        for (api, browser) in [(&here, &our), (&there, &their)] {
            let clients = api.get("/clients").json();
            assert_eq!(clients["items"].as_array().map(Vec::len), Some(1), "{clients}");
            assert!(!browser.get("/clients").words().contains("Mixed"));
            let invoice = api.get("/invoices").json()["items"][0]["id"].as_str().expect("an invoice").to_owned();
            let strangers = if std::ptr::eq(browser, &our) { &their } else { &our };
            assert_eq!(strangers.get(&format!("/invoices/{invoice}")).status, StatusCode::NOT_FOUND);
        }
    });
}
