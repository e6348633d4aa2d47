//! The page that moves a client into another customer group, and asks what becomes of its open items.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::clients::{ListChoices, MoveCustomerGroup, ReadClient};
use books::groups::OpenItems;
use books::sales::payments::{OpenItem, ReadOpenItems};
use kernel::{ClientId, Currency, Failure, Money};

use crate::company::choices::Choice;
use crate::company::moments::short_day;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section};
use crate::ledger::pages::show::asked;

#[derive(Template)]
#[template(path = "clients/move_group.html")]
struct MovePage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    id: ClientId,
    name: String,
    group_name: String,
    groups: Vec<Choice>,
    /// Title, account, due day and what is open.
    rows: Vec<(String, String, String, String)>,
    balance: String,
    currency: Currency,
    may_post: bool,
}

pub async fn ask(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: ClientId = visit.id("client", &id)?;
    let today = visit.sidebar().today.to_string();
    let form = asked(&visit.uri).with("valid_from", &today).with("on", &today);
    show(&visit, id, form, None).await
}

pub async fn save(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: ClientId = visit.id("client", &id)?;
    let command = || -> books::Result<MoveCustomerGroup> {
        Ok(MoveCustomerGroup {
            id,
            customer_group: form.required("customer_group")?,
            valid_from: form.optional("valid_from")?,
            open_items: form.optional::<String>("open_items")?.map(|code| OpenItems::parse(&code)).transpose()?,
            on: form.optional("on")?,
        })
    };
    let command = match command() {
        Ok(command) => command,
        Err(failure) => return show(&visit, id, form, Some(failure)).await,
    };
    match visit.act(command).await {
        Ok(receipt) => visit.done(&format!("/clients/{id}"), "Moved to another customer group", receipt.operation),
        Err(failure) => show(&visit, id, form, Some(failure)).await,
    }
}

async fn show(visit: &Visit, id: ClientId, form: Form, failure: Option<Failure>) -> PageResult {
    let view = visit.ask(ReadClient { id }).await?;
    view.require_edit().map_err(|failure| visit.failure(failure))?;
    let choices = visit.ask(ListChoices).await?.customer_groups;
    let may_see = visit.may(Permission::ViewInvoices);
    let open = if may_see { Some(visit.ask(ReadOpenItems { client: id, on: None }).await?) } else { None };
    let currency = view.currency;
    let people = |minor| kernel::format_for_people(Money::new(minor, currency));
    let row =
        |item: &OpenItem| (item.title.clone(), item.account_number.clone(), short_day(item.due), people(item.open));
    let groups = choices
        .iter()
        .filter(|group| group.id != view.client.posting_group)
        .map(|group| Choice {
            value: group.id.to_string(),
            label: format!("{} ({})", group.name, group.account_number),
        })
        .collect();
    let name = view.client.details.name.to_string();
    let frame = visit
        .frame(Section::Clients, "clients.all", "Move to another customer group")
        .crumb("Clients", "/clients")
        .crumb(&name, &format!("/clients/{id}"))
        .crumb("Customer group", "");
    let page = |frame: Frame, refusals: Refusals| MovePage {
        frame,
        form,
        refusals,
        id,
        name,
        group_name: view.customer_group().map(|group| group.name.clone()).unwrap_or_default(),
        groups,
        rows: open.iter().flat_map(|open| open.items.iter().map(row)).collect(),
        balance: people(view.open_balance),
        currency,
        may_post: visit.may(Permission::PostEntries),
    };
    visit.show_form(failure, page, frame)
}
