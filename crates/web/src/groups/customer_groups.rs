//! The page of customer groups: the list, the list while it is edited, and the forms around it.

use askama::Template;
use axum::extract::{Path, Query};
use books::Permission;
use books::groups::{
    AccountChoice, ArchiveCustomerGroup, ChangeCustomerGroups, CreateCustomerGroup, CustomerGroupLine, CustomerGroups,
    Edit, ListCustomerGroups, OpenItems, PreviewAccountChange, ReadCustomerGroup, SeriesChoice, Terms, ZoneChoice,
};
use books::sales::DeleteCustomerGroup;
use kernel::{AccountId, Currency, Failure, GroupId, Money, Refusal};
use serde::Deserialize;

use super::client_group_forms::{Confirmation, show_confirmation};
use super::customer_group_rows::{Row, rows};
use crate::edge::{Form, PageFailure, PageResult, Visit, parse_field};
use crate::layout::{Frame, Refusals, Section, count};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    edit: Option<String>,
    archive: Option<String>,
    account: Option<String>,
}

/// A client with open items: its address, its name, and how much.
type Owing = (String, String, String);

#[derive(Template)]
#[template(path = "groups/customer_groups.html")]
struct ListPage {
    frame: Frame,
    rows: Vec<Row>,
    clients: String,
    in_use: String,
    accounts_used: Vec<String>,
    owed: String,
    accounts: Vec<AccountChoice>,
    zones: Vec<ZoneChoice>,
    editing: bool,
    may_manage: bool,
    /// What stays open on an account that is about to be left.
    moving: Vec<String>,
    owing: Vec<Owing>,
    choice: String,
    on: String,
    refusals: Refusals,
    archive_link: String,
    archive_text: String,
}

#[derive(Template)]
#[template(path = "groups/customer_group.html")]
struct FormPage {
    frame: Frame,
    id: Option<GroupId>,
    archived: bool,
    action: String,
    form: Form,
    accounts: Vec<AccountChoice>,
    zones: Vec<ZoneChoice>,
    series: Vec<SeriesChoice>,
    suggestion: Option<(String, String)>,
    moving: String,
    owing: Vec<Owing>,
    choice: String,
    on: String,
    refusals: Refusals,
}

pub async fn show(visit: Visit, Query(wanted): Query<Wanted>) -> PageResult {
    let with_archived = wanted.archive.is_some();
    let editing = wanted.edit.is_some() && visit.may(Permission::SetUpLedger);
    let found = visit.ask(ListCustomerGroups { with_archived }).await?;
    visit.show(&list_page(&visit, found, with_archived, editing))
}

fn list_page(visit: &Visit, found: CustomerGroups, with_archived: bool, editing: bool) -> ListPage {
    let balances: Option<i64> = found.items.iter().map(|line| line.open_balance).sum();
    let mut accounts_used: Vec<String> = found.items.iter().map(|line| line.account.number.clone()).collect();
    accounts_used.sort();
    accounts_used.dedup();
    let (archive_link, archive_text) = match (found.in_archive, with_archived) {
        (0, _) => ("", String::new()),
        (_, true) => ("/settings/customer-groups", "Hide archived groups".to_owned()),
        (some, false) => ("/settings/customer-groups?archive=1", format!("Show {some} archived")),
    };
    let in_use = found.items.iter().filter(|line| !line.posting.group.archived).count() as i64;
    ListPage {
        frame: frame(visit, "Customer groups"),
        rows: rows(&found),
        clients: count(found.clients),
        in_use: count(in_use),
        accounts_used,
        owed: balances.map_or(String::new(), |minor| amount(minor, found.currency)),
        accounts: found.accounts,
        zones: found.zones,
        editing,
        may_manage: visit.may(Permission::SetUpLedger),
        moving: Vec::new(),
        owing: Vec::new(),
        choice: String::new(),
        on: visit.sidebar().today.to_string(),
        refusals: Refusals::default(),
        archive_link: archive_link.to_owned(),
        archive_text,
    }
}

