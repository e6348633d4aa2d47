//! The disc: saves a report; renames, shares and deletes what is saved.

use askama::Template;
use axum::extract::Path;
use books::reports::{ChangeReport, DeleteReport, Question, SaveReport, SavedLine, Scope};
use kernel::Failure;

use super::address::Address;
use super::page::find;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section};

#[derive(Template)]
#[template(path = "reports/save.html")]
struct SavePage {
    frame: Frame,
    form: Form,
    /// The saved report that is being changed; a new one without.
    saved: Option<SavedLine>,
    may_share: bool,
    refusals: Refusals,
}

impl SavePage {
    fn action(&self) -> String {
        match &self.saved {
            Some(saved) => format!("/report/{}", saved.report.id),
            None => "/report/save".to_owned(),
        }
    }

    fn is_for(&self, scope: Scope) -> bool {
        match self.form.text("scope") {
            "" => scope == Scope::Me,
            chosen => chosen == scope.code(),
        }
    }
}

/// The form, for whoever has no script to open it on the report's own page.
pub async fn new(visit: Visit) -> PageResult {
    let query = visit.uri.query().unwrap_or_default().to_owned();
    show(&visit, Form::of(&[("query", &query)]), None, None)
}

pub async fn save(visit: Visit, form: Form) -> PageResult {
    match command(&form) {
        Ok(command) => match visit.act(command).await {
            Ok(receipt) => visit.done(&format!("/report/{}", receipt.outcome), "Report saved", receipt.operation),
            Err(failure) => show(&visit, form, None, Some(failure)),
        },
        Err(failure) => show(&visit, form, None, Some(failure)),
    }
}

fn command(form: &Form) -> books::Result<SaveReport> {
    let question = Question::Report(Address::read(form.text("query"))?.definition);
    Ok(SaveReport { name: form.required("name")?, scope: scope(form)?, question })
}

fn scope(form: &Form) -> books::Result<Scope> {
    Ok(form.optional("scope")?.unwrap_or(Scope::Me))
}

/// Name, scope and deletion of a saved report.
pub async fn edit(visit: Visit, Path(id): Path<String>) -> PageResult {
    let saved = find(&visit, &id).await?;
    let (name, version) = (saved.report.name.to_string(), saved.report.version.to_string());
    let form = Form::of(&[("name", &name), ("scope", saved.report.scope.code()), ("version", &version)]);
    show(&visit, form, Some(saved), None)
}

pub async fn change(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let saved = find(&visit, &id).await?;
    let changed = match changes(&form, &saved) {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match changed {
        Ok(receipt) => visit.done(&format!("/report/{}", receipt.outcome), "Report saved", receipt.operation),
        Err(failure) => show(&visit, form, Some(saved), Some(failure)),
    }
}

/// Without a name only what it asks changes: the button “Save changes” on the report's page.
fn changes(form: &Form, saved: &SavedLine) -> books::Result<ChangeReport> {
    let question = match form.text("query") {
        "" => None,
        query => Some(Question::Report(Address::read(query)?.definition)),
    };
    Ok(ChangeReport {
        id: saved.report.id,
        version: form.optional("version")?,
        name: if form.has("name") { Some(form.required("name")?) } else { None },
        scope: form.optional("scope")?,
        question,
    })
}

pub async fn delete(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let saved = find(&visit, &id).await?;
    let version = form.optional("version").map_err(|failure| visit.failure(failure))?;
    let text = format!("“{}” deleted", saved.report.name);
    match visit.act(DeleteReport { id: saved.report.id, version }).await {
        Ok(receipt) => visit.done("/report", &text, receipt.operation),
        Err(failure) => show(&visit, form, Some(saved), Some(failure)),
    }
}

fn show(visit: &Visit, form: Form, saved: Option<SavedLine>, failure: Option<Failure>) -> PageResult {
    let title = saved.as_ref().map_or_else(|| "Save report".to_owned(), |saved| saved.report.name.to_string());
    let frame = visit.frame(Section::Report, "report", &title).crumb("Report", "/report").crumb(&title, "");
    let may_share = visit.may(books::Permission::ShareReports);
    match failure {
        None => visit.show(&SavePage { frame, form, saved, may_share, refusals: Refusals::default() }),
        Some(Failure::Refused(refusal)) => {
            let refusals = Refusals::of(&refusal);
            visit.show_refused(&Failure::Refused(refusal), &SavePage { frame, form, saved, may_share, refusals })
        }
        Some(other) => Err(visit.failure(other)),
    }
}
