//! `coterie export`: clients as one file, or the whole company as a folder of files.

use std::path::{Path, PathBuf};

use books::exchange::{ExportBooks, OutCell, OutTable};
use files::{Cell, Column};
use serde_json::json;

use super::door::{Question, Reach};
use super::progress::Progress;
use super::show;
use super::trouble::{Done, Trouble};
use crate::house::At;

/// Write clients to a file, or the whole company to a folder
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie export clients clients.xlsx
  coterie export company ./books --hledger")]
pub struct Export {
    #[command(subcommand)]
    pub what: What,
}

#[derive(Clone, Debug, clap::Subcommand)]
pub enum What {
    Clients(Clients),
    Company(Company),
}

/// Write every client that one may see, as CSV or, where the file ends in .xlsx, as a workbook
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie export clients clients.csv
  coterie export clients clients.xlsx --server https://books.example.org --token cot_…

The file stands under headers that coterie import clients knows, with client groups in the same syntax.")]
pub struct Clients {
    #[command(flatten)]
    pub reach: Reach,
    /// Where it is written; a file that is there is written over
    pub file: PathBuf,
}

/// Write everything that the company keeps as CSV files into a folder
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie export company ./books
  coterie export company ./books --hledger && hledger -f ./books/books.journal balance

The folder is made; a folder with files in it is left alone.")]
pub struct Company {
    /// Where they are written; it is made when it is not there
    pub folder: PathBuf,
    /// Also write the ledger as books.journal, which hledger, ledger and their kin read
    #[arg(long)]
    pub hledger: bool,
    /// The company in the data directory; not needed where there is only one
    #[arg(long, env = "COTERIE_COMPANY", value_name = "SLUG", help_heading = "Where and how")]
    pub company: Option<String>,
}

pub fn run(at: &At, export: &Export) -> Done {
    match &export.what {
        What::Clients(clients) => write_clients(at, clients),
        What::Company(company) => write_company(at, company),
    }
}

fn write_clients(at: &At, clients: &Clients) -> Done {
    let door = clients.reach.open(at)?;
    let path = if is_workbook(&clients.file) { "/exports/clients.xlsx" } else { "/exports/clients.csv" };
    let answer = door.send(Question { method: "GET", path, ..Question::default() })?;
    write(&clients.file, &answer.body)?;
    let file = clients.file.display();
    show::done(at.json, &json!({ "file": file.to_string() }), format_args!("{file} is written."));
    Ok(())
}

fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx"))
}

fn write_company(at: &At, company: &Company) -> Done {
    let folder = &company.folder;
    std::fs::create_dir_all(folder).map_err(|error| unwritten(folder, &error))?;
    let mut there = std::fs::read_dir(folder).map_err(|error| unwritten(folder, &error))?;
    if there.next().is_some() {
        return Err(format!(
            "{} has files in it. They would be mixed with the export. Name a new folder.",
            folder.display()
        )
        .into());
    }
    let house = at.open()?;
    let caller = house.operator(house.company(company.company.as_deref())?.id);
    let out = house.desk.ask(&caller, ExportBooks)?;
    let bar = Progress::new("Writing", out.tables.len() as u64);
    let mut rows = 0;
    for (name, table) in out.tables {
        bar.now(name);
        rows += table.rows.len();
        write(&folder.join(format!("{name}.csv")), &csv(table))?;
        bar.step();
    }
    if company.hledger {
        write(&folder.join("books.journal"), out.journal.to_string().as_bytes())?;
    }
    bar.end();
    let folder = folder.display();
    let said = format_args!("{rows} rows are written to {folder}.");
    show::done(at.json, &json!({ "folder": folder.to_string(), "rows": rows }), said);
    Ok(())
}

fn csv(table: OutTable) -> Vec<u8> {
    let header: Vec<Column> = table.header.iter().map(Column::new).collect();
    files::write_csv(&header, table.rows.into_iter().map(|row| row.into_iter().map(cell).collect()))
}

fn cell(cell: OutCell) -> Cell {
    match cell {
        OutCell::Text(text) => Cell::Text(text),
        OutCell::Integer(number) => Cell::Integer(number),
        OutCell::Amount { minor, decimals } => Cell::Amount { minor, decimals: u8::try_from(decimals).unwrap_or(0) },
        OutCell::Empty => Cell::Empty,
    }
}

fn write(path: &Path, bytes: &[u8]) -> Done {
    std::fs::write(path, bytes).map_err(|error| unwritten(path, &error))
}

fn unwritten(path: &Path, error: &std::io::Error) -> Trouble {
    format!("{} cannot be written: {error}. Choose another place.", path.display()).into()
}
