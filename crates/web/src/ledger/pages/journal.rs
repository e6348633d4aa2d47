//! The journal: entries, newest first.

use askama::Template;
use books::ledger::{EntryRow, ListEntries, Source};
use kernel::{Currency, Failure};

use super::show::{ROWS, asked, people, with_cursor};
use crate::company::moments::short_day;
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section};

#[derive(Template)]
#[template(path = "ledger/pages/journal.html")]
struct JournalPage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    rows: Vec<Row>,
    currency: Currency,
    next: Option<String>,
    is_filtered: bool,
}

struct Row {
    id: String,
    number: i64,
    day: String,
    text: String,
    source: &'static str,
    document: String,
    total: String,
    reversed: bool,
}

const FILTERS: [&str; 4] = ["q", "source", "from", "to"];

pub async fn list(visit: Visit) -> PageResult {
    let form = asked(&visit.uri);
    // A filter that cannot be read filters nothing out; the page says which one.
    let (ask, failure) = match question(&form) {
        Ok(ask) => (ask, None),
        Err(failure) => (ListEntries { limit: ROWS, ..ListEntries::default() }, Some(failure)),
    };
    let journal = visit.ask(ask).await?;
    let is_filtered = FILTERS.iter().any(|name| !form.text(name).is_empty());
    let page = JournalPage {
        frame: visit
            .frame(Section::Ledger, "ledger.journal", "Journal")
            .crumb("Ledger", "/ledger/journal")
            .crumb("Journal", ""),
        refusals: failure.as_ref().and_then(Failure::refusal).map(Refusals::of).unwrap_or_default(),
        rows: journal.entries.items.into_iter().map(|row| shown(row, journal.currency)).collect(),
        currency: journal.currency,
        next: journal.entries.next.map(|cursor| with_cursor("/ledger/journal", &form, &FILTERS, &cursor)),
        is_filtered,
        form,
    };
    match failure {
        Some(failure) => visit.show_refused(&failure, &page),
        None => visit.show(&page),
    }
}

fn question(form: &Form) -> books::Result<ListEntries> {
    Ok(ListEntries {
        text: form.text("q").to_owned(),
        source: Source::parse(form.text("source")),
        from: form.optional("from")?,
        to: form.optional("to")?,
        cursor: form.optional("cursor")?,
        limit: ROWS,
    })
}

fn shown(row: EntryRow, currency: Currency) -> Row {
    Row {
        id: row.id.to_string(),
        number: row.heading.number,
        day: short_day(row.heading.day),
        text: row.heading.text,
        source: row.heading.source.label(),
        document: row.heading.document.unwrap_or_default(),
        total: people(row.total, currency),
        reversed: row.reversed,
    }
}

/// What the filter offers.
pub(super) const SOURCES: &[Source] = Source::ALL;
