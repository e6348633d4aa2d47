//! Reads text with delimiters into a table.
use crate::records::Records;
use crate::table::Gatherer;
use crate::{FileProblem, Limits, Table, delimiter, encoding, strip_guard};

pub(crate) fn read_delimited(bytes: &[u8], limits: &Limits) -> Result<Table, FileProblem> {
    let decoded = encoding::decode(bytes)?;
    // Programs of the DOS era end a text with this sign.
    let text = decoded.text.strip_suffix('\u{1A}').unwrap_or(&decoded.text);
    if text.trim().is_empty() {
        return Err(FileProblem::empty());
    }
    let (delimiter, start) = delimiter::detect(text);
    let first_line = if start == 0 { 1 } else { 2 };
    let mut records = Records::new(&text[start..], first_line, delimiter, limits);
    let mut gatherer = Gatherer::new(limits);
    while let Some(mut row) = records.next_record()? {
        for cell in &mut row.cells {
            if cell.starts_with('\'') && strip_guard(cell) != cell.as_str() {
                cell.remove(0);
            }
        }
        gatherer.take(row)?;
    }
    gatherer.into_table(delimiter, decoded.encoding, decoded.note.into_iter().collect())
}
