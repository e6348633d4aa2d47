//! Adds an account, or changes one.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::ledger::{Account, AccountKind, AddAccount, ChangeAccount, Control, ReadAccount};
use kernel::{AccountId, Failure, Refusal};

use super::account::account_id;
use super::accounts::KINDS;
use crate::company::choices::Choice;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section};
use crate::ledger::words::categories;

#[derive(Template)]
#[template(path = "ledger/pages/account_form.html")]
struct FormPage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    title: String,
    /// The account that is changed; none for a new one.
    account: Option<Account>,
    kinds: Vec<Choice>,
    controls: Vec<Choice>,
    categories: Vec<Choice>,
}

pub async fn new(visit: Visit) -> PageResult {
    let mut form = Form::default();
    form.set("control", "none");
    show(&visit, form, None, None).await
}

pub async fn add(visit: Visit, form: Form) -> PageResult {
    match added(&form) {
        Ok(command) => {
            let text = format!("Account {} added", command.number);
            match visit.act(command).await {
                Ok(receipt) => visit.done(&format!("/ledger/accounts/{}", receipt.outcome), &text, receipt.operation),
                Err(failure) => show(&visit, form, None, Some(failure)).await,
            }
        }
        Err(failure) => show(&visit, form, None, Some(failure)).await,
    }
}

pub async fn edit(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = account_id(&visit, id)?;
    let account = visit.ask(ReadAccount { id }).await?.account;
    let mut form = Form::default();
    let texts = [
        ("version", account.version.to_string()),
        ("number", account.number.clone()),
        ("name", account.name.to_string()),
        ("type", account.kind.code().to_owned()),
        ("category", account.category.clone()),
        ("control", account.control.code().to_owned()),
        ("currency", account.currency.map(|currency| currency.to_string()).unwrap_or_default()),
    ];
    for (name, text) in texts {
        form.set(name, &text);
    }
    show(&visit, form, Some(id), None).await
}

pub async fn change(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id = account_id(&visit, id)?;
    let done = match changed(id, &form) {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => visit.done(&format!("/ledger/accounts/{id}"), "Account saved", receipt.operation),
        Err(failure) => show(&visit, form, Some(id), Some(failure)).await,
    }
}

fn added(form: &Form) -> books::Result<AddAccount> {
    Ok(AddAccount {
        number: form.required("number")?,
        name: form.required("name")?,
        kind: kind(form)?,
        category: form.text("category").to_owned(),
        control: control(form)?,
        currency: form.optional("currency")?,
    })
}

fn changed(account: AccountId, form: &Form) -> books::Result<ChangeAccount> {
    Ok(ChangeAccount {
        account,
        version: form.optional("version")?,
        number: Some(form.required("number")?),
        name: Some(form.required("name")?),
        kind: Some(kind(form)?),
        category: Some(form.text("category").to_owned()),
        control: Some(control(form)?),
        currency: Some(form.optional("currency")?),
    })
}

fn kind(form: &Form) -> books::Result<AccountKind> {
    AccountKind::parse(form.text("type")).ok_or_else(|| {
        Refusal::field(
            "FIELD_INVALID",
            "type",
            "The account has no type.",
            "It decides where the account stands in the statements. Choose one.",
        )
        .into()
    })
}

fn control(form: &Form) -> books::Result<Control> {
    let text = if form.text("control").is_empty() { "none" } else { form.text("control") };
    Control::parse(text).ok_or_else(|| {
        Refusal::field("FIELD_INVALID", "control", "There is no such control.", "Choose one from the list.").into()
    })
}

async fn show(visit: &Visit, mut form: Form, id: Option<AccountId>, failure: Option<Failure>) -> PageResult {
    visit.require(Permission::SetUpLedger)?;
    let account = match id {
        Some(id) => Some(visit.ask(ReadAccount { id }).await?.account),
        None => None,
    };
    if let (Some(account), true) = (&account, failure.is_some()) {
        // Who was overtaken sees it said once; saved again, what is typed counts.
        form.set("version", &account.version.to_string());
    }
    let title =
        account.as_ref().map_or("New account".to_owned(), |account| format!("{} {}", account.number, account.name));
    let choice = |(value, label): &(&str, &str)| Choice { value: (*value).to_owned(), label: (*label).to_owned() };
    let frame = visit
        .frame(Section::Settings, "settings.accounts", &title)
        .crumb("Settings & Apps", "/settings")
        .crumb("Accounts and tax", "/settings/accounts")
        .crumb(&title, "");
    let categories = categories(form.text("category"));
    let page = |frame: Frame, refusals: Refusals| FormPage {
        frame,
        categories: categories.into_iter().map(|(value, label)| Choice { value, label }).collect(),
        form,
        refusals,
        title,
        account,
        kinds: KINDS.iter().map(choice).collect(),
        controls: [("none", "None"), ("receivable", "Receivables: every line has a client"), ("payable", "Payables")]
            .iter()
            .map(choice)
            .collect(),
    };
    visit.show_form(failure, page, frame)
}
