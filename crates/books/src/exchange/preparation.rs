//! How a file is to be taken in: what its columns mean, how clients are matched, and what was mended on the way.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use kernel::{GroupId, Refusal};
use serde::{Deserialize, Serialize};

use super::Field;
use super::field::recognise;
use crate::Result;

/// Everything that is chosen between the file and the import. A value: the same rows with the same choices give the
/// same outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preparation {
    /// One for each column of the header; `None` leaves the column out.
    pub columns: Vec<Option<Field>>,
    pub match_by: MatchBy,
    /// Needed before the preview when the file names client groups; nothing is guessed (A0-35).
    pub groups: Option<GroupsMode>,
    /// The word that empties a field of a client that exists; an empty cell leaves it as it is.
    pub clear_word: String,
    /// Client groups that do not exist are created on the way.
    pub create_groups: bool,
    /// The customer group of new clients whose row names none.
    pub customer_group: Option<GroupId>,
    /// New clients come in as prospects where the file does not say.
    pub prospects: bool,
    pub replacements: Vec<Replacement>,
    pub edits: Vec<CellEdit>,
    /// Lines left out by choice.
    pub skipped: BTreeSet<i64>,
}

/// By what a row finds the client that it updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchBy {
    Number,
    RegistrationNumber,
    Name,
    /// Every row is a new client.
    Nothing,
}

/// What the groups of a row do to those that the client has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupsMode {
    Add,
    Replace,
}

/// One text for another, in every row; in a list of groups element by element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replacement {
    pub field: Field,
    pub from: String,
    pub to: String,
}

/// One cell mended by hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellEdit {
    pub line: i64,
    pub field: Field,
    pub to: String,
}

/// A row as it stands in the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileRow {
    /// Line of the text file or row of the sheet, counted from 1.
    pub line: i64,
    pub cells: Vec<String>,
}

impl MatchBy {
    pub const ALL: [MatchBy; 4] = [MatchBy::Number, MatchBy::RegistrationNumber, MatchBy::Name, MatchBy::Nothing];

    pub fn code(self) -> &'static str {
        match self {
            MatchBy::Number => "number",
            MatchBy::RegistrationNumber => "registration_number",
            MatchBy::Name => "name",
            MatchBy::Nothing => "nothing",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            MatchBy::Number => "Number",
            MatchBy::RegistrationNumber => "Registration number",
            MatchBy::Name => "Name",
            MatchBy::Nothing => "Nothing: every row is a new client",
        }
    }

    pub fn parse(code: &str) -> Option<MatchBy> {
        MatchBy::ALL.into_iter().find(|by| by.code() == code)
    }
}

impl GroupsMode {
    pub fn code(self) -> &'static str {
        match self {
            GroupsMode::Add => "add",
            GroupsMode::Replace => "replace",
        }
    }

    pub fn parse(code: &str) -> Option<GroupsMode> {
        [GroupsMode::Add, GroupsMode::Replace].into_iter().find(|mode| mode.code() == code)
    }
}

/// Most corrections that are kept for one file: more are quicker made in the file itself.
const CORRECTIONS: usize = 5_000;

impl Preparation {
    /// What the header suggests.
    pub fn suggested(header: &[String]) -> Preparation {
        let columns = recognise(header);
        let has = |field| columns.contains(&Some(field));
        let match_by = if has(Field::Number) {
            MatchBy::Number
        } else if has(Field::RegistrationNumber) {
            MatchBy::RegistrationNumber
        } else {
            MatchBy::Name
        };
        Preparation {
            match_by,
            columns,
            groups: None,
            clear_word: "-".to_owned(),
            create_groups: false,
            customer_group: None,
            prospects: false,
            replacements: Vec::new(),
            edits: Vec::new(),
            skipped: BTreeSet::new(),
        }
    }

    pub fn has(&self, field: Field) -> bool {
        self.columns.contains(&Some(field))
    }

    /// Passes, or refuses what makes no sense for a file with `width` columns.
    pub(crate) fn check(&self, width: usize) -> Result<()> {
        if self.columns.len() != width {
            return Err(columns_differ(self.columns.len(), width).into());
        }
        for field in Field::ALL {
            let count = self.columns.iter().filter(|column| **column == Some(*field)).count();
            if count > 1 && field.joint().is_none() {
                return Err(column_twice(*field).into());
            }
        }
        if !self.has(Field::Name) && !self.may_find_clients() {
            return Err(name_column_required().into());
        }
        if self.clear_word.trim().is_empty() || self.clear_word.chars().count() > 20 {
            return Err(clear_word_needed().into());
        }
        if self.replacements.len() + self.edits.len() + self.skipped.len() > CORRECTIONS {
            return Err(too_many_corrections().into());
        }
        Ok(())
    }

    /// Whether the rows can say which client they mean without a name.
    fn may_find_clients(&self) -> bool {
        match self.match_by {
            MatchBy::Number => self.has(Field::Number),
            MatchBy::RegistrationNumber => self.has(Field::RegistrationNumber),
            MatchBy::Name | MatchBy::Nothing => false,
        }
    }

