//! What can be wrong with a row: a stable code, the field, what happened and why, and the ways to mend it.

use kernel::{GroupId, NameError, visible};
use serde::{Deserialize, Serialize};

use super::{Existing, Field, KnownGroup};

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
        "Client group “{}” does not exist. “{exact}” does; capital letters and blanks must match. Did you mean “{exact}”?",
        visible(name)
    );
    RowProblem::new("GROUP_NO_EXACT_MATCH", Field::ClientGroups, name, sentence).mend(Mend::Use {
        field: Field::ClientGroups,
        from: name.to_owned(),
        to: exact.to_owned(),
    })
}

/// A group of the same file will be called `first`, and two that differ in so little are one too many.
pub(super) fn spelt_otherwise(name: &str, first: &str) -> RowProblem {
    let sentence = format!(
        "Client group “{}” is not created beside “{first}”, which a row before names. They differ in capital letters or blanks only. Did you mean “{first}”?",
        visible(name)
    );
    RowProblem::new("GROUP_NO_EXACT_MATCH", Field::ClientGroups, name, sentence).mend(Mend::Use {
        field: Field::ClientGroups,
        from: name.to_owned(),
        to: first.to_owned(),
    })
}

/// What no group can be called.
pub(super) fn no_group_name(name: &str, error: &NameError) -> RowProblem {
    RowProblem::new(name_code(error), Field::ClientGroups, name, error.to_string()).or_without()
}

pub(super) fn name_code(error: &NameError) -> &'static str {
    match error {
        NameError::Required => "NAME_REQUIRED",
        NameError::TooLong(_) => "NAME_TOO_LONG",
        NameError::Control => "NAME_UNREADABLE",
    }
}

pub(super) fn group_unknown(name: &str, may_create: bool) -> RowProblem {
    let way_out = if may_create {
        "Create it here, or correct the name."
    } else {
        "An administrator can create it under Settings & Apps, Clients, Client groups."
    };
    let sentence =
        format!("Client group “{}” does not exist. A row only enters groups that do. {way_out}", visible(name));
    let problem = RowProblem::new("GROUP_UNKNOWN", Field::ClientGroups, name, sentence);
    if may_create { problem.mend(Mend::Create { name: name.to_owned() }) } else { problem }
}

pub(super) fn group_archived(name: &str, group: GroupId, may_restore: bool) -> RowProblem {
    let sentence = format!(
        "Client group “{name}” is archived. Clients cannot enter it. Restore it, or leave the group out of the file."
    );
    let problem = RowProblem::new("GROUP_ARCHIVED", Field::ClientGroups, name, sentence);
    if may_restore { problem.mend(Mend::Restore { group, name: name.to_owned() }) } else { problem }
}

pub(super) fn group_is_smart(name: &str) -> RowProblem {
    let sentence = format!(
        "Client group “{name}” finds its clients by a filter. No row puts a client into it. Leave the group out of the file."
    );
    RowProblem::new("GROUP_IS_SMART", Field::ClientGroups, name, sentence)
}

/// Two groups of one set in one cell.
pub(super) fn two_of_one_set(name: &str, other: &str) -> RowProblem {
    let sentence = format!(
        "Client groups “{other}” and “{}” stand in one set. A client is in at most one group of a set. Keep one of the two.",
        visible(name)
    );
    RowProblem::new("SET_TWICE", Field::ClientGroups, name, sentence).or_without()
}

/// The client is in another group of the set, and groups are only added.
pub(super) fn taken_in_set(wanted: &str, held: &str) -> RowProblem {
    let sentence = format!(
        "The client is in “{held}” already, which stands in one set with “{wanted}”. A client is in at most one group \
         of a set. Import with “replace” to move it, or leave the group out."
    );
    RowProblem::new("SET_TAKEN", Field::ClientGroups, wanted, sentence).or_without()
}

