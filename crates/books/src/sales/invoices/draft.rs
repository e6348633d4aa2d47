//! What someone types into a draft, and how an invoice follows from it: terms, due day, VAT codes, accounts, amounts.
//!
//! The same derivation serves drafting, changing, showing and booking, so that a draft shows what will be booked.

use kernel::{
    AccountId, ClientId, Day, IdMaker, InvoiceId, Money, MoneyError, ProductGroupId, ProductId, Quantity, Rate,
    Refusal, Rounding, SettlementId, UnitPrice, VatCodeId,
};
use serde::{Deserialize, Serialize};

use super::facts::{DraftFacts, LegalCode, VatRule};
use super::{InBooks, Invoice, Kind, Line, Terms, Totals, Values, free_units, line_net, refusals, totals};

/// The typed part of an invoice; everything else is derived.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub kind: Kind,
    pub client: ClientId,
    /// Through whom it is booked, where not by the client itself; a credit note takes that of its invoice.
    #[serde(default)]
    pub agency: Option<ClientId>,
    pub day: Day,
    /// When the service was done; the day of the document where it is empty, and that of the invoice on a credit note.
    #[serde(default)]
    pub service_day: Option<Day>,
    pub typed: Values,
    pub reference: String,
    pub note: String,
    pub credits: Option<InvoiceId>,
    pub lines: Vec<DraftLine>,
}

/// The typed part of a line. Empty fields come from the product or from the VAT rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftLine {
    pub product: Option<ProductId>,
    pub product_group: Option<ProductGroupId>,
    /// For whom the service is done; the client itself where it is empty.
    pub recipient: Option<ClientId>,
    pub text: Option<String>,
    pub quantity: Quantity,
    pub unit: Option<String>,
    pub unit_price: Option<UnitPrice>,
    pub discount: Rate,
    pub vat_code: Option<VatCodeId>,
    pub account: Option<AccountId>,
    /// A rebate in kind gives it: the price is what the list says, and nothing is paid.
    #[serde(default)]
    pub free: bool,
}

impl DraftLine {
    /// One of a product, at its price.
    pub fn of_product(product: ProductId) -> DraftLine {
        DraftLine { product: Some(product), ..DraftLine::blank() }
    }

    /// A free text at a price.
    pub fn of_text(text: impl Into<String>, price: UnitPrice) -> DraftLine {
        DraftLine { text: Some(text.into()), unit_price: Some(price), ..DraftLine::blank() }
    }

    fn blank() -> DraftLine {
        DraftLine {
            product: None,
            product_group: None,
            recipient: None,
            text: None,
            quantity: Quantity::ONE,
            unit: None,
            unit_price: None,
            discount: Rate::ZERO,
            vat_code: None,
            account: None,
            free: false,
        }
    }
}

impl Draft {
    /// The typed part of a stored invoice. Texts and prices of lines count as typed once they are saved, so that a
    /// later change of the product leaves the draft as it was read.
    pub fn of(invoice: &Invoice) -> Draft {
        let line = |line: &Line| DraftLine {
            product: line.product,
            product_group: line.product_group,
            recipient: line.recipient,
            text: Some(line.text.clone()),
            quantity: line.quantity,
            unit: Some(line.unit.clone()),
            unit_price: Some(line.free.map_or(line.unit_price, |free| free.list_price)),
            discount: line.discount,
            vat_code: line.vat_code.filter(|_| line.vat_typed),
            account: line.account.filter(|_| line.account_typed),
            free: line.free.is_some(),
        };
        Draft {
            kind: invoice.kind,
            client: invoice.client,
            agency: invoice.agency,
            day: invoice.day,
            service_day: invoice.service_day,
            typed: invoice.terms.typed(),
            reference: invoice.reference.clone(),
            note: invoice.note.clone(),
            credits: invoice.credits,
            lines: invoice.lines.iter().map(line).collect(),
        }
    }

