//! Settles an agreement: what the volume gives, less what was settled before, with a draft for each member.

use kernel::{AgreementId, Currency, Day, Failure, IdMaker, ProductGroupId, Refusal, SettlementId, Stamp, UnitPrice};
use serde::{Deserialize, Serialize};

use super::store::{self, Settled};
use super::{Figures, Part, Settlement, SettlementKind, figures, refusals};
use crate::groups::corporate::{Change as GroupChange, CorporateGroup};
use crate::sales::agreements::{self, Agreement, Kind};
use crate::sales::invoices::facts::DraftFacts;
use crate::sales::invoices::{
    Change as InvoiceChange, Draft, DraftLine, Identity, Invoice, Kind as DocumentKind, Values,
};
use crate::sales::{invoices, products, unchanged};
use crate::{Act, Change, Decision, Permission, Result, Scene, accept, groups};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Settle {
    pub agreement: AgreementId,
    /// The version of the agreement that the caller read; any when empty.
    pub version: Option<i64>,
    pub kind: SettlementKind,
    /// A day of the year; the last one when empty, but for a partial settlement.
    pub through: Option<Day>,
    /// The day of the documents; today when empty.
    pub on: Option<Day>,
    /// VAT and sales account of the documents follow from it; the first one when empty.
    pub product_group: Option<ProductGroupId>,
    /// No more will come this year: it is settled for good before it is over.
    pub early: bool,
}

pub struct Facts {
    pub(super) agreement: Agreement,
    pub(super) group: CorporateGroup,
    pub(super) settled: Settled,
    pub(super) figures: Figures,
    /// Members that count in another agreement of the year: client, group and its name, agreement.
    counted_twice: Vec<(String, kernel::GroupId, String, AgreementId)>,
    /// What is needed to draft the document of each part that is not nothing.
    drafts: Vec<(Part, Draft, DraftFacts)>,
    product_group_known: bool,
    next_provisional: i64,
    pub(super) currency: Currency,
    pub(super) through: Option<Day>,
    on: Day,
    today: Day,
}

