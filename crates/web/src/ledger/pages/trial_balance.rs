//! The trial balance of a period.

use askama::Template;
use books::ledger::{ReadTrialBalance, TrialRow};
use kernel::{Currency, Failure};

use super::show::{asked, both, people, some};
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{AccountKind, Frame, Refusals, Section};

#[derive(Template)]
#[template(path = "ledger/pages/trial_balance.html")]
struct TrialPage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    rows: Vec<Row>,
    earlier: String,
    opening: String,
    debit: String,
    credit: String,
    closing: String,
    currency: Currency,
}

struct Row {
    id: String,
    number: String,
    name: String,
    kind: AccountKind,
    opening: String,
    debit: String,
    credit: String,
    closing: String,
}

pub async fn read(visit: Visit) -> PageResult {
    let mut form = asked(&visit.uri);
    let (ask, failure) = match question(&form) {
        Ok(ask) => (ask, None),
        Err(failure) => (ReadTrialBalance::default(), Some(failure)),
    };
    let trial = visit.ask(ask).await?;
    let currency = trial.currency;
    if failure.is_none() {
        form.set("from", &trial.from.to_string());
        form.set("to", &trial.to.to_string());
    }
    let (debit, credit) = both(trial.totals.moved, currency);
    let page = TrialPage {
        frame: visit
            .frame(Section::Ledger, "ledger.trial_balance", "Trial balance")
            .crumb("Ledger", "/ledger/journal")
            .crumb("Trial balance", ""),
        form,
        refusals: failure.as_ref().and_then(Failure::refusal).map(Refusals::of).unwrap_or_default(),
        rows: trial.rows.into_iter().map(|row| shown(row, currency)).collect(),
        earlier: some(trial.earlier_result, currency),
        opening: people(trial.totals.opening, currency),
        debit,
        credit,
        closing: people(trial.totals.closing, currency),
        currency,
    };
    match failure {
        Some(failure) => visit.show_refused(&failure, &page),
        None => visit.show(&page),
    }
}

fn question(form: &Form) -> books::Result<ReadTrialBalance> {
    Ok(ReadTrialBalance { from: form.optional("from")?, to: form.optional("to")? })
}

fn shown(row: TrialRow, currency: Currency) -> Row {
    let (debit, credit) = both(row.moved, currency);
    Row {
        id: row.account.id.to_string(),
        name: row.account.name.to_string(),
        number: row.account.number,
        kind: row.account.kind.into(),
        opening: some(row.opening, currency),
        debit,
        credit,
        closing: people(row.closing, currency),
    }
}
