//! Gives a client group a filter, another one, or none; with it, whatever else of the group is to change.

use kernel::{GroupId, Stamp};
use serde::{Deserialize, Serialize};

use super::{SmartFacts, SmartFilter};
use crate::groups::ChangeClientGroup;
use crate::groups::change_client_group::Facts as ChangeFacts;
use crate::{Act, Decision, Permission, Result, Scene};

/// Changes a segment and how it finds its clients. Without a filter it is hand-picked from now on and keeps whom it has.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeSmartGroup {
    pub change: ChangeClientGroup,
    pub filter: Option<SmartFilter>,
}

/// What any change asks, and what the filter is judged by.
pub struct Facts {
    change: ChangeFacts,
    smart: SmartFacts,
}

impl Act for ChangeSmartGroup {
    const NAME: &'static str = "change_smart_group";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let change = self.change.load(scene)?;
        Ok(Facts { change, smart: SmartFacts::load(scene, self.filter.as_ref(), Some(self.change.id))? })
    }

    fn decide(self, facts: Facts, _: &Stamp) -> Decision<GroupId> {
        let (id, filter) = (self.change.id, self.filter.clone());
        let judged = || filter.as_ref().map_or(Ok(()), |filter| facts.smart.refuse(filter, Some(id)));
        self.change.shape(facts.change, Some(self.filter), judged)
    }
}
