//! Which acceptance id is proved at which door: what the tests claim, held against the list of what they must.

use std::collections::{BTreeMap, BTreeSet};

use crate::acceptance::ids_in;
use crate::tree::{File, Finding, Tree};

const LIST: &str = "crates/xtask/acceptance_doors.txt";

/// The doors by the name the list uses, each with the words by which the head of a test claims it.
const DOORS: [(&str, &[&str]); 4] =
    [("page", &["page", "pages"]), ("API", &["API"]), ("import", &["import"]), ("race", &["at once"])];

type Claims = BTreeMap<(String, &'static str), BTreeSet<String>>;

/// One door of one id in the list.
struct Row<'a> {
    line: usize,
    id: &'a str,
    door: &'a str,
    is_owed: bool,
}

fn rows(text: &str) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let Some(id) = words.next() else { continue };
        rows.extend(words.map(|word| Row {
            line: at + 1,
            id,
            door: word.trim_end_matches('?'),
            is_owed: word.ends_with('?'),
        }));
    }
    rows
}

/// What tests claim, with the files that claim it. A test claims in its head: its comment up to the first colon, as in
/// `/// A0-6, A0-9 on page and API: a name is given once.` A test in a browser is at the page, whatever its head says.
fn claims(tree: &Tree) -> Claims {
    let mut claims = Claims::new();
    for file in tree.files.iter().filter(|file| file.crate_name() != Some("xtask")) {
        for head in heads(file) {
            let in_browser = file.path.ends_with(".mjs");
            for (door, words) in DOORS {
                let is_claimed = (in_browser && door == "page") || words.iter().any(|word| says(&head, word));
                for (_, id) in ids_in(&head).into_iter().filter(|_| is_claimed) {
                    claims.entry((id, door)).or_default().insert(file.path.clone());
                }
            }
        }
    }
    claims
}

/// Whether a word stands in a text by itself, and not within a longer one.
fn says(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let is_apart = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        is_apart(text[..at].chars().next_back()) && is_apart(text[at + word.len()..].chars().next())
    })
}

/// The heads of all tests in a file: comments above Rust tests, titles of browser tests.
fn heads(file: &File) -> Vec<String> {
    let mut heads = Vec::new();
    let mut comment = String::new();
    let test_lines = file.text.lines().enumerate().filter(|(at, _)| file.is_test_line(at + 1));
    for line in test_lines.map(|(_, line)| line.trim()) {
        if let Some(words) = line.strip_prefix("///") {
            comment.push_str(words);
        } else if line.starts_with("fn ") || line.starts_with("async fn ") {
            heads.push(std::mem::take(&mut comment));
        } else if file.path.ends_with(".mjs") && line.starts_with("test(") {
            heads.push(line.to_string());
        } else if !line.starts_with("#[") {
            comment.clear();
        }
    }
    heads.iter().filter_map(|head| Some(head.split_once(':')?.0.to_string())).collect()
}

/// Doors that no test claims although the list demands it, and doors that stay marked as owed although one does.
pub fn unproved(tree: &Tree) -> Vec<Finding> {
    let claims = claims(tree);
    let list = tree.text(LIST).unwrap_or_default();
    let known = |door: &str| DOORS.iter().any(|(name, _)| *name == door);
    let found = rows(list).into_iter().filter_map(|Row { line, id, door, is_owed }| {
        let is_claimed = claims.keys().any(|(claimed, at)| claimed == id && *at == door);
        let what = match (is_claimed, is_owed) {
            _ if !known(door) => format!("{door} is no door"),
            (false, false) => format!("no test's head claims {id} at this door: {door}"),
            (true, true) => format!("{id} is claimed at this door now, take its mark away: {door}"),
            _ => return None,
        };
        Some(Finding { path: LIST.to_string(), line, what })
    });
    found.collect()
}

/// A line for each id of the list: each of its doors with the number of files that claim it, or `owed`.
pub fn matrix(tree: &Tree) -> String {
    let claims = claims(tree);
    let mut lines: Vec<(usize, String)> = Vec::new();
    for Row { line, id, door, .. } in rows(tree.text(LIST).unwrap_or_default()) {
        if lines.last().is_none_or(|(last, _)| *last != line) {
            lines.push((line, format!("{id:6}")));
        }
        let files = claims.iter().find(|((claimed, at), _)| claimed == id && *at == door);
        let cell = match files {
            Some((_, files)) => format!("  {door} {}", files.len()),
            None => format!("  {door} owed"),
        };
        if let Some((_, text)) = lines.last_mut() {
            text.push_str(&cell);
        }
    }
    lines.into_iter().map(|(_, text)| text + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TESTS: &str = "crates/web/tests/web/groups.rs";

    fn found(list: &str, tests: &str) -> Vec<String> {
        let tree = Tree::new(vec![File::new(LIST, list), File::new(TESTS, tests)]);
        unproved(&tree).into_iter().map(|finding| finding.to_string()).collect()
    }

    #[test]
    fn a_door_is_proved_by_the_head_of_a_test_and_by_nothing_else() {
        let list = "# x\nA0-6 page API race\n";
        let head = "/// A0-6, A0-7 on page and\n/// API, two at once: x.\n#[test]\nfn a() {}\n";
        let after_the_colon = "/// A0-7: A0-6 on page and API, two at once.\n#[test]\nfn a() {}\n";
        let no_test = "/// A0-6 on page and API, two at once: x.\nstruct A;\nfn a() {}\n";
        assert_eq!(found(list, head), [""; 0]);
        assert_eq!(found(list, after_the_colon).len(), 3);
        assert_eq!(found(list, no_test).len(), 3);
        assert!(found("A0-6 import\n", "/// A0-6 at an important page: x.\nfn a() {}\n").len() == 1);
    }

    #[test]
    fn an_owed_door_is_let_pass_until_it_is_proved() {
        let head = "/// A0-6 on the page: x.\n#[test]\nfn a() {}\n";
        assert_eq!(found("A0-6 API?\n", head), [""; 0]);
        assert!(found("A0-6 page?\n", head)[0].contains("take its mark away"));
        assert!(found("A0-6 garden\n", head)[0].contains("no door"));
    }

    #[test]
    fn a_browser_stands_at_the_page() {
        let list = File::new(LIST, "A0-6 page API\n");
        let test = File::new("tests/browser/groups.test.mjs", "test(\"A0-6: x\", async () => {\n");
        let tree = Tree::new(vec![list, test]);
        assert_eq!(unproved(&tree).len(), 1);
        assert_eq!(matrix(&tree), "A0-6    page 1  API owed\n");
    }
}
