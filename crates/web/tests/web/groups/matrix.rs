//! Kinds × verbs: what each verb does to each kind of group, as one table. The API is the door.

use books::testing::{TestHouse, on_both};
use serde_json::{Value, json};

use super::customer_groups::{account, eur};
use super::refused;
use crate::door::{Answer, Api};

/// A kind at the door: where it stands and what its verbs are called there.
struct Kind {
    path: &'static str,
    aside: &'static str,
    back: &'static str,
    /// What a new group needs besides its name.
    needs: fn(&Stage) -> Value,
    enter: fn(&Stage, &str, &str) -> Answer,
    leave: fn(&Stage, &str, &str) -> Answer,
}

const KINDS: [Kind; 5] = [
    Kind { needs: |_| json!({}), ..SEGMENT },
    Kind { needs: |stage| json!({ "set": stage.set }), ..SEGMENT },
    Kind {
        path: "/customer-groups",
        aside: "archive",
        back: "restore",
        needs: |stage| json!({ "account": account(&stage.api, "4310") }),
        enter: |stage, group, client| {
            stage.api.post(&format!("/clients/{client}/move-customer-group"), &json!({ "customer_group": group }))
        },
        leave: |stage, _, client| stage.api.patch(&format!("/clients/{client}"), &json!({ "customer_group": null })),
    },
    Kind {
        path: "/billing-groups",
        aside: "hide",
        back: "show",
        needs: |stage| json!({ "members": [stage.founder], "primary_contact": stage.founder }),
        enter: |stage, group, client| stage.bill(group, &[&stage.founder, client]),
        leave: |stage, group, _| stage.bill(group, &[&stage.founder]),
    },
    Kind {
        path: "/corporate-groups",
        aside: "archive",
        back: "restore",
        needs: |stage| {
            let head = stage.new_client("Head");
            json!({ "type": stage.holding, "head": head, "from": "2026-01-01", "to": "2028-12-31" })
        },
        enter: |stage, group, client| {
            let body = json!({ "client": client, "from": "2026-01-01", "to": "2026-12-31" });
            stage.api.post(&format!("/corporate-groups/{group}/memberships"), &body)
        },
        leave: |stage, group, _| {
            let members = stage.api.get(&format!("/corporate-groups/{group}/memberships")).json();
            let membership = members["items"][0]["id"].as_str().expect("a membership").to_owned();
            stage.api.delete(&format!("/memberships/{membership}"))
        },
    },
];

const SEGMENT: Kind = Kind {
    path: "/client-groups",
    aside: "archive",
    back: "restore",
    needs: |_| Value::Null,
    enter: |stage, group, client| {
        stage.api.post(&format!("/client-groups/{group}/clients"), &json!({ "clients": [client] }))
    },
    leave: |stage, group, client| stage.api.delete(&format!("/client-groups/{group}/clients/{client}")),
};

/// A company with one client to try things on, and the one that billing groups begin with.
struct Stage {
    api: Api,
    mark: String,
    client: String,
    founder: String,
    set: String,
    holding: String,
    /// What a client needs to be in a holding.
    types: Vec<Value>,
    books: Value,
}

impl Stage {
    fn new(house: &TestHouse, mark: &str) -> Stage {
        let api = Api::of_owner(house);
        let one = |path: &str, name: &str| {
            let all = api.get(path).json();
            let items = all["items"].as_array().expect("a list").iter();
            items.filter(|item| item["name"] == name).map(|item| item["id"].clone()).next().expect(name)
        };
        let types = vec![one("/client-types", "Holding")];
        let holding = one("/corporate-group-types", "Holding").as_str().expect("an id").to_owned();
        let books = one("/customer-groups", "Domestic");
        let set = api.post("/client-group-sets", &json!({ "name": format!("Region{mark}") })).id();
        let (client, founder) = (String::new(), String::new());
        let mut stage = Stage { api, mark: mark.to_owned(), client, founder, set, holding, types, books };
        stage.client = stage.new_client("Avocet");
        stage.founder = stage.new_client("Founder");
        stage
    }

    fn new_client(&self, name: &str) -> String {
        let name = format!("{name}{}", self.mark);
        let body = json!({ "name": name, "customer_group": self.books, "client_types": self.types });
        self.api.post("/clients", &body).id()
    }

