//! The audit in the words of a clerk: every command leaves a line, and no line shows an id or a code.

mod happenings;

use std::collections::BTreeSet;
use std::path::Path;

use books::SearchAudit;
use books::testing::{TestHouse, on_both};
use serde_json::json;

use crate::door::{Api, Browser};

/// The names of all commands, as the source of the rooms has them.
fn every_command() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../books/src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the source").flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("tests") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let source = std::fs::read_to_string(&path).expect("a file");
                // Commands of tests come after the product's.
                let product = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                let names = product
                    .lines()
                    .filter(|line| !path.ends_with("tests.rs") && line.contains("const NAME: &'static str = "));
                found.extend(names.filter_map(|line| line.split('"').nth(1)).map(str::to_owned));
            }
        }
    }
    found
}

/// Words of the page that are an id, a code or a date as machines write it.
fn machine_words(words: &str) -> Vec<&str> {
    let is_id = |word: &str| kernel::read_any_id(word).is_some() || word.parse::<kernel::Uuid>().is_ok();
    let is_code = |word: &str| {
        let parts: Vec<&str> = word.split('_').collect();
        parts.len() > 1 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()))
    };
    let is_day = |word: &str| word.parse::<kernel::Day>().is_ok() || word.parse::<kernel::Month>().is_ok();
    let words = words.split(|sign: char| sign.is_whitespace() || ",;:()[]“”·".contains(sign));
    words.map(|word| word.trim_matches('.')).filter(|word| is_id(word) || is_code(word) || is_day(word)).collect()
}

/// The lines of the whole audit, each as a page shows it.
fn pages(browser: &Browser) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = "/settings/audit".to_owned();
    loop {
        let page = browser.get(&at);
        assert_eq!(page.status.as_u16(), 200, "{}", page.text);
        let text = page.words();
        // What stands above the list are the filters.
        found.push(text.split_once("Sealed").map_or(text.clone(), |(_, list)| list.to_owned()));
        let Some((_, rest)) = page.text.split_once("rel=\"next\" href=\"") else { return found };
        at = rest.split('"').next().unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&");
    }
}

/// A0-10, X8 at the page: there is a line for each command that the house knows, and its values are told by the
/// labels of the forms, with names in place of ids.
#[test]
fn a0_10_every_command_is_told_in_words() {
    on_both(|house| {
        happenings::everything(house);
        let mut seen = BTreeSet::new();
        let mut before = None;
        loop {
            let page = house.ask(SearchAudit { before, limit: 200, ..SearchAudit::default() });
            seen.extend(page.items.iter().map(|line| line.verb.clone()));
            let Some(next) = page.next else { break };
            before = next.parse().ok();
        }
        let known = every_command();
        assert!(known.len() > 60, "the source was not read: {known:?}");
        let missing: Vec<&String> = known.difference(&seen).collect();
        assert!(missing.is_empty(), "the audit has no line of {missing:?}: let it happen in happenings.rs");
        let pages = pages(&Browser::of_owner(house));
        for page in &pages {
            assert_eq!(machine_words(page), Vec::<&str>::new(), "{page}");
            for lost in [" that is gone", "no longer used"] {
                assert!(!page.contains(lost), "{lost}: {page}");
            }
        }
        let all = pages.join("\n");
        let missing = [
            "Period January 2026 closed",
            "Payment term, days 14 30",
            "Looked after by Olive Owner",
            "Client “Fennimore” moved to another customer group Customer group Domestic European",
            "“Fennimore” joined client group “Alliance” From 2 Mar 2026",
            "Line 1 1,210.00 EUR debit · 4300 Clientes, nacional · Fennimore · VAT V21",
            "May see all clients yes no",
            "Filters Client group is any of Alliance; Status is none of Prospect",
            "Grouped by Member, then Month",
            "Date 2 Mar 2026 Time 1:30 Rate for an hour 80.00 EUR Billable yes",
            "Category VAT on sales",
            "Legal entity Trust",
            "Country Ireland",
            "Role “Night shift” deleted",
            "Debtor control account 4300",
        ]
        .into_iter()
        .filter(|said| !all.contains(said))
        .collect::<Vec<_>>();
        assert!(missing.is_empty(), "{missing:#?} is not said in\n{all}");
    });
}

/// X8 at the page: what is gone says so, under the name that the audit has of it; programs read the ids as before.
#[test]
fn x8_what_is_gone_keeps_its_name() {
    let house = TestHouse::sqlite();
    let api = Api::of_owner(&house);
    let role = api.post("/roles", &json!({ "name": "Quay hand", "permissions": ["clients.view"] })).id();
    let member = api.post("/members", &json!({ "name": "Ada Finn", "email": "ada@example.org", "role": role })).id();
    let reader = happenings::role(&api, "reader");
    assert_eq!(api.patch(&format!("/members/{member}"), &json!({ "role": reader })).status.as_u16(), 200);
    assert_eq!(api.delete(&format!("/roles/{role}")).status.as_u16(), 204);
    let page = Browser::of_owner(&house).get("/settings/audit").words();
    assert!(page.contains("Role Quay hand (deleted) Reader"), "{page}");
    let line = api.get("/audit?limit=50").json();
    let line = line["items"]
        .as_array()
        .expect("lines")
        .iter()
        .find(|line| line["verb"] == "change_member")
        .expect("a line")
        .clone();
    assert_eq!(line["changes"][0]["Company"]["MemberChanged"]["before"]["role"], json!(role), "{line}");
}
