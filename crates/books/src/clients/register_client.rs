//! Registers a client by hand: a number, the details, one customer group, any client groups.

use kernel::{ClientId, Failure, GroupId, Number, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::{Change, Client, Details, Lifecycle, Portal, store};
use crate::groups::{self, Group, Kind};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Registers a client, or a prospect. Without a number the next free one is taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RegisterClient {
    pub number: Option<Number>,
    pub details: Details,
    pub prospect: bool,
    /// The posting group; needed unless the company has only one.
    pub customer_group: Option<GroupId>,
    /// Segments to enter at once.
    pub client_groups: Vec<GroupId>,
}

/// What the rule needs: four questions, asked once.
pub struct Facts {
    pub number_taken: bool,
    pub next_number: String,
    pub customer_groups: Vec<Group>,
    pub client_groups: Vec<Group>,
}

impl Act for RegisterClient {
    const NAME: &'static str = "register_client";
    const NEEDS: Permission = Permission::EditClients;
    type Facts = Facts;
    type Outcome = ClientId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts {
            number_taken: match &self.number {
                Some(number) => store::number_taken(scene, number.as_str())?,
                None => false,
            },
            next_number: store::next_number(scene)?,
            customer_groups: groups::store::of_kind(scene, Kind::Posting)?,
            client_groups: groups::store::of_kind(scene, Kind::Segment)?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<ClientId> {
        let customer_group = self.customer_group(&facts)?;
        let client_groups = self.client_groups(&facts)?;
        if facts.number_taken {
            return Err(number_taken(&self, &facts).into());
        }
        let number = match &self.number {
            Some(number) => number.clone(),
            None => Number::parse(&facts.next_number).map_err(Failure::broken)?,
        };
        // From here the client will be registered.
        let mut ids = stamp.ids();
        let client = Client {
            id: ids.next(),
            number,
            details: self.details,
            posting_group: customer_group.id,
            lifecycle: if self.prospect { Lifecycle::Prospect } else { Lifecycle::Manual },
            portal: Portal::None,
            source: "manual".to_owned(),
            archived: false,
            version: 1,
        };
        let id = client.id;
        let text = format!("Client “{}” registered", client.details.name);
        let mut changes = vec![Change::Registered(Box::new(client)).into()];
        for group in std::iter::once(customer_group).chain(client_groups) {
            let membership = groups::membership_from_today(group, id, &mut ids, stamp);
            changes.push(groups::Change::MembershipStarted(membership).into());
        }
        Ok(accept(id, changes).says(text).about(id))
    }
}

impl RegisterClient {
    /// rules/customer-groups.md#exactly-one
    fn customer_group<'a>(&self, facts: &'a Facts) -> Result<&'a Group> {
        let mut live = facts.customer_groups.iter().filter(|group| !group.archived);
        match (self.customer_group, live.clone().count()) {
            (_, 0) => Err(no_customer_group().into()),
            (Some(wanted), _) => {
                live.find(|group| group.id == wanted).ok_or_else(|| unknown_group("customer_group").into())
            }
            (None, 1) => live.next().ok_or_else(|| no_customer_group().into()),
            (None, _) => Err(customer_group_missing().into()),
        }
    }

    fn client_groups<'a>(&self, facts: &'a Facts) -> Result<Vec<&'a Group>> {
        let mut found: Vec<&Group> = Vec::new();
        for wanted in &self.client_groups {
            let group = facts
                .client_groups
                .iter()
                .find(|group| group.id == *wanted && !group.archived)
                .ok_or_else(|| unknown_group("client_groups"))?;
            if !found.iter().any(|other| other.id == group.id) {
                found.push(group);
            }
        }
        Ok(found)
    }
}

fn no_customer_group() -> Refusal {
    Refusal::rule(
        "ACCOUNTING_GROUP_REQUIRED",
        "There is no customer group yet.",
        "Every client stands in exactly one, because its account takes the client's invoices. Create one first.",
    )
    .action("New customer group", "/settings/customer-groups/new")
}

fn customer_group_missing() -> Refusal {
    Refusal::field(
        "CUSTOMER_GROUP_REQUIRED",
        "customer_group",
        "The client has no customer group.",
        "Every client stands in exactly one, because its account takes the client's invoices. Choose one.",
    )
}

fn unknown_group(field: &'static str) -> Refusal {
    Refusal::field(
        "GROUP_UNKNOWN",
        field,
        "The group does not exist.",
        "It was deleted or archived meanwhile, or is of another kind. Choose a group from the list.",
    )
}

fn number_taken(command: &RegisterClient, facts: &Facts) -> Refusal {
    let number = command.number.as_ref().map(Number::as_str).unwrap_or_default();
    Refusal::rule(
        "NUMBER_TAKEN",
        format!("Number {number} belongs to another client."),
        format!("Two clients cannot share a number. The next free one is {}.", facts.next_number),
    )
    .detail("next_number", &facts.next_number)
}