    fn bill(&self, group: &str, members: &[&str]) -> Answer {
        self.api.patch(&format!("/billing-groups/{group}"), &json!({ "members": members }))
    }

    fn create(&self, kind: &Kind, name: &str) -> Answer {
        let mut body = (kind.needs)(self);
        body["name"] = format!("{name}{}", self.mark).into();
        self.api.post(kind.path, &body)
    }

    /// A group of the kind with the client in it.
    fn entered(&self, kind: &Kind, name: &str) -> String {
        let group = self.create(kind, name).id();
        assert!((kind.enter)(self, &group, &self.client).status.is_success());
        group
    }

    fn does(&self, kind: &Kind, group: &str, verb: &str) -> Answer {
        self.api.post(&format!("{}/{group}/{verb}", kind.path), &json!({}))
    }

    fn operations(&self) -> Vec<String> {
        let operations = self.api.get("/operations?limit=200").json();
        let items = operations["items"].as_array().expect("operations").iter();
        items.filter_map(|one| one["id"].as_str()).map(str::to_owned).collect()
    }

    /// The names of the groups that the client is in, without those that it had before anything was tried.
    fn groups(&self) -> String {
        let groups = self.api.get(&format!("/clients/{}/groups", self.client)).json();
        let names = groups["items"].as_array().expect("groups").iter().filter_map(|group| group["name"].as_str());
        names.filter(|name| *name != "Domestic").collect::<Vec<_>>().join(" ")
    }

    fn members(&self, group: &str, query: &str) -> String {
        let members = self.api.get(&format!("/groups/{group}/members{query}")).json();
        let names = members["items"].as_array().expect("members").iter().filter_map(|member| member["name"].as_str());
        names.filter(|name| !name.starts_with("Founder")).collect::<Vec<_>>().join(" ")
    }
}

/// What the caller hears: nothing but that it is done, or a code.
fn heard(answer: &Answer) -> String {
    let json: Value = serde_json::from_str(&answer.text).unwrap_or_default();
    match json["failed"][0]["code"].as_str() {
        Some(code) => code.to_owned(),
        None if answer.status.is_success() => "done".to_owned(),
        None => refused(answer).1,
    }
}

type Verb = fn(&Stage, &Kind) -> String;

