//! Payments over the API and on their pages.

use axum::http::StatusCode;
use books::testing::on_both;
use serde_json::{Value, json};

use super::api::{client, line};
use crate::door::{Api, Browser, words};

fn eur(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

fn booked(api: &Api, client: &str, net: &str) -> String {
    let id = api.post("/invoices", &json!({ "client": client, "lines": [line("Advice", net)] })).id();
    assert_eq!(api.post(&format!("/invoices/{id}/book"), &json!({})).status, StatusCode::OK);
    id
}

/// A1-23 on the API: a payment settles its invoice on the invoice's account; dry run and a repeated key do nothing more;
/// it is reversed, and the invoice is open again.
#[test]
fn a_payment_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let client = client(house, &api, "Plover", "Domestic");
        let invoice = booked(&api, &client, "100.00");
        let new = json!({ "client": client, "date": "2026-03-02", "amount": eur("150.00"),
            "allocations": [{ "invoice": invoice, "amount": eur("121.00") }] });
        assert_eq!(api.post("/payments?dry_run=true", &new).status, StatusCode::OK);
        assert_eq!(api.get(&format!("/invoices/{invoice}")).json()["open"], eur("121.00"));
        let made = api.post("/payments", &new);
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let id = made.id();
        let shown = made.json();
        assert_eq!((&shown["unused"], &shown["settled"][0]["amount"]), (&eur("29.00"), &eur("121.00")));
        assert_eq!(shown["settled"][0]["invoice"], json!(invoice));
        assert_eq!(api.get(&format!("/invoices/{invoice}")).json()["state"], "settled");
        let open = api.get(&format!("/clients/{client}/open-items")).json();
        assert_eq!((&open["balance"], &open["items"][0]["open"]), (&eur("-29.00"), &eur("-29.00")));
        let list = api.get("/payments?q=plover&total=true").json();
        assert_eq!((&list["total"], &list["sum"], &list["items"][0]["id"]), (&json!(1), &eur("150.00"), &json!(id)));
        let nothing = api.post(&format!("/clients/{client}/match-items"), &json!({}));
        assert_eq!(nothing.code(), "NOTHING_TO_MATCH");
        let back = api.post(&format!("/payments/{id}/reverse"), &json!({ "on": "2026-03-09" }));
        assert_eq!((back.status, &back.json()["settled"]), (StatusCode::OK, &json!([])));
        assert_eq!(api.get(&format!("/invoices/{invoice}")).json()["open"], eur("121.00"));
        let rows = api.get("/reconciliation").json()["items"].as_array().expect("rows").clone();
        assert!(rows.iter().all(|row| row["difference"] == eur("0.00")), "{rows:?}");
        let mixed = json!({ "client": client, "amount": eur("1.00"),
            "allocations": [{ "invoice": invoice, "amount": { "amount": "1.00", "currency": "USD" } }] });
        assert_eq!(api.post("/payments", &mixed).code(), "CURRENCY_MISMATCH");
    });
}

/// The pages: from a booked invoice to its payment, with the amount filled in; the list finds it; the statement shows
/// what is left, and matches credits.
#[test]
fn a_payment_on_the_pages() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let client = client(house, &api, "Plover", "Domestic");
        let invoice = booked(&api, &client, "100.00");
        let address = format!("/payments/new?client={client}&invoice={invoice}");
        assert!(browser.get(&format!("/invoices/{invoice}")).text.contains(&address.replace('&', "&amp;")));
        let form = browser.get(&address).text;
        assert_eq!(form.matches("value=\"121.00\"").count(), 2, "{form}");
        let item = form.split("name=\"item\" value=\"").nth(1).expect("an item").split('"').next().expect("its id");
        let typed = |amount: &'static str, pay: &'static str| {
            [
                ("client", client.clone()),
                ("day", "2026-03-02".to_owned()),
                ("amount", amount.to_owned()),
                ("item", item.to_owned()),
                ("pay", pay.to_owned()),
            ]
        };
        let post = |fields: &[(&str, String)]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
            browser.post("/payments", &fields)
        };
        let refused = post(&typed("100.00", "121.00"));
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(words(&refused.text).contains("The items get 121.00, the payment is 100.00."), "{}", refused.text);
        let done = post(&typed("150,00", "121.00"));
        let page = browser.get(&done.location()).text;
        assert!(page.contains("2026-1") && page.contains("29.00"), "{page}");
        assert!(browser.get("/payments?q=plov").text.contains("150.00"));
        assert!(browser.get("/payments?q=nobody").text.contains("No payment matches"));
        assert!(browser.get(&format!("/invoices/{invoice}")).text.contains("Paid 121.00"));
        booked(&api, &client, "200.00");
        let statement = format!("/clients/{client}/statement");
        assert!(words(&browser.get(&statement).text).contains("213.00"));
        browser.post(&format!("/clients/{client}/match"), &[]);
        let after = words(&browser.get(&statement).text);
        assert!(after.contains("213.00") && !after.contains("29.00"), "{after}");
        let reversed = browser.post(&format!("{}/reverse", done.location()), &[]);
        assert!(browser.get(&reversed.location()).text.contains("the payment was taken back"));
        let who = browser.get("/payments/new?q=plov").text;
        assert!(who.contains(&format!("/payments/new?client={client}")), "{who}");
    });
}

