//! The command line: what can be said, and how it is said in a log.

pub mod check;

use crate::demo::Demo;
use crate::house::At;
use crate::serve::Serve;

/// Coterie: the back office in which groups are first-class.
#[derive(Debug, clap::Parser)]
#[command(version, about, max_term_width = 100)]
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
    /// Check every law of the books
    Check,
}

/// Logs as text in a terminal, as JSON for a service; RUST_LOG chooses how much.
pub fn log(_: &Line) {
    use std::io::IsTerminal;
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() { log.without_time().init() } else { log.json().init() }
}
