//! Creating and editing a billing group: a dialog over the list, and a page without scripts. Whoever is in it stands in the
//! form itself, so that another search takes no tick back.

use std::collections::HashSet;

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::clients::{
    BillingGroup, BillingMember, ChangeBillingGroup, CreateBillingGroup, DeleteBillingGroup, HideBillingGroup,
    ReadBillingGroup, ReadMembersToBe,
};
use kernel::{ClientId, Failure, GroupId, OperationId};

use super::billing_group_found::{self, Found};
use super::billing_groups::{Face, frame, part_with};
use super::billing_groups_api::group;
use crate::edge::{Form, PageFailure, PageResult, Visit};
use crate::groups::client_group_forms::{Confirmation, show_confirmation};
use crate::layout::{Frame, Refusals, count};

/// What is typed and chosen, wherever it came from.
#[derive(Default)]
struct Typed {
    id: Option<GroupId>,
    version: Option<i64>,
    name: String,
    search: String,
    members: Vec<ClientId>,
    primary: Option<ClientId>,
    in_dialog: bool,
}

/// The form as the template shows it.
struct GroupForm {
    id: Option<GroupId>,
    version: Option<i64>,
    name: String,
    search: String,
    members: Vec<Payer>,
    unseen: i64,
    hidden: bool,
    found: Vec<Found>,
    matches: String,
    /// What the group is by now, when somebody saved it meanwhile.
    now: String,
    warning: String,
    may_add: bool,
    refusals: Refusals,
    in_dialog: bool,
    nonce: String,
}

/// A member, and whether it is the one who usually pays.
struct Payer {
    id: ClientId,
    name: String,
    email: String,
    face: Face,
    pays: bool,
}

#[derive(Template)]
#[template(path = "clients/billing_group_page.html")]
struct FormPage {
    frame: Frame,
    form: GroupForm,
}

#[derive(Template)]
#[template(path = "clients/billing_group_dialog.html")]
struct FormDialog {
    form: GroupForm,
}

#[derive(Template)]
#[template(path = "clients/billing_group_form.html")]
struct FormPart {
    form: GroupForm,
}

impl GroupForm {
    fn action(&self) -> String {
        match self.id {
            Some(id) => format!("/billing-groups/{id}"),
            None => "/billing-groups".to_owned(),
        }
    }

    fn title(&self) -> &'static str {
        if self.id.is_some() { "Edit billing group" } else { "Create billing group" }
    }

    fn counted(&self) -> String {
        match self.members.len() as i64 + self.unseen {
            1 => "1 client in the group".to_owned(),
            members => format!("{} clients in the group", count(members)),
        }
    }

    fn hint(&self) -> &'static str {
        if self.members.len() == 1 {
            "One client alone may be a group; others can be added later."
        } else {
            "An indicator only: it says who usually pays."
        }
    }
}

impl Typed {
    fn of(group: &BillingGroup) -> Typed {
        Typed {
            id: Some(group.group.id),
            version: Some(group.version),
            name: group.group.name.to_string(),
            members: group.members.iter().map(|member| member.client).collect(),
            primary: group.primary,
            ..Typed::default()
        }
    }

    /// What came back. Clients that were offered are members when ticked; those that were not offered stay what they were.
    fn read(form: &Form) -> books::Result<Typed> {
        let (offered, ticked) = (form.list::<ClientId>("shown")?, form.list::<ClientId>("add")?);
        let out: Option<ClientId> = form.optional("out")?;
        let mut members = form.list::<ClientId>("members")?;
        members.retain(|client| !offered.contains(client) || ticked.contains(client));
        members.extend(ticked);
        members.retain(|client| Some(*client) != out);
        let mut seen = HashSet::new();
        members.retain(|client| seen.insert(*client));
        let chosen: Option<ClientId> = form.optional("primary_contact")?;
        // Whoever is alone pays.
        let alone = members.first().copied().filter(|_| members.len() == 1 && !form.has("id"));
        Ok(Typed {
            id: form.optional("id")?,
            version: form.optional("version")?,
            name: form.text("name").to_owned(),
            search: form.text("q").to_owned(),
            primary: chosen.filter(|client| members.contains(client)).or(alone),
            members,
            in_dialog: form.has("dialog"),
        })
    }
}

