//! Adding, editing, deleting and emptying a client group: each form is a dialog over the list, and a page without it.

use askama::Template;
use axum::extract::Path;
use books::clients::{BulkGroups, DeleteClientGroup, Filter, GroupAction, Selection, carry_out_bulk};
use books::groups::{
    ArchiveClientGroup, ChangeClientGroup, ChangeSmartGroup, ClientGroupLine, CreateClientGroup, CreateSmartGroup,
    GroupSetLine, ListGroupSets, ReadClientGroup, SetChoice, SmartFilter,
};
use books::reports::{CountReportsNaming, ReportsNaming};
use kernel::{Failure, GroupId, Name, OperationId};

use super::client_groups::{frame, part_with};
use super::client_groups_api::group;
use super::palette::PALETTE;
use super::smart::{self, SmartForm};
use crate::edge::{Form, PageFailure, PageResult, Visit};
use crate::layout::{Frame, Refusals, count};

/// The form as it was opened, or as it was refused.
#[derive(Default)]
pub struct GroupForm {
    id: Option<GroupId>,
    version: Option<i64>,
    name: String,
    note: String,
    color: i64,
    /// The chosen set; nothing is none.
    set: String,
    sets: Vec<GroupSetLine>,
    clients: i64,
    /// Saved reports that name the group.
    reports: i64,
    /// How it finds its clients.
    filter: Filter,
    is_smart: bool,
    smart: SmartForm,
    preview: String,
    refusals: Refusals,
    in_dialog: bool,
    nonce: String,
}

/// A question before something that cannot be overlooked.
#[derive(Default)]
pub(crate) struct Confirmation {
    pub action: String,
    /// What the answer carries along.
    pub hidden: Vec<(&'static str, String)>,
    pub back: String,
    pub title: String,
    pub text: String,
    pub verb: String,
    pub version: Option<i64>,
    /// Headline and sentence above the list of what would notice.
    pub warning: String,
    pub warned: String,
    pub listed: Vec<String>,
    /// The answer is a new page, also from a dialog.
    pub whole_page: bool,
    pub refusals: Refusals,
    pub in_dialog: bool,
    pub nonce: String,
}

impl Confirmation {
    /// What was refused cannot be confirmed.
    fn is_refused(&self) -> bool {
        !self.refusals.0.is_empty()
    }
}

#[derive(Template)]
#[template(path = "groups/client_group_page.html")]
struct FormPage {
    frame: Frame,
    form: GroupForm,
}

#[derive(Template)]
#[template(path = "groups/client_group_dialog.html")]
struct FormDialog {
    form: GroupForm,
}

#[derive(Template)]
#[template(path = "groups/confirm_page.html")]
struct ConfirmPage {
    frame: Frame,
    form: Confirmation,
}

#[derive(Template)]
#[template(path = "groups/confirm_dialog.html")]
struct ConfirmDialog {
    form: Confirmation,
}

impl GroupForm {
    fn action(&self) -> String {
        match self.id {
            Some(id) => format!("/settings/client-groups/{id}"),
            None => "/settings/client-groups".to_owned(),
        }
    }

    fn title(&self) -> &'static str {
        if self.id.is_some() { "Edit client group" } else { "Add client group" }
    }

    fn used(&self) -> String {
        if self.id.is_none() {
            return String::new();
        }
        let clients = match self.clients {
            1 => "1 client".to_owned(),
            clients => format!("{} clients", count(clients)),
        };
        match self.reports {
            0 => clients,
            1 => format!("{clients} · 1 saved report uses it"),
            reports => format!("{clients} · {} saved reports use it", count(reports)),
        }
    }

    /// The colours of the style sheets, in words.
    fn palette(&self) -> [(i64, &'static str); 7] {
        PALETTE
    }

    fn hint(&self) -> &'static str {
        if self.id.is_some() {
            "Clients and saved reports keep the group; only its name changes. Update your import files to match."
        } else {
            ""
        }
    }

