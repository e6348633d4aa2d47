//! From bytes to text: byte order marks, UTF-8, UTF-16, and the older code pages that spreadsheet programs still write.
use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::{FileCode, FileProblem};

/// Text with the name of its encoding and a note when it was guessed.
pub(crate) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub encoding: &'static str,
    pub note: Option<String>,
}

/// Enough to tell code pages apart, without reading a large file twice.
const GUESS_BYTES: usize = 1 << 20;
/// How much is looked at to tell text from other files.
const LOOK_BYTES: usize = 64 << 10;

/// Refused when the bytes are no text or their letters cannot be told.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, FileProblem> {
    let decoded = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => marked_utf8(rest)?,
        [0xFF, 0xFE, rest @ ..] => utf16(rest, UTF_16LE)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, UTF_16BE)?,
        _ => unmarked(bytes)?,
    };
    refuse_other_than_text(&decoded.text)?;
    Ok(decoded)
}

fn marked_utf8(bytes: &[u8]) -> Result<Decoded<'_>, FileProblem> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(utf8(text)),
        Err(error) => Err(not_utf8(bytes, error.valid_up_to())),
    }
}

fn utf8(text: &str) -> Decoded<'_> {
    let note = text.find('\u{FFFD}').map(|at| {
        let line = line_of(text.as_bytes(), at);
        format!("Line {line} holds a replacement sign (\u{FFFD}). A letter was lost before the file came here.")
    });
    Decoded { text: Cow::Borrowed(text), encoding: "UTF-8", note }
}

fn not_utf8(bytes: &[u8], at: usize) -> FileProblem {
    let why = "The file is UTF-8 but for single bytes that belong to another encoding.";
    FileProblem::encoding(line_of(bytes, at), why)
}

fn utf16<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Result<Decoded<'a>, FileProblem> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken {
        let line = text.find('\u{FFFD}').map_or(1, |at| line_of(text.as_bytes(), at));
        return Err(FileProblem::encoding(line, "The file is UTF-16 with a piece missing."));
    }
    Ok(Decoded { text, encoding: encoding.name(), note: None })
}

fn unmarked(bytes: &[u8]) -> Result<Decoded<'_>, FileProblem> {
    if let Some(encoding) = unmarked_utf16(bytes) {
        return utf16(bytes, encoding);
    }
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Err(nul(line_of(bytes, at)));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(utf8(text)),
        Err(error) if mostly_utf8(bytes) => Err(not_utf8(bytes, error.valid_up_to())),
        Err(_) => code_page(bytes),
    }
}

/// Text in a European language written as UTF-16 has a zero in most of its pairs, always on the same side.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let look = &bytes[..bytes.len().min(1024) & !1];
    let zeros = |side: usize| look.chunks_exact(2).filter(|pair| pair[side] == 0).count();
    let most = look.len() / 2 * 3 / 4;
    match (zeros(0), zeros(1)) {
        (0, low) if low > most => Some(UTF_16LE),
        (high, 0) if high > most => Some(UTF_16BE),
        _ => None,
    }
}

/// Sequences of UTF-8 hardly ever arise by chance in a code page, so a file with many of them is damaged UTF-8.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole >= 3 && whole > broken * 4
}

fn code_page(bytes: &[u8]) -> Result<Decoded<'_>, FileProblem> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(GUESS_BYTES)], true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    // Code pages leave places empty; a letter there shows that the guess is wrong.
    let odd = text.find(|letter: char| letter == '\u{FFFD}' || ('\u{80}'..='\u{9F}').contains(&letter));
    if let (true, at) | (false, at @ Some(_)) = (broken, odd) {
        let line = at.map_or(1, |at| line_of(text.as_bytes(), at));
        return Err(FileProblem::encoding(line, "They are neither UTF-8 nor a known code page."));
    }
    let name = encoding.name();
    let note = format!("The file is not UTF-8 and is read as {name}. If letters look wrong, save it as CSV UTF-8.");
    Ok(Decoded { text, encoding: name, note: Some(note) })
}

fn refuse_other_than_text(text: &str) -> Result<(), FileProblem> {
    if let Some(at) = text.as_bytes().iter().position(|&byte| byte == 0) {
        return Err(nul(line_of(text.as_bytes(), at)));
    }
    let look = &text.as_bytes()[..text.len().min(LOOK_BYTES)];
    let odd = look.iter().filter(|byte| matches!(byte, 0..=8 | 14..=25 | 27..=31)).count();
    if odd * 100 > look.len() {
        return Err(FileProblem::not_text("not text: it is full of control characters"));
    }
    Ok(())
}

fn nul(line: usize) -> FileProblem {
    FileProblem { code: FileCode::NotText, ..FileProblem::not_text("not text: it holds zero bytes") }.at(line)
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes[..at.min(bytes.len())].iter().filter(|&&byte| byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], encoding: &str, text: &str) {
        let decoded = decode(bytes).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!((decoded.encoding, &*decoded.text), (encoding, text));
    }

    fn refused(bytes: &[u8], code: FileCode, line: Option<usize>) {
        match decode(bytes) {
            Ok(decoded) => panic!("read as {}", decoded.encoding),
            Err(problem) => assert_eq!((problem.code, problem.line), (code, line), "{problem}"),
        }
    }

    fn utf16_bytes(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn marks_and_plain_utf8() {
        check("Søren,Łódź".as_bytes(), "UTF-8", "Søren,Łódź");
        check("\u{FEFF}Søren".as_bytes(), "UTF-8", "Søren");
    }

    #[test]
    fn utf16_with_and_without_a_mark() {
        for big in [false, true] {
            let name = if big { "UTF-16BE" } else { "UTF-16LE" };
            check(&utf16_bytes("\u{FEFF}Jörg,Łódź", big), name, "Jörg,Łódź");
            check(&utf16_bytes("Name,City\nJörg,Köln", big), name, "Name,City\nJörg,Köln");
        }
    }

    #[test]
    fn code_pages_are_guessed_and_said() {
        check(b"Name;Ort\nJ\xF6rg M\xFCller;K\xF6ln\n", "windows-1252", "Name;Ort\nJörg Müller;Köln\n");
        check(b"Name;Limit\nJos\xE9;5 000 \x80\n", "windows-1252", "Name;Limit\nJosé;5 000 €\n");
        let note = decode(b"J\xF6rg M\xFCller").ok().and_then(|decoded| decoded.note);
        assert!(note.is_some_and(|note| note.contains("windows-1252")));
    }

    #[test]
    fn wrong_encodings_are_refused_with_their_line() {
        refused(b"\xEF\xBB\xBFa\nb\nJ\xF6rg", FileCode::Encoding, Some(3));
        refused(
            "åäö ÅÄÖ\nŁódź ".bytes().chain(*b"J\xF6rg").collect::<Vec<_>>().as_slice(),
            FileCode::Encoding,
            Some(2),
        );
        refused(b"\xFF\xFEa\0\n\0\x00\xD8b\0", FileCode::Encoding, Some(2));
    }

    #[test]
    fn other_files_are_refused() {
        refused(b"a,b\nc,\0d\n", FileCode::NotText, Some(2));
        refused(&[1, 2, 3, 4, 5, 6, 7, 1, 2, 3], FileCode::NotText, None);
    }

    #[test]
    fn a_lost_letter_is_noted() {
        let note = decode("a\nJ\u{FFFD}rg".as_bytes()).ok().and_then(|decoded| decoded.note);
        assert!(note.is_some_and(|note| note.starts_with("Line 2 ")));
    }
}