pub async fn new(visit: Visit) -> PageResult {
    show_form(&visit, Typed::default(), None).await
}

pub async fn edit(visit: Visit, Path(id): Path<String>) -> PageResult {
    let group = read(&visit, &id).await?;
    show_form(&visit, Typed::of(&group), None).await
}

/// The form as it stands, after a search, a tick or a member taken out. Nothing is saved.
pub async fn pick(visit: Visit, form: Form) -> PageResult {
    visit.require(Permission::EditOwnClients)?;
    let typed = Typed::read(&form).map_err(|failure| visit.failure(failure))?;
    if visit.wants_fragment {
        let form = filled(&visit, typed, None).await?;
        return visit.show(&FormPart { form });
    }
    show_form(&visit, typed, None).await
}

pub async fn create(visit: Visit, form: Form) -> PageResult {
    let typed = Typed::read(&form).map_err(|failure| visit.failure(failure))?;
    let name: kernel::Name = match form.required("name") {
        Ok(name) => name,
        Err(failure) => return show_form(&visit, typed, Some(failure)).await,
    };
    let text = format!("Created the billing group “{name}”.");
    let command = CreateBillingGroup { name, members: typed.members.clone(), primary_contact: typed.primary };
    match visit.act(command).await {
        Ok(receipt) => done(&visit, Some(receipt.outcome), &text, receipt.operation).await,
        Err(failure) => show_form(&visit, typed, Some(failure)).await,
    }
}

pub async fn save(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id = group(&id).map_err(|failure| visit.failure(failure))?;
    let typed = Typed::read(&form).map_err(|failure| visit.failure(failure))?;
    let typed = Typed { id: Some(id), ..typed };
    let name: kernel::Name = match form.required("name") {
        Ok(name) => name,
        Err(failure) => return show_form(&visit, typed, Some(failure)).await,
    };
    let command = ChangeBillingGroup {
        id,
        version: typed.version,
        name: Some(name),
        members: Some(typed.members.clone()),
        primary_contact: typed.primary,
    };
    match visit.act(command).await {
        Ok(receipt) => done(&visit, None, "Saved the billing group.", receipt.operation).await,
        Err(failure) => show_form(&visit, typed, Some(failure)).await,
    }
}

pub async fn hide(visit: Visit, Path(id): Path<String>) -> PageResult {
    set_aside(&visit, &id, true).await
}

pub async fn show_again(visit: Visit, Path(id): Path<String>) -> PageResult {
    set_aside(&visit, &id, false).await
}

async fn set_aside(visit: &Visit, id: &str, hidden: bool) -> PageResult {
    let group = read(visit, id).await?;
    let command = HideBillingGroup { id: group.group.id, version: None, hidden };
    let receipt = visit.act(command).await.map_err(|failure| visit.failure(failure))?;
    let text = match hidden {
        true => format!("“{}” is hidden. Its members are unchanged.", group.group.name),
        false => format!("“{}” is shown again.", group.group.name),
    };
    visit.done("/billing-groups", &text, receipt.operation)
}

pub async fn ask_delete(visit: Visit, Path(id): Path<String>) -> PageResult {
    let group = read(&visit, &id).await?;
    ask_whether(&visit, &group, None)
}

pub async fn delete(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let group = read(&visit, &id).await?;
    let version = form.optional("version").map_err(|failure| visit.failure(failure))?;
    match visit.act(DeleteBillingGroup { id: group.group.id, version }).await {
        Ok(receipt) => {
            let text = format!("Deleted the billing group “{}”.", group.group.name);
            done(&visit, None, &text, receipt.operation).await
        }
        Err(failure) => ask_whether(&visit, &group, Some(failure)),
    }
}

fn ask_whether(visit: &Visit, group: &BillingGroup, failure: Option<Failure>) -> PageResult {
    let verb = "Delete group".to_owned();
    let form = Confirmation {
        action: format!("/billing-groups/{}/delete", group.group.id),
        back: format!("/billing-groups/{}/edit", group.group.id),
        title: format!("Delete “{}”?", group.group.name),
        text: "Its members stay clients as they are; they are no longer billed together. What was invoiced keeps the \
               group, and its name becomes free. Hide the group instead to keep it for later."
            .to_owned(),
        verb: verb.clone(),
        version: Some(group.version),
        ..Confirmation::default()
    };
    let frame = frame(visit, &form.title).crumb("Billing groups", "/billing-groups").crumb(&verb, "");
    show_confirmation(visit, frame, form, failure)
}

