//! The audit: who changed what, when, and by which door.

use askama::Template;
use axum::extract::Query;
use books::company::ListMembers;
use books::{AuditLine, SearchAudit};
use kernel::{Door, Failure};
use serde::Deserialize;

use super::api::audit::any_id;
use super::choices::Choice;
use super::moments::moment;
use crate::edge::{Form, PageResult, Visit};
use crate::history::{History, histories};
use crate::layout::{Frame, Refusals, Section};

const LINES: i64 = 50;

/// A line as pages show it.
pub struct Line {
    pub seq: i64,
    pub text: String,
    pub actor: String,
    pub when: String,
    pub door: &'static str,
    pub subject: String,
}

/// Lines in the words of a page, on the clock of the office.
pub fn lines(lines: &[AuditLine], zone: &str) -> Vec<Line> {
    lines.iter().map(|line| shown(line, zone)).collect()
}

fn shown(line: &AuditLine, zone: &str) -> Line {
    Line {
        seq: line.seq,
        text: if line.text.is_empty() { line.verb.replace('_', " ") } else { line.text.clone() },
        actor: line.actor.name.clone(),
        when: moment(line.at, zone),
        door: Door::parse(&line.door).map_or("", door_words),
        subject: line.subject.map(|subject| subject.to_string()).unwrap_or_default(),
    }
}

fn door_words(door: Door) -> &'static str {
    match door {
        Door::Page => "on a page",
        Door::Api => "by the API",
        Door::CommandLine => "at the command line",
        Door::Import => "by an import",
        Door::Job => "by a job",
    }
}

#[derive(Template)]
#[template(path = "company/audit.html")]
struct AuditPage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    lines: Vec<(Line, History)>,
    actors: Vec<Choice>,
    doors: Vec<Choice>,
    older: Option<String>,
    is_narrowed: bool,
}

/// What to show; empty texts do not narrow.
#[derive(Debug, Default, Deserialize)]
pub struct Search {
    #[serde(default)]
    subject: String,
    #[serde(default)]
    actor: String,
    #[serde(default)]
    door: String,
    before: Option<i64>,
}

pub async fn show(visit: Visit, Query(search): Query<Search>) -> PageResult {
    // The page shows what is found even where one of the filters cannot be read.
    let (question, failure) = match question(&search) {
        Ok(question) => (question, None),
        Err(failure) => (SearchAudit { limit: LINES, ..SearchAudit::default() }, Some(failure)),
    };
    let page = visit.ask(question).await?;
    let actors = actors(&visit).await?;
    let doors =
        Door::ALL.iter().map(|door| Choice { value: door.code().to_owned(), label: door_words(*door).to_owned() });
    let form = Form::of(&[("subject", &search.subject), ("actor", &search.actor), ("door", &search.door)]);
    let frame = visit
        .frame(Section::Settings, "settings.audit", "Audit")
        .crumb("Settings & Apps", "/settings")
        .crumb("Audit", "");
    let histories = histories(&visit, &page.items).await?;
    let lines = lines(&page.items, &visit.sidebar().time_zone).into_iter().zip(histories).collect();
    let doors = doors.collect();
    let older = page.next.map(|before| search.address(&before));
    let is_narrowed = search.is_narrowed();
    visit.show_form(
        failure,
        |frame, refusals| AuditPage { frame, form, refusals, lines, actors, doors, older, is_narrowed },
        frame,
    )
}

fn question(search: &Search) -> Result<SearchAudit, Failure> {
    let named = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    Ok(SearchAudit {
        subject: named(&search.subject).map(|text| any_id(&text)).transpose()?,
        actor: named(&search.actor),
        door: named(&search.door).and_then(|code| Door::parse(&code).ok()),
        before: search.before,
        limit: LINES,
    })
}

async fn actors(visit: &Visit) -> Result<Vec<Choice>, crate::edge::PageFailure> {
    let choice = |value: &str, label: &str| Choice { value: value.to_owned(), label: label.to_owned() };
    let members = visit.ask(ListMembers).await?;
    let members = members.iter().map(|view| choice(&view.member.id.to_string(), &view.member.name));
    Ok(members.chain([choice("operator", "Operator"), choice("system", "Coterie")]).collect())
}

impl Search {
    fn is_narrowed(&self) -> bool {
        [&self.subject, &self.actor, &self.door].iter().any(|text| !text.is_empty())
    }

    fn address(&self, before: &str) -> String {
        let pairs = [("subject", &self.subject), ("actor", &self.actor), ("door", &self.door)];
        let mut query: Vec<(&str, &str)> =
            pairs.iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| (*name, text.as_str())).collect();
        query.push(("before", before));
        format!("/settings/audit?{}", serde_html_form::to_string(query).unwrap_or_default())
    }
}
