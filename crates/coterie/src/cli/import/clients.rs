//! `coterie import clients FILE`: previews, asks for what is missing by name, and takes the rows in through the API.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::cli::door::{Door, Question, Reach};
use crate::cli::find;
use crate::cli::progress::Progress;
use crate::cli::trouble::{Done, Trouble};
use crate::house::At;

/// Take clients in from CSV or XLSX: of Xero, QuickBooks, Uku, or any table
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie import clients november.csv --groups add --customer-group Domestic --dry-run
  coterie import clients november.csv --groups replace --match number --failed left-out.csv
  coterie import clients people.xlsx --map \"Debtor no=number\" --map \"Segment=client_groups\"

Group names match exactly, capitals included. Rows with an error are left out and written to --failed; mended, that \
file can be imported again. The whole import can be undone as one: coterie prints how.")]
pub struct Clients {
    #[command(flatten)]
    pub reach: Reach,
    /// The file; the names of its columns stand in the first row
    pub file: PathBuf,
    /// What client groups of the file do to those that a client has: add or replace
    #[arg(long, value_name = "MODE", value_parser = ["add", "replace"])]
    pub groups: Option<String>,
    /// By what a row finds the client that it updates
    #[arg(long = "match", value_name = "FIELD", value_parser = ["number", "registration_number", "name", "nothing"])]
    pub match_by: Option<String>,
    /// The customer group of new clients whose row names none: its number or name
    #[arg(long, value_name = "GROUP")]
    pub customer_group: Option<String>,
    /// What a column means, such as "Debtor no=number"; "Column=" leaves it out
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub map: Vec<String>,
    /// Create client groups that do not exist
    #[arg(long)]
    pub create_groups: bool,
    /// New clients are prospects
    #[arg(long)]
    pub prospects: bool,
    /// The word that empties a field of a client that exists
    #[arg(long, value_name = "WORD")]
    pub clear_word: Option<String>,
    /// Where to write the rows that are left out
    #[arg(long, value_name = "FILE")]
    pub failed: Option<PathBuf>,
}

/// How often the progress of a long import is asked for.
const EVERY: Duration = Duration::from_millis(50);

pub fn run(at: &At, clients: &Clients) -> Done {
    let door = clients.reach.open(at)?;
    let uploaded = upload(&door, clients)?;
    let id = uploaded["id"].as_str().unwrap_or_default().to_owned();
    let done = prepare(&door, clients, &uploaded, &id).and_then(|()| take(&door, clients, &id));
    if door.dry_run || done.is_err() {
        // A file that was only looked at leaves nothing behind.
        let path = format!("/imports/{id}");
        door.send(Question { method: "DELETE", path: &path, ..Question::default() })?;
    }
    done
}

/// Rows of each kind that a rehearsal names.
const FIRST_ROWS: usize = 20;

fn upload(door: &Door, clients: &Clients) -> Result<Value, Trouble> {
    let shown = clients.file.display();
    let bytes = std::fs::read(&clients.file).map_err(|error| format!("{shown} cannot be read: {error}."))?;
    let name = clients.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let query = vec![("file_name", name)];
    let body = Some(("application/octet-stream", bytes));
    door.send(Question { method: "POST", path: "/imports", query, body, ..Question::default() })?.json()
}

fn prepare(door: &Door, clients: &Clients, uploaded: &Value, id: &str) -> Done {
    let mut choices = Map::new();
    if !clients.map.is_empty() {
        choices.insert("columns".to_owned(), json!(columns(clients, uploaded)?));
    }
    if let Some(group) = &clients.customer_group {
        choices.insert("customer_group".to_owned(), json!(find::customer_group(door, group)?));
    }
    for (field, value) in
        [("match_by", &clients.match_by), ("groups", &clients.groups), ("clear_word", &clients.clear_word)]
    {
        if let Some(value) = value {
            choices.insert(field.to_owned(), json!(value));
        }
    }
    choices.insert("create_groups".to_owned(), json!(clients.create_groups));
    choices.insert("prospects".to_owned(), json!(clients.prospects));
    let path = format!("/imports/{id}/mapping");
    let body = Some(("application/json", Value::Object(choices).to_string().into_bytes()));
    door.send(Question { method: "POST", path: &path, body, ..Question::default() })?;
    Ok(())
}

