//! Which client groups the chosen clients are in already, and how many of them are: before they are put into more.

use kernel::GroupId;

use super::store;
use crate::clients::bulk::Selection;
use crate::clients::{Sight, list};
use crate::{Ask, Permission, Result, Scene, groups};

#[derive(Clone, Debug)]
pub struct GroupsOfSelection(pub Selection);

/// Every live client group, by name.
#[derive(Clone, Debug)]
pub struct SelectionGroups {
    /// Chosen clients in sight.
    pub clients: i64,
    pub groups: Vec<SelectionGroup>,
}

#[derive(Clone, Debug)]
pub struct SelectionGroup {
    pub id: GroupId,
    pub name: String,
    pub color: i64,
    /// The name of the set that it stands in.
    pub set: Option<String>,
    /// It finds its clients by a filter: nobody is put into it by hand.
    pub smart: bool,
    /// All clients in it.
    pub clients: i64,
    /// Chosen clients in it.
    pub chosen: i64,
}

impl Ask for GroupsOfSelection {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = SelectionGroups;

    fn answer(self, scene: &Scene<'_>) -> Result<SelectionGroups> {
        let selection = match &self.0 {
            Selection::Clients(clients) => list::store::Selection::of_ids(clients, Sight::of(scene.rights)),
            Selection::InGroup(group) => list::store::selected(scene, &list::Filter::in_group(*group)),
            Selection::Matching(filter) => list::store::selected(scene, filter),
        };
        let chosen = store::chosen_in_groups(scene, &selection)?;
        let groups = groups::store::segment_choices(scene)?;
        Ok(SelectionGroups {
            clients: list::store::count(scene, &selection, i64::MAX)?,
            groups: groups
                .into_iter()
                .map(|group| SelectionGroup {
                    id: group.id,
                    name: group.name,
                    color: group.color,
                    set: group.set,
                    smart: group.smart,
                    clients: group.clients,
                    chosen: chosen.get(&group.id).copied().unwrap_or_default(),
                })
                .collect(),
        })
    }
}
