//! Settling an agreement: first what it would be, member by member, then the button.

use askama::Template;
use axum::extract::Path;
use books::sales::agreements::{PreviewSettlement, Settle, SettlementKind, SettlementPreview};
use books::sales::invoices::ReadInvoiceChoices;
use kernel::{AgreementId, Failure, Year};

use super::{PartLine, SumLine, frame, part_lines, sum_line};
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals};
use crate::ledger::pages::show::asked;

#[derive(Template)]
#[template(path = "sales/agreements/settle.html")]
struct SettlePage {
    frame: Frame,
    view: SettlementPreview,
    form: Form,
    parts: Vec<PartLine>,
    sums: Option<SumLine>,
    groups: Vec<Choice>,
    refusals: Refusals,
}

struct Choice {
    value: String,
    label: String,
}

impl SettlePage {
    fn may_settle(&self) -> bool {
        self.view.objection.is_none()
    }
}

/// The preview: every choice is part of the address, and nothing is stored.
pub async fn show(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id: AgreementId = visit.id("agreement", &id)?;
    let mut form = asked(&visit.uri);
    if form.text("kind").is_empty() {
        form.set("kind", "partial");
        form.set("through", &visit.sidebar().today.to_string());
    }
    respond(&visit, id, form, None).await
}

pub async fn settle(visit: Visit, Path(id): Path<String>, form: Form) -> PageResult {
    let id: AgreementId = visit.id("agreement", &id)?;
    let done = match command(id, &form) {
        Ok(command) => visit.act(command).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(receipt) => {
            let text = "Settled. Book the drafts of the members.";
            visit.done(&format!("/settlements/{}", receipt.outcome), text, receipt.operation)
        }
        Err(failure) => respond(&visit, id, form, Some(failure)).await,
    }
}

fn command(agreement: AgreementId, form: &Form) -> books::Result<Settle> {
    let kind: SettlementKind = form.required("kind")?;
    // The day belongs to a partial settlement; the others are through the end of the year.
    let through = if kind == SettlementKind::Partial { form.optional("through")? } else { None };
    Ok(Settle {
        agreement,
        version: form.optional("version")?,
        kind,
        through,
        on: form.optional("date")?,
        product_group: form.optional("product_group")?,
        early: form.has("before_year_end"),
    })
}

async fn respond(visit: &Visit, id: AgreementId, mut form: Form, failure: Option<Failure>) -> PageResult {
    let plain = Settle {
        agreement: id,
        version: None,
        kind: SettlementKind::Partial,
        through: None,
        on: None,
        product_group: None,
        early: false,
    };
    let (wanted, unreadable) = match command(id, &form) {
        Ok(settle) => (Settle { version: None, ..settle }, None),
        Err(failure) => (plain, Some(failure)),
    };
    let view = visit.ask(PreviewSettlement { settle: wanted }).await?;
    let year: Year = view.agreement.year;
    if form.text("through").is_empty() {
        form.set("through", &visit.sidebar().today.clamp(year.first_day(), year.last_day()).to_string());
    }
    form.set("version", &view.agreement.version.to_string());
    let choices = visit.ask(ReadInvoiceChoices).await?.product_groups;
    let choice = |group: books::sales::products::ProductGroupChoice| Choice {
        value: group.id.to_string(),
        label: format!("{} {}", group.number, group.name),
    };
    let title = view.agreement.title();
    let framed = frame(visit, view.agreement.group, &view.group_name, "Settle")
        .crumb(&title, &format!("/agreements/{id}"))
        .crumb("Settle", "");
    let page = |frame, refusals| SettlePage {
        frame,
        parts: part_lines(&view.figures, view.currency),
        sums: Some(sum_line(&view.figures, view.currency)),
        groups: choices.into_iter().map(choice).collect(),
        view,
        form,
        refusals,
    };
    // What is asked for by the address may be refused too: then the preview says so, and the button is not there.
    visit.show_form(failure.or(unreadable), page, framed)
}
