//! Functions of at most 60 lines, and a list of exceptions that only shrinks.

use super::shape::functions;
use crate::tree::{Finding, Tree};

const MOST_LINES: usize = 60;
/// Each row: path, function, lines. A row may be lowered or taken out; nothing is added.
const LIST: &str = "crates/xtask/long_functions.txt";

pub fn look(tree: &Tree) -> Vec<Finding> {
    let listed = tree.text(LIST).unwrap_or_default();
    let mut rows: Vec<(usize, &str, bool)> = listed
        .lines()
        .enumerate()
        .filter(|(_, row)| !row.trim().is_empty() && !row.starts_with('#'))
        .map(|(at, row)| (at + 1, row.trim(), false))
        .collect();
    let mut found = Vec::new();
    for (file, rust) in tree.rust() {
        for (name, at, lines) in functions(&rust.code) {
            if lines <= MOST_LINES {
                continue;
            }
            let row = format!("{} {name} {lines}", file.path);
            match rows.iter_mut().find(|(_, listed, _)| *listed == row) {
                Some((_, _, met)) => *met = true,
                None => found.push(file.finding(at, format!("{name} has {lines} lines"))),
            }
        }
    }
    let unmet = rows.iter().filter(|(_, _, met)| !met);
    found.extend(unmet.map(|(line, row, _)| Finding {
        path: LIST.to_string(),
        line: *line,
        what: format!("no function is this long any more, lower or delete the row: {row}"),
    }));
    found
}
