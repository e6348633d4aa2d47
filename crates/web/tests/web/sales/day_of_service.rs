//! A3-26 at the doors: the day of the service decides in which year and for whom an order counts, and a membership that
//! ends later takes nothing back.

use axum::http::StatusCode;
use books::testing::on_both;
use serde_json::{Value, json};

use super::agreements::{add, agreed, client_of, group_of, members, refused, scale, settle, sums};
use crate::door::{Api, Browser};

/// Who was served, for how much, on which day the document is dated, and on which it was served.
const ORDERS: [(&str, &str, &str, Option<&str>); 6] = [
    ("One", "100000.00", "2026-03-02", Some("2025-12-31")),
    ("One", "9000.00", "2025-12-31", Some("2026-01-01")),
    // Without a day of service the document's own day counts.
    ("One", "20000.00", "2025-12-30", None),
    ("Two", "40000.00", "2026-01-02", Some("2025-12-31")),
    ("Two", "5000.00", "2025-12-31", Some("2026-01-01")),
    ("Two", "1000.00", "2026-01-01", None),
];

/// A holding in which One is a member from 2024 to 2027, and Two in 2026 alone.
struct Nordkai {
    group: String,
    clients: [String; 2],
    first: String,
    /// The agreements of 2025 and 2026.
    agreements: [String; 2],
}

impl Nordkai {
    fn of(api: &Api) -> Nordkai {
        let group = group_of(api, "Nordkai", "Holding", (2024, 2027));
        let clients = ["One", "Two"].map(|name| client_of(api, name, "Holding"));
        let first = add(api, &group, &clients[0], (2024, 2027));
        add(api, &group, &clients[1], (2026, 2026));
        let agreements = [2025, 2026].map(|year| agreed(api, &group, &scale("slab", year)).id());
        Nordkai { group, clients, first, agreements }
    }

    fn client(&self, name: &str) -> &str {
        &self.clients[usize::from(name == "Two")]
    }
}

/// A3-26 on the API: an order counts in the year of its service for whoever is a member in that year; a membership that ends
/// afterwards leaves the settled year, its documents and its figures as they are, and counts no more from then on.
#[test]
fn a3_26_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let of = Nordkai::of(&api);
        for (name, net, date, served) in ORDERS {
            let lines = json!([{ "text": "Work", "unit_price": { "amount": net, "currency": "EUR" } }]);
            let draft = json!({ "client": of.client(name), "date": date, "service_date": served, "lines": lines });
            let id = api.post("/invoices", &draft).id();
            let booked = api.post(&format!("/invoices/{id}/book"), &json!({}));
            assert_eq!(booked.status, StatusCode::OK, "{}", booked.text);
            assert_eq!((&booked.json()["date"], &booked.json()["service_date"]), (&json!(date), &json!(served)));
        }
        let [of_2025, of_2026] = &of.agreements;
        let read = |id: &str| api.get(&format!("/agreements/{id}")).json();
        let figures = |id: &str| {
            let read = read(id);
            ["volume", "discount", "settled", "left"].map(|field| read[field]["amount"].as_str().map(str::to_owned))
        };
        let said = |figures: [&str; 4]| figures.map(|figure| Some(figure.to_owned()));
        assert_eq!(figures(of_2025), said(["120000.00", "3600.00", "0.00", "3600.00"]));
        assert_eq!(figures(of_2026), said(["15000.00", "0.00", "0.00", "0.00"]));
        let settled = settle(&api, of_2025, &json!({ "kind": "final" })).json();
        assert_eq!(sums(&settled), ["120000.00", "3600.00", "0.00", "3600.00"]);
        assert_eq!(members(&settled), ["One 3600.00"], "Two was no member in 2025, whenever it was invoiced");
        let (path, at) = (format!("/settlements/{}", settled["id"].as_str().expect("an id")), &of.first);
        let document = format!("/invoices/{}", settled["members"][0]["document"].as_str().expect("a document"));
        assert_eq!(api.post(&format!("{document}/book"), &json!({})).status, StatusCode::OK);
        let before = [&path, &document].map(|path| api.get(path).json());
        let ends = |year: i64| api.patch(&format!("/memberships/{at}"), &json!({ "to": format!("{year}-12-31") }));
        assert_eq!(refused(&ends(2024)), (409, "YEAR_SETTLED".to_owned()));
        assert_eq!(ends(2025).json()["to"], "2025-12-31");
        assert_eq!([&path, &document].map(|path| api.get(path).json()), before, "nothing of it is rewritten");
        assert_eq!(figures(of_2025), said(["120000.00", "3600.00", "3600.00", "0.00"]));
        let again = settle(&api, of_2025, &json!({ "kind": "correction" }));
        assert_eq!(refused(&again), (409, "NOTHING_TO_SETTLE".to_owned()));
        assert_eq!(figures(of_2026), said(["6000.00", "0.00", "0.00", "0.00"]), "Two alone is a member in 2026");
        let names =
            read(of_2026)["members"].as_array().expect("members").iter().map(|one| one["name"].clone()).collect();
        assert_eq!(Value::Array(names), json!(["Two"]));
    });
}

