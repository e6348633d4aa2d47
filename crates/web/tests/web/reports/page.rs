//! Reports as a person meets them, without script.

use axum::http::StatusCode;
use books::testing::on_both;
use serde_json::json;

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

/// A0-23, A0-24 on the page: “+” adds a filter by a plain form, which leads on to an address that can be kept.
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

/// A0-12, A0-13 on the page: the link of a refused deletion shows every client of the group.
#[test]
fn a0_13_the_clients_of_a_group_are_shown() {
    on_both(|house| {
        let (vip, _) = v5(house, &Api::of(house, house.owner));
        let words = Browser::of_owner(house).get(&format!("/report?dataset=clients&group={vip}&inactive=1")).words();
        assert!(words.contains("K1") && words.contains("K2") && !words.contains("K3"), "{words}");
    });
}

/// A0-27, A0-29 on the page: saved with the disc, opened again with its filters; the menu's own address starts clean.
#[test]
fn a0_27_the_disc_saves_and_the_menu_starts_clean() {
    on_both(|house| {
        let (vip, _) = v5(house, &Api::of(house, house.owner));
        let browser = Browser::of_owner(house);
        let query = format!("dataset=time&filter=client_group:any:{vip}&period=this_month&by=client");
        let saved = browser.post("/report/save", &[("name", "VIP hours"), ("scope", "office"), ("query", &query)]);
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
        let nameless = browser.post("/report/save", &[("name", " "), ("query", &query)]);
        assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
        let gone = browser.post(&format!("{}/delete", saved.location()), &[("version", "1")]);
        assert_eq!(gone.location(), "/report");
        assert_eq!(browser.get(&saved.location()).status, StatusCode::NOT_FOUND);
    });
}

/// A0-23, at the page: a client is found by words without script; one match is taken, more are offered, none is said.
#[test]
fn a0_23_a_client_is_found_by_words() {
    on_both(|house| {
        v5(house, &Api::of(house, house.owner));
        let browser = Browser::of_owner(house);
        let open = browser.get("/report?dataset=time&add=client").words();
        assert!(
            open.contains("K1") && open.contains("K2") && open.contains("K3"),
            "the first clients are offered: {open}"
        );
        let many = browser.get("/report?dataset=time&field=client&how=none&words=K&look=1").location();
        assert!(many.contains("find=K") && many.contains("add=client") && !many.contains("filter="), "{many}");
        let found = browser.get(&many);
        assert!(found.words().contains("K3") && found.text.contains("value=\"K\""), "the words stay in the field");
        assert!(found.text.contains("<option value=\"none\" selected>"), "how it must match stays too");
        assert!(browser.get(&many).words().contains("Total 1 15.00") || browser.get(&many).words().contains("15.00"));
        let nobody = browser.get("/report?dataset=time&field=client&how=any&words=Zeppelin").location();
        assert!(browser.get(&nobody).words().contains("No client matches “Zeppelin”."), "{nobody}");
        // A second one joins the first, and what is ticked is shown without a further search.
        let first = browser.get("/report?dataset=time&by=client&field=client&how=any&words=K2").location();
        let id =
            first.split("client%3Aany%3A").nth(1).and_then(|rest| rest.split('&').next()).expect("an id").to_owned();
        let kept = first.trim_start_matches("/report?");
        let second = format!("/report?{kept}&field=client&how=any&at=0&value={id}&words=K3&look=1");
        let both = browser.get(&second).location();
        assert!(browser.get(&both).words().contains("Total 2 5.00"), "{both}");
        let ticked = browser.get(&format!("/report?{kept}&field=client&how=any&at=0&value={id}&words=K3")).location();
        assert!(browser.get(&ticked).words().contains("Total 1 4.00"), "{ticked}");
    });
}

/// A filter on clients says how many more there are than it offers.
#[test]
fn a_filter_offers_some_clients_and_counts_the_rest() {
    on_both(|house| {
        let api = Api::of(house, house.owner);
        many_clients(&api, house, 23);
        let words = Browser::of_owner(house).get("/report?dataset=clients&add=client").words();
        assert!(words.contains("And 3 more: type a name to find them."), "{words}");
    });
}

/// More groups than a page holds: the page says how many, the total counts them all, and the next page goes on.
#[test]
fn groups_beyond_the_page_are_told_and_reached() {
    on_both(|house| {
        let api = Api::of(house, house.owner);
        many_clients(&api, house, 203);
        let browser = Browser::of_owner(house);
        let first = browser.get("/report?dataset=clients&by=client");
        assert!(first.words().contains("200 of 203 groups stand on this page."), "{}", first.words());
        assert!(first.words().contains("Rows 1–200 of 203"));
        let next = first
            .text
            .split("rel=\"next\" href=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .expect("a next page");
        let last = browser.get(&next.replace("&#38;", "&").replace("&amp;", "&"));
        assert!(last.words().contains("Rows 201–203 of 203"), "{}", last.words());
        assert_eq!(last.text.matches("<tr><td><a").count(), 3);
        let answer = api
            .post("/reports/run", &json!({ "dataset": "clients", "group_by": ["client"], "limit": 200, "skip": 200 }))
            .json();
        assert_eq!((answer["rows"].as_array().map(Vec::len), answer["has_more"].as_bool()), (Some(3), Some(false)));
    });
}

/// Two levels of more lines than a page holds: page and API say that some are not shown, the totals are exact all the
/// same, and the file holds every line.
#[test]
fn lines_beyond_the_page_are_told_and_counted() {
    const LINES: i64 = 10_003;
    on_both(|house| {
        let api = Api::of(house, house.owner);
        many_clients(&api, house, 1);
        let id = if house.engine == "sqlite" { "randomblob(16)" } else { "gen_random_uuid()" };
        house.run(&format!(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {LINES})
             INSERT INTO time_entries (id, client, member, day, minutes, rate, billable, work_type, note, version)
             SELECT {id}, (SELECT id FROM clients), (SELECT id FROM members), 20260302, 60, 100, TRUE,
                    'Work ' || n, '', 1 FROM numbers"
        ));
        let browser = Browser::of_owner(house);
        let address = "/report?dataset=time&by=client,work_type";
        let words = browser.get(address).words();
        assert!(words.contains("The second level has more lines than a page holds"), "{words}");
        assert!(words.contains("10,003.00"), "the total is of all lines");
        let body = json!({ "dataset": "time", "group_by": ["client", "work_type"] });
        let answer = api.post("/reports/run", &body).json();
        assert_eq!((&answer["has_more"], &answer["total"]["hours"]), (&json!(true), &json!("10003.00")));
        assert_eq!(answer["rows"][0]["figures"]["hours"], "10003.00", "a group's own figures are of all its lines");
        let file = browser.get("/report/export/csv?dataset=time&by=client,work_type");
        assert_eq!(file.status, StatusCode::OK);
        // One more: the head of the column.
        assert_eq!(file.text.matches("Work ").count() as i64, LINES + 1);
        assert!(!file.text.contains("Not every line"), "a file that holds everything says nothing");
    });
}

fn many_clients(api: &Api, house: &books::testing::TestHouse, number: usize) {
    let group = house.ask(books::clients::ListChoices).customer_groups[0].id.to_string();
    for place in 1..=number {
        let body = json!({ "name": format!("Client {place:03}"), "customer_group": group });
        assert_eq!(api.post("/clients", &body).status, StatusCode::CREATED);
    }
}
