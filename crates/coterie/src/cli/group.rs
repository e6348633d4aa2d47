//! `coterie group`: client groups and customer groups in a terminal, through the API.

use serde_json::{Map, Value, json};

use super::client::items;
use super::door::{Door, Question, Reach};
use super::find;
use super::show::{self, Column, column, number};
use super::trouble::{Done, Trouble};
use crate::house::At;

/// Keep client groups, and customer groups with --customer
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie group add VIP
  coterie group put VIP 1001 \"Bramblewick Trust\"
  coterie group clients VIP --as-of 2025-12-31
  coterie group add Domestic --customer --account 4300
  coterie group list --customer

A client group is for filters and reports; a client stands in any number of them. A customer group (--customer) is for \
the books: a client stands in exactly one, and its account takes the client's invoices.")]
pub struct Group {
    #[command(flatten)]
    pub reach: Reach,
    /// Customer groups instead of client groups
    #[arg(long, global = true, help_heading = "Where and how")]
    pub customer: bool,
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Clone, Debug, clap::Subcommand)]
pub enum Verb {
    /// List groups
    List {
        /// The archive instead; of customer groups, the archived ones too
        #[arg(long)]
        archived: bool,
    },
    /// Create a group
    Add {
        /// What it is called
        name: String,
        /// The number of the control account that takes the invoices; for customer groups
        #[arg(long, value_name = "NUMBER")]
        account: Option<String>,
        /// Left out, it is the next free one; for customer groups
        #[arg(long)]
        number: Option<String>,
        /// What it is for
        #[arg(long)]
        note: Option<String>,
    },
    /// Give a group another name; reports and lists follow
    Rename {
        /// Its name, or its id
        group: String,
        /// What it is called from now on
        name: String,
    },
    /// Delete a group that no client is in
    Delete {
        /// Its name, or its id
        group: String,
    },
    /// Hide a group from lists to choose from; what was stays as it was
    Archive {
        /// Its name, or its id
        group: String,
    },
    /// Bring an archived group back with its clients
    Restore {
        /// Its name, or its id
        group: String,
    },
    /// List the clients in a group
    Clients {
        /// Its name, or its id
        group: String,
        /// As it was on this day
        #[arg(long, value_name = "YYYY-MM-DD")]
        as_of: Option<String>,
    },
    /// Put clients into a client group
    Put {
        /// Its name, or its id
        group: String,
        /// Their numbers, whole names, or ids
        #[arg(required = true)]
        clients: Vec<String>,
    },
    /// Take a client out of a client group
    Take {
        /// Its name, or its id
        group: String,
        /// Its number, its whole name, or its id
        client: String,
    },
}

const LISTED: &[Column] = &[
    column("Name", "/name"),
    number("Clients", "/clients_count"),
    column("Archived", "/archived"),
    column("Note", "/note"),
];

const LISTED_CUSTOMER: &[Column] = &[
    column("Number", "/number"),
    column("Name", "/name"),
    column("Account", "/account_number"),
    number("Clients", "/clients_count"),
    column("Archived", "/archived"),
];

const MEMBERS: &[Column] = &[
    column("Number", "/number"),
    column("Name", "/name"),
    column("From", "/from"),
    column("Until", "/until"),
    column("Archived", "/archived"),
];

