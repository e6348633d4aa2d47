//! Settlements of corporate discounts: documents, net of what was settled before, that nothing changes afterwards.

mod figures;
mod read_settlement;
mod refusals;
mod settle;
pub(crate) mod store;

use kernel::{AgreementId, ClientId, Currency, Day, GroupId, Instant, InvoiceId, SettlementId};
use serde::{Deserialize, Serialize};

use super::{Scale, Tier};

pub(super) use figures::figures;
pub use figures::{Figures, Part};
pub use read_settlement::{
    ListSettlements, PreviewSettlement, ReadSettlement, SettledDocument, SettlementPreview, SettlementView,
    SettlementsOf,
};
pub use settle::Settle;

/// What was settled, with the agreement as it was then. Amounts in minor units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settlement {
    pub id: SettlementId,
    pub agreement: AgreementId,
    pub group: GroupId,
    /// Within the agreement, without a gap.
    pub number: i64,
    pub kind: SettlementKind,
    /// Of its documents.
    pub day: Day,
    /// Services up to this day count.
    pub through: Day,
    /// What the agreement was called.
    pub title: String,
    pub scale: Scale,
    pub tiers: Vec<Tier>,
    pub currency: Currency,
    pub figures: Figures,
    /// For each part that is not nothing, in their order: what it came to.
    pub documents: Vec<(ClientId, InvoiceId)>,
    pub at: Instant,
    /// Code of the actor.
    pub by: String,
}

impl Settlement {
    /// `2025/1/CASH/Nordkai, settlement 2`.
    pub fn called(&self) -> String {
        format!("{}, settlement {}", self.title, self.number)
    }

    pub fn document_of(&self, client: ClientId) -> Option<InvoiceId> {
        self.documents.iter().find(|(of, _)| *of == client).map(|(_, document)| *document)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettlementKind {
    /// Through a day of the year.
    Partial,
    /// Of the whole year.
    Final,
    /// Of what changed since the final one.
    Correction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This is not a kind of settlement. Known are partial, final and correction.")]
pub struct SettlementKindError;

impl SettlementKind {
    pub const ALL: [SettlementKind; 3] = [SettlementKind::Partial, SettlementKind::Final, SettlementKind::Correction];

    pub fn code(self) -> &'static str {
        match self {
            SettlementKind::Partial => "partial",
            SettlementKind::Final => "final",
            SettlementKind::Correction => "correction",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            SettlementKind::Partial => "Partial settlement",
            SettlementKind::Final => "Final settlement",
            SettlementKind::Correction => "Correction",
        }
    }
}

impl std::str::FromStr for SettlementKind {
    type Err = SettlementKindError;
    fn from_str(code: &str) -> Result<SettlementKind, SettlementKindError> {
        SettlementKind::ALL.into_iter().find(|kind| kind.code() == code).ok_or(SettlementKindError)
    }
}
