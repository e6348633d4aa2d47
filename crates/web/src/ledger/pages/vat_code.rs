//! Adds a VAT code, or changes one.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::ledger::{
    AccountKind, AddVatCode, ArchiveVatCode, ChangeVatCode, ListAccounts, ReadVatCode, VAT_KINDS, VatCode,
};
use kernel::{Failure, VatCodeId};

use crate::company::choices::Choice;
use crate::edge::{Form, PageFailure, PageResult, Visit, parse_field};
use crate::layout::{Frame, Refusals, Section};
use crate::ledger::words::vat_kind;

#[derive(Template)]
#[template(path = "ledger/pages/vat_code.html")]
struct CodePage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    title: String,
    /// The code that is changed; none for a new one.
    code: Option<VatCode>,
    kinds: Vec<Choice>,
    accounts: Vec<Choice>,
}

pub async fn new(visit: Visit) -> PageResult {
    show(&visit, Form::default(), None, None).await
}

pub async fn add(visit: Visit, form: Form) -> PageResult {
    let done = match added(&form) {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => visit.done("/settings/accounts", "VAT code added", receipt.operation),
        Err(failure) => show(&visit, form, None, Some(failure)).await,
    }
}

pub async fn edit(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = code_id(&visit, id)?;
    let code = visit.ask(ReadVatCode { id }).await?;
    let mut form = Form::default();
    let texts = [
        ("version", code.version.to_string()),
        ("name", code.name.to_string()),
        ("kind", code.kind.clone()),
        ("rate", code.rate.to_string()),
        ("account", code.account.map(|account| account.to_string()).unwrap_or_default()),
        ("text", code.text.clone()),
    ];
    for (name, text) in texts {
        form.set(name, &text);
    }
    show(&visit, form, Some(id), None).await
}

pub async fn change(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id = code_id(&visit, id)?;
    let done = match changed(id, &form) {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => visit.done("/settings/accounts", "VAT code saved", receipt.operation),
        Err(failure) => show(&visit, form, Some(id), Some(failure)).await,
    }
}

pub async fn archive(visit: Visit, Path(id): Path<String>) -> PageResult {
    turn(&visit, id, true, "VAT code archived").await
}

pub async fn restore(visit: Visit, Path(id): Path<String>) -> PageResult {
    turn(&visit, id, false, "VAT code restored").await
}

async fn turn(visit: &Visit, id: String, archived: bool, text: &str) -> PageResult {
    let id = code_id(visit, id)?;
    match visit.act(ArchiveVatCode { vat_code: id, version: None, archived }).await {
        Ok(receipt) => visit.done("/settings/accounts", text, receipt.operation),
        Err(failure) => show(visit, Form::default(), Some(id), Some(failure)).await,
    }
}

fn code_id(visit: &Visit, id: String) -> Result<VatCodeId, PageFailure> {
    parse_field("id", &id).map_err(|_| visit.failure(Failure::missing("VAT code", id)))
}

fn added(form: &Form) -> books::Result<AddVatCode> {
    Ok(AddVatCode {
        code: form.text("code").to_owned(),
        name: form.required("name")?,
        kind: form.text("kind").to_owned(),
        rate: form.required("rate")?,
        account: form.optional("account")?,
        text: form.free_text("text", 300)?.unwrap_or_default(),
    })
}

fn changed(vat_code: VatCodeId, form: &Form) -> books::Result<ChangeVatCode> {
    Ok(ChangeVatCode {
        vat_code,
        version: form.optional("version")?,
        name: Some(form.required("name")?),
        kind: Some(form.text("kind").to_owned()),
        rate: Some(form.required("rate")?),
        account: Some(form.optional("account")?),
        text: Some(form.free_text("text", 300)?.unwrap_or_default()),
    })
}

async fn show(visit: &Visit, mut form: Form, id: Option<VatCodeId>, failure: Option<Failure>) -> PageResult {
    visit.require(Permission::SetUpLedger)?;
    let code = match id {
        Some(id) => Some(visit.ask(ReadVatCode { id }).await?),
        None => None,
    };
    if let (Some(code), true) = (&code, failure.is_some()) {
        form.set("version", &code.version.to_string());
    }
    let chart = visit.ask(ListAccounts::default()).await?;
    let collects = |kind| matches!(kind, AccountKind::Asset | AccountKind::Liability);
    let title = code.as_ref().map_or("New VAT code".to_owned(), |code| format!("VAT code {}", code.code));
    let frame = visit
        .frame(Section::Settings, "settings.accounts", &title)
        .crumb("Settings & Apps", "/settings")
        .crumb("Accounts and tax", "/settings/accounts")
        .crumb(&title, "");
    let page = |frame: Frame, refusals: Refusals| CodePage {
        frame,
        form,
        refusals,
        title,
        code,
        kinds: VAT_KINDS.iter().map(|kind| Choice { value: (*kind).to_owned(), label: vat_kind(kind) }).collect(),
        accounts: chart
            .accounts
            .iter()
            .filter(|view| collects(view.account.kind))
            .map(|view| Choice {
                value: view.account.id.to_string(),
                label: format!("{} {}", view.account.number, view.account.name),
            })
            .collect(),
    };
    visit.show_form(failure, page, frame)
}
