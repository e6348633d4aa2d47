//! Reads Rust source just far enough to tell code from comments, text literals and tests.

/// A text literal: where its opening quote stands, and what stands between the quotes, as written.
#[derive(Debug, PartialEq)]
pub struct Literal {
    pub at: usize,
    pub text: String,
}

/// One source file. `code` has the length and the lines of the source, with comments and the insides of
/// literals blanked, so that an offset means the same place in both.
#[derive(Debug)]
pub struct Rust {
    pub code: String,
    pub literals: Vec<Literal>,
    /// For each line (counted from 0): whether it is compiled for tests only.
    pub test_lines: Vec<bool>,
    /// Names of the modules that are declared for tests only and stand in files of their own.
    pub test_modules: Vec<String>,
}

impl Rust {
    pub fn read(source: &str) -> Rust {
        let (code, literals) = blank(source);
        let (test_lines, test_modules) = tests_in(&code);
        Rust { code, literals, test_lines, test_modules }
    }
}

pub fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The line of an offset, counted from 1.
pub fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1
}

fn blank(source: &str) -> (String, Vec<Literal>) {
    let bytes = source.as_bytes();
    let mut code = bytes.to_vec();
    let mut literals = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let starts_word = at == 0 || !is_word(bytes[at - 1]);
        let length = if rest.starts_with(b"//") {
            let length = find(rest, b"\n").unwrap_or(rest.len());
            wipe(&mut code[at..at + length]);
            length
        } else if rest.starts_with(b"/*") {
            let length = block_comment(rest);
            wipe(&mut code[at..at + length]);
            length
        } else if let Some((open, close, length)) = text_literal(rest, starts_word) {
            wipe(&mut code[at + open..at + length - close]);
            literals.push(Literal { at, text: source[at + open..at + length - close].to_string() });
            length
        } else if rest[0] == b'\'' {
            let length = char_literal(rest);
            if length > 1 {
                wipe(&mut code[at + 1..at + length - 1]);
            }
            length
        } else {
            1
        };
        at += length.max(1);
    }
    (String::from_utf8_lossy(&code).into_owned(), literals)
}

fn wipe(bytes: &mut [u8]) {
    for byte in bytes.iter_mut().filter(|byte| **byte != b'\n') {
        *byte = b' ';
    }
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

fn block_comment(rest: &[u8]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// Lengths of the opening mark, the closing mark and the whole of a text literal that starts here.
fn text_literal(rest: &[u8], starts_word: bool) -> Option<(usize, usize, usize)> {
    if rest[0] == b'"' {
        return Some(quoted(rest, 1));
    }
    if !starts_word {
        return None;
    }
    let prefix = if rest.starts_with(b"br") || rest.starts_with(b"cr") {
        2
    } else if rest[0] == b'r' {
        1
    } else {
        return None;
    };
    let hashes = rest[prefix..].iter().take_while(|b| **b == b'#').count();
    let open = prefix + hashes + 1;
    if rest.get(open - 1) != Some(&b'"') {
        return None;
    }
    let mut close = vec![b'"'];
    close.extend(std::iter::repeat_n(b'#', hashes));
    let inside = find(&rest[open..], &close)?;
    Some((open, close.len(), open + inside + close.len()))
}

fn quoted(rest: &[u8], open: usize) -> (usize, usize, usize) {
    let mut at = open;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            b'"' => return (open, 1, at + 1),
            _ => at += 1,
        }
    }
    (open, 0, rest.len())
}

/// Length of a character literal; 1 when the quote begins a lifetime.
fn char_literal(rest: &[u8]) -> usize {
    if rest.get(1) == Some(&b'\\') {
        let end = rest.iter().skip(3).position(|byte| *byte == b'\'');
        return end.map_or(1, |end| end + 4);
    }
    let width = match rest.get(1) {
        Some(byte) if *byte >= 0xF0 => 4,
        Some(byte) if *byte >= 0xE0 => 3,
        Some(byte) if *byte >= 0xC0 => 2,
        Some(_) => 1,
        None => return 1,
    };
    if rest.get(1 + width) == Some(&b'\'') { width + 2 } else { 1 }
}

/// Offset just behind the bracket that closes the one at `open`; the end of the code when none does.
pub fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    code.len()
}

/// Offset of the `{` or `;` that follows the head of an item which starts at `from`.
pub fn end_of_head(code: &str, from: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b'{' | b';' if depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

fn tests_in(code: &str) -> (Vec<bool>, Vec<String>) {
    let mut lines = vec![false; code.lines().count()];
    let mut modules = Vec::new();
    if code.contains("#![cfg(test)]") {
        lines.fill(true);
    }
    for mark in ["#[cfg(test)]", "#[cfg(any(test", "#[cfg(all(test", "#[test]"] {
        for (start, _) in code.match_indices(mark) {
            let Some(head_end) = end_of_head(code, start) else {
                continue;
            };
            let mut end = head_end + 1;
            if code.as_bytes()[head_end] == b'{' {
                end = closing(code, head_end);
            } else if let Some((_, name)) = code[start..head_end].rsplit_once("mod ") {
                modules.push(name.trim().to_string());
            }
            let (first, last) = (line_of(code, start), line_of(code, end - 1));
            lines[first - 1..last].fill(true);
        }
    }
    (lines, modules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_blanked_and_places_stay() {
        let source = "let a = \"x; // no\"; // unwrap()\n/* a /* b */ c */ let b = r#\"q\"q\"#; 'x' '\\'' &'a T";
        let rust = Rust::read(source);
        assert_eq!(rust.code.len(), source.len());
        assert!(!rust.code.contains("unwrap") && !rust.code.contains("no"));
        assert!(rust.code.contains("let b = r#\"   \"#"), "{}", rust.code);
        assert!(rust.code.contains("&'a T"));
        let texts: Vec<_> = rust.literals.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(texts, ["x; // no", "q\"q"]);
    }

    #[test]
    fn lines_for_tests_only_are_known() {
        let source = "fn a() {}\n#[cfg(test)]\nmod tests {\n  fn b() {}\n}\nfn c() {}\n#[cfg(test)]\nmod laws;\n";
        let rust = Rust::read(source);
        assert_eq!(rust.test_lines, [false, true, true, true, true, false, true, true]);
        assert_eq!(rust.test_modules, ["laws"]);
    }

    #[test]
    fn broken_source_is_read_to_its_end() {
        for source in ["\"open", "/* open", "r#\"open", "'", "#[test] fn a() {", "b'\\"] {
            assert_eq!(Rust::read(source).code.len(), source.len());
        }
    }
}
