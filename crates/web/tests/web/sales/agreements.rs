//! Agreements and settlements over the API: V2 word for word, and who is refused what.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use crate::door::{Answer, Api, Browser};

fn eur(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

pub fn found(api: &Api, path: &str, name: &str) -> String {
    let all = api.get(path).json();
    let found = all["items"].as_array().expect("items").iter().find(|item| item["name"] == name);
    found.expect("it is there")["id"].as_str().expect("an id").to_owned()
}

pub fn client_of(api: &Api, name: &str, of_type: &str) -> String {
    let customer_group = api.get("/customer-groups").json()["items"][0]["id"].clone();
    let types = [found(api, "/client-types", of_type)];
    api.post("/clients", &json!({ "name": name, "customer_group": customer_group, "client_types": types })).id()
}

pub fn group_of(api: &Api, name: &str, of_type: &str, (from, to): (i64, i64)) -> String {
    let head = client_of(api, &format!("Head of {name}"), of_type);
    let of_type = found(api, "/corporate-group-types", of_type);
    let (from, to) = (format!("{from}-01-01"), format!("{to}-12-31"));
    api.post("/corporate-groups", &json!({ "name": name, "head": head, "type": of_type, "from": from, "to": to })).id()
}

pub fn add(api: &Api, group: &str, client: &str, (from, to): (i64, i64)) -> String {
    let body = json!({ "client": client, "from": format!("{from}-01-01"), "to": format!("{to}-12-31") });
    api.post(&format!("/corporate-groups/{group}/memberships"), &body).id()
}

pub fn booked(api: &Api, client: &str, kind: &str, net: &str, served: &str) {
    let lines = json!([{ "text": "Work", "unit_price": eur(net) }]);
    let draft = json!({ "kind": kind, "client": client, "service_date": served, "lines": lines });
    let id = api.post("/invoices", &draft).id();
    let booked = api.post(&format!("/invoices/{id}/book"), &json!({}));
    assert_eq!(booked.status, StatusCode::OK, "{}", booked.text);
    assert_eq!(booked.json()["service_date"], served);
}

/// V2: from 0 → 0 %; from 100,000 → 3 %; from 250,000 → 5 %.
pub fn scale(scale: &str, year: i64) -> Value {
    let tiers = json!([
        { "from": eur("0"), "rate": "0" },
        { "from": eur("100000"), "rate": "3" },
        { "from": eur("250000"), "rate": "5" },
    ]);
    json!({ "year": year, "scale": scale, "tiers": tiers })
}

pub struct Holding {
    pub group: String,
    pub members: [String; 3],
    pub second: String,
}

/// The holding of V2 with the orders of 2025.
pub fn holding(api: &Api) -> Holding {
    let group = group_of(api, "Nordkai", "Holding", (2024, 2027));
    let members = ["C1", "C2", "C3"].map(|name| client_of(api, name, "Holding"));
    let [c1, c2, c3] = &members;
    add(api, &group, c1, (2024, 2026));
    let second = add(api, &group, c2, (2025, 2025));
    add(api, &group, c3, (2026, 2026));
    for (client, net, served) in [
        (c1, "60000.00", "2025-03-10"),
        (c2, "45000.00", "2025-06-30"),
        (c1, "60000.00", "2025-07-01"),
        (c2, "45000.00", "2025-12-31"),
        (c3, "80000.00", "2025-05-05"),
    ] {
        booked(api, client, "invoice", net, served);
    }
    Holding { group, members, second }
}

pub fn agreed(api: &Api, group: &str, body: &Value) -> Answer {
    api.post(&format!("/corporate-groups/{group}/agreements"), body)
}

pub fn settle(api: &Api, agreement: &str, body: &Value) -> Answer {
    api.post(&format!("/agreements/{agreement}/settlements"), body)
}

pub fn refused(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.code())
}

