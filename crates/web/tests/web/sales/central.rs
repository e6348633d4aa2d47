//! Invoices of a group of invoice recipients, on the page, on paper and over the API.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use super::api::line;
use crate::door::{Answer, Api, Browser};

fn named(list: &Value, name: &str) -> Value {
    let items = list["items"].as_array().expect("a list");
    items.iter().find(|item| item["name"] == name).expect("one of the name")["id"].clone()
}

/// An office in which Kestrel Digital stands in “Kestrel invoices” of Kestrel Media House in 2026.
struct Office {
    api: Api,
    browser: Browser,
    head: String,
    member: String,
    group: String,
}

impl Office {
    fn of(house: &TestHouse) -> Office {
        let api = Api::of_owner(house);
        let client_type = named(&api.get("/client-types").json(), "Invoice recipient");
        let of_type = named(&api.get("/corporate-group-types").json(), "Invoice recipients");
        let customer_group = named(&api.get("/customer-groups").json(), "Domestic");
        let new = |name: &str| {
            let body = json!({ "name": name, "customer_group": customer_group, "client_types": [client_type] });
            api.post("/clients", &body).id()
        };
        let (head, member) = (new("Kestrel Media House"), new("Kestrel Digital"));
        let group = json!({ "name": "Kestrel invoices", "type": of_type, "head": head, "from": "2026-01-01",
            "to": "2027-12-31" });
        let group = api.post("/corporate-groups", &group).id();
        let office = Office { browser: Browser::of_owner(house), api, head, member, group };
        office.join(&office.group, "2026");
        office
    }

    fn join(&self, group: &str, year: &str) {
        let new = json!({ "client": self.member, "from": format!("{year}-01-01"), "to": format!("{year}-12-31") });
        let answer = self.api.post(&format!("/corporate-groups/{group}/memberships"), &new);
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    }

    fn set(&self, client: &str, fields: &Value) {
        let answer = self.api.patch(&format!("/clients/{client}"), fields);
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }

    fn drafted(&self) -> String {
        let new = json!({ "client": self.member, "lines": [line("Advice", "1000.00")] });
        self.api.post("/invoices", &new).id()
    }

    fn book(&self, id: &str) -> Answer {
        self.api.post(&format!("/invoices/{id}/book"), &json!({}))
    }
}

/// A3-23 on page, paper and API: addressee and e-mail of the head; number, VAT id and debt of the debtor; the draft says
/// that the corporate group is why.
#[test]
fn a3_23_page_paper_and_api_say_who_gets_it_and_who_owes() {
    on_both(|house| {
        let office = Office::of(house);
        let address = json!({ "street": "1 Central Square", "city": "Port Ebb" });
        office.set(&office.head, &json!({ "address": address, "email": "post@kestrel.example" }));
        office.set(&office.member, &json!({ "tax_number": "ESB00000002", "number": "7001" }));
        let form = office.browser.get(&format!("/invoices/new?client={}", office.member)).words();
        assert!(form.contains("Sent to Kestrel Media House , from the corporate group “Kestrel invoices”"), "{form}");
        let id = office.drafted();
        let draft = office.browser.get(&format!("/invoices/{id}")).words();
        assert!(draft.contains("Sent to Kestrel Media House from the corporate group “Kestrel invoices”"), "{draft}");
        let booked = office.book(&id).json();
        assert_eq!((&booked["client"], &booked["debtor"]), (&json!(office.member), &json!(office.member)));
        let to = &booked["mailing_to"];
        assert_eq!((&to["client"], &to["name"]), (&json!(office.head), &json!("Kestrel Media House")));
        assert_eq!((&to["email"], &to["lines"][0]), (&json!("post@kestrel.example"), &json!("1 Central Square")));
        assert_eq!(to["group"], json!({ "id": office.group, "kind": "corporate", "name": "Kestrel invoices" }));
        let paper = office.browser.get(&format!("/invoices/{id}/print")).words();
        for text in ["Sent to Kestrel Media House", "Invoice for Kestrel Digital VAT ESB00000002", "Customer no. 7001"]
        {
            assert!(paper.contains(text), "{text}: {paper}");
        }
        let owed = office.api.get(&format!("/clients/{}/open-items", office.member)).json();
        assert_eq!(owed["balance"]["amount"], "1210.00");
        let not_owed = office.api.get(&format!("/clients/{}/open-items", office.head)).json();
        assert_eq!(not_owed["balance"]["amount"], "0.00");
        let statement = office.browser.get(&format!("/clients/{}/statement", office.member)).words();
        assert!(statement.contains("1,210.00"), "{statement}");
        // Another head, name and address change neither paper nor answer (X7).
        office.set(&office.head, &json!({ "name": "Renamed", "address": { "street": "Elsewhere" } }));
        assert_eq!(office.browser.get(&format!("/invoices/{id}/print")).words(), paper);
        assert_eq!(office.api.get(&format!("/invoices/{id}")).json()["mailing_to"]["name"], "Kestrel Media House");
        let later = json!({ "client": office.member, "date": "2027-01-01", "lines": [line("Advice", "1.00")] });
        let own = office.api.post("/invoices", &later).json();
        assert_eq!((&own["mailing_to"]["client"], &own["mailing_to"]["group"]), (&json!(office.member), &Value::Null));
    });
}

/// A3-23, A3-24 on page and API: a head without address, a debtor without VAT number and two addresses are refused, each
/// with the way out, and the draft's page says so before anybody tries.
#[test]
fn a3_24_what_is_missing_is_said_at_each_door() {
    on_both(|house| {
        let office = Office::of(house);
        let id = office.drafted();
        let refused = |code: &str, title: &str, way_out: &str| {
            let answer = office.book(&id);
            assert_eq!((answer.status, answer.code().as_str()), (StatusCode::CONFLICT, code));
            assert_eq!(answer.json()["actions"][0]["href"], way_out);
            let page = office.browser.get(&format!("/invoices/{id}"));
            assert!(page.words().contains(title) && page.text.contains(way_out), "{}", page.words());
            let page = office.browser.post(&format!("/invoices/{id}/book"), &[]);
            assert_eq!(page.status, StatusCode::CONFLICT);
            assert!(page.words().contains(title), "{}", page.words());
            assert_eq!(office.api.get(&format!("/invoices/{id}")).json()["objection"]["code"], code);
        };
        refused(
            "HEAD_WITHOUT_ADDRESS",
            "“Kestrel Media House” has no address.",
            &format!("/clients/{}/edit", office.head),
        );
        office.set(&office.head, &json!({ "mailing_address": { "city": "Port Ebb" } }));
        let settings = format!("/clients/{}/edit", office.member);
        refused("DEBTOR_WITHOUT_TAX_NUMBER", "“Kestrel Digital” has no VAT number.", &settings);
        office.set(&office.member, &json!({ "tax_number": "ESB00000002" }));
        let takes = named(&office.api.get("/client-types").json(), "Invoice recipient");
        let new = json!({ "name": "Post rooms", "client_type": takes, "effect": "central_address" });
        let of_type = office.api.post("/corporate-group-types", &new).id();
        let new = json!({ "name": "North", "type": of_type, "head": office.head, "from": "2026-01-01",
            "to": "2026-12-31" });
        let north = office.api.post("/corporate-groups", &new).id();
        office.join(&north, "2026");
        let title = "The document would have two addresses: “Kestrel invoices” and “North” both get it.";
        refused("MAILING_AMBIGUOUS", title, &format!("/corporate-groups/{}", office.group));
    });
}
