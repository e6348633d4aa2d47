//! Changes a draft. What the groups define is derived anew; what was typed by hand stays.

use kernel::{ClientId, Currency, Day, Failure, InvoiceId, Rate, Stamp, VatZoneId};
use serde::{Deserialize, Serialize};

use super::draft::Identity;
use super::draft_invoice::{admit_credit, admit_lines, name};
use super::facts::DraftFacts;
use super::free_units::admit_agency;
use super::{Change, Draft, DraftLine, Invoice, refusals, store};
use crate::sales::unchanged;
use crate::{Act, Decision, Permission, Result, Scene, accept};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeDraft {
    pub id: InvoiceId,
    /// The version that the caller read; any when empty.
    pub version: Option<i64>,
    pub patch: DraftPatch,
}

/// Changes what is named. The inner `None` of a term clears what was typed, so that the next layer counts again.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DraftPatch {
    pub client: Option<ClientId>,
    pub agency: Option<Option<ClientId>>,
    pub day: Option<Day>,
    pub service_day: Option<Option<Day>>,
    pub payment_days: Option<Option<i64>>,
    pub language: Option<Option<String>>,
    pub currency: Option<Option<Currency>>,
    pub layout: Option<Option<String>>,
    pub vat_zone: Option<Option<VatZoneId>>,
    pub discount: Option<Option<Rate>>,
    pub reference: Option<String>,
    pub note: Option<String>,
    /// All lines, in their order.
    pub lines: Option<Vec<DraftLine>>,
}

impl DraftPatch {
    fn on(self, mut draft: Draft) -> Draft {
        draft.client = self.client.unwrap_or(draft.client);
        draft.agency = self.agency.unwrap_or(draft.agency);
        draft.day = self.day.unwrap_or(draft.day);
        draft.service_day = self.service_day.unwrap_or(draft.service_day);
        draft.typed.payment_days = self.payment_days.unwrap_or(draft.typed.payment_days);
        draft.typed.language = self.language.unwrap_or(draft.typed.language);
        draft.typed.currency = self.currency.unwrap_or(draft.typed.currency);
        draft.typed.layout = self.layout.unwrap_or(draft.typed.layout);
        draft.typed.vat_zone = self.vat_zone.unwrap_or(draft.typed.vat_zone);
        draft.typed.discount = self.discount.unwrap_or(draft.typed.discount);
        draft.reference = self.reference.unwrap_or(draft.reference);
        draft.note = self.note.unwrap_or(draft.note);
        draft.lines = self.lines.unwrap_or(draft.lines);
        draft
    }
}

pub struct Facts {
    pub before: Invoice,
    pub draft: Draft,
    pub facts: DraftFacts,
}

impl Act for ChangeDraft {
    const NAME: &'static str = "change_draft";
    const NEEDS: Permission = Permission::DraftInvoices;
    type Facts = Facts;
    type Outcome = InvoiceId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let before = store::find_in_sight(scene, self.id)?.ok_or_else(|| Failure::missing("invoice", self.id))?;
        let draft = self.patch.clone().on(Draft::of(&before));
        Ok(Facts { facts: DraftFacts::load(scene, &draft)?, draft, before })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<InvoiceId> {
        let Facts { before, draft, facts } = facts;
        if before.is_booked() {
            return Err(refusals::already_booked(&before).into());
        }
        unchanged("draft", self.version, before.version)?;
        admit_lines(&draft, &facts, Some(&before))?;
        admit_credit(&draft, &facts, Some(before.client))?;
        admit_agency(&draft, &facts, before.agency)?;
        refuse_settling(&before, &draft)?;
        let like = Identity { version: before.version + 1, ..Identity::of(&before) };
        let after = draft.derive(like, &facts, &mut stamp.ids())?;
        // From here the draft will be changed.
        let text = format!("{} {} for “{}” changed", after.kind.label(), after.title(), name(&facts));
        let change = Change::DraftChanged { before: Box::new(before), after: Box::new(after) };
        Ok(accept(self.id, [change.into()]).says(text).about(self.id).undoable())
    }
}

/// Of the document of a settlement the client, the day of service and the lines stay as they were settled.
fn refuse_settling(before: &Invoice, draft: &Draft) -> Result<()> {
    let stored = Draft::of(before);
    let stays = draft.client == stored.client && draft.served_like(&stored) && draft.amounts() == stored.amounts();
    match before.settlement {
        Some(settlement) if !stays => Err(refusals::of_a_settlement(before, settlement).into()),
        _ => Ok(()),
    }
}