/// Volume, discount, settled before, amount.
pub fn sums(settlement: &Value) -> [String; 4] {
    ["volume", "discount", "settled_before", "amount"]
        .map(|field| settlement[field]["amount"].as_str().unwrap_or_else(|| panic!("{settlement}")).to_owned())
}

pub fn members(settlement: &Value) -> Vec<String> {
    let members = settlement["members"].as_array().expect("members").iter();
    members.map(|member| format!("{} {}", member["name"].as_str().expect("a name"), sums(member)[3])).collect()
}

/// A3-21, A3-25, V2 (API): slab 6,300.00 = 3,600.00 + 2,700.00, partial then final, then the correction of −600.00.
#[test]
fn a3_21_slab_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let of = holding(&api);
        let agreement = agreed(&api, &of.group, &scale("slab", 2025));
        assert_eq!(agreement.json()["title"], "2025/1/CASH/Nordkai");
        let id = agreement.id();
        let half = json!({ "kind": "partial", "through": "2025-06-30" });
        let rehearsed = api.post(&format!("/agreements/{id}/settlements?dry_run=true"), &half).json();
        assert!(rehearsed["changes"].as_array().is_some_and(|changes| changes.len() == 4), "{rehearsed}");
        let partial = settle(&api, &id, &half);
        assert_eq!(partial.status, StatusCode::CREATED, "{}", partial.text);
        assert_eq!(partial.header("location"), format!("/api/v1/settlements/{}", partial.id()));
        assert_eq!(sums(&partial.json()), ["105000.00", "3150.00", "0.00", "3150.00"]);
        let last = settle(&api, &id, &json!({ "kind": "final" })).json();
        assert_eq!(sums(&last), ["210000.00", "6300.00", "3150.00", "3150.00"]);
        assert_eq!(members(&last), ["C1 1800.00", "C2 1350.00"]);
        let read = api.get(&format!("/agreements/{id}")).json();
        let figures = ["volume", "discount", "settled", "left"].map(|field| read[field]["amount"].clone());
        assert_eq!(figures, ["210000.00", "6300.00", "6300.00", "0.00"].map(|text| json!(text)));
        booked(&api, &of.members[0], "credit_note", "20000.00", "2025-11-11");
        let corrected = settle(&api, &id, &json!({ "kind": "correction" })).json();
        assert_eq!(sums(&corrected), ["190000.00", "5700.00", "6300.00", "-600.00"]);
        assert_eq!(members(&corrected), ["C1 -600.00", "C2 0.00"]);
        let document = corrected["members"][0]["document"].as_str().expect("a document");
        let invoice = api.get(&format!("/invoices/{document}")).json();
        assert_eq!((&invoice["kind"], &invoice["net"]["amount"]), (&json!("invoice"), &json!("600.00")));
        assert_eq!(invoice["settlement"], corrected["id"]);
        for list in [format!("/agreements/{id}/settlements"), format!("/corporate-groups/{}/settlements", of.group)] {
            let listed = api.get(&list).json();
            assert_eq!(listed["items"].as_array().expect("items").len(), 3, "{listed}");
        }
        assert_eq!(api.get(&format!("/settlements/{}", partial.id())).json(), partial.json(), "it stays as it was");
    });
}

/// A3-21, V2 (API): stepped 3,300.00 = 1,885.71 + 1,414.29; in 2026 C1 and C3 count.
#[test]
fn a3_21_stepped_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let of = holding(&api);
        let id = agreed(&api, &of.group, &scale("stepped", 2025)).id();
        let settled = settle(&api, &id, &json!({ "kind": "final", "through": "2025-12-31" })).json();
        assert_eq!(sums(&settled), ["210000.00", "3300.00", "0.00", "3300.00"]);
        assert_eq!(members(&settled), ["C1 1885.71", "C2 1414.29"]);
        booked(&api, &of.members[1], "invoice", "500000.00", "2026-02-01");
        let next = agreed(&api, &of.group, &scale("stepped", 2026)).json();
        let names = next["members"].as_array().expect("members").iter().map(|member| member["name"].clone());
        assert_eq!(names.collect::<Vec<_>>(), ["C1", "C3"]);
        assert_eq!(next["volume"], eur("0.00"));
    });
}

