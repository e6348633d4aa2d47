//! Cuts text into records and cells, knowing the line of each and of every quote that stays open.
use crate::{FileProblem, Limits, Row};

/// Reads one record after the other. Lines end with LF, CR LF or CR.
pub(crate) struct Records<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    delimiter: u8,
    limits: &'a Limits,
    cells_before: usize,
}

impl<'a> Records<'a> {
    /// `first_line` is the number of the line with which `text` begins. Without a delimiter each line is one cell.
    pub(crate) fn new(text: &'a str, first_line: usize, delimiter: Option<char>, limits: &'a Limits) -> Records<'a> {
        // Text holds no zero byte (`encoding` refuses it), so that zero never delimits.
        let delimiter = delimiter.and_then(|letter| u8::try_from(letter).ok()).unwrap_or(0);
        Records { text, at: 0, line: first_line, delimiter, limits, cells_before: 0 }
    }

    /// The next record, blank ones too. None at the end.
    pub(crate) fn next_record(&mut self) -> Result<Option<Row>, FileProblem> {
        if self.at >= self.text.len() {
            return Ok(None);
        }
        let line = self.line;
        let mut cells = Vec::with_capacity(self.cells_before);
        loop {
            if cells.len() == self.limits.columns {
                return Err(FileProblem::too_many_columns(line, self.limits.columns));
            }
            cells.push(self.cell()?);
            if !self.pass_delimiter() {
                break;
            }
        }
        self.pass_line_end();
        self.cells_before = cells.len();
        Ok(Some(Row { line, cells }))
    }

    fn cell(&mut self) -> Result<String, FileProblem> {
        let line = self.line;
        let cell = if self.peek() == Some(b'"') { self.quoted_cell()? } else { self.bare().to_owned() };
        if cell.len() > self.limits.cell_bytes {
            return Err(FileProblem::cell_too_long(line, self.limits.cell_bytes));
        }
        Ok(cell)
    }

    /// A cell in quotes; a quote inside it is written twice.
    fn quoted_cell(&mut self) -> Result<String, FileProblem> {
        let opening_line = self.line;
        let mut cell = String::new();
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let length = rest.find('"').ok_or_else(|| FileProblem::unbalanced_quote(opening_line))?;
            let piece = &rest[..length];
            self.line += line_ends(piece);
            self.at += length + 1;
            if cell.len() + piece.len() > self.limits.cell_bytes {
                return Err(FileProblem::cell_too_long(opening_line, self.limits.cell_bytes));
            }
            cell.push_str(piece);
            if self.peek() != Some(b'"') {
                break;
            }
            cell.push('"');
            self.at += 1;
        }
        let tail = self.bare();
        // Text behind a closing quote on a later line means that the quote which closed was meant to open.
        if self.line != opening_line && !tail.trim().is_empty() {
            return Err(FileProblem::unbalanced_quote(opening_line));
        }
        if !tail.trim().is_empty() {
            cell.push_str(tail);
        }
        Ok(cell)
    }

    /// The text up to the next delimiter or line end.
    fn bare(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let delimiter = self.delimiter;
        let length =
            rest.bytes().position(|byte| byte == delimiter || byte == b'\n' || byte == b'\r').unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn pass_delimiter(&mut self) -> bool {
        let found = self.peek() == Some(self.delimiter);
        self.at += usize::from(found);
        found
    }

    fn pass_line_end(&mut self) {
        if self.at < self.text.len() {
            self.at += if self.text[self.at..].starts_with("\r\n") { 2 } else { 1 };
            self.line += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

/// LF, CR LF and CR each end one line.
fn line_ends(text: &str) -> usize {
    let bytes = text.as_bytes();
    let feeds = bytes.iter().filter(|&&byte| byte == b'\n').count();
    let lone_returns =
        bytes.iter().enumerate().filter(|&(at, &byte)| byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')).count();
    feeds + lone_returns
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::FileCode;

    fn read(text: &str) -> Result<Vec<(usize, Vec<String>)>, FileProblem> {
        let limits = Limits::default();
        let mut records = Records::new(text, 1, Some(','), &limits);
        let mut rows = Vec::new();
        while let Some(row) = records.next_record()? {
            rows.push((row.line, row.cells));
        }
        Ok(rows)
    }

    fn check(text: &str, expected: &[(usize, &[&str])]) {
        let rows = read(text).unwrap_or_else(|problem| panic!("{text:?}: {problem}"));
        let rows: Vec<(usize, Vec<&str>)> =
            rows.iter().map(|(line, cells)| (*line, cells.iter().map(String::as_str).collect())).collect();
        let expected: Vec<(usize, Vec<&str>)> = expected.iter().map(|(line, cells)| (*line, cells.to_vec())).collect();
        assert_eq!(rows, expected, "{text:?}");
    }

    #[test]
    fn cells_quotes_and_line_ends() {
        check("a,b\nc,d", &[(1, &["a", "b"]), (2, &["c", "d"])]);
        check("a,b\r\nc,d\r\n", &[(1, &["a", "b"]), (2, &["c", "d"])]);
        check("a,b\rc,d\r", &[(1, &["a", "b"]), (2, &["c", "d"])]);
        check("a,\n,b\n", &[(1, &["a", ""]), (2, &["", "b"])]);
        check("a\n\nb\n", &[(1, &["a"]), (2, &[""]), (3, &["b"])]);
        check("\"a,\"\"b\"\"\",c\n", &[(1, &["a,\"b\"", "c"])]);
        check("\"x\ny\r\nz\",c\nd,e\n", &[(1, &["x\ny\r\nz", "c"]), (4, &["d", "e"])]);
        check("\"a\" ,b\n", &[(1, &["a", "b"])]);
        check("5\" rack,\"Acme\" Ltd\n", &[(1, &["5\" rack", "Acme Ltd"])]);
    }

    #[test]
    fn a_quote_that_stays_open_is_refused_at_its_line() {
        for (text, line) in
            [("a,b\n\"c,d\ne,f\n", 2), ("a,b\nc,d\ne,\"f", 3), ("a,b\n1,\"Acme, Ltd\n2,\"Beta\",x\n", 2)]
        {
            let problem = read(text).err().unwrap_or_else(|| panic!("{text:?} is read"));
            assert_eq!((problem.code, problem.line), (FileCode::UnbalancedQuote, Some(line)), "{text:?}");
        }
    }

    proptest! {
        /// F2: the cells are those that the csv crate finds, whatever the text, unless a quote is refused.
        #[test]
        fn f2_cells_agree_with_another_reader(text in "([ab\"\n\r,é]|\r\n|\"\"){0,40}") {
            let Ok(rows) = read(&text) else { return Ok(()) };
            let ours: Vec<Vec<String>> =
                rows.into_iter().map(|(_, cells)| cells).filter(|cells| cells != &[""]).collect();
            let mut reader =
                csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> = reader
                .records()
                .map(|record| record.map(|record| record.iter().map(str::to_owned).collect::<Vec<_>>()))
                .collect::<Result<_, _>>()
                .map_err(|error| TestCaseError::fail(error.to_string()))?;
            let theirs: Vec<_> = theirs.into_iter().filter(|cells| cells != &[""]).collect();
            prop_assert_eq!(ours, theirs);
        }
    }
}
