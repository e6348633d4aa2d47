//! Reports as a person meets them, without script.

use axum::http::StatusCode;
use books::testing::on_both;

use super::v5;
use crate::door::{Api, Browser};

/// A0-25, A0-26, V5 on the page and in the file: VIP 14, Annual 10, none 1, total 15, 10 h counted in more than one group.
#[test]
fn a0_25_v5_on_the_page_and_in_the_file() {
    on_both(|house| {
        v5(house, &Api::of(house, house.owner));
        let browser = Browser::of_owner(house);
        let seen = browser.get("/report?dataset=time&by=client_group&columns=hours");
        assert_eq!(seen.status, StatusCode::OK);
        let words = seen.words();
        for expected in [
            "VIP 14.00",
            "Annual 10.00",
            "Without a client group 1.00",
            "Total, each hour once 15.00",
            "10 h counted in more than one group",
            "groups as of today",
        ] {
            assert!(words.contains(expected), "{expected}: {words}");
        }
        let html = &seen.text;
        assert!(!html.contains("style=") && !html.contains("onclick"), "nothing inline");
        let file = browser.get("/report/export/csv?dataset=time&by=client_group&columns=hours");
        let text = String::from_utf8(file.bytes.to_vec()).expect("text");
        assert_eq!(
            text.trim_start_matches('\u{feff}').lines().collect::<Vec<_>>(),
            [
                "Client group,Hours",
                "VIP,14.00",
                "Annual,10.00",
                "Without a client group,1.00",
                "\"Total, everything once\",15.00"
            ]
        );
        let workbook = browser.get("/report/export/xlsx?dataset=time&by=client_group");
        assert!(workbook.bytes.starts_with(b"PK"));
    });
}

/// A0-23, A0-24: “+” adds a filter by a plain form, which leads on to an address that can be kept.
#[test]
fn a0_23_a_filter_is_added_by_a_form() {
    on_both(|house| {
        let (vip, annual) = v5(house, &Api::of(house, house.owner));
        let browser = Browser::of_owner(house);
        let open = browser.get("/report?dataset=time&by=client&add=client_group");
        assert!(open.words().contains("VIP"), "the choices are there");
        let sent = format!("/report?dataset=time&by=client&field=client_group&how=all&value={vip}&value={annual}");
        let sent = browser.get(&sent);
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        assert_eq!(sent.location().matches("filter=").count(), 1, "{}", sent.location());
        let words = browser.get(&sent.location()).words();
        assert!(words.contains("Total 1 10.00") && words.contains("is all of"), "{words}");
        let found = browser.get("/report?dataset=time&field=client&how=any&words=K2");
        assert!(browser.get(&found.location()).words().contains("Total 4.00"));
        let spelled = browser.get(&format!("{}&print=1", sent.location())).words();
        assert!(spelled.contains("is all of VIP, Annual"), "{spelled}");
    });
}

/// A0-12, A0-13: the link of a refused deletion shows every client of the group.
#[test]
fn a0_13_the_clients_of_a_group_are_shown() {
    on_both(|house| {
        let (vip, _) = v5(house, &Api::of(house, house.owner));
        let words = Browser::of_owner(house).get(&format!("/report?dataset=clients&group={vip}&inactive=1")).words();
        assert!(words.contains("K1") && words.contains("K2") && !words.contains("K3"), "{words}");
    });
}

/// A0-27, A0-29: saved with the disc, opened again with its filters; the menu's own address starts clean.
#[test]
fn a0_27_the_disc_saves_and_the_menu_starts_clean() {
    on_both(|house| {
        let (vip, _) = v5(house, &Api::of(house, house.owner));
        let browser = Browser::of_owner(house);
        let query = format!("dataset=time&filter=client_group:any:{vip}&period=this_month&by=client");
        let saved = browser.post("/report/save", &[("name", "VIP+hours"), ("scope", "office"), ("query", &query)]);
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
        let words = browser.get(&saved.location()).words();
        for expected in ["VIP hours", "Entire office", "This month", "is any of VIP", "Total 2 14.00"] {
            assert!(words.contains(expected), "{expected}: {words}");
        }
        let clean = browser.get("/report").words();
        assert!(!clean.contains("This month ") || clean.contains("All time"), "{clean}");
        assert!(clean.contains("15.00") && clean.contains("VIP hours"), "{clean}");
        let id = saved.location().trim_start_matches("/report/").to_owned();
        let changed = browser.get(&format!("/report?dataset=time&by=client&saved={id}")).words();
        assert!(changed.contains("Changed, not saved"), "{changed}");
        let nameless = browser.post("/report/save", &[("name", "+"), ("query", &query)]);
        assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
        let gone = browser.post(&format!("{}/delete", saved.location()), &[("version", "1")]);
        assert_eq!(gone.location(), "/report");
        assert_eq!(browser.get(&saved.location()).status, StatusCode::NOT_FOUND);
    });
}
