//! What can be wrong with a file: a stable code, the line where it is known, and a sentence with cause and cure.

/// The stable codes, for the API and for tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileCode {
    Empty,
    NotText,
    TooLarge,
    TooManyRows,
    TooManyColumns,
    UnbalancedQuote,
    NotXlsx,
    Damaged,
    Encoding,
    NotWritten,
}

impl FileCode {
    pub const ALL: [FileCode; 10] = [
        FileCode::Empty,
        FileCode::NotText,
        FileCode::TooLarge,
        FileCode::TooManyRows,
        FileCode::TooManyColumns,
        FileCode::UnbalancedQuote,
        FileCode::NotXlsx,
        FileCode::Damaged,
        FileCode::Encoding,
        FileCode::NotWritten,
    ];

    pub fn code(self) -> &'static str {
        match self {
            FileCode::Empty => "FILE_EMPTY",
            FileCode::NotText => "FILE_NOT_TEXT",
            FileCode::TooLarge => "FILE_TOO_LARGE",
            FileCode::TooManyRows => "FILE_TOO_MANY_ROWS",
            FileCode::TooManyColumns => "FILE_TOO_MANY_COLUMNS",
            FileCode::UnbalancedQuote => "FILE_UNBALANCED_QUOTE",
            FileCode::NotXlsx => "FILE_NOT_XLSX",
            FileCode::Damaged => "FILE_DAMAGED",
            FileCode::Encoding => "FILE_ENCODING",
            FileCode::NotWritten => "FILE_NOT_WRITTEN",
        }
    }

    /// None when no problem has this code.
    pub fn parse(code: &str) -> Option<FileCode> {
        FileCode::ALL.into_iter().find(|known| known.code() == code)
    }
}

/// Why a file is not read or not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct FileProblem {
    pub code: FileCode,
    /// Line of a text file or row of a sheet, counted from 1.
    pub line: Option<usize>,
    /// What happened, why, and what to do.
    pub sentence: String,
}

impl FileProblem {
    pub(crate) fn new(code: FileCode, sentence: impl Into<String>) -> FileProblem {
        FileProblem { code, line: None, sentence: sentence.into() }
    }

    pub(crate) fn at(mut self, line: usize) -> FileProblem {
        self.line = Some(line);
        self
    }

    pub(crate) fn empty() -> FileProblem {
        FileProblem::new(
            FileCode::Empty,
            "The file has no rows. It is empty or holds only blank lines. Export it again and choose that file.",
        )
    }

    /// `found` completes "The file is …".
    pub(crate) fn not_text(found: &str) -> FileProblem {
        FileProblem::new(
            FileCode::NotText,
            format!(
                "The file is {found}. Only tables as CSV text or as XLSX workbooks can be read. Export the table as CSV or XLSX."
            ),
        )
    }

    pub(crate) fn too_large(bytes: u64, limit: u64) -> FileProblem {
        FileProblem::new(
            FileCode::TooLarge,
            format!(
                "The file has {} MB. At most {} MB are read at once. Split it into smaller files, each with the header row.",
                megabytes(bytes),
                megabytes(limit)
            ),
        )
    }

    pub(crate) fn too_many_cells(line: usize, limit: usize) -> FileProblem {
        FileProblem::new(
            FileCode::TooLarge,
            format!("The table has more than {limit} cells. So many are not read at once. Split it into smaller files, or leave out columns."),
        )
        .at(line)
    }

    pub(crate) fn cell_too_long(line: usize, limit: usize) -> FileProblem {
        FileProblem::new(
            FileCode::TooLarge,
            format!("A cell that begins in line {line} is longer than {limit} bytes. Often a quote is not closed. Close the quote or shorten the cell."),
        )
        .at(line)
    }

    pub(crate) fn too_many_rows(line: usize, limit: usize) -> FileProblem {
        FileProblem::new(
            FileCode::TooManyRows,
            format!("The table has more than {limit} rows. So many are not read at once. Split it into smaller files, each with the header row."),
        )
        .at(line)
    }

    pub(crate) fn too_many_columns(line: usize, limit: usize) -> FileProblem {
        FileProblem::new(
            FileCode::TooManyColumns,
            format!("Line {line} has more than {limit} columns. Wider tables are not read. Delete the columns that are not needed, also those far to the right."),
        )
        .at(line)
    }

    pub(crate) fn unbalanced_quote(line: usize) -> FileProblem {
        FileProblem::new(
            FileCode::UnbalancedQuote,
            format!("A quote that opens in line {line} is not closed. What follows would be swallowed by one cell. Close the quote, or write a quote inside a cell twice."),
        )
        .at(line)
    }

    /// `found` completes "The file is …".
    pub(crate) fn not_xlsx(found: &str) -> FileProblem {
        FileProblem::new(
            FileCode::NotXlsx,
            format!("The file is {found}. Of workbooks only XLSX without a password is read. Save it as XLSX or CSV."),
        )
    }

    /// `detail` is for whoever looks into it, in brackets at the end of the cause.
    pub(crate) fn damaged(detail: &str) -> FileProblem {
        FileProblem::new(
            FileCode::Damaged,
            format!(
                "The workbook cannot be read to its end. Its contents are damaged or were written wrongly ({detail}). Open it in a spreadsheet program and save it as XLSX or CSV."
            ),
        )
    }

    pub(crate) fn unreadable(error: &std::io::Error) -> FileProblem {
        FileProblem::new(
            FileCode::Damaged,
            format!(
                "The file cannot be opened. The system says: {error}. Check that it is there and that it may be read."
            ),
        )
    }

    /// `need` completes "The workbook needs more than …".
    pub(crate) fn needs_too_much(need: &str) -> FileProblem {
        FileProblem::new(
            FileCode::TooLarge,
            format!(
                "The workbook needs more than {need}. It holds more than it seems to, so reading was stopped. Save the sheet as CSV, or split it."
            ),
        )
    }

    /// `why` is a whole sentence.
    pub(crate) fn encoding(line: usize, why: &str) -> FileProblem {
        FileProblem::new(
            FileCode::Encoding,
            format!("The letters in line {line} cannot be read. {why} Save the file as CSV UTF-8."),
        )
        .at(line)
    }

    /// `why` is a whole sentence with the cure.
    pub(crate) fn not_written(why: &str) -> FileProblem {
        FileProblem::new(FileCode::NotWritten, format!("The workbook is not written. {why}"))
    }
}

/// Rounded up, so that a file over the limit never shows as the limit.
fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1 << 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back() {
        for code in FileCode::ALL {
            assert_eq!(FileCode::parse(code.code()), Some(code));
        }
        assert_eq!(FileCode::parse("FILE_ODD"), None);
    }

    #[test]
    fn every_sentence_has_cause_and_cure() {
        let problems = [
            FileProblem::empty(),
            FileProblem::not_text("a PDF document"),
            FileProblem::too_large(70 << 20, 64 << 20),
            FileProblem::too_many_cells(7, 10),
            FileProblem::cell_too_long(7, 10),
            FileProblem::too_many_rows(7, 10),
            FileProblem::too_many_columns(7, 10),
            FileProblem::unbalanced_quote(7),
            FileProblem::not_xlsx("an old Excel workbook"),
            FileProblem::damaged("no sheet"),
            FileProblem::needs_too_much("512 MB of memory"),
            FileProblem::encoding(7, "It is not UTF-8."),
        ];
        for problem in problems {
            let sentences = problem.sentence.matches(". ").count() + 1;
            assert_eq!(sentences, 3, "{}", problem.sentence);
            assert!(problem.sentence.ends_with('.'), "{}", problem.sentence);
        }
    }
}
