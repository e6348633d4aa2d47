//! Every kind of group of clients in reports, on every date basis, at each door: filter, level, header and file.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use crate::door::{Answer, Api, Browser};

/// A kind of group as reports know it, with the two groups between which the client changes.
struct Kind {
    field: &'static str,
    label: &'static str,
    names: [&'static str; 2],
    ids: [String; 2],
}

impl Kind {
    /// Filtered by one of the two, or by none where it is `None`.
    fn filter(&self, how: &str, which: usize) -> Value {
        json!([{ "field": self.field, "how": how, "values": [self.ids[which]] }])
    }

    fn address(&self, dataset: &str, column: &str, basis: &str) -> String {
        let [old, new] = &self.ids;
        let field = self.field;
        format!("dataset={dataset}&by={field}&columns={column}&basis={basis}&filter={field}:any:{old},{new}")
    }
}

/// A date basis: its code, its words, what stands under the old and the new group, and the last part of a file's name.
struct Basis {
    code: &'static str,
    says: &'static str,
    net: [&'static str; 2],
    hours: [&'static str; 2],
    file: &'static str,
}

const BASES: [Basis; 3] = [
    Basis {
        code: "as_posted",
        says: "groups as posted",
        net: ["100.00", "50.00"],
        hours: ["1.00", "2.00"],
        file: "as-posted",
    },
    Basis { code: "today", says: "groups as of today", net: ["", "150.00"], hours: ["", "3.00"], file: "as-of-today" },
    Basis {
        code: "2026-12-31",
        says: "groups as of 31 Dec 2026",
        net: ["150.00", ""],
        hours: ["3.00", ""],
        file: "as-of-2026-12-31",
    },
];

fn named(api: &Api, path: &str, name: &str) -> String {
    let list = api.get(path).json();
    let all = list["items"].as_array().unwrap_or_else(|| panic!("{list}"));
    let one = all.iter().find(|item| item["name"] == name).unwrap_or_else(|| panic!("no {name}: {list}"));
    one["id"].as_str().expect("an id").to_owned()
}

#[track_caller]
fn succeeds(answer: Answer) {
    assert!(answer.status.is_success(), "{} {}", answer.status, answer.text);
}

/// An invoice over this net amount and time of so many minutes, both of one day.
fn bought(api: &Api, client: &str, day: &str, net: &str, minutes: i64) {
    let line = json!({ "text": "Advice", "quantity": "1", "unit_price": { "amount": net, "currency": "EUR" } });
    let draft = api.post("/invoices", &json!({ "client": client, "date": day, "lines": [line] })).id();
    succeeds(api.post(&format!("/invoices/{draft}/book"), &json!({})));
    succeeds(api.post("/time-entries", &json!({ "client": client, "date": day, "minutes": minutes })));
}

/// A client that changes its group of every kind at New Year, with 100.00 and 1 h before, 50.00 and 2 h after. Its client
/// groups are two of one set.
fn mover(house: &TestHouse, api: &Api) -> Vec<Kind> {
    house.set_today("2026-12-31");
    let set = api.post("/client-group-sets", &json!({ "name": "Region" })).id();
    let segments = ["North coast", "South coast"]
        .map(|name| api.post("/client-groups", &json!({ "name": name, "set": set })).id());
    let postings = ["Domestic", "European"].map(|name| named(api, "/customer-groups", name));
    let (of_type, of_group) = (named(api, "/client-types", "Holding"), named(api, "/corporate-group-types", "Holding"));
    let client = |name: &str, groups: &[&String]| {
        let body = json!({ "name": name, "customer_group": postings[0], "client_groups": groups,
            "client_types": [of_type] });
        api.post("/clients", &body).id()
    };
    let (client, other, third) = (client("Mover", &[&segments[0]]), client("Other", &[]), client("Third", &[]));
    let families = [("Doe family", vec![&other, &client]), ("Roe family", vec![&third])].map(|(name, members)| {
        let body = json!({ "name": name, "members": members, "primary_contact": members[0] });
        api.post("/billing-groups", &body).id()
    });
    let holdings = [("Nordkai", &other, 2026), ("Sudkai", &third, 2027)].map(|(name, head, year)| {
        let body = json!({ "name": name, "type": of_group, "head": head, "from": "2026-01-01", "to": "2027-12-31" });
        let id = api.post("/corporate-groups", &body).id();
        let joins = json!({ "client": client, "from": format!("{year}-01-01"), "to": format!("{year}-12-31") });
        succeeds(api.post(&format!("/corporate-groups/{id}/memberships"), &joins));
        id
    });
    bought(api, &client, "2026-12-31", "100.00", 60);
    house.set_today("2027-01-01");
    succeeds(api.patch(&format!("/clients/{client}"), &json!({ "client_groups": [segments[1]] })));
    let moves = json!({ "customer_group": postings[1], "valid_from": "2027-01-01", "open_items": "keep" });
    succeeds(api.post(&format!("/clients/{client}/move-customer-group"), &moves));
    for (family, members) in families.iter().zip([vec![&other], vec![&third, &client]]) {
        succeeds(api.patch(&format!("/billing-groups/{family}"), &json!({ "members": members })));
    }
    bought(api, &client, "2027-01-01", "50.00", 120);
    let kind = |field, label, names, ids| Kind { field, label, names, ids };
    vec![
        kind("client_group", "Client group", ["North coast", "South coast"], segments),
        kind("customer_group", "Customer group", ["Domestic", "European"], postings),
        kind("billing_group", "Billing group", ["Doe family", "Roe family"], families),
        kind("corporate_group", "Corporate group", ["Nordkai", "Sudkai"], holdings),
    ]
}

fn run(api: &Api, question: &Value) -> Value {
    let answer = api.post("/reports/run", question);
    assert_eq!(answer.status, StatusCode::OK, "{question} {}", answer.text);
    answer.json()
}

/// A figure of an answer, money or hours.
fn figure(figures: &Value) -> String {
    let money = &figures["net"]["amount"];
    (if money.is_string() { money } else { &figures["hours"] }).as_str().unwrap_or_default().to_owned()
}

/// X3, X15 on the API: client groups (of a set), customer groups, billing groups and corporate groups filter invoices, time and
/// the list of clients, and group them, as posted, as of today and as of a day; the header says which.
#[test]
fn x3_every_kind_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        for kind in mover(house, &api) {
            for basis in &BASES {
                for (dataset, column, all, each) in
                    [("invoices", "net", "150.00", basis.net), ("time", "hours", "3.00", basis.hours)]
                {
                    let said = format!("{} {dataset} {}", kind.field, basis.code);
                    let asked = |filters: Value, by: &[&str]| {
                        run(
                            &api,
                            &json!({ "dataset": dataset, "columns": [column], "date_basis": basis.code,
                            "filters": filters, "group_by": by }),
                        )
                    };
                    let report = asked(json!([]), &[kind.field]);
                    assert_eq!(figure(&report["total"]), all, "{said}");
                    assert_eq!(report["header"]["date_basis"], basis.code, "{said}");
                    assert_eq!(report["header"]["says"], basis.says, "{said}");
                    for (which, expected) in each.iter().enumerate() {
                        let row = report["rows"].as_array().expect("rows").iter().find(|row| {
                            assert_eq!(row["field"], kind.field, "{said}");
                            row["key"] == kind.ids[which] && row["label"] == kind.names[which]
                        });
                        assert_eq!(row.map(|row| figure(&row["figures"])).unwrap_or_default(), *expected, "{said}");
                        let shown = if expected.is_empty() { "0.00" } else { expected };
                        assert_eq!(figure(&asked(kind.filter("any", which), &[])["total"]), shown, "{said}");
                        let others = each[1 - which];
                        let others = if others.is_empty() { "0.00" } else { others };
                        assert_eq!(figure(&asked(kind.filter("none", which), &[])["total"]), others, "{said}");
                    }
                }
            }
            for (basis, stands_in) in [("today", 1), ("2026-12-31", 0)] {
                for which in [0, 1] {
                    let report = run(
                        &api,
                        &json!({ "dataset": "clients", "date_basis": basis,
                        "filters": kind.filter("any", which) }),
                    );
                    let is_there =
                        report["entries"].as_array().expect("clients").iter().any(|one| one["client_name"] == "Mover");
                    assert_eq!(is_there, which == stands_in, "{} clients {basis}", kind.field);
                }
            }
        }
    });
}

