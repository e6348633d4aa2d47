//! The figures of a report, and how each follows from the sums that the database answers.

use super::codes::choices;
use super::definition::Dataset;

choices! {
    /// A column of figures.
    Measure, "column" {
        Clients = "clients", "Clients";
        Hours = "hours", "Hours";
        BillableShare = "billable", "Billable";
        Amount = "amount", "Amount";
        PerHour = "per_hour", "Per hour";
        Entries = "entries", "Entries";
        Net = "net", "Net";
        Invoices = "invoices", "Invoices";
        Lines = "lines", "Lines";
        Debit = "debit", "Debit";
        Credit = "credit", "Credit";
        Balance = "balance", "Balance";
        OpenBalance = "open_balance", "Open balance";
    }
}

/// Sums over some rows. What `sums` are depends on the dataset:
/// time: minutes, billable minutes, billable amount; invoices: net; ledger: balance, debit, credit;
/// clients: open balance. Money in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub rows: i64,
    /// Different documents: invoices, journal entries.
    pub documents: i64,
    /// Different clients.
    pub clients: i64,
    pub sums: [i64; 3],
}

/// One figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    Count(i64),
    Minutes(i64),
    /// Minor units of the company's currency.
    Money(i64),
    /// Whole per cent.
    Percent(i64),
    /// There is nothing to divide by.
    Nothing,
}

impl Measure {
    /// The columns of a dataset that nobody chose columns for; the first is what its chart shows.
    pub fn usual(dataset: Dataset) -> &'static [Measure] {
        use Measure::{
            Amount, Balance, BillableShare, Clients, Credit, Debit, Hours, Invoices, Net, OpenBalance, PerHour,
        };
        match dataset {
            Dataset::Time => &[Clients, Hours, BillableShare, Amount, PerHour],
            Dataset::Clients => &[Clients, OpenBalance],
            Dataset::Invoices => &[Clients, Invoices, Net],
            Dataset::Ledger => &[Debit, Credit, Balance],
        }
    }

    /// What the dataset is mainly about: its rows are ordered by it and its chart shows it.
    pub fn main(dataset: Dataset) -> Measure {
        match dataset {
            Dataset::Time => Measure::Hours,
            Dataset::Clients => Measure::Clients,
            Dataset::Invoices => Measure::Net,
            Dataset::Ledger => Measure::Balance,
        }
    }

    pub fn is_of(self, dataset: Dataset) -> bool {
        match self {
            Measure::Clients => true,
            Measure::Hours | Measure::BillableShare | Measure::Amount | Measure::PerHour => dataset == Dataset::Time,
            Measure::Entries => matches!(dataset, Dataset::Time | Dataset::Ledger),
            Measure::Net | Measure::Invoices | Measure::Lines => dataset == Dataset::Invoices,
            Measure::Debit | Measure::Credit | Measure::Balance => dataset == Dataset::Ledger,
            Measure::OpenBalance => dataset == Dataset::Clients,
        }
    }

    pub fn of(self, figures: &Figures) -> Figure {
        let [first, second, third] = figures.sums;
        match self {
            Measure::Clients => Figure::Count(figures.clients),
            Measure::Entries | Measure::Invoices => Figure::Count(figures.documents),
            Measure::Lines => Figure::Count(figures.rows),
            Measure::Hours => Figure::Minutes(first),
            Measure::BillableShare => divided(second, 100, first).map_or(Figure::Nothing, Figure::Percent),
            Measure::Amount => Figure::Money(third),
            Measure::PerHour => divided(third, 60, first).map_or(Figure::Nothing, Figure::Money),
            Measure::Net | Measure::Balance | Measure::OpenBalance => Figure::Money(first),
            Measure::Debit => Figure::Money(second),
            Measure::Credit => Figure::Money(third),
        }
    }
}

/// `value × times ÷ by`, half away from zero; `None` when it cannot be said.
fn divided(value: i64, times: i64, by: i64) -> Option<i64> {
    let (value, by) = (i128::from(value) * i128::from(times), i128::from(by));
    if by <= 0 {
        return None;
    }
    i64::try_from((value.abs() * 2 + by) / (by * 2) * value.signum()).ok()
}

/// Minutes as hundredths of an hour, half away from zero: what a column headed “Hours” shows.
pub fn hundredths_of_hours(minutes: i64) -> i64 {
    divided(minutes, 100, 60).unwrap_or_default()
}
