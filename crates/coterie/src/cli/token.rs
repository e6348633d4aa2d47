//! `coterie token`: keys to the API, for whoever runs the machine.

use books::Who;
use books::company::NoteApiKey;
use kernel::TokenId;
use serde_json::json;

use super::show::{self, column};
use super::trouble::Done;
use super::user::{parsed_name, person};
use crate::house::{At, House};

/// Issue, list and revoke tokens of the API
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie token issue ines@office.example --name \"Nightly export\"
  coterie token list ines@office.example
  coterie token revoke ines@office.example tok_…

A token acts as its person, in one company, with the rights of that seat. Its secret is shown once.")]
pub struct Token {
    /// The company, where there are several
    #[arg(long, global = true, env = "COTERIE_COMPANY", value_name = "SLUG", help_heading = "Where and how")]
    pub company: Option<String>,
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Clone, Debug, clap::Subcommand)]
pub enum Verb {
    /// Issue a token and print its secret, once
    Issue {
        /// Whom it acts as
        email: String,
        /// What it is for, so that you know later what stops when you revoke it
        #[arg(long)]
        name: String,
    },
    /// List somebody's tokens
    List {
        /// Whom they act as
        email: String,
    },
    /// Revoke a token; it opens nothing from now on
    Revoke {
        /// Whom it acts as
        email: String,
        /// As coterie token list shows it
        id: String,
    },
}

pub fn run(at: &At, token: &Token) -> Done {
    let house = at.open()?;
    match &token.verb {
        Verb::Issue { email, name } => token.issue(&house, at.json, email, name),
        Verb::List { email } => token.list(&house, at.json, email),
        Verb::Revoke { email, id } => token.revoke(&house, at.json, email, id),
    }
}

impl Token {
    fn issue(&self, house: &House, as_json: bool, email: &str, name: &str) -> Done {
        let company = house.company(self.company.as_deref())?;
        let (person, name) = (person(house, email)?, parsed_name(name)?);
        let caller = house.caller(company.id, Who::Person(person.id));
        // The audit first: a key that it does not know of must not open anything.
        let id = house.desk.perform(&caller, NoteApiKey::Issued { name: name.clone() })?;
        let secret = house.desk.hallway().issue_token_as(id, person.id, company.id, &name)?;
        if as_json {
            say!("{}", json!({ "id": id.to_string(), "token": secret }));
        } else {
            say!("{secret}");
            eprintln!("This is the only time that it is shown. It acts as {} in {}.", person.name, company.name);
        }
        Ok(())
    }

    fn list(&self, house: &House, as_json: bool, email: &str) -> Done {
        let company = house.company(self.company.as_deref())?;
        let lines = house.desk.hallway().tokens_of(person(house, email)?.id, company.id)?;
        let lines: Vec<_> = lines
            .iter()
            .map(|line| {
                let seen = line.seen.map(|seen| seen.to_string());
                json!({ "id": line.id.to_string(), "name": line.name.to_string(), "created": line.created.to_string(),
                        "last_used": seen })
            })
            .collect();
        if as_json {
            say!("{}", json!({ "items": lines }));
        } else {
            let columns = [
                column("Id", "/id"),
                column("Name", "/name"),
                column("Issued", "/created"),
                column("Last used", "/last_used"),
            ];
            show::table(&lines, &columns, "There is no token.");
        }
        Ok(())
    }

    fn revoke(&self, house: &House, as_json: bool, email: &str, id: &str) -> Done {
        let company = house.company(self.company.as_deref())?;
        let person = person(house, email)?;
        let id: TokenId =
            id.parse().map_err(|_| format!("{id} is no id of a token. coterie token list {email} shows them."))?;
        let hallway = house.desk.hallway();
        let known = hallway.tokens_of(person.id, company.id)?.into_iter().find(|line| line.id == id);
        let line = known.ok_or_else(|| format!("{email} has no token {id} in {}.", company.name))?;
        hallway.revoke_token(person.id, id)?;
        let caller = house.caller(company.id, Who::Person(person.id));
        house.desk.perform(&caller, NoteApiKey::Revoked { id, name: line.name.clone() })?;
        let said = format_args!("The token {} opens nothing any more.", line.name);
        show::done(as_json, &json!({ "id": id.to_string(), "revoked": true }), said);
        Ok(())
    }
}
