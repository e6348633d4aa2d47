//! One invoice through every kind of group, and the lines that are for somebody else than the one who pays.

use axum::http::StatusCode;
use books::company::CreateRole;
use books::testing::{TestHouse, on_both};
use books::{Permission, Who};
use kernel::Name;
use serde_json::{Value, json};

use super::agreements::{add, agreed, client_of, group_of, scale};
use crate::door::{Answer, Api, Browser};

fn eur(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

fn found(api: &Api, path: &str, name: &str) -> Value {
    let list = api.get(path).json();
    let items = list["items"].as_array().unwrap_or_else(|| panic!("a list: {list}")).clone();
    items.into_iter().find(|item| item["name"] == name).unwrap_or_else(|| panic!("{name} in {list}"))
}

fn id(of: &Value) -> String {
    of["id"].as_str().expect("an id").to_owned()
}

/// The Doe family: the company pays, and gets services for the trust and for the person too.
struct Office {
    api: Api,
    browser: Browser,
    payer: String,
    trust: String,
    person: String,
    family: String,
}

impl Office {
    fn of(house: &TestHouse) -> Office {
        let api = Api::of_owner(house);
        let domestic = id(&found(&api, "/customer-groups", "Domestic"));
        let types: Vec<String> =
            ["Holding", "Invoice recipient"].map(|name| id(&found(&api, "/client-types", name))).into();
        let new = |name: &str, segment: &str| {
            let segment = api.post("/client-groups", &json!({ "name": segment })).id();
            let body = json!({ "name": name, "customer_group": domestic, "client_types": types,
                "client_groups": [segment] });
            api.post("/clients", &body).id()
        };
        let [payer, trust, person] =
            [("Doe Trading", "VIP"), ("Doe Trust", "Trusts"), ("John Doe", "Persons")].map(|(name, of)| new(name, of));
        let body = json!({ "name": "Doe family", "members": [payer, trust, person], "primary_contact": payer });
        let family = api.post("/billing-groups", &body).id();
        Office { browser: Browser::of_owner(house), api, payer, trust, person, family }
    }

    fn set(&self, client: &str, fields: &Value) {
        let answer = self.api.patch(&format!("/clients/{client}"), fields);
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }

    fn line(text: &str, price: &str, recipient: &str) -> Value {
        json!({ "text": text, "unit_price": eur(price), "recipient": recipient })
    }

    fn lines(&self) -> Value {
        json!([
            Office::line("Accounts of the year", "1000.00", &self.payer),
            Office::line("Trust return", "2000.00", &self.trust),
            Office::line("Tax return", "500.00", &self.person),
        ])
    }

    fn draft(&self) -> Answer {
        self.api.post("/invoices", &json!({ "client": self.payer, "date": "2026-03-02", "lines": self.lines() }))
    }

    fn book(&self, draft: &str) -> Value {
        let answer = self.api.post(&format!("/invoices/{draft}/book"), &json!({}));
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()
    }

    /// Label and net of each row, and the total, of a report of invoices.
    fn report(&self, by: &str, party: &str, basis: &str) -> (Vec<String>, String) {
        let question = json!({ "dataset": "invoices", "group_by": [by], "columns": ["net"], "party": party,
            "date_basis": basis });
        let report = self.api.post("/reports/run", &question);
        assert_eq!(report.status, StatusCode::OK, "{}", report.text);
        let report = report.json();
        let amount = |figures: &Value| figures["net"]["amount"].as_str().expect("an amount").to_owned();
        let rows = report["rows"].as_array().expect("rows").iter();
        let row = |row: &Value| format!("{} {}", row["label"].as_str().expect("a label"), amount(&row["figures"]));
        (rows.map(row).collect(), amount(&report["total"]))
    }
}

/// X4 on page and API: an invoice to the one who pays for a billing group goes through every kind that the client stands
/// in. Each number agrees at each step, and each step says which group it used.
#[test]
fn x4_one_invoice_through_all_kinds() {
    on_both(|house| {
        let office = Office::of(house);
        let api = &office.api;
        let agreement = office.stand_in_corporate_groups();
        let hours = json!({ "client": office.trust, "date": "2026-03-02", "minutes": 120 });
        api.post("/time-entries", &hours).id();
        let draft = office.draft();
        assert_eq!((draft.status, &draft.json()["gross"]), (StatusCode::CREATED, &eur("4235.00")), "{}", draft.text);
        let draft = draft.id();
        office.is_announced(&draft);
        let invoice = office.book(&draft);
        office.is_posted(&invoice);
        office.keeps_its_groups(&invoice);
        office.is_sent_to_the_head(&invoice);
        office.counts_in_the_holding(&agreement);
        office.is_reported();
        let hours = json!({ "dataset": "time", "group_by": ["client_group"], "columns": ["hours"] });
        let hours = api.post("/reports/run", &hours).json();
        assert_eq!((&hours["rows"][0]["label"], &hours["total"]["hours"]), (&json!("Trusts"), &json!("2.00")));
    });
}

/// The steps of X4.
impl Office {
    /// The payer is in a holding with an agreement, and its papers go to the head of a group of invoice recipients.
    fn stand_in_corporate_groups(&self) -> String {
        let (api, payer) = (&self.api, &self.payer);
        self.set(payer, &json!({ "number": "7001", "tax_number": "ESB00000002" }));
        let holding = group_of(api, "Doe Holding", "Holding", (2026, 2027));
        add(api, &holding, payer, (2026, 2026));
        let head = client_of(api, "Doe Office", "Invoice recipient");
        self.set(
            &head,
            &json!({ "address": { "street": "1 Central Square", "city": "Port Ebb" }, "email": "post@doe.example" }),
        );
        let of_type = id(&found(api, "/corporate-group-types", "Invoice recipients"));
        let body =
            json!({ "name": "Doe post", "type": of_type, "head": head, "from": "2026-01-01", "to": "2026-12-31" });
        let post = api.post("/corporate-groups", &body).id();
        add(api, &post, payer, (2026, 2026));
        agreed(api, &holding, &scale("slab", 2026)).id()
    }

    /// The draft says whose groups will be used, before anything is posted.
    fn is_announced(&self, draft: &str) {
        let page = self.browser.get(&format!("/invoices/{draft}")).words();
        for said in [
            "Will be posted as",
            "Accounts from the customer group Domestic",
            "Sent to Doe Office , from the corporate group Doe post",
            "for Doe Trust",
            "Doe Trust 2,000.00",
            "John Doe 500.00",
            "Payer: Doe Trading",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
    }

    /// On the account of the payer's customer group, with the payer alone as debtor.
    fn is_posted(&self, invoice: &Value) {
        let (api, payer) = (&self.api, &self.payer);
        let recipients: Vec<&Value> =
            invoice["lines"].as_array().expect("lines").iter().map(|line| &line["recipient"]).collect();
        assert_eq!(recipients, [&json!(payer), &json!(self.trust), &json!(self.person)]);
        let entry = invoice["entry"].as_str().expect("an entry");
        let entry = api.get(&format!("/entries/{entry}")).json();
        let account = id_of_account(api, "4300");
        let control: Vec<&Value> =
            entry["lines"].as_array().expect("lines").iter().filter(|line| line["account"] == account).collect();
        assert_eq!(control.len(), 1, "{entry}");
        assert_eq!((&control[0]["client"], &control[0]["debit"]), (&json!(payer), &eur("4235.00")));
        for row in api.get("/reconciliation").json()["items"].as_array().expect("rows") {
            assert_eq!(row["difference"], eur("0.00"), "{row}");
        }
        for (client, owes) in [(payer, "4235.00"), (&self.trust, "0.00"), (&self.person, "0.00")] {
            let owed = api.get(&format!("/clients/{client}/open-items")).json();
            assert_eq!(owed["balance"], eur(owes), "{owed}");
        }
        let statement = self.browser.get(&format!("/clients/{payer}/statement")).words();
        assert!(statement.contains("4,235.00"), "{statement}");
    }

    /// Every group of the day stands on it, by kind.
    fn keeps_its_groups(&self, invoice: &Value) {
        let groups = invoice["groups_snapshot"].as_array().expect("groups").iter();
        let mut groups: Vec<String> = groups.map(kind_and_name).collect();
        groups.sort_unstable();
        let expected =
            ["billing Doe family", "corporate Doe Holding", "corporate Doe post", "posting Domestic", "segment VIP"];
        assert_eq!(groups, expected);
        let page = self.browser.get(&format!("/invoices/{}", id(invoice))).words();
        for name in ["Doe family", "Doe Holding", "Doe post", "Domestic", "VIP"] {
            assert!(page.contains(name), "{name}: {page}");
        }
    }

    /// Owed by the payer, and each line says for whom it is.
    fn is_sent_to_the_head(&self, invoice: &Value) {
        let to = &invoice["mailing_to"];
        assert_eq!(to["group"]["name"], "Doe post");
        assert_eq!((&to["name"], &to["email"]), (&json!("Doe Office"), &json!("post@doe.example")));
        let paper = self.browser.get(&format!("/invoices/{}/print", id(invoice))).words();
        for said in ["Sent to Doe Office", "Invoice for Doe Trading", "Customer no. 7001", "Trust return for Doe Trust"]
        {
            assert!(paper.contains(said), "{said}: {paper}");
        }
    }

    /// In the volume of the year, through the payer.
    fn counts_in_the_holding(&self, agreement: &str) {
        let agreed = self.api.get(&format!("/agreements/{agreement}")).json();
        assert_eq!(agreed["volume"], eur("3500.00"), "{agreed}");
        assert_eq!(agreed["members"][0]["client"], json!(self.payer), "{agreed}");
        let page = self.browser.get(&format!("/agreements/{agreement}")).words();
        assert!(page.contains("Doe Trading 7001 3,500.00"), "{page}");
    }

    /// Under the payer's groups, and under those of the recipients, with the same total.
    fn is_reported(&self) {
        let rows = |rows: &[&str]| rows.iter().map(|row| (*row).to_owned()).collect::<Vec<_>>();
        for basis in ["as_posted", "today", "2026-03-02"] {
            assert_eq!(self.report("client_group", "payer", basis), (rows(&["VIP 3500.00"]), "3500.00".into()));
            let of_recipients = rows(&["Trusts 2000.00", "VIP 1000.00", "Persons 500.00"]);
            assert_eq!(self.report("client_group", "recipient", basis), (of_recipients, "3500.00".into()), "{basis}");
        }
        for party in ["payer", "recipient"] {
            for (by, row) in [("billing_group", "Doe family 3500.00"), ("customer_group", "Domestic 3500.00")] {
                assert_eq!(self.report(by, party, "as_posted"), (rows(&[row]), "3500.00".into()), "{by} {party}");
            }
        }
        let (by_holding, _) = self.report("corporate_group", "payer", "as_posted");
        assert!(by_holding.contains(&"Doe Holding 3500.00".to_owned()), "{by_holding:?}");
        let query = "dataset=invoices&by=client_group&columns=net&party=recipient";
        let page = self.browser.get(&format!("/report?{query}")).words();
        for said in ["by recipient · groups as posted", "Trusts 2,000.00", "VIP 1,000.00", "Persons 500.00"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let file = self.browser.get(&format!("/report/export/csv?{query}"));
        assert!(file.text.contains("Trusts,2000.00"), "{}", file.text);
        let name = file.header("content-disposition");
        assert!(name.contains("invoices-by-recipient-2026-"), "{name}");
    }
}

fn kind_and_name(group: &Value) -> String {
    format!("{} {}", group["kind"].as_str().expect("a kind"), group["name"].as_str().expect("a name"))
}

fn id_of_account(api: &Api, number: &str) -> Value {
    let list = api.get("/accounts?limit=200").json();
    let items = list["items"].as_array().expect("accounts");
    items.iter().find(|account| account["number"] == number).expect("the account")["id"].clone()
}

/// A2-18, A2-19 on page and API: people and entities stand in one billing group, a client in several; the form of an
/// invoice offers the members by group, and only to who shares one with the payer.
#[test]
fn a2_19_recipients_are_offered_by_billing_group() {
    on_both(|house| {
        let office = Office::of(house);
        let (api, browser, payer) = (&office.api, &office.browser, &office.payer);
        for (client, entity) in [(payer, "company"), (&office.trust, "trust"), (&office.person, "individual")] {
            office.set(client, &json!({ "legal_entity": entity }));
        }
        let body = json!({ "name": "Doe farms", "members": [payer, office.trust], "primary_contact": office.trust });
        api.post("/billing-groups", &body).id();
        let family = api.get(&format!("/billing-groups/{}", office.family)).json();
        assert_eq!(family["members"].as_array().map(Vec::len), Some(3), "{family}");
        let groups = api.get(&format!("/clients/{}/groups", office.trust)).json();
        let billing = groups["items"].as_array().expect("groups").iter().filter(|group| group["kind"] == "billing");
        assert_eq!(billing.count(), 2, "{groups}");
        let profile = browser.get(&format!("/clients/{}", office.trust)).words();
        assert!(profile.contains("Doe family") && profile.contains("Doe farms"), "{profile}");

        let form = browser.get(&format!("/invoices/new?client={payer}")).text;
        let at = |part: &str| form.find(part).unwrap_or_else(|| panic!("{part}: {form}"));
        let family = at("<optgroup label=\"Doe family\">");
        let farms_at = at("<optgroup label=\"Doe farms\">");
        let of_farms = &form[farms_at..farms_at + form[farms_at..].find("</optgroup>").expect("its end")];
        let of_family = &form[family..family + form[family..].find("</optgroup>").expect("its end")];
        assert!(of_family.contains("Doe Trust") && of_family.contains("John Doe"), "{of_family}");
        assert!(of_farms.contains("Doe Trust") && !of_farms.contains("John Doe"), "{of_farms}");
        let alone = client_of(api, "Alone", "Holding");
        let form = browser.get(&format!("/invoices/new?client={alone}")).text;
        assert!(!form.contains("name=\"recipient\""), "{form}");
    });
}

/// A2-19 on page and API: whoever stands on a draft stays there when the group is hidden, and on the credit note; who is
/// named on a document is not deleted.
#[test]
fn a2_19_recipients_stay_on_their_documents() {
    on_both(|house| {
        let office = Office::of(house);
        let (api, browser, payer) = (&office.api, &office.browser, &office.payer);
        let fields = [
            ("client", payer.as_str()),
            ("date", "2026-03-02"),
            ("text", "Trust return"),
            ("unit_price", "10"),
            ("quantity", "1"),
            ("recipient", office.trust.as_str()),
            ("do", "save"),
        ];
        let saved = browser.post("/invoices", &fields);
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.words());
        let draft = saved.location();
        assert!(browser.get(&draft).words().contains("for Doe Trust"));
        // Whoever was chosen stays on the draft when the groups are hidden, and nobody is offered for a new line.
        let family = &office.family;
        assert!(api.post(&format!("/billing-groups/{family}/hide"), &json!({})).status.is_success());
        let form = browser.get(&format!("{draft}/edit")).text;
        assert!(form.contains("<optgroup label=\"As it stands\">") && !form.contains("John Doe"), "{form}");
        let number = draft.rsplit('/').next().expect("an id").to_owned();
        let again = api.patch(
            &format!("/invoices/{number}"),
            &json!({ "lines": [Office::line("Return", "9.00", &office.trust)] }),
        );
        assert_eq!(again.status, StatusCode::OK, "{}", again.text);
        let booked = office.book(&number);
        assert_eq!(booked["lines"][0]["recipient"], json!(office.trust));
        // The credit note is for whom the invoice was.
        let note = api.post(&format!("/invoices/{number}/credit"), &json!({})).json();
        assert_eq!(note["lines"][0]["recipient"], json!(office.trust), "{note}");
        // Who is named on a document stays.
        let refused = api.delete(&format!("/clients/{}", office.person));
        assert_eq!(refused.status, StatusCode::NO_CONTENT, "{}", refused.text);
        let refused = api.delete(&format!("/clients/{}", office.trust));
        assert_eq!(refused.code(), "CLIENT_HAS_INVOICES", "{}", refused.text);
    });
}

/// A2-19 on page and API: a line for who shares no billing group with the payer is refused, also after the draft went to
/// another client; a recipient that was merged gives way to the client it went on as.
#[test]
fn a_recipient_shares_a_billing_group_with_the_payer() {
    on_both(|house| {
        let office = Office::of(house);
        let (api, browser, payer) = (&office.api, &office.browser, &office.payer);
        let stranger = client_of(api, "Stranger", "Holding");
        let new = json!({ "client": payer, "lines": [Office::line("Return", "9.00", &stranger)] });
        let refused = api.post("/invoices", &new);
        assert_eq!(
            (refused.status.as_u16(), refused.code().as_str()),
            (422, "RECIPIENT_ELSEWHERE"),
            "{}",
            refused.text
        );
        assert_eq!(refused.json()["actions"][0]["href"], "/billing-groups");
        let fields = [
            ("client", payer.as_str()),
            ("date", "2026-03-02"),
            ("text", "Return"),
            ("unit_price", "10"),
            ("recipient", stranger.as_str()),
            ("do", "save"),
        ];
        let page = browser.post("/invoices", &fields);
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.words().contains("shares no billing group with “Doe Trading”"), "{}", page.words());
        let draft = office.draft().id();
        let moved = api.patch(&format!("/invoices/{draft}"), &json!({ "client": stranger }));
        assert_eq!(moved.code(), "RECIPIENT_ELSEWHERE", "{}", moved.text);
        // To one of the recipients it may go: what is for that one is for the client itself then.
        let moved = api.patch(&format!("/invoices/{draft}"), &json!({ "client": office.trust }));
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.text);
        assert_eq!(moved.json()["lines"][1]["recipient"], json!(office.trust));
        let heir = client_of(api, "Heir", "Holding");
        let merged = api.post(&format!("/clients/{}/merge", office.person), &json!({ "into": heir }));
        assert_eq!(merged.status, StatusCode::OK, "{}", merged.text);
        let booked = office.book(&draft);
        assert_eq!(booked["lines"][2]["recipient"], json!(heir), "{booked}");
        assert_eq!(api.post("/reports/run", &json!({ "dataset": "time", "party": "recipient" })).status.as_u16(), 422);
    });
}

