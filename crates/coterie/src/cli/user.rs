//! `coterie user`: who may come in, for whoever runs the machine.

use std::io::IsTerminal;

use books::company::{InviteMember, ListMembers, ListRoles, invitation_link, password_link};
use books::hallway::Person;
use kernel::{Email, Failure, Name};
use serde_json::json;

use super::show::{self, column};
use super::trouble::{Done, Trouble};
use crate::house::{At, House};

/// Add people, help them back in, and keep them out
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie user add ines@office.example --name \"Ines Calder\" --role accountant
  coterie user password ines@office.example          prints a link that sets a new password
  coterie user password ines@office.example --set    asks for the new password here
  coterie user suspend ines@office.example           ends every session at once

These work on the data directory, while no server runs on it. Beside a running server, an administrator does the same \
under Settings & Apps, Members and roles.")]
pub struct User {
    /// The company, where there are several
    #[arg(long, global = true, env = "COTERIE_COMPANY", value_name = "SLUG", help_heading = "Where and how")]
    pub company: Option<String>,
    /// Where people reach the server, for the links that are printed
    #[arg(
        long,
        global = true,
        env = "COTERIE_ADDRESS",
        default_value = "http://localhost:8080",
        value_name = "URL",
        help_heading = "Where and how"
    )]
    pub address: String,
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Clone, Debug, clap::Subcommand)]
pub enum Verb {
    /// Give somebody a seat in the company, and print the link by which they come in
    Add {
        /// With which they log in
        email: String,
        /// As others see it
        #[arg(long)]
        name: String,
        /// owner, administrator, accountant, staff, author, reader, or the name of a role of your own
        #[arg(long, default_value = "staff")]
        role: String,
    },
    /// List everybody who is known here
    List,
    /// Print a one-time link by which a new password is set
    Password {
        /// With which they log in
        email: String,
        /// Ask for the new password here instead
        #[arg(long)]
        set: bool,
    },
    /// Keep somebody out: sessions and tokens stop at once
    Suspend {
        /// With which they log in
        email: String,
    },
    /// Let somebody in again
    Readmit {
        /// With which they log in
        email: String,
    },
}

pub fn run(at: &At, user: &User) -> Done {
    let house = at.open()?;
    let hallway = house.desk.hallway();
    match &user.verb {
        Verb::Add { email, name, role } => user.add(&house, at.json, email, [name, role]),
        Verb::List => list(&house, at.json),
        Verb::Password { email, set } => user.password(&house, at.json, email, *set),
        Verb::Suspend { email } => {
            hallway.suspend_person(person(&house, email)?.id)?;
            let said = format_args!("{email} is kept out. Let in again with: coterie user readmit {email}");
            show::done(at.json, &json!({ "email": email, "suspended": true }), said);
            Ok(())
        }
        Verb::Readmit { email } => {
            hallway.readmit_person(person(&house, email)?.id)?;
            let said = format_args!("{email} comes in again, with the same password.");
            show::done(at.json, &json!({ "email": email, "suspended": false }), said);
            Ok(())
        }
    }
}

impl User {
    fn add(&self, house: &House, as_json: bool, email: &str, [name, role]: [&str; 2]) -> Done {
        let company = house.company(self.company.as_deref())?;
        let caller = house.operator(company.id);
        let roles = house.desk.ask(&caller, ListRoles)?;
        let called = |text: &str| text.to_lowercase() == role.to_lowercase();
        let found = roles
            .iter()
            .find(|view| view.role.builtin.as_deref().is_some_and(called) || called(&view.role.name))
            .ok_or_else(|| {
                let names: Vec<&str> = roles.iter().map(|view| view.role.name.as_str()).collect();
                format!("There is no role {role} in {}. There is: {}.", company.name, names.join(", "))
            })?;
        let invitation = InviteMember { name: parsed_name(name)?, email: parsed(email)?, role: found.role.id };
        let command = invitation.command(&house.desk, &caller)?;
        let member = house.desk.perform(&caller, command)?;
        let secret = invitation_link(&house.desk, &caller, member)?;
        let said = format!("{name} has a seat in {} as {}.", company.name, found.role.name);
        self.print_link(as_json, &said, &secret);
        Ok(())
    }

