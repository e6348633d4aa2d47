//! What corporate groups agree on for a year: a discount or a rebate in kind by the volume of their members, and the
//! settlements of discounts. rules/agreements.md

mod change_agreement;
mod inverse;
mod make_agreement;
mod read_agreement;
mod rebate;
mod refusals;
mod roll_over;
mod scale;
mod settling;
pub(crate) mod store;
#[cfg(test)]
pub(crate) mod tests;
mod write_memo;

use kernel::{AgreementId, GroupId, Instant, MemoId, Name, ProductGroupId, Rate, Year};
use serde::{Deserialize, Serialize};

use crate::groups::corporate::Effect;

pub use change_agreement::{AgreementPatch, ChangeAgreement};
pub(in crate::sales) use inverse::inverse;
pub use make_agreement::MakeAgreement;
pub use read_agreement::{AgreementView, ListAgreements, MemoLine, ReadAgreement, ReadMemo};
pub(in crate::sales) use rebate::givings;
pub(in crate::sales) use rebate::store::{agencies, any as any_rebate};
pub use rebate::{Budget, FreeLine, Giving, Rebate, units_left};
pub use roll_over::{ProposeRollOver, ProposedMember, RollOver, RollOverProposal};
pub use scale::{Scale, ScaleError, Tier};
pub use settling::{
    Figures, ListSettlements, Part, PreviewSettlement, ReadSettlement, Settle, SettledDocument, Settlement,
    SettlementKind, SettlementKindError, SettlementPreview, SettlementView, SettlementsOf,
};
pub use write_memo::WriteMemo;

/// What a group agreed on for one calendar year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    pub id: AgreementId,
    pub group: GroupId,
    pub year: Year,
    pub kind: Kind,
    /// Begins anew each year, without a gap.
    pub number: i64,
    pub name: Name,
    pub scale: Scale,
    /// The lowest first.
    pub tiers: Vec<Tier>,
    /// Whether a rate may be above 100 %.
    pub allow_above_100: bool,
    /// Product groups whose lines count in no volume, in the order of their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<ProductGroupId>,
    pub version: i64,
}

impl Agreement {
    /// `2025/1/CASH/Nordkai`.
    pub fn title(&self) -> String {
        format!("{}/{}/{}/{}", self.year, self.number, self.kind.word(), self.name)
    }
}

/// What an agreement brings: it follows from the effect of the group's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Discount,
    Rebate,
}

impl Kind {
    /// Of a group whose type brings this about.
    pub fn of(effect: Effect) -> Option<Kind> {
        match effect {
            Effect::CorporateDiscount => Some(Kind::Discount),
            Effect::RebateInKind => Some(Kind::Rebate),
            Effect::CentralAddress | Effect::None => None,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Kind::Discount => "discount",
            Kind::Rebate => "rebate",
        }
    }

    pub fn parse(code: &str) -> Option<Kind> {
        [Kind::Discount, Kind::Rebate].into_iter().find(|kind| kind.code() == code)
    }

    /// The word in a title.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Discount => "CASH",
            Kind::Rebate => "KIND",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Kind::Discount => "Corporate discount",
            Kind::Rebate => "Rebate in kind",
        }
    }
}

/// A note on an agreement: written once, never changed or deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memo {
    pub id: MemoId,
    pub agreement: AgreementId,
    pub text: String,
    pub at: Instant,
    /// Code of the actor.
    pub by: String,
}

/// What can happen to agreements.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Change {
    Made(Agreement),
    Changed {
        before: Agreement,
        after: Agreement,
    },
    /// As if it had never been made: the newest number of its year is free again.
    Unmade(Agreement),
    MemoWritten(Memo),
    Settled(Box<Settlement>),
}

/// The highest rate without the switch.
const WHOLE: Rate = Rate(10_000);
