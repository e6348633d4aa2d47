//! Laws over random commands: whatever is asked of groups of every kind in whatever order, no slot breaks, no client is left
//! without a customer group, and no booked document shifts. Closing the house verifies every law of `check`.

use std::collections::BTreeMap;

use books::testing::{TestHouse, on_both};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use super::customer_groups::{account, eur};
use crate::door::Api;

/// What somebody tries. Numbers pick among what there is.
#[derive(Clone, Copy, Debug)]
enum Verb {
    Register,
    ArchiveClient,
    RestoreClient,
    DeleteClient,
    MoveCustomer,
    MergeClients,
    CreateSegment,
    CreateSet,
    JoinSet,
    LeaveSet,
    ArchiveSegment,
    RestoreSegment,
    DeleteSegment,
    Merge,
    Add,
    Move,
    Remove,
    Replace,
    Save,
    CreateCustomerGroup,
    ArchiveCustomerGroup,
    DeleteCustomerGroup,
    CreateBilling,
    ChangeBilling,
    Hide,
    DeleteBilling,
    CreateCorporate,
    AddMember,
    LastYear,
    Void,
    NewHead,
    EndCorporate,
    DeleteCorporate,
    Retype,
    Book,
    Undo,
}

const VERBS: &[Verb] = &[
    Verb::Register,
    Verb::ArchiveClient,
    Verb::RestoreClient,
    Verb::DeleteClient,
    Verb::MoveCustomer,
    Verb::MergeClients,
    Verb::CreateSegment,
    Verb::CreateSet,
    Verb::JoinSet,
    Verb::LeaveSet,
    Verb::ArchiveSegment,
    Verb::RestoreSegment,
    Verb::DeleteSegment,
    Verb::Merge,
    Verb::Add,
    Verb::Add,
    Verb::Move,
    Verb::Remove,
    Verb::Replace,
    Verb::Save,
    Verb::CreateCustomerGroup,
    Verb::ArchiveCustomerGroup,
    Verb::DeleteCustomerGroup,
    Verb::CreateBilling,
    Verb::ChangeBilling,
    Verb::Hide,
    Verb::DeleteBilling,
    Verb::CreateCorporate,
    Verb::AddMember,
    Verb::AddMember,
    Verb::LastYear,
    Verb::Void,
    Verb::NewHead,
    Verb::EndCorporate,
    Verb::DeleteCorporate,
    Verb::Retype,
    Verb::Book,
    Verb::Undo,
    Verb::Undo,
];

type Step = (Verb, usize, usize, usize);

fn step() -> impl Strategy<Value = Step> {
    (prop::sample::select(VERBS), 0..6usize, 0..6usize, 0..6usize)
}

/// One person at work, and what the books said when something was booked.
struct Walk<'a> {
    house: &'a TestHouse,
    api: Api,
    names: usize,
    booked: BTreeMap<String, Value>,
    done: usize,
}