/// X3, X15 on the page and in the file: each kind stands by its name among the filters and among the levels, offers its own
/// groups, and shows rows and sums as posted, as of today and as of a day; the head of the page and of the file say which.
#[test]
fn x3_every_kind_on_the_page() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let kinds = mover(house, &api);
        let browser = Browser::of_owner(house);
        let menu = browser.get("/report?dataset=invoices").text;
        for kind in &kinds {
            let field = kind.field;
            assert!(menu.contains(&format!("add={field}")) && menu.contains(kind.label), "{field}");
            let open = browser.get(&format!("/report?dataset=invoices&columns=net&basis=as_posted&add={field}"));
            assert!(open.words().contains(&format!("{} is any of Choose", kind.label)), "{field}: {}", open.words());
            for other in &kinds {
                for (name, id) in other.names.iter().zip(&other.ids) {
                    let is_offered = open.text.contains(&format!("name=\"value\" value=\"{id}\""));
                    assert_eq!(is_offered, other.field == field, "{name} among the choices of {field}");
                }
            }
            let filtered = browser.follow(&browser.press(&open, "Show", &[("value", &kind.ids[0])]));
            let words = filtered.words();
            for said in [format!("{} is any of {}", kind.label, kind.names[0]), "Total 100.00".to_owned()] {
                assert!(words.contains(&said), "{field}: {said}: {words}");
            }
            for basis in &BASES {
                for (dataset, column, each) in [("invoices", "net", basis.net), ("time", "hours", basis.hours)] {
                    let query = kind.address(dataset, column, basis.code);
                    let page = browser.get(&format!("/report?{query}")).words();
                    let file = browser.get(&format!("/report/export/csv?{query}"));
                    assert!(page.contains(basis.says), "{field} {}: {page}", basis.code);
                    assert!(page.contains(&format!("by {}", kind.label.to_lowercase())), "{page}");
                    let name = file.header("content-disposition");
                    let ending = format!("{dataset}-2027-01-01-groups-{}.csv\"", basis.file);
                    assert!(name.ends_with(&ending), "{name} {ending}");
                    let lines: Vec<&str> = file.text.trim_start_matches('\u{feff}').lines().collect();
                    let head = match basis.code {
                        "today" => kind.label.to_owned(),
                        _ => format!("{} {}", kind.label, basis.says.trim_start_matches("groups ")),
                    };
                    assert!(lines[0].starts_with(&format!("{head},")), "{}", file.text);
                    for (name, expected) in kind.names.iter().zip(each) {
                        let on_page = page.contains(&format!("{name} {expected}"));
                        let in_file = lines.contains(&format!("{name},{expected}").as_str());
                        let is_there = !expected.is_empty();
                        assert_eq!(in_file, is_there, "{field} {} {name}: {}", basis.code, file.text);
                        assert!(on_page || !is_there, "{field} {} {name} {expected}: {page}", basis.code);
                    }
                }
            }
        }
    });
}