/// The fields of the columns: those that the header suggests, and over them what was said.
fn columns(clients: &Clients, uploaded: &Value) -> Result<Vec<Option<String>>, Trouble> {
    let columns = uploaded["columns"].as_array().cloned().unwrap_or_default();
    let header = |column: &Value| column["header"].as_str().unwrap_or_default().to_owned();
    let mut fields: Vec<Option<String>> =
        columns.iter().map(|column| column["field"].as_str().map(str::to_owned)).collect();
    for said in &clients.map {
        let (name, field) =
            said.split_once('=').ok_or_else(|| format!("--map takes COLUMN=FIELD, and “{said}” has no =."))?;
        let place = columns.iter().position(|column| header(column).trim() == name.trim()).ok_or_else(|| {
            let known: Vec<String> = columns.iter().map(header).collect();
            format!("The file has no column “{name}”. It has {}.", known.join(", "))
        })?;
        fields[place] = (!field.is_empty()).then(|| field.to_owned());
    }
    Ok(fields)
}

fn take(door: &Door, clients: &Clients, id: &str) -> Done {
    let at = |path: &str| format!("/imports/{id}{path}");
    if door.dry_run {
        let rows_of = |show: &str| {
            let query = vec![("show", show.to_owned()), ("limit", FIRST_ROWS.to_string())];
            door.get(&at("/preview"), query)
        };
        let mut preview = rows_of("errors")?;
        preview["rows_with_warnings"] = rows_of("warnings")?["rows"].take();
        write_failed(door, clients, id)?;
        return door.say(&preview, say_preview);
    }
    let mut import = door.change("POST", &at("/run"), None)?;
    let bar = Progress::new("Importing", import["rows"].as_u64().unwrap_or_default());
    while import["state"] == "running" {
        bar.at(import["done"].as_u64().unwrap_or_default());
        std::thread::sleep(EVERY);
        import = door.get(&at(""), Vec::new())?;
    }
    bar.end();
    write_failed(door, clients, id)?;
    door.say(&import, |import| {
        say_counts("Done:", import);
        if let Some(operation) = import["operation"].as_str() {
            say!("Undo it with POST /api/v1/imports/{id}/undo, or on the page /imports/{id} ({operation}).");
        }
    })
}

/// What the page of the preview shows: what would become of the rows, causes that many share, and the first of each kind.
fn say_preview(preview: &Value) {
    let list = |field: &str| preview[field].as_array().cloned().unwrap_or_default();
    let names = |field: &str| {
        list(field).iter().filter_map(Value::as_str).map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ")
    };
    say_counts("Would be", preview);
    if preview["new_groups"].as_array().is_some_and(|groups| !groups.is_empty()) {
        say!("Client groups that would be created: {}.", names("new_groups"));
    }
    if preview["missing_groups"].as_array().is_some_and(|groups| !groups.is_empty()) {
        say!("Client groups that do not exist: {}. Create them with --create-groups.", names("missing_groups"));
    }
    for cause in list("causes") {
        say!("  {} rows: {}", cause["rows"], cause["problem"]["detail"].as_str().unwrap_or_default());
    }
    say_rows("", &list("rows"), "problems");
    let warned = preview["warned"].as_i64().unwrap_or_default();
    if warned > 0 {
        say!("{warned} {} a warning and would be taken in.", if warned == 1 { "row has" } else { "rows have" });
        say_rows("warning: ", &list("rows_with_warnings"), "warnings");
    }
}

fn say_rows(kind: &str, rows: &[Value], what: &str) {
    for row in rows {
        for problem in row[what].as_array().into_iter().flatten() {
            say!("  line {}: {kind}{}", row["line"], problem["detail"].as_str().unwrap_or_default());
        }
    }
}

fn say_counts(begin: &str, counts: &Value) {
    let of = |field: &str| counts[field].as_i64().unwrap_or_default();
    say!(
        "{begin} {} created, {} updated, {} unchanged, {} left out.",
        of("created"),
        of("updated"),
        of("unchanged"),
        of("failed")
    );
}

fn write_failed(door: &Door, clients: &Clients, id: &str) -> Done {
    let Some(path) = &clients.failed else { return Ok(()) };
    let address = format!("/imports/{id}/failed.csv");
    let answer = door.send(Question { method: "GET", path: &address, ..Question::default() })?;
    std::fs::write(path, answer.body).map_err(|error| format!("{} cannot be written: {error}.", path.display()))?;
    Ok(())
}