impl Walk<'_> {
    fn ids(&self, path: &str) -> Vec<String> {
        let answer = self.api.get(path).json();
        answer["items"]
            .as_array()
            .unwrap_or_else(|| panic!("{path}: {answer}"))
            .iter()
            .filter_map(|item| item["id"].as_str())
            .map(str::to_owned)
            .collect()
    }

    /// The one of the list that the number picks; nothing of an empty list.
    fn one(&self, path: &str, pick: usize) -> Option<String> {
        let ids = self.ids(path);
        ids.get(pick % ids.len().max(1)).cloned()
    }

    /// Refusals are answers too; only a broken server fails the walk.
    fn send(&mut self, method: &str, path: &str, body: &Value) -> Option<Value> {
        let version = match method {
            "PATCH" | "DELETE" => self.api.get(path).header("etag").to_owned(),
            _ => String::new(),
        };
        let headers = [("If-Match", version.as_str())];
        let headers = if version.is_empty() { &headers[..0] } else { &headers[..] };
        let answer = self.api.send(method, path, headers, Some(body).filter(|_| method != "DELETE"));
        assert!(!answer.status.is_server_error(), "{method} {path} {body}: {}", answer.text);
        assert_ne!(answer.status.as_u16(), 400, "{method} {path} {body}: {}", answer.text);
        self.done += usize::from(answer.status.is_success());
        answer.status.is_success().then(|| serde_json::from_str(&answer.text).unwrap_or(Value::Null))
    }

    fn post(&mut self, path: &str, body: &Value) -> Option<Value> {
        self.send("POST", path, body)
    }

    fn name(&mut self, kind: &str) -> String {
        self.names += 1;
        format!("{kind} {}", self.names)
    }

    fn take(&mut self, (verb, a, b, c): Step) -> Option<Value> {
        match verb {
            Verb::Register
            | Verb::ArchiveClient
            | Verb::RestoreClient
            | Verb::DeleteClient
            | Verb::MergeClients
            | Verb::MoveCustomer => self.client(verb, a, b),
            Verb::Add | Verb::Move | Verb::Remove | Verb::Replace | Verb::Save => self.assign(verb, a, b, c),
            Verb::CreateCustomerGroup | Verb::ArchiveCustomerGroup | Verb::DeleteCustomerGroup => {
                self.customers(verb, a)
            }
            Verb::CreateBilling | Verb::ChangeBilling | Verb::Hide | Verb::DeleteBilling => self.billing(verb, a, b, c),
            Verb::CreateCorporate | Verb::NewHead | Verb::EndCorporate | Verb::DeleteCorporate | Verb::Retype => {
                self.corporate(verb, a, b, c)
            }
            Verb::AddMember | Verb::LastYear | Verb::Void => self.members(verb, a, b, c),
            Verb::Book => self.book(a),
            Verb::Undo => {
                let operation = self.one("/operations", a)?;
                self.post(&format!("/operations/{operation}/undo"), &json!({}))
            }
            _ => self.segment(verb, a, b),
        }
    }

    fn client(&mut self, verb: Verb, a: usize, b: usize) -> Option<Value> {
        let group = self.one("/customer-groups?archived=true", b)?;
        if let Verb::Register = verb {
            let segments: Vec<String> = self.one("/client-groups?archived=true", a).into_iter().collect();
            let name = self.name("Client");
            let types: Vec<String> = self.ids("/client-types").into_iter().step_by(1 + b % 2).collect();
            let body =
                json!({ "name": name, "customer_group": group, "client_groups": segments, "client_types": types });
            return self.post("/clients", &body);
        }
        let client = format!("/clients/{}", self.one("/clients?shelf=any", a)?);
        match verb {
            Verb::ArchiveClient => self.post(&format!("{client}/archive"), &json!({})),
            Verb::RestoreClient => self.post(&format!("{client}/restore"), &json!({})),
            Verb::MergeClients => {
                let into = self.one("/clients", b)?;
                self.post(&format!("{client}/merge"), &json!({ "into": into }))
            }
            Verb::DeleteClient => self.send("DELETE", &client, &json!({})),
            _ => self.post(&format!("{client}/move-customer-group"), &json!({ "customer_group": group })),
        }
    }

    fn segment(&mut self, verb: Verb, a: usize, b: usize) -> Option<Value> {
        match verb {
            Verb::CreateSet => {
                let name = self.name("Set");
                return self.post("/client-group-sets", &json!({ "name": name }));
            }
            Verb::CreateSegment => {
                let set = self.one("/client-group-sets", b).filter(|_| a.is_multiple_of(2));
                let name = self.name("Segment");
                return self.post("/client-groups", &json!({ "name": name, "set": set }));
            }
            _ => {}
        }
        let group = format!("/client-groups/{}", self.one("/client-groups?archived=true", a)?);
        match verb {
            Verb::JoinSet => {
                let set = self.one("/client-group-sets", b)?;
                self.send("PATCH", &group, &json!({ "set": set }))
            }
            Verb::LeaveSet => self.send("PATCH", &group, &json!({ "set": null })),
            Verb::ArchiveSegment => self.post(&format!("{group}/archive"), &json!({})),
            Verb::RestoreSegment => self.post(&format!("{group}/restore"), &json!({})),
            Verb::Merge => {
                let into = self.one("/client-groups", b)?;
                self.post(&format!("{group}/merge"), &json!({ "into": into }))
            }
            _ => self.send("DELETE", &group, &json!({})),
        }
    }

    fn assign(&mut self, verb: Verb, a: usize, b: usize, c: usize) -> Option<Value> {
        let mut groups: Vec<String> =
            self.one("/client-groups", b).into_iter().chain(self.one("/client-groups", c)).collect();
        groups.dedup();
        let clients = self.ids("/clients?shelf=any");
        let client = clients.get(a % clients.len().max(1))?.clone();
        let action = match verb {
            Verb::Add => "add_groups",
            Verb::Move => "move_groups",
            Verb::Remove => "remove_groups",
            Verb::Replace => "replace_groups",
            _ => return self.send("PATCH", &format!("/clients/{client}"), &json!({ "client_groups": groups })),
        };
        let chosen = if a.is_multiple_of(2) { clients } else { vec![client] };
        self.post("/clients/bulk", &json!({ "ids": chosen, "action": action, "client_groups": groups }))
    }

    fn customers(&mut self, verb: Verb, a: usize) -> Option<Value> {
        if let Verb::CreateCustomerGroup = verb {
            let (name, account) = (self.name("Customers"), account(&self.api, ["4300", "4301", "4310"][a % 3]));
            return self.post("/customer-groups", &json!({ "name": name, "account": account }));
        }
        let group = format!("/customer-groups/{}", self.one("/customer-groups?archived=true", a)?);
        match verb {
            Verb::ArchiveCustomerGroup => self.post(&format!("{group}/archive"), &json!({})),
            _ => self.send("DELETE", &group, &json!({})),
        }
    }

    fn billing(&mut self, verb: Verb, a: usize, b: usize, c: usize) -> Option<Value> {
        let mut members: Vec<String> =
            self.one("/clients?shelf=any", b).into_iter().chain(self.one("/clients?shelf=any", c)).collect();
        members.dedup();
        let body = json!({ "members": members, "primary_contact": members.first() });
        if let Verb::CreateBilling = verb {
            let mut body = body;
            body["name"] = self.name("Family").into();
            return self.post("/billing-groups", &body);
        }
        let group = format!("/billing-groups/{}", self.one("/billing-groups?hidden=true", a)?);
        match verb {
            Verb::ChangeBilling => self.send("PATCH", &group, &body),
            Verb::Hide => {
                self.post(&format!("{group}/{}", if b.is_multiple_of(2) { "hide" } else { "show" }), &json!({}))
            }
            _ => self.send("DELETE", &group, &json!({})),
        }
    }

    fn corporate(&mut self, verb: Verb, a: usize, b: usize, c: usize) -> Option<Value> {
        let client = self.one("/clients", b)?;
        let types = self.ids("/corporate-group-types");
        if let Verb::CreateCorporate = verb {
            let (from, to) = (format!("{}-01-01", 2025 + a % 3), format!("{}-12-31", 2026 + c % 3));
            let of_type = types.get(a % 2)?;
            let name = self.name("Corporation");
            let body = json!({ "name": name, "type": of_type, "head": client, "from": from, "to": to });
            return self.post("/corporate-groups", &body);
        }
        if let Verb::Retype = verb {
            let types: Vec<String> = self.ids("/client-types").into_iter().skip(c).collect();
            return self.send("PATCH", &format!("/clients/{client}"), &json!({ "client_types": types }));
        }
        let group = format!("/corporate-groups/{}", self.one("/corporate-groups", a)?);
        match verb {
            Verb::NewHead => {
                let from = format!("{}-01-01", 2025 + c % 4);
                self.send("PATCH", &group, &json!({ "head": client, "head_from": from }))
            }
            Verb::EndCorporate => {
                let to = format!("{}-12-31", 2025 + c % 5);
                self.send("PATCH", &group, &json!({ "to": to, "end_members": b.is_multiple_of(2) }))
            }
            _ => self.send("DELETE", &group, &json!({})),
        }
    }

    fn members(&mut self, verb: Verb, a: usize, b: usize, c: usize) -> Option<Value> {
        let group = format!("/corporate-groups/{}/memberships", self.one("/corporate-groups", a)?);
        if let Verb::AddMember = verb {
            let client = self.one("/clients", b)?;
            let (from, to) = (format!("{}-01-01", 2025 + c % 3), format!("{}-12-31", 2025 + b % 4));
            return self.post(&group, &json!({ "client": client, "from": from, "to": to }));
        }
        let membership = format!("/memberships/{}", self.one(&group, b)?);
        match verb {
            Verb::LastYear => self.send("PATCH", &membership, &json!({ "to": format!("{}-12-31", 2025 + c % 5) })),
            _ => self.post(&format!("{membership}/void"), &json!({ "reason": "Entered by mistake" })),
        }
    }

    fn book(&mut self, a: usize) -> Option<Value> {
        let client = self.one("/clients", a)?;
        let line = json!({ "text": "Advice", "quantity": "1", "unit_price": eur("100.00") });
        let draft = self.post("/invoices", &json!({ "client": client, "lines": [line] }))?;
        let id = draft["id"].as_str().expect("an id").to_owned();
        self.post(&format!("/invoices/{id}/book"), &json!({}))?;
        let booked = self.as_booked(&id);
        assert!(booked["groups_snapshot"].as_array().is_some_and(|groups| !groups.is_empty()), "{booked}");
        self.booked.insert(id, booked)
    }

    fn as_booked(&self, id: &str) -> Value {
        self.api.get(&format!("/invoices/{id}")).json()
    }

    fn end(&self) {
        for client in self.ids("/clients?shelf=any&limit=200") {
            let groups = self.api.get(&format!("/clients/{client}/groups")).json();
            let of_books =
                groups["items"].as_array().expect("groups").iter().filter(|group| group["kind"] == "posting");
            assert_eq!(of_books.count(), 1, "{groups}");
        }
        for (id, booked) in &self.booked {
            assert_eq!(self.as_booked(id), *booked);
        }
        assert_eq!(self.house.verify().expect("a verdict"), Vec::<String>::new());
    }
}