/// A3-25 (API): every refusal of an agreement, by its field; a memo stays.
#[test]
fn a3_25_agreements_are_refused_over_the_api() {
    let house = TestHouse::sqlite();
    let api = Api::of_owner(&house);
    let group = group_of(&api, "Nordkai", "Holding", (2025, 2027));
    let without = {
        let of_type =
            json!({ "name": "Plain", "client_type": found(&api, "/client-types", "Holding"), "effect": "none" });
        let of_type = api.post("/corporate-group-types", &of_type).id();
        let head = client_of(&api, "Plain head", "Holding");
        let body = json!({ "name": "Plain", "head": head, "type": of_type, "from": "2025-01-01", "to": "2025-12-31" });
        api.post("/corporate-groups", &body).id()
    };
    assert_eq!(refused(&agreed(&api, &without, &scale("slab", 2025))), (409, "AGREEMENT_WITHOUT_EFFECT".into()));
    let id = agreed(&api, &group, &scale("slab", 2025)).id();
    let tier = |from: &str, rate: &str| json!({ "from": eur(from), "rate": rate });
    let with = |tiers: Value| json!({ "year": 2026, "scale": "slab", "tiers": tiers });
    let in_dollars = json!([{ "from": { "amount": "0", "currency": "USD" }, "rate": "1" }]);
    let many: Vec<Value> = (0..51).map(|from| tier(&from.to_string(), "1")).collect();
    let rows = [
        (scale("slab", 2030), 409, "AGREEMENT_OUTSIDE_GROUP", "year"),
        (scale("slab", 2025), 409, "AGREEMENT_EXISTS", "year"),
        (json!({ "year": 2026, "tiers": [tier("0", "1")] }), 422, "SCALE_REQUIRED", "scale"),
        (json!({ "year": 2026, "scale": "usual", "tiers": [] }), 422, "FIELD_INVALID", "scale"),
        (json!({ "year": 99_999, "scale": "slab", "tiers": [] }), 422, "FIELD_INVALID", "year"),
        (with(json!([])), 422, "TIERS_REQUIRED", "tiers"),
        (with(json!(many)), 422, "TIERS_TOO_MANY", "tiers"),
        (with(json!([tier("-1", "1")])), 422, "TIER_NEGATIVE", "tiers"),
        (with(json!([tier("5", "1"), tier("5", "2")])), 422, "TIERS_NOT_ASCENDING", "tiers"),
        (with(json!([tier("0", "100.01")])), 422, "RATE_ABOVE_100", "tiers"),
        (with(in_dollars), 422, "CURRENCY_MISMATCH", "tiers"),
    ];
    for (body, status, code, field) in rows {
        let answer = agreed(&api, &group, &body);
        assert_eq!(refused(&answer), (status, code.to_owned()), "{body}: {}", answer.text);
        assert_eq!(answer.json()["field"], field);
    }
    let memos = format!("/agreements/{id}/memos");
    assert_eq!(refused(&api.post(&memos, &json!({}))), (422, "MEMO_REQUIRED".into()));
    let memo = api.post(&memos, &json!({ "text": "By telephone" }));
    assert_eq!(api.get(&format!("{memos}/{}", memo.id())).json()["text"], "By telephone");
    assert_eq!(api.delete(&format!("{memos}/{}", memo.id())).status, StatusCode::METHOD_NOT_ALLOWED);
    let at = format!("/agreements/{id}");
    let tag = api.get(&at).header("etag").to_owned();
    let patch = |body: Value| api.send("PATCH", &at, &[("If-Match", &tag)], Some(&body));
    assert_eq!(patch(json!({ "name": "Bonus" })).json()["title"], "2025/1/CASH/Bonus");
    assert_eq!(refused(&patch(json!({ "name": "Other" }))), (412, "CHANGED_MEANWHILE".into()));
    assert_eq!(refused(&api.delete(&format!("/corporate-groups/{group}"))), (409, "CORPORATE_GROUP_USED".into()));
}

