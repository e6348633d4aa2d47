//! `coterie invoice`: invoices and credit notes in a terminal, through the API.

use serde_json::{Map, Value, json};

use super::door::{Door, Reach};
use super::find;
use super::show::{self, Column, column, number};
use super::trouble::{Done, Trouble};
use crate::house::At;

/// Draft, book and credit invoices
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie invoice draft 1001 --line \"Bookkeeping, March;3.5;80.00\" --line 1;2
  coterie invoice book \"(12)\"
  coterie invoice list --state overdue
  coterie invoice credit 2026-17

A line is TEXT;QUANTITY;PRICE, or PRODUCT;QUANTITY with a product's number or name. An invoice is named by its number, \
a draft by its provisional number in brackets, either by its id.")]
pub struct Invoice {
    #[command(flatten)]
    pub reach: Reach,
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Clone, Debug, clap::Subcommand)]
pub enum Verb {
    /// List invoices and credit notes, newest first
    List(List),
    /// Show one with its lines
    Show {
        /// Its number, a draft's in brackets, or its id
        invoice: String,
    },
    /// Draft an invoice
    Draft(Draft),
    /// Book a draft: it gets its number and stands in the ledger
    Book {
        /// The draft's number in brackets, or its id
        invoice: String,
    },
    /// Draft a credit note for a booked invoice
    Credit {
        /// Its number, or its id
        invoice: String,
    },
    /// Delete a draft
    Delete {
        /// The draft's number in brackets, or its id
        invoice: String,
    },
}

#[derive(Clone, Debug, clap::Args)]
pub struct List {
    /// draft, booked, overdue or settled
    #[arg(long)]
    pub state: Option<String>,
    /// Of one client: its number, its whole name, or its id
    #[arg(long)]
    pub client: Option<String>,
    /// Dated on this day or later
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<String>,
    /// Dated on this day or earlier
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: Option<String>,
    /// At most so many
    #[arg(long, default_value_t = 50, value_parser = super::at_least_one)]
    pub limit: usize,
}

#[derive(Clone, Debug, clap::Args)]
pub struct Draft {
    /// Its number, its whole name, or its id
    pub client: String,
    /// TEXT;QUANTITY;PRICE or PRODUCT;QUANTITY; may be said again
    #[arg(long, required = true, value_name = "LINE")]
    pub line: Vec<String>,
    /// Left out, it is today
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
    /// The client's own order number or name for it
    #[arg(long)]
    pub reference: Option<String>,
    /// Book it at once
    #[arg(long)]
    pub book: bool,
}

const LISTED: &[Column] = &[
    column("Number", "/number"),
    column("Draft", "/provisional_number"),
    column("Kind", "/kind"),
    column("Client", "/client_name"),
    column("Date", "/date"),
    column("Due", "/due"),
    column("State", "/state"),
    number("Gross", "/gross"),
    number("Open", "/open"),
];

const SHOWN: &[Column] = &[
    column("Number", "/number"),
    column("Draft", "/provisional_number"),
    column("State", "/state"),
    column("To", "/mailing_to"),
    column("Date", "/date"),
    column("Due", "/due"),
    column("Reference", "/reference"),
    column("Net", "/net"),
    column("VAT", "/vat"),
    column("Gross", "/gross"),
    column("Open", "/open"),
    column("Groups", "/groups_snapshot"),
    column("Id", "/id"),
];

const LINES: &[Column] = &[
    column("Text", "/text"),
    number("Quantity", "/quantity"),
    column("Unit", "/unit"),
    number("Price", "/unit_price"),
    number("VAT %", "/vat_rate"),
    number("Net", "/net"),
];

pub fn run(at: &At, invoice: &Invoice) -> Done {
    let door = invoice.reach.open(at)?;
    match &invoice.verb {
        Verb::List(list) => list.run(&door),
        Verb::Show { invoice } => {
            let id = find::invoice(&door, invoice)?;
            door.say(&door.get(&format!("/invoices/{id}"), Vec::new())?, show_one)
        }
        Verb::Draft(draft) => draft.run(&door),
        Verb::Book { invoice } => book(&door, &find::invoice(&door, invoice)?),
        Verb::Credit { invoice } => {
            let id = find::invoice(&door, invoice)?;
            let made = door.change("POST", &format!("/invoices/{id}/credit"), Some(&json!({})))?;
            door.say_change(&made, |made| say!("Credit note {} drafted", named(made)))
        }
        Verb::Delete { invoice } => {
            let id = find::invoice(&door, invoice)?;
            door.say_change(&door.change("DELETE", &format!("/invoices/{id}"), None)?, |_| say!("{invoice} deleted"))
        }
    }
}

fn book(door: &Door, id: &str) -> Done {
    let made = door.change("POST", &format!("/invoices/{id}/book"), None)?;
    door.say_change(&made, |made| {
        say!("{} booked, {} due on {}", named(made), show::words(&made["gross"]), show::words(&made["due"]));
    })
}

fn show_one(invoice: &Value) {
    show::thing(invoice, SHOWN);
    say!("");
    show::table(invoice["lines"].as_array().map(Vec::as_slice).unwrap_or_default(), LINES, "It has no line yet.");
}

/// The number, or the provisional one.
fn named(invoice: &Value) -> String {
    invoice["number"].as_str().or(invoice["provisional_number"].as_str()).unwrap_or_default().to_owned()
}

impl List {
    fn run(&self, door: &Door) -> Done {
        let mut query = Vec::new();
        for (name, text) in [("state", &self.state), ("from", &self.from), ("to", &self.to)] {
            query.extend(text.iter().map(|text| (name, text.clone())));
        }
        if let Some(client) = &self.client {
            query.push(("client", find::client(door, client)?));
        }
        door.say(&door.list("/invoices", query, self.limit)?, |found| show::list(found, LISTED, "No invoice fits."))
    }
}

impl Draft {
    fn run(&self, door: &Door) -> Done {
        let mut body = Map::new();
        body.insert("client".into(), json!(find::client(door, &self.client)?));
        for (field, text) in [("date", &self.date), ("reference", &self.reference)] {
            body.extend(text.iter().map(|text| (field.to_owned(), json!(text))));
        }
        let currency = door.get("/company", Vec::new())?["currency"].clone();
        let lines = self.line.iter().map(|line| parsed_line(door, line, &currency)).collect::<Result<Vec<_>, _>>()?;
        body.insert("lines".into(), json!(lines));
        let made = door.change("POST", "/invoices", Some(&Value::Object(body)))?;
        if self.book && !door.dry_run {
            return book(door, made["id"].as_str().unwrap_or_default());
        }
        door.say_change(&made, |made| say!("{} drafted, {} gross", named(made), show::words(&made["gross"])))
    }
}

/// `TEXT;QUANTITY;PRICE`, or `PRODUCT;QUANTITY`.
fn parsed_line(door: &Door, line: &str, currency: &Value) -> Result<Value, Trouble> {
    let parts: Vec<&str> = line.split(';').map(str::trim).collect();
    match parts[..] {
        [text, quantity, price] => {
            let price = json!({ "amount": price, "currency": currency });
            Ok(json!({ "text": text, "quantity": quantity, "unit_price": price }))
        }
        [product, quantity] => Ok(json!({ "product": find::product(door, product)?, "quantity": quantity })),
        [product] => Ok(json!({ "product": find::product(door, product)? })),
        _ => Err(format!("{line:?} is no line. Write TEXT;QUANTITY;PRICE or PRODUCT;QUANTITY.").into()),
    }
}
