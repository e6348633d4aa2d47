//! What a report asks for: a typed value that the page's address, the API and saved reports share.

use kernel::{Currency, Refusal};
use serde::{Deserialize, Serialize};

use super::codes::choices;
use super::during::{DateBasis, During};
use super::field::{Field, Filter, How};
use super::measure::Measure;
use crate::Permission;

choices! {
    /// What the rows are.
    Dataset, "dataset" {
        Time = "time", "Time";
        Clients = "clients", "Clients";
        /// Lines of booked invoices; a credit note's count against them.
        Invoices = "invoices", "Invoices";
        /// Debit and credit lines of the journal.
        Ledger = "ledger", "Ledger";
    }
}

choices! {
    /// Whose client and groups a line of an invoice counts for.
    Party, "party" {
        /// Who is billed.
        Payer = "payer", "Payer";
        /// For whom the service is done.
        Recipient = "recipient", "Recipient";
    }
}

choices! {
    /// How the report is drawn.
    Chart, "chart" {
        Columns = "columns", "Columns";
        Lines = "lines", "Lines";
        None = "none", "None";
    }
}

/// Levels that rows can be grouped by.
pub const MOST_LEVELS: usize = 2;

/// A report. It stores ids of groups, so that a group that is renamed keeps its place in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    pub dataset: Dataset,
    /// All of them must hold.
    #[serde(default)]
    pub filters: Vec<Filter>,
    /// Figures shown, in this order; none are the dataset's usual ones.
    #[serde(default)]
    pub columns: Vec<Measure>,
    /// Up to two levels; without any every row stands for itself.
    #[serde(default)]
    pub group_by: Vec<Field>,
    #[serde(default = "columns")]
    pub chart: Chart,
    /// On which day groups count; `None` is the dataset's usual one.
    #[serde(default)]
    pub date_basis: Option<DateBasis>,
    /// Who is meant by a client; only invoices tell recipients from payers.
    #[serde(default = "payer", skip_serializing_if = "is_payer")]
    pub party: Party,
    #[serde(default)]
    pub period: During,
    /// Lists archived clients too.
    #[serde(default)]
    pub inactive: bool,
}

fn columns() -> Chart {
    Chart::Columns
}

fn payer() -> Party {
    Party::Payer
}

fn is_payer(party: &Party) -> bool {
    *party == Party::Payer
}

impl Dataset {
    /// What one needs beside the right to run reports; which clients count is a question of sight.
    pub fn needs(self) -> Permission {
        match self {
            Dataset::Time | Dataset::Clients => Permission::ViewOwnClients,
            Dataset::Invoices => Permission::ViewInvoices,
            Dataset::Ledger => Permission::ViewLedger,
        }
    }

    /// Money as posted, lists and time as of today.
    pub fn usual_basis(self) -> DateBasis {
        match self {
            Dataset::Invoices | Dataset::Ledger => DateBasis::AsPosted,
            Dataset::Clients | Dataset::Time => DateBasis::Today,
        }
    }

    /// Who can be meant by a client.
    pub fn parties(self) -> &'static [Party] {
        if self == Dataset::Invoices { Party::ALL } else { &[Party::Payer] }
    }

    pub fn filters(self) -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied().filter(move |field| field.is_of(self) && field.is_filter())
    }

    pub fn levels(self) -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied().filter(move |field| field.is_of(self) && field.is_level())
    }
}

impl Definition {
    /// A clean report: nothing is left out.
    pub fn of(dataset: Dataset) -> Definition {
        Definition {
            dataset,
            filters: Vec::new(),
            columns: Vec::new(),
            group_by: Vec::new(),
            chart: Chart::Columns,
            date_basis: None,
            party: Party::Payer,
            period: During::Always,
            inactive: false,
        }
    }

    /// A list of clients has no days of its own, so that "as posted" means today there.
    pub fn basis(&self) -> DateBasis {
        match (self.dataset, self.date_basis.unwrap_or(self.dataset.usual_basis())) {
            (Dataset::Clients, DateBasis::AsPosted) => DateBasis::Today,
            (_, basis) => basis,
        }
    }

    pub fn measures(&self) -> Vec<Measure> {
        if self.columns.is_empty() { Measure::usual(self.dataset).to_vec() } else { self.columns.clone() }
    }

    #[must_use]
    pub fn filtered(mut self, field: Field, how: How, values: &[&str]) -> Definition {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        self.filters.push(Filter { field, how, values });
        self
    }

    #[must_use]
    pub fn grouped(mut self, levels: &[Field]) -> Definition {
        self.group_by = levels.to_vec();
        self
    }

    /// Refuses what cannot be asked of the dataset.
    pub fn check(&self, currency: Currency) -> Result<(), Refusal> {
        let dataset = self.dataset;
        if !dataset.parties().contains(&self.party) {
            return Err(unreadable("party", self.party.label().to_owned(), dataset));
        }
        for filter in &self.filters {
            let field = filter.field;
            if !field.is_of(dataset) || !field.ways().contains(&filter.how) {
                return Err(unreadable("filters", format!("{} {}", field.label(), filter.how.label()), dataset));
            }
            if let Some(value) = filter.values.iter().find(|value| field.read(value, currency).is_none()) {
                return Err(unreadable("filters", format!("{} “{value}”", field.label()), dataset));
            }
        }
        if let Some(field) = self.group_by.iter().find(|field| !field.is_of(dataset) || !field.is_level()) {
            return Err(unreadable("group_by", field.label().to_owned(), dataset));
        }
        let twice = matches!(self.group_by[..], [first, second] if first == second);
        if self.group_by.len() > MOST_LEVELS || twice {
            return Err(Refusal::field(
                "REPORT_LEVELS",
                "group_by",
                "The rows cannot be grouped like that.",
                "A report has at most two levels, each by something else. Take one away.",
            ));
        }
        match self.columns.iter().find(|column| !column.is_of(dataset)) {
            Some(column) => Err(unreadable("columns", column.label().to_owned(), dataset)),
            None => Ok(()),
        }
    }
}

fn unreadable(field: &'static str, what: String, dataset: Dataset) -> Refusal {
    Refusal::field(
        "FILTER_UNREADABLE",
        field,
        "The report cannot be read.",
        format!(
            "{what}: a report on {} has no such thing. Take it away or choose another.",
            dataset.label().to_lowercase()
        ),
    )
}

impl Definition {
    /// The single rows behind a group of this report: the same filters, and what the keys have in common.
    #[must_use]
    pub fn inside(&self, keys: &[&super::Key], today: kernel::Day) -> Definition {
        let mut inside = Definition { group_by: Vec::new(), ..self.clone() };
        for key in keys {
            inside = match (key.field, key.code.as_deref()) {
                (Field::Month, Some(month)) => inside.within(month, today),
                (field, Some(code)) => inside.filtered(field, How::Any, &[code]),
                (field, None) => inside.filtered(field, How::Without, &[]),
            };
        }
        inside
    }

    fn within(mut self, month: &str, today: kernel::Day) -> Definition {
        if let Ok(month) = month.parse::<kernel::Month>() {
            let (first, last) = (month.first_day(), month.last_day());
            let (from, to) =
                self.period.days(today).map_or((first, last), |(from, to)| (from.max(first), to.min(last)));
            self.period = During::Days(from, to);
        }
        self
    }
}