/// A3-8, A3-16 (API): what keeps an agreement from being settled, and what a settled year keeps.
#[test]
fn a3_8_settlements_are_refused_over_the_api() {
    let house = TestHouse::sqlite();
    let api = Api::of_owner(&house);
    let of = holding(&api);
    let agency = group_of(&api, "Agency", "Corporate agency", (2025, 2025));
    let rebate = agreed(&api, &agency, &scale("slab", 2025)).id();
    assert_eq!(refused(&settle(&api, &rebate, &json!({ "kind": "final" }))), (409, "SETTLES_NO_REBATE".into()));
    let now = agreed(&api, &of.group, &scale("slab", 2026)).id();
    assert_eq!(refused(&settle(&api, &now, &json!({ "kind": "final" }))), (409, "YEAR_NOT_OVER".into()));
    let id = agreed(&api, &of.group, &scale("slab", 2025)).id();
    let rows = [
        (json!({ "kind": "whole" }), 422, "FIELD_INVALID"),
        (json!({ "kind": "correction" }), 409, "NOT_FINAL_YET"),
        (json!({ "kind": "partial" }), 422, "THROUGH_REQUIRED"),
        (json!({ "kind": "partial", "through": "2026-01-01" }), 422, "THROUGH_OUTSIDE_YEAR"),
        (json!({ "kind": "final", "through": "2025-12-30" }), 422, "THROUGH_NOT_YEAR_END"),
        (json!({ "kind": "partial", "through": "2025-01-31" }), 409, "NOTHING_TO_SETTLE"),
        (json!({ "kind": "final", "product_group": format!("pgr_{}", "0".repeat(26)) }), 422, "PRODUCT_GROUP_UNKNOWN"),
    ];
    for (body, status, code) in rows {
        let answer = settle(&api, &id, &body);
        assert_eq!(refused(&answer), (status, code.to_owned()), "{body}: {}", answer.text);
    }
    let tag = api.get(&format!("/agreements/{id}")).header("etag").to_owned();
    let tagged =
        |body: Value| api.send("POST", &format!("/agreements/{id}/settlements"), &[("If-Match", &tag)], Some(&body));
    let half = tagged(json!({ "kind": "partial", "through": "2025-06-30" }));
    assert_eq!(refused(&tagged(json!({ "kind": "final" }))), (412, "CHANGED_MEANWHILE".into()));
    let back = json!({ "kind": "partial", "through": "2025-05-31" });
    assert_eq!(refused(&settle(&api, &id, &back)), (409, "SETTLED_FURTHER".into()));
    settle(&api, &id, &json!({ "kind": "final" })).id();
    assert_eq!(refused(&settle(&api, &id, &json!({ "kind": "final" }))), (409, "FINAL_SETTLED".into()));
    let stepped = api.patch(&format!("/agreements/{id}"), &json!({ "scale": "stepped" }));
    assert_eq!(refused(&stepped), (409, "SCALE_FIXED".into()));
    let draft = half.json()["members"][0]["document"].as_str().expect("a draft").to_owned();
    assert_eq!(refused(&api.delete(&format!("/invoices/{draft}"))), (409, "SETTLEMENT_DOCUMENT".into()));
    let cheaper = api.patch(&format!("/invoices/{draft}"), &json!({ "lines": [] }));
    assert_eq!(refused(&cheaper), (409, "SETTLEMENT_DOCUMENT".into()));
    let void = api.post(&format!("/memberships/{}/void", of.second), &json!({ "reason": "A mistake" }));
    assert_eq!(refused(&void), (409, "YEAR_SETTLED".into()));
    let shorter =
        api.patch(&format!("/corporate-groups/{}", of.group), &json!({ "to": "2024-12-31", "end_members": true }));
    assert_eq!(refused(&shorter), (409, "YEAR_SETTLED".into()));
}

