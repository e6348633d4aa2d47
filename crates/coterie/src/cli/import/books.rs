//! `coterie import books DIR`: the books of another program, from five files with fixed columns.

use std::path::{Path, PathBuf};

use books::exchange::{BookFiles, Books as BookValues, FileRow, Sheet, take_in_books};
use files::{Limits, read_table_guarded};
use serde_json::json;

use crate::cli::progress::Progress;
use crate::cli::show;
use crate::cli::trouble::{Done, Trouble};
use crate::house::At;

/// Take whole books in: chart of accounts, customer groups, clients, entries and invoices
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie import books old-program/ --dry-run
  coterie import books old-program/

The folder holds five files with these columns:
  chart.csv      path, code, is_group
  groups.csv     group, name, control_account
  clients.csv    code, name, group, and as you like email, tax_id, street, zip, city, country
  postings.csv   tx, date, kind, doc, client, account, amount_cents
  invoices.csv   doc, income_account, description, qty, unit_price_cents, vat_pct, net_cents,
                 vat_cents

What is there already stays: accounts and clients are known by number, entries by document. So a run that was cut off \
goes on where it stood, and a second run changes nothing.")]
pub struct Books {
    /// The folder with the five files
    pub folder: PathBuf,
    /// The company in the data directory; not needed where there is only one
    #[arg(long, env = "COTERIE_COMPANY", value_name = "SLUG", help_heading = "Where and how")]
    pub company: Option<String>,
    /// Read the files and say what is in them, and take nothing in
    #[arg(long)]
    pub dry_run: bool,
}

pub fn run(at: &At, books: &Books) -> Done {
    let values = BookValues::read(&read(&books.folder)?)?;
    let (accounts, groups) = (values.accounts.len(), values.groups.len());
    let (clients, entries) = (values.clients.len(), values.entries.len());
    let read = json!({ "accounts": accounts, "customer_groups": groups, "clients": clients, "entries": entries });
    if !at.json || books.dry_run {
        let said = format_args!(
            "{accounts} accounts, {groups} customer groups, {clients} clients and {entries} entries are read."
        );
        show::done(at.json, &json!({ "read": read }), said);
    }
    if books.dry_run {
        return Ok(());
    }
    let house = at.open()?;
    let caller = house.operator(house.company(books.company.as_deref())?.id);
    let bar = Progress::new("Taking in", (clients + entries + clients) as u64);
    let taken = take_in_books(&house.desk, &caller, &values, |step| {
        bar.now(step.what);
        let before = match step.what {
            "clients" => 0,
            "entries" => clients,
            _ => clients + entries,
        };
        bar.at((before + step.done) as u64);
    });
    bar.end();
    let taken = taken?;
    let said = format_args!("{} taken in, {} were there already.", taken.created, taken.unchanged);
    show::done(at.json, &json!({ "read": read, "created": taken.created, "unchanged": taken.unchanged }), said);
    Ok(())
}

fn read(folder: &Path) -> Result<BookFiles, Trouble> {
    Ok(BookFiles {
        chart: sheet(folder, "chart.csv")?,
        groups: sheet(folder, "groups.csv")?,
        clients: sheet(folder, "clients.csv")?,
        postings: sheet(folder, "postings.csv")?,
        invoices: sheet(folder, "invoices.csv")?,
    })
}

pub(super) fn sheet(folder: &Path, file: &str) -> Result<Sheet, Trouble> {
    let path = folder.join(file);
    // Whoever runs the machine may read what its memory holds.
    let limits = Limits { bytes: u64::MAX, rows: usize::MAX, cells: usize::MAX, ..Limits::default() };
    let table = read_table_guarded(&path, file, &limits).map_err(|problem| format!("{}: {problem}", path.display()))?;
    let rows = table.rows.into_iter().map(|row| FileRow { line: row.line as i64, cells: row.cells }).collect();
    Ok(Sheet { file: file.to_owned(), header: table.header, rows })
}
