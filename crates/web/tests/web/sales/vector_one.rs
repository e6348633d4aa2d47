//! V1 word for word: the account of a customer group changes between two invoices and the payment of both, over the API
//! and on the pages.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use super::api::line;
use super::through_change::{account, eur, found, id};
use crate::door::{Answer, Api, Browser, words};

/// Every day from the first invoice to after the payment.
fn days() -> Vec<String> {
    let march = (1..=31).map(|day| format!("2026-03-{day:02}"));
    march.chain((1..=30).map(|day| format!("2026-04-{day:02}"))).collect()
}

fn minor(amount: &Value) -> i64 {
    amount["amount"].as_str().map_or(0, |text| text.replace('.', "").parse().expect("an amount"))
}

/// What each day moved on an account, in minor units: debits less credits.
fn moved(api: &Api, number: &str) -> Vec<(String, i64)> {
    let ledger = api.get(&format!("/accounts/{}/ledger", account(api, number))).json();
    let mut moved: Vec<(String, i64)> = Vec::new();
    for line in ledger["items"].as_array().unwrap_or_else(|| panic!("{ledger}")) {
        let (day, sum) = (line["date"].as_str().expect("a day"), minor(&line["debit"]) - minor(&line["credit"]));
        match moved.iter_mut().find(|(other, _)| other == day) {
            Some((_, before)) => *before += sum,
            None => moved.push((day.to_owned(), sum)),
        }
    }
    moved
}

fn on(days: &[(&str, i64)]) -> Vec<(String, i64)> {
    days.iter().map(|(day, sum)| ((*day).to_owned(), *sum)).collect()
}

/// What V1 expects of the ledger: with the choice to keep, and with the one to transfer.
fn as_expected(api: &Api, open_items: &str) {
    let old = if open_items == "keep" {
        on(&[("2026-03-01", 121_000), ("2026-04-20", -121_000)])
    } else {
        on(&[("2026-03-01", 121_000), ("2026-04-01", -121_000)])
    };
    let new = if open_items == "keep" {
        on(&[("2026-04-05", 60_500), ("2026-04-20", -60_500)])
    } else {
        on(&[("2026-04-01", 121_000), ("2026-04-05", 60_500), ("2026-04-20", -181_500)])
    };
    assert_eq!((moved(api, "4300"), moved(api, "4310")), (old, new), "{open_items}");
    assert_eq!(moved(api, "5720"), on(&[("2026-04-20", 181_500)]), "{open_items}");
}

/// What the ledger holds on both accounts at the end of each of these days.
fn balances(open_items: &str) -> [(&'static str, [&'static str; 2]); 6] {
    let keeps = open_items == "keep";
    [
        ("2026-03-01", ["1210.00", "0.00"]),
        ("2026-03-31", ["1210.00", "0.00"]),
        ("2026-04-01", if keeps { ["1210.00", "0.00"] } else { ["0.00", "1210.00"] }),
        ("2026-04-05", if keeps { ["1210.00", "605.00"] } else { ["0.00", "1815.00"] }),
        ("2026-04-19", if keeps { ["1210.00", "605.00"] } else { ["0.00", "1815.00"] }),
        ("2026-04-20", ["0.00", "0.00"]),
    ]
}

/// Ledger, open items and difference of a control account at the end of a day.
type Row = [String; 3];

/// The row of each account is 0.00 on every day, whoever is asked for it, and holds what V1 says.
fn agrees_on_every_day(open_items: &str, row: impl Fn(&str, &str) -> Row) {
    for day in days() {
        for number in ["4300", "4310"] {
            let [ledger, open, difference] = row(&day, number);
            assert_eq!((open.as_str(), difference.as_str()), (ledger.as_str(), "0.00"), "{number} on {day}");
        }
    }
    for (day, held) in balances(open_items) {
        assert_eq!(["4300", "4310"].map(|number| row(day, number)[0].clone()), held, "{day}");
    }
}

/// Twice: the account changes on 1 April and open items are kept, or they are transferred.
fn each_way(story: impl Fn(&TestHouse, &Api, &str)) {
    on_both(|house| story(house, &Api::of_owner(house), "keep"));
    on_both(|house| story(house, &Api::of_owner(house), "transfer"));
}