fn frame(visit: &Visit, title: &str) -> Frame {
    let frame = visit.frame(Section::Settings, "settings.customer_groups", title).crumb("Settings & Apps", "/settings");
    let list = if title == "Customer groups" { "" } else { "/settings/customer-groups" };
    let frame = frame.crumb("Groups", "/settings/customer-groups").crumb("Customer groups", list);
    if list.is_empty() { frame } else { frame.crumb(title, "") }
}

pub(super) fn amount(minor: i64, currency: Currency) -> String {
    format!("{} {currency}", kernel::format_for_people(Money::new(minor, currency)))
}

/// Saves the edited list. A changed account with open items is asked about first.
pub async fn save_list(visit: Visit, form: Form) -> PageResult {
    let found = visit.ask(ListCustomerGroups::default()).await?;
    let edits = match edits(&form, &found) {
        Ok(edits) => edits,
        Err(failure) => return show_edited(&visit, found, &form, Vec::new(), Some(failure)),
    };
    let moving: Vec<String> = edits.iter().filter_map(|edit| moving(edit, &found)).collect();
    if !moving.is_empty() && !form.has("open_items") {
        return show_edited(&visit, found, &form, moving, None);
    }
    let command = match command(edits, &form) {
        Ok(command) => command,
        Err(failure) => return show_edited(&visit, found, &form, moving, Some(failure)),
    };
    match visit.act(command).await {
        Ok(receipt) => visit.done("/settings/customer-groups", "Saved the customer groups.", receipt.operation),
        Err(failure) => show_edited(&visit, found, &form, moving, Some(failure)),
    }
}

/// The lines of the list as they were typed, each with its group.
fn edits(form: &Form, found: &CustomerGroups) -> books::Result<Vec<Edit>> {
    let column = |name| form.all(name).collect::<Vec<_>>();
    let (versions, names, numbers) = (column("version"), column("name"), column("number"));
    let (accounts, zones, days) = (column("account"), column("vat_zone"), column("payment_days"));
    let cell = |cells: &[&str], at: usize| cells.get(at).copied().unwrap_or_default().to_owned();
    let mut edits = Vec::new();
    for (at, id) in form.all("id").enumerate() {
        let id: GroupId = parse_field("id", id)?;
        let Some(line) = found.items.iter().find(|line| line.posting.group.id == id) else {
            return Err(Failure::missing("customer group", id));
        };
        let read = || -> books::Result<Edit> {
            let days = cell(&days, at);
            let payment_days = if days.trim().is_empty() { None } else { Some(parse_days(&days)?) };
            Ok(Edit {
                version: Some(parse_field("version", &cell(&versions, at))?),
                name: Some(parse_field("name", &cell(&names, at))?),
                number: Some(parse_field("number", &cell(&numbers, at))?),
                account: Some(parse_field("account", &cell(&accounts, at))?),
                vat_zone: Some(parse_field("vat_zone", &cell(&zones, at))?),
                terms: Some(Terms { payment_days, ..line.posting.terms.clone() }),
                ..Edit::of(id)
            })
        };
        edits.push(read().map_err(|failure| in_line(id, failure))?);
    }
    Ok(edits)
}

fn in_line(id: GroupId, failure: Failure) -> Failure {
    match failure {
        Failure::Refused(refusal) => refusal.detail("group", id).into(),
        other => other,
    }
}

fn parse_days(text: &str) -> books::Result<i64> {
    text.trim().parse().map_err(|_| {
        Refusal::field(
            "PAYMENT_DAYS_OUT_OF_RANGE",
            "payment_days",
            "The payment term is not a number of days.",
            "It is a whole number from 0 to 3650.",
        )
        .into()
    })
}

/// What stays on the old account, in words, when this edit changes the account of a group with open items.
fn moving(edit: &Edit, found: &CustomerGroups) -> Option<String> {
    let line = found.items.iter().find(|line| line.posting.group.id == edit.id)?;
    let wanted = edit.account.filter(|account| *account != line.posting.account)?;
    let open = line.open_balance.filter(|open| *open != 0)?;
    let new = found.accounts.iter().find(|account| account.id == wanted)?;
    let (name, old) = (&line.posting.group.name, &line.account.number);
    let open = amount(open, found.currency);
    Some(format!("“{name}” has {open} open on {old}. From the next invoice on it posts to {}.", new.number))
}

