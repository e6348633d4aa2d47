//! One field of a client, as it shall be. A change names what it changes and leaves the rest as it finds it.

use kernel::{Country, Currency, Email, LegalEntity, MemberId, Money, Name, Number, Rate, Refusal, VatZoneId};
use serde::{Deserialize, Serialize};

use super::{Address, Client};
use crate::Result;

/// `None` clears a field: the group's or the company's value counts again. 0 is a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Edit {
    Number(Number),
    Name(Name),
    LegalEntity(Option<LegalEntity>),
    BusinessName(Option<String>),
    Email(Option<Email>),
    Phone(Option<String>),
    RegistrationNumber(Option<String>),
    TaxNumber(Option<String>),
    Address(Place),
    MailingAddress(Place),
    Language(Option<String>),
    Currency(Option<Currency>),
    /// Days, 0 to 3650.
    PaymentDays(Option<i64>),
    Discount(Option<Rate>),
    VatZone(Option<VatZoneId>),
    Layout(Option<String>),
    /// In the client's currency, or the company's where the client has none.
    CreditLimit(Option<Money>),
    Note(String),
    Responsible(Option<MemberId>),
}

/// One line of an address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Place {
    Street(Option<String>),
    Zip(Option<String>),
    City(Option<String>),
    Country(Option<Country>),
}

impl Edit {
    /// The field's name, as the API and the forms have it.
    pub fn field(&self) -> &'static str {
        match self {
            Edit::Number(_) => "number",
            Edit::Name(_) => "name",
            Edit::LegalEntity(_) => "legal_entity",
            Edit::BusinessName(_) => "business_name",
            Edit::Email(_) => "email",
            Edit::Phone(_) => "phone",
            Edit::RegistrationNumber(_) => "registration_number",
            Edit::TaxNumber(_) => "tax_number",
            Edit::Address(_) => "address",
            Edit::MailingAddress(_) => "mailing_address",
            Edit::Language(_) => "language",
            Edit::Currency(_) => "currency",
            Edit::PaymentDays(_) => "payment_days",
            Edit::Discount(_) => "discount",
            Edit::VatZone(_) => "vat_zone",
            Edit::Layout(_) => "layout",
            Edit::CreditLimit(_) => "credit_limit",
            Edit::Note(_) => "note",
            Edit::Responsible(_) => "responsible",
        }
    }

    pub(super) fn apply(self, client: &mut Client) {
        let details = &mut client.details;
        match self {
            Edit::Number(number) => client.number = number,
            Edit::Name(name) => details.name = name,
            Edit::LegalEntity(entity) => details.legal_entity = entity,
            Edit::BusinessName(text) => details.business_name = text,
            Edit::Email(email) => details.email = email,
            Edit::Phone(text) => details.phone = text,
            Edit::RegistrationNumber(text) => details.registration_number = text,
            Edit::TaxNumber(text) => details.tax_number = text,
            Edit::Address(place) => place.apply(&mut details.address),
            Edit::MailingAddress(place) => place.apply(&mut details.mailing_address),
            Edit::Language(code) => details.language = code,
            Edit::Currency(currency) => details.currency = currency,
            Edit::PaymentDays(days) => details.payment_days = days,
            Edit::Discount(rate) => details.discount = rate,
            Edit::VatZone(zone) => details.vat_zone = zone,
            Edit::Layout(text) => details.layout = text,
            Edit::CreditLimit(limit) => details.credit_limit = limit.map(|money| money.minor),
            Edit::Note(text) => details.note = text,
            Edit::Responsible(member) => details.responsible = member,
        }
    }
}

impl Place {
    fn apply(self, address: &mut Address) {
        match self {
            Place::Street(text) => address.street = text,
            Place::Zip(text) => address.zip = text,
            Place::City(text) => address.city = text,
            Place::Country(country) => address.country = country,
        }
    }
}

/// The longest payment term, in days, and the highest discount: what the tables take.
const LONGEST_TERM: i64 = 3650;

/// Refuses values that no client can have, whoever typed them.
pub(super) fn check_values(client: &Client) -> Result<()> {
    let details = &client.details;
    if details.payment_days.is_some_and(|days| !(0..=LONGEST_TERM).contains(&days)) {
        return Err(out_of_range("payment_days", "The payment term", "0 to 3650 days").into());
    }
    if details.discount.is_some_and(|rate| !(0..=10_000).contains(&rate.0)) {
        return Err(out_of_range("discount", "The discount", "0 to 100 %").into());
    }
    if details.credit_limit.is_some_and(|minor| minor < 0) {
        return Err(out_of_range("credit_limit", "The credit limit", "0 or more").into());
    }
    Ok(())
}

/// A limit is an amount of the currency in which the client is invoiced.
pub(super) fn check_limit(edits: &[Edit], client: &Client, company: Currency) -> Result<()> {
    let currency = client.details.currency.unwrap_or(company);
    let limit = edits.iter().find_map(|edit| if let Edit::CreditLimit(limit) = edit { *limit } else { None });
    match limit {
        Some(money) if money.currency != currency => Err(Refusal::field(
            "CURRENCY_MISMATCH",
            "credit_limit",
            format!("The credit limit is in {}.", money.currency),
            format!("The client is invoiced in {currency}. State the limit in {currency}."),
        )
        .into()),
        _ => Ok(()),
    }
}

fn out_of_range(field: &'static str, what: &str, range: &str) -> Refusal {
    Refusal::field(
        "VALUE_OUT_OF_RANGE",
        field,
        format!("{what} is out of range."),
        format!("It can be {range}. Leave it empty to take the customer group's."),
    )
}
