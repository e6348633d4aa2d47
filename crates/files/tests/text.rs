//! CSV from anywhere: encodings, delimiters, titles, ragged rows, and what is refused.
use files::{FileCode, Limits, Table, read_table};

fn read(bytes: &[u8]) -> Table {
    read_table(bytes, "clients.csv", &Limits::default())
        .unwrap_or_else(|problem| panic!("{problem}: {:?}", String::from_utf8_lossy(bytes)))
}

fn refused(bytes: &[u8], limits: &Limits) -> (FileCode, Option<usize>) {
    match read_table(bytes, "clients.csv", limits) {
        Ok(table) => panic!("read: {table:?}"),
        Err(problem) => (problem.code, problem.line),
    }
}

fn lines(table: &Table) -> Vec<(usize, Vec<&str>)> {
    table.rows.iter().map(|row| (row.line, row.cells.iter().map(String::as_str).collect())).collect()
}

/// The text in each encoding that is read, with its name there. Łódź is no letter of Windows-1252.
fn encoded(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let units = || text.encode_utf16();
    let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
    let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
    let (windows, _, lossy) = encoding_rs::WINDOWS_1252.encode(text);
    assert!(!lossy, "{text} is not in Windows-1252");
    vec![
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8", marked(b"\xEF\xBB\xBF", text.as_bytes().to_vec())),
        ("UTF-16LE", little.clone()),
        ("UTF-16LE", marked(b"\xFF\xFE", little)),
        ("UTF-16BE", big.clone()),
        ("UTF-16BE", marked(b"\xFE\xFF", big)),
        ("windows-1252", windows.into_owned()),
    ]
}

#[test]
fn every_encoding_and_delimiter_gives_the_same_table() {
    for delimiter in [',', ';', '\t', '|'] {
        for line_end in ["\n", "\r\n", "\r"] {
            let text = ["Name,City,Note", "Jörg Müller,Köln,\"one§two\"", "José Núñez,\"A Coruña\",", ""]
                .join(line_end)
                .replace(',', &delimiter.to_string())
                .replace('§', ",;\t|");
            for (encoding, bytes) in encoded(&text) {
                let table = read(&bytes);
                assert_eq!((table.encoding, table.delimiter), (encoding, Some(delimiter)), "{text:?}");
                assert_eq!(table.header, ["Name", "City", "Note"], "{text:?}");
                assert_eq!((table.header_line, table.sheet.as_deref()), (1, None));
                let expected =
                    [(2, vec!["Jörg Müller", "Köln", "one,;\t|two"]), (3, vec!["José Núñez", "A Coruña", ""])];
                assert_eq!(lines(&table), expected, "{encoding} {text:?}");
            }
        }
    }
}

#[test]
fn a_report_export_is_read_below_its_titles() {
    let text = concat!(
        "\"Acme Bookkeeping, Ltd\"\n",
        "Customer Contact List,,,,,\n",
        "\n",
        "Customer full name,Phone numbers,Email,Full name,Bill address,Ship address\n",
        "Ann,Phone:(555) 010-1234,ann@example.org,Ann A,\"Street 1\nRiga\",\n",
        "\n",
        "Bob,,bob@example.org,Bob B,\"Street 2\nTartu\",\n",
        "\n",
        "\"Monday, 12 October 2026 10:12:13 GMT+00:00\"\n",
    );
    let table = read(text.as_bytes());
    assert_eq!(table.header_line, 4);
    assert_eq!(table.header[0], "Customer full name");
    assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [5, 8, 11]);
    assert_eq!(table.rows[0].cells[4], "Street 1\nRiga");
    assert_eq!(table.notes, ["The header stands in line 4; what is above it (lines 1 to 2) is left out."]);
}

#[test]
fn ragged_rows_are_kept_and_noted() {
    let table = read(b"Name,City\nAcme\nBeta,Riga,extra\nGamma,Tartu\n,\n  , \n");
    let expected = [(2, vec!["Acme"]), (3, vec!["Beta", "Riga", "extra"]), (4, vec!["Gamma", "Tartu"])];
    assert_eq!(lines(&table), expected);
    assert_eq!(table.notes, ["Line 3 has more cells than the header."]);
}