fn show_edited(
    visit: &Visit,
    found: CustomerGroups,
    form: &Form,
    moving: Vec<String>,
    failure: Option<Failure>,
) -> PageResult {
    let mut page = list_page(visit, found, false, true);
    for row in &mut page.rows {
        row.typed(form);
    }
    page.moving = moving;
    page.choice = form.text("open_items").to_owned();
    if form.has("on") {
        page.on = form.text("on").to_owned();
    }
    visit.show_form(
        failure,
        |_, refusals| {
            for refusal in refusals.0 {
                let line = refusal.details.iter().find(|(key, _)| key == "group").map(|(_, id)| id.clone());
                let row = page.rows.iter_mut().find(|row| Some(row.id.to_string()) == line && refusal.field.is_some());
                match row {
                    Some(row) => row.refusals.0.push(refusal),
                    None => page.refusals.0.push(refusal),
                }
            }
            page
        },
        Frame::default(),
    )
}

pub async fn new(visit: Visit, Query(wanted): Query<Wanted>) -> PageResult {
    let found = visit.ask(ListCustomerGroups::default()).await?;
    let account = wanted.account.unwrap_or_default();
    let form = Form::of(&[("number", found.next_number.as_str()), ("account", account.as_str())]);
    show_form(&visit, None, &found, form, (String::new(), Vec::new()), None)
}

pub async fn edit(visit: Visit, Path(id): Path<String>) -> PageResult {
    let line = read(&visit, &id).await?;
    let found = visit.ask(ListCustomerGroups { with_archived: true }).await?;
    let form = form_of(&line);
    show_form(&visit, Some(&line), &found, form, (String::new(), Vec::new()), None)
}

pub async fn create(visit: Visit, form: Form) -> PageResult {
    let found = visit.ask(ListCustomerGroups::default()).await?;
    let form = with_suggestion(form);
    let command = match new_group(&form, found.currency) {
        Ok(command) => command,
        Err(failure) => return show_form(&visit, None, &found, form, (String::new(), Vec::new()), Some(failure)),
    };
    let text = format!("Created the customer group “{}”.", command.name);
    match visit.act(command).await {
        Ok(receipt) => visit.done("/settings/customer-groups", &text, receipt.operation),
        Err(failure) => show_form(&visit, None, &found, form, (String::new(), Vec::new()), Some(failure)),
    }
}

pub async fn save(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let line = read(&visit, &id).await?;
    let found = visit.ask(ListCustomerGroups { with_archived: true }).await?;
    let form = with_suggestion(form);
    let edit = match one_edit(line.posting.group.id, &form, found.currency) {
        Ok(edit) => edit,
        Err(failure) => {
            return show_form(&visit, Some(&line), &found, form, (String::new(), Vec::new()), Some(failure));
        }
    };
    let moving = moving(&edit, &found).unwrap_or_default();
    let owing = if moving.is_empty() { Vec::new() } else { owing(&visit, line.posting.group.id).await? };
    if !moving.is_empty() && !form.has("open_items") {
        return show_form(&visit, Some(&line), &found, form, (moving, owing), None);
    }
    let command = match command(vec![edit], &form) {
        Ok(command) => command,
        Err(failure) => return show_form(&visit, Some(&line), &found, form, (moving, owing), Some(failure)),
    };
    match visit.act(command).await {
        Ok(receipt) => visit.done("/settings/customer-groups", "Saved the customer group.", receipt.operation),
        Err(failure) => show_form(&visit, Some(&line), &found, form, (moving, owing), Some(failure)),
    }
}

/// The edits, and what becomes of open items.
fn command(edits: Vec<Edit>, form: &Form) -> books::Result<ChangeCustomerGroups> {
    let open_items = form.optional::<String>("open_items")?.map(|code| OpenItems::parse(&code)).transpose()?;
    Ok(ChangeCustomerGroups {
        edits,
        open_items: Some(open_items.unwrap_or(OpenItems::Keep)),
        on: form.optional("on")?,
    })
}

