//! Money by client group, in invoices and in the ledger: each amount stands under every group, and in the total once.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use super::v5;
use crate::door::{Api, Browser};

/// Who is invoiced, with the net amount of each line; VAT is 21 %.
const INVOICED: [(&str, &[&str]); 3] = [("K1", &["600.00", "400.00"]), ("K2", &["400.00"]), ("K3", &["100.00"])];

/// V5 with one booked invoice each: K1 {VIP, Annual} 1,000 on two lines, K2 {VIP} 400, K3 {} 100.
fn invoiced(house: &TestHouse, api: &Api) -> (String, String) {
    let groups = v5(house, api);
    for (name, prices) in INVOICED {
        let line = |price: &&str| json!({ "text": "Advice", "quantity": "1", "unit_price": { "amount": price, "currency": "EUR" } });
        let lines: Vec<Value> = prices.iter().map(line).collect();
        let draft = api.post("/invoices", &json!({ "client": client(api, name), "lines": lines })).id();
        let booked = api.post(&format!("/invoices/{draft}/book"), &json!({}));
        assert_eq!(booked.status, StatusCode::OK, "{}", booked.text);
    }
    groups
}

fn client(api: &Api, name: &str) -> String {
    let found = api.get(&format!("/clients?q={name}")).json();
    found["items"][0]["id"].as_str().expect("the client").to_owned()
}

/// The debtors' control account of these clients.
fn receivable(api: &Api) -> String {
    let found = api.get("/accounts?q=4300").json();
    found["items"][0]["id"].as_str().expect("the account").to_owned()
}

/// The report on money: what it is on, its one figure, and conditions that hold besides.
fn question(dataset: &str, basis: &str, filters: Vec<Value>, by: Option<&str>) -> Value {
    let columns = if dataset == "invoices" { json!(["net", "invoices", "lines"]) } else { json!(["debit", "entries"]) };
    json!({ "dataset": dataset, "date_basis": basis, "filters": filters, "columns": columns,
        "group_by": by.into_iter().collect::<Vec<_>>() })
}

fn run(api: &Api, question: &Value) -> Value {
    let answer = api.post("/reports/run", question);
    assert_eq!(answer.status, StatusCode::OK, "{question} {}", answer.text);
    answer.json()
}

fn amount(figures: &Value) -> &str {
    let money = if figures["net"].is_object() { &figures["net"] } else { &figures["debit"] };
    money["amount"].as_str().unwrap_or_default()
}

fn rows(report: &Value) -> Vec<(&str, &str)> {
    let rows = report["rows"].as_array().expect("rows").iter();
    rows.map(|row| (row["label"].as_str().unwrap_or_default(), amount(&row["figures"]))).collect()
}

/// A0-23, A0-24, V5 in money, on the API: any of, all of, none of and without any group find each invoice and each
/// posting once, as posted and as of today; a client in both groups is one row with its amount once.
#[test]
fn a0_24_money_of_filtered_clients_counts_once() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let (vip, annual) = invoiced(house, &api);
        let both = [vip.as_str(), &annual];
        let on_control = json!({ "field": "account", "how": "any", "values": [receivable(&api)] });
        for (how, groups, net, debit, clients) in [
            ("any", &both[..1], "1400.00", "1694.00", &["K1", "K2"][..]),
            ("any", &both, "1400.00", "1694.00", &["K1", "K2"]),
            ("all", &both, "1000.00", "1210.00", &["K1"]),
            ("none", &both, "100.00", "121.00", &["K3"]),
            ("none", &both[1..], "500.00", "605.00", &["K2", "K3"]),
            ("without", &[], "100.00", "121.00", &["K3"]),
            ("any", &[], "0.00", "0.00", &[]),
        ] {
            let filter = json!({ "field": "client_group", "how": how, "values": groups });
            for basis in ["as_posted", "today"] {
                for (dataset, total) in [("invoices", net), ("ledger", debit)] {
                    let mut filters = vec![filter.clone()];
                    // Sales and VAT carry no client, so they are in no group; here the clients' own lines are looked at.
                    filters.extend((dataset == "ledger").then(|| on_control.clone()));
                    let report = run(&api, &question(dataset, basis, filters, Some("client")));
                    let said = format!("{dataset} {basis} {how} {groups:?}: {report}");
                    assert_eq!(amount(&report["total"]), total, "{said}");
                    let found: Vec<&str> = rows(&report).iter().map(|(client, _)| *client).collect();
                    assert_eq!(found.len(), clients.len(), "{said}");
                    assert!(clients.iter().all(|client| found.contains(client)), "{said}");
                    let documents = if dataset == "invoices" { "invoices" } else { "entries" };
                    assert_eq!(report["total"][documents], json!(clients.len()), "{said}");
                }
            }
        }
    });
}

