//! What PATCH takes: a field that is not named stays, `null` clears it.

use books::clients::{ChangeClient, Edit, Place, Wish};
use kernel::{ClientId, Failure, GroupId, Refusal};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::shapes::{free_text, ids, optional};
use crate::edge::{Amount, parse_field};

/// Changes of a client. Only what is named changes; null clears.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientPatch {
    #[serde(default, deserialize_with = "named")]
    pub number: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub name: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub legal_entity: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub business_name: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub email: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub phone: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub registration_number: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub tax_number: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub address: Option<Option<AddressPatch>>,
    #[serde(default, deserialize_with = "named")]
    pub mailing_address: Option<Option<AddressPatch>>,
    #[serde(default, deserialize_with = "named")]
    pub language: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub currency: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub payment_days: Option<Option<i64>>,
    /// Per cent, such as `2.5`.
    #[serde(default, deserialize_with = "named")]
    pub discount: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub vat_zone: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub layout: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub credit_limit: Option<Option<Amount>>,
    #[serde(default, deserialize_with = "named")]
    pub note: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub responsible: Option<Option<String>>,
    /// Id of the posting group to move into from today on.
    #[serde(default, deserialize_with = "named")]
    pub customer_group: Option<Option<String>>,
    /// Ids of the segments that the client shall be in, all of them.
    #[serde(default, deserialize_with = "named")]
    pub client_groups: Option<Option<Vec<String>>>,
    /// Ids of client types: what the client shall be, all of it.
    #[serde(default, deserialize_with = "named")]
    pub client_types: Option<Option<Vec<String>>>,
}

/// Changes of an address, line by line.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressPatch {
    #[serde(default, deserialize_with = "named")]
    pub street: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub zip: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub city: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub country: Option<Option<String>>,
}

/// Tells a field that is null from one that is not there.
fn named<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

impl ClientPatch {
    pub fn command(self, id: ClientId, version: Option<i64>) -> books::Result<ChangeClient> {
        let customer_group = self.customer_group.clone().map(|text| kept("customer_group", text)).transpose()?;
        let customer_group = optional::<GroupId>("customer_group", customer_group)?;
        let client_groups = self.client_groups.clone().map(Option::unwrap_or_default);
        let client_groups = client_groups.map(|groups| ids("client_groups", &groups)).transpose()?;
        let client_groups = client_groups.map(|groups| Wish { groups, started_from: None });
        let client_types = self.client_types.clone().map(Option::unwrap_or_default);
        let client_types = client_types.map(|types| ids("client_types", &types)).transpose()?;
        Ok(ChangeClient { id, version, edits: self.edits()?, customer_group, client_groups, client_types })
    }

    fn edits(self) -> books::Result<Vec<Edit>> {
        let mut edits = Vec::new();
        if let Some(text) = self.number {
            edits.push(Edit::Number(parse_field("number", &kept("number", text)?)?));
        }
        if let Some(text) = self.name {
            edits.push(Edit::Name(parse_field("name", &text.unwrap_or_default())?));
        }
        if let Some(text) = self.legal_entity {
            edits.push(Edit::LegalEntity(optional("legal_entity", text)?));
        }
        if let Some(text) = self.email {
            edits.push(Edit::Email(optional("email", text)?));
        }
        for (field, text, longest, edit) in [
            ("business_name", self.business_name, 200, Edit::BusinessName as fn(Option<String>) -> Edit),
            ("phone", self.phone, 50, Edit::Phone),
            ("registration_number", self.registration_number, 50, Edit::RegistrationNumber),
            ("tax_number", self.tax_number, 50, Edit::TaxNumber),
            ("language", self.language, 10, Edit::Language),
            ("layout", self.layout, 50, Edit::Layout),
            ("note", self.note, 4000, |text| Edit::Note(text.unwrap_or_default())),
        ] {
            if let Some(text) = text {
                edits.push(edit(free_text(field, text, longest)?));
            }
        }
        edits.extend(AddressPatch::edits(self.address, Edit::Address)?);
        edits.extend(AddressPatch::edits(self.mailing_address, Edit::MailingAddress)?);
        if let Some(text) = self.currency {
            edits.push(Edit::Currency(optional("currency", text)?));
        }
        edits.extend(self.payment_days.map(Edit::PaymentDays));
        if let Some(text) = self.discount {
            edits.push(Edit::Discount(optional("discount", text)?));
        }
        if let Some(text) = self.vat_zone {
            edits.push(Edit::VatZone(optional("vat_zone", text)?));
        }
        if let Some(amount) = self.credit_limit {
            edits.push(Edit::CreditLimit(amount.map(|amount| amount.money("credit_limit")).transpose()?));
        }
        if let Some(text) = self.responsible {
            edits.push(Edit::Responsible(optional("responsible", text)?));
        }
        Ok(edits)
    }
}

impl AddressPatch {
    /// Null clears the whole address.
    fn edits(patch: Option<Option<AddressPatch>>, edit: fn(Place) -> Edit) -> books::Result<Vec<Edit>> {
        let Some(patch) = patch else { return Ok(Vec::new()) };
        let nothing = || AddressPatch { street: Some(None), zip: Some(None), city: Some(None), country: Some(None) };
        let patch = patch.unwrap_or_else(nothing);
        let mut edits = Vec::new();
        if let Some(text) = patch.street {
            edits.push(edit(Place::Street(free_text("street", text, 200)?)));
        }
        if let Some(text) = patch.zip {
            edits.push(edit(Place::Zip(free_text("zip", text, 20)?)));
        }
        if let Some(text) = patch.city {
            edits.push(edit(Place::City(free_text("city", text, 100)?)));
        }
        if let Some(text) = patch.country {
            edits.push(edit(Place::Country(optional("country", text)?)));
        }
        Ok(edits)
    }
}

fn kept(field: &'static str, text: Option<String>) -> Result<String, Failure> {
    text.ok_or_else(|| {
        Refusal::field("FIELD_REQUIRED", field, "A client cannot be without it.", "Send a value, or leave it out.")
            .into()
    })
}
