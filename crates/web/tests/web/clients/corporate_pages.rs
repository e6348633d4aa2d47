//! The pages of corporate groups, without JavaScript: everything that the bars do, the list does.

use axum::http::StatusCode;
use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use crate::door::{Answer, Api, Browser};

const LIST: &str = "/corporate-groups";

/// An office with holdings, seen by its owner through both doors.
struct Office {
    api: Api,
    browser: Browser,
    holding: String,
    client_type: String,
}

fn named(list: &Value, name: &str) -> String {
    let items = list["items"].as_array().expect("a list");
    let found = items.iter().find(|item| item["name"] == name);
    found.expect("one of the name")["id"].as_str().expect("an id").to_owned()
}

impl Office {
    fn of(house: &TestHouse) -> Office {
        let api = Api::of_owner(house);
        let holding = named(&api.get("/corporate-group-types").json(), "Holding");
        let client_type = named(&api.get("/client-types").json(), "Holding");
        Office { browser: Browser::of_owner(house), api, holding, client_type }
    }

    fn client(&self, name: &str) -> String {
        let customer_group = self.api.get("/customer-groups").json()["items"][0]["id"].clone();
        let new = json!({ "name": name, "customer_group": customer_group, "client_types": [self.client_type] });
        self.api.post("/clients", &new).id()
    }

    fn create(&self, name: &str, head: &str, first: &str, last: &str) -> Answer {
        let pairs = [("name", name), ("type", &self.holding), ("head", head), ("first", first), ("last", last)];
        self.browser.post(LIST, &pairs)
    }

    fn group(&self, name: &str, head: &str, first: &str, last: &str) -> String {
        let answer = self.create(name, head, first, last);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        answer.location().trim_start_matches("/corporate-groups/").to_owned()
    }

    fn add(&self, group: &str, client: &str, first: &str, last: &str) -> Answer {
        self.browser.post(&format!("{LIST}/{group}/members"), &[("clients", client), ("first", first), ("last", last)])
    }

    /// The membership of a client in the group: its JSON.
    fn membership(&self, group: &str, client: &str) -> Value {
        let page = self.api.get(&format!("{LIST}/{group}/memberships?voided=true")).json();
        let items = page["items"].as_array().expect("a list").clone();
        items.into_iter().rfind(|item| item["client"] == client).expect("a membership")
    }

    fn page(&self, group: &str) -> String {
        self.browser.get(&format!("{LIST}/{group}")).text
    }

    /// Saves the page of the group with its name and these fields beside it.
    fn save(&self, group: &str, name: &str, more: &[(&str, &str)]) -> Answer {
        let pairs = [&[("name", name)][..], more].concat();
        self.browser.post(&format!("{LIST}/{group}"), &pairs)
    }
}

