//! `coterie company`: the companies in a data directory, for whoever runs the machine.

use std::collections::BTreeSet;
use std::sync::Arc;

use books::company::charts::{self, Chart};
use books::company::{ListMembers, password_link};
use books::groups::NewCompany;
use books::hallway::NewPerson;
use kernel::{Door, Email, PersonId};
use serde_json::json;

use super::show::{self, column};
use super::trouble::{Done, Trouble};
use super::user::parsed_name;
use crate::house::{At, House};
use crate::outside::RealWorld;

/// Make companies, and list them
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie company new \"Harbour & Finch\" --owner ines@office.example --owner-name \"Ines Calder\"
  coterie company new \"Second Office\" --owner ines@office.example --chart uk
  coterie company list

These work on the data directory, while no server runs on it. In the browser: the menu of companies, New company.")]
pub struct Company {
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Clone, Debug, clap::Subcommand)]
pub enum Verb {
    /// Make a company with a chart of accounts, VAT codes and customer groups, and give it an owner
    New(New),
    /// List the companies
    List,
}

#[derive(Clone, Debug, clap::Args)]
pub struct New {
    /// What the company is called
    pub name: String,
    /// The e-mail address of whoever owns it; known people keep their password
    #[arg(long, value_name = "EMAIL")]
    pub owner: Email,
    /// The owner's name, needed when the address is new here
    #[arg(long, value_name = "NAME")]
    pub owner_name: Option<String>,
    /// The chart of accounts that it begins with: generic, es-pgc, uk or de-skr04
    #[arg(long, default_value = "generic")]
    pub chart: String,
    /// Two letters, such as ES; without it the country of the chart
    #[arg(long)]
    pub country: Option<String>,
    /// Three letters, such as EUR; without it the currency of the chart
    #[arg(long)]
    pub currency: Option<String>,
    /// Such as Europe/Madrid; without it the zone of the country, else UTC
    #[arg(long)]
    pub time_zone: Option<String>,
    /// First month of the fiscal year, 1 to 12
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(i64).range(1..=12))]
    pub fiscal_month: i64,
    /// Where people reach the server, for the link that is printed
    #[arg(long, env = "COTERIE_ADDRESS", default_value = "http://localhost:8080", value_name = "URL")]
    pub address: String,
}

pub fn run(at: &At, company: &Company) -> Done {
    match &company.verb {
        Verb::New(new) => new.run(at),
        Verb::List => list(&at.open()?, at.json),
    }
}

impl New {
    fn run(&self, at: &At) -> Done {
        let wanted = self.wanted()?;
        let house = &at.open_or_make(Arc::new(RealWorld))?;
        wanted.check(&house.desk)?;
        let (owner, is_new) = self.owner(house)?;
        let id = wanted.found(&house.desk, owner, Door::CommandLine)?;
        let slug = house.desk.hallway().companies()?.into_iter().find(|company| company.id == id).map(|it| it.slug);
        let link = if is_new { Some(self.link(house, id, owner)?) } else { None };
        if at.json {
            say!("{}", json!({ "id": id.to_string(), "slug": slug, "name": self.name, "link": link }));
            return Ok(());
        }
        say!("{} is open as {}; {} owns it.", self.name, slug.unwrap_or_default(), self.owner);
        if let Some(link) = link {
            say!("They choose a password by this link, once:\n  {link}");
        }
        Ok(())
    }

    fn wanted(&self) -> Result<NewCompany, Trouble> {
        let chart = chart(&self.chart)?;
        let country = self.country.clone().or_else(|| Some(chart.country.clone()).filter(|code| !code.is_empty()));
        let currency = self.currency.clone().unwrap_or_else(|| chart.currency.clone());
        Ok(NewCompany {
            name: parsed_name(&self.name)?,
            country: country
                .map(|code| code.parse().map_err(|error| format!("{code} names no country: {error}.")))
                .transpose()?,
            currency: currency.parse().map_err(|error| format!("{currency} names no currency: {error}."))?,
            time_zone: self.time_zone.clone(),
            fiscal_month: self.fiscal_month,
            chart: chart.id,
            set_up: None,
        })
    }

    /// Whoever has the address, or a new person; and whether they are new.
    fn owner(&self, house: &House) -> Result<(PersonId, bool), Trouble> {
        let hallway = house.desk.hallway();
        if let Some(known) = hallway.person_by_email(&self.owner)? {
            return Ok((known.id, false));
        }
        let name = self.owner_name.as_deref().ok_or_else(|| {
            format!("{} is new here and has no name yet. Say it with --owner-name \"First Last\".", self.owner)
        })?;
        let person = NewPerson { email: self.owner.clone(), name: parsed_name(name)?, password: None };
        Ok((hallway.add_person(person)?, true))
    }

    fn link(&self, house: &House, company: kernel::CompanyId, owner: PersonId) -> Result<String, Trouble> {
        let caller = house.operator(company);
        let members = house.desk.ask(&caller, ListMembers)?;
        let seat = members.iter().find(|view| view.member.person == owner);
        let seat = seat.ok_or_else(|| format!("{} has no seat in {}.", self.owner, self.name))?;
        let secret = password_link(&house.desk, &caller, seat.member.id)?;
        Ok(format!("{}/invitation?key={secret}", self.address.trim_end_matches('/')))
    }
}

fn chart(id: &str) -> Result<Chart, Trouble> {
    if let Some(chart) = charts::find(id)? {
        return Ok(chart);
    }
    let known: BTreeSet<String> = charts::all()?.into_iter().map(|chart| chart.id).collect();
    let known = known.into_iter().collect::<Vec<_>>().join(", ");
    Err(format!("There is no chart of accounts {id}. There is: {known}.").into())
}

fn list(house: &House, as_json: bool) -> Done {
    let companies: Vec<_> = house
        .desk
        .hallway()
        .companies()?
        .into_iter()
        .map(|company| json!({ "id": company.id.to_string(), "slug": company.slug, "name": company.name.to_string() }))
        .collect();
    if as_json {
        say!("{}", json!({ "items": companies }));
        return Ok(());
    }
    let columns = [column("Short name", "/slug"), column("Name", "/name")];
    show::table(&companies, &columns, "There is no company here yet. Make one with: coterie company new");
    Ok(())
}
