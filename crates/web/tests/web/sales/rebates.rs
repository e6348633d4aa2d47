//! Rebates in kind over the API and on the pages: V3 word for word, and each refusal at each door.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use super::agreements::{add, client_of, group_of};
use crate::door::{Answer, Api, Browser};

fn eur(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

/// V3: the corporate agency K with A1 and A2 from 2026, and an agreement for 2026.
struct Office {
    api: Api,
    browser: Browser,
    client: String,
    agencies: [String; 2],
    agreement: String,
}

impl Office {
    fn of(house: &TestHouse) -> Office {
        let api = Api::of_owner(house);
        let group = group_of(&api, "K", "Corporate agency", (2025, 2027));
        let agencies = ["A1", "A2"].map(|name| client_of(&api, name, "Corporate agency"));
        for agency in &agencies {
            add(&api, &group, agency, (2026, 2027));
        }
        let tiers = json!([{ "from": eur("500000"), "rate": "2" }, { "from": eur("1000000"), "rate": "4" }]);
        let new = json!({ "year": 2026, "scale": "slab", "tiers": tiers });
        let agreement = api.post(&format!("/corporate-groups/{group}/agreements"), &new).id();
        let client = client_of(&api, "Advertiser", "Advertiser");
        Office { browser: Browser::of_owner(house), api, client, agencies, agreement }
    }

    fn drafted(&self, agency: &str, date: &str, lines: Value) -> String {
        let new = json!({ "client": self.client, "agency": agency, "date": date, "lines": lines });
        self.api.post("/invoices", &new).id()
    }

    fn book(&self, id: &str) -> Answer {
        self.api.post(&format!("/invoices/{id}/book"), &json!({}))
    }

    fn ordered(&self, agency: &str, date: &str, net: &str) -> String {
        let id = self.drafted(agency, date, json!([{ "text": "Campaign", "unit_price": eur(net) }]));
        assert_eq!(self.book(&id).status, StatusCode::OK);
        id
    }

    fn agreement(&self) -> Value {
        self.api.get(&format!("/agreements/{}", self.agreement)).json()
    }

    /// Volume, earned, granted, left and overdrawn.
    fn figures(&self) -> [String; 5] {
        let read = self.agreement();
        ["volume", "earned", "granted", "left", "overdrawn"]
            .map(|field| read[field]["amount"].as_str().expect("an amount").to_owned())
    }
}

fn spots(units: i64) -> Value {
    json!([{ "text": "Spot", "quantity": units, "free": true, "list_price": eur("500.00") }])
}

impl Office {
    /// What was read of the lines of a draft goes back as it is, with another quantity.
    fn ask_for(&self, draft: &Value, units: &str) {
        let mut lines = draft["lines"].clone();
        for field in ["id", "vat_rate", "net", "list_value", "agreement"] {
            lines[0].as_object_mut().expect("a line").remove(field);
        }
        lines[0]["quantity"] = json!(units);
        let path = format!("/invoices/{}", draft["id"].as_str().expect("an id"));
        let patched = self.api.patch(&path, &json!({ "lines": lines }));
        assert_eq!(patched.status, StatusCode::OK, "{}", patched.text);
        assert_eq!(patched.json()["lines"][0]["list_price"], eur("500.00"));
    }
}

/// A3-22, V3 over the API and on the pages: earned, 88 whole units, used up, given back, overdrawn by −11,000.00.
#[test]
fn v3_over_the_api_and_on_the_pages() {
    on_both(|house| {
        let office = Office::of(house);
        let [a1, a2] = &office.agencies;
        office.ordered(a2, "2025-12-31", "5000.00");
        office.ordered(a1, "2026-01-10", "550000.00");
        let large = office.ordered(a1, "2026-02-10", "150000.00");
        office.ordered(a2, "2026-02-11", "400000.00");
        assert_eq!(office.figures(), ["1100000.00", "44000.00", "0.00", "44000.00", "0.00"]);
        let id = office.drafted(a1, "2026-03-01", spots(89));
        let draft = office.api.get(&format!("/invoices/{id}")).json();
        assert_eq!(
            (&draft["free_units"]["list_value"], &draft["free_units"]["left"]),
            (&eur("44500.00"), &eur("44000.00"))
        );
        let refused = office.book(&id);
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "REBATE_OVERDRAWN"));
        assert_eq!(refused.json()["details"]["units_left"], "88");
        assert_eq!(refused.json()["actions"][0]["href"], format!("/agreements/{}", office.agreement));
        let page = office.browser.get(&format!("/invoices/{id}")).words();
        for text in ["44,000.00 EUR are left", "Left before 44,000.00", "Booked through A1", "88 whole units"] {
            assert!(page.contains(text), "{text}: {page}");
        }
        office.ask_for(&draft, "60");
        let booked = office.book(&id).json();
        let line = &booked["lines"][0];
        assert_eq!((&line["unit_price"], &line["net"], &line["free"]), (&eur("0.00"), &eur("0.00"), &json!(true)));
        assert_eq!((&line["list_value"], &line["agreement"]), (&eur("30000.00"), &json!(office.agreement)));
        assert_eq!((&booked["entry"], &booked["state"]), (&Value::Null, &json!("settled")));
        assert_eq!(booked["agency"], json!(a1));
        let paper = office.browser.get(&format!("/invoices/{id}/print")).words();
        for text in ["Agency A1", "Spot free, list value 30,000.00 60 0.00 0.00", "To pay, EUR 0.00"] {
            assert!(paper.contains(text), "{text}: {paper}");
        }
        let page = office.browser.get(&format!("/invoices/{id}")).words();
        assert!(page.contains("Nothing to post") && page.contains("Used from 2026/1/KIND/K"), "{page}");
        assert_eq!(office.figures()[2..], ["30000.00", "14000.00", "0.00"]);
        // The turnover falls to 950,000.
        let note = office.api.post(&format!("/invoices/{large}/credit"), &json!({})).id();
        assert_eq!(office.book(&note).status, StatusCode::OK);
        assert_eq!(office.figures(), ["950000.00", "19000.00", "30000.00", "0.00", "-11000.00"]);
        let page = office.browser.get(&format!("/agreements/{}", office.agreement)).words();
        for text in ["Earned in free units 19,000.00", "Granted 30,000.00", "Overdrawn \u{2212}11,000.00"] {
            assert!(page.contains(text), "{text}: {page}");
        }
        assert_eq!(office.agreement()["free_lines"][0]["invoice"], json!(id));
        // Taking the free order back gives all of it back.
        let note = office.api.post(&format!("/invoices/{id}/credit"), &json!({})).id();
        let booked = office.book(&note);
        assert_eq!((booked.status, &booked.json()["agency"]), (StatusCode::OK, &json!(a1)));
        assert_eq!(office.figures()[2..], ["0.00", "19000.00", "0.00"]);
    });
}

