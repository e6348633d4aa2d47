//! Clients as the API writes and reads them. Field names are a promise to those who call.

use books::clients::{Address, Client, ClientView, Details, GroupOfClient, ListedClient, RegisterClient, Status};
use books::groups::Kind;
use kernel::{ClientTypeId, Currency, GroupId, MemberId, Money, Name, Rate, VatZoneId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::edge::{Amount, Resource, parse_field};

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
    /// Per cent, such as `2.5`; null where the group's discount counts. 0 is a value.
    pub discount: Option<String>,
    /// Id of a VAT zone; null where the group's counts.
    pub vat_zone: Option<String>,
    pub layout: Option<String>,
    pub credit_limit: Option<Amount>,
    /// Id of the posting group.
    pub customer_group: String,
    /// Ids of the segments.
    pub client_groups: Vec<String>,
    /// Ids of client types: what the client is.
    pub client_types: Vec<String>,
    /// `imported`, `prospect`, `contracted` or `manual`.
    pub lifecycle: String,
    /// `none`, `invited` or `joined`.
    pub portal: String,
    /// Follows from lifecycle and portal: `imported`, `prospect`, `invited` or `active`.
    pub status: String,
    pub responsible: Option<String>,
    pub note: String,
    pub archived: bool,
    /// Id of the client that this one was merged into; null for a client of its own.
    pub merged_into: Option<String>,
    /// What the client owes on the control accounts; negative when it is owed.
    pub open_balance: Amount,
    /// The ETag without its marks. It counts changes of the client and of its groups; null in lists.
    pub version: Option<i64>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AddressShape {
    pub street: Option<String>,
    pub zip: Option<String>,
    pub city: Option<String>,
    /// ISO 3166 alpha-2.
    pub country: Option<String>,
}

/// A page of clients.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClientPage {
    pub items: Vec<ClientShape>,
    /// The cursor of the page after this one.
    pub next: Option<String>,
    /// How many match, when the call asks with `total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// True where `total` is where the counting stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_is_more: Option<bool>,
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
    /// Days, 0 to 3650.
    pub payment_days: Option<i64>,
    /// Per cent, such as `2.5`.
    pub discount: Option<String>,
    /// Id of a VAT zone.
    pub vat_zone: Option<String>,
    pub layout: Option<String>,
    /// Id of a member.
    pub responsible: Option<String>,
    pub note: Option<String>,
    /// Id of a posting group; needed when the company has several.
    pub customer_group: Option<String>,
    /// Ids of segments.
    #[serde(default)]
    pub client_groups: Vec<String>,
    /// Ids of client types.
    #[serde(default)]
    pub client_types: Vec<String>,
    /// Registers a prospect: name and email are all it needs.
    #[serde(default)]
    pub prospect: bool,
}

impl NewClient {
    pub fn command(self) -> books::Result<RegisterClient> {
        let name: Name = parse_field("name", &self.name)?;
        let details = Details {
            legal_entity: optional("legal_entity", self.legal_entity)?,
            business_name: free_text("business_name", self.business_name, 200)?,
            email: optional("email", self.email)?,
            phone: free_text("phone", self.phone, 50)?,
            registration_number: free_text("registration_number", self.registration_number, 50)?,
            tax_number: free_text("tax_number", self.tax_number, 50)?,
            address: self.address.unwrap_or_default().address()?,
            mailing_address: self.mailing_address.unwrap_or_default().address()?,
            language: free_text("language", self.language, 10)?,
            currency: optional("currency", self.currency)?,
            payment_days: self.payment_days,
            discount: optional::<Rate>("discount", self.discount)?,
            vat_zone: optional::<VatZoneId>("vat_zone", self.vat_zone)?,
            layout: free_text("layout", self.layout, 50)?,
            responsible: optional::<MemberId>("responsible", self.responsible)?,
            note: free_text("note", self.note, 4000)?.unwrap_or_default(),
            ..Details::named(name)
        };
        Ok(RegisterClient {
            number: optional("number", self.number)?,
            details,
            prospect: self.prospect,
            customer_group: optional::<GroupId>("customer_group", self.customer_group)?,
            client_groups: ids("client_groups", &self.client_groups)?,
            client_types: ids("client_types", &self.client_types)?,
        })
    }
}

