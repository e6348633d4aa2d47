//! The shape of a file: its first line, its length, and rules that keep away from the database.

use super::words::places;
use crate::lexer::{closing, end_of_head, line_of};
use crate::tree::{Finding, Tree};

const MOST_LINES: usize = 600;
const COUNTED: &[&str] = &[".rs", ".mjs", ".js", ".css", ".html", ".sql", ".sh"];

pub fn header(tree: &Tree) -> Vec<Finding> {
    let missing = tree.rust().filter(|(file, _)| {
        let first = file.text.lines().next().unwrap_or_default();
        first.strip_prefix("//!").is_none_or(|words| words.trim().is_empty())
    });
    missing.map(|(file, _)| file.finding(0, "opens without //!")).collect()
}

/// Each row: path, lines. A row may be lowered or taken out; nothing is added.
const LONG_FILES: &str = "crates/xtask/long_files.txt";

pub fn file_length(tree: &Tree) -> Vec<Finding> {
    let listed = tree.text(LONG_FILES).unwrap_or_default();
    let mut found = Vec::new();
    for file in &tree.files {
        let lines = file.text.lines().count();
        let row = format!("{} {lines}", file.path);
        let is_listed = listed.lines().any(|listed| listed.trim() == row);
        if lines > MOST_LINES && !is_listed && COUNTED.iter().any(|end| file.path.ends_with(end)) {
            found.push(file.finding(file.text.len(), format!("{lines} lines")));
        }
    }
    found
}

pub fn pure_decide(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (file, rust) in tree.rust() {
        for at in places(&rust.code, "fn decide") {
            let Some(end) = end_of_head(&rust.code, at) else {
                continue;
            };
            let head = &rust.code[at..end];
            for word in ["View", "Tx", "Connection"] {
                if places(head, word).next().is_some() {
                    found.push(file.finding(at, format!("decide takes a {word}")));
                }
            }
        }
    }
    found
}

/// Name, offset and length in lines of every function with a body.
pub fn functions(code: &str) -> Vec<(&str, usize, usize)> {
    let mut functions = Vec::new();
    for at in places(code, "fn") {
        let rest = code[at + 2..].trim_start();
        let name = rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next();
        let (Some(name), Some(body)) = (name, end_of_head(code, at)) else {
            continue;
        };
        if name.is_empty() || !code[body..].starts_with('{') {
            continue;
        }
        let last = closing(code, body) - 1;
        functions.push((name, at, line_of(code, last) - line_of(code, at) + 1));
    }
    functions
}
