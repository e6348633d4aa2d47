//! What every client has: exactly one customer group, a number of its own, and values that go before the group's.

use axum::http::StatusCode;
use books::testing::on_both;
use serde_json::json;

use super::*;

/// A1-11 (page, API): none is refused, two are refused, one is taken; nothing is kept of what was refused.
#[test]
fn a1_11_a_client_has_exactly_one_customer_group() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let [domestic, european] = ["Domestic", "European"].map(|name| customer_group(house, name));
        let none = browser.post("/clients", &[("name", "Bramblewick Trust"), ("email", "office@bramblewick.example")]);
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(none.words().contains("The client has no customer group."), "{}", none.words());
        assert!(none.text.contains("value=\"office@bramblewick.example\""), "what was typed stays");
        let two = [("name", "Bramblewick Trust"), ("customer_group", &domestic), ("customer_group", &european)];
        let two = browser.post("/clients", &two);
        assert_eq!(two.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", two.words());
        let none = api.post("/clients", &json!({ "name": "Bramblewick Trust" }));
        assert_eq!((none.status, none.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "CUSTOMER_GROUP_REQUIRED"));
        assert_eq!(
            (none.json()["field"].clone(), none.header("content-type")),
            (json!("customer_group"), "application/problem+json")
        );
        let two = api.post("/clients", &json!({ "name": "Bramblewick Trust", "customer_group": [domestic, european] }));
        assert_eq!((two.status, two.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "FIELD_INVALID"));
        let twice = format!("{{\"name\":\"B\",\"customer_group\":\"{domestic}\",\"customer_group\":\"{european}\"}}");
        assert_eq!(api.request("POST", "/clients", &[], twice.into()).status, StatusCode::UNPROCESSABLE_ENTITY);
        let segment = client_group(&api, "Alpha");
        let wrong = api.post("/clients", &json!({ "name": "B", "customer_group": segment }));
        assert_eq!((wrong.status, wrong.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "GROUP_UNKNOWN"));
        assert_eq!(api.get("/clients").json()["items"], json!([]), "nothing was kept");
        let id = client(house, &api, "Bramblewick Trust");
        let path = format!("/clients/{id}");
        let form = settings_form(&browser, &id);
        let both = [&form[..], &[("customer_group".to_owned(), european.clone())]].concat();
        assert_eq!(save(&browser, &id, &both).status, StatusCode::UNPROCESSABLE_ENTITY);
        let both = json!({ "customer_group": [domestic, european] });
        assert_eq!(api.patch(&path, &both).status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(api.get(&path).json()["customer_group"], json!(domestic));
        assert_eq!(api.patch(&path, &json!({ "customer_group": european })).json()["customer_group"], json!(european));
    });
}

/// A1-12, A1-13 (page, API): a number is a text of the office's choosing, may equal an account's, and makes no account.
#[test]
fn a1_12_a_number_is_free_and_used_once() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let domestic = customer_group(house, "Domestic");
        let accounts = house.number("SELECT COUNT(*) FROM accounts");
        let numbered = |number: &str| {
            api.post(
                "/clients",
                &json!({ "name": format!("N {number}"), "number": number, "customer_group": domestic }),
            )
        };
        for number in ["1", "0001", "1000", "4300", "K-7/b"] {
            assert_eq!(numbered(number).json()["number"], number, "A1-12");
        }
        let next = numbered_by_itself(&api, &domestic);
        assert_eq!(next, "4301", "one more than the highest");
        let taken = numbered("0001");
        assert_eq!((taken.status, taken.code().as_str()), (StatusCode::CONFLICT, "NUMBER_TAKEN"));
        assert_eq!(taken.json()["actions"][0]["label"], "Show that client");
        let form = [("name", "Again"), ("number", "4300"), ("customer_group", domestic.as_str())];
        let taken = browser.post("/clients", &form);
        assert_eq!(taken.status, StatusCode::CONFLICT);
        assert!(taken.words().contains("Number 4300 belongs to “N 4300”."), "{}", taken.words());
        let id = client(house, &api, "Moved");
        assert_eq!(api.patch(&format!("/clients/{id}"), &json!({ "number": "1" })).code(), "NUMBER_TAKEN");
        let cleared = api.patch(&format!("/clients/{id}"), &json!({ "number": null }));
        assert_eq!((cleared.status, cleared.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "FIELD_REQUIRED"));
        assert_eq!(api.patch(&format!("/clients/{id}"), &json!({ "number": "01" })).json()["number"], "01");
        assert_eq!(house.number("SELECT COUNT(*) FROM accounts"), accounts, "a client is no account");
    });
}

fn numbered_by_itself(api: &Api, group: &str) -> String {
    let made = api.post("/clients", &json!({ "name": "Next", "customer_group": group })).json();
    made["number"].as_str().expect("a number").to_owned()
}

/// A1-12 (two at once): two programs register without a number at the same moment: two numbers.
#[test]
fn a1_12_two_at_once_get_two_numbers() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let domestic = customer_group(house, "Domestic");
        let mut numbers = std::thread::scope(|scope| {
            let begun: Vec<_> = (0..4).map(|_| scope.spawn(|| numbered_by_itself(&api, &domestic))).collect();
            begun.into_iter().map(|thread| thread.join().expect("a number")).collect::<Vec<_>>()
        });
        numbers.sort();
        assert_eq!(numbers, ["1001", "1002", "1003", "1004"]);
    });
}

/// A1-18 (page, API): what a client says goes before its group; 0 is a value, and clearing it gives the group's back.
#[test]
fn a1_18_a_clients_own_values_go_first() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let domestic = customer_group(house, "Domestic");
        let group = json!({ "payment_terms": 30, "discount": "2" });
        assert_eq!(api.patch(&format!("/customer-groups/{domestic}"), &group).status, StatusCode::OK);
        let id = client(house, &api, "Bramblewick Trust");
        let path = format!("/clients/{id}");
        let line =
            json!({ "text": "Advice", "quantity": "1", "unit_price": { "amount": "100.00", "currency": "EUR" } });
        let draft = || api.post("/invoices", &json!({ "client": id, "lines": [line] })).json();
        let first = draft();
        assert_eq!((&first["origins"]["payment_days"], &first["payment_days"]), (&json!("group"), &json!(30)));
        assert_eq!((&first["origins"]["discount"], &first["discount"]), (&json!("group"), &json!("2")));
        let zero = api.patch(&path, &json!({ "payment_days": 0, "discount": "0" })).json();
        assert_eq!((&zero["payment_days"], &zero["discount"]), (&json!(0), &json!("0")));
        let own = draft();
        assert_eq!((&own["origins"]["payment_days"], &own["payment_days"]), (&json!("client"), &json!(0)));
        assert_eq!((&own["origins"]["discount"], &own["discount"]), (&json!("client"), &json!("0")));
        let form = settings_form(&browser, &id);
        assert!(form.contains(&("payment_days".to_owned(), "0".to_owned())), "0 is shown as a value: {form:?}");
        let cleared = with(&with(&form, "payment_days", ""), "discount", "");
        assert_eq!(save(&browser, &id, &cleared).location(), path);
        let again = draft();
        assert_eq!(
            (&again["origins"]["payment_days"], &again["origins"]["discount"]),
            (&json!("group"), &json!("group"))
        );
        for (field, wrong) in [("payment_days", json!(-1)), ("payment_days", json!(3651)), ("discount", json!("101"))] {
            let refused = api.patch(&path, &json!({ field: wrong }));
            assert_eq!(
                (refused.status, refused.json()["field"].clone()),
                (StatusCode::UNPROCESSABLE_ENTITY, json!(field))
            );
        }
    });
}
