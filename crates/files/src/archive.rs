//! Looks into a workbook's directory before anything in it is unpacked.
use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;

use crate::{FileProblem, Limits};

/// Refused when the archive holds no XLSX workbook, or one that unpacks to more than the limits.
///
/// The sizes are what the directory claims; unpacking a part stops when it exceeds its claim.
pub(crate) fn check_directory<R: Read + Seek>(reader: &mut R, limits: &Limits) -> Result<(), FileProblem> {
    rewind(reader)?;
    let archive = ZipArchive::new(&mut *reader).map_err(|error| FileProblem::damaged(&error.to_string()))?;
    if archive.len() > limits.parts {
        return Err(FileProblem::needs_too_much(&format!("{} parts", limits.parts)));
    }
    let mut unpacked = 0u64;
    let mut names = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let part = archive.by_index_data(index).map_err(|error| FileProblem::damaged(&error.to_string()))?;
        let name = part.name().map_err(|error| FileProblem::damaged(&error.to_string()))?.to_ascii_lowercase();
        if part.encrypted() {
            return Err(FileProblem::not_xlsx("an archive with a password"));
        }
        unpacked = unpacked.saturating_add(part.size());
        if name.ends_with("sharedstrings.xml") && part.size() > limits.shared_text_bytes {
            return Err(too_much_unpacked("texts", limits.shared_text_bytes));
        }
        names.push(name);
    }
    if unpacked > limits.unpacked_bytes {
        return Err(too_much_unpacked("contents", limits.unpacked_bytes));
    }
    check_names(&names)?;
    drop(archive);
    rewind(reader)
}

fn too_much_unpacked(what: &str, limit: u64) -> FileProblem {
    FileProblem::needs_too_much(&format!("{} MB for its {what} once unpacked", limit >> 20))
}

fn check_names(names: &[String]) -> Result<(), FileProblem> {
    let has = |part: &str| names.iter().any(|name| name == part);
    if has("xl/workbook.bin") {
        Err(FileProblem::not_xlsx("a binary Excel workbook (XLSB)"))
    } else if has("word/document.xml") {
        Err(FileProblem::not_xlsx("a Word document"))
    } else if has("mimetype") && has("content.xml") {
        Err(FileProblem::not_xlsx("an OpenDocument file"))
    } else if !has("[content_types].xml") {
        Err(FileProblem::not_xlsx("a compressed archive, not a workbook"))
    } else {
        Ok(())
    }
}

fn rewind<R: Seek>(reader: &mut R) -> Result<(), FileProblem> {
    reader.seek(SeekFrom::Start(0)).map(|_| ()).map_err(|error| FileProblem::damaged(&error.to_string()))
}
