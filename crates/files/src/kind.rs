//! Tells what a file is from its first bytes; its name only serves to say what it should have been.
use crate::FileProblem;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Delimited,
    Workbook,
}

/// First bytes of files that people choose by mistake.
const STRANGERS: [(&[u8], &str); 10] = [
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1F\x8B", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"7z\xBC\xAF", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"{\\rtf", "a text document"),
    (b"SQLite format 3", "a database"),
];

/// Old Excel workbooks, and new ones with a password, are wrapped in this container.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// `start` is the beginning of the file, a kilobyte or all of it. Refused when it is neither text nor a workbook.
pub(crate) fn kind_of(start: &[u8], file_name: &str) -> Result<Kind, FileProblem> {
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Workbook);
    }
    if start.starts_with(COMPOUND) {
        return Err(FileProblem::not_xlsx("an old Excel workbook, or one with a password"));
    }
    if let Some((_, found)) = STRANGERS.iter().find(|(magic, _)| start.starts_with(magic)) {
        return Err(FileProblem::not_text(found));
    }
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    for tag in ["<html", "<!doctype", "<table", "<?xml"] {
        if text.get(..tag.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(tag.as_bytes())) {
            return Err(FileProblem::not_text("a web page or XML, whatever its name says"));
        }
    }
    let name = file_name.to_ascii_lowercase();
    if !start.is_empty() && (name.ends_with(".xlsx") || name.ends_with(".xlsm")) {
        return Err(FileProblem::not_xlsx("named like a workbook but is none"));
    }
    Ok(Kind::Delimited)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FileCode;

    #[test]
    fn files_are_told_by_their_first_bytes() {
        let kind = |bytes: &[u8], name| kind_of(bytes, name).map_err(|problem| problem.code);
        assert_eq!(kind(b"a,b", "clients.csv"), Ok(Kind::Delimited));
        assert_eq!(kind(b"", "clients.xlsx"), Ok(Kind::Delimited));
        assert_eq!(kind(b"PK\x03\x04", "clients.csv"), Ok(Kind::Workbook));
        assert_eq!(kind(b"a,b", "clients.XLSX"), Err(FileCode::NotXlsx));
        assert_eq!(kind(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "clients.xls"), Err(FileCode::NotXlsx));
        assert_eq!(kind(b"%PDF-1.7", "clients.csv"), Err(FileCode::NotText));
        assert_eq!(kind(b"\xEF\xBB\xBF <HTML>", "clients.xls"), Err(FileCode::NotText));
    }
}
