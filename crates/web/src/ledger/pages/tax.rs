//! Accounts and tax: VAT codes, and which of them product groups get in each zone.

use askama::Template;
use books::Permission;
use books::ledger::{AddProductGroup, AddVatZone, ListAccounts, ReadTax, Tax};
use kernel::Failure;

use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section};
use crate::ledger::words::vat_kind;

#[derive(Template)]
#[template(path = "ledger/pages/tax.html")]
struct TaxPage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    accounts: usize,
    codes: Vec<Code>,
    zones: Vec<String>,
    groups: Vec<Group>,
    may_set_up: bool,
}

struct Code {
    id: String,
    code: String,
    name: String,
    kind: String,
    rate: String,
    account: String,
    archived: bool,
}

struct Group {
    id: String,
    name: String,
    /// One cell a zone: VAT code and sales account, or nothing.
    cells: Vec<Option<(String, String)>>,
}

pub async fn read(visit: Visit) -> PageResult {
    show(&visit, Form::default(), None).await
}

pub async fn add_product_group(visit: Visit, form: Form) -> PageResult {
    visit.require(Permission::SetUpLedger)?;
    let done = match form.required("name") {
        Ok(name) => visit.act(AddProductGroup { name }).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => visit.done(
            &format!("/settings/product-groups/{}", receipt.outcome),
            "Product group added",
            receipt.operation,
        ),
        Err(failure) => show(&visit, form, Some(failure)).await,
    }
}

pub async fn add_zone(visit: Visit, form: Form) -> PageResult {
    visit.require(Permission::SetUpLedger)?;
    let done = match form.required("zone_name") {
        Ok(name) => visit.act(AddVatZone { code: form.text("code").to_owned(), name }).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => visit.done("/settings/accounts", "VAT zone added", receipt.operation),
        Err(failure) => show(&visit, form, Some(failure)).await,
    }
}

async fn show(visit: &Visit, form: Form, failure: Option<Failure>) -> PageResult {
    visit.require(Permission::ViewLedger)?;
    let tax = visit.ask(ReadTax).await?;
    let chart = visit.ask(ListAccounts { on: None, with_archived: true }).await?;
    let number = |id| {
        let found = chart.accounts.iter().find(|view| view.account.id == id);
        found.map(|view| view.account.number.clone()).unwrap_or_default()
    };
    let frame = visit
        .frame(Section::Settings, "settings.accounts", "Accounts and tax")
        .crumb("Settings & Apps", "/settings")
        .crumb("Accounts and tax", "");
    let page = |frame: Frame, refusals: Refusals| TaxPage {
        frame,
        form,
        refusals,
        accounts: chart.accounts.iter().filter(|view| !view.account.archived).count(),
        codes: tax
            .codes
            .iter()
            .map(|code| Code {
                id: code.id.to_string(),
                code: code.code.clone(),
                name: code.name.to_string(),
                kind: vat_kind(&code.kind),
                rate: code.rate.to_string(),
                account: code.account.map(number).unwrap_or_default(),
                archived: code.archived,
            })
            .collect(),
        zones: tax.zones.iter().map(|zone| zone.name.to_string()).collect(),
        groups: groups(&tax, number),
        may_set_up: visit.may(Permission::SetUpLedger),
    };
    visit.show_form(failure, page, frame)
}

fn groups(tax: &Tax, number: impl Fn(kernel::AccountId) -> String) -> Vec<Group> {
    let cell = |group, zone| {
        let rule = tax.rules.iter().find(|rule| rule.product_group == group && rule.zone == zone)?;
        let code = tax.codes.iter().find(|code| code.id == rule.vat_code)?;
        Some((format!("{} {} %", code.code, code.rate), number(rule.sales_account)))
    };
    let row = |group: &books::ledger::ProductGroup| Group {
        id: group.id.to_string(),
        name: group.name.to_string(),
        cells: tax.zones.iter().map(|zone| cell(group.id, zone.id)).collect(),
    };
    tax.product_groups.iter().map(row).collect()
}
