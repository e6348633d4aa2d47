//! The guarded door: workbooks are read in a process of their own, and hostile ones cost only that.
mod support {
    pub mod workbooks;
}

use std::io::Write;
use std::path::Path;

use files::{FileCode, FileProblem, Limits, Table, read_table, read_table_guarded_by};
use support::workbooks::{cell, corners, workbook};
use tempfile::NamedTempFile;

const CHILD: &str = env!("CARGO_BIN_EXE_files-child");

fn guarded(bytes: &[u8], limits: &Limits) -> Result<Table, FileProblem> {
    let file = stored(bytes);
    read_table_guarded_by(Path::new(CHILD), file.path(), "clients.xlsx", limits)
}

fn stored(bytes: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().expect("the disk takes a file");
    file.write_all(bytes).expect("the disk takes bytes");
    file
}

fn sheet_of(rows: usize) -> String {
    let rows: String = (1..=rows)
        .map(|row| {
            format!(r#"<row r="{row}">{}{}</row>"#, cell(&format!("A{row}"), "Łódź"), cell(&format!("B{row}"), "b"))
        })
        .collect();
    format!("<sheetData>{rows}</sheetData>")
}

fn code(result: Result<Table, FileProblem>) -> Result<usize, FileCode> {
    result.map(|table| table.rows.len()).map_err(|problem| problem.code)
}

#[test]
fn a_child_reads_what_the_process_itself_reads() {
    let bytes = workbook(&sheet_of(300), None);
    let limits = Limits::default();
    assert_eq!(guarded(&bytes, &limits), read_table(&bytes, "clients.xlsx", &limits));
    assert_eq!(code(guarded(&bytes, &limits)), Ok(299));
}

#[test]
fn text_needs_no_child() {
    let file = stored(b"Name,City\nAcme,Riga\n");
    let nobody = Path::new("/nobody/here");
    let table = read_table_guarded_by(nobody, file.path(), "clients.csv", &Limits::default());
    assert_eq!(code(table), Ok(1));
}

#[test]
fn refusals_come_back_from_the_child_whole() {
    let limits = Limits { columns: 1, ..Limits::default() };
    for bytes in [workbook(&sheet_of(3), None), corners(), workbook("<sheetData>", None), b"PK\x03\x04".to_vec()] {
        assert_eq!(guarded(&bytes, &limits), read_table(&bytes, "clients.xlsx", &limits));
    }
    let rows = Limits { rows: 5, ..Limits::default() };
    assert_eq!(code(guarded(&workbook(&sheet_of(5000), None), &rows)), Err(FileCode::TooManyRows));
}

/// S9, F3: a workbook that claims ten billion shared texts ends its reader and not the process that asked.
#[test]
fn s9_a_workbook_that_kills_its_reader_is_refused() {
    let sheet = sheet_of(2);
    let strings = |count: &str| format!(r#"<sst uniqueCount="{count}"><si><t>a</t></si></sst>"#);
    let memory = workbook(&sheet, Some(&strings("10000000000")));
    assert_eq!(code(guarded(&memory, &Limits::default())), Err(FileCode::TooLarge));
    let panic = workbook(&sheet, Some(&strings("9223372036854775807")));
    assert_eq!(code(guarded(&panic, &Limits::default())), Err(FileCode::Damaged));
    // The control: with a true count the same workbook is read.
    assert_eq!(code(guarded(&workbook(&sheet, Some(&strings("1"))), &Limits::default())), Ok(1));
}

/// S9: what unpacks to more than its directory claims is not read on.
#[test]
fn s9_a_directory_that_lies_is_refused() {
    let limits = Limits { unpacked_bytes: 1 << 20, ..Limits::default() };
    let mut bytes = one_long_cell(2 << 20);
    assert_eq!(code(guarded(&bytes, &limits)), Err(FileCode::TooLarge));
    understate_sizes(&mut bytes, 1 << 20);
    assert_eq!(code(guarded(&bytes, &limits)), Err(FileCode::Damaged));
}

/// S9: one cell larger than the child's memory ends the child.
#[test]
fn s9_a_cell_larger_than_memory_is_refused() {
    let bytes = one_long_cell(32 << 20);
    let limits = Limits { child_bytes: 48 << 20, ..Limits::default() };
    let problem = guarded(&bytes, &limits).map_err(|problem| problem.sentence);
    assert!(problem.as_ref().is_err_and(|sentence| sentence.contains("48 MB of memory")), "{problem:?}");
    // The control: with room for it the cell itself is what is too long.
    let problem = guarded(&bytes, &Limits::default()).map_err(|problem| problem.sentence);
    assert!(problem.as_ref().is_err_and(|sentence| sentence.contains("A cell")), "{problem:?}");
}

fn one_long_cell(length: usize) -> Vec<u8> {
    workbook(&format!("<sheetData><row>{}</row></sheetData>", cell("A1", &"a".repeat(length))), None)
}

/// Writes one kilobyte wherever a header of the archive claims more than `above`.
fn understate_sizes(bytes: &mut [u8], above: u32) {
    let mut changed = 0;
    for (signature, size_at) in [(b"PK\x01\x02", 24), (b"PK\x03\x04", 22)] {
        let places: Vec<usize> =
            bytes.windows(4).enumerate().filter(|(_, four)| four == signature).map(|(at, _)| at).collect();
        for place in places {
            let field = &mut bytes[place + size_at..place + size_at + 4];
            if u32::from_le_bytes(field.try_into().expect("four bytes")) > above {
                field.copy_from_slice(&1024u32.to_le_bytes());
                changed += 1;
            }
        }
    }
    assert!(changed > 0, "no size was changed");
}

/// S9: work without end is cut off.
#[test]
#[cfg_attr(not(debug_assertions), ignore = "optimised code reads this workbook within the second")]
fn s9_a_workbook_that_takes_too_long_is_refused() {
    let empty = r#"<row r="1"><c r="A1"/></row>"#.repeat(600_000);
    let bytes = workbook(&format!("<sheetData>{empty}</sheetData>"), None);
    let limits = Limits { child_seconds: 1, ..Limits::default() };
    assert_eq!(code(guarded(&bytes, &limits)), Err(FileCode::TooLarge));
}

#[test]
fn a_child_that_is_not_there_or_speaks_otherwise_is_no_table() {
    let file = stored(&workbook(&sheet_of(2), None));
    for program in ["/nobody/here", "/bin/true", "/bin/false", "/bin/echo"] {
        let table = read_table_guarded_by(Path::new(program), file.path(), "clients.xlsx", &Limits::default());
        assert_eq!(code(table), Err(FileCode::Damaged), "{program}");
    }
}

#[test]
fn paths_without_a_file_are_refused() {
    let limits = Limits::default();
    let read = |path: &str| code(read_table_guarded_by(Path::new(CHILD), Path::new(path), "clients.csv", &limits));
    assert_eq!(read("/nobody/here.csv"), Err(FileCode::Damaged));
    assert_eq!(read("/tmp"), Err(FileCode::NotText));
    assert_eq!(read("/dev/zero"), Err(FileCode::NotText));
    let small = Limits { bytes: 4, ..limits };
    let file = stored(b"Name,City\n");
    assert_eq!(
        code(read_table_guarded_by(Path::new(CHILD), file.path(), "clients.csv", &small)),
        Err(FileCode::TooLarge)
    );
}
