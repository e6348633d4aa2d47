//! `coterie export`: clients as one file.

use std::path::{Path, PathBuf};

use super::door::{Question, Reach};
use super::trouble::Done;
use crate::house::At;

/// Write clients to a file
#[derive(Clone, Debug, clap::Args)]
pub struct Export {
    #[command(subcommand)]
    pub what: What,
}

#[derive(Clone, Debug, clap::Subcommand)]
pub enum What {
    Clients(Clients),
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
    pub file: PathBuf,
}

pub fn run(at: &At, export: &Export) -> Done {
    match &export.what {
        What::Clients(clients) => write_clients(at, clients),
    }
}

fn write_clients(at: &At, clients: &Clients) -> Done {
    let door = clients.reach.open(at)?;
    let path = if is_workbook(&clients.file) { "/exports/clients.xlsx" } else { "/exports/clients.csv" };
    let answer = door.send(Question { method: "GET", path, ..Question::default() })?;
    std::fs::write(&clients.file, answer.body)
        .map_err(|error| format!("{} cannot be written: {error}.", clients.file.display()))?;
    say!("{} is written.", clients.file.display());
    Ok(())
}

fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx"))
}
