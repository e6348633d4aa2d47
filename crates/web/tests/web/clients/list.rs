//! The list of clients on the page: columns, filters, saved views, the palette.

use axum::http::StatusCode;
use books::testing::on_both;
use serde_json::json;

use super::*;

/// A0-22 (page, API): the list has a column with all client groups and a filter of several; any, all, none, without.
#[test]
fn a0_22_the_list_shows_and_filters_client_groups() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let [a, b, c] = ["Alpha", "Beta", "Gamma"].map(|name| client_group(&api, name));
        for (name, groups) in [("One", vec![&a, &b, &c]), ("Two", vec![&b]), ("Three", vec![])] {
            let id = client(house, &api, name);
            api.patch(&format!("/clients/{id}"), &json!({ "client_groups": groups }));
        }
        let page = browser.get("/clients");
        let words = page.words();
        assert!(words.contains("Client groups") && words.contains("Alpha Beta +1"), "{words}");
        assert!(page.text.contains("title=\"Gamma\""), "the rest is named");
        assert!(
            browser.get("/clients?edit=client_group").text.contains(&format!("name=\"client_group\" value=\"{a}\""))
        );
        for (query, expected) in [
            (format!("client_group={a}&client_group={b}"), vec!["One", "Two"]),
            (format!("client_group={a},{b}&client_group_match=all"), vec!["One"]),
            (format!("client_group={a}&client_group_match=none"), vec!["Three", "Two"]),
            ("client_group_match=without".to_owned(), vec!["Three"]),
        ] {
            assert_eq!(names(&api.get(&format!("/clients?{query}")).json()), expected, "{query}");
            let page = browser.get(&format!("/clients?{query}")).text;
            for name in ["One", "Two", "Three"] {
                assert_eq!(page.contains(&format!(">{name}</a>")), expected.contains(&name), "{query}: {name}");
            }
        }
    });
}

/// Countries are chosen and shown by their names, and travel as codes.
#[test]
fn countries_have_names() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = client(house, &api, "Bramblewick Trust");
        let form = browser.get(&format!("/clients/{id}/edit")).text;
        assert!(form.contains("<option value=\"ES\">Spain</option>") && form.contains("name=\"mailing_country\""));
        save(&browser, &id, &with(&settings_form(&browser, &id), "country", "ES"));
        assert_eq!(api.get(&format!("/clients/{id}")).json()["address"]["country"], "ES");
        assert!(browser.get(&format!("/clients/{id}")).words().contains("Address Spain"));
        let list = browser.get("/clients?country=ES&columns=country").words();
        assert!(list.contains("Country is Spain") && list.contains("Bramblewick Trust"), "{list}");
        let none = browser.get("/clients?country=ES,PT&country=").words();
        assert!(none.contains("Spain, Portugal"), "{none}");
        assert_eq!(browser.get("/clients?country=XX").status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

/// A view is saved with its filters, opened by its tab, renamed and deleted; what cannot be saved is refused.
#[test]
fn views_of_the_list_are_saved() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        for name in ["Plover", "Tern"] {
            client(house, &api, name);
        }
        let form = browser.get("/clients/views/new?q=plover&sort=-name").text;
        assert!(form.contains("q=plover") && form.contains("name=\"scope\""));
        let query = "q=plover&sort=-name";
        let at = browser.post("/clients/views", &[("name", "Birds"), ("scope", "me"), ("query", query)]).location();
        let view = browser.get(&at);
        assert!(view.words().contains("Birds 1") && !view.text.contains(">Tern</a>"), "{}", view.words());
        let id = at.split("view=").nth(1).and_then(|rest| rest.split('&').next()).expect("an id").to_owned();
        let nameless = browser.post("/clients/views", &[("name", " "), ("scope", "me"), ("query", query)]);
        assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
        let renamed = [("name", "Waders"), ("scope", "me"), ("query", query)];
        assert_eq!(browser.post(&format!("/clients/views/{id}"), &renamed).status, StatusCode::SEE_OTHER);
        assert!(browser.get("/clients").words().contains("Waders 1"));
        browser.post(&format!("/clients/views/{id}/delete"), &[("name", "Waders")]);
        assert!(!browser.get("/clients").words().contains("Waders"));
        assert_eq!(browser.get(&format!("/clients/views/{id}")).status, StatusCode::NOT_FOUND);
    });
}

/// A query string that cannot be read is refused by name, and never shows everyone instead.
#[test]
fn a_list_never_widens_unseen() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        client(house, &api, "Plover");
        for (query, code) in [
            ("sort=colour", "SORT_UNKNOWN"),
            ("status=lost", "FILTER_UNREADABLE"),
            ("client_group=VIP", "FILTER_UNREADABLE"),
            ("limit=0", "LIMIT_UNKNOWN"),
            ("limit=201", "LIMIT_UNKNOWN"),
            ("limit=many", "FIELD_INVALID"),
            ("cursor=ab", "CURSOR_UNREADABLE"),
            ("colour=red", "QUERY_UNREADABLE"),
        ] {
            let refused = api.get(&format!("/clients?{query}"));
            assert_eq!((refused.status, refused.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, code), "{query}");
        }
        assert_eq!(browser.get("/clients?sort=colour").status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(browser.get("/clients?status=lost").status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(browser.get("/clients?cursor=ab").status, StatusCode::OK, "an old address opens the first page");
    });
}

/// The palette finds clients by a few letters, as a page of its own too.
#[test]
fn the_palette_finds_clients() {
    on_both(|house| {
        let (api, browser) = (Api::of_owner(house), Browser::of_owner(house));
        let id = client(house, &api, "Bramblewick Trust");
        let found = browser.get("/palette?q=bramb");
        assert_eq!(found.status, StatusCode::OK);
        assert!(found.text.contains(&format!("/clients/{id}")), "{}", found.words());
        assert!(!browser.get("/palette?q=nobody").text.contains(&id));
        // Places inside a section are found from everywhere.
        for (typed, place) in [("journal", "/ledger/journal"), ("trial bal", "/ledger/trial-balance")] {
            let found = browser.get(&format!("/palette?q={}", typed.replace(' ', "+"))).text;
            assert!(found.contains(&format!("href=\"{place}\"")), "{typed}: {found}");
        }
    });
}
