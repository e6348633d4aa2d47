//! XLSX that opens as one expects: header frozen and filtered, amounts as numbers, text always as text.
use std::collections::BTreeMap;

use kernel::Day;
use rust_xlsxwriter::{ColNum, DocProperties, ExcelDateTime, Format, RowNum, Workbook, Worksheet, XlsxError};

use crate::amount::amount_text;
use crate::{Cell, Column, FileCode, FileProblem};

/// Limits of the file format.
const ROWS: usize = 1_048_576;
const COLUMNS: usize = 16_384;
const CELL_CHARACTERS: usize = 32_767;
const SHEET_NAME_CHARACTERS: usize = 31;
/// Numbers are binary fractions there and keep 15 digits; longer ones go out as text so that none changes.
const LARGEST_NUMBER: u64 = 999_999_999_999_999;
/// Powers of ten up to here are exact binary fractions, and no currency has more decimals.
const MOST_DECIMALS: u8 = 9;
/// In characters: a narrow column still shows its filter button, a wide one leaves room for others.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=60;

/// One sheet with these rows. Characters that a sheet's name cannot have become blanks.
///
/// # Errors
/// `TooManyRows`, `TooManyColumns` and `TooLarge` at the limits of the format, `NotWritten` when it fails otherwise.
pub fn write_xlsx(
    sheet_name: &str,
    header: &[Column],
    rows: impl IntoIterator<Item = Vec<Cell>>,
) -> Result<Vec<u8>, FileProblem> {
    let mut workbook = Workbook::new();
    // Without it the file would carry the moment it was made, and the same table would give other bytes each time.
    let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(not_written)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = workbook.add_worksheet_with_low_memory().map_err(not_written)?;
    sheet.set_name(clean_sheet_name(sheet_name)).map_err(not_written)?;
    let mut writer = SheetWriter { sheet, formats: Formats::default(), widths: vec![0; header.len()] };
    writer.write_header(header)?;
    let mut last = 0;
    for (index, row) in rows.into_iter().enumerate() {
        last = index + 1;
        writer.write_row(last, &row)?;
    }
    writer.finish(last)?;
    workbook.save_to_buffer().map_err(not_written)
}

/// One format per number of decimals: a file may have only so many.
#[derive(Default)]
struct Formats {
    amounts: BTreeMap<u8, Format>,
}

impl Formats {
    fn amount(&mut self, decimals: u8) -> &Format {
        self.amounts.entry(decimals).or_insert_with(|| {
            let zeros = "0".repeat(usize::from(decimals));
            Format::new().set_num_format(if decimals == 0 { "#,##0".to_owned() } else { format!("#,##0.{zeros}") })
        })
    }
}

struct SheetWriter<'a> {
    sheet: &'a mut Worksheet,
    formats: Formats,
    /// Characters of the longest cell per column.
    widths: Vec<usize>,
}

impl SheetWriter<'_> {
    fn write_header(&mut self, header: &[Column]) -> Result<(), FileProblem> {
        let bold = Format::new().set_bold();
        for (index, column) in header.iter().enumerate() {
            let (row, place) = address(0, index)?;
            check_length(&column.title, 0)?;
            self.sheet.write_string_with_format(row, place, &column.title, &bold).map_err(not_written)?;
            // The filter button covers two characters of the title.
            self.note_width(index, column.title.chars().count() + 2);
        }
        Ok(())
    }

    fn write_row(&mut self, row_index: usize, cells: &[Cell]) -> Result<(), FileProblem> {
        for (index, cell) in cells.iter().enumerate() {
            let (row, column) = address(row_index, index)?;
            let width = match cell {
                Cell::Empty => continue,
                Cell::Text(text) => {
                    check_length(text, row_index)?;
                    self.write_text(row, column, text)?
                }
                Cell::Integer(number) => self.write_number(row, column, *number, 0, false)?,
                Cell::Amount { minor, decimals } => self.write_number(row, column, *minor, *decimals, true)?,
                Cell::Day(day) => self.write_day(row, column, *day)?,
            };
            self.note_width(index, width);
        }
        Ok(())
    }

    /// Each of these gives the width of what it wrote, in characters.
    fn write_text(&mut self, row: RowNum, column: ColNum, text: &str) -> Result<usize, FileProblem> {
        self.sheet.write_string(row, column, text).map_err(not_written)?;
        Ok(text.lines().map(|line| line.chars().count()).max().unwrap_or(0))
    }

    fn write_number(
        &mut self,
        row: RowNum,
        column: ColNum,
        number: i64,
        decimals: u8,
        grouped: bool,
    ) -> Result<usize, FileProblem> {
        let text = amount_text(number, decimals);
        if number.unsigned_abs() > LARGEST_NUMBER || decimals > MOST_DECIMALS {
            return self.write_text(row, column, &text);
        }
        // Both are exact, so that the division gives the fraction nearest to the amount, which shows as its digits.
        let value = number as f64 / 10f64.powi(i32::from(decimals));
        let written = if grouped {
            self.sheet.write_number_with_format(row, column, value, self.formats.amount(decimals))
        } else {
            self.sheet.write_number(row, column, value)
        };
        written.map_err(not_written)?;
        // Room for the marks between thousands.
        Ok(text.len() + text.len() / 3)
    }

    fn write_day(&mut self, row: RowNum, column: ColNum, day: Day) -> Result<usize, FileProblem> {
        let text = day.to_string();
        let date = ExcelDateTime::parse_from_str(&text).map_err(not_written)?;
        let format = Format::new().set_num_format("yyyy-mm-dd");
        self.sheet.write_datetime_with_format(row, column, &date, &format).map_err(not_written)?;
        Ok(text.len())
    }

    fn note_width(&mut self, index: usize, width: usize) {
        if self.widths.len() <= index {
            self.widths.resize(index + 1, 0);
        }
        self.widths[index] = self.widths[index].max(width);
    }

    fn finish(&mut self, last_row: usize) -> Result<(), FileProblem> {
        for (index, width) in self.widths.iter().enumerate() {
            let (_, column) = address(0, index)?;
            let width = (*width).clamp(*WIDTHS.start(), *WIDTHS.end());
            self.sheet.set_column_width(column, width as f64 + 1.0).map_err(not_written)?;
        }
        self.sheet.set_freeze_panes(1, 0).map_err(not_written)?;
        if let Some(last_column) = self.widths.len().checked_sub(1) {
            let (row, column) = address(last_row, last_column)?;
            self.sheet.autofilter(0, 0, row, column).map_err(not_written)?;
        }
        Ok(())
    }
}

