//! Companies from the command line: made, listed, refused, and their ledger read.

mod support;

use serde_json::Value;
use support::{done, refused};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_company_is_made_without_a_browser() {
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path();
    let new = ["company", "new", "Harbour & Finch", "--chart", "es-pgc", "--owner", "ines@office.example"];
    assert!(refused(data, &new).contains("--owner-name"), "a new owner needs a name");
    let named = [&new[..], &["--owner-name", "Ines Calder", "--json"]].concat();
    let made = json(&done(data, &named));
    assert_eq!(made["slug"], "harbour-finch");
    assert!(made["link"].as_str().is_some_and(|link| link.contains("/invitation?key=")), "{made}");
    // Who is known keeps the password, so there is no link.
    let second = done(data, &["company", "new", "Second Office", "--owner", "ines@office.example", "--chart", "uk"]);
    assert!(second.contains("second-office") && !second.contains("key="), "{second}");
    let listed = done(data, &["company", "list"]);
    assert!(listed.contains("Harbour & Finch") && listed.contains("second-office"), "{listed}");
    let several = refused(data, &["report", "balances"]);
    assert!(several.contains("--company: harbour-finch, second-office"), "{several}");
    let trial = json(&done(data, &["report", "balances", "--company", "harbour-finch", "--json"]));
    assert!(trial["items"].is_array(), "{trial}");
}

#[test]
fn what_cannot_be_made_is_refused_before_anything_is_made() {
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path();
    let with = |more: &[&str]| {
        let base = ["company", "new", "Office", "--owner", "ines@office.example", "--owner-name", "Ines"];
        refused(data, &[&base[..], more].concat())
    };
    assert!(with(&["--chart", "klingon"]).contains("There is: de-skr04, es-pgc, generic, uk."));
    assert!(with(&["--country", "ZZ9"]).contains("names no country"));
    assert!(with(&["--currency", "Taler"]).contains("names no currency"));
    assert!(with(&["--time-zone", "Atlantis/Deep"]).contains("time zone"));
    assert!(done(data, &["company", "list"]).contains("There is no company here yet"));
    assert!(done(data, &["user", "list"]).contains("Nobody is known here"));
}

#[test]
fn the_ledger_of_a_client_is_read_in_the_terminal() {
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path();
    done(data, &["company", "new", "Office", "--owner", "ines@office.example", "--owner-name", "Ines"]);
    done(data, &["client", "add", "--name", "Kestrel Digital", "--customer-group", "Domestic"]);
    let ledger = done(data, &["report", "client", "Kestrel Digital"]);
    assert!(ledger.contains("Nothing was booked for this client.") && ledger.contains("Balance: 0.00"), "{ledger}");
    let missing = refused(data, &["report", "client", "Nobody"]);
    assert!(missing.contains("Nobody"), "{missing}");
}
