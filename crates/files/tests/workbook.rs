//! XLSX: what its cells become, which sheet is read, and hostile workbooks.
mod support {
    pub mod workbooks;
}

use std::io::Cursor;

use calamine::Reader;
use files::{FileCode, Limits, Table, read_table};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use support::workbooks::{archive, cell, corners, workbook};

fn read(bytes: &[u8]) -> Table {
    read_table(bytes, "clients.xlsx", &Limits::default()).unwrap_or_else(|problem| panic!("{problem}"))
}

fn refused(bytes: &[u8], limits: &Limits) -> (FileCode, Option<usize>) {
    match read_table(bytes, "clients.xlsx", limits) {
        Ok(table) => panic!("read: {table:?}"),
        Err(problem) => (problem.code, problem.line),
    }
}

#[test]
fn cells_become_the_text_that_was_typed() -> Result<(), rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Clients")?;
    for (column, title) in ["Text", "Whole", "Fraction", "Day", "Moment", "Yes", "Formula", "Code"].iter().enumerate() {
        sheet.write_string(2, column as u16, *title)?;
    }
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    sheet.write_string(4, 0, "Łódź & <b>\n=1+1")?;
    sheet.write_number(4, 1, 1_234_567)?;
    sheet.write_number(4, 2, 0.1 + 0.2)?;
    sheet.write_datetime_with_format(4, 3, ExcelDateTime::from_ymd(2026, 1, 31)?, &day)?;
    sheet.write_datetime_with_format(4, 4, ExcelDateTime::from_ymd(2026, 1, 31)?.and_hms(10, 30, 0)?, &moment)?;
    sheet.write_boolean(4, 5, true)?;
    sheet.write_formula(4, 6, Formula::new("=B5*2").set_result("2469134"))?;
    sheet.write_string(4, 7, "007")?;
    let table = read(&book.save_to_buffer()?);
    assert_eq!((table.sheet.as_deref(), table.delimiter, table.header_line), (Some("Clients"), None, 3));
    assert_eq!(table.header, ["Text", "Whole", "Fraction", "Day", "Moment", "Yes", "Formula", "Code"]);
    assert_eq!(table.rows[0].line, 5);
    let expected =
        ["Łódź & <b>\n=1+1", "1234567", "0.3", "2026-01-31", "2026-01-31T10:30:00", "TRUE", "2469134", "007"];
    assert_eq!(table.rows[0].cells, expected);
    assert!(table.notes.is_empty(), "{:?}", table.notes);
    Ok(())
}

#[test]
fn the_first_visible_sheet_is_read() -> Result<(), rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    for (name, hidden) in [("Lists", true), ("Clients", false), ("More", false)] {
        let sheet = book.add_worksheet().set_name(name)?;
        sheet.set_hidden(hidden).write_string(0, 0, name)?;
        if !hidden {
            sheet.set_active(true);
        }
    }
    let table = read(&book.save_to_buffer()?);
    assert_eq!((table.sheet.as_deref(), table.header), (Some("Clients"), vec!["Clients".to_owned()]));
    assert_eq!(table.notes, ["Only the first sheet, Clients, is read. 1 more are left out."]);
    Ok(())
}

#[test]
fn errors_and_long_numbers_are_noted() {
    let rows = concat!(
        r#"<sheetData><row r="1"><c r="A1" t="str"><v>Name</v></c><c r="B1" t="str"><v>Code</v></c></row>"#,
        r##"<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><v>12345678901234567</v></c></row></sheetData>"##,
    );
    let table = read(&workbook(rows, None));
    assert_eq!(table.rows[0].cells[0], "#N/A");
    assert_eq!(table.notes.len(), 2);
    assert!(table.notes.iter().all(|note| note.contains("row 2")), "{:?}", table.notes);
}

/// S9, F3: two far corners cost nothing, neither within the usual limits nor beyond them.
#[test]
fn s9_two_far_corners_are_refused_without_memory() {
    let bytes = corners();
    assert!(bytes.len() < 2048, "{} bytes", bytes.len());
    // The control: what a reader that allots the sheet's area would ask for.
    let mut book = calamine::Xlsx::new(Cursor::new(&bytes)).expect("the workbook opens");
    let area = book.worksheet_cells_reader("Clients").expect("the sheet opens").dimensions().len();
    assert_eq!(area, 1_048_576 * 16_384);
    drop(book);

    let before = peak_kilobytes();
    assert_eq!(refused(&bytes, &Limits::default()), (FileCode::TooManyColumns, Some(1_048_576)));
    let wide = Limits { columns: 16_384, ..Limits::default() };
    let table = read_table(&bytes, "clients.xlsx", &wide).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!((table.rows.len(), table.rows[0].cells.len()), (1, 16_384));
    let grown = peak_kilobytes() - before;
    assert!(grown < 64 << 10, "{grown} kB");
}

