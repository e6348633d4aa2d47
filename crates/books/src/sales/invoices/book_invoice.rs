//! Books a draft: numbers it, freezes it with its groups and its paper, and posts it to the ledger.
//!
//! What the groups define is derived once more, so that the books follow the groups of the invoice's day as they are
//! now. rules/invoices.md#booking

use kernel::{Failure, IdMaker, InvoiceId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::draft::Identity;
use super::draft_invoice::name;
use super::facts::{self, DraftFacts};
use super::{Booking, Change, Draft, GroupThen, Invoice, Kind, Printed, mailing, refusals, store};
use crate::ledger::open_items::match_pair;
use crate::ledger::{self, ClosedMonths, Entry, Heading, Line, Match, NextNumber, Source};
use crate::sales::unchanged;
use crate::{Act, Decision, Permission, Result, Scene, accept};

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct BookInvoice {
    pub id: InvoiceId,
    /// The version that the caller read; any when empty.
    pub version: Option<i64>,
}

pub struct Facts {
    pub before: Invoice,
    pub draft: DraftFacts,
    pub closed: ClosedMonths,
    pub number: NextNumber,
    /// Another document has that number: one that came in by import, or of an earlier pattern.
    pub number_given: bool,
    pub next_entry: i64,
    /// Groups of other kinds than posting on the invoice's day.
    pub groups: Vec<GroupThen>,
}

impl Act for BookInvoice {
    const NAME: &'static str = "book_invoice";
    const NEEDS: Permission = Permission::BookInvoices;
    type Facts = Facts;
    type Outcome = InvoiceId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let before = store::find_in_sight(scene, self.id)?.ok_or_else(|| Failure::missing("invoice", self.id))?;
        let draft = DraftFacts::load(scene, &Draft::of(&before))?;
        let number = ledger::next_number(scene, before.kind.numbered_as(), draft.series_for(before.kind), before.day)?;
        Ok(Facts {
            closed: ledger::store::closed_months(scene)?,
            number_given: store::is_number_given(scene, &number.text())?,
            number,
            next_entry: ledger::next_entry_number(scene)?,
            groups: facts::store::groups_on(scene, before.client, before.day)?,
            draft,
            before,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<InvoiceId> {
        let before = &facts.before;
        if before.is_booked() {
            return Err(refusals::already_booked(before).into());
        }
        unchanged("draft", self.version, before.version)?;
        let mut ids = stamp.ids();
        let like = Identity { version: before.version + 1, ..Identity::of(before) };
        let mut derived = Draft::of(before).derive(like, &facts.draft, &mut ids)?;
        let lines_stand = derived.keep_lines_of(before);
        objections(&derived, &facts.draft, &facts.closed)?;
        let number = facts.number.text();
        if facts.number_given {
            return Err(refusals::number_given(&number, &facts.number.series.name).into());
        }
        let entry = entry(&derived, &facts, &number, &mut ids)?;
        let matches = credited(&entry, &facts.draft, &mut ids);
        // From here the invoice will be booked.
        let booked = Invoice {
            number: Some(number),
            series: Some(facts.number.series.id),
            booking: Some(Booking { entry: entry.id, at: stamp.now, by: stamp.actor.to_string() }),
            ..derived
        };
        let printed = Printed::of(&booked, &facts.draft);
        let group = &facts.draft.group;
        let posting = GroupThen { id: group.id, kind: "posting".to_owned(), name: group.name.clone() };
        let groups = std::iter::once(posting).chain(facts.groups).collect();
        let text = format!("{} {} booked for “{}”", booked.kind.label(), booked.title(), name(&facts.draft));
        let mut changes = vec![
            facts.number.take().into(),
            ledger::Change::EntryPosted(Box::new(entry)).into(),
            Change::Booked { invoice: Box::new(booked), groups, printed: Box::new(printed), lines_stand }.into(),
        ];
        changes.extend((!matches.is_empty()).then(|| ledger::Change::ItemsMatched(matches).into()));
        Ok(accept(self.id, changes).says(text).about(self.id))
    }
}

/// Everything that keeps a draft from being booked, the first in order of precedence.
pub(super) fn objections(
    invoice: &Invoice,
    facts: &DraftFacts,
    closed: &ClosedMonths,
) -> std::result::Result<(), Refusal> {
    if invoice.lines.is_empty() {
        return Err(refusals::nothing_to_invoice());
    }
    if facts.client.archived {
        return Err(refusals::client_archived(name(facts), facts.client.id));
    }
    closed.refuse(invoice.day)?;
    mailing::objection(invoice, facts)?;
    if let Some(place) = invoice.lines.iter().position(|line| line.vat_code.is_none() || line.account.is_none()) {
        return Err(refusals::vat_rule_missing(place + 1));
    }
    refuse_archived_accounts(invoice, facts)?;
    let books = facts.company.currency;
    if invoice.currency() != books {
        return Err(refusals::exchange_rate_missing(invoice.currency(), books));
    }
    if invoice.gross.minor <= 0 {
        return Err(refusals::amount_not_positive());
    }
    match &facts.credited {
        Some(credited) if credited.credited_before + invoice.gross.minor > credited.gross => {
            let left = kernel::Money::new(credited.gross - credited.credited_before, credited.currency);
            let left = format!("{} {}", kernel::format_for_people(left), credited.currency);
            Err(refusals::credit_exceeds(credited.number.as_deref().unwrap_or("the invoice"), left))
        }
        _ => Ok(()),
    }
}

fn refuse_archived_accounts(invoice: &Invoice, facts: &DraftFacts) -> std::result::Result<(), Refusal> {
    if facts.credited.is_none() && facts.group.account_archived {
        return Err(refusals::account_archived(&facts.group.account_number));
    }
    let accounts = invoice.lines.iter().filter_map(|line| facts.any_account(line.account?));
    match accounts.into_iter().find(|account| account.archived) {
        Some(account) => Err(refusals::account_archived(&account.number)),
        None => Ok(()),
    }
}

/// A credit note settles its invoice first, up to what is left of it.
fn credited(entry: &Entry, facts: &DraftFacts, ids: &mut IdMaker) -> Vec<Match> {
    let Some(credited) = &facts.credited else { return Vec::new() };
    let mut items = entry.items();
    let by = (entry.heading.day, Some(entry.id));
    let mut open = credited.items.clone();
    let mut matches = Vec::new();
    for credit in &mut items {
        for debit in &mut open {
            matches.extend(match_pair(debit, credit, i64::MAX, by, ids));
        }
    }
    matches
}

/// Control account with the client against sales by account and VAT by code; a credit note the other way round.
fn entry(invoice: &Invoice, facts: &Facts, number: &str, ids: &mut IdMaker) -> Result<Entry> {
    let (sign, source) = match invoice.kind {
        Kind::Invoice => (1, Source::Invoice),
        Kind::CreditNote => (-1, Source::CreditNote),
    };
    let owed = Line::of_client(invoice.account, invoice.client, sign * invoice.gross.minor);
    let mut lines = vec![owed.opening(invoice.due, Some(invoice.id))];
    for line in &invoice.lines {
        // `objections` has refused lines without account.
        let Some(account) = line.account else { continue };
        let amount = -sign * line.net.minor;
        match lines[1..].iter_mut().find(|sum| sum.account == account && sum.vat_code == line.vat_code) {
            Some(sum) => sum.amount += amount,
            None => lines.push(Line { vat_code: line.vat_code, ..Line::on(account, amount) }),
        }
    }
    let totals = invoice.totals().map_err(|_| refusals::amount_too_large())?;
    for total in totals.by_code.iter().filter(|total| !total.vat.is_zero()) {
        let code = total.code.and_then(|code| facts.draft.code(code));
        let account = code
            .and_then(|code| code.account)
            .ok_or_else(|| Failure::from(refusals::vat_account_missing(code.map_or("", |code| code.code.as_str()))))?;
        lines.push(Line { vat_code: total.code, ..Line::on(account, -sign * total.vat.minor) });
    }
    lines.retain(|line| line.amount != 0);
    let heading = Heading {
        number: facts.next_entry,
        day: invoice.day,
        text: format!("{} {number}, {}", invoice.kind.label(), name(&facts.draft)),
        source,
        document: Some(number.to_owned()),
        reverses: None,
    };
    Ok(Entry::balanced(heading, lines, facts.draft.company.currency, ids)?)
}
