//! Groups as forms offer them.

use kernel::GroupId;

use super::store;
use crate::{Ask, Permission, Result, Scene};

#[derive(Clone, Debug)]
pub struct CustomerGroupChoice {
    pub id: GroupId,
    pub name: String,
    pub account_number: String,
}

#[derive(Clone, Debug)]
pub struct ClientGroupChoice {
    pub id: GroupId,
    pub name: String,
    pub color: i64,
    /// Clients in it now.
    pub clients: i64,
    /// The name of the set that it stands in.
    pub set: Option<String>,
    /// It finds its clients by a filter: nobody is put into it by hand.
    pub smart: bool,
}

/// The client groups that a selector offers: a selector asks each time it opens.
#[derive(Clone, Copy, Debug)]
pub struct ListClientGroupChoices;

impl Ask for ListClientGroupChoices {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = Vec<ClientGroupChoice>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<ClientGroupChoice>> {
        store::segment_choices(scene)
    }
}

/// Client groups in the archive, which only filters offer.
#[derive(Clone, Copy, Debug)]
pub struct ListArchivedGroupChoices;

impl Ask for ListArchivedGroupChoices {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = Vec<ClientGroupChoice>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<ClientGroupChoice>> {
        store::archived_choices(scene)
    }
}
