//! `coterie import`: files of clients, whole books of another program, and exports of a company.

mod books;
mod clients;
mod company;

use super::trouble::Done;
use crate::house::At;

/// Take in clients from a file, whole books, or an export
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie import clients november.csv --groups add --customer-group Domestic --dry-run
  coterie import books old-program/")]
pub struct Import {
    #[command(subcommand)]
    pub what: What,
}

#[derive(Clone, Debug, clap::Subcommand)]
pub enum What {
    Clients(clients::Clients),
    Books(books::Books),
    Company(company::Company),
}

pub fn run(at: &At, import: &Import) -> Done {
    match &import.what {
        What::Clients(clients) => clients::run(at, clients),
        What::Books(books) => books::run(at, books),
        What::Company(company) => company::run(at, company),
    }
}