/// A0-25, V5 in money, on the API: grouped by client group, K1's invoice stands under both groups; the total has it
/// once, and what is counted in more than one group is K1's amount.
#[test]
fn a0_25_the_total_of_money_by_group_has_each_amount_once() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let (vip, annual) = invoiced(house, &api);
        let without = "Without a client group";
        for basis in ["as_posted", "today"] {
            let invoices = run(&api, &question("invoices", basis, Vec::new(), Some("client_group")));
            assert_eq!(rows(&invoices), [("VIP", "1400.00"), ("Annual", "1000.00"), (without, "100.00")], "{basis}");
            let (total, twice) = (&invoices["total"], &invoices["counted_in_more_than_one_group"]);
            assert_eq!((amount(total), &total["invoices"], &total["lines"]), ("1500.00", &json!(3), &json!(4)));
            assert_eq!((amount(twice), &twice["invoices"], &twice["lines"]), ("1000.00", &json!(1), &json!(2)));
            // The whole ledger: what the clients were debited stands under their groups, everything else under none.
            let ledger = run(&api, &question("ledger", basis, Vec::new(), Some("client_group")));
            assert_eq!(rows(&ledger), [("VIP", "1694.00"), ("Annual", "1210.00"), (without, "121.00")], "{basis}");
            assert_eq!((amount(&ledger["total"]), &ledger["total"]["entries"]), ("1815.00", &json!(3)), "{basis}");
            assert_eq!(amount(&ledger["counted_in_more_than_one_group"]), "1210.00", "{basis}");
            let balance = json!({ "dataset": "ledger", "date_basis": basis, "columns": ["balance"] });
            assert_eq!(run(&api, &balance)["total"]["balance"]["amount"], "0.00", "the ledger balances");
            // Asked for one of its groups, K1 stands under that one alone: nothing is counted twice.
            let only = json!({ "field": "client_group", "how": "any", "values": [annual] });
            let one = run(&api, &question("invoices", basis, vec![only], Some("client_group")));
            assert_eq!((rows(&one), amount(&one["total"])), (vec![("Annual", "1000.00")], "1000.00"));
            assert_eq!(amount(&one["counted_in_more_than_one_group"]), "0.00");
        }
        // K2 changes groups afterwards: what was posted stays where it was, today's groups take it along.
        house.set_today("2026-03-10");
        let moved = api.patch(&format!("/clients/{}", client(&api, "K2")), &json!({ "client_groups": [annual] }));
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.text);
        for (basis, of_vip, of_annual) in [("as_posted", "1400.00", "1000.00"), ("today", "1000.00", "1400.00")] {
            let report = run(&api, &question("invoices", basis, Vec::new(), Some("client_group")));
            let found = rows(&report);
            assert!(found.contains(&("VIP", of_vip)) && found.contains(&("Annual", of_annual)), "{basis}: {found:?}");
            assert_eq!(amount(&report["total"]), "1500.00", "{basis}");
            assert_eq!(amount(&report["counted_in_more_than_one_group"]), "1000.00", "{basis}");
            let only = json!({ "field": "client_group", "how": "any", "values": [vip] });
            assert_eq!(amount(&run(&api, &question("invoices", basis, vec![only], None))["total"]), of_vip, "{basis}");
        }
    });
}

/// A0-23, A0-24, A0-25, V5 in money, on the page: each switch, the rows, the total and the line below it say the same
/// for invoices and for the ledger, as posted and as of today; so does the file.
#[test]
fn a0_25_money_by_group_on_the_page() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let (vip, annual) = invoiced(house, &api);
        let browser = Browser::of_owner(house);
        let control = format!("&filter=account:any:{}", receivable(&api));
        for basis in ["as_posted", "today"] {
            for (on, column, vips, annuals, none, total) in [
                ("invoices", "net", "1,400.00", "1,000.00", "100.00", "1,500.00"),
                ("ledger", "debit", "1,694.00", "1,210.00", "121.00", "1,815.00"),
            ] {
                let more = if on == "ledger" { control.as_str() } else { "" };
                let address = format!("/report?dataset={on}&columns={column}&basis={basis}{more}");
                let words = browser.get(&format!("{address}&by=client_group")).words();
                for expected in [
                    format!("VIP {vips}"),
                    format!("Annual {annuals}"),
                    format!("Without a client group {none}"),
                    format!("Total, each amount once {total}"),
                    format!("{annuals} EUR counted in more than one group"),
                ] {
                    assert!(words.contains(&expected), "{on} {basis}: {expected}: {words}");
                }
                for (filter, total) in [
                    (format!("any:{vip},{annual}"), vips),
                    (format!("all:{vip},{annual}"), annuals),
                    (format!("none:{vip},{annual}"), none),
                    ("without:".to_owned(), none),
                ] {
                    let words = browser.get(&format!("{address}&by=client&filter=client_group:{filter}")).words();
                    assert!(words.contains(&format!("Total {total}")), "{on} {basis} {filter}: {words}");
                }
            }
        }
        let file = browser.get("/report/export/csv?dataset=invoices&by=client_group&columns=net").text;
        let lines: Vec<&str> = file.trim_start_matches('\u{feff}').lines().skip(1).collect();
        let expected =
            ["VIP,1400.00", "Annual,1000.00", "Without a client group,100.00", "\"Total, everything once\",1500.00"];
        assert_eq!(lines, expected);
    });
}
