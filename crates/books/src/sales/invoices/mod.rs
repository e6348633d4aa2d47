//! Invoices and credit notes: a draft with effective values and a provisional number becomes a booked, frozen paper.

mod amounts;
mod book_invoice;
mod change_draft;
mod credit_invoice;
mod delete_draft;
mod draft;
mod draft_invoice;
mod effective;
pub(crate) mod facts;
mod free_units;
mod list;
mod mailing;
mod printed;
mod read_invoice;
mod readdress;
mod refusals;
pub(crate) mod store;
#[cfg(test)]
pub(crate) mod tests;

use kernel::{
    AccountId, ClientId, Currency, Day, EntryId, ExchangeRate, GroupId, Instant, InvoiceId, InvoiceLineId, Money,
    ProductGroupId, ProductId, Quantity, Rate, SeriesId, SettlementId, UnitPrice, VatCodeId,
};
use serde::{Deserialize, Serialize};

use crate::ledger::Purpose;

pub use amounts::{Totals, VatTotal, line_net, totals};
pub use book_invoice::BookInvoice;
pub use change_draft::{ChangeDraft, DraftPatch};
pub use credit_invoice::{CreditInvoice, CreditLine};
pub use delete_draft::DeleteDraft;
pub(in crate::sales) use draft::Identity;
pub use draft::{Draft, DraftLine};
pub use draft_invoice::DraftInvoice;
pub use effective::{CompanyValues, Effective, Origin, Terms, Values, effective};
pub use facts::RecipientsOfGroup;
pub use free_units::{Agency, FreeUnits, FreeUse};
pub use list::{InvoiceRow, InvoiceTotals, InvoicesPage, ListInvoices};
pub use mailing::{CentralGroup, SentTo};
pub use printed::{Printed, PrintedLine, PrintedParty, PrintedVat};
pub use read_invoice::{
    AccountName, GroupOnPaper, InvoiceChoices, InvoiceView, PaidWith, PostedLine, ReadInvoice, ReadInvoiceChoices,
    ReadPrinted, ReadTerms, Related, TermsOfClient,
};
pub(crate) use readdress::Readdressed;

/// An invoice or a credit note. Amounts of a credit note are positive too; its entry turns them round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Invoice {
    pub id: InvoiceId,
    pub kind: Kind,
    /// Shown in brackets until the document is booked.
    pub provisional: i64,
    /// Final, from the series; a draft has none.
    pub number: Option<String>,
    pub series: Option<SeriesId>,
    /// Who owes.
    pub client: ClientId,
    /// Through whom it was booked; the client itself where it is empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<ClientId>,
    pub day: Day,
    /// When the service was done, where it is not the day of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_day: Option<Day>,
    pub due: Day,
    pub terms: Terms,
    /// The posting group valid for the client on the invoice's day.
    pub posting_group: GroupId,
    /// The control account that the document stands on, or would stand on if it were booked now.
    pub account: AccountId,
    pub reference: String,
    pub note: String,
    /// The invoice that a credit note corrects.
    pub credits: Option<InvoiceId>,
    /// The settlement of a corporate discount that the document came of: it counts in no volume.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settlement: Option<SettlementId>,
    pub lines: Vec<Line>,
    pub net: Money,
    pub vat: Money,
    pub gross: Money,
    /// What it is in the company's currency, where it is in another one and a rate is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub books: Option<InBooks>,
    pub booking: Option<Booking>,
    /// `manual`, `import` …
    pub source: String,
    pub version: i64,
}

/// A document of another currency in the company's: line by line, and VAT by code, each rounded once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InBooks {
    pub rate: ExchangeRate,
    /// The day that the rate was set for.
    pub rate_day: Day,
    pub net: Money,
    pub vat: Money,
    pub gross: Money,
}

/// When and by whom a document was booked, and the entry that came of it: none of free units alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Booking {
    pub entry: Option<EntryId>,
    pub at: Instant,
    /// Code of the actor.
    pub by: String,
}

/// A line as it stands on the paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub id: InvoiceLineId,
    pub product: Option<ProductId>,
    pub product_group: Option<ProductGroupId>,
    /// For whom the service is done, where that is not the client itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<ClientId>,
    pub text: String,
    pub quantity: Quantity,
    pub unit: String,
    pub unit_price: UnitPrice,
    pub discount: Rate,
    /// Empty on a draft while no VAT rule fits.
    pub vat_code: Option<VatCodeId>,
    pub vat_typed: bool,
    pub vat_rate: Rate,
    /// The sales account; empty on a draft while no VAT rule fits.
    pub account: Option<AccountId>,
    pub account_typed: bool,
    pub net: Money,
    /// The same in the company's currency, where the document is in another one and a rate is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub books_net: Option<Money>,
    /// Only on a line that costs nothing because a rebate in kind gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free: Option<FreeUnits>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Invoice,
    CreditNote,
}

