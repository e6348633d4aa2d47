//! The list of invoices: states as tabs, a search, totals, pages. Every state of it is an address.

use askama::Template;
use axum::extract::RawQuery;
use books::sales::invoices::{InvoiceRow, InvoicesPage, ListInvoices, State};
use kernel::{Day, InvoiceId, Money};

use crate::company::moments::short_day;
use crate::edge::{PageResult, Visit, parse_field};
use crate::layout::{Frame, Section};

const ROWS: i64 = 50;

#[derive(Template)]
#[template(path = "sales/list.html")]
struct ListPage {
    frame: Frame,
    asked: Asked,
    page: InvoicesPage,
    may_draft: bool,
}

/// What the address says.
#[derive(Clone, Debug, Default)]
struct Asked {
    state: Option<State>,
    q: String,
    client: String,
    after: String,
    before: String,
}

impl Asked {
    fn read(query: &str) -> Asked {
        let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
        let text = |name: &str| pairs.iter().find(|(other, _)| other == name).map(|(_, text)| text.clone());
        Asked {
            state: text("state").and_then(|code| code.parse().ok()),
            q: text("q").unwrap_or_default(),
            client: text("client").unwrap_or_default(),
            after: text("after").unwrap_or_default(),
            before: text("before").unwrap_or_default(),
        }
    }

    fn question(&self) -> books::Result<ListInvoices> {
        Ok(ListInvoices {
            state: self.state,
            client: if self.client.is_empty() { None } else { Some(parse_field("client", &self.client)?) },
            q: self.q.clone(),
            after: place(&self.after),
            before: place(&self.before),
            limit: ROWS,
            ..ListInvoices::default()
        })
    }

    fn address(&self, state: Option<State>, more: &[(&str, String)]) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        if let Some(state) = state {
            pairs.push(("state", state.code().to_owned()));
        }
        if !self.q.is_empty() {
            pairs.push(("q", self.q.clone()));
        }
        if !self.client.is_empty() {
            pairs.push(("client", self.client.clone()));
        }
        pairs.extend(more.iter().cloned());
        let query = serde_html_form::to_string(&pairs).unwrap_or_default();
        if query.is_empty() { "/invoices".to_owned() } else { format!("/invoices?{query}") }
    }
}

/// A place in the list that cannot be read is its beginning: an address that was cut short still shows invoices.
fn place(text: &str) -> Option<(Day, InvoiceId)> {
    let (day, id) = text.split_once('.')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

impl ListPage {
    fn tabs(&self) -> Vec<(&'static str, String, bool)> {
        let all = std::iter::once((None, "All"));
        let states = State::ALL
            .into_iter()
            .map(|state| (Some(state), if state == State::Draft { "Drafts" } else { state.label() }));
        let tab = |(state, label)| (label, self.asked.address(state, &[]), state == self.asked.state);
        all.chain(states).map(tab).collect()
    }

    fn is_filtered(&self) -> bool {
        self.asked.state.is_some() || !self.asked.q.is_empty() || !self.asked.client.is_empty()
    }

    fn previous(&self) -> Option<String> {
        let (day, id) = self.page.previous?;
        Some(self.asked.address(self.asked.state, &[("before", format!("{day}.{id}"))]))
    }

    fn next(&self) -> Option<String> {
        let (day, id) = self.page.next?;
        Some(self.asked.address(self.asked.state, &[("after", format!("{day}.{id}"))]))
    }

    fn count(&self) -> String {
        crate::layout::count(self.page.totals.documents)
    }

    fn day(&self, day: &Day) -> String {
        short_day(*day)
    }

    fn amount(&self, amount: &Money) -> String {
        kernel::format_for_people(*amount)
    }

    /// A credit note counts below zero.
    fn gross(&self, row: &InvoiceRow) -> String {
        let signed = Money::new(
            if row.kind.code() == "credit_note" { -row.gross.minor } else { row.gross.minor },
            row.gross.currency,
        );
        kernel::format_for_people(signed)
    }

    fn status(&self, row: &InvoiceRow) -> &'static str {
        status_class(row.state)
    }
}

/// The class of the status mark: its shape says the state as much as its colour.
pub fn status_class(state: State) -> &'static str {
    match state {
        State::Draft => "draft",
        State::Booked | State::PartPaid => "invited",
        State::Overdue => "bad",
        State::Settled => "done",
    }
}

pub async fn show(visit: Visit, RawQuery(query): RawQuery) -> PageResult {
    let asked = Asked::read(&query.unwrap_or_default());
    let question = asked.question().map_err(|failure| visit.failure(failure))?;
    let page = visit.ask(question).await?;
    let frame = visit.frame(Section::Invoices, "invoices.all", "Invoices").crumb("Invoices", "");
    let may_draft = visit.may(books::Permission::DraftInvoices);
    visit.show(&ListPage { frame, asked, page, may_draft })
}
