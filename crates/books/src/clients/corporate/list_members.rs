//! The members of a corporate group with their years, and where else each stands in groups of the type.

use kernel::{ClientId, Day, Failure, GroupId, Instant, MembershipId};

use super::store;
use crate::clients::Sight;
use crate::groups::corporate::{self, Years};
use crate::{Ask, Permission, Result, Scene};

/// A page of memberships by the name of the client, then by year; those not in sight are left out and counted.
#[derive(Clone, Debug)]
pub struct ListCorporateMembers {
    pub group: GroupId,
    /// Only those that count on this day; without it all that ever were.
    pub as_of: Option<Day>,
    /// Void ones as well; never together with a day.
    pub voided: bool,
    /// The page behind this membership.
    pub after: Option<MembershipId>,
    pub limit: i64,
}

#[derive(Clone, Debug)]
pub struct CorporateMembers {
    pub items: Vec<CorporateMember>,
    pub has_more: bool,
    /// Memberships of clients whom the asker does not see.
    pub unseen: i64,
}

/// One membership, for ever: who is in the group, for which years, and who said so.
#[derive(Clone, Debug)]
pub struct CorporateMember {
    pub id: MembershipId,
    pub group: GroupId,
    pub client: ClientId,
    pub number: String,
    pub name: String,
    pub archived: bool,
    /// Of a void one those that it had.
    pub years: Years,
    pub added_at: Instant,
    /// The name of the member who added it.
    pub added_by: String,
    pub voided: Option<VoidedBy>,
    pub version: i64,
    /// Years in which the client stands in another group of the type, the earliest first.
    pub elsewhere: Vec<Elsewhere>,
}

/// By whom, when and why a membership was voided.
#[derive(Clone, Debug)]
pub struct VoidedBy {
    pub at: Instant,
    pub by: String,
    pub reason: String,
}

/// Years without a gap in another group of the type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    pub group: GroupId,
    pub name: String,
    pub years: Years,
    /// At its head, and no member.
    pub only_head: bool,
}

impl Ask for ListCorporateMembers {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = CorporateMembers;

    fn answer(self, scene: &Scene<'_>) -> Result<CorporateMembers> {
        let sight = Sight::of(scene.rights);
        let found = corporate::store::find(scene, self.group)?;
        let group = found.ok_or_else(|| Failure::missing("corporate group", self.group))?;
        if !store::is_in_sight(scene, self.group, sight)? {
            return Err(Failure::missing("corporate group", self.group));
        }
        let mut page = store::members(scene, &self, sight)?;
        store::add_elsewhere(scene, &group, &mut page.items)?;
        Ok(page)
    }
}

/// One membership of a corporate group, whose client is in sight.
#[derive(Clone, Copy, Debug)]
pub struct ReadCorporateMembership {
    pub id: MembershipId,
}

impl Ask for ReadCorporateMembership {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = CorporateMember;

    fn answer(self, scene: &Scene<'_>) -> Result<CorporateMember> {
        let missing = || Failure::missing("membership", self.id);
        let (_, group) = corporate::store::find_membership(scene, self.id)?.ok_or_else(missing)?;
        let found = store::member(scene, self.id, Sight::of(scene.rights))?.ok_or_else(missing)?;
        let mut found = [found];
        store::add_elsewhere(scene, &group, &mut found)?;
        let [found] = found;
        Ok(found)
    }
}
