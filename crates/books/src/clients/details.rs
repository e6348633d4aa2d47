//! What is known about a client: everything that a member can type into the client's settings.

use kernel::{Country, Currency, Email, LegalEntity, MemberId, Name, Rate, VatZoneId};
use serde::{Deserialize, Serialize};

/// The editable part of a client. `None` is "not set" (the group's or the company's value counts); 0 is a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Details {
    pub name: Name,
    pub legal_entity: Option<LegalEntity>,
    pub business_name: Option<String>,
    pub email: Option<Email>,
    pub phone: Option<String>,
    pub registration_number: Option<String>,
    pub tax_number: Option<String>,
    pub address: Address,
    /// Where the paper goes, when not to `address`.
    pub mailing_address: Address,
    pub language: Option<String>,
    pub currency: Option<Currency>,
    /// Payment term in days.
    pub payment_days: Option<i64>,
    /// Discount for early payment.
    pub discount: Option<Rate>,
    pub vat_zone: Option<VatZoneId>,
    pub layout: Option<String>,
    /// Minor units of the client's currency.
    pub credit_limit: Option<i64>,
    pub note: String,
    pub responsible: Option<MemberId>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Address {
    pub street: Option<String>,
    pub zip: Option<String>,
    pub city: Option<String>,
    pub country: Option<Country>,
}

impl Details {
    /// A client of whom only the name is known.
    pub fn named(name: Name) -> Details {
        Details {
            name,
            legal_entity: None,
            business_name: None,
            email: None,
            phone: None,
            registration_number: None,
            tax_number: None,
            address: Address::default(),
            mailing_address: Address::default(),
            language: None,
            currency: None,
            payment_days: None,
            discount: None,
            vat_zone: None,
            layout: None,
            credit_limit: None,
            note: String::new(),
            responsible: None,
        }
    }
}
