//! What is known about a client: everything that a member can type into the client's settings.

use kernel::{Country, Currency, Email, LegalEntity, MemberId, Name, Rate, VatZoneId};
use serde::{Deserialize, Serialize};

/// The editable part of a client. `None` is "not set" (the group's or the company's value counts); 0 is a value. What is
/// not set is left out of the audit: with the nulls, a line about many clients was a third longer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Details {
    pub name: Name,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_entity: Option<LegalEntity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_number: Option<String>,
    pub address: Address,
    /// Where the paper goes, when not to `address`.
    pub mailing_address: Address,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Payment term in days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_days: Option<i64>,
    /// Discount for early payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Rate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vat_zone: Option<VatZoneId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// Minor units of the client's currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_limit: Option<i64>,
    pub note: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible: Option<MemberId>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Address {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
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
