//! A long day in an office: every command happens once, most of them over the API.

use std::sync::Arc;

use books::clients::{AssignClientGroups, Wish};
use books::exchange::{BookFiles, Books, ExportBooks, FileRow, OutCell, OutTable, Sheet, TakeInCompany, take_in_books};
use books::testing::TestHouse;
use kernel::Id;
use serde_json::{Value, json};

use crate::door::{Api, Browser};

/// Sends a request that must be accepted.
#[track_caller]
fn send(api: &Api, method: &str, path: &str, body: &Value) -> Value {
    let answer = api.send(method, path, &[], Some(body));
    assert!(answer.status.is_success(), "{method} {path}: {} {}", answer.status, answer.text);
    serde_json::from_str(&answer.text).unwrap_or(Value::Null)
}

#[track_caller]
fn made(api: &Api, path: &str, body: &Value) -> String {
    send(api, "POST", path, body)["id"].as_str().expect("an id").to_owned()
}

#[track_caller]
fn does(api: &Api, path: &str) {
    send(api, "POST", path, &json!({}));
}

#[track_caller]
fn id<I: Id>(text: &str) -> I {
    text.parse().expect("an id")
}

/// The id of what has this value in a list.
#[track_caller]
fn found(api: &Api, path: &str, field: &str, value: &str) -> String {
    let list = api.get(path).json();
    let items = list["items"].as_array().unwrap_or_else(|| panic!("{list}"));
    let one = items.iter().find(|item| item[field] == value).unwrap_or_else(|| panic!("no {value}: {list}"));
    one["id"].as_str().expect("an id").to_owned()
}

pub fn role(api: &Api, builtin: &str) -> String {
    found(api, "/roles?limit=200", "builtin", builtin)
}