impl Act for Settle {
    const NAME: &'static str = "settle_agreement";
    const NEEDS: Permission = Permission::ManageClientGroups;
    type Facts = Facts;
    type Outcome = SettlementId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        // It counts what all members bought, and drafts documents for them.
        scene.rights.require(Permission::ViewClients)?;
        scene.rights.require(Permission::DraftInvoices)?;
        let found = agreements::store::find(scene, self.agreement)?;
        let agreement = found.ok_or_else(|| Failure::missing("agreement", self.agreement))?;
        let group = groups::corporate::store::find(scene, agreement.group)?;
        let group = group.ok_or_else(|| Failure::broken("an agreement without its group"))?;
        let currency = crate::company::read(scene)?.currency;
        let (on, through) = (self.on.unwrap_or(scene.today), self.through(&agreement));
        let counted = through.filter(|day| day.year() == agreement.year).unwrap_or(agreement.year.last_day());
        let figures = figures(scene, &agreement, &group, counted)?;
        let mut drafts = Vec::new();
        for part in figures.parts.iter().filter(|part| part.amount != 0) {
            let draft = draft(part, &agreement, counted, on, self.product_group, currency)?;
            let facts = DraftFacts::load(scene, &draft)?;
            drafts.push((part.clone(), draft, facts));
        }
        let product_group_known = match self.product_group {
            Some(id) => products::store::groups(scene)?.iter().any(|group| group.id == id),
            None => true,
        };
        Ok(Facts {
            settled: store::settled(scene, agreement.id)?,
            counted_twice: store::counted_twice(scene, &group, agreement.year)?,
            next_provisional: invoices::store::next_provisional(scene)?,
            today: scene.today,
            figures,
            drafts,
            product_group_known,
            currency,
            through,
            on,
            group,
            agreement,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<SettlementId> {
        let through = self.objections(&facts)?;
        let mut ids = stamp.ids();
        let id: SettlementId = ids.next();
        let drafted = drafted(&facts, id, &mut ids)?;
        // From here the agreement will be settled.
        let settlement = Settlement {
            id,
            agreement: facts.agreement.id,
            group: facts.group.group.id,
            number: facts.settled.last_number + 1,
            kind: self.kind,
            day: facts.on,
            through,
            title: facts.agreement.title(),
            scale: facts.agreement.scale,
            tiers: facts.agreement.tiers.clone(),
            currency: facts.currency,
            documents: drafted.iter().map(|invoice| (invoice.client, invoice.id)).collect(),
            figures: facts.figures,
            at: stamp.now,
            by: stamp.actor.to_string(),
        };
        let text = format!("{} of {} through {}", self.kind.label(), settlement.title, through.for_people());
        let settled = GroupChange::YearSettled {
            group: facts.group.group.id,
            of_type: facts.group.of_type,
            year: facts.agreement.year,
            clients: settlement.figures.parts.iter().map(|part| part.client).collect(),
        };
        let drafts = drafted.into_iter().map(|invoice| Change::from(InvoiceChange::Drafted(Box::new(invoice))));
        let changes = drafts.chain([
            groups::Change::Corporate(Box::new(settled)).into(),
            agreements::Change::Settled(Box::new(settlement)).into(),
        ]);
        Ok(accept(id, changes).says(text).about(facts.group.group.id))
    }
}

impl Settle {
    fn through(&self, agreement: &Agreement) -> Option<Day> {
        match self.kind {
            SettlementKind::Partial => self.through,
            SettlementKind::Final | SettlementKind::Correction => {
                Some(self.through.unwrap_or_else(|| agreement.year.last_day()))
            }
        }
    }

    /// Everything that keeps it from being settled, the first in order of precedence; the day through which it is.
    pub(super) fn objections(&self, facts: &Facts) -> std::result::Result<Day, Refusal> {
        let Facts { agreement, settled, .. } = facts;
        if agreement.kind == Kind::Rebate {
            return Err(refusals::settles_no_rebate(agreement));
        }
        unchanged("agreement", self.version, agreement.version)?;
        match (self.kind, settled.is_final) {
            (SettlementKind::Partial | SettlementKind::Final, true) => return Err(refusals::final_settled(agreement)),
            (SettlementKind::Correction, false) => return Err(refusals::not_final_yet(agreement)),
            _ => {}
        }
        let through = facts.through.ok_or_else(refusals::through_required)?;
        if through.year() != agreement.year {
            return Err(refusals::through_outside_year(agreement, through));
        }
        if self.kind != SettlementKind::Partial && through != agreement.year.last_day() {
            return Err(refusals::through_not_year_end(agreement));
        }
        if let Some(last) = settled.last_through.filter(|last| *last > through) {
            return Err(refusals::settled_further(last));
        }
        if self.kind == SettlementKind::Final && facts.today < agreement.year.last_day() && !self.early {
            return Err(refusals::year_not_over(agreement));
        }
        if !facts.counted_twice.is_empty() {
            return Err(refusals::counted_twice(&facts.counted_twice));
        }
        if facts.figures.is_nothing() {
            return Err(refusals::nothing_to_settle(agreement));
        }
        if !facts.product_group_known {
            return Err(refusals::product_group_unknown());
        }
        Ok(through)
    }
}

/// A credit note over what is due to a member, or an invoice over what is due back.
fn draft(
    part: &Part,
    agreement: &Agreement,
    through: Day,
    on: Day,
    product_group: Option<ProductGroupId>,
    currency: Currency,
) -> Result<Draft> {
    let gives = part.amount > 0;
    let to_price = 10i64.pow(4u32.saturating_sub(currency.decimals()));
    let minor = part.amount.checked_abs().and_then(|minor| minor.checked_mul(to_price));
    let price = UnitPrice::new(minor.ok_or_else(agreements::refusals::volume_too_large)?, currency);
    let text = format!("Corporate discount {}, {}", agreement.year, agreement.name);
    Ok(Draft {
        kind: if gives { DocumentKind::CreditNote } else { DocumentKind::Invoice },
        client: part.client,
        agency: None,
        day: on,
        service_day: Some(through),
        typed: Values { currency: Some(currency), payment_days: gives.then_some(0), ..Values::default() },
        reference: agreement.title(),
        note: String::new(),
        credits: None,
        lines: vec![DraftLine { product_group, ..DraftLine::of_text(text, price) }],
    })
}

fn drafted(facts: &Facts, settlement: SettlementId, ids: &mut IdMaker) -> Result<Vec<Invoice>> {
    let each = (facts.next_provisional..).zip(&facts.drafts).map(|(provisional, (_, draft, of_client))| {
        let like = Identity { id: ids.next(), provisional, settlement: Some(settlement), version: 1 };
        Ok(draft.derive(like, of_client, ids)?)
    });
    each.collect()
}
