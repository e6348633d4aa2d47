//! A company comes back from its export: clients, groups of every kind, and who was in them since when, into a company that
//! has none of its own. rules/exchange-company.md
//!
//! What stands in the files stands in the company afterwards, so that exporting it again gives the same files.

mod clients;
mod corporate;
mod groups;
mod memberships;
mod smart;
mod store;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use kernel::{ClientId, ClientTypeId, Currency, GroupId, IdMaker, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::books_in::Sheet;
use super::{Knowledge, facts};
use crate::groups::corporate::{ClientType, CorporateGroup, CorporateType};
use crate::groups::{Group, GroupSet, Kind, PostingGroup};
use crate::ledger::{Account, Series, VatZone};
use crate::{Act, Change, Decision, Permission, Result, Scene, accept, ledger};

pub(super) use smart::words;

/// The tables that are read, by the names of their files; those of entries, invoices and time stay where they are.
pub const TABLES: [&str; 13] = [
    "client-type-names",
    "corporate-types",
    "customer-groups",
    "client-group-sets",
    "client-groups",
    "clients",
    "client-records",
    "client-types",
    "billing-groups",
    "memberships",
    "corporate-groups",
    "corporate-heads",
    "corporate-memberships",
];

/// Takes everything in, or nothing.
#[derive(Clone, Debug)]
pub struct TakeInCompany {
    /// The tables, each under the name of its file.
    pub sheets: Arc<Vec<Sheet>>,
}

/// What was taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyTaken {
    pub clients: i64,
    pub groups: i64,
    pub memberships: i64,
    /// Whoever is responsible and is no member here.
    pub left_out: Vec<String>,
}

/// What is there: a chart, zones and series, and the groups and types that every company begins with.
pub struct Facts {
    is_empty: bool,
    knowledge: Knowledge,
    currency: Currency,
    accounts: Vec<Account>,
    zones: Vec<VatZone>,
    series: Vec<Series>,
    posting: Vec<PostingGroup>,
    client_types: Vec<ClientType>,
    corporate_types: Vec<CorporateType>,
}

/// What has been read so far, by the names in the files.
struct Taking<'a> {
    facts: &'a Facts,
    sheets: &'a [Sheet],
    ids: IdMaker,
    changes: Vec<Change>,
    /// What can only be said once everybody is in.
    last: Vec<Change>,
    taken: CompanyTaken,
    client_types: HashMap<String, ClientType>,
    corporate_types: HashMap<String, CorporateType>,
    posting: HashMap<String, PostingGroup>,
    sets: HashMap<String, GroupSet>,
    segments: HashMap<String, Group>,
    billing: HashMap<String, Group>,
    corporate: Vec<CorporateGroup>,
    clients: HashMap<String, ClientId>,
    types_of: HashMap<ClientId, Vec<ClientTypeId>>,
    /// The corporate group in which a client holds a slot.
    held: HashMap<(ClientId, String), GroupId>,
    this_year: i64,
}

impl Act for TakeInCompany {
    const NAME: &'static str = "take_in_company";
    const NEEDS: Permission = Permission::ManageCompany;
    type Facts = Facts;
    type Outcome = CompanyTaken;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        Ok(Facts {
            is_empty: store::is_empty(scene)?,
            knowledge: facts::knowledge(scene)?,
            currency: crate::company::read(scene)?.currency,
            accounts: ledger::store::accounts(scene)?,
            zones: ledger::store::vat_zones(scene)?,
            series: ledger::series(scene)?,
            posting: crate::groups::store::posting_groups(scene)?,
            client_types: crate::groups::corporate::store::client_types(scene)?,
            corporate_types: crate::groups::corporate::store::types(scene)?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<CompanyTaken> {
        if !facts.is_empty {
            return Err(not_empty().into());
        }
        let mut taking = Taking {
            facts: &facts,
            sheets: &self.sheets,
            ids: stamp.ids(),
            changes: Vec::new(),
            last: Vec::new(),
            taken: CompanyTaken::default(),
            client_types: HashMap::new(),
            corporate_types: HashMap::new(),
            posting: HashMap::new(),
            sets: HashMap::new(),
            segments: HashMap::new(),
            billing: HashMap::new(),
            corporate: Vec::new(),
            clients: HashMap::new(),
            types_of: HashMap::new(),
            held: HashMap::new(),
            this_year: stamp.today.year().number(),
        };
        taking.types()?;
        taking.sets()?;
        taking.customer_groups()?;
        taking.client_groups()?;
        taking.clients()?;
        taking.billing_groups()?;
        // Memberships of every kind are told together, so every group stands before them.
        taking.corporate_groups()?;
        taking.memberships()?;
        taking.corporate_memberships()?;
        taking.corporate_heads()?;
        // From here everything will be taken in.
        let Taking { mut changes, last, taken, .. } = taking;
        changes.extend(last);
        let text = format!("{} clients and {} groups taken in from an export", taken.clients, taken.groups);
        Ok(accept(taken, changes).says(text))
    }
}

impl<'a> Taking<'a> {
    fn sheet(&self, name: &str) -> Result<&'a Sheet> {
        let file = format!("{name}.csv");
        let found = self.sheets.iter().find(|sheet| sheet.file == file);
        found.ok_or_else(|| file_missing(&file).into())
    }

    fn group(&mut self, kind: Kind, name: kernel::Name, note: &str) -> Group {
        self.taken.groups += 1;
        Group {
            id: self.ids.next(),
            kind,
            name,
            color: 0,
            note: note.to_owned(),
            set: None,
            smart: None,
            archived: false,
            version: 1,
        }
    }
}

fn not_empty() -> Refusal {
    Refusal::rule(
        "COMPANY_NOT_EMPTY",
        "The company has clients or groups of its own already.",
        "Two companies cannot be made one by their files. Take the export into a new company, before anything is added to it.",
    )
}

fn file_missing(file: &str) -> Refusal {
    Refusal::rule(
        "EXPORT_FILE_MISSING",
        format!("The export has no file {file}."),
        "An export of a whole company has all of its tables. Export it again, and name the folder.",
    )
}