pub fn run(at: &At, group: &Group) -> Done {
    let door = group.reach.open(at)?;
    let kind = Kind { customer: group.customer };
    match &group.verb {
        Verb::List { archived } => kind.list(&door, *archived),
        Verb::Add { name, account, number, note } => {
            let body = kind.body(&door, name, [("number", number), ("note", note)], account.as_deref())?;
            let made = door.change("POST", kind.path(), Some(&body))?;
            door.say_change(&made, |made| say!("{} created", show::words(&made["name"])))
        }
        Verb::Rename { group, name } => {
            let made = door.change("PATCH", &kind.at(&door, group, "")?, Some(&json!({ "name": name })))?;
            door.say_change(&made, |made| say!("It is called {} now", show::words(&made["name"])))
        }
        Verb::Delete { group } => {
            let path = kind.at(&door, group, "")?;
            let reports = reports_naming(&door, &path)?;
            let gone = door.change("DELETE", &path, None)?;
            if !door.json {
                reports.iter().for_each(|line| say!("{line}"));
            }
            door.say_change(&gone, |_| say!("{group} deleted"))
        }
        Verb::Archive { group } => kind.post(&door, group, "/archive", "archived"),
        Verb::Restore { group } => kind.post(&door, group, "/restore", "is back"),
        Verb::Clients { group, as_of } => kind.clients(&door, group, as_of.as_deref()),
        Verb::Put { group, clients } => {
            let ids = clients.iter().map(|client| find::client(&door, client)).collect::<Result<Vec<_>, _>>()?;
            let path = kind.at(&door, group, "/clients")?;
            let made = door.change("POST", &path, Some(&json!({ "clients": ids })))?;
            door.say_change(&made, |_| say!("{} put into {group}", counted(clients.len())))
        }
        Verb::Take { group, client } => {
            let path = kind.at(&door, group, "/clients")?;
            let path = format!("{path}/{}", find::client(&door, client)?);
            door.say_change(&door.change("DELETE", &path, None)?, |_| say!("{client} taken out of {group}"))
        }
    }
}

/// What a deletion makes of saved reports, in words; the API tells it only to who asks first. Refuses as the deletion will.
fn reports_naming(door: &Door, path: &str) -> Result<Option<String>, Trouble> {
    let query = vec![("dry_run", "true".to_owned())];
    let dry = door.send(Question { method: "DELETE", path, query, ..Question::default() })?.json()?;
    let mut named: Vec<String> =
        dry["reports"].as_array().into_iter().flatten().map(|name| format!("“{}”", show::words(name))).collect();
    match dry["reports_not_visible"].as_u64().unwrap_or_default() {
        0 => {}
        1 => named.push("1 that somebody else saved".to_owned()),
        some => named.push(format!("{some} that others saved")),
    }
    let reports =
        if named.len() == 1 { "A saved report uses it and matches" } else { "Saved reports use it and match" };
    Ok((!named.is_empty()).then(|| format!("{reports} nobody for it: {}.", named.join(", "))))
}

/// Which of the two kinds the command is about.
struct Kind {
    customer: bool,
}

impl Kind {
    fn path(&self) -> &'static str {
        if self.customer { "/customer-groups" } else { "/client-groups" }
    }

    /// The address of the group of this name, and of what stands under it.
    fn at(&self, door: &Door, group: &str, below: &str) -> Result<String, Trouble> {
        let id = find::any_group(door, self.customer, group)?;
        Ok(format!("{}/{id}{below}", self.path()))
    }

    fn list(&self, door: &Door, archived: bool) -> Done {
        let query = if archived { vec![("archived", "true".to_owned())] } else { Vec::new() };
        let none = "There is no group yet.";
        if self.customer {
            return door.say(&door.get(self.path(), query)?, |found| show::table(items(found), LISTED_CUSTOMER, none));
        }
        let answer = door.list(self.path(), query, usize::MAX)?;
        door.say(&answer, |found| show::table(items(found), LISTED, none))
    }

    fn body(
        &self,
        door: &Door,
        name: &str,
        texts: [(&str, &Option<String>); 2],
        account: Option<&str>,
    ) -> Result<Value, Trouble> {
        let mut body = Map::new();
        body.insert("name".into(), json!(name));
        for (field, text) in texts {
            if let Some(text) = text {
                body.insert(field.into(), json!(text));
            }
        }
        if let Some(number) = account {
            body.insert("account".into(), json!(find::account(door, number)?));
        }
        Ok(Value::Object(body))
    }

    fn post(&self, door: &Door, group: &str, verb: &str, said: &str) -> Done {
        let path = self.at(door, group, verb)?;
        door.say_change(&door.change("POST", &path, None)?, |_| say!("{group} {said}"))
    }

    fn clients(&self, door: &Door, group: &str, as_of: Option<&str>) -> Done {
        let query = as_of.iter().map(|day| ("as_of", (*day).to_owned())).collect();
        let answer = door.list(&self.at(door, group, "/clients")?, query, usize::MAX)?;
        door.say(&answer, |found| show::table(items(found), MEMBERS, "No client is in it."))
    }
}

fn counted(clients: usize) -> String {
    if clients == 1 { "1 client".to_owned() } else { format!("{clients} clients") }
}
