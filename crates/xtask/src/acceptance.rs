//! Acceptance ids: the list of those that exist, and those that tests name.

use std::collections::{BTreeMap, BTreeSet};

use crate::lexer::is_word;
use crate::tree::{File, Finding, Tree};

const LIST: &str = "crates/xtask/acceptance_ids.txt";

/// Every id that exists, in order.
pub fn real_ids(tree: &Tree) -> Vec<&str> {
    tree.text(LIST)
        .unwrap_or_default()
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .collect()
}

/// Every id that a test names, with the places where it does.
pub fn named_ids(tree: &Tree) -> BTreeMap<String, Vec<(&File, usize)>> {
    let mut named: BTreeMap<String, Vec<(&File, usize)>> = BTreeMap::new();
    for file in tree.files.iter().filter(|file| file.crate_name() != Some("xtask")) {
        for (at, id) in ids_in(&file.text) {
            if file.is_test_line(file.finding(at, "").line) {
                named.entry(id).or_default().push((file, at));
            }
        }
    }
    named
}

pub fn unreal(tree: &Tree) -> Vec<Finding> {
    let real: BTreeSet<&str> = real_ids(tree).into_iter().collect();
    let mut found = Vec::new();
    for (id, places) in named_ids(tree) {
        // A client may be called X16 and a VAT code V21; only ids of the lists can be told from other words.
        if id.contains('-') && !real.contains(id.as_str()) {
            let unreal = places.into_iter().map(|(file, at)| file.finding(at, format!("{id} does not exist")));
            found.extend(unreal);
        }
    }
    found
}

/// Ids as prose writes them (`A0-6`, `X4`) and as the names of tests do (`a0_6_a_name_is_unique`), with their offsets.
pub fn ids_in(text: &str) -> Vec<(usize, String)> {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let mut ids = Vec::new();
    for at in 0..bytes.len() {
        let before = at.checked_sub(1).map(|at| bytes[at]);
        let in_prose = !before.is_some_and(|byte| is_word(byte) || byte == b'-');
        let in_a_name = before.is_some_and(|byte| byte == b' ' || byte == b'_');
        let separator = match bytes[at] {
            b'A' | b'X' | b'V' if in_prose => b'-',
            b'a' | b'x' | b'v' if in_a_name => b'_',
            _ => continue,
        };
        let mut end = at + 1 + digits(at + 1);
        let is_numbered = end > at + 1;
        if bytes[at].eq_ignore_ascii_case(&b'a') {
            let number = digits(end + 1);
            if !is_numbered || number == 0 || bytes.get(end) != Some(&separator) {
                continue;
            }
            end += 1 + number;
        }
        // In a name the words of the name follow; in prose nothing is glued to an id.
        let glued = bytes.get(end).is_some_and(|byte| is_word(*byte) && *byte != b'_');
        if is_numbered && !glued {
            ids.push((at, text[at..end].to_ascii_uppercase().replace('_', "-")));
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_prose_and_in_names() {
        let text =
            "/// A0-6, A1-28: x\nfn a3_14_switch() {}\nfn both_a0_1_and_v6() {}\nX4 A4x BA4-2 A4-297b 1-A4-2 a4_2 V";
        let ids: Vec<String> = ids_in(text).into_iter().map(|(_, id)| id).collect();
        assert_eq!(ids, ["A0-6", "A1-28", "A3-14", "A0-1", "V6", "X4", "A4-2"]);
    }
}
