//! Agreements and settlements on their pages: what is typed, shown, settled and refused.

use axum::http::StatusCode;
use books::testing::TestHouse;

use super::agreements::{add, agreed, booked, client_of, group_of, holding, scale};
use crate::door::{Api, Browser};

/// What a page says, as people read it.
#[track_caller]
fn says(browser: &Browser, path: &str, wanted: &[&str]) {
    let page = browser.get(path);
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.words());
    let words = page.words();
    for text in wanted {
        assert!(words.contains(text), "{path} does not say “{text}”: {words}");
    }
}

/// One more row, and one less: nothing is stored by either.
fn rows_come_and_go(browser: &Browser, list: &str, form: &[(&str, &str)]) {
    for (wish, rows) in [("add", 4), ("remove-2", 2)] {
        let mut form = form.to_vec();
        form.push(("do", wish));
        let again = browser.post(list, &form);
        assert_eq!((again.status, again.text.matches("name=\"tier_rate\"").count()), (StatusCode::OK, rows), "{wish}");
    }
}

/// A3-21, A3-25, V2 (page): an agreement is typed with its tiers, previewed, settled, corrected, and every page shows it.
#[test]
fn a3_21_a_discount_on_its_pages() {
    let house = TestHouse::sqlite();
    let (api, browser) = (Api::of_owner(&house), Browser::of_owner(&house));
    let of = holding(&api);
    let list = format!("/corporate-groups/{}/agreements", of.group);
    says(&browser, &format!("/corporate-groups/{}", of.group), &["Agreements"]);
    says(&browser, &list, &["No agreement yet"]);
    says(&browser, &format!("{list}/new"), &["New agreement with Nordkai", "Neither is usual"]);
    let form = [
        ("year", "2025"),
        ("scale", "slab"),
        ("tier_from", "0"),
        ("tier_rate", "0"),
        ("tier_from", "100,000.00"),
        ("tier_rate", "3"),
        ("tier_from", ""),
        ("tier_rate", ""),
    ];
    rows_come_and_go(&browser, &list, &form);
    says(&browser, &list, &["No agreement yet"]);
    let made = browser.post(&list, &form);
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.words());
    let at = made.location();
    says(&browser, &at, &["2025/1/CASH/Nordkai", "210,000.00", "6,300.00", "57.1 %", "Nothing was settled yet"]);
    let edit = [
        ("name", "Bonus"),
        ("scale", "slab"),
        ("tier_from", "0"),
        ("tier_rate", "0"),
        ("tier_from", "100000"),
        ("tier_rate", "3"),
        ("tier_from", "250000"),
        ("tier_rate", "5"),
    ];
    says(&browser, &format!("{at}/edit"), &["Change 2025/1/CASH/Nordkai"]);
    assert_eq!(browser.post(&at, &edit).status, StatusCode::SEE_OTHER);
    let half = format!("{at}/settle?kind=partial&through=2025-06-30");
    says(&browser, &half, &["105,000.00", "3,150.00", "1,800.00", "Settle"]);
    let settled = browser.post(&format!("{at}/settle"), &[("kind", "partial"), ("through", "2025-06-30")]);
    assert_eq!(settled.status, StatusCode::SEE_OTHER, "{}", settled.words());
    says(&browser, &settled.location(), &["Partial settlement", "3,150.00", "Credit note (", "draft", "30 Jun 2025"]);
    let last = browser.post(&format!("{at}/settle"), &[("kind", "final")]);
    says(&browser, &last.location(), &["Final settlement", "6,300.00", "3,150.00"]);
    booked(&api, &of.members[0], "credit_note", "20000.00", "2025-11-11");
    says(&browser, &format!("{at}/settle?kind=correction"), &["190,000.00", "5,700.00", "\u{2212}600.00"]);
    let corrected = browser.post(&format!("{at}/settle"), &[("kind", "correction")]);
    says(&browser, &corrected.location(), &["Correction", "\u{2212}600.00", "Invoice ("]);
    says(&browser, &list, &["2025/1/CASH/Bonus", "settled", "190,000.00", "Final settlement through 31 Dec 2025"]);
    let memo = browser.post(&format!("{at}/memos"), &[("text", "Agreed by telephone")]);
    assert_eq!(memo.status, StatusCode::SEE_OTHER);
    says(&browser, &at, &["Agreed by telephone", "Correction"]);
}

