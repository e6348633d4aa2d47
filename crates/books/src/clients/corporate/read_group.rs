//! One corporate group with its type and the history of its heads.

use kernel::{ClientId, Failure, GroupId, Instant};

use super::facts::Standing;
use super::store;
use crate::clients::Sight;
use crate::groups::corporate::{self, CorporateGroup, CorporateType, Years};
use crate::{Ask, Permission, Result, Scene, company};

#[derive(Clone, Copy, Debug)]
pub struct ReadCorporateGroup {
    pub id: GroupId,
}

/// The group as its page shows it; the members are a list of their own.
#[derive(Clone, Debug)]
pub struct CorporateGroupView {
    pub group: CorporateGroup,
    pub of_type: CorporateType,
    /// What people call the type of client that it takes.
    pub client_type: String,
    /// Who was, is and will be at the head, the first first.
    pub heads: Vec<HeadTerm>,
    /// Members who count this year, whoever may see them.
    pub members_now: i64,
    /// Memberships that it ever had, void ones too: a group that had one is not deleted.
    pub memberships_ever: i64,
    pub added_at: Instant,
    pub added_by: String,
    /// The year that `members_now` is of.
    pub year: i64,
}

/// A client at the head for some years without a gap.
#[derive(Clone, Debug)]
pub struct HeadTerm {
    pub client: ClientId,
    /// Number and name, when the asker sees the client.
    pub seen: Option<(String, String)>,
    pub years: Years,
}

impl CorporateGroupView {
    /// Who is at the head this year, or in the nearest year of the group.
    pub fn head_now(&self) -> Option<&HeadTerm> {
        self.head_in(self.year)
    }

    /// Who is at the head in the year, or in the nearest year of the group.
    pub fn head_in(&self, year: i64) -> Option<&HeadTerm> {
        let past = self.heads.iter().rev().find(|term| term.years.first.number() <= year);
        past.or_else(|| self.heads.first())
    }
}

impl Ask for ReadCorporateGroup {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = CorporateGroupView;

    fn answer(self, scene: &Scene<'_>) -> Result<CorporateGroupView> {
        let sight = Sight::of(scene.rights);
        let Standing { group, of_type, client_type } = Standing::load(scene, self.id)?;
        if !store::is_in_sight(scene, self.id, sight)? {
            return Err(Failure::missing("corporate group", self.id));
        }
        let heads = store::head_terms(scene, corporate::store::heads(scene, self.id)?, sight)?;
        let (added_at, actor) = store::added(scene, self.id)?;
        Ok(CorporateGroupView {
            heads,
            members_now: store::members_in_year(scene, self.id, scene.today.year().number())?,
            memberships_ever: corporate::store::memberships_ever(scene, self.id)?,
            added_at,
            added_by: company::member_names(scene)?.of(&actor),
            year: scene.today.year().number(),
            group,
            of_type,
            client_type,
        })
    }
}