/// A client that moves from Old to New on 1 July, with an invoice in May and one in August.
fn moved_in_july(house: &TestHouse, api: &Api) {
    let [old, new] = ["Old", "New"].map(|name| api.post("/client-groups", &json!({ "name": name })).id());
    let customer_group = named(api, "/customer-groups", "Domestic");
    let body = json!({ "name": "Mover", "customer_group": customer_group, "client_groups": [old] });
    house.set_today("2026-05-10");
    let client = api.post("/clients", &body).id();
    bought(api, &client, "2026-05-10", "100.00", 60);
    house.set_today("2026-07-01");
    succeeds(api.patch(&format!("/clients/{client}"), &json!({ "client_groups": [new] })));
    house.set_today("2026-08-10");
    bought(api, &client, "2026-08-10", "250.00", 120);
    house.set_today("2026-09-01");
}

/// Of May and August: the group and the net amount under each basis.
const MAY_AND_AUGUST: [(&str, &str, [&str; 2]); 3] = [
    ("as_posted", "groups as posted", ["Old", "New"]),
    ("today", "groups as of today", ["New", "New"]),
    ("2026-06-30", "groups as of 30 Jun 2026", ["Old", "Old"]),
];

/// X15 on the API: the invoices of May and August fall into (old, new) as posted, (new, new) today and (old, old) as of 30 June;
/// a saved report keeps its basis.
#[test]
fn x15_may_and_august_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        moved_in_july(house, &api);
        for (basis, says, [may, august]) in MAY_AND_AUGUST {
            let question = json!({ "dataset": "invoices", "columns": ["net"], "group_by": ["month", "client_group"],
                "date_basis": basis });
            let new = json!({ "name": format!("Saved {basis}"), "dataset": "invoices", "columns": ["net"],
                "group_by": ["month", "client_group"], "date_basis": basis });
            let saved = api.post("/reports", &new).id();
            for report in [run(&api, &question), api.get(&format!("/reports/{saved}/run")).json()] {
                let header = &report["header"];
                assert_eq!((&header["date_basis"], &header["says"]), (&json!(basis), &json!(says)));
                let rows: Vec<(String, String, usize)> = report["rows"]
                    .as_array()
                    .expect("months")
                    .iter()
                    .map(|month| {
                        let groups = month["rows"].as_array().expect("groups");
                        (
                            groups[0]["label"].as_str().expect("a name").to_owned(),
                            figure(&groups[0]["figures"]),
                            groups.len(),
                        )
                    })
                    .collect();
                let expected = [(may.to_owned(), "100.00".to_owned(), 1), (august.to_owned(), "250.00".to_owned(), 1)];
                assert_eq!(rows, expected, "{basis}: {report}");
                assert_eq!(figure(&report["total"]), "350.00");
            }
        }
    });
}

