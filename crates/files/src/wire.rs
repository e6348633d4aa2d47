//! How a child tells its parent a table: pieces behind a tag, texts behind their length, numbers as four bytes, low byte first.
//!
//! `S` sheet name · `N` note · `R` line, number of cells, cells · `P` code, line or 0, sentence · `E` the end.
use std::io::{self, ErrorKind, Read, Write};

use crate::workbook::Piece;
use crate::{FileCode, FileProblem, Limits, Row};

/// What comes over the wire.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Message {
    Piece(Piece),
    Problem(FileProblem),
    End,
}

/// Longest sheet name, note or sentence that is taken, in bytes.
const PHRASE_BYTES: usize = 4096;

pub(crate) fn write_message(out: &mut impl Write, message: &Message) -> io::Result<()> {
    match message {
        Message::Piece(Piece::Sheet(name)) => tagged(out, b'S', phrase(name)),
        Message::Piece(Piece::Note(note)) => tagged(out, b'N', phrase(note)),
        Message::Piece(Piece::Row(row)) => {
            out.write_all(b"R")?;
            write_number(out, row.line)?;
            write_number(out, row.cells.len())?;
            row.cells.iter().try_for_each(|cell| write_text(out, cell))
        }
        Message::Problem(problem) => {
            tagged(out, b'P', problem.code.code())?;
            write_number(out, problem.line.unwrap_or(0))?;
            write_text(out, phrase(&problem.sentence))
        }
        Message::End => out.write_all(b"E"),
    }
}

/// What a parent takes; the other end is not trusted.
///
/// # Errors
/// `InvalidData` when the bytes are no message or exceed the limits, `UnexpectedEof` when the child fell silent.
pub(crate) fn read_message(input: &mut impl Read, limits: &Limits) -> io::Result<Message> {
    let mut tag = [0];
    input.read_exact(&mut tag)?;
    Ok(match tag[0] {
        b'S' => Message::Piece(Piece::Sheet(read_text(input, PHRASE_BYTES)?)),
        b'N' => Message::Piece(Piece::Note(read_text(input, PHRASE_BYTES)?)),
        b'R' => {
            let line = read_number(input)?;
            let width = within(read_number(input)?, limits.columns)?;
            let cells = (0..width).map(|_| read_text(input, limits.cell_bytes)).collect::<io::Result<_>>()?;
            Message::Piece(Piece::Row(Row { line, cells }))
        }
        b'P' => {
            let code = FileCode::parse(&read_text(input, PHRASE_BYTES)?).ok_or(ErrorKind::InvalidData)?;
            let line = Some(read_number(input)?).filter(|&line| line > 0);
            Message::Problem(FileProblem { code, line, sentence: read_text(input, PHRASE_BYTES)? })
        }
        b'E' => Message::End,
        _ => return Err(ErrorKind::InvalidData.into()),
    })
}

fn tagged(out: &mut impl Write, tag: u8, text: &str) -> io::Result<()> {
    out.write_all(&[tag])?;
    write_text(out, text)
}

/// The beginning of a text, so that a long sheet name is shown shortened instead of breaking the wire.
fn phrase(text: &str) -> &str {
    &text[..text.floor_char_boundary(PHRASE_BYTES)]
}

fn write_text(out: &mut impl Write, text: &str) -> io::Result<()> {
    write_number(out, text.len())?;
    out.write_all(text.as_bytes())
}

fn write_number(out: &mut impl Write, number: usize) -> io::Result<()> {
    let number = u32::try_from(number).map_err(|_| ErrorKind::InvalidData)?;
    out.write_all(&number.to_le_bytes())
}

fn read_text(input: &mut impl Read, most_bytes: usize) -> io::Result<String> {
    let mut bytes = vec![0; within(read_number(input)?, most_bytes)?];
    input.read_exact(&mut bytes)?;
    String::from_utf8(bytes).map_err(|_| ErrorKind::InvalidData.into())
}

fn read_number(input: &mut impl Read) -> io::Result<usize> {
    let mut bytes = [0; 4];
    input.read_exact(&mut bytes)?;
    usize::try_from(u32::from_le_bytes(bytes)).map_err(|_| ErrorKind::InvalidData.into())
}

fn within(number: usize, limit: usize) -> io::Result<usize> {
    if number > limit { Err(ErrorKind::InvalidData.into()) } else { Ok(number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(messages: &[Message]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for message in messages {
            assert!(write_message(&mut bytes, message).is_ok());
        }
        bytes
    }

    #[test]
    fn every_message_arrives() {
        let messages = [
            Message::Piece(Piece::Sheet("Clients".into())),
            Message::Piece(Piece::Row(Row { line: 7, cells: vec![String::new(), "Łódź".into()] })),
            Message::Piece(Piece::Note("A note.".into())),
            Message::Problem(FileProblem::too_many_rows(9, 8)),
            Message::Problem(FileProblem::empty()),
            Message::End,
        ];
        let bytes = sent(&messages);
        let mut input = bytes.as_slice();
        for message in &messages {
            assert_eq!(read_message(&mut input, &Limits::default()).ok().as_ref(), Some(message));
        }
        assert!(input.is_empty());
    }

    #[test]
    fn what_breaks_the_form_or_the_limits_is_refused() {
        let limits = Limits { columns: 1, cell_bytes: 3, ..Limits::default() };
        let row = |cells: &[&str]| {
            let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
            sent(&[Message::Piece(Piece::Row(Row { line: 1, cells }))])
        };
        let kind = |bytes: &[u8]| read_message(&mut &*bytes, &limits).err().map(|error| error.kind());
        assert_eq!(kind(&row(&["abc"])), None);
        assert_eq!(kind(&row(&["abcd"])), Some(ErrorKind::InvalidData));
        assert_eq!(kind(&row(&["a", "b"])), Some(ErrorKind::InvalidData));
        assert_eq!(kind(&row(&["abc"])[..8]), Some(ErrorKind::UnexpectedEof));
        assert_eq!(kind(b"S\xFF\xFF\xFF\xFF"), Some(ErrorKind::InvalidData));
        assert_eq!(kind(b"S\x01\0\0\0\xFF"), Some(ErrorKind::InvalidData));
        assert_eq!(kind(b"x"), Some(ErrorKind::InvalidData));
        assert_eq!(kind(b""), Some(ErrorKind::UnexpectedEof));
    }
}
