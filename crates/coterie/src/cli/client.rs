//! `coterie client`: clients in a terminal, through the API.

use serde_json::{Map, Value, json};

use super::door::{Door, Reach};
use super::find;
use super::show::{self, Column, column};
use super::trouble::Done;
use crate::house::At;

/// Look clients up and register them
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie client list --group VIP
  coterie client add --name \"Bramblewick Trust\" --customer-group Domestic --group VIP
  coterie client show 1001
  coterie client groups 1001 --as-of 2025-12-31

A client is named by its number, its whole name, or its id.")]
pub struct Client {
    #[command(flatten)]
    pub reach: Reach,
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Clone, Debug, clap::Subcommand)]
pub enum Verb {
    /// List clients
    List(List),
    /// Show one client
    Show {
        /// Its number, its whole name, or its id
        client: String,
    },
    /// Register a client
    Add(Add),
    /// Show the groups that a client is in
    Groups {
        /// Its number, its whole name, or its id
        client: String,
        /// As it was on this day
        #[arg(long, value_name = "YYYY-MM-DD")]
        as_of: Option<String>,
    },
}

#[derive(Clone, Debug, clap::Args)]
pub struct List {
    /// Search in names, numbers, addresses and tax numbers
    #[arg(long, short, value_name = "WORDS")]
    pub q: Option<String>,
    /// Only clients in this client group; several mean any of them
    #[arg(long, value_name = "NAME")]
    pub group: Vec<String>,
    /// At most so many
    #[arg(long, default_value_t = 50, value_parser = super::at_least_one)]
    pub limit: usize,
}

#[derive(Clone, Debug, clap::Args)]
pub struct Add {
    /// As it stands on invoices
    #[arg(long)]
    pub name: String,
    /// Left out, it is the next free one
    #[arg(long)]
    pub number: Option<String>,
    /// Where it is written to
    #[arg(long)]
    pub email: Option<String>,
    /// The one group whose account takes the client's invoices: its number or name
    #[arg(long, value_name = "GROUP")]
    pub customer_group: Option<String>,
    /// A client group to put it into; may be said again
    #[arg(long, value_name = "NAME")]
    pub group: Vec<String>,
    /// company, individual, partnership, sole_trader or trust
    #[arg(long)]
    pub legal_entity: Option<String>,
    /// Of a company or person: VAT id or tax number
    #[arg(long)]
    pub tax_number: Option<String>,
    /// Not a client yet
    #[arg(long)]
    pub prospect: bool,
}

const LISTED: &[Column] =
    &[column("Number", "/number"), column("Name", "/name"), column("Status", "/status"), column("E-mail", "/email")];

const SHOWN: &[Column] = &[
    column("Number", "/number"),
    column("Name", "/name"),
    column("Status", "/status"),
    column("Legal entity", "/legal_entity"),
    column("E-mail", "/email"),
    column("Phone", "/phone"),
    column("Tax number", "/tax_number"),
    column("Registration", "/registration_number"),
    column("Address", "/address"),
    column("Mailing address", "/mailing_address"),
    column("Archived", "/archived"),
    column("Id", "/id"),
];

const GROUPS: &[Column] =
    &[column("Kind", "/kind"), column("Group", "/name"), column("From", "/from"), column("To", "/to")];

pub fn run(at: &At, client: &Client) -> Done {
    let door = client.reach.open(at)?;
    match &client.verb {
        Verb::List(list) => list.run(&door),
        Verb::Show { client } => {
            let id = find::client(&door, client)?;
            door.say(&door.get(&format!("/clients/{id}"), Vec::new())?, |found| show::thing(found, SHOWN))
        }
        Verb::Add(add) => add.run(&door),
        Verb::Groups { client, as_of } => {
            let id = find::client(&door, client)?;
            let query = as_of.iter().map(|day| ("as_of", day.clone())).collect();
            let none = "It is in no group on that day.";
            let answer = door.get(&format!("/clients/{id}/groups"), query)?;
            door.say(&answer, |found| show::table(&named_kinds(found), GROUPS, none))
        }
    }
}

impl List {
    fn run(&self, door: &Door) -> Done {
        let mut query: Vec<_> = self.q.iter().map(|text| ("q", text.clone())).collect();
        for group in &self.group {
            query.push(("client_group", find::client_group(door, group)?));
        }
        door.say(&door.list("/clients", query, self.limit)?, |found| show::list(found, LISTED, "No client fits."))
    }
}

impl Add {
    fn run(&self, door: &Door) -> Done {
        let made = door.change("POST", "/clients", Some(&self.body(door)?))?;
        door.say_change(&made, |made| {
            say!("{} {} registered", show::words(&made["number"]), show::words(&made["name"]))
        })
    }

    fn body(&self, door: &Door) -> Result<Value, super::trouble::Trouble> {
        let mut body = Map::new();
        body.insert("name".into(), json!(self.name));
        let texts = [
            ("number", &self.number),
            ("email", &self.email),
            ("legal_entity", &self.legal_entity),
            ("tax_number", &self.tax_number),
        ];
        for (field, text) in texts {
            if let Some(text) = text {
                body.insert(field.into(), json!(text));
            }
        }
        if let Some(group) = &self.customer_group {
            body.insert("customer_group".into(), json!(find::customer_group(door, group)?));
        }
        let groups = self.group.iter().map(|name| find::client_group(door, name)).collect::<Result<Vec<_>, _>>()?;
        body.insert("client_groups".into(), json!(groups));
        body.insert("prospect".into(), json!(self.prospect));
        Ok(Value::Object(body))
    }
}

/// The memberships with their kinds as people call them.
fn named_kinds(found: &Value) -> Vec<Value> {
    let mut lines = items(found).to_vec();
    for line in &mut lines {
        match line["kind"].as_str() {
            Some("posting") => line["kind"] = json!("customer group"),
            Some("segment") => line["kind"] = json!("client group"),
            _ => {}
        }
    }
    lines
}

/// The items of a list.
pub fn items(list: &Value) -> &[Value] {
    list["items"].as_array().map(Vec::as_slice).unwrap_or_default()
}
