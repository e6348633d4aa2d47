//! Drafts an invoice or a credit note: everything that the groups define is filled in, and each value says from where.

use kernel::{ClientId, InvoiceId, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::draft::Identity;
use super::facts::DraftFacts;
use super::free_units::admit_agency;
use super::{Change, Draft, Invoice, Kind, refusals, store};
use crate::{Act, Decision, Permission, Result, Scene, accept, clients};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DraftInvoice {
    pub draft: Draft,
}

pub struct Facts {
    pub draft: DraftFacts,
    pub next_provisional: i64,
}

impl Act for DraftInvoice {
    const NAME: &'static str = "draft_invoice";
    const NEEDS: Permission = Permission::DraftInvoices;
    type Facts = Facts;
    type Outcome = InvoiceId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts { draft: DraftFacts::load(scene, &self.draft)?, next_provisional: store::next_provisional(scene)? })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<InvoiceId> {
        admit_lines(&self.draft, &facts.draft, None)?;
        admit_credit(&self.draft, &facts.draft, None)?;
        admit_agency(&self.draft, &facts.draft, None)?;
        let mut ids = stamp.ids();
        let like = Identity { id: ids.next(), provisional: facts.next_provisional, settlement: None, version: 1 };
        let invoice = self.draft.derive(like, &facts.draft, &mut ids)?;
        // From here the invoice will be drafted.
        let id = invoice.id;
        let text = format!("{} {} drafted for “{}”", invoice.kind.label(), invoice.title(), name(&facts.draft));
        Ok(accept(id, [Change::Drafted(Box::new(invoice)).into()]).says(text).about(id).undoable())
    }
}

pub(super) fn name(facts: &DraftFacts) -> &str {
    facts.client.details.name.as_str()
}

/// New lines name products that are sold, recipients who share a billing group with the client, and accounts only where
/// the asker may choose them or the line had them.
pub(super) fn admit_lines(
    draft: &Draft,
    facts: &DraftFacts,
    before: Option<&Invoice>,
) -> std::result::Result<(), Refusal> {
    clients::refuse_merged(&facts.client).map_err(|refusal| Refusal { field: Some("client".into()), ..refusal })?;
    let lines = before.map_or(&[][..], |before| &before.lines);
    // Another client has other billing groups.
    let stays = before.is_some_and(|before| before.client == draft.client);
    for (at, line) in draft.lines.iter().enumerate() {
        let kept = |product| lines.iter().any(|old| old.product == Some(product));
        if let Some(product) = line.product.filter(|id| !kept(*id)).and_then(|id| facts.product(id))
            && product.archived
        {
            return Err(refusals::product_archived(at + 1, product.name.as_str()));
        }
        let named = |recipient| stays && lines.iter().any(|old| old.recipient == Some(recipient));
        if let Some(asked) = line.recipient.filter(|id| *id != draft.client && !named(*id))
            && !facts.recipient(asked).is_some_and(|recipient| recipient.is_offered)
        {
            return Err(refusals::recipient_elsewhere(at + 1, facts));
        }
        let given = |account| {
            lines.iter().any(|old| old.account_typed && old.account == Some(account))
                || facts.credited.as_ref().is_some_and(|credited| credited.accounts.contains(&account))
        };
        if !facts.may_choose_accounts && line.account.is_some_and(|account| !given(account)) {
            return Err(refusals::account_not_yours(at + 1));
        }
    }
    Ok(())
}

/// A credit note that names an invoice corrects a booked one of the same client. Who may see one client learns nothing of
/// another's invoices: only a credit note that changes its client is told why not.
pub(super) fn admit_credit(
    draft: &Draft,
    facts: &DraftFacts,
    before: Option<ClientId>,
) -> std::result::Result<(), Refusal> {
    if draft.credits.is_none() {
        return Ok(());
    }
    let credited = facts.credited.as_ref().filter(|_| draft.kind == Kind::CreditNote);
    let credited = credited.ok_or_else(refusals::credited_unknown)?;
    if before.is_some_and(|before| before != draft.client) {
        return Err(refusals::credit_keeps_client());
    }
    if credited.client != draft.client {
        return Err(refusals::credited_unknown());
    }
    if !credited.is_invoice {
        return Err(refusals::credits_a_credit_note(credited.number.as_deref().unwrap_or("It")));
    }
    if credited.number.is_none() {
        return Err(refusals::not_booked("The invoice"));
    }
    Ok(())
}