pub(super) fn row_too_long(cells: usize, width: usize) -> RowProblem {
    RowProblem::of_row(
        "ROW_TOO_LONG",
        format!(
            "The row has {cells} cells, the header {width}. Often a comma within a cell is not quoted, and what follows is shifted. Put the cell in quotes."
        ),
    )
}

pub(super) fn duplicate_key(other: i64) -> RowProblem {
    RowProblem::of_row(
        "DUPLICATE_KEY_IN_FILE",
        format!(
            "Line {other} names the same client. Which of the two counts is not for the import to guess. Delete one of the rows, or correct its number."
        ),
    )
}

pub(super) fn several_clients(field: Field, value: &str, several: &[&Existing]) -> RowProblem {
    let numbers: Vec<&str> = several.iter().take(5).map(|existing| existing.client.number.as_str()).collect();
    RowProblem::new(
        "KEY_MATCHES_SEVERAL",
        field,
        value,
        format!(
            "{} clients have “{value}”: {}. The row could mean any of them. Give the number of the one that is meant.",
            several.len(),
            numbers.join(", ")
        ),
    )
}

pub(super) fn number_taken(number: &str, other: &Existing) -> RowProblem {
    RowProblem::new(
        "NUMBER_TAKEN",
        Field::Number,
        number,
        format!(
            "Number {number} belongs to “{}”. Two clients cannot share a number. Leave the cell empty to take the next free one.",
            other.client.details.name
        ),
    )
    .or_without()
}

pub(super) fn same_email(email: &str, number: &str) -> RowProblem {
    RowProblem::new(
        "SAME_EMAIL",
        Field::Email,
        email,
        format!("Looks like client {number}, which has the same email. It is imported as a new client."),
    )
    .mend(Mend::Update { number: number.to_owned() })
}

pub(super) fn customer_group_required() -> RowProblem {
    RowProblem {
        field: Some(Field::CustomerGroup),
        ..RowProblem::of_row(
            "CUSTOMER_GROUP_REQUIRED",
            "The row has no customer group. Every client stands in exactly one, because its account takes the client's invoices. Choose one for all rows under Columns, or add the column.",
        )
    }
}

pub(super) fn accounting_group_required() -> RowProblem {
    RowProblem {
        field: Some(Field::CustomerGroup),
        ..RowProblem::of_row(
            "ACCOUNTING_GROUP_REQUIRED",
            "There is no customer group yet. Every client stands in exactly one, because its account takes the client's invoices. Create one first.",
        )
    }
}

pub(super) fn customer_group_archived(name: &str) -> RowProblem {
    RowProblem::new(
        "GROUP_ARCHIVED",
        Field::CustomerGroup,
        name,
        format!("Customer group “{name}” is archived. Clients cannot enter it. Name another, or restore it."),
    )
}

pub(super) fn customer_group_unknown(name: &str, near: Option<&KnownGroup>) -> RowProblem {
    let shown = visible(name);
    match near {
        Some(near) => RowProblem::new(
            "GROUP_NO_EXACT_MATCH",
            Field::CustomerGroup,
            name,
            format!(
                "Customer group “{shown}” does not exist. “{0}” does; capital letters and blanks must match. Did you mean “{0}”?",
                near.name
            ),
        )
        .mend(Mend::Use { field: Field::CustomerGroup, from: name.to_owned(), to: near.name.clone() }),
        None => RowProblem::new(
            "GROUP_UNKNOWN",
            Field::CustomerGroup,
            name,
            format!("Customer group “{shown}” does not exist. A row names one by its name or number. Correct it, or create the group first."),
        )
        .or_without(),
    }
}

pub(super) fn customer_group_differs(name: &str) -> RowProblem {
    RowProblem::new(
        "CUSTOMER_GROUP_DIFFERS",
        Field::CustomerGroup,
        name,
        format!(
            "The client stands in another customer group than “{name}”. Moving it asks what happens to its open items, which an import cannot. Move the client on its own page, or leave the cell empty."
        ),
    )
    .or_without()
}
