//! The verbs of types: create, change, delete.

use kernel::{ClientTypeId, CorporateTypeId, Failure, GroupId, Name, Stamp};
use serde::{Deserialize, Serialize};

use super::refusals::{client_type_in_use, in_use, refuse_stale, refuse_taken, unknown_client_type};
use crate::groups;
use crate::groups::corporate::{Change, ClientType, CorporateType, Effect, store};
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Creates a type of client.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreateClientType {
    pub name: Name,
}

impl Act for CreateClientType {
    const NAME: &'static str = "create_client_type";
    const NEEDS: Permission = Permission::ManageClientGroups;
    /// The type whose name counts as the same.
    type Facts = Option<ClientType>;
    type Outcome = ClientTypeId;

    fn load(&self, scene: &Scene<'_>) -> Result<Option<ClientType>> {
        store::client_type_by_key(scene, &self.name.key())
    }

    fn decide(self, holder: Option<ClientType>, stamp: &Stamp) -> Decision<ClientTypeId> {
        refuse_taken(&self.name, holder.as_ref().map(|held| (&held.name, false)), CLIENT_TYPES)?;
        // From here the type will be created.
        let made = ClientType { id: stamp.ids().next(), name: self.name, version: 1 };
        let (id, text) = (made.id, format!("Client type “{}” created", made.name));
        Ok(accept(id, [change(Change::ClientTypeCreated(made))]).says(text).about(id).undoable())
    }
}

const CLIENT_TYPES: &str = "client types";
const GROUP_TYPES: &str = "types of corporate groups";

/// The first few groups of a type by name, and how many there are.
type GroupsOfType = (Vec<(GroupId, String)>, i64);

fn change(change: Change) -> crate::Change {
    groups::Change::Corporate(Box::new(change)).into()
}

/// Renames a type of client.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RenameClientType {
    pub id: ClientTypeId,
    pub version: Option<i64>,
    pub name: Name,
}

impl Act for RenameClientType {
    const NAME: &'static str = "rename_client_type";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = (Option<ClientType>, Option<ClientType>);
    type Outcome = ClientTypeId;

    fn load(&self, scene: &Scene<'_>) -> Result<Self::Facts> {
        Ok((store::find_client_type(scene, self.id)?, store::client_type_by_key(scene, &self.name.key())?))
    }

    fn decide(self, (now, holder): Self::Facts, _: &Stamp) -> Decision<ClientTypeId> {
        let before = now.ok_or_else(|| Failure::missing("client type", self.id))?;
        refuse_stale(&before.name, before.version, self.version)?;
        refuse_taken(&self.name, holder.as_ref().map(|held| (&held.name, held.id == self.id)), CLIENT_TYPES)?;
        if before.name == self.name {
            return Ok(accept(self.id, []));
        }
        // From here the type will be renamed.
        let text = format!("Client type “{}” renamed to “{}”", before.name, self.name);
        let after = ClientType { name: self.name, version: before.version + 1, ..before };
        let renamed = Change::ClientTypeRenamed { before, after };
        Ok(accept(self.id, [change(renamed)]).says(text).about(self.id).undoable())
    }
}

/// Deletes a type of client that nobody is of and no type of group takes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeleteClientType {
    pub id: ClientTypeId,
    pub version: Option<i64>,
}

/// The type, its clients, and the types of groups that take it.
pub struct ClientTypeUse {
    now: Option<ClientType>,
    clients: i64,
    takers: Vec<Name>,
}

impl Act for DeleteClientType {
    const NAME: &'static str = "delete_client_type";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = ClientTypeUse;
    type Outcome = ClientTypeId;

    fn load(&self, scene: &Scene<'_>) -> Result<ClientTypeUse> {
        let types = store::types(scene)?.into_iter();
        Ok(ClientTypeUse {
            now: store::find_client_type(scene, self.id)?,
            clients: store::clients_of_type(scene, self.id)?,
            takers: types.filter(|taker| taker.client_type == self.id).map(|taker| taker.name).collect(),
        })
    }

    fn decide(self, facts: ClientTypeUse, _: &Stamp) -> Decision<ClientTypeId> {
        let gone = facts.now.ok_or_else(|| Failure::missing("client type", self.id))?;
        refuse_stale(&gone.name, gone.version, self.version)?;
        if facts.clients > 0 || !facts.takers.is_empty() {
            return Err(client_type_in_use(&gone.name, facts.clients, &facts.takers).into());
        }
        // From here the type will be deleted.
        let text = format!("Client type “{}” deleted", gone.name);
        Ok(accept(self.id, [change(Change::ClientTypeDeleted(gone))]).says(text).about(self.id).undoable())
    }
}

/// Creates a type of corporate group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreateCorporateType {
    pub name: Name,
    pub client_type: ClientTypeId,
    pub effect: Effect,
}

