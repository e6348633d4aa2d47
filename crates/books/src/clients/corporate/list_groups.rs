//! A page of corporate groups by name, with who is at the head and how many members count in a year.

use kernel::{ClientId, CorporateTypeId, GroupId};

use super::store;
use crate::clients::Sight;
use crate::groups::corporate::CorporateGroup;
use crate::{Ask, Permission, Result, Scene};

/// One page of the list, by name. Whoever sees neither the head nor a member of a group does not see the group.
#[derive(Clone, Debug, Default)]
pub struct ListCorporateGroups {
    /// Part of the group's name, or of a head's or member's.
    pub search: String,
    pub of_type: Option<CorporateTypeId>,
    pub validity: Validity,
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

/// When the groups stand, seen from today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Validity {
    #[default]
    Any,
    /// In this year.
    Now,
    /// Their last year is over.
    Ended,
    /// Their first year is yet to come.
    Coming,
}

/// A page, with the counts of the whole list.
#[derive(Clone, Debug, Default)]
pub struct CorporateGroups {
    pub items: Vec<CorporateGroupLine>,
    /// Groups that match.
    pub total: i64,
    /// Groups that stand before the first of the page.
    pub skipped: i64,
    pub has_more: bool,
    /// The year that the heads and the counts are of: this one.
    pub year: i64,
}

/// A corporate group in the list.
#[derive(Clone, Debug)]
pub struct CorporateGroupLine {
    pub group: CorporateGroup,
    pub type_name: String,
    /// Who is at the head this year, or in the nearest year of the group, when in sight.
    pub head: Option<(ClientId, String)>,
    /// Members who count this year, whoever may see them.
    pub members: i64,
}

impl Ask for ListCorporateGroups {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = CorporateGroups;

    fn answer(self, scene: &Scene<'_>) -> Result<CorporateGroups> {
        store::page(scene, &self, Sight::of(scene.rights), scene.today.year().number())
    }
}
