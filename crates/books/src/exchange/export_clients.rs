//! Exports clients: everything that the one who asks may see, under the headers that an import knows.

use std::collections::HashMap;

use kernel::{Currency, MemberId, VatZoneId, join_list};

use super::{Field, store};
use crate::clients::{Filter, LONGEST_PAGE, Lifecycle, ListClients, ListedClient, Shelf, Sort};
use crate::groups::Kind;
use crate::{Ask, Permission, Result, Scene, ledger};

/// Clients as a table for a file; the default filter means everyone but those in the trash.
#[derive(Clone, Debug)]
pub struct ExportClients {
    pub filter: Filter,
}

impl Default for ExportClients {
    fn default() -> Self {
        ExportClients { filter: Filter { shelf: Shelf::Any, ..Filter::default() } }
    }
}

/// A table that goes out.
#[derive(Clone, Debug)]
pub struct OutTable {
    pub header: Vec<String>,
    pub rows: Vec<Vec<OutCell>>,
}

/// A cell that goes out; whoever writes the file decides how.
#[derive(Clone, Debug, PartialEq)]
pub enum OutCell {
    Text(String),
    Integer(i64),
    /// Minor units, and how many of their digits stand behind the point.
    Amount {
        minor: i64,
        decimals: u32,
    },
    Empty,
}

impl OutCell {
    pub(super) fn text(text: impl Into<String>) -> OutCell {
        OutCell::Text(text.into())
    }

    pub(super) fn maybe(text: Option<impl ToString>) -> OutCell {
        text.map_or(OutCell::Empty, |text| OutCell::Text(text.to_string()))
    }
}

/// What ids stand for in a file.
struct Words {
    zones: HashMap<VatZoneId, String>,
    members: HashMap<MemberId, String>,
    currency: Currency,
}

impl Ask for ExportClients {
    const NEEDS: Permission = Permission::ImportClients;
    type Answer = OutTable;

    fn answer(self, scene: &Scene<'_>) -> Result<OutTable> {
        let words = Words {
            zones: ledger::store::vat_zones(scene)?.into_iter().map(|zone| (zone.id, zone.code)).collect(),
            members: store::every_member(scene)?.into_iter().collect(),
            currency: crate::company::read(scene)?.currency,
        };
        let mut header: Vec<String> = Field::ALL.iter().map(|field| field.label().to_owned()).collect();
        header.push("Archived".to_owned());
        let mut rows = Vec::new();
        let mut cursor = None;
        loop {
            let question = ListClients {
                filter: self.filter.clone(),
                sort: Sort::default(),
                cursor,
                limit: LONGEST_PAGE,
                counted: false,
            };
            let page = question.answer(scene)?;
            rows.extend(page.rows.iter().map(|row| table_row(row, &words)));
            cursor = page.next;
            if cursor.is_none() {
                return Ok(OutTable { header, rows });
            }
        }
    }
}

fn table_row(row: &ListedClient, words: &Words) -> Vec<OutCell> {
    let mut cells: Vec<OutCell> = Field::ALL.iter().map(|field| cell(*field, row, words)).collect();
    cells.push(if row.client.archived { OutCell::text("yes") } else { OutCell::Empty });
    cells
}

fn cell(field: Field, row: &ListedClient, words: &Words) -> OutCell {
    let (client, details) = (&row.client, &row.client.details);
    let maybe = |text: &Option<String>| OutCell::maybe(text.as_ref());
    match field {
        Field::Number => OutCell::text(client.number.to_string()),
        Field::Name => OutCell::text(details.name.to_string()),
        Field::LegalEntity => OutCell::maybe(details.legal_entity.map(|entity| entity.label())),
        Field::BusinessName => maybe(&details.business_name),
        Field::Email => OutCell::maybe(details.email.as_ref()),
        Field::Phone => maybe(&details.phone),
        Field::RegistrationNumber => maybe(&details.registration_number),
        Field::TaxNumber => maybe(&details.tax_number),
        Field::Street => maybe(&details.address.street),
        Field::Zip => maybe(&details.address.zip),
        Field::City => maybe(&details.address.city),
        Field::Country => OutCell::maybe(details.address.country),
        Field::MailingStreet => maybe(&details.mailing_address.street),
        Field::MailingZip => maybe(&details.mailing_address.zip),
        Field::MailingCity => maybe(&details.mailing_address.city),
        Field::MailingCountry => OutCell::maybe(details.mailing_address.country),
        Field::Language => maybe(&details.language),
        Field::Currency => OutCell::maybe(details.currency),
        Field::PaymentDays => details.payment_days.map_or(OutCell::Empty, OutCell::Integer),
        Field::Discount => OutCell::maybe(details.discount),
        Field::VatZone => OutCell::maybe(details.vat_zone.and_then(|zone| words.zones.get(&zone))),
        Field::CreditLimit => match details.credit_limit {
            Some(minor) => {
                let decimals = details.currency.unwrap_or(words.currency).decimals();
                OutCell::Amount { minor, decimals }
            }
            None => OutCell::Empty,
        },
        Field::Responsible => OutCell::maybe(details.responsible.and_then(|member| words.members.get(&member))),
        Field::CustomerGroup => OutCell::text(&row.customer_group),
        Field::ClientGroups => {
            let names: Vec<&str> = row
                .groups
                .iter()
                .filter(|group| group.kind == Kind::Segment)
                .map(|group| group.name.as_str())
                .collect();
            if names.is_empty() { OutCell::Empty } else { OutCell::text(join_list(&names)) }
        }
        Field::Note => {
            if details.note.is_empty() {
                OutCell::Empty
            } else {
                OutCell::text(&details.note)
            }
        }
        Field::Prospect => {
            if client.lifecycle == Lifecycle::Prospect {
                OutCell::text("yes")
            } else {
                OutCell::Empty
            }
        }
    }
}