/// V1 on the API: the account changes, the first invoice stays on 4300 or goes over by one entry, one payment settles both,
/// and each control account agrees with its open items on every day between.
#[test]
fn v1_over_the_api() {
    each_way(|house, api, open_items| {
        house.set_today("2026-03-01");
        let client = super::api::client(house, api, "Plover", "Domestic");
        let booked = |date: &str, net: &str, gross: &str| {
            let new = json!({ "client": client, "date": date, "lines": [line("Advice", net)] });
            let id = api.post("/invoices", &new).id();
            let booked = api.post(&format!("/invoices/{id}/book"), &json!({}));
            assert_eq!((booked.status, &booked.json()["gross"]), (StatusCode::OK, &eur(gross)), "{}", booked.text);
            id
        };
        let first = booked("2026-03-01", "1000.00", "1210.00");
        house.set_today("2026-04-01");
        let group = format!("/customer-groups/{}", id(&found(api, "/customer-groups", "name", "Domestic")));
        let body = json!({ "account": account(api, "4310"), "open_items": open_items, "on": "2026-04-01" });
        let changed = api.post(&format!("{group}/change-account"), &body);
        assert_eq!(changed.status, StatusCode::OK, "{}", changed.text);
        house.set_today("2026-04-05");
        let second = booked("2026-04-05", "500.00", "605.00");
        house.set_today("2026-04-20");
        let both = json!({ "client": client, "date": "2026-04-20", "amount": eur("1815.00"), "allocations": [
            { "invoice": first, "amount": eur("1210.00") }, { "invoice": second, "amount": eur("605.00") }] });
        let paid = api.post("/payments", &both);
        assert_eq!((paid.status, &paid.json()["unused"]), (StatusCode::CREATED, &eur("0.00")), "{}", paid.text);
        for invoice in [&first, &second] {
            assert_eq!(api.get(&format!("/invoices/{invoice}")).json()["state"], "settled");
        }
        let open = api.get(&format!("/clients/{client}/open-items")).json();
        assert_eq!((&open["items"], &open["balance"]), (&json!([]), &eur("0.00")));
        as_expected(api, open_items);
        agrees_on_every_day(open_items, |day, number| {
            let rows = found(api, &format!("/reconciliation?on={day}"), "number", number);
            ["ledger", "open_items", "difference"]
                .map(|field| rows[field]["amount"].as_str().expect("an amount").to_owned())
        });
    });
}

/// The row of a control account on the page that says who owes what on a day.
fn control_row(page: &Answer, number: &str) -> Row {
    let (_, controls) = page.text.split_once("Control accounts</h2>").unwrap_or_else(|| panic!("{}", page.words()));
    let is_its = |row: &&str| row.contains(&format!("<b>{number}</b>"));
    let row = words(controls.split("<tr").find(is_its).unwrap_or_else(|| panic!("no {number}: {}", page.words())));
    let mut cells = row.split(' ').rev().map(|cell| cell.replace(',', ""));
    let mut cell = || cells.next().unwrap_or_else(|| panic!("{row}"));
    let (difference, open, ledger) = (cell(), cell(), cell());
    [ledger, open, difference]
}

/// V1 on the pages: the same by forms alone: draft and book, save the group and say what becomes of open items, register one
/// payment for both; the page that says who owes what agrees on every day between.
#[test]
fn v1_on_the_pages() {
    each_way(|house, api, open_items| {
        house.set_today("2026-03-01");
        let client = super::api::client(house, api, "Plover", "Domestic");
        // Sessions end while a month goes by: whoever comes back logs in.
        let come = |day: &str| {
            house.set_today(day);
            Browser::of_owner(house)
        };
        let book = |day: &str, price: &str| {
            let browser = come(day);
            let form = browser.get(&format!("/invoices/new?client={client}"));
            let typed = [("date", day), ("text", "Advice"), ("unit_price", price)];
            browser.follow(&browser.press(&form, "Save and book", &typed))
        };
        assert!(book("2026-03-01", "1000.00").words().contains("1,210.00"));
        let browser = come("2026-04-01");
        let group = id(&found(api, "/customer-groups", "name", "Domestic"));
        let form = browser.get(&format!("/settings/customer-groups/{group}"));
        let asked = browser.press(&form, "Save", &[("account", &account(api, "4310"))]);
        for said in ["1,210.00 EUR open on 4300", "From the next invoice on it posts to 4310", "Plover 1,210.00"] {
            assert!(asked.words().contains(said), "{said}: {}", asked.words());
        }
        let typed = [("open_items", open_items), ("on", "2026-04-01")];
        assert_eq!(browser.press(&asked, "Save", &typed).location(), "/settings/customer-groups");
        let second = book("2026-04-05", "500.00");
        assert!(second.words().contains("605.00") && second.text.contains("<b>4310</b>"), "{}", second.words());
        let browser = come("2026-04-20");
        let form = browser.get(&format!("/payments/new?client={client}"));
        assert!(form.words().contains("who owes 1,815.00 EUR"), "{}", form.words());
        let items: Vec<&str> =
            form.text.split("name=\"item\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let mut typed = vec![("day", "2026-04-20"), ("amount", "1815.00"), ("pay", "1210.00"), ("pay", "605.00")];
        typed.extend(items.iter().map(|item| ("item", *item)));
        let paid = browser.follow(&browser.press(&form, "Register payment", &typed));
        for said in ["1,815.00", "1,210.00", "605.00"] {
            assert!(paid.words().contains(said), "{said}: {}", paid.words());
        }
        assert!(browser.get("/aged").words().contains("Nobody owes anything"));
        let account_page = browser.get(&format!("/ledger/accounts/{}", account(api, "5720"))).words();
        assert!(account_page.contains("1,815.00"), "{account_page}");
        as_expected(api, open_items);
        let pages: Vec<(String, Answer)> =
            days().into_iter().map(|day| (day.clone(), browser.get(&format!("/aged?on={day}")))).collect();
        agrees_on_every_day(open_items, |day, number| {
            let (_, page) = pages.iter().find(|(other, _)| other == day).expect("the day");
            control_row(page, number)
        });
    });
}