    fn print_link(&self, as_json: bool, said: &str, secret: &str) {
        let link = format!("{}/invitation?key={secret}", self.address.trim_end_matches('/'));
        let said = format_args!("{said} They come in by this link, once, within seven days:\n  {link}");
        show::done(as_json, &json!({ "link": link }), said);
    }

    fn password(&self, house: &House, as_json: bool, email: &str, set: bool) -> Done {
        let person = person(house, email)?;
        if set {
            house.desk.hallway().set_password(person.id, &asked_password()?)?;
            seat(house, &person)?;
            let said = format_args!("The password of {email} is set. Every session of theirs has ended.");
            show::done(as_json, &json!({ "email": email, "has_password": true }), said);
            return Ok(());
        }
        let company = house.company(self.company.as_deref())?;
        let caller = house.operator(company.id);
        let members = house.desk.ask(&caller, ListMembers)?;
        let seat = members
            .iter()
            .find(|view| view.member.person == person.id)
            .ok_or_else(|| format!("{email} has no seat in {}. Name another company with --company.", company.name))?;
        let secret = match password_link(&house.desk, &caller, seat.member.id) {
            Err(Failure::Refused(refusal)) if refusal.code == "PERSON_ELSEWHERE" => {
                return Err(format!("{} Set it here: coterie user password {email} --set", refusal.title).into());
            }
            other => other?,
        };
        self.print_link(as_json, &format!("{} may set a new password.", person.name), &secret);
        Ok(())
    }
}

fn list(house: &House, as_json: bool) -> Done {
    let hallway = house.desk.hallway();
    let mut people = Vec::new();
    for person in hallway.persons()? {
        let companies: Vec<String> =
            hallway.companies_of(person.id)?.into_iter().map(|company| company.name.to_string()).collect();
        people.push(json!({
            "email": person.email.to_string(), "name": person.name.to_string(), "companies": companies,
            "has_password": person.has_password, "suspended": !person.active,
        }));
    }
    if as_json {
        say!("{}", json!({ "items": people }));
        return Ok(());
    }
    let columns = [
        column("E-mail", "/email"),
        column("Name", "/name"),
        column("Companies", "/companies"),
        column("Password", "/has_password"),
        column("Suspended", "/suspended"),
    ];
    show::table(&people, &columns, "Nobody is known here. The first start prints a link that lets you in.");
    Ok(())
}

/// Who was added and never used the link comes in with the password that was set here.
fn seat(house: &House, person: &Person) -> Done {
    for company in house.desk.hallway().companies()? {
        let members = house.desk.ask(&house.operator(company.id), ListMembers)?;
        if members.iter().any(|view| view.member.person == person.id && view.member.active) {
            house.desk.hallway().seat(person.id, company.id)?;
        }
    }
    Ok(())
}

/// From the terminal without showing it, or the first line of a pipe.
fn asked_password() -> Result<String, Trouble> {
    let unreadable = |error: std::io::Error| format!("The password cannot be read: {error}.");
    if std::io::stdin().is_terminal() {
        let term = console::Term::stderr();
        term.write_str("New password: ").map_err(unreadable)?;
        return Ok(term.read_secure_line().map_err(unreadable)?);
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(unreadable)?;
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}

pub fn person(house: &House, email: &str) -> Result<Person, Trouble> {
    let found = house.desk.hallway().person_by_email(&parsed(email)?)?;
    found.ok_or_else(|| format!("Nobody here has the address {email}. coterie user list names everybody.").into())
}

fn parsed(email: &str) -> Result<Email, Trouble> {
    email.parse().map_err(|error: kernel::EmailError| format!("{email}: {error}").into())
}

pub fn parsed_name(name: &str) -> Result<Name, Trouble> {
    Name::parse(name).map_err(|error| format!("{name:?}: {error}").into())
}
