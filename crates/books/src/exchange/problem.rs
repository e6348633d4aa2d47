//! What can be wrong with a row: a stable code, the field, what happened and why, and the ways to mend it.

use kernel::{GroupId, visible};
use serde::{Deserialize, Serialize};

use super::Field;

/// One thing that is wrong, or worth a look, in one row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RowProblem {
    pub code: &'static str,
    pub field: Option<Field>,
    /// What the cell, or the element of its list, says; exactly as in the file.
    pub value: String,
    pub sentence: String,
    pub mends: Vec<Mend>,
}

/// A way to mend a problem, offered as a button for all rows that share it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Mend {
    /// Writes `to` wherever `field` says `from`.
    Use {
        field: Field,
        from: String,
        to: String,
    },
    /// Creates the group on the way.
    Create {
        name: String,
    },
    Restore {
        group: GroupId,
        name: String,
    },
    /// Takes the row as meaning the client with this number.
    Update {
        number: String,
    },
}

impl RowProblem {
    pub(super) fn new(code: &'static str, field: Field, value: &str, sentence: impl Into<String>) -> RowProblem {
        RowProblem { code, field: Some(field), value: value.to_owned(), sentence: sentence.into(), mends: Vec::new() }
    }

    /// About the row as a whole.
    pub(super) fn of_row(code: &'static str, sentence: impl Into<String>) -> RowProblem {
        RowProblem { code, field: None, value: String::new(), sentence: sentence.into(), mends: Vec::new() }
    }

    pub(super) fn mend(mut self, mend: Mend) -> RowProblem {
        self.mends.push(mend);
        self
    }

    /// Offers to leave the cell out wherever it says the same.
    pub(super) fn or_without(self) -> RowProblem {
        let Some(field) = self.field else { return self };
        let from = self.value.clone();
        self.mend(Mend::Use { field, from, to: String::new() })
    }
}

impl Mend {
    /// The words on the button, without the number of rows.
    pub fn label(&self) -> String {
        match self {
            Mend::Use { field, to, .. } if to.is_empty() => format!("Import without {}", field.label().to_lowercase()),
            Mend::Use { to, .. } => format!("Use “{to}”"),
            Mend::Create { name } => format!("Create “{name}”"),
            Mend::Restore { name, .. } => format!("Restore “{name}”"),
            Mend::Update { number } => format!("Update {number}"),
        }
    }
}

/// `name` does not match, `exact` would, were it not for capitals or blanks (A0-32).
pub(super) fn no_exact_match(name: &str, exact: &str) -> RowProblem {
    let sentence = format!(
        "Group “{}” does not exist. “{exact}” does; capital letters and blanks must match. Did you mean “{exact}”?",
        visible(name)
    );
    RowProblem::new("GROUP_NO_EXACT_MATCH", Field::ClientGroups, name, sentence).mend(Mend::Use {
        field: Field::ClientGroups,
        from: name.to_owned(),
        to: exact.to_owned(),
    })
}

pub(super) fn group_unknown(name: &str, may_create: bool) -> RowProblem {
    let way_out = if may_create {
        "Create it here, or correct the name."
    } else {
        "An administrator can create it under Settings & Apps, Clients, Client groups."
    };
    let sentence = format!("Group “{}” does not exist. A row only enters groups that do. {way_out}", visible(name));
    let problem = RowProblem::new("GROUP_UNKNOWN", Field::ClientGroups, name, sentence);
    if may_create { problem.mend(Mend::Create { name: name.to_owned() }) } else { problem }
}

pub(super) fn group_archived(name: &str, group: GroupId, may_restore: bool) -> RowProblem {
    let sentence =
        format!("Group “{name}” is archived. Clients cannot enter it. Restore it, or leave the group out of the file.");
    let problem = RowProblem::new("GROUP_ARCHIVED", Field::ClientGroups, name, sentence);
    if may_restore { problem.mend(Mend::Restore { group, name: name.to_owned() }) } else { problem }
}