/// A verb; what comes of it for a client group, a client group in a set, a customer group, a billing group, a corporate
/// group.
const TABLE: &[(&str, Verb, [&str; 5])] = &[
    ("create", |stage, kind| heard(&stage.create(kind, "One")), ["done"; 5]),
    (
        "create, the name in other capitals",
        |stage, kind| {
            stage.create(kind, "One").id();
            heard(&stage.create(kind, "ONE"))
        },
        ["NAME_TAKEN_NORMALISED"; 5],
    ),
    (
        "rename",
        |stage, kind| {
            let group = stage.entered(kind, "One");
            let answer =
                stage.api.patch(&format!("{}/{group}", kind.path), &json!({ "name": format!("Two{}", stage.mark) }));
            format!("{}, {}", heard(&answer), stage.groups())
        },
        ["done, Two"; 5],
    ),
    (
        "enter",
        |stage, kind| {
            let group = stage.entered(kind, "One");
            format!("{}: {}", stage.groups(), stage.members(&group, ""))
        },
        ["One: Avocet"; 5],
    ),
    (
        "enter once more",
        |stage, kind| {
            let group = stage.entered(kind, "One");
            format!("{}, {}", heard(&(kind.enter)(stage, &group, &stage.client)), stage.members(&group, ""))
        },
        ["done, Avocet", "done, Avocet", "done, Avocet", "done, Avocet", "SAME_TYPE_OVERLAP, Avocet"],
    ),
    (
        "enter a second group of the kind",
        |stage, kind| {
            stage.entered(kind, "One");
            let second = stage.create(kind, "Two").id();
            format!("{}, {}", heard(&(kind.enter)(stage, &second, &stage.client)), stage.groups())
        },
        ["done, One Two", "SET_TAKEN, One", "done, Two", "done, One Two", "SAME_TYPE_OVERLAP, One"],
    ),
    (
        "leave",
        |stage, kind| {
            let group = stage.entered(kind, "One");
            format!("{}, {}", heard(&(kind.leave)(stage, &group, &stage.client)), stage.groups())
        },
        ["done, ", "done, ", "FIELD_REQUIRED, One", "done, ", "MEMBERSHIP_APPEND_ONLY, One"],
    ),
    (
        "members as of yesterday",
        |stage, kind| stage.members(&stage.entered(kind, "One"), "?as_of=2026-03-01"),
        ["", "", "", "", "Avocet"],
    ),
    (
        "set aside with a client in it",
        |stage, kind| {
            let group = stage.entered(kind, "One");
            format!("{}, {}", heard(&stage.does(kind, &group, kind.aside)), stage.groups())
        },
        ["done, One", "done, One", "done, One", "done, One", "NOT_FOUND, One"],
    ),
    (
        "enter what is set aside",
        |stage, kind| {
            let group = stage.create(kind, "One").id();
            stage.does(kind, &group, kind.aside);
            format!("{}, {}", heard(&(kind.enter)(stage, &group, &stage.client)), stage.groups())
        },
        ["GROUP_ARCHIVED, ", "GROUP_ARCHIVED, ", "GROUP_ARCHIVED, ", "done, One", "done, One"],
    ),
    (
        "take it back and enter",
        |stage, kind| {
            let group = stage.create(kind, "One").id();
            stage.does(kind, &group, kind.aside);
            stage.does(kind, &group, kind.back);
            format!("{}, {}", heard(&(kind.enter)(stage, &group, &stage.client)), stage.groups())
        },
        ["done, One"; 5],
    ),
    (
        "delete with a client in it",
        |stage, kind| heard(&stage.api.delete(&format!("{}/{}", kind.path, stage.entered(kind, "One")))),
        ["GROUP_NOT_EMPTY", "GROUP_NOT_EMPTY", "GROUP_NOT_EMPTY", "done", "CORPORATE_GROUP_USED"],
    ),
    (
        "delete without",
        |stage, kind| heard(&stage.api.delete(&format!("{}/{}", kind.path, stage.create(kind, "One").id()))),
        ["done"; 5],
    ),
    (
        "undo of entering",
        |stage, kind| {
            let group = stage.create(kind, "One").id();
            let before = stage.operations();
            (kind.enter)(stage, &group, &stage.client);
            let entered = stage.operations().into_iter().find(|one| !before.contains(one)).expect("an operation");
            let path = format!("/operations/{entered}/undo");
            format!("{}, {}", heard(&stage.api.post(&path, &json!({}))), stage.groups())
        },
        ["done, "; 5],
    ),
    (
        "what a booked invoice keeps after the group was renamed",
        |stage, kind| {
            let group = stage.entered(kind, "One");
            let line = json!({ "text": "Advice", "quantity": "1", "unit_price": eur("100.00") });
            let invoice = stage.api.post("/invoices", &json!({ "client": stage.client, "lines": [line] })).id();
            stage.api.post(&format!("/invoices/{invoice}/book"), &json!({}));
            stage.api.patch(&format!("{}/{group}", kind.path), &json!({ "name": format!("Two{}", stage.mark) }));
            let kept = stage.api.get(&format!("/invoices/{invoice}")).json();
            let names = kept["groups_snapshot"].as_array().expect("groups").iter().filter_map(|g| g["name"].as_str());
            names.filter(|name| *name != "Domestic").collect::<Vec<_>>().join(" ")
        },
        ["One"; 5],
    ),
    (
        "the client goes to the trash",
        |stage, kind| {
            let group = stage.entered(kind, "One");
            let answer = stage.api.delete(&format!("/clients/{}", stage.client));
            format!("{}, {}", heard(&answer), stage.members(&group, ""))
        },
        ["done, ", "done, ", "done, ", "done, ", "CLIENT_IN_CORPORATE_GROUP, Avocet"],
    ),
];

#[test]
fn every_verb_on_every_kind() {
    on_both(|house| {
        let (mut cell, mut wrong) = (0, Vec::new());
        for (verb, does, expected) in TABLE {
            let came = KINDS.each_ref().map(|kind| {
                cell += 1;
                // Names are the company's: each cell has its own number behind them, which the table does not show.
                let mark = format!(" {cell}");
                does(&Stage::new(house, &mark), kind).replace(&mark, "")
            });
            if came.each_ref().map(String::as_str) != *expected {
                wrong.push(format!("{verb}: {came:?} and not {expected:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}
