//! Client groups, customer groups, who is in them, and undo: over the API and on their pages.

mod accounts;
mod across_kinds;
mod at_once;
mod billing_groups;
mod client_groups;
mod companies;
mod copying;
mod corporate;
mod customer_groups;
mod defaults;
mod deleting;
mod matrix;
mod members;
mod naming;
mod new_year;
mod sets;
mod smart;
mod walks;
mod words;

use books::company::CreateRole;
use books::testing::TestHouse;
use books::{Caller, Permission, Who};
use kernel::{Name, PersonId};
use serde_json::{Value, json};

use crate::door::{Answer, Api};

const LIST: &str = "/settings/client-groups";

fn person(caller: &Caller) -> PersonId {
    let Who::Person(person) = caller.who else { panic!("a member is a person") };
    person
}

/// A new member whose role allows exactly this.
fn with_rights(house: &TestHouse, name: &str, permissions: &[Permission]) -> Caller {
    let name = Name::parse(name).expect("a name");
    let role = house.perform(CreateRole { name, permissions: permissions.iter().copied().collect() });
    house.hire_as(role)
}

fn group(api: &Api, name: &str) -> String {
    api.post("/client-groups", &json!({ "name": name })).id()
}

fn client_in(api: &Api, name: &str, groups: &[&str]) -> String {
    let customer_group = api.get("/customer-groups").json()["items"][0]["id"].clone();
    api.post("/clients", &json!({ "name": name, "customer_group": customer_group, "client_groups": groups })).id()
}

/// A field of every item of a list.
fn column(answer: &Answer, field: &str) -> Vec<String> {
    let json = answer.json();
    let items = json["items"].as_array().unwrap_or_else(|| panic!("a list: {}", answer.text));
    items.iter().map(|item| item[field].as_str().unwrap_or_default().to_owned()).collect()
}

fn names(api: &Api) -> Vec<String> {
    column(&api.get("/client-groups"), "name")
}

/// Status, code and the field it is about.
fn refused(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.code())
}

/// What the last lines of the audit say, newest first.
fn audit(api: &Api) -> Vec<Value> {
    api.get("/audit?limit=5").json()["items"].as_array().expect("lines").clone()
}

/// The button of the toast that this answer brings: where it posts to.
fn undo_address(answer: &Answer) -> String {
    let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let toast = cookies.filter_map(|cookie| cookie.strip_prefix("toast=")).next().expect("a toast");
    let encoded = toast.split(';').next().unwrap_or_default();
    let pairs: Vec<(String, String)> = serde_html_form::from_str(&format!("t={encoded}")).expect("a text");
    pairs[0].1.split_once('\n').expect("it can be undone").1.to_owned()
}
