//! Takes in clients with their customer groups; those whose number is there already stay as they are.

use std::collections::HashSet;

use kernel::{Failure, Number, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::{NewClient, Taken};
use crate::clients::{self, Client, Lifecycle, Portal};
use crate::groups::{self, Kind, Membership, PostingGroup};
use crate::{Act, Change, Decision, Permission, Result, Scene, accept};

/// At most 500 clients.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TakeInClients {
    pub clients: Vec<NewClient>,
}

pub struct Facts {
    known: HashSet<String>,
    groups: Vec<PostingGroup>,
}

impl Act for TakeInClients {
    const NAME: &'static str = "take_in_clients";
    const NEEDS: Permission = Permission::ManageCompany;
    type Facts = Facts;
    type Outcome = Taken;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let numbers: Vec<String> = self.clients.iter().map(|client| client.number.clone()).collect();
        let known = clients::store::among(scene, "number", &numbers)?;
        Ok(Facts {
            known: known.into_iter().map(|client| client.number.to_string()).collect(),
            groups: groups::store::posting_groups(scene)?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<Taken> {
        let mut ids = stamp.ids();
        let (mut registered, mut started): (Vec<Change>, Vec<Change>) = (Vec::new(), Vec::new());
        let mut taken = Taken::default();
        for new in self.clients {
            if facts.known.contains(&new.number) {
                taken.unchanged += 1;
                continue;
            }
            let group = facts.groups.iter().find(|group| group.number == new.group);
            let group = &group.ok_or_else(|| Failure::from(group_unknown(&new)))?.group;
            let client = Client {
                id: ids.next(),
                number: Number::parse(&new.number).map_err(|_| Failure::from(number_invalid(&new)))?,
                details: new.details,
                posting_group: group.id,
                lifecycle: Lifecycle::Imported,
                portal: Portal::None,
                source: "books".to_owned(),
                archived: false,
                merged_into: None,
                version: 1,
            };
            let membership = Membership {
                id: ids.next(),
                group: group.id,
                client: client.id,
                from: new.since,
                until: None,
                slots: vec![Kind::Posting.slot(group.id, None)],
            };
            taken.created += 1;
            registered.push(clients::Change::Registered(Box::new(client)).into());
            started.push(groups::Change::MembershipStarted(membership).into());
        }
        registered.extend(started);
        let text = match taken.created {
            1 => "1 client taken in with the books".to_owned(),
            created => format!("{created} clients taken in with the books"),
        };
        Ok(accept(taken, registered).says(text))
    }
}

fn group_unknown(client: &NewClient) -> Refusal {
    Refusal::rule(
        "GROUP_UNKNOWN",
        format!("Client {} names customer group {}.", client.number, client.group),
        "There is no such customer group. Add it to the groups, or correct the client.",
    )
}

fn number_invalid(client: &NewClient) -> Refusal {
    Refusal::field(
        "NUMBER_INVALID",
        "number",
        format!("“{}” is not a client number.", client.number),
        "A number has 1 to 40 characters. Correct the client.",
    )
}
