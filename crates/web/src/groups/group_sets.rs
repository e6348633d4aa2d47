//! The page of sets of client groups: the list, and adding, renaming and deleting one.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::groups::{CreateGroupSet, DeleteGroupSet, GroupSetLine, ListGroupSets, ReadGroupSet, RenameGroupSet};
use kernel::{Failure, GroupSetId, Name};

use super::client_group_forms::{Confirmation, show_confirmation};
use super::client_groups::frame;
use crate::edge::{Form, PageFailure, PageResult, Visit};
use crate::layout::{Frame, Refusals, count};

const LIST: &str = "/settings/client-group-sets";

#[derive(Template)]
#[template(path = "groups/group_sets.html")]
struct ListPage {
    frame: Frame,
    sets: Vec<GroupSetLine>,
    may_manage: bool,
}

/// The form as it was opened, or as it was refused.
#[derive(Default)]
struct SetForm {
    id: Option<GroupSetId>,
    version: Option<i64>,
    name: String,
    refusals: Refusals,
    in_dialog: bool,
    nonce: String,
}

#[derive(Template)]
#[template(path = "groups/group_set_page.html")]
struct FormPage {
    frame: Frame,
    form: SetForm,
}

#[derive(Template)]
#[template(path = "groups/group_set_dialog.html")]
struct FormDialog {
    form: SetForm,
}

impl SetForm {
    fn title(&self) -> &'static str {
        if self.id.is_some() { "Edit set" } else { "Add set" }
    }

    fn action(&self) -> String {
        self.id.map_or_else(|| LIST.to_owned(), |id| format!("{LIST}/{id}"))
    }

    fn of(line: &GroupSetLine) -> SetForm {
        let set = &line.set;
        SetForm { id: Some(set.id), version: Some(set.version), name: set.name.to_string(), ..SetForm::default() }
    }
}

pub async fn show(visit: Visit) -> PageResult {
    let sets = visit.ask(ListGroupSets).await?;
    let frame = frame(&visit, "Sets of client groups").crumb("Sets", "");
    visit.show(&ListPage { frame, sets, may_manage: visit.may(Permission::ManageClientGroups) })
}

pub async fn new(visit: Visit) -> PageResult {
    show_form(&visit, SetForm::default(), None)
}

pub async fn edit(visit: Visit, Path(id): Path<String>) -> PageResult {
    let line = read(&visit, &id).await?;
    show_form(&visit, SetForm::of(&line), None)
}

pub async fn create(visit: Visit, form: Form) -> PageResult {
    let done = match form.required::<Name>("name") {
        Ok(name) => visit.act(CreateGroupSet { name }).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => visit.done(LIST, "Added the set. Choose it in the form of a client group.", receipt.operation),
        Err(failure) => {
            let again = SetForm { name: form.text("name").to_owned(), ..SetForm::default() };
            show_form(&visit, again, Some(failure))
        }
    }
}

pub async fn save(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let line = read(&visit, &id).await?;
    let command = form
        .required("name")
        .and_then(|name| Ok(RenameGroupSet { id: line.set.id, version: form.optional("version")?, name }));
    let done = match command {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => visit.done(LIST, "Saved the set.", receipt.operation),
        Err(failure) => {
            let again = SetForm { name: form.text("name").to_owned(), ..SetForm::of(&line) };
            show_form(&visit, again, Some(failure))
        }
    }
}

pub async fn ask_delete(visit: Visit, Path(id): Path<String>) -> PageResult {
    let line = read(&visit, &id).await?;
    show_question(&visit, &line, None)
}

pub async fn delete(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let line = read(&visit, &id).await?;
    let version = form.optional("version").unwrap_or(None);
    match visit.act(DeleteGroupSet { id: line.set.id, version, free_groups: true }).await {
        Ok(receipt) => visit.done(LIST, &format!("Deleted the set “{}”.", line.set.name), receipt.operation),
        Err(failure) => show_question(&visit, &line, Some(failure)),
    }
}

/// The question says what becomes of the groups, so that whoever confirms has said it too.
fn show_question(visit: &Visit, line: &GroupSetLine, failure: Option<Failure>) -> PageResult {
    let groups = match line.groups {
        0 => "No group stands in it.".to_owned(),
        1 => "The group in it stays, with its clients and in no set.".to_owned(),
        some => format!(
            "The {} groups in it stay, with their clients and in no set. A client can then be in several of them.",
            count(some)
        ),
    };
    let form = Confirmation {
        action: format!("{LIST}/{}/delete", line.set.id),
        back: LIST.to_owned(),
        title: format!("Delete the set “{}”?", line.set.name),
        text: groups,
        verb: "Delete set".to_owned(),
        version: Some(line.set.version),
        ..Confirmation::default()
    };
    let frame = frame(visit, &form.title).crumb("Sets", LIST).crumb(&form.verb, "");
    show_confirmation(visit, frame, form, failure)
}

fn show_form(visit: &Visit, form: SetForm, failure: Option<Failure>) -> PageResult {
    let form = SetForm { in_dialog: visit.wants_fragment, nonce: visit.nonce().to_owned(), ..form };
    let frame = frame(visit, form.title()).crumb("Sets", LIST).crumb(form.title(), "");
    if visit.wants_fragment {
        return visit.show_form(failure, |_, refusals| FormDialog { form: SetForm { refusals, ..form } }, frame);
    }
    visit.show_form(failure, |frame, refusals| FormPage { frame, form: SetForm { refusals, ..form } }, frame)
}

async fn read(visit: &Visit, id: &str) -> Result<GroupSetLine, PageFailure> {
    visit.ask(ReadGroupSet { id: visit.id("set of client groups", id)? }).await
}