async fn read(visit: &Visit, id: &str) -> Result<BillingGroup, PageFailure> {
    let id = group(id).map_err(|failure| visit.failure(failure))?;
    visit.ask(ReadBillingGroup { id }).await
}

/// Back to the list: by htmx only the list itself, without it the page.
async fn done(visit: &Visit, new: Option<GroupId>, text: &str, operation: Option<OperationId>) -> PageResult {
    let on_list = visit.back("/billing-groups").starts_with("/billing-groups");
    if visit.wants_fragment && on_list {
        return visit.done_here(&part_with(visit, new).await?, "#billing-groups", text, operation);
    }
    let to = match new {
        Some(id) => format!("/billing-groups?new={id}"),
        None => "/billing-groups".to_owned(),
    };
    visit.done(&to, text, operation)
}

async fn show_form(visit: &Visit, typed: Typed, failure: Option<Failure>) -> PageResult {
    let form = filled(visit, typed, failure.as_ref()).await?;
    let form = GroupForm { in_dialog: visit.wants_fragment, ..form };
    let title = form.title();
    let frame = frame(visit, title).crumb("Billing groups", "/billing-groups").crumb(title, "");
    if visit.wants_fragment {
        return visit.show_form(failure, |_, refusals| FormDialog { form: GroupForm { refusals, ..form } }, frame);
    }
    visit.show_form(failure, |frame, refusals| FormPage { frame, form: GroupForm { refusals, ..form } }, frame)
}

/// Everything that the form shows of what was typed. After a stale save it carries the version of now and says what the group
/// is by then, so that saving again is a choice.
async fn filled(visit: &Visit, typed: Typed, failure: Option<&Failure>) -> Result<GroupForm, PageFailure> {
    let current = match typed.id {
        Some(id) => Some(visit.ask(ReadBillingGroup { id }).await?),
        None => None,
    };
    let stale = failure.and_then(Failure::refusal).is_some_and(|refusal| refusal.code == "CHANGED_MEANWHILE");
    let now = current.as_ref().filter(|_| stale);
    let chosen: HashSet<ClientId> = typed.members.iter().copied().collect();
    let (found, matches) = billing_group_found::find(visit, &typed.search, typed.id, &chosen).await?;
    let members = visit.ask(ReadMembersToBe { clients: typed.members }).await?;
    let paying = members.iter().find(|member| Some(member.client) == typed.primary);
    Ok(GroupForm {
        id: typed.id,
        version: now.map(|group| group.version).or(typed.version),
        name: typed.name,
        search: typed.search,
        warning: paying.and_then(BillingMember::warning).unwrap_or_default(),
        members: members.iter().map(|member| payer(member, typed.primary)).collect(),
        unseen: current.as_ref().map_or(0, |group| group.unseen),
        hidden: current.as_ref().is_some_and(|group| group.group.archived),
        found,
        matches,
        now: now.map(as_it_is).unwrap_or_default(),
        may_add: visit.may(Permission::EditClients),
        refusals: Refusals::default(),
        in_dialog: typed.in_dialog,
        nonce: visit.nonce().to_owned(),
    })
}

fn payer(member: &BillingMember, primary: Option<ClientId>) -> Payer {
    Payer {
        id: member.client,
        name: member.name.clone(),
        email: member.email.clone().unwrap_or_else(|| "no e-mail address".to_owned()),
        face: Face::of(member),
        pays: Some(member.client) == primary,
    }
}

/// The other version, in a sentence.
fn as_it_is(group: &BillingGroup) -> String {
    let names: Vec<&str> = group.members.iter().map(|member| member.name.as_str()).collect();
    let pays = group.primary_member().map_or_else(String::new, |member| format!(" {} usually pays.", member.name));
    format!("“{}” with {}.{pays}", group.group.name, names.join(", "))
}
