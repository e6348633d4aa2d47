//! Changes the company's settings: what stands on its papers, and what its books go by.

use kernel::{CompanyId, Country, Currency, Name, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::super::refusals::refuse_stale;
use super::super::{Change, Company, Contact, store};
use super::iban;
use crate::{Act, Decision, Permission, Result, Scene, accept};

/// Ten years; longer terms are typing errors.
const LONGEST_TERM: i64 = 3650;

/// Changes what is named; `None` stays as it is, `Some(None)` becomes empty.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ChangeCompany {
    /// The version that the one at the desk has seen.
    pub version: Option<i64>,
    pub name: Option<Name>,
    pub country: Option<Option<Country>>,
    pub currency: Option<Currency>,
    /// Two small letters, ISO 639-1; what papers are written in where nobody says otherwise.
    pub language: Option<String>,
    pub time_zone: Option<String>,
    /// 1 to 12.
    pub fiscal_month: Option<i64>,
    pub payment_days: Option<i64>,
    /// Whether a client with open items may change its customer group.
    pub moves_with_open_items: Option<bool>,
    pub contact: ContactChange,
}

/// The same for what stands at the head of the papers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ContactChange {
    pub street: Option<Option<String>>,
    pub zip: Option<Option<String>>,
    pub city: Option<Option<String>>,
    pub email: Option<Option<String>>,
    pub phone: Option<Option<String>>,
    pub tax_number: Option<Option<String>>,
    pub registration_number: Option<Option<String>>,
    pub iban: Option<Option<String>>,
}

/// Two questions.
pub struct Facts {
    pub company: Company,
    /// Something is posted, in the currency that the books have now.
    pub has_entries: bool,
}

impl Act for ChangeCompany {
    const NAME: &'static str = "change_company";
    const NEEDS: Permission = Permission::ManageCompany;
    type Facts = Facts;
    type Outcome = CompanyId;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts { company: store::read(scene)?, has_entries: store::has_entries(scene)? })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<CompanyId> {
        let before = facts.company;
        refuse_stale("The company's settings were", self.version, before.version)?;
        let mut after = self.applied_to(&before);
        if after.currency != before.currency && facts.has_entries {
            return Err(currency_fixed(&before).into());
        }
        if stamp.now.day_in(&after.time_zone).is_err() {
            return Err(no_such_zone(&after.time_zone).into());
        }
        if !(1..=12).contains(&after.fiscal_month) {
            return Err(no_such_month().into());
        }
        if !(0..=LONGEST_TERM).contains(&after.payment_days) {
            return Err(term_out_of_range().into());
        }
        if after.language.len() != 2 || !after.language.bytes().all(|letter| letter.is_ascii_lowercase()) {
            return Err(no_such_language().into());
        }
        if let Some(typed) = &after.contact.iban {
            after.contact.iban = Some(iban::parse(typed)?);
        }
        // From here the settings will be changed, if anything differs.
        let id = before.id;
        if after == before {
            return Ok(accept(id, []));
        }
        after.version += 1;
        let text = if after.name == before.name {
            "Office settings changed".to_owned()
        } else {
            format!("Company “{}” renamed to “{}”", before.name, after.name)
        };
        let change = Change::CompanyChanged { before: Box::new(before), after: Box::new(after) };
        Ok(accept(id, [change.into()]).says(text).about(id))
    }
}

impl ChangeCompany {
    fn applied_to(&self, before: &Company) -> Company {
        Company {
            name: self.name.as_ref().map_or_else(|| before.name.clone(), Name::to_string),
            country: self.country.unwrap_or(before.country),
            currency: self.currency.unwrap_or(before.currency),
            language: self.language.clone().unwrap_or_else(|| before.language.clone()),
            time_zone: self.time_zone.clone().unwrap_or_else(|| before.time_zone.clone()),
            fiscal_month: self.fiscal_month.unwrap_or(before.fiscal_month),
            payment_days: self.payment_days.unwrap_or(before.payment_days),
            moves_with_open_items: self.moves_with_open_items.unwrap_or(before.moves_with_open_items),
            contact: self.contact.applied_to(&before.contact),
            ..before.clone()
        }
    }
}

impl ContactChange {
    fn applied_to(&self, before: &Contact) -> Contact {
        let new = |change: &Option<Option<String>>, old: &Option<String>| change.as_ref().unwrap_or(old).clone();
        Contact {
            street: new(&self.street, &before.street),
            zip: new(&self.zip, &before.zip),
            city: new(&self.city, &before.city),
            email: new(&self.email, &before.email),
            phone: new(&self.phone, &before.phone),
            tax_number: new(&self.tax_number, &before.tax_number),
            registration_number: new(&self.registration_number, &before.registration_number),
            iban: new(&self.iban, &before.iban),
        }
    }
}

fn currency_fixed(company: &Company) -> Refusal {
    let refusal = Refusal::rule(
        "CURRENCY_FIXED",
        format!("The books are kept in {}.", company.currency),
        "Entries are posted in it, and posted entries never change. Open another company for another currency.",
    );
    Refusal { field: Some("currency".into()), ..refusal.action("Open another company", "/companies/new") }
}

fn no_such_zone(zone: &str) -> Refusal {
    let title = format!("“{zone}” is not a time zone.");
    Refusal::field("TIME_ZONE_UNKNOWN", "time_zone", title, "Names look like Europe/Madrid. Choose one from the list.")
}

fn no_such_month() -> Refusal {
    Refusal::field("FISCAL_MONTH_UNKNOWN", "fiscal_month", "There is no such month.", "Choose a month from 1 to 12.")
}

fn term_out_of_range() -> Refusal {
    let detail = "A payment term is 0 to 3650 days. 0 is payable at once.";
    Refusal::field("PAYMENT_DAYS_RANGE", "payment_days", "The payment term is out of range.", detail)
}

fn no_such_language() -> Refusal {
    let detail = "Write its two small letters of ISO 639, such as en or es.";
    Refusal::field("LANGUAGE_UNKNOWN", "language", "This is not the code of a language.", detail)
}
