//! `coterie report`: saved reports and new ones in a terminal, through the API.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::client::items;
use super::door::{Door, Reach};
use super::find;
use super::show::{self, Column, column};
use super::trouble::{Done, Trouble};
use crate::house::At;

/// Run saved reports and new ones
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie report list
  coterie report run \"Time by client group\"
  coterie report new time --group-by client_group --period last_month
  coterie report new invoices --client-group VIP --group-by customer_group --columns net
  coterie report new ledger --file definition.json --json
  coterie report balances --from 2026-01-01 --to 2026-03-31
  coterie report client 1042

Totals count everything once, whatever the rows are grouped by. The line above the rows says on which day groups count.")]
pub struct Report {
    #[command(flatten)]
    pub reach: Reach,
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Clone, Debug, clap::Subcommand)]
pub enum Verb {
    /// List saved reports: yours and the office's
    List,
    /// Run a saved report
    Run {
        /// Its name, or its id
        report: String,
    },
    /// Run a report that is not saved
    New(New),
    Balances(super::books::Balances),
    Client(super::books::ClientLedger),
}

#[derive(Clone, Debug, clap::Args)]
pub struct New {
    /// time, clients, invoices or ledger
    pub dataset: String,
    /// Clients in any of these client groups
    #[arg(long, value_name = "NAME")]
    pub client_group: Vec<String>,
    /// Up to two, such as client_group,month
    #[arg(long, value_delimiter = ',')]
    pub group_by: Vec<String>,
    /// Such as hours,amount
    #[arg(long, value_delimiter = ',')]
    pub columns: Vec<String>,
    /// this_month, last_month, this_year, this_year_to_date, last_year, all_time or FROM..TO
    #[arg(long)]
    pub period: Option<String>,
    /// as_posted, today or a day
    #[arg(long)]
    pub date_basis: Option<String>,
    /// payer or recipient: whose client and groups a line of an invoice counts for
    #[arg(long)]
    pub party: Option<String>,
    /// A file with filters and more, as the API takes them; the words here come on top
    #[arg(long)]
    pub file: Option<PathBuf>,
}

const LISTED: &[Column] = &[column("Name", "/name"), column("For", "/scope"), column("About", "/definition/dataset")];

pub fn run(at: &At, report: &Report) -> Done {
    let door = report.reach.open(at)?;
    let answer = match &report.verb {
        Verb::List => {
            let none = "No report is saved. Save one on the page Report.";
            return door.say(&door.get("/reports", Vec::new())?, |found| show::table(items(found), LISTED, none));
        }
        Verb::Run { report } => {
            let id = find::report(&door, report)?;
            door.get(&format!("/reports/{id}/run"), Vec::new())?
        }
        Verb::New(new) => door.change("POST", "/reports/run", Some(&new.body(&door)?))?,
        Verb::Balances(balances) => return balances.run(&door),
        Verb::Client(ledger) => return ledger.run(&door),
    };
    door.say(&answer, show_answer)
}

impl New {
    fn body(&self, door: &Door) -> Result<Value, Trouble> {
        let mut body = match &self.file {
            None => json!({}),
            Some(path) => {
                let bytes =
                    std::fs::read(path).map_err(|error| format!("{} cannot be read: {error}.", path.display()))?;
                serde_json::from_slice(&bytes)
                    .map_err(|error| format!("{} is no definition: {error}.", path.display()))?
            }
        };
        body["dataset"] = json!(self.dataset);
        for (field, list) in [("group_by", &self.group_by), ("columns", &self.columns)] {
            if !list.is_empty() {
                body[field] = json!(list);
            }
        }
        for (field, text) in [("period", &self.period), ("date_basis", &self.date_basis), ("party", &self.party)] {
            if let Some(text) = text {
                body[field] = json!(text);
            }
        }
        if !self.client_group.is_empty() {
            let ids =
                self.client_group.iter().map(|name| find::client_group(door, name)).collect::<Result<Vec<_>, _>>()?;
            let mut filters = body["filters"].as_array().cloned().unwrap_or_default();
            filters.push(json!({ "field": "client_group", "how": "any", "values": ids }));
            body["filters"] = json!(filters);
        }
        Ok(body)
    }
}

/// Header, rows with their second level indented, the total once, and what was counted in more than one group.
fn show_answer(answer: &Value) {
    let header = &answer["header"];
    say!("{}", heading(header));
    let measures: Vec<&str> =
        header["definition"]["columns"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut rows = Vec::new();
    let grouped = answer["rows"].as_array().is_some_and(|rows| !rows.is_empty());
    flatten(&answer["rows"], 0, &mut rows);
    for entry in answer["entries"].as_array().into_iter().flatten() {
        let texts = [&entry["date"], &entry["client_name"], &entry["texts"]].map(show::words);
        rows.push(json!({ "label": texts.join("  "), "figures": entry["figures"] }));
    }
    rows.push(json!({ "label": "Total", "figures": answer["total"] }));
    let mut columns = vec![Column::new(if grouped { "Group" } else { "Entry" }, "/label", false)];
    columns.extend(measures.iter().map(|measure| Column::new(title(measure), format!("/figures/{measure}"), true)));
    show::table(&rows, &columns, "");
    if let Some(twice) = answer["counted_in_more_than_one_group"].as_object() {
        let figures = measures.iter().filter_map(|measure| Some((*measure, show::words(twice.get(*measure)?))));
        let met = figures.filter(|(_, value)| value.contains(|letter: char| ('1'..='9').contains(&letter)));
        let told: Vec<String> = met.map(|(measure, value)| format!("{value} {measure}")).collect();
        if !told.is_empty() {
            say!("Counted in more than one group: {}.", told.join(", "));
        }
    }
    if answer["has_more"].as_bool().unwrap_or_default() {
        say!("There is more. The API's limit and skip ask for it, and the exports of the page Report have all of it.");
    }
}

fn heading(header: &Value) -> String {
    let mut said = vec![show::words(&header["says"])];
    if let (Some(from), Some(to)) = (header["from"].as_str(), header["to"].as_str()) {
        said.insert(0, format!("{from} to {to}"));
    }
    if header["limited_to_clients_you_may_see"].as_bool().unwrap_or_default() {
        said.push("limited to clients you may see".to_owned());
    }
    said.join("; ")
}

fn flatten(rows: &Value, depth: usize, flat: &mut Vec<Value>) {
    for row in rows.as_array().into_iter().flatten() {
        let label = format!("{}{}", "  ".repeat(depth), show::words(&row["label"]));
        flat.push(json!({ "label": label, "figures": row["figures"] }));
        flatten(&row["rows"], depth + 1, flat);
    }
}

/// `open_balance` becomes `Open balance`.
fn title(measure: &str) -> String {
    let words = measure.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
