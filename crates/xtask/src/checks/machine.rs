//! No path of somebody's own machine in any tracked file.

use crate::tree::{Finding, Tree};

/// First folders of paths that exist only where the author sits.
const PRIVATE: &[&str] = &["home", "Users", "root", "work"];
/// Folders beside the repository that only the author has.
const BESIDE: &[&str] = &["shared", "brief"];

pub fn look(tree: &Tree) -> Vec<Finding> {
    let mut needles: Vec<String> = PRIVATE.iter().map(|folder| format!("/{folder}/")).collect();
    needles.extend(BESIDE.iter().map(|folder| format!("../{folder}/")));
    let mut found = Vec::new();
    for file in &tree.files {
        for needle in &needles {
            for (at, _) in file.text.match_indices(needle.as_str()) {
                let before = file.text[..at].chars().next_back();
                let behind = file.text[at + needle.len()..].chars().next();
                // `src/work/` and `{room}/work/` are ours; `/home/` alone names no one.
                let continues = before.is_some_and(|c| c.is_alphanumeric() || "_-.*})>/".contains(c));
                let names = behind.is_some_and(|c| c.is_alphanumeric() || c == '.');
                if !continues && names {
                    found.push(file.finding(at, format!("names {needle}")));
                }
            }
        }
    }
    found
}
