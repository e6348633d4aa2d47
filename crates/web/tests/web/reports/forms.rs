//! The report's own forms as a browser without scripts reads and sends them.

use axum::http::StatusCode;
use books::testing::on_both;

use super::v5;
use crate::door::{Answer, Api, Browser};
use crate::form::attribute;

/// Presses “Show” in the form that has these fields, and goes where it leads.
#[track_caller]
fn show(browser: &Browser, page: &Answer, chosen: &[(&str, &str)]) -> Answer {
    browser.follow(&browser.press(page, "Show", chosen))
}

#[track_caller]
fn says(page: &Answer, expected: &[&str]) {
    assert_eq!(page.status, StatusCode::OK);
    let words = page.words();
    for expected in expected {
        assert!(words.contains(expected), "{expected}: {words}");
    }
}

/// A0-24 on the page: the rendered form of “+ Client group” is sent with each way to match, and the chip's own form
/// changes the filter that stands instead of adding another.
#[test]
fn a0_24_the_form_of_a_filter_is_sent_as_it_stands() {
    on_both(|house| {
        let (vip, annual) = v5(house, &Api::of_owner(house));
        let browser = Browser::of_owner(house);
        let open = browser.click(&browser.get("/report"), "Client group");
        let both = [("how", "all"), ("value", vip.as_str()), ("value", annual.as_str())];
        let all = show(&browser, &open, &both);
        says(&all, &["is all of", "Total, each hour once 1 10.00"]);
        let any = show(&browser, &all, &[("how", "any")]);
        says(&any, &["is any of", "Total, each hour once 2 14.00", "10 h counted in more than one group"]);
        let none = show(&browser, &any, &[("how", "none")]);
        says(&none, &["is none of", "Total, each hour once 1 1.00"]);
        let empty = show(&browser, &none, &[("how", "without")]);
        says(&empty, &["is empty", "Total, each hour once 1 1.00"]);
        assert_eq!(empty.text.matches("aria-label=\"Remove filter Client group\"").count(), 1);
        let cross = empty.text.split("<a ").find(|tag| tag.contains("aria-label=\"Remove filter Client group\""));
        let off = cross.and_then(|tag| attribute(&format!(" {tag}"), "href")).expect("the filter can be taken away");
        let off = browser.get(&off);
        says(&off, &["Total, each hour once 3 15.00"]);
    });
}

/// A0-27, A0-31 on the page: a filter by “+” that is empty, groups as of one day, kept with the disc; opened from the
/// list, filter, day and name are there, and a change of it is kept by its own button.
#[test]
fn a0_27_what_the_forms_made_is_saved_and_opened_again() {
    on_both(|house| {
        let (vip, _) = v5(house, &Api::of_owner(house));
        let browser = Browser::of_owner(house);
        let open = browser.click(&browser.get("/report"), "Client group");
        let filtered = show(&browser, &open, &[("how", "without")]);
        says(&filtered, &["is empty", "groups as of today", "Total, each hour once 1 1.00"]);
        let undated = browser.press(&filtered, "Show", &[("counted", "day"), ("counted_on", "")]);
        assert_eq!(undated.status, StatusCode::UNPROCESSABLE_ENTITY);
        // On the day before they entered their groups everybody was without one.
        let then = show(&browser, &filtered, &[("counted", "day"), ("counted_on", "2026-03-01")]);
        says(&then, &["is empty", "groups as of 1 Mar 2026", "Total, each hour once 3 15.00"]);
        let saved = browser.press(&then, "Save", &[("name", "Outsiders of March")]);
        says(&browser.follow(&saved), &["Outsiders of March"]);
        let again = browser.click(&browser.get("/report"), "Outsiders of March Olive Owner");
        says(&again, &["Outsiders of March", "Only me", "is empty", "groups as of 1 Mar 2026", "hour once 3 15.00"]);
        assert!(again.text.contains("name=\"counted\" value=\"day\" checked"));
        assert!(again.text.contains("name=\"counted_on\" aria-label=\"The day\" value=\"2026-03-01\""));
        assert!(again.text.contains("<option value=\"without\" selected>"));
        assert!(!again.words().contains("Changed, not saved"));
        let changed = show(&browser, &again, &[("how", "any"), ("value", &vip)]);
        let changed = show(&browser, &changed, &[("counted", "today")]);
        says(&changed, &["Changed, not saved", "is any of", "groups as of today", "hour once 2 14.00"]);
        browser.follow(&browser.press(&changed, "Save changes to “Outsiders of March”", &[]));
        let again = browser.click(&browser.get("/report"), "Outsiders of March Olive Owner");
        says(&again, &["Outsiders of March", "is any of", "groups as of today", "hour once 2 14.00"]);
        assert!(again.text.contains("name=\"counted\" value=\"today\" checked"));
    });
}