    /// Deleting was refused: the reason stands above.
    fn is_blocked(&self) -> bool {
        self.refusals.0.iter().any(|refusal| refusal.code == "GROUP_NOT_EMPTY")
    }

    fn of(line: &ClientGroupLine) -> GroupForm {
        GroupForm {
            // A filter that cannot be read any more can be set anew.
            filter: smart::of_group(&line.group).unwrap_or_default(),
            is_smart: line.group.smart.is_some(),
            id: Some(line.group.id),
            version: Some(line.group.version),
            name: line.group.name.to_string(),
            note: line.group.note.clone(),
            color: line.group.color,
            set: line.group.set.map(|set| set.to_string()).unwrap_or_default(),
            clients: line.clients,
            ..GroupForm::default()
        }
    }

    /// What was typed, over what the group is.
    fn typed(mut self, form: &Form) -> GroupForm {
        self.name = form.text("name").to_owned();
        self.set = form.text("set").to_owned();
        self.is_smart = form.text("smart") == "1";
        self.filter = smart::typed(form).unwrap_or_default();
        if self.id.is_some() {
            self.note = form.text("note").to_owned();
            self.color = form.text("color").parse().unwrap_or(self.color);
        }
        self
    }
}

pub async fn new(visit: Visit) -> PageResult {
    // The list of clients comes here with its filter.
    let filter = smart::queried(&visit).map_err(|failure| visit.failure(failure))?;
    show_form(&visit, GroupForm { is_smart: !filter.is_default(), filter, ..GroupForm::default() }, None).await
}

pub async fn edit(visit: Visit, Path(id): Path<String>) -> PageResult {
    let line = read(&visit, &id).await?;
    show_form(&visit, GroupForm::of(&line), None).await
}

pub async fn create(visit: Visit, form: Form) -> PageResult {
    let again = async |failure| show_form(&visit, GroupForm::default().typed(&form), Some(failure)).await;
    let filter = match filter(&form) {
        Ok(filter) => filter,
        Err(failure) => return again(failure).await,
    };
    if form.has("preview") {
        return show_preview(&visit, GroupForm::default().typed(&form), filter).await;
    }
    let typed = form.required::<Name>("name").and_then(|name| Ok((name, form.optional("set")?)));
    let (name, set) = match typed {
        Ok(typed) => typed,
        Err(failure) => return again(failure).await,
    };
    let text = format!("Added the group “{name}”.");
    let command = CreateClientGroup { name, color: None, note: String::new(), set };
    let done_is = match filter {
        Some(filter) => visit.act(CreateSmartGroup { group: command, filter }).await,
        None => visit.act(command).await,
    };
    match done_is {
        Ok(receipt) => done(&visit, Some(receipt.outcome), &text, receipt.operation).await,
        Err(failure) => again(failure).await,
    }
}

pub async fn save(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let line = read(&visit, &id).await?;
    let id = line.group.id;
    let again = async |failure| show_form(&visit, GroupForm::of(&line).typed(&form), Some(failure)).await;
    let filter = match filter(&form) {
        Ok(filter) => filter,
        Err(failure) => return again(failure).await,
    };
    if form.has("preview") {
        return show_preview(&visit, GroupForm::of(&line).typed(&form), filter).await;
    }
    let command = match edited(id, &form) {
        Ok(command) => command,
        Err(failure) => return again(failure).await,
    };
    let stays_picked = filter.is_none() && line.group.smart.is_none();
    let done_is = match stays_picked {
        true => visit.act(command).await,
        false => visit.act(ChangeSmartGroup { change: command, filter }).await,
    };
    match done_is {
        Ok(receipt) => done(&visit, None, "Saved the group.", receipt.operation).await,
        Err(failure) => again(failure).await,
    }
}

/// The filter of the form; nothing where the group is hand-picked.
fn filter(form: &Form) -> books::Result<Option<SmartFilter>> {
    match form.text("smart") {
        "1" => Ok(Some(smart::typed(form)?.for_group()?)),
        _ => Ok(None),
    }
}