    /// Derives the invoice. `like` gives what does not depend on the draft: id, provisional number, version.
    pub(in crate::sales) fn derive(
        &self,
        like: Identity,
        facts: &DraftFacts,
        ids: &mut IdMaker,
    ) -> Result<Invoice, Refusal> {
        self.check_ranges()?;
        let terms = self.terms(facts);
        let due = self.day.plus_days(terms.payment_days.value).map_err(|_| refusals::day_out_of_range())?;
        let mut lines = Vec::with_capacity(self.lines.len());
        for (at, line) in self.lines.iter().enumerate() {
            let recipient = line.recipient_of(at + 1, self.client, facts)?;
            lines.push(Line { recipient, ..line.derive(at + 1, (self.kind, &terms), facts, ids)? });
        }
        let currency = terms.currency.value;
        let sums = totals(lines.iter().map(|line| (line.vat_code, line.vat_rate, line.net)), currency)
            .map_err(|_| refusals::amount_too_large())?;
        Ok(Invoice {
            id: like.id,
            kind: self.kind,
            provisional: like.provisional,
            number: None,
            series: None,
            client: self.client,
            agency: facts.agency.as_ref().map(|agency| agency.id),
            day: self.day,
            service_day: self.service_day.or_else(|| facts.credited.as_ref().map(|credited| credited.served)),
            due,
            posting_group: facts.group.id,
            // A credit note stands where its invoice stands, whatever the group's account is now.
            account: facts.credited.as_ref().map_or(facts.group.account, |credited| credited.account),
            terms,
            reference: self.reference.clone(),
            note: self.note.clone(),
            credits: self.credits,
            settlement: like.settlement,
            books: books_of(&mut lines, &sums, facts)?,
            lines,
            net: sums.net,
            vat: sums.vat,
            gross: sums.gross,
            booking: None,
            source: "manual".to_owned(),
            version: like.version,
        })
    }

    /// Whether the service was done on the same day.
    pub(super) fn served_like(&self, other: &Draft) -> bool {
        self.service_day.unwrap_or(self.day) == other.service_day.unwrap_or(other.day)
    }

    /// What the lines say of money, whatever their words.
    pub(super) fn amounts(&self) -> Vec<(Quantity, Option<UnitPrice>, Rate)> {
        self.lines.iter().map(|line| (line.quantity, line.unit_price, line.discount)).collect()
    }

    pub(super) fn terms(&self, facts: &DraftFacts) -> Terms {
        Terms::of(&self.typed, &facts.client_values, &facts.group.values, &facts.company_values)
    }

    fn check_ranges(&self) -> Result<(), Refusal> {
        if self.typed.payment_days.is_some_and(|days| !(0..=3650).contains(&days)) {
            return Err(refusals::payment_days_out_of_range());
        }
        let discounts = self.lines.iter().map(|line| line.discount).chain(self.typed.discount);
        if discounts.into_iter().any(|rate| !(0..=10_000).contains(&rate.0)) {
            return Err(refusals::discount_out_of_range());
        }
        Ok(())
    }
}

/// What a derived invoice takes over from the stored one.
#[derive(Clone, Copy, Debug)]
pub(in crate::sales) struct Identity {
    pub id: InvoiceId,
    pub provisional: i64,
    pub settlement: Option<SettlementId>,
    pub version: i64,
}

impl Identity {
    pub(super) fn of(invoice: &Invoice) -> Identity {
        Identity {
            id: invoice.id,
            provisional: invoice.provisional,
            settlement: invoice.settlement,
            version: invoice.version,
        }
    }
}

impl DraftLine {
    /// For whom the line is, where that is not the client itself. A client that was merged into another gives way to it.
    fn recipient_of(&self, number: usize, client: ClientId, facts: &DraftFacts) -> Result<Option<ClientId>, Refusal> {
        let Some(asked) = self.recipient.filter(|asked| *asked != client) else { return Ok(None) };
        let found = facts.recipient(asked).ok_or_else(|| refusals::recipient_elsewhere(number, facts))?;
        Ok(Some(found.id).filter(|id| *id != client))
    }

