//! The paper: everything that is printed on a document, in one value. A booked document keeps it, so that a reprint is
//! the same paper whatever was renamed since (A1-21).

use kernel::{Currency, Day, Money, Quantity, Rate, UnitPrice};
use serde::{Deserialize, Serialize};

use super::facts::DraftFacts;
use super::{InBooks, Invoice, Kind, SentTo};
use crate::clients::{Address, Client};

/// Form of the paper. A change of what is printed gets a new number; papers keep theirs.
/// 2 says the day of service, the customer's number, and who owes where that is not the addressee.
/// 3 says for whom a line is.
const FORM: u8 = 3;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Printed {
    pub form: u8,
    pub kind: Kind,
    /// The final number, or the provisional one in brackets.
    pub number: String,
    /// The paper carries the word DRAFT.
    pub draft: bool,
    pub layout: String,
    pub language: String,
    pub office: PrintedParty,
    /// The office's bank account.
    pub iban: Option<String>,
    /// Whom the paper is sent to.
    pub bill_to: PrintedParty,
    /// Number of the client who owes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// Who owes, where the paper is sent to somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debtor: Option<PrintedParty>,
    /// Why it is sent there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_to: Option<SentTo>,
    pub day: Day,
    /// When the service was done, where it is not the day of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_day: Option<Day>,
    pub due: Day,
    pub payment_days: i64,
    /// Discount for early payment.
    pub discount: Rate,
    pub reference: String,
    pub note: String,
    /// Through whom it was booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The number of the invoice that a credit note corrects.
    pub credits: Option<String>,
    pub currency: Currency,
    pub lines: Vec<PrintedLine>,
    pub net: Money,
    pub vats: Vec<PrintedVat>,
    pub gross: Money,
    /// What it is in the company's currency, where the paper is in another one: the law wants the VAT in that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub books: Option<InBooks>,
}

/// A name with what stands below it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrintedParty {
    pub name: String,
    pub lines: Vec<String>,
    pub tax_number: Option<String>,
    pub email: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrintedLine {
    pub text: String,
    /// For whom the service is done, where that is not the client who pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    pub quantity: Quantity,
    pub unit: String,
    pub unit_price: UnitPrice,
    pub discount: Rate,
    pub net: Money,
    /// What a free line is worth by the list; it is not added up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_value: Option<Money>,
}

/// The VAT of one code, with what the law wants to be said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrintedVat {
    pub code: String,
    pub name: String,
    pub kind: String,
    pub rate: Rate,
    pub net: Money,
    pub vat: Money,
    pub text: String,
}

impl Printed {
    pub(super) fn of(invoice: &Invoice, facts: &DraftFacts) -> Printed {
        let terms = &invoice.terms;
        Printed {
            form: FORM,
            kind: invoice.kind,
            number: invoice.title(),
            draft: !invoice.is_booked(),
            layout: terms.layout.value.clone(),
            language: terms.language.value.clone(),
            office: office(facts),
            iban: facts.company.contact.iban.clone(),
            bill_to: addressee(facts),
            customer: Some(facts.client.number.to_string()),
            debtor: facts.central().map(|_| debtor(facts)),
            sent_to: facts.sent_to(),
            day: invoice.day,
            service_day: invoice.service_day.filter(|served| *served != invoice.day),
            due: invoice.due,
            payment_days: terms.payment_days.value,
            discount: terms.discount.value,
            reference: invoice.reference.clone(),
            note: invoice.note.clone(),
            agency: facts.agency.as_ref().map(|agency| agency.name.clone()),
            credits: facts.credited.as_ref().and_then(|credited| credited.number.clone()),
            currency: invoice.currency(),
            lines: invoice.lines.iter().map(|each| line(each, facts)).collect(),
            net: invoice.net,
            vats: vats(invoice, facts),
            gross: invoice.gross,
            books: invoice.books,
        }
    }
}

fn line(line: &super::Line, facts: &DraftFacts) -> PrintedLine {
    let recipient = line.recipient.and_then(|id| facts.recipients.iter().find(|recipient| recipient.id == id));
    PrintedLine {
        text: line.text.clone(),
        recipient: recipient.map(|recipient| recipient.name.clone()),
        quantity: line.quantity,
        unit: line.unit.clone(),
        unit_price: line.unit_price,
        discount: line.discount,
        net: line.net,
        list_value: line.free.map(|free| free.list_value),
    }
}

fn vats(invoice: &Invoice, facts: &DraftFacts) -> Vec<PrintedVat> {
    // Sums that did not fit were refused when the invoice was derived.
    let totals = invoice.totals().map(|totals| totals.by_code).unwrap_or_default();
    let of_total = |total: super::VatTotal| {
        let code = facts.code(total.code?)?;
        Some(PrintedVat {
            code: code.code.clone(),
            name: code.name.clone(),
            kind: code.kind.clone(),
            rate: total.rate,
            net: total.net,
            vat: total.vat,
            text: code.text.clone(),
        })
    };
    totals.into_iter().filter_map(of_total).collect()
}

fn office(facts: &DraftFacts) -> PrintedParty {
    let contact = &facts.company.contact;
    let town = joined(&[contact.zip.as_deref(), contact.city.as_deref()]);
    PrintedParty {
        name: facts.company.name.clone(),
        lines: contact.street.iter().cloned().chain(town).collect(),
        tax_number: contact.tax_number.clone(),
        email: contact.email.clone(),
    }
}

/// Whom the paper is sent to: the debtor, or the head of its corporate group. A tax number is the customer's, so that of
/// another addressee is left out.
fn addressee(facts: &DraftFacts) -> PrintedParty {
    match facts.central() {
        Some((_, head)) => PrintedParty { tax_number: None, ..party(head, facts, true) },
        None => party(&facts.client, facts, true),
    }
}

/// Who owes, as the law wants a customer to be named: at its own place of business.
fn debtor(facts: &DraftFacts) -> PrintedParty {
    PrintedParty { email: None, ..party(&facts.client, facts, false) }
}

/// `by_mail` takes the mailing address where one is set.
fn party(client: &Client, facts: &DraftFacts, by_mail: bool) -> PrintedParty {
    let details = &client.details;
    let home = facts.company.country;
    let mailing = if by_mail { address_lines(&details.mailing_address, home) } else { Vec::new() };
    let lines = if mailing.is_empty() { address_lines(&details.address, home) } else { mailing };
    let business = details.business_name.iter().filter(|name| name.as_str() != details.name.as_str()).cloned();
    PrintedParty {
        name: details.name.to_string(),
        lines: business.chain(lines).collect(),
        tax_number: details.tax_number.clone(),
        email: details.email.as_ref().map(ToString::to_string),
    }
}

/// The country stands on letters that leave it.
fn address_lines(address: &Address, home: Option<kernel::Country>) -> Vec<String> {
    let town = joined(&[address.zip.as_deref(), address.city.as_deref()]);
    let abroad = address.country.filter(|country| Some(*country) != home).map(|country| country.name().to_owned());
    address.street.iter().cloned().chain(town).chain(abroad).collect()
}

fn joined(parts: &[Option<&str>]) -> Option<String> {
    let parts: Vec<&str> = parts.iter().flatten().copied().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
