//! The command line: what can be said, and how it is said in a log.

mod backup;
mod check;
mod client;
mod doctor;
mod door;
mod export;
mod find;
mod group;
mod import;
mod invoice;
mod migrate;
mod progress;
mod report;
mod restore;
mod show;
mod token;
mod trouble;
mod user;

pub use trouble::{Done, Trouble};

use crate::demo::{self, Demo};
use crate::house::At;
use crate::serve::{self, Serve};

/// Coterie: the back office in which groups are first-class
#[derive(Debug, clap::Parser)]
#[command(
    version,
    about,
    max_term_width = 100,
    after_help = "\
Examples:
  coterie demo                                   a company with invented names, to look around in
  coterie serve                                  pages and API on http://localhost:8080
  coterie client list --group VIP                clients of a client group
  coterie client list --json --server https://books.example.org --token cot_…

Commands work on the data directory while no server runs on it, and on a running server with --server and --token."
)]
pub struct Line {
    #[command(flatten)]
    pub at: At,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Serve pages and API
    Serve(Serve),
    /// Fill the data directory with a demo company
    Demo(Demo),
    Client(client::Client),
    Group(group::Group),
    Import(import::Import),
    Export(export::Export),
    Invoice(invoice::Invoice),
    Report(report::Report),
    User(user::User),
    Token(token::Token),
    /// Check every law of the books
    Check,
    Backup(backup::Backup),
    Restore(restore::Restore),
    /// Bring every company to the schema of this program
    #[command(
        after_help = "Files are brought up to date when they are opened, after a copy. Books in PostgreSQL wait for this \
                            command: back them up with pg_dump first."
    )]
    Migrate,
    Doctor(doctor::Doctor),
}

impl Line {
    pub fn run(&self) -> Done {
        let at = &self.at;
        match &self.command {
            Command::Serve(serve) => serve::run(at, serve),
            Command::Demo(demo) => demo::run(at, demo),
            Command::Client(client) => client::run(at, client),
            Command::Group(group) => group::run(at, group),
            Command::Import(import) => import::run(at, import),
            Command::Export(export) => export::run(at, export),
            Command::Invoice(invoice) => invoice::run(at, invoice),
            Command::Report(report) => report::run(at, report),
            Command::User(user) => user::run(at, user),
            Command::Token(token) => token::run(at, token),
            Command::Check => check::run(at),
            Command::Backup(backup) => backup::run(at, backup),
            Command::Restore(restore) => restore::run(at, restore),
            Command::Migrate => migrate::run(at),
            Command::Doctor(doctor) => doctor::run(at, doctor),
        }
    }

    /// Whether whoever called wants JSON, also for a refusal.
    pub fn wants_json(&self) -> bool {
        match &self.command {
            Command::Client(client) => client.reach.json,
            Command::Group(group) => group.reach.json,
            Command::Import(import) => import.wants_json(),
            Command::Invoice(invoice) => invoice.reach.json,
            Command::Report(report) => report.reach.json,
            Command::User(user) => user.json,
            Command::Token(token) => token.json,
            _ => false,
        }
    }
}

/// How many of a list are asked for.
fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|most| *most > 0).ok_or_else(|| "say a number from 1".to_owned())
}

/// Logs as text in a terminal, as JSON for a service; RUST_LOG chooses how much.
pub fn log() {
    use std::io::IsTerminal;
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() { log.without_time().init() } else { log.json().init() }
}
