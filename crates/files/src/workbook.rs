//! Streams the first visible sheet of an XLSX workbook, cell by cell, so that its corners cost nothing.
use std::io::{Read, Seek};

use calamine::{DataRef, Reader, Sheet, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::number::{date_text, has_too_many_digits, number_text};
use crate::{FileProblem, Limits, Row, archive};

/// What reading a workbook brings, in order: the sheet, its rows, then notes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Sheet(String),
    Row(Row),
    Note(String),
}

/// Takes the pieces as they come; a refusal ends the reading.
pub(crate) type Sink<'a> = dyn FnMut(Piece) -> Result<(), FileProblem> + 'a;

pub(crate) fn read_workbook<R: Read + Seek>(
    mut reader: R,
    limits: &Limits,
    sink: &mut Sink<'_>,
) -> Result<(), FileProblem> {
    archive::check_directory(&mut reader, limits)?;
    let mut workbook = Xlsx::new(reader).map_err(workbook_problem)?;
    let sheets: Vec<Sheet> = workbook.sheets_metadata().to_vec();
    let mut visible =
        sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible);
    let sheet = visible.next().ok_or_else(|| FileProblem::damaged("no visible sheet"))?;
    let others = visible.count();
    sink(Piece::Sheet(sheet.name.clone()))?;
    let oddities = read_sheet(&mut workbook, &sheet.name, limits, sink)?;
    if others > 0 {
        sink(Piece::Note(format!("Only the first sheet, {}, is read. {others} more are left out.", sheet.name)))?;
    }
    oddities.into_notes().into_iter().try_for_each(|note| sink(Piece::Note(note)))
}

fn read_sheet<R: Read + Seek>(
    workbook: &mut Xlsx<R>,
    name: &str,
    limits: &Limits,
    sink: &mut Sink<'_>,
) -> Result<Oddities, FileProblem> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(workbook_problem)?;
    let mut oddities = Oddities::default();
    let mut row = Row { line: 1, cells: Vec::new() };
    while let Some(cell) = cells.next_cell().map_err(workbook_problem)? {
        let (row_index, column) = cell.get_position();
        let line = row_index as usize + 1;
        if line < row.line {
            return Err(FileProblem::damaged(&format!("row {line} stands below row {}", row.line)));
        }
        if line > row.line {
            hand_on(&mut row, line, sink)?;
        }
        let text = cell_text(cell.get_value(), line, &mut oddities);
        if text.is_empty() {
            continue;
        }
        let column = column as usize;
        if column >= limits.columns {
            return Err(FileProblem::too_many_columns(line, limits.columns));
        }
        if text.len() > limits.cell_bytes {
            return Err(FileProblem::cell_too_long(line, limits.cell_bytes));
        }
        if row.cells.len() <= column {
            row.cells.resize(column + 1, String::new());
        }
        row.cells[column] = text;
    }
    let end = row.line;
    hand_on(&mut row, end, sink)?;
    Ok(oddities)
}

/// Gives the row to the sink and begins the one at `next_line`.
fn hand_on(row: &mut Row, next_line: usize, sink: &mut Sink<'_>) -> Result<(), FileProblem> {
    let width = row.cells.len();
    let done = std::mem::replace(row, Row { line: next_line, cells: Vec::with_capacity(width) });
    if width == 0 { Ok(()) } else { sink(Piece::Row(done)) }
}

/// What is odd in a sheet, with the row of the first and how many there are.
#[derive(Default)]
struct Oddities {
    errors: Option<(usize, usize)>,
    long_numbers: Option<(usize, usize)>,
}

impl Oddities {
    fn into_notes(self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some((line, count)) = self.errors {
            notes.push(format!(
                "{count} cells hold an error such as #N/A, the first in row {line}. They are taken as that text."
            ));
        }
        if let Some((line, count)) = self.long_numbers {
            notes.push(format!("{count} numbers have more than 15 digits, the first in row {line}. Spreadsheets round such numbers; format the column as text."));
        }
        notes
    }
}

fn count(place: &mut Option<(usize, usize)>, line: usize) {
    let (first, times) = place.unwrap_or((line, 0));
    *place = Some((first, times + 1));
}

fn cell_text(value: &DataRef<'_>, line: usize, oddities: &mut Oddities) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => {
            if has_too_many_digits(*number) {
                count(&mut oddities.long_numbers, line);
            }
            number_text(*number)
        }
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(date) => date_text(date),
        DataRef::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => {
            count(&mut oddities.errors, line);
            error.to_string()
        }
    }
}

fn workbook_problem(error: XlsxError) -> FileProblem {
    match error {
        XlsxError::Password => FileProblem::not_xlsx("a workbook with a password"),
        other => FileProblem::damaged(&other.to_string()),
    }
}