/// A3-22 on page and API: what is wrong with a free line or its agency is refused at both doors.
#[test]
fn a3_22_refusals_of_free_lines_at_each_door() {
    on_both(|house| {
        let office = Office::of(house);
        let [a1, _] = &office.agencies;
        let line = |quantity: &str, price: &str| json!([{ "text": "Spot", "quantity": quantity, "free": true, "list_price": eur(price) }]);
        let drafting = |agency: &str, lines: &Value| {
            office.api.post("/invoices", &json!({ "client": office.client, "agency": agency, "lines": lines }))
        };
        let on_page = |agency: &str, quantity: &str, price: &str| {
            let fields = [
                ("client", office.client.as_str()),
                ("date", "2026-03-02"),
                ("agency", agency),
                ("text", "Spot"),
                ("quantity", quantity),
                ("unit_price", price),
                ("free", "1"),
            ];
            office.browser.post("/invoices", &fields)
        };
        let nobody = "cli_01h455vb4pex5vsknk084sn02q";
        for (code, title, agency, quantity, price) in [
            ("FREE_UNITS_WHOLE", "Line 1 gives 1.5 free units.", a1.as_str(), "1.5", "500.00"),
            ("LIST_PRICE_REQUIRED", "Line 1 is free and says no list price.", a1.as_str(), "1", "0.00"),
            ("AGENCY_UNKNOWN", "The agency does not exist.", nobody, "1", "500.00"),
        ] {
            let answer = drafting(agency, &line(quantity, price));
            assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, code));
            let page = on_page(agency, quantity, price);
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.words().contains(title), "{}", page.words());
        }
        let saved = on_page(a1, "1", "500.00").location();
        let page = office.browser.get(&format!("{saved}/edit"));
        assert!(page.text.contains("<option value=\"1\" selected>Free units</option>"), "{}", page.text);
        assert!(page.text.contains(&format!("<option value=\"{a1}\" selected>A1</option>")), "{}", page.text);
        let refused = office.browser.post(&format!("{saved}/book"), &[]);
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.words().contains("500.00 EUR of free units; 0.00 EUR are left"), "{}", refused.words());
        let without = drafting(&office.client, &line("1", "500.00")).id();
        assert_eq!(office.book(&without).code(), "REBATE_WITHOUT_AGREEMENT");
        let own = json!({ "kind": "credit_note", "client": office.client, "lines": line("1", "500.00") });
        let own = office.api.post("/invoices", &own).id();
        assert_eq!(office.book(&own).code(), "FREE_UNITS_NOT_GIVEN");
        let in_dollars =
            json!([{ "text": "Spot", "free": true, "list_price": { "amount": "1.00", "currency": "USD" } }]);
        let new = json!({ "client": office.client, "currency": "USD", "agency": a1, "lines": in_dollars });
        let in_dollars = office.api.post("/invoices", &new).id();
        assert_eq!(office.book(&in_dollars).code(), "REBATE_IN_BOOKS_CURRENCY");
    });
}

