//! `coterie demo`: a company with invented names, to look around in.

use books::groups::{Founder, OpenCompany};
use books::hallway::NewPerson;
use books::{Caller, Who};
use kernel::{Currency, Door, Failure, IdMaker, Name};

use crate::cli::Done;
use crate::house::At;

#[derive(Clone, Debug, clap::Args)]
pub struct Demo {}

const EMAIL: &str = "isolde@harbourfinch.example";
const PASSWORD: &str = "finch-harbour-demo";

pub fn run(at: &At, _: &Demo) -> Done {
    let house = at.open()?;
    if house.desk.hallway().company_by_slug("harbour-finch")?.is_none() {
        fill(&house.desk)?;
    }
    println!("The demo company Harbour & Finch is ready in {}.", at.data.display());
    println!("Start it with: coterie serve --data {}", at.data.display());
    println!("Log in as {EMAIL} with {PASSWORD}");
    Ok(())
}

fn fill(desk: &books::Desk) -> Result<(), Failure> {
    let hallway = desk.hallway();
    let name = |text: &str| Name::parse(text).map_err(Failure::broken);
    let person = hallway.add_person(NewPerson {
        email: EMAIL.parse().map_err(Failure::broken)?,
        name: name("Isolde Marrow")?,
        password: Some(PASSWORD.to_owned()),
    })?;
    let company = hallway.add_company(&name("Harbour & Finch")?, None)?.id;
    desk.prepare(company)?;
    hallway.seat(person, company)?;
    let outside = desk.outside();
    let request = IdMaker::new(outside.now(), outside.entropy()).next();
    let caller = Caller { company, who: Who::Operator, door: Door::CommandLine, request };
    desk.perform(
        &caller,
        OpenCompany {
            id: company,
            name: name("Harbour & Finch")?,
            country: None,
            currency: Currency::EUR,
            language: "en".to_owned(),
            time_zone: "Europe/Dublin".to_owned(),
            fiscal_month: 1,
            chart: "generic".to_owned(),
            founder: Founder { person, name: "Isolde Marrow".to_owned(), email: EMAIL.to_owned() },
        },
    )?;
    Ok(())
}