impl Kind {
    pub const ALL: [Kind; 2] = [Kind::Invoice, Kind::CreditNote];

    pub fn code(self) -> &'static str {
        match self {
            Kind::Invoice => "invoice",
            Kind::CreditNote => "credit_note",
        }
    }

    /// Which series may number it.
    pub fn numbered_as(self) -> Purpose {
        match self {
            Kind::Invoice => Purpose::Invoice,
            Kind::CreditNote => Purpose::CreditNote,
        }
    }

    pub fn parse(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The word that people see.
    pub fn label(self) -> &'static str {
        match self {
            Kind::Invoice => "Invoice",
            Kind::CreditNote => "Credit note",
        }
    }
}

impl std::str::FromStr for Kind {
    type Err = CodeError;
    fn from_str(code: &str) -> Result<Self, CodeError> {
        Kind::parse(code).ok_or(CodeError("kind of document. Known are invoice and credit_note"))
    }
}

/// Where a document stands; it follows from booking, due day and what is open, and is never typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Draft,
    Booked,
    /// Booked, open in part, and not due yet.
    PartPaid,
    /// Booked, still open, and past its due day.
    Overdue,
    /// Nothing is open any more.
    Settled,
}

impl State {
    pub const ALL: [State; 5] = [State::Draft, State::Booked, State::PartPaid, State::Overdue, State::Settled];

    /// Open of how much, in minor units.
    pub fn of(booked: bool, due: Day, (open, gross): (i64, i64), today: Day) -> State {
        match (booked, open) {
            (false, _) => State::Draft,
            (true, 0) => State::Settled,
            (true, open) if open > 0 && due < today => State::Overdue,
            (true, open) if open > 0 && open < gross => State::PartPaid,
            (true, _) => State::Booked,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Booked => "booked",
            State::PartPaid => "part_paid",
            State::Overdue => "overdue",
            State::Settled => "settled",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            State::Draft => "Draft",
            State::Booked => "Booked",
            State::PartPaid => "Part paid",
            State::Overdue => "Overdue",
            State::Settled => "Settled",
        }
    }
}

impl std::str::FromStr for State {
    type Err = CodeError;
    fn from_str(code: &str) -> Result<Self, CodeError> {
        let found = State::ALL.into_iter().find(|state| state.code() == code);
        found.ok_or(CodeError("state. Known are draft, booked, part_paid, overdue and settled"))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This is not a {0}.")]
pub struct CodeError(&'static str);

impl Invoice {
    /// What people call it: the final number, or the provisional one in brackets.
    pub fn title(&self) -> String {
        self.number.clone().unwrap_or_else(|| format!("({})", self.provisional))
    }

    pub fn is_booked(&self) -> bool {
        self.booking.is_some()
    }

    /// The entry that booking made.
    pub fn entry(&self) -> Option<EntryId> {
        self.booking.as_ref().and_then(|booking| booking.entry)
    }

    /// The day by which it is decided in which year the document counts.
    pub fn served(&self) -> Day {
        self.service_day.unwrap_or(self.day)
    }

    pub fn currency(&self) -> Currency {
        self.terms.currency.value
    }

    /// The amount to be paid in the company's currency, as far as a rate is known.
    pub fn gross_in_books(&self) -> Money {
        self.books.map_or(self.gross, |books| books.gross)
    }

    /// Net, VAT and gross by VAT code, as the lines say.
    pub fn totals(&self) -> Result<Totals, kernel::MoneyError> {
        totals(self.lines.iter().map(|line| (line.vat_code, line.vat_rate, line.net)), self.currency())
    }

    /// Takes over the ids of the lines of `before` where every line says the same as there; answers whether they do.
    fn keep_lines_of(&mut self, before: &Invoice) -> bool {
        let same = |(line, old): (&Line, &Line)| Line { id: old.id, ..line.clone() } == *old;
        let stand = self.lines.len() == before.lines.len() && self.lines.iter().zip(&before.lines).all(same);
        if stand {
            self.lines.clone_from(&before.lines);
        }
        stand
    }
}

/// A group that the client was in on the invoice's day, with its name of then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupThen {
    pub id: GroupId,
    pub kind: String,
    pub name: String,
}

/// What can happen to invoices.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    Drafted(Box<Invoice>),
    DraftChanged {
        before: Box<Invoice>,
        after: Box<Invoice>,
    },
    DraftDeleted(Box<Invoice>),
    /// The draft is frozen as `invoice`, with its groups and its paper.
    Booked {
        invoice: Box<Invoice>,
        groups: Vec<GroupThen>,
        printed: Box<Printed>,
        /// The lines are those of the draft, so that there is nothing to write in their table.
        #[serde(skip)]
        lines_stand: bool,
    },
    /// A document that another program booked comes in with the entry that the import made.
    TakenIn {
        invoice: Box<Invoice>,
        groups: Vec<GroupThen>,
    },
}
