//! Words of code that have a better word.

use crate::lexer::is_word;
use crate::tree::{File, Finding, Tree};

#[derive(Clone, Copy, PartialEq)]
enum Where {
    /// All Rust.
    Anywhere,
    /// All Rust but tests.
    OutsideTests,
    /// Outside tests, the binary and the one clock of the web.
    OutsideTheDoor,
    /// In the crates that handle money.
    NearMoney,
}

/// The word, where it is banned, and what to do instead.
const BANNED: &[(&str, Where, &str)] = &[
    ("SystemTime::now(", Where::OutsideTheDoor, "take the time from the stamp"),
    ("Instant::now(", Where::OutsideTheDoor, "take the time from the stamp"),
    ("Utc::now(", Where::OutsideTheDoor, "take the time from the stamp"),
    ("Zoned::now(", Where::OutsideTheDoor, "take the day from the stamp"),
    ("Timestamp::now(", Where::OutsideTheDoor, "take the time from the stamp"),
    ("Uuid::now_v7(", Where::OutsideTheDoor, "take ids from the stamp"),
    ("Uuid::new_v4(", Where::OutsideTheDoor, "take ids from the stamp"),
    ("getrandom::", Where::OutsideTheDoor, "take entropy from the stamp"),
    ("f32", Where::NearMoney, "count in whole minor units"),
    ("f64", Where::NearMoney, "count in whole minor units"),
    (".unwrap()", Where::OutsideTests, "return the failure, or `expect` a reason why it cannot be"),
    ("todo!", Where::Anywhere, "finish it, or leave the door out"),
    ("unimplemented!", Where::Anywhere, "finish it, or leave the door out"),
    ("dbg!", Where::Anywhere, "remove it, or log with tracing"),
    ("#[ignore", Where::Anywhere, "mend the test or delete it: a skipped test proves nothing"),
    ("#[allow(dead_code", Where::Anywhere, "delete what nobody calls"),
];

const DOORS: &[&str] = &["crates/coterie/", "crates/web/src/edge/clock.rs"];
const NEAR_MONEY: &[&str] = &["crates/kernel/", "crates/db/", "crates/books/"];

pub fn look(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (file, rust) in tree.rust() {
        for (word, banned, instead) in BANNED {
            for at in places(&rust.code, word) {
                let finding = file.finding(at, format!("`{word}`: {instead}"));
                if holds(*banned, file, finding.line) {
                    found.push(finding);
                }
            }
        }
    }
    found
}

fn holds(banned: Where, file: &File, line: usize) -> bool {
    let stands_in = |folders: &[&str]| folders.iter().any(|folder| file.path.starts_with(folder));
    let is_product = file.path.contains("/src/") && !file.is_test_line(line);
    match banned {
        Where::Anywhere => true,
        Where::OutsideTests => is_product,
        Where::OutsideTheDoor => is_product && !stands_in(DOORS),
        Where::NearMoney => stands_in(NEAR_MONEY),
    }
}

/// Offsets at which a word stands by itself, not as the end of a longer path or name, nor as the start of a longer name.
pub fn places<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let bytes = code.as_bytes();
    let starts_with_word = word.as_bytes().first().is_some_and(|byte| is_word(*byte));
    let ends_with_word = word.as_bytes().last().is_some_and(|byte| is_word(*byte));
    code.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = at.checked_sub(1).map(|at| bytes[at]);
        let behind = bytes.get(at + word.len());
        let joined_before = before.is_some_and(is_word) && starts_with_word;
        let joined_behind = behind.is_some_and(|byte| is_word(*byte)) && ends_with_word;
        // `crate::db::` is a module of one's own, not the crate `db`.
        let own_path = word.ends_with("::") && before == Some(b':');
        !joined_before && !joined_behind && !own_path
    })
}