/// Who owes what on the account that the group is about to leave.
async fn owing(visit: &Visit, group: GroupId) -> Result<Vec<Owing>, PageFailure> {
    let found = visit.ask(PreviewAccountChange { group }).await?;
    let row = |client: &books::groups::OpenOfClient| {
        let name = format!("{} {}", client.number, client.name);
        (format!("/clients/{}/statement", client.id), name, amount(client.open, found.currency))
    };
    Ok(found.clients.iter().map(row).collect())
}

/// “Use 4305”: the button of the refusal brings the account that would do.
fn with_suggestion(form: Form) -> Form {
    match form.text("use_account").to_owned() {
        none if none.is_empty() => form,
        account => form.with("account", &account),
    }
}

fn new_group(form: &Form, company: Currency) -> books::Result<CreateCustomerGroup> {
    Ok(CreateCustomerGroup {
        number: form.optional("number")?,
        name: form.required("name")?,
        account: form.optional::<AccountId>("account")?,
        vat_zone: form.optional("vat_zone")?,
        note: form.free_text("note", 2_000)?.unwrap_or_default(),
        terms: terms(form, company)?,
    })
}

fn one_edit(id: GroupId, form: &Form, company: Currency) -> books::Result<Edit> {
    Ok(Edit {
        id,
        version: form.optional("version")?,
        name: Some(form.required("name")?),
        number: Some(form.required("number")?),
        account: form.optional::<AccountId>("account")?,
        vat_zone: form.optional("vat_zone")?,
        note: Some(form.free_text("note", 2_000)?.unwrap_or_default()),
        terms: Some(terms(form, company)?),
    })
}

fn terms(form: &Form, company: Currency) -> books::Result<Terms> {
    let days = form.text("payment_days");
    let currency: Option<Currency> = form.optional("currency")?;
    let limit = match form.text("credit_limit").trim() {
        "" => None,
        text => {
            let money = Money::parse(text, currency.unwrap_or(company));
            Some(money.map_err(|error| unreadable_limit(&error.to_string()))?.minor)
        }
    };
    Ok(Terms {
        payment_days: if days.trim().is_empty() { None } else { Some(parse_days(days)?) },
        discount: form.optional("discount")?,
        layout: form.free_text("layout", 50)?,
        language: form.free_text("language", 20)?,
        currency,
        credit_limit: limit,
        series: form.optional("number_series")?,
    })
}

fn unreadable_limit(detail: &str) -> Failure {
    Refusal::field("FIELD_INVALID", "credit_limit", "The credit limit cannot be read.", detail).into()
}

fn form_of(line: &CustomerGroupLine) -> Form {
    let (posting, group) = (&line.posting, &line.posting.group);
    let text = |value: Option<String>| value.unwrap_or_default();
    let limit_in = posting.terms.currency.unwrap_or(line.currency);
    let pairs = [
        ("version", group.version.to_string()),
        ("number", posting.number.clone()),
        ("name", group.name.to_string()),
        ("account", posting.account.to_string()),
        ("vat_zone", posting.vat_zone.to_string()),
        ("payment_days", text(posting.terms.payment_days.map(|days| days.to_string()))),
        ("discount", text(posting.terms.discount.map(|rate| rate.to_string()))),
        ("currency", text(posting.terms.currency.map(|currency| currency.to_string()))),
        ("language", text(posting.terms.language.clone())),
        ("layout", text(posting.terms.layout.clone())),
        ("credit_limit", text(posting.terms.credit_limit.map(|limit| Money::new(limit, limit_in).to_string()))),
        ("number_series", text(posting.terms.series.map(|series| series.to_string()))),
        ("note", group.note.clone()),
    ];
    let borrowed: Vec<(&str, &str)> = pairs.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Form::of(&borrowed)
}

