//! One entry: its lines, what it takes back, and the way to take it back itself.

use askama::Template;
use axum::extract::Path;
use books::Permission;
use books::ledger::{EntryView, ReadEntry, ReverseEntry, Source};
use kernel::{Currency, EntryId, Failure};

use super::show::{people, sides};
use crate::company::moments::short_day;
use crate::edge::{Form, PageResult, Visit, parse_field};
use crate::layout::{AccountKind, Frame, Refusals, Section};

#[derive(Template)]
#[template(path = "ledger/pages/entry.html")]
struct EntryPage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    id: EntryId,
    title: String,
    day: String,
    source: Source,
    document: Option<String>,
    posted_by: String,
    reverses: Option<(EntryId, i64)>,
    reversed_by: Option<(EntryId, i64)>,
    lines: Vec<Row>,
    total: String,
    currency: Currency,
    may_reverse: bool,
}

struct Row {
    account: String,
    number: String,
    name: String,
    kind: AccountKind,
    client: Option<(String, String)>,
    text: String,
    vat_code: String,
    debit: String,
    credit: String,
}

pub async fn read(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = entry_id(&visit, id)?;
    let entry = visit.ask(ReadEntry { id }).await?;
    let mut form = Form::default();
    form.set("on", &visit.sidebar().today.max(entry.heading.day).to_string());
    visit.show(&page(&visit, entry, form, Refusals::default()))
}

pub async fn reverse(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    visit.require(Permission::PostEntries)?;
    let id = entry_id(&visit, id)?;
    let command = form.optional("on").map(|on| ReverseEntry { entry: id, on, text: form.text("text").to_owned() });
    let failure = match command {
        Ok(command) => match visit.act(command).await {
            Ok(receipt) => {
                return visit.done(
                    &format!("/ledger/entries/{}", receipt.outcome),
                    "Entry reversed",
                    receipt.operation,
                );
            }
            Err(failure) => failure,
        },
        Err(failure) => failure,
    };
    let Failure::Refused(refusal) = &failure else { return Err(visit.failure(failure)) };
    let entry = visit.ask(ReadEntry { id }).await?;
    visit.show_refused(&failure, &page(&visit, entry, form, Refusals::of(refusal)))
}

fn entry_id(visit: &Visit, id: String) -> Result<EntryId, crate::edge::PageFailure> {
    parse_field("id", &id).map_err(|_| visit.failure(Failure::missing("entry", id)))
}

fn page(visit: &Visit, entry: EntryView, form: Form, refusals: Refusals) -> EntryPage {
    let (heading, currency) = (&entry.heading, entry.currency);
    let title = format!("Entry {}", heading.number);
    let of_document = matches!(heading.source, Source::Invoice | Source::CreditNote | Source::Merge);
    EntryPage {
        frame: visit
            .frame(Section::Ledger, "ledger.journal", &title)
            .crumb("Ledger", "/ledger/journal")
            .crumb("Journal", "/ledger/journal")
            .crumb(&title, ""),
        form,
        refusals,
        id: entry.id,
        day: short_day(heading.day),
        source: heading.source,
        document: heading.document.clone(),
        total: people(entry.total(), currency),
        may_reverse: visit.may(Permission::PostEntries)
            && !of_document
            && heading.reverses.is_none()
            && entry.reversed_by.is_none(),
        title: if heading.text.is_empty() { title } else { heading.text.clone() },
        posted_by: entry.posted_by,
        reverses: entry.reverses,
        reversed_by: entry.reversed_by,
        currency,
        lines: entry
            .lines
            .into_iter()
            .map(|line| {
                let (debit, credit) = sides(line.amount, currency);
                Row {
                    account: line.account.to_string(),
                    number: line.account_number,
                    name: line.account_name,
                    kind: line.account_kind.into(),
                    client: line.client.map(|client| (client.id.to_string(), client.name)),
                    text: line.text.unwrap_or_default(),
                    vat_code: line.vat_code.unwrap_or_default(),
                    debit,
                    credit,
                }
            })
            .collect(),
    }
}
