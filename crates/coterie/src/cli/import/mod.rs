//! `coterie import`: files of clients, and whole books of another program.

mod books;
mod clients;

use super::trouble::Done;
use crate::house::At;

/// Take in clients from a file, or whole books
#[derive(Clone, Debug, clap::Args)]
pub struct Import {
    #[command(subcommand)]
    pub what: What,
}

#[derive(Clone, Debug, clap::Subcommand)]
pub enum What {
    Clients(clients::Clients),
    Books(books::Books),
}

pub fn run(at: &At, import: &Import) -> Done {
    match &import.what {
        What::Clients(clients) => clients::run(at, clients),
        What::Books(books) => books::run(at, books),
    }
}

impl Import {
    pub fn wants_json(&self) -> bool {
        match &self.what {
            What::Clients(clients) => clients.reach.json,
            What::Books(_) => false,
        }
    }
}