    /// `number` counts from 1 and names the line in refusals.
    fn derive(
        &self,
        number: usize,
        (kind, terms): (Kind, &Terms),
        facts: &DraftFacts,
        ids: &mut IdMaker,
    ) -> Result<Line, Refusal> {
        let product = match self.product {
            Some(id) => Some(facts.product(id).ok_or_else(|| refusals::product_unknown(number))?),
            None => None,
        };
        let currency = terms.currency.value;
        let text = self.text.clone().or_else(|| product.map(|product| product.name.to_string()));
        let text = text.filter(|text| !text.trim().is_empty()).ok_or_else(|| refusals::text_missing(number))?;
        let price = self.unit_price.or_else(|| product.map(|product| product.price));
        let unit_price = price.ok_or_else(|| refusals::price_missing(number))?;
        if unit_price.currency != currency {
            return Err(refusals::wrong_currency(number, unit_price.currency, currency));
        }
        let product_group =
            self.product_group.or(product.map(|product| product.product_group)).or(facts.first_product_group);
        let rule = facts.rule(product_group, terms.vat_zone.value);
        let vat = self.vat(number, rule, facts)?;
        let account = match self.account {
            Some(id) => Some(facts.sales_account(id).ok_or_else(|| refusals::account_unknown(number))?.id),
            None => rule.map(|rule| rule.sales_account.id),
        };
        let free = match self.free {
            true => Some(free_units::of_line(number, (self.quantity, unit_price), (kind, facts))?),
            false => None,
        };
        // Nothing is paid for a free line, so nothing is taken off.
        let (unit_price, discount) = match free {
            Some(_) => (UnitPrice::new(0, currency), Rate::ZERO),
            None => (unit_price, self.discount),
        };
        let net = line_net(unit_price, self.quantity, discount).map_err(too_large)?;
        Ok(Line {
            id: ids.next(),
            product: self.product,
            product_group,
            recipient: None,
            text,
            quantity: self.quantity,
            unit: self.unit.clone().or_else(|| product.map(|product| product.unit.clone())).unwrap_or_default(),
            unit_price,
            discount,
            vat_code: vat.map(|code| code.id),
            vat_typed: self.vat_code.is_some(),
            vat_rate: vat.map_or(Rate::ZERO, |code| facts.rate_of(code)),
            account,
            account_typed: self.account.is_some(),
            net: Money::new(net.minor, currency),
            books_net: None,
            free,
        })
    }

    fn vat<'a>(
        &self,
        number: usize,
        rule: Option<&'a VatRule>,
        facts: &'a DraftFacts,
    ) -> Result<Option<&'a LegalCode>, Refusal> {
        match self.vat_code {
            Some(id) => facts.code(id).map(Some).ok_or_else(|| refusals::vat_code_unknown(number)),
            None => Ok(rule.and_then(|rule| facts.code(rule.vat_code))),
        }
    }
}

/// Converts every line and the VAT of every code, where the document is in another currency and its rate is known.
fn books_of(lines: &mut [Line], sums: &Totals, facts: &DraftFacts) -> Result<Option<InBooks>, Refusal> {
    let Some(found) = &facts.rate else { return Ok(None) };
    let books = facts.company.currency;
    let convert = |amount| found.rate.convert(amount, books, Rounding::HalfAwayFromZero).map_err(too_large);
    for line in lines.iter_mut() {
        line.books_net = Some(convert(line.net)?);
    }
    let net = Money::sum(lines.iter().filter_map(|line| line.books_net), books).map_err(too_large)?;
    let mut vat = Money::zero(books);
    for total in &sums.by_code {
        vat = vat.checked_add(convert(total.vat)?).map_err(too_large)?;
    }
    let gross = net.checked_add(vat).map_err(too_large)?;
    Ok(Some(InBooks { rate: found.rate, rate_day: found.day, net, vat, gross }))
}

fn too_large(_: MoneyError) -> Refusal {
    refusals::amount_too_large()
}
