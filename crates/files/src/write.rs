//! Cells that go out, and CSV as RFC 4180 has it: UTF-8, commas, CR LF.
use kernel::Day;

use crate::amount::amount_text;
use crate::guard::guard;

/// One column of a table that goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub title: String,
}

impl Column {
    pub fn new(title: impl Into<String>) -> Column {
        Column { title: title.into() }
    }
}

/// One cell of a table that goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Never becomes a formula.
    Text(String),
    /// Minor units, such as cents, and how many of their digits stand behind the point.
    Amount {
        minor: i64,
        decimals: u8,
    },
    Integer(i64),
    Day(Day),
    Empty,
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }
}

const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// The table as CSV. Text that a spreadsheet would calculate gets an apostrophe, which `read_table` takes off again.
pub fn write_csv(header: &[Column], rows: impl IntoIterator<Item = Vec<Cell>>) -> Vec<u8> {
    written(String::new(), header, rows)
}

/// `write_csv` with the byte order mark by which Excel knows UTF-8.
pub fn write_csv_for_excel(header: &[Column], rows: impl IntoIterator<Item = Vec<Cell>>) -> Vec<u8> {
    written(BYTE_ORDER_MARK.to_owned(), header, rows)
}

fn written(mut out: String, header: &[Column], rows: impl IntoIterator<Item = Vec<Cell>>) -> Vec<u8> {
    write_record(&mut out, header.iter(), |out, column| write_text(out, &column.title));
    for row in rows {
        write_record(&mut out, row.iter(), write_cell);
    }
    out.into_bytes()
}

fn write_record<T>(out: &mut String, items: impl Iterator<Item = T>, write: impl Fn(&mut String, T)) {
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push_str("\r\n");
}

fn write_cell(out: &mut String, cell: &Cell) {
    match cell {
        Cell::Text(text) => write_text(out, text),
        Cell::Amount { minor, decimals } => out.push_str(&amount_text(*minor, *decimals)),
        Cell::Integer(number) => out.push_str(&number.to_string()),
        Cell::Day(day) => out.push_str(&day.to_string()),
        Cell::Empty => {}
    }
}

fn write_text(out: &mut String, text: &str) {
    let text = guard(text);
    if needs_quotes(&text) {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(&text);
    }
}

/// More than the form asks for: other programs' delimiters, so that they cannot mislead, and blanks, which some cut off.
fn needs_quotes(text: &str) -> bool {
    text.contains([',', '"', '\n', '\r', ';', '\t', '|']) || text.trim() != text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: Vec<Cell>, line: &str) {
        let bytes = write_csv(&[Column::new("A")], [cells]);
        assert_eq!(String::from_utf8_lossy(&bytes), format!("A\r\n{line}\r\n"));
    }

    #[test]
    fn cells_have_their_form() {
        check(vec![Cell::text("Acme"), Cell::Empty, Cell::Integer(-7)], "Acme,,-7");
        check(vec![Cell::text("a,b"), Cell::text("say \"x\"")], "\"a,b\",\"say \"\"x\"\"\"");
        check(vec![Cell::text("a;b"), Cell::text(" a")], "\"a;b\",\" a\"");
        let day = Day::parse("2026-01-31").map_err(|error| error.to_string());
        check(day.into_iter().map(Cell::Day).collect(), "2026-01-31");
    }

    /// S5: text is disarmed, amounts stay numbers.
    #[test]
    fn s5_negative_amounts_are_numbers_and_text_is_not() {
        check(vec![Cell::Amount { minor: -123_456, decimals: 2 }, Cell::text("-1234.56")], "-1234.56,'-1234.56");
        check(vec![Cell::text("=HYPERLINK(\"x\")"), Cell::text("\t=1")], "\"'=HYPERLINK(\"\"x\"\")\",\"'\t=1\"");
        let header = write_csv(&[Column::new("=A")], []);
        assert_eq!(header, b"'=A\r\n");
    }

    #[test]
    fn excel_gets_its_mark() {
        assert_eq!(write_csv_for_excel(&[Column::new("A")], []), b"\xEF\xBB\xBFA\r\n");
    }
}
