//! The API's client types and types of corporate groups.

use axum::extract::Path;
use books::groups::corporate::{
    ChangeCorporateType, ClientTypeLine, CorporateTypeLine, CreateClientType, CreateCorporateType, DeleteClientType,
    DeleteCorporateType, Effect, ListClientTypes, ListCorporateTypes, ReadClientType, ReadCorporateType,
    RenameClientType,
};
use kernel::{ClientTypeId, CorporateTypeId, Failure, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::edge::{ApiResult, Call, Resource, parse_field};

/// What a client is: agency, holding … A client is any number of them.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClientTypeShape {
    pub id: String,
    pub name: String,
    pub clients_count: i64,
    pub version: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ClientTypeList {
    pub items: Vec<ClientTypeShape>,
    /// Always null: every type is listed.
    pub next: Option<String>,
}

/// A name for a client type.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientTypeName {
    pub name: String,
}

/// What a corporate group is for.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorporateTypeShape {
    pub id: String,
    pub name: String,
    /// Id of the client type that the head and each member need.
    pub client_type: String,
    pub client_type_name: String,
    /// corporate_discount, rebate_in_kind, central_address or none.
    pub effect: String,
    pub groups_count: i64,
    pub version: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CorporateTypeList {
    pub items: Vec<CorporateTypeShape>,
    /// Always null: every type is listed.
    pub next: Option<String>,
}

/// A new type of corporate group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCorporateType {
    pub name: String,
    pub client_type: String,
    /// corporate_discount, rebate_in_kind, central_address or none.
    pub effect: String,
}

/// What changes; client type and effect are fixed once a group is of the type.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorporateTypePatch {
    pub name: Option<String>,
    pub client_type: Option<String>,
    pub effect: Option<String>,
}

pub async fn list_client_types(call: Call) -> ApiResult {
    let shown =
        |lines: Vec<ClientTypeLine>| ClientTypeList { items: lines.iter().map(Resource::shape).collect(), next: None };
    call.show(ListClientTypes, shown).await
}

pub async fn create_client_type(call: Call) -> ApiResult {
    let new: ClientTypeName = call.body()?;
    let command = CreateClientType { name: parse_field("name", &new.name)? };
    call.create(command, "/client-types", |id| ReadClientType { id: *id }).await
}

pub async fn read_client_type(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadClientType { id: client_type(&id)? }).await
}

pub async fn rename_client_type(Path(id): Path<String>, call: Call) -> ApiResult {
    let (id, wanted) = (client_type(&id)?, call.body::<ClientTypeName>()?);
    let name = parse_field("name", &wanted.name)?;
    call.change(RenameClientType { id, version: call.expected_version()?, name }, ReadClientType { id }).await
}

pub async fn delete_client_type(Path(id): Path<String>, call: Call) -> ApiResult {
    call.remove(DeleteClientType { id: client_type(&id)?, version: call.expected_version()? }).await
}

pub async fn list(call: Call) -> ApiResult {
    let shown = |lines: Vec<CorporateTypeLine>| CorporateTypeList {
        items: lines.iter().map(Resource::shape).collect(),
        next: None,
    };
    call.show(ListCorporateTypes, shown).await
}

pub async fn create(call: Call) -> ApiResult {
    let new: NewCorporateType = call.body()?;
    let command = CreateCorporateType {
        name: parse_field("name", &new.name)?,
        client_type: parse_field("client_type", &new.client_type)?,
        effect: effect(&new.effect)?,
    };
    call.create(command, "/corporate-group-types", |id| ReadCorporateType { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadCorporateType { id: corporate_type(&id)? }).await
}

pub async fn change(Path(id): Path<String>, call: Call) -> ApiResult {
    let (id, patch) = (corporate_type(&id)?, call.body::<CorporateTypePatch>()?);
    let command = ChangeCorporateType {
        id,
        version: call.expected_version()?,
        name: patch.name.map(|name| parse_field("name", &name)).transpose()?,
        client_type: patch.client_type.map(|of_type| parse_field("client_type", &of_type)).transpose()?,
        effect: patch.effect.as_deref().map(effect).transpose()?,
    };
    call.change(command, ReadCorporateType { id }).await
}

pub async fn delete(Path(id): Path<String>, call: Call) -> ApiResult {
    call.remove(DeleteCorporateType { id: corporate_type(&id)?, version: call.expected_version()? }).await
}

fn effect(code: &str) -> Result<Effect, Refusal> {
    Effect::parse(code).ok_or_else(|| {
        Refusal::field(
            "EFFECT_UNKNOWN",
            "effect",
            format!("There is no effect “{code}”."),
            "Send corporate_discount, rebate_in_kind, central_address or none.",
        )
    })
}

/// An id that cannot be one names nothing.
fn client_type(id: &str) -> books::Result<ClientTypeId> {
    id.parse().map_err(|_| Failure::missing("client type", id))
}

fn corporate_type(id: &str) -> books::Result<CorporateTypeId> {
    id.parse().map_err(|_| Failure::missing("type of corporate group", id))
}

impl Resource for ClientTypeLine {
    type Shape = ClientTypeShape;

    fn version(&self) -> i64 {
        self.of_type.version
    }

    fn shape(&self) -> ClientTypeShape {
        ClientTypeShape {
            id: self.of_type.id.to_string(),
            name: self.of_type.name.to_string(),
            clients_count: self.clients,
            version: self.of_type.version,
        }
    }
}

impl Resource for CorporateTypeLine {
    type Shape = CorporateTypeShape;

    fn version(&self) -> i64 {
        self.of_type.version
    }

    fn shape(&self) -> CorporateTypeShape {
        CorporateTypeShape {
            id: self.of_type.id.to_string(),
            name: self.of_type.name.to_string(),
            client_type: self.of_type.client_type.to_string(),
            client_type_name: self.client_type.clone(),
            effect: self.of_type.effect.code().to_owned(),
            groups_count: self.groups,
            version: self.of_type.version,
        }
    }
}
