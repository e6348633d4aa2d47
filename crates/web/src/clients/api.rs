//! The API's clients. Field names are a promise to those who call.

use axum::extract::Path;
use books::clients::{Address, ClientView, Details, ReadClient, RegisterClient, Status};
use kernel::{GroupId, MemberId, Name, VatZoneId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::edge::{ApiResult, Call, Resource, parse_field};

/// A client as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClientShape {
    pub id: String,
    pub number: String,
    pub name: String,
    /// `company`, `individual`, `partnership`, `sole_trader` or `trust`; null when not known.
    pub legal_entity: Option<String>,
    pub business_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub registration_number: Option<String>,
    pub tax_number: Option<String>,
    pub address: AddressShape,
    pub mailing_address: AddressShape,
    pub language: Option<String>,
    pub currency: Option<String>,
    /// Days; null where the group's term counts.
    pub payment_days: Option<i64>,
    /// Id of the posting group.
    pub customer_group: String,
    /// Ids of the segments.
    pub client_groups: Vec<String>,
    /// `imported`, `prospect`, `contracted` or `manual`.
    pub lifecycle: String,
    /// `none`, `invited` or `joined`.
    pub portal: String,
    /// Follows from lifecycle and portal: `imported`, `prospect`, `invited` or `active`.
    pub status: String,
    pub responsible: Option<String>,
    pub note: String,
    pub archived: bool,
    pub version: i64,
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AddressShape {
    pub street: Option<String>,
    pub zip: Option<String>,
    pub city: Option<String>,
    /// ISO 3166 alpha-2.
    pub country: Option<String>,
}

/// What a new client takes. Only the name is needed where the company has one customer group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClient {
    pub name: String,
    pub number: Option<String>,
    pub legal_entity: Option<String>,
    pub business_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub registration_number: Option<String>,
    pub tax_number: Option<String>,
    pub address: Option<AddressShape>,
    pub mailing_address: Option<AddressShape>,
    pub language: Option<String>,
    pub currency: Option<String>,
    pub payment_days: Option<i64>,
    pub vat_zone: Option<String>,
    pub responsible: Option<String>,
    pub note: Option<String>,
    /// Id of a posting group; needed when the company has several.
    pub customer_group: Option<String>,
    /// Ids of segments.
    #[serde(default)]
    pub client_groups: Vec<String>,
    /// Registers a prospect.
    #[serde(default)]
    pub prospect: bool,
}

pub async fn register(call: Call) -> ApiResult {
    let new: NewClient = call.body()?;
    call.create(new.command()?, "/clients", |id| ReadClient { id: *id }).await
}

pub async fn read(Path(id): Path<String>, call: Call) -> ApiResult {
    call.read(ReadClient { id: parse_field("id", &id)? }).await
}

impl NewClient {
    fn command(self) -> books::Result<RegisterClient> {
        let name: Name = parse_field("name", &self.name)?;
        let details = Details {
            legal_entity: optional("legal_entity", self.legal_entity)?,
            business_name: self.business_name,
            email: optional("email", self.email)?,
            phone: self.phone,
            registration_number: self.registration_number,
            tax_number: self.tax_number,
            address: self.address.unwrap_or_default().address()?,
            mailing_address: self.mailing_address.unwrap_or_default().address()?,
            language: self.language,
            currency: optional("currency", self.currency)?,
            payment_days: self.payment_days,
            vat_zone: optional::<VatZoneId>("vat_zone", self.vat_zone)?,
            responsible: optional::<MemberId>("responsible", self.responsible)?,
            note: self.note.unwrap_or_default(),
            ..Details::named(name)
        };
        Ok(RegisterClient {
            number: optional("number", self.number)?,
            details,
            prospect: self.prospect,
            customer_group: optional::<GroupId>("customer_group", self.customer_group)?,
            client_groups: self
                .client_groups
                .iter()
                .map(|id| parse_field("client_groups", id))
                .collect::<books::Result<Vec<GroupId>>>()?,
        })
    }
}

fn optional<T: std::str::FromStr>(field: &'static str, text: Option<String>) -> books::Result<Option<T>>
where
    T::Err: std::fmt::Display + 'static,
{
    text.map(|text| parse_field(field, &text)).transpose()
}

impl AddressShape {
    fn address(self) -> books::Result<Address> {
        Ok(Address { street: self.street, zip: self.zip, city: self.city, country: optional("country", self.country)? })
    }
}

impl From<&Address> for AddressShape {
    fn from(address: &Address) -> Self {
        AddressShape {
            street: address.street.clone(),
            zip: address.zip.clone(),
            city: address.city.clone(),
            country: address.country.map(|country| country.to_string()),
        }
    }
}

impl Resource for ClientView {
    type Shape = ClientShape;

    fn version(&self) -> i64 {
        self.client.version
    }

    fn shape(&self) -> ClientShape {
        let (client, details) = (&self.client, &self.client.details);
        ClientShape {
            id: client.id.to_string(),
            number: client.number.to_string(),
            name: details.name.to_string(),
            legal_entity: details.legal_entity.map(|entity| entity.code().to_owned()),
            business_name: details.business_name.clone(),
            email: details.email.as_ref().map(ToString::to_string),
            phone: details.phone.clone(),
            registration_number: details.registration_number.clone(),
            tax_number: details.tax_number.clone(),
            address: (&details.address).into(),
            mailing_address: (&details.mailing_address).into(),
            language: details.language.clone(),
            currency: details.currency.map(|currency| currency.to_string()),
            payment_days: details.payment_days,
            customer_group: client.posting_group.to_string(),
            client_groups: self.segments().map(|group| group.id.to_string()).collect(),
            lifecycle: client.lifecycle.code().to_owned(),
            portal: client.portal.code().to_owned(),
            status: Status::of(client.lifecycle, client.portal).code().to_owned(),
            responsible: details.responsible.map(|member: MemberId| member.to_string()),
            note: details.note.clone(),
            archived: client.archived,
            version: client.version,
        }
    }
}