/// The most memory that this process has held.
fn peak_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells of its processes");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("the peak is among it");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("it is a number")
}

/// P13: at each limit of an archive a workbook is read, one step above it is refused.
#[test]
fn p13_each_limit_of_a_workbook_holds_at_its_step() {
    let strings = "<sst><si><t>Name</t></si><si><t>City</t></si></sst>";
    let sheet = r#"<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row></sheetData>"#;
    let bytes = workbook(sheet, Some(strings));
    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).expect("the archive opens");
    let unpacked = (0..zip.len()).map(|index| zip.by_index(index).expect("a part").size()).sum::<u64>();
    let default = Limits::default();
    let exact = Limits {
        bytes: bytes.len() as u64,
        rows: 1,
        columns: 2,
        cells: 2,
        cell_bytes: 4,
        parts: 6,
        unpacked_bytes: unpacked,
        shared_text_bytes: strings.len() as u64,
        ..default
    };
    assert!(read_table(&bytes, "clients.xlsx", &exact).is_ok());
    for (limits, code) in [
        (Limits { bytes: exact.bytes - 1, ..default }, FileCode::TooLarge),
        (Limits { rows: 0, ..default }, FileCode::TooManyRows),
        (Limits { columns: 1, ..default }, FileCode::TooManyColumns),
        (Limits { cells: 1, ..default }, FileCode::TooLarge),
        (Limits { cell_bytes: 3, ..default }, FileCode::TooLarge),
        (Limits { parts: 5, ..default }, FileCode::TooLarge),
        (Limits { unpacked_bytes: unpacked - 1, ..default }, FileCode::TooLarge),
        (Limits { shared_text_bytes: exact.shared_text_bytes - 1, ..default }, FileCode::TooLarge),
    ] {
        assert_eq!(refused(&bytes, &limits).0, code, "{limits:?}");
    }
}

#[test]
fn other_archives_and_damaged_workbooks_are_refused() {
    let limits = Limits::default();
    let whole = workbook(&format!("<sheetData><row>{}</row></sheetData>", cell("A1", "Name")), None);
    assert_eq!(refused(&whole[..whole.len() / 2], &limits).0, FileCode::Damaged);
    assert_eq!(refused(&workbook("<sheetData><row><c r=\"A1\">", None), &limits).0, FileCode::Damaged);
    assert_eq!(refused(&workbook("<sheetData/>", None), &limits).0, FileCode::Empty);
    let above =
        format!(r#"<sheetData><row r="2">{}</row><row r="1">{}</row></sheetData>"#, cell("A2", "a"), cell("A1", "b"));
    assert_eq!(refused(&workbook(&above, None), &limits).0, FileCode::Damaged);
    for parts in [
        [("word/document.xml", b"x".as_slice()), ("[Content_Types].xml", b"x")],
        [("xl/workbook.bin", b"x"), ("[Content_Types].xml", b"x")],
        [("mimetype", b"x"), ("content.xml", b"x")],
        [("a.csv", b"x"), ("../b.csv", b"x")],
    ] {
        assert_eq!(refused(&archive(&parts), &limits).0, FileCode::NotXlsx, "{parts:?}");
    }
    assert_eq!(refused(b"Name,City\nAcme,Riga\n", &limits).0, FileCode::NotXlsx);
    assert_eq!(refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more", &limits).0, FileCode::NotXlsx);
}

/// S9: entities are not expanded.
#[test]
fn s9_entities_stay_unexpanded() {
    let sheet = format!("<sheetData><row>{}</row></sheetData>", cell("A1", "&laugh;&laugh;"));
    let bytes = workbook(&sheet, None);
    let text = match read_table(&bytes, "clients.xlsx", &Limits::default()) {
        Ok(table) => table.header.concat(),
        Err(problem) => problem.sentence,
    };
    assert!(text.len() < 500, "{text}");
}
