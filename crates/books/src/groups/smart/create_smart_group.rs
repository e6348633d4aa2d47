//! Creates a smart client group: as any other, with a filter.

use kernel::{GroupId, Stamp};
use serde::{Deserialize, Serialize};

use super::{SmartFacts, SmartFilter, refuse_in_set};
use crate::groups::create_client_group::Facts as Creation;
use crate::groups::{Change, CreateClientGroup};
use crate::{Accepted, Act, Change as AnyChange, Decision, Permission, Result, Scene};

/// Creates a segment that finds its clients by a filter. They enter in the same moment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreateSmartGroup {
    pub group: CreateClientGroup,
    pub filter: SmartFilter,
}

/// What any creation asks, and what the filter is judged by.
pub struct Facts {
    creation: Creation,
    smart: SmartFacts,
}

impl Act for CreateSmartGroup {
    const NAME: &'static str = "create_smart_group";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts { creation: self.group.load(scene)?, smart: SmartFacts::load(scene, Some(&self.filter), None)? })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<GroupId> {
        refuse_in_set(&self.group.name, true, self.group.set.is_some())?;
        facts.smart.refuse(&self.filter, None)?;
        let text = format!("Smart client group “{}” created", self.group.name);
        let mut accepted: Accepted<GroupId> = self.group.decide(facts.creation, stamp)?;
        // From here the group will be created.
        for change in &mut accepted.changes {
            if let AnyChange::Groups(Change::ClientGroupCreated(group)) = change {
                group.smart = Some(self.filter.clone());
            }
        }
        Ok(accepted.says(text))
    }
}
