//! The columns of a file of memberships, by what people call them, and the days in its cells.

use kernel::{Day, Refusal};

use super::FileRow;
use crate::Result;
use crate::groups::corporate::{read_first_day, read_last_day};

/// Where each thing stands in a row.
pub struct Columns {
    header: Vec<String>,
    places: [usize; 6],
}

/// What a row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Group,
    Type,
    Client,
    From,
    To,
    /// Why it was voided; an export of memberships has it.
    Void,
}

/// Where a column stands that the file does not have.
const NOWHERE: usize = usize::MAX;

/// The headings that mean it, without blanks and signs; the first is what we call it.
const HEADINGS: [(Column, &str, &[&str]); 6] = [
    (Column::Group, "Group", &["group", "corporategroup", "groupname", "name"]),
    (Column::Type, "Type", &["type", "grouptype"]),
    (Column::Client, "Client", &["client", "clientnumber", "number", "customernumber"]),
    (Column::From, "From", &["from", "validfrom", "start"]),
    (Column::To, "To", &["to", "until", "validto", "validuntil", "end"]),
    (Column::Void, "Void because", &["voidbecause", "voidreason"]),
];

impl Columns {
    /// All five that are needed, or the refusal that names those that are missing.
    pub fn find(header: &[String]) -> Result<Columns> {
        let plain = |text: &String| -> String {
            kernel::search_fold(text).chars().filter(|character| character.is_alphanumeric()).collect()
        };
        let plain: Vec<String> = header.iter().map(plain).collect();
        let mut places = [NOWHERE; 6];
        let mut missing = Vec::new();
        for (place, (column, name, headings)) in HEADINGS.iter().enumerate() {
            match plain.iter().position(|heading| headings.contains(&heading.as_str())) {
                Some(found) => places[place] = found,
                None if *column == Column::Void => {}
                None => missing.push(*name),
            }
        }
        if missing.is_empty() {
            return Ok(Columns { header: header.to_vec(), places });
        }
        Err(Refusal::field(
            "COLUMNS_MISSING",
            "file",
            format!("The file has no column {}.", missing.join(", ")),
            "A membership needs five: Group, Type, Client (its number), From and To. Name the columns so in the first line.",
        )
        .into())
    }

    pub fn text<'a>(&self, row: &'a FileRow, column: Column) -> &'a str {
        row.cells.get(self.places[column as usize]).map_or("", |cell| cell.trim())
    }

    /// What the file calls the column.
    pub fn name(&self, column: Column) -> String {
        self.header.get(self.places[column as usize]).cloned().unwrap_or_default()
    }

    pub fn first_day(&self, row: &FileRow) -> std::result::Result<Day, Refusal> {
        read_first_day(&iso(self.text(row, Column::From)))
    }

    pub fn last_day(&self, row: &FileRow) -> std::result::Result<Day, Refusal> {
        read_last_day(&iso(self.text(row, Column::To)))
    }
}

/// `31.12.2026`, which is how the pages show a day, as 2026-12-31; anything else as it stands.
fn iso(text: &str) -> String {
    let parts: Vec<&str> = text.split('.').collect();
    match parts.as_slice() {
        [day, month, year] if (day.len(), month.len(), year.len()) == (2, 2, 4) => format!("{year}-{month}-{day}"),
        _ => text.to_owned(),
    }
}
