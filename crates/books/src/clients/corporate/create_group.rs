//! Creates a corporate group: a name, a type, the client at its head, and the years that it stands for.

use kernel::{ClientId, CorporateTypeId, Day, GroupId, Name, Stamp};
use serde::{Deserialize, Serialize};

use super::facts::{self, Candidate, Wanted};
use super::refusals::{Role, head_required, name_taken, type_unknown};
use crate::groups::corporate::{self, Change, CorporateGroup, CorporateType, HeadYear, Years};
use crate::groups::{Change as GroupChange, Group, Kind};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Creates a corporate group. The client at its head is not a member of it thereby.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreateCorporateGroup {
    pub name: Name,
    pub of_type: CorporateTypeId,
    pub head: ClientId,
    /// A 1 January.
    pub from: Day,
    /// A 31 December, at most fifty years on.
    pub until: Day,
}

/// The type, the head, and who has the name.
pub struct Facts {
    of_type: Option<(CorporateType, String)>,
    head: Option<Candidate>,
    holder: Option<CorporateGroup>,
}

impl Act for CreateCorporateGroup {
    const NAME: &'static str = "create_corporate_group";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = GroupId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let of_type = match facts::of_type(scene, self.of_type)? {
            Some(found) => Some((found.clone(), facts::client_type(scene, &found)?)),
            None => None,
        };
        let holder = match Years::between(self.from, self.until) {
            Ok(years) => corporate::store::name_holder(scene, self.of_type, years, &self.name.key(), None)?,
            Err(_) => None,
        };
        Ok(Facts { of_type, head: Candidate::load(scene, self.head, self.of_type, self.from.year())?, holder })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<GroupId> {
        let years = Years::between(self.from, self.until)?;
        let (of_type, client_type) = facts.of_type.ok_or_else(type_unknown)?;
        let head = facts.head.ok_or_else(head_required)?;
        if let Some(holder) = &facts.holder {
            return Err(name_taken(holder, &self.name).into());
        }
        let wanted = Wanted {
            role: Role::Head,
            group: None,
            group_name: self.name.as_str(),
            of_type: &of_type,
            client_type: &client_type,
            years,
            group_last: years.last,
            own: None,
        };
        head.refuse_misfit(&wanted)?;
        // From here the group will be created.
        let id = stamp.ids().next();
        let text = format!("Corporate group “{}” created for {years}, with “{}” at its head", self.name, head.name);
        let group = Group {
            id,
            kind: Kind::Corporate,
            name: self.name,
            color: 0,
            note: String::new(),
            set: None,
            smart: None,
            archived: false,
            version: 1,
        };
        let made = CorporateGroup { group, of_type: self.of_type, years };
        let slots = made.slots(years).into_iter();
        let years = slots.map(|slot| HeadYear { slot, before: None, after: Some(self.head) }).collect();
        let changes = [Change::GroupCreated(made), Change::HeadSet { group: id, years }];
        let changes = changes.map(|change| GroupChange::Corporate(Box::new(change)).into());
        Ok(accept(id, changes).says(text).about(id).undoable())
    }
}
