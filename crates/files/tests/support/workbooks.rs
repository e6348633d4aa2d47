//! Workbooks put together by hand, for what no spreadsheet program writes.
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// An archive of these parts.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1));
    for (name, contents) in parts {
        zip.start_file(*name, options).expect("memory takes a part");
        zip.write_all(contents).expect("memory takes bytes");
    }
    zip.finish().expect("memory takes a directory").into_inner()
}

/// A workbook with one sheet, `sheet` being what stands inside its worksheet element.
pub fn workbook(sheet: &str, shared_strings: Option<&str>) -> Vec<u8> {
    let types = format!(r#"{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#);
    let root = format!(
        r#"{HEAD}<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let book = format!(
        r#"{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Clients" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let relations = format!(
        r#"{HEAD}<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let sheet = format!(r#"{HEAD}<worksheet xmlns="{MAIN}">{sheet}</worksheet>"#);
    let mut parts = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    if let Some(strings) = shared_strings {
        parts.push(("xl/sharedStrings.xml", strings.as_bytes()));
    }
    archive(&parts)
}

/// A cell with text of its own.
pub fn cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

/// Two cells, as far apart as a sheet allows: 1.5 kB that a simple reader turns into 549 GB.
pub fn corners() -> Vec<u8> {
    let (first, last) = (cell("A1", "Name"), cell("XFD1048576", "end"));
    workbook(
        &format!(
            r#"<dimension ref="A1:XFD1048576"/><sheetData><row r="1">{first}</row><row r="1048576">{last}</row></sheetData>"#
        ),
        None,
    )
}
