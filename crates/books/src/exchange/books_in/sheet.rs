//! A table of a file with its columns found by name.

use std::collections::HashMap;

use kernel::{Failure, Refusal};

use crate::Result;
use crate::exchange::FileRow;

/// A table, and the name of its file for refusals.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub file: String,
    pub header: Vec<String>,
    pub rows: Vec<FileRow>,
}

/// A row with its cells by column name.
pub(in crate::exchange) struct SheetRow<'a> {
    sheet: &'a Sheet,
    columns: &'a HashMap<&'a str, usize>,
    row: &'a FileRow,
}

impl Sheet {
    /// The places of the columns, all of which must be there.
    pub(in crate::exchange) fn columns<'a>(&'a self, needed: &[&'static str]) -> Result<HashMap<&'a str, usize>> {
        let columns: HashMap<&str, usize> = self.header.iter().map(|cell| cell.trim()).zip(0..).collect();
        match needed.iter().find(|name| !columns.contains_key(**name)) {
            Some(missing) => Err(column_missing(&self.file, missing).into()),
            None => Ok(columns),
        }
    }

    pub(in crate::exchange) fn rows<'a>(
        &'a self,
        columns: &'a HashMap<&'a str, usize>,
    ) -> impl Iterator<Item = SheetRow<'a>> {
        self.rows.iter().map(move |row| SheetRow { sheet: self, columns, row })
    }
}

impl<'a> SheetRow<'a> {
    pub fn text(&self, column: &str) -> &'a str {
        let cell = self.columns.get(column).and_then(|place| self.row.cells.get(*place));
        cell.map_or("", |cell| cell.trim())
    }

    /// The cell, unless it is empty.
    pub fn optional(&self, column: &str) -> Option<&'a str> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    /// The cell as a value of the kernel, or a refusal with file, line and column.
    pub fn read<T: std::str::FromStr>(&self, column: &'static str) -> Result<T>
    where
        T::Err: std::fmt::Display,
    {
        self.text(column).parse().map_err(|error: T::Err| self.unreadable(column, &error.to_string()))
    }

    pub fn unreadable(&self, column: &str, why: &str) -> Failure {
        let (file, line, text) = (&self.sheet.file, self.row.line, self.text(column));
        Refusal::field(
            "BOOKS_UNREADABLE",
            "file",
            format!("{file}, line {line}: {column} is “{text}”."),
            format!("{why} Nothing was taken in. Correct the file, and import it again."),
        )
        .detail("file", file)
        .detail("line", line)
        .into()
    }
}

fn column_missing(file: &str, column: &str) -> Refusal {
    Refusal::field(
        "BOOKS_COLUMN_MISSING",
        "file",
        format!("{file} has no column {column}."),
        "The files that come in have columns of fixed names. Write the file again with that column.",
    )
}
