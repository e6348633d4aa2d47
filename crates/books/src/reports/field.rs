//! What a report can be filtered and grouped by.

use kernel::{AccountId, ClientId, Currency, GroupId, Id, MemberId, Money, ProductId, Uuid};
use serde::{Deserialize, Serialize};

use super::codes::choices;
use super::definition::Dataset;
use crate::clients::Status;
use crate::groups::Kind;

choices! {
    /// One thing that rows of a report have.
    Field, "field" {
        ClientGroup = "client_group", "Client group";
        CustomerGroup = "customer_group", "Customer group";
        BillingGroup = "billing_group", "Billing group";
        CorporateGroup = "corporate_group", "Corporate group";
        Client = "client", "Client";
        Status = "status", "Status";
        Responsible = "responsible", "Responsible";
        Member = "member", "Member";
        WorkType = "work_type", "Work type";
        Billable = "billable", "Billable";
        Account = "account", "Account";
        Product = "product", "Product";
        Document = "document", "Document";
        /// Rows of one amount: filters only.
        Amount = "amount", "Amount";
        /// Levels only: the period says which days.
        Month = "month", "Month";
    }
}

choices! {
    /// How a field must match the values.
    How, "way to match" {
        Any = "any", "is any of";
        All = "all", "is all of";
        None = "none", "is none of";
        Without = "without", "is empty";
        AtLeast = "at_least", "is at least";
        AtMost = "at_most", "is at most";
    }
}

/// One condition. A list without values, or of values that are gone, matches nothing: it never widens the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    pub field: Field,
    pub how: How,
    /// Ids, codes, texts or one amount, as the field has them.
    #[serde(default)]
    pub values: Vec<String>,
}

/// A value of a filter, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    Id(Uuid),
    /// Whoever looks at the report.
    Me,
    Text(String),
    /// Minor units.
    Amount(i64),
}

impl Field {
    /// The ways in which the field can match.
    pub fn ways(self) -> &'static [How] {
        match self {
            Field::ClientGroup | Field::BillingGroup | Field::CorporateGroup => {
                &[How::Any, How::All, How::None, How::Without]
            }
            Field::Status | Field::Billable | Field::Document => &[How::Any, How::None],
            Field::Amount => &[How::AtLeast, How::AtMost],
            Field::Month => &[],
            Field::Member => &[How::Any, How::None],
            Field::CustomerGroup
            | Field::Client
            | Field::Responsible
            | Field::WorkType
            | Field::Account
            | Field::Product => &[How::Any, How::None, How::Without],
        }
    }

    /// Whether rows of the dataset have it.
    pub fn is_of(self, dataset: Dataset) -> bool {
        match self {
            Field::ClientGroup | Field::CustomerGroup | Field::BillingGroup | Field::CorporateGroup => true,
            Field::Client | Field::Status | Field::Responsible | Field::Amount => true,
            Field::Member | Field::WorkType | Field::Billable => dataset == Dataset::Time,
            Field::Account => matches!(dataset, Dataset::Invoices | Dataset::Ledger),
            Field::Product | Field::Document => dataset == Dataset::Invoices,
            Field::Month => dataset != Dataset::Clients,
        }
    }

    /// The kind of groups that it asks for.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Field::ClientGroup => Some(Kind::Segment),
            Field::CustomerGroup => Some(Kind::Posting),
            Field::BillingGroup => Some(Kind::Billing),
            Field::CorporateGroup => Some(Kind::Corporate),
            _ => None,
        }
    }

    /// That kind, where one client can stand in several: its rows stand under each of them.
    pub(super) fn several(self) -> Option<Kind> {
        self.kind().filter(|kind| *kind != Kind::Posting)
    }

    pub fn is_filter(self) -> bool {
        !self.ways().is_empty()
    }

    pub fn is_level(self) -> bool {
        self != Field::Amount
    }

    /// Reads a value of a filter; `None` when it can be none of this field's.
    pub fn read(self, text: &str, currency: Currency) -> Option<Known> {
        match self {
            _ if self.kind().is_some() => id::<GroupId>(text),
            Field::Client => id::<ClientId>(text),
            Field::Responsible | Field::Member if text == "me" => Some(Known::Me),
            Field::Responsible | Field::Member => id::<MemberId>(text),
            Field::Account => id::<AccountId>(text),
            Field::Product => id::<ProductId>(text),
            Field::Status => Status::parse(text).map(|status| Known::Text(status.code().to_owned())),
            Field::Billable => one_of(text, &["yes", "no"]),
            Field::Document => one_of(text, &["invoice", "credit_note"]),
            Field::WorkType => Some(Known::Text(text.to_owned())),
            Field::Amount => Money::parse(text, currency).ok().map(|money| Known::Amount(money.minor)),
            _ => None,
        }
    }

    /// The text form of an id that is this field's key.
    pub(super) fn write_id(self, id: Uuid) -> String {
        match self {
            _ if self.kind().is_some() => GroupId::from_uuid(id).to_string(),
            Field::Client => ClientId::from_uuid(id).to_string(),
            Field::Responsible | Field::Member => MemberId::from_uuid(id).to_string(),
            Field::Account => AccountId::from_uuid(id).to_string(),
            Field::Product => ProductId::from_uuid(id).to_string(),
            _ => id.to_string(),
        }
    }

    /// What a row stands under that has none.
    pub fn nothing(self) -> &'static str {
        match self {
            Field::ClientGroup => "Without a client group",
            Field::CustomerGroup => "Without a customer group",
            Field::BillingGroup => "Without a billing group",
            Field::CorporateGroup => "Without a corporate group",
            Field::Client => "Without a client",
            Field::Responsible => "Nobody",
            Field::Product => "Without a product",
            Field::WorkType => "Without a work type",
            _ => "None",
        }
    }

    /// The words for a key that is a code.
    pub(super) fn word(self, code: &str) -> String {
        let word = match (self, code) {
            (Field::Status, code) => {
                return Status::parse(code).map_or_else(|| code.to_owned(), |status| status.label().to_owned());
            }
            (Field::Billable, "yes") => "Billable",
            (Field::Billable, "no") => "Not billable",
            (Field::Document, "invoice") => "Invoice",
            (Field::Document, "credit_note") => "Credit note",
            (_, code) => code,
        };
        word.to_owned()
    }
}

fn id<T: Id + std::str::FromStr>(text: &str) -> Option<Known> {
    text.parse::<T>().ok().map(|id| Known::Id(id.uuid()))
}

fn one_of(text: &str, all: &[&str]) -> Option<Known> {
    all.contains(&text).then(|| Known::Text(text.to_owned()))
}
