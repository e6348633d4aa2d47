//! A switch of groups at New Year: the company's own date decides, on both sides of the date line.

use books::company::ChangeCompany;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use super::column;
use super::customer_groups::{eur, id_of};
use crate::door::{Api, Browser};

fn at(house: &TestHouse, zone: &str) {
    house.perform(ChangeCompany { time_zone: Some(zone.to_owned()), ..ChangeCompany::default() });
}

fn holding(api: &Api, path: &str) -> String {
    let list = api.get(path).json();
    let all = list["items"].as_array().expect("a list").clone();
    let one = all.into_iter().find(|item| item["name"] == "Holding").expect("Holding");
    one["id"].as_str().expect("an id").to_owned()
}

fn booked(api: &Api, client: &str) -> Value {
    let line = json!({ "text": "Advice", "quantity": "1", "unit_price": eur("100.00") });
    let id = api.post("/invoices", &json!({ "client": client, "lines": [line] })).id();
    let answer = api.post(&format!("/invoices/{id}/book"), &json!({}));
    assert!(answer.status.is_success(), "{}", answer.text);
    answer.json()
}

/// The number of the control account that a booked document stands on.
fn stands_on(api: &Api, invoice: &Value) -> String {
    let client = invoice["client"].as_str().expect("a client");
    let items = api.get(&format!("/clients/{client}/open-items?on=2027-12-31")).json();
    let all = items["items"].as_array().expect("items").clone();
    let one = all.into_iter().find(|item| item["invoice"] == invoice["id"]).expect("its item");
    one["account_number"].as_str().expect("a number").to_owned()
}

/// The pages say the day and the group of the year, and the form of a new document begins with that day.
fn on_the_pages(house: &TestHouse, (client, invoice): (&str, &Value), today: &str, holds: &str) {
    let browser = Browser::of_owner(house);
    let day = if today == "2026-12-31" { "31 Dec 2026" } else { "1 Jan 2027" };
    let page = browser.get(&format!("/invoices/{}", invoice["id"].as_str().expect("an id"))).words();
    assert!(page.contains(&format!("Issued {day}")) && page.contains(holds), "{today}: {page}");
    let form = browser.get(&format!("/invoices/new?client={client}")).text;
    assert!(form.contains(&format!("value=\"{today}\"")), "{today}: {form}");
}

/// X12 on page and API: at noon UTC of 31 December it is New Year's morning in Auckland and the old year's in Los Angeles. An invoice
/// without a date is of the office's day, stands in the corporate group of that year, and on the account of the customer
/// group that is valid from then on.
#[test]
fn x12_a_switch_at_new_year_uses_the_office_s_own_date() {
    let rows = [
        ("Pacific/Auckland", "2027-01-01", "New", "4301"),
        ("America/Los_Angeles", "2026-12-31", "Old", "4300"),
        ("UTC", "2026-12-31", "Old", "4300"),
    ];
    on_both(|house| {
        let api = Api::of_owner(house);
        let (of_type, of_group) = (holding(&api, "/client-types"), holding(&api, "/corporate-group-types"));
        let new_client = |name: &str| {
            let body = json!({ "name": name, "customer_group": id_of(&api, "Domestic"), "client_types": [of_type] });
            api.post("/clients", &body).id()
        };
        let group = |name: &str, year: i64| {
            let body = json!({ "name": name, "type": of_group, "head": new_client(&format!("Head of {name}")),
                "from": format!("{year}-01-01"), "to": format!("{year}-12-31") });
            api.post("/corporate-groups", &body).id()
        };
        let years = [(group("Old", 2026), 2026), (group("New", 2027), 2027)];
        house.set_today("2026-12-31");
        for (zone, today, holds, number) in rows {
            at(house, zone);
            let client = new_client(&format!("Client of {zone}"));
            for (group, year) in &years {
                let joins = json!({ "client": client, "from": format!("{year}-01-01"), "to": format!("{year}-12-31") });
                let answer = api.post(&format!("/corporate-groups/{group}/memberships"), &joins);
                assert!(answer.status.is_success(), "{zone}: {}", answer.text);
            }
            let moves = json!({ "customer_group": id_of(&api, "European"), "valid_from": "2027-01-01" });
            let moved = api.post(&format!("/clients/{client}/move-customer-group"), &moves);
            let code = if today == "2026-12-31" { "MOVE_AHEAD" } else { "" };
            assert_eq!((moved.status.is_success(), moved.code().as_str()), (code.is_empty(), code), "{zone}");
            let names = column(&api.get(&format!("/clients/{client}/groups")), "name");
            assert!(names.contains(&holds.to_owned()), "{zone}: {names:?}");
            let invoice = booked(&api, &client);
            assert_eq!(invoice["date"], today, "{zone}");
            let snapshot: Vec<&str> = invoice["groups_snapshot"]
                .as_array()
                .expect("groups")
                .iter()
                .filter(|group| group["kind"] == "corporate")
                .filter_map(|group| group["name"].as_str())
                .collect();
            assert_eq!(snapshot, [holds], "{zone}");
            assert_eq!(stands_on(&api, &invoice), number, "{zone}: {invoice}");
            on_the_pages(house, (&client, &invoice), today, holds);
        }
        // A year later in Los Angeles the switch is done there too.
        at(house, "America/Los_Angeles");
        house.set_today("2027-01-01");
        let client = column(&api.get("/clients?q=Los_Angeles"), "id").remove(0);
        let moves = json!({ "customer_group": id_of(&api, "European"), "valid_from": "2027-01-01" });
        assert!(api.post(&format!("/clients/{client}/move-customer-group"), &moves).status.is_success());
        assert_eq!(stands_on(&api, &booked(&api, &client)), "4301");
        assert!(column(&api.get(&format!("/clients/{client}/groups")), "name").contains(&"New".to_owned()));
    });
}
