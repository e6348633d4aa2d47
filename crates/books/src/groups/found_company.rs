//! Founds a company: its place, its empty books, what it begins with, and the founder's seat.
//!
//! It is not a command: the books that a command would be written into do not exist before it.

use std::sync::{Mutex, PoisonError};

use kernel::{CompanyId, Country, Currency, Door, Failure, IdMaker, Name, PersonId};

use super::{CopiedGroup, CopySetUp, Founder, OpenCompany};
use crate::{Caller, Desk, IdempotencyKey, Receipt, Result, Who};

/// What the founder says of the new company.
#[derive(Clone, Debug)]
pub struct NewCompany {
    pub name: Name,
    pub country: Option<Country>,
    pub currency: Currency,
    /// IANA name, such as `Europe/Madrid`; without it the zone of the country, and UTC where that has none or several.
    pub time_zone: Option<String>,
    /// First month of the fiscal year, 1 to 12.
    pub fiscal_month: i64,
    /// The id of a chart of accounts.
    pub chart: String,
    /// Customer groups to begin with, in place of the chart's.
    pub set_up: Option<CopySetUp>,
}

impl NewCompany {
    /// Refuses what could not be opened, before anything is made for it.
    pub fn check(&self, desk: &Desk) -> Result<()> {
        let nobody = Founder { person: self.ids(desk).next(), name: String::new(), email: String::new() };
        self.opening(self.ids(desk).next(), "en", nobody, None).check(desk.outside().now()).map(drop)
    }

    /// Founds the company and seats `person` as its owner. When the books cannot be made the company is forgotten.
    pub fn found(&self, desk: &Desk, person: PersonId, door: Door) -> Result<CompanyId> {
        Ok(self.found_once(desk, person, door, None)?.outcome)
    }

    /// The same; under one key one company, also when the first attempt broke off half-way. The key is kept by the
    /// company whose set-up is copied, so without one it does nothing.
    pub fn found_once(
        &self,
        desk: &Desk,
        person: PersonId,
        door: Door,
        key: Option<IdempotencyKey>,
    ) -> Result<Receipt<CompanyId>> {
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let hallway = desk.hallway();
        let founder = hallway.person(person)?.ok_or_else(|| Failure::missing("person", person))?;
        let founder = Founder { person, name: founder.name.to_string(), email: founder.email.to_string() };
        let groups = self.copied(desk, person, door)?;
        // Whoever repeats a request while the first is under way waits for it, and finds the company founded.
        let turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let noted = match &self.set_up {
            Some(set_up) => set_up.note(desk, (person, door), &self.name, key)?,
            None => Receipt { outcome: self.ids(desk).next(), operation: None, replayed: false },
        };
        let company = noted.outcome;
        let is_founded = noted.replayed && hallway.companies_of(person)?.iter().any(|seat| seat.id == company);
        if !is_founded {
            hallway.add_company_as(company, &self.name, None)?;
            let opened = self.open(desk, company, (founder, groups), door).and_then(|()| hallway.seat(person, company));
            if let Err(failure) = opened {
                hallway.forget_company(company)?;
                return Err(failure);
            }
        }
        drop(turn);
        Ok(noted)
    }

    /// The customer groups that are copied, each on an account of the new chart; refuses what could not be opened.
    pub fn copied(&self, desk: &Desk, person: PersonId, door: Door) -> Result<Option<Vec<CopiedGroup>>> {
        self.check(desk)?;
        let (Some(set_up), Some(chart)) = (&self.set_up, crate::company::charts::find(&self.chart)?) else {
            return Ok(None);
        };
        set_up.mapped(desk, person, door, (&chart, self.currency)).map(Some)
    }

    fn open(
        &self,
        desk: &Desk,
        company: CompanyId,
        (founder, groups): (Founder, Option<Vec<CopiedGroup>>),
        door: Door,
    ) -> Result<()> {
        desk.prepare(company)?;
        // Nobody has a seat before the books are open, so the house itself opens them.
        let caller = Caller { company, who: Who::Operator, door, request: self.ids(desk).next() };
        let language = crate::company::charts::find(&self.chart)?.map_or_else(|| "en".to_owned(), |c| c.language);
        match desk.perform(&caller, self.opening(company, &language, founder, groups)) {
            // An attempt that broke off had come as far as this.
            Err(Failure::Refused(refusal)) if refusal.code == "COMPANY_EXISTS" => Ok(()),
            opened => opened.map(drop),
        }
    }

    fn opening(
        &self,
        id: CompanyId,
        language: &str,
        founder: Founder,
        customer_groups: Option<Vec<CopiedGroup>>,
    ) -> OpenCompany {
        OpenCompany {
            id,
            name: self.name.clone(),
            country: self.country,
            currency: self.currency,
            language: language.to_owned(),
            time_zone: self.zone().to_owned(),
            fiscal_month: self.fiscal_month,
            chart: self.chart.clone(),
            founder,
            customer_groups,
        }
    }

    fn zone(&self) -> &str {
        let usual = || self.country.and_then(Country::time_zone).unwrap_or("UTC");
        self.time_zone.as_deref().unwrap_or_else(usual)
    }

    fn ids(&self, desk: &Desk) -> IdMaker {
        IdMaker::new(desk.outside().now(), desk.outside().entropy())
    }
}