#[test]
fn one_column_is_a_table() {
    let table = read(b"Name\nSmith, John\nDoe, Jane\n");
    assert_eq!((table.delimiter, table.header.as_slice()), (None, ["Name".to_owned()].as_slice()));
    assert_eq!(lines(&table), [(2, vec!["Smith, John"]), (3, vec!["Doe, Jane"])]);
    assert!(read(b"Name\n").rows.is_empty());
}

#[test]
fn a_declared_delimiter_and_a_dos_end_are_no_cells() {
    let table = read(b"sep=;\r\nName;City\r\nAcme;Riga\r\n\x1A");
    assert_eq!((table.header_line, table.delimiter), (2, Some(';')));
    assert_eq!(lines(&table), [(3, vec!["Acme", "Riga"])]);
}

/// S5: what was disarmed on the way out is itself again.
#[test]
fn s5_apostrophes_before_formulas_are_taken_off() {
    let table = read(b"Name,Phone\n'=1+1,'+49 170\n'Acme',O'Brien\n");
    assert_eq!(lines(&table), [(2, vec!["=1+1", "+49 170"]), (3, vec!["'Acme'", "O'Brien"])]);
}

#[test]
fn files_that_are_no_tables_are_refused() {
    let limits = Limits::default();
    for empty in ["", "\u{FEFF}", "\n\n  \r\n", ",,,\n,,\n"] {
        assert_eq!(refused(empty.as_bytes(), &limits), (FileCode::Empty, None), "{empty:?}");
    }
    assert_eq!(refused(b"Name,City\nAcme,\"Riga\nBeta,Tartu\n", &limits), (FileCode::UnbalancedQuote, Some(2)));
    assert_eq!(refused(b"Name,City\nAcme,Ri\0ga\n", &limits), (FileCode::NotText, Some(2)));
    assert_eq!(refused(b"%PDF-1.7\nName,City\n", &limits), (FileCode::NotText, None));
    assert_eq!(refused(b"\xEF\xBB\xBFName,City\nAcme,K\xF6ln\n", &limits), (FileCode::Encoding, Some(2)));
    let binary: Vec<u8> = (0..5000u32).map(|index| (index.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert_eq!(refused(&binary, &limits).0, FileCode::NotText);
}

/// P13: at each limit a file is read, one step above it is refused with its line.
#[test]
fn p13_each_limit_holds_at_its_step() {
    let text = b"Name,City\nAcme,Riga\nBeta,Tartu\n";
    let default = Limits::default();
    let size = text.len() as u64;
    let at = [
        Limits { bytes: size, ..default },
        Limits { rows: 3, ..default },
        Limits { columns: 2, ..default },
        Limits { cells: 6, ..default },
        Limits { cell_bytes: 5, ..default },
    ];
    for limits in at {
        assert!(read_table(text, "clients.csv", &limits).is_ok(), "{limits:?}");
    }
    let above = [
        (Limits { bytes: size - 1, ..default }, (FileCode::TooLarge, None)),
        (Limits { rows: 2, ..default }, (FileCode::TooManyRows, Some(3))),
        (Limits { columns: 1, ..default }, (FileCode::TooManyColumns, Some(1))),
        (Limits { cells: 5, ..default }, (FileCode::TooLarge, Some(3))),
        (Limits { cell_bytes: 4, ..default }, (FileCode::TooLarge, Some(3))),
    ];
    for (limits, problem) in above {
        assert_eq!(refused(text, &limits), problem, "{limits:?}");
    }
}

/// S9: a hundred thousand columns are refused at the first that is too many.
#[test]
fn s9_a_hundred_thousand_columns_are_refused() {
    let text = "a,".repeat(100_000);
    assert_eq!(refused(text.as_bytes(), &Limits::default()), (FileCode::TooManyColumns, Some(1)));
    let quoted = "\"a\",".repeat(100_000);
    assert_eq!(refused(quoted.as_bytes(), &Limits::default()), (FileCode::TooManyColumns, Some(1)));
}