/// X10 on page and API: who sees only their own clients is offered no other as a recipient, and a report by recipient
/// shows what was paid for theirs only where they may see the payer too.
#[test]
fn x10_recipients_within_sight() {
    on_both(|house| {
        let office = Office::of(house);
        let draft = office.draft().id();
        office.book(&draft);
        let rights =
            [Permission::ViewOwnClients, Permission::ViewInvoices, Permission::DraftInvoices, Permission::ViewReports];
        let name = Name::parse("Own clients").expect("a name");
        let role = house.perform(CreateRole { name, permissions: rights.into_iter().collect() });
        let caller = house.hire_as(role);
        let Who::Person(person) = caller.who else { panic!("a member is a person") };
        let member = house.member_of(&caller).to_string();
        let (their, page) = (Api::of(house, person), Browser::of(house, person));
        office.set(&office.trust, &json!({ "responsible": member }));
        let question = json!({ "dataset": "invoices", "columns": ["net"], "party": "recipient" });
        let seen = their.post("/reports/run", &question);
        assert_eq!(seen.json()["total"]["net"], eur("0.00"), "{}", seen.text);
        office.set(&office.payer, &json!({ "responsible": member }));
        assert_eq!(their.post("/reports/run", &question).json()["total"]["net"], eur("3000.00"));
        let form = page.get(&format!("/invoices/new?client={}", office.payer)).text;
        assert!(form.contains("Doe Trust") && !form.contains("John Doe"), "{form}");
        let new = json!({ "client": office.payer, "lines": [Office::line("Return", "9.00", &office.person)] });
        assert_eq!(their.post("/invoices", &new).code(), "RECIPIENT_ELSEWHERE");
    });
}