/// A1-29 on page and API: what a client owes by how long it has been due, on any day, summed by customer group; the check
/// row of each control account stands below it.
#[test]
fn a1_29_who_owes_what_and_since_when() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let [home, abroad] = [("Plover", "Domestic"), ("Heron", "European")].map(|(name, group)| {
            let id = client(house, &api, name, group);
            booked(&api, &id, "100.00");
            id
        });
        let days = [
            ("2026-03-01", None),
            ("2026-04-01", Some("not_due")),
            ("2026-04-02", Some("days_1_30")),
            ("2026-05-31", Some("days_31_60")),
            ("2026-06-30", Some("days_61_90")),
            ("2026-07-01", Some("over_90")),
        ];
        for (on, column) in days {
            let aged = api.get(&format!("/aged?on={on}")).json();
            let Some(column) = column else {
                assert_eq!((&aged["items"], &aged["total"]["sum"]), (&json!([]), &eur("0.00")), "{on}");
                continue;
            };
            let of = |id: &str| aged["items"].as_array().expect("rows").iter().find(|row| row["id"] == id).cloned();
            assert_eq!(of(&home).expect("a row")[column], eur("121.00"), "{on}");
            assert_eq!(of(&abroad).expect("a row")[column], eur("100.00"), "{on}");
            assert_eq!((&aged["total"][column], &aged["total"]["sum"]), (&eur("221.00"), &eur("221.00")), "{on}");
            let groups: Vec<_> =
                aged["customer_groups"].as_array().expect("rows").iter().map(|row| &row["name"]).collect();
            assert_eq!(groups, ["Domestic", "European"], "{on}");
        }
        let page = browser.get("/aged?on=2026-04-15").words();
        for said in ["Plover", "121.00", "221.00", "By customer group", "Control accounts"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        api.post("/payments", &json!({ "client": home, "amount": eur("121.00"), "date": "2026-03-02" }));
        assert!(!browser.get("/aged").words().contains("Plover"));
    });
}

/// A draft says by how much booking it goes over the credit limit: the client's, or else its group's; it is booked all
/// the same.
#[test]
fn a_credit_limit_warns() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = client(house, &api, "Plover", "Domestic");
        let group = api.get(&format!("/clients/{id}")).json()["customer_group"].as_str().expect("an id").to_owned();
        let limit = json!({ "credit_limit": eur("200.00") });
        assert_eq!(api.patch(&format!("/customer-groups/{group}"), &limit).status, StatusCode::OK);
        booked(&api, &id, "100.00");
        let draft = api.post("/invoices", &json!({ "client": id, "lines": [line("Advice", "100.00")] }));
        assert_eq!(draft.json()["over_credit_limit"], eur("42.00"));
        let page = browser.get(&format!("/invoices/{}", draft.id())).words();
        assert!(page.contains("Booking goes 42.00 EUR over the credit limit."), "{page}");
        assert_eq!(api.post(&format!("/invoices/{}/book", draft.id()), &json!({})).status, StatusCode::OK);
    });
}

/// A1-23, two at once: of two sessions that pay one invoice in full one does. The other is refused where it named the
/// invoice, and stands as the client's credit where it did not: never is more settled than was open.
#[test]
fn a1_23_two_pay_one_invoice() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let accountant = house.hire("accountant");
        let books::Who::Person(person) = accountant.who else { panic!("a member is a person") };
        let (their, page) = (Api::of(house, person), Browser::of(house, person));
        let id = client(house, &api, "Plover", "Domestic");
        for round in 0..3 {
            let invoice = booked(&api, &id, "100.00");
            let named = json!({ "client": id, "amount": eur("121.00"),
                "allocations": [{ "invoice": invoice, "amount": eur("121.00") }] });
            let (one, other) = at_once(|| api.post("/payments", &named), || their.post("/payments", &named));
            let mut codes = [one.code(), other.code()];
            codes.sort_unstable();
            assert_eq!(codes, [String::new(), "ALLOCATION_EXCEEDS_OPEN".to_owned()], "{} {}", one.text, other.text);
            assert_eq!(api.get(&format!("/invoices/{invoice}")).json()["state"], "settled", "round {round}");
            let paid = api.get(&format!("/clients/{id}/open-items")).json();
            assert_eq!(paid["balance"], eur("0.00"), "round {round}: {paid}");
        }
        let invoice = booked(&api, &id, "100.00");
        let plain = json!({ "client": id, "amount": eur("121.00"), "date": "2026-03-02" });
        let form = [("client", id.as_str()), ("day", "2026-03-02"), ("amount", "121.00")];
        let (one, other) = at_once(|| api.post("/payments", &plain), || page.post("/payments", &form));
        assert_eq!((one.status, other.status), (StatusCode::CREATED, StatusCode::SEE_OTHER), "{}", other.words());
        assert_eq!(api.get(&format!("/invoices/{invoice}")).json()["state"], "settled");
        let left = api.get(&format!("/clients/{id}/open-items")).json();
        assert_eq!((&left["balance"], left["items"].as_array().map(Vec::len)), (&eur("-121.00"), Some(1)), "{left}");
    });
}

/// Does both at the same moment.
fn at_once<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    std::thread::scope(|scope| {
        let begun = (scope.spawn(one), scope.spawn(other));
        (begun.0.join().expect("no panic"), begun.1.join().expect("no panic"))
    })
}
