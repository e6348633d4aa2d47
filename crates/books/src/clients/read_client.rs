//! Reads one client with the groups it stands in.

use kernel::{ClientId, Currency, Day, Failure, GroupId};
use serde::Serialize;

use super::{Client, Sight, client_types, store};
use crate::groups::corporate::ClientType;
use crate::groups::{self, Kind};
use crate::{Ask, Permission, Result, Scene, company};

/// One client, unless it is not in the asker's sight: then it is missing, as if it did not exist.
#[derive(Clone, Copy, Debug)]
pub struct ReadClient {
    pub id: ClientId,
}

/// A client as profile and API show it.
#[derive(Clone, Debug)]
pub struct ClientView {
    pub client: Client,
    /// Groups the client is in today, by kind and name.
    pub groups: Vec<GroupOfClient>,
    /// Whether the asker may change it.
    /// What the client is, by name.
    pub types: Vec<ClientType>,
    pub may_edit: bool,
    /// Counts every change of the client and of its groups.
    pub version: i64,
    /// What the client is called that this one was merged into, where the asker sees it.
    pub heir: Option<String>,
    /// Minor units of the company's currency: what the client owes, or is owed when negative.
    pub open_balance: i64,
    /// The company's currency.
    pub currency: Currency,
}

impl ClientView {
    /// The segments among the groups.
    pub fn segments(&self) -> impl Iterator<Item = &GroupOfClient> {
        self.groups.iter().filter(|group| group.kind == Kind::Segment)
    }

    /// The billing groups among the groups.
    pub fn billing_groups(&self) -> impl Iterator<Item = &GroupOfClient> {
        self.groups.iter().filter(|group| group.kind == Kind::Billing)
    }

    /// The corporate groups of this year.
    pub fn corporate_groups(&self) -> impl Iterator<Item = &GroupOfClient> {
        self.groups.iter().filter(|group| group.kind == Kind::Corporate)
    }

    pub fn has_billing_groups(&self) -> bool {
        self.billing_groups().next().is_some()
    }

    /// Passes, or says that the asker may not change this client.
    pub fn require_edit(&self) -> Result<()> {
        if self.may_edit { Ok(()) } else { Err(super::grouping::may_not_edit()) }
    }

    /// The posting group.
    pub fn customer_group(&self) -> Option<&GroupOfClient> {
        self.groups.iter().find(|group| group.kind == Kind::Posting)
    }
}

/// A group that a client is in, and since when.
#[derive(Clone, Debug, Serialize)]
pub struct GroupOfClient {
    pub id: GroupId,
    pub kind: Kind,
    pub name: String,
    pub color: i64,
    /// A client group that finds its clients by a filter.
    pub smart: bool,
    pub from: Day,
    pub until: Option<Day>,
}

impl GroupOfClient {
    /// The calendar years from the first to the last day, such as `2022–2029`.
    pub fn years(&self) -> String {
        let first = self.from.year();
        match self.until.map(|until| until.year()) {
            Some(last) if last == first => first.to_string(),
            Some(last) => format!("{first}–{last}"),
            None => format!("{first}–"),
        }
    }
}

impl Ask for ReadClient {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = ClientView;

    fn answer(self, scene: &Scene<'_>) -> Result<ClientView> {
        let client = store::find_in_sight(scene, self.id, Sight::of(scene.rights))?
            .ok_or_else(|| Failure::missing("client", self.id))?;
        let groups = groups::store::of_client(scene, self.id, scene.today)?
            .into_iter()
            .map(|(group, from, until)| GroupOfClient {
                id: group.id,
                kind: group.kind,
                name: group.name.to_string(),
                color: group.color,
                smart: group.smart.is_some(),
                from,
                until,
            })
            .collect();
        let types = client_types::store::named_types_of(scene, self.id)?;
        let may_edit = store::may_edit(scene, self.id)?;
        let version = client.version + store::group_changes(scene, self.id)?;
        let heir = match client.merged_into {
            Some(heir) => {
                store::find_in_sight(scene, heir, Sight::of(scene.rights))?.map(|heir| heir.details.name.to_string())
            }
            None => None,
        };
        let open_balance = store::open_balance(scene, self.id)?;
        let currency = company::read(scene)?.currency;
        Ok(ClientView { client, groups, types, may_edit, version, heir, open_balance, currency })
    }
}
