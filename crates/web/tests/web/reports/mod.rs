//! Reports over the API, on their page and as files.

mod api;
mod doors;
mod forms;
mod kinds;
mod money;
mod page;
mod sight;

use books::testing::TestHouse;
use serde_json::json;

use crate::door::Api;

/// V5: K1 {VIP, Annual} 10 h, K2 {VIP} 4 h, K3 {} 1 h. Answers the ids of VIP and Annual.
fn v5(house: &TestHouse, api: &Api) -> (String, String) {
    let group = |name: &str| {
        let name = kernel::Name::parse(name).expect("a name");
        house
            .perform(books::groups::CreateClientGroup { name, color: None, note: String::new(), set: None })
            .to_string()
    };
    let (vip, annual) = (group("VIP"), group("Annual"));
    let customer_group = house.ask(books::clients::ListChoices).customer_groups[0].id.to_string();
    for (name, groups, minutes) in [("K1", vec![&vip, &annual], 600), ("K2", vec![&vip], 240), ("K3", vec![], 60)] {
        let body = json!({ "name": name, "customer_group": customer_group, "client_groups": groups });
        let client = api.post("/clients", &body).id();
        let time = json!({ "client": client, "date": "2026-03-02", "minutes": minutes,
            "rate": { "amount": "86.00", "currency": "EUR" }, "work_type": "Advice" });
        api.post("/time-entries", &time).id();
    }
    (vip, annual)
}
