//! Room order in `books` and `web`.

use crate::lexer::{Rust, closing, is_word};
use crate::tree::{File, Finding, Tree};

/// In the order in which they lean on each other. What stands beside the rooms (desk, act, change, audit, check,
/// hallway, edge, layout) is no room and may be used by all.
pub const ROOMS: &[&str] = &["company", "ledger", "groups", "clients", "work", "sales", "deals", "reports", "exchange"];

pub fn look(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (file, rust) in tree.product() {
        let Some(own) = room_of(file) else { continue };
        for (at, name) in siblings_named(file, rust) {
            if ROOMS.iter().skip(own + 1).any(|room| *room == name) {
                let what = format!("{} leans on {name}, a later room", ROOMS[own]);
                let finding = file.finding(at, what);
                // A test of a lower room may need what stands above it: an account in use needs a client to use it.
                if !file.is_test_line(finding.line) {
                    found.push(finding);
                }
            }
        }
    }
    found
}

/// Position of the room that a file belongs to.
fn room_of(file: &File) -> Option<usize> {
    let inside = ["crates/books/src/", "crates/web/src/"].iter().find_map(|root| file.path.strip_prefix(root))?;
    let first = inside.split('/').next()?;
    let first = first.strip_suffix(".rs").unwrap_or(first);
    ROOMS.iter().position(|room| *room == first)
}

/// The names that stand directly under the crate's root wherever the file mentions them, with their offsets.
fn siblings_named<'a>(file: &File, rust: &'a Rust) -> Vec<(usize, &'a str)> {
    let inside = file.path.split_once("/src/").map_or("", |(_, inside)| inside);
    let depth = inside.matches('/').count() + usize::from(!inside.ends_with("/mod.rs"));
    let up = "super::".repeat(depth);
    let mut names = Vec::new();
    for root in ["crate::", up.as_str()] {
        for (at, _) in rust.code.match_indices(root) {
            let before = rust.code[..at].bytes().next_back();
            if !before.is_some_and(|byte| is_word(byte) || byte == b':') {
                names.extend(heads(&rust.code, at + root.len()));
            }
        }
    }
    names
}

/// The first name of the path at `at`, or of each path in the braces there.
fn heads(code: &str, at: usize) -> Vec<(usize, &str)> {
    if !code[at..].starts_with('{') {
        return word(code, at).into_iter().collect();
    }
    let mut names = Vec::new();
    let mut depth = 0;
    for (offset, byte) in code[at..closing(code, at)].bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 1 && (byte == b'{' || byte == b',') {
            names.extend(word(code, at + offset + 1));
        }
    }
    names
}

fn word(code: &str, at: usize) -> Option<(usize, &str)> {
    let start = at + code[at..].len() - code[at..].trim_start().len();
    let length = code[start..].bytes().take_while(|byte| is_word(*byte)).count();
    (length > 0).then(|| (start, &code[start..start + length]))
}
