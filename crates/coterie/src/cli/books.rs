//! `coterie report balances` and `coterie report client`: the ledger in a terminal, through the API.

use super::client::items;
use super::door::Door;
use super::find;
use super::show::{self, column, number};
use super::trouble::Done;

/// Show what every account had, moved and has
#[derive(Clone, Debug, clap::Args)]
pub struct Balances {
    /// The first day that counts as movement; without it the first day of the fiscal year
    #[arg(long, value_name = "DAY")]
    pub from: Option<String>,
    /// The last day; without it today
    #[arg(long, value_name = "DAY")]
    pub to: Option<String>,
}

/// Show one client's ledger: what was invoiced, what was paid, and the balance after each line
#[derive(Clone, Debug, clap::Args)]
pub struct ClientLedger {
    /// The number, the name or the id of the client
    pub client: String,
}

impl Balances {
    pub fn run(&self, door: &Door) -> Done {
        let days = [("from", &self.from), ("to", &self.to)];
        let query = days.into_iter().filter_map(|(name, day)| Some((name, day.clone()?))).collect();
        door.say(&door.get("/trial-balance", query)?, |trial| {
            say!("{} to {}", show::words(&trial["from"]), show::words(&trial["to"]));
            let columns = [
                column("Account", "/number"),
                column("Name", "/name"),
                number("Before", "/opening"),
                number("Debit", "/debit"),
                number("Credit", "/credit"),
                number("Balance", "/closing"),
            ];
            show::table(items(trial), &columns, "The company has no accounts.");
            if trial["earlier_result"]["amount"].as_str().is_some_and(|amount| !amount.starts_with("0")) {
                say!("Result of earlier years: {}", show::words(&trial["earlier_result"]));
            }
        })
    }
}

impl ClientLedger {
    pub fn run(&self, door: &Door) -> Done {
        let id = find::client(door, &self.client)?;
        let ledger = door.list(&format!("/clients/{id}/ledger"), Vec::new(), usize::MAX)?;
        door.say(&ledger, |ledger| {
            let columns = [
                column("Date", "/date"),
                number("Entry", "/entry_number"),
                column("Document", "/document"),
                column("Text", "/text"),
                column("Account", "/account_number"),
                number("Debit", "/debit"),
                number("Credit", "/credit"),
                number("Balance", "/balance"),
            ];
            show::table(items(ledger), &columns, "Nothing was booked for this client.");
            say!("Balance: {}", show::words(&ledger["balance"]));
        })
    }
}
