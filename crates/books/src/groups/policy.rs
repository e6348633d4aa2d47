//! The kinds of client groups. A kind is code: a closed set with one table of truth, never flags that users compose.

use kernel::{GroupId, GroupSetId};
use serde::{Deserialize, Serialize};

/// How a group behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// For filters, reports and bulk work: a client is in any number.
    Segment,
    /// For the books: a client is in exactly one, always.
    Posting,
    /// For who pays for whom: a client is in any number, and one member of each usually pays.
    Billing,
    /// For what a holding or an agency brings about: a client is in one of a type and year, by whole calendar years.
    Corporate,
}

impl Kind {
    pub const ALL: &'static [Kind] = &[Kind::Segment, Kind::Posting, Kind::Billing, Kind::Corporate];

    /// The code in the database and the API.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Segment => "segment",
            Kind::Posting => "posting",
            Kind::Billing => "billing",
            Kind::Corporate => "corporate",
        }
    }

    pub fn parse(code: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// The word that people see.
    pub fn label(self) -> &'static str {
        match self {
            Kind::Segment => "Client group",
            Kind::Posting => "Customer group",
            Kind::Billing => "Billing group",
            Kind::Corporate => "Corporate group",
        }
    }

    /// The slot that a membership fills: two groups that share a slot exclude each other. A membership in a corporate
    /// group fills one for each of its years instead: `corporate::slot` makes those.
    pub fn slot(self, group: GroupId, set: Option<GroupSetId>) -> String {
        match self {
            Kind::Segment => set.map_or_else(|| format!("segment:{group}"), |set| format!("set:{set}")),
            Kind::Posting => "posting".to_owned(),
            Kind::Billing => format!("billing:{group}"),
            Kind::Corporate => format!("corporate:{group}"),
        }
    }

    /// The kind that fills such a slot.
    pub fn of_slot(slot: &str) -> Option<Kind> {
        match slot.split_once(':').map_or(slot, |(kind, _)| kind) {
            "set" => Some(Kind::Segment),
            "type" => Some(Kind::Corporate),
            kind => Kind::parse(kind),
        }
    }

    /// Whether a client leaves such a group on the way into the trash. Only what the books need stays: whoever was in a
    /// corporate group is not put there at all, because a membership in it is never taken back.
    pub(crate) fn ends_in_trash(self) -> bool {
        match self {
            Kind::Segment | Kind::Billing => true,
            Kind::Posting | Kind::Corporate => false,
        }
    }

    /// What people call it when a group is set aside, and when it is taken back.
    pub fn set_aside_words(self) -> (&'static str, &'static str) {
        match self {
            Kind::Segment | Kind::Posting | Kind::Corporate => ("archived", "restored"),
            Kind::Billing => ("hidden", "shown again"),
        }
    }
}