    /// Passes when everything that must be chosen before the preview is chosen.
    pub(crate) fn check_ready(&self) -> Result<()> {
        let names_groups = self.has(Field::ClientGroups) || self.edits.iter().any(|e| e.field == Field::ClientGroups);
        if names_groups && self.groups.is_none() && self.match_by != MatchBy::Nothing {
            return Err(groups_mode_required().into());
        }
        Ok(())
    }

    /// The cells of a row by field: columns joined, then replaced, then mended by hand. Empty ones are left out.
    pub(crate) fn cells_of<'a>(&'a self, row: &'a FileRow, mended: &Mended<'a>) -> FieldCells<'a> {
        let mut cells = FieldCells(Vec::with_capacity(self.columns.len()));
        for (cell, field) in row.cells.iter().zip(&self.columns) {
            let Some(field) = field else { continue };
            if cell.trim().is_empty() {
                continue;
            }
            match cells.get_mut(*field) {
                Some(before) => {
                    let before = before.to_mut();
                    before.push_str(field.joint().unwrap_or(" "));
                    before.push_str(cell);
                }
                None => cells.0.push((*field, Cow::Borrowed(cell))),
            }
        }
        for replacement in &self.replacements {
            if replacement.field == Field::ClientGroups {
                continue;
            }
            if let Some(cell) = cells.get_mut(replacement.field)
                && *cell == replacement.from
            {
                *cell = Cow::Borrowed(&replacement.to);
            }
        }
        for edit in mended.0.get(&row.line).into_iter().flatten() {
            match cells.get_mut(edit.field) {
                Some(cell) => *cell = Cow::Borrowed(&edit.to),
                None => cells.0.push((edit.field, Cow::Borrowed(&edit.to))),
            }
        }
        cells.0.retain(|(_, cell)| !cell.trim().is_empty());
        cells.0.sort_unstable_by_key(|(field, _)| *field);
        cells
    }

    /// The name that is meant where a list says `name`.
    pub(crate) fn group_meant<'a>(&'a self, name: &'a str) -> &'a str {
        self.replacements
            .iter()
            .find(|replacement| replacement.field == Field::ClientGroups && replacement.from == name)
            .map_or(name, |replacement| &replacement.to)
    }

    pub(crate) fn mended(&self) -> Mended<'_> {
        let mut lines: BTreeMap<i64, Vec<&CellEdit>> = BTreeMap::new();
        for edit in &self.edits {
            lines.entry(edit.line).or_default().push(edit);
        }
        Mended(lines)
    }
}

/// The cells of one row that say something, each field once, in the order of the fields. They are looked through so
/// often that they borrow the row's texts.
pub(crate) struct FieldCells<'a>(Vec<(Field, Cow<'a, str>)>);

impl<'a> FieldCells<'a> {
    pub(crate) fn get(&self, field: Field) -> Option<&str> {
        self.0.iter().find(|(other, _)| *other == field).map(|(_, cell)| cell.as_ref())
    }

    fn get_mut(&mut self, field: Field) -> Option<&mut Cow<'a, str>> {
        self.0.iter_mut().find(|(other, _)| *other == field).map(|(_, cell)| cell)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(field, cell)| (*field, cell.as_ref()))
    }

    pub(crate) fn into_owned(self) -> BTreeMap<Field, String> {
        self.0.into_iter().map(|(field, cell)| (field, cell.into_owned())).collect()
    }
}

/// The edits by line.
pub(crate) struct Mended<'a>(BTreeMap<i64, Vec<&'a CellEdit>>);

fn columns_differ(given: usize, width: usize) -> Refusal {
    Refusal::field(
        "COLUMNS_DIFFER",
        "columns",
        format!("{given} columns are given, the file has {width}."),
        "Each column of the file needs a field, or null to leave it out.",
    )
}

fn column_twice(field: Field) -> Refusal {
    Refusal::field(
        "COLUMN_TWICE",
        "columns",
        format!("Two columns are {}.", field.label()),
        "A client has one of it, so that one column must be chosen. Leave the other out.",
    )
}

fn name_column_required() -> Refusal {
    Refusal::field(
        "NAME_COLUMN_REQUIRED",
        "columns",
        "No column is the name.",
        "A new client needs a name. Choose the column that holds it.",
    )
}

fn clear_word_needed() -> Refusal {
    Refusal::field(
        "CLEAR_WORD_INVALID",
        "clear_word",
        "The word that empties a field is missing or too long.",
        "An empty cell leaves a field as it is, so that emptying needs a word of its own. Use up to 20 characters, such as -.",
    )
}

fn too_many_corrections() -> Refusal {
    Refusal::field(
        "CORRECTIONS_TOO_MANY",
        "edits",
        format!("More than {CORRECTIONS} corrections are too many for one file."),
        "Mend them in the file itself and upload it again.",
    )
}

fn groups_mode_required() -> Refusal {
    Refusal::field(
        "GROUPS_MODE_REQUIRED",
        "groups",
        "It is not chosen what the client groups of the file do.",
        "They can be added to those that a client has, or replace them. Choose one of the two.",
    )
}
