//! What goes out comes in again, as CSV and as XLSX, whatever the text (A0-36, S5).
use files::{Cell, Column, Limits, Table, read_table, write_csv, write_csv_for_excel, write_xlsx};
use kernel::Day;
use proptest::prelude::*;

const TITLES: [&str; 4] = ["Name", "Amount", "Day", "Note"];

fn header() -> Vec<Column> {
    TITLES.into_iter().map(Column::new).collect()
}

/// Rows of a name, an amount, a day and a note, with what each cell reads back as.
fn rows() -> impl Strategy<Value = Vec<(String, i64, i64, String)>> {
    let text =
        prop_oneof!["[a-zA-ZéŁß ]{0,12}", "['=+@＝-][a-z0-9'=()!]{0,6}", "[a-z,;|\"'\n\t= ]{0,10}", "\\PC{0,8}",];
    let amount = -99_999_999_999_999i64..=99_999_999_999_999;
    prop::collection::vec(("[a-z]{1,8}", amount, 0i64..100_000, text), 1..12)
}

fn cells(rows: &[(String, i64, i64, String)]) -> (Vec<Vec<Cell>>, Vec<Vec<String>>) {
    let first = Day::parse("1900-03-01").expect("it is a day");
    rows.iter()
        .map(|(name, amount, days, note)| {
            let day = first.plus_days(*days).expect("it lies before 2200");
            let sign = if *amount < 0 { "-" } else { "" };
            let amount_text = format!("{sign}{}.{:02}", amount.abs() / 100, amount.abs() % 100);
            let cells = vec![
                Cell::text(name.as_str()),
                Cell::Amount { minor: *amount, decimals: 2 },
                Cell::Day(day),
                Cell::text(note.as_str()),
            ];
            (cells, vec![name.clone(), amount_text, day.to_string(), note.clone()])
        })
        .unzip()
}

fn read(bytes: &[u8]) -> Result<Table, TestCaseError> {
    read_table(bytes, "table", &Limits::default()).map_err(|problem| TestCaseError::fail(problem.sentence))
}

proptest! {
    #[test]
    fn a0_36_csv_comes_back_as_it_went(rows in rows(), for_excel in any::<bool>()) {
        let (out, expected) = cells(&rows);
        let bytes = if for_excel { write_csv_for_excel(&header(), out) } else { write_csv(&header(), out) };
        let table = read(&bytes)?;
        prop_assert_eq!(&table.header, &TITLES);
        let back: Vec<_> = table.rows.into_iter().map(|row| row.cells).collect();
        prop_assert_eq!(back, expected);
    }

    /// Bytes of any kind are a table or a problem, never a panic.
    #[test]
    fn f2_any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_table(&bytes, "table.csv", &Limits::default());
    }

    #[test]
    fn f2_any_text_is_read_or_refused(text in "([a,;\t|\"\n\r1 é]|sep=;|\"\"){0,80}") {
        if let Ok(table) = read_table(text.as_bytes(), "table.csv", &Limits::default()) {
            let lines = text.split(['\n', '\r']).count();
            prop_assert!(table.rows.iter().all(|row| row.line > table.header_line && row.line <= lines));
        }
    }
}

proptest! {
    // Each case zips a workbook, which takes its time without optimisation.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a0_36_xlsx_comes_back_as_it_went(rows in rows()) {
        let (out, expected) = cells(&rows);
        let bytes = write_xlsx("Clients", &header(), out).map_err(|problem| TestCaseError::fail(problem.sentence))?;
        let table = read(&bytes)?;
        prop_assert_eq!(table.sheet.as_deref(), Some("Clients"));
        for (row, mut expected) in table.rows.into_iter().zip(expected) {
            // Numbers show without closing zeros; a row ends at its last cell with text.
            let amount = expected[1].trim_end_matches('0').trim_end_matches('.').to_owned();
            expected[1] = if amount.is_empty() || amount == "-" { "0".into() } else { amount };
            if expected[3].is_empty() {
                expected.pop();
            }
            prop_assert_eq!(row.cells, expected);
        }
    }
}

#[test]
fn amounts_of_every_length_keep_their_digits_in_xlsx() -> Result<(), files::FileProblem> {
    let amounts = [i64::MIN, i64::MAX, 999_999_999_999_999, -1_000_000_000_000_000, 10_203_040_506_070_809, 1];
    let rows = amounts.map(|minor| vec![Cell::text("a"), Cell::Amount { minor, decimals: 2 }]);
    let bytes = write_xlsx("Amounts", &[Column::new("Name"), Column::new("Amount")], rows)?;
    let table = read_table(&bytes, "amounts.xlsx", &Limits::default())?;
    let back: Vec<&str> = table.rows.iter().map(|row| row.cells[1].as_str()).collect();
    let expected = [
        "-92233720368547758.08",
        "92233720368547758.07",
        "9999999999999.99",
        "-10000000000000.00",
        "102030405060708.09",
        "0.01",
    ];
    assert_eq!(back, expected);
    Ok(())
}