/// A3-1, A3-2, A3-3, A3-4, A3-6 by page: the form asks for all five, offers years only, and knows the head's type.
#[test]
fn a3_1_a_group_is_created_by_page() {
    on_both(|house| {
        let office = Office::of(house);
        let head = office.client("Nordkai Holding SE");
        let form = office.browser.get("/corporate-groups/new").text;
        for text in ["Holding (takes Holding)", "Corporate agency", "Main agency", "Invoice recipients", "31.12.2030"] {
            assert!(form.contains(text), "{text}: {form}");
        }
        assert!(!form.contains(r#"type="date""#), "years only");
        let nobody = office.create("Nordkai", "", "2026", "2029");
        assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
        let backwards = office.create("Nordkai", &head, "2029", "2026");
        assert!(backwards.text.contains("lies before the beginning"), "{}", backwards.text);
        let stranger = office.api.post("/clients", &json!({ "name": "Tern", "customer_group": office.api.get("/customer-groups").json()["items"][0]["id"] })).id();
        let mismatch = office.create("Nordkai", &stranger, "2026", "2029");
        assert!(mismatch.text.contains("is not of the type “Holding”"), "{}", mismatch.text);
        let group = office.group("Nordkai", &head, "2026", "2029");
        let page = office.page(&group);
        for text in ["Fixed since the first save", "01.01.2026", "Nordkai Holding SE", "valid now", "bar-y--head"] {
            assert!(page.contains(text), "{text}: {page}");
        }
        let list = office.browser.get(LIST).text;
        assert!(list.contains("Nordkai") && list.contains("31.12.2029"), "{list}");
        assert!(office.browser.get("/corporate-groups?validity=ended").text.contains("No corporate group matches"));
        let twice = office.create("Nordkai", &head, "2027", "2028");
        assert!(twice.text.contains("already exists"), "{}", twice.text);
    });
}

/// A3-5, A3-10, A3-11, A3-12, A3-13, A3-15 by page: the picker offers who is free, To is chosen, From is not, nobody is removed.
#[test]
fn a3_10_members_are_added_and_ended_by_page() {
    on_both(|house| {
        let office = Office::of(house);
        let [head, tern] = ["Nordkai Holding SE", "Tern Freight"].map(|name| office.client(name));
        let group = office.group("Nordkai", &head, "2024", "2029");
        let customer_group = office.api.get("/customer-groups").json()["items"][0]["id"].clone();
        office.api.post("/clients", &json!({ "name": "Of no type", "customer_group": customer_group }));
        let picker = office.browser.get(&format!("{LIST}/{group}/add?first=2025&last=2029")).text;
        assert!(picker.contains("Tern Freight") && !picker.contains("Of no type"), "{picker}");
        assert_eq!(office.add(&group, &tern, "2025", "2029").status, StatusCode::SEE_OTHER);
        assert!(!office.browser.get(&format!("{LIST}/{group}/add")).text.contains("Tern Freight"), "it is not free");
        let page = office.page(&group);
        assert!(page.contains("2025 – 2029") && page.contains("bar-y__grip"), "{page}");
        assert!(!page.contains("Remove"), "members are never taken out");
        let membership = office.membership(&group, &tern);
        let id = membership["id"].as_str().expect("an id");
        let field = format!("to-{id}");
        let saved = office.save(&group, "Nordkai", &[(&field, "2026"), ("last", "2029")]);
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        assert_eq!(office.membership(&group, &tern)["to"], "2026-12-31");
        // The same form once more changes nothing; a year before the first is refused.
        office.save(&group, "Nordkai", &[(&field, "2026")]);
        let early = office.save(&group, "Nordkai", &[(&field, "2024")]);
        assert!(early.text.contains("It lasts one whole year at least"), "{}", early.text);
        let outside = office.save(&group, "Nordkai", &[(&field, "2030")]);
        assert!(outside.text.contains("does not stand for all of"), "{}", outside.text);
        assert!(outside.text.contains(r#"<tr class="is-error">"#), "{}", outside.text);
        // Both at once: the group first, then who stays longer.
        let both = office.save(&group, "Nordkai Group", &[(&field, "2030"), ("last", "2030")]);
        assert_eq!(both.status, StatusCode::SEE_OTHER, "{}", both.text);
        assert_eq!(office.membership(&group, &tern)["to"], "2030-12-31");
        assert_eq!(office.api.get(&format!("{LIST}/{group}")).json()["name"], "Nordkai Group");
    });
}

/// A3-8 by page: a group that would leave members outside is refused with their names and ends with them on request.
#[test]
fn a3_8_a_group_is_shortened_with_its_members() {
    on_both(|house| {
        let office = Office::of(house);
        let [head, tern] = ["Nordkai Holding SE", "Tern Freight"].map(|name| office.client(name));
        let group = office.group("Nordkai", &head, "2024", "2029");
        office.add(&group, &tern, "2025", "2029");
        let refused = office.save(&group, "Nordkai", &[("last", "2027")]);
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text.contains("“Tern Freight” would stand outside"), "{}", refused.text);
        assert!(refused.text.contains(&format!("/corporate-groups/{group}?last=2027&")), "{}", refused.text);
        assert!(refused.text.contains("End these members on the same date</a>"), "{}", refused.text);
        let way_out = office.browser.get(&format!("{LIST}/{group}?last=2027&end_members=true")).text;
        assert!(way_out.contains(r#"name="end_members" value="1" checked"#), "{way_out}");
        let done = office.save(&group, "Nordkai", &[("last", "2027"), ("end_members", "1")]);
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        assert_eq!(office.membership(&group, &tern)["to"], "2027-12-31");
    });
}

/// A3-14 by page: somebody who is in another group of the type is shown with it, and “Start on 01.01.” joins afterwards.
#[test]
fn a3_14_a_conflict_is_shown_with_its_ways_out() {
    on_both(|house| {
        let office = Office::of(house);
        let [one, other, tern] = ["Saltmarsh SE", "Nordkai SE", "Tidewater Pilots"].map(|name| office.client(name));
        let saltmarsh = office.group("Saltmarsh Holding", &one, "2022", "2026");
        let nordkai = office.group("Nordkai Holding", &other, "2022", "2029");
        office.add(&saltmarsh, &tern, "2022", "2026");
        let refused = office.add(&nordkai, &tern, "2026", "2029");
        assert_eq!(refused.status, StatusCode::CONFLICT);
        for text in ["Start on 01.01.2027", "Open “Saltmarsh Holding”", "bar-y--bad", "Not saved yet", "2026 – 2029"]
        {
            assert!(refused.text.contains(text), "{text}: {}", refused.text);
        }
        let later = format!("{LIST}/{nordkai}?client={tern}&first=2027&last=2029");
        let page = office.browser.get(&later).text;
        assert!(
            page.contains("Not saved yet") && page.contains(r#"<option value="2027" selected>01.01.2027"#),
            "{page}"
        );
        let joining = [("client", tern.as_str()), ("first", "2027"), ("until", "2029")];
        let joined = office.save(&nordkai, "Nordkai Holding", &joining);
        assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text);
        assert_eq!(office.membership(&nordkai, &tern)["from"], "2027-01-01");
        let page = office.page(&nordkai);
        assert!(page.contains("bar-y--other") && page.contains("Saltmarsh Holding"), "{page}");
        let profile = office.browser.get(&format!("/clients/{tern}")).text;
        assert!(
            profile.contains("Saltmarsh Holding") && !profile.contains("Nordkai Holding"),
            "this year's: {profile}"
        );
    });
}

/// A3-16, A3-9, A3-20 by page: a mistake is voided with a reason and stays to be seen; only a group never used is deleted.
#[test]
fn a3_16_a_mistake_is_voided_by_page() {
    on_both(|house| {
        let office = Office::of(house);
        let [head, tern] = ["Nordkai Holding SE", "Tern Freight"].map(|name| office.client(name));
        let group = office.group("Nordkai", &head, "2024", "2029");
        assert!(office.page(&group).contains("/delete"));
        office.add(&group, &tern, "2025", "2029");
        assert!(!office.page(&group).contains(&format!("{group}/delete")));
        let id = office.membership(&group, &tern)["id"].as_str().expect("an id").to_owned();
        let at = format!("{LIST}/{group}/members/{id}/void");
        assert!(office.browser.get(&at).text.contains("entered by mistake"));
        let without = office.browser.post(&at, &[("reason", " ")]);
        assert!(without.text.contains("A reason is missing"), "{}", without.text);
        office.browser.post(&at, &[("reason", "Wrong client")]);
        let page = office.page(&group);
        assert!(page.contains("<s>Tern Freight</s>") && page.contains("Wrong client"), "{page}");
        let audit = office.api.get("/audit?limit=3").text;
        assert!(audit.contains("void"), "{audit}");
        let never = office.group("Never used", &head, "2031", "2032");
        office.browser.post(&format!("{LIST}/{never}/delete"), &[]);
        assert_eq!(office.browser.get(&format!("{LIST}/{never}")).status, StatusCode::NOT_FOUND);
    });
}

/// A3-7, A3-17 by page: another head comes from a year on, and the one before stays in the years before.
#[test]
fn a3_17_the_head_changes_from_a_year_on() {
    on_both(|house| {
        let office = Office::of(house);
        let [head, tern] = ["Nordkai Holding SE", "Tern Freight"].map(|name| office.client(name));
        let group = office.group("Nordkai", &head, "2024", "2029");
        let at = format!("{LIST}/{group}/head");
        let offered = office.browser.get(&format!("{at}?first=2027")).text;
        assert!(offered.contains("Tern Freight") && offered.contains("from 01.01.2027 on"), "{offered}");
        let changed = office.browser.post(&at, &[("head", &tern), ("first", "2027")]);
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
        let page = office.page(&group);
        assert!(page.contains("At the head: Nordkai Holding SE 2024–2026, Tern Freight 2027–2029."), "{page}");
        let nobody = office.browser.post(&at, &[("first", "2027")]);
        assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

/// A3-2 by page: the types of clients and groups are a company's own; what is in use stays.
#[test]
fn a3_2_types_are_kept_on_their_pages() {
    on_both(|house| {
        let office = Office::of(house);
        let (clients, groups) = ("/settings/client-types", "/settings/corporate-group-types");
        assert_eq!(office.browser.post(clients, &[("name", "Charity")]).status, StatusCode::SEE_OTHER);
        assert!(office.browser.post(clients, &[("name", "charity")]).text.contains("already exists"));
        let charity = named(&office.api.get("/client-types").json(), "Charity");
        office.browser.post(&format!("{clients}/{charity}"), &[("name", "Foundation")]);
        assert!(office.browser.get(clients).text.contains("Foundation"));
        let new = [("name", "Foundations"), ("client_type", charity.as_str())];
        let vague = office.browser.post(groups, &new);
        assert!(vague.text.contains("It is not said what the group brings about"), "{}", vague.text);
        let unknown = json!({ "name": "X", "client_type": charity, "effect": "magic" });
        assert_eq!(office.api.post("/corporate-group-types", &unknown).code(), "EFFECT_UNKNOWN");
        let whole = [&new[..], &[("effect", "central_address")]].concat();
        assert_eq!(office.browser.post(groups, &whole).status, StatusCode::SEE_OTHER);
        let of_type = named(&office.api.get("/corporate-group-types").json(), "Foundations");
        let in_use = office.browser.post(&format!("{clients}/{charity}/delete"), &[]);
        assert_eq!(in_use.status, StatusCode::CONFLICT, "{}", in_use.text);
        office.browser.post(&format!("{groups}/{of_type}"), &[("name", "Charities")]);
        assert!(office.browser.get(groups).text.contains("Charities"));
        office.browser.post(&format!("{groups}/{of_type}/delete"), &[]);
        assert_eq!(office.browser.post(&format!("{clients}/{charity}/delete"), &[]).status, StatusCode::SEE_OTHER);
    });
}

/// By page: whoever may not manage groups looks at them and changes nothing; a client's types are ticked in its settings.
#[test]
fn members_look_at_corporate_groups() {
    on_both(|house| {
        let office = Office::of(house);
        let head = office.client("Nordkai Holding SE");
        let group = office.group("Nordkai", &head, "2024", "2029");
        let accountant = house.hire("accountant");
        let books::Who::Person(person) = accountant.who else { panic!("a member is a person") };
        let browser = Browser::of(house, person);
        let page = browser.get(&format!("{LIST}/{group}"));
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text.contains("bar-y__grip") && !page.text.contains("Add member"), "{}", page.text);
        assert_eq!(browser.post(&format!("{LIST}/{group}"), &[("name", "X")]).status, StatusCode::FORBIDDEN);
        let settings = office.browser.get(&format!("/clients/{head}/edit")).text;
        assert!(settings.contains(&format!(r#"value="{}" checked"#, office.client_type)), "{settings}");
    });
}

/// A3-18 by page: the members of a group on a day and the groups of a client on a day; 31.12.2025 and 01.01.2026 show the two
/// sides of a switch, and no day shows none or both.
#[test]
fn a3_18_the_two_sides_of_a_switch_by_page() {
    on_both(|house| {
        let office = Office::of(house);
        let [one, other, tern] = ["Saltmarsh SE", "Nordkai SE", "Tidewater Pilots"].map(|name| office.client(name));
        let saltmarsh = office.group("Saltmarsh Holding", &one, "2022", "2029");
        let nordkai = office.group("Nordkai Holding", &other, "2022", "2029");
        office.add(&saltmarsh, &tern, "2024", "2025");
        office.add(&nordkai, &tern, "2026", "2028");
        let count = |group: &str, day: &str| {
            let page = office.browser.get(&format!("{LIST}/{group}?on={day}"));
            assert_eq!(page.status, StatusCode::OK, "{}", page.text);
            let listed =
                page.text.split(r#"id="ml""#).nth(1).expect("the list").matches("Last year of Tidewater").count();
            assert_eq!(page.text.contains("Nobody is in the group on that day."), listed == 0);
            listed
        };
        let groups = |day: &str| {
            let page = office.browser.get(&format!("/clients/{tern}/groups?on={day}")).words();
            ["Saltmarsh Holding", "Nordkai Holding"].map(|name| page.contains(name))
        };
        let rows = [
            ("2023-12-31", (0, 0), [false, false]),
            ("2024-01-01", (1, 0), [true, false]),
            ("2025-12-31", (1, 0), [true, false]),
            ("2026-01-01", (0, 1), [false, true]),
            ("2028-12-31", (0, 1), [false, true]),
            ("2029-01-01", (0, 0), [false, false]),
        ];
        for (day, members, of_client) in rows {
            assert_eq!((count(&saltmarsh, day), count(&nordkai, day)), members, "{day}");
            assert_eq!(groups(day), of_client, "{day}");
        }
        // The profile shows the side of today, and leads to the others.
        for (today, shown, hidden) in [
            ("2025-12-31", "Saltmarsh Holding", "Nordkai Holding"),
            ("2026-01-01", "Nordkai Holding", "Saltmarsh Holding"),
        ] {
            house.set_today(today);
            let profile = Browser::of_owner(house).get(&format!("/clients/{tern}"));
            assert!(profile.text.contains(shown) && !profile.text.contains(hidden), "{today}: {}", profile.words());
        }
        let browser = Browser::of_owner(house);
        let day = browser.click(&browser.get(&format!("/clients/{tern}")), "On another day");
        assert!(day.words().contains("Nordkai Holding Corporate group 01.01.2026 31.12.2028"), "{}", day.words());
        let chosen = browser.press(&day, "Show", &[("on", "2025-12-31")]);
        assert!(
            chosen.words().contains("Saltmarsh Holding Corporate group 01.01.2024 31.12.2025"),
            "{}",
            chosen.words()
        );
        // What cannot be read as a day is no day: everybody of every year.
        let whole = browser.get(&format!("{LIST}/{saltmarsh}?on=soon"));
        assert!(whole.words().contains("The same as a list") && whole.text.contains("Last year of Tidewater"));
    });
}

/// A file of four rows: the first holds, and each of the others has another mistake.
fn members_file(first: &str, second: &str) -> String {
    format!(
        "Group;Type;Client;From;To\n\
         Nordkai Holding;Holding;{first};01.01.2024;31.12.2025\n\
         Nordkai Holding;Holding;{second};02.01.2024;31.12.2025\n\
         nordkai holding;Holding;{second};01.01.2024;31.12.2025\n\
         Nordkai Holding;Holding;{second};01.01.2025;31.12.2027\n"
    )
}

impl Office {
    fn number(&self, client: &str) -> String {
        self.api.get(&format!("/clients/{client}")).json()["number"].as_str().expect("a number").to_owned()
    }

    fn upload(&self, query: &str, file: &str) -> Answer {
        self.browser.upload(&format!("/corporate-groups/import{query}"), "members.csv", file.as_bytes())
    }
}

/// A3-19 by page: a file of memberships is taken in; the page says of each row that is left out its line, its column and why,
/// and what came in; the mended file brings the rest, and it is taken back in one step.
#[test]
fn a3_19_a_file_of_members_by_page() {
    on_both(|house| {
        let office = Office::of(house);
        let group = office.group("Nordkai Holding", &office.client("Nordkai SE"), "2024", "2026");
        let [tern, smew] = ["Tern Freight", "Smew & Sons"].map(|name| office.client(name));
        let second = office.number(&smew);
        let file = members_file(&office.number(&tern), &second);
        let words = office.upload("", &file).words();
        assert!(words.contains("4 rows of members.csv: 1 membership began, 0 there already, 3 left out."), "{words}");
        let rows = [
            format!(
                "3 From Nordkai Holding · Holding · {second} · 02.01.2024 · 31.12.2025 02.01.2024 is not a 1 January."
            ),
            format!(
                "4 Group nordkai holding · Holding · {second} · 01.01.2024 · 31.12.2025 There is no corporate group"
            ),
            format!(
                "5 To Nordkai Holding · Holding · {second} · 01.01.2025 · 31.12.2027 “Nordkai Holding” does not stand"
            ),
            "Taken in Line Client Group Years 2 Tern Freight Nordkai Holding 2024–2025".to_owned(),
        ];
        for row in rows {
            assert!(words.contains(&row), "{row}: {words}");
        }
        assert_eq!(office.membership(&group, &tern)["to"], "2025-12-31");
        let mended = file.replace("02.01.2024", "01.01.2024");
        let mended: Vec<&str> = mended.lines().take(3).collect();
        let again = office.upload("", &mended.join("\n"));
        let words = again.words();
        assert!(words.contains("2 rows of members.csv: 1 membership began, 1 there already, 0 left out."), "{words}");
        assert_eq!(office.membership(&group, &smew)["from"], "2024-01-01");
        assert!(office.browser.press(&again, "Undo this import", &[]).status.is_redirection());
        assert_eq!(office.membership(&group, &smew)["voided"], true);
        assert_eq!(office.membership(&group, &tern)["voided"], false);
    });
}

/// A3-19 by page: a file is only checked where that is wanted; two rows in each other's way both fail; what is no such file is
/// said at the field; who may not manage groups neither sees the page nor sends a file.
#[test]
fn a3_19_a_file_of_members_is_checked_by_page() {
    on_both(|house| {
        let office = Office::of(house);
        let group = office.group("Nordkai Holding", &office.client("Nordkai SE"), "2024", "2026");
        let [tern, smew] = ["Tern Freight", "Smew & Sons"].map(|name| office.client(name));
        let first = office.number(&tern);
        let file = members_file(&first, &office.number(&smew));
        let form = office.browser.click(&office.browser.get(LIST), "Import members");
        assert!(form.words().contains("The number of the client."), "{}", form.words());
        let none = office.browser.upload("/corporate-groups/import", "", b"");
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(none.words().contains("No file is chosen."), "{}", none.words());
        let no_columns = office.upload("", "Group;Client\nNordkai;1\n");
        assert_eq!(no_columns.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(no_columns.words().contains("The file has no column Type, From, To."), "{}", no_columns.words());
        let check = office.upload("?check=true", &file).words();
        assert!(check.contains("Checked, and nothing is saved yet"), "{check}");
        assert!(check.contains("1 membership would begin, 0 there already, 3 left out."), "{check}");
        assert!(check.contains("2 Tern Freight Nordkai Holding 2024–2025"), "{check}");
        let twice = format!("{file}Nordkai Holding;Holding;{first};01.01.2024;31.12.2025\n");
        let words = office.upload("", &twice).words();
        assert!(words.contains("No membership was taken in"), "{words}");
        for said in ["for 2024 again, in line 6", "for 2024 again, in line 2"] {
            assert!(words.contains(said), "{words}");
        }
        let books::Who::Person(reader) = house.hire("accountant").who else { panic!("a member is a person") };
        let reader = Browser::of(house, reader);
        assert_eq!(reader.get("/corporate-groups/import").status, StatusCode::FORBIDDEN);
        let sent = reader.upload("/corporate-groups/import", "members.csv", file.as_bytes());
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
        assert!(!reader.get(LIST).text.contains("Import members"));
        assert_eq!(office.api.get(&format!("{LIST}/{group}/memberships?voided=true")).json()["items"], json!([]));
    });
}
