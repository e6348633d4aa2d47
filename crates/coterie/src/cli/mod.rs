//! The command line: what can be said, and how it is said in a log.

mod backup;
mod books;
mod check;
mod client;
mod company;
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

pub use progress::Progress;
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
  coterie demo                       a company with invented names, to look around in
  coterie serve                      pages and API on http://localhost:8080
  coterie client list --group VIP    clients of a client group
  coterie client list --json --server https://books.example.org --token cot_…

Commands work on the data directory while no server runs on it, and on a running server with --server and --token. \
They end with 0 when all went well, with 1 when something was refused or failed, and with 2 when the words were not \
understood."
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
    Company(company::Company),
    Client(client::Client),
    Group(group::Group),
    Import(import::Import),
    Export(export::Export),
    Invoice(invoice::Invoice),
    Report(report::Report),
    User(user::User),
    Token(token::Token),
    /// Check every law of the books
    #[command(after_help = "\
Examples:
  coterie check
  coterie check --json

Every law is asked of every company: entries balance, stored balances are the sums of their postings, numbers have no \
gap, the audit is as it was written, and more. It ends with 1 when one is broken.")]
    Check,
    Backup(backup::Backup),
    Restore(restore::Restore),
    /// Bring every company to the schema of this program
    #[command(after_help = "\
Examples:
  coterie migrate --postgres postgres://coterie@/coterie?host=/run/postgresql

Files are brought up to date when they are opened, after a copy. Books in PostgreSQL wait for this \
command: back them up with pg_dump first.")]
    Migrate,
    Doctor(doctor::Doctor),
}

impl Line {
    pub fn run(&self) -> Done {
        let at = &self.at;
        match &self.command {
            Command::Serve(serve) => serve::run(at, serve),
            Command::Demo(demo) => demo::run(at, demo),
            Command::Company(company) => company::run(at, company),
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
}

/// How many of a list are asked for.
fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|most| *most > 0).ok_or_else(|| "say a number from 1".to_owned())
}

/// Logs as text for people, as JSON for a service; RUST_LOG chooses how much.
pub fn log(is_service: bool) {
    use std::io::IsTerminal;
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if is_service && !std::io::stderr().is_terminal() { log.json().init() } else { log.without_time().init() }
}

#[cfg(test)]
mod tests {
    use clap::{Command as Words, CommandFactory, Parser};

    /// The whole tree of commands, each under its name from the top.
    fn all(command: &Words, before: &str) -> Vec<(String, Words)> {
        let name = format!("{before} {}", command.get_name());
        let below = command.get_subcommands().filter(|below| below.get_name() != "help");
        let mut found: Vec<_> = below.flat_map(|below| all(below, name.trim())).collect();
        found.push((name.trim().to_owned(), command.clone()));
        found
    }

    /// An example is a command that works as it stands; what follows two blanks or `&&` is no part of it.
    fn understood(example: &str) {
        let end = ["   ", " && "].iter().filter_map(|end| example.find(end)).min().unwrap_or(example.len());
        let mut words = vec!["coterie".to_owned()];
        for (count, part) in example[..end].split('"').enumerate() {
            if count % 2 == 1 {
                // What stands in quotes goes on with the word before it, as in --map "A=b".
                words.push(part.to_owned());
            } else {
                words.extend(part.split_whitespace().map(str::to_owned));
            }
        }
        if let Err(error) = super::Line::try_parse_from(&words) {
            panic!("coterie {example}: {error}");
        }
    }

    /// Every command and every word of it is explained, every command or the one above it has examples, and examples
    /// are short enough to be copied from a terminal of 100 letters.
    #[test]
    fn every_help_teaches() {
        let mut line = super::Line::command();
        line.build();
        let commands = all(&line, "");
        assert!(commands.len() > 40, "{}", commands.len());
        for (name, command) in &commands {
            assert!(command.get_about().is_some(), "{name} does not say what it does");
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_some(), "{name}: {} is not explained", arg.get_id());
            }
            let above = name.rsplit_once(' ').map_or("", |(above, _)| above);
            let after = |name: &str| {
                let found = commands.iter().find(|(other, _)| other == name);
                found.and_then(|(_, command)| Some(command.get_after_help()?.to_string())).unwrap_or_default()
            };
            let examples = format!("{}\n\n{}", after(name), after(above));
            assert!(examples.contains("\n  coterie "), "{name} has no example");
            for example in examples.lines().filter_map(|line| line.strip_prefix("  coterie ")) {
                understood(example);
            }
            let long = examples.lines().find(|line| line.starts_with("  ") && line.chars().count() > 96);
            assert_eq!(long, None, "{name}");
            // A line broken by hand inside a paragraph is broken a second time by a narrow terminal.
            let prose: Vec<&str> = examples.lines().map(|line| if line.starts_with(' ') { "" } else { line }).collect();
            let broken =
                prose.windows(2).find(|pair| !pair[0].is_empty() && !pair[1].is_empty() && !pair[0].ends_with(':'));
            assert_eq!(broken, None, "{name}");
        }
    }
}
