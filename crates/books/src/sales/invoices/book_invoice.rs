//! Books a draft: numbers it, freezes it with its groups and its paper, and posts it to the ledger.
//!
//! What the groups define is derived once more, so that the books follow the groups of the invoice's day as they are
//! now. rules/invoices.md#booking

use kernel::{Failure, IdMaker, InvoiceId, Money, Refusal, Rounding, Stamp};
use serde::{Deserialize, Serialize};

use super::draft::Identity;
use super::draft_invoice::{admit_credit, name};
use super::facts::{self, DraftFacts};
use super::{Booking, Change, Draft, GroupThen, Invoice, Kind, Printed, free_units, mailing, refusals, store};
use crate::ledger::open_items::match_pair;
use crate::ledger::rates::{exchange_account_missing, exchange_rate_missing};
use crate::ledger::{self, ClosedMonths, Entry, Foreign, Heading, Item, Line, Match, NextNumber, Source};
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
        // What it corrects may be another client's again, where a merge was undone.
        admit_credit(&Draft::of(before), &facts.draft, None)?;
        let mut ids = stamp.ids();
        let like = Identity { version: before.version + 1, ..Identity::of(before) };
        let mut derived = Draft::of(before).derive(like, &facts.draft, &mut ids)?;
        let lines_stand = derived.keep_lines_of(before);
        objections(&derived, &facts.draft, &facts.closed)?;
        let number = facts.number.text();
        if facts.number_given {
            return Err(refusals::number_given(&number, &facts.number.series.name).into());
        }
        // Free units alone leave nothing to post.
        let entry = match derived.is_only_free() {
            true => None,
            false => Some(entry(&derived, &facts, &number, &mut ids)?),
        };
        let matches = entry.as_ref().map(|entry| credited(entry, &facts.draft, &mut ids)).unwrap_or_default();
        // From here the invoice will be booked.
        let booked = Invoice {
            number: Some(number),
            series: Some(facts.number.series.id),
            booking: Some(Booking {
                entry: entry.as_ref().map(|entry| entry.id),
                at: stamp.now,
                by: stamp.actor.to_string(),
            }),
            ..derived
        };
        let printed = Printed::of(&booked, &facts.draft);
        let group = &facts.draft.group;
        let posting = GroupThen { id: group.id, kind: "posting".to_owned(), name: group.name.clone() };
        let groups = std::iter::once(posting).chain(facts.groups).collect();
        let text = format!("{} {} booked for “{}”", booked.kind.label(), booked.title(), name(&facts.draft));
        let mut changes = vec![facts.number.take().into()];
        changes.extend(entry.map(|entry| ledger::Change::EntryPosted(Box::new(entry)).into()));
        changes
            .push(Change::Booked { invoice: Box::new(booked), groups, printed: Box::new(printed), lines_stand }.into());
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
    free_units::objection(invoice, facts)?;
    let books = facts.company.currency;
    if invoice.currency() != books && invoice.books.is_none() {
        return Err(exchange_rate_missing(invoice.currency(), books, invoice.day));
    }
    let kept_in = facts.group.account_currency.filter(|_| facts.credited.is_none());
    if let Some(kept_in) = kept_in.filter(|kept_in| *kept_in != invoice.currency()) {
        return Err(refusals::account_in_another_currency(&facts.group.account_number, kept_in, invoice.currency()));
    }
    if invoice.gross.minor <= 0 && !invoice.is_only_free() {
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
    let mut lines = owed(invoice, &facts.draft, sign)?;
    let first_of_sales = lines.len();
    for line in &invoice.lines {
        // `objections` has refused lines without account.
        let Some(account) = line.account else { continue };
        let amount = -sign * line.books_net.unwrap_or(line.net).minor;
        match lines[first_of_sales..].iter_mut().find(|sum| sum.account == account && sum.vat_code == line.vat_code) {
            Some(sum) => sum.amount += amount,
            None => lines.push(Line { vat_code: line.vat_code, ..Line::on(account, amount) }),
        }
    }
    lines.extend(vat(invoice, &facts.draft, sign)?);
    lines.retain(|line| line.amount != 0);
    let difference: i128 = lines.iter().map(|line| i128::from(line.amount)).sum();
    if invoice.books.is_some() && difference != 0 {
        let account = facts.draft.exchange_account.ok_or_else(exchange_account_missing)?;
        let amount = i64::try_from(-difference).map_err(|_| refusals::amount_too_large())?;
        lines.push(Line::on(account, amount));
    }
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

/// What the client owes. A credit note in another currency takes each open part of its invoice at what that is in the
/// books, and only what is more at its own rate.
fn owed(invoice: &Invoice, facts: &DraftFacts, sign: i64) -> Result<Vec<Line>> {
    let line = |amount: i64, units: Option<i64>| {
        let foreign = units.map(|amount| Foreign { currency: invoice.currency(), amount });
        Line::of_client(invoice.account, invoice.client, amount).worth(foreign).opening(invoice.due, Some(invoice.id))
    };
    let Some(books) = invoice.books else { return Ok(vec![line(sign * invoice.gross.minor, None)]) };
    let (mut lines, mut left) = (Vec::new(), invoice.gross.minor);
    let is_meant = |item: &&Item| item.currency() == Some(invoice.currency()) && item.account == invoice.account;
    for item in facts.credited.iter().flat_map(|credited| &credited.items).filter(is_meant) {
        let units = left.min(item.left());
        if let Some(amount) = item.in_books(units).filter(|_| units > 0) {
            lines.push(line(-amount, Some(-units)));
            left -= units;
        }
    }
    if left > 0 {
        let rest = Money::new(left, invoice.currency());
        let amount = match lines.is_empty() {
            true => books.gross,
            false => books
                .rate
                .convert(rest, books.gross.currency, Rounding::HalfAwayFromZero)
                .map_err(|_| refusals::amount_too_large())?,
        };
        lines.push(line(sign * amount.minor, Some(sign * left)));
    }
    Ok(lines)
}

fn vat(invoice: &Invoice, facts: &DraftFacts, sign: i64) -> Result<Vec<Line>> {
    let totals = invoice.totals().map_err(|_| refusals::amount_too_large())?;
    let mut lines = Vec::new();
    for total in totals.by_code.iter().filter(|total| !total.vat.is_zero()) {
        let code = total.code.and_then(|code| facts.code(code));
        let account = code
            .and_then(|code| code.account)
            .ok_or_else(|| Failure::from(refusals::vat_account_missing(code.map_or("", |code| code.code.as_str()))))?;
        let amount = in_books(invoice, total.vat)?;
        lines.push(Line { vat_code: total.code, ..Line::on(account, -sign * amount.minor) });
    }
    Ok(lines)
}

/// An amount of the document in the company's currency.
pub(super) fn in_books(invoice: &Invoice, amount: Money) -> std::result::Result<Money, Refusal> {
    let Some(books) = invoice.books else { return Ok(amount) };
    let converted = books.rate.convert(amount, books.gross.currency, Rounding::HalfAwayFromZero);
    converted.map_err(|_| refusals::amount_too_large())
}
