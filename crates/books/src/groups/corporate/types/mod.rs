//! The types of clients and of corporate groups: what a company calls them. What an effect brings about is code.

mod change;
mod refusals;

use kernel::{ClientTypeId, CorporateTypeId, Failure, IdMaker, Name};

pub use change::{
    ChangeCorporateType, CreateClientType, CreateCorporateType, DeleteClientType, DeleteCorporateType, RenameClientType,
};

use super::{Change, ClientType, CorporateType, Effect, store};
use crate::{Ask, Permission, Result, Scene};

/// The types of clients that a company begins with.
const BUILT_IN_CLIENT_TYPES: [&str; 7] =
    ["Advertiser", "Agency", "Main agency", "Corporate agency", "Holding", "Invoice recipient", "Planning agency"];

/// The types of corporate groups that a company begins with, each with the type of client that it takes.
const BUILT_IN_TYPES: [(&str, &str, Effect); 4] = [
    ("Holding", "Holding", Effect::CorporateDiscount),
    ("Corporate agency", "Corporate agency", Effect::RebateInKind),
    ("Main agency", "Main agency", Effect::None),
    ("Invoice recipients", "Invoice recipient", Effect::CentralAddress),
];

/// What a company begins with.
pub(in crate::groups) fn built_in(ids: &mut IdMaker) -> Result<Vec<Change>> {
    let name = |text: &str| Name::parse(text).map_err(Failure::broken);
    let mut clients: Vec<ClientType> = Vec::new();
    for text in BUILT_IN_CLIENT_TYPES {
        clients.push(ClientType { id: ids.next(), name: name(text)?, version: 1 });
    }
    let mut groups = Vec::new();
    for (text, takes, effect) in BUILT_IN_TYPES {
        let of = clients.iter().find(|of| of.name.as_str() == takes);
        let client_type = of.ok_or_else(|| Failure::broken("a built-in type of group takes no type of client"))?.id;
        groups.push(CorporateType { id: ids.next(), name: name(text)?, client_type, effect, version: 1 });
    }
    let clients = clients.into_iter().map(Change::ClientTypeCreated);
    Ok(clients.chain(groups.into_iter().map(Change::TypeCreated)).collect())
}

/// Every type of client, by name.
#[derive(Clone, Copy, Debug)]
pub struct ListClientTypes;

#[derive(Clone, Copy, Debug)]
pub struct ReadClientType {
    pub id: ClientTypeId,
}

/// A type of client, and how many clients are of it.
#[derive(Clone, Debug)]
pub struct ClientTypeLine {
    pub of_type: ClientType,
    pub clients: i64,
}

impl Ask for ListClientTypes {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = Vec<ClientTypeLine>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<ClientTypeLine>> {
        store::client_types(scene)?.into_iter().map(|of_type| client_line(scene, of_type)).collect()
    }
}

impl Ask for ReadClientType {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = ClientTypeLine;

    fn answer(self, scene: &Scene<'_>) -> Result<ClientTypeLine> {
        let found = store::find_client_type(scene, self.id)?;
        client_line(scene, found.ok_or_else(|| Failure::missing("client type", self.id))?)
    }
}

fn client_line(scene: &Scene<'_>, of_type: ClientType) -> Result<ClientTypeLine> {
    Ok(ClientTypeLine { clients: store::clients_of_type(scene, of_type.id)?, of_type })
}

/// Every type of corporate group, by name.
#[derive(Clone, Copy, Debug)]
pub struct ListCorporateTypes;

#[derive(Clone, Copy, Debug)]
pub struct ReadCorporateType {
    pub id: CorporateTypeId,
}

/// A type of corporate group, with the name of the type of client that it takes and how many groups are of it.
#[derive(Clone, Debug)]
pub struct CorporateTypeLine {
    pub of_type: CorporateType,
    pub client_type: String,
    pub groups: i64,
}

impl Ask for ListCorporateTypes {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = Vec<CorporateTypeLine>;

    fn answer(self, scene: &Scene<'_>) -> Result<Vec<CorporateTypeLine>> {
        store::types(scene)?.into_iter().map(|of_type| type_line(scene, of_type)).collect()
    }
}

impl Ask for ReadCorporateType {
    const NEEDS: Permission = Permission::ViewOwnClients;
    type Answer = CorporateTypeLine;

    fn answer(self, scene: &Scene<'_>) -> Result<CorporateTypeLine> {
        let found = store::find_type(scene, self.id)?;
        type_line(scene, found.ok_or_else(|| Failure::missing("type of corporate group", self.id))?)
    }
}

fn type_line(scene: &Scene<'_>, of_type: CorporateType) -> Result<CorporateTypeLine> {
    let client_type = store::find_client_type(scene, of_type.client_type)?;
    Ok(CorporateTypeLine {
        client_type: client_type.map(|found| found.name.to_string()).unwrap_or_default(),
        groups: store::groups_of_type(scene, of_type.id)?.1,
        of_type,
    })
}
