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
