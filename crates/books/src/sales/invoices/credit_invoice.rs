//! Writes a credit note for a booked invoice, whole or by lines: a draft that corrects it with the same accounts,
//! VAT codes and rates, and that stands on the account the invoice stands on.

use kernel::{Day, Failure, InvoiceId, Quantity, Rate, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::draft::Identity;
use super::draft_invoice::{admit_credit, name};
use super::facts::DraftFacts;
use super::{Change, Draft, DraftLine, Invoice, Kind, Values, refusals, store};
use crate::{Act, Decision, Permission, Result, Scene, accept, clients};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreditInvoice {
    pub id: InvoiceId,
    /// The day of the credit note; today when empty.
    pub day: Option<Day>,
    /// Lines to credit; all of them, in full, when empty.
    pub lines: Vec<CreditLine>,
    pub note: String,
}

/// So much of one line.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct CreditLine {
    /// Place on the invoice, counted from 1.
    pub line: usize,
    /// The whole line when empty.
    pub quantity: Option<Quantity>,
}

pub struct Facts {
    pub invoice: Invoice,
    pub draft: Draft,
    pub facts: DraftFacts,
    pub next_provisional: i64,
}

impl Act for CreditInvoice {
    const NAME: &'static str = "credit_invoice";
    const NEEDS: Permission = Permission::DraftInvoices;
    type Facts = Facts;
    type Outcome = InvoiceId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let invoice = store::find_in_sight(scene, self.id)?.ok_or_else(|| Failure::missing("invoice", self.id))?;
        let mut draft = self.draft_of(&invoice, scene.today)?;
        draft.client = clients::store::heir(scene, invoice.client)?;
        Ok(Facts {
            facts: DraftFacts::load(scene, &draft)?,
            next_provisional: store::next_provisional(scene)?,
            draft,
            invoice,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<InvoiceId> {
        let Facts { invoice, draft, facts, next_provisional } = facts;
        if invoice.kind == Kind::CreditNote {
            return Err(refusals::credits_a_credit_note(&invoice.title()).into());
        }
        if !invoice.is_booked() {
            return Err(refusals::not_booked(&invoice.title()).into());
        }
        admit_credit(&draft, &facts, None)?;
        let mut ids = stamp.ids();
        let like = Identity {
            id: ids.next(),
            provisional: next_provisional,
            // What takes back the document of a settlement counts in no volume either.
            settlement: invoice.settlement,
            version: 1,
        };
        let note = draft.derive(like, &facts, &mut ids)?;
        // From here the credit note will be drafted.
        let id = note.id;
        let text = format!("Credit note {} drafted for {} of “{}”", note.title(), invoice.title(), name(&facts));
        Ok(accept(id, [Change::Drafted(Box::new(note)).into()]).says(text).about(id).undoable())
    }
}

impl CreditInvoice {
    fn draft_of(&self, invoice: &Invoice, today: Day) -> std::result::Result<Draft, Refusal> {
        // Everything counts as typed, so that the correction is like the invoice whatever changed since.
        let typed = Values {
            payment_days: Some(0),
            language: Some(invoice.terms.language.value.clone()),
            currency: Some(invoice.currency()),
            layout: Some(invoice.terms.layout.value.clone()),
            vat_zone: Some(invoice.terms.vat_zone.value),
            discount: Some(Rate::ZERO),
        };
        Ok(Draft {
            kind: Kind::CreditNote,
            client: invoice.client,
            agency: invoice.agency,
            day: self.day.unwrap_or(today),
            service_day: Some(invoice.served()),
            typed,
            reference: invoice.reference.clone(),
            note: self.note.clone(),
            credits: Some(invoice.id),
            lines: self.lines_of(invoice)?,
        })
    }

    fn lines_of(&self, invoice: &Invoice) -> std::result::Result<Vec<DraftLine>, Refusal> {
        let copied = Draft::of(invoice).lines.into_iter().zip(&invoice.lines);
        let mut all: Vec<DraftLine> = copied
            .map(|(line, stored)| DraftLine { vat_code: stored.vat_code, account: stored.account, ..line })
            .collect();
        if self.lines.is_empty() {
            return Ok(all);
        }
        let mut wanted = Vec::with_capacity(self.lines.len());
        for credit in &self.lines {
            let place = credit.line.checked_sub(1).filter(|place| *place < all.len());
            let line = &mut all[place.ok_or_else(|| no_such_line(credit.line, invoice))?];
            let quantity = credit.quantity.unwrap_or(line.quantity);
            wanted.push(DraftLine { quantity, ..line.clone() });
        }
        Ok(wanted)
    }
}

fn no_such_line(line: usize, invoice: &Invoice) -> Refusal {
    Refusal::field(
        "LINE_UNKNOWN",
        "lines",
        format!("{} has no line {line}.", invoice.title()),
        format!("Its lines are numbered 1 to {}. Name one of them.", invoice.lines.len()),
    )
    .detail("line", line)
}