impl Act for CreateCorporateType {
    const NAME: &'static str = "create_corporate_group_type";
    const NEEDS: Permission = Permission::ManageClientGroups;
    /// The type whose name counts as the same, and the type of client.
    type Facts = (Option<CorporateType>, Option<ClientType>);
    type Outcome = CorporateTypeId;

    fn load(&self, scene: &Scene<'_>) -> Result<Self::Facts> {
        Ok((store::type_by_key(scene, &self.name.key())?, store::find_client_type(scene, self.client_type)?))
    }

    fn decide(self, (holder, takes): Self::Facts, stamp: &Stamp) -> Decision<CorporateTypeId> {
        refuse_taken(&self.name, holder.as_ref().map(|held| (&held.name, false)), GROUP_TYPES)?;
        takes.ok_or_else(unknown_client_type)?;
        // From here the type will be created.
        let id = stamp.ids().next();
        let text = format!("Type of corporate group “{}” created", self.name);
        let (client_type, effect) = (self.client_type, self.effect);
        let made = CorporateType { id, name: self.name, client_type, effect, version: 1 };
        Ok(accept(id, [change(Change::TypeCreated(made))]).says(text).about(id).undoable())
    }
}

/// Changes a type of corporate group; what it takes and brings about only before a group is of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeCorporateType {
    pub id: CorporateTypeId,
    pub version: Option<i64>,
    pub name: Option<Name>,
    pub client_type: Option<ClientTypeId>,
    pub effect: Option<Effect>,
}

/// The type as it stands, and what is in the way of a change.
pub struct TypeFacts {
    now: Option<CorporateType>,
    holder: Option<CorporateType>,
    knows_client_type: bool,
    groups: GroupsOfType,
}

impl Act for ChangeCorporateType {
    const NAME: &'static str = "change_corporate_group_type";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = TypeFacts;
    type Outcome = CorporateTypeId;

    fn load(&self, scene: &Scene<'_>) -> Result<TypeFacts> {
        Ok(TypeFacts {
            now: store::find_type(scene, self.id)?,
            holder: match &self.name {
                Some(name) => store::type_by_key(scene, &name.key())?,
                None => None,
            },
            knows_client_type: match self.client_type {
                Some(wanted) => store::find_client_type(scene, wanted)?.is_some(),
                None => true,
            },
            groups: store::groups_of_type(scene, self.id)?,
        })
    }

    fn decide(self, facts: TypeFacts, _: &Stamp) -> Decision<CorporateTypeId> {
        let before = facts.now.ok_or_else(|| Failure::missing("type of corporate group", self.id))?;
        refuse_stale(&before.name, before.version, self.version)?;
        if let Some(name) = &self.name {
            let holder = facts.holder.as_ref().map(|held| (&held.name, held.id == self.id));
            refuse_taken(name, holder, GROUP_TYPES)?;
        }
        if !facts.knows_client_type {
            return Err(unknown_client_type().into());
        }
        let mut after = CorporateType {
            name: self.name.unwrap_or_else(|| before.name.clone()),
            client_type: self.client_type.unwrap_or(before.client_type),
            effect: self.effect.unwrap_or(before.effect),
            ..before.clone()
        };
        let is_other = after.client_type != before.client_type || after.effect != before.effect;
        if is_other && facts.groups.1 > 0 {
            return Err(in_use(&before.name, "cannot be changed", &facts.groups.0, facts.groups.1).into());
        }
        if after == before {
            return Ok(accept(self.id, []));
        }
        // From here the type will be changed.
        after.version += 1;
        let text = format!("Type of corporate group “{}” changed", after.name);
        Ok(accept(self.id, [change(Change::TypeChanged { before, after })]).says(text).about(self.id).undoable())
    }
}

/// Deletes a type that no corporate group is of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeleteCorporateType {
    pub id: CorporateTypeId,
    pub version: Option<i64>,
}

impl Act for DeleteCorporateType {
    const NAME: &'static str = "delete_corporate_group_type";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = (Option<CorporateType>, GroupsOfType);
    type Outcome = CorporateTypeId;

    fn load(&self, scene: &Scene<'_>) -> Result<Self::Facts> {
        Ok((store::find_type(scene, self.id)?, store::groups_of_type(scene, self.id)?))
    }

    fn decide(self, (now, groups): Self::Facts, _: &Stamp) -> Decision<CorporateTypeId> {
        let gone = now.ok_or_else(|| Failure::missing("type of corporate group", self.id))?;
        refuse_stale(&gone.name, gone.version, self.version)?;
        if groups.1 > 0 {
            return Err(in_use(&gone.name, "cannot be deleted", &groups.0, groups.1).into());
        }
        // From here the type will be deleted.
        let text = format!("Type of corporate group “{}” deleted", gone.name);
        Ok(accept(self.id, [change(Change::TypeDeleted(gone))]).says(text).about(self.id).undoable())
    }
}
