//! `coterie import company DIR`: clients and groups out of an export, into a company that has none.

use std::path::PathBuf;
use std::sync::Arc;

use books::exchange::{COMPANY_TABLES, TakeInCompany};
use serde_json::json;

use super::books::sheet;
use crate::cli::show;
use crate::cli::trouble::Done;
use crate::house::At;

/// Take clients and groups of every kind in, from the folder that an export of a company wrote
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  coterie export company ./books --company harbour
  coterie import company ./books --company quay

The company has no clients, groups and entries of its own yet, and a chart with the accounts that the customer groups \
name. Clients, groups, types and memberships with their dates come in; entries, invoices and time do not. Exporting it \
again gives the same files.")]
pub struct Company {
    /// The folder that the export wrote
    pub folder: PathBuf,
    /// The company in the data directory; not needed where there is only one
    #[arg(long, env = "COTERIE_COMPANY", value_name = "SLUG", help_heading = "Where and how")]
    pub company: Option<String>,
}

pub fn run(at: &At, company: &Company) -> Done {
    let mut sheets = Vec::new();
    for table in COMPANY_TABLES {
        sheets.push(sheet(&company.folder, &format!("{table}.csv"))?);
    }
    let house = at.open()?;
    let caller = house.operator(house.company(company.company.as_deref())?.id);
    let taken = house.desk.perform(&caller, TakeInCompany { sheets: Arc::new(sheets) })?;
    let (clients, groups, memberships) = (taken.clients, taken.groups, taken.memberships);
    let mut said = format!("{clients} clients, {groups} groups and {memberships} memberships are taken in.");
    for left in &taken.left_out {
        said.push_str(&format!("\nLeft out: {left}"));
    }
    let shown = json!({ "clients": clients, "groups": groups, "memberships": memberships, "left_out": taken.left_out });
    show::done(at.json, &shown, format_args!("{said}"));
    Ok(())
}
