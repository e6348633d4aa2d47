//! A product group: its name, and what it gets in each VAT zone.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::ledger::{AccountKind, ListAccounts, ReadProductGroup, ReadTax, RenameProductGroup, SetVatRule};
use kernel::{Failure, ProductGroupId};

use crate::company::choices::Choice;
use crate::edge::{Form, PageFailure, PageResult, Visit, parse_field};
use crate::layout::{Frame, Refusals, Section};

#[derive(Template)]
#[template(path = "ledger/pages/product_group.html")]
struct GroupPage {
    frame: Frame,
    refusals: Refusals,
    id: ProductGroupId,
    name: String,
    typed_name: String,
    version: i64,
    zones: Vec<Zone>,
    codes: Vec<Choice>,
    accounts: Vec<Choice>,
}

/// What the group gets in a zone now; empty where nothing is set.
struct Zone {
    id: String,
    name: String,
    vat_code: String,
    sales_account: String,
}

pub async fn edit(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = group_id(&visit, id)?;
    show(&visit, id, None, None).await
}

pub async fn rename(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id = group_id(&visit, id)?;
    let command = form
        .required("name")
        .and_then(|name| Ok(RenameProductGroup { product_group: id, version: form.optional("version")?, name }));
    let done = match command {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => visit.done(&path(id), "Product group renamed", receipt.operation),
        Err(failure) => show(&visit, id, Some(form.text("name").to_owned()), Some(failure)).await,
    }
}

pub async fn set_rule(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id = group_id(&visit, id)?;
    let done = match rule(id, &form) {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => visit.done(&path(id), "VAT rule saved", receipt.operation),
        Err(failure) => show(&visit, id, None, Some(failure)).await,
    }
}

fn rule(product_group: ProductGroupId, form: &Form) -> books::Result<SetVatRule> {
    Ok(SetVatRule {
        product_group,
        zone: form.required("zone")?,
        vat_code: form.required("vat_code")?,
        sales_account: form.required("sales_account")?,
    })
}

fn path(id: ProductGroupId) -> String {
    format!("/settings/product-groups/{id}")
}

fn group_id(visit: &Visit, id: String) -> Result<ProductGroupId, PageFailure> {
    parse_field("id", &id).map_err(|_| visit.failure(Failure::missing("product group", id)))
}

async fn show(visit: &Visit, id: ProductGroupId, typed: Option<String>, failure: Option<Failure>) -> PageResult {
    visit.require(Permission::SetUpLedger)?;
    let view = visit.ask(ReadProductGroup { id }).await?;
    let tax = visit.ask(ReadTax).await?;
    let chart = visit.ask(ListAccounts::default()).await?;
    let name = view.group.name.to_string();
    let zone = |zone: &books::ledger::VatZone| {
        let rule = view.rules.iter().find(|rule| rule.zone == zone.id);
        Zone {
            id: zone.id.to_string(),
            name: zone.name.to_string(),
            vat_code: rule.map(|rule| rule.vat_code.to_string()).unwrap_or_default(),
            sales_account: rule.map(|rule| rule.sales_account.to_string()).unwrap_or_default(),
        }
    };
    let frame = visit
        .frame(Section::Settings, "settings.accounts", &name)
        .crumb("Settings & Apps", "/settings")
        .crumb("Accounts and tax", "/settings/accounts")
        .crumb(&name, "");
    let page = |frame: Frame, refusals: Refusals| GroupPage {
        frame,
        refusals,
        id,
        typed_name: typed.unwrap_or_else(|| name.clone()),
        name,
        version: view.group.version,
        zones: tax.zones.iter().map(zone).collect(),
        codes: tax
            .codes
            .iter()
            .filter(|code| !code.archived)
            .map(|code| Choice { value: code.id.to_string(), label: format!("{} · {} %", code.code, code.rate) })
            .collect(),
        accounts: chart
            .accounts
            .iter()
            .filter(|view| view.account.kind == AccountKind::Incoming)
            .map(|view| Choice {
                value: view.account.id.to_string(),
                label: format!("{} {}", view.account.number, view.account.name),
            })
            .collect(),
    };
    visit.show_form(failure, page, frame)
}
