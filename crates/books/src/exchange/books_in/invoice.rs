//! The invoice behind an entry that comes in: booked elsewhere, so its amounts are taken as they are.

use kernel::{IdMaker, Money, Quantity, Rate, Refusal, Stamp, UnitPrice};

use super::entries::Facts;
use super::{NewEntry, NewInvoiceLine};
use crate::Result;
use crate::groups::PostingGroup;
use crate::ledger::{Entry, VatCode};
use crate::sales::invoices::{Booking, CompanyValues, GroupThen, Invoice, Kind, Line, Terms, Values};

/// The invoice of an entry, with the customer group that it stood in.
pub(super) fn booked(
    new: &NewEntry,
    entry: &Entry,
    provisional: i64,
    facts: &Facts,
    ids: &mut IdMaker,
    stamp: &Stamp,
) -> Result<(Invoice, Vec<GroupThen>)> {
    let client = facts.client(new)?.ok_or_else(|| refused(new, "names no client"))?;
    let group = facts.groups.iter().find(|group| group.group.id == client.posting_group);
    let group = group.ok_or_else(|| refused(new, "is of a client without a customer group"))?;
    let terms = terms(client, group, facts);
    let money = |minor| Money::new(minor, facts.company.currency);
    let (net, vat): (i64, i64) = new.invoice.iter().fold((0, 0), |(net, vat), line| (net + line.net, vat + line.vat));
    let owed = entry.lines.iter().find(|(_, line)| line.account == group.account && line.client == Some(client.id));
    if owed.is_none_or(|(_, line)| line.amount != net + vat) {
        return Err(refused(new, "does not stand on its customer group's account with what its lines add up to").into());
    }
    let lines = new.invoice.iter().map(|line| self::line(line, new, facts, ids)).collect::<Result<Vec<_>>>()?;
    let due = new.day.plus_days(terms.payment_days.value);
    let invoice = Invoice {
        id: ids.next(),
        kind: Kind::Invoice,
        provisional,
        number: Some(new.document.clone()),
        series: None,
        client: client.id,
        agency: None,
        day: new.day,
        service_day: None,
        due: due.map_err(|_| refused(new, "is due on no day of the calendar"))?,
        terms,
        posting_group: group.group.id,
        account: group.account,
        reference: String::new(),
        note: String::new(),
        credits: None,
        settlement: None,
        lines,
        net: money(net),
        vat: money(vat),
        gross: money(net + vat),
        books: None,
        booking: Some(Booking { entry: Some(entry.id), at: stamp.now, by: stamp.actor.to_string() }),
        source: "import".to_owned(),
        version: 1,
    };
    let then = GroupThen { id: group.group.id, kind: "posting".to_owned(), name: group.group.name.to_string() };
    Ok((invoice, vec![then]))
}

fn terms(client: &crate::clients::Client, group: &PostingGroup, facts: &Facts) -> Terms {
    let details = &client.details;
    let of_client = Values {
        payment_days: details.payment_days,
        language: details.language.clone(),
        currency: details.currency,
        layout: details.layout.clone(),
        vat_zone: details.vat_zone,
        discount: details.discount,
    };
    let of_group = Values {
        payment_days: group.terms.payment_days,
        language: group.terms.language.clone(),
        currency: group.terms.currency,
        layout: group.terms.layout.clone(),
        vat_zone: Some(group.vat_zone),
        discount: group.terms.discount,
    };
    let company = CompanyValues {
        payment_days: facts.company.payment_days,
        language: facts.company.language.clone(),
        currency: facts.company.currency,
        layout: "standard".to_owned(),
        vat_zone: facts.zone,
        discount: Rate::ZERO,
    };
    // The books came in the company's currency, whatever a client is invoiced in from now on.
    let currency = Values { currency: Some(facts.company.currency), ..Values::default() };
    Terms::of(&currency, &of_client, &of_group, &company)
}

fn line(new: &NewInvoiceLine, entry: &NewEntry, facts: &Facts, ids: &mut IdMaker) -> Result<Line> {
    let currency = facts.company.currency;
    let rate = Rate(new.vat_percent.saturating_mul(100));
    let (account, _) = facts.account(&new.account, &entry.document)?;
    // A unit price has four decimals, a quantity three.
    let to_price = 10i64.pow(4u32.saturating_sub(currency.decimals()));
    let large = || refused(entry, "has an amount that is too large");
    Ok(Line {
        id: ids.next(),
        product: None,
        product_group: None,
        recipient: None,
        text: new.text.clone(),
        quantity: Quantity(new.quantity.checked_mul(1_000).ok_or_else(large)?),
        unit: String::new(),
        unit_price: UnitPrice::new(new.unit_price.checked_mul(to_price).ok_or_else(large)?, currency),
        discount: Rate::ZERO,
        vat_code: vat_code(&facts.vat_codes, rate),
        vat_typed: false,
        vat_rate: rate,
        account: Some(account),
        account_typed: true,
        net: Money::new(new.net, currency),
        books_net: None,
        free: None,
    })
}

/// The live code of a rate, where there is exactly one that is no special case.
fn vat_code(codes: &[VatCode], rate: Rate) -> Option<kernel::VatCodeId> {
    let plain = ["standard", "reduced", "super_reduced", "zero"];
    let mut fitting =
        codes.iter().filter(|code| !code.archived && code.rate == rate && plain.contains(&code.kind.as_str()));
    let found = fitting.next()?;
    fitting.next().is_none().then_some(found.id)
}

/// `what` completes “Invoice 7 …”.
fn refused(entry: &NewEntry, what: &str) -> Refusal {
    Refusal::rule(
        "BOOKS_INVOICE_DIFFERS",
        format!("Invoice {} {what}.", entry.document),
        "An invoice and its entry are one booking. Correct the file so that both say the same.",
    )
}