/// A3-26 on the page: the form of an invoice asks for the day of service; agreement, preview and settlement count by it; ending
/// a membership on the page of its group takes nothing back from the settled year.
#[test]
fn a3_26_on_the_pages() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let of = Nordkai::of(&api);
        for (name, net, date, served) in ORDERS {
            let form = browser.get(&format!("/invoices/new?client={}", of.client(name)));
            let served = served.unwrap_or_default();
            let typed = [("date", date), ("service_date", served), ("text", "Work"), ("unit_price", net)];
            let booked = browser.follow(&browser.press(&form, "Save and book", &typed));
            assert!(booked.words().contains("Posted as"), "{}", booked.words());
        }
        let says = |path: &str, wanted: &[&str]| {
            let page = browser.get(path);
            assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.words());
            for text in wanted {
                assert!(page.words().contains(text), "{path} does not say “{text}”: {}", page.words());
            }
            page
        };
        let [of_2025, of_2026] = of.agreements.clone().map(|id| format!("/agreements/{id}"));
        says(&of_2025, &["Volume so far 120,000.00", "Discount so far 3,600.00", "Settled 0.00", "Left 3,600.00"]);
        says(&of_2026, &["Volume so far 15,000.00", "Discount so far 0.00"]);
        let preview = says(&format!("{of_2025}/settle?kind=final"), &["120,000.00", "3,600.00", "One"]);
        assert!(!preview.words().contains("Two"), "{}", preview.words());
        let settled = browser.post(&format!("{of_2025}/settle"), &[("kind", "final")]).location();
        let paper = says(&settled, &["Final settlement", "120,000.00", "Settled now, EUR 3,600.00", "One"]);
        assert!(!paper.words().contains("Two"), "{}", paper.words());
        let group = format!("/corporate-groups/{}", of.group);
        let last_year = format!("to-{}", of.first);
        let form = browser.get(&group);
        let early = browser.press(&form, "Save", &[(&last_year, "2024")]);
        assert_eq!(early.status, StatusCode::CONFLICT);
        assert!(early.words().contains("settled"), "{}", early.words());
        assert_eq!(browser.press(&form, "Save", &[(&last_year, "2025")]).location(), group);
        says(&of_2025, &["Volume so far 120,000.00", "Discount so far 3,600.00", "Settled 3,600.00", "Left 0.00"]);
        assert_eq!(browser.get(&settled).words(), paper.words(), "the paper is as it was");
        let correction = browser.post(&format!("{of_2025}/settle"), &[("kind", "correction")]);
        assert!(correction.words().contains("nothing to settle"), "{}", correction.words());
        says(&of_2026, &["Volume so far 6,000.00", "Two"]);
    });
}