/// The form as it was typed, with what its filter would do.
async fn show_preview(visit: &Visit, form: GroupForm, filter: Option<SmartFilter>) -> PageResult {
    let preview = match filter {
        Some(filter) => smart::preview(visit, form.id, filter).await?,
        None => String::new(),
    };
    show_form(visit, GroupForm { preview, ..form }, None).await
}

fn edited(id: GroupId, form: &Form) -> books::Result<ChangeClientGroup> {
    Ok(ChangeClientGroup {
        id,
        version: form.optional("version")?,
        name: Some(form.required("name")?),
        color: form.optional("color")?,
        note: Some(form.free_text("note", 2_000)?.unwrap_or_default()),
        // Without any set the form has no choice of one.
        set: match form.optional("set")? {
            Some(set) => Some(SetChoice::In(set)),
            None => form.has("set").then_some(SetChoice::Free),
        },
    })
}

pub async fn ask_delete(visit: Visit, Path(id): Path<String>) -> PageResult {
    let line = read(&visit, &id).await?;
    if line.clients > 0 {
        // Deciding it dry says the same words as the refusal that would come.
        let order = books::Order::new(visit.caller.clone(), DeleteClientGroup { id: line.group.id, version: None });
        if let Err(failure) = visit.app.blocking(move |desk| desk.rehearse(order)).await {
            return show_form(&visit, GroupForm::of(&line), Some(failure)).await;
        }
    }
    let (names, others) = visit.ask(ReportsNaming { group: line.group.id }).await?;
    let (warning, listed) = warned(names, others);
    let form = Confirmation {
        action: format!("/settings/client-groups/{}/delete", line.group.id),
        warning,
        warned: "They stay, and match nobody for this group: no report ever shows more clients because of it."
            .to_owned(),
        listed,
        title: format!("Delete “{}”?", line.group.name),
        text: "No client is in the group. Its name becomes free; what was posted and reported for it stays as it is."
            .to_owned(),
        verb: "Delete group".to_owned(),
        version: Some(line.group.version),
        ..Confirmation::default()
    };
    show_question(&visit, form)
}

/// The headline above the saved reports that would notice, and a line for each that may be named.
fn warned(names: Vec<String>, others: usize) -> (String, Vec<String>) {
    let headline = match names.len() + others {
        1 => "1 saved report uses this group.".to_owned(),
        reports => format!("{reports} saved reports use this group."),
    };
    let mut listed: Vec<String> = names.into_iter().map(|name| format!("“{name}”")).collect();
    match others {
        0 => {}
        1 => listed.push("1 that somebody else saved for themselves".to_owned()),
        some => listed.push(format!("{some} that others saved for themselves")),
    }
    (headline, listed)
}

pub async fn delete(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let line = read(&visit, &id).await?;
    let version = form.optional("version").unwrap_or(None);
    match visit.act(DeleteClientGroup { id: line.group.id, version }).await {
        Ok(receipt) => {
            let text = format!("Deleted the group “{}”.", line.group.name);
            done(&visit, None, &text, receipt.operation).await
        }
        Err(failure) => show_form(&visit, GroupForm::of(&line), Some(failure)).await,
    }
}

pub async fn ask_empty(visit: Visit, Path(id): Path<String>) -> PageResult {
    let line = read(&visit, &id).await?;
    let clients = count(line.clients);
    let form = Confirmation {
        action: format!("/settings/client-groups/{}/empty", line.group.id),
        title: format!("Remove all clients from “{}”?", line.group.name),
        text: format!(
            "{clients} clients leave the group; nothing else of them changes. It is one operation and can be undone. \
             Clients that you may not change stay in."
        ),
        verb: format!("Remove {clients} clients"),
        ..Confirmation::default()
    };
    show_question(&visit, form)
}