fn show_form(
    visit: &Visit,
    line: Option<&CustomerGroupLine>,
    found: &CustomerGroups,
    form: Form,
    (moving, owing): (String, Vec<Owing>),
    failure: Option<Failure>,
) -> PageResult {
    let id = line.map(|line| line.posting.group.id);
    let title = line.map_or_else(|| "New customer group".to_owned(), |line| line.posting.group.name.to_string());
    let mut accounts = found.accounts.clone();
    if let Some(own) = line.map(|line| &line.account)
        && !accounts.iter().any(|account| account.id == own.id)
    {
        accounts.push(own.clone());
    }
    let page = |frame: Frame, refusals: Refusals| {
        let told = |key: &str| {
            let details = refusals.0.iter().flat_map(|refusal| &refusal.details);
            details.clone().find(|(other, _)| other == key).map(|(_, text)| text.clone())
        };
        FormPage {
            frame,
            id,
            archived: line.is_some_and(|line| line.posting.group.archived),
            action: id
                .map_or_else(|| "/settings/customer-groups".to_owned(), |id| format!("/settings/customer-groups/{id}")),
            accounts,
            zones: found.zones.clone(),
            series: found.series.clone(),
            suggestion: told("suggestion").zip(told("suggestion_label")),
            moving,
            owing,
            choice: form.text("open_items").to_owned(),
            on: if form.has("on") { form.text("on").to_owned() } else { visit.sidebar().today.to_string() },
            form,
            refusals,
        }
    };
    visit.show_form(failure, page, frame(visit, &title))
}

pub async fn ask_delete(visit: Visit, Path(id): Path<String>) -> PageResult {
    let line = read(&visit, &id).await?;
    let order = books::Order::new(visit.caller.clone(), delete_command(&line));
    let failure = visit.app.blocking(move |desk| desk.rehearse(order)).await.err();
    confirm(&visit, &line, failure)
}

pub async fn delete(visit: Visit, Path(id): Path<String>) -> PageResult {
    let line = read(&visit, &id).await?;
    match visit.act(delete_command(&line)).await {
        Ok(receipt) => {
            let text = format!("Deleted the customer group “{}”.", line.posting.group.name);
            visit.done("/settings/customer-groups", &text, receipt.operation)
        }
        Err(failure) => confirm(&visit, &line, Some(failure)),
    }
}

fn delete_command(line: &CustomerGroupLine) -> DeleteCustomerGroup {
    DeleteCustomerGroup { id: line.posting.group.id, version: None }
}

fn confirm(visit: &Visit, line: &CustomerGroupLine, failure: Option<Failure>) -> PageResult {
    let group = &line.posting.group;
    let form = Confirmation {
        action: format!("/settings/customer-groups/{}/delete", group.id),
        back: "/settings/customer-groups".to_owned(),
        title: format!("Delete “{}”?", group.name),
        text: "No client is in the group and nothing was posted for it. Its name and number become free.".to_owned(),
        verb: "Delete group".to_owned(),
        whole_page: true,
        ..Confirmation::default()
    };
    show_confirmation(visit, frame(visit, "Delete group"), form, failure)
}

pub async fn archive(visit: Visit, Path(id): Path<String>) -> PageResult {
    set_aside(&visit, &id, true).await
}

pub async fn restore(visit: Visit, Path(id): Path<String>) -> PageResult {
    set_aside(&visit, &id, false).await
}

async fn set_aside(visit: &Visit, id: &str, archived: bool) -> PageResult {
    let line = read(visit, id).await?;
    let command = ArchiveCustomerGroup { id: line.posting.group.id, version: None, archived };
    let receipt = visit.act(command).await.map_err(|failure| visit.failure(failure))?;
    let did = if archived { "Archived" } else { "Restored" };
    let text = format!("{did} the customer group “{}”. Its clients are unchanged.", line.posting.group.name);
    visit.done("/settings/customer-groups", &text, receipt.operation)
}

async fn read(visit: &Visit, id: &str) -> Result<CustomerGroupLine, PageFailure> {
    visit.ask(ReadCustomerGroup { id: visit.id("customer group", id)? }).await
}
