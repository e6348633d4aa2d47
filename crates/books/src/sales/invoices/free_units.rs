//! Free lines: units that cost nothing because a rebate in kind gave them. Their list value is a memo on the line, and uses
//! what the agreement of the agency, or of the client itself, has left for the year of the service.

use kernel::{AgreementId, ClientId, Money, Quantity, Refusal, Rounding, UnitPrice};
use serde::{Deserialize, Serialize};

use super::facts::DraftFacts;
use super::{Draft, Invoice, Kind, refusals};
use crate::Result;
use crate::sales::agreements;

/// What a free line would have cost by the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreeUnits {
    pub list_price: UnitPrice,
    /// Quantity × list price.
    pub list_value: Money,
    /// Which agreement gives them; empty on a draft for which none is found.
    pub agreement: Option<AgreementId>,
}

/// Through whom a document is booked.
#[derive(Clone, Debug)]
pub struct Agency {
    pub id: ClientId,
    pub name: String,
    pub(super) in_sight: bool,
}

/// What a document uses of an agreement, or gives back to it.
#[derive(Clone, Debug)]
pub struct FreeUse {
    pub agreement: AgreementId,
    pub title: String,
    pub list_value: Money,
    /// What a draft finds left of it.
    pub left: Option<Money>,
}

impl Invoice {
    /// The list value of the free lines.
    pub fn list_value(&self) -> Money {
        let values = self.lines.iter().filter_map(|line| line.free).map(|free| free.list_value.minor);
        Money::new(values.fold(0, i64::saturating_add), self.currency())
    }

    /// There is nothing to pay and nothing to post.
    pub fn is_only_free(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.free.is_some())
    }

    pub fn has_free_lines(&self) -> bool {
        self.lines.iter().any(|line| line.free.is_some())
    }
}

impl DraftFacts {
    /// The only agreement that can give the draft's free lines; a credit note gives back to that of its invoice.
    fn giving(&self, kind: Kind) -> Option<AgreementId> {
        match (kind, self.givings.as_slice()) {
            (Kind::CreditNote, _) => self.credited.as_ref().and_then(|credited| credited.free_by),
            (Kind::Invoice, [one]) => Some(one.id),
            (Kind::Invoice, _) => None,
        }
    }

    /// What booking the draft would use.
    pub(super) fn free_use(&self, invoice: &Invoice) -> Option<FreeUse> {
        let giving = self.givings.first().filter(|_| self.givings.len() == 1 && invoice.has_free_lines())?;
        Some(FreeUse {
            agreement: giving.id,
            title: giving.title.clone(),
            list_value: invoice.list_value(),
            left: Some(Money::new(giving.budget.left(), self.company.currency)),
        })
    }
}

/// Free units are whole, and worth something by the list. `number` counts lines from 1.
pub(super) fn of_line(
    number: usize,
    (quantity, list_price): (Quantity, UnitPrice),
    (kind, facts): (Kind, &DraftFacts),
) -> std::result::Result<FreeUnits, Refusal> {
    if quantity.0 <= 0 || quantity.0 % Quantity::ONE.0 != 0 {
        return Err(refusals::free_units_whole(number, quantity));
    }
    if list_price.ten_thousandths <= 0 {
        return Err(refusals::list_price_required(number));
    }
    let list_value = list_price.times(quantity, Rounding::HalfAwayFromZero);
    let list_value = list_value.map_err(|_| refusals::amount_too_large())?;
    Ok(FreeUnits { list_price, list_value, agreement: facts.giving(kind) })
}

/// Who writes a draft names an agency that it sees, or keeps the one that stands there.
pub(super) fn admit_agency(
    draft: &Draft,
    facts: &DraftFacts,
    before: Option<ClientId>,
) -> std::result::Result<(), Refusal> {
    let typed = draft.agency.filter(|id| before != Some(*id) && facts.credited.is_none());
    let known = facts.agency.as_ref().is_some_and(|agency| agency.in_sight);
    if typed.is_some() && !known { Err(refusals::agency_unknown()) } else { Ok(()) }
}

/// What keeps free lines from being booked: nobody gives them, more than one could, or not so much is left.
pub(super) fn objection(invoice: &Invoice, facts: &DraftFacts) -> std::result::Result<(), Refusal> {
    if !invoice.has_free_lines() {
        return Ok(());
    }
    let books = facts.company.currency;
    if invoice.currency() != books {
        return Err(refusals::rebate_in_books_currency(invoice.currency(), books));
    }
    if invoice.kind == Kind::CreditNote {
        let left = facts.credited.as_ref().map_or(0, |credited| credited.free_left);
        let given = left >= invoice.list_value().minor;
        return if given { Ok(()) } else { Err(refusals::free_units_not_given(Money::new(left, books))) };
    }
    let through = facts.agency.as_ref().map_or_else(|| facts.client.details.name.to_string(), |one| one.name.clone());
    let giving = match facts.givings.as_slice() {
        [one] => one,
        [] => return Err(refusals::rebate_without_agreement(&through, invoice.served().year())),
        [one, other, ..] => return Err(refusals::rebate_ambiguous(&through, one, other)),
    };
    let mut left = Money::new(giving.budget.left(), books);
    for (place, line) in (1..).zip(&invoice.lines) {
        let Some(free) = line.free else { continue };
        if free.list_value.minor > left.minor {
            let (units, _) = agreements::units_left(left, free.list_price).map_err(|_| refusals::amount_too_large())?;
            return Err(refusals::rebate_overdrawn(place, &free, giving, (left, units)));
        }
        left.minor -= free.list_value.minor;
    }
    Ok(())
}

/// What a booked document used or gave back.
pub(super) fn used(view: &db::View<'_>, invoice: &Invoice) -> Result<Option<FreeUse>> {
    let by = invoice.lines.iter().filter_map(|line| line.free).find_map(|free| free.agreement);
    let Some(id) = by else { return Ok(None) };
    let found = agreements::store::find(view, id)?;
    Ok(found.map(|agreement| FreeUse {
        agreement: id,
        title: agreement.title(),
        list_value: invoice.list_value(),
        left: None,
    }))
}