/// A3-25 on page and API: a member of two groups with a discount is named, its other group is a link, and nothing is settled.
#[test]
fn a3_25_nothing_counts_twice_at_each_door() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let of = holding(&api);
        let holding_type = found(&api, "/client-types", "Holding");
        let buyers = json!({ "name": "Buyers", "client_type": holding_type, "effect": "corporate_discount" });
        let buyers = api.post("/corporate-group-types", &buyers).id();
        let head = client_of(&api, "Head of buyers", "Holding");
        let other = json!({ "name": "Buyers", "head": head, "type": buyers, "from": "2025-01-01", "to": "2025-12-31" });
        let other = api.post("/corporate-groups", &other).id();
        add(&api, &other, &of.members[1], (2025, 2025));
        let id = agreed(&api, &of.group, &scale("slab", 2025)).id();
        agreed(&api, &other, &scale("slab", 2025)).id();
        let answer = settle(&api, &id, &json!({ "kind": "final" }));
        assert_eq!(refused(&answer), (409, "COUNTED_TWICE".into()));
        assert!(answer.text.contains("C2"), "{}", answer.text);
        let preview = browser.get(&format!("/agreements/{id}/settle?kind=final"));
        let page = browser.post(&format!("/agreements/{id}/settle"), &[("kind", "final")]);
        assert_eq!((preview.status, page.status), (StatusCode::OK, StatusCode::CONFLICT));
        for shown in [preview, page] {
            assert!(
                shown.words().contains("counts in another agreement of the year too: “C2” in “Buyers”."),
                "{}",
                shown.words()
            );
            assert!(shown.text.contains(&format!("href=\"/corporate-groups/{other}\"")), "{}", shown.text);
        }
        assert_eq!(api.get(&format!("/agreements/{id}/settlements")).json()["items"], json!([]));
        assert_eq!(api.get("/invoices?state=draft").json()["items"], json!([]), "and nobody has a draft");
    });
}

/// A3-21 on page and API: what excluded product groups bring is no volume of a corporate discount: it is neither previewed nor
/// settled, a correction gives it once it counts, and the page says what is not counted.
#[test]
fn a3_21_a_discount_excludes_product_groups() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let of = holding(&api);
        let groups = house.ask(books::sales::products::ReadProductChoices).groups;
        let (counted, other) = (groups[0].id.to_string(), groups[1].id.to_string());
        let lines = json!([{ "text": "a", "product_group": counted, "unit_price": eur("10000.00") },
            { "text": "b", "product_group": other, "unit_price": eur("80000.00") }]);
        let draft = json!({ "client": of.members[0], "service_date": "2025-08-08", "lines": lines });
        let draft = api.post("/invoices", &draft).id();
        assert_eq!(api.post(&format!("/invoices/{draft}/book"), &json!({})).status, StatusCode::OK);
        let id = agreed(&api, &of.group, &scale("slab", 2025)).id();
        let path = format!("/agreements/{id}");
        assert_eq!(api.get(&path).json()["volume"], eur("300000.00"));
        let form = browser.get(&format!("{path}/edit"));
        assert_eq!(browser.press(&form, "Save", &[("exclusions", &other)]).location(), path);
        let read = api.get(&path).json();
        assert_eq!((&read["exclusions"], &read["volume"]), (&json!([other]), &eur("220000.00")));
        let page = browser.get(&path).words();
        for said in [format!("Not counted: {}.", groups[1].name), "Volume so far 220,000.00".to_owned()] {
            assert!(page.contains(&said), "{said}: {page}");
        }
        let preview = browser.get(&format!("{path}/settle?kind=final")).words();
        assert!(preview.contains("220,000.00") && preview.contains("6,600.00"), "{preview}");
        let settled = settle(&api, &id, &json!({ "kind": "final" })).json();
        assert_eq!(sums(&settled), ["220000.00", "6600.00", "0.00", "6600.00"]);
        assert_eq!(members(&settled), ["C1 3900.00", "C2 2700.00"]);
        let all = api.patch(&path, &json!({ "exclusions": [] })).json();
        assert_eq!(all["volume"], eur("300000.00"));
        let corrected = settle(&api, &id, &json!({ "kind": "correction" })).json();
        assert_eq!(sums(&corrected), ["300000.00", "15000.00", "6600.00", "8400.00"]);
        let unknown = browser.press(&form, "Save", &[("exclusions", "pgr_01h455vb4pex5vsknk084sn02q")]);
        assert!(unknown.status.is_client_error(), "{}", unknown.words());
    });
}