/// How many of the commands were accepted.
fn walk(house: &TestHouse, steps: &[Step]) -> usize {
    let mut walk = Walk { house, api: Api::of_owner(house), names: 0, booked: BTreeMap::new(), done: 0 };
    let beginning = [
        Verb::Register,
        Verb::Register,
        Verb::CreateSet,
        Verb::CreateSegment,
        Verb::CreateSegment,
        Verb::CreateSegment,
    ];
    for (number, verb) in beginning.into_iter().enumerate() {
        walk.take((verb, number, number, number));
    }
    steps.iter().for_each(|step| drop(walk.take(*step)));
    walk.end();
    walk.done
}

/// Laws of groups of all kinds after random commands over the API, on SQLite.
#[test]
fn no_order_of_commands_breaks_a_group() {
    let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&prop::collection::vec(step(), 1..60), |steps| {
        walk(&TestHouse::sqlite(), &steps);
        Ok(())
    });
    outcome.expect("every law holds");
}

/// The same on both databases, longer and once. The walk is no walk when nearly everything is refused.
#[test]
fn no_order_of_commands_breaks_a_group_on_either_database() {
    let mut runner = TestRunner::new(Config { cases: 2, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&prop::collection::vec(step(), 60..90), |steps| {
        on_both(|house| {
            let done = walk(house, &steps);
            assert!(done * 4 > steps.len(), "{done} of {}", steps.len());
        });
        Ok(())
    });
    outcome.expect("every law holds");
}
