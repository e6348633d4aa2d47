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
}

impl Kind {
    pub const ALL: &'static [Kind] = &[Kind::Segment, Kind::Posting];

    /// The code in the database and the API.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Segment => "segment",
            Kind::Posting => "posting",
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
        }
    }

    /// The slot that a membership fills: two groups that share a slot exclude each other.
    pub fn slot(self, group: GroupId, set: Option<GroupSetId>) -> String {
        match self {
            Kind::Segment => set.map_or_else(|| format!("segment:{group}"), |set| format!("set:{set}")),
            Kind::Posting => "posting".to_owned(),
        }
    }
}