/// The roll-over (API): proposed with reasons, refused by its rules, done in one step and rehearsed before.
#[test]
fn a_roll_over_over_the_api() {
    on_both(|house| {
        let api = Api::of_owner(house);
        let group = group_of(&api, "Nordkai", "Holding", (2025, 2026));
        let [one, two] = ["One", "Two"].map(|name| client_of(&api, name, "Holding"));
        let first = add(&api, &group, &one, (2025, 2026));
        let second = add(&api, &group, &two, (2026, 2026));
        let other = group_of(&api, "Saltmarsh", "Holding", (2025, 2028));
        add(&api, &other, &two, (2027, 2027));
        let at = format!("/corporate-groups/{group}/roll-over");
        let proposal = api.get(&at).json();
        assert_eq!((&proposal["next_year"], &proposal["extends_group"]), (&json!(2027), &json!(true)));
        assert_eq!(proposal["memberships"][0]["to"], "2027-12-31");
        assert_eq!(proposal["memberships"][1]["conflict"]["code"], "SAME_TYPE_OVERLAP");
        assert_eq!(refused(&api.post(&at, &json!({}))), (409, "NOTHING_TO_ROLL_OVER".into()));
        assert_eq!(refused(&api.post(&at, &json!({ "agreement": {} }))), (409, "NO_AGREEMENT_TO_COPY".into()));
        agreed(&api, &group, &scale("slab", 2026)).id();
        let goes = |id: &str, to: &str| json!({ "membership": id, "to": to });
        let rows = [
            (json!({ "memberships": [goes(&first, "2027-12-31")] }), 409, "MEMBER_OUTSIDE_GROUP"),
            (json!({ "memberships": [goes(&second, "2027-12-31")], "extend_group": true }), 409, "SAME_TYPE_OVERLAP"),
            (json!({ "memberships": [goes(&first, "2027-12-30")] }), 422, "TO_NOT_DEC_31"),
            (json!({ "agreement": {} }), 409, "AGREEMENT_OUTSIDE_GROUP"),
        ];
        for (body, status, code) in rows {
            assert_eq!(refused(&api.post(&at, &body)), (status, code.to_owned()), "{body}");
        }
        let all = json!({ "memberships": [goes(&first, "2027-12-31")], "agreement": { "scale": "stepped" }, "extend_group": true });
        let rehearsed = api.post(&format!("{at}?dry_run=true"), &all).json();
        assert!(rehearsed["changes"].as_array().is_some_and(|changes| changes.len() == 5), "{rehearsed}");
        let done = api.post(&at, &all);
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        assert_eq!(done.json()["memberships"].as_array().map(Vec::len), Some(1), "only the one in conflict is left");
        let next = api.get(&format!("/corporate-groups/{group}/agreements")).json();
        assert_eq!((&next["items"][0]["year"], &next["items"][0]["scale"]), (&json!(2027), &json!("stepped")));
    });
}
