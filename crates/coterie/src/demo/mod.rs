//! `coterie demo`: a company with invented names and two years of life, to look around in.

mod abroad;
mod cast;
mod corporate;
mod discounts;
mod families;
mod kept;
mod life;
mod story;
mod travel;

use std::sync::Arc;

use books::groups::{Founder, OpenCompany};
use books::hallway::NewPerson;
use books::{Caller, Desk, Who};
use kernel::{Currency, Day, Door, Failure, IdMaker, Name};
use serde_json::json;

use crate::cli::{Done, Progress};
use crate::house::At;
use crate::outside::RealWorld;
use story::Story;
use travel::TravelClock;

#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie demo
  coterie demo --data /tmp/look-around

It writes two years of Harbour & Finch, which takes some seconds, and prints whom to log in as. Other companies in the \
data directory stay as they are; a second run finds the demo company there.")]
pub struct Demo {}

const EMAIL: &str = "isolde@harbourfinch.example";
const PASSWORD: &str = "finch-harbour-demo";

pub fn run(at: &At, _: &Demo) -> Done {
    let clock = Arc::new(TravelClock::new());
    let house = at.open_or_make(clock.clone())?;
    if house.desk.hallway().company_by_slug("harbour-finch")?.is_none() {
        if !at.json {
            say!("Writing two years of Harbour & Finch …");
        }
        fill(&house.desk, &clock)?;
    }
    let data = at.data.display();
    if at.json {
        say!("{}", json!({ "data": data.to_string(), "email": EMAIL, "password": PASSWORD }));
        return Ok(());
    }
    // The address of a database may hold a password; whoever gave it knows it.
    let place = if at.postgres.is_some() { " --postgres URL" } else { "" };
    say!("The demo company Harbour & Finch is ready in {data}.");
    say!("Start it with: coterie serve --data {data}{place}");
    say!("Log in as {EMAIL} with {PASSWORD}");
    Ok(())
}

fn fill(desk: &Arc<Desk>, clock: &TravelClock) -> Result<(), Failure> {
    use books::Outside;
    let today = RealWorld.now().day_in("Europe/Dublin").map_err(Failure::broken)?;
    let first = first_month(today)?;
    clock.go_to(first).map_err(Failure::broken)?;
    let caller = open(desk)?;
    let mut story = Story { desk: desk.clone(), clock, caller, today, first };
    let progress = Progress::new("Writing", life::MONTHS.unsigned_abs());
    let lived = life::live(&mut story, &progress);
    progress.end();
    lived
}

/// The first of the month 23 months ago: with this one, two years.
fn first_month(today: Day) -> Result<Day, Failure> {
    let mut month = today.month();
    for _ in 0..23 {
        month = month.previous().map_err(Failure::broken)?;
    }
    Ok(month.first_day())
}

fn open(desk: &Desk) -> Result<Caller, Failure> {
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
    let founding = Caller { company, who: Who::Operator, door: Door::CommandLine, request };
    desk.perform(
        &founding,
        OpenCompany {
            id: company,
            name: name("Harbour & Finch")?,
            country: "IE".parse().ok(),
            currency: Currency::EUR,
            language: "en".to_owned(),
            time_zone: "Europe/Dublin".to_owned(),
            fiscal_month: 1,
            chart: "generic".to_owned(),
            founder: Founder { person, name: "Isolde Marrow".to_owned(), email: EMAIL.to_owned() },
            customer_groups: None,
        },
    )?;
    Ok(Caller { who: Who::Person(person), door: Door::Page, ..founding })
}