/// A3-22 on page and API: an agreement excludes product groups; its page says which.
#[test]
fn a3_22_exclusions_on_page_and_api() {
    on_both(|house| {
        let office = Office::of(house);
        let groups = house.ask(books::sales::products::ReadProductChoices).groups;
        let (first, second) = (groups[0].id.to_string(), groups[1].id.to_string());
        let path = format!("/agreements/{}", office.agreement);
        let lines = json!([{ "text": "a", "product_group": first, "unit_price": eur("100.00") },
            { "text": "b", "product_group": second, "unit_price": eur("30.00") }]);
        let id = office.drafted(&office.agencies[0], "2026-03-02", lines);
        assert_eq!(office.book(&id).status, StatusCode::OK);
        assert_eq!(office.figures()[0], "130.00");
        let fields = [
            ("name", "K"),
            ("scale", "slab"),
            ("tier_from", "0"),
            ("tier_rate", "10"),
            ("exclusions", second.as_str()),
        ];
        assert_eq!(office.browser.post(&path, &fields).location(), path);
        assert_eq!((&office.agreement()["exclusions"], office.figures()[0].as_str()), (&json!([second]), "100.00"));
        let page = office.browser.get(&path).words();
        assert!(page.contains(&format!("Not counted: {}.", groups[1].name)), "{page}");
        let form = office.browser.get(&format!("{path}/edit")).text;
        assert!(form.contains(&format!("value=\"{second}\" checked")), "{form}");
        let unknown = office.api.patch(&path, &json!({ "exclusions": ["pgr_01h455vb4pex5vsknk084sn02q"] }));
        assert_eq!(
            (unknown.status, unknown.code().as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, "PRODUCT_GROUP_UNKNOWN")
        );
        assert_eq!(office.api.patch(&path, &json!({ "exclusions": [] })).json()["volume"], eur("130.00"));
    });
}

/// A3-22, A3-25 on page and API: who gives the units must be one agreement, a credit note takes back what was given, and a
/// unit that two agreements could give is given by none: refused at each door, and booked nowhere.
#[test]
fn a3_22_who_gives_is_asked_at_each_door() {
    on_both(|house| {
        let office = Office::of(house);
        let [a1, a2] = &office.agencies;
        office.ordered(a1, "2026-01-10", "500000.00");
        let refused = |id: &str, code: &str, title: &str| {
            let answer = office.book(id);
            assert_eq!((answer.status, answer.code().as_str()), (StatusCode::CONFLICT, code), "{}", answer.text);
            assert!(answer.json()["title"].as_str().is_some_and(|said| said.contains(title)), "{}", answer.text);
            let page = office.browser.post(&format!("/invoices/{id}/book"), &[]);
            assert_eq!(page.status, StatusCode::CONFLICT);
            assert!(page.words().contains(title), "{code}: {}", page.words());
            assert_eq!(office.api.get(&format!("/invoices/{id}")).json()["state"], "draft", "{code}");
        };
        let without = office.drafted(&office.client, "2026-03-02", spots(1));
        refused(
            &without,
            "REBATE_WITHOUT_AGREEMENT",
            "Nobody gives free units to orders through “Advertiser” in 2026.",
        );
        let last_year = office.drafted(a1, "2025-12-31", spots(1));
        refused(&last_year, "REBATE_WITHOUT_AGREEMENT", "Nobody gives free units to orders through “A1” in 2025.");
        let given = office.drafted(a1, "2026-03-02", spots(2));
        assert_eq!(office.book(&given).status, StatusCode::OK);
        let [all, again] = [(); 2].map(|()| office.api.post(&format!("/invoices/{given}/credit"), &json!({})).id());
        assert_eq!(office.book(&all).status, StatusCode::OK);
        refused(&again, "FREE_UNITS_NOT_GIVEN", "takes back more free units than its invoice gave");
        let takes = super::agreements::found(&office.api, "/client-types", "Corporate agency");
        let pool = json!({ "name": "Buying pool", "client_type": takes, "effect": "rebate_in_kind" });
        let pool = office.api.post("/corporate-group-types", &pool).id();
        let head = client_of(&office.api, "Head of the pool", "Corporate agency");
        let pool = json!({ "name": "Pool", "head": head, "type": pool, "from": "2026-01-01", "to": "2026-12-31" });
        let pool = office.api.post("/corporate-groups", &pool).id();
        let tiers = json!([{ "from": eur("0"), "rate": "1" }]);
        let new = json!({ "year": 2026, "scale": "slab", "tiers": tiers });
        office.api.post(&format!("/corporate-groups/{pool}/agreements"), &new).id();
        add(&office.api, &pool, a2, (2026, 2026));
        let by_both = office.drafted(a2, "2026-03-02", spots(1));
        refused(&by_both, "REBATE_AMBIGUOUS", "Two agreements could give the free units: ");
        assert_eq!(office.figures()[2..], ["0.00", "10000.00", "0.00"], "nothing was taken from the budget");
    });
}
