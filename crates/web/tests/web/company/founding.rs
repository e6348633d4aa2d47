//! A new company in the zone of its country, by the page and by the API; and the menu around an address that is none.

use books::Caller;
use books::company::ReadCompany;
use books::testing::TestHouse;
use serde_json::json;

use crate::door::{Api, Browser};

/// The time zone of the owner's company of this name.
fn zone_of(house: &TestHouse, name: &str) -> String {
    let seats = house.desk.hallway().companies_of(house.owner).expect("seats");
    let company = seats.iter().find(|seat| seat.name.as_str() == name).unwrap_or_else(|| panic!("no {name}")).id;
    let caller = Caller { company, ..house.owner() };
    house.desk.ask(&caller, ReadCompany).expect("the company").time_zone
}

#[test]
fn a_new_company_is_in_the_zone_of_its_country() {
    let house = TestHouse::sqlite();
    let (api, browser) = (Api::of_owner(&house), Browser::of_owner(&house));
    for (name, country, said, zone) in [
        ("Elbe", "DE", "", "Europe/Berlin"),
        ("Thames", "GB", "", "Europe/London"),
        ("Hudson", "US", "", "UTC"),
        ("Nowhere", "", "", "UTC"),
        ("Atlantic", "ES", "Atlantic/Canary", "Atlantic/Canary"),
    ] {
        let form = [("company", name), ("country", country), ("currency", "EUR"), ("fiscal_month", "1")];
        let form = [form.as_slice(), &[("time_zone", said), ("chart", "generic")]].concat();
        let founded = browser.post("/companies", &form);
        assert!(founded.status.is_redirection(), "{name}: {}", founded.words());
        assert_eq!(zone_of(&house, name), zone, "{name} by the page");
        let copy = format!("{name} copy");
        let optional = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let body = json!({ "name": copy, "country": optional(country), "currency": "EUR", "time_zone": optional(said),
            "fiscal_month": 1, "chart": "es-pgc" });
        let founded = api.post("/company/copies", &body);
        assert_eq!(founded.status.as_u16(), 201, "{name}: {}", founded.text);
        assert_eq!(zone_of(&house, &copy), zone, "{name} by the API");
    }
}

#[test]
fn an_address_where_nothing_is_keeps_the_menu_of_a_member() {
    let house = TestHouse::sqlite();
    let inside = Browser::of_owner(&house).get("/no/such/place");
    assert_eq!(inside.status.as_u16(), 404);
    for text in ["There is nothing at this address", "aria-label=\"Main menu\"", "href=\"/clients\""] {
        assert!(inside.text.contains(text), "{text}: {}", inside.text);
    }
    let outside = Browser::logged_out(&house).get("/no/such/place");
    assert_eq!(outside.status.as_u16(), 404);
    assert!(!outside.text.contains("Main menu"), "{}", outside.text);
    assert_eq!(Api::of_owner(&house).get("/no/such/place").status.as_u16(), 404);
}