fn eur(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

/// Every command of the house.
pub fn everything(house: &TestHouse) {
    let api = Api::of_owner(house);
    let browser = Browser::of_owner(house);
    come_back(house);
    people(&api, &browser);
    accounts(&api);
    tax(&api);
    let client = clients(house, &api, &browser);
    groups(&api);
    entries(&api, &client);
    work_and_reports(&api, &browser, &client);
    products(&api);
    invoices(&api, &client);
    files(house, &api);
}

/// An export comes back into a company that has nothing of its own yet.
fn come_back(house: &TestHouse) {
    let cell = |cell: &OutCell| match cell {
        OutCell::Text(text) => text.clone(),
        OutCell::Integer(number) => number.to_string(),
        OutCell::Amount { .. } | OutCell::Empty => String::new(),
    };
    let sheet = |(name, table): &(&str, OutTable)| Sheet {
        file: format!("{name}.csv"),
        header: table.header.clone(),
        rows: table.rows.iter().map(|row| FileRow { line: 2, cells: row.iter().map(cell).collect() }).collect(),
    };
    let sheets = house.ask(ExportBooks).tables.iter().map(sheet).collect();
    house.perform(TakeInCompany { sheets: Arc::new(sheets) });
}

fn people(api: &Api, browser: &Browser) {
    send(api, "PATCH", "/company", &json!({ "street": "4 Finch Row", "country": "IE", "payment_days": 20 }));
    assert!(browser.post("/account/name", &[("name", "Olive Owner-Finch")]).status.is_redirection());
    assert!(browser.post("/account/name", &[("name", "Olive Owner")]).status.is_redirection());
    let shift = made(api, "/roles", &json!({ "name": "Nights", "permissions": ["clients.view", "clients.edit"] }));
    let at = format!("/roles/{shift}");
    send(api, "PATCH", &at, &json!({ "name": "Night shift", "permissions": ["clients.view_own"] }));
    let member = made(api, "/members", &json!({ "name": "Ada Finn", "email": "ada@example.org", "role": shift }));
    does(api, &format!("/members/{member}/link"));
    send(api, "PATCH", &format!("/members/{member}"), &json!({ "role": role(api, "accountant") }));
    send(api, "PATCH", &format!("/members/{member}"), &json!({ "active": false }));
    send(api, "DELETE", &at, &json!({}));
    let team = made(api, "/teams", &json!({ "name": "Quay", "members": [{ "member": member, "lead": true }] }));
    send(api, "PATCH", &format!("/teams/{team}"), &json!({ "name": "Quay desk", "members": [] }));
    send(api, "DELETE", &format!("/teams/{team}"), &json!({}));
    let token = made(api, "/tokens", &json!({ "name": "till" }));
    send(api, "DELETE", &format!("/tokens/{token}"), &json!({}));
    let copy = json!({ "name": "Second office", "country": "ES", "currency": "EUR", "time_zone": "Europe/Madrid",
        "fiscal_month": 1, "chart": "es-pgc" });
    made(api, "/company/copies", &copy);
}

fn accounts(api: &Api) {
    let new = json!({ "number": "4799", "name": "VAT, other", "type": "liability", "category": "vat_out" });
    let account = made(api, "/accounts", &new);
    let at = format!("/accounts/{account}");
    send(api, "PATCH", &at, &json!({ "name": "VAT, other rates", "category": "tax" }));
    does(api, &format!("{at}/archive"));
    does(api, &format!("{at}/restore"));
    send(api, "DELETE", &at, &json!({}));
    let series = json!({ "purpose": "invoice", "name": "Export", "pattern": "X{yyyy}-{n}", "yearly": true });
    let series = made(api, "/number-series", &series);
    send(api, "PATCH", &format!("/number-series/{series}"), &json!({ "name": "Exports" }));
}

fn tax(api: &Api) {
    let account = found(api, "/accounts?q=4770&limit=200", "number", "4770");
    let code = json!({ "code": "V22", "name": "22 %", "kind": "super_reduced", "rate": "22", "account": account });
    let code = made(api, "/vat-codes", &code);
    made(api, "/exchange-rates", &json!({ "currency": "USD", "date": "2026-03-01", "rate": "0.9" }));
    send(api, "DELETE", "/exchange-rates/USD.2026-03-01", &Value::Null);
    send(api, "PATCH", &format!("/vat-codes/{code}"), &json!({ "kind": "reduced", "rate": "9.5" }));
    does(api, &format!("/vat-codes/{code}/archive"));
    does(api, &format!("/vat-codes/{code}/restore"));
    let zone = made(api, "/vat-zones", &json!({ "code": "islands", "name": "Islands" }));
    send(api, "PATCH", &format!("/vat-zones/{zone}"), &json!({ "name": "The islands" }));
    let group = made(api, "/product-groups", &json!({ "name": "Boats" }));
    send(api, "PATCH", &format!("/product-groups/{group}"), &json!({ "name": "Boats and oars" }));
    let sales = found(api, "/accounts?q=7000&limit=200", "number", "7000");
    let rule = json!({ "vat_zone": zone, "vat_code": code, "sales_account": sales });
    send(api, "POST", &format!("/product-groups/{group}/rules"), &rule);
}

/// Answers a client of the group of all that is domestic.
fn clients(house: &TestHouse, api: &Api, browser: &Browser) -> String {
    let owner = house.member_of(&house.owner()).to_string();
    let domestic = found(api, "/customer-groups", "name", "Domestic");
    let european = found(api, "/customer-groups", "name", "European");
    let alliance = made(api, "/client-groups", &json!({ "name": "Alliance", "color": 2 }));
    let new = json!({ "name": "Fennimore", "customer_group": domestic, "payment_days": 14, "responsible": owner,
        "legal_entity": "trust", "address": { "city": "Port Ebb", "country": "IE" }, "client_groups": [] });
    let client = made(api, "/clients", &new);
    let at = format!("/clients/{client}");
    let patch =
        json!({ "payment_days": 30, "discount": "2", "credit_limit": eur("500.00"), "note": "Calls on Mondays" });
    send(api, "PATCH", &at, &patch);
    send(api, "POST", &format!("{at}/move-customer-group"), &json!({ "customer_group": european }));
    send(api, "POST", &format!("{at}/move-customer-group"), &json!({ "customer_group": domestic }));
    let wish = Wish { groups: vec![id(&alliance)], started_from: None };
    house.perform(AssignClientGroups { client: id(&client), wish });
    let bulk = |action: &str| json!({ "ids": [client], "action": action, "client_groups": [alliance] });
    send(api, "POST", "/clients/bulk", &bulk("remove_groups"));
    send(api, "POST", "/clients/bulk", &bulk("add_groups"));
    let shelf = |action: &str| json!({ "ids": [client], "action": action });
    send(api, "POST", "/clients/bulk", &shelf("archive"));
    send(api, "POST", "/clients/bulk", &shelf("restore"));
    does(api, &format!("{at}/archive"));
    does(api, &format!("{at}/restore"));
    let reader = house.member_of(&house.hire("author"));
    let heron = made(api, "/clients", &json!({ "name": "Heron", "customer_group": domestic }));
    let family = json!({ "name": "Fennimores", "members": [client, heron], "primary_contact": client });
    let family = format!("/billing-groups/{}", made(api, "/billing-groups", &family));
    send(api, "PATCH", &family, &json!({ "name": "The Fennimores", "primary_contact": heron }));
    send(api, "PATCH", &family, &json!({ "members": [heron] }));
    does(api, &format!("{family}/hide"));
    does(api, &format!("{family}/show"));
    send(api, "DELETE", &family, &json!({}));
    let rights = format!("/members/{reader}/client-rights");
    send(api, "POST", &rights, &json!({ "client": client, "level": "edit" }));
    send(api, "DELETE", &format!("{rights}/{client}"), &json!({}));
    let twice = made(api, "/clients", &json!({ "name": "Heron Ltd", "customer_group": domestic }));
    let hour = json!({ "client": twice, "date": "2026-03-02", "minutes": 30 });
    made(api, "/time-entries", &hour);
    send(api, "POST", &format!("/clients/{twice}/merge"), &json!({ "into": heron }));
    let operation = found(api, "/operations", "text", "Client “Heron Ltd” merged into “Heron”");
    does(api, &format!("/operations/{operation}/undo"));
    send(api, "POST", &format!("/clients/{twice}/merge"), &json!({ "into": heron }));
    let other = made(
        api,
        "/clients",
        &json!({ "name": "Plover", "customer_group": domestic, "prospect": true, "email": "plover@example.org" }),
    );
    send(api, "DELETE", &format!("/clients/{other}"), &json!({}));
    assert!(browser.post(&format!("/clients/{other}/bring-back"), &[]).status.is_redirection());
    client
}

fn groups(api: &Api) {
    let group = made(api, "/client-groups", &json!({ "name": "Harbour" }));
    let at = format!("/client-groups/{group}");
    send(api, "PATCH", &at, &json!({ "name": "Harbour side", "color": 3, "note": "North" }));
    does(api, &format!("{at}/archive"));
    does(api, &format!("{at}/restore"));
    send(api, "DELETE", &at, &json!({}));
    let smart = made(api, "/client-groups", &json!({ "name": "Spanish", "smart_filter": "country=ES" }));
    send(api, "PATCH", &format!("/client-groups/{smart}"), &json!({ "smart_filter": "country=PT" }));
    let set = made(api, "/client-group-sets", &json!({ "name": "Region" }));
    let at = format!("/client-group-sets/{set}");
    send(api, "PATCH", &at, &json!({ "name": "Regions" }));
    let [north, south] =
        ["North", "South"].map(|name| made(api, "/client-groups", &json!({ "name": name, "set": set })));
    send(api, "POST", &format!("/client-groups/{north}/merge"), &json!({ "into": south }));
    send(api, "DELETE", &format!("{at}?free_groups=true"), &json!({}));
    corporate(api);
    let account = found(api, "/accounts?q=4310&limit=200", "number", "4310");
    let new = json!({ "name": "Islanders", "account": account, "payment_terms": 10, "discount": "1.5", "credit_limit": eur("900.00") });
    let group = made(api, "/customer-groups", &new);
    let at = format!("/customer-groups/{group}");
    send(api, "PATCH", &at, &json!({ "name": "Islands", "payment_terms": null, "note": "By ferry" }));
    does(api, &format!("{at}/archive"));
    does(api, &format!("{at}/restore"));
    send(api, "DELETE", &at, &json!({}));
}

fn corporate(api: &Api) {
    let franchise = made(api, "/client-types", &json!({ "name": "Franchise" }));
    send(api, "PATCH", &format!("/client-types/{franchise}"), &json!({ "name": "Franchisee" }));
    let new = json!({ "name": "Chain", "client_type": franchise, "effect": "none" });
    let chain = made(api, "/corporate-group-types", &new);
    let at_type = format!("/corporate-group-types/{chain}");
    send(api, "PATCH", &at_type, &json!({ "effect": "corporate_discount" }));
    let domestic = found(api, "/customer-groups", "name", "Domestic");
    let [head, other] = ["Nordkai", "Tidewater"].map(|name| {
        let new = json!({ "name": name, "customer_group": domestic, "client_types": [franchise] });
        made(api, "/clients", &new)
    });
    let new = json!({ "name": "Nordkai", "head": head, "type": chain, "from": "2026-01-01", "to": "2029-12-31" });
    let group = made(api, "/corporate-groups", &new);
    let at = format!("/corporate-groups/{group}");
    let joins = json!({ "client": other, "from": "2026-01-01", "to": "2027-12-31" });
    let membership = format!("/memberships/{}", made(api, &format!("{at}/memberships"), &joins));
    send(api, "PATCH", &membership, &json!({ "to": "2026-12-31" }));
    send(api, "POST", &format!("{membership}/void"), &json!({ "reason": "Another Tidewater" }));
    send(api, "PATCH", &at, &json!({ "name": "Nordkai Chain", "to": "2028-12-31" }));
    send(api, "PATCH", &at, &json!({ "head": other, "head_from": "2028-01-01" }));
    let number = api.get(&format!("/clients/{other}")).json()["number"].as_str().expect("a number").to_owned();
    let tiers = json!([{ "from": eur("0"), "rate": "3" }]);
    let agreement = made(api, &format!("{at}/agreements"), &json!({ "year": 2026, "scale": "slab", "tiers": tiers }));
    send(api, "PATCH", &format!("/agreements/{agreement}"), &json!({ "name": "Bonus" }));
    made(api, &format!("/agreements/{agreement}/memos"), &json!({ "text": "Agreed by telephone" }));
    let file = format!("Group,Type,Client,From,To\nNordkai Chain,Chain,{number},2026-01-01,2027-12-31\n");
    let headers = [("Content-Type", "text/csv")];
    let came = api.request("POST", "/corporate-groups/import", &headers, file.into()).json();
    assert_eq!(came["created"], 1, "{came}");
    let lines = json!([{ "text": "Advice", "unit_price": eur("100.00") }]);
    let sold = made(api, "/invoices", &json!({ "client": other, "service_date": "2026-01-15", "lines": lines }));
    does(api, &format!("/invoices/{sold}/book"));
    let partial = json!({ "kind": "partial", "through": "2026-01-31" });
    made(api, &format!("/agreements/{agreement}/settlements"), &partial);
    send(api, "POST", &format!("{at}/roll-over"), &json!({ "year": 2026, "agreement": {} }));
    let new = json!({ "name": "Unused", "head": head, "type": chain, "from": "2030-01-01", "to": "2030-12-31" });
    let unused = made(api, "/corporate-groups", &new);
    send(api, "DELETE", &format!("/corporate-groups/{unused}"), &json!({}));
    let spare =
        made(api, "/corporate-group-types", &json!({ "name": "Spare", "client_type": franchise, "effect": "none" }));
    send(api, "DELETE", &format!("/corporate-group-types/{spare}"), &json!({}));
    let spare = made(api, "/client-types", &json!({ "name": "Spare" }));
    send(api, "DELETE", &format!("/client-types/{spare}"), &json!({}));
}

fn entries(api: &Api, client: &str) {
    let account = |number: &str| found(api, &format!("/accounts?q={number}&limit=200"), "number", number);
    let code = found(api, "/vat-codes", "code", "V21");
    let entry = json!({ "date": "2026-02-10", "text": "Advice", "document": "A-1", "lines": [
        { "account": account("4300"), "client": client, "debit": eur("1210.00"), "vat_code": code },
        { "account": account("7000"), "credit": eur("1210.00"), "text": "Advice in February" },
    ]});
    let entry = made(api, "/entries", &entry);
    send(api, "POST", &format!("/entries/{entry}/reverse"), &json!({ "on": "2026-02-11", "text": "Twice" }));
    does(api, "/periods/2026-01/close");
    does(api, "/periods/2026-01/reopen");
}

fn work_and_reports(api: &Api, browser: &Browser, client: &str) {
    let time = json!({ "client": client, "date": "2026-03-02", "minutes": 90, "rate": eur("80.00"), "billable": true,
        "work_type": "Advice" });
    let time = made(api, "/time-entries", &time);
    send(api, "DELETE", &format!("/time-entries/{time}"), &json!({}));
    let alliance = found(api, "/client-groups", "name", "Alliance");
    let report = json!({ "name": "Hours", "scope": "office", "dataset": "time", "group_by": ["member", "month"],
    "period": "2026-01-01..2026-01-31", "date_basis": "2026-01-31", "columns": ["hours", "billable"], "filters": [
        { "field": "client_group", "how": "any", "values": [alliance] },
        { "field": "status", "how": "none", "values": ["prospect"] },
    ]});
    let report = made(api, "/reports", &report);
    let at = format!("/reports/{report}");
    send(api, "PATCH", &at, &json!({ "name": "Hours of members", "period": "last_month", "date_basis": "as_posted" }));
    send(api, "DELETE", &at, &json!({}));
    let query = format!("group={alliance}&status=prospect&sort=-name");
    let saved = browser.post("/clients/views", &[("name", "Birds"), ("scope", "me"), ("query", &query)]);
    assert!(saved.status.is_redirection(), "{}", saved.text);
}

fn products(api: &Api) {
    let group = found(api, "/product-groups", "name", "Services");
    let new = json!({ "name": "Advice", "unit": "hour", "price": eur("90.00"), "product_group": group });
    let product = made(api, "/services", &new);
    let at = format!("/products/{product}");
    send(api, "PATCH", &at, &json!({ "price": eur("95.00") }));
    does(api, &format!("{at}/archive"));
    does(api, &format!("{at}/restore"));
    send(api, "DELETE", &at, &json!({}));
}

fn invoices(api: &Api, client: &str) {
    let line =
        json!({ "text": "Advice", "quantity": "2", "unit": "hour", "unit_price": eur("90.00"), "discount": "5" });
    let new = json!({ "client": client, "lines": [line], "payment_days": 8 });
    let invoice = made(api, "/invoices", &new);
    let at = format!("/invoices/{invoice}");
    let twice = json!({ "reference": "PO 7", "note": "With thanks", "lines": [line, line], "date": "2026-03-01" });
    send(api, "PATCH", &at, &twice);
    does(api, &format!("{at}/book"));
    made(api, &format!("{at}/credit"), &json!({ "note": "Agreed", "lines": [{ "line": 1, "quantity": "1" }] }));
    let draft = made(api, "/invoices", &new);
    send(api, "DELETE", &format!("/invoices/{draft}"), &json!({}));
    made(api, "/payments", &json!({ "client": client, "amount": eur("1000.00"), "text": "Bank slip 7" }));
    let late = made(api, "/invoices", &new);
    does(api, &format!("/invoices/{late}/book"));
    does(api, &format!("/clients/{client}/match-items"));
}

fn files(house: &TestHouse, api: &Api) {
    let domestic = found(api, "/customer-groups", "name", "Domestic");
    let file = b"Name,Client group,City\nOne,Alliance,Cork\nTwo,Nowhere,Riga\n";
    let upload = |name: &str| {
        let made = api.upload(&format!("/imports?file_name={name}"), file);
        made.json()["id"].as_str().expect("an id").to_owned()
    };
    let import = upload("november.csv");
    let mapping = json!({ "groups": "add", "customer_group": domestic, "skipped": [7] });
    send(api, "POST", &format!("/imports/{import}/mapping"), &mapping);
    does(api, &format!("/imports/{import}/run"));
    while api.get(&format!("/imports/{import}")).json()["state"] == "running" {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    does(api, &format!("/imports/{import}/undo"));
    let other = upload("december.csv");
    send(api, "DELETE", &format!("/imports/{other}"), &json!({}));
    let files = BookFiles {
        chart: sheet("path,code,is_group", &["Income:7-Income:7999-Sundry income,7999,0"]),
        groups: sheet("group,name,control_account", &[]),
        clients: sheet("code,name,group", &["T9,Tern,1"]),
        postings: sheet(
            "tx,date,kind,doc,client,group,account,amount_cents",
            &[
                "1,2026-02-01,invoice,OLD-1,T9,1,4300,12100",
                "1,2026-02-01,invoice,OLD-1,T9,1,7999,-10000",
                "1,2026-02-01,invoice,OLD-1,T9,1,4770,-2100",
                "2,2026-02-09,payment,OLD-2,T9,1,5720,12100",
                "2,2026-02-09,payment,OLD-2,T9,1,4300,-12100",
            ],
        ),
        invoices: sheet(
            "doc,date,client,line,income_account,description,qty,unit_price_cents,vat_pct,net_cents,vat_cents",
            &["OLD-1,2026-02-01,T9,1,7999,Nets,1,10000,21,10000,2100"],
        ),
    };
    let books = Books::read(&files).expect("books");
    take_in_books(&house.desk, &house.operator(), &books, |_| ()).expect("books taken in");
}

fn sheet(header: &str, rows: &[&str]) -> Sheet {
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<String>>();
    let rows = rows.iter().zip(2..).map(|(row, line)| FileRow { line, cells: cells(row) }).collect();
    Sheet { file: "books.csv".to_owned(), header: cells(header), rows }
}