fn address(row: usize, column: usize) -> Result<(RowNum, ColNum), FileProblem> {
    if row >= ROWS {
        return Err(too_many(FileCode::TooManyRows, row, &format!("{} rows", ROWS - 1)));
    }
    if column >= COLUMNS {
        return Err(too_many(FileCode::TooManyColumns, row, &format!("{COLUMNS} columns")));
    }
    match (RowNum::try_from(row), ColNum::try_from(column)) {
        (Ok(row), Ok(column)) => Ok((row, column)),
        _ => Err(FileProblem::not_written("A place in it has no number. Export as CSV.")),
    }
}

fn too_many(code: FileCode, row: usize, limit: &str) -> FileProblem {
    FileProblem {
        code,
        ..FileProblem::not_written(&format!("XLSX holds at most {limit}. Export as CSV, or filter first."))
    }
    .at(row + 1)
}

fn check_length(text: &str, row: usize) -> Result<(), FileProblem> {
    // The format counts UTF-16 units; no text has more of them than bytes.
    if text.len() <= CELL_CHARACTERS || text.encode_utf16().count() <= CELL_CHARACTERS {
        return Ok(());
    }
    let why = format!(
        "A text in row {} is longer than the {CELL_CHARACTERS} characters that XLSX holds in a cell. Export as CSV.",
        row + 1
    );
    Err(FileProblem { code: FileCode::TooLarge, ..FileProblem::not_written(&why) }.at(row + 1))
}

/// Blanks instead of what Excel refuses in a sheet's name, and never an empty one.
fn clean_sheet_name(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|letter| if "[]:*?/\\".contains(letter) || letter.is_control() { ' ' } else { letter })
        .collect();
    let mut short = String::new();
    for letter in name.trim_matches([' ', '\'']).chars() {
        if short.encode_utf16().count() + letter.len_utf16() > SHEET_NAME_CHARACTERS {
            break;
        }
        short.push(letter);
    }
    let name = short.trim_matches([' ', '\'']);
    if name.is_empty() { "Table".to_owned() } else { name.to_owned() }
}

fn not_written(error: XlsxError) -> FileProblem {
    FileProblem::not_written(&format!("It cannot be put together ({error}). Export as CSV."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_names_are_made_fit() {
        assert_eq!(clean_sheet_name("Clients"), "Clients");
        assert_eq!(clean_sheet_name("'A/B'"), "A B");
        assert_eq!(clean_sheet_name(" [:] "), "Table");
        assert_eq!(clean_sheet_name(&"x".repeat(40)), "x".repeat(31));
    }

    #[test]
    fn the_same_table_gives_the_same_bytes() {
        let rows = || [vec![Cell::text("Acme"), Cell::Amount { minor: -5, decimals: 2 }]];
        let header = [Column::new("Name"), Column::new("Amount")];
        assert_eq!(write_xlsx("A", &header, rows()), write_xlsx("A", &header, rows()));
    }

    #[test]
    fn what_the_format_cannot_hold_is_refused_with_its_row() {
        let long = write_xlsx("A", &[Column::new("Name")], [vec![Cell::text("x".repeat(32_768))]]);
        assert_eq!(long.map_err(|problem| (problem.code, problem.line)), Err((FileCode::TooLarge, Some(2))));
        let wide = write_xlsx("A", &[], [vec![Cell::Integer(1); 16_385]]);
        assert_eq!(wide.map_err(|problem| (problem.code, problem.line)), Err((FileCode::TooManyColumns, Some(2))));
        assert_eq!(address(ROWS, 0).map_err(|problem| problem.code), Err(FileCode::TooManyRows));
    }
}
