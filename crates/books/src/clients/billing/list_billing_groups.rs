//! Billing groups as they are looked at: a searched list in pages, and one with its members.

use kernel::{ClientId, Failure, GroupId, LegalEntity};

use super::store;
use crate::clients::{Sight, Status, list};
use crate::groups::{self, Group, Kind};
use crate::{Ask, Permission, Result, Scene};

/// One page of the list, by name.
#[derive(Clone, Debug, Default)]
pub struct ListBillingGroups {
    /// Part of the group's name, or of a member's.
    pub search: String,
    /// The hidden ones as well.
    pub hidden: bool,
    /// From Z to A.
    pub descending: bool,
    /// The page behind this group.
    pub after: Option<GroupId>,
    /// The page before this group.
    pub before: Option<GroupId>,
    /// The page that begins with this group.
    pub from: Option<GroupId>,
    pub limit: i64,
}

/// A page, with the counts of the whole list.
#[derive(Clone, Debug, Default)]
pub struct BillingGroups {
    pub items: Vec<BillingGroup>,
    /// Groups that match.
    pub total: i64,
    /// Groups that stand before the first of the page.
    pub skipped: i64,
    pub has_more: bool,
}

/// One billing group. It is there for whoever sees one of its members.
#[derive(Clone, Copy, Debug)]
pub struct ReadBillingGroup {
    pub id: GroupId,
}

/// A billing group with those of its members that the asker sees.
#[derive(Clone, Debug)]
pub struct BillingGroup {
    pub group: Group,
    /// Counts every change of the group and of its members.
    pub version: i64,
    /// By name.
    pub members: Vec<BillingMember>,
    /// Members that the asker does not see.
    pub unseen: i64,
    /// Who usually pays, when in sight.
    pub primary: Option<ClientId>,
}

/// A client in a billing group, or on the way into one.
#[derive(Clone, Debug)]
pub struct BillingMember {
    pub client: ClientId,
    pub number: String,
    pub name: String,
    pub legal_entity: Option<LegalEntity>,
    pub email: Option<String>,
    pub status: Status,
    pub archived: bool,
}

impl BillingGroup {
    pub fn primary_member(&self) -> Option<&BillingMember> {
        self.members.iter().find(|member| Some(member.client) == self.primary)
    }

    /// Everyone in it, seen or not.
    pub fn count(&self) -> i64 {
        self.members.len() as i64 + self.unseen
    }

    /// What will be refused later, said now.
    pub fn warnings(&self) -> Vec<String> {
        self.primary_member().and_then(BillingMember::warning).into_iter().collect()
    }
}

impl BillingMember {
    /// Said of whoever is to pay without an address to send the bill to.
    pub fn warning(&self) -> Option<String> {
        self.email.is_none().then(|| {
            format!(
                "“{}” has no e-mail address. Nothing can be sent to the primary contact until one is entered on its \
                 profile.",
                self.name
            )
        })
    }
}

impl Ask for ListBillingGroups {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = BillingGroups;

    fn answer(self, scene: &Scene<'_>) -> Result<BillingGroups> {
        let sight = Sight::of(scene.rights);
        let mut page = store::page(scene, &self, sight)?;
        store::add_members(scene, &mut page.items, sight)?;
        Ok(page)
    }
}

impl Ask for ReadBillingGroup {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = BillingGroup;

    fn answer(self, scene: &Scene<'_>) -> Result<BillingGroup> {
        let missing = || Failure::missing("billing group", self.id);
        let group = groups::store::find_of_kind(scene, self.id, Kind::Billing)?.ok_or_else(missing)?;
        let version = group.version + groups::store::member_changes(scene, self.id)?;
        let mut found = [BillingGroup { group, version, members: Vec::new(), unseen: 0, primary: None }];
        store::add_members(scene, &mut found, Sight::of(scene.rights))?;
        let [found] = found;
        if found.members.is_empty() { Err(missing()) } else { Ok(found) }
    }
}

/// Clients as a form shows them that is about to put them into a group; those not in sight are left out.
#[derive(Clone, Debug)]
pub struct ReadMembersToBe {
    pub clients: Vec<ClientId>,
}

impl Ask for ReadMembersToBe {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = Vec<BillingMember>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<BillingMember>> {
        let some = &self.clients[..self.clients.len().min(2 * super::members::MOST)];
        let found = list::store::clients(scene, &list::store::Selection::of_ids(some, Sight::of(scene.rights)))?;
        let mut members: Vec<BillingMember> = found
            .into_iter()
            .map(|client| BillingMember {
                client: client.id,
                number: client.number.to_string(),
                status: Status::of(client.lifecycle, client.portal),
                name: client.details.name.to_string(),
                legal_entity: client.details.legal_entity,
                email: client.details.email.map(|email| email.to_string()),
                archived: client.archived,
            })
            .collect();
        members.sort_by_key(|member| (kernel::search_fold(&member.name), member.client));
        Ok(members)
    }
}
