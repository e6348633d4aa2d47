//! The settings pages of client types and of types of corporate groups: each row is a form of its own.

use askama::Template;
use axum::extract::Path;
use books::groups::corporate::{
    ChangeCorporateType, ClientTypeLine, CorporateTypeLine, CreateClientType, CreateCorporateType, DeleteClientType,
    DeleteCorporateType, Effect, ListClientTypes, ListCorporateTypes, RenameClientType,
};
use books::{Permission, Receipt};
use kernel::{ClientTypeId, CorporateTypeId, Failure, Refusal};

use super::client_groups::frame;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals};

const CLIENT_TYPES: &str = "/settings/client-types";
const GROUP_TYPES: &str = "/settings/corporate-group-types";

#[derive(Template)]
#[template(path = "groups/client_types.html")]
struct ClientTypesPage {
    frame: Frame,
    types: Vec<ClientTypeLine>,
    /// What was typed for a new one.
    typed: String,
    refusals: Refusals,
    may_manage: bool,
}

#[derive(Template)]
#[template(path = "groups/corporate_types.html")]
struct GroupTypesPage {
    frame: Frame,
    types: Vec<CorporateTypeLine>,
    client_types: Vec<ClientTypeLine>,
    form: Form,
    refusals: Refusals,
    may_manage: bool,
}

pub async fn show_client_types(visit: Visit) -> PageResult {
    client_types(&visit, String::new(), None).await
}

async fn client_types(visit: &Visit, typed: String, failure: Option<Failure>) -> PageResult {
    let types = visit.ask(ListClientTypes).await?;
    let may_manage = visit.may(Permission::ManageClientGroups);
    let frame = frame(visit, "Client types").crumb("Client types", "");
    let page = |frame, refusals| ClientTypesPage { frame, types, typed, refusals, may_manage };
    visit.show_form(failure, page, frame)
}

pub async fn create_client_type(visit: Visit, form: Form) -> PageResult {
    let done = match form.required("name") {
        Ok(name) => visit.act(CreateClientType { name }).await,
        Err(failure) => Err(failure),
    };
    told(&visit, done, "Added the client type.", form.text("name")).await
}

pub async fn rename_client_type(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: ClientTypeId = visit.id("client type", &id)?;
    let command = form.required("name").and_then(|name| {
        let version = form.optional("version")?;
        Ok(RenameClientType { id, version, name })
    });
    let done = match command {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    told(&visit, done, "Saved the client type.", "").await
}

pub async fn delete_client_type(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: ClientTypeId = visit.id("client type", &id)?;
    let done = match form.optional("version") {
        Ok(version) => visit.act(DeleteClientType { id, version }).await,
        Err(failure) => Err(failure),
    };
    told(&visit, done, "Deleted the client type.", "").await
}

async fn told<T>(visit: &Visit, done: books::Result<Receipt<T>>, text: &str, typed: &str) -> PageResult {
    match done {
        Ok(receipt) => visit.done(CLIENT_TYPES, text, receipt.operation),
        Err(failure) => client_types(visit, typed.to_owned(), Some(above(failure, typed))).await,
    }
}

/// What is about a row of the table stands above it: only the new one has fields of its own.
fn above(failure: Failure, typed: &str) -> Failure {
    match failure {
        Failure::Refused(refusal) if typed.is_empty() && refusal.field.is_some() => {
            Refusal { field: None, ..*refusal }.into()
        }
        other => other,
    }
}

pub async fn show_group_types(visit: Visit) -> PageResult {
    group_types(&visit, Form::of(&[]), None).await
}

async fn group_types(visit: &Visit, form: Form, failure: Option<Failure>) -> PageResult {
    let types = visit.ask(ListCorporateTypes).await?;
    let client_types = visit.ask(ListClientTypes).await?;
    let may_manage = visit.may(Permission::ManageClientGroups);
    let frame = frame(visit, "Types of corporate groups").crumb("Types of corporate groups", "");
    let page = |frame, refusals| GroupTypesPage { frame, types, client_types, form, refusals, may_manage };
    visit.show_form(failure, page, frame)
}

pub async fn create_group_type(visit: Visit, form: Form) -> PageResult {
    let command = form.required("name").and_then(|name| {
        let client_type = form.required("client_type")?;
        Ok(CreateCorporateType { name, client_type, effect: effect(&form)? })
    });
    let done = match command {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => visit.done(GROUP_TYPES, "Added the type of corporate group.", receipt.operation),
        Err(failure) => group_types(&visit, form, Some(failure)).await,
    }
}

pub async fn change_group_type(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: CorporateTypeId = visit.id("type of corporate group", &id)?;
    let command = form.required("name").and_then(|name| {
        let (version, client_type) = (form.optional("version")?, form.optional("client_type")?);
        let effect = if form.has("effect") { Some(effect(&form)?) } else { None };
        Ok(ChangeCorporateType { id, version, name: Some(name), client_type, effect })
    });
    let done = match command {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    group_told(&visit, done, "Saved the type of corporate group.").await
}

pub async fn delete_group_type(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: CorporateTypeId = visit.id("type of corporate group", &id)?;
    let done = match form.optional("version") {
        Ok(version) => visit.act(DeleteCorporateType { id, version }).await,
        Err(failure) => Err(failure),
    };
    group_told(&visit, done, "Deleted the type of corporate group.").await
}

async fn group_told<T>(visit: &Visit, done: books::Result<Receipt<T>>, text: &str) -> PageResult {
    match done {
        Ok(receipt) => visit.done(GROUP_TYPES, text, receipt.operation),
        Err(failure) => group_types(visit, Form::of(&[]), Some(above(failure, ""))).await,
    }
}

fn effect(form: &Form) -> Result<Effect, Failure> {
    Effect::parse(form.text("effect")).ok_or_else(|| {
        Refusal::field(
            "EFFECT_UNKNOWN",
            "effect",
            "It is not said what the group brings about.",
            "Choose a corporate discount, a rebate in kind, a central address, or nothing.",
        )
        .into()
    })
}
