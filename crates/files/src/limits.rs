//! How much of a file is read before it is refused.
use std::ffi::{OsStr, OsString};

use serde::{Deserialize, Serialize};

const MEGABYTE: u64 = 1 << 20;

/// Every limit of reading. A file at a limit is read; one step above is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Size of the file as it lies there, in bytes.
    pub bytes: u64,
    /// Rows that are not blank, the header and what stands above it among them.
    pub rows: usize,
    /// Columns of a row, or the position of the last one in a sheet.
    pub columns: usize,
    /// Cells in all rows together.
    pub cells: usize,
    /// Length of one cell in bytes of UTF-8.
    pub cell_bytes: usize,
    /// Parts in a workbook's archive.
    pub parts: usize,
    /// All parts of a workbook together once unpacked, in bytes.
    pub unpacked_bytes: u64,
    /// The texts that a workbook's cells share once unpacked, in bytes.
    pub shared_text_bytes: u64,
    /// Address space of the process that reads a workbook, in bytes.
    pub child_bytes: u64,
    /// Processor time of the process that reads a workbook, in seconds.
    pub child_seconds: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            bytes: 64 * MEGABYTE,
            // A company's five years of postings at 100,000 transactions are 400,000 rows.
            rows: 500_000,
            // Google's contacts, the widest real export, stay under 200.
            columns: 500,
            // 56 bytes a cell keep a table under 300 MB in the worst case.
            cells: 5_000_000,
            // A spreadsheet cell ends at 32,767 characters, each of at most 4 bytes.
            cell_bytes: 131_072,
            // A real workbook has a few dozen; each sheet brings two or three.
            parts: 5_000,
            unpacked_bytes: 512 * MEGABYTE,
            shared_text_bytes: 128 * MEGABYTE,
            // Shared texts at their limit take about 300 MB; the program itself maps under 150 MB.
            child_bytes: 512 * MEGABYTE,
            // A million cells take 2 s, the 5 million of the limit 10 s; a slow machine has twice that.
            child_seconds: 20,
        }
    }
}

impl Limits {
    /// In the order of the fields, for a child's command line.
    pub(crate) fn arguments(&self) -> [OsString; 10] {
        [
            self.bytes,
            self.rows as u64,
            self.columns as u64,
            self.cells as u64,
            self.cell_bytes as u64,
            self.parts as u64,
            self.unpacked_bytes,
            self.shared_text_bytes,
            self.child_bytes,
            self.child_seconds,
        ]
        .map(|number| number.to_string().into())
    }

    /// None unless there are exactly ten whole numbers.
    pub(crate) fn from_arguments<S: AsRef<OsStr>>(arguments: &[S]) -> Option<Limits> {
        let numbers =
            arguments.iter().map(|argument| argument.as_ref().to_str()?.parse().ok()).collect::<Option<Vec<u64>>>()?;
        let [
            bytes,
            rows,
            columns,
            cells,
            cell_bytes,
            parts,
            unpacked_bytes,
            shared_text_bytes,
            child_bytes,
            child_seconds,
        ] = numbers.try_into().ok()?;
        Some(Limits {
            bytes,
            rows: usize::try_from(rows).ok()?,
            columns: usize::try_from(columns).ok()?,
            cells: usize::try_from(cells).ok()?,
            cell_bytes: usize::try_from(cell_bytes).ok()?,
            parts: usize::try_from(parts).ok()?,
            unpacked_bytes,
            shared_text_bytes,
            child_bytes,
            child_seconds,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_survive_the_command_line() {
        let limits = Limits { rows: 7, child_seconds: 3, ..Limits::default() };
        assert_eq!(Limits::from_arguments(&limits.arguments()), Some(limits));
        assert_eq!(Limits::from_arguments(&limits.arguments()[1..]), None);
        assert_eq!(Limits::from_arguments(&["x"; 10]), None);
    }
}
