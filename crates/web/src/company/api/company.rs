//! `/company`: the office's settings.

use axum::response::IntoResponse;
use books::company::{ChangeCompany, Company, ContactChange, ReadCompany};
use books::groups::{CopySetUp, NewCompany};
use kernel::{Door, Email, Failure, Name, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::edge::{ApiResult, Call, Resource, mark_replayed, named, parse_field, resource};

/// The office as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompanyShape {
    pub id: String,
    pub name: String,
    /// ISO 3166 alpha-2.
    pub country: Option<String>,
    /// ISO 4217; fixed once something is posted.
    pub currency: String,
    /// ISO 639-1.
    pub language: String,
    /// IANA name.
    pub time_zone: String,
    /// First month of the fiscal year, 1 to 12.
    pub fiscal_month: i64,
    /// The chart of accounts that the company began with.
    pub chart: String,
    pub payment_days: i64,
    /// Whether a client with open items may change its customer group.
    pub moves_with_open_items: bool,
    pub street: Option<String>,
    pub zip: Option<String>,
    pub city: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub tax_number: Option<String>,
    pub registration_number: Option<String>,
    pub iban: Option<String>,
    pub version: i64,
}

/// Changes of the office. Only what is named changes; null clears.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyPatch {
    pub name: Option<String>,
    #[serde(default, deserialize_with = "named")]
    pub country: Option<Option<String>>,
    pub currency: Option<String>,
    pub language: Option<String>,
    pub time_zone: Option<String>,
    pub fiscal_month: Option<i64>,
    pub payment_days: Option<i64>,
    pub moves_with_open_items: Option<bool>,
    #[serde(default, deserialize_with = "named")]
    pub street: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub zip: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub city: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub email: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub phone: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub tax_number: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub registration_number: Option<Option<String>>,
    #[serde(default, deserialize_with = "named")]
    pub iban: Option<Option<String>>,
}

pub async fn read(call: Call) -> ApiResult {
    call.read(ReadCompany).await
}

pub async fn change(call: Call) -> ApiResult {
    let patch: CompanyPatch = call.body()?;
    let command = patch.command(call.expected_version()?)?;
    let (company, name) = (call.caller.company, command.name.clone());
    call.perform(command, async |_| {
        if let Some(name) = name {
            call.app.blocking(move |desk| desk.hallway().rename_company(company, &name)).await?;
        }
        let changed = call.app.ask(&call.caller, ReadCompany).await?;
        Ok(resource(axum::http::StatusCode::OK, &changed).into_response())
    })
    .await
}

impl CompanyPatch {
    fn command(self, version: Option<i64>) -> books::Result<ChangeCompany> {
        let country = self.country.map(|country| country.map(|code| parse_field("country", &code)).transpose());
        let email = self.email.map(|email| email.map(|text| parse_field::<Email>("email", &text)).transpose());
        Ok(ChangeCompany {
            version,
            name: self.name.map(|name| parse_field::<Name>("name", &name)).transpose()?,
            country: country.transpose()?,
            currency: self.currency.map(|code| parse_field("currency", &code)).transpose()?,
            language: self.language,
            time_zone: self.time_zone,
            fiscal_month: self.fiscal_month,
            payment_days: self.payment_days,
            moves_with_open_items: self.moves_with_open_items,
            contact: ContactChange {
                street: text("street", self.street, 200)?,
                zip: text("zip", self.zip, 20)?,
                city: text("city", self.city, 100)?,
                email: email.transpose()?.map(|email| email.map(|email| email.to_string())),
                phone: text("phone", self.phone, 50)?,
                tax_number: text("tax_number", self.tax_number, 50)?,
                registration_number: text("registration_number", self.registration_number, 50)?,
                iban: text("iban", self.iban, 60)?,
            },
        })
    }
}

/// A text that may be cleared; blank is empty.
fn text(
    field: &'static str,
    change: Option<Option<String>>,
    longest: usize,
) -> Result<Option<Option<String>>, Failure> {
    let parse = |text: Option<String>| kernel::optional_text(&text.unwrap_or_default(), longest);
    change
        .map(parse)
        .transpose()
        .map_err(|error| Refusal::field("TEXT_TOO_LONG", field, "The text cannot be kept.", error.to_string()).into())
}

impl Resource for Company {
    type Shape = CompanyShape;

    fn version(&self) -> i64 {
        self.version
    }

    fn shape(&self) -> CompanyShape {
        let contact = self.contact.clone();
        CompanyShape {
            id: self.id.to_string(),
            name: self.name.clone(),
            country: self.country.map(|country| country.to_string()),
            currency: self.currency.to_string(),
            language: self.language.clone(),
            time_zone: self.time_zone.clone(),
            fiscal_month: self.fiscal_month,
            chart: self.chart.clone(),
            payment_days: self.payment_days,
            moves_with_open_items: self.moves_with_open_items,
            street: contact.street,
            zip: contact.zip,
            city: contact.city,
            email: contact.email,
            phone: contact.phone,
            tax_number: contact.tax_number,
            registration_number: contact.registration_number,
            iban: contact.iban,
            version: self.version,
        }
    }
}

/// A new company like the one of the token: its customer groups, each on the account of the same number in the new
/// chart. The caller becomes its owner.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyCopy {
    pub name: String,
    /// ISO 3166 alpha-2.
    pub country: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// IANA name; without it the zone of the country, and UTC where that has none or several.
    pub time_zone: Option<String>,
    /// First month of the fiscal year, 1 to 12.
    pub fiscal_month: i64,
    /// `generic`, `es-pgc`, `uk` or `de-skr04`.
    pub chart: String,
    /// For control accounts that the new chart does not have: the number here, and the number there.
    #[serde(default)]
    pub accounts: std::collections::BTreeMap<String, String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FoundedShape {
    pub id: String,
    pub name: String,
}

pub async fn copy(call: Call) -> ApiResult {
    let wanted: CompanyCopy = call.body()?;
    let company = NewCompany {
        name: parse_field("name", &wanted.name)?,
        country: wanted.country.map(|code| parse_field("country", &code)).transpose()?,
        currency: parse_field("currency", &wanted.currency)?,
        time_zone: wanted.time_zone,
        fiscal_month: wanted.fiscal_month,
        chart: wanted.chart,
        set_up: Some(CopySetUp { company: call.caller.company, accounts: wanted.accounts }),
    };
    let (person, name) = (super::tokens::person(&call)?, company.name.to_string());
    if call.is_dry_run() {
        call.app.blocking(move |desk| company.copied(desk, person, Door::Api)).await?;
        return Ok(axum::Json(serde_json::json!({ "changes": [] })).into_response());
    }
    let key = call.key();
    let founded = call.app.blocking(move |desk| company.found_once(desk, person, Door::Api, key)).await?;
    let shape = FoundedShape { id: founded.outcome.to_string(), name };
    let response = (axum::http::StatusCode::CREATED, axum::Json(shape)).into_response();
    Ok(if founded.replayed { mark_replayed(response) } else { response })
}