pub fn optional<T: std::str::FromStr>(field: &'static str, text: Option<String>) -> books::Result<Option<T>>
where
    T::Err: std::fmt::Display + 'static,
{
    text.map(|text| parse_field(field, &text)).transpose()
}

pub fn ids<T: std::str::FromStr>(field: &'static str, texts: &[String]) -> books::Result<Vec<T>>
where
    T::Err: std::fmt::Display + 'static,
{
    texts.iter().map(|text| parse_field(field, text)).collect()
}

/// Free text of at most `max` characters; a blank one is none.
pub fn free_text(field: &'static str, text: Option<String>, max: usize) -> books::Result<Option<String>> {
    kernel::optional_text(&text.unwrap_or_default(), max).map_err(|error| {
        kernel::Refusal::field("TEXT_TOO_LONG", field, "The text cannot be kept.", error.to_string()).into()
    })
}

impl AddressShape {
    pub fn address(self) -> books::Result<Address> {
        Ok(Address {
            street: free_text("street", self.street, 200)?,
            zip: free_text("zip", self.zip, 20)?,
            city: free_text("city", self.city, 100)?,
            country: optional("country", self.country)?,
        })
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

/// A client that was taken back, and what did not come back with it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RestoredShape {
    #[serde(flatten)]
    pub client: ClientShape,
    /// Names of client groups that it left when it was deleted; empty for a client from the archive.
    pub left_groups: Vec<String>,
}

/// A client that was taken back from the trash, and the client groups that it came back without.
pub struct Restored(pub ClientView, pub Vec<String>);

impl Resource for Restored {
    type Shape = RestoredShape;

    fn version(&self) -> i64 {
        self.0.version
    }

    fn shape(&self) -> RestoredShape {
        RestoredShape { client: self.0.shape(), left_groups: self.1.clone() }
    }
}

impl Resource for ClientView {
    type Shape = ClientShape;

    fn version(&self) -> i64 {
        self.version
    }

    fn shape(&self) -> ClientShape {
        let types: Vec<ClientTypeId> = self.types.iter().map(|of_type| of_type.id).collect();
        let open_balance = Money::new(self.open_balance, self.currency);
        let mut shape = client_shape(&self.client, &self.groups, &types, open_balance);
        shape.version = Some(self.version);
        shape
    }
}

/// A row of the list; it has no version, because a list is no basis for a change.
pub fn listed(row: &ListedClient, currency: Currency) -> ClientShape {
    client_shape(&row.client, &row.groups, &row.types, Money::new(row.open_balance, currency))
}

fn client_shape(client: &Client, groups: &[GroupOfClient], types: &[ClientTypeId], open_balance: Money) -> ClientShape {
    let details = &client.details;
    let segments = groups.iter().filter(|group| group.kind == Kind::Segment);
    let limit_in = details.currency.unwrap_or(open_balance.currency);
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
        discount: details.discount.map(|rate| rate.to_string()),
        vat_zone: details.vat_zone.map(|zone| zone.to_string()),
        layout: details.layout.clone(),
        credit_limit: details.credit_limit.map(|minor| Money::new(minor, limit_in).into()),
        customer_group: client.posting_group.to_string(),
        client_types: types.iter().map(ToString::to_string).collect(),
        client_groups: segments.map(|group| group.id.to_string()).collect(),
        lifecycle: client.lifecycle.code().to_owned(),
        portal: client.portal.code().to_owned(),
        status: Status::of(client.lifecycle, client.portal).code().to_owned(),
        responsible: details.responsible.map(|member: MemberId| member.to_string()),
        note: details.note.clone(),
        archived: client.archived,
        merged_into: client.merged_into.map(|heir| heir.to_string()),
        open_balance: open_balance.into(),
        version: None,
    }
}
