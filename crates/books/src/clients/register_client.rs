//! Registers a client by hand: a number, the details, one customer group, any client groups.

use kernel::{ClientId, ClientTypeId, Failure, GroupId, Number, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::edit::check_values;
use super::grouping::{archived, at_groups};
use super::{Change, Client, Details, Lifecycle, Portal, client_types, store};
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
    /// What the client is.
    pub client_types: Vec<ClientTypeId>,
}

/// What the rule needs, asked once.
pub struct Facts {
    pub number_holder: Option<store::NumberHolder>,
    pub next_number: String,
    pub customer_groups: Vec<Group>,
    pub client_groups: Vec<Group>,
    pub knows_responsible: bool,
    pub knows_zone: bool,
    pub knows_types: bool,
}

impl Act for RegisterClient {
    const NAME: &'static str = "register_client";
    const NEEDS: Permission = Permission::EditClients;
    type Facts = Facts;
    type Outcome = ClientId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts {
            number_holder: match &self.number {
                Some(number) => store::number_holder(scene, number.as_str())?,
                None => None,
            },
            next_number: store::next_number(scene)?,
            customer_groups: groups::store::of_kind(scene, Kind::Posting)?,
            client_groups: groups::store::of_kind(scene, Kind::Segment)?,
            knows_responsible: store::knows_member(scene, self.details.responsible)?,
            knows_zone: store::knows_zone(scene, self.details.vat_zone)?,
            knows_types: client_types::store::knows(scene, &self.client_types)?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<ClientId> {
        let customer_group = self.customer_group(&facts)?;
        let client_groups = self.client_groups(&facts)?;
        if let Some(holder) = &facts.number_holder {
            return Err(holder.refusal().detail("next_number", &facts.next_number).into());
        }
        let number = match &self.number {
            Some(number) => number.clone(),
            None => Number::parse(&facts.next_number).map_err(Failure::broken)?,
        };
        if self.prospect && self.details.email.is_none() {
            return Err(email_missing().into());
        }
        if !facts.knows_responsible {
            return Err(super::change_client::unknown_member().into());
        }
        if !facts.knows_zone {
            return Err(super::change_client::unknown_zone().into());
        }
        if !facts.knows_types {
            return Err(client_types::unknown().into());
        }
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
            merged_into: None,
            version: 1,
        };
        check_values(&client)?;
        // From here the client will be registered.
        let id = client.id;
        let text = format!("Client “{}” registered", client.details.name);
        let version = client.version;
        let mut changes = vec![Change::Registered(Box::new(client)).into()];
        changes.extend(client_types::set(id, &[], &self.client_types, version));
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
            (Some(wanted), _) => open_customer_group(&facts.customer_groups, wanted),
            // Of a prospect nothing is asked but name and mail: it stands in the first until somebody says where.
            (None, count) if count == 1 || self.prospect => live.next().ok_or_else(|| no_customer_group().into()),
            (None, _) => Err(customer_group_missing().into()),
        }
    }

    fn client_groups<'a>(&self, facts: &'a Facts) -> Result<Vec<&'a Group>> {
        let mut found: Vec<&Group> = Vec::new();
        for wanted in &self.client_groups {
            let group =
                facts.client_groups.iter().find(|group| group.id == *wanted).ok_or_else(unknown_client_group)?;
            if group.archived {
                return Err(at_groups(archived(group, "client-groups")).into());
            }
            groups::refuse_by_hand(group).map_err(at_groups)?;
            if !found.iter().any(|other| other.id == group.id) {
                found.push(group);
            }
        }
        groups::refuse_two_of_one_set(found.iter().copied())?;
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

/// The customer group that a client shall enter.
pub(super) fn open_customer_group<'a>(
    groups: impl IntoIterator<Item = &'a Group>,
    wanted: GroupId,
) -> Result<&'a Group> {
    let group = groups.into_iter().find(|group| group.id == wanted).ok_or_else(|| unknown_group("customer_group"))?;
    if group.archived {
        return Err(Refusal { field: Some("customer_group".into()), ..archived(group, "customer-groups") }.into());
    }
    Ok(group)
}

pub(super) fn unknown_client_group() -> Refusal {
    unknown_group("client_groups")
}

fn email_missing() -> Refusal {
    Refusal::field(
        "EMAIL_REQUIRED",
        "email",
        "The prospect has no email address.",
        "A proposal goes to it. Type one, or register a client instead.",
    )
}

fn unknown_group(field: &'static str) -> Refusal {
    Refusal::field(
        "GROUP_UNKNOWN",
        field,
        "The group does not exist.",
        "It was deleted meanwhile, or is of another kind. Choose a group from the list.",
    )
}
