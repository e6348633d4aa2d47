//! A new entry: lines with accounts and clients as they are typed; a button adds rows without any script.

use askama::Template;
use books::Permission;
use books::ledger::{FindParty, Line, ListAccounts, PostEntry};
use kernel::{AccountId, ClientId, Currency, Failure, Refusal};

use super::show::{people, typed_amount};
use crate::edge::{Form, PageResult, Visit};
use crate::layout::{Frame, Refusals, Section};

#[derive(Template)]
#[template(path = "ledger/pages/new_entry.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    refusals: Refusals,
    rows: Vec<Row>,
    accounts: Vec<Choice>,
    currency: Currency,
    /// Sums of what is typed so far, and what they differ by; empty before anything was.
    sums: Option<(String, String, String)>,
}

/// A row of the form, as it was typed.
#[derive(Clone, Default)]
struct Row {
    account: String,
    client: String,
    text: String,
    debit: String,
    credit: String,
}

struct Choice {
    id: AccountId,
    number: String,
    name: String,
}

const FEWEST: usize = 4;
const MOST: usize = 200;

pub async fn new(visit: Visit) -> PageResult {
    let mut form = Form::default();
    form.set("day", &visit.sidebar().today.to_string());
    show(&visit, form, vec![Row::default(); FEWEST], None).await
}

/// “Add lines” sends the form here: it comes back with what was typed and four rows more.
pub async fn more(visit: Visit, form: Form) -> PageResult {
    let mut rows = rows(&form);
    rows.resize((rows.len() + FEWEST).min(MOST), Row::default());
    show(&visit, form, rows, None).await
}

pub async fn post(visit: Visit, form: Form) -> PageResult {
    let rows = rows(&form);
    let command = match command(&visit, &form, &rows).await {
        Ok(command) => command,
        Err(failure) => return show(&visit, form, rows, Some(failure)).await,
    };
    match visit.act(command).await {
        Ok(receipt) => visit.done(&format!("/ledger/entries/{}", receipt.outcome), "Entry posted", receipt.operation),
        Err(failure) => show(&visit, form, rows, Some(failure)).await,
    }
}

fn rows(form: &Form) -> Vec<Row> {
    let texts = |name: &'static str| form.all(name).map(str::to_owned).collect::<Vec<_>>();
    let (accounts, clients, notes) = (texts("account"), texts("client"), texts("line_text"));
    let (debits, credits) = (texts("debit"), texts("credit"));
    let at = |texts: &[String], place: usize| texts.get(place).map(|text| text.trim().to_owned()).unwrap_or_default();
    (0..accounts.len().clamp(FEWEST, MOST))
        .map(|place| Row {
            account: at(&accounts, place),
            client: at(&clients, place),
            text: at(&notes, place),
            debit: at(&debits, place),
            credit: at(&credits, place),
        })
        .collect()
}

impl Row {
    fn is_empty(&self) -> bool {
        [&self.account, &self.client, &self.text, &self.debit, &self.credit].iter().all(|text| text.is_empty())
    }

    /// Signed minor units; debit is positive.
    fn amount(&self, currency: Currency) -> books::Result<i64> {
        match (self.debit.as_str(), self.credit.as_str()) {
            ("", "") => Ok(0),
            (debit, "") => typed_amount(debit, currency, "debit"),
            ("", credit) => Ok(-typed_amount(credit, currency, "credit")?),
            _ => Err(Refusal::rule(
                "LINE_SIDES",
                "A line has both a debit and a credit.",
                "Each line stands on one side. Split it in two where both are meant.",
            )
            .into()),
        }
    }
}

async fn command(visit: &Visit, form: &Form, rows: &[Row]) -> books::Result<PostEntry> {
    let currency = visit.sidebar().currency;
    let accounts = choices(visit).await?;
    let mut lines = Vec::new();
    for (row, place) in rows.iter().zip(1..).filter(|(row, _)| !row.is_empty()) {
        lines.push(Line {
            account: account(&accounts, &row.account, place)?,
            client: client(visit, &row.client).await?,
            amount: row.amount(currency)?,
            vat_code: None,
            text: Some(row.text.clone()).filter(|text| !text.is_empty()),
            foreign: None,
            opens: None,
        });
    }
    Ok(PostEntry {
        day: form.required("day")?,
        text: form.text("text").to_owned(),
        document: form.free_text("document", 200)?,
        currency: Some(currency),
        lines,
    })
}

async fn choices(visit: &Visit) -> books::Result<Vec<Choice>> {
    let chart = visit.app.ask(&visit.caller, ListAccounts::default()).await?;
    let choice = |view: books::ledger::AccountView| Choice {
        id: view.account.id,
        number: view.account.number,
        name: view.account.name.to_string(),
    };
    Ok(chart.accounts.into_iter().map(choice).collect())
}

/// The account whose number was typed, alone or before its name.
fn account(accounts: &[Choice], typed: &str, place: usize) -> books::Result<AccountId> {
    let number = typed.split_whitespace().next().unwrap_or_default();
    let found = accounts.iter().find(|choice| choice.number == number || choice.number == typed);
    found.map(|choice| choice.id).ok_or_else(|| {
        Refusal::rule(
            "ACCOUNT_UNKNOWN",
            format!("Line {place} names no account."),
            format!(
                "There is no live account “{}”. Type the number of one from the chart of accounts.",
                kernel::visible(typed)
            ),
        )
        .detail("line", place)
        .action("Show the chart of accounts", "/ledger/accounts")
        .into()
    })
}

async fn client(visit: &Visit, typed: &str) -> books::Result<Option<ClientId>> {
    if typed.is_empty() {
        return Ok(None);
    }
    let found = visit.app.ask(&visit.caller, FindParty { text: typed.to_owned() }).await?;
    Ok(Some(found.id))
}

async fn show(visit: &Visit, form: Form, rows: Vec<Row>, failure: Option<Failure>) -> PageResult {
    visit.require(Permission::PostEntries)?;
    let currency = visit.sidebar().currency;
    let accounts = choices(visit).await.map_err(|failure| visit.failure(failure))?;
    let frame = visit
        .frame(Section::Ledger, "ledger.journal", "New entry")
        .crumb("Ledger", "/ledger/journal")
        .crumb("Journal", "/ledger/journal")
        .crumb("New entry", "");
    let page = |frame: Frame, refusals: Refusals| NewPage {
        frame,
        accounts,
        sums: sums(&rows, currency),
        form,
        refusals,
        rows,
        currency,
    };
    visit.show_form(failure, page, frame)
}

/// Debits, credits and what they differ by, where every amount can be read.
fn sums(rows: &[Row], currency: Currency) -> Option<(String, String, String)> {
    if rows.iter().all(Row::is_empty) {
        return None;
    }
    let amounts = rows.iter().map(|row| row.amount(currency)).collect::<books::Result<Vec<i64>>>().ok()?;
    let sum = |amounts: Vec<i64>| amounts.into_iter().try_fold(0i64, i64::checked_add);
    let debit = sum(amounts.iter().copied().filter(|amount| *amount > 0).collect())?;
    let credit = sum(amounts.iter().copied().filter(|amount| *amount < 0).collect())?;
    let difference = debit.checked_add(credit)?;
    Some((people(debit, currency), people(-credit, currency), people(difference, currency)))
}