/// A3-8, A3-16, A3-25 (page): every refusal stands in its form, with what was typed.
#[test]
fn a3_25_refusals_on_the_pages() {
    let house = TestHouse::sqlite();
    let (api, browser) = (Api::of_owner(&house), Browser::of_owner(&house));
    let of = holding(&api);
    let list = format!("/corporate-groups/{}/agreements", of.group);
    let id = agreed(&api, &of.group, &scale("slab", 2025)).id();
    let at = format!("/agreements/{id}");
    let refused = |path: &str, form: &[(&str, &str)], wanted: &str| {
        let page = browser.post(path, form);
        assert!(page.status.is_client_error(), "{path} {form:?}: {}", page.status);
        assert!(page.words().contains(wanted), "{path} {form:?}: no “{wanted}” in {}", page.words());
    };
    let tier = |from: &'static str, rate: &'static str| [("tier_from", from), ("tier_rate", rate)];
    let with = |year: &'static str, tiers: &[(&'static str, &'static str)]| {
        let mut form = vec![("year", year), ("scale", "slab")];
        form.extend(tiers.iter().copied());
        form
    };
    refused(&list, &with("2025", &tier("0", "1")), "There is an agreement for 2025 already");
    refused(&list, &with("2031", &tier("0", "1")), "does not stand for 2031");
    refused(&list, &[("year", "2026"), ("tier_from", "0"), ("tier_rate", "1")], "how the tiers apply");
    refused(&list, &with("2026", &[]), "The agreement has no tier");
    refused(&list, &with("2026", &tier("-1", "1")), "Tier 1 is below zero");
    refused(&list, &with("2026", &[tier("5", "1"), tier("5", "2")].concat()), "Tier 2 does not begin above");
    refused(&list, &with("2026", &tier("0", "101")), "above 100 %");
    refused(&format!("{at}/memos"), &[("text", " ")], "The memo says nothing");
    refused(&format!("{at}/settle"), &[("kind", "correction")], "has no final settlement yet");
    refused(&format!("{at}/settle"), &[("kind", "partial")], "through which day");
    refused(&format!("{at}/settle"), &[("kind", "partial"), ("through", "2024-12-31")], "no day of 2025");
    refused(&format!("{at}/settle"), &[("kind", "partial"), ("through", "2025-01-31")], "nothing to settle");
    let stale = [("kind", "final"), ("version", "9")];
    refused(&format!("{at}/settle"), &stale, "changed meanwhile");
    assert_eq!(browser.post(&format!("{at}/settle"), &[("kind", "final")]).status, StatusCode::SEE_OTHER);
    refused(&format!("{at}/settle"), &[("kind", "final")], "settled for good");
    refused(
        &at,
        &[("name", "Bonus"), ("scale", "stepped"), ("tier_from", "0"), ("tier_rate", "1")],
        "cannot be changed any more",
    );
    let group = format!("/corporate-groups/{}", of.group);
    refused(&format!("{group}/members/{}/void", of.second), &[("reason", "A mistake")], "was settled in 2025");
    let shorter = [("name", "Nordkai"), ("last", "2024"), ("end_members", "1")];
    refused(&group, &shorter, "stands in a settled year");
    let agency = group_of(&api, "Agency", "Corporate agency", (2025, 2025));
    let rebate = agreed(&api, &agency, &scale("slab", 2025)).id();
    refused(&format!("/agreements/{rebate}/settle"), &[("kind", "final")], "rebate in kind");
    let late = client_of(&api, "Late", "Holding");
    add(&api, &of.group, &late, (2025, 2025));
    says(&browser, &format!("{at}/settle?kind=final&version=1"), &["settled for good"]);
}

/// Agreements are for those who see all clients; who may not manage groups makes and settles none.
#[test]
fn agreements_are_for_those_who_see_all_clients() {
    let house = TestHouse::sqlite();
    let api = Api::of_owner(&house);
    let of = holding(&api);
    let id = agreed(&api, &of.group, &scale("slab", 2025)).id();
    let role = api
        .post("/roles", &serde_json::json!({ "name": "Own", "permissions": ["clients.view_own", "invoices.view"] }))
        .id();
    let own = house.hire_as(role.parse().expect("a role"));
    let books::Who::Person(own) = own.who else { panic!("a member is a person") };
    let (own_api, own_browser) = (Api::of(&house, own), Browser::of(&house, own));
    for path in [format!("/agreements/{id}"), format!("/corporate-groups/{}/settlements", of.group)] {
        assert_eq!(own_api.get(&path).status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(own_browser.get(&format!("/agreements/{id}")).status, StatusCode::FORBIDDEN);
    let reader = house.hire("reader");
    let books::Who::Person(reader) = reader.who else { panic!("a member is a person") };
    let reader = Api::of(&house, reader);
    assert_eq!(reader.get(&format!("/agreements/{id}")).status, StatusCode::OK);
    let settles = reader.post(&format!("/agreements/{id}/settlements"), &serde_json::json!({ "kind": "final" }));
    assert_eq!((settles.status, settles.code().as_str()), (StatusCode::FORBIDDEN, "PERM_GROUP_MANAGE"));
}

/// The roll-over (page): what is proposed is chosen, what is refused is said, and all of it is one step.
#[test]
fn a_roll_over_on_its_page() {
    let house = TestHouse::sqlite();
    let (api, browser) = (Api::of_owner(&house), Browser::of_owner(&house));
    let group = group_of(&api, "Nordkai", "Holding", (2025, 2026));
    let one = client_of(&api, "One", "Holding");
    let first = add(&api, &group, &one, (2025, 2026));
    agreed(&api, &group, &scale("slab", 2026)).id();
    let at = format!("/corporate-groups/{group}/roll-over");
    says(&browser, &at, &["Roll Nordkai over to 2027", "One", "Copy 2026/1/CASH/Nordkai", "Extend the group"]);
    let nothing = browser.post(&at, &[("year", "2026")]);
    assert_eq!(nothing.status, StatusCode::CONFLICT);
    assert!(nothing.words().contains("Nothing is chosen"), "{}", nothing.words());
    let goes = format!("to-{first}");
    let all = [("year", "2026"), (goes.as_str(), "2027"), ("agreement", "1"), ("extend_group", "1")];
    let done = browser.post(&at, &all);
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, format!("/corporate-groups/{group}")));
    says(&browser, &at, &["No membership ends with 2026", "2027/1/CASH/Nordkai"]);
}
