//! A table as it was read: one header, the rows under it, and where each stood.
use crate::{FileProblem, Limits};

/// One row of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file on which the row begins, or row of the sheet, counted from 1.
    pub line: usize,
    /// As many as the row has, be it more or fewer than the header.
    pub cells: Vec<String>,
}

/// A table as it was read. Cells are not trimmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The sheet of a workbook; none for text.
    pub sheet: Option<String>,
    pub header: Vec<String>,
    /// Line or row of the header, counted from 1.
    pub header_line: usize,
    /// All rows under the header that are not blank, a report's closing lines among them.
    pub rows: Vec<Row>,
    /// None for a workbook and for text with one column.
    pub delimiter: Option<char>,
    /// `UTF-8` for a workbook.
    pub encoding: &'static str,
    /// Sentences for the reader of a preview: what was guessed, skipped or is odd.
    pub notes: Vec<String>,
}

/// How many rows are looked at to find the header, and how many to learn the usual width.
const HEADER_ROWS: usize = 10;
const WIDTH_ROWS: usize = 200;

/// Collects rows within the limits and leaves out the blank ones.
pub(crate) struct Gatherer<'a> {
    limits: &'a Limits,
    rows: Vec<Row>,
    cells: usize,
}

impl<'a> Gatherer<'a> {
    pub(crate) fn new(limits: &'a Limits) -> Gatherer<'a> {
        Gatherer { limits, rows: Vec::new(), cells: 0 }
    }

    /// Refused when the row is wider than the limit or brings the table over one.
    pub(crate) fn take(&mut self, row: Row) -> Result<(), FileProblem> {
        if row.cells.len() > self.limits.columns {
            return Err(FileProblem::too_many_columns(row.line, self.limits.columns));
        }
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        if self.rows.len() == self.limits.rows {
            return Err(FileProblem::too_many_rows(row.line, self.limits.rows));
        }
        self.cells += row.cells.len();
        if self.cells > self.limits.cells {
            return Err(FileProblem::too_many_cells(row.line, self.limits.cells));
        }
        self.rows.push(row);
        Ok(())
    }

    /// Names the header. Refused when there is no row at all.
    pub(crate) fn into_table(
        self,
        delimiter: Option<char>,
        encoding: &'static str,
        mut notes: Vec<String>,
    ) -> Result<Table, FileProblem> {
        let mut rows = self.rows;
        if rows.is_empty() {
            return Err(FileProblem::empty());
        }
        let place = header_place(&rows);
        let rest = rows.split_off(place + 1);
        let Some(header) = rows.pop() else { return Err(FileProblem::empty()) };
        if let (Some(first), Some(last)) = (rows.first(), rows.last()) {
            let lines = lines(first.line, last.line);
            notes.push(format!("The header stands in line {}; what is above it ({lines}) is left out.", header.line));
        }
        notes.extend(ragged_note(&header, &rest));
        Ok(Table {
            sheet: None,
            header: header.cells,
            header_line: header.line,
            rows: rest,
            delimiter,
            encoding,
            notes,
        })
    }
}

fn lines(first: usize, last: usize) -> String {
    if first == last { format!("line {first}") } else { format!("lines {first} to {last}") }
}

fn ragged_note(header: &Row, rows: &[Row]) -> Option<String> {
    let width = header.cells.len();
    let mut longer = rows.iter().filter(|row| used_width(row) > width);
    let first = longer.next()?;
    Some(match longer.count() {
        0 => format!("Line {} has more cells than the header.", first.line),
        more => format!("{} rows have more cells than the header, the first in line {}.", more + 1, first.line),
    })
}

/// The header is the first row among the first ten that has two cells with text and is as wide as most rows.
///
/// Rows can be wider than their header, as when an amount is written 1,50 or a list has no quotes. So a row of labels
/// more than half as wide will do; titles of reports have one cell.
fn header_place(rows: &[Row]) -> usize {
    let usual = usual_width(rows);
    let head = &rows[..rows.len().min(HEADER_ROWS)];
    let is_header = |row: &Row| {
        let width = used_width(row);
        filled(row) >= 2 && (width >= usual || (width * 2 > usual && only_labels(row)))
    };
    head.iter().position(is_header).or_else(|| head.iter().position(|row| filled(row) >= 2)).unwrap_or(0)
}

/// The commonest width of rows that have at least two columns; of equal ones the wider.
fn usual_width(rows: &[Row]) -> usize {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for row in rows.iter().take(WIDTH_ROWS) {
        let width = used_width(row);
        match counts.iter_mut().find(|(known, _)| *known == width) {
            Some((_, count)) => *count += 1,
            None => counts.push((width, 1)),
        }
    }
    counts
        .into_iter()
        .filter(|(width, _)| *width >= 2)
        .max_by_key(|&(width, count)| (count, width))
        .map_or(1, |(width, _)| width)
}

/// Cells up to the last one with text.
fn used_width(row: &Row) -> usize {
    row.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1)
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// No cell begins with a digit or a sign before one, as amounts and dates do.
fn only_labels(row: &Row) -> bool {
    !row.cells
        .iter()
        .any(|cell| cell.trim().trim_start_matches(['-', '+', '(']).starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header_of(rows: &[&[&str]]) -> usize {
        let rows: Vec<Row> = rows
            .iter()
            .enumerate()
            .map(|(index, cells)| Row { line: index + 1, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() })
            .collect();
        header_place(&rows) + 1
    }

    #[test]
    fn the_header_is_found_below_titles() {
        assert_eq!(header_of(&[&["Name", "City"], &["Acme", "Riga"]]), 1);
        let report: &[&[&str]] = &[
            &["Acme Ltd"],
            &["Customer Contact List", "", ""],
            &["Customer full name", "Phone numbers", "Email"],
            &["Ann", "1", "a@b.c"],
            &["Bob", "2", ""],
        ];
        assert_eq!(header_of(report), 3);
    }

    #[test]
    fn rows_wider_than_their_header_do_not_become_the_header() {
        assert_eq!(header_of(&[&["Name", "Amount"], &["Acme", "1", "50"], &["Beta", "2", "75"]]), 1);
        assert_eq!(header_of(&[&["Name", "Groups"], &["Acme", "A", "B"], &["Beta", "A", "C"]]), 1);
        assert_eq!(header_of(&[&["Name", "Amount", ""], &["Acme", "1", ""], &["Beta", "2", ""]]), 1);
        assert_eq!(header_of(&[&["Account", "2024", "2025"], &["Sales", "1", "2"]]), 1);
    }

    #[test]
    fn one_column_has_its_header_in_the_first_row() {
        assert_eq!(header_of(&[&["Name"], &["Acme"], &["Beta"]]), 1);
    }
}
