//! Takes in booked entries with their invoices; those whose document is there already stay as they are.

use std::collections::{HashMap, HashSet};

use kernel::{AccountId, Failure, IdMaker, Refusal, Stamp};
use serde::{Deserialize, Serialize};

use super::{NewEntry, Taken, invoice, store};
use crate::clients::{self, Client};
use crate::company::{self, Company};
use crate::groups::{self, PostingGroup};
use crate::ledger::{self, ClosedMonths, Control, Entry, Heading, Line, Opens, Source, VatCode};
use crate::sales::invoices::{Change as InvoiceChange, store as invoice_store};
use crate::{Act, Change, Decision, Permission, Result, Scene, accept};

/// At most 200 entries, in the order in which they were booked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TakeInEntries {
    pub entries: Vec<NewEntry>,
}

/// What entries are made with.
pub struct Facts {
    pub(super) company: Company,
    pub(super) accounts: HashMap<String, (AccountId, Control)>,
    pub(super) clients: HashMap<String, Client>,
    pub(super) groups: Vec<PostingGroup>,
    pub(super) vat_codes: Vec<VatCode>,
    pub(super) zone: kernel::VatZoneId,
    known: HashSet<String>,
    closed: ClosedMonths,
    next_entry: i64,
    next_provisional: i64,
}

impl Act for TakeInEntries {
    const NAME: &'static str = "take_in_entries";
    const NEEDS: Permission = Permission::ManageCompany;
    type Facts = Facts;
    type Outcome = Taken;

    fn load(&self, scene: &Scene<'_>) -> Result<Facts> {
        let documents: Vec<&str> = self.entries.iter().map(|entry| entry.document.as_str()).collect();
        let mut numbers: Vec<String> = self.entries.iter().filter_map(|entry| entry.client.clone()).collect();
        numbers.sort();
        numbers.dedup();
        let accounts = ledger::store::accounts(scene)?;
        let clients = clients::store::among(scene, "number", &numbers)?;
        let zones = ledger::store::vat_zones(scene)?;
        Ok(Facts {
            company: company::read(scene)?,
            accounts: accounts.into_iter().map(|account| (account.number, (account.id, account.control))).collect(),
            clients: clients.into_iter().map(|client| (client.number.to_string(), client)).collect(),
            groups: groups::store::posting_groups(scene)?,
            vat_codes: ledger::store::vat_codes(scene)?,
            zone: zones.first().map(|zone| zone.id).ok_or_else(|| Failure::broken("the company has no VAT zone"))?,
            known: store::known_documents(scene, &documents)?,
            closed: ledger::store::closed_months(scene)?,
            next_entry: ledger::next_entry_number(scene)?,
            next_provisional: invoice_store::next_provisional(scene)?,
        })
    }

    fn decide(self, facts: Facts, stamp: &Stamp) -> Decision<Taken> {
        let mut ids = stamp.ids();
        let mut taken = Taken::default();
        let (mut posted, mut invoices): (Vec<Change>, Vec<Change>) = (Vec::new(), Vec::new());
        for new in &self.entries {
            if facts.known.contains(&new.document) {
                taken.unchanged += 1;
                continue;
            }
            facts.closed.refuse(new.day)?;
            let mut entry = facts.entry(new, facts.next_entry + taken.created, &mut ids)?;
            if !new.invoice.is_empty() {
                let provisional = facts.next_provisional + invoices.len() as i64;
                let (invoice, groups) = invoice::booked(new, &entry, provisional, &facts, &mut ids, stamp)?;
                let owed =
                    entry.lines.iter_mut().filter(|(_, line)| line.account == invoice.account && line.opens.is_some());
                owed.for_each(|(_, line)| line.opens = Some(Opens { due: invoice.due, document: Some(invoice.id) }));
                invoices.push(InvoiceChange::TakenIn { invoice: Box::new(invoice), groups }.into());
            }
            posted.push(ledger::Change::EntryPosted(Box::new(entry)).into());
            taken.created += 1;
        }
        posted.extend(invoices);
        let text = match taken.created {
            1 => "1 entry taken in with the books".to_owned(),
            created => format!("{created} entries taken in with the books"),
        };
        Ok(accept(taken, posted).says(text))
    }
}

impl Facts {
    pub(super) fn account(&self, number: &str, document: &str) -> Result<(AccountId, Control)> {
        self.accounts.get(number).copied().ok_or_else(|| account_unknown(number, document).into())
    }

    pub(super) fn client(&self, new: &NewEntry) -> Result<Option<&Client>> {
        let Some(number) = &new.client else { return Ok(None) };
        let client = self.clients.get(number);
        client.map(Some).ok_or_else(|| client_unknown(number, &new.document).into())
    }

    fn entry(&self, new: &NewEntry, number: i64, ids: &mut IdMaker) -> Result<Entry> {
        let client = self.client(new)?;
        let mut lines = Vec::with_capacity(new.lines.len());
        for (account, amount) in new.lines.iter().filter(|(_, amount)| *amount != 0) {
            let (account, control) = self.account(account, &new.document)?;
            lines.push(match (control, client) {
                (Control::Receivable, Some(client)) => {
                    Line::of_client(account, client.id, *amount).opening(new.day, None)
                }
                (Control::Receivable, None) => return Err(party_missing(&new.document).into()),
                _ => Line::on(account, *amount),
            });
        }
        let text = match client {
            Some(client) => format!("{} {}, {}", new.text, new.document, client.details.name),
            None => format!("{} {}", new.text, new.document),
        };
        let heading = Heading {
            number,
            day: new.day,
            text,
            source: if new.invoice.is_empty() { Source::Import } else { Source::Invoice },
            document: Some(new.document.clone()),
            reverses: None,
        };
        Ok(Entry::balanced(heading, lines, self.company.currency, ids)?)
    }
}

fn account_unknown(number: &str, document: &str) -> Refusal {
    Refusal::rule(
        "ACCOUNT_UNKNOWN",
        format!("{document} posts to account {number}."),
        "The chart has no such account. Add it to the chart, or correct the posting.",
    )
}

fn client_unknown(number: &str, document: &str) -> Refusal {
    Refusal::rule(
        "CLIENT_UNKNOWN",
        format!("{document} names client {number}."),
        "There is no such client. Add it to the clients, or correct the posting.",
    )
}

fn party_missing(document: &str) -> Refusal {
    Refusal::rule(
        "CONTROL_ACCOUNT_NEEDS_PARTY",
        format!("{document} posts to a receivables account without a client."),
        "Every line on a control account belongs to a client. Name the client in the posting.",
    )
}
