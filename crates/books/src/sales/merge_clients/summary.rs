//! What a merge does, kind by kind, in names: what a page shows before and the audit after.

use serde::{Deserialize, Serialize};

/// Each part is empty where there is nothing of the kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeSummary {
    /// Client groups that the client that goes on enters.
    pub segments: Vec<String>,
    /// Client groups that nobody enters, because the client that goes on is in another of the set.
    pub kept: Vec<KeptInSet>,
    /// The customer group that it stands in, and stays in.
    pub customer_group: String,
    /// Billing groups that it enters.
    pub billing: Vec<String>,
    /// Billing groups for which it usually pays from now on.
    pub pays_for: Vec<String>,
    /// Corporate groups that it enters, each with its years.
    pub corporate: Vec<CorporateYears>,
    /// Corporate groups at whose head it is from now on.
    pub heads: Vec<CorporateYears>,
    /// Client types that it becomes.
    pub types: Vec<String>,
    pub open: Option<OpenMoved>,
    /// What people call the drafts that go over.
    pub drafts: Vec<String>,
    /// Time entries that go over.
    pub time: i64,
    /// Booked papers that stay.
    pub booked: i64,
}

/// A client is in at most one group of a set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptInSet {
    pub kept: String,
    pub left: String,
}

/// A corporate group, and calendar years of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorporateYears {
    pub group: String,
    /// Such as `2025–2026`.
    pub years: String,
}

/// Open items that go to the control account of this number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenMoved {
    pub items: i64,
    /// Minor units of the company's currency.
    pub minor: i64,
    pub account: String,
}