pub async fn empty(visit: Visit, Path(id): Path<String>) -> PageResult {
    // What it does needs only the right on each client; this address is for those who manage the groups.
    visit.require(books::Permission::ManageClientGroups)?;
    let line = read(&visit, &id).await?;
    let (id, caller) = (line.group.id, visit.caller.clone());
    let selection = Selection::InGroup(id);
    let command = BulkGroups { selection, action: GroupAction::Remove, groups: vec![id], after: None };
    let outcome = visit.app.blocking(move |desk| carry_out_bulk(desk, &caller, command, None)).await;
    let outcome = outcome.map_err(|failure| visit.failure(failure))?;
    let mut text = format!("Removed {} clients from “{}”.", count(outcome.done), line.group.name);
    if !outcome.failed.is_empty() {
        text.push_str(&format!(" {} were left in: you may not change them.", outcome.failed.len()));
    }
    done(&visit, None, &text, outcome.operation).await
}

pub async fn archive(visit: Visit, Path(id): Path<String>) -> PageResult {
    set_aside(&visit, &id, true).await
}

pub async fn restore(visit: Visit, Path(id): Path<String>) -> PageResult {
    set_aside(&visit, &id, false).await
}

async fn set_aside(visit: &Visit, id: &str, archived: bool) -> PageResult {
    let line = read(visit, id).await?;
    let command = ArchiveClientGroup { id: line.group.id, version: None, archived };
    let receipt = visit.act(command).await.map_err(|failure| visit.failure(failure))?;
    let did = if archived { "Archived" } else { "Restored" };
    let text = format!("{did} the group “{}”. Its members are unchanged.", line.group.name);
    visit.done("/settings/client-groups", &text, receipt.operation)
}

async fn read(visit: &Visit, id: &str) -> Result<ClientGroupLine, PageFailure> {
    let id = group(id).map_err(|failure| visit.failure(failure))?;
    visit.ask(ReadClientGroup { id }).await
}

/// Back to the list: by htmx only the list itself, without it the page.
async fn done(visit: &Visit, new: Option<GroupId>, text: &str, operation: Option<OperationId>) -> PageResult {
    if visit.wants_fragment {
        return visit.done_here(&part_with(visit, new).await?, "#client-groups", text, operation);
    }
    let to = match new {
        Some(id) => format!("/settings/client-groups?new={id}"),
        None => "/settings/client-groups".to_owned(),
    };
    visit.done(&to, text, operation)
}

async fn show_form(visit: &Visit, mut form: GroupForm, failure: Option<Failure>) -> PageResult {
    if let Some(id) = form.id {
        form.reports = visit.ask(CountReportsNaming).await?.get(&id).copied().unwrap_or(0);
    }
    form.sets = visit.ask(ListGroupSets).await?;
    form.smart = SmartForm::show(visit, form.id, form.is_smart, &form.filter).await?;
    form.smart.preview = std::mem::take(&mut form.preview);
    let form = GroupForm { in_dialog: visit.wants_fragment, nonce: visit.nonce().to_owned(), ..form };
    let title = form.title();
    let frame = frame(visit, title).crumb("Client groups", "/settings/client-groups").crumb(title, "");
    if visit.wants_fragment {
        return visit.show_form(failure, |_, refusals| FormDialog { form: GroupForm { refusals, ..form } }, frame);
    }
    visit.show_form(failure, |frame, refusals| FormPage { frame, form: GroupForm { refusals, ..form } }, frame)
}

fn show_question(visit: &Visit, form: Confirmation) -> PageResult {
    let back = "/settings/client-groups".to_owned();
    let frame = frame(visit, &form.title).crumb("Client groups", "/settings/client-groups").crumb(&form.verb, "");
    show_confirmation(visit, frame, Confirmation { back, ..form }, None)
}

pub(crate) fn show_confirmation(
    visit: &Visit,
    frame: Frame,
    form: Confirmation,
    failure: Option<Failure>,
) -> PageResult {
    let form = Confirmation { in_dialog: visit.wants_fragment, nonce: visit.nonce().to_owned(), ..form };
    if visit.wants_fragment {
        return visit.show_form(
            failure,
            |_, refusals| ConfirmDialog { form: Confirmation { refusals, ..form } },
            frame,
        );
    }
    visit.show_form(failure, |frame, refusals| ConfirmPage { frame, form: Confirmation { refusals, ..form } }, frame)
}
