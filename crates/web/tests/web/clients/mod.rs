//! Clients at their doors: the pages without scripts, the API, and two at once.

mod api;
mod bulk;
mod corporate_pages;
mod groups;
mod list;
mod merging;
mod refusals;
mod rules;

use books::clients::{ListChoices, ReadClient, RightLevel, SetClientRight};
use books::testing::TestHouse;
use books::{Caller, Who};
use kernel::PersonId;
use serde_json::{Value, json};

use crate::door::{Answer, Api, Browser};
use crate::form::{attribute, plain};

/// The id of the customer group with this name.
fn customer_group(house: &TestHouse, name: &str) -> String {
    let groups = house.ask(ListChoices).customer_groups;
    groups.iter().find(|group| group.name == name).expect("the group").id.to_string()
}

fn client(house: &TestHouse, api: &Api, name: &str) -> String {
    api.post("/clients", &json!({ "name": name, "customer_group": customer_group(house, "Domestic") })).id()
}

fn client_group(api: &Api, name: &str) -> String {
    api.post("/client-groups", &json!({ "name": name })).id()
}

/// Names of the client groups that the client is in.
fn groups_of(house: &TestHouse, client: &str) -> Vec<String> {
    let view = house.ask(ReadClient { id: client.parse().expect("an id") });
    view.segments().map(|group| group.name.clone()).collect()
}

fn person(caller: &Caller) -> PersonId {
    let Who::Person(person) = caller.who else { panic!("a member is a person") };
    person
}

/// Gives the member a right on the client, or takes it away.
fn allow(house: &TestHouse, member: &Caller, client: &str, level: Option<RightLevel>) {
    let member = house.member_of(member);
    house.perform(SetClientRight { client: client.parse().expect("an id"), member, level });
}

/// The settings form as a browser would send it back untouched: what stands in its fields, in their order.
fn settings_form(browser: &Browser, client: &str) -> Vec<(String, String)> {
    fields(&browser.get(&format!("/clients/{client}/edit")))
}

/// Every named field of the settings form with what it would send.
fn fields(page: &Answer) -> Vec<(String, String)> {
    let form = page.text.split("<form").find(|part| part.contains("name=\"version\"")).expect("the form");
    let mut found = Vec::new();
    for tag in form.split('<') {
        let name = attribute(tag, "name");
        let value = attribute(tag, "value").unwrap_or_default();
        match (tag.split_whitespace().next(), name) {
            (Some("input"), Some(_)) if tag.contains("type=\"checkbox\"") && !tag.contains(" checked") => {}
            (Some("input"), Some(name)) => found.push((name, value)),
            (Some("textarea"), Some(name)) => {
                found.push((name, plain(tag.split_once('>').map_or("", |(_, text)| text))));
            }
            (Some("select"), Some(name)) => found.push((format!("select {name}"), String::new())),
            (Some("option"), _) if tag.contains(" selected") => {
                let select = found.iter().rev().find_map(|(name, _)| name.strip_prefix("select ").map(str::to_owned));
                found.push((select.expect("a select"), value));
            }
            _ => {}
        }
    }
    found.retain(|(name, _)| !name.starts_with("select "));
    found
}

/// The same form with another text in one field.
fn with(form: &[(String, String)], name: &str, text: &str) -> Vec<(String, String)> {
    let mut form: Vec<_> = form.iter().filter(|(other, _)| other != name).cloned().collect();
    form.push((name.to_owned(), text.to_owned()));
    form
}

/// The same form with these client groups chosen.
fn in_groups(form: &[(String, String)], groups: &[&str]) -> Vec<(String, String)> {
    let mut form: Vec<_> = form.iter().filter(|(other, _)| other != "client_groups").cloned().collect();
    form.extend(groups.iter().map(|group| ("client_groups".to_owned(), (*group).to_owned())));
    form
}

fn save(browser: &Browser, client: &str, form: &[(String, String)]) -> Answer {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    browser.post(&format!("/clients/{client}/edit"), &form)
}

fn names(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("items");
    items.iter().map(|item| item["name"].as_str().expect("a name").to_owned()).collect()
}
