//! The door for bytes: finds out what they are and reads the table in them.
use std::io::Cursor;

use crate::kind::{Kind, kind_of};
use crate::table::Gatherer;
use crate::workbook::{Piece, read_workbook};
use crate::{FileProblem, Limits, Table, delimited};

/// Reads CSV text or the first visible sheet of an XLSX workbook.
///
/// `file_name` only serves to say what the file should have been. A workbook from outside the house belongs to
/// `read_table_guarded`: a hostile one can end the process that reads it.
///
/// # Errors
/// Every `FileCode` but `NotWritten`.
pub fn read_table(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Table, FileProblem> {
    let size = bytes.len() as u64;
    if size > limits.bytes {
        return Err(FileProblem::too_large(size, limits.bytes));
    }
    match kind_of(bytes, file_name)? {
        Kind::Delimited => delimited::read_delimited(bytes, limits),
        Kind::Workbook => {
            let mut sheet = SheetTable::new(limits);
            read_workbook(Cursor::new(bytes), limits, &mut |piece| sheet.take(piece))?;
            sheet.into_table()
        }
    }
}

/// Puts the pieces of a workbook together, whether they come from here or from a child.
pub(crate) struct SheetTable<'a> {
    gatherer: Gatherer<'a>,
    sheet: Option<String>,
    notes: Vec<String>,
}

impl<'a> SheetTable<'a> {
    pub(crate) fn new(limits: &'a Limits) -> SheetTable<'a> {
        SheetTable { gatherer: Gatherer::new(limits), sheet: None, notes: Vec::new() }
    }

    pub(crate) fn take(&mut self, piece: Piece) -> Result<(), FileProblem> {
        match piece {
            Piece::Sheet(name) => self.sheet = Some(name),
            Piece::Note(note) => self.notes.push(note),
            Piece::Row(row) => self.gatherer.take(row)?,
        }
        Ok(())
    }

    pub(crate) fn into_table(self) -> Result<Table, FileProblem> {
        let table = self.gatherer.into_table(None, "UTF-8", self.notes)?;
        Ok(Table { sheet: self.sheet, ..table })
    }
}