/// X15 on the page: the switch of the page moves May and August between the groups, the line below the title says the basis,
/// and the file carries it in its name and in the head of its column.
#[test]
fn x15_the_switch_on_the_page() {
    on_both(|house| {
        moved_in_july(house, &Api::of_owner(house));
        let browser = Browser::of_owner(house);
        let mut page = browser.get("/report?dataset=invoices&by=month,client_group&columns=net");
        for (basis, says, [may, august]) in MAY_AND_AUGUST.into_iter().cycle().skip(1).take(4) {
            let typed = match basis {
                "as_posted" | "today" => vec![("counted", basis)],
                day => vec![("counted", "day"), ("counted_on", day)],
            };
            page = browser.follow(&browser.press(&page, "Show", &typed));
            let words = page.words();
            for said in
                [format!("{says} · counted on 1 Sep 2026"), "May 2026 100.00".to_owned(), "Aug 2026 250.00".to_owned()]
            {
                assert!(words.contains(&said), "{basis}: {said}: {words}");
            }
            for (group, net) in [(may, "100.00"), (august, "250.00")] {
                assert!(words.contains(&format!(" {net} {group} {net}")), "{basis}: {group} {net}: {words}");
            }
            let file = browser.click(&page, "CSV");
            let name = match basis {
                "as_posted" => "as-posted".to_owned(),
                "today" => "as-of-today".to_owned(),
                day => format!("as-of-{day}"),
            };
            let expected = format!("attachment; filename=\"invoices-2026-09-01-groups-{name}.csv\"");
            assert_eq!(file.header("content-disposition"), expected);
            let head = if basis == "today" { "Client group" } else { says };
            let head = head.replace("groups ", "Client group ");
            let lines: Vec<&str> = file.text.trim_start_matches('\u{feff}').lines().collect();
            assert!(lines[0].contains(&head), "{basis}: {}", lines[0]);
            for (group, net) in [(may, "100.00"), (august, "250.00")] {
                let is_its = |line: &&&str| line.contains(&format!("{group},{net}"));
                assert_eq!(lines.iter().filter(is_its).count(), 1, "{basis}: {}", file.text);
            }
            let workbook = browser.click(&page, "Excel");
            let table =
                files::read_table(&workbook.bytes, "report.xlsx", &files::Limits::default()).expect("a workbook");
            assert_eq!(table.sheet, Some(says.replacen('g', "G", 1)), "{basis}");
            assert_eq!(table.header[1], head, "{basis}");
            let table = format!("{:?}", table.rows);
            assert!(table.contains(may) && table.contains(august), "{basis}: {table}");
        }
    });
}
